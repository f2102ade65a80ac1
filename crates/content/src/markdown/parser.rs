//! What the parser is asked to know, and how deep it may be led.

use pulldown_cmark::{Options, Tag, TagEnd};
use std::ops::Range;

/// Quotes, list items and notes inside each other. Nobody reads that deep, and browsers stop at 512 elements.
pub(super) const DEEPEST: usize = 100;

/// So many markers at the start of one line are refused before parsing; the parser's work grows with depth times lines.
const DEEPEST_LINE: usize = 1000;

pub(super) fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// Quotes, list items and notes.
pub(super) fn is_container(tag: &Tag) -> bool {
    matches!(tag, Tag::BlockQuote(_) | Tag::Item | Tag::FootnoteDefinition(_))
}

pub(super) fn ends_container(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition)
}

/// The first line that opens more than [`DEEPEST_LINE`] quotes and lists at once.
pub(super) fn too_deep_line(markdown: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in markdown.split_inclusive('\n') {
        if line.len() > DEEPEST_LINE && line.split('\r').any(opens_too_much) {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

/// As many marks are in no text that was meant as Markdown. Each becomes a piece of its own, which takes a hundred times its
/// bytes.
const MOST_MARKS: usize = 200_000;

/// The first mark that is one too many.
pub(super) fn too_many_marks(markdown: &str) -> Option<Range<usize>> {
    if markdown.len() <= MOST_MARKS {
        return None;
    }
    let is_mark = |(_, byte): &(usize, u8)| b"*_~`[]<".contains(byte);
    let mut marks = markdown.bytes().enumerate().filter(is_mark);
    marks.nth(MOST_MARKS).map(|(at, _)| at..at + 1)
}

fn opens_too_much(line: &str) -> bool {
    let head = line.bytes().take_while(|byte| b">-+*.) \t0123456789".contains(byte));
    let (mut markers, mut quotes, mut last) = (0, false, b' ');
    for byte in head {
        let marker = match byte {
            b'>' => true,
            b'-' | b'+' | b'*' => matches!(last, b' ' | b'\t' | b'>'),
            b'.' | b')' => last.is_ascii_digit(),
            _ => false,
        };
        markers += usize::from(marker);
        quotes |= marker && !matches!(byte, b'-' | b'*');
        last = byte;
    }
    let rest_is_empty =
        line.trim_matches(|c| matches!(c, '-' | '*' | ' ' | '\t' | '\n' | '\r')).is_empty();
    markers > DEEPEST_LINE && (quotes || !rest_is_empty)
}
