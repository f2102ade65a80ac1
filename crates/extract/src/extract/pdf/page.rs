//! What a page shows (ISO 32000-1 §9.4): its strings in the order in which they are drawn, put together where they touch,
//! since a number may be drawn digit by digit.

use super::file::{File, Found};
use super::font::Font;
use super::object::{Dictionary, Lexer, Object};
use super::text_string;
use crate::extract::layout::{Drawing, Piece};
use std::collections::HashMap;
use std::rc::Rc;

/// Drawings inside of each other.
const DEPTH: usize = 12;
/// States that are kept for later.
const STATES: usize = 512;
/// Operands of one operator.
const OPERANDS: usize = 4096;

/// Letters that rise less than that stand in a line of the page (the cosine).
const LEVEL: f64 = 0.98;
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
    /// Where all that stands.
    pub(super) drawing: Drawing,
    /// The page's width and height.
    pub(super) size: (f64, f64),
    /// Letters that are drawn unseen: what a program made out of the picture above them.
    pub(super) unseen: usize,
    /// Text that runs across the page.
    pub(super) across: String,
}

/// A page as the tree of pages has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Leaf {
    pub(super) page: Dictionary,
    /// What it inherits where it says nothing of its own.
    pub(super) resources: Dictionary,
    /// Left, bottom, right, top (§14.11.2).
    pub(super) edges: Vec<Object>,
    /// By how many degrees it is turned.
    pub(super) turned: f64,
}

/// Lines and boxes of one page that are kept.
const RULES: usize = 10_000;

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
    is_unseen: bool,
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
    /// What such a mark says, until its first letter tells where.
    spoken: Option<String>,
    height: f64,
}

impl<'f, 'b> Painter<'f, 'b> {
    pub(super) fn new(file: &'f File<'b>) -> Self {
        let (fonts, shown) = (HashMap::new(), Shown::default());
        Self {
            file,
            fonts,
            shown,
            last: None,
            within: Vec::new(),
            said: Vec::new(),
            spoken: None,
            height: 0.0,
        }
    }

    /// A page with what is stuck on it.
    pub(super) fn page(&mut self, leaf: &Leaf) -> Shown {
        (self.shown, self.last, self.spoken) = (Shown::default(), None, None);
        let (page, resources) = (&leaf.page, &leaf.resources);
        let (upright, size) = leaf.upright();
        (self.shown.size, self.height) = (size, size.1);
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
        self.draw(&bytes, resources, upright);
        let drawing = std::mem::take(&mut self.shown.drawing);
        for note in self.file.list(page.get("Annots")) {
            self.note(&self.file.dictionary(&note), resources);
        }
        let mut shown = std::mem::take(&mut self.shown);
        // Comments and stamps stand over the page, and not in its text.
        shown.drawing = drawing;
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
        let state = State {
            page,
            font: None,
            size: 1.0,
            apart: 0.0,
            blank: 0.0,
            scale: 1.0,
            leading: 0.0,
            is_unseen: false,
        };
        let mut pen = Pen { state, states: Vec::new(), line: UNIT, text: UNIT, path: Vec::new() };
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
            b"Tr" => pen.state.is_unseen = number(0) == 3.0,
            b"m" | b"l" | b"c" | b"v" | b"y" | b"re" | b"h" => self.path(word, operands, pen),
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" => {
                self.rules(pen.path.drain(..), !matches!(word, b"f" | b"F" | b"f*"));
            }
            b"n" => pen.path.clear(),
            _ => {}
        }
    }

    /// Goes on with a path: a list of strokes that begin anew with each `m` and each box.
    fn path(&mut self, word: &[u8], operands: &[Object], pen: &mut Pen) {
        self.shown.strokes += usize::from(!matches!(word, b"m" | b"h"));
        if pen.path.len() >= RULES {
            return;
        }
        let number = |at: usize| operands.get(at).and_then(Object::number).unwrap_or(0.0);
        match word {
            b"m" => pen.path.push(vec![pen.dot(number(0), number(1))]),
            b"re" => {
                let (x, y, width, height) = (number(0), number(1), number(2), number(3));
                let corners =
                    [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
                pen.path.push(corners.map(|(x, y)| pen.dot(x, y)).to_vec());
            }
            b"l" => {
                let dot = pen.dot(number(0), number(1));
                if let Some(last) = pen.path.last_mut().filter(|last| last.len() < RULES) {
                    last.push(dot);
                }
            }
            // What has a curve in it is no edge of a table.
            b"c" | b"v" | b"y" => drop(pen.path.pop()),
            _ => {
                if let Some(last) = pen.path.last_mut()
                    && let Some(first) = last.first().copied()
                {
                    last.push(first);
                }
            }
        }
    }

    /// What is drawn along is a line; what is filled is one if it is thin.
    fn rules(&mut self, path: impl Iterator<Item = Vec<(f64, f64)>>, is_along: bool) {
        let height = self.height;
        let rules = &mut self.shown.drawing.rules;
        for dots in path {
            let filled = [edges(&dots)].into_iter().filter(|_| !is_along);
            let along = dots.windows(2).map(|two| [two[0].0, two[0].1, two[1].0, two[1].1]);
            let all = along.filter(|_| is_along).chain(filled);
            let room = RULES.saturating_sub(rules.len());
            rules.extend(all.take(room).map(|[a, b, c, d]| [a, height - b, c, height - d]));
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
            self.spoken = Some(text.clone());
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
        self.shown.unseen += if pen.state.is_unseen { shown.letters } else { 0 };
        self.put(drawn);
    }

    /// Keeps where a piece stands; of what a mark says itself the letters do not count.
    fn place(&mut self, drawn: &Drawn) {
        let text = match self.said.contains(&true) {
            true => self.spoken.take().unwrap_or_default(),
            false => drawn.text.clone(),
        };
        if drawn.direction.0 < LEVEL {
            self.shown.across.push_str(&text);
            return;
        }
        let (left, right) = (drawn.start.0.min(drawn.end.0), drawn.start.0.max(drawn.end.0));
        let (base, size) = (self.height - drawn.start.1, drawn.em);
        self.shown.drawing.pieces.push(Piece { left, right, base, size, text });
    }

    fn put(&mut self, drawn: Drawn) {
        if let Some(last) = &self.last {
            if last.is_same(&drawn) {
                return;
            }
            let between = last.between(&drawn);
            self.shown.text.push_str(between);
        }
        self.place(&drawn);
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
    /// What is being drawn beside letters, in the units of the page.
    path: Vec<Vec<(f64, f64)>>,
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

    /// A place of the drawing on the page.
    fn dot(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.state.page;
        (x * a + y * c + e, x * b + y * d + f)
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

impl Leaf {
    /// What turns the page upright, with its left lower corner at 0; and its size.
    fn upright(&self) -> (Matrix, (f64, f64)) {
        let edges: Vec<f64> = self.edges.iter().filter_map(Object::number).collect();
        let Ok([x1, y1, x2, y2]) = <[f64; 4]>::try_from(edges) else {
            return (UNIT, (0.0, 0.0));
        };
        let (left, bottom, width, height) =
            (x1.min(x2), y1.min(y2), (x2 - x1).abs(), (y2 - y1).abs());
        let moved = [1.0, 0.0, 0.0, 1.0, -left, -bottom];
        match self.turned.rem_euclid(360.0) {
            90.0 => (times(moved, [0.0, -1.0, 1.0, 0.0, 0.0, width]), (height, width)),
            180.0 => (times(moved, [-1.0, 0.0, 0.0, -1.0, width, height]), (width, height)),
            270.0 => (times(moved, [0.0, 1.0, -1.0, 0.0, height, 0.0]), (height, width)),
            _ => (moved, (width, height)),
        }
    }
}

/// The box around places, by two of its corners.
fn edges(dots: &[(f64, f64)]) -> [f64; 4] {
    let of = |pick: fn(&(f64, f64)) -> f64, wider: fn(f64, f64) -> f64| {
        dots.iter().map(pick).reduce(wider).unwrap_or(0.0)
    };
    [of(|d| d.0, f64::min), of(|d| d.1, f64::min), of(|d| d.0, f64::max), of(|d| d.1, f64::max)]
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
