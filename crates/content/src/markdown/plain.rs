//! The words of a document and nothing else, as the search reads them.

use super::document::Document;
use pulldown_cmark::{Event, Tag, TagEnd};

/// The text, a line for each paragraph, heading, item and table cell; directives and raw HTML are left out.
pub(super) fn plain(document: &Document) -> String {
    let mut text = String::new();
    let mut at = 0;
    while let Some(event) = document.event(at) {
        match event {
            Event::Start(Tag::Paragraph) if document.directive(at).is_some() => {
                at = document.after(at);
                continue;
            }
            Event::Start(Tag::HtmlBlock) => {
                at = document.after(at);
                continue;
            }
            Event::Start(Tag::Image { .. }) => {
                text.push_str(&document.alternative(at));
                at = document.after(at);
                continue;
            }
            Event::Text(piece) | Event::Code(piece) => text.push_str(&document.text(piece)),
            Event::SoftBreak if !document.joins_at(at, text.chars().next_back()) => text.push(' '),
            Event::HardBreak => text.push(' '),
            Event::End(tag) if ends_line(*tag) && !text.ends_with('\n') => text.push('\n'),
            _ => {}
        }
        at += 1;
    }
    text
}

fn ends_line(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::TableCell
            | TagEnd::CodeBlock
            | TagEnd::FootnoteDefinition
    )
}
