//! A plan: its tables, where it stands, its report page; and what one progress report says.

use super::blocks::{text, texts};
use super::numbers::{date_words, number, signed, yuan};
use super::shell::Heading;
use super::{Content, Views};
use crate::chart::{self, Bullet, Cell, Frame, Heat, History, Mark, Stacked, Timeline, Width};
use crate::config::limits::MATRIX_COLUMNS;
use crate::diagnostic::Language;
use crate::document::plan::{Direction, Indicator, Scope, Task};
use crate::document::progress::TaskState;
use crate::document::{Kind, Plan, Progress};
use crate::site::{
    DocumentId, Extract, IndicatorStanding, Reach, Relation, Sample, Standing, TaskStanding,
    UnitId, elapsed, reach,
};
use crate::view::lens::Head;
use crate::view::{
    Blocks, Budget, BudgetRow, Count, Download, Html, IndicatorGroup, IndicatorRow, Link, Matrix,
    MatrixRow, PhaseRow, Phases, Point, ProgressReading, RankRow, Ranking, ReportView, State,
    TaskGroup, TaskRow, View,
};
use jiff::civil::Date;

fn day_number(date: Date) -> f64 {
    f64::from((date - Date::constant(2000, 1, 1)).get_days())
}

impl Views<'_> {
    fn standing(&self, id: DocumentId) -> Option<&Standing> {
        self.site.standing(id)
    }

    pub(super) fn plan_blocks(&self, id: DocumentId, plan: &Plan, blocks: Blocks) -> Blocks {
        let Some(standing) = self.standing(id) else {
            return blocks;
        };
        Blocks {
            tasks: plan
                .tasks
                .iter()
                .zip(&standing.tasks)
                .map(|(task, now)| self.task(task, now, None))
                .collect(),
            phases: self.phases(id, plan),
            indicators: self.indicator_groups(id, plan, standing),
            budget: self.budget(id, plan, standing),
            basis: texts(&plan.basis),
            goals: texts(&plan.goals),
            safeguards: texts(&plan.safeguards),
            ..blocks
        }
    }

    fn task_state(&self, state: TaskState) -> State {
        let en = match state {
            TaskState::NotStarted => "not started",
            TaskState::Ongoing => "ongoing",
            TaskState::Done => "done",
            TaskState::Overdue => "overdue",
        };
        State { code: state.name(), name: self.pick(state.alias(), en).to_owned() }
    }

    pub(super) fn task(&self, task: &Task, now: &TaskStanding, plan: Option<Link>) -> TaskRow {
        TaskRow {
            id: task.id.value.to_string(),
            anchor: format!("task-{}", anchor(&task.id.value)),
            title: task.title.to_string(),
            lead: task.lead.iter().map(|u| self.unit_named(u)).collect(),
            support: task.support.iter().map(|u| self.unit_named(u)).collect(),
            due: task.due.map(|d| d.to_string()).unwrap_or_default(),
            deliverable: text(&task.deliverable),
            state: self.task_state(now.state),
            done: now.done.map(number).unwrap_or_default(),
            note: now.note.clone().unwrap_or_default(),
            plan,
        }
    }

    fn phases(&self, id: DocumentId, plan: &Plan) -> Option<Phases> {
        if plan.phases.is_empty() {
            return None;
        }
        let today = self.site.today();
        let mut stages: Vec<_> = plan.phases.iter().collect();
        stages.sort_by_key(|p| (p.start, p.end));
        let rows: Vec<PhaseRow> = stages
            .iter()
            .map(|stage| {
                let (code, zh, en) = match (stage.end.0 < today, stage.start.0 > today) {
                    (true, _) => ("past", "已结束", "past"),
                    (_, true) => ("future", "未开始", "ahead"),
                    _ => ("current", "进行中", "current"),
                };
                PhaseRow {
                    name: stage.name.to_string(),
                    start: stage.start.to_string(),
                    end: stage.end.to_string(),
                    what: text(&stage.what),
                    state: State { code, name: self.pick(zh, en).to_owned() },
                }
            })
            .collect();
        let drawn: Vec<chart::Phase<'_>> = stages
            .iter()
            .zip(&rows)
            .map(|(stage, row)| chart::Phase {
                name: &row.name,
                start_day: day_number(stage.start.0),
                end_day: day_number(stage.end.0),
                start_text: &row.start,
                end_text: &row.end,
                state: match row.state.code {
                    "past" => chart::State::Past,
                    "future" => chart::State::Future,
                    _ => chart::State::Current,
                },
            })
            .collect();
        let inside = plan.period.start.0 <= today && today <= plan.period.end.0;
        let label = format!("{} {today}", self.pick("今天", "today"));
        let mark = inside.then(|| chart::Today { day: day_number(today), label: &label });
        let frame_id = format!("phases-{}", self.mark(id));
        let title = self.pick("实施步骤时间线", "Timeline of phases").to_owned();
        let desc = rows
            .iter()
            .map(|r| format!("{} {}—{}", r.name, r.start, r.end))
            .collect::<Vec<_>>()
            .join(self.pick("；", "; "));
        let chart = chart::pair(|width| {
            Timeline {
                frame: Frame { id: &frame_id, title: &title, desc: &desc, width },
                phases: &drawn,
                today: mark,
            }
            .render()
        });
        Some(Phases { rows, chart: Html(chart) })
    }

    fn indicator_groups(
        &self,
        id: DocumentId,
        plan: &Plan,
        standing: &Standing,
    ) -> Vec<IndicatorGroup> {
        let mut groups: Vec<IndicatorGroup> = Vec::new();
        for (position, (indicator, now)) in
            plan.indicators.iter().zip(&standing.indicators).enumerate()
        {
            let name = text(&indicator.group);
            let row = self.indicator(
                &format!("{}-{position}", self.mark(id)),
                plan,
                indicator,
                &county_samples(indicator, now),
            );
            match groups.last_mut().filter(|g| g.name == name) {
                Some(group) => group.rows.push(row),
                None => groups.push(IndicatorGroup { name, rows: vec![row] }),
            }
        }
        groups
    }

    fn reach_state(&self, reach: Reach) -> State {
        let (code, zh, en) = match reach {
            Reach::Reached => ("reached", "已达标", "reached"),
            Reach::Progressing => ("progressing", "推进中", "on the way"),
            Reach::Behind => ("behind", "滞后", "behind"),
            Reach::Unknown => ("unknown", "暂无数据", "no data yet"),
        };
        State { code, name: self.pick(zh, en).to_owned() }
    }

    /// `key` tells the charts of one page apart.
    fn indicator(
        &self,
        key: &str,
        plan: &Plan,
        indicator: &Indicator,
        samples: &[Sample],
    ) -> IndicatorRow {
        let last = samples.last();
        let value = last.map(|s| s.value);
        let day = last.map_or(self.site.today(), |s| s.date);
        let reached = reach(indicator, value, elapsed(plan, day));
        let unit = text(&indicator.unit);
        let change = match samples {
            [.., before, now] => signed(now.value - before.value),
            _ => String::new(),
        };
        IndicatorRow {
            id: indicator.id.value.to_string(),
            anchor: format!("indicator-{}", anchor(&indicator.id.value)),
            name: indicator.name.to_string(),
            baseline: indicator.baseline.map(|b| number(b.0)).unwrap_or_default(),
            target: target_words(indicator),
            value: value.map(number).unwrap_or_default(),
            as_of: last.map(|s| s.date.to_string()).unwrap_or_default(),
            change,
            state: self.reach_state(reached),
            chart: Html(self.bullet(key, indicator, value, reached)),
            history: Html(self.history(key, indicator, samples)),
            points: samples
                .iter()
                .map(|s| Point { date: s.date.to_string(), value: number(s.value) })
                .collect(),
            unit,
        }
    }

    fn bullet(
        &self,
        key: &str,
        indicator: &Indicator,
        value: Option<f64>,
        reached: Reach,
    ) -> String {
        let unit = text(&indicator.unit);
        let now = value.map_or_else(
            || self.pick("暂无数据", "no data").to_owned(),
            |v| format!("{}{unit}", number(v)),
        );
        let desc = match self.site.settings.language {
            Language::Chinese => format!("当前{now}，目标{}{unit}。", target_words(indicator)),
            Language::English => format!("Now {now}, target {} {unit}.", target_words(indicator)),
        };
        let id = format!("bullet-{key}");
        Bullet {
            frame: Frame { id: &id, title: &indicator.name, desc: &desc, width: Width::Narrow },
            baseline: indicator.baseline.map(|b| b.0),
            value,
            target: indicator.target.0,
            direction: match indicator.direction.unwrap_or(Direction::Higher) {
                Direction::Higher => chart::Direction::Higher,
                Direction::Lower => chart::Direction::Lower,
                Direction::Equal => chart::Direction::Equal,
            },
            unit: &unit,
            reached: reached == Reach::Reached,
        }
        .render()
    }

    fn history(&self, key: &str, indicator: &Indicator, samples: &[Sample]) -> String {
        if samples.len() < 2 {
            return String::new();
        }
        let labels: Vec<String> = samples
            .iter()
            .map(|s| match self.site.settings.language {
                Language::Chinese => format!("{}月{}日", s.date.month(), s.date.day()),
                Language::English => format!("{:02}-{:02}", s.date.month(), s.date.day()),
            })
            .collect();
        let points: Vec<chart::Point<'_>> = samples
            .iter()
            .zip(&labels)
            .map(|(s, label)| chart::Point { label, x: day_number(s.date), y: Some(s.value) })
            .collect();
        let unit = text(&indicator.unit);
        let mark = format!("{} {}{unit}", self.pick("目标", "target"), number(indicator.target.0));
        let (first, last) = (&samples[0], &samples[samples.len() - 1]);
        let desc = match self.site.settings.language {
            Language::Chinese => {
                format!("由{}{unit}到{}{unit}，{mark}。", number(first.value), number(last.value))
            }
            Language::English => {
                format!("From {} to {} {unit}, {mark}.", number(first.value), number(last.value))
            }
        };
        let id = format!("history-{key}");
        History {
            frame: Frame { id: &id, title: &indicator.name, desc: &desc, width: Width::Narrow },
            unit: &unit,
            points: &points,
            target: Some(Mark { value: indicator.target.0, label: &mark }),
            baseline: None,
        }
        .render()
    }

    fn budget(&self, id: DocumentId, plan: &Plan, standing: &Standing) -> Option<Budget> {
        if plan.budget.is_empty() {
            return None;
        }
        let language = self.site.settings.language;
        let rows: Vec<BudgetRow> = plan
            .budget
            .iter()
            .map(|funds| {
                let spent = standing.spent.get(&*funds.source).copied();
                BudgetRow {
                    source: funds.source.to_string(),
                    amount: yuan(funds.amount.0, language),
                    purpose: text(&funds.purpose),
                    spent: spent.map(|s| yuan(s, language)).unwrap_or_default(),
                    percent: spent.map(|s| percent(s, funds.amount.0)).unwrap_or_default(),
                }
            })
            .collect();
        let total: f64 = plan.budget.iter().map(|f| f.amount.0).sum();
        let spent: f64 = standing.spent.values().sum();
        let any = !standing.spent.is_empty();
        let items: Vec<chart::BudgetItem<'_>> = plan
            .budget
            .iter()
            .zip(&rows)
            .map(|(funds, row)| chart::BudgetItem {
                label: &row.source,
                amount_text: &row.amount,
                amount: funds.amount.0,
                spent: standing.spent.get(&*funds.source).copied(),
                spent_text: &row.spent,
            })
            .collect();
        let title = self.pick("经费与支出", "Budget and spending").to_owned();
        let desc = match (language, any) {
            (Language::Chinese, true) => {
                format!("共{}，已支出{}。", yuan(total, language), yuan(spent, language))
            }
            (Language::Chinese, false) => format!("共{}。", yuan(total, language)),
            (Language::English, true) => {
                format!("{} in all, {} spent.", yuan(total, language), yuan(spent, language))
            }
            (Language::English, false) => format!("{} in all.", yuan(total, language)),
        };
        let frame_id = format!("budget-{}", self.mark(id));
        let legend = chart::BudgetLegend {
            amount: self.pick("预算", "budget"),
            spent: self.pick("已支出", "spent"),
        };
        let chart = chart::pair(|width| {
            chart::Budget {
                frame: Frame { id: &frame_id, title: &title, desc: &desc, width },
                legend,
                items: &items,
            }
            .render()
        });
        Some(Budget {
            rows,
            total: yuan(total, language),
            spent: if any { yuan(spent, language) } else { String::new() },
            percent: if any { percent(spent, total) } else { String::new() },
            chart: Html(chart),
        })
    }

    /// What one report says.
    pub(super) fn reading(&self, id: DocumentId, progress: &Progress) -> Option<ProgressReading> {
        let plan_id = *self.site.to(id, Relation::ReportsOn).first()?;
        let Kind::Plan(plan) = &self.site.document(plan_id).kind else {
            return None;
        };
        // Everything up to this report, seen on its own day: what it said then stays what it says.
        let upto = self.reports_upto(plan_id, id);
        let clock = progress.as_of.0.to_datetime(jiff::civil::Time::midnight());
        let standing = crate::site::standing(plan, &upto, clock, self.site.unit_names());
        let named = |i: &Indicator| {
            progress.values.iter().any(|v| v.unit.is_none() && *v.indicator.value == *i.id.value)
        };
        let county = |(position, (i, now)): (usize, (&Indicator, &IndicatorStanding))| {
            named(i).then(|| {
                self.indicator(&format!("{}-{position}", self.mark(id)), plan, i, &now.samples)
            })
        };
        let told = |t: &Task| progress.tasks.iter().any(|p| *p.task.value == *t.id.value);
        Some(ProgressReading {
            plan: self.document_link(plan_id),
            as_of: date_words(progress.as_of.0, self.site.settings.language),
            indicators: plan
                .indicators
                .iter()
                .zip(&standing.indicators)
                .enumerate()
                .filter_map(county)
                .collect(),
            tasks: plan
                .tasks
                .iter()
                .zip(&standing.tasks)
                .filter(|(t, _)| told(t))
                .map(|(t, now)| self.task(t, now, None))
                .collect(),
            budget: if progress.spent.is_empty() { None } else { self.budget(id, plan, &standing) },
            matrix: if progress.by_unit.is_empty() {
                None
            } else {
                self.matrix(id, plan, &standing, Some(progress.as_of.0))
            },
        })
    }

    fn reports_upto(&self, plan: DocumentId, last: DocumentId) -> Vec<(DocumentId, &Progress)> {
        let reports = self.standing(plan).map(|s| s.reports.as_slice()).unwrap_or_default();
        let upto = reports.iter().position(|r| *r == last).map_or(0, |at| at + 1);
        reports[..upto]
            .iter()
            .filter_map(|id| match &self.site.document(*id).kind {
                Kind::Progress(progress) => Some((*id, &**progress)),
                _ => None,
            })
            .collect()
    }

    /// Units by indicators; only the values of one day when `day` is given.
    fn matrix(
        &self,
        id: DocumentId,
        plan: &Plan,
        standing: &Standing,
        day: Option<Date>,
    ) -> Option<Matrix> {
        let columns: Vec<(&Indicator, &IndicatorStanding)> = plan
            .indicators
            .iter()
            .zip(&standing.indicators)
            .filter(|(_, now)| !now.by_unit.is_empty())
            .take(MATRIX_COLUMNS)
            .collect();
        let mut units: Vec<UnitId> =
            columns.iter().flat_map(|(_, now)| now.by_unit.keys().copied()).collect();
        units.sort_unstable();
        units.dedup();
        if units.is_empty() {
            return None;
        }
        let latest = |now: &IndicatorStanding, unit: UnitId| {
            let last = now.by_unit.get(&unit)?.last().copied()?;
            day.is_none_or(|d| d == last.date).then_some(last)
        };
        let heads: Vec<String> = columns.iter().map(|(i, _)| with_unit(i)).collect();
        let rows: Vec<MatrixRow> = units
            .iter()
            .map(|unit| MatrixRow {
                unit: self.unit_link(*unit),
                cells: columns
                    .iter()
                    .map(|(_, now)| latest(now, *unit).map(|s| number(s.value)).unwrap_or_default())
                    .collect(),
            })
            .collect();
        let cells: Vec<Vec<Cell<'_>>> = units
            .iter()
            .zip(&rows)
            .map(|(unit, row)| {
                columns
                    .iter()
                    .zip(&row.cells)
                    .map(|((indicator, now), text)| Cell {
                        text,
                        level: latest(now, *unit).map(|s| level(indicator, s.value)),
                    })
                    .collect()
            })
            .collect();
        let names: Vec<&str> = rows.iter().map(|r| r.unit.name.as_str()).collect();
        let column_names: Vec<&str> = heads.iter().map(String::as_str).collect();
        let title = self.pick("各单位指标完成情况", "Indicators by unit").to_owned();
        let desc = self.pick("行是单位，列是指标，颜色越深越接近目标；数值见下表。", "Rows are units, columns are indicators; the darker, the nearer to the target. The values stand in the table below.").to_owned();
        let frame_id = format!("matrix-{}", self.mark(id));
        let chart = Heat {
            frame: Frame { id: &frame_id, title: &title, desc: &desc, width: Width::Wide },
            rows: &names,
            columns: &column_names,
            cells: &cells,
        }
        .render();
        Some(Matrix { chart: Html(chart), columns: heads, rows })
    }

    fn rankings(&self, id: DocumentId, plan: &Plan, standing: &Standing) -> Vec<Ranking> {
        let by_unit = plan
            .indicators
            .iter()
            .zip(&standing.indicators)
            .enumerate()
            .filter(|(_, (_, now))| now.by_unit.len() > 1);
        by_unit
            .map(|(position, (indicator, now))| {
                self.ranking(&format!("ranking-{}-{position}", self.mark(id)), indicator, now)
            })
            .collect()
    }

    fn ranking(&self, frame_id: &str, indicator: &Indicator, now: &IndicatorStanding) -> Ranking {
        let mut values: Vec<(UnitId, f64)> = now
            .by_unit
            .iter()
            .filter_map(|(unit, samples)| Some((*unit, samples.last()?.value)))
            .collect();
        let lower = indicator.direction == Some(Direction::Lower);
        values.sort_by(|a, b| {
            if lower { a.1.total_cmp(&b.1) } else { b.1.total_cmp(&a.1) }.then(a.0.cmp(&b.0))
        });
        let rows: Vec<RankRow> = values
            .iter()
            .map(|(unit, value)| {
                let ahead = values
                    .iter()
                    .filter(|(_, other)| if lower { other < value } else { other > value })
                    .count();
                let tied = values.iter().filter(|(_, other)| other == value).count() > 1;
                let rank = ahead + 1;
                RankRow {
                    rank: match (tied, self.site.settings.language) {
                        (false, _) => rank.to_string(),
                        (true, Language::Chinese) => format!("并列{rank}"),
                        (true, Language::English) => format!("{rank} (tied)"),
                    },
                    unit: self.unit_link(*unit),
                    value: number(*value),
                }
            })
            .collect();
        let items: Vec<chart::Ranked<'_>> = rows
            .iter()
            .zip(&values)
            .map(|(row, (_, value))| chart::Ranked {
                name: &row.unit.name,
                value: *value,
                rank: &row.rank,
            })
            .collect();
        let unit = text(&indicator.unit);
        let label = format!("{} {}{unit}", self.pick("目标", "target"), number(indicator.target.0));
        let name = with_unit(indicator);
        let desc = match rows.first() {
            Some(first) => format!(
                "{}{} {}{unit}",
                self.pick("第一：", "First: "),
                first.unit.name,
                first.value
            ),
            None => String::new(),
        };
        let chart = chart::pair(|width| {
            chart::Ranking {
                frame: Frame { id: frame_id, title: &name, desc: &desc, width },
                unit: &unit,
                items: &items,
                target: Some(Mark { value: indicator.target.0, label: &label }),
            }
            .render()
        });
        Ranking { name: name.clone(), chart: Html(chart), rows }
    }

    /// Tasks by state, the overdue ones first; nothing where there are none.
    fn task_counts(&self, standing: &Standing) -> Vec<Count> {
        if standing.tasks.is_empty() {
            return Vec::new();
        }
        let order =
            [TaskState::Overdue, TaskState::Ongoing, TaskState::NotStarted, TaskState::Done];
        order
            .into_iter()
            .map(|state| Count {
                state: self.task_state(state),
                count: count(standing.tasks.iter().filter(|t| t.state == state).count()),
            })
            .collect()
    }

    fn task_chart(&self, id: DocumentId, counts: &[Count]) -> String {
        if counts.is_empty() {
            return String::new();
        }
        let parts: Vec<chart::Part<'_>> = counts
            .iter()
            .rev()
            .map(|c| chart::Part {
                label: &c.state.name,
                count: c.count.into(),
                class_suffix: match c.state.code {
                    "done" => "done",
                    "ongoing" => "doing",
                    "overdue" => "late",
                    _ => "todo",
                },
            })
            .collect();
        let title = self.pick("任务状态", "Tasks by state").to_owned();
        let desc = counts
            .iter()
            .rev()
            .map(|c| format!("{} {}", c.state.name, c.count))
            .collect::<Vec<_>>()
            .join(self.pick("，", ", "));
        let frame_id = format!("tasks-{}", self.mark(id));
        Stacked {
            frame: Frame { id: &frame_id, title: &title, desc: &desc, width: Width::Narrow },
            parts: &parts,
        }
        .render()
    }

    fn reach_counts(&self, groups: &[IndicatorGroup]) -> Vec<Count> {
        [Reach::Reached, Reach::Progressing, Reach::Behind, Reach::Unknown]
            .into_iter()
            .map(|reach| {
                let state = self.reach_state(reach);
                let of = groups
                    .iter()
                    .flat_map(|g| &g.rows)
                    .filter(|r| r.state.code == state.code)
                    .count();
                Count { state, count: count(of) }
            })
            .collect()
    }

    /// What the home page says of a plan under way.
    pub(super) fn glance(&self, id: DocumentId) -> Option<crate::view::PlanGlance> {
        let Kind::Plan(plan) = &self.site.document(id).kind else {
            return None;
        };
        let standing = self.standing(id)?;
        let reached = plan
            .indicators
            .iter()
            .zip(&standing.indicators)
            .filter(|(i, now)| {
                let samples = county_samples(i, now);
                reach(i, samples.last().map(|s| s.value), 0.0) == Reach::Reached
            })
            .count();
        let all = plan.indicators.len();
        let known = standing.as_of.is_some() && all > 0;
        let tasks = self.task_counts(standing);
        Some(crate::view::PlanGlance {
            card: self.shared(id),
            report: self.link(
                self.pick("进展报告", "Progress report"),
                &self.site.head(id).route.below("report/"),
            ),
            reached: if known { share(reached, all) } else { String::new() },
            ratio: if known { format!("{reached} / {all}") } else { String::new() },
            as_of: standing
                .as_of
                .map(|d| date_words(d, self.site.settings.language))
                .unwrap_or_default(),
            chart: Html(self.task_chart(id, &tasks)),
            tasks,
        })
    }

    /// A plan's report page.
    pub(super) fn report(&self, id: DocumentId) -> Option<View> {
        let Kind::Plan(plan) = &self.site.document(id).kind else {
            return None;
        };
        let standing = self.standing(id)?;
        let indicators = self.indicator_groups(id, plan, standing);
        let counts = match plan.indicators.is_empty() {
            true => Vec::new(),
            false => self.reach_counts(&indicators),
        };
        let task_counts = self.task_counts(standing);
        let tasks: Vec<TaskRow> = plan
            .tasks
            .iter()
            .zip(&standing.tasks)
            .map(|(t, now)| self.task(t, now, None))
            .collect();
        let reached = counts.first().map_or(0, |c| c.count as usize);
        let view = ReportView {
            plan: self.shared(id),
            as_of: standing
                .as_of
                .map(|d| date_words(d, self.site.settings.language))
                .unwrap_or_default(),
            reached: if plan.indicators.is_empty() || standing.as_of.is_none() {
                String::new()
            } else {
                share(reached, plan.indicators.len())
            },
            indicator_counts: counts,
            task_chart: Html(self.task_chart(id, &task_counts)),
            tasks: task_counts
                .iter()
                .map(|c| TaskGroup {
                    state: c.state.clone(),
                    tasks: tasks.iter().filter(|t| t.state.code == c.state.code).cloned().collect(),
                })
                .filter(|g| !g.tasks.is_empty())
                .collect(),
            task_counts,
            indicators,
            matrix: self.matrix(id, plan, standing, None),
            rankings: self.rankings(id, plan, standing),
            phases: self.phases(id, plan),
            budget: self.budget(id, plan, standing),
            changes: self.changes(id, plan),
            sources: self.shared_all(standing.reports.iter().rev().copied()),
            downloads: self.downloads(id),
        };
        let Head { title, route, .. } = self.site.head(id);
        let column = self.site.place(id).column.map(|c| self.site.column(c));
        let mut above: Vec<Link> =
            column.as_ref().map(|c| self.link(c.name, c.route)).into_iter().collect();
        above.push(self.link(title, route));
        let route = route.below("report/");
        let heading = Heading {
            above,
            section: column.map(|c| self.site.url(c.route)).unwrap_or_default(),
            description: format!(
                "{title}{}",
                self.pick("：指标、任务、经费的进展", ": progress of indicators, tasks and money")
            ),
            ..Heading::new(
                "report",
                &route,
                format!("{title}{}", self.pick("进展报告", ": progress report")),
            )
        };
        Some(self.page(heading, Content::new("report", view)))
    }

    /// What changed since the report before the last, in sentences.
    fn changes(&self, id: DocumentId, plan: &Plan) -> Vec<String> {
        let reports = self.standing(id).map(|s| s.reports.as_slice()).unwrap_or_default();
        let [.., before, last] = reports else {
            return Vec::new();
        };
        let at = |report: DocumentId| {
            let upto = self.reports_upto(id, report);
            let day = upto.last().map_or_else(|| self.site.today(), |(_, p)| p.as_of.0);
            let clock = day.to_datetime(jiff::civil::Time::midnight());
            crate::site::standing(plan, &upto, clock, self.site.unit_names())
        };
        let (before, last) = (at(*before), at(*last));
        let mut changes = Vec::new();
        for (indicator, (was, now)) in
            plan.indicators.iter().zip(before.indicators.iter().zip(&last.indicators))
        {
            let (Some(a), Some(b)) = (was.last(), now.last()) else {
                continue;
            };
            if (a.value - b.value).abs() > 1e-9 {
                let unit = text(&indicator.unit);
                let (name, from, to, by) =
                    (&indicator.name, number(a.value), number(b.value), signed(b.value - a.value));
                changes.push(match self.site.settings.language {
                    Language::Chinese => format!("{name}：{from}{unit} → {to}{unit}（{by}）"),
                    Language::English => format!("{name}: {from} → {to} {unit} ({by})"),
                });
            }
        }
        for (task, (was, now)) in plan.tasks.iter().zip(before.tasks.iter().zip(&last.tasks)) {
            if was.state != now.state {
                let (from, to) = (self.task_state(was.state).name, self.task_state(now.state).name);
                let (id, title) = (&task.id.value, &task.title);
                changes.push(match self.site.settings.language {
                    Language::Chinese => format!("任务{id}“{title}”：{from} → {to}"),
                    Language::English => format!("Task {id}, {title}: {from} → {to}"),
                });
            }
        }
        changes
    }

    /// The data files of a document.
    pub(super) fn downloads(&self, id: DocumentId) -> Vec<Download> {
        let route = self.site.head(id).route;
        let row = |extract: Extract| {
            let (zh, en, format) = match extract {
                Extract::TasksCsv => ("任务分解", "Tasks", "CSV"),
                Extract::TasksJson => ("任务分解", "Tasks", "JSON"),
                Extract::IndicatorsCsv => ("指标", "Indicators", "CSV"),
                Extract::IndicatorsJson => ("指标", "Indicators", "JSON"),
                Extract::MembersCsv => ("成员名单", "Members", "CSV"),
                Extract::HistoryCsv => ("各期指标数值", "Indicator values over time", "CSV"),
                Extract::Calendar => ("会议日程", "Meeting", "ICS"),
            };
            Download {
                title: self.pick(zh, en).to_owned(),
                url: self.site.url(&route.below(extract.file_name())),
                size: String::new(),
                format: format.to_owned(),
            }
        };
        self.site.extracts(id).into_iter().map(row).collect()
    }

    /// A unit's values in a plan, against the plan's targets.
    pub(super) fn unit_indicators(
        &self,
        plan_id: DocumentId,
        unit: UnitId,
    ) -> Option<crate::view::UnitIndicators> {
        let Kind::Plan(plan) = &self.site.document(plan_id).kind else {
            return None;
        };
        let standing = self.standing(plan_id)?;
        let rows: Vec<IndicatorRow> = plan
            .indicators
            .iter()
            .zip(&standing.indicators)
            .enumerate()
            .filter_map(|(position, (indicator, now))| {
                let samples = now.by_unit.get(&unit)?;
                Some(self.indicator(
                    &format!("{}-{position}", self.mark(plan_id)),
                    plan,
                    indicator,
                    samples,
                ))
            })
            .collect();
        let head = self.site.head(plan_id);
        (!rows.is_empty()).then(|| crate::view::UnitIndicators {
            plan: self.link(head.title, &head.route.below("report/")),
            as_of: standing
                .as_of
                .map(|d| date_words(d, self.site.settings.language))
                .unwrap_or_default(),
            rows,
        })
    }
}

/// The county's values; of an indicator that only units report, their mean on each day.
fn county_samples(indicator: &Indicator, now: &IndicatorStanding) -> Vec<Sample> {
    if !now.samples.is_empty() || indicator.scope != Some(Scope::Units) {
        return now.samples.clone();
    }
    let mut days: std::collections::BTreeMap<Date, (f64, u32)> = std::collections::BTreeMap::new();
    for sample in now.by_unit.values().flatten() {
        let day = days.entry(sample.date).or_insert((0.0, 0));
        *day = (day.0 + sample.value, day.1 + 1);
    }
    days.into_iter()
        .map(|(date, (sum, count))| Sample { date, value: sum / f64::from(count) })
        .collect()
}

/// 0 (far) to 5 (reached) for the colour of a cell.
fn level(indicator: &Indicator, value: f64) -> u8 {
    if reach(indicator, Some(value), 0.0) == Reach::Reached {
        return 5;
    }
    let target = indicator.target.0;
    let start = indicator.baseline.map_or(0.0, |b| b.0);
    let way = target - start;
    let gone = if way.abs() < f64::EPSILON { 0.0 } else { ((value - start) / way).clamp(0.0, 1.0) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 4")]
    let level = (gone * 5.0).floor().clamp(0.0, 4.0) as u8;
    level
}

fn target_words(indicator: &Indicator) -> String {
    let sign = match indicator.direction.unwrap_or(Direction::Higher) {
        Direction::Higher => "≥",
        Direction::Lower => "≤",
        Direction::Equal => "=",
    };
    format!("{sign}{}", number(indicator.target.0))
}

fn with_unit(indicator: &Indicator) -> String {
    match &indicator.unit {
        Some(unit) => format!("{}（{unit}）", indicator.name),
        None => indicator.name.to_string(),
    }
}

/// An id as part of an anchor.
pub(super) fn anchor(id: &str) -> String {
    id.chars().map(|c| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect()
}

fn percent(part: f64, whole: f64) -> String {
    if whole > 0.0 { number((part / whole * 1000.0).round() / 10.0) } else { String::new() }
}

#[expect(clippy::cast_precision_loss, reason = "counts of indicators are small")]
fn share(part: usize, whole: usize) -> String {
    number((part as f64 / whole as f64 * 1000.0).round() / 10.0)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
