//! MHT and EML (RFC 2045, RFC 2557): a web page or a letter with all that belongs to it, each part with a head of its own.

use super::{Reader, Unreadable, plain};
use crate::office::message::{Underscore, base64, parameter, parts, unquoted};
use crate::say;

/// Parts inside of each other.
const NESTED: usize = 6;
/// Parts of one message; a web page may have some hundred pictures.
const PARTS: usize = 2000;

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
    let given = |name: &str| parameter(&kind, name).filter(|value| !value.is_empty());
    if let Some(boundary) = given("boundary") {
        for piece in parts(body, &boundary) {
            part(piece, depth - 1, left, reader)?;
        }
        return Ok(());
    }
    let coding = field("content-transfer-encoding").map_or("", |(_, value)| value.trim());
    let bytes = match coding.to_ascii_lowercase().as_str() {
        "base64" => base64(body).ok_or(Unreadable::Damaged)?,
        "quoted-printable" => unquoted(body, Underscore::Kept),
        _ => body.to_vec(),
    };
    let place = field("content-location").map_or("", |(_, value)| value.trim());
    let place = place.rsplit(['/', '\\']).next().unwrap_or(place);
    let name = given("name").unwrap_or_else(|| place.to_owned());
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
