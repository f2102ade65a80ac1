//! Word of before 2007 ([MS-DOC]): one text for all, cut into pieces of one byte or two a letter.

use super::{Compound, Reader, Unreadable, u16_at, u32_at, wide};
use crate::say;
use encoding_rs::{GB18030, WINDOWS_1252};

/// Bits of the head: the text is locked; the tables stand in the second of their two streams.
const LOCKED: u16 = 0x0100;
const SECOND: u16 = 0x0200;
/// The first version whose text is cut into pieces of letters: Word 97.
const WORD_97: u16 = 0x00c1;
/// Where the head says where the list of pieces is.
const PIECES: usize = 0x01a2;

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
    paragraphs(&text, reader);
    Ok(())
}

/// Before Word 97 the text stands in one piece, in the code page of its Windows.
fn whole(bytes: &[u8]) -> Option<String> {
    let (start, end) = (u32_at(bytes, 0x18)? as usize, u32_at(bytes, 0x1c)? as usize);
    let text = bytes.get(start..end.min(bytes.len()))?;
    Some(GB18030.decode_without_bom_handling(text).0.into_owned())
}

/// The pieces put together: places in the text, one more than pieces, then for each eight bytes of which four say where it is.
fn pieces(bytes: &[u8], table: &[u8]) -> Option<String> {
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
    let mut text = String::new();
    let mut most = bytes.len();
    for number in 0..count {
        let (from, to) = (u32_at(list, number * 4)?, u32_at(list, number * 4 + 4)?);
        let place = u32_at(list, (count + 1) * 4 + number * 8 + 2)?;
        let piece = piece(bytes, place, to.checked_sub(from)? as usize)?;
        // Pieces that lie over each other would make more of a file than it holds.
        most = most.checked_sub(piece.len().min(most + 1))?;
        text.push_str(&decoded(piece, place));
    }
    Some(text)
}

/// Whether a piece has one byte a letter stands beside its place.
fn is_narrow(place: u32) -> bool {
    place & 0x4000_0000 != 0
}

fn piece(bytes: &[u8], place: u32, letters: usize) -> Option<&[u8]> {
    let at = (place & 0x3fff_ffff) as usize;
    let (start, length) = match is_narrow(place) {
        true => (at / 2, letters),
        false => (at, letters.checked_mul(2)?),
    };
    let rest = bytes.get(start..)?;
    Some(&rest[..rest.len().min(length)])
}

fn decoded(piece: &[u8], place: u32) -> String {
    match is_narrow(place) {
        true => WINDOWS_1252.decode_without_bom_handling(piece).0.into_owned(),
        false => wide(piece),
    }
}

/// Paragraphs, cells and pages end with marks of their own; fields keep what they were made from before what they show.
fn paragraphs(text: &str, reader: &mut Reader) {
    let ends = ['\r', '\x07', '\x0b', '\x0c'];
    for (at, paragraph) in text.split(ends).enumerate() {
        let number = at + 1;
        let shown: String =
            paragraph.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        reader.text(say!("第{number}段", "paragraph {number}"), shown);
    }
}
