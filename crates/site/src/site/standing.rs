//! Where a plan stands: its progress reports added up over time, at the build's clock.

use super::{DocumentId, Entry, Relation, UnitId, UnitNames};
use crate::document::plan::{Direction, Indicator};
use crate::document::progress::TaskState;
use crate::document::{Kind, Plan, Progress};
use jiff::civil::{Date, DateTime};
use std::collections::{BTreeMap, HashMap};

/// One value of one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// 截至.
    pub date: Date,
    /// The value.
    pub value: f64,
}

/// How an indicator does against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// 已达标.
    Reached,
    /// 推进中: not behind the time that has passed.
    Progressing,
    /// 滞后: further from the target than the time that has passed allows.
    Behind,
    /// 暂无数据.
    Unknown,
}

/// Where one indicator stands.
#[derive(Debug, Default)]
pub struct IndicatorStanding {
    /// The county's values, the oldest first.
    pub samples: Vec<Sample>,
    /// Each unit's values, the oldest first.
    pub by_unit: BTreeMap<UnitId, Vec<Sample>>,
}

/// Where one task stands.
#[derive(Clone, Debug)]
pub struct TaskStanding {
    /// At the build's clock: a task past its day is overdue whatever was reported.
    pub state: TaskState,
    /// Percent done.
    pub done: Option<f64>,
    /// The last remark.
    pub note: Option<String>,
}

/// Where one plan stands.
#[derive(Debug)]
pub struct Standing {
    /// The progress reports, the oldest first.
    pub reports: Vec<DocumentId>,
    /// The day of the last figures.
    pub as_of: Option<Date>,
    /// As in the plan.
    pub indicators: Vec<IndicatorStanding>,
    /// As in the plan.
    pub tasks: Vec<TaskStanding>,
    /// Spent so far, by source of money, in yuan.
    pub spent: BTreeMap<String, f64>,
}

/// The standing of every plan.
pub(super) fn all(
    entries: &[Entry],
    clock: DateTime,
    units: &UnitNames,
) -> HashMap<DocumentId, Standing> {
    let plans =
        entries.iter().enumerate().filter_map(|(index, entry)| match &entry.document.kind {
            Kind::Plan(plan) => Some((DocumentId::at(index), entry, plan)),
            _ => None,
        });
    plans
        .map(|(id, entry, plan)| {
            let mut reports: Vec<(DocumentId, &Progress)> = entry
                .back
                .iter()
                .filter(|e| e.relation == Relation::ReportsOn)
                .filter_map(|e| progress(entries, e.document))
                .collect();
            reports.sort_by_key(|(id, progress)| {
                (progress.as_of, entries[id.index()].document.published(), *id)
            });
            (id, standing(plan, &reports, clock, units))
        })
        .collect()
}

fn progress(entries: &[Entry], id: DocumentId) -> Option<(DocumentId, &Progress)> {
    match &entries[id.index()].document.kind {
        Kind::Progress(progress) => Some((id, progress)),
        _ => None,
    }
}

/// What the reports, the oldest first, say of a plan.
pub fn standing(
    plan: &Plan,
    reports: &[(DocumentId, &Progress)],
    clock: DateTime,
    units: &UnitNames,
) -> Standing {
    let position: HashMap<&str, usize> =
        plan.indicators.iter().enumerate().map(|(i, x)| (&*x.id.value, i)).collect();
    let mut indicators: Vec<IndicatorStanding> =
        plan.indicators.iter().map(|_| IndicatorStanding::default()).collect();
    let mut spent = BTreeMap::new();
    for (_, report) in reports {
        let date = report.as_of.0;
        for reading in &report.values {
            let Some(&at) = position.get(&*reading.indicator.value) else {
                continue;
            };
            let unit = reading.unit.as_ref().map(|name| units.id(&name.text));
            indicators[at].add(unit, Sample { date, value: reading.value.0 });
        }
        for list in &report.by_unit {
            let Some(&at) = position.get(&*list.indicator.value) else {
                continue;
            };
            for value in &list.values {
                indicators[at]
                    .add(Some(units.id(&value.unit.text)), Sample { date, value: value.value.0 });
            }
        }
        for spending in &report.spent {
            spent.insert(spending.source.value.to_string(), spending.amount.0);
        }
    }
    Standing {
        reports: reports.iter().map(|(id, _)| *id).collect(),
        as_of: reports.last().map(|(_, p)| p.as_of.0),
        tasks: tasks(plan, reports, clock),
        indicators,
        spent,
    }
}

impl IndicatorStanding {
    /// `None`: the county; `Some(None)`: an unknown unit, told elsewhere.
    fn add(&mut self, unit: Option<Option<UnitId>>, sample: Sample) {
        let list = match unit {
            None => &mut self.samples,
            Some(Some(unit)) => self.by_unit.entry(unit).or_default(),
            Some(None) => return,
        };
        match list.last_mut() {
            Some(last) if last.date == sample.date => *last = sample,
            _ => list.push(sample),
        }
    }

    /// The last value for the county; where only units report, none.
    pub fn last(&self) -> Option<Sample> {
        self.samples.last().copied()
    }
}

fn tasks(plan: &Plan, reports: &[(DocumentId, &Progress)], clock: DateTime) -> Vec<TaskStanding> {
    let mut last: HashMap<&str, TaskStanding> = HashMap::new();
    for (_, report) in reports {
        for row in &report.tasks {
            let done = row.done.map(|d| d.0);
            let state = row.state.unwrap_or(match done {
                Some(done) if done >= 100.0 => TaskState::Done,
                Some(done) if done > 0.0 => TaskState::Ongoing,
                _ => TaskState::NotStarted,
            });
            let note = row.note.as_ref().map(ToString::to_string);
            let done = done.or((state == TaskState::Done).then_some(100.0));
            last.insert(&row.task.value, TaskStanding { state, done, note });
        }
    }
    let today = clock.date();
    let unknown = || TaskStanding { state: TaskState::NotStarted, done: None, note: None };
    plan.tasks
        .iter()
        .map(|task| {
            let mut standing = last.remove(&*task.id.value).unwrap_or_else(unknown);
            if standing.state != TaskState::Done && task.due.is_some_and(|due| due.0 < today) {
                standing.state = TaskState::Overdue;
            }
            standing
        })
        .collect()
}

/// How a value does against an indicator's target, with `elapsed` of the plan's time gone (0 to 1).
pub fn reach(indicator: &Indicator, value: Option<f64>, elapsed: f64) -> Reach {
    let Some(value) = value else {
        return Reach::Unknown;
    };
    let target = indicator.target.0;
    let reached = match indicator.direction.unwrap_or(Direction::Higher) {
        Direction::Higher => value >= target,
        Direction::Lower => value <= target,
        Direction::Equal => (value - target).abs() < 1e-9,
    };
    if reached {
        return Reach::Reached;
    }
    let Some(baseline) = indicator.baseline.map(|b| b.0) else {
        return Reach::Progressing;
    };
    let way = target - baseline;
    let gone = if way.abs() < f64::EPSILON { 0.0 } else { (value - baseline) / way };
    // A tenth of the way is left for the unevenness of real work.
    if gone + 0.1 >= elapsed { Reach::Progressing } else { Reach::Behind }
}

/// The share of a plan's time that has passed on a day, 0 to 1.
pub fn elapsed(plan: &Plan, day: Date) -> f64 {
    let days = |from: Date, to: Date| f64::from((to - from).get_days());
    let whole = days(plan.period.start.0, plan.period.end.0);
    if whole <= 0.0 {
        return 1.0;
    }
    (days(plan.period.start.0, day) / whole).clamp(0.0, 1.0)
}
