//! MHT and EML (RFC 2045, RFC 2557): a web page or a letter with all that belongs to it, each part with a head of its own.

use super::{Reader, Unreadable, plain};
use crate::say;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Parts inside of each other.
const NESTED: usize = 6;
/// Parts of one message; a web page may have some hundred pictures.
const PARTS: usize = 2000;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

pub(super) fn read(bytes: &[u8], reader: &mut Reader) -> Result<(), Unreadable> {
    let mut left = PARTS;
    part(bytes, NESTED, &mut left, reader)
}

/// A head, an empty line, and what follows: one text, or parts between lines of their own.
fn part(
    bytes: &[u8],
    depth: usize,
    left: &mut usize,
    reader: &mut Reader,
) -> Result<(), Unreadable> {
    if depth == 0 || *left == 0 {
        return Err(Unreadable::TooDeep);
    }
    *left -= 1;
    let (head, body) = halves(bytes);
    let head =
        plain::decoded(head).unwrap_or_default().replace("\r\n ", " ").replace("\r\n\t", " ");
    let field = |name: &str| {
        let mut lines = head.lines();
        lines.find_map(|line| {
            line.split_once(':').filter(|(key, _)| key.trim().eq_ignore_ascii_case(name))
        })
    };
    let kind = field("content-type").map_or(String::new(), |(_, value)| value.trim().to_owned());
    reader.text(say!("信头", "its head"), head.as_str());
    if let Some(boundary) = parameter(&kind, "boundary") {
        for piece in pieces(body, format!("--{boundary}").as_bytes()) {
            part(piece, depth - 1, left, reader)?;
        }
        return Ok(());
    }
    let coding = field("content-transfer-encoding").map_or("", |(_, value)| value.trim());
    let bytes = match coding.to_ascii_lowercase().as_str() {
        "base64" => from_base64(body)?,
        "quoted-printable" => unquoted(body),
        _ => body.to_vec(),
    };
    let place = field("content-location").map_or("", |(_, value)| value.trim());
    let place = place.rsplit(['/', '\\']).next().unwrap_or(place);
    let name = parameter(&kind, "name").unwrap_or_else(|| place.to_owned());
    reader.member(&name, &bytes);
    Ok(())
}

/// What stands before and after the first empty line.
fn halves(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if line.trim_ascii().is_empty() && at > 0 {
            return (&bytes[..at], &bytes[at + line.len()..]);
        }
        at += line.len();
    }
    (bytes, &[])
}

/// `boundary="…"` of a field's value.
fn parameter(value: &str, name: &str) -> Option<String> {
    let found = value.split(';').skip(1).find_map(|pair| {
        pair.split_once('=').filter(|(key, _)| key.trim().eq_ignore_ascii_case(name))
    });
    let value = found?.1.trim().trim_matches('"');
    (!value.is_empty()).then(|| value.to_owned())
}

/// What lies between lines that begin with a mark.
fn pieces<'b>(body: &'b [u8], mark: &[u8]) -> Vec<&'b [u8]> {
    let (mut pieces, mut start, mut at) = (Vec::new(), None, 0);
    for line in body.split_inclusive(|b| *b == b'\n') {
        if line.starts_with(mark) {
            pieces.extend(start.map(|start| &body[start..at]));
            let is_last = line[mark.len()..].starts_with(b"--");
            start = (!is_last).then_some(at + line.len());
        }
        at += line.len();
    }
    pieces.extend(start.map(|start| &body[start..]));
    pieces
}

fn from_base64(body: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let plain: Vec<u8> = body.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    BASE64.decode(plain).map_err(|_| Unreadable::Damaged)
}

/// Quoted-printable: `=D5` is a byte, `=` at the end of a line joins it to the next.
fn unquoted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        let hex = body.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        match (byte, hex) {
            (b'=', Some("\r\n")) => at += 3,
            (b'=', Some(two)) if two.starts_with('\n') => at += 2,
            (b'=', Some(two)) if two.bytes().all(|b| b.is_ascii_hexdigit()) => {
                out.extend(u8::from_str_radix(two, 16));
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}
