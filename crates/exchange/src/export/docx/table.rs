//! Tables: as wide as the text, heads again on every page, rows never torn.

use super::paragraph::Paragraph;

/// The width of the text, in twentieths of a point.
pub(super) const WIDTH: usize = 8844;
/// More columns are set in smaller characters.
const MANY: usize = 5;
/// A column of cells no longer than this stands in the middle, in characters.
const SHORT: usize = 6;

/// What a cell keeps free at its sides, in twentieths of a point.
const PADDING: usize = 240;

/// A cell: its runs, and the room that its text takes.
pub(super) struct Cell {
    runs: String,
    /// Of the whole text, in characters.
    length: usize,
    /// Of the longest part that cannot be broken, in half characters.
    word: usize,
}

impl Cell {
    pub(super) fn new(runs: String, text: &str) -> Self {
        let words = text.split(|c: char| !c.is_ascii() || c == ' ');
        let halves: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        Self {
            runs,
            length: halves.div_ceil(2),
            word: words.map(str::len).max().unwrap_or_default(),
        }
    }
}

/// A table; the first row holds its heads.
pub(super) fn table(rows: &[Vec<Cell>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths = widths(rows, columns);
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
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
    let style = match (head, columns > MANY) {
        (false, false) => "TableText",
        (false, true) => "SmallTableText",
        (true, false) => "TableHead",
        (true, true) => "SmallTableHead",
    };
    let align = if centred { "center" } else { "left" };
    let paragraph = Paragraph { align, ..Paragraph::styled(style) };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
        paragraph.around(&cell.runs)
    )
}

/// Every column wide enough for its head's first characters and for words that cannot be broken; the rest by what it holds.
fn widths(rows: &[Vec<Cell>], columns: usize) -> Vec<usize> {
    let character = if columns > MANY { 210 } else { 240 };
    let most = |column: usize, measure: fn(&Cell) -> usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(measure).max().unwrap_or_default()
    };
    // Digits of some fonts are wider than half a character.
    let needs: Vec<usize> = (0..columns)
        .map(|column| (most(column, |cell| cell.word).clamp(4, 24) * character * 3 / 5) + PADDING)
        .collect();
    let wants: Vec<usize> = (0..columns)
        .map(|column| (most(column, |cell| cell.length).clamp(2, 24) * character) + PADDING)
        .collect();
    let needed: usize = needs.iter().sum();
    let spare = WIDTH.saturating_sub(needed);
    let more: Vec<usize> =
        wants.iter().zip(&needs).map(|(want, need)| want.saturating_sub(*need)).collect();
    let all: usize = more.iter().sum::<usize>().max(1);
    let shrunk = |need: usize| need * WIDTH.min(needed) / needed.max(1);
    let mut widths: Vec<usize> =
        needs.iter().zip(&more).map(|(need, more)| shrunk(*need) + more * spare / all).collect();
    let given: usize = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last = (*last + WIDTH).saturating_sub(given);
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_the_width() {
        let row = |cells: &[&str]| {
            cells.iter().map(|text| Cell::new(String::new(), text)).collect::<Vec<_>>()
        };
        let rows = [
            row(&["编号", "任务", "完成时限"]),
            row(&["1", "建设高标准节水灌溉工程，新增灌溉面积三万八千亩", "2028-10-31"]),
        ];
        let widths = widths(&rows, 3);
        assert_eq!(widths.iter().sum::<usize>(), WIDTH);
        assert!(
            widths[2] >= 10 * 120 + PADDING && widths[1] > widths[2] && widths[2] > widths[0],
            "{widths:?}"
        );
        let wide = vec![row(&vec!["unbreakable-word-of-many-letters"; 30])];
        assert_eq!(self::widths(&wide, 30).iter().sum::<usize>(), WIDTH);
    }
}
