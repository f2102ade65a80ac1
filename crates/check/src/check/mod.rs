//! 检查: what an inspection of the site would find, found first. It reads the [`Site`] that a build makes, so the two never
//! disagree.
//!
//! [`rules`] says what is asked for, why, and how much it matters; what is found are [`Diagnostic`]s with a rule's code.
//! [`freshness`] asks when columns last changed, [`documents`] holds what documents say against the calendar and
//! themselves, [`wording`] reads for wrong words, [`style`] for marks and numbers, `privacy` for what belongs to private
//! people, in attached files too ([`attachment`]). [`pages`] looks at what a build makes of all that, [`external`] asks
//! other sites. What is found is weighed as the site's settings and the documents' exceptions say.

pub mod attachment;
pub mod documents;
pub mod external;
pub mod fix;
pub mod freshness;
mod manual;
pub mod pages;
mod per_file;
mod policy;
mod privacy;
pub mod report;
mod review;
pub mod rules;
pub mod style;
pub mod wording;
pub mod workdays;

pub use manual::manual;
pub use per_file::bounded;
pub use policy::{Excused, no_such_rule};

use crate::diagnostic::{Diagnostic, Source};
use crate::read::word_lists;
use crate::render::Renderer;
use crate::site::{DocumentId, Route, Site};
use freshness::Standing;
use rayon::prelude::*;
use std::sync::Arc;

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

impl Inspection {
    /// Takes in what the build says; a rule and the build may see the same thing at the same place.
    pub fn add(&mut self, problems: &[Diagnostic]) {
        let new = problems.iter().filter(|problem| {
            let same = |known: &Diagnostic| known.code == problem.code && known.meets(problem);
            rules::rule(problem.code).is_none() || !self.found.iter().any(same)
        });
        let new: Vec<Diagnostic> = new.cloned().collect();
        self.found.extend(new);
        crate::diagnostic::sort(&mut self.found);
    }
}

/// Inspects a site; `more` are findings from outside of it, weighed like all others.
pub fn check(site: &Site, more: Vec<Diagnostic>) -> Inspection {
    let columns = freshness::standings(site);
    let mut found = freshness::check(site, &columns);
    found.extend(more);
    found.extend(documents::number_gaps(site));
    found.extend(review::check(site));
    let (reader, in_lists) = Reader::new(site);
    let ids: Vec<DocumentId> = site.ids().collect();
    let in_documents = ids.into_par_iter().flat_map_iter(|id| reader.document(id));
    found.extend(in_documents.collect::<Vec<_>>());
    found.extend(privacy::other_sources(site).flat_map(|source| reader.source(source)));
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

/// Inspects only the pages that are wanted, as they are built.
pub fn check_pages(renderer: &Renderer, wanted: impl Fn(&Route) -> bool + Sync) -> Vec<Diagnostic> {
    let found = pages::check(renderer, wanted);
    policy::Policy::new(renderer.site()).weigh(found).0
}

/// What an inspection would find in one document, for those who are writing it.
pub fn check_document(site: &Site, id: DocumentId) -> Vec<Diagnostic> {
    let (reader, _) = Reader::new(site);
    let (found, _) = policy::Policy::new(site).weigh(reader.document(id));
    let mut found = bounded(found);
    crate::diagnostic::sort(&mut found);
    found
}

/// Reads documents, with what that takes at hand.
struct Reader<'s> {
    site: &'s Site,
    words: wording::Wording,
    known: documents::Known<'s>,
}

impl<'s> Reader<'s> {
    /// What is wrong with the site's word lists is told beside.
    fn new(site: &'s Site) -> (Self, Vec<Diagnostic>) {
        let (lists, problems) = word_lists(&site.files);
        let reader =
            Self { site, words: wording::Wording::new(&lists), known: documents::Known::new(site) };
        (reader, problems)
    }

    fn document(&self, id: DocumentId) -> Vec<Diagnostic> {
        let document = self.site.document(id);
        let mut found = documents::check(self.site, id, &self.known);
        found.extend(self.source(&document.source));
        found.extend(style::check(document));
        found.extend(privacy::check_document(self.site, document));
        found
    }

    /// What stands in one file, front matter and all.
    fn source(&self, source: &Arc<Source>) -> Vec<Diagnostic> {
        let mut found = self.words.check(source);
        found.extend(privacy::check_source(source));
        found
    }
}
