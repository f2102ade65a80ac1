//! The form of letters and of web pages that were saved as one file (RFC 2045, 2231, 2557): a head, an empty line, and a text
//! or further parts.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What a blank is in quoted-printable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Underscore {
    /// `_` is itself: in a body.
    Kept,
    /// `_` is a blank: in a field of a head (RFC 2047).
    Blank,
}

/// A parameter of a field's value: `boundary="a"`; a name in several languages is written
/// `filename*=utf-8''%E8%A1%A8.docx`.
pub fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|one| {
        let (key, value) = one.split_once('=')?;
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim().trim_matches('"'));
        if key.trim_end_matches("*0").trim_end_matches('*') != name {
            return None;
        }
        match key.ends_with('*').then(|| value.rsplit_once('\'')).flatten() {
            Some((_, coded)) => Some(percent_decode_str(coded).decode_utf8_lossy().into_owned()),
            None => Some(value.to_owned()),
        }
    })
}

/// The parts of a body: what stands between the lines `--boundary`.
pub fn parts<'b>(body: &'b [u8], boundary: &str) -> Vec<&'b [u8]> {
    let mark = format!("--{boundary}");
    let (mut found, mut start, mut at) = (Vec::new(), None, 0);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(mark.as_bytes()) {
            found.extend(start.map(|start| &body[start..at]));
            let is_last = line[mark.len()..].starts_with(b"--");
            start = (!is_last).then_some(at + line.len());
        }
        at += line.len();
    }
    found.extend(start.map(|start| &body[start..]));
    found
}

/// Base64 over several lines; `None` where it holds anything else.
pub fn base64(body: &[u8]) -> Option<Vec<u8>> {
    let plain: Vec<u8> = body.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    BASE64.decode(plain).ok()
}

/// Quoted-printable: `=E5=8E=BF` are bytes, `=` at the end of a line joins it to the next.
pub fn unquoted(body: &[u8], underscore: Underscore) -> Vec<u8> {
    let hex = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
    let (mut out, mut at) = (Vec::with_capacity(body.len()), 0);
    while at < body.len() {
        let pair = hex(body.get(at + 1)).zip(hex(body.get(at + 2)));
        let (byte, length) = match (body[at], pair) {
            (b'=', Some((high, low))) => (u8::try_from(high * 16 + low).ok(), 3),
            (b'=', None) if body[at..].starts_with(b"=\r\n") => (None, 3),
            (b'=', None) if body[at..].starts_with(b"=\n") => (None, 2),
            (b'_', _) if underscore == Underscore::Blank => (Some(b' '), 1),
            (byte, _) => (Some(byte), 1),
        };
        out.extend(byte);
        at += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_is_made_of() {
        let kind = "multipart/mixed; Boundary=\"a b\"; name*=utf-8''%E8%A1%A8.docx";
        assert_eq!(parameter(kind, "boundary").as_deref(), Some("a b"));
        assert_eq!(parameter(kind, "name").as_deref(), Some("表.docx"));
        assert_eq!(parameter(kind, "charset"), None);
        let body = b"before\r\n--x\r\none\r\n--x\r\ntwo\r\n--x--\r\nafter";
        assert_eq!(parts(body, "x"), [&b"one\r\n"[..], b"two\r\n"]);
        assert_eq!(parts(b"--x\nopen", "x"), [b"open"]);
        assert_eq!(base64(b"NDU2\r\nNw"), Some(b"4567".to_vec()));
        assert_eq!(base64(b"??"), None);
        for (text, underscore, expected) in [
            ("12=\r\n3=D5=D4", Underscore::Kept, &b"123\xD5\xD4"[..]),
            ("a=\nb_c=4", Underscore::Kept, b"ab_c=4"),
            ("a_b", Underscore::Blank, b"a b"),
        ] {
            assert_eq!(unquoted(text.as_bytes(), underscore), expected, "{text}");
        }
    }
}
