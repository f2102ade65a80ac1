//! Excel of before 2007 ([MS-XLS]): records, of which cells, notes, texts in boxes, heads and feet hold text.

use super::{Reader, Unreadable, u16_at, u32_at, wide};
use crate::diagnostic::Words;
use crate::extract::number_format::{Epoch, NumberFormat};
use crate::say;
use encoding_rs::{BIG5, Encoding, GB18030, WINDOWS_1252};
use std::collections::HashMap;

/// Kinds of records.
mod record {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const EOF: u16 = 0x000a;
    pub(super) const HEADER: u16 = 0x0014;
    pub(super) const FOOTER: u16 = 0x0015;
    pub(super) const NAME_OF_USER: u16 = 0x005c;
    pub(super) const NOTE: u16 = 0x001c;
    pub(super) const EPOCH: u16 = 0x0022;
    pub(super) const LOOKS: u16 = 0x00e0;
    pub(super) const FORMAT: u16 = 0x041e;
    pub(super) const LOCKED: u16 = 0x002f;
    pub(super) const CONTINUE: u16 = 0x003c;
    pub(super) const CODE_PAGE: u16 = 0x0042;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const NUMBERS: u16 = 0x00bd;
    pub(super) const RICH: u16 = 0x00d6;
    pub(super) const STRINGS: u16 = 0x00fc;
    pub(super) const SHARED: u16 = 0x00fd;
    pub(super) const BOX: u16 = 0x01b6;
    pub(super) const DOUBLE: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const SHORT: u16 = 0x027e;
    pub(super) const BEGIN: [u16; 4] = [0x0009, 0x0209, 0x0409, 0x0809];
}

/// A record with those that continue it.
struct Record<'b> {
    kind: u16,
    /// Where it begins in the stream.
    at: usize,
    pieces: Vec<&'b [u8]>,
}

impl<'b> Record<'b> {
    fn data(&self) -> &'b [u8] {
        self.pieces[0]
    }
}

/// The records of a stream in their order.
fn records(bytes: &[u8]) -> Vec<Record<'_>> {
    let mut records: Vec<Record<'_>> = Vec::new();
    let mut at = 0;
    while let (Some(kind), Some(length)) = (u16_at(bytes, at), u16_at(bytes, at + 2)) {
        let end = (at + 4 + usize::from(length)).min(bytes.len());
        let data = &bytes[at + 4..end];
        match records.last_mut() {
            Some(last) if kind == record::CONTINUE => last.pieces.push(data),
            _ => records.push(Record { kind, at, pieces: vec![data] }),
        }
        at = end;
    }
    records
}

pub(super) fn read(bytes: &[u8], reader: &mut Reader) -> Result<(), Unreadable> {
    let mut book = Book {
        names: HashMap::new(),
        shared: Vec::new(),
        is_new: u16_at(bytes, 4) == Some(0x0600),
        encoding: GB18030,
        sheet: String::new(),
        formula: None,
        formats: HashMap::new(),
        looks: Vec::new(),
        epoch: Epoch::Windows,
        reader,
    };
    for record in records(bytes) {
        if record.kind == record::LOCKED {
            return Err(Unreadable::Encrypted);
        }
        if !book.reader.is_full() {
            book.record(&record);
        }
    }
    Ok(())
}

/// What the records before have said.
struct Book<'r> {
    /// Of the sheets, by where they begin in the stream.
    names: HashMap<usize, String>,
    shared: Vec<String>,
    /// Since Excel 97 texts say how many bytes their letters have; before, all are of one code page.
    is_new: bool,
    encoding: &'static Encoding,
    sheet: String,
    /// The cell whose formula gives the text that comes next.
    formula: Option<(usize, usize)>,
    /// How numbers are shown, by the numbers that the file gives the formats.
    formats: HashMap<u16, NumberFormat>,
    /// The format of each of the looks that cells have.
    looks: Vec<u16>,
    epoch: Epoch,
    reader: &'r mut Reader,
}

impl Book<'_> {
    fn record(&mut self, record: &Record<'_>) {
        let data = record.data();
        match record.kind {
            kind if record::BEGIN.contains(&kind) => self.begin(record.at),
            record::EOF => self.sheet.clear(),
            record::CODE_PAGE => self.encoding = code_page(u16_at(data, 0).unwrap_or(0)),
            record::SHEET => {
                let name = self.short(data.get(6..).unwrap_or_default());
                self.names.insert(u32_at(data, 0).unwrap_or(0) as usize, name);
            }
            record::STRINGS => self.shared = strings(&record.pieces),
            record::EPOCH if u16_at(data, 0) == Some(1) => self.epoch = Epoch::Macintosh,
            record::LOOKS => self.looks.push(u16_at(data, 2).unwrap_or(0)),
            record::FORMAT => self.format(data),
            record::SHARED => self.shared(data),
            record::LABEL | record::RICH => {
                let text = self.long(data.get(6..).unwrap_or_default());
                self.put(cell(data), text);
            }
            record::DOUBLE => self.number(cell(data), u16_at(data, 4), double(data, 6)),
            record::SHORT => self.number(cell(data), u16_at(data, 4), u32_at(data, 6).map(short)),
            record::NUMBERS => self.numbers(data),
            record::FORMULA => self.formula(data),
            record::STRING => {
                let (cell, text) = (self.formula.take(), self.long(data));
                self.put(cell, text);
            }
            record::HEADER | record::FOOTER | record::NAME_OF_USER => self.aside(data),
            record::NOTE => {
                let author = self.long(data.get(8..).unwrap_or_default());
                self.say(author);
            }
            record::BOX => {
                let text = record.pieces.get(1).copied().map(unmarked).unwrap_or_default();
                self.say(text);
            }
            _ => {}
        }
    }

    fn begin(&mut self, at: usize) {
        self.sheet = self.names.get(&at).cloned().unwrap_or_default();
        self.reader.sheet(&self.sheet);
    }

    /// A text with its length in one byte: the name of a sheet.
    fn short(&self, data: &[u8]) -> String {
        match data.split_first() {
            Some((_, rest)) if self.is_new => unmarked(rest),
            Some((length, rest)) => self.old(&rest[..rest.len().min(usize::from(*length))]),
            None => String::new(),
        }
    }

    /// A text with its length in two bytes.
    fn long(&self, data: &[u8]) -> String {
        let length = usize::from(u16_at(data, 0).unwrap_or(0));
        let rest = data.get(2..).unwrap_or_default();
        match self.is_new {
            true => Letters::new(&[rest]).text(length).unwrap_or_default(),
            false => self.old(&rest[..rest.len().min(length)]),
        }
    }

    fn old(&self, bytes: &[u8]) -> String {
        self.encoding.decode_without_bom_handling(bytes).0.into_owned()
    }

    fn shared(&mut self, data: &[u8]) {
        let text = u32_at(data, 6).and_then(|at| self.shared.get(at as usize)).cloned();
        self.put(cell(data), text.unwrap_or_default());
    }

    /// Row, first column, then for each cell two bytes of its looks and four of its number.
    fn numbers(&mut self, data: &[u8]) {
        let Some((row, first)) = cell(data) else {
            return;
        };
        for (column, six) in data.get(4..).unwrap_or_default().chunks_exact(6).enumerate() {
            self.number(Some((row, first + column)), u16_at(six, 0), u32_at(six, 2).map(short));
        }
    }

    /// What a formula gives is a number, unless the last two bytes are ones: then a text follows.
    fn formula(&mut self, data: &[u8]) {
        match u16_at(data, 12) {
            Some(0xffff) => self.formula = cell(data),
            _ => self.number(cell(data), u16_at(data, 4), double(data, 6)),
        }
    }

    fn aside(&mut self, data: &[u8]) {
        let text = self.long(data);
        self.say(text);
    }

    fn put(&mut self, cell: Option<(usize, usize)>, text: String) {
        let place = self.place(cell);
        self.reader.cell(place, cell, text);
    }

    fn number(&mut self, cell: Option<(usize, usize)>, looks: Option<u16>, number: Option<f64>) {
        let place = self.place(cell);
        if let Some(number) = number.filter(|number| number.is_finite()) {
            self.reader.number(place, cell, number);
            let format = looks.and_then(|looks| self.looks.get(usize::from(looks))).copied();
            if let Some(format) = self.format_of(format.unwrap_or(0)) {
                self.reader.shown(format.show(number, self.epoch));
            }
        }
    }

    fn format(&mut self, data: &[u8]) {
        let code = match self.is_new {
            true => self.long(data.get(2..).unwrap_or_default()),
            false => self.short(data.get(2..).unwrap_or_default()),
        };
        self.formats.insert(u16_at(data, 0).unwrap_or(0), NumberFormat::of(&code));
    }

    fn format_of(&self, number: u16) -> Option<NumberFormat> {
        self.formats.get(&number).cloned().or_else(|| NumberFormat::built_in(u32::from(number)))
    }

    fn say(&mut self, text: String) {
        let sheet = &self.sheet;
        let place =
            say!("工作表“{sheet}”的批注或页眉页脚", "a comment, head or foot of sheet {sheet}");
        self.reader.beside(place, text);
    }

    fn place(&self, cell: Option<(usize, usize)>) -> Words {
        let sheet = &self.sheet;
        match cell {
            Some((row, column)) => {
                let (name, row) = (letters(column), row + 1);
                say!("工作表“{sheet}”{name}{row}", "sheet {sheet}, {name}{row}")
            }
            None => say!("工作表“{sheet}”", "sheet {sheet}"),
        }
    }
}

/// Row and column at the beginning of a record.
fn cell(data: &[u8]) -> Option<(usize, usize)> {
    Some((usize::from(u16_at(data, 0)?), usize::from(u16_at(data, 2)?)))
}

/// `A`, `Z`, `AA`.
fn letters(column: usize) -> String {
    let (mut rest, mut name) = (column + 1, Vec::new());
    while rest > 0 {
        name.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(rest - 1) % 26]));
        rest = (rest - 1) / 26;
    }
    name.iter().rev().collect()
}

fn double(data: &[u8], at: usize) -> Option<f64> {
    let eight = data.get(at..at + 8)?;
    Some(f64::from_bits(eight.iter().rev().fold(0, |bits, b| bits << 8 | u64::from(*b))))
}

/// A number in four bytes: the upper half of a double or an integer, and whether it is to be divided by 100.
fn short(bits: u32) -> f64 {
    let number = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits.cast_signed() >> 2),
    };
    if bits & 1 == 0 { number } else { number / 100.0 }
}

fn code_page(number: u16) -> &'static Encoding {
    match number {
        936 | 0x8001 => GB18030,
        950 => BIG5,
        1252 => WINDOWS_1252,
        _ => GB18030,
    }
}

/// All letters of one piece that begins with a mark of how many bytes they have.
fn unmarked(piece: &[u8]) -> String {
    match piece.split_first() {
        Some((mark, rest)) if mark & 1 != 0 => wide(rest),
        Some((_, rest)) => rest.iter().map(|b| char::from(*b)).collect(),
        None => String::new(),
    }
}

/// The shared texts, in the order of their numbers. They go on through the records that continue the first, and where a
/// text is cut its rest begins with a mark of its own.
fn strings(pieces: &[&[u8]]) -> Vec<String> {
    let mut letters = Letters::new(pieces);
    let count = letters
        .take::<8>()
        .map_or(0, |eight| u32::from_le_bytes([eight[4], eight[5], eight[6], eight[7]]));
    let mut all = Vec::new();
    for _ in 0..count {
        let text =
            letters.take::<2>().and_then(|two| letters.text(usize::from(u16::from_le_bytes(two))));
        match text {
            Some(text) => all.push(text),
            None => break,
        }
    }
    all
}

/// Texts in pieces.
struct Letters<'p, 'b> {
    pieces: &'p [&'b [u8]],
    piece: usize,
    at: usize,
}

impl<'p, 'b> Letters<'p, 'b> {
    fn new(pieces: &'p [&'b [u8]]) -> Self {
        Self { pieces, piece: 0, at: 0 }
    }

    fn byte(&mut self) -> Option<u8> {
        loop {
            let piece = self.pieces.get(self.piece)?;
            if let Some(byte) = piece.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            (self.piece, self.at) = (self.piece + 1, 0);
        }
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        for byte in &mut bytes {
            *byte = self.byte()?;
        }
        Some(bytes)
    }

    /// A text of so many letters, with its mark before and its looks behind.
    fn text(&mut self, length: usize) -> Option<String> {
        let mark = self.byte()?;
        let runs = if mark & 8 != 0 { u16::from_le_bytes(self.take()?) } else { 0 };
        let more = if mark & 4 != 0 { u32::from_le_bytes(self.take()?) } else { 0 };
        let mut is_wide = mark & 1 != 0;
        let mut units: Vec<u16> = Vec::new();
        while units.len() < length {
            if self.pieces.get(self.piece)?.len() == self.at {
                (self.piece, self.at) = (self.piece + 1, 0);
                is_wide = self.byte()? & 1 != 0;
            }
            units.push(match is_wide {
                true => u16::from_le_bytes(self.take()?),
                false => u16::from(self.byte()?),
            });
        }
        self.pass(usize::from(runs) * 4 + more as usize);
        Some(String::from_utf16_lossy(&units))
    }

    fn pass(&mut self, mut bytes: usize) {
        while let Some(piece) = self.pieces.get(self.piece) {
            let here = bytes.min(piece.len() - self.at);
            self.at += here;
            bytes -= here;
            if bytes == 0 {
                return;
            }
            (self.piece, self.at) = (self.piece + 1, 0);
        }
    }
}
