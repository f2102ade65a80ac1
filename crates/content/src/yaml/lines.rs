//! Data as people type it, line by line, before it is read as YAML.
//!
//! Offices type with Chinese input methods and copy from web pages: full-width colons, blanks that cannot be seen, text that
//! begins with a mark that means something to YAML. Where only one meaning is possible the line is read so; where not, it is
//! told in words that name the mark. YAML alone would cut a value at ` #` in silence, or point at another line.

use super::DEPTH;
use super::faults::{self, Place};
use super::mended::Edit;
use crate::chinese::{is_formless, is_han};
use crate::diagnostic::{Diagnostic, Source, Span};
use std::ops::Range;
use std::sync::Arc;

/// What a walk through the lines found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What is to be read otherwise than it is written.
    pub(super) edits: Vec<Edit>,
    /// What is told.
    pub(super) problems: Vec<Diagnostic>,
    /// Whether the walk ended before the text did, since it no longer knew what lines mean.
    pub(super) lost: bool,
}

/// Walks through the lines of a part of a file.
pub(super) struct Lines<'a> {
    source: &'a Arc<Source>,
    /// Where the text begins in the file.
    offset: usize,
    pub(super) text: &'a str,
    /// The first byte that was not looked at.
    pub(super) at: usize,
    /// Mappings and lists that a line may go on with, the outermost first.
    open: Vec<(usize, Block)>,
    /// The column of a key or hyphen with nothing behind it: what it holds stands below.
    pub(super) pending: Option<usize>,
    /// Whether a line was told that is not aligned: those that stand with it are shifted as it is, and not told again.
    shifted: bool,
    pub(super) found: Found,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    Map,
    List,
}

/// The blanks before a line's text.
struct Indent {
    range: Range<usize>,
    column: usize,
    /// A blank that is no space; characters without width are none.
    odd: Option<char>,
}

/// How a key ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colon {
    /// `key: value`.
    Spaced,
    /// `key:value`.
    Tight,
    /// `key：value`.
    Wide,
}

impl<'a> Lines<'a> {
    pub(super) fn new(source: &'a Arc<Source>, range: Range<usize>) -> Self {
        Self {
            source,
            offset: range.start,
            text: &source.text[range],
            at: 0,
            open: Vec::new(),
            pending: None,
            shifted: false,
            found: Found::default(),
        }
    }

    pub(super) fn walk(mut self) -> Found {
        while self.at < self.text.len() && !self.found.lost {
            let next = self.next_line(self.at);
            self.line();
            // Whatever it is, a line is looked at once.
            self.at = self.at.max(next);
        }
        self.found
    }

    fn line(&mut self) {
        let indent = self.indent(self.at);
        let (at, end) = (indent.range.end, self.line_end(indent.range.end));
        let rest = &self.text[at..end];
        let marker = indent.column == 0 && matches!(rest.trim_end(), "---" | "...");
        if rest.is_empty() || rest.starts_with('#') || marker {
            self.straighten(&indent, indent.column);
            self.at = self.next_line(at);
        } else {
            self.entry(&indent, at);
        }
    }

    /// An item, a key, or text below its key.
    fn entry(&mut self, indent: &Indent, at: usize) {
        let rest = &self.text[at..self.line_end(at)];
        if is_item(rest) {
            let column = self.align(Block::List, indent);
            self.item(at, column);
        } else if let Some(mark) = self.list_mark(rest, indent.column) {
            self.mend_mark(at, mark);
            let column = self.align(Block::List, indent);
            self.value(at + mark, Some(column));
        } else if let Some((colon, length)) = key(rest) {
            let column = self.align(Block::Map, indent);
            self.key(at, length, colon, column);
        } else if let Some(owner) = self.pending.filter(|owner| indent.column > *owner) {
            self.pending = None;
            self.straighten(indent, indent.column);
            self.value(at, Some(owner));
        } else if rest.starts_with(['[', '{', '"', '\'']) && self.open.is_empty() {
            self.value(at, None);
        } else {
            let place = if self.offset == 0 { Place::File } else { Place::FrontMatter };
            self.tell(faults::no_key(
                self.source,
                self.span(at..at + rest.trim_end().len()),
                place,
            ));
            self.found.lost = true;
        }
    }

    /// What stands behind a hyphen: a key of a mapping, another list, or a value.
    fn item(&mut self, hyphen: usize, column: usize) {
        let start = hyphen + 1;
        let at = self.after_blanks(start);
        self.as_space(start..at);
        let rest = &self.text[at..self.line_end(at)];
        let inner = column + 1 + (at - start).max(1);
        match key(rest).filter(|(colon, length)| *colon == Colon::Spaced && names(&rest[..*length]))
        {
            _ if is_item(rest) && self.open.len() >= DEPTH => self.too_deep(at),
            _ if is_item(rest) => {
                self.open.push((inner, Block::List));
                self.item(at, inner);
            }
            Some((colon, length)) => {
                self.open.push((inner, Block::Map));
                self.key(at, length, colon, inner);
            }
            None => self.value(at, Some(column)),
        }
    }

    /// A key of some bytes, and its value.
    fn key(&mut self, at: usize, length: usize, colon: Colon, column: usize) {
        let name = self.text[at..at + length].trim();
        let colon_at = at + length;
        let width = if colon == Colon::Wide { '：'.len_utf8() } else { 1 };
        let (after, value) = (colon_at + width, self.after_blanks(colon_at + width));
        if colon == Colon::Wide {
            self.tell(faults::wide_colon(self.source, self.span(colon_at..after), name));
        }
        let named = at + self.text[at..colon_at].trim_end_matches(is_blank).len();
        let text = &self.text[named..value];
        let plain = text.strip_prefix(':').is_some_and(|gap| gap.bytes().all(|b| b == b' '));
        let at_end = value == self.line_end(value);
        if !plain || (text == ":" && !at_end) {
            self.edit(named..value, if at_end { ":" } else { ": " });
        }
        self.value(value, Some(column));
    }

    /// Where a key or an item stands among those that are open: its column, told and put right where it is none of theirs.
    fn align(&mut self, block: Block, indent: &Indent) -> usize {
        let column = indent.column;
        let below = |owner: usize| column > owner || (column == owner && block == Block::List);
        let nested = self.pending.take().is_some_and(below);
        if nested || self.open.is_empty() {
            self.open.push((column, block));
            self.straighten(indent, column);
            return column;
        }
        let same = |level: &(usize, Block)| level.1 == block;
        let nearest = (0..self.open.len()).filter(|index| same(&self.open[*index]));
        // Of two as near the inner one is meant: the line before it stood there.
        let Some(nearest) =
            nearest.min_by_key(|i| (self.open[*i].0.abs_diff(column), usize::MAX - i))
        else {
            let span = self.span(indent.range.end..self.line_end(indent.range.end));
            self.tell(faults::not_aligned(self.source, span, self.open[0].0));
            self.found.lost = true;
            return column;
        };
        self.open.truncate(nearest + 1);
        let right = self.open[nearest].0;
        self.shifted &= right != column || nearest > 0;
        if right != column && indent.odd.is_none() && !std::mem::replace(&mut self.shifted, true) {
            let line = self.span(indent.range.end..self.line_end(indent.range.end));
            self.tell(faults::not_aligned(self.source, line, right));
        }
        self.straighten(indent, right);
        right
    }

    /// Spaces in the place of what a line is indented with.
    fn straighten(&mut self, indent: &Indent, column: usize) {
        let written = &self.text[indent.range.clone()];
        let text = &self.text[indent.range.end..];
        let empty = text.is_empty() || text.starts_with(['\n', '\r', '#']);
        if let Some(odd) = indent.odd.filter(|_| !empty) {
            self.tell(faults::odd_indent(self.source, self.span(indent.range.clone()), odd));
        }
        if written.len() != column || written.bytes().any(|b| b != b' ') {
            self.edit(indent.range.clone(), &" ".repeat(column));
        }
    }

    /// How many bytes of a line are a mark before an item of a list that is no `- `: `-`, `1、`, `·`.
    fn list_mark(&self, rest: &str, column: usize) -> Option<usize> {
        let below = self.pending.is_some_and(|owner| column >= owner);
        let expected = below || self.open.contains(&(column, Block::List));
        if !expected
            || key(rest)
                .is_some_and(|(colon, length)| colon == Colon::Spaced && names(&rest[..length]))
        {
            return None;
        }
        let tight = rest.strip_prefix('-').is_some_and(|text| !text.starts_with('-'));
        if tight { Some(1) } else { mark(rest) }
    }

    pub(super) fn too_deep(&mut self, at: usize) {
        self.tell(super::too_deep(self.source, self.span(at..at + 1)));
        self.found.lost = true;
    }

    fn mend_mark(&mut self, at: usize, length: usize) {
        let mark = &self.text[at..at + length];
        if mark == "-" {
            self.edit(at + 1..at + 1, " ");
            return;
        }
        self.tell(faults::list_mark(self.source, self.span(at..at + length), mark.trim_end()));
        self.edit(at..at + length, "- ");
    }

    /// What the line of a byte is indented with, where the byte is its first.
    fn indent(&self, start: usize) -> Indent {
        let mut indent = Indent { range: start..start, column: 0, odd: None };
        for c in self.text[start..].chars().take_while(|c| is_blank(*c)) {
            indent.range.end += c.len_utf8();
            indent.column += match c {
                ' ' => 1,
                _ if is_formless(c) => 0,
                // As wide as people see them.
                '\t' | '\u{3000}' => 2,
                _ => 1,
            };
            if c != ' ' && !is_formless(c) {
                indent.odd = Some(c);
            }
        }
        indent
    }

    /// The text of the lines below that go on with a value of a key or item: those that stand deeper than it.
    pub(super) fn goes_on(&self, line_end: usize, owner: Option<usize>) -> Option<Range<usize>> {
        let mut start = self.next_line(line_end);
        while start < self.text.len() {
            let indent = self.indent(start);
            let (at, end) = (indent.range.end, self.line_end(indent.range.end));
            if at < end {
                return (Some(indent.column) > owner).then_some(at..end);
            }
            start = self.next_line(end);
        }
        None
    }

    /// Whether a line below a value's first can't be text that goes on with it.
    pub(super) fn begins_anew(&self, line: &str) -> bool {
        let is_key = key(line)
            .is_some_and(|(colon, length)| colon == Colon::Spaced && names(&line[..length]));
        line.starts_with('#') || is_item(line) || is_key
    }

    /// Spaces for the blanks before a line that goes on with a value; whatever they are, they say no more.
    pub(super) fn straighten_below(&mut self, at: usize, column: usize) {
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        if self.text[start..at].bytes().any(|b| b != b' ') {
            self.edit(start..at, &" ".repeat(column));
        }
    }

    /// Where a line's text ends, without the blanks behind it.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let line = self.text[at..].split('\n').next().unwrap_or_default();
        at + line.trim_end().len()
    }

    pub(super) fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    pub(super) fn after_blanks(&self, at: usize) -> usize {
        self.text.len() - self.text[at..].trim_start_matches(is_blank).len()
    }

    /// One space in the place of blanks that are not all spaces.
    fn as_space(&mut self, range: Range<usize>) {
        if self.text[range.clone()].bytes().any(|b| b != b' ') {
            self.edit(range, " ");
        }
    }

    pub(super) fn edit(&mut self, range: Range<usize>, text: &str) {
        self.found.edits.push(Edit { range, text: text.to_owned() });
    }

    pub(super) fn tell(&mut self, problem: Diagnostic) {
        self.found.problems.push(problem);
    }

    pub(super) fn source(&self) -> &'a Arc<Source> {
        self.source
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::shifted(&range, self.offset)
    }
}

/// A blank, or a character that takes no room.
pub(super) fn is_blank(c: char) -> bool {
    (c.is_whitespace() && !matches!(c, '\n' | '\r')) || is_formless(c)
}

fn is_item(rest: &str) -> bool {
    let behind = rest.strip_prefix('-').map(|rest| rest.chars().next());
    behind.is_some_and(|next| next.is_none_or(is_blank))
}

/// The first colon of a line that may end a key, and where it stands.
fn key(rest: &str) -> Option<(Colon, usize)> {
    let from = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].find(quote)? + 2,
        '[' | '{' | '#' => return None,
        _ => 0,
    };
    for (at, mark) in rest.match_indices([':', '：']).skip_while(|(at, _)| *at < from) {
        let behind = rest[at + mark.len()..].chars().next();
        if mark == ":" && behind.is_none_or(is_blank) {
            return Some((Colon::Spaced, at));
        }
        let named = from > 0 || names(&rest[..at]);
        match mark {
            // https://… is an address, and 8:30 a time.
            ":" if named && behind != Some('/') => return Some((Colon::Tight, at)),
            "：" if named => return Some((Colon::Wide, at)),
            _ => {}
        }
    }
    None
}

/// Whether a text can be the name of a key: a few letters, with blanks among them at most.
pub(super) fn names(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    let letter =
        |c: char| is_han(c) || c.is_alphanumeric() || matches!(c, '_' | '-') || is_blank(c);
    let short = text.chars().take(25).count() <= 24;
    short && text.chars().all(letter) && text.chars().any(|c| is_han(c) || c.is_alphabetic())
}

/// The bytes of a mark that people put before items: `1、`, `（2）`, `③`, `·`, `－`; with the blanks behind it.
fn mark(rest: &str) -> Option<usize> {
    let is_number = |c: &char| c.is_numeric() || "一二三四五六七八九十".contains(*c);
    let mut chars = rest.chars();
    let bullet = |c: char| "·•●○◆■▪－—–−＊*・".contains(c) || ('①'..='⑳').contains(&c);
    let length = match chars.next()? {
        '（' | '(' => {
            let number: String = rest.chars().skip(1).take_while(is_number).collect();
            let after = rest[rest.chars().next()?.len_utf8() + number.len()..].chars().next()?;
            let closed = matches!(after, '）' | ')') && (1..=2).contains(&number.chars().count());
            closed.then(|| rest.find(after).map(|at| at + after.len_utf8()))??
        }
        c if bullet(c) => rest.len() - rest.trim_start_matches(c).len(),
        _ => {
            let number: String = rest.chars().take_while(is_number).collect();
            let mut behind = rest[number.len()..].chars();
            let (after, next) = (behind.next()?, behind.next());
            let marks = matches!(after, '、' | '．' | '.' | '）' | ')');
            let counts = (1..=2).contains(&number.chars().count());
            let decimal = next.is_some_and(|c| c.is_ascii_digit());
            (marks && counts && !decimal).then(|| number.len() + after.len_utf8())?
        }
    };
    let behind = rest[length..].trim_start_matches(is_blank);
    (!behind.is_empty()).then(|| rest.len() - behind.len())
}
