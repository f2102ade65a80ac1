//! Word since 2007: headings, lists, tables, notes, pictures and links, as the text is with all changes accepted.
//!
//! Macros are never run, what leads out of the file is never followed, and what a draft cannot hold is told.

mod left_out;
mod numbering;
mod parts;
mod runs;
mod styles;
mod table;

use super::fault::{UNPACKED_LIMIT, begin};
use super::text_fingerprint::{first_words, text_fingerprint};
use crate::import::manuscript::{Asset, Block, ListKind, Manuscript, Place, Run, Text};
use crate::office::{Carried, Element, Fault, MARK, Package, each_child};
use left_out::{Left, LeftOut};
use numbering::{Mark, Numbering};
use parts::{Relation, Relations};
use runs::{Field, Inline};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::rc::Rc;
use styles::{Shape, Styles};

/// A paragraph in the middle with characters of this size is a title, in half points: 小二, as large as no text is set.
const TITLE_SIZE: u32 = 36;
/// Tables, boxes and controls inside each other, at most; what lies deeper gives its characters alone.
const DEPTH: usize = 24;
/// More blocks than any text has: a thousand pages have some ten thousand.
const BLOCKS: usize = 500_000;
/// A title stands among the first blocks, and is not longer than this, in characters.
const TITLE_WITHIN: usize = 12;
const TITLE_LENGTH: usize = 80;

/// Reads a Word file.
pub fn read(path: &Path, bytes: &[u8]) -> Manuscript {
    let mut manuscript = begin(path);
    if let Err(fault) = fill(bytes, &mut manuscript) {
        let problem = super::fault::told(fault, path);
        manuscript = begin(path);
        manuscript.problems.push(problem);
    }
    manuscript
}

/// What is seen of a document, for the one who makes it.
#[derive(Debug, Default)]
pub struct Fingerprints {
    /// Of the text.
    pub body: String,
    /// Of the pieces, by their numbers.
    pub pieces: BTreeMap<usize, String>,
}

/// The fingerprints of a document that carries its data; what they are compared with does not matter.
pub fn fingerprints(bytes: &[u8]) -> Option<Fingerprints> {
    fill(bytes, &mut Manuscript::default()).ok()
}

fn fill(bytes: &[u8], manuscript: &mut Manuscript) -> Result<Fingerprints, Fault> {
    let mut package = Package::open(bytes, UNPACKED_LIMIT)?;
    let xml = package.text("word/document.xml")?.ok_or(Fault::Damaged)?;
    manuscript.stated = parts::properties(&mut package)?;
    let carried = Carried::find(&mut package)?;
    let mut reader = Reader::new(&mut package, manuscript, carried.as_ref())?;
    let mut blocks = Vec::new();
    each_child(&xml, "body", |element| {
        if blocks.len() < BLOCKS {
            reader.top(&element, &mut blocks);
        }
    })?;
    if blocks.len() >= BLOCKS {
        return Err(Fault::TooLarge);
    }
    reader.close(&mut blocks);
    reader.settle(&mut blocks);
    let (left_out, pieces) =
        (std::mem::take(&mut reader.left_out), std::mem::take(&mut reader.seen));
    if let Some(fault) = reader.fault {
        return Err(fault);
    }
    manuscript.problems.extend(left_out.problems(&manuscript.path));
    manuscript.blocks = one_title(blocks);
    let body = text_fingerprint(&manuscript.blocks, &manuscript.footnotes);
    if let Some(carried) = carried {
        restore(carried, &body, manuscript);
    }
    Ok(Fingerprints { body, pieces })
}

/// The template of whoever wrote the file, on their own machine: nearly every file names one.
fn is_own_template(relation: &Relation) -> bool {
    let local = relation.target.strip_prefix("file:///");
    relation.kind == "attachedTemplate" && local.is_some_and(|path| !path.starts_with(['/', '\\']))
}

/// Gives a document of our own its data back, and its Markdown where nobody has changed the text.
fn restore(carried: Carried, body: &str, manuscript: &mut Manuscript) {
    if carried.body.seen == body {
        let markdown = Text::plain(carried.body.markdown, Place::Whole);
        manuscript.blocks = vec![Block::Markdown(markdown)];
        manuscript.footnotes.clear();
    } else {
        let links: HashMap<String, String> = carried.links.into_iter().collect();
        manuscript.blocks.iter_mut().for_each(|block| relink(block, &links));
        manuscript.footnotes.iter_mut().for_each(|text| relink_text(text, &links));
    }
    manuscript.stated.clear();
    manuscript.front = Some(carried.front);
}

/// Gives links within the site the form that its Markdown has.
fn relink(block: &mut Block, links: &HashMap<String, String>) {
    match block {
        Block::Heading(_, text) | Block::Paragraph(text) => relink_text(text, links),
        Block::List(_, items) => items.iter_mut().flatten().for_each(|block| relink(block, links)),
        Block::Table(table) => {
            table.rows.iter_mut().flatten().for_each(|cell| relink_text(cell, links))
        }
        Block::Picture(..) | Block::Attachment(..) | Block::Markdown(_) => {}
    }
}

fn relink_text(text: &mut Text, links: &HashMap<String, String>) {
    for run in &mut text.runs {
        let written = run.link.as_ref().and_then(|link| links.get(link));
        if let Some(written) = written {
            run.link = Some(written.clone());
        }
    }
}

/// Reads one file.
struct Reader<'p, 'b> {
    package: &'p mut Package<'b>,
    manuscript: &'p mut Manuscript,
    carried: Option<&'p Carried>,
    styles: Styles,
    numbering: Numbering,
    relations: Rc<Relations>,
    footnote_relations: Rc<Relations>,
    endnote_relations: Rc<Relations>,
    notes: BTreeMap<(&'static str, String), Element>,
    /// Notes that the text has referred to, and where they stand.
    noted: HashMap<(&'static str, String), usize>,
    fields: Vec<Field>,
    /// Items of a list that has not ended.
    items: Vec<Item>,
    left_out: LeftOut,
    /// The piece of our own that is being read, and what it shows.
    piece: Option<(usize, Vec<Block>)>,
    /// Fingerprints of such pieces, by their numbers.
    seen: BTreeMap<usize, String>,
    fault: Option<Fault>,
    /// The number of the paragraph, from 1.
    number: u32,
    /// How deep the element that is being read lies.
    depth: usize,
    /// How many blocks came before.
    before: usize,
    /// What a paragraph whose end was deleted leaves to the next.
    merged: Option<Text>,
}

struct Item {
    level: u8,
    kind: ListKind,
    blocks: Vec<Block>,
}

impl<'p, 'b> Reader<'p, 'b> {
    fn new(
        package: &'p mut Package<'b>,
        manuscript: &'p mut Manuscript,
        carried: Option<&'p Carried>,
    ) -> Result<Self, Fault> {
        let mut notes = BTreeMap::new();
        for (part, kind) in [("footnotes", "footnote"), ("endnotes", "endnote")] {
            let found = parts::notes(package, &format!("word/{part}.xml"), kind)?;
            notes.extend(found.into_iter().map(|(id, note)| ((kind, id), note)));
        }
        let mut reader = Self {
            styles: Styles::of(&parts::root(package, "word/styles.xml")?),
            numbering: Numbering::of(&parts::root(package, "word/numbering.xml")?),
            relations: Rc::new(parts::relations(package, "document.xml")?),
            footnote_relations: Rc::new(parts::relations(package, "footnotes.xml")?),
            endnote_relations: Rc::new(parts::relations(package, "endnotes.xml")?),
            notes,
            package,
            manuscript,
            carried,
            noted: HashMap::new(),
            fields: Vec::new(),
            items: Vec::new(),
            left_out: LeftOut::default(),
            piece: None,
            seen: BTreeMap::new(),
            fault: None,
            number: 1,
            depth: 0,
            before: 0,
            merged: None,
        };
        reader.look_around()?;
        Ok(reader)
    }

    /// What is in the file beside the text.
    fn look_around(&mut self) -> Result<(), Fault> {
        for name in self.package.names() {
            if name.ends_with("vbaProject.bin") {
                self.left_out.note(Left::Macros, "");
            }
            if let Some(file) = name.strip_prefix("word/embeddings/") {
                self.embedded(&name, file)?;
            }
        }
        let comments = parts::root(self.package, "word/comments.xml")?;
        comments.all("comment").for_each(|_| self.left_out.note(Left::Comments, ""));
        let settings = parts::relations(self.package, "settings.xml")?;
        let all = self.relations.values().chain(settings.values());
        let leads_out = all.filter(|r| r.external && r.kind != "hyperlink" && !is_own_template(r));
        let targets: Vec<String> = leads_out.map(|relation| relation.target.clone()).collect();
        targets.iter().for_each(|target| self.left_out.note(Left::External, target));
        Ok(())
    }

    /// Whole files that are embedded become attachments; parts of other programs' are told.
    fn embedded(&mut self, part: &str, file: &str) -> Result<(), Fault> {
        let whole = ["docx", "xlsx", "pptx", "pdf", "csv"];
        let ending = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if !whole.contains(&ending.as_str()) {
            self.left_out.note(Left::Embedded, file);
            return Ok(());
        }
        let bytes = self.package.bytes(part)?;
        self.manuscript.assets.push(Asset {
            name: file.to_owned(),
            bytes,
            origin: part.to_owned(),
        });
        Ok(())
    }

    /// The blocks of an element that stands apart: a cell, a text box.
    fn apart(&mut self, element: &Element) -> Vec<Block> {
        let items = std::mem::take(&mut self.items);
        let merged = self.merged.take();
        let fields = std::mem::take(&mut self.fields);
        let blocks = self.inside(element);
        (self.items, self.merged, self.fields) = (items, merged, fields);
        blocks
    }

    fn inside(&mut self, element: &Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        for child in element.elements() {
            blocks.append(&mut self.block(child));
        }
        self.settle(&mut blocks);
        blocks
    }

    fn block(&mut self, element: &Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.depth >= DEPTH {
            self.left_out.note(Left::Nested, "");
            let text = Text::plain(element.text(), Place::Paragraph(self.number));
            blocks.extend((!text.is_blank()).then_some(Block::Paragraph(text)));
            return blocks;
        }
        self.depth += 1;
        match element.name.as_str() {
            "p" => self.paragraph(element, &mut blocks),
            "tbl" => {
                self.settle(&mut blocks);
                let mut table = self.table(element);
                blocks.append(&mut table);
            }
            "sdt" => self.control(element, &mut blocks),
            "ins" | "moveTo" | "customXml" | "smartTag" => {
                for child in element.elements() {
                    blocks.append(&mut self.block(child));
                }
            }
            "AlternateContent" => {
                let part = element.first("Choice").or_else(|| element.first("Fallback"));
                for child in part.into_iter().flat_map(Element::elements) {
                    blocks.append(&mut self.block(child));
                }
            }
            // Another file, or the settings of the page.
            _ => {}
        }
        self.depth -= 1;
        self.before += blocks.len();
        blocks
    }

    /// A content control: a table of contents, or just text.
    fn control(&mut self, element: &Element, blocks: &mut Vec<Block>) {
        let properties = element.first("sdtPr");
        let gallery = properties.and_then(|p| p.at(&["docPartObj", "docPartGallery"]));
        if gallery.and_then(|g| g.attribute("val")) == Some("Table of Contents") {
            return;
        }
        let Some(content) = element.first("sdtContent") else {
            return;
        };
        for child in content.elements() {
            blocks.append(&mut self.block(child));
        }
    }

    /// A block of the text itself; one that bears our mark belongs to a piece.
    fn top(&mut self, element: &Element, blocks: &mut Vec<Block>) {
        let number = self.piece_of(element);
        if self.piece.as_ref().map(|(open, _)| *open) != number {
            self.close(blocks);
        }
        let Some(number) = number else {
            blocks.append(&mut self.block(element));
            return;
        };
        self.settle(blocks);
        let mut shown = self.block(element);
        self.settle(&mut shown);
        let (_, piece) = self.piece.get_or_insert_with(|| (number, Vec::new()));
        piece.append(&mut shown);
    }

    /// The piece that a block belongs to, by the bookmark in its first paragraph.
    fn piece_of(&self, element: &Element) -> Option<usize> {
        let pieces = &self.carried?.pieces;
        let paragraph = match element.name.as_str() {
            "p" => Some(element),
            "tbl" => element.find("p"),
            _ => None,
        };
        let marks = paragraph.into_iter().flat_map(|paragraph| paragraph.all("bookmarkStart"));
        let numbers = marks.filter_map(|mark| {
            let name = mark.attribute("name")?.strip_prefix(MARK)?;
            name.split('_').next()?.parse().ok()
        });
        numbers.into_iter().find(|number| *number < pieces.len())
    }

    /// Ends a piece: its Markdown stands for what it shows.
    fn close(&mut self, blocks: &mut Vec<Block>) {
        let (Some((number, shown)), Some(carried)) = (self.piece.take(), self.carried) else {
            return;
        };
        let piece = &carried.pieces[number];
        let found = text_fingerprint(&shown, &[]);
        if found != piece.seen {
            let words = shown.iter().find_map(first_words);
            self.left_out.note(Left::Changed, &words.unwrap_or_default());
        }
        if !piece.markdown.is_empty() {
            let place = Place::Paragraph(self.number);
            let markdown = Text::plain(piece.markdown.as_str(), place);
            blocks.push(Block::Markdown(markdown));
        }
        self.seen.insert(number, found);
    }

    fn paragraph(&mut self, element: &Element, blocks: &mut Vec<Block>) {
        let properties = element.first("pPr");
        let own = properties.map(Shape::of_paragraph).unwrap_or_default();
        let style = properties.and_then(|properties| properties.value("pStyle"));
        let shape = own.or(&self.styles.shape(style));
        let relations = Rc::clone(&self.relations);
        let mut inline = self.inline(element, &shape, &relations);
        if shape.contents {
            return;
        }
        self.take_merged(&mut inline.lines);
        let deleted = properties.and_then(|p| p.at(&["rPr", "del"])).is_some();
        if deleted && inline.after.is_empty() {
            self.merged = inline.lines.pop();
        }
        self.place(&shape, inline, blocks);
    }

    /// Puts a paragraph where it belongs: a heading, an item of a list, or text.
    fn place(&mut self, shape: &Shape, inline: Inline, blocks: &mut Vec<Block>) {
        let level = self.is_title(shape, &inline).or(shape.outline);
        let lines = inline.lines.into_iter().map(Text::trimmed);
        let text: Vec<Text> = lines.filter(|line| !line.is_blank()).collect();
        let mut after = inline.after;
        let mark = match text.is_empty() {
            true => None,
            false => self.mark(shape),
        };
        if text.is_empty() && after.is_empty() {
            // An empty paragraph does not end a list.
            return;
        }
        self.number += 1;
        match (level, mark) {
            (Some(level), mark) => {
                self.end_list(blocks);
                heading(level, labelled(text, mark), blocks);
            }
            (None, Some((Mark::Item(kind), level))) => {
                let mut item: Vec<Block> = text.into_iter().map(Block::Paragraph).collect();
                item.append(&mut after);
                self.items.push(Item { level, kind, blocks: item });
            }
            (None, mark) => {
                self.end_list(blocks);
                let text = labelled(text, mark);
                blocks.extend(text.into_iter().map(Block::Paragraph));
            }
        }
        blocks.append(&mut after);
    }

    /// What Word counts before a paragraph, and the level in the list.
    fn mark(&mut self, shape: &Shape) -> Option<(Mark, u8)> {
        let (id, level) = shape.list.as_ref().filter(|(id, _)| id != "0")?;
        let mark = self.numbering.next(id, *level, &self.styles)?;
        Some((mark, *level))
    }

    fn take_merged(&mut self, lines: &mut [Text]) {
        if let (Some(merged), Some(first)) = (self.merged.take(), lines.first_mut()) {
            let rest = std::mem::replace(first, merged);
            rest.runs.into_iter().for_each(|run| first.push(run));
        }
    }

    /// Official documents set their titles by hand: large, in the middle, near the top. The red mark of the issuer is none.
    fn is_title(&self, shape: &Shape, inline: &Inline) -> Option<u8> {
        let length: usize = inline.lines.iter().map(|line| line.words().chars().count()).sum();
        let large = shape.centred == Some(true) && inline.size >= TITLE_SIZE && !inline.red;
        let here = self.before < TITLE_WITHIN && (1..=TITLE_LENGTH).contains(&length);
        (large && here && shape.outline.is_none()).then_some(0)
    }

    fn end_list(&mut self, blocks: &mut Vec<Block>) {
        let items = std::mem::take(&mut self.items);
        blocks.extend(nested(items));
    }

    /// Writes what waits for more text: a list, and a paragraph whose end was deleted but that nothing follows.
    fn settle(&mut self, blocks: &mut Vec<Block>) {
        self.end_list(blocks);
        let merged = self.merged.take().map(Text::trimmed);
        let merged = merged.filter(|text| !text.is_blank());
        blocks.extend(merged.map(Block::Paragraph));
    }
}

/// A heading; level 0 is the title.
fn heading(level: u8, lines: Vec<Text>, blocks: &mut Vec<Block>) {
    let Some(mut text) = lines.into_iter().reduce(joined) else {
        return;
    };
    for run in &mut text.runs {
        run.strong = false;
    }
    blocks.push(Block::Heading((level + 1).min(6), text));
}

fn joined(mut first: Text, next: Text) -> Text {
    next.runs.into_iter().for_each(|run| first.push(run));
    first
}

/// A document has one title, which may stand in several paragraphs; what looks like more of them is headings.
fn one_title(blocks: Vec<Block>) -> Vec<Block> {
    let mut result: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut titled = false;
    for block in blocks {
        match (block, result.last_mut()) {
            (Block::Heading(1, next), Some(Block::Heading(1, title))) => {
                let first = std::mem::replace(title, Text::empty(next.place.clone()));
                *title = joined(first, next);
            }
            (Block::Heading(1, text), _) if titled => result.push(Block::Heading(2, text)),
            (block, _) => {
                titled |= matches!(block, Block::Heading(1, _));
                result.push(block);
            }
        }
    }
    result
}

/// A label that Word counts, as characters before the first line.
fn labelled(mut lines: Vec<Text>, mark: Option<(Mark, u8)>) -> Vec<Text> {
    let label = match mark {
        Some((Mark::Label(label), _)) => label,
        Some((Mark::Item(ListKind::Numbers(number)), _)) => format!("{number}. "),
        _ => return lines,
    };
    if let Some(first) = lines.first_mut() {
        let rest = std::mem::take(&mut first.runs);
        first.push(Run { text: label, ..Run::default() });
        rest.into_iter().for_each(|run| first.push(run));
    }
    lines
}

/// Items in a row -> lists inside of lists, by their levels.
fn nested(items: Vec<Item>) -> Vec<Block> {
    let mut lists: Vec<Block> = Vec::new();
    let mut deeper: Vec<Item> = Vec::new();
    let mut top = None;
    for item in items {
        let level = *top.get_or_insert(item.level);
        if item.level > level {
            deeper.push(item);
            continue;
        }
        end_deeper(&mut lists, &mut deeper);
        match lists.last_mut() {
            Some(Block::List(kind, there)) if same_kind(*kind, item.kind, there.len()) => {
                there.push(item.blocks);
            }
            _ => lists.push(Block::List(item.kind, vec![item.blocks])),
        }
    }
    end_deeper(&mut lists, &mut deeper);
    lists
}

fn end_deeper(lists: &mut [Block], deeper: &mut Vec<Item>) {
    if deeper.is_empty() {
        return;
    }
    let inner = nested(std::mem::take(deeper));
    if let Some(Block::List(_, items)) = lists.last_mut()
        && let Some(item) = items.last_mut()
    {
        item.extend(inner);
    }
}

/// Whether the next item continues a list of so many.
fn same_kind(list: ListKind, next: ListKind, count: usize) -> bool {
    match (list, next) {
        (ListKind::Bullets, ListKind::Bullets) => true,
        (ListKind::Numbers(first), ListKind::Numbers(next)) => {
            usize::try_from(next.saturating_sub(first)).is_ok_and(|passed| passed == count)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
