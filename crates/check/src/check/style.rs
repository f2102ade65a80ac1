//! 标点和数字: what [`usage`](crate::chinese::usage) finds in the sentences of a document. All of it can be mended by
//! itself.

use crate::chinese::usage::{Correction, Rule, corrections};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::markdown::{Sentence, sentences};
use crate::say;

/// Reads the sentences of a document.
pub fn check(document: &Document) -> Vec<Diagnostic> {
    let sentences = sentences(document.markdown());
    sentences.iter().flat_map(|sentence| problems(sentence, document)).collect()
}

fn problems(sentence: &Sentence, document: &Document) -> Vec<Diagnostic> {
    let found = corrections(&sentence.chars);
    found.into_iter().filter_map(|one| problem(sentence, document, one)).collect()
}

/// `None` where an escaped character would go: who escapes a mark wants that mark.
fn problem(sentence: &Sentence, document: &Document, correction: Correction) -> Option<Diagnostic> {
    let Correction { rule, range, right } = correction;
    let wrong: String = sentence.chars[range.clone()].iter().collect();
    let place = sentence.place(range)?;
    let words = match right.as_str() {
        "" => say!("这里不用“{wrong}”", "no {wrong} here"),
        _ => say!("“{wrong}”应为“{right}”", "{wrong} should be {right}"),
    };
    let problem = Diagnostic::warning(code(rule), words);
    let is_plain = place.len() == wrong.len();
    is_plain.then(|| problem.replace(&document.source, document.in_body(&place), right))
}

fn code(rule: Rule) -> Code {
    match rule {
        Rule::Mark => Code::Punctuation,
        Rule::Habit => Code::PunctuationHabit,
        Rule::Number => Code::NumberStyle,
    }
}
