//! 日期: the days that a document names, held against each other and the calendar.

use crate::check::workdays::{Calendar, UnknownYear};
use crate::chinese::dates;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Document;
use crate::say;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// 政府信息公开条例 Art. 26.
const WORKING_DAYS: u32 = 20;

/// 成文日期 and 发布日期.
pub(super) fn disclosure(document: &Document, calendar: &Calendar) -> Option<Diagnostic> {
    let signed = document.common.signed?.0;
    let published = document.published().date();
    let problem = match calendar.after(signed, WORKING_DAYS) {
        _ if published < signed => Diagnostic::error(
            Code::SignedAfterPublished,
            say!(
                "成文日期晚于发布日期（{published}）",
                "it was signed after it was published ({published})"
            ),
        ),
        Ok(last) if published > last => Diagnostic::warning(
            Code::DisclosureLate,
            say!(
                "最迟应在 {last} 公开（形成之日起 20 个工作日），发布日期是 {published}",
                "it should have been public by {last} (20 working days), and was on {published}"
            ),
        ),
        Err(UnknownYear(year)) if published > signed.saturating_add(20.days()) => {
            Diagnostic::warning(
                Code::CalendarMissing,
                say!(
                    "没有 {year} 年的放假安排，算不出 20 个工作日到哪天",
                    "the holidays of {year} are not known, so 20 working days cannot be counted"
                ),
            )
        }
        _ => return None,
    };
    Some(problem.at(&document.source, document.in_front(&["成文日期", "signed"])))
}

/// A day with its weekday: `3月31日（星期二）`. Without a year it is the day nearest to the publication.
pub(super) fn weekdays(document: &Document) -> Vec<Diagnostic> {
    let text = &document.source.text;
    let published = document.published().date();
    let around = published.year();
    let mut found = Vec::new();
    for (at, _) in text.match_indices('日') {
        let Some((weekday, named)) = weekday_after(&text[at + '日'.len_utf8()..]) else {
            continue;
        };
        let Some((year, month, day)) = day_before(&text[..at]) else {
            continue;
        };
        let years = year.map_or(vec![around - 1, around, around + 1], |year| vec![year]);
        let days = years.iter().filter_map(|year| Date::new(*year, month, day).ok());
        let nearest = days.min_by_key(|day| between(*day, published).abs());
        let Some(right) = nearest.filter(|day| day.weekday() != weekday) else {
            continue;
        };
        let span = Span::new(at, at + '日'.len_utf8() + named);
        let (zh, en) = (dates::weekday_name(right.weekday()), right.weekday());
        let problem =
            Diagnostic::error(Code::Weekday, say!("{right} 是{zh}", "{right} is a {en:?}"));
        found.push(problem.at(&document.source, span));
    }
    found
}

fn between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |time| time.get_days())
}

/// The weekday at the start of a text, and how many bytes it takes.
fn weekday_after(text: &str) -> Option<(Weekday, usize)> {
    let inner = text.trim_start_matches(['（', '(', ' ', '，']);
    let (weekday, rest) = dates::weekday(inner)?;
    Some((weekday, text.len() - rest.len()))
}

/// Year, if there is one, month and day before a `日`; none where the year is said in words (去年3月1日).
fn day_before(text: &str) -> Option<(Option<i16>, i8, i8)> {
    let (rest, day) = number_before(text)?;
    let (rest, month) = number_before(rest.strip_suffix('月')?)?;
    let year = match rest.strip_suffix('年') {
        None => None,
        Some(rest) => Some(i16::try_from(number_before(rest)?.1).ok().filter(|y| *y > 999)?),
    };
    Some((year, i8::try_from(month).ok()?, i8::try_from(day).ok()?))
}

/// The digits at the end of a text, and what stands before them.
pub(super) fn number_before(text: &str) -> Option<(&str, u32)> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    text[rest.len()..].parse().ok().map(|number| (rest, number))
}
