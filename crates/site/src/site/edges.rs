//! References between documents, both ways.

use super::{DocumentId, Lookup};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Document, Kind};
use crate::record::Reference;
use std::sync::Arc;

/// How one document refers to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

pub(super) fn collect(
    documents: &[Arc<Document>],
    lookup: &Lookup,
    problems: &mut Vec<Diagnostic>,
) -> Edges {
    let mut edges =
        Edges { out: vec![Vec::new(); documents.len()], back: vec![Vec::new(); documents.len()] };
    for (index, document) in documents.iter().enumerate() {
        for (relation, way, reference) in references(document) {
            if let Some(target) = lookup.reference(document, reference, problems) {
                edges.add(way, DocumentId::at(index), target, relation, reference.span);
            }
        }
        for link in &document.facts.links {
            if let Some(target) = lookup.document_of_link(document, &link.target) {
                edges.add(
                    Way::Forth,
                    DocumentId::at(index),
                    target,
                    Relation::Mentions,
                    document.in_body(&link.span),
                );
            }
        }
    }
    edges
}

/// Some keys may be written on either side; the edge always runs one way.
enum Way {
    Forth,
    Back,
}

impl Edges {
    fn add(&mut self, way: Way, from: DocumentId, to: DocumentId, relation: Relation, span: Span) {
        let (from, to) = match way {
            Way::Forth => (from, to),
            Way::Back => (to, from),
        };
        let known =
            self.out[from.index()].iter().any(|e| e.relation == relation && e.document == to);
        if from != to && !known {
            self.out[from.index()].push(Edge { relation, document: to, span });
            self.back[to.index()].push(Edge { relation, document: from, span });
        }
    }
}

fn references(document: &Document) -> Vec<(Relation, Way, &Reference)> {
    let mut list: Vec<(Relation, Way, &Reference)> = Vec::new();
    match &document.kind {
        Kind::Meeting(meeting) => {
            list.extend(meeting.notice.iter().map(|r| (Relation::Notice, Way::Forth, r)));
            list.extend(meeting.report.iter().map(|r| (Relation::Notice, Way::Back, r)));
            list.extend(meeting.issued.iter().map(|r| (Relation::Issued, Way::Forth, r)));
        }
        Kind::Plan(plan) => {
            list.extend(plan.group.iter().map(|r| (Relation::Group, Way::Forth, r)))
        }
        Kind::Progress(progress) => list.push((Relation::ReportsOn, Way::Forth, &progress.plan)),
        Kind::Roster(roster) => {
            list.extend(roster.plan.iter().map(|r| (Relation::Group, Way::Back, r)));
            list.extend(roster.supersedes.iter().map(|r| (Relation::Supersedes, Way::Forth, r)));
        }
        Kind::Article(article) => {
            list.extend(article.interprets.iter().map(|r| (Relation::Interprets, Way::Forth, r)))
        }
        Kind::Page(_) => {}
    }
    let replaced = document.common.validity.iter().filter_map(|v| v.replaced_by.as_ref());
    list.extend(replaced.map(|r| (Relation::Supersedes, Way::Back, r)));
    list.extend(document.common.related.iter().map(|r| (Relation::Related, Way::Forth, r)));
    list
}
