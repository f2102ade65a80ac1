//! 检查: what an inspection of the site would find, found first. It reads the [`Site`] that a build makes, so the two never
//! disagree.
//!
//! The table of rules ([`crate::config::rules`]) says what is asked for, why, and how much it matters; what is found are
//! [`Diagnostic`]s with a rule's code, and what linking found is among them. [`Scales`] weighs all of it as the site's
//! settings and the documents' exceptions say, for builds too.
//!
//! [`freshness`] asks when columns last changed, [`documents`] holds what documents say against the calendar and
//! themselves, [`wording`] reads for wrong words, [`style`] for marks and numbers, `invisible` for what nobody sees,
//! `privacy` for what belongs to private people, in attached files too ([`crate::extract`]), `file_type` for files that no site
//! should hand out. [`pages`] looks at what a build makes of all that, [`external`] asks
//! other sites.

pub mod documents;
pub mod external;
mod file_type;
pub mod fix;
mod former;
pub mod freshness;
mod invisible;
mod manual;
pub mod pages;
mod per_file;
mod privacy;
pub mod report;
mod review;
pub mod style;
mod weigh;
pub mod wording;
pub mod workdays;

pub use manual::manual;
pub use per_file::bounded;
pub use weigh::{Excused, Scales};

use crate::diagnostic::{Diagnostic, Source};
use crate::render::Renderer;
use crate::site::{DocumentId, Route, Site};
use freshness::Freshness;
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
    pub columns: Vec<Freshness>,
}

/// Inspects a site; `found` is what was found before, on the way to the site or in its pages.
pub fn check(site: &Site, mut found: Vec<Diagnostic>) -> Inspection {
    let columns = freshness::standings(site);
    found.extend(freshness::check(site, &columns));
    found.extend(site.words.problems.iter().cloned());
    found.extend(documents::number_gaps(site));
    found.extend(review::check(site));
    found.extend(former::served(site));
    found.extend(invisible::file_names(site));
    let reader = Reader::new(site);
    let ids: Vec<DocumentId> = site.ids().collect();
    let in_documents = ids.into_par_iter().flat_map_iter(|id| reader.document(id));
    found.extend(in_documents.collect::<Vec<_>>());
    found.extend(privacy::other_sources(site).flat_map(|source| reader.source(source)));
    found.extend(privacy::check_attachments(site));
    let (mut found, excused) = Scales::new(site).inspection(found);
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
    Scales::new(renderer.site()).inspection(found).0
}

/// What an inspection would find in one document beside what linking found, for those who are writing it.
pub fn check_document(site: &Site, id: DocumentId) -> Vec<Diagnostic> {
    let (found, _) = Scales::new(site).inspection(Reader::new(site).document(id));
    let mut found = bounded(found);
    crate::diagnostic::sort(&mut found);
    found
}

/// Reads documents, with what that takes at hand.
struct Reader<'s> {
    site: &'s Site,
    words: wording::Wording,
    known: documents::Background<'s>,
}

impl<'s> Reader<'s> {
    fn new(site: &'s Site) -> Self {
        Self {
            site,
            words: wording::Wording::new(&site.words.lists),
            known: documents::Background::new(site),
        }
    }

    fn document(&self, id: DocumentId) -> Vec<Diagnostic> {
        let document = self.site.document(id);
        let mut found = documents::check(self.site, id, &self.known);
        found.extend(self.source(&document.source));
        found.extend(invisible::title(document));
        found.extend(style::check(document));
        found.extend(privacy::check_document(self.site, document));
        found
    }

    /// What stands in one file, front matter and all.
    fn source(&self, source: &Arc<Source>) -> Vec<Diagnostic> {
        let mut found = self.words.check(source);
        found.extend(invisible::check(source));
        found.extend(privacy::check_source(source));
        found
    }
}
