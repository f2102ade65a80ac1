//! Word, Excel and PowerPoint since 2007 (ECMA-376): XML in a zip. Only the parts that hold text are unpacked.

use super::{Reader, Unreadable};
use crate::diagnostic::Words;
use crate::office::{Package, Piece, pieces};
use crate::say;
use std::collections::BTreeMap;

/// Parts that say how a document looks, not what it says.
const LOOKS: [&str; 12] = [
    "styles",
    "stylesWithEffects",
    "settings",
    "webSettings",
    "fontTable",
    "numbering",
    "theme",
    "presProps",
    "viewProps",
    "tableStyles",
    "slideLayout",
    "calcChain",
];

/// The parts of a file that say something, in the order of their names.
struct Parts<'b> {
    package: Package<'b>,
    names: Vec<String>,
}

impl<'b> Parts<'b> {
    fn open(bytes: &'b [u8], reader: &Reader) -> Result<Self, Unreadable> {
        let package = reader.package(bytes)?;
        let names = package.names().into_iter().filter(|name| !is_looks(name)).collect();
        Ok(Self { package, names })
    }

    /// The names below a folder that end so.
    fn below(&self, folder: &str, ending: &str) -> Vec<String> {
        let of = |name: &&String| name.starts_with(folder) && name.ends_with(ending);
        self.names.iter().filter(of).cloned().collect()
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        Ok(self.package.text(name)?)
    }

    /// What every kind has beside its text: properties, and files that are embedded.
    fn rest(mut self, folder: &str, reader: &mut Reader) -> Result<(), Unreadable> {
        for name in self.below("docProps/", ".xml") {
            let xml = self.text(&name)?.unwrap_or_default();
            let place = say!("文件属性", "its properties");
            each_text(&xml, |text| reader.text(place.clone(), text))?;
        }
        // What our own export puts there stays when somebody takes it out of the text.
        for name in self.below("customXml/item", ".xml") {
            let xml = self.text(&name)?.unwrap_or_default();
            let place = say!("随文件带着的数据里", "the data that goes with it");
            each_text(&xml, |text| {
                text.lines().for_each(|line| reader.text(place.clone(), line));
            })?;
        }
        let embedded = self.below(&format!("{folder}embeddings/"), "");
        // Word puts other files into its text as they are.
        let chunks = self.below(&format!("{folder}afchunk"), "");
        reader.spent(&self.package);
        for name in embedded.into_iter().chain(chunks) {
            let short = name.rsplit('/').next().unwrap_or(&name).to_owned();
            match self.package.bytes(&name) {
                Ok(Some(bytes)) => {
                    reader.spent(&self.package);
                    reader.member(&short, &bytes);
                }
                Ok(None) => {}
                Err(fault) => reader.unread(super::named(&short), fault.into()),
            }
        }
        Ok(())
    }
}

fn is_looks(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    LOOKS.iter().any(|looks| {
        let rest = file.strip_prefix(looks).and_then(|rest| rest.strip_suffix(".xml"));
        rest.is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// An attribute's value.
fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = attributes.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str())
}

/// The text of every element that holds text itself.
fn each_text(xml: &str, mut each: impl FnMut(String)) -> Result<(), Unreadable> {
    let mut text = String::new();
    pieces(xml, |piece| match piece {
        Piece::Text(more) => text.push_str(&more),
        Piece::Open(..) | Piece::Close(_) => {
            if !text.trim().is_empty() {
                each(std::mem::take(&mut text));
            }
            text.clear();
        }
    })?;
    Ok(())
}

/// Word: the paragraphs of the text, heads, feet, notes, comments, text boxes, charts, and what was deleted but is still
/// there.
pub(super) fn document(bytes: &[u8], reader: &mut Reader) -> Result<(), Unreadable> {
    let mut parts = Parts::open(bytes, reader)?;
    for name in parts.below("word/", ".xml") {
        let xml = parts.text(&name)?.unwrap_or_default();
        paragraphs(&xml, |number, text| {
            let place = match name.as_str() {
                "word/document.xml" => say!("第{number}段", "paragraph {number}"),
                _ => say!("{name} 第{number}段", "{name}, paragraph {number}"),
            };
            reader.text(place, text);
        })?;
    }
    parts.rest("word/", reader)
}

/// PowerPoint: slides, what is said to them, comments and tables.
pub(super) fn slides(bytes: &[u8], reader: &mut Reader) -> Result<(), Unreadable> {
    let mut parts = Parts::open(bytes, reader)?;
    for name in parts.below("ppt/", ".xml") {
        let xml = parts.text(&name)?.unwrap_or_default();
        let slide = name.strip_prefix("ppt/slides/slide").and_then(|n| n.strip_suffix(".xml"));
        let place = match slide {
            Some(number) => say!("第{number}张幻灯片", "slide {number}"),
            None => say!("{name}", "{name}"),
        };
        paragraphs(&xml, |_, text| reader.text(place.clone(), text))?;
    }
    parts.rest("ppt/", reader)
}

/// A number is often cut into runs: a paragraph's text is put together again. What stands twice for old programs is read
/// once.
fn paragraphs(xml: &str, mut each: impl FnMut(usize, String)) -> Result<(), Unreadable> {
    let (mut number, mut text, mut in_text, mut fallback) = (0, String::new(), false, 0_usize);
    pieces(xml, |piece| match piece {
        Piece::Open(tag, _) => {
            in_text = matches!(tag.as_str(), "t" | "delText" | "instrText" | "text" | "v");
            fallback += usize::from(tag == "Fallback");
            if matches!(tag.as_str(), "tab" | "br" | "v") {
                text.push(' ');
            }
        }
        Piece::Text(more) if in_text && fallback == 0 => text.push_str(&more),
        Piece::Close(tag) if matches!(tag.as_str(), "p" | "comment" | "cm") => {
            number += 1;
            each(number, std::mem::take(&mut text));
            in_text = false;
        }
        Piece::Close(tag) => {
            fallback = fallback.saturating_sub(usize::from(tag == "Fallback"));
            in_text = false;
        }
        Piece::Text(_) => {}
    })?;
    each(number + 1, text);
    Ok(())
}

/// Excel: every cell of every sheet, hidden ones too, heads and feet of the printed page, comments, text boxes, charts, and
/// what pivot tables keep of their sources.
pub(super) fn workbook(bytes: &[u8], reader: &mut Reader) -> Result<(), Unreadable> {
    let mut parts = Parts::open(bytes, reader)?;
    let workbook = parts.text("xl/workbook.xml")?.unwrap_or_default();
    let relations = parts.text("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    let names = sheet_names(&workbook, &relations)?;
    let shared = match parts.text("xl/sharedStrings.xml")? {
        Some(xml) => strings(&xml)?,
        None => Vec::new(),
    };
    for name in parts.below("xl/", ".xml") {
        let known = ["xl/workbook.xml", "xl/sharedStrings.xml"];
        if known.contains(&name.as_str()) {
            continue;
        }
        let xml = parts.text(&name)?.unwrap_or_default();
        if name.starts_with("xl/worksheets/") {
            let sheet = names.get(&name).map_or(name.as_str(), String::as_str);
            reader.sheet(sheet);
            cells(sheet, &xml, &shared, reader)?;
        } else {
            let place = of_part(&name);
            each_text(&xml, |text| reader.text(place.clone(), text))?;
            kept(&xml, |text| reader.text(place.clone(), text))?;
        }
    }
    reader.part += 1;
    parts.rest("xl/", reader)
}

fn of_part(name: &str) -> Words {
    match name.starts_with("xl/comments") || name.starts_with("xl/threadedComments/") {
        true => say!("批注", "a comment"),
        false if name.starts_with("xl/pivotCache/") => {
            say!("数据透视表的底稿", "what a pivot table keeps of its source")
        }
        false => say!("{name}", "{name}"),
    }
}

/// The values that pivot tables keep: `<s v="…"/>`, `<n v="…"/>`.
fn kept(xml: &str, mut each: impl FnMut(String)) -> Result<(), Unreadable> {
    pieces(xml, |piece| {
        if let Piece::Open(tag, attributes) = piece
            && matches!(tag.as_str(), "s" | "n")
            && let Some(value) = attribute(&attributes, "v")
        {
            each(value.to_owned());
        }
    })?;
    Ok(())
}

/// The part of every sheet with its name.
fn sheet_names(workbook: &str, relations: &str) -> Result<BTreeMap<String, String>, Unreadable> {
    let mut targets = BTreeMap::new();
    pieces(relations, |piece| {
        if let Piece::Open(_, attributes) = piece
            && let Some(id) = attribute(&attributes, "Id")
            && let Some(target) = attribute(&attributes, "Target")
        {
            let path =
                target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id.to_owned(), path);
        }
    })?;
    let mut names = BTreeMap::new();
    pieces(workbook, |piece| {
        if let Piece::Open(tag, attributes) = piece
            && tag == "sheet"
            && let Some(name) = attribute(&attributes, "name")
            && let Some(path) = attribute(&attributes, "id").and_then(|id| targets.get(id))
        {
            names.insert(path.clone(), name.to_owned());
        }
    })?;
    Ok(names)
}

/// The shared texts, their runs put together.
fn strings(xml: &str) -> Result<Vec<String>, Unreadable> {
    let (mut all, mut text, mut in_text) = (Vec::new(), String::new(), false);
    pieces(xml, |piece| match piece {
        Piece::Open(tag, _) => in_text = tag == "t",
        Piece::Text(more) if in_text => text.push_str(&more),
        Piece::Close(tag) if tag == "si" => all.push(std::mem::take(&mut text)),
        Piece::Close(_) => in_text = false,
        Piece::Text(_) => {}
    })?;
    Ok(all)
}

/// Heads and feet of a printed sheet.
const PRINTED: [&str; 6] =
    ["oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"];

/// A cell as it is being read.
#[derive(Default)]
struct Cell {
    at: String,
    kind: String,
    text: String,
}

fn cells(sheet: &str, xml: &str, shared: &[String], reader: &mut Reader) -> Result<(), Unreadable> {
    let (mut cell, mut in_value) = (Cell::default(), false);
    pieces(xml, |piece| match piece {
        Piece::Open(tag, attributes) if tag == "c" => {
            let value = |name| attribute(&attributes, name).unwrap_or_default().to_owned();
            cell = Cell { at: value("r"), kind: value("t"), text: String::new() };
        }
        Piece::Open(tag, _) => in_value = matches!(tag.as_str(), "v" | "t") || is_printed(&tag),
        Piece::Text(more) if in_value => cell.text.push_str(&more),
        Piece::Close(tag) if tag == "c" => put(sheet, std::mem::take(&mut cell), shared, reader),
        Piece::Close(tag) if is_printed(&tag) => {
            in_value = false;
            let text = std::mem::take(&mut cell.text);
            reader
                .text(say!("工作表“{sheet}”的页眉页脚", "the head or foot of sheet {sheet}"), text);
        }
        Piece::Close(_) => in_value = false,
        Piece::Text(_) => {}
    })?;
    Ok(())
}

fn is_printed(tag: &str) -> bool {
    PRINTED.contains(&tag)
}

fn put(sheet: &str, cell: Cell, shared: &[String], reader: &mut Reader) {
    if reader.is_full() {
        return;
    }
    let Cell { at, kind, text } = cell;
    let place = say!("工作表“{sheet}”{at}", "sheet {sheet}, {at}");
    let position = position(&at);
    match (kind.as_str(), text.trim().parse::<f64>()) {
        ("s", _) => {
            let shared = text.trim().parse::<usize>().ok().and_then(|at| shared.get(at));
            reader.cell(place, position, shared.cloned().unwrap_or_default());
        }
        // All digits may stand there although no spreadsheet keeps them: they are better than what it keeps.
        ("" | "n", Ok(_)) if text.trim().bytes().all(|b| b.is_ascii_digit()) => {
            let is_long = text.trim().len() > 15;
            reader.digits(place, position, text.trim().to_owned(), is_long);
        }
        ("" | "n", Ok(number)) => reader.number(place, position, number),
        _ => reader.cell(place, position, text),
    }
}

/// `B3` -> row 2, column 1.
fn position(name: &str) -> Option<(usize, usize)> {
    let letters = name.bytes().take_while(u8::is_ascii_uppercase).count();
    let (letters, digits) = name.split_at(letters);
    let column = letters.bytes().try_fold(0_usize, |column, letter| {
        column.checked_mul(26)?.checked_add(usize::from(letter - b'A') + 1)
    })?;
    let row: usize = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}
