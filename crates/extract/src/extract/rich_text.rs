//! RTF: text between control words, letters beyond ASCII as bytes of a code page or as numbers of Unicode.

use super::{Reader, Unreadable};
use crate::say;
use encoding_rs::{BIG5, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};

/// Groups inside of each other; Word writes far fewer.
const DEPTH: usize = 1000;

/// Groups that hold no text: tables of fonts and styles, pictures, and what other programs keep for themselves.
const SILENT: [&str; 18] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "pict",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "pnseclvl",
    "panose",
    "blipuid",
    "objclass",
    "wgrffmtfilter",
];

/// Groups whose text stands beside that of the page; so does every other one that begins with `\*`.
const BESIDE: [&str; 12] = [
    "info",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "annotation",
    "fldinst",
];

/// What ends a paragraph, and what ends a cell.
const BREAKS: [&str; 4] = ["par", "line", "sect", "page"];
const CELLS: [&str; 2] = ["cell", "nestcell"];
const ROWS: [&str; 2] = ["row", "nestrow"];

/// What a group says of the text in it.
#[derive(Clone, Copy, Default)]
struct Group {
    is_silent: bool,
    is_beside: bool,
}

pub(super) fn read(bytes: &[u8], reader: &mut Reader) {
    let mut text = Text::new(bytes);
    while text.step(reader) {}
    text.end(reader, false);
    if text.has_object {
        reader.unread(say!("里面嵌入的文件", "a file embedded in it"), Unreadable::Unknown);
    }
}

struct Text<'b> {
    bytes: &'b [u8],
    at: usize,
    groups: Vec<Group>,
    /// The texts that groups stand in which stand beside them, with how many groups were open.
    outer: Vec<(usize, String)>,
    /// Whether the paragraph stands in a table, and the cell in which it does.
    is_cell: bool,
    cell: (usize, usize),
    /// How many bytes stand for a letter that is written as a number.
    replaced: usize,
    /// Letters to pass over.
    skip: usize,
    encoding: &'static Encoding,
    /// Bytes of the code page that are not yet text.
    raw: Vec<u8>,
    text: String,
    paragraph: usize,
    has_object: bool,
}

impl<'b> Text<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            groups: Vec::new(),
            outer: Vec::new(),
            is_cell: false,
            cell: (0, 0),
            replaced: 1,
            skip: 0,
            encoding: code_page(bytes),
            raw: Vec::new(),
            text: String::new(),
            paragraph: 0,
            has_object: false,
        }
    }

    /// Takes one letter, word or brace; whether there was one.
    fn step(&mut self, reader: &mut Reader) -> bool {
        let Some(&byte) = self.bytes.get(self.at) else {
            return false;
        };
        self.at += 1;
        match byte {
            b'{' if self.groups.len() < DEPTH => self.groups.push(self.group()),
            b'}' => self.close(reader),
            b'\\' => self.control(reader),
            b'{' | b'\r' | b'\n' | 0 => {}
            byte => self.byte(byte),
        }
        true
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or_default()
    }

    /// Ends a group, and goes on with the text in which it stood where it stood beside it.
    fn close(&mut self, reader: &mut Reader) {
        self.groups.pop();
        if let Some((depth, text)) = self.outer.pop() {
            match depth > self.groups.len() {
                true => {
                    self.end(reader, true);
                    self.text = text;
                }
                false => self.outer.push((depth, text)),
            }
        }
    }

    /// What comes up to the end of this group stands beside the text.
    fn set_aside(&mut self) {
        self.flush();
        let depth = self.groups.len();
        if let Some(last) = self.groups.last_mut().filter(|last| !last.is_beside) {
            last.is_beside = true;
            self.outer.push((depth, std::mem::take(&mut self.text)));
        }
    }

    fn byte(&mut self, byte: u8) {
        match self.skip {
            0 if !self.group().is_silent => self.raw.push(byte),
            0 => {}
            _ => self.skip -= 1,
        }
    }

    fn control(&mut self, reader: &mut Reader) {
        let Some(&first) = self.bytes.get(self.at) else {
            return;
        };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return self.symbol(first);
        }
        let (word, number) = self.word();
        match word {
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => {
                self.replaced = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1).min(8)
            }
            "bin" => self.at += number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0),
            "objdata" => {
                self.has_object = true;
                self.silence();
            }
            "tab" | "emspace" | "enspace" => self.byte(b' '),
            "intbl" => self.is_cell = true,
            "pard" => self.is_cell = false,
            word if BREAKS.contains(&word) => self.end(reader, false),
            word if CELLS.contains(&word) => self.end_cell(reader),
            word if ROWS.contains(&word) => {
                self.end(reader, false);
                self.cell = (self.cell.0 + 1, 0);
            }
            word if BESIDE.contains(&word) => self.set_aside(),
            word if SILENT.contains(&word) => self.silence(),
            _ => {}
        }
    }

    fn silence(&mut self) {
        if let Some(last) = self.groups.last_mut() {
            last.is_silent = true;
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\'' => {
                let two = self.bytes.get(self.at..self.at + 2);
                let two = two.and_then(|two| std::str::from_utf8(two).ok());
                if let Some(byte) = two.and_then(|two| u8::from_str_radix(two, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'~' => self.byte(b' '),
            b'_' => self.byte(b'-'),
            // A group that only programs know that made it.
            b'*' => self.set_aside(),
            _ => {}
        }
    }

    /// The letters after the backslash, and the number after them.
    fn word(&mut self) -> (&'b str, Option<i32>) {
        let rest = &self.bytes[self.at..];
        let letters = rest.iter().take(32).take_while(|b| b.is_ascii_alphabetic()).count();
        let sign = usize::from(rest.get(letters) == Some(&b'-'));
        let start = letters + sign;
        let digits = rest[start..].iter().take(10).take_while(|b| b.is_ascii_digit()).count();
        let end = if digits > 0 { start + digits } else { letters };
        self.at += end + usize::from(rest.get(end) == Some(&b' '));
        let text = |range: std::ops::Range<usize>| std::str::from_utf8(&rest[range]).unwrap_or("");
        (text(0..letters), text(letters..end).parse().ok())
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        // Written with a sign, as 16 bits.
        let unit = u32::try_from(number.rem_euclid(0x1_0000)).unwrap_or(0);
        if !self.group().is_silent {
            self.text.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        self.skip = self.replaced;
    }

    fn flush(&mut self) {
        let (text, ..) = self.encoding.decode(&self.raw);
        self.text.push_str(&text);
        self.raw.clear();
    }

    fn end_cell(&mut self, reader: &mut Reader) {
        self.is_cell = true;
        self.end(reader, false);
        self.cell.1 += 1;
    }

    /// Ends a paragraph, or what stands of one beside the text.
    fn end(&mut self, reader: &mut Reader, is_aside: bool) {
        self.flush();
        self.paragraph += 1;
        let number = self.paragraph;
        let text = std::mem::take(&mut self.text);
        let place = say!("第{number}段", "paragraph {number}");
        let is_beside = is_aside || !self.outer.is_empty();
        match () {
            () if is_beside => reader.beside(place, text),
            () if self.is_cell => reader.cell(place, Some(self.cell), text),
            () => {
                // The next cell is one of another table.
                if self.cell != (0, 0) {
                    self.cell = (0, 0);
                    reader.part += 1;
                }
                reader.text(place, text);
            }
        }
    }
}

/// The code page that the file names; Chinese programs often name it with the fonts alone.
fn code_page(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(64 * 1024)];
    let has = |word: &[u8]| super::kind::holds(head, word);
    match () {
        () if has(b"\\ansicpg936") || has(b"\\fcharset134") => GB18030,
        () if has(b"\\ansicpg950") || has(b"\\fcharset136") => BIG5,
        () if has(b"\\ansicpg932") => SHIFT_JIS,
        () => WINDOWS_1252,
    }
}
