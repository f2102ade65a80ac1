//! A document as a tree of its parts, for those who write it in another form than HTML.

use super::document::Document;
use super::survey::survey;
use super::{Directive, Heading};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;

/// The parts of a body, and the notes that phrases refer to by position.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The parts in their order.
    pub sections: Vec<Section>,
    /// The parts of each note.
    pub notes: Vec<Vec<Section>>,
}

/// A part, and its bytes in the author's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is.
    pub shape: Shape,
    /// Bytes of the body.
    pub source: Range<usize>,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// The level as it is rendered, 2 to 6.
    Heading(u8, Vec<Phrase>),
    /// A paragraph.
    Paragraph(Vec<Phrase>),
    /// The first number, where it is numbered, and the items.
    List(Option<u64>, Vec<Vec<Section>>),
    /// Rows of cells, the heads first.
    Table(Vec<Vec<Vec<Phrase>>>),
    /// A picture on a line of its own: its target, and the words that stand for it.
    Picture(String, String),
    /// A line `::block`.
    Directive(Directive),
    /// What somebody else said.
    Quote(Vec<Section>),
    /// Text as it is, with its line breaks.
    Code(String),
    /// A line across.
    Rule,
    /// Raw HTML, or a comment.
    Html,
}

/// Words in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrase {
    /// The words.
    pub text: String,
    /// `**`.
    pub strong: bool,
    /// `*`.
    pub emphasis: bool,
    /// `~~`.
    pub struck: bool,
    /// Between backticks.
    pub code: bool,
    /// Where it leads, as written.
    pub link: Option<String>,
    /// The position of the note whose mark it is; the text is empty then.
    pub note: Option<usize>,
    /// A line break that the author made; the text is empty then.
    pub line_break: bool,
}

pub(super) fn outline(document: &Document) -> Outline {
    let headings = survey(document).facts.headings;
    let mut drawer =
        Drawer { document, headings: headings.into_iter(), labels: HashMap::new(), at: 0 };
    let sections = drawer.sections(document.len());
    drawer.outline(sections)
}

struct Drawer<'d> {
    document: &'d Document<'d>,
    headings: std::vec::IntoIter<Heading>,
    /// The position of every label, in the order in which the text refers to them.
    labels: HashMap<String, usize>,
    at: usize,
}

impl Drawer<'_> {
    /// The notes come last: only then is known which are referred to.
    fn outline(mut self, sections: Vec<Section>) -> Outline {
        let mut notes: Vec<Vec<Section>> = Vec::new();
        let defined = survey(self.document).notes;
        // A note may refer to notes that nothing else does.
        while notes.len() < self.labels.len() {
            let label = self.labels.iter().find(|(_, at)| **at == notes.len());
            let events = label.and_then(|(label, _)| defined.get(label));
            notes.push(match events {
                Some(events) => {
                    self.at = events.start;
                    self.sections(events.end)
                }
                None => Vec::new(),
            });
        }
        Outline { sections, notes }
    }

    /// Parts up to an event.
    fn sections(&mut self, end: usize) -> Vec<Section> {
        let mut sections = Vec::new();
        while self.at < end {
            let at = self.at;
            self.section(&mut sections);
            // What is understood by nobody is passed over.
            self.at = self.at.max(at + 1);
        }
        sections
    }

    fn section(&mut self, sections: &mut Vec<Section>) {
        let at = self.at;
        let source = self.document.span(at);
        let mut push = |shape| {
            sections.push(Section { shape, source: source.clone() });
        };
        let after = match self.document.event(at) {
            Some(Event::End(_)) => at + 1,
            _ => self.document.after(at),
        };
        match self.document.event(at) {
            Some(Event::Start(tag)) => match tag {
                Tag::Paragraph => {
                    if let Some(directive) = self.document.directive(at) {
                        push(Shape::Directive(directive));
                    } else if self.document.is_all_images(at) {
                        for (image, target, _) in self.document.images_in(at) {
                            let words = self.document.alternative(image);
                            push(Shape::Picture(target.to_owned(), words));
                        }
                    } else {
                        push(Shape::Paragraph(self.phrases(at + 1, after - 1)));
                    }
                }
                Tag::Heading { .. } => {
                    let level = self.headings.next().map_or(2, |heading| heading.level);
                    push(Shape::Heading(level, self.phrases(at + 1, after - 1)));
                }
                Tag::List(first) => push(Shape::List(*first, self.items(after))),
                Tag::Table(_) => push(Shape::Table(self.rows(at, after))),
                Tag::BlockQuote(_) => {
                    self.at += 1;
                    push(Shape::Quote(self.sections(after - 1)));
                }
                Tag::CodeBlock(_) => push(Shape::Code(self.words(at, after))),
                Tag::HtmlBlock => push(Shape::Html),
                _ => {}
            },
            Some(Event::Rule) => push(Shape::Rule),
            // Items of tight lists hold their text without a paragraph.
            Some(event) if is_inline(event) => {
                let mut end = at;
                while self.document.event(end).is_some_and(is_inline) {
                    end = self.document.after(end);
                }
                let phrases = self.phrases(at, end);
                self.at = end;
                push(Shape::Paragraph(phrases));
                return;
            }
            _ => {}
        }
        self.at = after;
    }

    fn items(&mut self, end: usize) -> Vec<Vec<Section>> {
        let mut items = Vec::new();
        self.at += 1;
        while self.at < end {
            match self.document.event(self.at) {
                Some(Event::Start(Tag::Item)) => {
                    let after = self.document.after(self.at);
                    self.at += 1;
                    items.push(self.sections(after - 1));
                    self.at = after;
                }
                _ => self.at += 1,
            }
        }
        items
    }

    fn rows(&mut self, start: usize, end: usize) -> Vec<Vec<Vec<Phrase>>> {
        let mut rows: Vec<Vec<Vec<Phrase>>> = Vec::new();
        let mut at = start + 1;
        while at < end {
            match self.document.event(at) {
                Some(Event::Start(Tag::TableHead | Tag::TableRow)) => rows.push(Vec::new()),
                Some(Event::Start(Tag::TableCell)) => {
                    let after = self.document.after(at);
                    let cell = self.phrases(at + 1, after - 1);
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                    at = after;
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        rows
    }

    fn words(&self, start: usize, end: usize) -> String {
        let events = (start..end).filter_map(|at| self.document.event(at));
        let texts = events.filter_map(|event| match event {
            Event::Text(text) => Some(self.document.text(text).into_owned()),
            _ => None,
        });
        texts.collect()
    }

    fn phrases(&mut self, start: usize, end: usize) -> Vec<Phrase> {
        let mut phrases: Vec<Phrase> = Vec::new();
        let (mut style, mut links) = (Phrase::default(), Vec::new());
        let (mut strong, mut emphasis) = (0_usize, 0_usize);
        let mut at = start;
        while at < end {
            let Some(event) = self.document.event(at) else {
                break;
            };
            let last = phrases.last().and_then(|phrase| phrase.text.chars().next_back());
            let styled = |text: String| Phrase { text, ..style.clone() };
            match event {
                Event::Text(text) => phrases.push(styled(self.document.text(text).into_owned())),
                Event::Code(text) => phrases
                    .push(Phrase { code: true, ..styled(self.document.text(text).into_owned()) }),
                Event::SoftBreak if self.document.joins_at(at, last) => {}
                Event::SoftBreak => phrases.push(styled(" ".to_owned())),
                Event::HardBreak => phrases.push(Phrase { line_break: true, ..Phrase::default() }),
                Event::TaskListMarker(done) => {
                    phrases.push(styled(if *done { "☑ " } else { "□ " }.to_owned()));
                }
                Event::FootnoteReference(label) => {
                    let next = self.labels.len();
                    let note = *self.labels.entry(label.to_lowercase()).or_insert(next);
                    phrases.push(Phrase { note: Some(note), ..Phrase::default() });
                }
                Event::Start(Tag::Image { .. }) => {
                    phrases.push(styled(self.document.alternative(at)));
                    at = self.document.after(at);
                    continue;
                }
                Event::Start(Tag::Strong) => strong += 1,
                Event::End(TagEnd::Strong) => strong = strong.saturating_sub(1),
                Event::Start(Tag::Emphasis) => emphasis += 1,
                Event::End(TagEnd::Emphasis) => emphasis = emphasis.saturating_sub(1),
                Event::Start(Tag::Strikethrough) => match self.document.is_single_tilde(at) {
                    true => phrases.push(styled("~".to_owned())),
                    false => style.struck = true,
                },
                Event::End(TagEnd::Strikethrough) => match style.struck {
                    true => style.struck = false,
                    false => phrases.push(styled("~".to_owned())),
                },
                Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.to_string()),
                Event::End(TagEnd::Link) => drop(links.pop()),
                _ => {}
            }
            (style.strong, style.emphasis) = (strong > 0, emphasis > 0);
            style.link = links.last().cloned();
            at += 1;
        }
        joined(phrases)
    }
}

/// Neighbours of one style become one.
fn joined(phrases: Vec<Phrase>) -> Vec<Phrase> {
    let mut result: Vec<Phrase> = Vec::with_capacity(phrases.len());
    for phrase in phrases {
        let alone = phrase.note.is_some() || phrase.line_break;
        match result.last_mut() {
            Some(last) if !alone && last.continues_in(&phrase) => last.text.push_str(&phrase.text),
            _ => result.push(phrase),
        }
    }
    result.retain(|phrase| !phrase.text.is_empty() || phrase.note.is_some() || phrase.line_break);
    result
}

impl Phrase {
    fn continues_in(&self, next: &Self) -> bool {
        let without_text = |phrase: &Self| Self { text: String::new(), ..phrase.clone() };
        without_text(self) == without_text(next) && self.note.is_none() && !self.line_break
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::TaskListMarker(_) => true,
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(phrase: &Phrase) -> String {
        let mut text = phrase.text.clone();
        for (on, mark) in [
            (phrase.strong, "**"),
            (phrase.emphasis, "_"),
            (phrase.struck, "~~"),
            (phrase.code, "`"),
        ] {
            if on {
                text = format!("{mark}{text}{mark}");
            }
        }
        if phrase.line_break {
            text.push('⏎');
        }
        if let Some(note) = phrase.note {
            text = format!("^{note}");
        }
        match &phrase.link {
            Some(link) => format!("[{text}]({link})"),
            None => text,
        }
    }

    fn words(phrases: &[Phrase]) -> String {
        phrases.iter().map(phrase).collect()
    }

    fn shown(section: &Section) -> String {
        match &section.shape {
            Shape::Heading(level, phrases) => format!("h{level} {}", words(phrases)),
            Shape::Paragraph(phrases) => words(phrases),
            Shape::List(first, items) => {
                let items: Vec<String> = items.iter().map(|item| all(item).join("; ")).collect();
                format!("{first:?} {items:?}")
            }
            Shape::Table(rows) => {
                let row = |row: &Vec<Vec<Phrase>>| {
                    row.iter().map(|c| words(c)).collect::<Vec<_>>().join("|")
                };
                rows.iter().map(row).collect::<Vec<_>>().join(" / ")
            }
            Shape::Picture(target, alt) => format!("picture {target} {alt}"),
            Shape::Directive(directive) => format!("::{}", directive.name),
            Shape::Quote(inner) => format!("> {}", all(inner).join("; ")),
            Shape::Code(text) => format!("code {text:?}"),
            Shape::Rule => "rule".to_owned(),
            Shape::Html => "html".to_owned(),
        }
    }

    fn all(sections: &[Section]) -> Vec<String> {
        sections.iter().map(shown).collect()
    }

    #[test]
    fn every_part_of_a_text() {
        for (markdown, expected) in [
            ("### 一\n\n文\n字**粗**_斜_\n\n#### 二", &["h2 一", "文字**粗**_斜_", "h3 二"][..]),
            ("a\\\nb\n\n（一）~（二）~~删~~`码`", &["a⏎b", "（一）~（二）~~删~~`码`"]),
            (
                "- 甲\n- 乙\n  1. 子\n\n3. 丙",
                &["None [\"甲\", \"乙; Some(1) [\\\"子\\\"]\"]", "Some(3) [\"丙\"]"],
            ),
            ("|姓名|职务|\n|-|-|\n|李|**长**|", &["姓名|职务 / 李|**长**"]),
            ("![图](a.png)\n\n看![图](a.png)", &["picture a.png 图", "看图"]),
            (
                "::任务\n\n> 引\n\n```\n码\n```\n\n---\n\n<!-- 注 -->",
                &["::任务", "> 引", "code \"码\\n\"", "rule", "html"],
            ),
            ("见[^a]和[网](x.md)[^b]\n\n[^b]: 乙\n[^a]: 甲", &["见^0和[网](x.md)^1"]),
            ("- [x] 做完\n- [ ] 没做", &["None [\"☑ 做完\", \"□ 没做\"]"]),
        ] {
            assert_eq!(all(&crate::markdown::outline(markdown).sections), expected, "{markdown}");
        }
        let notes = crate::markdown::outline("见[^a][^none]\n\n[^a]: 甲[^b]\n[^b]: 乙").notes;
        let notes: Vec<Vec<String>> = notes.iter().map(|note| all(note)).collect();
        assert_eq!(notes, [["甲^1"], ["乙"]]);
    }
}
