//! 附件: the text inside of attached files, for those who look for what must not be published.
//!
//! Files come from anywhere: what they say of themselves is not believed, what they unpack to is limited, and one that
//! cannot be read is told, never passed over.

mod office;
mod pdf;
mod plain;

use crate::diagnostic::Words;
use crate::say;
use std::path::Path;

/// A larger file is not read.
const FILE_LIMIT: u64 = 64 * 1024 * 1024;
/// What one attachment may unpack to.
const TEXT_LIMIT: u64 = 128 * 1024 * 1024;

/// A piece of an attachment's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands: `工作表“名单”B3`, `第3页`, `第12行`.
    pub place: Words,
    /// Its sheet, row and column, from 0, where it is a cell.
    pub cell: Option<(usize, usize, usize)>,
    /// The text.
    pub text: String,
}

impl Passage {
    fn new(place: Words, text: String) -> Self {
        Self { place, cell: None, text }
    }
}

/// Why an attachment's text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It asks for a password.
    Encrypted,
    /// It is cut off, or no file of its kind.
    Damaged,
    /// It is, or unpacks to, more than anybody would attach.
    TooLarge,
    /// Its name says another kind than what it is.
    Mislabelled(Kind),
    /// The operating system refused.
    Refused(String),
}

/// Kinds of files with text in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Word.
    Docx,
    /// Excel.
    Xlsx,
    /// PDF.
    Pdf,
    /// Lines of text, CSV too.
    Plain,
    /// Word and Excel of before 2007, WPS.
    Legacy,
}

impl Unreadable {
    /// In words that follow the file's name.
    pub fn words(&self) -> Words {
        match self {
            Self::Encrypted => say!("有密码", "has a password"),
            Self::Damaged => say!("是坏的", "is damaged"),
            Self::TooLarge => {
                say!("太大，或者解开以后太大", "is too large, or unpacks to too much")
            }
            Self::Mislabelled(kind) => {
                let name = kind.name();
                say!("其实是 {name} 文件，扩展名不对", "is really a {name} file under another name")
            }
            Self::Refused(why) => say!("读不了：{why}", "cannot be read: {why}"),
        }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pdf => "PDF",
            Self::Plain => "txt",
            Self::Legacy => "doc/xls",
        }
    }

    fn by_name(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "docx" => Self::Docx,
            "xlsx" => Self::Xlsx,
            "pdf" => Self::Pdf,
            "txt" | "csv" => Self::Plain,
            "doc" | "xls" | "wps" | "et" => Self::Legacy,
            _ => return None,
        })
    }
}

/// The text of a file; nothing for kinds that hold no text we could look at, such as pictures.
///
/// # Errors
/// Why it cannot be read.
pub fn read(path: &Path) -> Result<Vec<Passage>, Unreadable> {
    let Some(named) = Kind::by_name(path) else {
        return Ok(Vec::new());
    };
    let refused = |error: std::io::Error| Unreadable::Refused(error.to_string());
    if std::fs::metadata(path).map_err(refused)?.len() > FILE_LIMIT {
        return Err(Unreadable::TooLarge);
    }
    let bytes = std::fs::read(path).map_err(refused)?;
    let passages = of_bytes(&bytes, named)?;
    match really(&bytes, named) {
        kind if kind == named => Ok(passages),
        kind => Err(Unreadable::Mislabelled(kind)),
    }
}

/// What the first bytes say; a zip is what its name says, since its parts decide.
fn really(bytes: &[u8], named: Kind) -> Kind {
    match bytes {
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Kind::Legacy,
        [b'P', b'K', 3, 4, ..] if named == Kind::Xlsx => office::kind(bytes).unwrap_or(Kind::Xlsx),
        [b'P', b'K', 3, 4, ..] => office::kind(bytes).unwrap_or(Kind::Docx),
        _ if bytes.starts_with(b"%PDF-") => Kind::Pdf,
        _ if named == Kind::Plain => Kind::Plain,
        _ => named,
    }
}

fn of_bytes(bytes: &[u8], named: Kind) -> Result<Vec<Passage>, Unreadable> {
    match really(bytes, named) {
        Kind::Docx => office::document(bytes),
        Kind::Xlsx => office::workbook(bytes),
        Kind::Pdf => pdf::read(bytes),
        Kind::Plain => Ok(plain::read(bytes)),
        // A compound file under a new name is a locked one: that is how Word and Excel lock them.
        Kind::Legacy if matches!(named, Kind::Docx | Kind::Xlsx) => Err(Unreadable::Encrypted),
        Kind::Legacy => Ok(plain::compound(bytes)),
    }
}

#[cfg(test)]
mod tests;
