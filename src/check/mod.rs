//! 检查: what an inspection of the site would find, found first. It reads the [`Site`] that a build makes, so the two never
//! disagree.
//!
//! [`rules`] says what is asked for, why, and how much it matters; what is found are [`Diagnostic`]s with a rule's code.
//! [`freshness`] asks when columns last changed, [`documents`] holds what documents say against the calendar and
//! themselves, [`wording`] reads for wrong words, [`style`] for marks and numbers, [`privacy`] for numbers that belong to
//! private people, in attached files too ([`attachment`]). What is found is weighed as the site's settings and the
//! documents' exceptions say.

pub mod attachment;
pub mod documents;
pub mod external;
pub mod fix;
pub mod freshness;
mod policy;
pub mod privacy;
pub mod report;
pub mod rules;
pub mod style;
pub mod wording;
pub mod words;
pub mod workdays;

pub use policy::{Excused, no_such_rule};

use crate::diagnostic::Diagnostic;
use crate::site::Site;
use freshness::Standing;
use rayon::prelude::*;

/// What an inspection of the site would find.
#[derive(Debug)]
pub struct Inspection {
    /// Findings, in the order of the files.
    pub found: Vec<Diagnostic>,
    /// Findings that documents are excused from.
    pub excused: Vec<Excused>,
    /// Where every column stands, the worst first.
    pub columns: Vec<Standing>,
}

/// Inspects a site; `more` are findings from outside of it, weighed like all others.
pub fn check(site: &Site, more: Vec<Diagnostic>) -> Inspection {
    let columns = freshness::standings(site);
    let mut found = freshness::check(site, &columns);
    found.extend(more);
    found.extend(documents::check(site));
    let (lists, in_lists) = words::read(&site.files);
    let words = wording::Wording::new(&lists);
    let read: Vec<Diagnostic> = site
        .entries
        .par_iter()
        .flat_map_iter(|entry| {
            let document = &entry.document;
            let found = words.check(&document.source).into_iter();
            let found = found.chain(style::check(document));
            found.chain(privacy::check(&document.source))
        })
        .collect();
    found.extend(read);
    found.extend(privacy::check_attachments(site));
    let (mut found, excused) = policy::Policy::new(site).weigh(found);
    found.extend(policy::unknown(site));
    found.extend(in_lists);
    crate::diagnostic::sort(&mut found);
    Inspection {
        found,
        excused,
        columns: columns.into_iter().map(|(_, standing)| standing).collect(),
    }
}
