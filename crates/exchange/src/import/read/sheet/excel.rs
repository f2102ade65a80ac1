//! Excel since 2007.

use super::{CELLS, COLUMNS, table};
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::number_format::{Epoch, NumberFormat};
use crate::import::manuscript::{Block, Manuscript, Place, Text};
use crate::import::read::fault::{UNPACKED_LIMIT, begin, told};
use crate::import::read::text_fingerprint::text_fingerprint;
use crate::office::{Carried, Element, Fault, Package, each_child};
use crate::say;
use std::collections::BTreeMap;
use std::path::Path;

/// Texts that all sheets of a workbook share.
const STRINGS: usize = 2_000_000;

/// Reads an Excel file.
pub fn read(path: &Path, bytes: &[u8]) -> Manuscript {
    let mut manuscript = begin(path);
    if let Err(fault) = fill(bytes, &mut manuscript) {
        manuscript = begin(path);
        manuscript.problems.push(told(fault, path));
    }
    manuscript
}

/// The fingerprint of what a workbook shows, for the one who makes it.
pub fn fingerprint(bytes: &[u8]) -> Option<String> {
    fill(bytes, &mut Manuscript::default()).ok()
}

/// Fills a manuscript; the fingerprint of what was seen.
fn fill(bytes: &[u8], manuscript: &mut Manuscript) -> Result<String, Fault> {
    let mut package = Package::open(bytes, UNPACKED_LIMIT)?;
    let book = Book::open(&mut package)?;
    let mut notes = Notes::default();
    for sheet in &book.sheets {
        if sheet.hidden {
            notes.hidden.push(sheet.name.clone());
            continue;
        }
        let Some(xml) = package.text(&sheet.part)? else {
            continue;
        };
        let cells = book.cells(&xml, &mut notes)?;
        manuscript.blocks.extend(table(&sheet.name, cells));
    }
    notes.look_around(&package);
    let empty = manuscript.blocks.is_empty();
    manuscript.problems.extend(notes.problems(empty, &manuscript.path));
    let found = text_fingerprint(&manuscript.blocks, &[]);
    if let Some(carried) = Carried::find(&mut package)? {
        restore(carried, &found, manuscript);
    }
    Ok(found)
}

/// Gives a document of our own its data and text back.
fn restore(carried: Carried, found: &str, manuscript: &mut Manuscript) {
    if carried.body.seen == found {
        let markdown = Text::plain(carried.body.markdown, Place::Whole);
        manuscript.blocks = vec![Block::Markdown(markdown)];
    } else {
        let words = say!(
            "表格在 Excel 里改过：数据保持导出时的样子，改过的表格放在正文里",
            "the sheets were changed in Excel: the data is as it was exported, and the changed tables stand in the text"
        );
        let problem =
            Diagnostic::warning(Code::DataChanged, words).in_file(manuscript.path.clone());
        manuscript.problems.push(problem.hint(say!(
            "请在草稿开头的数据里照着改，再删去正文里的表格",
            "make the same changes in the draft's front matter, then take the tables away"
        )));
    }
    manuscript.front = Some(carried.front);
}

/// What all sheets share.
struct Book {
    sheets: Vec<Sheet>,
    strings: Vec<String>,
    formats: Vec<NumberFormat>,
    epoch: Epoch,
}

struct Sheet {
    name: String,
    part: String,
    hidden: bool,
}

type Cells = BTreeMap<usize, BTreeMap<usize, String>>;

impl Book {
    fn open(package: &mut Package<'_>) -> Result<Self, Fault> {
        let workbook = package.text("xl/workbook.xml")?.ok_or(Fault::Damaged)?;
        let workbook = Element::parse(&workbook)?;
        let relations = package.text("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
        let relations = Element::parse(&relations)?;
        let mut strings = Vec::new();
        if let Some(xml) = package.text("xl/sharedStrings.xml")? {
            each_child(&xml, "sst", |item| {
                if strings.len() < STRINGS {
                    strings.push(words(&item));
                }
            })?;
        }
        let styles = package.text("xl/styles.xml")?.unwrap_or_default();
        let properties = workbook.first("workbookPr");
        let macintosh = properties.and_then(|p| p.attribute("date1904"));
        Ok(Self {
            sheets: sheets(&workbook, &relations),
            strings,
            formats: formats(&Element::parse(&styles)?),
            epoch: match macintosh {
                Some("1" | "true") => Epoch::Macintosh,
                _ => Epoch::Windows,
            },
        })
    }

    /// The cells of a sheet that hold anything, by row and column.
    fn cells(&self, xml: &str, notes: &mut Notes) -> Result<Cells, Fault> {
        let (mut cells, mut next, mut count) = (Cells::new(), 0, 0);
        each_child(xml, "sheetData", |row| {
            let said = row.attribute("r").and_then(|r| r.parse::<usize>().ok());
            let number = said.and_then(|r| r.checked_sub(1)).unwrap_or(next);
            next = number + 1;
            let mut values = BTreeMap::new();
            let mut column = 0;
            for cell in row.all("c") {
                column = cell.attribute("r").and_then(column_of).unwrap_or(column);
                let text = self.value(cell, notes);
                if !text.is_empty() && column < COLUMNS {
                    count += 1;
                    values.insert(column, text);
                }
                column += 1;
            }
            notes.hidden_rows +=
                usize::from(!values.is_empty() && row.attribute("hidden") == Some("1"));
            if !values.is_empty() && count <= CELLS {
                cells.insert(number, values);
            }
        })?;
        match count {
            0..=CELLS => Ok(cells),
            _ => Err(Fault::TooLarge),
        }
    }

    fn value(&self, cell: &Element, notes: &mut Notes) -> String {
        let value = cell.first("v").map(Element::text).unwrap_or_default();
        let value = value.trim();
        match cell.attribute("t") {
            Some("s") => {
                let at = value.parse::<usize>().ok();
                at.and_then(|at| self.strings.get(at)).cloned().unwrap_or_default()
            }
            Some("inlineStr") => cell.first("is").map(words).unwrap_or_default(),
            Some("b") => (if value == "1" { "TRUE" } else { "FALSE" }).to_owned(),
            Some("e") => {
                notes.errors.push(cell.attribute("r").unwrap_or_default().to_owned());
                value.to_owned()
            }
            Some("str" | "d") => value.to_owned(),
            _ if value.is_empty() && cell.first("f").is_some() => {
                notes.uncounted.push(cell.attribute("r").unwrap_or_default().to_owned());
                String::new()
            }
            _ => match value.parse::<f64>() {
                Ok(number) => self.format(cell).show(number, self.epoch),
                Err(_) => value.to_owned(),
            },
        }
    }

    fn format(&self, cell: &Element) -> &NumberFormat {
        let style = cell.attribute("s").and_then(|style| style.parse::<usize>().ok());
        style.and_then(|style| self.formats.get(style)).unwrap_or(&NumberFormat::General)
    }
}

/// `AB12` -> 27.
fn column_of(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let mut number = 0_usize;
    for letter in letters.take(4) {
        number = number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    number.checked_sub(1)
}

/// The text of a string: its runs, without the readings that stand over characters.
fn words(item: &Element) -> String {
    let mut text = String::new();
    for child in item.elements() {
        match child.name.as_str() {
            "t" => text.push_str(&child.text()),
            "r" => text.push_str(&child.first("t").map(Element::text).unwrap_or_default()),
            _ => {}
        }
    }
    text
}

fn sheets(workbook: &Element, relations: &Element) -> Vec<Sheet> {
    let target = |id: &str| {
        let found = relations.all("Relationship").find(|r| r.attribute("Id") == Some(id))?;
        let target = found.attribute("Target")?;
        Some(match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{target}"),
        })
    };
    let all = workbook.first("sheets").into_iter().flat_map(|sheets| sheets.all("sheet"));
    let sheets = all.filter_map(|sheet| {
        Some(Sheet {
            name: sheet.attribute("name")?.to_owned(),
            part: target(sheet.attribute("id")?)?,
            hidden: sheet.attribute("state").is_some_and(|state| state != "visible"),
        })
    });
    sheets.collect()
}

/// The formats of the styles that cells name.
fn formats(styles: &Element) -> Vec<NumberFormat> {
    let own = styles.first("numFmts").into_iter().flat_map(|formats| formats.all("numFmt"));
    let codes: BTreeMap<u32, &str> = own
        .filter_map(|format| {
            let id = format.attribute("numFmtId")?.parse().ok()?;
            Some((id, format.attribute("formatCode")?))
        })
        .collect();
    let cells = styles.first("cellXfs").into_iter().flat_map(|cells| cells.all("xf"));
    let formats = cells.map(|cell| {
        let id = cell.attribute("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
        let said = codes.get(&id).map(|code| NumberFormat::of(code));
        said.or_else(|| NumberFormat::built_in(id)).unwrap_or(NumberFormat::General)
    });
    formats.collect()
}

/// What a user should know of a workbook.
#[derive(Default)]
struct Notes {
    hidden: Vec<String>,
    hidden_rows: usize,
    errors: Vec<String>,
    uncounted: Vec<String>,
    macros: bool,
    pictures: usize,
    comments: usize,
    external: usize,
}

impl Notes {
    fn look_around(&mut self, package: &Package<'_>) {
        for name in package.names() {
            self.macros |= name.ends_with("vbaProject.bin");
            self.pictures += usize::from(name.starts_with("xl/media/"));
            self.comments += usize::from(name.starts_with("xl/comments"));
            let link = name.strip_prefix("xl/externalLinks/");
            self.external += usize::from(link.is_some_and(|link| !link.starts_with("_rels")));
        }
    }

    fn problems(&self, empty: bool, path: &str) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let mut note = |there: bool, code, message, hint| {
            if there {
                problems.push(Diagnostic::warning(code, message).in_file(path).hint(hint));
            }
        };
        let (zh, en) = (self.hidden.join("、"), self.hidden.join(", "));
        note(
            !self.hidden.is_empty(),
            Code::HiddenSheet,
            say!("隐藏的工作表没有读：{zh}", "hidden sheets were not read: {en}"),
            say!(
                "需要的请在 Excel 里取消隐藏再导入；公开前删去不该公开的",
                "unhide those that are needed; delete what must not be published"
            ),
        );
        let count = self.hidden_rows;
        note(
            count > 0,
            Code::HiddenRow,
            say!(
                "有 {count} 行是隐藏的（或者被筛选掉的），也读进来了",
                "{count} rows are hidden or filtered out; they were read as well"
            ),
            say!("请核对这些行该不该公开", "see whether they may be published"),
        );
        let cells = first_of(&self.errors);
        note(
            !self.errors.is_empty(),
            Code::CellError,
            say!("有格子是公式错误：{cells}", "cells hold errors of formulas: {cells}"),
            say!("在 Excel 里改正公式再导入", "mend the formulas in Excel and import again"),
        );
        let cells = first_of(&self.uncounted);
        note(
            !self.uncounted.is_empty(),
            Code::CellUncounted,
            say!(
                "有格子只有公式，没有算好的值：{cells}",
                "cells hold formulas without their values: {cells}"
            ),
            say!(
                "用 Excel 或 WPS 打开，保存一次再导入",
                "open the file in Excel, save it, and import again"
            ),
        );
        note(
            self.macros,
            Code::Macros,
            say!(
                "文件里有宏，没有读，更没有运行",
                "the file holds macros; they were neither read nor run"
            ),
            say!(
                "名单和表格不需要宏：核对文件的来源",
                "lists need none: check where the file comes from"
            ),
        );
        let count = self.external;
        note(
            count > 0,
            Code::External,
            say!(
                "表格引用了别的 {count} 个文件，没有去取，用的是保存时的值",
                "the sheets refer to {count} other files, which were not opened; the saved values are used"
            ),
            say!("请核对这些值是不是最新的", "see whether those values are current"),
        );
        let count = self.pictures;
        note(
            count > 0,
            Code::Pictures,
            say!("表格里的 {count} 张图片没有读", "{count} pictures in the sheets were not read"),
            say!(
                "需要的请另存为图片文件，放在草稿旁边",
                "save those that are needed beside the draft"
            ),
        );
        note(
            self.comments > 0,
            Code::Comments,
            say!("格子上的批注没有读", "comments on cells were not read"),
            say!("需要的请先写进格子", "write what is needed into cells first"),
        );
        note(
            empty,
            Code::NoText,
            say!("没有可读的表格", "there is no table to be read"),
            say!("看看表格是不是在隐藏的工作表里", "see whether the table is on a hidden sheet"),
        );
        problems
    }
}

/// The first cells of a list: enough to look for the others.
fn first_of(cells: &[String]) -> String {
    let first: Vec<&str> = cells.iter().take(3).map(String::as_str).collect();
    first.join(" ")
}
