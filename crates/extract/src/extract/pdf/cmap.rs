//! Which codes a string has, and which characters or glyphs they stand for (ISO 32000-1 §9.7.5, §9.10.3).

use super::object::{Lexer, Object};
use std::collections::HashMap;

/// Codes that one map names, at most: there are no more in any font.
const CODES: usize = 200_000;

/// A code: how many bytes it has, and their value.
type Code = (usize, u32);

/// A map.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// The codes that there are: how many bytes, the first and the last.
    spaces: Vec<(usize, u32, u32)>,
    texts: HashMap<Code, String>,
    /// Codes in a row: how many bytes, first, last, the text of the first.
    rows: Vec<(usize, u32, u32, Vec<u16>)>,
    /// Glyphs in a row: first, last, the glyph of the first.
    glyphs: Vec<(usize, u32, u32, u32)>,
    /// The map that this one adds to.
    pub(super) base: String,
}

impl CMap {
    pub(super) fn read(bytes: &[u8]) -> Self {
        let (mut map, mut operands) = (Self::default(), Vec::new());
        let mut lexer = Lexer::new(bytes, 0);
        while let Some(object) = lexer.next() {
            let Object::Word(word) = object else {
                operands.push(object);
                continue;
            };
            map.word(&word, &operands);
            operands.clear();
        }
        map.rows.sort_by_key(|row| (row.0, row.1));
        map.glyphs.sort_by_key(|row| (row.0, row.1));
        map
    }

    fn word(&mut self, word: &[u8], operands: &[Object]) {
        match word {
            b"usecmap" => self.base = operands.last().map_or("", Object::name).to_owned(),
            b"endcodespacerange" => {
                let pairs = operands
                    .chunks_exact(2)
                    .filter_map(|two| Some((code(&two[0])?, code(&two[1])?)));
                self.spaces
                    .extend(pairs.map(|((length, from), (_, to))| (length, from, to)).take(100));
            }
            b"endbfchar" => {
                for two in operands.chunks_exact(2) {
                    if let (Some(code), Some(text)) = (code(&two[0]), two[1].string()) {
                        self.text(code, &units(text));
                    }
                }
            }
            b"endbfrange" => operands.chunks_exact(3).for_each(|three| self.row(three)),
            b"endcidrange" => {
                for three in operands.chunks_exact(3) {
                    self.glyph_row(&three[0], &three[1], &three[2]);
                }
            }
            b"endcidchar" => {
                for two in operands.chunks_exact(2) {
                    self.glyph_row(&two[0], &two[0], &two[1]);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, code: Code, units: &[u16]) {
        if self.texts.len() < CODES {
            self.texts.insert(code, String::from_utf16_lossy(units));
        }
    }

    fn row(&mut self, three: &[Object]) {
        let (Some((length, from)), Some((_, to))) = (code(&three[0]), code(&three[1])) else {
            return;
        };
        match &three[2] {
            Object::String(text) if self.rows.len() < CODES => {
                self.rows.push((length, from, to, units(text)));
            }
            Object::Array(texts) => {
                for (code, text) in (from..=to).zip(texts) {
                    if let Some(text) = text.string() {
                        self.text((length, code), &units(text));
                    }
                }
            }
            _ => {}
        }
    }

    fn glyph_row(&mut self, from: &Object, to: &Object, glyph: &Object) {
        if let (Some((length, from)), Some((_, to)), Some(glyph)) =
            (code(from), code(to), glyph.count().and_then(|glyph| u32::try_from(glyph).ok()))
            && self.glyphs.len() < CODES
        {
            self.glyphs.push((length, from, to, glyph));
        }
    }

    pub(super) fn has_texts(&self) -> bool {
        !self.texts.is_empty() || !self.rows.is_empty()
    }

    pub(super) fn has_glyphs(&self) -> bool {
        !self.glyphs.is_empty()
    }

    /// The code at the beginning of a string; `usual` bytes where the map does not say how many it has.
    pub(super) fn code(&self, bytes: &[u8], usual: usize) -> Code {
        for length in 1..=bytes.len().min(4) {
            let value = value(&bytes[..length]);
            let is_in = |(of, from, to): &(usize, u32, u32)| {
                *of == length
                    && (0..length).all(|byte| {
                        let at = |value: u32| value >> (8 * byte) & 0xff;
                        (at(*from)..=at(*to)).contains(&at(value))
                    })
            };
            if self.spaces.iter().any(is_in) {
                return (length, value);
            }
        }
        let shortest = self.spaces.iter().map(|space| space.0).min().unwrap_or(usual);
        let length = shortest.clamp(1, bytes.len().max(1));
        (length, value(&bytes[..length.min(bytes.len())]))
    }

    /// The text of a code.
    pub(super) fn text_of(&self, code: Code) -> Option<String> {
        if let Some(text) = self.texts.get(&code) {
            return Some(text.clone());
        }
        let after = self.rows.partition_point(|row| (row.0, row.1) <= code);
        let (length, from, to, units) = self.rows.get(after.checked_sub(1)?)?;
        if *length != code.0 || code.1 > *to {
            return None;
        }
        let mut units = units.clone();
        let last = units.last_mut()?;
        *last = last.wrapping_add((code.1 - from) as u16);
        Some(String::from_utf16_lossy(&units))
    }

    /// The glyph of a code.
    pub(super) fn glyph_of(&self, code: Code) -> Option<u32> {
        let after = self.glyphs.partition_point(|row| (row.0, row.1) <= code);
        let (length, from, to, glyph) = self.glyphs.get(after.checked_sub(1)?)?;
        (*length == code.0 && code.1 <= *to).then(|| glyph.saturating_add(code.1 - from))
    }
}

fn code(object: &Object) -> Option<Code> {
    let bytes = object.string().filter(|bytes| (1..=4).contains(&bytes.len()))?;
    Some((bytes.len(), value(bytes)))
}

fn value(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    let pairs = bytes.chunks(2).map(|two| match two {
        [one] => u16::from(*one),
        two => u16::from_be_bytes([two[0], two[1]]),
    });
    pairs.take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_texts() {
        let map = CMap::read(b"1 begincodespacerange <00> <7f> endcodespacerange 1 begincodespacerange <8140> <fefe> endcodespacerange
            2 beginbfchar <41> <0058> <8141> <4e004e8c> endbfchar
            2 beginbfrange <30> <39> <0030> <8150> <8151> [<0061> <0062>] endbfrange 1 begincidrange <8200> <8210> 17 endcidrange");
        assert_eq!(map.code(b"\x41\x42", 2), (1, 0x41));
        assert_eq!(map.code(b"\x81\x41\x42", 2), (2, 0x8141));
        assert_eq!(map.code(b"\xff", 2), (1, 0xff));
        assert_eq!(map.text_of((1, 0x41)).as_deref(), Some("X"));
        assert_eq!(map.text_of((2, 0x8141)).as_deref(), Some("一二"));
        assert_eq!(map.text_of((1, 0x35)).as_deref(), Some("5"));
        assert_eq!(map.text_of((2, 0x8151)).as_deref(), Some("b"));
        assert_eq!(map.text_of((2, 0x35)), None);
        assert_eq!(map.glyph_of((2, 0x8202)), Some(19));
        assert_eq!(map.glyph_of((2, 0x8211)), None);
        assert_eq!(CMap::default().code(b"\x01\x02\x03", 2), (2, 0x0102));
        assert_eq!(CMap::default().code(b"\x01", 2), (1, 1));
    }
}
