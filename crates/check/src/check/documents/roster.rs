//! 领导小组名单: whether it says all that a reader looks for.

use crate::diagnostic::{Code, Diagnostic, Span, Words};
use crate::document::{Document, Roster};
use crate::say;

pub(super) fn check(document: &Document, roster: &Roster) -> Vec<Diagnostic> {
    let told = |words: Words, span: Span| {
        Diagnostic::warning(Code::RosterIncomplete, words).at(&document.source, span)
    };
    let bare = roster.members.iter().filter(|one| one.post.is_none() && one.unit.is_none());
    let mut found: Vec<Diagnostic> = bare
        .map(|one| {
            let name = &one.name.text;
            told(
                say!("“{name}”没有写职务，也没有写单位", "{name} has neither post nor unit"),
                one.name.span,
            )
        })
        .collect();
    let title = document.common.title.span;
    match &roster.office {
        None => found.push(told(say!("名单没有写办公室", "the roster names no office"), title)),
        Some(office) if office.contact.is_none() => found.push(told(
            say!("办公室没有写联系方式", "the office has no telephone"),
            document.in_front(&["办公室", "office"]),
        )),
        Some(_) => {}
    }
    found
}
