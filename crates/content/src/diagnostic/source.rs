//! A file's text with its name, and places in it.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::OnceLock;

/// A file of the site as it was read.
#[derive(Debug)]
pub struct Source {
    /// Relative to the site's folder, with `/`.
    pub path: String,
    /// Valid UTF-8; a byte order mark is already gone.
    pub text: String,
    /// Made when the first place is asked for: a file with thousands of problems is not counted through for each.
    milestones: OnceLock<Vec<Milestone>>,
}

/// A byte whose place is known.
#[derive(Clone, Copy, Debug)]
struct Milestone {
    byte: usize,
    place: Place,
}

/// In a long line every so many bytes are a milestone.
const STRETCH: usize = 1024;

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, &self.text) == (&other.path, &other.text)
    }
}

impl Eq for Source {}

impl Hash for Source {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.path, &self.text).hash(state);
    }
}

/// Bytes of a [`Source`], end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// A span that is longer than four gigabytes is cut; files of that size are refused earlier.
    pub fn new(start: usize, end: usize) -> Self {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: cut(start), end: cut(end.max(start)) }
    }

    /// The same bytes counted from `offset` bytes earlier.
    #[must_use]
    pub fn shifted(range: &Range<usize>, offset: usize) -> Self {
        Self::new(range.start + offset, range.end + offset)
    }

    /// As a range to index a text with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Line and column, both from 1; a column is a character, not a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl Source {
    /// A text without a byte order mark, and the name of its file.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), milestones: OnceLock::new() }
    }

    /// The line and column of a byte.
    pub fn place(&self, byte: u32) -> Place {
        let upto = self.boundary(byte as usize);
        let milestones = self.milestones.get_or_init(|| milestones(&self.text));
        let before = milestones.partition_point(|milestone| milestone.byte <= upto);
        let Milestone { byte, place } = milestones[before - 1];
        Place { column: place.column + self.text[byte..upto].chars().count(), ..place }
    }

    /// The nearest character boundary at or before `byte`.
    pub(super) fn boundary(&self, byte: usize) -> usize {
        let mut at = byte.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// The first byte, every line's first, and some within long lines.
fn milestones(text: &str) -> Vec<Milestone> {
    let mut last = Milestone { byte: 0, place: Place { line: 1, column: 1 } };
    let mut all = vec![last];
    let mut column = 1;
    for (byte, c) in text.char_indices() {
        if byte >= last.byte + STRETCH {
            last = Milestone { byte, place: Place { column, ..last.place } };
            all.push(last);
        }
        column += 1;
        if c == '\n' {
            column = 1;
            last = Milestone { byte: byte + 1, place: Place { line: last.place.line + 1, column } };
            all.push(last);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let source = Source::new("a.md", "标题：甲\n日期：乙");
        for (byte, line, column) in [(0, 1, 1), (3, 1, 2), (13, 2, 1), (22, 2, 4), (999, 2, 5)] {
            assert_eq!(source.place(byte), Place { line, column }, "byte {byte}");
        }
    }

    #[test]
    fn places_in_long_lines_are_counted_as_in_short_ones() {
        let source = Source::new("a.md", format!("甲\n{}\n乙", "字".repeat(5000)));
        for column in [1, 2, 341, 342, 343, 1024, 4999, 5001] {
            let byte = 4 + 3 * (column - 1);
            let place = source.place(u32::try_from(byte).expect("a small text"));
            assert_eq!(place, Place { line: 2, column });
        }
        assert_eq!(source.place(4 + 15_000 + 1), Place { line: 3, column: 1 });
    }
}
