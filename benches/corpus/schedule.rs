//! When every document is published and where it stands, so that each can name the others.

use jiff::ToSpan;
use jiff::civil::{Date, date};

const FIRST: Date = date(2015, 1, 5);
/// To 2026-10-20.
const DAYS: usize = 4306;

/// A document to write: its column and its position there, the oldest first.
#[derive(Clone, Copy)]
pub(crate) enum Job {
    Meeting(usize),
    Plan(usize),
    Roster(usize),
    News(usize),
}

/// How many documents each column has; dates are spread evenly.
pub(crate) struct Schedule {
    pub(crate) meetings: usize,
    pub(crate) plans: usize,
    pub(crate) rosters: usize,
    pub(crate) news: usize,
    numbers: Vec<usize>,
}

impl Schedule {
    /// Quarters of a number of documents.
    pub(crate) fn new(documents: usize) -> Self {
        let quarter = |rest: usize| (documents + rest) / 4;
        Self {
            meetings: quarter(3),
            plans: quarter(2),
            rosters: quarter(1),
            news: quarter(0),
            numbers: numbers(quarter(2)),
        }
    }

    pub(crate) fn jobs(&self) -> Vec<Job> {
        let meetings = (0..self.meetings).map(Job::Meeting);
        let plans = (0..self.plans).map(Job::Plan);
        let rosters = (0..self.rosters).map(Job::Roster);
        let news = (0..self.news).map(Job::News);
        meetings.chain(plans).chain(rosters).chain(news).collect()
    }

    /// Notices have even positions; the report of a notice follows it.
    pub(crate) fn meeting_date(&self, at: usize) -> Date {
        let notice = spread(at / 2, self.meetings.div_ceil(2));
        if at.is_multiple_of(2) { notice } else { meeting_day(notice) }
    }

    /// The day on which the meeting of a notice or report takes place.
    pub(crate) fn meeting_day(&self, at: usize) -> Date {
        meeting_day(self.meeting_date(at - at % 2))
    }

    pub(crate) fn plan_date(&self, at: usize) -> Date {
        spread(at, self.plans)
    }

    /// A roster is published with its plan.
    pub(crate) fn roster_date(&self, at: usize) -> Date {
        self.plan_date(at)
    }

    pub(crate) fn news_date(&self, at: usize) -> Date {
        spread(at, self.news)
    }

    /// The number of a plan or roster within its year.
    pub(crate) fn number(&self, at: usize) -> usize {
        self.numbers[at]
    }

    pub(crate) fn meeting(&self, at: usize) -> String {
        path("meetings", self.meeting_date(at), at)
    }

    pub(crate) fn plan(&self, at: usize) -> String {
        path("plans", self.plan_date(at), at)
    }

    pub(crate) fn roster(&self, at: usize) -> String {
        path("rosters", self.roster_date(at), at)
    }

    pub(crate) fn news(&self, at: usize) -> String {
        path("news", self.news_date(at), at)
    }

    /// The plan, with its roster, of the time of a document elsewhere; none where a column is empty.
    pub(crate) fn plan_beside(&self, at: usize, among: usize) -> Option<usize> {
        (self.rosters > 0).then(|| at * self.rosters / among)
    }
}

fn meeting_day(notice: Date) -> Date {
    notice.saturating_add(5.days())
}

fn spread(at: usize, count: usize) -> Date {
    let days = i64::try_from(at * DAYS / count).expect("some thousand days");
    FIRST.saturating_add(days.days())
}

/// Counts from 1 in every year.
fn numbers(plans: usize) -> Vec<usize> {
    let mut last = (0, 0);
    let years = (0..plans).map(|at| spread(at, plans).year());
    let counted = years.map(|year| {
        last = if last.0 == year { (year, last.1 + 1) } else { (year, 1) };
        last.1
    });
    counted.collect()
}

fn path(column: &str, date: Date, at: usize) -> String {
    format!("{column}/{date}-{at:05}")
}
