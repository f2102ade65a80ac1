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
        part(&name, &xml, reader)?;
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

/// Where a part is read.
#[derive(Default)]
struct At {
    text: String,
    /// Texts begun, so many inside of each other: a comment stands in a paragraph.
    depth: usize,
    paragraph: usize,
    sheet: Option<String>,
    row: usize,
    column: usize,
    /// How many cells the last one stands for.
    repeated: usize,
    number: Option<f64>,
}

fn part(name: &str, xml: &str, reader: &mut Reader) -> Result<(), Unreadable> {
    let mut at = At::default();
    let is_meta = name.ends_with("meta.xml");
    pieces(xml, |piece| match piece {
        Piece::Open(tag, attributes) => at.open(&tag, &attributes),
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
    fn open(&mut self, tag: &str, attributes: &[(String, String)]) {
        let count = |name| attribute(attributes, name).and_then(|n| n.parse::<usize>().ok());
        match tag {
            "p" | "h" => self.depth += 1,
            "s" | "tab" | "line-break" => self.text.push(' '),
            "table" => {
                let name = attribute(attributes, "name").unwrap_or_default().to_owned();
                (self.sheet, self.row) = (Some(name), 0);
            }
            "table-row" => self.column = 0,
            "table-cell" | "covered-table-cell" => {
                self.repeated = count("number-columns-repeated").unwrap_or(1);
                let value = attribute(attributes, "value").and_then(|n| n.parse::<f64>().ok());
                self.number = value;
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: &str, is_meta: bool, reader: &mut Reader) {
        match tag {
            "p" | "h" => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.put(reader);
                }
            }
            "table-row" => self.row += 1,
            "table" => self.sheet = None,
            "table-cell" | "covered-table-cell" => {
                self.column = self.column.saturating_add(self.repeated);
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
        let Some(sheet) = &self.sheet else {
            return reader.text(say!("第{number}段", "paragraph {number}"), text);
        };
        let (row, column) = (self.row + 1, self.column + 1);
        let place =
            say!("表格“{sheet}”第{row}行第{column}列", "table {sheet}, row {row}, column {column}");
        let cell = Some((self.row, self.column));
        match self.number.take().filter(|number| number.abs() >= 1e15) {
            // What is shown may be 1.10105E+17.
            Some(number) => reader.number(place, cell, number),
            None => reader.cell(place, cell, text),
        }
    }
}
