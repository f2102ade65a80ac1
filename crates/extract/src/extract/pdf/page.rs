//! What a page shows (ISO 32000-1 §9.4): its strings in the order in which they are drawn, put together where they touch,
//! since a number may be drawn digit by digit.

use super::file::{File, Found};
use super::font::Font;
use super::object::{Dictionary, Lexer, Object};
use super::text_string;
use std::collections::HashMap;
use std::rc::Rc;

/// Drawings inside of each other.
const DEPTH: usize = 12;
/// States that are kept for later.
const STATES: usize = 512;
/// Operands of one operator.
const OPERANDS: usize = 4096;

/// A gap of so many ems is a blank.
const BLANK: f64 = 0.25;
/// Digits that are drawn one by one may stand so far from each other, in the boxes of a form.
const BOXES: f64 = 2.2;
/// What is drawn again so near is the same, drawn bolder.
const AGAIN: f64 = 0.15;

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// Lines of text.
    pub(super) text: String,
    pub(super) letters: usize,
    /// Letters that cannot be made out.
    pub(super) unknown: usize,
    pub(super) has_picture: bool,
    /// Lines and curves; letters may have been turned into them.
    pub(super) strokes: usize,
}

/// A matrix: `[a b c d e f]` as a PDF writes it.
type Matrix = [f64; 6];

const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First the one, then the other.
fn times(one: Matrix, other: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = one;
    let [p, q, r, s, t, u] = other;
    [
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    ]
}

/// How text is drawn.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    /// Between letters, and between words besides.
    apart: f64,
    blank: f64,
    scale: f64,
    leading: f64,
}

/// The piece that was drawn last: where it begins and ends, its direction, the size of its letters.
struct Drawn {
    start: (f64, f64),
    end: (f64, f64),
    direction: (f64, f64),
    em: f64,
    text: String,
}

/// The names that a drawing uses.
struct Names {
    fonts: Dictionary,
    drawings: Dictionary,
    states: Dictionary,
    properties: Dictionary,
}

impl Names {
    fn of(file: &File<'_>, resources: &Dictionary) -> Self {
        let of = |name| file.dictionary(resources.get(name));
        Self {
            fonts: of("Font"),
            drawings: of("XObject"),
            states: of("ExtGState"),
            properties: of("Properties"),
        }
    }
}

/// Draws pages, and keeps the fonts that they share.
pub(super) struct Painter<'f, 'b> {
    file: &'f File<'b>,
    fonts: HashMap<u32, Rc<Font>>,
    shown: Shown,
    last: Option<Drawn>,
    /// The drawings that we are in, by their numbers: none draws itself.
    within: Vec<u32>,
    /// Of the marks that are open, those that say themselves what they hold.
    said: Vec<bool>,
}

impl<'f, 'b> Painter<'f, 'b> {
    pub(super) fn new(file: &'f File<'b>) -> Self {
        let (fonts, shown) = (HashMap::new(), Shown::default());
        Self { file, fonts, shown, last: None, within: Vec::new(), said: Vec::new() }
    }

    /// A page with what is stuck on it.
    pub(super) fn page(&mut self, page: &Dictionary, resources: &Dictionary) -> Shown {
        (self.shown, self.last) = (Shown::default(), None);
        let contents = match self.file.object_of(page.get("Contents")) {
            Object::Array(items) => items,
            _ => vec![page.get("Contents").clone()],
        };
        // Drawn as one: a word may begin in one stream and end in the next.
        let mut bytes = Vec::new();
        for part in &contents {
            bytes.extend(self.file.bytes_of(&self.file.resolve(part)).unwrap_or_default());
            bytes.push(b'\n');
        }
        self.draw(&bytes, resources, UNIT);
        for note in self.file.list(page.get("Annots")) {
            self.note(&self.file.dictionary(&note), resources);
        }
        let mut shown = std::mem::take(&mut self.shown);
        shown.text = joined(&shown.text);
        shown
    }

    /// What a comment, a stamp or a field looks like: one drawing, or one for every state.
    fn note(&mut self, note: &Dictionary, resources: &Dictionary) {
        let looks = self.file.dictionary(note.get("AP"));
        let normal = looks.get("N");
        let found = self.file.resolve(normal);
        match &found.object {
            Object::Dictionary(states) if self.file.bytes_of(&found).is_none() => {
                for (_, state) in states.entries().take(STATES) {
                    self.form(state, resources, UNIT);
                }
            }
            _ => self.form(normal, resources, UNIT),
        }
    }

    fn form(&mut self, object: &Object, outer: &Dictionary, page: Matrix) {
        let number = match object {
            Object::Reference(number) => *number,
            _ => return,
        };
        if self.within.contains(&number) || self.within.len() >= DEPTH {
            return;
        }
        let found = self.file.resolve(object);
        self.within.push(number);
        self.drawing(&found, outer, page);
        self.within.pop();
    }

    fn drawing(&mut self, found: &Found, outer: &Dictionary, page: Matrix) {
        let Object::Dictionary(form) = &found.object else {
            return;
        };
        if form.get("Subtype").name() == "Image" {
            self.shown.has_picture = true;
            return;
        }
        let Some(bytes) = self.file.bytes_of(found) else {
            return;
        };
        let matrix = matrix(&self.file.list(form.get("Matrix")));
        let own = self.file.object_of(form.get("Resources"));
        let resources = match &own {
            Object::Dictionary(own) => own,
            _ => outer,
        };
        self.draw(&bytes, resources, times(matrix, page));
    }

    fn draw(&mut self, bytes: &[u8], resources: &Dictionary, page: Matrix) {
        let names = Names::of(self.file, resources);
        let state =
            State { page, font: None, size: 1.0, apart: 0.0, blank: 0.0, scale: 1.0, leading: 0.0 };
        let mut pen = Pen { state, states: Vec::new(), line: UNIT, text: UNIT };
        let mut lexer = Lexer::new(bytes, 0);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(object) = lexer.next() {
            let Object::Word(word) = object else {
                if operands.len() < OPERANDS {
                    operands.push(object);
                }
                continue;
            };
            match word.as_slice() {
                b"ID" => {
                    self.shown.has_picture = true;
                    lexer.skip_picture();
                }
                b"Do" => {
                    let drawing = operands.last().and_then(|name| match name {
                        Object::Name(name) => Some(names.drawings.by_bytes(name).clone()),
                        _ => None,
                    });
                    self.form(&drawing.unwrap_or_default(), resources, pen.state.page);
                }
                word => self.operator(word, &operands, &names, &mut pen),
            }
            operands.clear();
            if self.file.still().is_err() {
                return;
            }
        }
    }

    fn operator(&mut self, word: &[u8], operands: &[Object], names: &Names, pen: &mut Pen) {
        let number = |at: usize| operands.get(at).and_then(Object::number).unwrap_or(0.0);
        match word {
            b"q" if pen.states.len() < STATES => pen.states.push(pen.state.clone()),
            b"Q" => pen.state = pen.states.pop().unwrap_or_else(|| pen.state.clone()),
            b"cm" => pen.state.page = times(matrix(operands), pen.state.page),
            b"BT" => (pen.text, pen.line) = (UNIT, UNIT),
            b"Tf" => self.set_font(operands, names, pen),
            b"gs" => self.set_state(operands, names, pen),
            b"Tc" => pen.state.apart = number(0),
            b"Tw" => pen.state.blank = number(0),
            b"Tz" => pen.state.scale = number(0) / 100.0,
            b"TL" => pen.state.leading = number(0),
            b"Td" => pen.next(number(0), number(1)),
            b"TD" => {
                pen.state.leading = -number(1);
                pen.next(number(0), number(1));
            }
            b"Tm" => {
                pen.line = matrix(operands);
                pen.text = pen.line;
            }
            b"T*" => pen.next(0.0, -pen.state.leading),
            b"Tj" => self.string(operands.last(), pen),
            b"'" | b"\"" => {
                if word == b"\"" {
                    (pen.state.blank, pen.state.apart) = (number(0), number(1));
                }
                pen.next(0.0, -pen.state.leading);
                self.string(operands.last(), pen);
            }
            b"TJ" => {
                for item in operands.last().map_or(&[][..], Object::array) {
                    match item {
                        Object::Number(number) => pen.forward(-number / 1000.0 * pen.state.size),
                        item => self.string(Some(item), pen),
                    }
                }
            }
            b"BDC" => self.begin(operands, names),
            b"BMC" => self.said.push(false),
            b"EMC" => drop(self.said.pop()),
            b"l" | b"c" | b"v" | b"y" | b"re" => self.shown.strokes += 1,
            _ => {}
        }
    }

    fn set_font(&mut self, operands: &[Object], names: &Names, pen: &mut Pen) {
        let [Object::Name(name), size] = operands else {
            return;
        };
        pen.state.size = size.number().unwrap_or(1.0);
        pen.state.font = Some(self.font(names.fonts.by_bytes(name)));
    }

    fn set_state(&mut self, operands: &[Object], names: &Names, pen: &mut Pen) {
        let Some(Object::Name(name)) = operands.last() else {
            return;
        };
        let state = self.file.dictionary(names.states.by_bytes(name));
        if let [font, size] = self.file.object_of(state.get("Font")).array() {
            pen.state.font = Some(self.font(font));
            pen.state.size = size.number().unwrap_or(1.0);
        }
    }

    fn font(&mut self, object: &Object) -> Rc<Font> {
        let number = match object {
            Object::Reference(number) => Some(*number),
            _ => None,
        };
        if let Some(font) = number.and_then(|number| self.fonts.get(&number)) {
            return Rc::clone(font);
        }
        let font = Rc::new(Font::read(self.file, &self.file.dictionary(object)));
        if let Some(number) = number {
            self.fonts.insert(number, Rc::clone(&font));
        }
        font
    }

    /// Text that a mark says beside what its letters look like.
    fn begin(&mut self, operands: &[Object], names: &Names) {
        let properties = match operands.last() {
            Some(Object::Dictionary(properties)) => properties.clone(),
            Some(Object::Name(name)) => self.file.dictionary(names.properties.by_bytes(name)),
            _ => Dictionary::default(),
        };
        let said = properties.get("ActualText").string().and_then(text_string);
        self.said.push(said.is_some());
        if let Some(text) = said {
            self.shown.text.push_str(&format!("\n{text}\n"));
            self.last = None;
        }
    }

    fn string(&mut self, object: Option<&Object>, pen: &mut Pen) {
        let (Some(bytes), Some(font)) = (object.and_then(Object::string), pen.state.font.clone())
        else {
            return;
        };
        let shown = font.show(bytes);
        let start = pen.place(font.is_vertical);
        let State { size, apart, blank, .. } = pen.state;
        let width = shown.width * size + shown.letters as f64 * apart + shown.blanks as f64 * blank;
        match font.is_vertical {
            // Letters one below the other, each as high as it is wide.
            true => pen.down(shown.letters as f64 * size.abs()),
            false => pen.forward(width),
        }
        let end = pen.place(font.is_vertical);
        let drawn = Drawn {
            start: start.at,
            end: end.at,
            direction: start.direction,
            em: start.em,
            text: shown.text,
        };
        if !self.said.contains(&true) {
            self.shown.unknown += shown.unknown;
        }
        self.shown.letters += shown.letters;
        self.put(drawn);
    }

    fn put(&mut self, drawn: Drawn) {
        if let Some(last) = &self.last {
            if last.is_same(&drawn) {
                return;
            }
            let between = last.between(&drawn);
            self.shown.text.push_str(between);
        }
        self.shown.text.push_str(&drawn.text);
        self.last = Some(drawn);
    }
}

impl Drawn {
    /// Drawn again a little beside, to look bold.
    fn is_same(&self, next: &Self) -> bool {
        let far = (next.start.0 - self.start.0).hypot(next.start.1 - self.start.1);
        far < AGAIN * self.em && self.text == next.text
    }

    /// What stands between two pieces.
    fn between(&self, next: &Self) -> &'static str {
        let (x, y) = (next.start.0 - self.end.0, next.start.1 - self.end.1);
        let (along, across) = (
            (x * self.direction.0 + y * self.direction.1) / self.em,
            (y * self.direction.0 - x * self.direction.1).abs() / self.em,
        );
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == 'X');
        let are_digits =
            is_digit(self.text.chars().next_back()) && is_digit(next.text.chars().next());
        let single = self.text.chars().count() == 1 || next.text.chars().count() == 1;
        match () {
            () if !(across < 0.5 && along > -0.6) => "\n",
            () if along <= BLANK => "",
            () if are_digits && single && along < BOXES => "",
            () if along > 12.0 => "\n",
            () => " ",
        }
    }
}

/// Where text goes on.
struct Pen {
    state: State,
    states: Vec<State>,
    line: Matrix,
    text: Matrix,
}

/// A place on the page.
struct Spot {
    at: (f64, f64),
    direction: (f64, f64),
    em: f64,
}

impl Pen {
    fn next(&mut self, x: f64, y: f64) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    /// Forward by a width in the units of the text, before it is stretched.
    fn forward(&mut self, width: f64) {
        self.text = times([1.0, 0.0, 0.0, 1.0, width * self.state.scale, 0.0], self.text);
    }

    fn down(&mut self, height: f64) {
        self.text = times([1.0, 0.0, 0.0, 1.0, 0.0, -height], self.text);
    }

    fn place(&self, is_vertical: bool) -> Spot {
        let [a, b, c, d, x, y] = times(self.text, self.state.page);
        let (along, up) = if is_vertical { ((-c, -d), (c, d)) } else { ((a, b), (c, d)) };
        let length = along.0.hypot(along.1);
        let direction = match length > 0.0 {
            true => (along.0 / length, along.1 / length),
            false => (1.0, 0.0),
        };
        // Some programs write letters of size 1 and stretch them, some the other way round.
        let em = (up.0.hypot(up.1).max(length) * self.state.size.abs()).max(1e-6);
        let sign = if self.state.size < 0.0 { -1.0 } else { 1.0 };
        Spot { at: (x, y), direction: (direction.0 * sign, direction.1 * sign), em }
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let numbers: Vec<f64> = operands.iter().filter_map(Object::number).collect();
    <[f64; 6]>::try_from(numbers).unwrap_or(UNIT)
}

/// An identity number that was broken over two lines, in the narrow cell of a table, is one again.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let tail = out.bytes().rev().take_while(u8::is_ascii_digit).count();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let head = digits + usize::from(line[digits..].starts_with(['X', 'x']));
        if tail > 0 && head > 0 && tail + head == 18 {
            out.push_str(line);
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_broken_over_two_lines_is_one() {
        for (text, expected) in [
            ("证号110105\n19491231002X，男", "证号11010519491231002X，男"),
            ("110105194912\n310021", "110105194912310021"),
            ("2026\n13800138000", "2026\n13800138000"),
            ("一\n\n二", "一\n二"),
        ] {
            assert_eq!(joined(text), expected);
        }
    }
}
