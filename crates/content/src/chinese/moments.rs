//! 日期和时间: days and times as offices write them, in digits of either width and in Han numerals.

use super::dates;
use super::numerals;
use jiff::civil::{Date, Time};

/// Why a text is not one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `4月1日`.
    NoYear,
    /// `26年4月1日`.
    ShortYear,
    /// `2026年4月`.
    NoDay,
    /// `2026-02-30`.
    NoSuchDay,
    /// `25:00`.
    NoSuchTime,
    /// `24:00`, which is both the end of a day and the start of another.
    EndOfDay,
    /// `9:00-11:00`.
    Several,
    /// Anything else.
    Unreadable,
}

/// A day, and the time of day where one is said: `2026年4月3日（星期五）下午3点半`.
///
/// # Errors
/// What is missing or wrong.
pub fn moment(text: &str) -> Result<(Date, Option<Time>), Fault> {
    let text: String = text.trim().trim_end_matches("+08:00").chars().map(narrow).collect();
    let mut rest = Rest(text.trim());
    let date = rest.date()?;
    rest.weekday();
    rest.take(&["T", ",", "，"]);
    let goes_on = |rest: &Rest<'_>| rest.0.starts_with(['-', '—', '–', '~', '至', '到']);
    let time = match rest.0.is_empty() {
        true => None,
        false if goes_on(&rest) => return Err(Fault::Several),
        false => Some(rest.time()?),
    };
    rest.weekday();
    match rest.0.is_empty() {
        true => Ok((date, time)),
        false if goes_on(&rest) => Err(Fault::Several),
        false => Err(Fault::Unreadable),
    }
}

/// The moment that a text begins with, whatever stands behind it; of `year` where it says none.
pub fn beginning(text: &str, year: i16) -> Option<(Date, Option<Time>)> {
    /// No moment is longer.
    const LONGEST: usize = 40;
    let text: String = text.trim_start().chars().take(LONGEST).map(narrow).collect();
    let with_year = format!("{year}年{text}");
    let dated = |text| {
        let mut rest = Rest(text);
        rest.date().map(|date| (date, rest))
    };
    let (date, mut rest) = match dated(text.as_str()) {
        Err(Fault::NoYear) => dated(with_year.as_str()),
        found => found,
    }
    .ok()?;
    rest.weekday();
    rest.take(&["T", ",", "，"]);
    Some((date, rest.time().ok()))
}

/// The narrow form of a full-width character, one sort of zero, one of blanks.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '○' | '◯' | '零' => '〇',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// A number as it was written.
struct Written {
    value: u32,
    digits: usize,
}

/// What was not read yet.
struct Rest<'t>(&'t str);

impl Rest<'_> {
    fn date(&mut self) -> Result<Date, Fault> {
        let first = self.number().ok_or(Fault::Unreadable)?;
        if first.digits == 8 {
            return day(first.value / 10_000, first.value / 100 % 100, first.value % 100);
        }
        let mark = self.take(&["年", "-", "/", ".", "月"]).ok_or(Fault::Unreadable)?;
        if mark == "月" {
            return Err(Fault::NoYear);
        }
        let month = self.number().ok_or(Fault::Unreadable)?;
        let Some(between) = self.take(&["月", "-", "/", "."]) else {
            let day_without_year = mark != "年" && first.digits <= 2;
            return Err(if day_without_year { Fault::NoYear } else { Fault::NoDay });
        };
        let last =
            self.number().ok_or(if between == "月" { Fault::NoDay } else { Fault::Unreadable })?;
        self.take(&["日", "号"]);
        match first.digits {
            4 => day(first.value, month.value, last.value),
            2 => Err(Fault::ShortYear),
            _ => Err(Fault::Unreadable),
        }
    }

    fn time(&mut self) -> Result<Time, Fault> {
        let part = self
            .take(&["上午", "下午", "中午", "晚上", "晚", "凌晨", "早上", "清晨", "傍晚", "夜间"]);
        let hour = self.number().filter(|n| n.digits <= 2).ok_or(Fault::Unreadable)?;
        let marked = self.take(&[":", "时", "点"]).is_some();
        let half = self.take(&["半", "整", "钟"]);
        let minute = match half {
            Some("半") => 30,
            Some(_) => 0,
            None if marked => self.number().filter(|n| n.digits <= 2).map_or(0, |n| n.value),
            None => return Err(Fault::Unreadable),
        };
        self.take(&["分", "刻"])
            .filter(|word| *word == "刻")
            .map_or(Ok(()), |_| Err(Fault::Unreadable))?;
        let second = match self.take(&[":"]) {
            Some(_) => self.number().filter(|n| n.digits == 2).ok_or(Fault::Unreadable)?.value,
            None => 0,
        };
        time(hour_of_day(hour.value, part), minute, second)
    }

    /// `（星期五）`, which is held against the day elsewhere.
    fn weekday(&mut self) {
        let inner = self.0.trim_start_matches(['(', ' ', ',', '，']);
        if let Some((_, rest)) = dates::weekday(inner) {
            self.0 = rest.trim_start_matches([')', ' ']);
        }
    }

    /// The first of some words that comes next, blanks around it passed over.
    fn take(&mut self, words: &[&'static str]) -> Option<&'static str> {
        let rest = self.0.trim_start();
        let word = words.iter().find(|word| rest.starts_with(**word))?;
        self.0 = rest[word.len()..].trim_start();
        Some(word)
    }

    /// A number in digits or in Han numerals, 二〇二六 or 二十一.
    fn number(&mut self) -> Option<Written> {
        let ascii = self.0.len() - self.0.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let is_han = |c: char| c == '〇' || numerals::counts(c);
        let length = match ascii {
            0 => self.0.len() - self.0.trim_start_matches(is_han).len(),
            ascii => ascii,
        };
        let (text, rest) = self.0.split_at(length);
        let chars: Vec<char> = text.chars().collect();
        let by_place = || {
            let digit = |c: &char| {
                if *c == '〇' { Some(0) } else { c.to_digit(10).or(numerals::digit(*c)) }
            };
            let digits = chars.iter().map(digit).collect::<Option<Vec<u32>>>()?;
            digits.into_iter().try_fold(0u32, |sum, digit| sum.checked_mul(10)?.checked_add(digit))
        };
        let value = numerals::number(&chars).or_else(by_place).filter(|_| !chars.is_empty())?;
        let digits = if text.contains('十') { 2 } else { chars.len() };
        self.0 = rest.trim_start();
        Some(Written { value, digits })
    }
}

fn day(year: u32, month: u32, day: u32) -> Result<Date, Fault> {
    let small = |n: u32| i8::try_from(n).map_err(|_| Fault::NoSuchDay);
    let year = i16::try_from(year).map_err(|_| Fault::NoSuchDay)?;
    Date::new(year, small(month)?, small(day)?).map_err(|_| Fault::NoSuchDay)
}

/// 下午3点 is 15:00, and so is 下午15点; 中午12点 is noon.
fn hour_of_day(hour: u32, part: Option<&str>) -> u32 {
    match part {
        Some("下午" | "晚上" | "晚" | "傍晚" | "夜间") if hour < 12 => hour + 12,
        // 晚上12点 ends the day.
        Some("晚上" | "晚" | "夜间") if hour == 12 => 24,
        Some("中午") if hour < 3 => hour + 12,
        Some("凌晨") if hour == 12 => 0,
        _ => hour,
    }
}

fn time(hour: u32, minute: u32, second: u32) -> Result<Time, Fault> {
    if (hour, minute, second) == (24, 0, 0) {
        return Err(Fault::EndOfDay);
    }
    let small = |n: u32| i8::try_from(n).map_err(|_| Fault::NoSuchTime);
    Time::new(small(hour)?, small(minute)?, small(second)?, 0).map_err(|_| Fault::NoSuchTime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_as_offices_write_them() {
        for (text, expected) in [
            ("2026-04-03", "2026-04-03"),
            ("2026.4.3", "2026-04-03"),
            ("2026/4/3", "2026-04-03"),
            ("20260403", "2026-04-03"),
            ("２０２６年４月３日", "2026-04-03"),
            ("2026 年 4 月 3 日", "2026-04-03"),
            ("2026年4月3号", "2026-04-03"),
            ("二〇二六年四月三日", "2026-04-03"),
            ("二○二六年十二月三十一日", "2026-12-31"),
            ("二零二六年四月二十日", "2026-04-20"),
            ("2026年4月3日（星期五）15:00", "2026-04-03 15:00:00"),
            ("2026-04-03 周五 9：00", "2026-04-03 09:00:00"),
            ("2026年4月3日上午9时", "2026-04-03 09:00:00"),
            ("2026年4月3日 上午 9 时 30 分", "2026-04-03 09:30:00"),
            ("2026年4月3日下午3点半", "2026-04-03 15:30:00"),
            ("2026年4月3日下午15:00", "2026-04-03 15:00:00"),
            ("2026年4月3日中午12点", "2026-04-03 12:00:00"),
            ("2026年4月3日晚上8点整", "2026-04-03 20:00:00"),
            ("二〇二六年四月三日下午三时", "2026-04-03 15:00:00"),
            ("2026-04-03T15:00:05", "2026-04-03 15:00:05"),
            ("2026-04-03 15:00（星期五）", "2026-04-03 15:00:00"),
            ("2026年4月3日，9:00", "2026-04-03 09:00:00"),
        ] {
            let (date, time) = moment(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
            let read = time.map_or(date.to_string(), |time| format!("{date} {time}"));
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn a_moment_is_found_where_a_text_goes_on() {
        for (text, expected) in [
            ("4月3日（星期五）上午9:00-11:00", Some("2026-04-03 09:00:00")),
            ("2025年4月3日下午3时，在县政府召开", Some("2025-04-03 15:00:00")),
            ("4月3日召开会议", Some("2026-04-03")),
            ("四月三日上午", Some("2026-04-03")),
            ("另行通知", None),
            ("3个工作日内", None),
            ("", None),
        ] {
            let read = beginning(text, 2026);
            let read =
                read.map(|(date, time)| time.map_or(date.to_string(), |t| format!("{date} {t}")));
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_said() {
        for (text, fault) in [
            ("4月1日", Fault::NoYear),
            ("四月一日", Fault::NoYear),
            ("4/1", Fault::NoYear),
            ("26年4月1日", Fault::ShortYear),
            ("26-4-1", Fault::ShortYear),
            ("2026年4月", Fault::NoDay),
            ("2026-04", Fault::NoDay),
            ("2026-02-30", Fault::NoSuchDay),
            ("20261301", Fault::NoSuchDay),
            ("2026年13月1日", Fault::NoSuchDay),
            ("2026-04-03 25:00", Fault::NoSuchTime),
            ("2026-04-03 9:75", Fault::NoSuchTime),
            ("2026-04-03 24:00", Fault::EndOfDay),
            ("2026年4月3日晚上12点", Fault::EndOfDay),
            ("2026-04-03 9:00-11:00", Fault::Several),
            ("2026年4月3日至5日", Fault::Several),
            ("2026年4月3日上午9时至11时", Fault::Several),
            ("2026年4月3日前", Fault::Unreadable),
            ("2026年4月上旬", Fault::NoDay),
            ("2026-04-03-01", Fault::Several),
            ("2026-04-03 9", Fault::Unreadable),
            ("明天", Fault::Unreadable),
            ("", Fault::Unreadable),
            ("99999999999年1月1日", Fault::Unreadable),
        ] {
            assert_eq!(moment(text), Err(fault), "{text}");
        }
    }
}
