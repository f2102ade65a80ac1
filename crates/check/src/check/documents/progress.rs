//! 进展: figures held against the plan, against the figures before them, and against each other. A slip of the hand looks
//! like a figure: 950 for 95.0, a township that was left out, a sum that has become less.

use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::document::plan::{Direction, Indicator};
use crate::document::{Document, Kind, Plan, Progress};
use crate::say;
use crate::site::{DocumentId, Site, UnitId};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// So many times the figure before is a slip of the decimal point, or of a key: ten times, but for what was rounded.
const JUMP: f64 = 9.5;

/// What is wrong with the figures of each report.
pub(super) fn by_report(site: &Site) -> HashMap<DocumentId, Vec<Diagnostic>> {
    let mut found = HashMap::new();
    for (id, standing) in &site.standings {
        let Kind::Plan(plan) = &site.document(*id).kind else {
            continue;
        };
        let mut before = Before::of(plan);
        for report in &standing.reports {
            let document = site.document(*report);
            if let Kind::Progress(progress) = &document.kind {
                found.insert(*report, before.report(site, plan, document, progress));
            }
        }
    }
    found
}

/// Whose figure it is: an indicator of the county or of a unit.
type Whose<'s> = (&'s str, Option<UnitId>);

/// A figure of a report, with where it stands.
struct Figure<'s> {
    whose: Whose<'s>,
    /// The unit's name as it is written; empty for the county.
    unit: &'s str,
    value: f64,
    span: Span,
}

/// What the reports before have said.
#[derive(Default)]
struct Before<'s> {
    figures: HashMap<Whose<'s>, f64>,
    /// The units that the last report had, by indicator.
    units: HashMap<&'s str, BTreeSet<UnitId>>,
    tasks: HashMap<&'s str, f64>,
    spent: HashMap<&'s str, f64>,
}

impl<'s> Before<'s> {
    /// Before the first report stands what the plan began with.
    fn of(plan: &'s Plan) -> Self {
        let begun = plan
            .indicators
            .iter()
            .filter_map(|indicator| Some(((&*indicator.id.value, None), indicator.baseline?.0)));
        Self { figures: begun.collect(), ..Self::default() }
    }

    fn report(
        &mut self,
        site: &'s Site,
        plan: &'s Plan,
        document: &'s Document,
        progress: &'s Progress,
    ) -> Vec<Diagnostic> {
        let source = &document.source;
        let figures = figures(site, progress);
        let mut found = twice(source, &figures);
        found.extend(twice_done(source, progress));
        for figure in &figures {
            let id = figure.whose.0;
            if let Some(indicator) = plan.indicators.iter().find(|one| *one.id.value == *id) {
                found.extend(self.figure(source, indicator, figure));
            }
        }
        found.extend(self.left_out(site, source, &figures));
        found.extend(self.done(source, plan, progress));
        found.extend(self.spent(source, progress));
        for figure in &figures {
            self.figures.insert(figure.whose, figure.value);
        }
        found
    }

    /// One fault a figure: what is out of its range has jumped, too.
    fn figure(
        &self,
        source: &Arc<Source>,
        indicator: &Indicator,
        figure: &Figure<'_>,
    ) -> Option<Diagnostic> {
        let before = self.figures.get(&figure.whose).copied();
        let (code, words) = out_of_range(indicator, figure)
            .or_else(|| fallen(indicator, figure, before?))
            .or_else(|| jumped(&named(indicator, figure), before?, figure.value))?;
        Some(Diagnostic::warning(code, words).at(source, figure.span))
    }

    /// Units that reported before, or others of whose class nearly all report.
    fn left_out(
        &mut self,
        site: &Site,
        source: &Arc<Source>,
        figures: &[Figure<'s>],
    ) -> Vec<Diagnostic> {
        let mut here: HashMap<&str, (BTreeSet<UnitId>, Span)> = HashMap::new();
        for figure in figures {
            if let (id, Some(unit)) = figure.whose {
                here.entry(id).or_insert_with(|| (BTreeSet::new(), figure.span)).0.insert(unit);
            }
        }
        let mut found = Vec::new();
        for (id, (units, span)) in here {
            let mut expected = of_their_class(site, &units);
            expected.extend(self.units.get(id).into_iter().flatten());
            let missing: Vec<&str> = expected
                .difference(&units)
                .map(|unit| &*site.units[unit.index()].entry.name.value)
                .collect();
            if !missing.is_empty() {
                let words = left_out(id, &missing);
                found.push(Diagnostic::warning(Code::FigureMissing, words).at(source, span));
            }
            self.units.insert(id, units);
        }
        found
    }

    /// 完成率: what is done stays done.
    fn done(
        &mut self,
        source: &Arc<Source>,
        plan: &Plan,
        progress: &'s Progress,
    ) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for row in &progress.tasks {
            let (id, Some(done)) = (&*row.task.value, row.done) else {
                continue;
            };
            let title = plan.tasks.iter().find(|task| *task.id.value == *id);
            let name = title.map_or(id, |task| &*task.title);
            let before = self.tasks.insert(id, done.0);
            if let Some(before) = before.filter(|before| done.0 < *before) {
                let now = done.0;
                let words = say!(
                    "任务“{name}”的完成率比上一次少了：从 {before} 到 {now}",
                    "the task {name} is less done than before: from {before} to {now} %"
                );
                found.push(Diagnostic::warning(Code::FigureFalls, words).at(source, row.task.span));
            }
        }
        found
    }

    /// 累计支出: what is spent stays spent.
    fn spent(&mut self, source: &Arc<Source>, progress: &'s Progress) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for row in &progress.spent {
            let (name, now) = (&*row.source.value, row.amount.0);
            let Some(before) = self.spent.insert(name, now) else {
                continue;
            };
            let fault = match now < before {
                true => Some((
                    Code::FigureFalls,
                    say!(
                        "“{name}”的累计支出比上一次少了：从 {before} 元到 {now} 元",
                        "less is spent of {name} than before: from {before} to {now} yuan"
                    ),
                )),
                false => jumped(&say!("“{name}”的支出", "what is spent of {name}"), before, now),
            };
            let place = row.source.span;
            found.extend(
                fault.map(|(code, words)| Diagnostic::warning(code, words).at(source, place)),
            );
        }
        found
    }
}

/// The figures of a report in their order: of the county, and of the units.
fn figures<'s>(site: &Site, progress: &'s Progress) -> Vec<Figure<'s>> {
    let unit_id = |name: &str| site.lookup().units().id(name);
    let of_county = progress.values.iter().map(|row| {
        let unit = row.unit.as_ref();
        Figure {
            whose: (&*row.indicator.value, unit.and_then(|unit| unit_id(&unit.text))),
            unit: unit.map_or("", |unit| &unit.text),
            value: row.value.0,
            span: unit.map_or(row.indicator.span, |unit| unit.span),
        }
    });
    let of_units = progress.by_unit.iter().flat_map(move |list| {
        list.values.iter().map(move |row| Figure {
            whose: (&*list.indicator.value, site.lookup().units().id(&row.unit.text)),
            unit: &row.unit.text,
            value: row.value.0,
            span: row.unit.span,
        })
    });
    of_county.chain(of_units).collect()
}

fn named(indicator: &Indicator, figure: &Figure<'_>) -> Words {
    let (name, unit) = (&indicator.name, figure.unit);
    match unit.is_empty() {
        true => say!("“{name}”", "{name}"),
        false => say!("“{name}”（{unit}）", "{name} ({unit})"),
    }
}

/// The same figure given twice: the page would show the last.
fn twice(source: &Arc<Source>, figures: &[Figure<'_>]) -> Vec<Diagnostic> {
    let mut seen: HashMap<(&str, &str), Span> = HashMap::new();
    let mut found = Vec::new();
    for figure in figures {
        let (id, unit) = (figure.whose.0, figure.unit);
        if let Some(before) = seen.insert((id, unit), figure.span) {
            let words = match unit.is_empty() {
                true => say!("指标“{id}”报了两次", "the indicator {id} is reported twice"),
                false => {
                    say!("指标“{id}”里“{unit}”报了两次", "{unit} is reported twice for {id}")
                }
            };
            found.push(again(source, figure.span, before, words));
        }
    }
    found
}

/// The same of tasks and of money.
fn twice_done(source: &Arc<Source>, progress: &Progress) -> Vec<Diagnostic> {
    let tasks = progress.tasks.iter().map(|row| (&row.task, true));
    let money = progress.spent.iter().map(|row| (&row.source, false));
    let mut seen: HashMap<(&str, bool), Span> = HashMap::new();
    let mut found = Vec::new();
    for (name, is_task) in tasks.chain(money) {
        if let Some(before) = seen.insert((&*name.value, is_task), name.span) {
            let text = &name.value;
            let words = match is_task {
                true => say!("任务“{text}”报了两次", "the task {text} is reported twice"),
                false => say!("资金来源“{text}”报了两次", "{text} is reported twice"),
            };
            found.push(again(source, name.span, before, words));
        }
    }
    found
}

fn again(source: &Arc<Source>, here: Span, before: Span, words: Words) -> Diagnostic {
    Diagnostic::error(Code::FigureTwice, words)
        .with(source, here, say!("第二次", "the second time"))
        .with(source, before, say!("第一次在这里", "the first is here"))
}

/// What a share may come to: a hundred of a hundred. What grows may grow by more, and what the plan itself puts outside of that
/// is no share.
fn out_of_range(indicator: &Indicator, figure: &Figure<'_>) -> Option<(Code, Words)> {
    let unit = indicator.unit.as_deref()?.trim();
    let most = match unit {
        "%" | "％" | "百分比" | "百分点" => 100.0,
        "‰" | "千分比" => 1000.0,
        _ => return None,
    };
    let fits = |value: f64| (0.0..=most).contains(&value);
    let is_share = fits(indicator.target.0) && indicator.baseline.is_none_or(|n| fits(n.0));
    if fits(figure.value) || !is_share || indicator.name.contains('增') || unit == "百分点" {
        return None;
    }
    let (Words { zh, en }, value) = (named(indicator, figure), figure.value);
    Some((
        Code::FigureRange,
        say!(
            "{zh}的计量单位是 {unit}，{value} 不在 0 到 {most} 之间",
            "{en} is measured in {unit}: {value} is not between 0 and {most}"
        ),
    ))
}

/// What is said of things that were done, and stay done.
const DONE: [&str; 14] = [
    "累计", "总计", "建成", "新建", "新增", "完成", "改造", "投入", "支出", "发放", "培训", "办结",
    "创建", "开展",
];

/// 累计: a sum that can only rise. A share of what is to be done may fall, when more is to be done.
fn fallen(indicator: &Indicator, figure: &Figure<'_>, before: f64) -> Option<(Code, Words)> {
    let unit = indicator.unit.as_deref().unwrap_or_default();
    let is_share = unit.contains(['%', '％', '‰']) || indicator.name.ends_with('率');
    let only_rises = !is_share && DONE.iter().any(|done| indicator.name.contains(done));
    let rises = !matches!(indicator.direction, Some(Direction::Lower));
    if !only_rises || !rises || figure.value >= before {
        return None;
    }
    let (Words { zh, en }, now) = (named(indicator, figure), figure.value);
    Some((
        Code::FigureFalls,
        say!(
            "{zh}只会增加，却比上一次少了：从 {before} 到 {now}",
            "{en} can only rise, and is less than before: from {before} to {now}"
        ),
    ))
}

/// Ten times the figure before, or a tenth of it.
fn jumped(name: &Words, before: f64, now: f64) -> Option<(Code, Words)> {
    let (zh, en) = (&name.zh, &name.en);
    let words = match () {
        () if before > 0.0 && now >= before * JUMP => say!(
            "{zh}一下子到了上一次的 10 倍上下：从 {before} 到 {now}",
            "{en} is some ten times what it was: from {before} to {now}"
        ),
        () if now > 0.0 && before >= now * JUMP => say!(
            "{zh}一下子只有上一次的十分之一上下：从 {before} 到 {now}",
            "{en} is some tenth of what it was: from {before} to {now}"
        ),
        () => return None,
    };
    Some((Code::FigureJumps, words))
}

/// All units of the classes of which more than half are here, and two at least: of twenty towns the one that is missing was
/// forgotten.
fn of_their_class(site: &Site, units: &BTreeSet<UnitId>) -> BTreeSet<UnitId> {
    let class = |unit: &UnitId| &*site.units[unit.index()].entry.kind;
    let classes: HashSet<&str> = units.iter().map(class).collect();
    let mut expected = BTreeSet::new();
    for name in classes {
        // 各乡镇 is a name for many, and reports nothing itself.
        let all =
            site.units.iter().filter(|unit| &*unit.entry.kind == name && unit.includes.is_empty());
        let id = |name: &str| site.lookup().units().id(name);
        let all: Vec<UnitId> = all.filter_map(|unit| id(&unit.entry.name.value)).collect();
        let here = all.iter().filter(|unit| units.contains(unit)).count();
        if here >= 2 && here * 2 > all.len() {
            expected.extend(all);
        }
    }
    expected
}

/// So many units that were left out are named.
const NAMED: usize = 5;

fn left_out(id: &str, missing: &[&str]) -> Words {
    let (count, shown) = (missing.len(), &missing[..missing.len().min(NAMED)]);
    let (zh, en) = (shown.join("、"), shown.join(", "));
    match count > NAMED {
        true => say!(
            "指标“{id}”少了 {count} 个单位：{zh}等",
            "{count} units are missing for {id}: {en} and others"
        ),
        false => say!("指标“{id}”少了单位：{zh}", "units are missing for {id}: {en}"),
    }
}
