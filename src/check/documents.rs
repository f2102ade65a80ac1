//! What documents say, held against the calendar, against their own tables and against each other. What makes a page
//! wrong stops the build already (`site::consistency`); this is what an inspector or a careful editor sees.

use super::workdays::{Calendar, UnknownYear};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::common::ValidityState;
use crate::document::meeting::Phase;
use crate::document::{Document, Kind, Meeting, Plan};
use crate::record::DocNumber;
use crate::say;
use crate::site::{DocumentId, Relation, Site};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// 政府信息公开条例 Art. 26.
const WORKING_DAYS: u32 = 20;

/// Looks at every document.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let calendar = Calendar::built_in();
    let mut found = number_gaps(site);
    for id in site.ids() {
        let document = site.document(id);
        found.extend(disclosure(document, &calendar));
        found.extend(weekdays(document));
        found.extend(levels(document));
        found.extend(replacement(site, id));
        match &document.kind {
            Kind::Meeting(meeting) => found.extend(report_due(site, id, meeting)),
            Kind::Plan(plan) => found.extend(plan_complete(document, plan)),
            _ => {}
        }
    }
    found
}

/// 成文日期 and 发布日期.
fn disclosure(document: &Document, calendar: &Calendar) -> Option<Diagnostic> {
    let signed = document.common.signed?.0;
    let published = document.published().date();
    let problem = match calendar.after(signed, WORKING_DAYS) {
        _ if published < signed => Diagnostic::error(
            "signed-after-published",
            say!(
                "成文日期晚于发布日期（{published}）",
                "it was signed after it was published ({published})"
            ),
        ),
        Ok(last) if published > last => Diagnostic::warning(
            "disclosure-late",
            say!(
                "最迟应在 {last} 公开（形成之日起 20 个工作日），发布日期是 {published}",
                "it should have been public by {last} (20 working days), and was on {published}"
            ),
        ),
        Err(UnknownYear(year)) if published > signed.saturating_add(20.days()) => {
            Diagnostic::warning(
                "calendar-missing",
                say!(
                    "没有 {year} 年的放假安排，算不出 20 个工作日到哪天",
                    "the holidays of {year} are not known, so 20 working days cannot be counted"
                ),
            )
        }
        _ => return None,
    };
    Some(problem.at(
        &document.source,
        in_front(document, &["成文日期", "signed"]),
    ))
}

/// A day with its weekday: `3月31日（星期二）`. Without a year it is the day nearest to the publication.
fn weekdays(document: &Document) -> Vec<Diagnostic> {
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
        let days = years
            .iter()
            .filter_map(|year| Date::new(*year, month, day).ok());
        let nearest = days.min_by_key(|day| between(*day, published).abs());
        let Some(right) = nearest.filter(|day| day.weekday() != weekday) else {
            continue;
        };
        let span = Span::new(at, at + '日'.len_utf8() + named);
        let (zh, en) = (in_chinese(right.weekday()), right.weekday());
        let problem =
            Diagnostic::error("weekday", say!("{right} 是星期{zh}", "{right} is a {en:?}"));
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
    let rest = ["星期", "周"]
        .iter()
        .find_map(|word| inner.strip_prefix(word))?;
    let name = rest.chars().next()?;
    let weekday = match name {
        '一' => Weekday::Monday,
        '二' => Weekday::Tuesday,
        '三' => Weekday::Wednesday,
        '四' => Weekday::Thursday,
        '五' => Weekday::Friday,
        '六' => Weekday::Saturday,
        '日' | '天' => Weekday::Sunday,
        _ => return None,
    };
    Some((weekday, text.len() - rest.len() + name.len_utf8()))
}

fn in_chinese(day: Weekday) -> char {
    match day {
        Weekday::Monday => '一',
        Weekday::Tuesday => '二',
        Weekday::Wednesday => '三',
        Weekday::Thursday => '四',
        Weekday::Friday => '五',
        Weekday::Saturday => '六',
        Weekday::Sunday => '日',
    }
}

/// Year, if there is one, month and day before a `日`; none where the year is said in words (去年3月1日).
fn day_before(text: &str) -> Option<(Option<i16>, i8, i8)> {
    let (rest, day) = number_before(text)?;
    let (rest, month) = number_before(rest.strip_suffix('月')?)?;
    let year = match rest.strip_suffix('年') {
        None => None,
        Some(rest) => Some(
            i16::try_from(number_before(rest)?.1)
                .ok()
                .filter(|y| *y > 999)?,
        ),
    };
    Some((year, i8::try_from(month).ok()?, i8::try_from(day).ok()?))
}

fn number_before(text: &str) -> Option<(&str, u32)> {
    let rest = text.trim_end_matches(|c: char| c.is_ascii_digit());
    text[rest.len()..].parse().ok().map(|number| (rest, number))
}

/// A paragraph's number: `一、` is level 1, `（一）` 2, `1.` 3, `（1）` 4.
fn numbered(line: &str) -> Option<(usize, u32, usize)> {
    const HAN: &str = "一二三四五六七八九十";
    let inside = |open: char| line.strip_prefix(open);
    if let Some((inner, _)) = inside('（').and_then(|rest| rest.split_once('）')) {
        let taken = inner.len() + 2 * '（'.len_utf8();
        let han = han_number(inner).map(|n| (2, n, taken));
        return han.or_else(|| inner.parse().ok().map(|n| (4, n, taken)));
    }
    let end = line.find(|c: char| !HAN.contains(c) && !c.is_ascii_digit())?;
    let (number, rest) = line.split_at(end);
    let taken = |mark: char| end + mark.len_utf8();
    if rest.starts_with('、') {
        return han_number(number).map(|n| (1, n, taken('、')));
    }
    let mark = ['.', '．']
        .into_iter()
        .find(|mark| rest.starts_with(*mark))?;
    let decimal = rest[mark.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
    let number = number.parse().ok().filter(|_| !decimal)?;
    Some((3, number, taken(mark)))
}

/// 一 to 九十九.
fn han_number(text: &str) -> Option<u32> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|d| d == c);
    let value = |text: &str| match text.chars().collect::<Vec<_>>()[..] {
        [] => Some(None),
        [c] => digit(c).map(|at| Some(at as u32 + 1)),
        _ => None,
    };
    match text.split_once('十') {
        None => value(text)?,
        Some((tens, ones)) => Some(value(tens)?.unwrap_or(1) * 10 + value(ones)?.unwrap_or(0)),
    }
}

/// 结构层次 (GB/T 9704—2012 7.3.3): they don't skip a level, and the first two run on. Two levels as 一、 and 1. are usual.
fn levels(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let (mut level, mut last) = (0, [0_u32; 5]);
    for (at, line) in lines(document) {
        let Some((new, number, taken)) = numbered(line) else {
            continue;
        };
        let skips = new > level + 1 && !(level == 1 && new == 3) && level > 0;
        let jumps = new <= 2 && number != 1 && number != last[new] + 1 && last[new] > 0;
        let problem = if skips {
            let (from, to) = (LEVELS[level], LEVELS[new]);
            Some(Diagnostic::warning(
                "level-order",
                say!(
                    "层次从“{from}”直接到了“{to}”",
                    "the levels go from {from} straight to {to}"
                ),
            ))
        } else if jumps {
            let (before, number) = (last[new], number);
            Some(Diagnostic::warning(
                "level-number",
                say!(
                    "序号从第 {before} 跳到第 {number}",
                    "the numbers go from {before} to {number}"
                ),
            ))
        } else {
            None
        };
        found.extend(problem.map(|p| p.at(&document.source, Span::new(at, at + taken))));
        last[new] = number;
        last[new + 1..].fill(0);
        level = new;
    }
    found
}

const LEVELS: [&str; 5] = ["", "一、", "（一）", "1.", "（1）"];

/// The lines of the text outside of code, quotes, lists and tables, with their places in the file, without the marks of
/// headings and bold.
fn lines(document: &Document) -> Vec<(usize, &str)> {
    let start = document.body.start as usize;
    let mut in_code = false;
    let mut at = start;
    let mut lines = Vec::new();
    for line in document.markdown().split_inclusive('\n') {
        let here = at;
        at += line.len();
        if line.starts_with("```") {
            in_code = !in_code;
        }
        let text = line.trim_start_matches(['#', ' ', '*', '\u{3000}']);
        if !in_code && !line.starts_with([' ', '>', '|', '`']) {
            lines.push((here + line.len() - text.len(), text));
        }
    }
    lines
}

/// Where one of these words stands in the front matter; else all of it.
fn in_front(document: &Document, words: &[&str]) -> Span {
    let front = &document.source.text[document.front.range()];
    let found = words
        .iter()
        .find_map(|word| Some((front.find(word)?, word.len())));
    let start = document.front.start as usize;
    found.map_or(document.front, |(at, length)| {
        Span::new(start + at, start + at + length)
    })
}

/// A document that lost validity says what replaced it, or the other says so.
fn replacement(site: &Site, id: DocumentId) -> Option<Diagnostic> {
    let document = site.document(id);
    let validity = document.common.validity.as_ref()?;
    let over = validity.state != ValidityState::Valid;
    let replaced =
        validity.replaced_by.is_some() || site.from(id, Relation::Supersedes).next().is_some();
    (over && !replaced).then(|| {
        Diagnostic::warning(
            "replacement-unnamed",
            say!(
                "没有指明哪个文件替代了它",
                "it does not say what replaced it"
            ),
        )
        .at(&document.source, document.common.title.span)
    })
}

/// A meeting two days past without its report.
fn report_due(site: &Site, id: DocumentId, meeting: &Meeting) -> Option<Diagnostic> {
    let time = meeting.time.as_ref()?;
    let end = time.end.unwrap_or(time.start).at.date();
    let due = end.saturating_add(2.days());
    let has_report = meeting.report.is_some() || site.from(id, Relation::Notice).next().is_some();
    let late = meeting.phase == Phase::Notice && site.clock.date() > due && !has_report;
    let document = site.document(id);
    late.then(|| {
        Diagnostic::warning(
            "report-due",
            say!(
                "会议已于 {end} 开过，还没有报道或纪要",
                "the meeting was on {end} and has no report or minutes"
            ),
        )
        .at(&document.source, document.common.title.span)
    })
}

fn plan_complete(document: &Document, plan: &Plan) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = indicator_count(document, plan).into_iter().collect();
    for pair in plan.phases.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        if before.end.0.saturating_add(1.day()) < after.start.0 {
            let (one, two) = (&before.name, &after.name);
            let problem = Diagnostic::warning(
                "phase-gap",
                say!(
                    "“{one}”与“{two}”之间有空档",
                    "there is a gap between {one} and {two}"
                ),
            );
            found.push(problem.at(&document.source, in_front(document, &[two])));
        }
    }
    for task in &plan.tasks {
        let name = &task.title;
        if task.lead.is_empty() {
            let words = say!(
                "任务“{name}”没有牵头单位",
                "the task {name} has no leading unit"
            );
            found.push(Diagnostic::warning("task-unit", words).at(&document.source, task.id.span));
        }
        if task.due.is_none() {
            let words = say!(
                "任务“{name}”没有完成时限",
                "the task {name} is not due on any day"
            );
            found.push(Diagnostic::warning("task-due", words).at(&document.source, task.id.span));
        }
    }
    found
}

/// `33项指标` in the text of a plan whose table has another number of rows.
fn indicator_count(document: &Document, plan: &Plan) -> Option<Diagnostic> {
    let rows = plan.indicators.len();
    let text = document.markdown();
    let said = text
        .match_indices("指标")
        .find_map(|(at, _)| said_before(&text[..at]));
    let (number, range) = said.filter(|(number, _)| rows > 0 && *number as usize != rows)?;
    let problem = Diagnostic::warning(
        "indicator-count",
        say!(
            "正文说有 {number} 项指标，指标表里是 {rows} 项",
            "the text speaks of {number} indicators, the table has {rows}"
        ),
    );
    Some(problem.at(&document.source, document.in_body(&range)))
}

/// The number of `33项`, `33个评估` at the end of a text.
fn said_before(text: &str) -> Option<(u32, Range<usize>)> {
    let kinds = ["评估", "考核", "量化", "具体", "工作"];
    let tail = kinds.iter().find_map(|kind| text.strip_suffix(kind));
    let tail = tail.unwrap_or(text);
    let counted = tail
        .strip_suffix('项')
        .or_else(|| tail.strip_suffix('个'))?;
    let (rest, number) = number_before(counted)?;
    Some((number, rest.len()..counted.len()))
}

/// 发文字号 of one 代字 and year, where more than two are published: which are missing between them.
fn number_gaps(site: &Site) -> Vec<Diagnostic> {
    let mut series: BTreeMap<(&str, &str), BTreeMap<u32, DocumentId>> = BTreeMap::new();
    for id in site.ids() {
        let number = site.document(id).common.doc_number.as_ref();
        if let Some((key, number)) = number.and_then(DocNumber::parts) {
            series.entry(key).or_default().insert(number, id);
        }
    }
    let long = series.into_iter().filter(|(_, numbers)| numbers.len() > 2);
    long.filter_map(|((agency, year), numbers)| gap(site, agency, year, &numbers))
        .collect()
}

fn gap(
    site: &Site,
    agency: &str,
    year: &str,
    numbers: &BTreeMap<u32, DocumentId>,
) -> Option<Diagnostic> {
    let there: BTreeSet<u32> = numbers.keys().copied().collect();
    let (first, last) = (*there.first()?, *there.last()?);
    let missing: Vec<u32> = (first..=last)
        .take(10_000)
        .filter(|n| !there.contains(n))
        .collect();
    let count = missing.len();
    let list: Vec<String> = missing.iter().take(5).map(u32::to_string).collect();
    let (zh, en) = (list.join("、"), list.join(", "));
    let document = site.document(*numbers.get(&last)?);
    let number = document.common.doc_number.as_ref()?;
    (count > 0).then(|| {
        Diagnostic::warning(
            "number-gap",
            say!(
                "{agency}〔{year}〕缺 {count} 个号：{zh} 等",
                "{agency}〔{year}〕 lacks {count} numbers, such as {en}"
            ),
        )
        .at(&document.source, number.span)
    })
}
