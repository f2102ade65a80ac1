//! What documents say, held against the calendar, against their own tables and against each other. What makes a page
//! wrong is found while linking (`site::consistency`); this is what an inspector or a careful editor sees.

mod accessibility;
mod dates;
mod doc_number;
mod levels;
mod meeting;
mod plan;
mod progress;
mod roster;

use super::workdays::Calendar;
use crate::diagnostic::Diagnostic;
use crate::document::Kind;
use crate::site::{DocumentId, Site};
use std::collections::HashMap;

pub(super) use doc_number::number_gaps;

/// What documents are held against.
pub(super) struct Background<'s> {
    calendar: Calendar,
    numbers: HashMap<&'s str, DocumentId>,
    /// What is wrong with the figures of each progress report.
    figures: HashMap<DocumentId, Vec<Diagnostic>>,
}

impl<'s> Background<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        Self {
            calendar: Calendar::built_in(),
            numbers: doc_number::by_number(site),
            figures: progress::by_report(site),
        }
    }
}

/// Looks at one document.
pub(super) fn check(site: &Site, id: DocumentId, known: &Background<'_>) -> Vec<Diagnostic> {
    let document = site.document(id);
    let late = dates::disclosure(document, &known.calendar);
    let mut found: Vec<Diagnostic> = late.into_iter().collect();
    found.extend(dates::weekdays(document));
    found.extend(levels::levels(document));
    found.extend(accessibility::headings(document));
    found.extend(doc_number::replacement(site, id));
    found.extend(doc_number::unmarked(site, document, &known.numbers));
    match &document.kind {
        Kind::Meeting(meeting) => found.extend(meeting::check(site, id, meeting)),
        Kind::Plan(plan) => found.extend(plan::check(document, plan)),
        Kind::Progress(_) => found.extend(known.figures.get(&id).into_iter().flatten().cloned()),
        Kind::Roster(roster) => found.extend(roster::check(document, roster)),
        _ => {}
    }
    found
}
