//! What is wrong with a file as a whole.

use crate::diagnostic::{Code, Diagnostic};
use crate::import::manuscript::Manuscript;
use crate::office::{Contents, Fault, contents};
use crate::say;
use std::path::Path;

/// A larger file is not read, in bytes.
pub(super) const FILE_LIMIT: usize = 256 * 1024 * 1024;
/// What one file may unpack to, in bytes.
pub(super) const UNPACKED_LIMIT: u64 = 512 * 1024 * 1024;

/// What a file can be, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileFormat {
    Docx,
    Xlsx,
    /// Word and Excel of before 2007, WPS; and how newer ones lock their files.
    Compound,
    Pdf,
    Rtf,
    Picture,
    Zip,
    Html,
    Text,
}

impl FileFormat {
    fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Self::Compound,
            [b'P', b'K', 3, 4, ..] => match contents(bytes) {
                Some(Contents::Document) => Self::Docx,
                Some(Contents::Workbook) => Self::Xlsx,
                None => Self::Zip,
            },
            [0x89, b'P', b'N', b'G', ..]
            | [0xff, 0xd8, 0xff, ..]
            | [b'G', b'I', b'F', b'8', ..] => Self::Picture,
            _ if bytes.starts_with(b"%PDF-") => Self::Pdf,
            _ if bytes.starts_with(b"{\\rtf") => Self::Rtf,
            _ if is_html(bytes) => Self::Html,
            _ => Self::Text,
        }
    }

    /// The ending that files of this format have; none where no reader takes it.
    fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Compound => "doc",
            Self::Pdf => "pdf",
            Self::Rtf => "rtf",
            Self::Picture => "jpg",
            Self::Zip => "zip",
            Self::Html => "html",
            Self::Text => "txt",
        }
    }
}

fn is_html(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1024)];
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let text = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    let marks = ["<!doctype html", "<html", "<head", "<body", "<meta "];
    marks.iter().any(|mark| text.starts_with(mark))
        || text.starts_with("<!--") && text.contains("<html")
        || text.starts_with("<?xml") && text.contains("<html")
}

/// A manuscript that holds nothing but its file's name.
pub(super) fn begin(path: &Path) -> Manuscript {
    Manuscript { path: path.display().to_string(), ..Manuscript::default() }
}

/// Why a file need not be looked into: it is empty, too large, or really of another format than `wanted`.
pub(super) fn refuse(path: &Path, bytes: &[u8], wanted: FileFormat) -> Option<Diagnostic> {
    let shown = path.display().to_string();
    if bytes.is_empty() {
        let words = say!("文件是空的", "the file is empty");
        let hint = say!(
            "多半是没有保存或没有传完整，请找原来的文件",
            "it was probably not saved or not copied to the end: look for the original"
        );
        return Some(Diagnostic::error(Code::EmptyFile, words).in_file(shown).hint(hint));
    }
    if bytes.len() > FILE_LIMIT {
        return Some(told(Fault::TooLarge, path));
    }
    let real = FileFormat::of(bytes);
    let office = matches!(wanted, FileFormat::Docx | FileFormat::Xlsx);
    match real {
        _ if real == wanted => None,
        // That is how Word and Excel lock a file: inside a compound file.
        FileFormat::Compound if office && is_locked(bytes) => Some(told(Fault::Encrypted, path)),
        // A broken zip of the right kind is damage; CSV and Markdown are text that may look like anything.
        FileFormat::Zip | FileFormat::Text if office => Some(told(Fault::Damaged, path)),
        FileFormat::Text | FileFormat::Html if !office => None,
        _ => Some(mislabelled(path, real)),
    }
}

/// The name of the stream that a locked file keeps its contents in, in UTF-16.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn mislabelled(path: &Path, real: FileFormat) -> Diagnostic {
    let ending = real.ending();
    let words = say!(
        "其实是 {ending} 文件，扩展名不对",
        "this is really a {ending} file under another name"
    );
    let hint = match real {
        FileFormat::Docx | FileFormat::Xlsx | FileFormat::Html => say!(
            "把扩展名改成 .{ending} 再导入",
            "rename it to end in .{ending} and import it again"
        ),
        _ => say!(
            "用原来的软件打开，另存为 docx 或 xlsx 再导入",
            "open it in its own program, save it as docx or xlsx, and import that"
        ),
    };
    Diagnostic::error(Code::Mislabelled, words).in_file(path.display().to_string()).hint(hint)
}

/// Why an office file cannot be read.
pub(super) fn told(fault: Fault, path: &Path) -> Diagnostic {
    let (code, words, hint) = match fault {
        Fault::Encrypted => (
            Code::Password,
            say!("文件有密码，读不了", "the file has a password"),
            say!(
                "用 Word 或 WPS 打开，去掉密码，另存一份再导入",
                "open it, take the password away, save it and import it again"
            ),
        ),
        Fault::Damaged => (
            Code::Damaged,
            say!("文件是坏的，或者没有传完整", "the file is damaged, or was cut off"),
            say!(
                "先用 Word 或 WPS 打开看看；能打开就另存一份再导入，打不开请向发来的人再要一份",
                "try to open it in its own program; save it again if that works, else ask its sender for another copy"
            ),
        ),
        Fault::TooLarge => (
            Code::TooLarge,
            say!("文件太大，或者解开以后太大", "the file is too large, or unpacks to too much"),
            say!(
                "正常的文稿不会这么大：核对来源；是真的就分成几个文件再导入",
                "no real text is that large: check where it comes from, or import it in parts"
            ),
        ),
    };
    Diagnostic::error(code, words).in_file(path.display().to_string()).hint(hint)
}
