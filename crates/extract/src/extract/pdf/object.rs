//! What a PDF is written in (ISO 32000-1 §7.2, §7.3): numbers, names, strings, lists and dictionaries, in files and in what
//! draws a page alike.

use std::collections::BTreeMap;

/// Lists and dictionaries inside of each other.
const DEPTH: usize = 64;

/// A piece of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Object {
    /// `null`, and what is none.
    #[default]
    Null,
    Truth(bool),
    Number(f64),
    Name(Vec<u8>),
    /// Bytes, whatever they stand for.
    String(Vec<u8>),
    Array(Vec<Object>),
    Dictionary(Dictionary),
    /// Another object, by its number.
    Reference(u32),
    /// A word that is none of these: what is to be drawn, or where an object ends.
    Word(Vec<u8>),
}

/// Values by their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dictionary(BTreeMap<Vec<u8>, Object>);

impl Dictionary {
    pub(super) fn get(&self, name: &str) -> &Object {
        self.0.get(name.as_bytes()).unwrap_or(&Object::Null)
    }

    pub(super) fn by_bytes(&self, name: &[u8]) -> &Object {
        self.0.get(name).unwrap_or(&Object::Null)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &Object> {
        self.0.values()
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.0.iter().map(|(name, value)| (name.as_slice(), value))
    }
}

impl Object {
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A whole number, not below 0.
    pub(super) fn count(&self) -> Option<usize> {
        let number = self.number().filter(|n| n.fract() == 0.0 && (0.0..1e15).contains(n));
        number.map(|number| number as usize)
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Self::Name(name) => std::str::from_utf8(name).unwrap_or(""),
            _ => "",
        }
    }

    pub(super) fn string(&self) -> Option<&[u8]> {
        match self {
            Self::String(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> &[Object] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(self, Self::Word(found) if found == word.as_bytes())
    }
}

/// Reads objects one after the other.
pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    pub(super) at: usize,
}

fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'b> Lexer<'b> {
    pub(super) fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at: at.min(bytes.len()) }
    }

    fn rest(&self) -> &'b [u8] {
        &self.bytes[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_white(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    let line = self.rest().iter().take_while(|b| !matches!(b, b'\r' | b'\n'));
                    self.at += line.count();
                }
                byte if is_white(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    /// The next object; none at the end.
    pub(super) fn next(&mut self) -> Option<Object> {
        self.object(0)
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        self.skip_white();
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'/' => Object::Name(self.name()),
            b'(' => Object::String(self.literal()),
            b'<' if self.peek() == Some(b'<') => {
                self.at += 1;
                Object::Dictionary(self.dictionary(depth + 1))
            }
            b'<' => Object::String(self.hex()),
            b'[' => Object::Array(self.items(depth + 1, b"]")),
            b'>' if self.peek() == Some(b'>') => {
                self.at += 1;
                Object::Word(b">>".to_vec())
            }
            b'+' | b'-' | b'.' | b'0'..=b'9' => {
                self.at -= 1;
                self.number()
            }
            byte if is_mark(byte) => Object::Word(vec![byte]),
            _ => {
                self.at -= 1;
                self.word()
            }
        })
    }

    /// Up to a word that ends them; too deep a list is empty, though it is read through.
    fn items(&mut self, depth: usize, end: &[u8]) -> Vec<Object> {
        let mut items = Vec::new();
        if depth > DEPTH {
            return items;
        }
        while let Some(item) = self.object(depth) {
            match item {
                Object::Word(word) if word == end => break,
                // An object that has ended leaves its lists open.
                Object::Word(word) if matches!(word.as_slice(), b"endobj" | b"stream") => {
                    self.at -= word.len();
                    break;
                }
                Object::Word(_) if end == b">>" => {}
                item => items.push(item),
            }
        }
        items
    }

    fn dictionary(&mut self, depth: usize) -> Dictionary {
        let mut items = self.items(depth, b">>").into_iter();
        let mut pairs = BTreeMap::new();
        while let Some(name) = items.next() {
            if let (Object::Name(name), Some(value)) = (name, items.next()) {
                pairs.insert(name, value);
            }
        }
        Dictionary(pairs)
    }

    fn name(&mut self) -> Vec<u8> {
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|byte| !is_white(*byte) && !is_mark(*byte)) {
            let hex = self.bytes.get(self.at + 1..self.at + 3).and_then(hex_byte);
            match (byte, hex) {
                (b'#', Some(byte)) => {
                    name.push(byte);
                    self.at += 3;
                }
                _ => {
                    name.push(byte);
                    self.at += 1;
                }
            }
        }
        name
    }

    fn literal(&mut self) -> Vec<u8> {
        let (mut string, mut open) = (Vec::new(), 1_usize);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escape(&mut string),
                b')' if open == 1 => break,
                byte => {
                    open += usize::from(byte == b'(');
                    open -= usize::from(byte == b')');
                    string.push(byte);
                }
            }
        }
        string
    }

    fn escape(&mut self, string: &mut Vec<u8>) {
        let Some(byte) = self.peek() else {
            return;
        };
        self.at += 1;
        match byte {
            b'n' => string.push(b'\n'),
            b'r' => string.push(b'\r'),
            b't' => string.push(b'\t'),
            b'b' => string.push(8),
            b'f' => string.push(12),
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    if let Some(digit) = self.peek().filter(|b| (b'0'..=b'7').contains(b)) {
                        value = value * 8 + u32::from(digit - b'0');
                        self.at += 1;
                    }
                }
                string.extend(u8::try_from(value & 0xff));
            }
            byte => string.push(byte),
        }
    }

    fn hex(&mut self) -> Vec<u8> {
        let length = self.rest().iter().take_while(|b| **b != b'>').count();
        let digits: Vec<u8> =
            self.rest()[..length].iter().filter(|b| b.is_ascii_hexdigit()).copied().collect();
        self.at = (self.at + length + 1).min(self.bytes.len());
        digits
            .chunks(2)
            .filter_map(|two| hex_byte(&[two[0], *two.get(1).unwrap_or(&b'0')]))
            .collect()
    }

    /// A number; of two whole ones and an `R`, the object that they name.
    fn number(&mut self) -> Object {
        let number = self.plain_number();
        let before = self.at;
        if let Some(number) = number.filter(|n| n.fract() == 0.0 && (0.0..4e9).contains(n))
            && self.is_reference()
        {
            return Object::Reference(number as u32);
        }
        self.at = before;
        number.map_or(Object::Null, Object::Number)
    }

    fn is_reference(&mut self) -> bool {
        self.skip_white();
        let digits = self.rest().iter().take(6).take_while(|b| b.is_ascii_digit()).count();
        self.at += digits;
        self.skip_white();
        let ends = self.bytes.get(self.at + 1).is_none_or(|b| is_white(*b) || is_mark(*b));
        let is_reference = digits > 0 && self.peek() == Some(b'R') && ends;
        self.at += usize::from(is_reference);
        is_reference
    }

    fn plain_number(&mut self) -> Option<f64> {
        let length = self
            .rest()
            .iter()
            .take_while(|b| matches!(b, b'+' | b'-' | b'.' | b'0'..=b'9'))
            .count();
        let text = std::str::from_utf8(&self.rest()[..length]).ok();
        self.at += length;
        // Some programs write `--5` and `5-3`.
        let text = text?.trim_start_matches(['+', '-']);
        let sign = if self.bytes[self.at - length] == b'-' { -1.0 } else { 1.0 };
        let text = text.split('-').next()?;
        text.parse::<f64>().ok().map(|number| sign * number)
    }

    fn word(&mut self) -> Object {
        let length = self.rest().iter().take_while(|b| !is_white(**b) && !is_mark(**b)).count();
        let word = &self.rest()[..length];
        self.at += length;
        match word {
            b"null" => Object::Null,
            b"true" => Object::Truth(true),
            b"false" => Object::Truth(false),
            word => Object::Word(word.to_vec()),
        }
    }

    /// Past the picture that a page's own drawing holds: `BI … ID bytes EI`.
    pub(super) fn skip_picture(&mut self) {
        while let Some(at) = self.rest().windows(2).position(|two| two == b"EI") {
            let before = at.checked_sub(1).and_then(|at| self.rest().get(at)).copied();
            self.at += at + 2;
            let ends = self.peek().is_none_or(is_white);
            if ends && before.is_some_and(is_white) {
                return;
            }
        }
        self.at = self.bytes.len();
    }
}

fn hex_byte(two: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects() {
        let text = b"1 -2.5 (a\\(b\\051(c)\\061) <3 13 2 2> /A#42 [1 0 R 2 0 obj] <</K/V/L[<<>>]>> true BT % x\nRG 1 0 RG";
        let mut lexer = Lexer::new(text, 0);
        let all: Vec<Object> = std::iter::from_fn(|| lexer.next()).collect();
        assert_eq!(all[0], Object::Number(1.0));
        assert_eq!(all[1], Object::Number(-2.5));
        assert_eq!(all[2], Object::String(b"a(b)(c)1".to_vec()));
        assert_eq!(all[3], Object::String(b"12\x20".to_vec()));
        assert_eq!(all[4], Object::Name(b"AB".to_vec()));
        let list = [
            Object::Reference(1),
            Object::Number(2.0),
            Object::Number(0.0),
            Object::Word(b"obj".to_vec()),
        ];
        assert_eq!(all[5].array(), list);
        let Object::Dictionary(pairs) = &all[6] else { panic!("{:?}", all[6]) };
        assert_eq!(pairs.get("K").name(), "V");
        assert_eq!(all[7], Object::Truth(true));
        assert!(all[8].is_word("BT") && all[9].is_word("RG") && all[12].is_word("RG"));
        assert_eq!(all.len(), 13);
    }

    #[test]
    fn depth_has_an_end() {
        for open in ["[", "<</A "] {
            let deep = open.repeat(200_000);
            let mut lexer = Lexer::new(deep.as_bytes(), 0);
            while lexer.next().is_some() {}
        }
    }
}
