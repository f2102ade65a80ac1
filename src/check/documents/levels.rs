//! 结构层次: whether 一、（一）1.（1） follow each other.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Document;
use crate::say;

const LEVELS: [&str; 5] = ["", "一、", "（一）", "1.", "（1）"];

/// 结构层次 (GB/T 9704—2012 7.3.3): they don't skip a level, and the first two run on. Two levels as 一、 and 1. are usual.
pub(super) fn levels(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let (mut level, mut last) = (0, [0_u32; 5]);
    for (at, line) in lines(document) {
        let Some((new, number, taken)) = numbered(line) else {
            continue;
        };
        let skips = new > level + 1 && !(level == 1 && new == 3) && level > 0;
        let jumps = new <= 2 && number != 1 && number != last[new] + 1 && last[new] > 0;
        let problem = if skips {
            let (from, to) = (LEVELS[level], LEVELS[new]);
            Some(Diagnostic::warning(
                Code::LevelOrder,
                say!("层次从“{from}”直接到了“{to}”", "the levels go from {from} straight to {to}"),
            ))
        } else if jumps {
            let (before, number) = (last[new], number);
            Some(Diagnostic::warning(
                Code::LevelNumber,
                say!(
                    "序号从第 {before} 跳到第 {number}",
                    "the numbers go from {before} to {number}"
                ),
            ))
        } else {
            None
        };
        found.extend(problem.map(|p| p.at(&document.source, Span::new(at, at + taken))));
        last[new] = number;
        last[new + 1..].fill(0);
        level = new;
    }
    found
}

/// A paragraph's number: `一、` is level 1, `（一）` 2, `1.` 3, `（1）` 4.
fn numbered(line: &str) -> Option<(usize, u32, usize)> {
    const HAN: &str = "一二三四五六七八九十";
    let inside = |open: char| line.strip_prefix(open);
    if let Some((inner, _)) = inside('（').and_then(|rest| rest.split_once('）')) {
        let taken = inner.len() + 2 * '（'.len_utf8();
        let han = han_number(inner).map(|n| (2, n, taken));
        return han.or_else(|| inner.parse().ok().map(|n| (4, n, taken)));
    }
    let end = line.find(|c: char| !HAN.contains(c) && !c.is_ascii_digit())?;
    let (number, rest) = line.split_at(end);
    let taken = |mark: char| end + mark.len_utf8();
    if rest.starts_with('、') {
        return han_number(number).map(|n| (1, n, taken('、')));
    }
    let mark = ['.', '．'].into_iter().find(|mark| rest.starts_with(*mark))?;
    let decimal = rest[mark.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    let number = number.parse().ok().filter(|_| !decimal)?;
    Some((3, number, taken(mark)))
}

/// 一 to 九十九.
fn han_number(text: &str) -> Option<u32> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c);
    let value = |text: &str| match text.chars().collect::<Vec<_>>()[..] {
        [] => Some(None),
        [c] => digit(c).map(|at| Some(at as u32 + 1)),
        _ => None,
    };
    match text.split_once('十') {
        None => value(text)?,
        Some((tens, ones)) => Some(value(tens)?.unwrap_or(1) * 10 + value(ones)?.unwrap_or(0)),
    }
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
