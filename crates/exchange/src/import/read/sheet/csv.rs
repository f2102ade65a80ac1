//! CSV as Excel, WPS and databases write it: commas, semicolons or tabs, in any encoding.

use super::{CELLS, COLUMNS, table};
use crate::import::manuscript::Manuscript;
use crate::import::read::decode::decode;
use crate::import::read::fault::{begin, told};
use crate::office::Fault;
use std::collections::BTreeMap;
use std::path::Path;

/// How many lines are looked at to tell what separates the cells.
const SAMPLE: usize = 20;

/// Reads a CSV file.
pub fn read(path: &Path, bytes: &[u8]) -> Manuscript {
    let mut manuscript = begin(path);
    let decoded = decode(&manuscript.path, bytes, None);
    manuscript.encoding = Some(decoded.encoding);
    manuscript.problems = decoded.problems;
    let (text, separator) = separator(&decoded.text);
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    match cells(text, separator) {
        Ok(cells) => manuscript.blocks.extend(table(&name.unwrap_or_default(), cells)),
        Err(fault) => manuscript.problems.push(told(fault, path)),
    }
    manuscript
}

/// What separates cells: what a first line `sep=;` says, else what most lines have equally often.
fn separator(text: &str) -> (&str, char) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some((said, rest)) = rest.split_once('\n')
        && let Some(c) = said.chars().next()
    {
        return (rest, c);
    }
    let count = |separator: char| {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE);
        let counts: Vec<usize> = lines.map(|line| outside_quotes(line, separator)).collect();
        let usual = counts
            .iter()
            .copied()
            .filter(|n| *n > 0)
            .max_by_key(|n| counts.iter().filter(|m| m == &n).count());
        counts.iter().filter(|n| usual == Some(**n)).count()
    };
    let best = ['\t', ';', ','].into_iter().max_by_key(|c| count(*c));
    (text, best.unwrap_or(','))
}

fn outside_quotes(line: &str, separator: char) -> usize {
    let mut quoted = false;
    let marks = line.chars().filter(|c| {
        quoted ^= *c == '"';
        !quoted && *c == separator
    });
    marks.count()
}

/// As many characters as a cell of Excel may hold. A quote that is not closed by then begins no quoted cell: the file, or what
/// follows of it, would be one.
const LONGEST: usize = 32_767;

/// Cells by row and column (RFC 4180; a quote that is never closed ends with a short file).
fn cells(text: &str, separator: char) -> Result<BTreeMap<usize, BTreeMap<usize, String>>, Fault> {
    let mut rows: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
    let (mut row, mut column, mut count) = (0, 0, 0);
    let mut chars = text.chars().peekable();
    while chars.peek().is_some() {
        let plain_from = chars.clone();
        let (mut cell, mut end) = cell(&mut chars, separator, Quotes::Meant);
        if end == End::Open {
            chars = plain_from;
            (cell, end) = self::cell(&mut chars, separator, Quotes::Plain);
        }
        if !cell.is_empty() && column < COLUMNS {
            count += 1;
            rows.entry(row).or_default().insert(column, plain(&cell));
        }
        if count > CELLS {
            return Err(Fault::TooLarge);
        }
        match end {
            End::Cell => column += 1,
            End::Row | End::Open => (row, column) = (row + 1, 0),
        }
    }
    Ok(rows)
}

#[derive(PartialEq, Eq)]
enum End {
    Cell,
    Row,
    /// Its quote is not closed in time.
    Open,
}

#[derive(PartialEq, Eq)]
enum Quotes {
    /// They stand around a cell.
    Meant,
    /// They are characters like others.
    Plain,
}

fn cell(
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    separator: char,
    quotes: Quotes,
) -> (String, End) {
    let (mut cell, mut quoted, mut length) = (String::new(), false, 0);
    while let Some(c) = chars.next() {
        length += 1;
        match c {
            _ if quoted && length > LONGEST => return (cell, End::Open),
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' if quoted => quoted = false,
            '"' if quotes == Quotes::Meant && cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            c if quoted => cell.push(c),
            '\n' => return (cell, End::Row),
            c if c == separator => return (cell, End::Cell),
            c => cell.push(c),
        }
    }
    (cell, End::Row)
}

/// Without what keeps spreadsheets from taking a cell for a formula or number: `'=…`, `="0938"`.
fn plain(cell: &str) -> String {
    if let Some(rest) = cell.strip_prefix('\'')
        && rest.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t'])
    {
        return rest.to_owned();
    }
    let text = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    text.unwrap_or(cell).to_owned()
}
