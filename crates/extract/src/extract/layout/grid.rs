//! 表格: ruled lines that cross each other are a table; what stands between them stands in a cell.

use super::{Piece, joined, lines};

/// Lines are drawn a little beside each other, in points.
const NEAR: f64 = 2.5;
/// A box so thin is a line.
const THIN: f64 = 3.0;
/// More lines to one side than any table has: a drawing.
const RULES: usize = 800;
/// More cells than any page has.
const CELLS: usize = 20_000;

/// A table; its rows have the same number of cells, and of a merged one the first has the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Where it begins and ends, from the top of the page.
    pub top: f64,
    /// Where it ends.
    pub bottom: f64,
    /// Its cells.
    pub rows: Vec<Vec<String>>,
}

/// A line along an edge of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    is_upright: bool,
    /// Where it stands: from the left if upright, else from the top.
    at: f64,
    from: f64,
    to: f64,
}

impl Rule {
    /// `None` of what leans, and of what is a point.
    pub(super) fn of([x1, y1, x2, y2]: [f64; 4]) -> Option<Self> {
        let (width, height) = ((x2 - x1).abs(), (y2 - y1).abs());
        let is_upright = height > width;
        let (at, from, to, thick) = match is_upright {
            true => ((x1 + x2) / 2.0, y1.min(y2), y1.max(y2), width),
            false => ((y1 + y2) / 2.0, x1.min(x2), x1.max(x2), height),
        };
        let is_line = thick <= THIN && to - from > THIN && (to - from).is_finite();
        is_line.then_some(Self { is_upright, at, from, to })
    }

    fn covers(&self, place: f64) -> bool {
        self.from - NEAR <= place && place <= self.to + NEAR
    }

    fn meets(&self, other: &Self) -> bool {
        self.covers(other.at) && other.covers(self.at)
    }
}

/// The tables that rules make, with the pieces that stand in them; and the pieces that stand in none.
pub(super) fn grids(rules: &[Rule], mut pieces: Vec<Piece>) -> (Vec<Grid>, Vec<Piece>) {
    let mut grids = Vec::new();
    for group in groups(rules) {
        let Some(frame) = Frame::of(&group) else { continue };
        let (inside, outside) = pieces.into_iter().partition(|piece| frame.holds(piece));
        grids.extend(frame.filled(inside));
        pieces = outside;
    }
    (grids, pieces)
}

/// Rules that hang together.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let (upright, level): (Vec<Rule>, Vec<Rule>) = rules.iter().partition(|rule| rule.is_upright);
    if upright.len() > RULES || level.len() > RULES {
        return Vec::new();
    }
    let all: Vec<Rule> = upright.iter().chain(&level).copied().collect();
    let mut group: Vec<usize> = (0..all.len()).collect();
    for (one, rule) in upright.iter().enumerate() {
        for (other, crossing) in (upright.len()..).zip(&level) {
            if rule.meets(crossing) {
                let (a, b) = (root(&mut group, one), root(&mut group, other));
                group[a] = b;
            }
        }
    }
    let mut found: std::collections::BTreeMap<usize, Vec<Rule>> = Default::default();
    for (at, rule) in all.iter().enumerate() {
        found.entry(root(&mut group, at)).or_default().push(*rule);
    }
    found.into_values().collect()
}

fn root(group: &mut [usize], mut at: usize) -> usize {
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

/// The places of a table's lines, and which of them part its cells.
struct Frame {
    columns: Vec<f64>,
    rows: Vec<f64>,
    /// Of each cell the one whose text it shows: itself, or that to its left or above it.
    owners: Vec<usize>,
}

impl Frame {
    /// `None` where the rules part nothing.
    fn of(rules: &[Rule]) -> Option<Self> {
        let (upright, level): (Vec<Rule>, Vec<Rule>) =
            rules.iter().partition(|rule| rule.is_upright);
        let (columns, rows) = (places(&upright), places(&level));
        let (wide, high) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
        // One cell is a frame around a text, and no table.
        if wide * high < 2 || wide * high > CELLS {
            return None;
        }
        let mut frame = Self { columns, rows, owners: Vec::new() };
        frame.owners = frame.owned(&upright, &level);
        Some(frame)
    }

    /// The number of columns.
    fn width(&self) -> usize {
        self.columns.len() - 1
    }

    fn owned(&self, upright: &[Rule], level: &[Rule]) -> Vec<usize> {
        let (width, height) = (self.width(), self.rows.len() - 1);
        let left = walls(upright, &self.columns, &self.rows);
        let above = walls(level, &self.rows, &self.columns);
        let mut owners: Vec<usize> = Vec::with_capacity(width * height);
        for cell in 0..width * height {
            let (row, column) = (cell / width, cell % width);
            owners.push(match () {
                () if column > 0 && !left[column * height + row] => owners[cell - 1],
                () if row > 0 && !above[row * width + column] => owners[cell - width],
                () => cell,
            });
        }
        owners
    }

    fn holds(&self, piece: &Piece) -> bool {
        self.cell(piece).is_some()
    }

    /// The cell in whose middle a piece stands.
    fn cell(&self, piece: &Piece) -> Option<usize> {
        let within = |places: &[f64], at: f64| {
            let after = places.partition_point(|place| *place <= at);
            (1..places.len()).contains(&after).then(|| after - 1)
        };
        let column = within(&self.columns, f64::midpoint(piece.left, piece.right))?;
        let row = within(&self.rows, piece.base - 0.35 * piece.size)?;
        Some(row * self.width() + column)
    }

    /// `None` where nothing stands in it.
    fn filled(&self, pieces: Vec<Piece>) -> Option<Grid> {
        let mut cells: Vec<Vec<Piece>> = vec![Vec::new(); self.owners.len()];
        for piece in pieces {
            if let Some(cell) = self.cell(&piece) {
                cells[self.owners[cell]].push(piece);
            }
        }
        let texts: Vec<String> = cells.into_iter().map(text).collect();
        let rows = texts.chunks(self.width()).map(<[String]>::to_vec);
        let mut rows: Vec<Vec<String>> =
            rows.filter(|row| row.iter().any(|text| !text.is_empty())).collect();
        drop_blank_columns(&mut rows);
        let (top, bottom) = (*self.rows.first()?, *self.rows.last()?);
        (!rows.is_empty()).then_some(Grid { top, bottom, rows })
    }
}

fn text(pieces: Vec<Piece>) -> String {
    let lines = lines(pieces);
    joined(lines.iter().map(|line| line.text.as_str()))
}

fn drop_blank_columns(rows: &mut [Vec<String>]) {
    let width = rows.first().map_or(0, Vec::len);
    for column in (0..width).rev() {
        if rows.iter().all(|row| row[column].is_empty()) {
            rows.iter_mut().for_each(|row| drop(row.remove(column)));
        }
    }
}

/// Where rules stand, each place once.
fn places(rules: &[Rule]) -> Vec<f64> {
    let mut all: Vec<f64> = rules.iter().map(|rule| rule.at).collect();
    all.sort_by(f64::total_cmp);
    all.dedup_by(|next, last| *next - *last < NEAR);
    all
}

/// Whether a rule stands at each of its places beside each stretch between the places of the others.
fn walls(rules: &[Rule], at: &[f64], across: &[f64]) -> Vec<bool> {
    let stretches = across.len() - 1;
    let mut walls = vec![false; at.len() * stretches];
    for rule in rules {
        let place = at.partition_point(|place| *place <= rule.at).saturating_sub(1);
        for (stretch, pair) in across.windows(2).enumerate() {
            walls[place * stretches + stretch] |= rule.covers(f64::midpoint(pair[0], pair[1]));
        }
    }
    walls
}
