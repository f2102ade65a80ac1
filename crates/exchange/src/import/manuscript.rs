//! 底稿: what a source file holds, before anybody has asked what it means: blocks of text with the places they came from.

use crate::diagnostic::{Diagnostic, Source, Words};
use std::sync::Arc;

/// A source file, read; nothing is cleaned or recognised yet.
#[derive(Debug, Default)]
pub struct Manuscript {
    /// The file's path, as the user gave it.
    pub path: String,
    /// What the format itself says of the document: front matter, `<meta>`, a file's properties.
    pub stated: Vec<Stated>,
    /// The front matter in YAML of a document that gongbao exported: it is the draft's own, to the letter.
    pub front: Option<String>,
    /// The text in its order.
    pub blocks: Vec<Block>,
    /// Pictures and attachments that the blocks refer to by position.
    pub assets: Vec<Asset>,
    /// Notes that runs refer to by position.
    pub footnotes: Vec<Text>,
    /// The encoding that was detected, for sources that are bytes of text: `GB18030`.
    pub encoding: Option<&'static str>,
    /// The file's text, for sources that are text: problems are shown in it.
    pub source: Option<Arc<Source>>,
    /// What could not be read, or was left out (macros, scripts, references to other hosts).
    pub problems: Vec<Diagnostic>,
}

/// A value that the source's format names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// What it is, in the source's own word: `title`, `发布日期`, `PubDate`.
    pub key: String,
    /// The value as it is written.
    pub value: String,
    /// Where it stands.
    pub place: Place,
}

/// A place in a source, as people look it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Line and column of a text file, both from 1, in characters.
    Line(u32, u32),
    /// The number of a paragraph of a Word file or web page, from 1.
    Paragraph(u32),
    /// The number of a page of fixed layout, from 1.
    Page(u32),
    /// A cell of a sheet: `名单`, `B3`.
    Cell(String, String),
    /// The file as a whole: its name, its properties.
    Whole,
}

/// A part of the text; later stages hold other things than [`Text`] in the same form.
#[derive(Clone, Debug, PartialEq)]
pub enum Block<T = Text> {
    /// A heading that the source's format calls one; 1 is the document's title.
    Heading(u8, T),
    /// A paragraph.
    Paragraph(T),
    /// A list, numbered or not; an item may hold lists of its own.
    List(ListKind, Vec<Vec<Block<T>>>),
    /// A table.
    Table(Table<T>),
    /// A picture: the position of its asset, and the words that stand for it.
    Picture(usize, Option<T>),
    /// An attached file: the position of its asset, and its title.
    Attachment(usize, T),
    /// Markdown that goes through as it is (from sources that are Markdown).
    Markdown(T),
}

/// Bullets or numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Bullets.
    Bullets,
    /// Numbers, from this one on.
    Numbers(u32),
}

/// A table; all rows have the same number of cells, merged ones are repeated empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<T = Text> {
    /// How many of the first rows are heads; 0 where the source does not say.
    pub heads: usize,
    /// The rows.
    pub rows: Vec<Vec<T>>,
    /// The name of the sheet, where it is one.
    pub name: Option<String>,
}

/// A piece of text with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The pieces, each in one style.
    pub runs: Vec<Run>,
    /// Where it begins.
    pub place: Place,
}

/// Text in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The characters, without any markup.
    pub text: String,
    /// Bold.
    pub strong: bool,
    /// Italics.
    pub emphasis: bool,
    /// The address that it leads to.
    pub link: Option<String>,
    /// The position of the note whose mark this is; the text is empty then.
    pub footnote: Option<usize>,
}

/// A picture or an attached file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// A name for its file, without folders; may stand twice.
    pub name: String,
    /// Its bytes; none where the source only refers to it (another host is never asked).
    pub bytes: Option<Vec<u8>>,
    /// What the source said it is, and where it was.
    pub origin: String,
}

impl<T> Block<T> {
    /// The same form with other contents, in the order of the text.
    pub fn map<U>(self, change: &mut impl FnMut(T) -> U) -> Block<U> {
        match self {
            Self::Heading(level, text) => Block::Heading(level, change(text)),
            Self::Paragraph(text) => Block::Paragraph(change(text)),
            Self::List(kind, items) => {
                let item = |blocks: Vec<Self>| blocks.into_iter().map(|b| b.map(change)).collect();
                Block::List(kind, items.into_iter().map(item).collect())
            }
            Self::Table(table) => Block::Table(table.map(change)),
            Self::Picture(asset, text) => Block::Picture(asset, text.map(change)),
            Self::Attachment(asset, text) => Block::Attachment(asset, change(text)),
            Self::Markdown(text) => Block::Markdown(change(text)),
        }
    }
}

impl<T> Table<T> {
    /// The same table with other contents, row by row.
    pub fn map<U>(self, change: &mut impl FnMut(T) -> U) -> Table<U> {
        let row = |cells: Vec<T>| cells.into_iter().map(&mut *change).collect();
        Table { heads: self.heads, rows: self.rows.into_iter().map(row).collect(), name: self.name }
    }
}

impl Text {
    /// Text in one style.
    pub fn plain(text: impl Into<String>, place: Place) -> Self {
        let run = Run { text: text.into(), ..Run::default() };
        Self { runs: vec![run], place }
    }

    /// Text that is still to come.
    pub fn empty(place: Place) -> Self {
        Self { runs: Vec::new(), place }
    }

    /// Adds a piece; one in the style of the last becomes part of it.
    pub fn push(&mut self, run: Run) {
        if run.text.is_empty() && run.footnote.is_none() {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if last.continues_in(&run) => last.text.push_str(&run.text),
            _ => self.runs.push(run),
        }
    }

    /// Whether nothing is to be seen.
    pub fn is_blank(&self) -> bool {
        let blank = |run: &Run| run.footnote.is_none() && run.text.trim().is_empty();
        self.runs.iter().all(blank)
    }

    /// Without blanks at its ends.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        let gone = |run: &Run| run.text.is_empty() && run.footnote.is_none();
        while let Some(first) = self.runs.first_mut() {
            first.text = first.text.trim_start().to_owned();
            if !gone(first) {
                break;
            }
            self.runs.remove(0);
        }
        while let Some(last) = self.runs.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !gone(last) {
                break;
            }
            self.runs.pop();
        }
        self
    }

    /// All characters, without any markup.
    pub fn words(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

impl Run {
    /// Whether the next piece is of the same style; marks of notes stand alone.
    fn continues_in(&self, next: &Self) -> bool {
        let style = |run: &Self| (run.strong, run.emphasis, run.link.clone());
        self.footnote.is_none() && next.footnote.is_none() && style(self) == style(next)
    }
}

impl Place {
    /// In words that a report shows behind the file's name.
    pub fn words(&self) -> Words {
        match self {
            Self::Line(line, column) => crate::say!("{line}:{column}", "{line}:{column}"),
            Self::Paragraph(number) => crate::say!("第{number}段", "paragraph {number}"),
            Self::Page(number) => crate::say!("第{number}页", "page {number}"),
            Self::Cell(sheet, cell) if sheet.is_empty() => {
                crate::say!("表格{cell}", "table, {cell}")
            }
            Self::Cell(sheet, cell) => {
                crate::say!("工作表“{sheet}”{cell}", "sheet {sheet}, {cell}")
            }
            Self::Whole => crate::say!("", ""),
        }
    }
}
