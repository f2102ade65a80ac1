//! 检查: what an inspection of the site would find, found first. It reads the [`Site`] that a build makes, so the two never
//! disagree.
//!
//! [`rules`] says what is asked for, why, and how much it matters; what is found are [`Diagnostic`]s with a rule's code.
//! [`freshness`] asks when columns last changed, [`documents`] holds what documents say against the calendar and
//! themselves, [`wording`] reads for wrong words, [`privacy`] for numbers that belong to private people. [`policy`]
//! weighs the findings as the site's settings and the documents' exceptions say.

pub mod documents;
pub mod freshness;
mod policy;
pub mod privacy;
pub mod rules;
pub mod wording;
pub mod workdays;

pub use policy::{Excused, no_such_rule};

use crate::diagnostic::Diagnostic;
use crate::site::Site;
use freshness::Standing;

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

/// Inspects a site.
pub fn check(site: &Site) -> Inspection {
    let columns = freshness::standings(site);
    let mut found = freshness::check(site, &columns);
    found.extend(documents::check(site));
    let words = wording::Wording::built_in();
    for id in site.ids() {
        let document = site.document(id);
        found.extend(words.check(&document.source));
        found.extend(privacy::check(&document.source));
    }
    let (mut found, excused) = policy::Policy::new(site).weigh(found);
    found.extend(policy::unknown(site));
    crate::diagnostic::sort(&mut found);
    Inspection {
        found,
        excused,
        columns: columns.into_iter().map(|(_, standing)| standing).collect(),
    }
}
