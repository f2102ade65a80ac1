//! Lines of text in whatever encoding, and the text that lies open in old Word and Excel files.

use super::Passage;
use crate::say;
use encoding_rs::{Encoding, GB18030};

/// UTF-8 and UTF-16 by their marks, UTF-8 where it is valid, else GB18030.
pub(super) fn read(bytes: &[u8]) -> Vec<Passage> {
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let text = match (encoding, std::str::from_utf8(bytes)) {
        (Some(encoding), _) => encoding.decode(bytes).0,
        (None, Ok(text)) => text.into(),
        (None, Err(_)) => GB18030.decode(bytes).0,
    };
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            let number = at + 1;
            Passage::new(say!("第{number}行", "line {number}"), line.to_owned())
        })
        .collect()
}

/// A compound file keeps its text in one byte or two a character; numbers can be found in either without knowing more.
pub(super) fn compound(bytes: &[u8]) -> Vec<Passage> {
    let narrow: String = bytes.iter().map(|b| readable(*b)).collect();
    let wide = |from: usize| -> String {
        let pairs = bytes.get(from..).unwrap_or_default().chunks_exact(2);
        pairs.map(|pair| if pair[1] == 0 { readable(pair[0]) } else { '\n' }).collect()
    };
    let texts = [narrow, wide(0), wide(1)];
    texts.into_iter().map(|text| Passage::new(say!("文件里", "somewhere in it"), text)).collect()
}

fn readable(byte: u8) -> char {
    match byte {
        b' '..=b'~' => char::from(byte),
        _ => '\n',
    }
}
