//! 表头: what the columns of a list hold, by the words above them: rosters, tasks, indicators and their values.

use crate::diagnostic::Words;
use crate::import::manuscript::{Table, Text};
use crate::say;

/// What a table lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
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
    pub listing: Listing,
    /// How many of the first rows are no data: titles and heads.
    pub rows: usize,
    /// For every column its head as it is written, and the Chinese key that it became.
    pub keys: Vec<(String, Option<&'static str>)>,
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

/// The lists, each with its keys: all of `must`, and one of `any`.
const LISTINGS: [(Listing, Spellings, &[&str], &[&str]); 5] = [
    (Listing::Roster, ROSTER, &["姓名"], &["职责", "职务", "单位"]),
    (Listing::Indicators, INDICATORS, &["名称", "目标值"], &["名称"]),
    (Listing::TaskStates, TASK_STATES, &["任务"], &["状态", "完成率"]),
    (Listing::Readings, READINGS, &["指标", "数值"], &["指标"]),
    (Listing::Tasks, TASKS, &["任务"], &["牵头单位", "配合单位", "完成时限"]),
];

/// Heads stand among so many rows, below titles and lines about units of measure.
const HEADS_WITHIN: usize = 8;

/// What the heads of a table say; `None` where they are those of no list that is known.
pub fn columns(table: &Table) -> Option<Columns> {
    let rows = table.rows.len().min(HEADS_WITHIN);
    let single = (0..rows).map(|row| (row + 1, heads(&table.rows[row..=row])));
    let double = (1..rows).map(|row| (row + 1, heads(&table.rows[row - 1..=row])));
    let fits = single.chain(double).flat_map(|(rows, heads)| {
        LISTINGS.iter().filter_map(move |listing| {
            fit(listing, &heads).map(|(score, keys)| (score, rows, listing.0, heads.clone(), keys))
        })
    });
    // Of equals the first: they stand in the order of how sure their heads are.
    let best = fits.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, rows, listing, heads, keys)| Columns {
        listing,
        rows,
        keys: heads.into_iter().zip(keys).collect(),
    })
}

/// The heads of one row, or of two where cells are merged: the lower one says more. A merged cell is read as one with words and
/// empty ones beside or below it (责任单位 above 牵头单位 and 配合单位).
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
pub(super) fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

type Fitting = (usize, Vec<Option<&'static str>>);

/// How well heads fit a list, and the key of every column.
fn fit(
    (_, spellings, must, any): &(Listing, Spellings, &[&str], &[&str]),
    heads: &[String],
) -> Option<Fitting> {
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

    /// Whether a row is the heads again, as long tables carry them on every page.
    pub(super) fn are_heads(&self, cells: &[Text]) -> bool {
        let mut pairs = cells.iter().zip(&self.keys);
        pairs.all(|(cell, (head, _))| compact(&cell.words()) == *head)
    }

    /// Where a key stands among those of the list.
    pub(super) fn place_of(&self, key: &str) -> usize {
        let listing = LISTINGS.iter().find(|(listing, ..)| *listing == self.listing);
        let keys = listing.map_or(&[][..], |(_, spellings, ..)| *spellings);
        keys.iter().position(|(known, _)| *known == key).unwrap_or(keys.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::manuscript::Block;
    use crate::import::read::sheet;
    use std::path::Path;

    /// A table as CSV.
    fn table(text: &str) -> Table {
        let read = sheet::read_csv(Path::new("a.csv"), text.as_bytes());
        match read.blocks.into_iter().next() {
            Some(Block::Table(table)) => table,
            other => panic!("{other:?}"),
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
}
