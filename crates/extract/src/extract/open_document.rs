//! ODF (GB/T 20916, ISO/IEC 26300): LibreOffice's texts, sheets and slides.

use super::{Reader, Unreadable};
use crate::office::{Piece, pieces};
use crate::say;

pub(super) fn read(bytes: &[u8], reader: &mut Reader) -> Result<(), Unreadable> {
    let mut package = reader.package(bytes)?;
    let manifest = package.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Unreadable::Encrypted);
    }
    let says = ["content.xml", "styles.xml", "meta.xml"];
    let is_wanted = |name: &String| says.contains(&name.rsplit('/').next().unwrap_or(name));
    for name in package.names().into_iter().filter(is_wanted) {
        let xml = package.text(&name)?.unwrap_or_default();
        reader.part += 1;
        reader.is_beside = name != "content.xml";
        part(&name, &xml, reader)?;
        reader.is_beside = false;
    }
    reader.spent(&package);
    let files = package.names().into_iter().filter(|name| {
        let folder =
            ["Pictures/", "Thumbnails/", "META-INF/", "Configurations", "ObjectReplacements/"];
        !name.ends_with(".xml") && !folder.iter().any(|folder| name.starts_with(folder))
    });
    for name in files.filter(|name| !matches!(name.as_str(), "mimetype" | "manifest.rdf")) {
        if let Some(bytes) = package.bytes(&name)?.filter(|bytes| !bytes.is_empty()) {
            reader.spent(&package);
            reader.member(&name, &bytes);
        }
    }
    Ok(())
}

/// Elements whose text stands beside that of the page: comments, notes, what was deleted and is still kept.
const BESIDE: [&str; 4] = ["annotation", "note-body", "tracked-changes", "forms"];

/// Where a part is read.
#[derive(Default)]
struct At {
    text: String,
    /// Texts begun, so many inside of each other.
    depth: usize,
    /// The texts in which something stands that stands beside them, with their depths.
    outer: Vec<(String, usize)>,
    paragraph: usize,
    tables: Vec<Table>,
    /// Whether its tables are sheets, whose names people give.
    is_spreadsheet: bool,
    number: Option<f64>,
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    name: String,
    row: usize,
    column: usize,
    /// How many cells the last one stands for.
    repeated: usize,
}

fn part(name: &str, xml: &str, reader: &mut Reader) -> Result<(), Unreadable> {
    let mut at = At::default();
    let is_meta = name.ends_with("meta.xml");
    pieces(xml, |piece| match piece {
        Piece::Open(tag, attributes) => at.open(&tag, &attributes, reader),
        Piece::Text(more) if at.depth > 0 || is_meta => at.text.push_str(&more),
        Piece::Text(_) => {}
        Piece::Close(tag) => at.close(&tag, is_meta, reader),
    })?;
    Ok(())
}

fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

impl At {
    fn open(&mut self, tag: &str, attributes: &[(String, String)], reader: &mut Reader) {
        let count = |name| attribute(attributes, name).and_then(|n| n.parse::<usize>().ok());
        match tag {
            "p" | "h" => self.depth += 1,
            "s" | "tab" => self.text.push(' '),
            // A title is broken so; other texts are not.
            "line-break" if self.depth == 1 => self.put(reader),
            "line-break" => self.text.push(' '),
            "spreadsheet" => self.is_spreadsheet = true,
            "table" => {
                let name = attribute(attributes, "name").unwrap_or_default().to_owned();
                match self.is_spreadsheet {
                    true => reader.sheet(&name),
                    false => reader.part += 1,
                }
                self.tables.push(Table { name, ..Table::default() });
            }
            tag if BESIDE.contains(&tag) => {
                self.outer.push((std::mem::take(&mut self.text), std::mem::take(&mut self.depth)));
            }
            _ => {}
        }
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        match tag {
            "table-row" => table.column = 0,
            "table-cell" | "covered-table-cell" => {
                table.repeated = count("number-columns-repeated").unwrap_or(1);
                self.number = attribute(attributes, "value").and_then(|n| n.parse::<f64>().ok());
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: &str, is_meta: bool, reader: &mut Reader) {
        match (tag, self.tables.last_mut()) {
            ("p" | "h", _) => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.put(reader);
                }
            }
            ("table-row", Some(table)) => table.row += 1,
            ("table", Some(_)) => {
                self.tables.pop();
                reader.part += 1;
            }
            ("table-cell" | "covered-table-cell", Some(table)) => {
                table.column = table.column.saturating_add(table.repeated);
            }
            (tag, _) if BESIDE.contains(&tag) => {
                (self.text, self.depth) = self.outer.pop().unwrap_or_default();
            }
            _ if is_meta => {
                let text = std::mem::take(&mut self.text);
                reader.text(say!("文件属性", "its properties"), text);
            }
            _ => {}
        }
    }

    fn put(&mut self, reader: &mut Reader) {
        self.paragraph += 1;
        let text = std::mem::take(&mut self.text);
        let number = self.paragraph;
        let is_beside = reader.is_beside;
        reader.is_beside |= !self.outer.is_empty();
        match self.tables.last() {
            None => reader.text(say!("第{number}段", "paragraph {number}"), text),
            Some(table) => {
                let (sheet, row, column) = (&table.name, table.row + 1, table.column + 1);
                let place = say!(
                    "表格“{sheet}”第{row}行第{column}列",
                    "table {sheet}, row {row}, column {column}"
                );
                let cell = Some((table.row, table.column));
                match self.number.take().filter(|number| number.abs() >= 1e15) {
                    // What is shown may be 1.10105E+17.
                    Some(number) => reader.number(place, cell, number),
                    None => reader.cell(place, cell, text),
                }
            }
        }
        reader.is_beside = is_beside;
    }
}
