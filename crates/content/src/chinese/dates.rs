//! 星期: weekdays in words.

use jiff::civil::Weekday;

/// What a weekday begins with.
pub const WEEK: [&str; 3] = ["星期", "周", "礼拜"];

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "星期一"),
    (Weekday::Tuesday, "星期二"),
    (Weekday::Wednesday, "星期三"),
    (Weekday::Thursday, "星期四"),
    (Weekday::Friday, "星期五"),
    (Weekday::Saturday, "星期六"),
    (Weekday::Sunday, "星期日"),
];

/// `星期二`.
pub fn weekday_name(day: Weekday) -> &'static str {
    DAYS[usize::from(day.to_monday_zero_offset().unsigned_abs())].1
}

/// The weekday that a text begins with, 星期二, 周二 or 礼拜二, and what comes behind it.
pub fn weekday(text: &str) -> Option<(Weekday, &str)> {
    let name = WEEK.iter().find_map(|word| text.strip_prefix(word))?;
    if let Some(rest) = name.strip_prefix('天') {
        return Some((Weekday::Sunday, rest));
    }
    let is_named = |whole: &str| whole.chars().next_back() == name.chars().next();
    let (day, _) = DAYS.iter().find(|(_, whole)| is_named(whole))?;
    let length = name.chars().next().map_or(0, char::len_utf8);
    Some((*day, &name[length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_read_as_they_are_written() {
        for (day, name) in DAYS {
            assert_eq!(weekday_name(day), name);
            assert_eq!(weekday(name), Some((day, "")));
        }
        assert_eq!(weekday("周天）上午"), Some((Weekday::Sunday, "）上午")));
        assert_eq!(weekday("礼拜六"), Some((Weekday::Saturday, "")));
        for text in ["星期", "周年", "二"] {
            assert_eq!(weekday(text), None, "{text}");
        }
    }
}
