//! Every unit by every indicator: where a county looks for the cell that lags.

use super::svg::{Anchor, Area, Label, Svg};
use super::text::{LABEL, MISSING, SMALL, widest, wrap};
use super::{Frame, Width};

const ROW: f64 = 28.0;
const LINE: f64 = 15.0;
/// White space between cells.
const GAP: f64 = 2.0;
/// More rows or columns than this and the headings stand at both ends: one end will be off the screen.
const ONE_SCREEN: usize = 12;
const HEADING_LINES: usize = 6;
/// A wider gap after so many rows, to lead the eye.
const STRIDE: usize = 5;

/// One reading in the matrix.
#[derive(Debug, Clone, Copy)]
pub struct Cell<'a> {
    /// The value as it is printed.
    pub text: &'a str,
    /// 0 (worst) to 5 (best); nothing where there is no reading. Higher levels count as 5.
    pub level: Option<u8>,
}

/// A matrix of units and indicators; as wide as its columns need, so its container scrolls.
///
/// The level shows three times: as depth of colour, as a bar along the bottom of the cell, and in the value itself; colour
/// alone may not carry it (WCAG 2.1 §1.4.1).
#[derive(Debug, Clone, Copy)]
pub struct Heat<'a> {
    /// Name; the width follows from the columns.
    pub frame: Frame<'a>,
    /// Headings of the rows: units.
    pub rows: &'a [&'a str],
    /// Headings of the columns: indicators, wrapped and cut where they are long.
    pub columns: &'a [&'a str],
    /// Row by row; a cell that is not there is a missing reading.
    pub cells: &'a [Vec<Cell<'a>>],
}

/// Where things stand, px.
struct Grid {
    headings: Vec<Vec<String>>,
    head: f64,
    name: f64,
    column: f64,
    right: f64,
    bottom: f64,
}

impl Heat<'_> {
    /// Draws the chart.
    pub fn render(&self) -> String {
        let grid = self.grid();
        let tail = |shown: bool, room: f64| if shown { room } else { 0.0 };
        let size = (
            grid.right + tail(self.columns.len() > ONE_SCREEN, grid.name),
            grid.bottom + tail(self.rows.len() > ONE_SCREEN, grid.head),
        );
        let frame = Frame { width: Width::Wide, ..self.frame };
        let mut svg = Svg::open(&frame, "heat", size);
        self.column_headings(&mut svg, &grid);
        for (index, name) in self.rows.iter().enumerate() {
            self.row(&mut svg, &grid, index, name);
        }
        svg.close()
    }

    fn grid(&self) -> Grid {
        let texts = self.cells.iter().flatten().map(|cell| cell.text);
        let column = (widest(texts, SMALL) + 12.0).clamp(54.0, 84.0);
        let headings: Vec<Vec<String>> = self
            .columns
            .iter()
            .map(|name| wrap(name, SMALL, column - GAP, HEADING_LINES))
            .collect();
        let lines = headings.iter().map(Vec::len).max().unwrap_or(0);
        let head = (0..lines).map(|_| LINE).sum::<f64>() + 8.0;
        let name = (widest(self.rows.iter().copied(), LABEL) + 10.0).clamp(30.0, 150.0);
        let columns = self.columns.iter().map(|_| column).sum::<f64>();
        Grid {
            headings,
            head,
            name,
            column,
            right: name + columns,
            bottom: row_top(head, self.rows.len()),
        }
    }

    fn column_headings(&self, svg: &mut Svg, grid: &Grid) {
        let mut middle = grid.name + (grid.column - GAP) / 2.0;
        for (lines, name) in grid.headings.iter().zip(self.columns) {
            let cut = lines.last().is_some_and(|line| line.ends_with('…'));
            svg.open_group("chart-heading", cut.then_some(*name));
            let above = lines.iter().map(|_| LINE).sum::<f64>();
            heading(svg, lines, middle, grid.head - above);
            if self.rows.len() > ONE_SCREEN {
                heading(svg, lines, middle, grid.bottom + 4.0);
            }
            svg.close_group();
            middle += grid.column;
        }
    }

    fn row(&self, svg: &mut Svg, grid: &Grid, index: usize, name: &str) {
        let y = row_top(grid.head, index);
        let label = Label { class: "chart-label", text: name, size: LABEL, room: grid.name - 8.0 };
        svg.label((grid.name - 8.0, y + 17.5), Anchor::End, label);
        let cells = self.cells.get(index).map_or(&[][..], Vec::as_slice);
        svg.open_middle_group("chart-cells");
        let mut x = grid.name;
        for column in 0..self.columns.len() {
            let area = Area { x, y, width: grid.column - GAP, height: ROW - GAP };
            cell(svg, area, cells.get(column));
            x += grid.column;
        }
        svg.close_group();
        if self.columns.len() > ONE_SCREEN {
            svg.label((grid.right + 6.0, y + 17.5), Anchor::Start, label);
        }
    }
}

/// The top of a row, with the wider gap after every fifth.
fn row_top(head: f64, index: usize) -> f64 {
    (0..index).map(|row| if (row + 1) % STRIDE == 0 { ROW + 4.0 } else { ROW }).sum::<f64>() + head
}

fn heading(svg: &mut Svg, lines: &[String], middle: f64, top: f64) {
    let mut y = top + SMALL - 3.0;
    for line in lines {
        svg.text("chart-small", (middle, y), Anchor::Middle, line);
        y += LINE;
    }
}

fn cell(svg: &mut Svg, area: Area, cell: Option<&Cell<'_>>) {
    let level = cell.and_then(|cell| cell.level).map(|level| level.min(5));
    let class = match level {
        Some(level) => format!("chart-heat-{level}"),
        None => "chart-na".to_owned(),
    };
    let text = cell.map_or("", |cell| cell.text);
    svg.open_group(&class, None);
    svg.rect("", area);
    if let Some(level) = level.filter(|level| *level > 0) {
        let (x, y) = (area.x + 4.0, area.y + area.height - 4.0);
        let length = (area.width - 8.0) * f64::from(level) / 5.0;
        svg.line("chart-depth", (x, y), (x + length, y));
    }
    let label = Label {
        class: "",
        text: if text.is_empty() { MISSING } else { text },
        size: SMALL,
        room: area.width - 4.0,
    };
    // The row's group sets the anchor: in a large matrix the attribute on each text would be a tenth of the page.
    let spot = (area.x + area.width / 2.0, area.y + 15.5);
    svg.label(spot, Anchor::Inherited, label);
    svg.close_group();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::check;
    use proptest::prelude::*;

    fn heat<'a>(
        rows: &'a [&'a str],
        columns: &'a [&'a str],
        cells: &'a [Vec<Cell<'a>>],
    ) -> Heat<'a> {
        Heat { frame: check::frame("heat", "标题"), rows, columns, cells }
    }

    #[test]
    fn levels_show_as_class_bar_and_value() {
        let cells = [vec![
            Cell { text: "98.2", level: Some(5) },
            Cell { text: "0", level: Some(0) },
            Cell { text: "", level: None },
            Cell { text: "9", level: Some(200) },
        ]];
        let drawn = heat(&["桥头镇"], &["甲", "乙", "丙", "丁", "戊"], &cells).render();
        check::sound(&drawn);
        assert_eq!(drawn.matches("chart-heat-5").count(), 2);
        assert_eq!(drawn.matches("chart-depth").count(), 2);
        assert_eq!(drawn.matches("chart-na").count(), 2, "an empty cell and one that is not there");
        assert_eq!(drawn.matches(">—<").count(), 2);
    }

    #[test]
    fn a_large_matrix_has_its_headings_at_both_ends() {
        let (rows, columns) = (["石门乡"; 40], ["农村生活污水治理率"; 33]);
        let cells = vec![vec![Cell { text: "88.1", level: Some(3) }; 33]; 40];
        let drawn = heat(&rows, &columns, &cells).render();
        check::sound(&drawn);
        assert_eq!(drawn.matches(">石门乡<").count(), 80);
        assert_eq!(drawn.matches(">农村生活<").count(), 66);
    }

    #[test]
    fn an_empty_matrix_draws() {
        check::sound(&heat(&[], &[], &[]).render());
    }

    proptest! {
        #[test]
        fn any_matrix_draws(
            rows in prop::collection::vec(check::any_text(), 0..4),
            columns in prop::collection::vec(check::any_text(), 0..4),
            level in prop::option::of(any::<u8>()),
            text in check::any_text(),
            ragged in prop::collection::vec(0usize..6, 0..5),
        ) {
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            let cells: Vec<Vec<Cell<'_>>> =
                ragged.iter().map(|count| vec![Cell { text: &text, level }; *count]).collect();
            check::sound(&heat(&rows, &columns, &cells).render());
        }
    }
}
