//! Sheets: Excel since 2007, and CSV: tables of text, each cell with its place, values as people see them.
//!
//! Excel files are read with the same code as for the inspection of attachments: calamine neither limits what
//! a file unpacks to, nor knows how a number is shown, and it makes room for every cell between two far ones.

mod csv;
mod excel;

pub use csv::read as read_csv;
pub use excel::fingerprint;
pub use excel::read as read_xlsx;

use crate::import::manuscript::{Block, Place, Table, Text};
use std::collections::BTreeMap;

/// A sheet of more columns is no list that anybody reads.
pub(super) const COLUMNS: usize = 1_000;
/// Nor is one of more cells, and what becomes of them must fit into memory.
const CELLS: usize = 500_000;

/// Rows of cells by their columns, from 0 -> a table without blank rows, and without blank columns at its right.
pub(super) fn table(name: &str, rows: BTreeMap<usize, BTreeMap<usize, String>>) -> Option<Block> {
    let seen = |cells: &BTreeMap<usize, String>| {
        let last = cells.iter().rev().find(|(_, text)| !text.trim().is_empty());
        last.map(|(column, _)| column + 1)
    };
    let width = rows.values().filter_map(seen).max()?;
    let rows = rows.into_iter().filter(|(_, cells)| seen(cells).is_some());
    let rows = rows.map(|(row, mut cells)| {
        let cell = |column| {
            let place = Place::Cell(name.to_owned(), address(row, column));
            match cells.remove(&column) {
                Some(text) => Text::plain(text.trim(), place),
                None => Text::empty(place),
            }
        };
        (0..width).map(cell).collect()
    });
    Some(Block::Table(Table { heads: 0, rows: rows.collect(), name: Some(name.to_owned()) }))
}

/// `B3` of row 2, column 1, both from 0.
fn address(row: usize, column: usize) -> String {
    let (mut letters, mut left) = (Vec::new(), column + 1);
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    let letters: String = letters.into_iter().rev().collect();
    format!("{letters}{}", row + 1)
}

#[cfg(test)]
mod tests;
