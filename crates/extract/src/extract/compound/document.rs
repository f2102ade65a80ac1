//! Word of before 2007 ([MS-DOC]): one text for all, cut into pieces of one byte or two a letter, and beside it lists of what
//! its paragraphs look like, of which we ask whether they stand in a table.

use super::{Compound, Reader, Unreadable, u16_at, u32_at, wide};
use crate::say;
use encoding_rs::{GB18030, WINDOWS_1252};

/// Bits of the head: the text is locked; the tables stand in the second of their two streams.
const LOCKED: u16 = 0x0100;
const SECOND: u16 = 0x0200;
/// The first version whose text is cut into pieces of letters: Word 97.
const WORD_97: u16 = 0x00c1;
/// Where the head says how many letters the text has, before those of notes, heads and feet.
const LETTERS: usize = 0x004c;
/// Where the head says where the list of what paragraphs look like is, and that of pieces.
const LOOKS: usize = 0x0102;
const PIECES: usize = 0x01a2;
/// What paragraphs look like stands in pages of so many bytes.
const PAGE: usize = 512;
/// What a paragraph says of itself: it stands in a table, and it ends a row of one (§2.6.2).
const IN_TABLE: u16 = 0x2416;
const ENDS_ROW: u16 = 0x2417;
/// The one list of a table's columns has its length in two bytes.
const COLUMNS: u16 = 0xd608;

pub(super) fn read(
    bytes: &[u8],
    file: &Compound<'_>,
    reader: &mut Reader,
) -> Result<(), Unreadable> {
    let version = u16_at(bytes, 2).ok_or(Unreadable::Damaged)?;
    let flags = u16_at(bytes, 10).ok_or(Unreadable::Damaged)?;
    if flags & LOCKED != 0 {
        return Err(Unreadable::Encrypted);
    }
    let table = file.named(if flags & SECOND != 0 { "1Table" } else { "0Table" });
    let text = match table {
        Some(table) if version >= WORD_97 => pieces(bytes, &table).ok_or(Unreadable::Damaged)?,
        _ => whole(bytes).ok_or(Unreadable::Damaged)?,
    };
    text.paragraphs(reader);
    Ok(())
}

/// The text as it is put together.
#[derive(Default)]
struct Text {
    letters: String,
    /// How many of its letters, in units of two bytes, are no notes, heads or feet.
    own: usize,
    /// Paragraphs in tables, by where they end in the file.
    looks: Vec<Looks>,
    /// Pieces: from which unit of the text on they lie where, and how many bytes a letter has.
    places: Vec<(usize, usize, usize)>,
}

/// A paragraph in a table: from where to where it lies in the file.
#[derive(Clone, Copy)]
struct Looks {
    from: usize,
    to: usize,
    ends_row: bool,
}

/// Before Word 97 the text stands in one piece, in the code page of its Windows.
fn whole(bytes: &[u8]) -> Option<Text> {
    let (start, end) = (u32_at(bytes, 0x18)? as usize, u32_at(bytes, 0x1c)? as usize);
    let text = bytes.get(start..end.min(bytes.len()))?;
    let letters = GB18030.decode_without_bom_handling(text).0.into_owned();
    Some(Text { letters, own: usize::MAX, ..Text::default() })
}

/// The pieces put together: places in the text, one more than pieces, then for each eight bytes of which four say where it is.
fn pieces(bytes: &[u8], table: &[u8]) -> Option<Text> {
    let (start, length) = (u32_at(bytes, PIECES)? as usize, u32_at(bytes, PIECES + 4)? as usize);
    let list = table.get(start..start.checked_add(length)?)?;
    let mut at = 0;
    // Properties come first, each with its length.
    while list.get(at) == Some(&1) {
        at = at.checked_add(3 + usize::from(u16_at(list, at + 1)?))?;
    }
    let size = u32_at(list, at + 1)? as usize;
    let list = list.get(at + 5..)?;
    let list = &list[..list.len().min(size)];
    let count = list.len().checked_sub(4)? / 12;
    let mut text = Text {
        own: u32_at(bytes, LETTERS)? as usize,
        looks: looks(bytes, table).unwrap_or_default(),
        ..Text::default()
    };
    let mut most = bytes.len();
    for number in 0..count {
        let (from, to) = (u32_at(list, number * 4)?, u32_at(list, number * 4 + 4)?);
        let place = u32_at(list, (count + 1) * 4 + number * 8 + 2)?;
        let (start, piece) = piece(bytes, place, to.checked_sub(from)? as usize)?;
        // Pieces that lie over each other would make more of a file than it holds.
        most = most.checked_sub(piece.len().min(most + 1))?;
        text.places.push((from as usize, start, if is_narrow(place) { 1 } else { 2 }));
        text.letters.push_str(&decoded(piece, place));
    }
    Some(text)
}

/// Whether a piece has one byte a letter stands beside its place.
fn is_narrow(place: u32) -> bool {
    place & 0x4000_0000 != 0
}

fn piece(bytes: &[u8], place: u32, letters: usize) -> Option<(usize, &[u8])> {
    let at = (place & 0x3fff_ffff) as usize;
    let (start, length) = match is_narrow(place) {
        true => (at / 2, letters),
        false => (at, letters.checked_mul(2)?),
    };
    let rest = bytes.get(start..)?;
    Some((start, &rest[..rest.len().min(length)]))
}

fn decoded(piece: &[u8], place: u32) -> String {
    match is_narrow(place) {
        true => WINDOWS_1252.decode_without_bom_handling(piece).0.into_owned(),
        false => wide(piece),
    }
}

/// The paragraphs in tables, in the order of the file: a list of pages (§2.8.6), each with the places and looks of some.
fn looks(bytes: &[u8], table: &[u8]) -> Option<Vec<Looks>> {
    let (start, length) = (u32_at(bytes, LOOKS)? as usize, u32_at(bytes, LOOKS + 4)? as usize);
    let list = table.get(start..start.checked_add(length)?)?;
    let count = list.len().checked_sub(4)? / 8;
    let mut found = Vec::new();
    // More pages than the file has room for would say the same again.
    for number in 0..count.min(bytes.len() / PAGE) {
        let page = u32_at(list, (count + 1) * 4 + number * 4)? as usize & 0x3f_ffff;
        if let Some(page) = page.checked_mul(PAGE).and_then(|at| bytes.get(at..at + PAGE)) {
            of_page(page, &mut found);
        }
    }
    found.sort_by_key(|looks| looks.from);
    Some(found)
}

fn of_page(page: &[u8], found: &mut Vec<Looks>) {
    let count = usize::from(page[PAGE - 1]);
    for number in 0..count {
        let place = |at: usize| u32_at(page, at * 4).map(|place| place as usize);
        let Some(offset) = page.get((count + 1) * 4 + number * 13) else { return };
        let (Some(from), Some(to)) = (place(number), place(number + 1)) else { return };
        let list = properties(page, usize::from(*offset) * 2);
        if says(list, IN_TABLE) {
            found.push(Looks { from, to, ends_row: says(list, ENDS_ROW) });
        }
    }
}

/// What a paragraph says of itself, behind its length in words and the number of its style.
fn properties(page: &[u8], at: usize) -> &[u8] {
    let length = |at: usize| page.get(at).map_or(0, |words| usize::from(*words) * 2);
    let (start, length) = match (at, length(at)) {
        (0, _) => return &[],
        (_, 0) => (at + 2, length(at + 1)),
        (_, length) => (at + 1, length - 1),
    };
    page.get(start + 2..(start + length).min(PAGE)).unwrap_or_default()
}

/// Whether a list of properties sets one: each is two bytes, whose highest say how many follow (§2.2.5.1).
fn says(list: &[u8], wanted: u16) -> bool {
    let mut at = 0;
    while let Some(property) = u16_at(list, at) {
        at += 2;
        if property == wanted {
            return list.get(at).is_some_and(|value| *value != 0);
        }
        at += match property >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ if property == COLUMNS => usize::from(u16_at(list, at).unwrap_or(0)) + 1,
            _ => list.get(at).map_or(0, |length| usize::from(*length)) + 1,
        };
    }
    false
}

impl Text {
    /// Paragraphs, cells and pages end with marks of their own.
    fn paragraphs(&self, reader: &mut Reader) {
        let (mut unit, mut cell) = (0, (0, 0));
        for (at, paragraph) in
            self.letters.split_inclusive(['\r', '\x07', '\x0b', '\x0c']).enumerate()
        {
            let last = unit + paragraph.encode_utf16().count().saturating_sub(1);
            let looks = self.looks_of(last);
            let number = at + 1;
            let place = say!("第{number}段", "paragraph {number}");
            reader.is_beside = unit >= self.own;
            let text = shown(paragraph, reader);
            match looks {
                Some(looks) if looks.ends_row => cell = (cell.0 + 1, 0),
                Some(_) => {
                    reader.cell(place, Some(cell), text);
                    cell.1 += usize::from(paragraph.ends_with('\x07'));
                }
                None => {
                    // The next cell is one of another table.
                    reader.part += usize::from(cell != (0, 0));
                    cell = (0, 0);
                    reader.text(place, text);
                }
            }
            unit = last + 1;
        }
        reader.is_beside = false;
    }

    /// Whether what ends with a unit of the text stands in a table.
    fn looks_of(&self, unit: usize) -> Option<Looks> {
        let piece = self.places.partition_point(|(from, ..)| *from <= unit).checked_sub(1)?;
        let (from, start, width) = self.places[piece];
        let at = start + (unit - from) * width;
        let looks = self.looks.partition_point(|looks| looks.from <= at).checked_sub(1)?;
        Some(self.looks[looks]).filter(|looks| at < looks.to)
    }
}

/// What a paragraph shows. A field keeps what it was made from between two marks, before what it shows: that stands beside.
fn shown(paragraph: &str, reader: &mut Reader) -> String {
    let (mut text, mut made_from) = (String::new(), String::new());
    // Of the fields that are open, whether we are before what they show.
    let mut fields: Vec<bool> = Vec::new();
    for c in paragraph.chars() {
        match c {
            '\x13' => fields.push(true),
            '\x14' => {
                if let Some(field) = fields.last_mut() {
                    *field = false;
                }
            }
            '\x15' => drop(fields.pop()),
            c if fields.contains(&true) => made_from.push(if c.is_control() { ' ' } else { c }),
            // The end of a line within a paragraph, a cell or a page; an unbroken hyphen; one that shows only at an edge.
            '\r' | '\x07' | '\x1f' => {}
            '\x1e' => text.push('-'),
            c => text.push(if c.is_control() { ' ' } else { c }),
        }
    }
    if !made_from.is_empty() {
        reader.beside(say!("域代码", "the code of a field"), made_from);
    }
    text
}
