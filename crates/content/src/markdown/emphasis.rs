//! Emphasis beside Chinese punctuation: CommonMark's rule expects spaces between words, so `**注意：**正文` stays
//! plain there; the CommonMark CJK-friendly amendments mend the rule, and this pass mends the text for a parser
//! that knows only the old one.
//!
//! Where the amended rule lets a run of `*` or `~~` open or close and the old one does not, a character of
//! punctuation that the document nowhere holds goes between the run and the letter outside it: to the old rule,
//! a run between punctuation on both sides may do both. Nothing but a letter ever stands on that side, so no other
//! run is disturbed. After parsing, the character is taken out of all that the parser reports and the positions are
//! counted back. In code and raw HTML it comes and goes without a trace.

use super::characters::{is_cjk, is_ideographic_selector, is_punctuation, is_text_selector};
use super::marker::absent_from;
use std::borrow::Cow;
use std::ops::Range;

/// Punctuation to the parser, four bytes each, and not to be met in an office: cuneiform.
const MARKS: [char; 5] = ['\u{12470}', '\u{12471}', '\u{12472}', '\u{12473}', '\u{12474}'];

/// The first byte of each mark in UTF-8.
const MARK_START: u8 = 0xF0;

/// The text as the parser gets it, and the way back to what the author wrote.
pub(super) struct Prepared<'a> {
    text: Cow<'a, str>,
    /// The character put in, if any was.
    mark: Option<char>,
    /// Where marks start in `text`, ascending.
    marks: Vec<usize>,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(markdown: &'a str) -> Self {
        let places = blocked_runs(markdown);
        let mark = if places.is_empty() { None } else { absent_from(markdown, &MARKS) };
        let Some(mark) = mark else {
            return Prepared { text: Cow::Borrowed(markdown), mark: None, marks: Vec::new() };
        };
        let mut text = String::with_capacity(markdown.len() + places.len() * mark.len_utf8());
        let mut marks = Vec::with_capacity(places.len());
        let mut written = 0;
        for place in places {
            text.push_str(&markdown[written..place]);
            marks.push(text.len());
            text.push(mark);
            written = place;
        }
        text.push_str(&markdown[written..]);
        Prepared { text: Cow::Owned(text), mark: Some(mark), marks }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A piece of what the parser reported, as the author wrote it.
    pub(super) fn restore<'t>(&self, piece: &'t str) -> Cow<'t, str> {
        match self.mark {
            // Asking for the first byte of four is quick; the rest of a mark is common in Chinese.
            Some(mark) if piece.as_bytes().contains(&MARK_START) && piece.contains(mark) => {
                Cow::Owned(piece.replace(mark, ""))
            }
            _ => Cow::Borrowed(piece),
        }
    }

    /// A range of the prepared text as a range of what the author wrote.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        self.original_offset(range.start)..self.original_offset(range.end)
    }

    fn original_offset(&self, offset: usize) -> usize {
        let Some(mark) = self.mark else {
            return offset;
        };
        let before = self.marks.partition_point(|&mark| mark < offset);
        offset - before * mark.len_utf8()
    }
}

/// The places, ascending, where punctuation would let a run do what the amended rule allows.
fn blocked_runs(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(start) = next_run(bytes, at) {
        let length = bytes[start..].iter().take_while(|&&byte| byte == bytes[start]).count();
        at = start + length;
        places.extend(blocked_run(text, start..at));
    }
    places
}

/// The first `*` or `~` at or after `from`. Most text holds none for long: pieces without are passed over whole.
fn next_run(bytes: &[u8], from: usize) -> Option<usize> {
    const PIECE: usize = 32;
    let is_run = |byte: &u8| matches!(byte, b'*' | b'~');
    let holds_none = |piece: &&[u8]| !piece.iter().fold(false, |found, byte| found | is_run(byte));
    let empty = bytes[from..].chunks_exact(PIECE).take_while(holds_none).count();
    let start = from + empty * PIECE;
    let place = bytes[start..].iter().position(is_run)?;
    Some(start + place)
}

/// Where a mark belongs, if the run is held back. A run is never held back both ways: the one needs a letter before it,
/// the other punctuation.
fn blocked_run(text: &str, run: Range<usize>) -> Option<usize> {
    let start = run.start + usize::from(is_escaped(text, run.start));
    let tilde = text.as_bytes()[run.start] == b'~';
    if start == run.end || (tilde && run.end - start != 2) {
        return None;
    }
    let mut earlier = text[..start].chars().rev();
    let before = earlier.next().filter(|c| !c.is_whitespace())?;
    let after = text[run.end..].chars().next().filter(|c| !c.is_whitespace())?;
    match (is_punctuation(before), is_punctuation(after)) {
        // `~~` may open before anything but a space as it is.
        (false, true) if !tilde && opens(earlier.next(), before, after) => Some(start),
        (true, false) if closes(before, after) => Some(run.end),
        _ => None,
    }
}

fn is_escaped(text: &str, at: usize) -> bool {
    let backslashes = text.as_bytes()[..at].iter().rev().take_while(|&&byte| byte == b'\\').count();
    backslashes % 2 == 1
}

/// The amended rule for a run between a letter and punctuation.
fn opens(base: Option<char>, before: char, after: char) -> bool {
    let selected =
        is_text_selector(before) && base.is_some_and(|base| is_cjk(base) || is_punctuation(base));
    is_cjk(after) || is_cjk(before) || is_ideographic_selector(before) || selected
}

/// The amended rule for a run between punctuation and a letter.
fn closes(before: char, after: char) -> bool {
    is_cjk(before) || is_cjk(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_not_copied() {
        for text in
            ["", "没有强调。", "**注意** 正文", "- 一\n- 二\n\n***\n", "8:00~10:00", r"\*（一）\*"]
        {
            assert!(matches!(Prepared::new(text).text, Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn marks_are_chosen_around_those_in_the_text() {
        let text = "\u{12470}&#x12471;&#74866;**注意：**正文";
        let prepared = Prepared::new(text);
        assert_eq!(prepared.mark, Some('\u{12473}'));
        assert_eq!(prepared.restore(prepared.text()), text);
    }

    #[test]
    fn offsets_come_back() {
        let text = "**（一）**甲**（二）**乙";
        let prepared = Prepared::new(text);
        assert_eq!(prepared.marks.len(), 3);
        for (offset, _) in prepared.text().char_indices() {
            let restored = prepared.restore(&prepared.text()[..offset]).len();
            assert_eq!(prepared.original_offset(offset), restored, "{offset}");
        }
    }
}
