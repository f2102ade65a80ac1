//! 更新: whether the home page and the columns change as often as the inspection asks.
//!
//! The limits are those of the inspection's veto items (国办秘函〔2019〕19号): two weeks for 动态 and 要闻, six months for
//! 通知公告 and 政策文件; a year for yearly columns is practice.

use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::document::column::UpdateCycle;
use crate::say;
use crate::site::{Column, Site};
use jiff::civil::Date;
use jiff::{Span as Time, ToSpan};
use std::sync::Arc;

/// So many stale columns, and the site has failed.
const MOST_STALE: usize = 5;
/// The same of yearly columns.
const MOST_STALE_YEARLY: usize = 10;
/// The same of empty columns.
const MOST_BLANK: usize = 5;

/// In days; nobody means more.
const CENTURY: u32 = 36_525;

/// Where a column stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// Its folder in `content/`.
    pub folder: String,
    /// Its name.
    pub name: String,
    /// How often it has to change.
    pub cycle: UpdateCycle,
    /// The day of its newest document.
    pub newest: Option<Date>,
    /// Days until it is stale, negative where it is; none for what need not change, and for empty columns.
    pub days_left: Option<i32>,
}

/// How long a column may stay as it is.
fn limit(site: &Site, cycle: UpdateCycle) -> Option<Time> {
    let yearly = site.settings.file.yearly_days;
    match cycle {
        UpdateCycle::Dynamic => Some(14.days()),
        UpdateCycle::Notice => Some(6.months()),
        UpdateCycle::Yearly => {
            Some(yearly.map_or(1.year(), |days| i64::from(days.0.min(CENTURY)).days()))
        }
        UpdateCycle::Archive => None,
    }
}

/// How often a column has to change: as it says, else what its name says.
fn cycle(column: &Column) -> UpdateCycle {
    let name = &column.front.name;
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    column.front.update_cycle.unwrap_or_else(|| {
        if has(&["要闻", "动态", "新闻"]) {
            UpdateCycle::Dynamic
        } else if has(&["通知", "公告", "公示", "政策", "文件"]) {
            UpdateCycle::Notice
        } else {
            UpdateCycle::Yearly
        }
    })
}

fn standing(site: &Site, column: &Column) -> Freshness {
    let cycle = cycle(column);
    let days = column.documents.iter();
    let newest = days
        .map(|id| site.document(*id).published().date())
        .filter(|day| *day <= site.clock.date())
        .max();
    let due = newest.zip(limit(site, cycle)).map(|(day, limit)| day.saturating_add(limit));
    Freshness {
        folder: column.folder.clone(),
        name: column.front.name.to_string(),
        cycle,
        newest,
        days_left: due.map(|due| days_between(site.clock.date(), due)),
    }
}

/// Days from one day to another; negative where the other comes first.
fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |time| time.get_days())
}

/// Where every column stands, the worst first.
pub(super) fn standings(site: &Site) -> Vec<(&Column, Freshness)> {
    let each = site.columns.iter();
    let mut all: Vec<_> = each.map(|column| (column, standing(site, column))).collect();
    all.sort_by_key(|(_, one)| match (one.newest, one.days_left) {
        (None, _) => i32::MIN,
        (_, Some(days)) => days,
        (_, None) => i32::MAX,
    });
    all
}

/// What an inspection would say of the site's freshness.
pub(super) fn check(site: &Site, standings: &[(&Column, Freshness)]) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = home(site).into_iter().collect();
    let each = standings.iter();
    found.extend(each.filter_map(|(column, standing)| of_column(column, standing)));
    found.extend(vetoes(standings));
    found
}

fn home(site: &Site) -> Option<Diagnostic> {
    let today = site.clock.date();
    let days = site.ids().map(|id| site.document(id).published().date());
    let newest = days.filter(|day| *day <= today).max()?;
    let since = days_between(newest, today);
    (since > 14).then(|| {
        Diagnostic::error(
            Code::HomeStale,
            say!(
                "首页已经 {since} 天没有更新，超过两周（单项否决）",
                "the home page has not changed for {since} days, more than two weeks (a veto)"
            ),
        )
        .in_file("content/")
        .hint(say!("最近一篇发布于 {newest}", "the newest document is of {newest}"))
    })
}

fn of_column(column: &Column, standing: &Freshness) -> Option<Diagnostic> {
    let name = &standing.name;
    let Some(newest) = standing.newest else {
        let problem = Diagnostic::error(
            Code::ColumnBlank,
            say!("栏目“{name}”是空的", "the column {name} is empty"),
        );
        return Some(at(problem, &column.source));
    };
    let left = standing.days_left?;
    let problem = if left < 0 {
        let over = -left;
        let days = days(over);
        Diagnostic::error(
            Code::ColumnStale,
            say!(
                "栏目“{name}”超过应更新的时间 {over} 天",
                "the column {name} should have changed {days} ago"
            ),
        )
    } else if left <= soon(standing.cycle) {
        let days = days(left);
        Diagnostic::warning(
            Code::ColumnDue,
            say!(
                "栏目“{name}”还有 {left} 天就超过应更新的时间",
                "the column {name} will be stale in {days}"
            ),
        )
    } else {
        return None;
    };
    Some(
        at(problem, &column.source)
            .hint(say!("最近一篇发布于 {newest}", "its newest document is of {newest}")),
    )
}

/// `1 day`, `2 days`.
fn days(number: i32) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} day{plural}")
}

/// How many days before its time a column is mentioned.
fn soon(cycle: UpdateCycle) -> i32 {
    match cycle {
        UpdateCycle::Dynamic => 3,
        UpdateCycle::Notice | UpdateCycle::Yearly | UpdateCycle::Archive => 14,
    }
}

fn at(problem: Diagnostic, source: &Arc<Source>) -> Diagnostic {
    problem.at(source, Span::new(0, 3))
}

/// The counts at which a site fails as a whole.
fn vetoes(standings: &[(&Column, Freshness)]) -> Vec<Diagnostic> {
    let stale = |yearly: bool| {
        let over = |one: &Freshness| one.days_left.is_some_and(|days| days < 0);
        let of_kind = |one: &Freshness| (one.cycle == UpdateCycle::Yearly) == yearly;
        standings.iter().filter(|(_, one)| over(one) && of_kind(one)).count()
    };
    let blank = standings.iter().filter(|(_, one)| one.newest.is_none()).count();
    let (often, yearly) = (stale(false), stale(true));
    let rows = [
        (
            often >= MOST_STALE,
            say!(
                "应经常更新的栏目有 {often} 个超期（达到 {MOST_STALE} 个即单项否决）",
                "{often} columns that should often change are stale ({MOST_STALE} are a veto)"
            ),
        ),
        (
            yearly >= MOST_STALE_YEARLY,
            say!(
                "年度栏目有 {yearly} 个超期（达到 {MOST_STALE_YEARLY} 个即单项否决）",
                "{yearly} yearly columns are stale ({MOST_STALE_YEARLY} are a veto)"
            ),
        ),
        (
            blank >= MOST_BLANK,
            say!(
                "空白栏目有 {blank} 个（达到 {MOST_BLANK} 个即单项否决）",
                "{blank} columns are empty ({MOST_BLANK} are a veto)"
            ),
        ),
    ];
    rows.into_iter()
        .filter(|(veto, _)| *veto)
        .map(|(_, words)| Diagnostic::error(Code::ColumnsVeto, words).in_file("content/"))
        .collect()
}
