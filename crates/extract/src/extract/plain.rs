//! Lines of text in whatever encoding, and the text that lies open in files of unknown build.

use super::Reader;
use crate::say;
use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

/// So much of a file is looked at to tell whether it is text.
const SAMPLE: usize = 64 * 1024;

/// How much is looked at to tell UTF-16, in bytes.
const PAIRS: usize = 4096;

/// Text of one byte or more a character holds no zeros; in UTF-16 they are in line ends, and in 开 and 一.
pub fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(PAIRS) & !1];
    if !sample.contains(&0) {
        return None;
    }
    // Other bytes read as UTF-16 fall anywhere, in rare Han characters too: only the block of the usual ones tells.
    let usual = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ff5e}');
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let text = encoding.decode_without_bom_handling(sample).0;
        let known = text.chars().filter(|c| usual(*c)).count();
        known * 10 >= text.chars().count() * 9
    })
}

/// Text: UTF-8 and UTF-16 by their marks, UTF-16 without one by its letters, UTF-8 where it is valid, else GB18030. None where
/// it is none.
pub(super) fn decoded(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode(bytes).0.into_owned());
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let text = match (unmarked_utf16(bytes), std::str::from_utf8(bytes)) {
        (Some(encoding), _) => encoding.decode(bytes).0.into_owned(),
        // Nothing but UTF-16 has zeros in a text.
        (None, _) if sample.contains(&0) => return None,
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => GB18030.decode(bytes).0.into_owned(),
    };
    is_text(&text).then_some(text)
}

/// Whether there is next to nothing in it that no text has.
fn is_text(text: &str) -> bool {
    let (mut strange, mut all) = (0_usize, 0_usize);
    for c in text.chars().take(SAMPLE) {
        let is_strange = c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\x0c' | '\x1a');
        strange += usize::from(is_strange || c == char::REPLACEMENT_CHARACTER);
        all += 1;
    }
    strange * 20 <= all
}

pub(super) fn read(bytes: &[u8], reader: &mut Reader) {
    let text = decoded(bytes).unwrap_or_default();
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        reader.text(say!("第{number}行", "line {number}"), line);
    }
}

/// A file of unknown build keeps its text in one byte or two a character: numbers are found in either without knowing more.
pub(super) fn open_text(bytes: &[u8], reader: &mut Reader) {
    let narrow: String = bytes.iter().map(|b| readable(*b)).collect();
    let wide = |from: usize| -> String {
        let pairs = bytes.get(from..).unwrap_or_default().chunks_exact(2);
        pairs.map(|pair| if pair[1] == 0 { readable(pair[0]) } else { '\n' }).collect()
    };
    for text in [narrow, wide(0), wide(1)] {
        reader.beside(say!("文件里", "somewhere in it"), text);
    }
}

fn readable(byte: u8) -> char {
    match byte {
        b' '..=b'~' => char::from(byte),
        _ => '\n',
    }
}
