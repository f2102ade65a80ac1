//! 表格: tasks, indicators and members of tables; the heads of their columns say what they are.

use super::columns::{self, Columns, Listing};
use super::date::{self, YearHints, written};
use super::rows::{CellValue, Row, rows};
use super::slice::Slice;
use super::{Leaf, Value};
use crate::diagnostic::{Code, Words};
use crate::document::roster::RoleWord;
use crate::import::clean::Doubt;
use crate::import::manuscript::{Block, Place, Table, Text};
use crate::import::passage::{Passage, Whence};
use crate::say;
use std::collections::BTreeMap;

/// What tables hold.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) tasks: Vec<Value>,
    pub(super) indicators: Vec<Value>,
    pub(super) members: Vec<Value>,
    /// Which column became which key, for a person to check.
    previews: Vec<(Listing, Words)>,
    pub(super) doubts: Vec<Doubt>,
    /// Tables of which nothing is left, with the lists that they became.
    pub(super) used: BTreeMap<usize, Listing>,
}

impl Tables {
    /// The previews of one list as a remark.
    pub(super) fn preview(&self, listing: Listing) -> Option<Words> {
        let own = self.previews.iter().filter(|(of, _)| *of == listing);
        let all: Vec<&Words> = own.map(|(_, words)| words).collect();
        let join = |of: fn(&Words) -> &str, mark: &str| {
            let all: Vec<&str> = all.iter().map(|words| of(words)).collect();
            all.join(mark)
        };
        let (zh, en) = (join(|words| &words.zh, "；"), join(|words| &words.en, "; "));
        (!all.is_empty()).then(|| say!("按表头认出：{zh}", "by the heads of the table: {en}"))
    }
}

/// What the first table that is a known list lists.
pub(super) fn listing(blocks: &[Block<Passage>]) -> Option<Listing> {
    tables(blocks).find_map(|(_, table)| Some(columns::columns(&plain(table))?.listing))
}

/// What stands above the heads of the first known list, else the name of its sheet.
pub(super) fn title(blocks: &[Block<Passage>]) -> Option<Value> {
    tables(blocks).find_map(|(_, table)| {
        let columns = columns::columns(&plain(table))?;
        let above = table.rows.iter().take(columns.rows.saturating_sub(1));
        let mut cells = above.flatten().filter(|cell| !cell.is_blank());
        let head = cells.next().map(|cell| Slice::of(cell).trim("").value());
        head.or_else(|| table.name.clone().map(Value::given))
    })
}

fn tables(blocks: &[Block<Passage>]) -> impl Iterator<Item = (usize, &Table<Passage>)> {
    let tables = blocks.iter().enumerate();
    tables.filter_map(|(at, block)| match block {
        Block::Table(table) => Some((at, table)),
        _ => None,
    })
}

fn plain(table: &Table<Passage>) -> Table {
    let cell = |cell: &Passage| Text::plain(cell.words(), cell.place(0));
    let rows = table.rows.iter();
    Table {
        heads: table.heads,
        rows: rows.map(|row| row.iter().map(cell).collect()).collect(),
        name: table.name.clone(),
    }
}

pub(super) fn read(blocks: &[Block<Passage>], years: &YearHints) -> Tables {
    let mut found = Tables::default();
    for (at, table) in tables(blocks) {
        let table = plain(table);
        if let Some(columns) = columns::columns(&table) {
            read_one(at, &table, &columns, years, &mut found);
        }
    }
    found
}

/// A table goes into the data; with anything in it that no key holds it stays in the text too.
fn read_one(at: usize, table: &Table, columns: &Columns, years: &YearHints, found: &mut Tables) {
    let list = match columns.listing {
        Listing::Roster => &mut found.members,
        Listing::Tasks => &mut found.tasks,
        Listing::Indicators => &mut found.indicators,
        Listing::Readings | Listing::TaskStates => {
            found.doubts.push(progress(at, table));
            return;
        }
    };
    let mut is_whole = true;
    let before = list.len();
    let mut remarks: Vec<(Place, Words)> = Vec::new();
    for mut row in rows(table, columns) {
        take_day(&mut row, years);
        let counts = |head: &str| matches!(head, "序号" | "编号" | "No." | "NO.");
        is_whole &= row.aside.iter().all(|(head, _)| counts(head));
        remarks.append(&mut row.doubts);
        list.push(value(columns.listing, &row));
    }
    found.doubts.extend(gathered(at, remarks));
    if list.len() == before {
        return;
    }
    found.previews.push((columns.listing, columns.preview()));
    if is_whole {
        found.used.insert(at, columns.listing);
    }
}

/// Remarks of one kind.
struct Alike {
    /// Where the first of them stands.
    place: Place,
    words: Words,
    /// What each is about: `“长期” D2`.
    cells: Vec<String>,
}

/// Remarks of one kind as one, with the cells that they are about.
fn gathered(at: usize, remarks: Vec<(Place, Words)>) -> Vec<Doubt> {
    let mut kinds: Vec<Alike> = Vec::new();
    for (place, words) in remarks {
        let (quoted, kind) = match words.zh.split_once('”') {
            Some((quoted, rest)) if quoted.starts_with('“') => (format!("{quoted}” "), rest),
            _ => (String::new(), words.zh.as_str()),
        };
        let name = match &place {
            Place::Cell(_, cell) => cell.clone(),
            other => other.words().zh,
        };
        let cell = format!("{quoted}{name}");
        match kinds.iter_mut().find(|alike| alike.words.zh.ends_with(kind)) {
            Some(alike) => alike.cells.push(cell),
            None => kinds.push(Alike { place, words, cells: vec![cell] }),
        }
    }
    kinds.into_iter().map(|alike| doubt(at, &alike.place, &alike.told())).collect()
}

/// So many cells are named in one remark.
const NAMED: usize = 8;

impl Alike {
    fn told(&self) -> Words {
        let count = self.cells.len();
        let Words { zh, en } = &self.words;
        let named = &self.cells[..count.min(NAMED)];
        let (cells, english) = (named.join("，"), named.join(", "));
        match count {
            1 => self.words.clone(),
            _ => say!("{zh}；这样的共 {count} 处：{cells}", "{en}; {count} of these: {english}"),
        }
    }
}

fn doubt(at: usize, place: &Place, words: &Words) -> Doubt {
    Doubt { code: Code::ImportCell, whence: at_place(place), block: Some(at), words: words.clone() }
}

/// Figures over time are progress, which is data of its own.
fn progress(at: usize, table: &Table) -> Doubt {
    let first = table.rows.iter().flatten().next();
    let place = first.map_or(Place::Whole, |cell| cell.place.clone());
    Doubt {
        code: Code::ImportProgress,
        whence: at_place(&place),
        block: Some(at),
        words: say!(
            "这张表像是进展数据：用 gongbao new 进展 新建一篇，把数值填进去",
            "this table looks like figures of progress: make a document with `gongbao new progress` and fill them in"
        ),
    }
}

fn at_place(place: &Place) -> Whence {
    Whence { first: place.clone(), last: place.clone() }
}

/// A day without its year, which the hints may know.
fn take_day(row: &mut Row, years: &YearHints) {
    let Some(at) = row.aside.iter().position(|(head, _)| head == "完成时限") else {
        return;
    };
    let Some(place) = row.place("完成时限").cloned() else {
        return;
    };
    let passage = Passage::of(Text::plain(row.aside[at].1.clone(), place.clone()));
    let day = date::find(&Slice::of(&passage)).and_then(|found| years.day(&found));
    if let Some(day) = day {
        row.aside.remove(at);
        row.doubts.retain(|(known, _)| *known != place);
        let day = CellValue::One(written(day, None));
        row.values.push(("完成时限", day));
    }
}

fn value(listing: Listing, row: &Row) -> Value {
    let leaf = |key: &str, text: &str| {
        Value::Leaf(Leaf { text: text.to_owned(), whence: row.place(key).map(at_place) })
    };
    let mut values: Vec<(&'static str, Value)> = row
        .values
        .iter()
        .map(|(key, value)| match value {
            CellValue::One(text) => (*key, leaf(key, text)),
            CellValue::Many(all) => {
                let all = all.iter().map(|text| leaf(key, text));
                (*key, Value::List(all.collect()))
            }
        })
        .collect();
    // A list without roles is one of members.
    if listing == Listing::Roster && values.first().is_none_or(|(key, _)| *key != "职责") {
        values.insert(0, ("职责", Value::given(RoleWord::Member.alias())));
    }
    Value::Map(values)
}
