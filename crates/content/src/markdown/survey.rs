//! One walk over a document that notes what other parts of the program ask about it before any HTML is written.

use super::document::{Document, Ids, shift};
use super::parser::{ends_container, is_container};
use super::summary::summary;
use super::{Facts, Heading, Image, Link};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;

/// The facts, and the notes that only the writer needs.
pub(super) struct Survey {
    pub(super) facts: Facts,
    pub(super) notes: Notes,
}

/// Definitions of footnotes: the events of each, by label.
#[derive(Default)]
pub(super) struct Notes {
    by_label: HashMap<String, Range<usize>>,
}

impl Notes {
    /// Labels differ in more than case.
    pub(super) fn get(&self, label: &str) -> Option<Range<usize>> {
        self.by_label.get(&label.to_lowercase()).cloned()
    }

    fn add(&mut self, label: &str, events: Range<usize>) {
        self.by_label.entry(label.to_lowercase()).or_insert(events);
    }
}

pub(super) fn survey(document: &Document) -> Survey {
    let mut surveyor = Surveyor {
        document,
        facts: Facts::default(),
        notes: Notes::default(),
        open_notes: Vec::new(),
        ids: Ids::default(),
        depth: 0,
        text: None,
        in_heading: false,
    };
    let mut at = 0;
    while let Some(event) = document.event(at) {
        at = surveyor.take(at, event);
    }
    shift(&mut surveyor.facts.headings);
    Survey { facts: surveyor.facts, notes: surveyor.notes }
}

struct Surveyor<'d> {
    document: &'d Document<'d>,
    facts: Facts,
    notes: Notes,
    /// Labels and starts of the definitions around the current event.
    open_notes: Vec<(String, usize)>,
    ids: Ids,
    /// Quotes, list items and notes around the current event.
    depth: usize,
    /// The text of the heading or the first paragraph, while in it.
    text: Option<String>,
    in_heading: bool,
}

impl Surveyor<'_> {
    /// Takes note of one event; the next to take is the one at the index returned.
    fn take(&mut self, at: usize, event: &Event) -> usize {
        match event {
            Event::Start(tag) => return self.start(at, tag),
            Event::End(tag) => self.end(at, *tag),
            Event::Text(text) | Event::Code(text) => self.add_text(&self.document.text(text)),
            Event::SoftBreak => self.soft_break(at),
            Event::HardBreak => self.add_text(" "),
            Event::Html(_) | Event::InlineHtml(_) => self.raw_html(at),
            _ => {}
        }
        at + 1
    }

    fn start(&mut self, at: usize, tag: &Tag) -> usize {
        let document = self.document;
        self.depth += usize::from(is_container(tag));
        match tag {
            Tag::Paragraph if self.depth == 0 => {
                if let Some(directive) = document.directive(at) {
                    self.facts.directives.push(directive);
                    return document.after(at);
                }
                if self.facts.summary.is_empty() && !document.is_all_images(at) {
                    self.text = Some(String::new());
                }
            }
            Tag::Heading { .. } if self.open_notes.is_empty() => {
                self.text = Some(String::new());
                self.in_heading = true;
            }
            Tag::Strikethrough if document.is_single_tilde(at) => self.add_text("~"),
            Tag::FootnoteDefinition(label) => {
                self.open_notes.push((document.text(label).into_owned(), at));
            }
            Tag::HtmlBlock => {
                self.raw_html(at);
                return document.after(at);
            }
            Tag::Link { link_type, dest_url, .. } => self.facts.links.push(Link {
                target: link_target(*link_type, &document.text(dest_url)),
                span: document.span(at),
            }),
            Tag::Image { dest_url, title, .. } => {
                self.image(at, dest_url, title);
                return document.after(at);
            }
            _ => {}
        }
        at + 1
    }

    fn end(&mut self, at: usize, tag: TagEnd) {
        self.depth -= usize::from(ends_container(tag));
        match tag {
            TagEnd::Paragraph if self.depth == 0 => {
                if let Some(text) = self.text.take() {
                    self.facts.summary = summary(&text);
                }
            }
            TagEnd::Strikethrough if self.document.is_single_tilde(at) => self.add_text("~"),
            TagEnd::Heading(level) if self.open_notes.is_empty() => {
                self.end_heading(at, level as u8)
            }
            TagEnd::FootnoteDefinition => {
                if let Some((label, start)) = self.open_notes.pop() {
                    self.notes.add(&label, start + 1..at);
                }
            }
            _ => {}
        }
    }

    /// In a heading the image stands for its words: a table of contents has nothing else to show.
    fn image(&mut self, at: usize, target: &str, title: &str) {
        let alt = self.document.alternative(at);
        if self.in_heading
            && let Some(text) = &mut self.text
        {
            text.push_str(&alt);
        }
        self.facts.images.push(Image {
            target: self.document.text(target).into_owned(),
            alt,
            title: self.document.text(title).into_owned(),
            span: self.document.span(at),
        });
    }

    fn end_heading(&mut self, at: usize, level: u8) {
        self.in_heading = false;
        let text = self.text.take().unwrap_or_default();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.facts.headings.push(Heading {
            level,
            id: self.ids.give(&text),
            text,
            span: self.document.span(at),
        });
    }

    fn add_text(&mut self, text: &str) {
        self.facts.characters += text.chars().filter(|&c| !is_space(c)).count();
        if let Some(collected) = &mut self.text {
            collected.push_str(text);
        }
    }

    fn soft_break(&mut self, at: usize) {
        if let Some(text) = &mut self.text
            && !self.document.joins_at(at, text.chars().next_back())
        {
            text.push(' ');
        }
    }

    fn raw_html(&mut self, at: usize) {
        if self.facts.raw_html.is_none() && !self.document.is_comment(at) {
            self.facts.raw_html = Some(self.document.span(at));
        }
    }
}

/// Text holds hardly any white space but these three; asking for all of it would cost more than the rest of the survey.
fn is_space(c: char) -> bool {
    c <= ' ' || c == '\u{A0}' || c == '\u{3000}'
}

/// The target as written; `<a@b.cn>` is written without the scheme that it means.
pub(super) fn link_target(link_type: LinkType, destination: &str) -> String {
    match link_type {
        LinkType::Email => format!("mailto:{destination}"),
        _ => destination.to_owned(),
    }
}
