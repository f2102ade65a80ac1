//! 三审三校: documents that lack an approval, or were edited after it. A log with something wrong stops the build itself.

use crate::diagnostic::{Code, Diagnostic};
use crate::review::{Case, State};
use crate::say;
use crate::site::Site;

/// Looks at every document that needs a review.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    site.reviews.cases.values().filter_map(of_case).collect()
}

fn of_case(case: &Case) -> Option<Diagnostic> {
    let need = case.next();
    let (zh, en) = need.map_or(("", ""), |need| (need.stage.alias(), need.stage.name()));
    let problem = match case.state() {
        State::Approved => return None,
        State::Waiting => Diagnostic::warning(
            Code::ReviewMissing,
            say!("还差{zh}，没有发布", "it lacks the {en} review and is not published"),
        ),
        State::Edited => Diagnostic::warning(
            Code::ReviewVoid,
            say!(
                "审核以后又改过，要重新审核（还差{zh}）",
                "it was edited after its review and needs another (it lacks the {en} one)"
            ),
        ),
    };
    Some(problem.at(&case.document.source, case.document.common.title.span))
}
