//! 会议日历: a month a page.

use super::numbers::month_words;
use super::shell::Heading;
use super::{Content, Views};
use crate::site::{DocumentId, Route};
use crate::view::{CalendarView, Day, Link, Month, View, Week};
use jiff::civil::Date;
use std::collections::BTreeMap;

impl Views<'_> {
    pub(super) fn calendar(&self, month: Option<(i16, i8)>) -> View {
        let clock = self.site.today();
        let months = self.site.meeting_months();
        let (year, number) = month.unwrap_or((clock.year(), clock.month()));
        let link = |(year, month): &(i16, i8)| self.month_link(*year, *month);
        let view = CalendarView {
            month: self.month(year, number),
            upcoming: match month {
                None => self.shared_all(self.site.upcoming().iter().map(|(_, id)| *id)),
                Some(_) => Vec::new(),
            },
            earlier: months.iter().find(|m| **m < (year, number)).map(link),
            later: months.iter().rev().find(|m| **m > (year, number)).map(link),
            months: months.iter().map(link).collect(),
            subscribe: self.site.url(&Route::file("calendar/meetings.ics")),
        };
        let name = self.pick("会议日历", "Calendar of meetings");
        let (route, heading, above) = match month {
            None => (Route::folder("calendar"), name.to_owned(), Vec::new()),
            Some((year, month)) => (
                Route::folder(&format!("calendar/{year:04}-{month:02}")),
                format!("{name} {}", month_words(year, month, self.site.settings.language)),
                vec![self.link(name, &Route::folder("calendar"))],
            ),
        };
        let heading = Heading {
            above,
            description: heading.clone(),
            ..Heading::new("calendar", &route, heading)
        };
        self.page(heading, Content::new("calendar", view))
    }

    fn month_link(&self, year: i16, month: i8) -> Link {
        self.link(
            month_words(year, month, self.site.settings.language),
            &Route::folder(&format!("calendar/{year:04}-{month:02}")),
        )
    }

    fn month(&self, year: i16, month: i8) -> Month {
        let meetings = self.site.meetings_in(year, month);
        let mut by_day: BTreeMap<Date, Vec<DocumentId>> = BTreeMap::new();
        for (at, id) in meetings {
            by_day.entry(at.date()).or_default().push(*id);
        }
        let weeks = weeks(year, month).into_iter().map(|days| Week {
            days: days.into_iter().map(|day| self.day(day, &by_day)).collect(),
        });
        Month {
            name: month_words(year, month, self.site.settings.language),
            weeks: weeks.collect(),
            meetings: self.shared_all(meetings.iter().map(|(_, id)| *id)),
        }
    }

    fn day(&self, day: Option<Date>, meetings: &BTreeMap<Date, Vec<DocumentId>>) -> Day {
        let Some(date) = day else {
            return Day {
                number: String::new(),
                date: String::new(),
                meetings: Vec::new(),
                today: false,
            };
        };
        let ids = meetings.get(&date).map(Vec::as_slice).unwrap_or_default();
        Day {
            number: date.day().to_string(),
            date: date.to_string(),
            meetings: self.shared_all(ids.iter().copied()),
            today: date == self.site.today(),
        }
    }
}

/// The weeks of a month, Monday first; days of other months are empty.
fn weeks(year: i16, month: i8) -> Vec<Vec<Option<Date>>> {
    let Ok(first) = Date::new(year, month, 1) else {
        return Vec::new();
    };
    let blank = first.weekday().to_monday_zero_offset();
    let mut days: Vec<Option<Date>> = (0..blank).map(|_| None).collect();
    days.extend((1..=first.days_in_month()).map(|day| Date::new(year, month, day).ok()));
    while !days.len().is_multiple_of(7) {
        days.push(None);
    }
    days.chunks(7).map(<[_]>::to_vec).collect()
}
