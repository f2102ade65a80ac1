//! 日期: days and times as notices and reports write them; the year is never guessed.

use super::Value;
use super::slice::Slice;
use crate::chinese::dates::WEEK;
use crate::chinese::numerals;
use crate::record::Moment;
use jiff::civil::{Date, Time};

/// A day in a text.
#[derive(Clone, Debug)]
pub(super) struct Day<'t> {
    /// From the first digit to the last character of the time.
    pub(super) slice: Slice<'t>,
    /// `None` where the text does not say it.
    pub(super) year: Option<i16>,
    pub(super) month: i8,
    pub(super) day: i8,
    pub(super) time: Option<Time>,
    /// The time behind a dash: `9:00—11:30`.
    pub(super) until: Option<Time>,
}

impl Day<'_> {
    /// The time of a meeting on this day: 起, and 止 where the text says it.
    pub(super) fn period(&self, date: Date) -> Value {
        let value = |time| self.slice.value_as(written(date, time));
        let end = self.until.map(|time| ("止", value(Some(time))));
        let entries = std::iter::once(("起", value(self.time))).chain(end);
        Value::Map(entries.collect())
    }
}

/// From where a year may be taken.
#[derive(Clone, Copy, Debug, Default)]
pub struct YearHints {
    /// The year that the user names.
    pub year: Option<i16>,
    /// When the text was published or signed, by the user or by the source.
    pub published: Option<Moment>,
}

impl YearHints {
    /// The day, if its year is known: that of the text, else the one that the user names, else the one that brings it
    /// nearest to the day of publication (a report of January may speak of December).
    pub(super) fn day(&self, found: &Day<'_>) -> Option<Date> {
        let in_year = |year| Date::new(year, found.month, found.day).ok();
        if let Some(year) = found.year.or(self.year) {
            return in_year(year);
        }
        let published = self.published?.at.date();
        let years = [published.year(), published.year() - 1, published.year() + 1];
        let distance = |date: &Date| (*date - published).get_days().abs();
        years.into_iter().filter_map(in_year).min_by_key(distance)
    }
}

/// A day as content files write it, with the time where there is one.
pub(super) fn written(date: Date, time: Option<Time>) -> String {
    match time {
        Some(time) => format!("{date} {:02}:{:02}", time.hour(), time.minute()),
        None => date.to_string(),
    }
}

/// The first day of a slice.
pub(super) fn find<'t>(slice: &Slice<'t>) -> Option<Day<'t>> {
    all(slice).into_iter().next()
}

/// Every day of a slice.
pub(super) fn all<'t>(slice: &Slice<'t>) -> Vec<Day<'t>> {
    let chars = slice.chars();
    let (mut found, mut at) = (Vec::new(), 0);
    let number = |c: char| c.is_ascii_digit() || numerals::counts(c) || numerals::zero(c);
    while at < chars.len() {
        let begins = number(chars[at]) && (at == 0 || !number(chars[at - 1]));
        match begins.then(|| read(slice, at)).flatten() {
            Some(day) => {
                at += day.slice.len();
                found.push(day);
            }
            None => at += 1,
        }
    }
    found
}

/// Reads forward, number by number.
struct Cursor<'c> {
    chars: &'c [char],
    at: usize,
}

impl Cursor<'_> {
    /// A number in digits, so many at most, or in Han characters: 二〇二六, 十二.
    fn number(&mut self, longest: usize) -> Option<i16> {
        self.blanks();
        let rest = self.chars.get(self.at..)?;
        let length = rest.iter().take_while(|c| c.is_ascii_digit()).count();
        if length == 0 {
            return self.han(longest);
        }
        if length > longest {
            return None;
        }
        self.at += length;
        rest[..length].iter().collect::<String>().parse().ok()
    }

    /// 二〇二六 where a year may stand, else 一 to 九十九; 二〇 is written for 二十 too.
    fn han(&mut self, longest: usize) -> Option<i16> {
        let rest = self.chars.get(self.at..)?;
        let part = |c: &&char| numerals::counts(**c) || numerals::zero(**c);
        let length = rest.iter().take(5).take_while(part).count();
        let fits = (1..=3).contains(&length) || (length == 4 && longest == 4);
        let run = rest.get(..length).filter(|_| fits)?;
        let number = numerals::number(run).or_else(|| numerals::digits(run))?;
        self.at += length;
        i16::try_from(number).ok()
    }

    /// Blanks that got between the parts of a day: `2026年 4月9 日`.
    fn blanks(&mut self) {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take(2).take_while(|c| matches!(c, ' ' | '\u{3000}')).count();
    }

    /// A mark, blanks before it passed over.
    fn eat_behind_blanks(&mut self, marks: &str) -> bool {
        let before = self.at;
        self.blanks();
        let there = self.eat(marks);
        if !there {
            self.at = before;
        }
        there
    }

    fn eat(&mut self, marks: &str) -> bool {
        let there = self.chars.get(self.at).is_some_and(|c| marks.contains(*c));
        self.at += usize::from(there);
        there
    }

    fn eat_word(&mut self, words: &[&str]) -> Option<usize> {
        let rest = self.chars.get(self.at..)?;
        let begins = |word: &&str| {
            let letters = word.chars();
            rest.len() >= letters.clone().count() && letters.zip(rest).all(|(a, b)| a == *b)
        };
        let which = words.iter().position(begins)?;
        self.at += words[which].chars().count();
        Some(which)
    }
}

/// How the parts of a day are marked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// `2026年4月1日`.
    Words,
    /// `2026-04-01`.
    Dashes,
}

fn read<'t>(slice: &Slice<'t>, start: usize) -> Option<Day<'t>> {
    let mut cursor = Cursor { chars: slice.chars(), at: start };
    let first = cursor.chars.get(start).filter(|c| !c.is_whitespace())?;
    let spelt = !first.is_ascii_digit();
    let first = cursor.number(4)?;
    let year = first > 1900 && (cursor.eat_behind_blanks("年") || !spelt && cursor.eat("-/."));
    let (year, month) = match year {
        true => (Some(first), cursor.number(2)?),
        false => (None, first),
    };
    let marks = match cursor.eat_behind_blanks("月") {
        true => Marks::Words,
        false if year.is_some() && !spelt && cursor.eat("-/.") => Marks::Dashes,
        false => return None,
    };
    let day = cursor.number(2)?;
    if marks == Marks::Words && !cursor.eat_behind_blanks("日号") {
        return None;
    }
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    // 2024 has a day for everything that a year may have.
    Date::new(year.unwrap_or(2024), month, day).ok()?;
    let end = cursor.at;
    let (time, until, end) = times(&mut cursor).unwrap_or((None, None, end));
    Some(Day { slice: slice.part(start..end), year, month, day, time, until })
}

type Times = (Option<Time>, Option<Time>, usize);

/// `（星期二）上午9:00—11:30`.
fn times(cursor: &mut Cursor<'_>) -> Option<Times> {
    const HALVES: [&str; 7] = ["上午", "早上", "中午", "下午", "晚上", "傍晚", "夜间"];
    cursor.blanks();
    let bracket = cursor.eat("（(");
    if cursor.eat_word(&WEEK).is_some() {
        cursor.at += 1;
    }
    if bracket && !cursor.eat("）)") {
        return None;
    }
    cursor.eat("，, ");
    cursor.blanks();
    let half = cursor.eat_word(&HALVES).unwrap_or(0);
    let time = clock(cursor, half)?;
    let end = cursor.at;
    let dash = cursor.eat("—-－–~～至");
    // The key of the dash types two of them in Chinese.
    cursor.eat("—");
    let second = cursor.eat_word(&HALVES).unwrap_or(half);
    let until = dash.then(|| clock(cursor, second)).flatten();
    let until = until.filter(|until| *until > time);
    let end = if until.is_some() { cursor.at } else { end };
    Some((Some(time), until, end))
}

/// `9:00`, `9时30分`, `9点半`; from noon on where the half of the day says so.
fn clock(cursor: &mut Cursor<'_>, half: usize) -> Option<Time> {
    let hour = cursor.number(2)?;
    if !cursor.eat_behind_blanks("：:时点") {
        return None;
    }
    let minute = if cursor.eat("半") { 30 } else { cursor.number(2).unwrap_or(0) };
    cursor.eat("分");
    let hour = if half >= 3 && hour < 12 { hour + 12 } else { hour };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::manuscript::{Place, Text};
    use crate::import::passage::Passage;

    #[test]
    fn days_and_times_as_offices_write_them() {
        for (text, expected) in [
            ("3月31日，云溪县召开", "None-3-31 None None 5"),
            ("2026年3月31日（星期二）上午9:00，会期半天", "Some(2026)-3-31 09:00:00 None 21"),
            ("定于3月31日下午3时30分召开", "None-3-31 15:30:00 None 12"),
            ("3月31日上午9：00—11：30", "None-3-31 09:00:00 11:30:00 17"),
            ("2026-03-31 16:19", "Some(2026)-3-31 16:19:00 None 16"),
            ("3月31号上午", "None-3-31 None None 5"),
            ("2月30日", ""),
            ("12月3", ""),
            ("第3月刊", ""),
        ] {
            let passage = Passage::of(Text::plain(text, Place::Line(1, 1)));
            let found = find(&Slice::of(&passage)).map_or(String::new(), |f| {
                let time = |t: Option<Time>| t.map_or("None".to_owned(), |t| t.to_string());
                let (year, month, day, length) = (f.year, f.month, f.day, f.slice.len());
                format!("{year:?}-{month}-{day} {} {} {length}", time(f.time), time(f.until))
            });
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_year_is_that_of_the_text_or_of_the_options() {
        let moment = |text: &str| Moment::parse(text);
        for (text, year, published, expected) in [
            ("3月31日", None, None, None),
            ("3月31日", Some(2012), None, Some("2012-03-31")),
            ("3月31日", None, moment("2012-04-01"), Some("2012-03-31")),
            ("12月31日", None, moment("2012-01-04"), Some("2011-12-31")),
            ("1月5日", None, moment("2011-12-30"), Some("2012-01-05")),
            ("2013年3月31日", Some(2012), None, Some("2013-03-31")),
            ("2月29日", Some(2013), None, None),
        ] {
            let passage = Passage::of(Text::plain(text, Place::Line(1, 1)));
            let found = find(&Slice::of(&passage)).expect(text);
            let date = YearHints { year, published }.day(&found);
            assert_eq!(date.map(|d| d.to_string()).as_deref(), expected, "{text}");
        }
    }
}
