//! A document parsed once: what [`facts`](super::facts) reports and [`html`](super::html) writes comes from the same
//! events, so the two agree.

use super::characters::joins;
use super::emphasis::Prepared;
use super::lines::{self, Events};
use super::parser::{
    DEEPEST, ends_container, extensions, is_container, too_deep_line, too_many_marks,
};
use super::{Directive, Heading};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

pub(super) struct Document<'p> {
    prepared: &'p Prepared<'p>,
    markdown: &'p str,
    /// With their ranges in the prepared text.
    events: Events<'p>,
    /// `[label]: address` lines, in their order: no event tells of them.
    definitions: Vec<Definition>,
}

/// What links of the form `[words][label]` lead to; it is not shown.
pub(super) struct Definition {
    /// In lower case.
    pub(super) label: String,
    pub(super) target: String,
    /// In the author's text.
    pub(super) span: Range<usize>,
}

impl<'p> Document<'p> {
    /// The error is the range, in what the author wrote, of the block that is nested too deep, or of one mark too many.
    pub(super) fn parse(
        markdown: &'p str,
        prepared: &'p Prepared<'p>,
    ) -> Result<Self, Range<usize>> {
        if let Some(range) = too_many_marks(markdown).or_else(|| too_deep_line(markdown)) {
            return Err(range);
        }
        let parser = Parser::new_ext(prepared.text(), extensions());
        let mut document = Document {
            prepared,
            markdown,
            events: Vec::with_capacity(markdown.len() / 16),
            definitions: Vec::new(),
        };
        document.definitions = document.defined(&parser);
        let (mut depth, mut unsettled) = (0, false);
        for (event, range) in parser.into_offset_iter() {
            match &event {
                Event::Start(tag) if is_container(tag) => depth += 1,
                Event::End(tag) if ends_container(*tag) => depth -= 1,
                _ => {}
            }
            if depth > DEEPEST {
                return Err(document.original(&range));
            }
            unsettled |= lines::may_need(&event);
            document.events.push((event, range));
        }
        if unsettled {
            let events = std::mem::take(&mut document.events);
            document.events = lines::settled(events, |at| document.lines_around(at));
        }
        Ok(document)
    }

    /// What the author wrote before and after a line break.
    fn lines_around(&self, line_break: &Range<usize>) -> (&'p str, &'p str) {
        let range = self.original(line_break);
        let (before, after) = (&self.markdown[..range.start], &self.markdown[range.end..]);
        let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        (&before[start..], after.split(['\n', '\r']).next().unwrap_or_default())
    }

    fn defined(&self, parser: &Parser) -> Vec<Definition> {
        let definitions = parser.reference_definitions().iter();
        let mut defined: Vec<_> = definitions
            .map(|(label, definition)| Definition {
                label: self.text(label).to_lowercase(),
                target: self.text(&definition.dest).into_owned(),
                span: self.original(&definition.span),
            })
            .collect();
        defined.sort_unstable_by_key(|definition| definition.span.start);
        defined
    }

    pub(super) fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    pub(super) fn len(&self) -> usize {
        self.events.len()
    }

    /// What the author wrote.
    pub(super) fn markdown(&self) -> &'p str {
        self.markdown
    }

    pub(super) fn event(&self, at: usize) -> Option<&Event<'p>> {
        self.events.get(at).map(|(event, _)| event)
    }

    /// Where the author wrote what the event reports.
    pub(super) fn span(&self, at: usize) -> Range<usize> {
        self.original(&self.events[at].1)
    }

    pub(super) fn source(&self, at: usize) -> &'p str {
        &self.markdown[self.span(at)]
    }

    /// A piece of an event as the author wrote it.
    pub(super) fn text<'t>(&self, piece: &'t str) -> Cow<'t, str> {
        self.prepared.restore(piece)
    }

    fn original(&self, range: &Range<usize>) -> Range<usize> {
        let range = self.prepared.original(range);
        self.markdown.floor_char_boundary(range.start)..self.markdown.ceil_char_boundary(range.end)
    }

    /// The event after the one that ends what starts at `at`.
    pub(super) fn after(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        for (place, (event, _)) in self.events.iter().enumerate().skip(at) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return place + 1;
            }
        }
        self.len()
    }

    /// Whether the line break at `at` is to be dropped, with `before` the last character of text before it.
    pub(super) fn joins_at(&self, at: usize, before: Option<char>) -> bool {
        before.is_some() && joins(before, self.first_character(at + 1))
    }

    /// The first character of the text that starts at `at`, through the marks of emphasis and links.
    fn first_character(&self, at: usize) -> Option<char> {
        for (at, (event, _)) in self.events.iter().enumerate().skip(at) {
            let text = match event {
                Event::Start(Tag::Strikethrough) if self.is_single_tilde(at) => return Some('~'),
                Event::Text(text) | Event::Code(text) => text,
                Event::Start(
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. },
                )
                | Event::End(
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
                )
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_) => continue,
                _ => return None,
            };
            if let Some(first) = self.text(text).chars().next() {
                return Some(first);
            }
        }
        None
    }

    /// Whether the strikethrough at `at` has one tilde each side. In Chinese text that is a range, as in （一）~（二）.
    pub(super) fn is_single_tilde(&self, at: usize) -> bool {
        !self.source(at).starts_with("~~")
    }

    /// The directive that the paragraph at `at` is, if it is one line of that form.
    pub(super) fn directive(&self, at: usize) -> Option<Directive> {
        let line = self.source(at).trim();
        let rest = line.strip_prefix("::")?;
        if line.contains(['\n', '\r']) {
            return None;
        }
        let end = rest.find(|c: char| !is_name_character(c)).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        if name.is_empty() || rest.starts_with(|c: char| !c.is_whitespace()) {
            return None;
        }
        let argument = rest.trim();
        Some(Directive {
            name: name.to_owned(),
            argument: (!argument.is_empty()).then(|| argument.to_owned()),
            span: self.span(at),
        })
    }

    /// Whether the paragraph at `at` holds nothing but images.
    pub(super) fn is_all_images(&self, at: usize) -> bool {
        let mut at = at + 1;
        let mut images = 0;
        loop {
            match self.event(at) {
                Some(Event::Start(Tag::Image { .. })) => {
                    images += 1;
                    at = self.after(at);
                }
                Some(Event::Text(text)) if text.trim().is_empty() => at += 1,
                Some(Event::SoftBreak | Event::HardBreak) => at += 1,
                Some(Event::End(TagEnd::Paragraph)) => return images > 0,
                _ => return false,
            }
        }
    }

    /// Where the images of the paragraph at `at` start, with their targets and titles; none of those inside images.
    pub(super) fn images_in(&self, at: usize) -> impl Iterator<Item = (usize, &str, &str)> {
        let end = self.after(at);
        let mut next = at + 1;
        std::iter::from_fn(move || {
            while next < end {
                let at = next;
                next = at + 1;
                if let Some(Event::Start(Tag::Image { dest_url, title, .. })) = self.event(at) {
                    next = self.after(at);
                    return Some((at, &**dest_url, &**title));
                }
            }
            None
        })
    }

    /// The plain text in the image that starts at `at`.
    pub(super) fn alternative(&self, at: usize) -> String {
        let mut text = String::new();
        for (event, _) in &self.events[at..self.after(at)] {
            match event {
                Event::Text(piece) | Event::Code(piece) => text.push_str(&self.text(piece)),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text
    }

    /// Whether the raw HTML at `at` is one comment: it shows nothing, and so it is no HTML to warn about.
    pub(super) fn is_comment(&self, at: usize) -> bool {
        let source = self.source(at).trim();
        source.starts_with("<!--") && source.find("-->").is_some_and(|end| end + 3 == source.len())
    }
}

fn is_name_character(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// Turns the text of headings into ids that are unique in one document.
#[derive(Default)]
pub(super) struct Ids {
    /// For each id given out, the number its next namesake gets.
    next: std::collections::HashMap<String, usize>,
}

/// What ids of notes start with; a heading may not take one.
pub(super) const NOTE_ID: &str = "footnote-";

impl Ids {
    pub(super) fn give(&mut self, text: &str) -> String {
        let mut id = slug(text);
        if id.is_empty() {
            id.push_str("section");
        } else if id.starts_with(NOTE_ID) {
            id.insert_str(0, "section-");
        }
        let Some(mut number) = self.next.get(&id).copied() else {
            self.next.insert(id.clone(), 2);
            return id;
        };
        let mut numbered = format!("{id}-{number}");
        while self.next.contains_key(&numbered) {
            number += 1;
            numbered = format!("{id}-{number}");
        }
        self.next.insert(id, number + 1);
        self.next.insert(numbered.clone(), 2);
        numbered
    }
}

fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let start = slug.len();
        if start > 0 {
            slug.push('-');
        }
        let kept = word.chars().filter(|&c| is_name_character(c));
        slug.extend(kept.flat_map(char::to_lowercase));
        if start > 0 && slug.len() == start + 1 {
            slug.truncate(start);
        }
    }
    slug
}

/// By how much headings move so that the highest in the document becomes level 2, below the page's own title.
pub(super) fn shift(headings: &mut [Heading]) {
    let Some(highest) = headings.iter().map(|heading| heading.level).min() else {
        return;
    };
    for heading in headings {
        heading.level = (heading.level - highest + 2).min(6);
    }
}
