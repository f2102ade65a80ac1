//! Numbers, days, amounts and sizes as readers read them.

use crate::chinese::dates::weekday_name;
use crate::diagnostic::Language;
use crate::record::Moment;
use jiff::civil::{Date, DateTime, Weekday};

/// At most two decimals, no trailing zeros.
pub fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// With its sign: `+3.5`, `−2`, `0`.
pub(super) fn signed(value: f64) -> String {
    let text = number(value.abs());
    match text.as_str() {
        "0" => text,
        _ if value > 0.0 => format!("+{text}"),
        _ => format!("−{text}"),
    }
}

/// `600万元`, `1.2亿元`, `8500元`; in English with thousands.
pub(super) fn yuan(value: f64, language: Language) -> String {
    match language {
        Language::Chinese if value >= 1e8 => format!("{}亿元", number(value / 1e8)),
        Language::Chinese if value >= 1e4 => format!("{}万元", number(value / 1e4)),
        Language::Chinese => format!("{}元", number(value)),
        Language::English => format!("CNY {}", thousands(&number(value))),
    }
}

fn thousands(digits: &str) -> String {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// `2026年3月31日` or `31 March 2026`.
pub fn date_words(date: Date, language: Language) -> String {
    match language {
        Language::Chinese => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        Language::English => format!("{} {} {}", date.day(), month_name(date.month()), date.year()),
    }
}

/// `2026年3月` or `March 2026`.
pub(super) fn month_words(year: i16, month: i8, language: Language) -> String {
    match language {
        Language::Chinese => format!("{year}年{month}月"),
        Language::English => format!("{} {year}", month_name(month)),
    }
}

fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let index = usize::try_from(month - 1).unwrap_or(0);
    NAMES[index.min(11)]
}

fn weekday(date: Date, language: Language) -> &'static str {
    match (language, date.weekday()) {
        (Language::Chinese, day) => weekday_name(day),
        (Language::English, Weekday::Monday) => "Monday",
        (Language::English, Weekday::Tuesday) => "Tuesday",
        (Language::English, Weekday::Wednesday) => "Wednesday",
        (Language::English, Weekday::Thursday) => "Thursday",
        (Language::English, Weekday::Friday) => "Friday",
        (Language::English, Weekday::Saturday) => "Saturday",
        (Language::English, Weekday::Sunday) => "Sunday",
    }
}

/// `09:00`.
fn clock(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `2026-03-31`, with ` 16:19` where a time was given.
pub(super) fn stamp(moment: Moment) -> String {
    match moment.timed {
        true => format!("{} {}", moment.at.date(), clock(moment.at)),
        false => moment.at.date().to_string(),
    }
}

/// `2026-03-31 16:19`, midnight where no time was given (the form of the PubDate tag).
pub(super) fn full_stamp(at: DateTime) -> String {
    format!("{} {}", at.date(), clock(at))
}

/// `2026年3月31日（星期二）09:00—11:30`.
pub(super) fn period(start: Moment, end: Option<Moment>, language: Language) -> String {
    let mut text = day_with_weekday(start, language);
    let Some(end) = end else { return text };
    let dash = match language {
        Language::Chinese => "—",
        Language::English => "–",
    };
    text.push_str(dash);
    match end.at.date() == start.at.date() {
        true => text.push_str(&clock(end.at)),
        false => text.push_str(&day_with_weekday(end, language)),
    }
    text
}

pub(super) fn day_with_weekday(moment: Moment, language: Language) -> String {
    let date = moment.at.date();
    let words = date_words(date, language);
    let weekday = weekday(date, language);
    let day = match language {
        Language::Chinese => format!("{words}（{weekday}）"),
        Language::English => format!("{weekday}, {words}"),
    };
    match (moment.timed, language) {
        (false, _) => day,
        (true, Language::Chinese) => format!("{day}{}", clock(moment.at)),
        (true, Language::English) => format!("{day}, {}", clock(moment.at)),
    }
}

/// `24 KB`, `1.5 MB`.
pub fn file_size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a size to be read, not counted")]
    let size = bytes as f64;
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", (size / 1024.0).round()),
        _ => format!("{} MB", (size / 104_857.6).round() / 10.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_amounts() {
        for (value, text) in
            [(66.7, "66.7"), (100.0, "100"), (0.126, "0.13"), (-0.001, "0"), (3.5e3, "3500")]
        {
            assert_eq!(number(value), text);
        }
        for (value, zh, en) in [
            (6e6, "600万元", "CNY 6,000,000"),
            (1.2e8, "1.2亿元", "CNY 120,000,000"),
            (8500.0, "8500元", "CNY 8,500"),
        ] {
            assert_eq!(yuan(value, Language::Chinese), zh);
            assert_eq!(yuan(value, Language::English), en);
        }
        assert_eq!(
            (signed(2.0), signed(-2.5), signed(0.0)),
            ("+2".into(), "−2.5".into(), "0".into())
        );
    }

    #[test]
    fn periods_in_words() {
        let at = |text: &str| Moment::parse(text).expect("a moment");
        let start = at("2026-03-31 09:00");
        assert_eq!(
            period(start, Some(at("2026-03-31 11:30")), Language::Chinese),
            "2026年3月31日（星期二）09:00—11:30"
        );
        assert_eq!(period(start, None, Language::English), "Tuesday, 31 March 2026, 09:00");
        assert_eq!(
            period(at("2026-03-31"), Some(at("2026-04-01")), Language::Chinese),
            "2026年3月31日（星期二）—2026年4月1日（星期三）"
        );
    }
}
