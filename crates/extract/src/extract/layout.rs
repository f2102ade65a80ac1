//! 版面: what stands where on a page of fixed layout: pieces of text and ruled lines become lines of text and tables.
//!
//! Places are in points (72 to an inch), from the left and from the top of the page.

mod grid;

pub use grid::Grid;

use super::Unreadable;
use grid::{Rule, grids};

/// A gap of so many ems between letters of Latin is a blank.
const BLANK: f64 = 0.25;
/// Han characters are spread so far to fill a line, in ems.
const SPREAD: f64 = 0.6;
/// A gap is told as so many blanks at most.
const BLANKS: usize = 8;
/// Pieces whose baselines are so near stand in one line, in ems: a raised mark does too.
const BESIDE: f64 = 0.5;

/// A piece of text as it was drawn.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) left: f64,
    pub(super) right: f64,
    /// Its baseline.
    pub(super) base: f64,
    /// The height of its letters.
    pub(super) size: f64,
    pub(super) text: String,
}

/// What was drawn on a page.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub(super) pieces: Vec<Piece>,
    /// Lines, and edges of boxes: from where to where.
    pub(super) rules: Vec<[f64; 4]>,
}

/// A page as it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its width and height; 0 where nothing says them.
    pub size: (f64, f64),
    /// What stands on it, from its top on.
    pub items: Vec<Item>,
    /// Why not all of it was read.
    pub unread: Option<Unreadable>,
    /// Whether its letters lie unseen over a picture, as programs put them there that recognise characters.
    pub is_recognised: bool,
    /// Text that runs across the page: a watermark.
    pub across: String,
}

/// Something on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A line of text.
    Line(Line),
    /// A table between ruled lines.
    Grid(Grid),
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Where it begins and ends.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
    /// Its baseline.
    pub base: f64,
    /// The height of its letters.
    pub size: f64,
    /// Its letters; a wide gap is as many wide blanks (U+3000) as it has room for.
    pub text: String,
}

impl Item {
    /// Where it begins, from the top.
    pub fn top(&self) -> f64 {
        match self {
            Self::Line(line) => line.base - line.size,
            Self::Grid(grid) => grid.top,
        }
    }
}

impl Drawing {
    /// Lines and tables in their order.
    pub(super) fn items(self) -> Vec<Item> {
        let rules: Vec<Rule> = self.rules.into_iter().filter_map(Rule::of).collect();
        let (grids, rest) = grids(&rules, self.pieces);
        let lines = lines(rest).into_iter().map(Item::Line);
        let mut items: Vec<Item> = grids.into_iter().map(Item::Grid).chain(lines).collect();
        items.sort_by(|one, other| one.top().total_cmp(&other.top()));
        items
    }
}

/// Pieces -> lines, from the top on.
fn lines(mut pieces: Vec<Piece>) -> Vec<Line> {
    pieces.retain(|piece| !piece.text.trim().is_empty() && piece.base.is_finite());
    pieces.sort_by(|one, other| one.base.total_cmp(&other.base));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut().filter(|row| is_beside(&row[0], &piece)) {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    rows.into_iter().map(line).collect()
}

fn is_beside(first: &Piece, piece: &Piece) -> bool {
    piece.base - first.base < BESIDE * first.size.max(piece.size)
}

/// The pieces of one line, which has one at least.
fn line(mut pieces: Vec<Piece>) -> Line {
    pieces.sort_by(|one, other| one.left.total_cmp(&other.left));
    let largest = pieces.iter().max_by(|one, other| one.size.total_cmp(&other.size));
    let (base, size) = largest.map_or((0.0, 0.0), |piece| (piece.base, piece.size));
    let mut line =
        Line { left: pieces[0].left, right: pieces[0].left, base, size, text: String::new() };
    for piece in pieces {
        if !line.text.is_empty() {
            let gap = (piece.left - line.right) / piece.size.max(1e-6);
            line.text.push_str(&between(&line.text, gap, &piece.text));
        }
        line.text.push_str(&piece.text);
        line.right = line.right.max(piece.right);
    }
    trim(line)
}

/// Blanks at the ends of a line stand for their width.
fn trim(mut line: Line) -> Line {
    let width = |c: char| if c.is_ascii() { 0.5 } else { 1.0 };
    let lead: f64 = line.text.chars().take_while(|c| c.is_whitespace()).map(width).sum();
    let tail: f64 = line.text.chars().rev().take_while(|c| c.is_whitespace()).map(width).sum();
    line.left += lead * line.size;
    line.right -= tail * line.size;
    line.text = line.text.trim().to_owned();
    line
}

/// What a gap of so many ems stands for.
fn between(before: &str, gap: f64, after: &str) -> String {
    let ends = (before.chars().next_back(), after.chars().next());
    if ends.0.is_some_and(char::is_whitespace) || ends.1.is_some_and(char::is_whitespace) {
        return String::new();
    }
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    match gap {
        gap if gap < BLANK => String::new(),
        gap if gap < SPREAD && latin(ends.0) && latin(ends.1) => " ".to_owned(),
        gap if gap < SPREAD => String::new(),
        gap => "\u{3000}".repeat((gap.round() as usize).clamp(1, BLANKS)),
    }
}

/// Lines that were broken at an edge, put together; words of Latin get a blank.
pub fn joined<'l>(lines: impl IntoIterator<Item = &'l str>) -> String {
    let mut out = String::new();
    for line in lines {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if latin(out.chars().next_back()) && latin(line.chars().next()) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(left: f64, base: f64, text: &str) -> Piece {
        let right = left + text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum::<f64>();
        Piece { left, right, base, size: 10.0, text: text.to_owned() }
    }

    #[test]
    fn pieces_stand_in_lines() {
        let pieces = vec![
            piece(10.0, 40.0, "二"),
            piece(30.0, 20.0, "县"),
            piece(20.0, 20.0, "云溪"),
            piece(60.0, 20.5, "a"),
            piece(68.0, 20.0, "b"),
            piece(20.0, 40.0, "　　"),
        ];
        let found = lines(pieces);
        let texts: Vec<&str> = found.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["云溪县　　a b", "二"]);
        assert_eq!(joined(["春耕", "备耕"]), "春耕备耕");
        assert_eq!(joined(["GDP", "growth"]), "GDP growth");
    }

    #[test]
    fn a_table_between_lines() {
        let mut drawing = Drawing::default();
        for y in [100.0, 120.0, 140.0] {
            drawing.rules.push([10.0, y, 110.0, y]);
        }
        for x in [10.0, 60.0, 110.0] {
            drawing.rules.push([x, 100.0, x, 140.0]);
        }
        drawing.pieces = vec![
            piece(20.0, 115.0, "姓名"),
            piece(70.0, 115.0, "职务"),
            piece(20.0, 135.0, "李明远"),
            piece(70.0, 127.0, "县"),
            piece(70.0, 138.0, "长"),
            piece(10.0, 90.0, "名单"),
        ];
        let items = drawing.items();
        let [Item::Line(line), Item::Grid(grid)] = &items[..] else { panic!("{items:?}") };
        assert_eq!(line.text, "名单");
        assert_eq!(grid.rows, [["姓名", "职务"], ["李明远", "县长"]]);
    }
}
