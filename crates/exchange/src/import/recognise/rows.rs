//! 行: what the rows of a list say, by the keys of its columns.
//!
//! Nothing is lost: columns that are not known are kept aside under their own heads, and what a cell says that its key cannot
//! hold is a doubt beside the row.

use super::columns::{Columns, Listing, compact};
use super::roles;
use crate::chinese::is_han;
use crate::diagnostic::Words;
use crate::document::roster::Role;
use crate::import::manuscript::{Place, Table, Text};
use crate::record::Moment;
use crate::say;
use jiff::civil::{Date, date};

/// A row of data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its values by the Chinese keys, in the order of the keys.
    pub values: Vec<(&'static str, CellValue)>,
    /// What stands in columns that are not known, with their heads.
    pub aside: Vec<(String, String)>,
    /// What a person should look at, with its place.
    pub doubts: Vec<(Place, Words)>,
    /// The cells that were read, by the keys of their columns.
    pub places: Vec<(&'static str, Place)>,
}

/// A value as front matter holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellValue {
    /// A text, a number, a day as `2026-12-31`.
    One(String),
    /// Names of units.
    Many(Vec<String>),
}

/// The rows of data below the heads of a table.
pub fn rows(table: &Table, columns: &Columns) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut above = Above::default();
    for cells in table.rows.iter().skip(columns.rows) {
        if is_sum(cells) || columns.are_heads(cells) {
            continue;
        }
        match alone(cells) {
            Some(text) => above.section(columns.listing, text),
            None => rows.extend(above.row(cells, columns, rows.len() + 1)),
        }
    }
    rows
}

/// What rows before say of those below them: Word and Excel keep the words of merged cells in the first of them alone.
#[derive(Default)]
struct Above {
    role: Option<Role>,
    group: Option<String>,
}

impl Above {
    /// A row of a single cell is a heading: a role, a group of indicators, or one that no key holds.
    fn section(&mut self, listing: Listing, text: String) {
        match listing {
            Listing::Roster => self.role = roles::named(&text),
            Listing::Indicators => self.group = Some(text),
            _ => {}
        }
    }

    /// A row; one person a name, where a cell holds several.
    fn row(&mut self, cells: &[Text], columns: &Columns, number: usize) -> Vec<Row> {
        let mut row = Row::default();
        let mut known: Vec<(usize, &'static str, &Text)> = Vec::new();
        for (cell, (head, key)) in cells.iter().zip(&columns.keys) {
            match key {
                Some(key) => known.push((columns.place_of(key), key, cell)),
                None => {
                    let text = cell.words().trim().to_owned();
                    if !text.is_empty() {
                        row.aside.push((head.clone(), text));
                    }
                }
            }
        }
        known.sort_by_key(|(place, ..)| *place);
        for (_, key, cell) in known {
            self.read(columns.listing, key, cell, &mut row);
        }
        match self.complete(columns.listing, &mut row, number) {
            true => one_a_name(row),
            false => Vec::new(),
        }
    }

    /// Takes a cell: its value goes to the row, or with a doubt aside; what later rows need stays here.
    fn read(&mut self, listing: Listing, key: &'static str, cell: &Text, row: &mut Row) {
        let text = cell.words().trim().to_owned();
        row.places.push((key, cell.place.clone()));
        match (listing, key) {
            _ if text.is_empty() => {}
            (Listing::Roster, "职责") => {
                self.role = roles::named(&text);
                if self.role.is_none() {
                    let words = say!("不认识职责“{text}”", "the role {text} is not known");
                    row.put_aside(key, text, cell, words);
                }
            }
            (_, "组别") => self.group = Some(text),
            (_, "完成时限") => row.take_due(key, text, cell),
            (_, "基期值" | "目标值" | "数值" | "完成率") => {
                row.take_figure(key, text, cell)
            }
            (_, "姓名") => row.values.push((key, CellValue::One(name(&text)))),
            (_, "牵头单位" | "配合单位") => {
                row.values.push((key, CellValue::Many(units(&text))))
            }
            (_, "方向") => row.take_word(key, direction(&text), text, cell),
            (_, "状态") => row.take_word(key, state(&text), text, cell),
            _ => row.values.push((key, CellValue::One(text))),
        }
    }

    /// Adds what stands above, and the row's number; whether the row says anything.
    fn complete(&self, listing: Listing, row: &mut Row, number: usize) -> bool {
        let needed = match listing {
            Listing::Roster => "姓名",
            Listing::Tasks | Listing::TaskStates => "任务",
            Listing::Indicators => "名称",
            Listing::Readings => "指标",
        };
        if !row.has(needed) {
            return false;
        }
        let mut first =
            |key, value: &str| row.values.insert(0, (key, CellValue::One(value.to_owned())));
        match listing {
            Listing::Roster => {
                if let Some(role) = &self.role {
                    first("职责", role.alias());
                }
            }
            Listing::Indicators => {
                if let Some(group) = &self.group {
                    first("组别", group);
                }
            }
            _ => {}
        }
        if matches!(listing, Listing::Tasks | Listing::Indicators) {
            let said = row.values.iter().position(|(key, _)| *key == "编号");
            let id = match said.map(|at| row.values.remove(at)) {
                Some((_, id)) => id,
                None => CellValue::One(number.to_string()),
            };
            row.values.insert(0, ("编号", id));
        }
        true
    }
}

impl Row {
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
        self.values.push((key, CellValue::One(day.to_string())));
    }

    fn take_figure(&mut self, key: &'static str, text: String, cell: &Text) {
        let Some((number, unit)) = figure(&text) else {
            let words =
                say!("“{text}”不是数字，没有填", "{text} is no number, and was not filled in");
            return self.put_aside(key, text, cell, words);
        };
        if key == "目标值" && !unit.is_empty() && !self.has("计量单位") {
            self.values.push(("计量单位", CellValue::One(unit)));
        }
        self.values.push((key, CellValue::One(number)));
    }

    fn take_word(&mut self, key: &'static str, known: Option<&str>, text: String, cell: &Text) {
        match known {
            Some(word) => self.values.push((key, CellValue::One(word.to_owned()))),
            None => {
                let words = say!("“{key}”里的“{text}”不认识", "{text} is no {key} that is known");
                self.put_aside(key, text, cell, words);
            }
        }
    }
}

/// A row that only adds up others, which data does for itself.
fn is_sum(cells: &[Text]) -> bool {
    let first = cells.iter().map(|cell| compact(&cell.words())).find(|text| !text.is_empty());
    first.is_none_or(|text| matches!(text.as_str(), "合计" | "小计" | "总计" | "共计"))
}

/// The text of a row of which only one cell says anything, and that is no number.
fn alone(cells: &[Text]) -> Option<String> {
    let mut texts =
        cells.iter().map(|cell| cell.words().trim().to_owned()).filter(|text| !text.is_empty());
    let text = texts.next()?;
    let number = text.bytes().all(|b| b.is_ascii_digit());
    (texts.next().is_none() && !number && cells.len() > 1).then_some(text)
}

/// Several names in one cell are several people with one post.
fn one_a_name(row: Row) -> Vec<Row> {
    let Some(at) = row.values.iter().position(|(key, _)| *key == "姓名") else {
        return vec![row];
    };
    let CellValue::One(names) = &row.values[at].1 else {
        return vec![row];
    };
    let names: Vec<String> =
        names.split(['、', '，', ',', '\n']).map(name).filter(|name| !name.is_empty()).collect();
    let each = names.into_iter().map(|name| {
        let mut row = row.clone();
        row.values[at].1 = CellValue::One(name);
        row
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
    use super::super::columns::columns;
    use super::*;
    use crate::import::manuscript::Block;
    use crate::import::read::sheet;
    use proptest::prelude::*;
    use std::path::Path;

    /// A table as CSV.
    fn table(text: &str) -> Table {
        let read = sheet::read_csv(Path::new("a.csv"), text.as_bytes());
        match read.blocks.into_iter().next() {
            Some(Block::Table(table)) => table,
            other => panic!("{other:?}"),
        }
    }

    fn shown(row: &Row) -> String {
        let value = |(key, value): &(&str, CellValue)| match value {
            CellValue::One(text) => format!("{key}={text}"),
            CellValue::Many(texts) => format!("{key}=[{}]", texts.join(" ")),
        };
        let values: Vec<String> = row.values.iter().map(value).collect();
        let aside = row.aside.iter().map(|(head, text)| format!("({head}={text})"));
        values.into_iter().chain(aside).collect::<Vec<_>>().join(" ")
    }

    fn read(text: &str) -> (Listing, Vec<String>, usize) {
        let table = table(text);
        let columns = columns(&table).expect("a list that is known");
        let rows = super::rows(&table, &columns);
        let doubts = rows.iter().map(|row| row.doubts.len()).sum();
        (columns.listing, rows.iter().map(shown).collect(), doubts)
    }

    #[test]
    fn lists_of_every_sort() {
        for (text, sort, expected, doubts) in [
            (
                "附件,,,\n云溪县创建工作领导小组名单,,,\n组内职务,姓　名,单位及职务,联系电话\n组　长,李明远,县委副书记、县长,0938\n副组长,沈　秋,副县长,\n,温若谷,县政协副主席,\n成员：,阿不都·热合曼、丁惠群同志,局长,\n",
                Listing::Roster,
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
                Listing::Roster,
                &["职责=组长 姓名=李明远 职务=县长", "职责=成员 姓名=丁惠群 职务=局长"],
                0,
            ),
            (
                "序号,任务内容,责任单位,,完成时限,备注\n,,牵头单位,配合单位,,\n1,完善设施,县水务局,\"县发改局、县统计局，各乡镇\",2026年12月底前,重点\n2,建强队伍,县人社局,,2026-06-30前,\n,健全制度,县政府办,,长期坚持,\n合计,,,,,\n",
                Listing::Tasks,
                &[
                    "编号=1 任务=完善设施 牵头单位=[县水务局] 配合单位=[县发改局 县统计局 各乡镇] 完成时限=2026-12-31 (备注=重点)",
                    "编号=2 任务=建强队伍 牵头单位=[县人社局] 完成时限=2026-06-30",
                    "编号=3 任务=健全制度 牵头单位=[县政府办] (完成时限=长期坚持)",
                ],
                2,
            ),
            (
                "一级指标,二级指标,单位,2025年基期值,目标值,方向\n用水效率,年用水总量,万立方米,\"6,380\",≤6150,逆向\n,自来水普及率,,91.5%,96%以上,正向\n,宣传,,,每年两次,↑↑\n",
                Listing::Indicators,
                &[
                    "编号=1 组别=用水效率 名称=年用水总量 计量单位=万立方米 基期值=6380 目标值=6150 方向=越低越好",
                    "编号=2 组别=用水效率 名称=自来水普及率 基期值=91.5 计量单位=% 目标值=96 方向=越高越好",
                    "编号=3 组别=用水效率 名称=宣传 (目标值=每年两次) (方向=↑↑)",
                ],
                2,
            ),
            (
                "指标,单位,数值,备注\nleak,,13.9,汛期\nleak,云台镇,12%,\n",
                Listing::Readings,
                &["指标=leak 数值=13.9 备注=汛期", "指标=leak 单位=云台镇 数值=12"],
                0,
            ),
            (
                "任务,状态,完成率（%）,备注\n1,正在推进,55,\n2,停滞,,\n",
                Listing::TaskStates,
                &["任务=1 状态=推进中 完成率=55", "任务=2 (状态=停滞)"],
                1,
            ),
        ] {
            let (found, rows, doubted) = read(text);
            assert_eq!((found, doubted), (sort, doubts), "{text} {rows:?}");
            assert_eq!(rows, expected, "{text}");
        }
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
            let read = sheet::read_csv(Path::new("a.csv"), lines.join("\n").as_bytes());
            for block in &read.blocks {
                if let Block::Table(table) = block && let Some(columns) = columns(table) {
                    super::rows(table, &columns);
                }
            }
        }
    }
}
