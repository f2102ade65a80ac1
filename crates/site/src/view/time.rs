//! County time as other programs read it.

use crate::record::Moment;
use jiff::civil::DateTime;

/// `2026-04-01T16:19:00+08:00` (RFC 3339).
pub fn rfc3339(at: DateTime) -> String {
    format!("{at}+08:00")
}

/// As [`rfc3339`], or the day alone where no time was given.
pub fn day_or_time(moment: Moment) -> String {
    match moment.timed {
        true => rfc3339(moment.at),
        false => moment.at.date().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments() {
        for (text, expected) in [
            ("2026-04-01 16:19", "2026-04-01T16:19:00+08:00"),
            ("2026-04-01 00:00", "2026-04-01T00:00:00+08:00"),
            ("2026-04-01", "2026-04-01"),
        ] {
            let moment = Moment::parse(text).expect("a moment");
            assert_eq!(day_or_time(moment), expected);
        }
    }
}
