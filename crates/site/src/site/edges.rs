//! References between documents, both ways.

use super::{DocumentId, Lookup};
use crate::diagnostic::Span;
use crate::document::Document;
use crate::record::{KeyPath, Scalar, Visitor};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How one document refers to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Relation {
    /// A report or minutes -> the notice of the same meeting.
    Notice,
    /// A meeting -> a plan or roster that it issued.
    Issued,
    /// A plan -> the roster of its group; a roster -> its plan is turned round to this.
    Group,
    /// A progress report -> its plan.
    ReportsOn,
    /// An interpretation -> the policy.
    Interprets,
    /// A newer document -> the one that it replaces.
    Supersedes,
    /// `related`.
    Related,
    /// A link in the text.
    Mentions,
}

/// The other end of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edge {
    /// How.
    pub relation: Relation,
    /// The document at the other end.
    pub document: DocumentId,
    /// Where it was written, in the file of the document that wrote it.
    pub span: Span,
}

pub(super) struct Edges {
    pub(super) out: Vec<Vec<Edge>>,
    pub(super) back: Vec<Vec<Edge>>,
}

/// A reference as the document has it that wrote it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outgoing {
    relation: Relation,
    way: Way,
    target: DocumentId,
    span: Span,
}

/// The references that each document wrote; what leads nowhere is told by [`links`](super::links). `before` gives those of a
/// document where they hold.
pub(super) fn written(
    documents: &[Arc<Document>],
    lookup: &Lookup,
    before: &(dyn Fn(usize) -> Option<Arc<[Outgoing]>> + Sync),
) -> Vec<Arc<[Outgoing]>> {
    let each = documents.par_iter().enumerate();
    each.map(|(at, document)| before(at).unwrap_or_else(|| references(document, lookup).into()))
        .collect()
}

fn references(document: &Document, lookup: &Lookup) -> Vec<Outgoing> {
    let mut references = References { written: Vec::new(), lookup };
    document.visit(&mut references);
    let in_text = document.facts.links.iter().filter_map(|link| {
        let target = lookup.document_of_link(document, &link.target)?;
        let (relation, way) = (Relation::Mentions, Way::Forth);
        Some(Outgoing { relation, way, target, span: document.in_body(&link.span) })
    });
    references.written.extend(in_text);
    references.written
}

impl Edges {
    /// The references between all documents, by what each wrote.
    pub(super) fn new(written: &[Arc<[Outgoing]>]) -> Self {
        let none = || vec![Vec::new(); written.len()];
        let mut edges = Self { out: none(), back: none() };
        for (index, written) in written.iter().enumerate() {
            written.iter().for_each(|reference| edges.add(DocumentId::at(index), reference));
        }
        edges
    }

    fn add(&mut self, writer: DocumentId, reference: &Outgoing) {
        let Outgoing { relation, way, target, span } = *reference;
        let (from, to) = match way {
            Way::Forth => (writer, target),
            Way::Back => (target, writer),
        };
        let known =
            self.out[from.index()].iter().any(|e| e.relation == relation && e.document == to);
        if from != to && !known {
            self.out[from.index()].push(Edge { relation, document: to, span });
            self.back[to.index()].push(Edge { relation, document: from, span });
        }
    }
}

/// The references that a document's keys hold.
struct References<'a> {
    written: Vec<Outgoing>,
    lookup: &'a Lookup,
}

impl<'v> Visitor<'v> for References<'_> {
    fn scalar(&mut self, path: &KeyPath<'_, 'v>, scalar: Scalar<'v>) {
        if let Scalar::Reference(reference) = scalar
            && let Some(target) = self.lookup.named(reference)
        {
            let (relation, way) = meaning(path.names());
            self.written.push(Outgoing { relation, way, target, span: reference.span });
        }
    }
}

/// Some keys may be written on either side; the edge always runs one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Forth,
    Back,
}

/// A key (record, key), and what a reference under it says.
type Meaning = ((&'static str, &'static str), (Relation, Way));

/// The keys whose references say more than that two documents are related.
const MEANINGS: [Meaning; 9] = [
    (("meeting", "notice"), (Relation::Notice, Way::Forth)),
    (("meeting", "report"), (Relation::Notice, Way::Back)),
    (("meeting", "issued"), (Relation::Issued, Way::Forth)),
    (("plan", "group"), (Relation::Group, Way::Forth)),
    (("roster", "plan"), (Relation::Group, Way::Back)),
    (("progress", "plan"), (Relation::ReportsOn, Way::Forth)),
    (("article", "interprets"), (Relation::Interprets, Way::Forth)),
    (("roster", "supersedes"), (Relation::Supersedes, Way::Forth)),
    (("validity", "replaced_by"), (Relation::Supersedes, Way::Back)),
];

/// A key that says no more than that two documents belong together is not in the table.
fn meaning(names: (&str, &str)) -> (Relation, Way) {
    let known = MEANINGS.iter().find(|(key, _)| *key == names);
    known.map_or((Relation::Related, Way::Forth), |(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use crate::site::sample::{is_key, lookup, sample};

    #[test]
    fn a_reference_under_any_key_is_an_edge() {
        let lookup = lookup();
        let (source, sample) = sample("follows: plans/a\n");
        let mut references = References { written: Vec::new(), lookup: &lookup };
        sample.visit(None, &mut references);
        let edges = Edges::new(&[[].into(), references.written.into()]);
        let id = DocumentId::at(1);
        let [edge] = edges.out[1][..] else { panic!("{:?}", edges.out) };
        assert_eq!((edge.relation, edge.document), (Relation::Related, DocumentId::at(0)));
        assert_eq!(&source.text[edge.span.range()], "plans/a");
        assert_eq!(edges.back[0][0].document, id);
    }

    #[test]
    fn every_meaning_is_that_of_a_key() {
        for ((record, key), _) in MEANINGS {
            assert!(is_key(record, key), "{record}.{key}");
        }
    }
}
