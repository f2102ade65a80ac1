//! Fonts: which characters the bytes of a string are, and how wide they stand.

use super::cmap::CMap;
use super::file::File;
use super::object::{Dictionary, Object};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, MACINTOSH, SHIFT_JIS, UTF_16BE, WINDOWS_1252,
};
use std::collections::HashMap;

/// Widths that one font names, at most.
const WIDTHS: usize = 100_000;

/// A font.
pub(super) struct Font {
    codes: Codes,
    /// What the file itself says of codes.
    unicode: CMap,
    widths: HashMap<u32, f64>,
    /// The width of what is not named, in ems.
    usual: f64,
    /// Written from top to bottom.
    pub(super) is_vertical: bool,
}

/// What the bytes are.
enum Codes {
    /// Text in an encoding that everybody knows.
    Encoded(&'static Encoding),
    /// A byte a letter; none where nobody can say which.
    Bytes(Box<[Option<char>; 256]>),
    /// Numbers of glyphs, in the order of a collection that has ASCII at this place.
    Glyphs { map: CMap, ascii: Option<u32> },
    /// Marks and arrows that say nothing.
    Marks,
}

/// What a string shows.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Shown {
    pub(super) text: String,
    /// In ems.
    pub(super) width: f64,
    pub(super) letters: usize,
    /// Letters that cannot be made out.
    pub(super) unknown: usize,
    pub(super) blanks: usize,
}

/// The encodings that a PDF may name (ISO 32000-1 table 118), as far as they are encodings of text.
fn predefined(name: &str) -> Option<&'static Encoding> {
    let name = name.strip_suffix("-H").or_else(|| name.strip_suffix("-V")).unwrap_or(name);
    Some(match name {
        "GB-EUC" | "GBpc-EUC" | "GBK-EUC" | "GBKp-EUC" | "GBK2K" => GB18030,
        "B5pc" | "HKscs-B5" | "ETen-B5" | "ETenms-B5" => BIG5,
        "90ms-RKSJ" | "90msp-RKSJ" | "90pv-RKSJ" | "83pv-RKSJ" | "Add-RKSJ" | "Ext-RKSJ" => {
            SHIFT_JIS
        }
        "EUC" => EUC_JP,
        "KSC-EUC" | "KSCms-UHC" | "KSCms-UHC-HW" | "KSCpc-EUC" => EUC_KR,
        name if name.starts_with("Uni") && (name.contains("UCS2") || name.contains("UTF16")) => {
            UTF_16BE
        }
        name if name.starts_with("Uni") && name.contains("UTF8") => encoding_rs::UTF_8,
        _ => return None,
    })
}

/// Where a collection of glyphs has the letters of ASCII, from the blank on (Adobe's technical notes 5078 to 5093).
fn ascii(ordering: &[u8]) -> Option<u32> {
    matches!(ordering, b"GB1" | b"CNS1" | b"Japan1" | b"Korea1").then_some(1)
}

/// Where the same collections have ASCII again, half as wide as a Han character.
const HALF_WIDTHS: [(&[u8], u32); 4] =
    [(b"GB1", 814), (b"CNS1", 13648), (b"Japan1", 231), (b"Korea1", 8094)];

impl Font {
    pub(super) fn read(file: &File<'_>, font: &Dictionary) -> Self {
        let unicode = file.bytes_of(&file.resolve(font.get("ToUnicode")));
        let unicode = unicode.map(|bytes| CMap::read(&bytes)).unwrap_or_default();
        match font.get("Subtype").name() {
            "Type0" => Self::composite(file, font, unicode),
            _ => Self::simple(file, font, unicode),
        }
    }

    fn composite(file: &File<'_>, font: &Dictionary, unicode: CMap) -> Self {
        let encoding = file.resolve(font.get("Encoding"));
        let descendant =
            file.list(font.get("DescendantFonts")).first().cloned().unwrap_or_default();
        let descendant = file.dictionary(&descendant);
        let system = file.dictionary(descendant.get("CIDSystemInfo"));
        let ordering = file.object_of(system.get("Ordering"));
        let map = match file.bytes_of(&encoding) {
            Some(bytes) => CMap::read(&bytes),
            None => CMap::default(),
        };
        let name = match &encoding.object {
            Object::Dictionary(stream) => match map.base.is_empty() {
                true => file.object_of(stream.get("UseCMap")).name().to_owned(),
                false => map.base.clone(),
            },
            name => name.name().to_owned(),
        };
        let is_vertical = name.ends_with("-V") || name == "V";
        let codes = match predefined(&name) {
            Some(encoding) => Codes::Encoded(encoding),
            None => Codes::Glyphs { map, ascii: ascii(ordering.string().unwrap_or_default()) },
        };
        let usual = descendant.get("DW").number().unwrap_or(1000.0) / 1000.0;
        let widths = glyph_widths(file, &descendant);
        Self { codes: half(codes, ordering.string()), unicode, widths, usual, is_vertical }
    }

    fn simple(file: &File<'_>, font: &Dictionary, unicode: CMap) -> Self {
        let descriptor = file.dictionary(font.get("FontDescriptor"));
        let base = font.get("BaseFont").name().to_owned();
        let is_marks = ["Symbol", "ZapfDingbats", "Wingding", "Webdings"]
            .iter()
            .any(|marks| base.contains(marks));
        let codes = match is_marks && !unicode.has_texts() {
            true => Codes::Marks,
            false => Codes::Bytes(Box::new(letters(file, font, &descriptor))),
        };
        let first = font.get("FirstChar").count().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        // A font drawn by the file itself has units of its own.
        let unit = match font.get("Subtype").name() {
            "Type3" => file
                .list(font.get("FontMatrix"))
                .first()
                .and_then(Object::number)
                .unwrap_or(0.001)
                .abs(),
            _ => 0.001,
        };
        let widths = file.list(font.get("Widths"));
        let widths = (first..)
            .zip(widths.iter().take(256))
            .filter_map(|(code, w)| Some((code, w.number()? * unit)));
        let usual =
            descriptor.get("MissingWidth").number().filter(|w| *w > 0.0).unwrap_or(550.0) / 1000.0;
        Self { codes, unicode, widths: widths.collect(), usual, is_vertical: false }
    }

    /// What a string of this font shows.
    pub(super) fn show(&self, bytes: &[u8]) -> Shown {
        match &self.codes {
            Codes::Encoded(encoding) => encoded(encoding, bytes),
            Codes::Bytes(letters) => self.each(bytes, 1, |(_, code)| {
                let letter = letters.get(code as usize).copied().flatten();
                (letter.map(String::from), code)
            }),
            Codes::Glyphs { map, ascii } => self.each(bytes, 2, |code| {
                let glyph = if map.has_glyphs() { map.glyph_of(code).unwrap_or(0) } else { code.1 };
                let letter = ascii.and_then(|_| ascii_of(glyph, *ascii));
                (letter.map(String::from), glyph)
            }),
            Codes::Marks => Shown { width: bytes.len() as f64 * self.usual, ..Shown::default() },
        }
    }

    fn each(
        &self,
        bytes: &[u8],
        usual: usize,
        letter: impl Fn((usize, u32)) -> (Option<String>, u32),
    ) -> Shown {
        let (mut shown, mut rest) = (Shown::default(), bytes);
        while !rest.is_empty() {
            let code = self.next_code(rest, usual);
            rest = &rest[code.0.clamp(1, rest.len())..];
            let (own, glyph) = letter(code);
            let text = self.unicode.text_of(code).filter(|text| !text.contains('\0')).or(own);
            let is_blank = code == (1, 32);
            shown.width += self.widths.get(&glyph).copied().unwrap_or(self.usual);
            shown.blanks += usize::from(is_blank);
            shown.letters +=
                usize::from(text.as_deref().is_none_or(|text| !text.trim().is_empty()));
            match text {
                Some(text) => shown.text.push_str(&text),
                None => {
                    shown.unknown += 1;
                    shown.text.push(char::REPLACEMENT_CHARACTER);
                }
            }
        }
        shown
    }

    /// Simple fonts have one byte a letter, whatever their map says of that.
    fn next_code(&self, bytes: &[u8], usual: usize) -> (usize, u32) {
        match &self.codes {
            Codes::Glyphs { map, .. } if map.has_glyphs() => map.code(bytes, usual),
            Codes::Glyphs { .. } => self.unicode.code(bytes, usual),
            _ => (1, u32::from(bytes[0])),
        }
    }
}

/// The half-wide letters of a collection are told by their ordering.
fn half(codes: Codes, ordering: Option<&[u8]>) -> Codes {
    let half = HALF_WIDTHS.iter().find(|(name, _)| Some(*name) == ordering);
    match (codes, half) {
        (Codes::Glyphs { map, ascii: Some(_) }, Some((_, half))) => {
            Codes::Glyphs { map, ascii: Some(*half) }
        }
        (codes, _) => codes,
    }
}

/// The letter of ASCII that a glyph of a collection is, in the narrow or the half-wide row.
fn ascii_of(glyph: u32, half: Option<u32>) -> Option<char> {
    let in_row = |first: u32| glyph.checked_sub(first).filter(|at| *at < 95);
    let at = in_row(1).or_else(|| in_row(half?))?;
    char::from_u32(0x20 + at)
}

fn encoded(encoding: &'static Encoding, bytes: &[u8]) -> Shown {
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    let width = text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum();
    let letters = text.chars().filter(|c| !c.is_whitespace()).count();
    let unknown = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    let blanks = match encoding == UTF_16BE {
        true => 0,
        false => bytes.iter().filter(|b| **b == b' ').count(),
    };
    Shown { text, width, letters, unknown, blanks }
}

/// What each byte of a simple font is.
fn letters(file: &File<'_>, font: &Dictionary, descriptor: &Dictionary) -> [Option<char>; 256] {
    let encoding = file.object_of(font.get("Encoding"));
    let (base, differences) = match &encoding {
        Object::Dictionary(encoding) => {
            let base = file.object_of(encoding.get("BaseEncoding")).name().to_owned();
            (base, file.list(encoding.get("Differences")))
        }
        name => (name.name().to_owned(), Vec::new()),
    };
    let mut letters: [Option<char>; 256] = match base.as_str() {
        "MacRomanEncoding" => of_encoding(MACINTOSH),
        // A font of the file's own without an encoding may have any glyph at any place.
        "" if is_own(descriptor) || font.get("Subtype").name() == "Type3" => [None; 256],
        _ => of_encoding(WINDOWS_1252),
    };
    let mut at = 0;
    for object in &differences {
        match object {
            Object::Name(name) if at < 256 => {
                letters[at] = std::str::from_utf8(name).ok().and_then(of_name);
                at += 1;
            }
            object => at = object.count().unwrap_or(at),
        }
    }
    letters
}

fn is_own(descriptor: &Dictionary) -> bool {
    let has = |name| descriptor.get(name) != &Object::Null;
    let is_symbolic = descriptor.get("Flags").count().is_some_and(|flags| flags & 4 != 0);
    is_symbolic && (has("FontFile") || has("FontFile2") || has("FontFile3"))
}

fn of_encoding(encoding: &'static Encoding) -> [Option<char>; 256] {
    std::array::from_fn(|at| {
        let byte = [at as u8];
        encoding.decode_without_bom_handling(&byte).0.chars().next().filter(|c| !c.is_control())
    })
}

/// Names of glyphs (Adobe Glyph List) as far as they are of ASCII, in its order from `!` on, without the letters.
const NAMES: [(&str, char); 43] = [
    ("space", ' '),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("underscore", '_'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("bullet", '•'),
    ("endash", '–'),
    ("minus", '−'),
];

/// The character of a glyph's name: `A`, `seven`, `uni4E00`, `u20000`, `seven.tab`.
fn of_name(name: &str) -> Option<char> {
    let name = name.split_once('.').map_or(name, |(name, _)| name);
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter);
    }
    if let Some((_, letter)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*letter);
    }
    let digits = name.strip_prefix("uni").filter(|digits| digits.len() == 4);
    let digits =
        digits.or_else(|| name.strip_prefix('u').filter(|d| (4..=6).contains(&d.len())))?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

/// `W` (ISO 32000-1 §9.7.4.3): `10 [500 600]` or `10 20 500`.
fn glyph_widths(file: &File<'_>, descendant: &Dictionary) -> HashMap<u32, f64> {
    let items = file.list(descendant.get("W"));
    let (mut widths, mut at) = (HashMap::new(), 0);
    while let Some(first) = items.get(at).and_then(Object::count) {
        let first = u32::try_from(first).unwrap_or(u32::MAX);
        match (items.get(at + 1), items.get(at + 2)) {
            (Some(Object::Array(list)), _) => {
                let room = WIDTHS.saturating_sub(widths.len());
                let list = (first..).zip(list.iter().take(room));
                widths.extend(
                    list.filter_map(|(glyph, width)| Some((glyph, width.number()? / 1000.0))),
                );
                at += 2;
            }
            (Some(last), Some(width)) => {
                let last = last.count().and_then(|n| u32::try_from(n).ok()).unwrap_or(first);
                let room = WIDTHS.saturating_sub(widths.len());
                if let Some(width) = width.number() {
                    widths.extend((first..=last).take(room).map(|glyph| (glyph, width / 1000.0)));
                }
                at += 3;
            }
            _ => break,
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs() {
        for (name, expected) in [
            ("A", Some('A')),
            ("seven", Some('7')),
            ("seven.tab", Some('7')),
            ("uni4E00", Some('一')),
            ("u20000", Some('\u{20000}')),
            ("g123", None),
            ("", None),
        ] {
            assert_eq!(of_name(name), expected, "{name}");
        }
    }

    #[test]
    fn encodings_of_chinese_files() {
        for (name, bytes, expected) in [
            ("GBK-EUC-H", &b"\xd5\xd4 7"[..], "赵 7"),
            ("GB-EUC-V", b"\xd5\xd4", "赵"),
            ("GBK2K-H", b"\x81\x30\x81\x30", "\u{80}"),
            ("UniGB-UCS2-H", b"\x8d\x75\x00\x37", "赵7"),
            ("UniGB-UTF16-V", b"\x8d\x75", "赵"),
            ("UniCNS-UTF16-H", b"\x8d\x99", "趙"),
            ("ETen-B5-H", b"\xbb\xaf", "趙"),
            ("90ms-RKSJ-H", b"\x93\xfa", "日"),
        ] {
            let encoding = predefined(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!(encoded(encoding, bytes).text, expected, "{name}");
        }
        assert!(predefined("Identity-H").is_none() && predefined("CNS-EUC-H").is_none());
    }
}
