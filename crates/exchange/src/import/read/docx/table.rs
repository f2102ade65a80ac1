//! Tables of Word: merged cells, tables inside of tables.

use super::Reader;
use super::left_out::Left;
use crate::import::manuscript::{Block, Place, Run, Table, Text};
use crate::office::Element;

/// A row may not claim more columns, nor a table more cells.
const COLUMNS: usize = 200;
const CELLS: usize = 500_000;

impl Reader<'_, '_> {
    /// A table; one of a single cell is only a frame around text.
    pub(super) fn table(&mut self, element: &Element) -> Vec<Block> {
        let rows: Vec<&Element> = parts(element, "tr");
        if let [row] = rows[..]
            && let [cell] = parts(row, "tc")[..]
        {
            return self.inside(cell);
        }
        let mut after = Vec::new();
        let mut grid: Vec<Vec<Text>> = Vec::new();
        let (mut heads, mut count) = (0, 0);
        for (at, row) in rows.iter().enumerate() {
            let properties = row.first("trPr");
            let is_head = properties.is_some_and(|p| p.first("tblHeader").is_some());
            if is_head && heads == at {
                heads += 1;
            }
            let before = properties.and_then(|p| p.value("gridBefore")?.parse().ok());
            let mut cells = vec![self.blank(); before.unwrap_or(0_usize).min(COLUMNS)];
            for cell in parts(row, "tc") {
                let properties = cell.first("tcPr");
                let wide = properties.and_then(|p| p.value("gridSpan")?.parse().ok());
                let wide = wide.unwrap_or(1_usize).clamp(1, COLUMNS);
                count += wide;
                if cells.len() + wide > COLUMNS || count > CELLS {
                    break;
                }
                let continued = properties.is_some_and(is_continued);
                cells.push(match continued {
                    true => self.blank(),
                    false => self.cell(cell, &mut after),
                });
                cells.resize(cells.len() + wide - 1, self.blank());
            }
            grid.push(cells);
        }
        let width = grid.iter().map(Vec::len).max().unwrap_or_default();
        for row in &mut grid {
            row.resize(width, self.blank());
        }
        self.number += 1;
        let mut blocks = Vec::new();
        if grid.iter().flatten().any(|cell| !cell.is_blank()) {
            blocks.push(Block::Table(Table { heads, rows: grid, name: None }));
        }
        blocks.append(&mut after);
        blocks
    }

    fn blank(&self) -> Text {
        Text::empty(Place::Paragraph(self.number))
    }

    /// The text of a cell, a line a paragraph; pictures go behind the table.
    fn cell(&mut self, cell: &Element, after: &mut Vec<Block>) -> Text {
        let number = self.number;
        let nested = parts(cell, "tbl").len();
        (0..nested).for_each(|_| self.left_out.note(Left::Nested, ""));
        let blocks = self.apart(cell);
        self.number = number;
        let mut text = self.blank();
        for block in blocks {
            match block {
                Block::Picture(..) | Block::Attachment(..) => after.push(block),
                block => join(&block, &mut text),
            }
        }
        text.trimmed()
    }
}

/// Whether a cell continues the one above.
fn is_continued(properties: &Element) -> bool {
    let merge = properties.first("vMerge");
    merge.is_some_and(|merge| merge.attribute("val") != Some("restart"))
}

/// Adds a block to a cell's text, on a line of its own.
fn join(block: &Block, text: &mut Text) {
    let mut line = |runs: &[Run]| {
        if !text.runs.is_empty() {
            text.push(Run { text: "\n".to_owned(), ..Run::default() });
        }
        runs.iter().cloned().for_each(|run| text.push(run));
    };
    match block {
        Block::Heading(_, words) | Block::Paragraph(words) | Block::Markdown(words) => {
            line(&words.runs);
        }
        Block::List(_, items) => {
            for block in items.iter().flatten() {
                join(block, text);
            }
        }
        Block::Table(table) => {
            for row in &table.rows {
                let words: Vec<String> = row.iter().map(Text::words).collect();
                let run = Run { text: words.join("　").trim().to_owned(), ..Run::default() };
                line(&[run]);
            }
        }
        Block::Picture(..) | Block::Attachment(..) => {}
    }
}

/// Elements of a name inside, through content controls and revisions.
fn parts<'e>(element: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for child in element.elements() {
        match child.name.as_str() {
            same if same == name => found.push(child),
            "sdt" | "sdtContent" | "ins" | "customXml" | "smartTag" => {
                found.extend(parts(child, name));
            }
            _ => {}
        }
    }
    found
}
