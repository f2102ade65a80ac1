//! The text of a document.

use super::numbering::LEVELS;
use super::paragraph::Paragraph;
use super::table::{Cell, table};
use super::{Writer, run};
use crate::document::BlockName;
use crate::markdown::{Directive, Phrase, Section, Shape};

impl Writer<'_> {
    pub(super) fn section(&mut self, section: &Section) {
        let document = self.export.document;
        let source = document.markdown().get(section.source.clone()).unwrap_or_default();
        match &section.shape {
            Shape::Heading(level, phrases) => self.heading(*level, phrases),
            Shape::Paragraph(phrases) => {
                let runs = self.phrases(phrases);
                self.push(&Paragraph::styled("Text").around(&runs));
            }
            Shape::List(first, items) => self.list(*first, items, 0),
            Shape::Table(rows) => self.rows(rows),
            Shape::Picture(target, words) => self.picture(target, words, source),
            Shape::Directive(directive) => self.directive(directive, source),
            Shape::Quote(sections) => self.piece(source, |writer| {
                writer.texts(sections).iter().for_each(|line| writer.line("Quote", line));
            }),
            Shape::Code(text) => self.piece(source, |writer| {
                text.lines().for_each(|line| writer.line("TableText", line));
            }),
            Shape::Rule => self.piece(source, |writer| {
                let rule = Paragraph {
                    border: "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"auto\"/></w:pBdr>",
                    ..Paragraph::default()
                };
                writer.push(&rule.around(""));
            }),
            Shape::Html => {}
        }
    }

    /// The highest level of the text is Word's first: the title has none.
    fn heading(&mut self, level: u8, phrases: &[Phrase]) {
        let runs = self.phrases(phrases);
        let style = format!("Heading{}", level.saturating_sub(1).clamp(1, 5));
        self.push(&Paragraph::styled(&style).around(&runs));
    }

    fn line(&mut self, style: &str, text: &str) {
        self.push(&Paragraph::styled(style).around(&run("", text)));
    }

    fn list(&mut self, first: Option<u64>, items: &[Vec<Section>], level: usize) {
        let list = self.lists.len();
        self.lists.push(first);
        for item in items {
            let mut fresh = true;
            for section in item {
                match &section.shape {
                    Shape::Paragraph(phrases) => {
                        let runs = self.phrases(phrases);
                        let paragraph = Paragraph {
                            list: fresh.then_some((list, level.min(LEVELS - 1))),
                            ..Paragraph::styled("Text")
                        };
                        self.push(&paragraph.around(&runs));
                        fresh = false;
                    }
                    Shape::List(first, items) => self.list(*first, items, level + 1),
                    _ => self.section(section),
                }
            }
        }
    }

    fn rows(&mut self, rows: &[Vec<Vec<Phrase>>]) {
        let mut cells = Vec::new();
        for row in rows {
            let row: Vec<Cell> = row
                .iter()
                .map(|phrases| {
                    let text: String = phrases.iter().map(|phrase| phrase.text.as_str()).collect();
                    Cell::new(self.phrases(phrases), &text)
                })
                .collect();
            cells.push(row);
        }
        self.push(&table(&cells));
    }

    /// The words of parts that Word has no form for, a line each.
    fn texts(&self, sections: &[Section]) -> Vec<String> {
        let words = |phrases: &[Phrase]| -> String {
            phrases.iter().map(|phrase| phrase.text.as_str()).collect()
        };
        let mut lines = Vec::new();
        for section in sections {
            match &section.shape {
                Shape::Heading(_, phrases) | Shape::Paragraph(phrases) => {
                    lines.push(words(phrases))
                }
                Shape::List(first, items) => {
                    for (at, item) in items.iter().enumerate() {
                        let mark = match first {
                            Some(first) => format!("{}. ", first + at as u64),
                            None => "• ".to_owned(),
                        };
                        let text = self.texts(item).join(" ");
                        lines.push(format!("{mark}{text}"));
                    }
                }
                Shape::Table(rows) => {
                    let row = |row: &Vec<Vec<Phrase>>| {
                        row.iter().map(|cell| words(cell)).collect::<Vec<_>>().join("　")
                    };
                    lines.extend(rows.iter().map(row));
                }
                Shape::Picture(_, words) => lines.push(format!("（{words}）")),
                Shape::Quote(inner) => lines.extend(self.texts(inner)),
                Shape::Code(text) => lines.extend(text.lines().map(str::to_owned)),
                Shape::Directive(_) | Shape::Rule | Shape::Html => {}
            }
        }
        lines
    }

    /// A block of data: its own table, or the name of the document that it comes from.
    fn directive(&mut self, directive: &Directive, source: &str) {
        let block = BlockName::parse(&directive.name);
        let sheet = self.sheets.iter().position(|sheet| sheet.block == block && block.is_some());
        let own = directive.argument.is_none();
        self.piece(source.trim(), |writer| match (sheet, block) {
            (Some(sheet), Some(block)) if own => {
                writer.shown.push(block);
                writer.sheet(sheet);
            }
            (None, Some(BlockName::Photos)) if own => {
                writer.shown.push(BlockName::Photos);
                writer.photos();
            }
            (None, Some(BlockName::Attachments)) if own => {
                writer.shown.push(BlockName::Attachments);
                writer.attachments();
            }
            _ => {
                let from = directive.argument.as_deref().unwrap_or_default();
                let name = match block {
                    Some(block) => block.alias(),
                    None => &directive.name,
                };
                let text = format!("（{name}　{from}）").replace("　）", "）");
                writer.line("Text", &text);
            }
        });
    }

    /// A table of the document's data.
    pub(super) fn sheet(&mut self, at: usize) {
        let (heads, rows) = self.sheets[at].for_reading();
        let cell = |text: &String| Cell::new(run("", text), text);
        let rows = std::iter::once(&heads).chain(&rows);
        let rows: Vec<Vec<Cell>> = rows.map(|row| row.iter().map(cell).collect()).collect();
        self.push(&table(&rows));
    }
}
