//! A file's text with its name, and places in it.

use std::ops::Range;

/// A file of the site as it was read.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// Relative to the site's folder, with `/`.
    pub path: String,
    /// Valid UTF-8; a byte order mark is already gone.
    pub text: String,
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
    /// The line and column of a byte.
    pub fn place(&self, byte: u32) -> Place {
        let upto = self.boundary(byte as usize);
        let before = &self.text[..upto];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Place {
            line: before.bytes().filter(|&b| b == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let source = Source { path: "a.md".into(), text: "标题：甲\n日期：乙".into() };
        for (byte, line, column) in [(0, 1, 1), (3, 1, 2), (13, 2, 1), (22, 2, 4), (999, 2, 5)] {
            assert_eq!(source.place(byte), Place { line, column }, "byte {byte}");
        }
    }
}
