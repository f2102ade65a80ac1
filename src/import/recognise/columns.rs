//! 表头: what the columns of a list hold, by the words above them: rosters, tasks, indicators and their values.
//!
//! Nothing is lost: columns that are not known are kept aside under their own heads, and what a cell says that its key cannot
//! hold is a doubt beside the row.

use super::roster::ROLES;
use crate::chinese::is_han;
use crate::diagnostic::Words;
use crate::import::manuscript::{Place, Table, Text};
use crate::record::Moment;
use crate::say;
use jiff::civil::{Date, date};

/// What a table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// 领导小组名单: members.
    Roster,
    /// 任务分解: tasks of a plan.
    Tasks,
    /// 指标: indicators of a plan.
    Indicators,
    /// 指标值: values of indicators at a day.
    Readings,
    /// 任务进展: where tasks stand.
    TaskStates,
}

/// What was recognised of a table's heads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// What the table lists.
    pub sort: Sort,
    /// How many of the first rows are no data: titles and heads.
    pub rows: usize,
    /// For every column its head as it is written, and the Chinese key that it became.
    pub keys: Vec<(String, Option<&'static str>)>,
}

/// A row of data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its values by the Chinese keys, in the order of the keys.
    pub values: Vec<(&'static str, Value)>,
    /// What stands in columns that are not known, with their heads.
    pub aside: Vec<(String, String)>,
    /// What a person should look at, with its place.
    pub doubts: Vec<(Place, Words)>,
    /// The cells that were read, by the keys of their columns.
    pub places: Vec<(&'static str, Place)>,
}

/// A value as front matter holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, a number, a day as `2026-12-31`.
    One(String),
    /// Names of units.
    Many(Vec<String>),
}

/// A key, and what people write above its column; the first that fits counts.
type Spellings = &'static [(&'static str, &'static [&'static str])];

const ROSTER: Spellings = &[
    (
        "职责",
        &[
            "组内职务",
            "小组职务",
            "领导小组职务",
            "组内职责",
            "担任职务",
            "小组任职",
            "分工",
            "职责",
            "角色",
        ],
    ),
    ("姓名", &["姓名", "名字", "人员姓名", "组成人员", "成员姓名"]),
    (
        "职务",
        &[
            "单位及职务",
            "单位职务",
            "单位、职务",
            "工作单位及职务",
            "现任职务",
            "行政职务",
            "党政职务",
            "职务",
            "职位",
            "职称",
        ],
    ),
    ("单位", &["工作单位", "所在单位", "单位名称", "单位", "部门"]),
];

const TASKS: Spellings = &[
    ("编号", &["序号", "编号", "任务编号", "项目编号"]),
    (
        "任务",
        &[
            "主要任务",
            "重点任务",
            "工作任务",
            "任务内容",
            "任务名称",
            "任务清单",
            "工作内容",
            "工作事项",
            "重点工作",
            "主要措施",
            "具体措施",
            "事项",
            "任务",
            "项目名称",
        ],
    ),
    (
        "牵头单位",
        &[
            "牵头单位",
            "牵头部门",
            "牵头责任单位",
            "责任单位",
            "责任部门",
            "主办单位",
            "主责单位",
            "承办单位",
            "牵头",
        ],
    ),
    (
        "配合单位",
        &[
            "配合单位",
            "配合部门",
            "责任（配合）单位",
            "责任(配合)单位",
            "协办单位",
            "参与单位",
            "协同单位",
            "参加单位",
            "配合",
        ],
    ),
    (
        "完成时限",
        &[
            "完成时限",
            "完成时间",
            "办结时限",
            "办结时间",
            "时间节点",
            "时间要求",
            "完成日期",
            "截止时间",
            "时限",
            "期限",
        ],
    ),
    (
        "成果",
        &[
            "成果形式",
            "工作成果",
            "预期成果",
            "完成标志",
            "目标要求",
            "工作目标",
            "目标",
            "成效",
            "成果",
        ],
    ),
];

const INDICATORS: Spellings = &[
    ("编号", &["序号", "编号", "指标编号"]),
    ("组别", &["一级指标", "指标类别", "指标类型", "类别", "组别", "分类"]),
    (
        "名称",
        &[
            "二级指标",
            "三级指标",
            "指标名称",
            "评估指标",
            "评价指标",
            "指标内容",
            "主要指标",
            "指标",
        ],
    ),
    ("计量单位", &["计量单位", "单位"]),
    ("基期值", &["基期值", "基准值", "现状值", "基期", "现状", "上年实际", "基数"]),
    ("目标值", &["目标值", "规划目标", "年度目标", "计划目标", "目标任务", "目标", "计划数"]),
    ("方向", &["指标方向", "方向", "正逆向", "性质"]),
    ("范围", &["统计范围", "范围", "口径"]),
];

const READINGS: Spellings = &[
    ("指标", &["指标名称", "指标编号", "主要指标", "指标"]),
    ("单位", &["填报单位", "乡镇", "县区", "单位名称", "单位"]),
    (
        "数值",
        &[
            "完成值",
            "实际值",
            "完成情况",
            "实际完成",
            "本期值",
            "本期数",
            "累计完成",
            "当前值",
            "数值",
            "实绩",
        ],
    ),
    ("备注", &["备注", "说明"]),
];

const TASK_STATES: Spellings = &[
    ("任务", &["任务编号", "任务名称", "任务", "序号", "事项"]),
    ("状态", &["进展状态", "任务状态", "完成状态", "状态"]),
    ("完成率", &["完成率", "完成比例", "完成百分比", "完成进度", "进度"]),
    ("备注", &["进展情况", "进展说明", "备注", "说明"]),
];

/// The sorts, each with its keys: all of `must`, and one of `any`.
const SORTS: [(Sort, Spellings, &[&str], &[&str]); 5] = [
    (Sort::Roster, ROSTER, &["姓名"], &["职责", "职务", "单位"]),
    (Sort::Indicators, INDICATORS, &["名称", "目标值"], &["名称"]),
    (Sort::TaskStates, TASK_STATES, &["任务"], &["状态", "完成率"]),
    (Sort::Readings, READINGS, &["指标", "数值"], &["指标"]),
    (Sort::Tasks, TASKS, &["任务"], &["牵头单位", "配合单位", "完成时限"]),
];

/// Heads stand among so many rows, below titles and lines about units of measure.
const HEADS_WITHIN: usize = 8;

/// What the heads of a table say; `None` where they are those of no list that is known.
pub fn columns(table: &Table) -> Option<Columns> {
    let rows = table.rows.len().min(HEADS_WITHIN);
    let single = (0..rows).map(|row| (row + 1, heads(&table.rows[row..=row])));
    let double = (1..rows).map(|row| (row + 1, heads(&table.rows[row - 1..=row])));
    let fits = single.chain(double).flat_map(|(rows, heads)| {
        let sorts = SORTS.iter();
        sorts.filter_map(move |sort| {
            fit(sort, &heads).map(|(score, keys)| (score, rows, sort.0, heads.clone(), keys))
        })
    });
    // Of equals the first: the sorts stand in the order of how sure their heads are.
    let best = fits.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, rows, sort, heads, keys)| Columns {
        sort,
        rows,
        keys: heads.into_iter().zip(keys).collect(),
    })
}

/// The heads of one row, or of two where cells are merged: the lower one says more.
fn heads(rows: &[Vec<Text>]) -> Vec<String> {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let head = |column: usize| {
        let cells = rows.iter().rev().filter_map(|row| row.get(column));
        let words = cells.map(|cell| compact(&cell.words()));
        words.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    };
    (0..width).map(head).collect()
}

/// Without blanks, which only align heads: 姓　名.
fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

type Fit = (usize, Vec<Option<&'static str>>);

/// How well heads fit a sort, and the key of every column.
fn fit(
    (_, spellings, must, any): &(Sort, Spellings, &[&str], &[&str]),
    heads: &[String],
) -> Option<Fit> {
    let mut keys = vec![None; heads.len()];
    let mut score = 0;
    // Exact heads first, so that 单位 does not take the column of 牵头单位.
    for exact in [true, false] {
        for (key, words) in *spellings {
            if keys.contains(&Some(*key)) {
                continue;
            }
            let is = |head: &str, word: &str| match exact {
                true => bare(head) == word,
                false => {
                    word.chars().count() > 1 && head.contains(word) && head.chars().count() <= 12
                }
            };
            let found = words.iter().find_map(|word| {
                (0..heads.len()).find(|at| keys[*at].is_none() && is(&heads[*at], word))
            });
            if let Some(at) = found {
                keys[at] = Some(*key);
                score += if exact { 3 } else { 2 };
            }
        }
    }
    let has = |key: &&str| keys.iter().any(|found| found.as_ref() == Some(key));
    (must.iter().all(has) && any.iter().any(has)).then_some((score, keys))
}

/// A head without the unit of measure behind it: 完成率（%）.
fn bare(head: &str) -> &str {
    let head = head.trim_end_matches(['：', ':', '*']);
    match head.find(['（', '(']) {
        Some(at) if at > 0 && head.ends_with(['）', ')']) => &head[..at],
        _ => head,
    }
}

impl Columns {
    /// Which column became which key, for a person to check: `姓名 → 姓名，备注 → 不用`.
    pub fn preview(&self) -> Words {
        let known = self.keys.iter().filter(|(head, _)| !head.is_empty());
        let (zh, en): (Vec<String>, Vec<String>) = known
            .map(|(head, key)| match key {
                Some(key) => (format!("{head} → {key}"), format!("{head} → {key}")),
                None => (format!("{head} → 不用"), format!("{head} → kept aside")),
            })
            .unzip();
        let (zh, en) = (zh.join("，"), en.join(", "));
        say!("{zh}", "{en}")
    }

    /// The rows of data below the heads.
    pub fn entries(&self, table: &Table) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut above = Above::default();
        for row in table.rows.iter().skip(self.rows) {
            if is_sum(row) || self.repeats_heads(row) {
                continue;
            }
            match alone(row) {
                Some(text) => above.section(self.sort, text),
                None => entries.extend(self.entry(row, &mut above, entries.len() + 1)),
            }
        }
        entries
    }

    /// The heads again, as long tables carry them on every page.
    fn repeats_heads(&self, row: &[Text]) -> bool {
        let mut pairs = row.iter().zip(&self.keys);
        pairs.all(|(cell, (head, _))| compact(&cell.words()) == *head)
    }

    /// A row; one person a name, where a cell holds several.
    fn entry(&self, row: &[Text], above: &mut Above, number: usize) -> Vec<Entry> {
        let mut entry = Entry::default();
        let mut key_order: Vec<(usize, &'static str, &Text)> = Vec::new();
        for (cell, (head, key)) in row.iter().zip(&self.keys) {
            match key {
                Some(key) => key_order.push((self.place_of(key), key, cell)),
                None => {
                    let text = cell.words().trim().to_owned();
                    if !text.is_empty() {
                        entry.aside.push((head.clone(), text));
                    }
                }
            }
        }
        key_order.sort_by_key(|(place, ..)| *place);
        for (_, key, cell) in key_order {
            above.read(self.sort, key, cell, &mut entry);
        }
        if !above.complete(self.sort, &mut entry, number) {
            return Vec::new();
        }
        one_a_name(entry)
    }

    fn place_of(&self, key: &str) -> usize {
        let sorts = SORTS.iter().find(|(sort, ..)| *sort == self.sort);
        let keys = sorts.map_or(&[][..], |(_, spellings, ..)| *spellings);
        keys.iter().position(|(known, _)| *known == key).unwrap_or(keys.len())
    }
}

/// What rows before say of those below them: merged cells are written once.
#[derive(Default)]
struct Above {
    role: Option<String>,
    group: Option<String>,
}

impl Above {
    /// A row of a single cell is a heading: a role, a group of indicators, or one that no key holds.
    fn section(&mut self, sort: Sort, text: String) {
        match sort {
            Sort::Roster => self.role = role(&text).map(str::to_owned),
            Sort::Indicators => self.group = Some(text),
            _ => {}
        }
    }

    /// Takes a cell: its value goes to the entry, or with a doubt aside; what later rows need stays here.
    fn read(&mut self, sort: Sort, key: &'static str, cell: &Text, entry: &mut Entry) {
        let text = cell.words().trim().to_owned();
        entry.places.push((key, cell.place.clone()));
        match (sort, key) {
            _ if text.is_empty() => {}
            (Sort::Roster, "职责") => {
                self.role = role(&text).map(str::to_owned);
                if self.role.is_none() {
                    let words = say!("不认识职责“{text}”", "the role {text} is not known");
                    entry.put_aside(key, text, cell, words);
                }
            }
            (_, "组别") => self.group = Some(text),
            (_, "完成时限") => entry.take_due(key, text, cell),
            (_, "基期值" | "目标值" | "数值" | "完成率") => {
                entry.take_figure(key, text, cell)
            }
            (_, "姓名") => entry.values.push((key, Value::One(name(&text)))),
            (_, "牵头单位" | "配合单位") => {
                entry.values.push((key, Value::Many(units(&text))))
            }
            (_, "方向") => entry.take_word(key, direction(&text), text, cell),
            (_, "状态") => entry.take_word(key, state(&text), text, cell),
            _ => entry.values.push((key, Value::One(text))),
        }
    }

    /// Adds what stands above, and the row's number; whether the row says anything.
    fn complete(&self, sort: Sort, entry: &mut Entry, number: usize) -> bool {
        let needed = match sort {
            Sort::Roster => "姓名",
            Sort::Tasks | Sort::TaskStates => "任务",
            Sort::Indicators => "名称",
            Sort::Readings => "指标",
        };
        if !entry.has(needed) {
            return false;
        }
        let mut first =
            |key, value: &str| entry.values.insert(0, (key, Value::One(value.to_owned())));
        match sort {
            Sort::Roster => {
                if let Some(role) = &self.role {
                    first("职责", role);
                }
            }
            Sort::Indicators => {
                if let Some(group) = &self.group {
                    first("组别", group);
                }
            }
            _ => {}
        }
        if matches!(sort, Sort::Tasks | Sort::Indicators) {
            let said = entry.values.iter().position(|(key, _)| *key == "编号");
            let id = match said.map(|at| entry.values.remove(at)) {
                Some((_, id)) => id,
                None => Value::One(number.to_string()),
            };
            entry.values.insert(0, ("编号", id));
        }
        true
    }
}

impl Entry {
    fn has(&self, key: &str) -> bool {
        self.values.iter().any(|(known, _)| *known == key)
    }

    /// The cell that a key was read from.
    pub fn place(&self, key: &str) -> Option<&Place> {
        let mut places = self.places.iter();
        places.find(|(known, _)| *known == key).map(|(_, place)| place)
    }

    fn put_aside(&mut self, key: &str, text: String, cell: &Text, words: Words) {
        self.doubts.push((cell.place.clone(), words));
        self.aside.push((key.to_owned(), text));
    }

    fn take_due(&mut self, key: &'static str, text: String, cell: &Text) {
        let Some((day, exact)) = due(&text) else {
            let words = say!("“{text}”不是日期，没有填", "{text} is no day, and was not filled in");
            return self.put_aside(key, text, cell, words);
        };
        if !exact {
            let words =
                say!("“{text}”按 {day} 填写，请核对", "{text} was taken as {day}: please check");
            self.doubts.push((cell.place.clone(), words));
        }
        self.values.push((key, Value::One(day.to_string())));
    }

    fn take_figure(&mut self, key: &'static str, text: String, cell: &Text) {
        let Some((number, unit)) = figure(&text) else {
            let words =
                say!("“{text}”不是数字，没有填", "{text} is no number, and was not filled in");
            return self.put_aside(key, text, cell, words);
        };
        if key == "目标值" && !unit.is_empty() && !self.has("计量单位") {
            self.values.push(("计量单位", Value::One(unit)));
        }
        self.values.push((key, Value::One(number)));
    }

    fn take_word(&mut self, key: &'static str, known: Option<&str>, text: String, cell: &Text) {
        match known {
            Some(word) => self.values.push((key, Value::One(word.to_owned()))),
            None => {
                let words = say!("“{key}”里的“{text}”不认识", "{text} is no {key} that is known");
                self.put_aside(key, text, cell, words);
            }
        }
    }
}

/// A row that only adds up others.
fn is_sum(row: &[Text]) -> bool {
    let first = row.iter().map(|cell| compact(&cell.words())).find(|text| !text.is_empty());
    first.is_none_or(|text| matches!(text.as_str(), "合计" | "小计" | "总计" | "共计"))
}

/// The text of a row of which only one cell says anything, and that is no number.
fn alone(row: &[Text]) -> Option<String> {
    let mut texts =
        row.iter().map(|cell| cell.words().trim().to_owned()).filter(|text| !text.is_empty());
    let text = texts.next()?;
    let number = text.bytes().all(|b| b.is_ascii_digit());
    (texts.next().is_none() && !number && row.len() > 1).then_some(text)
}

/// Several names in one cell are several people with one post.
fn one_a_name(entry: Entry) -> Vec<Entry> {
    let Some(at) = entry.values.iter().position(|(key, _)| *key == "姓名") else {
        return vec![entry];
    };
    let Value::One(names) = &entry.values[at].1 else {
        return vec![entry];
    };
    let names: Vec<String> =
        names.split(['、', '，', ',', '\n']).map(name).filter(|name| !name.is_empty()).collect();
    let each = names.into_iter().map(|name| {
        let mut entry = entry.clone();
        entry.values[at].1 = Value::One(name);
        entry
    });
    each.collect()
}

/// 张　伟 -> 张伟; names with a point or in letters keep what is in them.
fn name(text: &str) -> String {
    let text = text.trim().trim_end_matches("同志");
    match text.chars().all(|c| is_han(c) || c.is_whitespace()) {
        true => compact(text),
        false => text.to_owned(),
    }
}

/// The role that a group's member has, by what the list calls it.
fn role(text: &str) -> Option<&'static str> {
    let text = compact(text);
    let text = text.trim_end_matches(['：', ':']);
    let text = if text == "组员" { "成员" } else { text };
    let known = ROLES.iter().find(|(label, _)| *label == text);
    known.map(|(_, role)| role.alias())
}

/// Names of units, by what separates them.
fn units(text: &str) -> Vec<String> {
    let names = text.split(['、', '，', ',', '；', ';', '\n', '/']);
    let names = names.map(|name| name.trim().trim_end_matches(['。', '等']).to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// A day, and whether it is the one that is written: of a month or a year it is the last.
fn due(text: &str) -> Option<(Date, bool)> {
    let text = compact(text);
    let plain = text.trim_end_matches("之前").trim_end_matches(['前', '底', '末']);
    let plain =
        plain.trim_end_matches("月底").trim_end_matches("年底").trim_end_matches(['底', '末']);
    if let Some(moment) = Moment::parse(plain) {
        return Some((moment.at.date(), true));
    }
    let plain = plain.trim_end_matches('月').trim_end_matches('年');
    let mut parts = plain.split(['年', '-', '/', '.']);
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: i8 = match parts.next() {
        Some(month) => month.parse().ok()?,
        None => 12,
    };
    let known = (2000..2100).contains(&year) && (1..=12).contains(&month) && parts.next().is_none();
    known.then(|| (date(year, month, 1).last_of_month(), false))
}

/// `≥95%` -> `95` and `%`; `1,200 公里` -> `1200` and `公里`.
fn figure(text: &str) -> Option<(String, String)> {
    let text = compact(text);
    let text = text.trim_start_matches(['≥', '≤', '＞', '＜', '>', '<', '=', '约', '达', '到']);
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+')))
        .unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let digits = digits.replace(',', "");
    let unit = unit.trim_end_matches("以上").trim_end_matches("以内").trim_end_matches("以下");
    digits.parse::<f64>().ok()?;
    // A sentence that begins with a number is none.
    (unit.chars().count() <= 8).then(|| (digits, unit.to_owned()))
}

fn direction(text: &str) -> Option<&'static str> {
    Some(match compact(text).as_str() {
        "越高越好" | "正向" | "正" | "↑" | "提高" | "上升" | "不低于" | "≥" => {
            "越高越好"
        }
        "越低越好" | "逆向" | "负向" | "逆" | "↓" | "降低" | "下降" | "不高于" | "≤" => {
            "越低越好"
        }
        "等于" | "持平" | "=" => "等于",
        _ => return None,
    })
}

fn state(text: &str) -> Option<&'static str> {
    Some(match compact(text).as_str() {
        "未启动" | "未开始" | "尚未启动" | "未开工" => "未启动",
        "推进中" | "进行中" | "正在推进" | "在建" | "有序推进" | "持续推进" => {
            "推进中"
        }
        "已完成" | "完成" | "办结" | "已办结" | "完工" => "已完成",
        "逾期" | "已逾期" | "滞后" | "超期" => "逾期",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::manuscript::Block;
    use crate::import::read::sheet;
    use proptest::prelude::*;
    use std::path::Path;

    /// A table as CSV.
    fn table(text: &str) -> Table {
        let read = sheet::read(Path::new("a.csv"), text.as_bytes());
        match read.blocks.into_iter().next() {
            Some(Block::Table(table)) => table,
            other => panic!("{other:?}"),
        }
    }

    fn shown(entry: &Entry) -> String {
        let value = |(key, value): &(&str, Value)| match value {
            Value::One(text) => format!("{key}={text}"),
            Value::Many(texts) => format!("{key}=[{}]", texts.join(" ")),
        };
        let values: Vec<String> = entry.values.iter().map(value).collect();
        let aside = entry.aside.iter().map(|(head, text)| format!("({head}={text})"));
        values.into_iter().chain(aside).collect::<Vec<_>>().join(" ")
    }

    fn read(text: &str) -> (Sort, Vec<String>, usize) {
        let table = table(text);
        let columns = columns(&table).expect("a list that is known");
        let entries = columns.entries(&table);
        let doubts = entries.iter().map(|entry| entry.doubts.len()).sum();
        (columns.sort, entries.iter().map(shown).collect(), doubts)
    }

    #[test]
    fn lists_of_every_sort() {
        for (text, sort, expected, doubts) in [
            (
                "附件,,,\n云溪县创建工作领导小组名单,,,\n组内职务,姓　名,单位及职务,联系电话\n组　长,李明远,县委副书记、县长,0938\n副组长,沈　秋,副县长,\n,温若谷,县政协副主席,\n成员：,阿不都·热合曼、丁惠群同志,局长,\n",
                Sort::Roster,
                &[
                    "职责=组长 姓名=李明远 职务=县委副书记、县长 (联系电话=0938)",
                    "职责=副组长 姓名=沈秋 职务=副县长",
                    "职责=副组长 姓名=温若谷 职务=县政协副主席",
                    "职责=成员 姓名=阿不都·热合曼 职务=局长",
                    "职责=成员 姓名=丁惠群 职务=局长",
                ][..],
                0,
            ),
            (
                "姓名,职务\n组长,\n李明远,县长\n成  员,\n丁惠群,局长\n",
                Sort::Roster,
                &["职责=组长 姓名=李明远 职务=县长", "职责=成员 姓名=丁惠群 职务=局长"],
                0,
            ),
            (
                "序号,任务内容,责任单位,,完成时限,备注\n,,牵头单位,配合单位,,\n1,完善设施,县水务局,\"县发改局、县统计局，各乡镇\",2026年12月底前,重点\n2,建强队伍,县人社局,,2026-06-30前,\n,健全制度,县政府办,,长期坚持,\n合计,,,,,\n",
                Sort::Tasks,
                &[
                    "编号=1 任务=完善设施 牵头单位=[县水务局] 配合单位=[县发改局 县统计局 各乡镇] 完成时限=2026-12-31 (备注=重点)",
                    "编号=2 任务=建强队伍 牵头单位=[县人社局] 完成时限=2026-06-30",
                    "编号=3 任务=健全制度 牵头单位=[县政府办] (完成时限=长期坚持)",
                ],
                2,
            ),
            (
                "一级指标,二级指标,单位,2025年基期值,目标值,方向\n用水效率,年用水总量,万立方米,\"6,380\",≤6150,逆向\n,自来水普及率,,91.5%,96%以上,正向\n,宣传,,,每年两次,↑↑\n",
                Sort::Indicators,
                &[
                    "编号=1 组别=用水效率 名称=年用水总量 计量单位=万立方米 基期值=6380 目标值=6150 方向=越低越好",
                    "编号=2 组别=用水效率 名称=自来水普及率 基期值=91.5 计量单位=% 目标值=96 方向=越高越好",
                    "编号=3 组别=用水效率 名称=宣传 (目标值=每年两次) (方向=↑↑)",
                ],
                2,
            ),
            (
                "指标,单位,数值,备注\nleak,,13.9,汛期\nleak,云台镇,12%,\n",
                Sort::Readings,
                &["指标=leak 数值=13.9 备注=汛期", "指标=leak 单位=云台镇 数值=12"],
                0,
            ),
            (
                "任务,状态,完成率（%）,备注\n1,正在推进,55,\n2,停滞,,\n",
                Sort::TaskStates,
                &["任务=1 状态=推进中 完成率=55", "任务=2 (状态=停滞)"],
                1,
            ),
        ] {
            let (found, entries, doubted) = read(text);
            assert_eq!((found, doubted), (sort, doubts), "{text} {entries:?}");
            assert_eq!(entries, expected, "{text}");
        }
    }

    #[test]
    fn other_tables_are_left_alone() {
        for text in ["日期,天气\n3月1日,晴\n", "姓名\n李明远\n", "甲,乙\n丙,丁\n"] {
            assert_eq!(columns(&table(text)), None, "{text}");
        }
    }

    #[test]
    fn a_preview_says_which_column_became_what() {
        let columns = columns(&table("组内职务,姓名,电话\n组长,李明远,1\n")).expect("a roster");
        assert_eq!(
            columns.preview(),
            say!(
                "组内职务 → 职责，姓名 → 姓名，电话 → 不用",
                "组内职务 → 职责, 姓名 → 姓名, 电话 → kept aside"
            )
        );
    }

    #[test]
    fn days_and_figures() {
        for (text, expected) in [
            ("2026年12月31日", Some(("2026-12-31", true))),
            ("2026-12-31前", Some(("2026-12-31", true))),
            ("2026年6月底", Some(("2026-06-30", false))),
            ("2026.6", Some(("2026-06-30", false))),
            ("2026年底前", Some(("2026-12-31", false))),
            ("6月底前", None),
            ("长期", None),
        ] {
            let found = due(text).map(|(day, exact)| (day.to_string(), exact));
            assert_eq!(found, expected.map(|(day, exact)| (day.to_owned(), exact)), "{text}");
        }
        for (text, expected) in [
            ("≥95%", Some(("95", "%"))),
            ("1,200公里", Some(("1200", "公里"))),
            ("-3.5", Some(("-3.5", ""))),
            ("2个以上的村要在年内全部完成", None),
            ("无", None),
        ] {
            let found = figure(text);
            assert_eq!(found, expected.map(|(n, unit)| (n.to_owned(), unit.to_owned())), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_table_gives_an_answer(rows in prop::collection::vec(prop::collection::vec("(姓名|职责|任务|目标值|指标|牵头单位|2026年13月|≥|\\PC{0,3})", 0..5), 0..6)) {
            let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
            let read = sheet::read(Path::new("a.csv"), lines.join("\n").as_bytes());
            for block in &read.blocks {
                if let Block::Table(table) = block && let Some(columns) = columns(table) {
                    columns.entries(table);
                }
            }
        }
    }
}
