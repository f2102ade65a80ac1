//! The form for people: the message, an excerpt with the place marked, hints.

use super::{Diagnostic, Label, Language, Severity, Source, plain, plain_line};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;
use std::sync::Arc;

/// A line longer than this is cut around the place, so that a file of one line stays readable.
const LINE_LIMIT: usize = 400;

pub(super) fn print(diagnostic: &Diagnostic, language: Language, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE,
    };
    let level = level.with_name(diagnostic.severity.name(language));
    let message = plain_line(diagnostic.message.in_language(language));
    let title = level.primary_title(message).id(diagnostic.code.name());
    let mut group = match by_file(&diagnostic.labels).as_slice() {
        [] => without_excerpt(Group::with_title(title), diagnostic),
        files => files
            .iter()
            .fold(Group::with_title(title), |group, file| group.element(excerpt(file, language))),
    };
    let hint = match language {
        Language::Chinese => "建议",
        Language::English => "hint",
    };
    for words in &diagnostic.hints {
        let level = Level::HELP.with_name(hint);
        group = group.element(level.message(plain_line(words.in_language(language))));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n\n", renderer.render(&[group]).trim_end())
}

fn without_excerpt<'a>(group: Group<'a>, diagnostic: &'a Diagnostic) -> Group<'a> {
    match &diagnostic.path {
        Some(path) => group.element(Origin::path(plain_line(path))),
        None => group,
    }
}

/// The labels in their order, those of one file together; the first of all is the primary one.
struct File<'a> {
    source: &'a Arc<Source>,
    labels: Vec<(&'a Label, AnnotationKind)>,
}

fn by_file(labels: &[Label]) -> Vec<File<'_>> {
    let mut files: Vec<File<'_>> = Vec::new();
    for (index, label) in labels.iter().enumerate() {
        let kind = match index {
            0 => AnnotationKind::Primary,
            _ => AnnotationKind::Context,
        };
        match files.iter_mut().find(|f| f.source.path == label.source.path) {
            Some(file) => file.labels.push((label, kind)),
            None => files.push(File { source: &label.source, labels: vec![(label, kind)] }),
        }
    }
    files
}

fn excerpt<'a>(
    file: &File<'a>,
    language: Language,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let window = window(file);
    let line = file.source.text[..window.start].bytes().filter(|&b| b == b'\n').count() + 1;
    let text = &file.source.text[window.clone()];
    let mut snippet = Snippet::source(plain(text))
        .line_start(line)
        .path(plain_line(&file.source.path))
        .fold(true);
    for (label, kind) in &file.labels {
        let span = marked(file.source, label, &window);
        // What is shown by its number is longer than it is.
        let span = plain(&text[..span.start]).len()..plain(&text[..span.end]).len();
        let words = plain_line(label.words.in_language(language));
        let annotation = kind.span(span);
        snippet = snippet.annotation(match words.is_empty() {
            true => annotation,
            false => annotation.label(words),
        });
    }
    snippet
}

/// The part of the file from the first marked line to the last, cut where a line is very long.
fn window(file: &File<'_>) -> Range<usize> {
    let text = &file.source.text;
    let starts = file.labels.iter().map(|(l, _)| l.span.start as usize);
    let ends = file.labels.iter().map(|(l, _)| l.span.end as usize);
    let first = file.source.boundary(starts.min().unwrap_or(0));
    let last = file.source.boundary(ends.max().unwrap_or(0)).max(first);
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at);
    let start = if first - start > LINE_LIMIT {
        file.source.boundary(first - LINE_LIMIT / 4)
    } else {
        start
    };
    let end =
        if end - first > 20 * LINE_LIMIT { file.source.boundary(first + LINE_LIMIT) } else { end };
    start..end.max(start)
}

/// The label's bytes within the window; never empty where there is a character to mark.
fn marked(source: &Source, label: &Label, window: &Range<usize>) -> Range<usize> {
    let clamp =
        |at: u32| source.boundary(at as usize).clamp(window.start, window.end) - window.start;
    let start = clamp(label.span.start);
    let line_end = source.text[window.start + start..window.end]
        .find('\n')
        .map_or(window.end - window.start, |at| start + at);
    start..clamp(label.span.end).min(line_end).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Span};
    use crate::say;

    #[test]
    fn marks_the_place_under_wide_characters() {
        let source =
            Arc::new(Source::new("content/a.md", "---\n标题: 动员会\n发布曰期: 2026-03-31\n---\n"));
        let start = source.text.find("发布").expect("the text holds it");
        let printed = print(
            &Diagnostic::error(Code::UnknownKey, say!("不认识的键“发布曰期”", "unknown key"))
                .with(&source, Span::new(start, start + 12), say!("这里", "here"))
                .did_you_mean("发布曰期", ["发布日期"]),
            Language::Chinese,
            false,
        );
        let expected = [
            "错误[unknown-key]: 不认识的键“发布曰期”",
            " --> content/a.md:3:1",
            "  |",
            "3 | 发布曰期: 2026-03-31",
            "  | ^^^^^^^^ 这里",
            "  |",
            "  = 建议: 是不是“发布日期”？",
        ];
        assert_eq!(printed.trim_end().lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_file_of_one_long_line_is_cut() {
        let source = Arc::new(Source::new("a.md", "字".repeat(1_000_000)));
        let place = Span::new(1_500_000, 1_500_003);
        let printed = print(
            &Diagnostic::error(Code::WrongType, say!("错", "wrong")).at(&source, place),
            Language::English,
            false,
        );
        assert!(printed.len() < 4_000, "{} bytes", printed.len());
    }
}
