//! 工作日: Monday to Friday without the days off that the State Council's office announces, and with the weekends that it
//! makes working days. A year without its notice is told, never guessed.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use std::collections::BTreeMap;

const NOTICES: &str = include_str!("holidays.yaml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Notice {
    off: Vec<String>,
    work: Vec<String>,
}

/// The holidays of the years that are known.
#[derive(Debug)]
pub struct Calendar {
    years: BTreeMap<i16, Notice>,
}

/// No notice for this year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownYear(pub i16);

impl Calendar {
    /// The years that the program knows.
    ///
    /// # Panics
    /// Never: a test reads the notices.
    pub fn built_in() -> Self {
        Self { years: serde_yaml::from_str(NOTICES).expect("a test reads the notices") }
    }

    /// The last day of so many working days after `from`, the first of which is the next day.
    pub fn after(&self, from: Date, count: u32) -> Result<Date, UnknownYear> {
        let (mut day, mut left) = (from, count);
        while left > 0 {
            day = day.saturating_add(1.day());
            left -= u32::from(self.is_workday(day)?);
        }
        Ok(day)
    }

    fn is_workday(&self, day: Date) -> Result<bool, UnknownYear> {
        let notice = self.years.get(&day.year());
        let notice = notice.ok_or(UnknownYear(day.year()))?;
        let name = format!("{:02}{:02}", day.month(), day.day());
        let covers = |range: &String| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            (first..=last).contains(&name.as_str())
        };
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Ok(notice.work.contains(&name) || !weekend && !notice.off.iter().any(covers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn twenty_working_days() {
        let calendar = Calendar::built_in();
        for (from, to) in [
            (date(2025, 1, 20), date(2025, 2, 21)),
            (date(2025, 9, 15), date(2025, 10, 17)),
            (date(2026, 2, 10), date(2026, 3, 16)),
            (date(2026, 9, 15), date(2026, 10, 19)),
        ] {
            assert_eq!(calendar.after(from, 20), Ok(to), "{from}");
        }
        assert_eq!(calendar.after(date(2026, 12, 15), 20), Err(UnknownYear(2027)));
    }
}
