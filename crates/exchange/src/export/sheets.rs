//! The data of a document as tables: rosters, tasks, indicators and the like, with the heads that the import knows.

use super::names::Names;
use crate::chinese::is_han;
use crate::document::meeting::Official;
use crate::document::{BlockName, Document, Kind, Meeting, Plan, Progress, Roster};
use crate::record::{Text, UnitName};
use jiff::civil::Date;

/// A table with its heads.
pub(super) struct Sheet {
    /// Where it stands in a text, where there is a block for it.
    pub(super) block: Option<BlockName>,
    /// Its name.
    pub(super) name: &'static str,
    pub(super) heads: &'static [&'static str],
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// Heads and rows as readers of a text want them: without ids of the program's own, and without columns that say the
    /// same in every row; money in 万元.
    pub(super) fn for_reading(&self) -> (Vec<String>, Vec<Vec<String>>) {
        let ids = self.block == Some(BlockName::Indicators);
        let tells = |column: &usize| {
            let cells = || self.rows.iter().filter_map(|row| row.get(*column));
            let first = cells().next();
            let same = cells().all(|cell| Some(cell) == first);
            let empty = cells().all(|cell| cell.shown().is_empty());
            let repeats =
                same && self.rows.len() > 1 && matches!(self.heads[*column], "方向" | "范围");
            !(empty || repeats || ids && *column == 0)
        };
        let columns: Vec<usize> = (0..self.heads.len()).filter(tells).collect();
        let money = |column: usize| self.heads[column] == "金额（元）";
        let head = |column: &usize| match money(*column) {
            true => "金额（万元）".to_owned(),
            false => self.heads[*column].to_owned(),
        };
        let value = |row: &[Cell], column: usize| match row.get(column) {
            Some(Cell::Number(yuan)) if money(column) => (yuan / 1e4).to_string(),
            Some(cell) if matches!(self.heads[column], "姓名" | "发言人") => {
                spaced(&cell.shown())
            }
            Some(cell) => cell.shown(),
            None => String::new(),
        };
        let rows =
            self.rows.iter().map(|row| columns.iter().map(|column| value(row, *column)).collect());
        (columns.iter().map(head).collect(), rows.collect())
    }
}

/// A name of two characters as wide as one of three: 张　伟.
fn spaced(name: &str) -> String {
    match name.chars().collect::<Vec<_>>()[..] {
        [first, last] if is_han(first) && is_han(last) => format!("{first}\u{3000}{last}"),
        _ => name.to_owned(),
    }
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Number(f64),
    Date(Date),
}

impl Cell {
    /// As it is read.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
        }
    }
}

impl<T: ToString> From<&Option<T>> for Cell {
    fn from(text: &Option<T>) -> Self {
        Self::Text(text.as_ref().map(ToString::to_string).unwrap_or_default())
    }
}

impl From<&Text> for Cell {
    fn from(text: &Text) -> Self {
        Self::Text(text.to_string())
    }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn number(number: Option<f64>) -> Cell {
    number.map_or(text(""), Cell::Number)
}

/// All tables of a document that have a row.
pub(super) fn sheets(document: &Document, names: &Names<'_>) -> Vec<Sheet> {
    let all = match &document.kind {
        Kind::Roster(roster) => vec![members(roster, names)],
        Kind::Plan(plan) => plan_sheets(plan, names),
        Kind::Progress(progress) => progress_sheets(progress, names),
        Kind::Meeting(meeting) => meeting_sheets(meeting, names),
        _ => Vec::new(),
    };
    all.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect()
}

fn unit(unit: Option<&UnitName>, names: &Names<'_>) -> Cell {
    text(unit.map(|unit| names.unit(unit)).unwrap_or_default())
}

fn members(roster: &Roster, names: &Names<'_>) -> Sheet {
    let rows = roster.members.iter().map(|member| {
        vec![
            text(member.role.value.alias()),
            text(names.person(&member.name)),
            Cell::from(&member.post),
            unit(member.unit.as_ref(), names),
        ]
    });
    Sheet {
        block: Some(BlockName::Members),
        name: "名单",
        heads: &["职责", "姓名", "职务", "单位"],
        rows: rows.collect(),
    }
}

fn plan_sheets(plan: &Plan, names: &Names<'_>) -> Vec<Sheet> {
    let tasks = plan.tasks.iter().map(|task| {
        vec![
            Cell::from(&task.id.value),
            Cell::from(&task.title),
            text(names.units(&task.lead)),
            text(names.units(&task.support)),
            task.due.map_or(text(""), |due| Cell::Date(due.0)),
            Cell::from(&task.deliverable),
        ]
    });
    let indicators = plan.indicators.iter().map(|indicator| {
        vec![
            Cell::from(&indicator.id.value),
            Cell::from(&indicator.group),
            Cell::from(&indicator.name),
            Cell::from(&indicator.unit),
            number(indicator.baseline.map(|baseline| baseline.0)),
            Cell::Number(indicator.target.0),
            text(indicator.direction.map_or("", |direction| direction.alias())),
            text(indicator.scope.map_or("", |scope| scope.alias())),
        ]
    });
    let phases = plan.phases.iter().map(|phase| {
        vec![
            Cell::from(&phase.name),
            Cell::Date(phase.start.0),
            Cell::Date(phase.end.0),
            Cell::from(&phase.what),
        ]
    });
    let budget = plan.budget.iter().map(|funds| {
        vec![Cell::from(&funds.source), Cell::Number(funds.amount.0), Cell::from(&funds.purpose)]
    });
    vec![
        Sheet {
            block: Some(BlockName::Tasks),
            name: "任务分解",
            heads: &["编号", "任务", "牵头单位", "配合单位", "完成时限", "成果"],
            rows: tasks.collect(),
        },
        Sheet {
            block: Some(BlockName::Indicators),
            name: "指标",
            heads: &["编号", "组别", "指标", "计量单位", "基期值", "目标值", "方向", "范围"],
            rows: indicators.collect(),
        },
        Sheet {
            block: Some(BlockName::Phases),
            name: "实施步骤",
            heads: &["步骤", "起", "止", "内容"],
            rows: phases.collect(),
        },
        Sheet {
            block: Some(BlockName::Budget),
            name: "经费",
            heads: &["资金来源", "金额（元）", "用途"],
            rows: budget.collect(),
        },
    ]
}

fn progress_sheets(progress: &Progress, names: &Names<'_>) -> Vec<Sheet> {
    let county = progress.values.iter().map(|value| {
        vec![
            Cell::from(&value.indicator.value),
            unit(value.unit.as_ref(), names),
            Cell::Number(value.value.0),
            Cell::from(&value.note),
        ]
    });
    let by_unit = progress.by_unit.iter().flat_map(|group| {
        group.values.iter().map(|value| {
            vec![
                Cell::from(&group.indicator.value),
                text(names.unit(&value.unit)),
                Cell::Number(value.value.0),
                text(""),
            ]
        })
    });
    let tasks = progress.tasks.iter().map(|task| {
        vec![
            Cell::from(&task.task.value),
            text(task.state.map_or("", |state| state.alias())),
            number(task.done.map(|done| done.0)),
            Cell::from(&task.note),
        ]
    });
    let spent = progress
        .spent
        .iter()
        .map(|spent| vec![Cell::from(&spent.source.value), Cell::Number(spent.amount.0)]);
    vec![
        Sheet {
            block: None,
            name: "指标值",
            heads: &["指标", "单位", "数值", "备注"],
            rows: county.chain(by_unit).collect(),
        },
        Sheet {
            block: None,
            name: "任务进展",
            heads: &["任务", "状态", "完成率（%）", "备注"],
            rows: tasks.collect(),
        },
        Sheet {
            block: None,
            name: "支出",
            heads: &["资金来源", "金额（元）"],
            rows: spent.collect(),
        },
    ]
}

fn meeting_sheets(meeting: &Meeting, names: &Names<'_>) -> Vec<Sheet> {
    let agenda = meeting.agenda.iter().map(|item| {
        vec![
            Cell::from(&item.item),
            text(item.speaker.as_ref().map(|name| names.person(name)).unwrap_or_default()),
            Cell::from(&item.post),
            Cell::from(&item.note),
        ]
    });
    let official = |group: &str, official: &Official| {
        vec![
            text(group),
            text(names.person(&official.name)),
            Cell::from(&official.post),
            unit(official.unit.as_ref(), names),
        ]
    };
    let mut attendees = Vec::new();
    for group in &meeting.attendees {
        attendees.extend(group.people.iter().map(|person| official(&group.group, person)));
        let unit = |unit: &UnitName| {
            vec![Cell::from(&group.group), text(""), text(""), text(names.unit(unit))]
        };
        attendees.extend(group.units.iter().map(unit));
        let role =
            |role: &Text| vec![Cell::from(&group.group), text(""), Cell::from(role), text("")];
        attendees.extend(group.roles.iter().map(role));
    }
    attendees.extend(meeting.absent.iter().map(|person| official("请假", person)));
    vec![
        Sheet {
            block: Some(BlockName::Agenda),
            name: "议程",
            heads: &["事项", "发言人", "职务", "备注"],
            rows: agenda.collect(),
        },
        Sheet {
            block: Some(BlockName::Attendees),
            name: "参会人员",
            heads: &["组别", "姓名", "职务", "单位"],
            rows: attendees,
        },
    ]
}
