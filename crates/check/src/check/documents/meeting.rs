//! 会议: whether a notice comes before its meeting, and a report after it.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Meeting;
use crate::document::meeting::Phase;
use crate::record::Moment;
use crate::say;
use crate::site::{DocumentId, Relation, Site};
use jiff::ToSpan;
use jiff::civil::DateTime;

pub(super) fn check(site: &Site, id: DocumentId, meeting: &Meeting) -> Vec<Diagnostic> {
    let late = late(site, id, meeting);
    late.into_iter().chain(report_due(site, id, meeting)).collect()
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
