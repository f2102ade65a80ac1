//! The HTML of a document, written straight into one string per part.
//!
//! Where a document has raw HTML, every id, class and address written here starts with the secret that
//! [`sanitise`](super::sanitise) takes off again.

use super::document::{Document, NOTE_ID};
use super::escape::{push_address, push_format, push_text, push_value};
use super::inline::{push_image, push_leaves, push_task, resolved_image, resolved_link};
use super::sanitise::{Raw, sanitise, task_placeholder};
use super::survey::{Notes, link_target, survey};
use super::{Heading, Options, Part, Resolve};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;

pub(super) fn write(document: &Document, resolve: &dyn Resolve, options: Options) -> Vec<Part> {
    let survey = survey(document);
    let raw = match survey.facts.raw_html {
        Some(_) => Raw::of(document),
        None => Raw::Sanitised(None),
    };
    let mut writer = Writer {
        document,
        resolve,
        options,
        raw,
        headings: survey.facts.headings.into_iter(),
        notes: survey.notes,
        numbers: HashMap::new(),
        cited: Vec::new(),
        parts: Vec::new(),
        out: String::with_capacity(document.markdown().len() * 3 / 2),
        directives: 0,
        depth: 0,
        in_note: false,
        last: None,
        links: Vec::new(),
        columns: Vec::new(),
        column: 0,
        in_head: false,
    };
    writer.write_events(0..document.len());
    writer.end_part();
    writer.write_notes();
    writer.end_part();
    writer.parts
}

struct Writer<'d> {
    document: &'d Document<'d>,
    resolve: &'d dyn Resolve,
    options: Options<'d>,
    raw: Raw,
    headings: std::vec::IntoIter<Heading>,
    notes: Notes,
    /// The place in `cited` of each label.
    numbers: HashMap<String, usize>,
    /// Notes in the order of their first citation.
    cited: Vec<Cited>,
    parts: Vec<Part>,
    /// The part being written.
    out: String,
    directives: usize,
    /// Quotes and list items around the current event.
    depth: usize,
    in_note: bool,
    /// The last character of the running text, to join lines by.
    last: Option<char>,
    /// For each link around the current event, whether it leads anywhere.
    links: Vec<bool>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

struct Cited {
    events: Range<usize>,
    citations: usize,
    html: String,
}

impl Writer<'_> {
    fn write_events(&mut self, events: Range<usize>) {
        let document = self.document;
        let mut at = events.start;
        while at < events.end
            && let Some(event) = document.event(at)
        {
            at = self.event(at, event);
        }
    }

    /// Writes one event; the next to write is the one at the index returned.
    fn event(&mut self, at: usize, event: &Event) -> usize {
        match event {
            Event::Start(tag) => return self.start(at, tag),
            Event::End(tag) => self.end(at, *tag),
            Event::Text(text) => self.text(text),
            Event::Code(code) => {
                self.out.push_str("<code>");
                self.text(code);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => {
                if !self.document.joins_at(at, self.last) {
                    self.out.push('\n');
                }
            }
            Event::HardBreak => {
                self.out.push_str("<br>\n");
                self.last = None;
            }
            Event::Rule => self.block("<hr>\n"),
            Event::Html(_) | Event::InlineHtml(_) if self.document.is_comment(at) => {}
            Event::Html(html) | Event::InlineHtml(html) => self.html(html),
            Event::FootnoteReference(label) => self.citation(label),
            Event::TaskListMarker(done) => self.task(*done),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text),
        }
        at + 1
    }

    fn start(&mut self, at: usize, tag: &Tag) -> usize {
        match tag {
            Tag::Paragraph => return self.paragraph(at),
            Tag::Heading { .. } => self.start_heading(),
            Tag::BlockQuote(_) => {
                self.depth += 1;
                self.block("<blockquote>\n");
            }
            Tag::CodeBlock(kind) => self.start_code(kind),
            Tag::HtmlBlock if self.document.is_comment(at) => return self.document.after(at),
            Tag::FootnoteDefinition(_) => return self.document.after(at),
            Tag::List(first) => self.start_list(*first),
            Tag::Item => {
                self.depth += 1;
                self.block("<li>");
            }
            Tag::Table(columns) => {
                self.block("<div");
                self.attribute("class", "table-scroll");
                // Safari, and Chrome before 130, let no key scroll what cannot have the focus (WCAG 2.1 §2.1.1).
                self.out.push_str(" tabindex=\"0\"><table>\n");
                self.columns.clone_from(columns);
            }
            Tag::TableHead => {
                self.out.push_str("<thead><tr>");
                self.in_head = true;
                self.column = 0;
            }
            Tag::TableRow => {
                self.out.push_str("<tr>");
                self.column = 0;
            }
            Tag::TableCell => self.start_cell(at),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.strikethrough(at, "<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                let target = link_target(*link_type, &self.document.text(dest_url));
                self.start_link(&target, title);
            }
            Tag::Image { dest_url, title, .. } => {
                self.inline_image(at, dest_url, title);
                return self.document.after(at);
            }
            _ => {}
        }
        at + 1
    }

    fn end(&mut self, at: usize, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => {
                self.depth -= 1;
                self.block("</blockquote>\n");
            }
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => {
                self.depth -= 1;
                self.out.push_str("</li>\n");
            }
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => {
                self.out.push_str("</tr></thead>\n<tbody>\n");
                self.in_head = false;
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.end_cell(at),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.strikethrough(at, "</del>"),
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    /// Begins a block on a line of its own.
    fn block(&mut self, tag: &str) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.push_str(tag);
        self.last = None;
    }

    /// An attribute that an author's HTML may not have just so.
    fn attribute(&mut self, name: &str, value: &str) {
        self.open_attribute(name);
        push_value(&mut self.out, value);
        self.out.push('"');
    }

    fn open_attribute(&mut self, name: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.out.extend(self.raw.secret());
    }

    fn text(&mut self, text: &str) {
        let document = self.document;
        let text = document.text(text);
        push_text(&mut self.out, &text);
        if let Some(last) = text.chars().next_back() {
            self.last = Some(last);
        }
    }

    fn html(&mut self, html: &str) {
        let document = self.document;
        let html = document.text(html);
        match self.raw {
            Raw::Sanitised(_) => self.out.push_str(&html),
            Raw::Shown => push_text(&mut self.out, &html),
        }
    }

    /// Puts the written part with the others.
    fn end_part(&mut self) {
        let html = std::mem::take(&mut self.out);
        let html = match self.raw.secret() {
            Some(secret) => sanitise(&html, secret, self.resolve, self.options),
            None => html,
        };
        match self.parts.last_mut() {
            Some(Part::Html(before)) => before.push_str(&html),
            _ if html.is_empty() => {}
            _ => self.parts.push(Part::Html(html)),
        }
        self.last = None;
    }

    fn paragraph(&mut self, at: usize) -> usize {
        let document = self.document;
        if self.depth == 0 && !self.in_note && document.directive(at).is_some() {
            self.end_part();
            self.parts.push(Part::Directive(self.directives));
            self.directives += 1;
            return document.after(at);
        }
        if document.is_all_images(at) {
            self.figures(at);
            return document.after(at);
        }
        self.block("<p>");
        at + 1
    }

    /// In a note a heading would break the order of the page's, and is only a strong line.
    fn start_heading(&mut self) {
        if self.in_note {
            self.block("<p><strong>");
            return;
        }
        let heading = self.headings.as_slice().first();
        let (level, id) =
            heading.map_or((6, String::new()), |heading| (heading.level, heading.id.clone()));
        self.block("<h");
        push_format(&mut self.out, format_args!("{level}"));
        self.attribute("id", &id);
        self.out.push('>');
    }

    fn end_heading(&mut self) {
        if self.in_note {
            self.out.push_str("</strong></p>\n");
        } else if let Some(heading) = self.headings.next() {
            push_format(&mut self.out, format_args!("</h{}>\n", heading.level));
        }
    }

    fn start_code(&mut self, kind: &CodeBlockKind) {
        let document = self.document;
        self.block("<pre tabindex=\"0\"><code");
        if let CodeBlockKind::Fenced(info) = kind {
            let info = document.text(info);
            // The class by which the HTML Standard (§4.5.15) names the language, and by which scripts know it.
            if let Some(language) = info.split_whitespace().next() {
                self.open_attribute("class");
                self.out.push_str("language-");
                push_value(&mut self.out, language);
                self.out.push('"');
            }
        }
        self.out.push('>');
    }

    fn start_list(&mut self, first: Option<u64>) {
        match first {
            None => self.block("<ul>\n"),
            Some(1) => self.block("<ol>\n"),
            Some(first) => {
                self.block("<ol start=\"");
                push_format(&mut self.out, format_args!("{first}\">\n"));
            }
        }
    }

    /// A cell of the head that is empty heads nothing.
    fn cell_name(&self, is_empty: bool) -> &'static str {
        if self.in_head && !is_empty { "th" } else { "td" }
    }

    fn start_cell(&mut self, at: usize) {
        let is_empty = matches!(self.document.event(at + 1), Some(Event::End(TagEnd::TableCell)));
        let name = self.cell_name(is_empty);
        self.out.push('<');
        self.out.push_str(name);
        if name == "th" {
            self.out.push_str(" scope=\"col\"");
        }
        match self.columns.get(self.column) {
            Some(Alignment::Right) => self.attribute("class", "align-right"),
            Some(Alignment::Center) => self.attribute("class", "align-center"),
            _ => {}
        }
        self.out.push('>');
        self.column += 1;
        self.last = None;
    }

    fn end_cell(&mut self, at: usize) {
        let is_empty = matches!(self.document.event(at - 1), Some(Event::Start(Tag::TableCell)));
        let name = self.cell_name(is_empty);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn end_table(&mut self) {
        const NO_ROWS: &str = "<tbody>\n";
        if self.out.ends_with(NO_ROWS) {
            self.out.truncate(self.out.len() - NO_ROWS.len());
        } else {
            self.out.push_str("</tbody>");
        }
        self.out.push_str("</table></div>\n");
    }

    fn strikethrough(&mut self, at: usize, tag: &str) {
        if self.document.is_single_tilde(at) {
            self.text("~");
        } else {
            self.out.push_str(tag);
        }
    }

    fn task(&mut self, done: bool) {
        match self.raw.secret() {
            Some(secret) => self.out.extend(task_placeholder(secret, done)),
            None => push_task(&mut self.out, done, self.options),
        }
        self.out.push(' ');
    }

    fn start_link(&mut self, target: &str, title: &str) {
        let document = self.document;
        let target = resolved_link(self.resolve, target);
        self.links.push(target.is_some());
        let Some(target) = target else {
            return;
        };
        self.out.push_str("<a");
        self.open_attribute("href");
        push_address(&mut self.out, &target.href);
        self.out.push('"');
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            push_value(&mut self.out, &document.text(title));
            self.out.push('"');
        }
        push_leaves(&mut self.out, target.leaves, self.raw.secret());
        self.out.push('>');
    }

    fn end_link(&mut self) {
        if self.links.pop() == Some(true) {
            self.out.push_str("</a>");
        }
    }

    fn inline_image(&mut self, at: usize, target: &str, title: &str) {
        let document = self.document;
        let alt = document.alternative(at);
        match resolved_image(self.resolve, &document.text(target)) {
            Some(target) => {
                push_image(&mut self.out, &target, &alt, &document.text(title), self.raw.secret());
                self.last = None;
            }
            None => {
                push_text(&mut self.out, &alt);
                self.last = alt.chars().next_back();
            }
        }
    }

    /// The images of the paragraph at `at`, which holds nothing else.
    fn figures(&mut self, at: usize) {
        let document = self.document;
        let images: Vec<_> = document.images_in(at).collect();
        let several = images.len() > 1;
        if several {
            self.block("<div");
            self.attribute("class", "figures");
            self.out.push_str(">\n");
        }
        for (at, target, title) in images {
            self.figure(at, &document.text(target), &document.text(title));
        }
        if several {
            self.out.push_str("</div>\n");
        }
    }

    fn figure(&mut self, at: usize, target: &str, title: &str) {
        let alt = self.document.alternative(at);
        let target = resolved_image(self.resolve, target);
        let caption = match &target {
            None if !alt.is_empty() => &alt,
            _ => title,
        };
        if target.is_none() && caption.is_empty() {
            return;
        }
        self.block("<figure");
        self.attribute("class", if target.is_some() { "figure" } else { "figure figure-missing" });
        self.out.push('>');
        if let Some(target) = &target {
            push_image(&mut self.out, target, &alt, "", self.raw.secret());
        }
        if !caption.is_empty() {
            self.out.push_str("<figcaption>");
            push_text(&mut self.out, caption);
            self.out.push_str("</figcaption>");
        }
        self.out.push_str("</figure>\n");
    }

    fn citation(&mut self, label: &str) {
        let document = self.document;
        // Labels that differ in case alone are the same (CommonMark 0.31.2 §6.3).
        let label = document.text(label).to_lowercase();
        let index = match self.numbers.get(&label) {
            Some(&index) => index,
            None => {
                let Some(events) = self.notes.get(&label) else {
                    return;
                };
                self.cited.push(Cited { events, citations: 0, html: String::new() });
                self.numbers.insert(label, self.cited.len() - 1);
                self.cited.len() - 1
            }
        };
        self.cited[index].citations += 1;
        let citation = self.cited[index].citations;
        let number = index + 1;
        self.out.push_str("<sup");
        self.attribute("class", "footnote-ref");
        self.out.push_str("><a");
        self.attribute("id", &citation_id(number, citation));
        self.attribute("href", &format!("#{NOTE_ID}{number}"));
        push_format(&mut self.out, format_args!(">{number}</a></sup>"));
    }

    /// The section of notes. All are written before the first is put in place: one may cite another.
    fn write_notes(&mut self) {
        self.in_note = true;
        let mut index = 0;
        while index < self.cited.len() {
            self.last = None;
            self.write_events(self.cited[index].events.clone());
            self.cited[index].html = std::mem::take(&mut self.out);
            index += 1;
        }
        if self.cited.is_empty() {
            return;
        }
        self.block("<section");
        self.attribute("class", "footnotes");
        self.out.push_str(" aria-label=\"");
        push_value(&mut self.out, self.options.footnotes);
        self.out.push_str("\"><ol>\n");
        for (index, cited) in std::mem::take(&mut self.cited).into_iter().enumerate() {
            self.note(index + 1, &cited);
        }
        self.out.push_str("</ol></section>\n");
    }

    /// One note, with its ways back at the end of its last paragraph.
    fn note(&mut self, number: usize, cited: &Cited) {
        self.out.push_str("<li");
        self.attribute("id", &format!("{NOTE_ID}{number}"));
        self.out.push('>');
        let (text, end) = match cited.html.strip_suffix("</p>\n") {
            Some(text) => (text, "</p>\n"),
            None => (cited.html.as_str(), "\n"),
        };
        self.out.push_str(text);
        for citation in 1..=cited.citations {
            self.out.push_str(" <a");
            self.attribute("class", "footnote-back");
            self.attribute("href", &format!("#{}", citation_id(number, citation)));
            self.out.push_str(" aria-label=\"");
            push_value(&mut self.out, self.options.back);
            push_format(&mut self.out, format_args!("{number}"));
            if citation > 1 {
                push_format(&mut self.out, format_args!("-{citation}"));
            }
            self.out.push_str("\">↩</a>");
        }
        self.out.push_str(end);
        self.out.push_str("</li>\n");
    }
}

fn citation_id(number: usize, citation: usize) -> String {
    match citation {
        1 => format!("{NOTE_ID}ref-{number}"),
        _ => format!("{NOTE_ID}ref-{number}-{citation}"),
    }
}
