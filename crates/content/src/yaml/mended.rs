//! A text with some of it written otherwise, and where each of its bytes stood before.

use std::ops::Range;

/// Other words in the place of some bytes.
#[derive(Debug)]
pub(super) struct Edit {
    /// The bytes that go.
    pub(super) range: Range<usize>,
    /// What stands there instead.
    pub(super) text: String,
}

/// The text after all edits.
#[derive(Debug)]
pub(super) struct Mended {
    /// What is read.
    pub(super) text: String,
    /// For each edit its bytes in the mended text and in the first one, in order.
    moved: Vec<(Range<usize>, Range<usize>)>,
}

impl Mended {
    /// Makes the edits; of two that overlap only the first counts.
    pub(super) fn new(text: &str, mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| edit.range.start);
        let mut mended = Self { text: String::with_capacity(text.len() + 16), moved: Vec::new() };
        let mut at = 0;
        for edit in edits.iter().filter(|edit| !edit.range.is_empty() || !edit.text.is_empty()) {
            if edit.range.start < at {
                continue;
            }
            mended.text.push_str(&text[at..edit.range.start]);
            let start = mended.text.len();
            mended.text.push_str(&edit.text);
            mended.moved.push((start..mended.text.len(), edit.range.clone()));
            at = edit.range.end;
        }
        mended.text.push_str(&text[at..]);
        mended
    }

    /// Where a byte of the mended text stood; one that an edit brought stood where the edit begins.
    pub(super) fn before(&self, at: usize) -> usize {
        let last = self.moved.partition_point(|(after, _)| after.start <= at);
        match last.checked_sub(1).map(|last| &self.moved[last]) {
            None => at,
            Some((after, first)) if at < after.end => first.start,
            Some((after, first)) => first.end + (at - after.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_where_they_stood() {
        let edit = |range, text: &str| Edit { range, text: text.to_owned() };
        let mended =
            Mended::new("ab：cd", vec![edit(7..7, "'"), edit(2..5, ": "), edit(5..5, "'")]);
        assert_eq!(mended.text, "ab: 'cd'");
        let places: Vec<usize> = (0..=8).map(|at| mended.before(at)).collect();
        assert_eq!(places, [0, 1, 2, 2, 5, 5, 6, 7, 7]);
    }
}
