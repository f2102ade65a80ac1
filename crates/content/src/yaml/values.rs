//! The value behind a key or a hyphen: text in quotes or without, a block of text, a list in brackets.

use super::faults;
use super::lines::Lines;
use std::ops::Range;

impl Lines<'_> {
    /// Reads a value that begins at a byte, and goes to the line behind it; `owner` is the column of its key or hyphen.
    pub(super) fn value(&mut self, at: usize, owner: Option<usize>) {
        let end = self.line_end(at).max(at);
        let rest = &self.text[at..end];
        match rest.chars().next() {
            None => self.nothing(end, owner),
            Some('#') if is_comment(rest) => self.comment_alone(at, end, owner),
            Some('|' | '>') if is_block_head(rest) => self.block(end, owner),
            Some('"' | '\'') => self.quoted(at, owner),
            Some('[' | '{') => self.bracketed(at, owner),
            Some('-') if rest[1..].starts_with(' ') => {
                self.tell(faults::list_in_line(self.source(), self.span(at..end)));
                self.found.lost = true;
            }
            // An anchor or an alias, which is told for what it is.
            Some('&' | '*') if is_anchor(rest) => self.at = self.next_line(end),
            Some(_) => self.plain(at, owner, begins_as_mark(rest)),
        }
    }

    fn nothing(&mut self, end: usize, owner: Option<usize>) {
        self.pending = owner;
        self.at = self.next_line(end);
    }

    /// `参会人员:  # 按组`, with the groups below it; with nothing below it, it may have been meant as the value.
    fn comment_alone(&mut self, at: usize, end: usize, owner: Option<usize>) {
        let filled = self.goes_on(end, owner).is_some();
        let item = self.text[self.next_line(end)..].trim_start_matches(' ').starts_with("- ");
        let apart = self.text[..at].ends_with("  ");
        if !filled && !item && !apart {
            self.tell(faults::comment_for_value(self.source(), self.span(at..end)));
        }
        self.nothing(end, owner);
    }

    /// The lines of a block of text, which are whatever they are.
    fn block(&mut self, end: usize, owner: Option<usize>) {
        let mut last = end;
        while let Some(line) = self.goes_on(last, owner) {
            last = line.end;
        }
        self.at = self.next_line(last);
    }

    fn quoted(&mut self, at: usize, owner: Option<usize>) {
        let mut limit = self.line_end(at);
        while let Some(line) = self.goes_on(limit, owner) {
            limit = line.end;
        }
        let Some(length) = closing_quote(&self.text[at..limit]) else {
            self.tell(faults::open_quote(self.source(), self.span(at..at + 1)));
            return self.plain(at, owner, true);
        };
        let close = at + length;
        let behind = &self.text[close..self.line_end(close).max(close)];
        if behind.is_empty() || behind.trim_start().starts_with('#') {
            self.at = self.next_line(close);
        } else {
            // `"动员"大会` is text as a whole.
            self.plain(at, owner, true);
        }
    }

    fn bracketed(&mut self, at: usize, owner: Option<usize>) {
        let before = (self.found.edits.len(), self.found.problems.len());
        let Some(close) = self.brackets(at, owner) else { return };
        let behind = self.text[close..self.line_end(close).max(close)].trim_start();
        if behind.is_empty() || behind.starts_with('#') {
            self.at = self.next_line(close);
        } else if behind.chars().all(|c| "]}】］｝，,。 ".contains(c)) {
            let from = self.line_end(close) - behind.len();
            let odd = behind.chars().next().unwrap_or_default();
            self.tell(faults::odd_bracket(
                self.source(),
                self.span(from..from + odd.len_utf8()),
                odd,
            ));
            self.found.lost = true;
        } else {
            // `[重要]关于召开会议的通知` is text as a whole.
            self.found.edits.truncate(before.0);
            self.found.problems.truncate(before.1);
            self.plain(at, owner, true);
        }
    }

    /// Text without quotes, over several lines where those below stand deeper; `marked` where YAML would not take it as text.
    fn plain(&mut self, at: usize, owner: Option<usize>, marked: bool) {
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut line = at..self.line_end(at);
        let mut quote = marked;
        loop {
            let hash = self.hash(&line);
            let text = line.start..hash.comment.unwrap_or(line.end);
            let text = text.start..text.start + self.text[text.clone()].trim_end().len();
            quote |= hash.text || holds_colon(&self.text[text.clone()]);
            lines.push(text);
            let next = self.goes_on(line.end, owner);
            let next = next.filter(|next| !self.begins_anew(&self.text[next.clone()]));
            match next.filter(|_| hash.comment.is_none()) {
                Some(next) => {
                    self.straighten_below(next.start, owner.map_or(1, |owner| owner + 1));
                    line = next;
                }
                None => break,
            }
        }
        self.at = self.next_line(line.end);
        if quote {
            self.quote(&lines);
        }
    }

    /// What `#` means in a line of text, told where nobody can know.
    fn hash(&mut self, line: &Range<usize>) -> Hash {
        let mut hash = Hash::default();
        let text = &self.text[line.clone()];
        for (at, _) in text.match_indices('#').filter(|(at, _)| text[..*at].ends_with([' ', '\t']))
        {
            let spaced = is_comment(&text[at..]);
            let apart = text[..at].ends_with("  ") || text[..at].ends_with('\t');
            if spaced && apart {
                hash.comment = Some(line.start + at);
                return hash;
            }
            if spaced && !hash.text {
                let span = self.span(line.start + at..line.end);
                self.tell(faults::text_or_comment(self.source(), span));
            }
            hash.text = true;
        }
        hash
    }

    /// Puts text in quotes.
    pub(super) fn quote(&mut self, lines: &[Range<usize>]) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        self.edit(first.start..first.start, "'");
        for line in lines {
            let quotes = self.text[line.clone()].match_indices('\'');
            for (at, _) in quotes.collect::<Vec<_>>() {
                // The mark itself is replaced: two edits at one byte would have no order.
                let at = line.start + at;
                self.edit(at..at + 1, "''");
            }
        }
        self.edit(last.end..last.end, "'");
    }
}

/// What `#` means in a line of text.
#[derive(Default)]
struct Hash {
    /// Where a comment begins: two blanks before it and one behind, as nobody writes in text.
    comment: Option<usize>,
    /// Whether one belongs to the text.
    text: bool,
}

/// `# 注`, or `#` alone.
pub(super) fn is_comment(text: &str) -> bool {
    text[1..].chars().next().is_none_or(|c| c == '#' || c.is_whitespace())
}

fn is_block_head(rest: &str) -> bool {
    let head = rest[1..].split('#').next().unwrap_or_default().trim_end();
    head.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-')) && head.len() <= 2
}

fn is_anchor(rest: &str) -> bool {
    let name = &rest[1..];
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    end > 0 && name[end..].chars().next().is_none_or(char::is_whitespace)
}

/// Whether YAML takes the first character of a text for more than that.
pub(super) fn begins_as_mark(text: &str) -> bool {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some('&' | '*' | '!' | '|' | '>' | '%' | '@' | '`' | '#' | ',' | ']' | '}'), _) => true,
        (Some('?' | ':' | '-'), next) => next.is_none_or(char::is_whitespace),
        _ => false,
    }
}

/// `通知: 甲` or `甲:`, which YAML takes for a key.
pub(super) fn holds_colon(text: &str) -> bool {
    let behind = |at: usize| text[at + 1..].chars().next();
    text.match_indices(':').any(|(at, _)| behind(at).is_none_or(|c| matches!(c, ' ' | '\t')))
}

/// The bytes up to and with the quote that closes the one that a text begins with.
pub(super) fn closing_quote(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if quote == '"' => drop(chars.next()),
            _ if c != quote => {}
            '\'' if chars.peek().is_some_and(|(_, next)| *next == '\'') => drop(chars.next()),
            _ => return Some(at + 1),
        }
    }
    None
}
