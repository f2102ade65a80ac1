//! 文段: a text on its way from a manuscript to a draft; every character knows where it came from.

use super::manuscript::{Place, Run, Text};
use std::ops::Range;

/// Stands for the mark of a note among the characters of a passage.
pub const NOTE: char = '\u{fffc}';

/// A text as characters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passage {
    /// The characters; [`NOTE`] for the mark of a note.
    pub chars: Vec<char>,
    /// Where each came from.
    origins: Vec<Origin>,
    /// The style of each, as a position in `styles`.
    style_of: Vec<u16>,
    /// Runs without their text.
    styles: Vec<Run>,
    /// The texts that it was made of.
    places: Vec<Place>,
}

/// A position in one of the texts that a passage was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Origin {
    text: u16,
    at: u32,
}

/// The first and the last place of a piece of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whence {
    /// Of the first character.
    pub first: Place,
    /// Of the last character.
    pub last: Place,
}

/// Other characters for some of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The characters that go, as positions in the passage.
    pub range: Range<usize>,
    /// What stands there instead.
    pub right: String,
}

impl Edit {
    /// Other characters for a range.
    pub fn new(range: Range<usize>, right: impl Into<String>) -> Self {
        let right = right.into();
        Self { range, right }
    }
}

impl Passage {
    /// A text of a manuscript.
    pub fn of(text: Text) -> Self {
        let mut passage = Self { places: vec![text.place], ..Self::default() };
        let mut at = 0;
        for (style, run) in text.runs.into_iter().enumerate() {
            let style = u16::try_from(style).unwrap_or(u16::MAX);
            let note = run.footnote.map(|_| NOTE);
            let words = run.text.chars().filter(|c| *c != NOTE);
            for c in words.chain(note) {
                passage.chars.push(c);
                passage.origins.push(Origin { text: 0, at });
                passage.style_of.push(style);
                at += u32::from(c != NOTE);
            }
            if usize::from(style) == passage.styles.len() {
                let text = String::new();
                passage.styles.push(Run { text, ..run });
            }
        }
        passage
    }

    /// Back to a text.
    pub fn into_text(self) -> Text {
        let place = self.place(0);
        Text { runs: self.runs(0..self.chars.len()), place }
    }

    /// The styled pieces of a range.
    pub fn runs(&self, range: Range<usize>) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut open = None;
        for at in range {
            let style = self.style_of[at];
            if open != Some(style) {
                let plain = self.styles.get(usize::from(style));
                runs.push(plain.cloned().unwrap_or_default());
                open = Some(style);
            }
            if let (Some(run), true) = (runs.last_mut(), self.chars[at] != NOTE) {
                run.text.push(self.chars[at]);
            }
        }
        runs
    }

    /// All characters, without the marks of notes.
    pub fn words(&self) -> String {
        self.words_of(0..self.chars.len())
    }

    /// The characters of a range, without the marks of notes.
    pub fn words_of(&self, range: Range<usize>) -> String {
        self.chars[range].iter().filter(|c| **c != NOTE).collect()
    }

    /// Whether nothing but blanks stands there.
    pub fn is_blank(&self) -> bool {
        self.chars.iter().all(|c| c.is_whitespace())
    }

    /// Where a character came from; one behind the end came from where the last did.
    pub fn place(&self, at: usize) -> Place {
        let origin = self.origins.get(at).or(self.origins.last());
        let origin = origin.copied().unwrap_or(Origin { text: 0, at: 0 });
        match self.places.get(usize::from(origin.text)) {
            Some(Place::Line(line, column)) => Place::Line(*line, column + origin.at),
            Some(place) => place.clone(),
            None => Place::Whole,
        }
    }

    /// Where a range came from.
    pub fn whence(&self, range: &Range<usize>) -> Whence {
        Whence {
            first: self.place(range.start),
            last: self.place(range.end.saturating_sub(1).max(range.start)),
        }
    }

    /// Puts other characters in the place of some, and says what would put the former ones back.
    ///
    /// Edits are in order and do not overlap; one that starts before the end of the one before it is left out.
    pub fn apply(&mut self, edits: &[Edit]) -> Vec<Edit> {
        let old = std::mem::take(self);
        let mut new =
            Self { styles: old.styles.clone(), places: old.places.clone(), ..Self::default() };
        let mut back = Vec::with_capacity(edits.len());
        let mut from = 0;
        for edit in edits.iter().filter(|edit| !is_void(edit)) {
            if edit.range.start < from || edit.range.end > old.chars.len() {
                continue;
            }
            new.copy(&old, from..edit.range.start);
            let start = new.chars.len();
            new.replace(&old, edit);
            let before = old.chars[edit.range.clone()].iter().collect::<String>();
            back.push(Edit::new(start..new.chars.len(), before));
            from = edit.range.end;
        }
        new.copy(&old, from..old.chars.len());
        *self = new;
        back
    }

    fn copy(&mut self, old: &Self, range: Range<usize>) {
        self.chars.extend_from_slice(&old.chars[range.clone()]);
        self.origins.extend_from_slice(&old.origins[range.clone()]);
        self.style_of.extend_from_slice(&old.style_of[range]);
    }

    /// New characters come from where the old ones at their positions did.
    fn replace(&mut self, old: &Self, edit: &Edit) {
        let last = edit.range.end.saturating_sub(1).max(edit.range.start);
        for (n, c) in edit.right.chars().enumerate() {
            let at = (edit.range.start + n).min(last).min(old.chars.len().saturating_sub(1));
            self.chars.push(c);
            self.origins.push(old.origins.get(at).copied().unwrap_or(Origin { text: 0, at: 0 }));
            self.style_of.push(old.style_of.get(at).copied().unwrap_or(0));
        }
    }

    /// Drops everything from a position on.
    pub fn truncate(&mut self, length: usize) {
        self.chars.truncate(length);
        self.origins.truncate(length);
        self.style_of.truncate(length);
    }

    /// Puts another passage behind this one.
    pub fn append(&mut self, other: &Self) {
        let (texts, styles) = (self.places.len(), self.styles.len());
        let shift = |n: u16, by: usize| u16::try_from(usize::from(n) + by).unwrap_or(u16::MAX);
        self.chars.extend_from_slice(&other.chars);
        self.origins
            .extend(other.origins.iter().map(|o| Origin { text: shift(o.text, texts), at: o.at }));
        let shifted = other.style_of.iter().map(|style| shift(*style, styles));
        self.style_of.extend(shifted);
        self.places.extend_from_slice(&other.places);
        self.styles.extend_from_slice(&other.styles);
    }

    /// A part of it as a passage of its own.
    pub fn part(&self, range: Range<usize>) -> Self {
        let mut part =
            Self { styles: self.styles.clone(), places: self.places.clone(), ..Self::default() };
        part.copy(self, range);
        part
    }
}

fn is_void(edit: &Edit) -> bool {
    edit.range.is_empty() && edit.right.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(text: &str) -> Passage {
        Passage::of(Text::plain(text, Place::Line(3, 1)))
    }

    #[test]
    fn edits_can_be_taken_back() {
        let mut passage = passage("领(lǐng)导(dǎo),同志");
        let before = passage.clone();
        let back =
            passage.apply(&[Edit::new(1..7, ""), Edit::new(8..13, ""), Edit::new(13..14, "，")]);
        assert_eq!(passage.words(), "领导，同志");
        assert_eq!(passage.place(1), Place::Line(3, 8));
        assert_eq!(passage.place(3), Place::Line(3, 15));
        passage.apply(&back);
        assert_eq!(passage.words(), before.words());
    }

    #[test]
    fn edits_that_do_not_fit_are_left_out() {
        let mut passage = passage("甲乙丙");
        let back = passage.apply(&[
            Edit::new(0..2, "丁"),
            Edit::new(1..3, "戊"),
            Edit::new(2..9, "己"),
            Edit::new(3..3, "庚"),
        ]);
        assert_eq!(passage.words(), "丁丙庚");
        assert_eq!(back.len(), 2);
    }

    #[test]
    fn styles_and_notes_survive() {
        let run = |text: &str, strong, footnote| Run {
            text: text.to_owned(),
            strong,
            footnote,
            ..Run::default()
        };
        let text = Text {
            runs: vec![run("甲,", true, None), run("", false, Some(0)), run("乙", false, None)],
            place: Place::Paragraph(2),
        };
        let mut passage = Passage::of(text);
        passage.apply(&[Edit::new(1..2, "，")]);
        let text = passage.into_text();
        assert_eq!(
            text.runs,
            [run("甲，", true, None), run("", false, Some(0)), run("乙", false, None)]
        );
        assert_eq!(text.place, Place::Paragraph(2));
    }

    #[test]
    fn joined_passages_know_both_places() {
        let mut joined = passage("甲乙");
        joined.append(&Passage::of(Text::plain("丙丁", Place::Line(4, 1))));
        assert_eq!(joined.words(), "甲乙丙丁");
        let whence = joined.whence(&(1..4));
        assert_eq!((whence.first, whence.last), (Place::Line(3, 2), Place::Line(4, 2)));
        assert_eq!(joined.part(2..3).place(0), Place::Line(4, 1));
    }
}
