//! 结构层次: whether 一、（一）1.（1） follow each other.

use crate::chinese::levels::{Label, Level, label};
use crate::diagnostic::{Code, Diagnostic, Span, Words};
use crate::document::Document;
use crate::say;

/// No label has more characters, with the one behind it that may make it a decimal.
const LONGEST: usize = 8;

/// 结构层次 (GB/T 9704—2012 7.3.3): they don't skip a level, and the first two run on. Two levels as 一、 and 1. are usual.
pub(super) fn levels(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut above = None;
    let mut last = [0_u32; 4];
    for (at, line) in lines(document) {
        let start: Vec<char> = line.chars().take(LONGEST).collect();
        let Some(new) = label(&start) else {
            continue;
        };
        let rank = new.level as usize;
        let problem = skipped(above, new).or_else(|| jumped(last[rank], new));
        let taken: usize = start[..new.length].iter().map(|c| c.len_utf8()).sum();
        let place = Span::new(at, at + taken);
        found.extend(
            problem
                .map(|(code, words)| Diagnostic::warning(code, words).at(&document.source, place)),
        );
        last[rank] = new.number;
        last[rank + 1..].fill(0);
        above = Some(new.level);
    }
    found
}

/// A level that is more than one below the one above it.
fn skipped(above: Option<Level>, new: Label) -> Option<(Code, Words)> {
    let above = above?;
    let skips = new.level as usize > above as usize + 1;
    let usual = (above, new.level) == (Level::First, Level::Third);
    let (from, to) = (above.name(), new.level.name());
    (skips && !usual).then(|| {
        let words =
            say!("层次从“{from}”直接到了“{to}”", "the levels go from {from} straight to {to}");
        (Code::LevelOrder, words)
    })
}

/// A number of the first two levels that does not follow the one before.
fn jumped(before: u32, Label { level, number, .. }: Label) -> Option<(Code, Words)> {
    let jumps = level <= Level::Second && before > 0 && number != 1 && number != before + 1;
    jumps.then(|| {
        let words =
            say!("序号从第 {before} 跳到第 {number}", "the numbers go from {before} to {number}");
        (Code::LevelNumber, words)
    })
}

/// The lines of the text outside of code, quotes, lists and tables, with their places in the file, without the marks of
/// headings and bold.
fn lines(document: &Document) -> Vec<(usize, &str)> {
    let start = document.body.start as usize;
    let mut in_code = false;
    let mut at = start;
    let mut lines = Vec::new();
    for line in document.markdown().split_inclusive('\n') {
        let here = at;
        at += line.len();
        if line.starts_with("```") {
            in_code = !in_code;
        }
        let text = line.trim_start_matches(['#', ' ', '*', '\u{3000}']);
        if !in_code && !line.starts_with([' ', '>', '|', '`']) {
            lines.push((here + line.len() - text.len(), text));
        }
    }
    lines
}
