//! Excel: one sheet a table, dates as dates, numbers as numbers, everything else as text that is no formula.
//!
//! Written by hand: five small parts are all that a list needs, and the same code that opens such files writes them.

use super::sheets::{Cell, Sheet};
use super::{Data, Export};
use crate::markup::escaped;
use crate::office::{self, Carried, PROLOGUE};
use jiff::civil::date;

/// The styles of `styles.xml`, by their places there.
const TEXT: u8 = 1;
const HEAD: u8 = 2;
const DATE: u8 = 3;
const NUMBER: u8 = 4;

const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="宋体"/><family val="3"/><charset val="134"/></font><font><b/><sz val="11"/><name val="宋体"/><family val="3"/><charset val="134"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF2F2F2"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"><color auto="1"/></left><right style="thin"><color auto="1"/></right><top style="thin"><color auto="1"/></top><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf><xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf><xf numFmtId="164" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
"#;

/// The narrowest and the widest column, in characters of a digit's width.
const NARROW: usize = 8;
const WIDE: usize = 48;

/// The bytes of a workbook.
pub(super) fn write(export: &Export<'_>, sheets: &[Sheet], data: Data) -> Vec<u8> {
    if data == Data::LeftOut {
        return office::zipped(&workbook(sheets, None));
    }
    let mut carried = export.carried();
    let first = office::zipped(&workbook(sheets, Some(&carried)));
    // What is seen of it is what the import will see.
    carried.body.seen = crate::import::read::sheet::fingerprint(&first).unwrap_or_default();
    office::zipped(&workbook(sheets, Some(&carried)))
}

type Part = (String, Vec<u8>);

fn workbook(sheets: &[Sheet], carried: Option<&Carried>) -> Vec<Part> {
    let numbers = 1..=sheets.len();
    let overrides: String = numbers.clone().map(|n| format!("<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>")).collect();
    let list: String = sheets
        .iter()
        .zip(1..)
        .map(|(sheet, n)| {
            format!("<sheet name=\"{}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>", escaped(sheet.name))
        })
        .collect();
    let relations: String = numbers.map(|n| format!("<Relationship Id=\"rId{n}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")).collect();
    let styles = sheets.len() + 1;
    let (types, relation) = match carried {
        Some(_) => (
            office::CARRIED_TYPES,
            format!(
                "<Relationship Id=\"rId{}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml\" Target=\"../customXml/item1.xml\"/>",
                sheets.len() + 2
            ),
        ),
        None => ("", String::new()),
    };
    let mut parts = vec![
        part(
            "[Content_Types].xml",
            format!(
                "{PROLOGUE}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>{overrides}{types}</Types>"
            ),
        ),
        part(
            "_rels/.rels",
            format!(
                "{PROLOGUE}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        part(
            "xl/workbook.xml",
            format!(
                "{PROLOGUE}<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{list}</sheets></workbook>"
            ),
        ),
        part(
            "xl/_rels/workbook.xml.rels",
            format!(
                "{PROLOGUE}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}<Relationship Id=\"rId{styles}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>{relation}</Relationships>"
            ),
        ),
        part("xl/styles.xml", STYLES.to_owned()),
    ];
    for (sheet, n) in sheets.iter().zip(1..) {
        parts.push(part(&format!("xl/worksheets/sheet{n}.xml"), worksheet(sheet)));
    }
    parts.extend(carried.map(Carried::parts).unwrap_or_default());
    parts
}

fn part(name: &str, text: String) -> Part {
    (name.to_owned(), text.into_bytes())
}

fn worksheet(sheet: &Sheet) -> String {
    let columns: String = (0..sheet.heads.len())
        .map(|at| {
            let width = width(sheet, at);
            format!("<col min=\"{0}\" max=\"{0}\" width=\"{width}\" customWidth=\"1\"/>", at + 1)
        })
        .collect();
    let heads: Vec<String> = sheet.heads.iter().map(|head| string(head, HEAD)).collect();
    let mut rows = format!("<row>{}</row>", heads.concat());
    for row in &sheet.rows {
        let cells: String = row.iter().map(cell).collect();
        rows.push_str(&format!("<row>{cells}</row>"));
    }
    format!(
        "{PROLOGUE}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>{columns}</cols><sheetData>{rows}</sheetData><pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>\n"
    )
}

/// A column as wide as its longest cell; Chinese characters take twice the room.
fn width(sheet: &Sheet, at: usize) -> usize {
    let room =
        |text: &str| -> usize { text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum() };
    let cells = sheet.rows.iter().filter_map(|row| row.get(at)).map(|cell| room(&cell.shown()));
    let most = cells.chain([room(sheet.heads[at])]).max().unwrap_or_default();
    (most + 2).clamp(NARROW, WIDE)
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) if text.is_empty() => format!("<c s=\"{TEXT}\"/>"),
        Cell::Text(text) => string(text, TEXT),
        Cell::Number(number) => format!("<c s=\"{NUMBER}\"><v>{number}</v></c>"),
        Cell::Date(day) => {
            let days = date(1899, 12, 30).until(*day).map(|span| span.get_days());
            match days {
                // Before March 1900 Excel's days are not those of the calendar.
                Ok(days) if days > 60 => format!("<c s=\"{DATE}\"><v>{days}</v></c>"),
                _ => string(&day.to_string(), TEXT),
            }
        }
    }
}

/// Text stays text: a cell of this type is never taken for a formula.
fn string(text: &str, style: u8) -> String {
    format!(
        "<c s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
        escaped(text)
    )
}
