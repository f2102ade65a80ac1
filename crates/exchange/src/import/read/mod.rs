//! 读取: a file of whatever format becomes a [`Manuscript`]; the format is told by the name and by the first bytes.
//!
//! A reader takes what the format says and adds nothing. It follows nothing that leads out of the file but pictures and
//! attachments that lie beside it, and tells all that it left out.

mod assets;
mod decode;
pub mod docx;
mod fault;
pub mod html;
pub mod markdown;
mod mime;
pub mod sheet;
mod text;
pub mod text_fingerprint;

use super::manuscript::Manuscript;
use crate::diagnostic::{Code, Diagnostic, Doing, Severity, Words};
use crate::office::Fault;
use crate::say;
use decode::is_no_text;
use std::path::Path;

/// Reads bytes of one format; what cannot be read is among the manuscript's problems.
type Reader = fn(&Path, &[u8]) -> Manuscript;

/// A format: what people call it, the endings of its files, how it begins, and its reader.
struct Format {
    name: &'static str,
    endings: &'static [&'static str],
    signature: Signature,
    read: Reader,
}

/// One line a format.
const FORMATS: &[Format] = &[
    Format::new("TXT", &["txt", "text"], Signature::Text, text::read),
    Format::new("HTML", &["html", "htm", "xhtml", "shtml"], Signature::Text, html::read),
    Format::new("MHT", &["mht", "mhtml"], Signature::Text, mime::read),
    Format::new("EML", &["eml"], Signature::Text, mime::read),
    Format::new("Word", &["docx", "docm"], Signature::Zip, docx::read),
    Format::new("Excel", &["xlsx", "xlsm"], Signature::Zip, sheet::read),
    Format::new("CSV", &["csv", "tsv"], Signature::Text, sheet::read),
    Format::new("Markdown", &["md", "markdown"], Signature::Text, markdown::read),
];

impl Format {
    const fn new(
        name: &'static str,
        endings: &'static [&'static str],
        signature: Signature,
        read: Reader,
    ) -> Self {
        Self { name, endings, signature, read }
    }

    /// Whether a file holds text and nothing else; a letter or a saved page holds pictures too.
    fn is_plain(&self) -> bool {
        self.signature == Signature::Text && !matches!(self.name, "MHT" | "EML")
    }
}

/// What the first bytes of a file say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signature {
    /// A zip archive: `.docx`, `.xlsx`.
    Zip,
    /// Microsoft's compound file: `.doc`, `.wps`, `.xls`, and anything that is protected by a password.
    Compound,
    /// PDF.
    Pdf,
    /// Rich Text Format.
    Rtf,
    /// A picture.
    Picture,
    /// Nothing that is known: text, as far as can be told.
    Text,
}

const SIGNATURES: &[(&[u8], Signature)] = &[
    (b"PK\x03\x04", Signature::Zip),
    (b"PK\x05\x06", Signature::Zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Signature::Compound),
    (b"%PDF-", Signature::Pdf),
    (b"{\\rtf", Signature::Rtf),
    (b"\xff\xd8\xff", Signature::Picture),
    (b"\x89PNG\r\n", Signature::Picture),
    (b"GIF8", Signature::Picture),
];

/// Endings of files that Word or WPS can save in a format that is read here.
pub const TO_CONVERT: [&str; 6] = ["doc", "wps", "wpt", "xls", "et", "rtf"];

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
    let ending = ending(path);
    by_ending(&ending).is_some() || TO_CONVERT.contains(&ending.as_str())
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

/// The format by the name, if the first bytes agree.
fn format(path: &Path, bytes: &[u8]) -> Result<&'static Format, Diagnostic> {
    let signature = signature(bytes);
    let ending = ending(path);
    let blank = bytes.iter().all(|byte| byte.is_ascii_whitespace());
    match by_ending(&ending) {
        _ if blank => Err(empty(path)),
        Some(format) if format.is_plain() && signature == Signature::Text && is_no_text(bytes) => {
            Err(fault::told(Fault::Damaged, path))
        }
        Some(format) if format.signature == signature => Ok(format),
        // A locked file is a compound one, and its reader knows how to say so.
        Some(format) if format.signature == Signature::Zip && signature == Signature::Compound => {
            Ok(format)
        }
        Some(format) => Err(mislabelled(path, format, signature)),
        None if TO_CONVERT.contains(&ending.as_str()) || signature == Signature::Compound => {
            Err(old_format(path))
        }
        None if matches!(ending.as_str(), "pdf" | "ofd") || signature == Signature::Pdf => {
            let words = say!(
                "版式文件（PDF、OFD）不能直接导入",
                "files of fixed layout (PDF, OFD) cannot be imported as they are"
            );
            Err(without_text(path, words))
        }
        None if signature == Signature::Picture => {
            let words = say!(
                "这是图片，里面的文字读不出来",
                "this is a picture, whose text cannot be read"
            );
            Err(without_text(path, words))
        }
        None => Err(unknown(path)),
    }
}

fn signature(bytes: &[u8]) -> Signature {
    let found = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start));
    found.map_or(Signature::Text, |(_, signature)| *signature)
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

fn mislabelled(path: &Path, format: &Format, signature: Signature) -> Diagnostic {
    let Words { zh, en } = match signature {
        Signature::Zip => {
            say!("Word、WPS 或 Excel 文件（或压缩包）", "a Word or Excel file, or an archive")
        }
        Signature::Compound => say!(
            "旧版 Word 或 WPS 文件，或设了密码的文件",
            "an old Word or WPS file, or one with a password"
        ),
        Signature::Pdf => say!("PDF", "a PDF"),
        Signature::Rtf => say!("RTF 文件", "an RTF file"),
        Signature::Picture => say!("图片", "a picture"),
        Signature::Text => say!("文字文件", "plain text"),
    };
    let name = format.name;
    Diagnostic::error(
        Code::ImportMislabelled,
        say!("文件名说是 {name}，内容却是{zh}", "the name says {name}, but this is {en}"),
    )
    .in_file(shown(path))
    .hint(match signature {
        Signature::Compound => say!(
            "有密码的先去掉密码；旧格式的用 Word 或 WPS 打开，另存为 .docx",
            "take the password away, or open it with Word or WPS and save it as .docx"
        ),
        _ => say!(
            "把文件名的后缀改对，再导入一次",
            "give the file its right ending and import it again"
        ),
    })
}

fn old_format(path: &Path) -> Diagnostic {
    let ending = ending(path);
    Diagnostic::error(
        Code::ImportOldFormat,
        say!(
            "读不了旧格式（.{ending}）",
            "this old format (.{ending}) cannot be read"
        ),
    )
    .in_file(shown(path))
    .hint(say!(
        "用 Word 或 WPS 打开，另存为 .docx（表格存为 .xlsx）；装有 LibreOffice 时，加上 --convert 自动转换",
        "open it with Word or WPS and save it as .docx (sheets as .xlsx); where LibreOffice is installed, --convert does it"
    ))
}

/// What holds no text, or none that can be read here.
fn without_text(path: &Path, words: Words) -> Diagnostic {
    Diagnostic::error(Code::ImportUnknownFormat, words).in_file(shown(path)).hint(say!(
        "用阅读器打开，全选复制到 .txt 或 Word 里，再导入；选不中文字的是扫描件，先用文字识别软件转成 Word",
        "open it, copy all of its text into a .txt or Word file, and import that; where no text can be chosen it is a scan, which character recognition turns into a Word file"
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
        for (name, bytes, expected) in [
            ("a.txt", &b"text"[..], None),
            ("A.TXT", b"text", None),
            ("a.txt", b"PK\x03\x04..", Some("import-mislabelled")),
            ("a.txt", b"%PDF-1.7", Some("import-mislabelled")),
            ("a.txt", b" \r\n\t", Some("import-empty")),
            ("a.txt", b"", Some("import-empty")),
            ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Some("import-old-format")),
            ("a.wps", b"anything", Some("import-old-format")),
            ("a", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Some("import-old-format")),
            ("a.mp4", b"....", Some("import-unknown-format")),
            ("a.pdf", b"%PDF-1.7", Some("import-unknown-format")),
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
