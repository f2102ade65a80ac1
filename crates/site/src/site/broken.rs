//! Documents with errors: one that the public cannot see yet is set aside, and the others go out without it.

use super::Unpublished;
use crate::diagnostic::{Diagnostic, Severity};
use crate::read::Broken;
use crate::review::Reviews;
use crate::say;
use jiff::civil::DateTime;
use rapidhash::RapidHashMap;

/// What is told of a broken document. It is remembered as hidden, so that what refers to it is not told as lost.
pub(super) fn set_aside(
    broken: &Broken,
    clock: DateTime,
    reviews: &Reviews,
    hidden: &mut RapidHashMap<String, Unpublished>,
) -> Vec<Diagnostic> {
    let why = why(broken, clock, reviews);
    if !broken.is_document {
        hidden.insert(broken.path.clone(), why.unwrap_or(Unpublished::Unread));
    }
    let mut problems = broken.problems.clone();
    let Some(why) = why else {
        return problems;
    };
    for problem in &mut problems {
        problem.severity = problem.severity.min(Severity::Warning);
    }
    if let Some(first) = problems.first_mut() {
        let (zh, en) = match why {
            Unpublished::Draft => ("还是草稿", "is a draft"),
            Unpublished::Future => ("还没到发布时间", "is not published yet"),
            Unpublished::Expired => ("已经撤下", "was taken down"),
            Unpublished::Unapproved | Unpublished::Unread => ("还没有审核通过", "is not approved"),
        };
        first.hints.push(say!(
            "这篇文档{zh}，先放在一边，其余照常生成",
            "the document {en}: it is set aside, and the others go on"
        ));
    }
    problems
}

/// Why the public does not see it now; `None` where it does, or where that cannot be told.
fn why(broken: &Broken, clock: DateTime, reviews: &Reviews) -> Option<Unpublished> {
    if broken.draft {
        Some(Unpublished::Draft)
    } else if broken.expires.is_some_and(|at| at <= clock) {
        Some(Unpublished::Expired)
    } else if reviews.withheld.contains(&broken.path) {
        Some(Unpublished::Unapproved)
    } else if broken.published.is_some_and(|at| at > clock) {
        Some(Unpublished::Future)
    } else {
        None
    }
}
