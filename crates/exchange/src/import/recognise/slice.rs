//! 片段: a piece of a passage that recognition looks at, and the value that it becomes.

use super::{Leaf, Value};
use crate::import::passage::Passage;
use std::ops::Range;

/// Some characters of a passage.
#[derive(Clone, Debug)]
pub(super) struct Slice<'t> {
    passage: &'t Passage,
    range: Range<usize>,
}

impl<'t> Slice<'t> {
    pub(super) fn of(passage: &'t Passage) -> Self {
        Self { passage, range: 0..passage.chars.len() }
    }

    pub(super) fn chars(&self) -> &'t [char] {
        &self.passage.chars[self.range.clone()]
    }

    pub(super) fn words(&self) -> String {
        self.passage.words_of(self.range.clone())
    }

    pub(super) fn len(&self) -> usize {
        self.range.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// A part, counted from the start of this one.
    pub(super) fn part(&self, range: Range<usize>) -> Self {
        let end = (self.range.start + range.end).min(self.range.end);
        let start = (self.range.start + range.start).min(end);
        Self { passage: self.passage, range: start..end }
    }

    pub(super) fn from(&self, start: usize) -> Self {
        self.part(start..self.len())
    }

    /// The position of a word.
    pub(super) fn find(&self, word: &str) -> Option<usize> {
        let word: Vec<char> = word.chars().collect();
        let starts = 0..(self.len() + 1).saturating_sub(word.len());
        starts.into_iter().find(|at| self.chars()[*at..].starts_with(&word))
    }

    /// The first of several words: its position and length.
    pub(super) fn find_any(&self, words: &[&str]) -> Option<(usize, usize)> {
        let found = words.iter().filter_map(|word| Some((self.find(word)?, word.chars().count())));
        found.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))
    }

    pub(super) fn contains(&self, word: &str) -> bool {
        self.find(word).is_some()
    }

    /// What comes after a word that it begins with.
    pub(super) fn after(&self, word: &str) -> Option<Self> {
        let length = word.chars().count();
        let begins = self.chars().iter().take(length).copied().eq(word.chars());
        begins.then(|| self.from(length))
    }

    /// What comes after the first of several words that it begins with.
    pub(super) fn after_any(&self, words: &[&str]) -> Option<Self> {
        words.iter().find_map(|word| self.after(word))
    }

    /// What comes before a word that it ends with.
    pub(super) fn before(&self, word: &str) -> Option<Self> {
        let length = self.len().checked_sub(word.chars().count())?;
        let ends = self.chars()[length..].iter().copied().eq(word.chars());
        ends.then(|| self.part(0..length))
    }

    /// Without blanks and these characters at both ends.
    pub(super) fn trim(&self, marks: &str) -> Self {
        let dull = |c: &&char| c.is_whitespace() || marks.contains(**c);
        let start = self.chars().iter().take_while(dull).count();
        let end = self.chars()[start..].iter().rev().take_while(dull).count();
        self.part(start..self.len() - end)
    }

    /// The pieces between characters that part them, empty ones left out; nothing inside brackets or quotes parts.
    pub(super) fn split(&self, parts: impl Fn(char) -> bool) -> Vec<Self> {
        let (mut pieces, mut start, mut depth) = (Vec::new(), 0, 0_usize);
        for (at, c) in self.chars().iter().enumerate() {
            match c {
                '（' | '《' | '“' | '〔' => depth += 1,
                '）' | '》' | '”' | '〕' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && parts(*c) {
                pieces.push(self.part(start..at));
                start = at + 1;
            }
        }
        pieces.push(self.from(start));
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    /// What stands between the first opening mark and its closing one.
    pub(super) fn inside(&self, open: char, close: char) -> Option<Self> {
        let start = self.chars().iter().position(|c| *c == open)? + 1;
        let length = self.chars()[start..].iter().position(|c| *c == close)?;
        Some(self.part(start..start + length))
    }

    /// Where this part begins within another one of the same passage.
    pub(super) fn start_in(&self, whole: &Self) -> usize {
        self.range.start.saturating_sub(whole.range.start)
    }

    /// A value with these words, and the place of the slice.
    pub(super) fn value(&self) -> Value {
        self.value_as(self.words())
    }

    /// A value that was made of the slice.
    pub(super) fn value_as(&self, text: impl Into<String>) -> Value {
        Value::Leaf(Leaf { text: text.into(), whence: Some(self.passage.whence(&self.range)) })
    }

    /// Whether it is the same piece of the same passage.
    pub(super) fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self.passage, other.passage) && self.range == other.range
    }

    /// Where it came from.
    pub(super) fn whence(&self) -> crate::import::passage::Whence {
        self.passage.whence(&self.range)
    }
}
