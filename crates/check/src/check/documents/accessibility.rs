//! 无障碍: headings of a text, for those who hear it.

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
