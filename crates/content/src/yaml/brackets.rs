//! Lists and mappings in brackets, `[防汛, 抗旱]` and `{姓名: 李明远, 职务: 县长}`, as people type them.

use super::DEPTH;
use super::faults;
use super::lines::{Lines, is_blank, names};
use super::values::{begins_as_mark, closing_quote, holds_colon, is_comment};
use std::ops::Range;

/// The bracket whose items are being read.
struct Bracket {
    at: usize,
    open: char,
    /// Whether the key of the current pair has been read.
    keyed: bool,
}

impl Bracket {
    fn close(&self) -> char {
        if self.open == '[' { ']' } else { '}' }
    }

    fn is_map(&self) -> bool {
        self.open == '{'
    }
}

impl Lines<'_> {
    /// Goes through the brackets that open at a byte, to behind the last of them; none where they don't end or lie too deep in
    /// each other, which is told.
    pub(super) fn brackets(&mut self, start: usize, owner: Option<usize>) -> Option<usize> {
        let mut open: Vec<Bracket> = Vec::new();
        let mut at = start;
        loop {
            let Some(next) = self.token(at, owner, open.last()) else {
                return self.never(open.first());
            };
            at = next;
            let c = self.text[at..].chars().next().unwrap_or_default();
            if open.len() >= DEPTH {
                self.too_deep(at);
                return None;
            }
            match (c, open.last_mut()) {
                ('[' | '{', _) => open.push(Bracket { at, open: c, keyed: false }),
                (']' | '}', Some(top)) if top.close() == c => {
                    open.pop();
                    if open.is_empty() {
                        return Some(at + 1);
                    }
                }
                (']' | '}' | '］' | '｝' | '】', _) => return self.odd(at, c),
                (',', Some(top)) => top.keyed = false,
                ('"' | '\'', _) => match self.quote_in_brackets(at) {
                    Some(end) => {
                        at = end;
                        continue;
                    }
                    None => return None,
                },
                (':', Some(top)) => top.keyed = true,
                ('，' | '、' | '；', Some(top)) => {
                    top.keyed = false;
                    let span = self.span(at..at + c.len_utf8());
                    self.tell(faults::wide_comma(self.source(), span, c));
                    self.edit(at..at + c.len_utf8(), ", ");
                }
                (_, Some(top)) => {
                    let (is_map, keyed) = (top.is_map(), top.keyed);
                    let piece = self.piece(at, top.close(), is_map && !keyed);
                    let (end, named) = self.plain_in_brackets(piece, is_map, keyed);
                    if let Some(top) = open.last_mut() {
                        top.keyed |= named;
                    }
                    at = end.max(at + c.len_utf8());
                    continue;
                }
                (_, None) => return None,
            }
            at += c.len_utf8();
        }
    }

    /// The next byte that says something, blanks and comments passed over; none where the value's lines end.
    fn token(&self, mut at: usize, owner: Option<usize>, top: Option<&Bracket>) -> Option<usize> {
        loop {
            at = self.after_blanks(at);
            let rest = &self.text[at..];
            let comment = rest.starts_with('#') && is_comment(rest);
            if !rest.is_empty() && !rest.starts_with(['\n', '\r']) && !comment {
                return Some(at);
            }
            let end = self.line_end(at).max(at);
            match self.goes_on(end, owner) {
                Some(line) => at = line.start,
                // The bracket that closes may stand below the key that it belongs to.
                None => {
                    let below = self.next_line(end);
                    let close = top.map(Bracket::close)?;
                    let line = self.text[below..].trim_start_matches(' ');
                    return line.starts_with(close).then(|| self.text.len() - line.len());
                }
            }
        }
    }

    fn never(&mut self, first: Option<&Bracket>) -> Option<usize> {
        if let Some(Bracket { at, open, .. }) = first {
            let close = first.map_or(']', Bracket::close);
            let span = self.span(*at..*at + 1);
            self.tell(faults::open_bracket(self.source(), span, *open, close));
        }
        self.found.lost = true;
        None
    }

    fn odd(&mut self, at: usize, found: char) -> Option<usize> {
        self.tell(faults::odd_bracket(self.source(), self.span(at..at + found.len_utf8()), found));
        self.found.lost = true;
        None
    }

    /// The end of a quoted text, or what is told of one without an end.
    fn quote_in_brackets(&mut self, at: usize) -> Option<usize> {
        let text = &self.text[at..];
        let end = closing_quote(text).filter(|length| !text[..*length].contains("\n\n"));
        let end = end.map(|length| at + length);
        if end.is_none() {
            self.tell(faults::open_quote(self.source(), self.span(at..at + 1)));
            self.found.lost = true;
        }
        end
    }

    /// Text without quotes up to the mark that ends it, brackets within it passed over: 测政发[2026]1号.
    fn piece(&self, start: usize, close: char, may_be_key: bool) -> Range<usize> {
        let mut at = start;
        while let Some(c) = self.text[at..].chars().next() {
            let rest = &self.text[at..];
            let ends = match c {
                '\n' | '\r' | ',' => true,
                '[' | '{' => {
                    at += closed_soon(rest).unwrap_or(c.len_utf8());
                    continue;
                }
                '#' => is_comment(rest) && self.text[start..at].ends_with("  "),
                '，' | '、' | '；' => close == '}' && begins_pair(&rest[c.len_utf8()..]),
                ':' | '：' if may_be_key => false,
                '］' | '｝' => !soon(rest).contains(close),
                _ => c == close,
            };
            if ends {
                break;
            }
            at += c.len_utf8();
        }
        start..start + self.text[start..at].trim_end().len()
    }

    /// A key or text: where the reading goes on, and whether it was a key.
    fn plain_in_brackets(
        &mut self,
        piece: Range<usize>,
        is_map: bool,
        keyed: bool,
    ) -> (usize, bool) {
        let text = &self.text[piece.clone()];
        if !keyed && let Some((at, tight)) = colon(text, is_map) {
            let name = text[..at].trim();
            let from = piece.start + at;
            let wide = text[at..].starts_with('：');
            let end = from + if wide { '：'.len_utf8() } else { 1 };
            if wide {
                self.tell(faults::wide_colon(self.source(), self.span(from..end), name));
            }
            let value = self.after_blanks(end);
            if tight || wide || self.text[end..value].bytes().any(|b| b != b' ') {
                self.edit(from..value, ": ");
            }
            return (value, true);
        }
        let trimmed = text.trim_end_matches(is_blank);
        let hash = trimmed.match_indices('#').any(|(at, _)| trimmed[..at].ends_with(' '));
        let inner = trimmed.contains(['[', ']', '{', '}']);
        if begins_as_mark(trimmed) || hash || inner || holds_colon(trimmed) {
            let written = piece.start..piece.start + trimmed.len();
            self.quote(std::slice::from_ref(&written));
        }
        (piece.end, false)
    }
}

/// The colon behind a key, and whether it stands close to the value. In a list a colon is mostly part of the text.
fn colon(text: &str, is_map: bool) -> Option<(usize, bool)> {
    let (at, c) = text.char_indices().find(|(_, c)| matches!(c, ':' | '：'))?;
    let behind = text[at + c.len_utf8()..].chars().next();
    let spaced = c == ':' && behind.is_none_or(is_blank);
    let fits = names(&text[..at]) && (spaced || is_map) && behind != Some('/');
    fits.then_some((at, !spaced))
}

/// What stands next, up to what anyone can see at a glance: no mark is looked for farther away.
fn soon(text: &str) -> &str {
    let end = text.char_indices().nth(40).map_or(text.len(), |(at, _)| at);
    text[..end].split('\n').next().unwrap_or_default()
}

/// The bytes of a bracket that opens, what stands in it and the one that closes it.
fn closed_soon(text: &str) -> Option<usize> {
    let close = if text.starts_with('[') { ']' } else { '}' };
    let inner = soon(text);
    let end = inner.find(close)?;
    (!inner[..end].contains(',')).then_some(end + 1)
}

/// Whether a text begins with a key and its colon.
fn begins_pair(text: &str) -> bool {
    let text = soon(text);
    let at = text.find([':', '：', ',', '，', '}']);
    at.is_some_and(|at| text[at..].starts_with([':', '：']) && names(&text[..at]))
}
