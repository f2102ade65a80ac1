//! Word and Excel of before 2007, WPS, RTF, ODF: their text, as the inspection of attachments reads it; a table is a table, and
//! what their programs only show (numbers of lists, bold letters, pictures) does not come along and is told.

use super::fault::{begin, told_unreadable};
use super::sheet;
use crate::diagnostic::{Code, Diagnostic, Words};
use crate::extract::{self, Passage, Unread};
use crate::import::manuscript::{Block, Manuscript, Place, Text};
use crate::say;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads a file by what it is.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Manuscript {
    let mut manuscript = begin(path);
    let reading = extract::read_bytes(&path.to_string_lossy(), bytes);
    let passages: Vec<Passage> =
        reading.passages.into_iter().filter(|passage| !passage.is_beside).collect();
    let whole = reading.unread.iter().find(|unread| unread.place.is_none());
    if passages.is_empty() {
        manuscript.problems.push(match whole {
            Some(unread) => told_unreadable(&unread.why, path),
            None => textless(path),
        });
        return manuscript;
    }
    manuscript.problems = reading.unread.iter().map(|unread| left_out(unread, path)).collect();
    manuscript.problems.push(plain(path));
    manuscript.blocks = blocks(&passages, &reading.sheets);
    manuscript
}

/// Paragraphs, and tables of the cells that stand in one part.
fn blocks(passages: &[Passage], sheets: &BTreeMap<usize, String>) -> Vec<Block> {
    let mut number = 0;
    let is_one = |one: &Passage, next: &Passage| {
        one.cell.is_some() && next.cell.is_some() && one.part == next.part
    };
    let runs = passages.chunk_by(is_one).filter_map(|run| match run[0].cell {
        Some(_) => table(run, sheets.get(&run[0].part)),
        None => {
            number += 1;
            let text = Text::plain(run[0].text.as_str(), Place::Paragraph(number));
            Some(Block::Paragraph(text))
        }
    });
    runs.collect()
}

/// Several passages of one cell are its paragraphs.
fn table(cells: &[Passage], sheet: Option<&String>) -> Option<Block> {
    let mut rows: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
    for passage in cells {
        if let Some((row, column)) = passage.cell.filter(|(_, column)| *column < sheet::COLUMNS) {
            let text = passage.shown.as_deref().unwrap_or(&passage.text);
            rows.entry(row).or_default().entry(column).or_default().push_str(text.trim());
        }
    }
    let name = sheet.map_or("", String::as_str);
    sheet::table(name, rows)
}

fn textless(path: &Path) -> Diagnostic {
    let words = say!("文件里没有文字", "the file holds no text");
    Diagnostic::error(Code::NoText, words).in_file(path.display().to_string()).hint(say!(
        "打开看看：是图片的，先用文字识别软件转成文字",
        "open it: what is a picture has to be recognised as text first"
    ))
}

fn plain(path: &Path) -> Diagnostic {
    let words = say!(
        "只读出了文字和表格：自动编号、粗体、图片没有读",
        "only text and tables were read, not the numbers of lists, bold letters and pictures"
    );
    Diagnostic::warning(Code::ImportOldFormat, words).in_file(path.display().to_string()).hint(say!(
        "要这些，用 Word 或 WPS 打开，另存为 .docx（表格存为 .xlsx）再导入；装有 LibreOffice 时，加上 --convert 自动转换",
        "for these open it with Word or WPS and save it as .docx (sheets as .xlsx); where LibreOffice is installed, --convert does it"
    ))
}

fn left_out(unread: &Unread, path: &Path) -> Diagnostic {
    let words = match &unread.place {
        Some(Words { zh, en }) => say!("{zh}没有导入", "{en} was not imported"),
        None => say!("文件没有读完", "not all of the file was read"),
    };
    let hint = say!(
        "用原来的软件打开，对照着补上",
        "open it in its own program and put in what is missing"
    );
    Diagnostic::warning(Code::Embedded, words).in_file(path.display().to_string()).hint(hint)
}
