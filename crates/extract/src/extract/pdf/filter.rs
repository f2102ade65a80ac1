//! Streams as they are unpacked (ISO 32000-1 §7.4). What is cut off gives what there is of it.

use super::object::{Dictionary, Object};
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::io::Read;

/// Filters on one stream; more is no document, but made to take time.
const FILTERS: usize = 8;

/// What became of a stream.
pub(super) enum Unpacked {
    Bytes(Vec<u8>),
    /// It is a picture.
    Picture,
    /// It has a filter that nobody knows, or more in it than is left.
    Unknown,
}

/// Unpacks at most `limit` bytes. `filters` and `parameters` are those of the stream, references resolved.
pub(super) fn unpack(
    bytes: &[u8],
    filters: &[Object],
    parameters: &[Object],
    limit: usize,
) -> Unpacked {
    let mut bytes = bytes.to_vec();
    if filters.len() > FILTERS {
        return Unpacked::Unknown;
    }
    for (at, filter) in filters.iter().enumerate() {
        let none = Dictionary::default();
        let parameters = match parameters.get(at) {
            Some(Object::Dictionary(parameters)) => parameters,
            _ => &none,
        };
        let unpacked = match filter.name() {
            "FlateDecode" | "Fl" => predicted(inflated(&bytes, limit), parameters),
            "LZWDecode" | "LZW" => predicted(unlzw(&bytes, parameters, limit), parameters),
            "ASCIIHexDecode" | "AHx" => from_hex(&bytes),
            "ASCII85Decode" | "A85" => from_85(&bytes),
            "RunLengthDecode" | "RL" => runs(&bytes, limit),
            "Crypt" => bytes,
            "DCTDecode" | "DCT" | "JPXDecode" | "CCITTFaxDecode" | "CCF" | "JBIG2Decode" => {
                return Unpacked::Picture;
            }
            _ => return Unpacked::Unknown,
        };
        if unpacked.len() > limit {
            return Unpacked::Unknown;
        }
        bytes = unpacked;
    }
    Unpacked::Bytes(bytes)
}

fn inflated(bytes: &[u8], limit: usize) -> Vec<u8> {
    let most = limit as u64 + 1;
    let mut out = Vec::new();
    // What came before an error counts; some programs leave out the head.
    let read = ZlibDecoder::new(bytes).take(most).read_to_end(&mut out);
    if read.is_err() && out.is_empty() {
        let bare = bytes.get(2..).unwrap_or_default();
        let read = DeflateDecoder::new(bare).take(most).read_to_end(&mut out);
        drop(read);
    }
    out
}

/// Undoes what made the bytes easier to pack: each as its difference from those before it (PNG) or beside it (TIFF).
fn predicted(bytes: Vec<u8>, parameters: &Dictionary) -> Vec<u8> {
    let number = |name: &str, other: usize| parameters.get(name).count().unwrap_or(other);
    let bits = number("BitsPerComponent", 8).clamp(1, 16);
    let (colours, columns) =
        (number("Colors", 1).clamp(1, 32), number("Columns", 1).clamp(1, 1 << 20));
    let width = (bits * colours).div_ceil(8);
    let row = (bits * colours * columns).div_ceil(8);
    match number("Predictor", 1) {
        10.. => png(&bytes, row, width),
        2 if bits == 8 => {
            let mut bytes = bytes;
            for row in bytes.chunks_mut(row) {
                for at in width..row.len() {
                    row[at] = row[at].wrapping_add(row[at - width]);
                }
            }
            bytes
        }
        _ => bytes,
    }
}

fn png(bytes: &[u8], row: usize, width: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0; row];
    for line in bytes.chunks(row + 1) {
        let Some((kind, line)) = line.split_first() else {
            break;
        };
        let mut here = vec![0; row];
        for (at, byte) in line.iter().enumerate() {
            let left = at.checked_sub(width).map_or(0, |at| here[at]);
            let corner = at.checked_sub(width).map_or(0, |at| above[at]);
            let guess = match kind {
                1 => left,
                2 => above[at],
                3 => u8::midpoint(left, above[at]),
                4 => paeth(left, above[at], corner),
                _ => 0,
            };
            here[at] = byte.wrapping_add(guess);
        }
        out.extend_from_slice(&here[..line.len()]);
        above = here;
    }
    out
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let far = |value: u8| {
        (i16::from(left) + i16::from(above) - i16::from(corner) - i16::from(value)).abs()
    };
    match (far(left), far(above), far(corner)) {
        (a, b, c) if a <= b && a <= c => left,
        (_, b, c) if b <= c => above,
        _ => corner,
    }
}

/// LZW with codes of 9 to 12 bits.
fn unlzw(bytes: &[u8], parameters: &Dictionary, limit: usize) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let early = usize::from(parameters.get("EarlyChange").count() != Some(0));
    let mut out: Vec<u8> = Vec::new();
    // Where in the output each code's bytes stand.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let (mut width, mut bits, mut held) = (9, 0_usize, 0_u32);
    let mut before: Option<(usize, usize)> = None;
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (held >> bits) as usize & ((1 << width) - 1);
        held &= (1 << bits) - 1;
        let start = out.len();
        match code {
            CLEAR => {
                table.clear();
                (width, before) = (9, None);
                continue;
            }
            END => break,
            0..=255 => out.extend(u8::try_from(code)),
            code => match (table.get(code - 258).copied(), before) {
                (Some((from, to)), _) => out.extend_from_within(from..to),
                (None, Some((from, to))) => {
                    out.extend_from_within(from..to);
                    out.extend_from_within(from..=from);
                }
                (None, None) => break,
            },
        }
        if let Some((from, to)) = before.filter(|_| table.len() < 4096 - 258) {
            // The bytes before, and the first of these: they stand side by side.
            table.push((from, to + 1));
        }
        before = Some((start, out.len()));
        width = match table.len() + 258 + early {
            0..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
        if out.len() > limit {
            break;
        }
    }
    out
}

fn from_hex(bytes: &[u8]) -> Vec<u8> {
    let digits =
        bytes.iter().take_while(|b| **b != b'>').filter_map(|b| char::from(*b).to_digit(16));
    let digits: Vec<u32> = digits.collect();
    digits
        .chunks(2)
        .filter_map(|two| u8::try_from(two[0] * 16 + two.get(1).unwrap_or(&0)).ok())
        .collect()
}

fn from_85(bytes: &[u8]) -> Vec<u8> {
    let (mut out, mut group) = (Vec::new(), Vec::new());
    for byte in bytes {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            out.extend(four(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let rest = group.len() - 1;
        group.resize(5, 84);
        out.extend(&four(&group)[..rest]);
    }
    out
}

fn four(group: &[u32]) -> [u8; 4] {
    let value =
        group.iter().fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(*digit));
    value.to_be_bytes()
}

fn runs(bytes: &[u8], limit: usize) -> Vec<u8> {
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(&length) = bytes.get(at).filter(|length| **length != 128) {
        at += 1;
        match length {
            0..=127 => {
                let end = (at + usize::from(length) + 1).min(bytes.len());
                out.extend_from_slice(&bytes[at..end]);
                at = end;
            }
            _ => {
                let byte = bytes.get(at).copied().unwrap_or(0);
                out.extend(std::iter::repeat_n(byte, 257 - usize::from(length)));
                at += 1;
            }
        }
        if out.len() > limit {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(filter: &str, bytes: &[u8]) -> Vec<u8> {
        match unpack(bytes, &[Object::Name(filter.as_bytes().to_vec())], &[], 1000) {
            Unpacked::Bytes(bytes) => bytes,
            Unpacked::Picture | Unpacked::Unknown => Vec::new(),
        }
    }

    #[test]
    fn every_filter() {
        // The examples of the standard and of its forerunners.
        let lzw = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(unpacked("LZWDecode", &lzw), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
        assert_eq!(unpacked("ASCIIHexDecode", b"31 32 32 3>"), b"1220");
        assert_eq!(unpacked("ASCII85Decode", b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(unpacked("RunLengthDecode", &[1, 65, 66, 254, 67, 128, 1]), b"ABCCC");
        assert_eq!(unpacked("FlateDecode", &[0x78, 0x9c, 0x33, 0x04, 0, 0, 0x32, 0, 0x32]), b"1");
        assert_eq!(png(&[2, 1, 2, 2, 1, 1, 1, 5, 1], 2, 1), [1, 2, 2, 3, 5, 6]);
    }
}
