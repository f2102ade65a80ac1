//! 名单: tables of people with a column that is nobody's business. Forms that are still empty are none.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::document::Document;
use crate::extract::Passage;
use crate::say;
use std::collections::BTreeMap;

/// What the column of names is called.
const NAMES: [&str; 7] = ["姓名", "户主", "申请人", "享受人", "受助人", "学生姓名", "救助对象"];
/// Columns that no public list has.
const PRIVATE: [&str; 10] = [
    "身份证",
    "证件号",
    "银行卡",
    "银行账号",
    "家庭住址",
    "家庭地址",
    "现住址",
    "病种",
    "疾病",
    "残疾",
];
/// Columns that lists of relief and health have no need of.
const STRICT: [&str; 12] = [
    "住址",
    "电话",
    "手机",
    "联系方式",
    "出生",
    "年龄",
    "收入",
    "健康",
    "婚",
    "孕",
    "节育",
    "家庭成员",
];

/// Reads the tables of a document.
pub(super) fn check(document: &Document, is_strict: bool) -> Vec<Diagnostic> {
    let text = document.markdown();
    let start = text.as_ptr() as usize;
    let mut found = Vec::new();
    for table in tables(text) {
        for column in private_columns(&table, is_strict) {
            // The column's name is a piece of the text.
            let at = column.as_ptr() as usize - start;
            let span = document.in_body(&(at..at + column.len()));
            found.push(problem(is_strict, words(column)).at(&document.source, span));
        }
    }
    found
}

/// Reads the sheets of an attached workbook, and files of lines whose cells are parted by commas or tabs.
pub(super) fn in_sheets(short: &str, passages: &[Passage], is_strict: bool) -> Vec<Diagnostic> {
    let mut sheets: BTreeMap<usize, BTreeMap<usize, BTreeMap<usize, &str>>> = BTreeMap::new();
    let mut lines: BTreeMap<usize, Vec<Vec<&str>>> = BTreeMap::new();
    for passage in passages {
        let Some((row, column)) = passage.cell else {
            lines.entry(passage.part).or_default().push(parted(&passage.text));
            continue;
        };
        let row = sheets.entry(passage.part).or_default().entry(row).or_default();
        row.insert(column, passage.text.trim());
    }
    let sheets = sheets.into_values();
    let sheets = sheets.map(|sheet| sheet.into_values().map(row).collect());
    let mut found = Vec::new();
    for rows in sheets.chain(lines.into_values()) {
        for column in private_columns(&rows, is_strict) {
            let Words { zh, en } = words(column);
            let words = say!("附件“{short}”：{zh}", "{short}: {en}");
            found.push(problem(is_strict, words));
        }
    }
    found
}

fn parted(line: &str) -> Vec<&str> {
    line.split([',', '\t']).map(str::trim).collect()
}

/// The cells of a row in their places; a sheet of thousands of columns is no list of people.
fn row(cells: BTreeMap<usize, &str>) -> Vec<&str> {
    let last = cells.keys().next_back().copied().unwrap_or(0).min(200);
    (0..=last).map(|at| cells.get(&at).copied().unwrap_or_default()).collect()
}

fn problem(is_strict: bool, words: Words) -> Diagnostic {
    match is_strict {
        true => Diagnostic::error(Code::StrictPrivate, words),
        false => Diagnostic::warning(Code::PrivateList, words),
    }
}

fn words(name: &str) -> Words {
    say!("名单里的“{name}”一栏不该公开", "a public list must not have the column {name}")
}

/// The columns of a list of people that should not be there, where they are filled in.
fn private_columns<'t>(rows: &[Vec<&'t str>], is_strict: bool) -> Vec<&'t str> {
    let is_name = |cell: &&str| NAMES.iter().any(|name| cell.replace(['　', ' '], "") == *name);
    let Some(head) = rows.iter().position(|row| row.iter().any(is_name)) else {
        return Vec::new();
    };
    let names = rows[head].iter().position(is_name).unwrap_or(0);
    let is_private = |cell: &str| {
        let has = |words: &[&str]| words.iter().any(|word| cell.contains(word));
        has(&PRIVATE) || is_strict && has(&STRICT) && !cell.contains("办公")
    };
    let filled = |column: usize| {
        let of_person = |row: &&Vec<&str>| {
            let there = |at: usize| row.get(at).is_some_and(|cell| is_value(cell));
            there(names) && there(column)
        };
        rows[head + 1..].iter().find(of_person).is_some()
    };
    let columns = rows[head].iter().enumerate();
    columns
        .filter(|(column, cell)| *column != names && is_private(cell) && filled(*column))
        .map(|(_, name)| *name)
        .collect()
}

/// Not empty, no stroke, not all masked.
fn is_value(cell: &str) -> bool {
    let mark =
        |c: char| matches!(c, '-' | '—' | '/' | '*' | '＊' | '×' | '_' | '…') || c.is_whitespace();
    !cell.chars().all(mark) && cell != "无"
}

/// The tables of a Markdown text, each with its rows of cells; the row of dashes is left out.
fn tables(text: &str) -> Vec<Vec<Vec<&str>>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut tables = Vec::new();
    let mut at = 0;
    while at + 1 < lines.len() {
        if !lines[at].contains('|') || !is_rule(lines[at + 1]) {
            at += 1;
            continue;
        }
        let body = lines[at + 2..].iter().take_while(|line| line.contains('|'));
        let rows: Vec<Vec<&str>> = [lines[at]].iter().chain(body).map(|line| cells(line)).collect();
        at += rows.len() + 1;
        tables.push(rows);
    }
    tables
}

fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, is_strict: bool) -> Vec<String> {
        let tables = tables(text);
        let columns = tables.iter().flat_map(|table| private_columns(table, is_strict));
        columns.map(str::to_owned).collect()
    }

    #[test]
    fn columns_that_are_nobodys_business() {
        let list = "名单\n\n| 序号 | 姓 名 | 身份证号 | 联系电话 |\n|--|--|--|--|\n| 1 | 张某 | 620500 | 0938-1 |\n";
        assert_eq!(found(list, false), ["身份证号"]);
        assert_eq!(found(list, true), ["身份证号", "联系电话"]);
        for text in [
            "| 姓名 | 身份证号 |\n|--|--|\n|  |  |\n",
            "| 姓名 | 身份证号 |\n|--|--|\n| 张某 | ****** |\n",
            "| 单位 | 联系电话 |\n|--|--|\n| 县教育局 | 0938-1 |\n",
            "姓名 | 身份证号\n张某 | 1",
            "|\n|-",
        ] {
            assert_eq!(found(text, true), [""; 0], "{text}");
        }
    }
}
