//! 标点和数字: what [`usage`](crate::chinese::usage) finds in the sentences of a document. All of it can be mended by
//! itself.

use crate::chinese::usage::{Rule, corrections};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Document;
use crate::{markdown, say};
use std::ops::Range;

/// Reads the sentences of a document.
pub fn check(document: &Document) -> Vec<Diagnostic> {
    let text = document.markdown();
    let sentences = markdown::prose(text);
    sentences.into_iter().flat_map(|prose| sentence(document, text, prose)).collect()
}

/// What is wrong in a sentence, which is a part of a document's text.
fn sentence(document: &Document, text: &str, prose: Range<usize>) -> Vec<Diagnostic> {
    let start = document.body.start as usize + prose.start;
    let sentence = &text[prose];
    let (bytes, chars): (Vec<usize>, Vec<char>) = sentence.char_indices().unzip();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(sentence.len());
    let mut found = Vec::new();
    for correction in corrections(&chars) {
        let (first, end) = (byte(correction.range.start), byte(correction.range.end));
        let (wrong, right) = (&sentence[first..end], &correction.right);
        let words = match right.as_str() {
            "" => say!("这里不用“{wrong}”", "no {wrong} here"),
            _ => say!("“{wrong}”应为“{right}”", "{wrong} should be {right}"),
        };
        let problem = Diagnostic::warning(code(correction.rule), words);
        let span = Span::new(start + first, start + end);
        found.push(problem.replace(&document.source, span, right.as_str()));
    }
    found
}

fn code(rule: Rule) -> Code {
    match rule {
        Rule::Mark => Code::Punctuation,
        Rule::Habit => Code::PunctuationHabit,
        Rule::Number => Code::NumberStyle,
    }
}
