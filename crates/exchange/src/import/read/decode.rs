//! Bytes -> text, in whatever encoding the office's programs have written.

use crate::diagnostic::{Code, Diagnostic};
use crate::extract::unmarked_utf16;
use crate::say;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8};

/// So many characters of a line that are valid UTF-8 are not so by accident, as “联通” in GBK is.
const SURE: usize = 4;

/// The code of a problem with characters that could not be decoded.
pub(super) const UNDECODABLE: Code = Code::ImportLostCharacters;

/// A file's text, and how it was found.
pub(super) struct Decoded {
    /// Without a byte order mark; line ends are `\n`.
    pub(super) text: String,
    /// The encoding's name: `GB18030`.
    pub(super) encoding: &'static str,
    /// What could not be decoded.
    pub(super) problems: Vec<Diagnostic>,
}

/// Whether bytes are no text in any encoding: a twentieth of them, zeros at the end aside, are controls, which text has none of.
pub(super) fn is_no_text(bytes: &[u8]) -> bool {
    let is_zero = |byte: &&u8| **byte == 0;
    let zeros = bytes.iter().rev().take_while(is_zero).count();
    let bytes = &bytes[..bytes.len() - zeros];
    let is_control = |byte: &&u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127);
    let controls = bytes.iter().filter(is_control).count();
    let is_wide = || Encoding::for_bom(bytes).is_some() || unmarked_utf16(bytes).is_some();
    bytes.is_empty() || controls > bytes.len() / 20 && !is_wide()
}

/// Decodes a file; `declared` is what it says of itself, which is believed only where it fits.
pub(super) fn decode(path: &str, bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return lossy(path, &bytes[mark..], encoding);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return lossy(path, bytes, encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: lines(text.to_owned()),
            encoding: UTF_8.name(),
            problems: Vec::new(),
        };
    }
    if let Some(decoded) = mixed(path, bytes) {
        return decoded;
    }
    let whole = candidates(bytes, declared).into_iter().filter_map(|encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some((text.into_owned(), encoding))
    });
    match whole.min_by_key(|(text, _)| oddities(text)) {
        Some((text, encoding)) => {
            Decoded { text: lines(text), encoding: name(encoding), problems: Vec::new() }
        }
        None => lossy(path, bytes, GB18030),
    }
}

/// As people write it.
fn name(encoding: &'static Encoding) -> &'static str {
    match encoding == GB18030 {
        true => "GB18030",
        false => encoding.name(),
    }
}

/// What is declared, what the statistics say, and what is usual here, the more likely first.
fn candidates(bytes: &[u8], declared: Option<&'static Encoding>) -> Vec<&'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // GB18030 holds all of GBK.
    let wider = |encoding| if encoding == GBK { GB18030 } else { encoding };
    let said = declared.into_iter().chain([guess]).map(wider);
    // Encodings of one byte a character would take anything.
    let said = said.filter(|encoding| !encoding.is_single_byte());
    said.chain([GB18030, BIG5]).collect()
}

/// Characters that nobody writes: a sign that the bytes are in another encoding.
fn oddities(text: &str) -> usize {
    let odd = |c: &char| matches!(*c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{80}'..='\u{9f}');
    text.chars().filter(odd).count()
}

fn lossy(path: &str, bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let text = lines(encoding.decode_without_bom_handling(bytes).0.into_owned());
    let lost = text.matches('\u{fffd}').count();
    let line = text.lines().position(|line| line.contains('\u{fffd}'));
    let problems = line.map(|line| undecoded(path, name(encoding), lost, line + 1));
    Decoded { text, encoding: name(encoding), problems: problems.into_iter().collect() }
}

fn undecoded(path: &str, name: &str, lost: usize, line: usize) -> Diagnostic {
    Diagnostic::warning(
        UNDECODABLE,
        say!(
            "按 {name} 读，有 {lost} 处不成字（第一处在第{line}行），显示为 \u{fffd}",
            "read as {name}, {lost} places are no characters (the first in line {line}); they show as \u{fffd}"
        ),
    )
    .in_file(path)
    .hint(say!(
        "对照原件补上；或者找到原来的文件再导入",
        "complete them from the original, or import the original file"
    ))
}

/// A file whose lines are in two encodings, as happens when texts are pasted together byte by byte.
fn mixed(path: &str, bytes: &[u8]) -> Option<Decoded> {
    let mut text = String::with_capacity(bytes.len());
    let (mut modern, mut others) = (0, Vec::new());
    for (number, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        match std::str::from_utf8(line) {
            Ok(line) => {
                let wide = line.chars().filter(|c| !c.is_ascii()).count();
                modern += usize::from(wide >= SURE);
                text.push_str(line);
            }
            Err(_) => {
                text.push_str(&GB18030.decode_without_bom_handling_and_without_replacement(line)?);
                others.push(number + 1);
            }
        }
    }
    let first = *others.first().filter(|_| modern > 0)?;
    let count = others.len();
    let problem = Diagnostic::warning(
        Code::ImportMixedEncodings,
        say!(
            "文件里混着两种编码：{count} 行是 GB18030（第一处在第{first}行），其余是 UTF-8；已分别读出",
            "the file mixes two encodings: {count} lines are GB18030 (the first is line {first}), the others UTF-8; each was read as what it is"
        ),
    );
    Some(Decoded {
        text: lines(text),
        encoding: "UTF-8 + GB18030",
        problems: vec![
            problem
                .in_file(path)
                .hint(say!("请对照原件看这些行是否通顺", "see whether those lines read well")),
        ],
    })
}

fn lines(text: String) -> String {
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_no_text() {
        let random: Vec<u8> =
            (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let wide: Vec<u8> =
            "关于召开会议的通知。\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cut = ["县政府\n".as_bytes(), &[0; 4096]].concat();
        for (name, bytes, expected) in [
            ("random", random.as_slice(), true),
            ("zeros", &[0; 100], true),
            ("UTF-16", &wide, false),
            ("a power cut", &cut, false),
            ("GB18030", b"\xcf\xd8\xd5\xfe\xb8\xae", false),
            ("one slip", b"report\x07 of the year, as it was", false),
        ] {
            assert_eq!(super::is_no_text(bytes), expected, "{name}");
        }
    }

    use super::*;

    const TEXT: &str = "关于召开全县优质服务创建动员大会的通知\n各乡镇人民政府，县直各部门：\n";

    #[test]
    fn every_encoding_is_found() {
        let traditional = "關於召開全縣優質服務創建動員大會的通知\n各鄉鎮人民政府，縣直各部門：\n現將有關事項通知如下\n";
        let utf16 = |big: bool| -> Vec<u8> {
            let units = TEXT.encode_utf16();
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        let gbk = GB18030.encode(TEXT).0.into_owned();
        for (bytes, declared, encoding, text) in [
            (TEXT.as_bytes().to_vec(), Some(GBK), "UTF-8", TEXT),
            (marked(b"\xef\xbb\xbf", TEXT.as_bytes().to_vec()), None, "UTF-8", TEXT),
            (gbk.clone(), None, "GB18030", TEXT),
            (gbk.clone(), Some(UTF_8), "GB18030", TEXT),
            (gbk, Some(GBK), "GB18030", TEXT),
            (BIG5.encode(traditional).0.into_owned(), None, "Big5", traditional),
            (utf16(false), None, "UTF-16LE", TEXT),
            (
                "联通\n联通".encode_utf16().flat_map(u16::to_le_bytes).collect(),
                None,
                "UTF-16LE",
                "联通\n联通",
            ),
            (marked(b"\xfe\xff", utf16(true)), None, "UTF-16BE", TEXT),
            (TEXT.replace('\n', "\r\n").into_bytes(), None, "UTF-8", TEXT),
        ] {
            let decoded = decode("a", &bytes, declared);
            assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, text));
            assert!(decoded.problems.is_empty(), "{encoding}");
        }
    }

    #[test]
    fn what_fits_nothing_is_told() {
        let gbk = GB18030.encode("后一半是从别处粘贴的").0.into_owned();
        let two = [TEXT.as_bytes(), &gbk].concat();
        let decoded = decode("a", &two, None);
        assert_eq!(decoded.text, format!("{TEXT}后一半是从别处粘贴的"));
        assert_eq!(decoded.problems[0].code, Code::ImportMixedEncodings);
        let broken = [&gbk[..], b"\xff\xff", &gbk].concat();
        let decoded = decode("a", &broken, None);
        assert_eq!(decoded.problems[0].code, UNDECODABLE);
        assert!(decoded.text.contains('\u{fffd}'));
    }
}
