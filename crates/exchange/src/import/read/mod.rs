//! 读取: a file of whatever format becomes a [`Manuscript`]; the format is told by the name and by the first bytes.
//!
//! A reader takes what the format says and adds nothing. It follows nothing that leads out of the file but pictures and
//! attachments that lie beside it, and tells all that it left out.

mod assets;
mod decode;
pub mod docx;
mod extracted;
mod fault;
pub mod html;
mod laid_out;
pub mod markdown;
mod mime;
pub mod sheet;
mod text;
pub mod text_fingerprint;

use super::manuscript::Manuscript;
use crate::diagnostic::{Code, Diagnostic, Doing, Severity, Words};
use crate::extract::{self, Kind};
use crate::office::Fault;
use crate::say;
use decode::is_no_text;
use std::path::Path;

/// Reads bytes of one format; what cannot be read is among the manuscript's problems.
type Reader = fn(&Path, &[u8]) -> Manuscript;

/// A format: what people call it, the endings of its files, what they are by their bytes, and its reader.
struct Format {
    name: &'static str,
    endings: &'static [&'static str],
    kind: Kind,
    read: Reader,
}

/// One line a format; of what has no reader of its own the first of its kind reads it.
const FORMATS: &[Format] = &[
    Format::new("TXT", &["txt", "text"], Kind::Plain, text::read),
    Format::new("HTML", &["html", "htm", "xhtml", "shtml"], Kind::Markup, html::read),
    Format::new("MHT", &["mht", "mhtml"], Kind::Message, mime::read),
    Format::new("EML", &["eml"], Kind::Message, mime::read),
    Format::new("Word", &["docx", "docm"], Kind::Docx, docx::read),
    Format::new("Excel", &["xlsx", "xlsm"], Kind::Xlsx, sheet::read_xlsx),
    Format::new("CSV", &["csv", "tsv"], Kind::Plain, sheet::read_csv),
    Format::new("Markdown", &["md", "markdown"], Kind::Plain, markdown::read),
    Format::new("PDF", &["pdf"], Kind::Pdf, laid_out::read),
    Format::new("OFD", &["ofd"], Kind::Ofd, laid_out::read),
    Format::new("Word", &["doc", "wps", "wpt"], Kind::Compound, extracted::read),
    Format::new("Excel", &["xls", "et"], Kind::Compound, extracted::read),
    Format::new("RTF", &["rtf"], Kind::RichText, extracted::read),
    Format::new("ODF", &["odt", "ods", "ott"], Kind::OpenDocument, extracted::read),
];

impl Format {
    const fn new(
        name: &'static str,
        endings: &'static [&'static str],
        kind: Kind,
        read: Reader,
    ) -> Self {
        Self { name, endings, kind, read }
    }

    /// Whether its reader takes what a file really is, and knows what to say of it.
    fn takes(&self, really: Option<Kind>) -> bool {
        match (self.kind, really) {
            // What is damaged is no other file.
            (Kind::Docx | Kind::Xlsx | Kind::Ofd | Kind::OpenDocument, Some(Kind::Zip)) => true,
            (Kind::Docx | Kind::Xlsx, Some(Kind::Compound)) => false,
            // Text with some bytes that are none.
            (Kind::Plain | Kind::Markup | Kind::Message, None) => true,
            (Kind::Message, Some(Kind::Markup)) => false,
            (kind, really) => really.is_some_and(|really| kind.may_be(really)),
        }
    }

    /// Whether its programs write other kinds of files under this name as well: Word saves RTF and pages as `.doc`, systems
    /// of offices give out tables of HTML as `.xls`, browsers pages as `.mht`.
    fn is_any(&self) -> bool {
        matches!(self.kind, Kind::Compound | Kind::Message)
    }

    /// Whether a file holds text and nothing else; a letter or a saved page holds pictures too.
    fn is_plain(&self) -> bool {
        matches!(self.kind, Kind::Plain | Kind::Markup)
    }
}

/// Endings of files that LibreOffice can turn into a newer format, which keeps more than their text.
pub const TO_CONVERT: [&str; 9] = ["doc", "wps", "wpt", "xls", "et", "rtf", "odt", "ods", "ott"];

/// Larger files are refused: no text of an office comes near.
const LIMIT: u64 = 256 * 1024 * 1024;

/// Reads a file.
///
/// # Errors
/// A file that cannot be opened, is empty, is too large, locked or damaged, or is of no format that is known here.
pub fn read(path: &Path) -> Result<Manuscript, Diagnostic> {
    let told = |error| Diagnostic::io(Doing::Read, path, &error);
    let size = std::fs::metadata(path).map_err(told)?.len();
    if size > LIMIT {
        return Err(too_large(path, size));
    }
    let bytes = std::fs::read(path).map_err(told)?;
    read_bytes(path, &bytes)
}

/// Reads the bytes of a file; the path tells the format, and is not opened.
///
/// # Errors
/// As [`read`], but for opening.
pub fn read_bytes(path: &Path, bytes: &[u8]) -> Result<Manuscript, Diagnostic> {
    let format = format(path, bytes)?;
    let mut manuscript = (format.read)(path, bytes);
    let is_error = |problem: &Diagnostic| problem.severity == Severity::Error;
    match manuscript.problems.iter().position(is_error) {
        Some(at) if manuscript.blocks.is_empty() => Err(manuscript.problems.swap_remove(at)),
        _ => Ok(manuscript),
    }
}

/// Whether a file's name says that it may be imported: for folders, in which other files are passed over.
pub fn is_source(path: &Path) -> bool {
    by_ending(&ending(path)).is_some()
}

/// The endings of files that can be read.
pub fn endings() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().flat_map(|format| format.endings).copied()
}

/// The ending in small letters, without the dot.
pub fn ending(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default();
    ending.to_string_lossy().to_ascii_lowercase()
}

fn by_ending(ending: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.endings.contains(&ending))
}

/// The format by the name, if the bytes agree.
fn format(path: &Path, bytes: &[u8]) -> Result<&'static Format, Diagnostic> {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace()) {
        return Err(empty(path));
    }
    let really = Kind::of(bytes);
    let is_text = matches!(really, None | Some(Kind::Plain | Kind::Markup));
    match by_ending(&ending(path)) {
        Some(format) if format.is_plain() && is_text && is_no_text(bytes) => {
            Err(fault::told(Fault::Damaged, path))
        }
        Some(format) if format.takes(really) => Ok(format),
        Some(format) => {
            let other = FORMATS.iter().find(|other| Some(other.kind) == really);
            match other.filter(|_| format.is_any()) {
                Some(other) => Ok(other),
                None if really == Some(Kind::Compound) && extract::is_locked(bytes) => {
                    Err(fault::told(Fault::Encrypted, path))
                }
                None => Err(mislabelled(path, format, really)),
            }
        }
        None if really == Some(Kind::Media) => Err(without_text(path)),
        None => Err(unknown(path)),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn too_large(path: &Path, size: u64) -> Diagnostic {
    let (megabytes, limit) = (size >> 20, LIMIT >> 20);
    Diagnostic::error(
        Code::TooLarge,
        say!(
            "文件太大（{megabytes} MB），不超过 {limit} MB",
            "the file is too large ({megabytes} MB); at most {limit} MB are read"
        ),
    )
    .in_file(shown(path))
}

fn empty(path: &Path) -> Diagnostic {
    let words = say!("文件是空的", "the file is empty");
    Diagnostic::error(Code::ImportEmpty, words).in_file(shown(path)).hint(say!(
        "多半是没有复制完，请从原处重新取一份",
        "it was probably not copied whole: fetch it again"
    ))
}

fn mislabelled(path: &Path, format: &Format, really: Option<Kind>) -> Diagnostic {
    let Words { zh, en } = match really {
        Some(Kind::Compound) => say!(
            "旧版 Word 或 WPS 文件，或设了密码的文件",
            "an old Word or WPS file, or one with a password"
        ),
        Some(Kind::Zip | Kind::Archive) => say!("压缩包", "an archive"),
        Some(Kind::Media) => say!("图片、音频或视频", "a picture, sound or film"),
        Some(Kind::Plain) => say!("文字文件", "plain text"),
        Some(kind) => {
            let kind = kind.name();
            say!(" {kind} 文件", "a {kind} file")
        }
        None => say!("认不出的数据，多半没有传完整", "nothing known; it was probably cut off"),
    };
    let name = format.name;
    Diagnostic::error(
        Code::ImportMislabelled,
        say!("文件名说是 {name}，内容却是{zh}", "the name says {name}, but this is {en}"),
    )
    .in_file(shown(path))
    .hint(match really {
        Some(Kind::Compound) => say!(
            "有密码的先去掉密码；旧格式的把文件名的后缀改成 .doc 或 .xls，再导入",
            "take the password away; give an old file the ending .doc or .xls and import it again"
        ),
        Some(Kind::Media | Kind::Zip | Kind::Archive) | None => say!(
            "核对是不是传错了文件，请向发来的人再要一份",
            "see whether it is the right file, or ask its sender for another copy"
        ),
        _ => say!(
            "把文件名的后缀改对，再导入一次",
            "give the file its right ending and import it again"
        ),
    })
}

/// What holds no text.
fn without_text(path: &Path) -> Diagnostic {
    let words = say!(
        "这是图片、音频或视频，里面没有能导入的文字",
        "this is a picture, sound or film, and holds no text"
    );
    Diagnostic::error(Code::ImportUnknownFormat, words).in_file(shown(path)).hint(say!(
        "拍下来或扫描的文件，先用文字识别软件（WPS、扫描仪自带的）转成 Word，核对以后再导入",
        "let a program recognise the characters of what was photographed or scanned, read it over and import that"
    ))
}

fn unknown(path: &Path) -> Diagnostic {
    let endings: Vec<String> = endings().map(|ending| format!(".{ending}")).collect();
    let (zh, en) = (endings.join("、"), endings.join(", "));
    Diagnostic::error(
        Code::ImportUnknownFormat,
        say!("不认识这种文件", "this is no format that can be imported"),
    )
    .in_file(shown(path))
    .hint(say!(
        "能导入的有：{zh}；其他的先复制成文字，存为 .txt",
        "these can be imported: {en}; copy the text of others into a .txt file"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_name_and_its_bytes_agree_on() {
        let locked: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
        let locked = [&b"\xd0\xcf\x11\xe0"[..], &[0; 100], &locked].concat();
        for (name, bytes, expected) in [
            ("a.txt", &b"text"[..], None),
            ("A.TXT", b"text", None),
            ("a.txt", b"PK\x03\x04..", Some("import-mislabelled")),
            ("a.txt", b"%PDF-1.7", Some("import-mislabelled")),
            ("a.txt", b" \r\n\t", Some("import-empty")),
            ("a.txt", b"", Some("import-empty")),
            ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
            ("a.doc", b"{\\rtf1 a}", None),
            ("a.xls", b"<html><table></table></html>", None),
            ("a.wps", b"anything", None),
            ("a.pdf", b"%PDF-1.7", None),
            ("a.pdf", b"text", Some("import-mislabelled")),
            ("a.docx", b"PK\x03\x04", None),
            ("a.docx", b"text", Some("import-mislabelled")),
            ("a.docx", b"{\\rtf1 a}", Some("import-mislabelled")),
            ("a.docx", b"\xd0\xcf\x11\xe0....", Some("import-mislabelled")),
            ("a.docx", &locked, Some("password")),
            ("a.md", b"%PDF-1.4", Some("import-mislabelled")),
            ("a.csv", b"PK\x03\x04..", Some("import-mislabelled")),
            ("a", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Some("import-unknown-format")),
            ("a.mp4", b"....", Some("import-unknown-format")),
            ("a.jpg", b"\xff\xd8\xff", Some("import-unknown-format")),
            ("a.mht", b"From: x", None),
            ("a.txt", b"\x00\x00\x00", Some("damaged")),
            ("a.csv", b"\x01\x02a,b", Some("damaged")),
        ] {
            let found = format(Path::new(name), bytes).err();
            assert_eq!(found.map(|problem| problem.code.name()), expected, "{name}");
        }
    }
}
