//! Mending what is certain: the fixes of findings, put into their files. Every other byte stays.

use crate::diagnostic::{Code, Diagnostic, Doing, Fix, Source};
use crate::file::{Flush, replace};
use crate::review::archive;
use crate::say;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A line that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The file, relative to the site.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// As it was.
    pub before: String,
    /// As it is.
    pub after: String,
}

/// Puts every fix into its file below `root`, each file whole or not at all. Where two fixes overlap, the first counts.
///
/// # Errors
/// Files that cannot be read or written, or that have changed since they were looked at; the others are mended.
pub fn fix(root: &Path, found: &[Diagnostic]) -> (Vec<Mended>, Vec<Diagnostic>) {
    let mut files: BTreeMap<&str, (&Arc<Source>, Vec<&Fix>)> = BTreeMap::new();
    for problem in found {
        // What was approved is never edited: the document that stands now is.
        let is_approved = |path: &str| path.starts_with(archive::FOLDER);
        if let (Some(fix), Some(label)) = (&problem.fix, problem.labels.first())
            && !is_approved(&label.source.path)
        {
            let path = label.source.path.as_str();
            let file = files.entry(path).or_insert((&label.source, Vec::new()));
            file.1.push(fix);
        }
    }
    let (mut mended, mut problems) = (Vec::new(), Vec::new());
    for (source, fixes) in files.into_values() {
        let fixes = apart(fixes);
        match write(root, source, &fixes) {
            Ok(()) => mended.extend(lines(source, &fixes)),
            Err(problem) => problems.push(problem),
        }
    }
    (mended, problems)
}

/// In order, without those that overlap an earlier one.
fn apart(mut fixes: Vec<&Fix>) -> Vec<&Fix> {
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let mut end = 0;
    fixes.retain(|fix| {
        let free = fix.span.start >= end;
        end = if free { fix.span.end } else { end };
        free
    });
    fixes
}

/// A part of a text, with the fixes that fall into it.
fn apply(text: &str, range: std::ops::Range<usize>, fixes: &[&Fix]) -> String {
    let mut out = String::with_capacity(range.len());
    let mut from = range.start;
    for fix in fixes {
        let span = fix.span.range();
        if span.start >= from && span.end <= range.end {
            out.push_str(&text[from..span.start]);
            out.push_str(&fix.text);
            from = span.end;
        }
    }
    out + &text[from..range.end]
}

/// The new text beside the file, then renamed into its place; a byte order mark stays.
fn write(root: &Path, source: &Source, fixes: &[&Fix]) -> Result<(), Diagnostic> {
    let path = root.join(&source.path);
    let path = std::fs::canonicalize(&path).unwrap_or(path);
    let read = |error| Diagnostic::io(Doing::Read, &path, &error);
    let told = |error| Diagnostic::io(Doing::Write, &path, &error);
    let bytes = std::fs::read(&path).map_err(read)?;
    let Some(mark) = bytes.strip_suffix(source.text.as_bytes()) else {
        return Err(changed(source));
    };
    let text = apply(&source.text, 0..source.text.len(), fixes);
    let bytes = [mark, text.as_bytes()].concat();
    replace(&path, &bytes, Flush::First).map_err(told)
}

fn changed(source: &Source) -> Diagnostic {
    Diagnostic::error(
        Code::ChangedMeanwhile,
        say!(
            "检查以后文件又改过，没有动它",
            "the file changed after it was looked at, and is left alone"
        ),
    )
    .in_file(source.path.clone())
    .hint(say!("再运行一次", "run the command again"))
}

/// The lines that fixes fall into, each once.
fn lines(source: &Source, fixes: &[&Fix]) -> Vec<Mended> {
    let text = &source.text;
    let mut mended: Vec<Mended> = Vec::new();
    for fix in fixes {
        let start = text[..fix.span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let rest = fix.span.end as usize;
        let end = text[rest..].find('\n').map_or(text.len(), |at| rest + at);
        let line = source.place(fix.span.start).line;
        if mended.last().is_some_and(|last| last.line == line) {
            continue;
        }
        mended.push(Mended {
            path: source.path.clone(),
            line,
            before: text[start..end].to_owned(),
            after: apply(text, start..end, fixes_from(fixes, start)),
        });
    }
    mended
}

fn fixes_from<'f, 'a>(fixes: &'f [&'a Fix], start: usize) -> &'f [&'a Fix] {
    let first = fixes.partition_point(|fix| (fix.span.start as usize) < start);
    &fixes[first..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    #[test]
    fn the_first_of_two_that_overlap_counts() {
        let fix =
            |start, end, text: &str| Fix { span: Span::new(start, end), text: text.to_owned() };
        let (a, b, c) = (fix(3, 6, "X"), fix(0, 4, "ab"), fix(6, 7, ""));
        let fixes = apart(vec![&a, &b, &c]);
        assert_eq!(fixes, [&b, &c]);
        assert_eq!(apply("0123456789", 0..10, &fixes), "ab45789");
    }
}
