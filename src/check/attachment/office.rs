//! Word and Excel since 2007 (ECMA-376): XML in a zip. Only the parts that hold text are unpacked, each within its limit.

use super::{Kind, Passage, TEXT_LIMIT, Unreadable};
use crate::say;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// More parts than any office document has.
const PARTS: usize = 10_000;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// What the parts of a zip say it is.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    match (has("word/document.xml"), has("xl/workbook.xml")) {
        (true, _) => Some(Kind::Docx),
        (_, true) => Some(Kind::Xlsx),
        _ => None,
    }
}

fn open(bytes: &[u8]) -> Result<Archive<'_>, Unreadable> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    match archive.len() {
        0..=PARTS => Ok(archive),
        _ => Err(Unreadable::TooLarge),
    }
}

/// Parts in the order of their names, all within one limit.
fn parts(
    archive: &mut Archive<'_>,
    wanted: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, String>, Unreadable> {
    // A name that is no text is none of those that we look for.
    let names = archive.file_names().filter_map(Result::ok);
    let names: Vec<String> = names
        .filter(|name| wanted(name))
        .map(|name| name.into_owned())
        .collect();
    let mut left = TEXT_LIMIT;
    let mut parts = BTreeMap::new();
    for name in names {
        let text = part(archive, &name, left)?;
        left = left.saturating_sub(text.len() as u64);
        parts.insert(name, text);
    }
    Ok(parts)
}

fn part(archive: &mut Archive<'_>, name: &str, limit: u64) -> Result<String, Unreadable> {
    let file = archive.by_name(name).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unreadable::Encrypted,
        _ => Unreadable::Damaged,
    })?;
    let mut bytes = Vec::new();
    // Sizes that the zip claims are not believed.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| Unreadable::Damaged)?;
    if bytes.len() as u64 > limit {
        return Err(Unreadable::TooLarge);
    }
    let (encoding, _) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
    Ok(encoding.decode(&bytes).0.into_owned())
}

/// The events of a part in order: text, and where elements begin and end. What is not well-formed ends it.
enum Piece {
    Open(String, BTreeMap<String, String>),
    Text(String),
    Close(String),
}

fn pieces(xml: &str, mut each: impl FnMut(Piece)) -> Result<(), Unreadable> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| Unreadable::Damaged)? {
            Event::Start(tag) => each(opened(&tag)),
            Event::Empty(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                each(opened(&tag));
                each(Piece::Close(name));
            }
            Event::End(tag) => each(Piece::Close(tag.local_name().as_ref().to_owned())),
            Event::Text(text) => each(Piece::Text(text.to_string())),
            Event::CData(text) => each(Piece::Text(text.to_string())),
            // `&#49;` may be a digit; entities of the file's own are never resolved.
            Event::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                if let Ok(text) = quick_xml::escape::unescape(&written) {
                    each(Piece::Text(text.into_owned()));
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn opened(tag: &quick_xml::events::BytesStart<'_>) -> Piece {
    let attributes = tag.attributes().flatten();
    let pairs = attributes.map(|pair| {
        let name = pair.key.local_name().as_ref().to_owned();
        (name, pair.value.to_string())
    });
    Piece::Open(tag.local_name().as_ref().to_owned(), pairs.collect())
}

/// Word: the paragraphs of the text, heads, feet, notes and comments.
pub(super) fn document(bytes: &[u8]) -> Result<Vec<Passage>, Unreadable> {
    let mut archive = open(bytes)?;
    let is_text = |name: &str| {
        let known = [
            "document",
            "header",
            "footer",
            "footnotes",
            "endnotes",
            "comments",
        ];
        let file = name
            .strip_prefix("word/")
            .and_then(|rest| rest.strip_suffix(".xml"));
        file.is_some_and(|file| known.iter().any(|start| file.starts_with(start)))
    };
    let parts = parts(&mut archive, is_text)?;
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
    })
}

/// Excel: every cell of every sheet, hidden ones too, and the comments.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<Passage>, Unreadable> {
    let mut archive = open(bytes)?;
    let is_text = |name: &str| {
        let sheet = name.starts_with("xl/worksheets/") || name.starts_with("xl/comments");
        let known = matches!(
            name,
            "xl/workbook.xml" | "xl/sharedStrings.xml" | "xl/_rels/workbook.xml.rels"
        );
        known || sheet && name.ends_with(".xml")
    };
    let parts = parts(&mut archive, is_text)?;
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
        if let Piece::Open(_, mut attributes) = piece
            && let (Some(id), Some(target)) = (attributes.remove("Id"), attributes.remove("Target"))
        {
            let path = target
                .strip_prefix('/')
                .map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id, path);
        }
    })?;
    let mut names = BTreeMap::new();
    pieces(workbook, |piece| {
        if let Piece::Open(tag, mut attributes) = piece
            && tag == "sheet"
            && let (Some(name), Some(id)) = (attributes.remove("name"), attributes.remove("id"))
            && let Some(path) = targets.get(&id)
        {
            names.insert(path.clone(), name);
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
        Piece::Open(tag, mut attributes) if tag == "c" => {
            at = attributes.remove("r").unwrap_or_default();
            kind = attributes.remove("t").unwrap_or_default();
            text.clear();
        }
        Piece::Open(tag, _) => in_value = tag == "v" || tag == "t",
        Piece::Text(more) if in_value => text.push_str(&more),
        Piece::Close(tag) if tag == "c" => {
            let value = match kind.as_str() {
                "s" => text
                    .trim()
                    .parse::<usize>()
                    .ok()
                    .and_then(|at| shared.get(at))
                    .cloned(),
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
    })
}

/// `1.3800138E10` -> `13800138000`; other text as it is.
fn whole(text: &str) -> String {
    let number = text
        .trim()
        .parse::<f64>()
        .ok()
        .filter(|_| text.contains(['E', 'e']));
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
        column
            .checked_mul(26)?
            .checked_add(usize::from(letter - b'A') + 1)
    })?;
    let row: usize = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}
