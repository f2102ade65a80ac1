//! 看不见的字符: what nobody sees in a text, and what lets it read otherwise than it is. It comes along when text is copied
//! from web pages and chats, breaks searches, and can hide from a reviewer what a page says.

use crate::chinese::{is_formless, is_han};
use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::document::Document;
use crate::say;
use crate::site::Site;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Reads a file, its name, front matter and all.
pub(super) fn check(source: &Arc<Source>) -> Vec<Diagnostic> {
    let in_text = runs(&source.text).into_iter().filter_map(|span| {
        let (zh, en) = numbers(&source.text[span.range()])?;
        let words =
            say!("这里有看不见的字符：{zh}", "characters that nobody sees stand here: {en}");
        Some(Diagnostic::warning(Code::InvisibleCharacter, words).replace(source, span, ""))
    });
    in_name(&source.path).into_iter().chain(in_text).collect()
}

/// Names of pictures, attachments and their folders, each told once. Those of documents are read with them.
pub(super) fn file_names(site: &Site) -> Vec<Diagnostic> {
    let names: BTreeSet<&str> = site.files.keys().filter_map(|name| unseen(name)).collect();
    let told = names.into_iter().filter_map(|name| in_name(&format!("content/{name}")));
    told.collect()
}

/// The path up to the first folder or file in whose name such characters stand.
fn unseen(path: &str) -> Option<&str> {
    let first = runs(path).first()?.range().start;
    let end = path[first..].find('/').map_or(path.len(), |end| first + end);
    Some(&path[..end])
}

fn in_name(path: &str) -> Option<Diagnostic> {
    let (zh, en) = numbers(path)?;
    let words = say!(
        "文件名里有看不见的字符：{zh}",
        "the file's name has characters that nobody sees: {en}"
    );
    Some(Diagnostic::warning(Code::InvisibleCharacter, words).in_file(path))
}

/// A title in whose value they stand by their numbers (`"\u202E"`), so that its file does not show them either.
pub(super) fn title(document: &Document) -> Option<Diagnostic> {
    let title = &document.common.title;
    let written = document.source.text.get(title.span.range()).unwrap_or_default();
    let (zh, en) = numbers(&title.value).filter(|_| runs(written).is_empty())?;
    let words =
        say!("标题里有看不见的字符：{zh}", "the title has characters that nobody sees: {en}");
    Some(Diagnostic::warning(Code::InvisibleCharacter, words).at(&document.source, title.span))
}

/// Where such characters stand, those that stand together as one.
fn runs(text: &str) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut before = '\0';
    for (at, c) in text.char_indices() {
        if is_invisible(c, before) {
            let span = Span::new(at, at + c.len_utf8());
            match runs.last_mut() {
                Some(run) if run.end == span.start => run.end = span.end,
                _ => runs.push(span),
            }
        }
        before = c;
    }
    runs
}

fn is_invisible(c: char, before: char) -> bool {
    // Several emoji are joined to one by it.
    let joins = c == '\u{200d}' && before >= '\u{2190}' && !is_han(before) && !is_formless(before);
    let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    (is_formless(c) && !joins) || control
}

/// The first few by their numbers, each once.
fn numbers(text: &str) -> Option<(String, String)> {
    let mut before = '\0';
    let mut found: Vec<String> = Vec::new();
    for c in text.chars() {
        let number = format!("U+{:04X}", c as u32);
        if is_invisible(c, before) && found.len() < 5 && !found.contains(&number) {
            found.push(number);
        }
        before = c;
    }
    (!found.is_empty()).then(|| (found.join("、"), found.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_found_where_they_stand() {
        for (text, expected) in [
            ("县政府\t（一）\r\n\u{3000}\u{a0}", &[][..]),
            ("县\u{200b}政府\u{feff}", &[(3, 6), (12, 15)]),
            ("\u{202e}\u{2066}县", &[(0, 6)]),
            ("县\u{7}\u{9b}", &[(3, 6)]),
            ("👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥", &[]),
            ("县\u{200d}", &[(3, 6)]),
        ] {
            let found: Vec<_> = runs(text).iter().map(|run| (run.start, run.end)).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn few_are_named() {
        let text = "\u{200b}\u{200b}\u{200c}\u{200e}\u{200f}\u{202a}\u{202b}";
        let (_, en) = numbers(text).expect("some");
        assert_eq!(en, "U+200B, U+200C, U+200E, U+200F, U+202A");
    }
}
