//! 实施方案: whether its tables are complete, and say what its text says.

use super::dates::number_before;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::plan::Indicator;
use crate::document::{Document, Plan};
use crate::say;
use jiff::ToSpan;
use std::ops::Range;

pub(super) fn check(document: &Document, plan: &Plan) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = indicator_count(document, plan).into_iter().collect();
    found.extend(plan.indicators.iter().filter_map(|indicator| measure(document, indicator)));
    for pair in plan.phases.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        if before.end.0.saturating_add(1.day()) < after.start.0 {
            let (one, two) = (&before.name, &after.name);
            let problem = Diagnostic::warning(
                Code::PhaseGap,
                say!("“{one}”与“{two}”之间有空档", "there is a gap between {one} and {two}"),
            );
            found.push(problem.at(&document.source, document.in_front(&[two])));
        }
    }
    for task in &plan.tasks {
        let name = &task.title;
        if task.lead.is_empty() {
            let words = say!("任务“{name}”没有牵头单位", "the task {name} has no leading unit");
            found.push(
                Diagnostic::warning(Code::TaskUnit, words).at(&document.source, task.id.span),
            );
        }
        if task.due.is_none() {
            let words = say!("任务“{name}”没有完成时限", "the task {name} is not due on any day");
            found
                .push(Diagnostic::warning(Code::TaskDue, words).at(&document.source, task.id.span));
        }
    }
    found
}

/// 计量单位 of an indicator: one that is a share by its name has one, and the name does not say it again.
fn measure(document: &Document, indicator: &Indicator) -> Option<Diagnostic> {
    let (name, unit) = (&*indicator.name, indicator.unit.as_deref().unwrap_or_default().trim());
    let in_name = [('（', '）'), ('(', ')')].iter().find_map(|(open, close)| {
        let (_, rest) = name.trim_end().strip_suffix(*close)?.rsplit_once(*open)?;
        Some(rest.trim())
    });
    let is_share = ["率", "比例", "占比", "比重"].iter().any(|share| name.ends_with(share));
    let words = match in_name {
        Some(said) if !unit.is_empty() && said == unit => say!(
            "指标“{name}”的名称里已经写了计量单位，网页上会写两遍“{unit}”",
            "the name of the indicator {name} has its unit already: pages would say `{unit}` twice"
        ),
        None if unit.is_empty() && is_share => {
            say!("指标“{name}”没有写计量单位", "the indicator {name} has no unit of measure")
        }
        _ => return None,
    };
    Some(Diagnostic::warning(Code::IndicatorUnit, words).at(&document.source, indicator.id.span))
}

/// `33项指标` in the text of a plan whose table has another number of rows.
fn indicator_count(document: &Document, plan: &Plan) -> Option<Diagnostic> {
    let rows = plan.indicators.len();
    let text = document.markdown();
    let said = text.match_indices("指标").find_map(|(at, _)| said_before(&text[..at]));
    let (number, range) = said.filter(|(number, _)| rows > 0 && *number as usize != rows)?;
    let problem = Diagnostic::warning(
        Code::IndicatorCount,
        say!(
            "正文说有 {number} 项指标，指标表里是 {rows} 项",
            "the text speaks of {number} indicators, the table has {rows}"
        ),
    );
    Some(problem.at(&document.source, document.in_body(&range)))
}

/// The number of `33项`, `33个评估` at the end of a text.
fn said_before(text: &str) -> Option<(u32, Range<usize>)> {
    let kinds = ["评估", "考核", "量化", "具体", "工作"];
    let tail = kinds.iter().find_map(|kind| text.strip_suffix(kind));
    let tail = tail.unwrap_or(text);
    let counted = tail.strip_suffix('项').or_else(|| tail.strip_suffix('个'))?;
    let (rest, number) = number_before(counted)?;
    Some((number, rest.len()..counted.len()))
}
