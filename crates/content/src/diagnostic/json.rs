//! The form for other programs: one JSON object a line.

use super::{Diagnostic, Language, Words, plain_json};
use serde_json::{Value, json};

pub(super) fn print(diagnostic: &Diagnostic, language: Language) -> String {
    let (path, place) = diagnostic.place();
    let labels: Vec<Value> = diagnostic.labels.iter().map(label).collect();
    let object = json!({
        "severity": diagnostic.severity.code(),
        "code": diagnostic.code.name(),
        "message": diagnostic.message.in_language(language),
        "messages": words(&diagnostic.message),
        "path": path,
        "line": place.map(|p| p.line),
        "column": place.map(|p| p.column),
        "places": labels,
        "hints": diagnostic.hints.iter().map(words).collect::<Vec<_>>(),
    });
    plain_json(&format!("{object}\n")).into_owned()
}

fn words(words: &Words) -> Value {
    json!({ "zh": words.zh, "en": words.en })
}

fn label(label: &super::Label) -> Value {
    let start = label.source.place(label.span.start);
    let end = label.source.place(label.span.end);
    json!({
        "path": label.source.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "start": label.span.start,
        "end": label.span.end,
        "words": words(&label.words),
    })
}
