//! Word and Excel since 2007 (ECMA-376): XML in a zip. Only the parts that hold text are unpacked, each within its limit.

use super::{Kind, Passage, TEXT_LIMIT, Unreadable};
use crate::office::{Contents, Fault, Package, Piece, contents, pieces};
use crate::say;
use std::collections::BTreeMap;

impl From<Fault> for Unreadable {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Encrypted => Self::Encrypted,
            Fault::Damaged => Self::Damaged,
            Fault::TooLarge => Self::TooLarge,
        }
    }
}

/// What the parts of a zip say it is.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    contents(bytes).map(|contents| match contents {
        Contents::Document => Kind::Docx,
        Contents::Workbook => Kind::Xlsx,
    })
}

/// Parts in the order of their names, all within one limit.
fn parts(
    bytes: &[u8],
    wanted: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, String>, Unreadable> {
    let mut package = Package::open(bytes, TEXT_LIMIT)?;
    let mut parts = BTreeMap::new();
    for name in package.names().into_iter().filter(|name| wanted(name)) {
        if let Some(text) = package.text(&name)? {
            parts.insert(name, text);
        }
    }
    Ok(parts)
}

/// An attribute's value.
fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = attributes.iter().find(|(key, _)| key == name);
    found.map(|(_, value)| value.as_str())
}

/// Word: the paragraphs of the text, heads, feet, notes and comments.
pub(super) fn document(bytes: &[u8]) -> Result<Vec<Passage>, Unreadable> {
    let is_text = |name: &str| {
        let known = ["document", "header", "footer", "footnotes", "endnotes", "comments"];
        let file = name.strip_prefix("word/").and_then(|rest| rest.strip_suffix(".xml"));
        file.is_some_and(|file| known.iter().any(|start| file.starts_with(start)))
    };
    let parts = parts(bytes, is_text)?;
    if !parts.contains_key("word/document.xml") {
        return Err(Unreadable::Damaged);
    }
    let mut passages = Vec::new();
    for (name, xml) in parts {
        paragraphs(&name, &xml, &mut passages)?;
    }
    Ok(passages)
}

/// A number is often cut into runs: a paragraph's text is put together again.
fn paragraphs(name: &str, xml: &str, passages: &mut Vec<Passage>) -> Result<(), Unreadable> {
    let (mut number, mut text, mut in_text) = (0, String::new(), false);
    pieces(xml, |piece| match piece {
        Piece::Open(tag, _) => {
            in_text = tag == "t" || tag == "delText";
            if matches!(tag.as_str(), "tab" | "br") {
                text.push(' ');
            }
        }
        Piece::Text(more) if in_text => text.push_str(&more),
        Piece::Close(tag) if tag == "p" => {
            number += 1;
            let text = std::mem::take(&mut text);
            if !text.trim().is_empty() {
                let place = match name {
                    "word/document.xml" => say!("第{number}段", "paragraph {number}"),
                    _ => say!("{name} 第{number}段", "{name}, paragraph {number}"),
                };
                passages.push(Passage::new(place, text));
            }
        }
        Piece::Close(_) => in_text = false,
        Piece::Text(_) => {}
    })?;
    Ok(())
}

/// Excel: every cell of every sheet, hidden ones too, and the comments.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<Passage>, Unreadable> {
    let is_text = |name: &str| {
        let sheet = name.starts_with("xl/worksheets/") || name.starts_with("xl/comments");
        let known = matches!(
            name,
            "xl/workbook.xml" | "xl/sharedStrings.xml" | "xl/_rels/workbook.xml.rels"
        );
        known || sheet && name.ends_with(".xml")
    };
    let parts = parts(bytes, is_text)?;
    let workbook = parts.get("xl/workbook.xml").ok_or(Unreadable::Damaged)?;
    let relations = parts.get("xl/_rels/workbook.xml.rels");
    let names = sheet_names(workbook, relations.map_or("", String::as_str))?;
    let shared = match parts.get("xl/sharedStrings.xml") {
        Some(xml) => strings(xml)?,
        None => Vec::new(),
    };
    let mut passages = Vec::new();
    for (number, (name, xml)) in parts.iter().enumerate() {
        if name.starts_with("xl/worksheets/") {
            let sheet = names.get(name).map_or(name.as_str(), String::as_str);
            cells((number, sheet), xml, &shared, &mut passages)?;
        } else if name.starts_with("xl/comments") {
            let comments = strings_in(xml, "comment")?;
            let place = say!("批注", "a comment");
            let passage = |text| Passage::new(place.clone(), text);
            passages.extend(comments.into_iter().map(passage));
        }
    }
    Ok(passages)
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

fn strings(xml: &str) -> Result<Vec<String>, Unreadable> {
    strings_in(xml, "si")
}

/// The text of every element of a name, its runs put together.
fn strings_in(xml: &str, element: &str) -> Result<Vec<String>, Unreadable> {
    let (mut all, mut text, mut in_text) = (Vec::new(), String::new(), false);
    pieces(xml, |piece| match piece {
        Piece::Open(tag, _) => in_text = tag == "t",
        Piece::Text(more) if in_text => text.push_str(&more),
        Piece::Close(tag) if tag == element => all.push(std::mem::take(&mut text)),
        Piece::Close(_) => in_text = false,
        Piece::Text(_) => {}
    })?;
    Ok(all)
}

fn cells(
    (number, sheet): (usize, &str),
    xml: &str,
    shared: &[String],
    passages: &mut Vec<Passage>,
) -> Result<(), Unreadable> {
    let (mut at, mut kind, mut text, mut in_value) =
        (String::new(), String::new(), String::new(), false);
    pieces(xml, |piece| match piece {
        Piece::Open(tag, attributes) if tag == "c" => {
            let value = |name| attribute(&attributes, name).unwrap_or_default().to_owned();
            (at, kind) = (value("r"), value("t"));
            text.clear();
        }
        Piece::Open(tag, _) => in_value = tag == "v" || tag == "t",
        Piece::Text(more) if in_value => text.push_str(&more),
        Piece::Close(tag) if tag == "c" => {
            let value = match kind.as_str() {
                "s" => text.trim().parse::<usize>().ok().and_then(|at| shared.get(at)).cloned(),
                _ => Some(whole(&text)),
            };
            if let Some(text) = value.filter(|text| !text.trim().is_empty()) {
                let place = say!("工作表“{sheet}”{at}", "sheet {sheet}, {at}");
                let cell = position(&at).map(|(row, column)| (number, row, column));
                passages.push(Passage { place, cell, text });
            }
        }
        Piece::Close(_) => in_value = false,
        Piece::Text(_) => {}
    })?;
    Ok(())
}

/// `1.3800138E10` -> `13800138000`; other text as it is.
fn whole(text: &str) -> String {
    let number = text.trim().parse::<f64>().ok().filter(|_| text.contains(['E', 'e']));
    match number {
        Some(number) if number.fract() == 0.0 && number.abs() < 1e19 => format!("{number:.0}"),
        _ => text.to_owned(),
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
