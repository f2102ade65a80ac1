//! 会议: whether a notice comes before its meeting, and a report after it.

use crate::chinese::{is_han, moments};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::meeting::Phase;
use crate::document::{Document, Meeting};
use crate::record::Moment;
use crate::say;
use crate::site::{DocumentId, Relation, Site};
use jiff::ToSpan;
use jiff::civil::DateTime;

pub(super) fn check(site: &Site, id: DocumentId, meeting: &Meeting) -> Vec<Diagnostic> {
    let late = late(site, id, meeting);
    let document = site.document(id);
    let contradicted = contradicted(document, meeting);
    late.into_iter().chain(report_due(site, id, meeting)).chain(contradicted).collect()
}

/// A time of the meeting in the text that is not the one of the data, which the calendar and the table of facts show.
fn contradicted(document: &Document, meeting: &Meeting) -> Option<Diagnostic> {
    let start = meeting.time.as_ref()?.start;
    let text = document.markdown();
    let (at, date, time) = said_times(text, meeting.phase).into_iter().find_map(|at| {
        let (date, time) = moments::beginning(&text[at..], start.at.date().year())?;
        Some((at, date, time))
    })?;
    let other_time = start.timed && time.is_some_and(|time| time != start.at.time());
    if date == start.at.date() && !other_time {
        return None;
    }
    let length = text[at..].find(|c: char| c.is_whitespace() || "，。；（(".contains(c));
    let end = length.map_or(text.len(), |length| at + length);
    let shown = match start.timed {
        true => start.at.strftime("%Y-%m-%d %H:%M"),
        false => start.at.strftime("%Y-%m-%d"),
    };
    let words = say!(
        "正文里的会议时间与开头数据里的（{shown}）不一致",
        "the time of the meeting in the text is not that of its data ({shown})"
    );
    let problem = Diagnostic::warning(Code::TimeContradicted, words);
    Some(problem.at(&document.source, document.in_body(&(at..end))))
}

/// Where a text says when the meeting is: behind 时间：, behind 定于, or at the start of a report, `3月31日，…召开…`.
fn said_times(text: &str, phase: Phase) -> Vec<usize> {
    let mut found = Vec::new();
    for word in ["会议时间", "开会时间", "时间", "定于"] {
        // 报名时间 is another time.
        let alone = |at: &usize| !text[..*at].ends_with(is_han) || word.len() > "时间".len();
        let places = text.match_indices(word).map(|(at, _)| at);
        let place = places.into_iter().find(|at| word == "定于" || alone(at));
        let behind = |at: usize| text[at + word.len()..].trim_start_matches(['：', ':', '*', ' ']);
        found.extend(place.map(|at| text.len() - behind(at).len()));
    }
    let first = text.len() - text.trim_start().len();
    let sentence = text[first..].split(['。', '\n']).next().unwrap_or_default();
    let held = sentence.contains("召开") || sentence.contains("举行");
    if phase != Phase::Notice && held && !sentence.contains("发") {
        found.push(first);
    }
    found
}

/// A notice that is published, or wants its answers, when the meeting has begun.
fn late(site: &Site, id: DocumentId, meeting: &Meeting) -> Vec<Diagnostic> {
    let document = site.document(id);
    let Some(time) = meeting.time.as_ref().filter(|_| meeting.phase == Phase::Notice) else {
        return Vec::new();
    };
    let start = time.start;
    let (shown, title) = (start.at.strftime("%Y-%m-%d %H:%M"), document.common.title.span);
    let told =
        |words, span: Span| Diagnostic::warning(Code::NoticeLate, words).at(&document.source, span);
    let mut found = Vec::new();
    if begins_before(start, document.published()) {
        let words = say!(
            "会议 {shown} 就开了，通知在那以后才发布",
            "the meeting is at {shown}, and its notice comes after that"
        );
        found.push(told(words, title));
    }
    if meeting.reply_by.is_some_and(|reply| begins_before(start, reply.at)) {
        let words =
            say!("回执时限在开会（{shown}）以后", "answers are due after the meeting ({shown})");
        let place = document.in_front(&["回执时限", "reply_by"]);
        found.push(told(words, place));
    }
    found
}

/// A day without its time begins when it ends.
fn begins_before(start: Moment, moment: DateTime) -> bool {
    match start.timed {
        true => start.at < moment,
        false => start.at.date() < moment.date(),
    }
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
            Code::ReportDue,
            say!(
                "会议已于 {end} 开过，还没有报道或纪要",
                "the meeting was on {end} and has no report or minutes"
            ),
        )
        .at(&document.source, document.common.title.span)
    })
}
