//! What of one site holds for the next: what follows from a document, and from what names and paths mean, is not found out
//! again where these are the same.

use super::edges::Outgoing;
use super::mentions::Found;
use super::{DocumentId, Entry, Lookup, Site};
use crate::diagnostic::Source;
use crate::document::Document;
use std::sync::Arc;

/// What of the site before holds for this one.
pub(super) struct Carried<'b> {
    before: Option<&'b Site>,
    /// For each document the one that it was, where it is the same.
    documents: Vec<Option<DocumentId>>,
    /// Whether units and people are those that they were.
    names: bool,
    /// Whether all paths lead where they led.
    paths: bool,
}

impl<'b> Carried<'b> {
    pub(super) fn new(
        before: Option<&'b Site>,
        documents: &[Arc<Document>],
        registries: &[Arc<Source>],
        lookup: &Lookup,
    ) -> Self {
        let same = |a: &Arc<Source>, b: &Arc<Source>| (&a.path, &a.text) == (&b.path, &b.text);
        let names = before.is_some_and(|site| {
            let pairs = site.registries.iter().zip(registries);
            site.registries.len() == registries.len() && pairs.into_iter().all(|(a, b)| same(a, b))
        });
        let paths = before.is_some_and(|site| site.lookup.leads_like(lookup));
        Self { documents: same_documents(before, documents), before, names, paths }
    }

    /// The site before, and the document in it.
    fn document(&self, at: usize) -> Option<(&'b Site, DocumentId)> {
        self.before.zip(self.documents.get(at).copied().flatten())
    }

    pub(super) fn found(&self, at: usize) -> Option<Arc<Found>> {
        let (site, id) = self.document(at).filter(|_| self.names)?;
        Some(Arc::clone(site.mentions.found(id)))
    }

    pub(super) fn references(&self, at: usize) -> Option<Arc<[Outgoing]>> {
        let (site, id) = self.document(at).filter(|_| self.paths)?;
        site.references.get(id.index()).cloned()
    }

    pub(super) fn is_quiet(&self, at: usize) -> bool {
        let document = self.document(at).filter(|_| self.paths && self.names);
        document.is_some_and(|(site, id)| site.quiet.get(id.index()) == Some(&true))
    }
}

/// For each document the one that it was in the site before, where it is the very same; both are by path.
fn same_documents(before: Option<&Site>, documents: &[Arc<Document>]) -> Vec<Option<DocumentId>> {
    let entries = before.into_iter().flat_map(|site| &site.entries);
    let mut entries = entries.enumerate().peekable();
    let same = |document: &Arc<Document>| {
        while entries.next_if(|(_, entry)| entry.document.path < document.path).is_some() {}
        let is_same = |entry: &Entry| entry.is_linked && Arc::ptr_eq(&entry.document, document);
        let (at, _) = entries.peek().filter(|(_, entry)| is_same(entry))?;
        Some(DocumentId::at(*at))
    };
    documents.iter().map(same).collect()
}
