//! Tables that are none, and cells that are not shown.

use super::{Finder, Slip, shortened};
use crate::diagnostic::Words;
use crate::say;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// Whether a text holds what tables are made of.
pub(super) fn may_hold(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'|' | b'\t')) || text.contains('｜')
}

/// Cells of a row: where they stand in it. A backslash before a `|` makes it part of the cell.
fn cells(row: &str) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut start = 0;
    for (at, _) in row.match_indices('|') {
        if !row[..at].ends_with('\\') {
            cells.push(start..at);
            start = at + 1;
        }
    }
    cells.push(start..row.len());
    let blank = |cell: &Range<usize>| row[cell.clone()].trim().is_empty();
    if cells.len() > 1 && cells.last().is_some_and(blank) {
        cells.pop();
    }
    if cells.len() > 1 && cells.first().is_some_and(blank) {
        cells.remove(0);
    }
    cells
}

/// `|` and `｜` of a line.
fn bars(line: &str) -> usize {
    let escaped = line.matches("\\|").count();
    line.chars().filter(|c| is_bar(*c)).count() - escaped
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '｜')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '－' | '–' | '―' | '─' | '━')
}

/// Whether a line is meant as the one below the head.
fn is_rule(line: &str) -> bool {
    let known =
        |c: char| is_bar(c) || is_dash(c) || matches!(c, ':' | '：' | '+') || c.is_whitespace();
    line.chars().any(is_bar) && line.chars().any(is_dash) && line.chars().all(known)
}

impl Finder<'_> {
    /// The rows of the table at an event.
    pub(super) fn tables(&mut self, at: usize, columns: usize) {
        let end = self.document.after(at);
        let mut row = at;
        while row < end {
            if let Some(Event::Start(Tag::TableRow)) = self.document.event(row) {
                self.row(self.document.span(row), columns);
                row = self.document.after(row);
            } else {
                row += 1;
            }
        }
    }

    fn row(&mut self, span: Range<usize>, columns: usize) {
        let row = self.text[span.clone()].trim_end();
        let cells = cells(row);
        let lost = cells.get(columns..).unwrap_or_default();
        let first = lost.iter().find(|cell| !row[(*cell).clone()].trim().is_empty());
        if let (Some(first), Some(last)) = (first, lost.last()) {
            let (count, text) = (cells.len(), shortened(&row[first.clone()]));
            let place =
                first.start + row[first.clone()].len() - row[first.clone()].trim_start().len();
            self.slips.push(Slip::lost(
                span.start + place..span.start + last.start + row[last.clone()].trim_end().len(),
                say!(
                    "表头有 {columns} 格，这一行有 {count} 格，“{text}”在页面上没有",
                    "the head has {columns} cells and this row {count}: `{text}` is on no page"
                ),
                say!(
                    "表头和分隔行各补一格；“|”是文字的，写成“\\|”",
                    "give the head another cell; a `|` that is text is written `\\|`"
                ),
            ));
        } else if columns > 1 && bars(row) == 0 {
            self.slips.push(Slip::shown(
                self.first_line(&span),
                say!(
                    "这一行紧接在表格下面，成了表格的一行",
                    "this line follows the table at once, and has become its last row"
                ),
                say!("在表格后面空一行", "leave a line empty behind the table"),
            ));
        }
    }

    /// Lines of text that are meant as a table; whether there are any.
    pub(super) fn no_table(&mut self, leaf: &Range<usize>) -> bool {
        let source = &self.text[leaf.clone()];
        if !may_hold(source) {
            return false;
        }
        let lines: Vec<&str> = source.split('\n').map(bare).collect();
        let told = match lines.iter().position(|line| is_rule(line)) {
            Some(rule) => Some((rule, ruled(&lines, rule))),
            None => unruled(&lines),
        };
        let Some((at, (words, mend))) = told else {
            return false;
        };
        let before: usize = source.split_inclusive('\n').take(at).map(str::len).sum();
        let line = source[before..].split('\n').next().unwrap_or_default();
        let start = leaf.start + before + line.find(lines[at]).unwrap_or_default();
        self.slips.push(Slip::shown(start..start + lines[at].len(), words, mend));
        true
    }
}

/// A line without what stands around it in a quote.
fn bare(line: &str) -> &str {
    line.trim_matches([' ', '\r', '>', '\u{3000}'])
}

/// What is said, and how it is mended.
type Told = (Words, Words);

/// What is wrong with a table that has its rule.
fn ruled(lines: &[&str], rule: usize) -> Told {
    let line = lines[rule];
    let above = rule.checked_sub(1).map(|above| lines[above]);
    let wide = |text: &str| !text.is_ascii();
    if wide(line) || above.is_some_and(|line| line.contains('｜')) {
        let dashes = line.chars().map(|c| {
            if is_bar(c) {
                '|'
            } else if is_dash(c) {
                '-'
            } else {
                ' '
            }
        });
        let cells =
            dashes.collect::<String>().split('|').filter(|cell| !cell.trim().is_empty()).count();
        let right = format!("|{}", "---|".repeat(cells.clamp(1, 12)));
        return (
            say!(
                "表格里的竖线和横线是全角的，没有成为表格",
                "the bars and dashes of this table are full-width: it is shown as text"
            ),
            say!(
                "都换成半角：表头和各行用“|”，分隔行写“{right}”",
                "use half-width ones: `|` in all rows, and `{right}` below the head"
            ),
        );
    }
    let Some(above) = above else {
        return (
            say!(
                "这一行的上面没有表头，没有成为表格",
                "there is no head above this line: it is shown as text"
            ),
            say!(
                "第一行写表头，第二行写“|---|---|”",
                "the first line is the head, the second `|---|---|`"
            ),
        );
    };
    let (head, dashes) = (cells(above).len(), cells(line).len());
    if head == dashes {
        return (
            say!("表格没有认出来，原样显示", "this table is not understood, and is shown as text"),
            say!(
                "表头和分隔行都从行首写起，前面没有空格和别的文字",
                "the head and the line below it begin at the start of their lines, with no blanks before them"
            ),
        );
    }
    let right = format!("|{}", "---|".repeat(head.clamp(1, 12)));
    (
        say!(
            "表头有 {head} 格，分隔行有 {dashes} 格，没有成为表格",
            "the head has {head} cells and the line below it {dashes}: this is shown as text"
        ),
        say!("分隔行写成“{right}”", "write `{right}` below the head"),
    )
}

/// The line at which a table without its rule begins, and what is wrong with it.
fn unruled(lines: &[&str]) -> Option<(usize, Told)> {
    let framed = |line: &str| line.starts_with(is_bar) && line.ends_with(is_bar) && bars(line) > 1;
    let pair = |two: &[&str]| bars(two[0]) > 0 && bars(two[0]) == bars(two[1]);
    let at = lines.iter().position(|line| framed(line)).or_else(|| lines.windows(2).position(pair));
    if let Some(at) = at {
        let columns = match framed(lines[at]) {
            true => bars(lines[at]) - 1,
            false => bars(lines[at]) + 1,
        };
        let right = format!("|{}", "---|".repeat(columns.clamp(1, 12)));
        return Some((
            at,
            (
                say!(
                    "表格缺少分隔行，没有成为表格",
                    "this table has no line below its head: it is shown as text"
                ),
                say!(
                    "表头下面加一行“{right}”，竖线和横线都用半角，行与行之间不空行",
                    "write `{right}` below the head, with half-width bars and dashes and no empty lines"
                ),
            ),
        ));
    }
    let tabs = |line: &&str| line.trim().contains('\t');
    let tabbed = lines.iter().filter(|line| tabs(line)).count();
    let at = lines.iter().position(tabs)?;
    let several = tabbed > 1 || lines[at].trim().matches('\t').count() > 1;
    several.then(|| {
        (
            at,
            (
                say!("从 Excel 或 Word 粘贴的表格没有成为表格", "a table that was pasted from Excel or Word is shown as text"),
                say!("写成“| 甲 | 乙 |”，表头下面加一行“|---|---|”；或者存成文件，用 gongbao import 导入", "write `| a | b |` with a line `|---|---|` below the head, or let `gongbao import` read the file"),
            ),
        )
    })
}
