//! Where the sentences of a document stand, for those who read them as an editor does.

use super::document::Document;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// The ranges of text in the Markdown, neighbours together; code, addresses, raw HTML and directives are left out.
pub(super) fn prose(document: &Document) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(event) = document.event(at) {
        let passes = match event {
            Event::Start(Tag::Paragraph) => document.directive(at).is_some(),
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => true,
            _ => false,
        };
        if passes {
            at = document.after(at);
            continue;
        }
        if let Event::Text(_) = event {
            let span = document.span(at);
            match ranges.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => ranges.push(span),
            }
        }
        at += 1;
    }
    ranges
}
