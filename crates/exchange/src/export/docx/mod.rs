//! Word: the official layout of GB/T 9704—2012, as Word and WPS keep it.
//!
//! Written by hand: the layout wants grids, frames, odd and even feet and content controls that libraries for Word do not
//! know, and the file wants to be the same to the byte every time. Fonts are named, never put in.

mod body;
mod footer;
mod frame;
mod namespaces;
mod numbering;
mod package;
mod paragraph;
mod picture;
mod styles;
mod table;

use super::sheets::{Sheet, sheets};
use super::{Data, Export};
use crate::diagnostic::Diagnostic;
use crate::import::read::docx::fingerprints;
use crate::markdown::{self, Outline, Phrase};
use crate::markup::escaped;
use crate::office::{Carried, CarriedPiece, MARK, zipped};
use std::fmt::Write;

/// The bytes of a Word file, and what could not be put into it.
pub(super) fn write(export: &Export<'_>, data: Data) -> (Vec<u8>, Vec<Diagnostic>) {
    let mut writer = Writer::new(export);
    writer.document();
    let problems = std::mem::take(&mut writer.problems);
    if data == Data::LeftOut {
        return (zipped(&writer.parts(None)), problems);
    }
    let mut carried = Carried {
        pieces: std::mem::take(&mut writer.pieces),
        links: std::mem::take(&mut writer.links),
        ..export.carried()
    };
    // What is seen of the text is what the import will see.
    let found = fingerprints(&zipped(&writer.parts(Some(&carried)))).unwrap_or_default();
    carried.body.seen = found.body;
    for (number, seen) in found.pieces {
        carried.pieces[number].seen = seen;
    }
    (zipped(&writer.parts(Some(&carried))), problems)
}

/// A document that is being written.
struct Writer<'e> {
    export: &'e Export<'e>,
    sheets: Vec<Sheet>,
    outline: Outline,
    /// The XML of the body.
    body: String,
    /// That of the notes that the text has referred to.
    notes: String,
    note_count: u32,
    /// Addresses and parts that the body refers to, by their ids: `rId10` is the first.
    relations: Vec<Relation>,
    note_relations: Vec<Relation>,
    media: Vec<(String, Vec<u8>)>,
    /// The first number of every list, and `None` for bullets.
    lists: Vec<Option<u64>>,
    pieces: Vec<CarriedPiece>,
    links: Vec<(String, String)>,
    /// Blocks of data that the text shows.
    shown: Vec<crate::document::BlockName>,
    problems: Vec<Diagnostic>,
    pictures: u32,
    in_note: bool,
    /// How many bookmarks there are.
    marks: u32,
    /// The size of the issuer's mark, in half points.
    mark: usize,
}

/// What a part refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Relation {
    Link(String),
    Picture(String),
}

impl<'e> Writer<'e> {
    fn new(export: &'e Export<'e>) -> Self {
        Self {
            sheets: sheets(export.document, &export.names),
            outline: markdown::outline(export.document.markdown()),
            export,
            body: String::new(),
            notes: String::new(),
            note_count: 0,
            relations: Vec::new(),
            note_relations: Vec::new(),
            media: Vec::new(),
            lists: Vec::new(),
            pieces: Vec::new(),
            links: Vec::new(),
            shown: Vec::new(),
            problems: Vec::new(),
            pictures: 0,
            in_note: false,
            marks: 0,
            mark: frame::LARGEST_MARK,
        }
    }

    /// The whole text, from the mark of the issuer to the last line.
    fn document(&mut self) {
        self.head();
        let sections = std::mem::take(&mut self.outline.sections);
        for section in &sections {
            self.section(section);
        }
        self.end();
        self.annexes();
        self.imprint();
    }

    /// Marks a part of the text, by which the import knows what it stands for.
    fn piece(&mut self, markdown: &str, write: impl FnOnce(&mut Self)) {
        let number = self.pieces.len();
        self.pieces.push(CarriedPiece { markdown: markdown.to_owned(), seen: String::new() });
        let before = std::mem::take(&mut self.body);
        write(self);
        let content = std::mem::replace(&mut self.body, before);
        for (at, block) in blocks(&content).into_iter().enumerate() {
            self.marks += 1;
            let marked = marked(block, &format!("{MARK}{number}_{at}"), self.marks);
            self.push(&marked);
        }
    }

    fn push(&mut self, text: &str) {
        self.body.push_str(text);
    }

    /// The id of what a link or picture leads to.
    fn relation(&mut self, relation: Relation) -> String {
        let relations = match self.in_note {
            true => &mut self.note_relations,
            false => &mut self.relations,
        };
        let known = relations.iter().position(|known| *known == relation);
        let at = known.unwrap_or_else(|| {
            relations.push(relation);
            relations.len() - 1
        });
        format!("rId{}", at + 10)
    }

    /// Runs of phrases.
    fn phrases(&mut self, phrases: &[Phrase]) -> String {
        let mut runs = String::new();
        for phrase in phrases {
            let run = self.phrase(phrase);
            runs.push_str(&run);
        }
        runs
    }

    fn phrase(&mut self, phrase: &Phrase) -> String {
        if let Some(note) = phrase.note {
            return self.note(note);
        }
        if phrase.line_break {
            return "<w:r><w:br/></w:r>".to_owned();
        }
        let run = run(&properties(phrase), &phrase.text);
        let address = phrase.link.as_ref().and_then(|link| {
            let address = self.export.address(link)?;
            Some((link.clone(), address))
        });
        let Some((written, address)) = address else {
            return run;
        };
        if written != address && !self.links.iter().any(|(shown, _)| *shown == address) {
            self.links.push((address.clone(), written));
        }
        let id = self.relation(Relation::Link(address));
        format!("<w:hyperlink r:id=\"{id}\" w:history=\"1\">{run}</w:hyperlink>")
    }

    /// The mark of a note, whose text goes into its own part. Word wants a note for every mark.
    fn note(&mut self, note: usize) -> String {
        if self.in_note {
            return String::new();
        }
        self.note_count += 1;
        let id = self.note_count;
        self.in_note = true;
        let sections = self.outline.notes.get(note).cloned().unwrap_or_default();
        let mut runs = String::new();
        for section in &sections {
            if let markdown::Shape::Paragraph(phrases) = &section.shape {
                if !runs.is_empty() {
                    runs.push_str(&self::run("", " "));
                }
                let more = self.phrases(phrases);
                runs.push_str(&more);
            }
        }
        self.in_note = false;
        write!(self.notes, "<w:footnote w:id=\"{id}\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteRef/></w:r>{}{runs}</w:p></w:footnote>", self::run("", " ")).expect("a string takes all");
        format!(
            "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteReference w:id=\"{id}\"/></w:r>"
        )
    }
}

/// The paragraphs and tables of a text; no table holds another.
fn blocks(content: &str) -> Vec<&str> {
    let (mut blocks, mut rest) = (Vec::new(), content);
    while !rest.is_empty() {
        let end = if rest.starts_with("<w:tbl>") { "</w:tbl>" } else { "</w:p>" };
        let length = rest.find(end).map_or(rest.len(), |at| at + end.len());
        let (block, after) = rest.split_at(length);
        blocks.push(block);
        rest = after;
    }
    blocks
}

/// A block with a hidden bookmark at the start of its first paragraph: content controls would say the same, but
/// LibreOffice loses them, and with them the form of what is inside.
fn marked(block: &str, name: &str, id: u32) -> String {
    let start = block.find("<w:p>").map_or(0, |at| at + "<w:p>".len());
    let properties = block[start..].starts_with("<w:pPr>");
    let end = "</w:pPr>";
    let at = match block[start..].find(end).filter(|_| properties) {
        Some(at) => start + at + end.len(),
        None => start,
    };
    let (before, after) = block.split_at(at);
    format!(
        "{before}<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/><w:bookmarkEnd w:id=\"{id}\"/>{after}"
    )
}

/// Properties of characters, in the order that the schema wants.
fn properties(phrase: &Phrase) -> String {
    let mut properties = String::new();
    if phrase.code {
        properties.push_str("<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\"/>");
    }
    for (on, element) in [
        (phrase.strong, "<w:b/><w:bCs/>"),
        (phrase.emphasis, "<w:i/><w:iCs/>"),
        (phrase.struck, "<w:strike/>"),
    ] {
        properties.push_str(if on { element } else { "" });
    }
    properties
}

/// Characters with their properties.
fn run(properties: &str, text: &str) -> String {
    let properties = match properties {
        "" => String::new(),
        properties => format!("<w:rPr>{properties}</w:rPr>"),
    };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text))
}
