//! 句子: the text of the body as a reader has it, character by character, with the place of each in the Markdown.

use super::prose;
use std::ops::Range;

/// A piece of text without any markup in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// The characters as they are read.
    pub chars: Vec<char>,
    /// The bytes of each in the Markdown; a backslash belongs to the one that it escapes.
    pub places: Vec<Range<usize>>,
}

/// The sentences of a body, in order. Markdown's own text ends before an escaped character, a reader's does not.
pub fn sentences(markdown: &str) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut end = 0;
    for prose in prose(markdown) {
        let escaped = markdown[..prose.start].ends_with('\\');
        let start = prose.start - usize::from(escaped);
        let mut sentence = match sentences.pop() {
            Some(last) if escaped && end == start => last,
            last => {
                sentences.extend(last);
                Sentence::default()
            }
        };
        sentence.read(&markdown[start..prose.end], start, escaped);
        sentences.push(sentence);
        end = prose.end;
    }
    sentences
}

impl Sentence {
    /// Text that stands at `start`; its first character may be a backslash that escapes the next.
    fn read(&mut self, text: &str, start: usize, escaped: bool) {
        let mut first = start;
        for (at, c) in text.char_indices().skip(usize::from(escaped)) {
            let end = start + at + c.len_utf8();
            self.chars.push(c);
            self.places.push(first..end);
            first = end;
        }
    }

    /// The bytes of some characters; `None` for none.
    pub fn place(&self, range: Range<usize>) -> Option<Range<usize>> {
        let places = self.places.get(range)?;
        Some(places.first()?.start..places.last()?.end)
    }
}
