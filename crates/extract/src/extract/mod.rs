//! 取文: the text inside of files, whatever program made them: for those who look for what must not be published, and for
//! those who write it down again.
//!
//! Files come from anywhere: what they say of themselves is not believed, a file is read by what it is and not by its
//! name, what it unpacks to is limited, and whatever cannot be read is told, never passed over.

mod archive;
mod compound;
mod hypertext;
mod kind;
pub mod layout;
mod message;
pub mod number_format;
mod ofd;
mod open_document;
mod open_xml;
mod pdf;
mod plain;
mod rich_text;

pub use compound::is_locked;
pub use kind::Kind;
pub use plain::unmarked_utf16;

use crate::diagnostic::Words;
use crate::office::{Fault, Package};
use crate::say;
use std::collections::BTreeMap;
use std::path::Path;

/// A larger file is not read.
const FILE_LIMIT: u64 = 64 * 1024 * 1024;
/// What one attachment may unpack to, with all that lies in it.
const TEXT_LIMIT: u64 = 128 * 1024 * 1024;
/// What the text of one attachment may come to: a sheet can show one long text in every cell.
const ROOM: usize = 256 * 1024 * 1024;
/// What a piece of text takes beside its letters.
const PIECE: usize = 200;
/// Files inside of each other: an archive, a document in it, a table in that.
const DEPTH: usize = 3;

/// A piece of an attachment's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands: `工作表“名单”B3`, `第3页`, `第12行`.
    pub place: Words,
    /// Passages of one sheet, or of one file in an archive, have one number.
    pub part: usize,
    /// Its row and column, from 0, where it is a cell.
    pub cell: Option<(usize, usize)>,
    /// Whether it is a number of more digits than a spreadsheet keeps, so that the last ones are not those that were typed.
    pub is_rounded: bool,
    /// Whether it stands beside the text: in a comment, a head or foot, among the properties, in a file inside.
    pub is_beside: bool,
    /// The text.
    pub text: String,
    /// How the program shows it, where that is not its text: `85%`, `2026-04-01`.
    pub shown: Option<String>,
}

/// What an attachment says, and what of it could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Its text, in its order.
    pub passages: Vec<Passage>,
    /// What was not read, in its order.
    pub unread: Vec<Unread>,
    /// The names of sheets, by the numbers of their parts.
    pub sheets: BTreeMap<usize, String>,
    /// What it really is, where its name says something else.
    pub mislabelled: Option<Kind>,
}

/// A file, or a part of one, that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The part; none where it is the file as a whole.
    pub place: Option<Words>,
    /// Why.
    pub why: Unreadable,
}

/// Why text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It asks for a password.
    Encrypted,
    /// It is cut off, or no file of its kind.
    Damaged,
    /// It is, or unpacks to, more than anybody would attach.
    TooLarge,
    /// Its text is drawn in a font that does not say which characters its glyphs are.
    Font,
    /// It shows pictures, or lines and curves, and no text.
    Picture,
    /// It lies in too many files inside of each other.
    TooDeep,
    /// An archive of a kind that is not opened.
    Archive,
    /// Nothing is known of such files.
    Unknown,
    /// The operating system refused.
    Refused(String),
}

impl Unreadable {
    /// In words that follow the name of the file or part.
    pub fn words(&self) -> Words {
        match self {
            Self::Encrypted => say!("有密码", "has a password"),
            Self::Damaged => say!("是坏的", "is damaged"),
            Self::TooLarge => {
                say!("太大，或者解开以后太大", "is too large, or unpacks to too much")
            }
            Self::Font => say!(
                "有认不出的字（字体没有带编码）",
                "has letters that cannot be made out (a font without an encoding)"
            ),
            Self::Picture => say!("只有图，没有文字", "has pictures and no text"),
            Self::TooDeep => say!("套在好几层文件里", "lies too deep in other files"),
            Self::Archive => {
                say!("是打不开的压缩格式", "is an archive of a kind that is not opened")
            }
            Self::Unknown => {
                say!("是认不出的文件类型", "is a file of an unknown kind")
            }
            Self::Refused(why) => say!("读不了：{why}", "cannot be read: {why}"),
        }
    }
}

impl From<Fault> for Unreadable {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Encrypted => Self::Encrypted,
            Fault::Damaged => Self::Damaged,
            Fault::TooLarge => Self::TooLarge,
        }
    }
}

/// The text of a file; none of pictures, films and sound, which hold none that we could look at.
pub fn read(path: &Path) -> Reading {
    let whole = |why| Reading { unread: vec![Unread { place: None, why }], ..Reading::default() };
    let refused = |error: std::io::Error| whole(Unreadable::Refused(error.to_string()));
    match std::fs::metadata(path) {
        Err(error) => return refused(error),
        Ok(data) if data.len() > FILE_LIMIT && !Kind::is_named_media(path) => {
            return whole(Unreadable::TooLarge);
        }
        // A film is large, and has no text.
        Ok(data) if data.len() > FILE_LIMIT => return Reading::default(),
        Ok(_) => {}
    }
    match std::fs::read(path) {
        Ok(bytes) => read_bytes(&path.to_string_lossy(), &bytes),
        Err(error) => refused(error),
    }
}

/// What stands where on the pages of a PDF or an OFD.
///
/// # Errors
/// It is locked, damaged or too large.
pub fn pages(bytes: &[u8]) -> Result<Vec<layout::Page>, Unreadable> {
    match Kind::of(bytes) {
        Some(Kind::Pdf) => pdf::pages(bytes),
        Some(Kind::Ofd) => ofd::pages(bytes),
        _ => Err(Unreadable::Damaged),
    }
}

/// The text of a file's bytes; the name says only what it should be.
pub fn read_bytes(name: &str, bytes: &[u8]) -> Reading {
    let mut reader = Reader::new();
    let really = Kind::of(bytes);
    let read = reader.file(name, bytes);
    let full = reader.is_full().then_some(Unreadable::TooLarge);
    let whole = read.err().or(full).map(|why| Unread { place: None, why });
    reader.reading.unread.extend(whole);
    let named = Kind::by_name(Path::new(name));
    let mislabelled = really.filter(|kind| named.is_some_and(|named| !named.may_be(*kind)));
    // Text under an office file's name is no renamed file, but a broken one.
    reader.reading.mislabelled = mislabelled.filter(|kind| *kind != Kind::Plain);
    reader.reading
}

/// Reads one attachment and the files that lie in it.
struct Reader {
    reading: Reading,
    /// What may still be unpacked, in bytes.
    left: u64,
    /// What the text may still come to, in bytes; none left once something had no room.
    room: usize,
    /// The files that we are in, outermost first; the attachment itself is none of them.
    within: Vec<String>,
    part: usize,
    /// Whether what comes now stands beside the text.
    is_beside: bool,
}

impl Reader {
    fn new() -> Self {
        Self {
            reading: Reading::default(),
            left: TEXT_LIMIT,
            room: ROOM,
            within: Vec::new(),
            part: 0,
            is_beside: false,
        }
    }

    /// Reads a file by what it is.
    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Unreadable> {
        let named = Kind::by_name(Path::new(name));
        let Some(kind) = Kind::of(bytes) else {
            return match named {
                Some(Kind::Media) => Ok(()),
                Some(_) => Err(Unreadable::Damaged),
                None => Err(Unreadable::Unknown),
            };
        };
        match kind {
            Kind::Docx => open_xml::document(bytes, self),
            Kind::Xlsx => open_xml::workbook(bytes, self),
            Kind::Pptx => open_xml::slides(bytes, self),
            Kind::OpenDocument => open_document::read(bytes, self),
            Kind::Ofd => ofd::read(bytes, self),
            Kind::Zip if named.is_some_and(Kind::is_zip_of_parts) => Err(Unreadable::Damaged),
            Kind::Zip => archive::read(bytes, self),
            Kind::Pdf => pdf::read(bytes, self),
            Kind::Compound => compound::read(bytes, named, self),
            Kind::RichText => {
                rich_text::read(bytes, self);
                Ok(())
            }
            Kind::Markup => {
                hypertext::read(bytes, self);
                Ok(())
            }
            Kind::Message => message::read(bytes, self),
            Kind::Plain => {
                plain::read(bytes, self);
                match named {
                    Some(named) if named.is_never_plain() => Err(Unreadable::Damaged),
                    _ => Ok(()),
                }
            }
            Kind::Media => Ok(()),
            Kind::Archive => Err(Unreadable::Archive),
        }
    }

    /// Reads a file inside of the one that is being read; what cannot be read of it is told of it alone.
    fn member(&mut self, name: &str, bytes: &[u8]) {
        self.part += 1;
        self.within.push(name.to_owned());
        let read = match self.within.len() {
            0..=DEPTH => self.file(name, bytes),
            _ => Err(Unreadable::TooDeep),
        };
        self.within.pop();
        self.part += 1;
        if let Err(why) = read {
            let place =
                if name.is_empty() { say!("一部分", "a part of it") } else { named(name) };
            self.unread(place, why);
        }
    }

    fn text(&mut self, place: Words, text: impl Into<String>) {
        self.push(place, None, text.into());
    }

    /// What stands beside the text.
    fn beside(&mut self, place: Words, text: impl Into<String>) {
        let is_beside = std::mem::replace(&mut self.is_beside, true);
        self.text(place, text);
        self.is_beside = is_beside;
    }

    fn cell(&mut self, place: Words, cell: Option<(usize, usize)>, text: String) {
        self.push(place, cell, text);
    }

    /// Begins a sheet.
    fn sheet(&mut self, name: &str) {
        self.part += 1;
        self.reading.sheets.insert(self.part, name.to_owned());
    }

    /// How the program shows the last piece.
    fn shown(&mut self, shown: String) {
        if let Some(last) = self.reading.passages.last_mut().filter(|last| last.text != shown) {
            last.shown = Some(shown);
        }
    }

    /// A number as a spreadsheet keeps it.
    fn number(&mut self, place: Words, cell: Option<(usize, usize)>, number: f64) {
        let text = match number.fract() == 0.0 && number.abs() < 1e19 {
            true => format!("{number:.0}"),
            false => number.to_string(),
        };
        // Fifteen digits are kept, in Excel and in WPS.
        self.digits(place, cell, text, number.abs() >= 1e15);
    }

    fn digits(
        &mut self,
        place: Words,
        cell: Option<(usize, usize)>,
        text: String,
        is_rounded: bool,
    ) {
        self.push(place, cell, text);
        if let Some(last) = self.reading.passages.last_mut() {
            last.is_rounded = is_rounded;
        }
    }

    fn push(&mut self, place: Words, cell: Option<(usize, usize)>, text: String) {
        if text.trim().is_empty() {
            return;
        }
        self.room = self.room.saturating_sub(text.len() + PIECE);
        if !self.is_full() {
            let (place, part) = (self.place(place), self.part);
            let is_beside = self.is_beside || !self.within.is_empty();
            self.reading.passages.push(Passage {
                place,
                part,
                cell,
                is_rounded: false,
                is_beside,
                text,
                shown: None,
            });
        }
    }

    fn is_full(&self) -> bool {
        self.room == 0
    }

    fn unread(&mut self, place: Words, why: Unreadable) {
        let place = Some(self.place(place));
        self.reading.unread.push(Unread { place, why });
    }

    /// Said of the files that we are in, too.
    fn place(&self, place: Words) -> Words {
        let within = self.within.iter().rev().filter(|name| !name.is_empty());
        within.fold(place, |place, name| {
            let (Words { zh, en }, name) = (place, named(name));
            Words { zh: format!("{}{zh}", name.zh), en: format!("{}, {en}", name.en) }
        })
    }

    /// Opens a zip, whose parts count against what the attachment may unpack to.
    fn package<'b>(&self, bytes: &'b [u8]) -> Result<Package<'b>, Unreadable> {
        Ok(Package::open(bytes, self.left)?)
    }

    /// Counts bytes that were unpacked.
    fn spend(&mut self, bytes: usize) -> Result<(), Unreadable> {
        self.left = self.left.checked_sub(bytes as u64).ok_or(Unreadable::TooLarge)?;
        Ok(())
    }

    fn spent(&mut self, package: &Package<'_>) {
        self.left = self.left.min(package.left());
    }
}

fn named(name: &str) -> Words {
    say!("“{name}”", "{name}")
}

#[cfg(test)]
mod tests;
