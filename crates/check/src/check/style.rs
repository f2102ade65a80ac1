//! 标点和数字: what [`usage`](crate::chinese::usage) finds in the sentences of a document. All of it can be mended by
//! itself.

use crate::chinese::usage::{Correction, Rule, corrections};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::{markdown, say};
use std::ops::Range;

/// Reads the sentences of a document.
pub fn check(document: &Document) -> Vec<Diagnostic> {
    let sentences = sentences(document.markdown());
    sentences.iter().flat_map(|sentence| sentence.problems(document)).collect()
}

/// A sentence as it is read, and where in the Markdown each of its characters stands; a backslash belongs to the one that it
/// escapes.
#[derive(Default)]
struct Sentence {
    chars: Vec<char>,
    places: Vec<Range<usize>>,
}

/// Markdown's own text ends before an escaped character, a reader's does not.
fn sentences(text: &str) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut end = 0;
    for prose in markdown::prose(text) {
        let escaped = text[..prose.start].ends_with('\\');
        let start = prose.start - usize::from(escaped);
        let mut sentence = match sentences.pop() {
            Some(last) if escaped && end == start => last,
            last => {
                sentences.extend(last);
                Sentence::default()
            }
        };
        sentence.read(&text[start..prose.end], start, escaped);
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

    fn problems(&self, document: &Document) -> Vec<Diagnostic> {
        let found = corrections(&self.chars);
        found.into_iter().filter_map(|one| self.problem(document, one)).collect()
    }

    /// `None` where an escaped character would go: who escapes a mark wants that mark.
    fn problem(&self, document: &Document, correction: Correction) -> Option<Diagnostic> {
        let Correction { rule, range, right } = correction;
        let wrong: String = self.chars[range.clone()].iter().collect();
        let places = &self.places[range];
        let place = places.first()?.start..places.last()?.end;
        let words = match right.as_str() {
            "" => say!("这里不用“{wrong}”", "no {wrong} here"),
            _ => say!("“{wrong}”应为“{right}”", "{wrong} should be {right}"),
        };
        let problem = Diagnostic::warning(code(rule), words);
        let is_plain = place.len() == wrong.len();
        is_plain.then(|| problem.replace(&document.source, document.in_body(&place), right))
    }
}

fn code(rule: Rule) -> Code {
    match rule {
        Rule::Mark => Code::Punctuation,
        Rule::Habit => Code::PunctuationHabit,
        Rule::Number => Code::NumberStyle,
    }
}
