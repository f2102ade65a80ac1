//! 无障碍: headings and pictures of a text, for those who hear it.

use crate::check::pages::skipping;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::say;

/// Headings that skip a level; each jump is told.
pub(super) fn headings(document: &Document) -> Vec<Diagnostic> {
    let headings = &document.facts.headings;
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((before, level, at)) = skipping(headings[from..].iter().map(|h| h.level)) {
        let heading = &headings[from + at];
        let levels = level - before;
        let words = say!(
            "这个小标题比上一个低了 {levels} 级",
            "this heading is {levels} levels below the one before"
        );
        let problem = Diagnostic::warning(Code::HeadingOrder, words);
        found.push(problem.at(&document.source, document.in_body(&heading.span)));
        from += at;
    }
    found
}

/// Pictures without words.
pub(super) fn pictures(document: &Document) -> Vec<Diagnostic> {
    let words =
        || say!("这张图没有替代文字", "this picture has no words for those who cannot see it");
    let in_text = document.facts.images.iter();
    let in_text =
        in_text.filter(|image| image.alt.trim().is_empty() && image.title.trim().is_empty());
    let in_text = in_text.map(|image| document.in_body(&image.span));
    let leading = document.common.image.iter();
    let leading = leading.filter(|image| image.alt.is_none() && image.caption.is_none());
    let leading = leading.map(|image| image.file.span);
    in_text
        .chain(leading)
        .map(|span| Diagnostic::warning(Code::ImageAlt, words()).at(&document.source, span))
        .collect()
}
