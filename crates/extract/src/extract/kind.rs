//! What a file is: by its first bytes, and by the ending of its name.

use crate::office::Package;
use std::path::Path;

/// Kinds of files, as they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Word since 2007.
    Docx,
    /// Excel since 2007.
    Xlsx,
    /// PowerPoint since 2007.
    Pptx,
    /// ODF (GB/T 20916, ISO/IEC 26300): texts, sheets, slides.
    OpenDocument,
    /// OFD (GB/T 33190—2016).
    Ofd,
    /// A zip of other files.
    Zip,
    /// PDF.
    Pdf,
    /// Word, Excel and PowerPoint of before 2007, WPS.
    Compound,
    /// RTF.
    RichText,
    /// HTML, SVG and XML.
    Markup,
    /// A web page or letter with all that belongs to it: MHT, EML.
    Message,
    /// Lines of text, CSV too.
    Plain,
    /// Pictures, films and sound.
    Media,
    /// Archives of other kinds.
    Archive,
}

/// First bytes that say what a file is.
const MAGIC: [(&[u8], Kind); 26] = [
    (b"\xd0\xcf\x11\xe0", Kind::Compound),
    (b"{\\rtf", Kind::RichText),
    (b"Rar!\x1a\x07", Kind::Archive),
    (b"7z\xbc\xaf\x27\x1c", Kind::Archive),
    (b"\x1f\x8b", Kind::Archive),
    (b"BZh", Kind::Archive),
    (b"\xfd7zXZ", Kind::Archive),
    (b"\x28\xb5\x2f\xfd", Kind::Archive),
    (b"\x89PNG", Kind::Media),
    (b"\xff\xd8\xff", Kind::Media),
    (b"GIF8", Kind::Media),
    (b"BM", Kind::Media),
    (b"II*\0", Kind::Media),
    (b"MM\0*", Kind::Media),
    (b"RIFF", Kind::Media),
    (b"\0\0\x01\0", Kind::Media),
    (b"ID3", Kind::Media),
    (b"OggS", Kind::Media),
    (b"fLaC", Kind::Media),
    (b"FLV\x01", Kind::Media),
    (b"\x1a\x45\xdf\xa3", Kind::Media),
    (b"\x30\x26\xb2\x75", Kind::Media),
    (b"#!AMR", Kind::Media),
    (b"\0\0\x01\xba", Kind::Media),
    (b"\0\0\x01\xb3", Kind::Media),
    (b"8BPS", Kind::Media),
];

/// So far into a file its beginning may stand: PDF readers look for it there.
const BEGINNING: usize = 1024;

impl Kind {
    /// What the bytes are; none of what nobody knows.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let start = &bytes[..bytes.len().min(BEGINNING)];
        let is_film = start.get(4..8) == Some(b"ftyp") || matches!(start, [0xff, 0xe0..=0xff, ..]);
        let magic = MAGIC.iter().find(|(magic, _)| start.starts_with(magic));
        if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
            return Some(Self::of_parts(bytes));
        }
        let text = || super::plain::decoded(bytes);
        match magic {
            _ if holds(start, b"%PDF-") => Some(Self::Pdf),
            _ if bytes.get(257..262) == Some(b"ustar") => Some(Self::Archive),
            // Two letters are no proof: a text may begin so.
            Some((b"BM" | b"ID3" | b"BZh" | b"II*\0", kind)) if text().is_none() => Some(*kind),
            Some((b"BM" | b"ID3" | b"BZh", _)) => Some(Self::Plain),
            Some((_, kind)) => Some(*kind),
            None => text().map(|text| Self::of_text(&text)).or(is_film.then_some(Self::Media)),
        }
    }

    /// What the parts of a zip say it is.
    fn of_parts(bytes: &[u8]) -> Self {
        let Ok(package) = Package::open(bytes, 0) else {
            return Self::Zip;
        };
        let names = package.names();
        let has = |name: &str| names.binary_search_by(|known| known.as_str().cmp(name)).is_ok();
        let below = |folder: &str| names.iter().any(|name| name.starts_with(folder));
        match () {
            () if has("word/document.xml") => Self::Docx,
            () if below("xl/worksheets/") || has("xl/workbook.xml") => Self::Xlsx,
            () if has("xl/workbook.bin") => Self::Archive,
            () if below("ppt/") => Self::Pptx,
            () if has("OFD.xml") => Self::Ofd,
            () if has("content.xml") && (has("mimetype") || has("META-INF/manifest.xml")) => {
                Self::OpenDocument
            }
            () => Self::Zip,
        }
    }

    fn of_text(text: &str) -> Self {
        let start = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
        let head: String = start.chars().take(BEGINNING).collect();
        let has_tag = |head: &str| {
            let mut rest = head.strip_prefix('<').unwrap_or_default().chars();
            rest.next().is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '!' | '?'))
        };
        if has_tag(&head) {
            return Self::Markup;
        }
        let head = head.to_ascii_lowercase();
        match head.contains("mime-version:") && head.contains("content-type:") {
            true => Self::Message,
            false => Self::Plain,
        }
    }

    /// What the ending of the name promises; none where it promises nothing that we know.
    pub(super) fn by_name(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "docx" | "docm" | "dotx" | "dotm" => Self::Docx,
            "xlsx" | "xlsm" | "xltx" => Self::Xlsx,
            "pptx" | "pptm" | "ppsx" | "potx" => Self::Pptx,
            "odt" | "ods" | "odp" | "ott" | "uot" | "uos" | "uop" => Self::OpenDocument,
            "ofd" => Self::Ofd,
            "zip" => Self::Zip,
            "pdf" => Self::Pdf,
            "doc" | "xls" | "ppt" | "pps" | "wps" | "et" | "dps" | "wpt" | "ett" => Self::Compound,
            "rtf" => Self::RichText,
            "html" | "htm" | "shtml" | "xhtml" | "svg" | "xml" => Self::Markup,
            "mht" | "mhtml" | "eml" => Self::Message,
            "txt" | "csv" | "md" | "tsv" | "json" | "ics" => Self::Plain,
            "rar" | "7z" | "gz" | "tgz" | "bz2" | "xz" | "tar" | "xlsb" => Self::Archive,
            "jpg" | "jpeg" | "png" | "gif" | "bmp" | "tif" | "tiff" | "webp" | "ico" | "heic"
            | "heif" | "avif" | "psd" | "mp3" | "wav" | "m4a" | "aac" | "ogg" | "flac" | "amr"
            | "wma" | "mp4" | "m4v" | "mov" | "avi" | "wmv" | "flv" | "mkv" | "webm" | "mpg"
            | "mpeg" | "3gp" => Self::Media,
            _ => return None,
        })
    }

    pub(super) fn is_named_media(path: &Path) -> bool {
        Self::by_name(path) == Some(Self::Media)
    }

    /// Whether a file of this name may be of that kind: WPS writes both kinds of files under its own names, a table of text
    /// may hold markup, and the other way round.
    pub fn may_be(self, really: Self) -> bool {
        match (self, really) {
            (Self::Plain, Self::Markup | Self::Message) | (Self::Markup, Self::Plain) => true,
            (Self::Media, Self::Markup | Self::Plain) | (Self::Message, Self::Plain) => true,
            // A locked file of the new kinds lies in one of the old: that is told of it.
            (Self::Docx | Self::Xlsx | Self::Pptx, Self::Compound) => true,
            _ => self == really,
        }
    }

    /// Whether a zip under this name has parts of its own, so that other parts mean a broken file.
    pub(super) fn is_zip_of_parts(self) -> bool {
        matches!(self, Self::Docx | Self::Xlsx | Self::Pptx | Self::OpenDocument | Self::Ofd)
    }

    /// Whether plain text under this name means a broken file.
    pub(super) fn is_never_plain(self) -> bool {
        !matches!(self, Self::Plain | Self::Markup | Self::Message | Self::Media)
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::OpenDocument => "odt/ods/odp",
            Self::Ofd => "OFD",
            Self::Zip => "zip",
            Self::Pdf => "PDF",
            Self::Compound => "doc/xls/ppt",
            Self::RichText => "rtf",
            Self::Markup => "html",
            Self::Message => "mht",
            Self::Plain => "txt",
            Self::Media => "jpg/png/mp4",
            Self::Archive => "rar/7z",
        }
    }
}

pub(super) fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}
