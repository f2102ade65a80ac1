//! 表格: tasks, indicators and members of a table, recognised by the heads of its columns.

use super::Value;
use super::date::{self, Calendar, written};
use super::roster::ROLES;
use super::slice::Slice;
use crate::import::clean::Doubt;
use crate::import::manuscript::{Block, Table};
use crate::import::passage::Passage;
use crate::say;
use std::collections::BTreeSet;

/// What tables hold.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) tasks: Vec<Value>,
    pub(super) indicators: Vec<Value>,
    pub(super) members: Vec<Value>,
    pub(super) doubts: Vec<Doubt>,
    pub(super) used: BTreeSet<usize>,
}

/// A column with the words that may stand above it; the first one that a head holds counts.
type Columns = &'static [(&'static str, &'static [&'static str])];

const TASKS: Columns = &[
    ("编号", &["序号", "编号"]),
    (
        "牵头单位",
        &[
            "牵头单位",
            "责任单位",
            "牵头部门",
            "牵头（责任）单位",
            "主办单位",
        ],
    ),
    (
        "配合单位",
        &["配合单位", "协办单位", "参与单位", "责任（配合）单位"],
    ),
    ("完成时限", &["完成时限", "完成时间", "时限", "办结时间"]),
    ("成果", &["成果", "目标要求", "工作成效"]),
    (
        "任务",
        &["任务内容", "重点任务", "工作任务", "任务", "工作内容"],
    ),
];

const INDICATORS: Columns = &[
    ("组别", &["一级指标", "类别", "组别"]),
    ("名称", &["二级指标", "指标名称", "指标"]),
    ("计量单位", &["计量单位", "单位"]),
    ("基期值", &["基期值", "基期", "现状值"]),
    ("目标值", &["目标值", "目标"]),
];

const MEMBERS: Columns = &[
    ("职责", &["职责", "组内职务", "小组职务", "担任职务"]),
    ("姓名", &["姓名"]),
    ("职务", &["职务", "单位及职务", "现任职务"]),
    ("单位", &["单位", "工作单位"]),
];

pub(super) fn read(blocks: &[Block<Passage>], calendar: &Calendar) -> Found {
    let mut found = Found::default();
    for (at, block) in blocks.iter().enumerate() {
        let Block::Table(table) = block else { continue };
        let before = found.tasks.len() + found.indicators.len() + found.members.len();
        let doubts = found.doubts.len();
        read_one(table, calendar, &mut found);
        for doubt in &mut found.doubts[doubts..] {
            doubt.block = Some(at);
        }
        if found.tasks.len() + found.indicators.len() + found.members.len() > before {
            found.used.insert(at);
        }
    }
    found
}

/// A table as the first of the three whose needed columns it has.
fn read_one(table: &Table<Passage>, calendar: &Calendar, found: &mut Found) {
    for head in 0..table.rows.len().min(3) {
        let has = |columns: Columns, needed: &[&str]| {
            let places = places(&table.rows[head], columns);
            needed
                .iter()
                .all(|name| places.iter().any(|(n, _)| n == name))
                .then_some(places)
        };
        let rows = &table.rows[head + 1..];
        if let Some(places) = has(MEMBERS, &["职责", "姓名"]) {
            for row in rows {
                member(row, &places, found);
            }
            return;
        }
        if let Some(places) = has(TASKS, &["任务", "牵头单位"]) {
            for (at, row) in rows.iter().enumerate() {
                task(row, &places, at + 1, calendar, found);
            }
            return;
        }
        if let Some(places) = has(INDICATORS, &["名称", "目标值"]) {
            for (at, row) in rows.iter().enumerate() {
                indicator(row, &places, at + 1, found);
            }
            return;
        }
    }
}

type Places = Vec<(&'static str, usize)>;

/// Which column stands where; each column and each head counts once.
fn places(head: &[Passage], columns: Columns) -> Places {
    let heads: Vec<String> = head
        .iter()
        .map(|cell| cell.words().replace(char::is_whitespace, ""))
        .collect();
    let mut places: Places = Vec::new();
    for (name, words) in columns {
        let free = |at: &usize| places.iter().all(|(_, taken)| taken != at);
        let place = words.iter().find_map(|word| {
            let exact = (0..heads.len())
                .filter(free)
                .find(|at| heads[*at] == **word);
            exact.or_else(|| {
                (0..heads.len())
                    .filter(free)
                    .find(|at| heads[*at].contains(word))
            })
        });
        places.extend(place.map(|at| (*name, at)));
    }
    places
}

fn cell<'t>(row: &'t [Passage], places: &Places, name: &str) -> Option<Slice<'t>> {
    let (_, at) = places.iter().find(|(n, _)| *n == name)?;
    let slice = Slice::of(row.get(*at)?).trim("");
    (!slice.is_empty()).then_some(slice)
}

fn task(row: &[Passage], places: &Places, number: usize, calendar: &Calendar, found: &mut Found) {
    let Some(title) = cell(row, places, "任务") else {
        return;
    };
    let id = cell(row, places, "编号").filter(|id| !has_id(&found.tasks, &id.words()));
    let id = id.map_or_else(|| free_id(&found.tasks, number), |id| id.value());
    let mut entries = vec![("编号", id), ("任务", title.value())];
    for key in ["牵头单位", "配合单位"] {
        let units = cell(row, places, key).map(|cell| units(&cell));
        entries.extend(units.map(|units| (key, Value::List(units))));
    }
    if let Some(due) = cell(row, places, "完成时限") {
        let date = date::find(&due).and_then(|found| calendar.day(&found));
        match date {
            Some(date) => entries.push(("完成时限", due.value_as(written(date, None)))),
            None => found.doubts.push(undated(&due)),
        }
    }
    entries.extend(cell(row, places, "成果").map(|cell| ("成果", cell.value())));
    found.tasks.push(Value::Map(entries));
}

fn has_id(records: &[Value], id: &str) -> bool {
    records.iter().any(|record| {
        let Value::Map(entries) = record else {
            return false;
        };
        matches!(entries.first(), Some((_, Value::Leaf(leaf))) if leaf.text == id)
    })
}

/// The row's number, or the next that no record has.
fn free_id(records: &[Value], number: usize) -> Value {
    let ids = (number..).map(|number| number.to_string());
    let free = ids.into_iter().find(|id| !has_id(records, id));
    Value::given(free.unwrap_or_default())
}

fn units(cell: &Slice<'_>) -> Vec<Value> {
    let names = cell.split(|c| matches!(c, '、' | '，' | '；' | ',' | '\n') || c.is_whitespace());
    names.iter().map(|name| name.trim("。").value()).collect()
}

fn undated(due: &Slice<'_>) -> Doubt {
    let words = due.words();
    Doubt {
        code: "import-due",
        whence: due.whence(),
        block: None,
        words: say!(
            "完成时限“{words}”不是一个日子，没有填",
            "{words} is no day, and was not filled in as when the task is due"
        ),
    }
}

fn indicator(row: &[Passage], places: &Places, number: usize, found: &mut Found) {
    let Some(name) = cell(row, places, "名称") else {
        return;
    };
    let Some(target) = cell(row, places, "目标值") else {
        return;
    };
    let text = target.words();
    let (figure, unit) = figure(&text);
    if figure.is_empty() {
        found.doubts.push(Doubt {
            code: "import-target",
            whence: target.whence(),
            block: None,
            words: say!(
                "目标值“{text}”不是数字，没有填",
                "the target {text} is no number, and was not filled in"
            ),
        });
        return;
    }
    let mut entries = vec![("编号", free_id(&found.indicators, number))];
    entries.extend(cell(row, places, "组别").map(|cell| ("组别", cell.value())));
    entries.push(("名称", name.value()));
    let own = cell(row, places, "计量单位").map(|cell| cell.value());
    let unit = own.or((!unit.is_empty()).then(|| target.value_as(unit)));
    entries.extend(unit.map(|unit| ("计量单位", unit)));
    if let Some(base) = cell(row, places, "基期值") {
        let words = base.words();
        let (figure, _) = self::figure(&words);
        entries.extend((!figure.is_empty()).then(|| ("基期值", base.value_as(figure))));
    }
    entries.push(("目标值", target.value_as(figure)));
    found.indicators.push(Value::Map(entries));
}

/// `95%` -> `95` and `%`.
fn figure(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches(['≥', '≤', '＞', '＜']).trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let (figure, unit) = text.split_at(end);
    match figure.parse::<f64>() {
        Ok(_) => (figure, unit.trim()),
        Err(_) => ("", ""),
    }
}

fn member(row: &[Passage], places: &Places, found: &mut Found) {
    let (Some(role), Some(name)) = (cell(row, places, "职责"), cell(row, places, "姓名"))
    else {
        return;
    };
    let words = role.words().replace(char::is_whitespace, "");
    let Some((_, known)) = ROLES.iter().find(|(label, _)| words == *label) else {
        found.doubts.push(Doubt {
            code: "import-role",
            whence: role.whence(),
            block: None,
            words: say!(
                "不认识职责“{words}”，没有填",
                "the role {words} is not known, and was not filled in"
            ),
        });
        return;
    };
    let written = name.words().replace(char::is_whitespace, "");
    let mut entries = vec![
        ("职责", role.value_as(known.alias())),
        ("姓名", name.value_as(written)),
    ];
    for key in ["职务", "单位"] {
        entries.extend(cell(row, places, key).map(|cell| (key, cell.value())));
    }
    found.members.push(Value::Map(entries));
}
