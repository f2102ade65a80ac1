//! The ways to narrow 政府信息公开目录, with the documents of each value.

use super::route::segment;
use super::{DocumentId, Entry};
use crate::config::Settings;
use crate::document::common::Genre;
use std::collections::BTreeMap;

/// What a facet narrows by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FacetKind {
    /// 主题分类.
    Subject,
    /// 体裁分类.
    Genre,
    /// 发文机关.
    Issuer,
    /// 年份.
    Year,
}

impl FacetKind {
    /// The folder of its pages below the directory.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Genre => "genre",
            Self::Issuer => "issuer",
            Self::Year => "year",
        }
    }
}

/// A way to narrow the directory, with its values and their documents, the newest first.
#[derive(Debug)]
pub struct Facet {
    /// By what.
    pub kind: FacetKind,
    /// Values: name, last part of the address, documents.
    pub values: Vec<(String, String, Vec<DocumentId>)>,
}

pub(super) fn facets(
    entries: &[Entry],
    directory: &[DocumentId],
    settings: &Settings,
) -> Vec<Facet> {
    let kinds = [FacetKind::Subject, FacetKind::Genre, FacetKind::Issuer, FacetKind::Year];
    kinds
        .into_iter()
        .map(|kind| facet(kind, entries, directory, settings))
        .filter(|f| !f.values.is_empty())
        .collect()
}

fn facet(
    kind: FacetKind,
    entries: &[Entry],
    directory: &[DocumentId],
    settings: &Settings,
) -> Facet {
    let mut values: BTreeMap<String, Vec<DocumentId>> = BTreeMap::new();
    for id in directory {
        let document = &entries[id.index()].document;
        let common = &document.common;
        let value = match kind {
            FacetKind::Subject => common.subject.as_ref().map(ToString::to_string),
            FacetKind::Genre => {
                common.genre.map(|g: Genre| settings.pick(g.alias(), g.name()).to_owned())
            }
            FacetKind::Issuer => common.issuer.as_ref().map(ToString::to_string),
            FacetKind::Year => Some(document.published().year().to_string()),
        };
        if let Some(value) = value {
            values.entry(value).or_default().push(*id);
        }
    }
    let mut values: Vec<_> =
        values.into_iter().map(|(name, ids)| (name.clone(), segment(&name), ids)).collect();
    match kind {
        FacetKind::Year => values.reverse(),
        _ => values.sort_by_key(|(_, _, ids)| std::cmp::Reverse(ids.len())),
    }
    Facet { kind, values }
}
