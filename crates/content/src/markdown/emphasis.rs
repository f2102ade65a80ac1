//! Emphasis beside Chinese punctuation: CommonMark's rule expects spaces between words, so `**注意：**正文` stays
//! plain there; the CommonMark CJK-friendly amendments mend the rule, and this pass mends the text for a parser
//! that knows only the old one.
//!
//! Where the amended rule lets a run of `*` or `~~` open or close and the old one does not, a character of
//! punctuation that the document nowhere holds goes between the run and the letter outside it: to the old rule,
//! a run between punctuation on both sides may do both. Nothing but a letter ever stands on that side, so no other
//! run is disturbed. After parsing, the character is taken out of all that the parser reports and the positions are
//! counted back. In code and raw HTML it comes and goes without a trace.
//!
//! Stars in figures, as in `5*8`, are kept from being marks in the same way, with a blank on both sides.

use super::characters::{is_cjk, is_ideographic_selector, is_punctuation, is_text_selector};
use super::indent;
use super::marker::absent_from;
use super::parser::too_many_marks;
use std::borrow::Cow;
use std::ops::Range;

/// Punctuation to the parser, four bytes each, and not to be met in an office: cuneiform.
const MARKS: [char; 5] = ['\u{12470}', '\u{12471}', '\u{12472}', '\u{12473}', '\u{12474}'];

/// White space to the parser that is no ASCII, so that addresses may hold it, and that no keyboard makes: the blank of
/// Ogham and those of typesetters.
const BLANKS: [char; 5] = ['\u{1680}', '\u{2000}', '\u{2001}', '\u{2004}', '\u{2005}'];

/// The text as the parser gets it, and the way back to what the author wrote.
pub(super) struct Prepared<'a> {
    text: Cow<'a, str>,
    /// The characters put in, if any were: beside punctuation, and around stars that are no marks.
    mark: Option<char>,
    blank: Option<char>,
    /// Where characters were put into `text`, ascending, and how many bytes have been by then.
    added: Vec<(usize, usize)>,
    indent: indent::Removed,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(markdown: &'a str) -> Self {
        let (text, indent) = indent::removed(markdown);
        let places = match too_many_marks(markdown) {
            Some(_) => Vec::new(),
            None => places(&text),
        };
        let absent = |addition, candidates| {
            let wanted = places.iter().any(|(_, one)| *one == addition);
            if wanted { absent_from(&text, candidates) } else { None }
        };
        let mark = absent(Addition::Mark, &MARKS);
        let blank = absent(Addition::Blank, &BLANKS);
        if mark.is_none() && blank.is_none() {
            return Prepared { text, mark, blank, added: Vec::new(), indent };
        }
        let mut prepared = String::with_capacity(text.len() + places.len() * 4);
        let mut added = Vec::with_capacity(places.len());
        let (mut written, mut bytes) = (0, 0);
        for (place, addition) in places {
            let character = match addition {
                Addition::Mark => mark,
                Addition::Blank => blank,
            };
            if let Some(character) = character {
                prepared.push_str(&text[written..place]);
                bytes += character.len_utf8();
                added.push((prepared.len(), bytes));
                prepared.push(character);
                written = place;
            }
        }
        prepared.push_str(&text[written..]);
        Prepared { text: Cow::Owned(prepared), mark, blank, added, indent }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A piece of what the parser reported, as the author wrote it.
    pub(super) fn restore<'t>(&self, piece: &'t str) -> Cow<'t, str> {
        if self.added.is_empty() {
            return Cow::Borrowed(piece);
        }
        let ours = |c: char| Some(c) == self.mark || Some(c) == self.blank;
        match self.may_hold(piece) && piece.contains(ours) {
            true => Cow::Owned(piece.replace(ours, "")),
            false => Cow::Borrowed(piece),
        }
    }

    /// Asking for a first byte is quick; the rest of a mark is common in Chinese.
    fn may_hold(&self, piece: &str) -> bool {
        let mut starts = [self.mark, self.blank].into_iter().flatten().filter_map(|c| {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().next()
        });
        starts.any(|start| piece.as_bytes().contains(&start))
    }

    /// A range of the prepared text as a range of what the author wrote.
    pub(super) fn original(&self, range: &Range<usize>) -> Range<usize> {
        self.original_offset(range.start)..self.original_offset(range.end)
    }

    fn original_offset(&self, offset: usize) -> usize {
        let before = self.added.partition_point(|&(place, _)| place < offset);
        let bytes = before.checked_sub(1).map_or(0, |last| self.added[last].1);
        self.indent.original_offset(offset.saturating_sub(bytes))
    }
}

/// What is put into the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Addition {
    /// Punctuation, beside which a run may open and close.
    Mark,
    /// White space on both sides of a run, which then does neither.
    Blank,
}

/// The places, ascending, where a run would not do what it is there for.
fn places(text: &str) -> Vec<(usize, Addition)> {
    let bytes = text.as_bytes();
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(start) = next_run(bytes, at) {
        let length = bytes[start..].iter().take_while(|&&byte| byte == bytes[start]).count();
        at = start + length;
        if is_figure(text, start..at) {
            places.extend([(start, Addition::Blank), (at, Addition::Blank)]);
        } else {
            places.extend(blocked_run(text, start..at).map(|place| (place, Addition::Mark)));
        }
    }
    places
}

/// Units that stand between the figures of a product: 5米*8米.
const UNITS: &str = "米寸尺里亩吨克斤元人个台套件箱户天次份倍㎡㎝㎜㎞℃％%";

/// Whether a run stands in a figure: `5*8`, `5米*8米`, `3*(4+5)`, `138****1234`, `8:00~~10:00`. Nobody begins or ends emphasis
/// between two digits, and without its stars the figure is another.
fn is_figure(text: &str, run: Range<usize>) -> bool {
    let (before, after) = (&text[..run.start], &text[run.end..]);
    let is_digit = |c: char| c.is_ascii_digit();
    let follows = after.starts_with(is_digit);
    let tilde = text.as_bytes()[run.start] == b'~';
    if run.len() > 1 || tilde {
        // A single tilde is none of the marks in the first place.
        return run.len() > 1 && follows && before.ends_with(is_digit);
    }
    let in_brackets =
        after.strip_prefix(['(', '（']).is_some_and(|rest| rest.starts_with(is_digit));
    (follows || in_brackets) && (before.ends_with(is_digit) || is_quantity(before))
}

/// Whether a text ends with a number and its unit, or with a bracket around figures.
fn is_quantity(text: &str) -> bool {
    let closed = text.trim_end_matches([')', '）']);
    let number = closed.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number = match number.len() == closed.len() {
        true => number.trim_end_matches(|c| UNITS.contains(c)),
        false => number,
    };
    // A word is no unit: in `A4纸` the figure is part of it, in `2min` it is a quantity.
    text.len() - number.len() <= LONGEST_UNIT && number.ends_with(|c: char| c.is_ascii_digit())
}

/// In bytes: `cm）`, 公里）, and no sentence.
const LONGEST_UNIT: usize = 9;

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
///
/// Nothing emphasised begins with a mark that ends or divides: in 李**、王** the stars stand for what is not said.
fn opens(base: Option<char>, before: char, after: char) -> bool {
    if "、，。；！？）》」』】".contains(after) {
        return false;
    }
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
            let prepared = Prepared::new(text);
            assert!(matches!(prepared.text, Cow::Borrowed(_)), "{text}");
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
    fn stars_of_figures_are_no_marks() {
        for (text, figure) in [
            ("5*8", true),
            ("5米*8", true),
            ("50cm*8", true),
            ("（5+3）*8", true),
            ("3*（4+5）", true),
            ("138****1234", true),
            ("8:00~~10:00", true),
            ("50%*8", true),
            ("*8", false),
            ("甲*8", false),
            ("5*重点", false),
            ("a*b", false),
            ("项目abcdefghijklm*8", false),
            ("5甲*乙", false),
            ("5米**8", false),
        ] {
            let start = text.find(['*', '~']).unwrap_or_default();
            let end = text.rfind(['*', '~']).unwrap_or_default() + 1;
            assert_eq!(is_figure(text, start..end), figure, "{text}");
        }
    }

    #[test]
    fn offsets_come_back() {
        let text = "**（一）**甲5*8**（二）**乙";
        let prepared = Prepared::new(text);
        assert_eq!(prepared.added.len(), 5);
        for (offset, _) in prepared.text().char_indices() {
            let restored = prepared.restore(&prepared.text()[..offset]).len();
            assert_eq!(prepared.original_offset(offset), restored, "{offset}");
        }
    }
}
