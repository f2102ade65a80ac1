//! Tables: as wide as the text, heads again on every page, rows never torn.

use super::paragraph::Paragraph;

/// The width of the text, in twentieths of a point.
pub(super) const WIDTH: usize = 8844;
/// More columns are set in smaller characters.
const MANY: usize = 5;
/// A column of cells no longer than this stands in the middle, in characters.
const SHORT: usize = 6;

/// A cell: its runs, and how long its text is, in characters.
pub(super) struct Cell {
    pub(super) runs: String,
    pub(super) length: usize,
}

/// A table; the first row holds its heads.
pub(super) fn table(rows: &[Vec<Cell>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths = widths(rows, columns);
    let grid: String = widths
        .iter()
        .map(|width| format!("<w:gridCol w:w=\"{width}\"/>"))
        .collect();
    let border = |side: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>")
    };
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .iter()
        .map(|side| border(side))
        .collect();
    let centred = |column: usize| {
        let cells = rows.iter().skip(1).filter_map(|row| row.get(column));
        cells.map(|cell| cell.length).max().unwrap_or_default() <= SHORT
    };
    let lines: String = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let head = if at == 0 { "<w:tblHeader/>" } else { "" };
            let cells: String = row
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (cell, width))| {
                    self::cell(cell, *width, at == 0, at == 0 || centred(column), columns)
                })
                .collect();
            format!(
                "<w:tr><w:trPr><w:cantSplit/>{head}<w:jc w:val=\"center\"/></w:trPr>{cells}</w:tr>"
            )
        })
        .collect();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    )
}

fn cell(cell: &Cell, width: usize, head: bool, centred: bool, columns: usize) -> String {
    let style = if columns > MANY {
        "SmallTableText"
    } else {
        "TableText"
    };
    let align = if centred { "center" } else { "left" };
    let runs = match head {
        true => cell.runs.replace("<w:r><w:t", "<w:r><w:rPr><w:rFonts w:ascii=\"黑体\" w:hAnsi=\"黑体\" w:eastAsia=\"黑体\"/></w:rPr><w:t"),
        false => cell.runs.clone(),
    };
    let paragraph = Paragraph {
        align,
        ..Paragraph::styled(style)
    };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
        paragraph.around(&runs)
    )
}

/// Every column at least as wide as a short word, the rest by what they hold.
fn widths(rows: &[Vec<Cell>], columns: usize) -> Vec<usize> {
    let weight = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let longest = cells.map(|cell| cell.length).max().unwrap_or_default();
        longest.clamp(3, 24)
    };
    let weights: Vec<usize> = (0..columns).map(weight).collect();
    let all: usize = weights.iter().sum::<usize>().max(1);
    let mut widths: Vec<usize> = weights.iter().map(|weight| weight * WIDTH / all).collect();
    let given: usize = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += WIDTH - given;
    }
    widths
}
