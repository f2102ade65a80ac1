//! 日期: the days that a document names, held against each other and the calendar.

use crate::check::workdays::{Calendar, UnknownYear};
use crate::chinese::moments::{self, Fault};
use crate::chinese::{dates, numerals};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Document;
use crate::say;
use jiff::ToSpan;
use jiff::civil::Date;

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

/// A day with its weekday: `3月31日（星期二）`, `2026-03-31 周二`. Without a year it is the day nearest to the publication.
pub(super) fn weekdays(document: &Document) -> Vec<Diagnostic> {
    let text = &document.source.text;
    let published = document.published().date();
    let mut words: Vec<usize> =
        dates::WEEK.iter().flat_map(|word| text.match_indices(word).map(|(at, _)| at)).collect();
    words.sort_unstable();
    let mut found = Vec::new();
    for at in words {
        let Some((weekday, rest)) = dates::weekday(&text[at..]) else {
            continue;
        };
        let before = text[..at].trim_end_matches(['（', '(', ' ', '，']);
        let Some(right) = day_before(before, published).filter(|day| day.weekday() != weekday)
        else {
            continue;
        };
        let last = before.char_indices().next_back().map_or(0, |(at, _)| at);
        let span = Span::new(last, text.len() - rest.len());
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

/// The day that a text ends with; none where the year is said in words (去年3月1日).
fn day_before(text: &str, near: Date) -> Option<Date> {
    let part = |c: char| {
        let mark = "年月日号-/.〇零".contains(c);
        mark || c.is_ascii_digit() || ('０'..='９').contains(&c) || numerals::counts(c)
    };
    let day = &text[text.trim_end_matches(part).len()..];
    match moments::moment(day) {
        Ok((date, _)) => Some(date),
        Err(Fault::NoYear) => {
            let years = near.year() - 1..=near.year() + 1;
            let dates = years.filter_map(|year| moments::moment(&format!("{year}年{day}")).ok());
            dates.map(|(date, _)| date).min_by_key(|date| between(*date, near).abs())
        }
        Err(_) => None,
    }
}

/// The digits at the end of a text, and what stands before them.
pub(super) fn number_before(text: &str) -> Option<(&str, u32)> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    text[rest.len()..].parse().ok().map(|number| (rest, number))
}
