//! Full-text search that needs no server: which documents hold which two characters, in files that a browser loads a few of.
//!
//! A query is cut into pairs of characters; the documents that hold all of them are the candidates, and their texts say
//! whether they hold the words themselves. That finds any part of any word, in any language, without a dictionary.
//! [`site::search`](crate::site::SearchFile) says how documents and pairs are divided among files, [`text`] what of a
//! document is found, [`pairs`] what a character is, `postings` how a file of pairs is written. The browser's half is
//! the theme's `search.js`, which folds characters just as [`pairs::fold`] does.

pub mod pairs;
mod postings;
mod text;

use crate::site::{DocumentId, SearchFile, Segment, Site};
use crate::view::Views;
use pairs::Facet;
use rayon::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
pub use text::text;

/// The keys of what a document says, each once and in order.
#[derive(Debug, PartialEq, Eq)]
struct Facts {
    /// Of its title.
    title: Box<[u32]>,
    /// Of all of it.
    all: Box<[u32]>,
}

/// What is known of each document for the search: found out when it is first asked for, then shared.
#[derive(Clone, Debug)]
pub struct Search {
    facts: Vec<OnceLock<Arc<Facts>>>,
    numbers: Arc<[(u8, u32)]>,
}

impl Search {
    /// Nothing is known yet.
    pub fn new(site: &Site) -> Self {
        let mut numbers = vec![(0, 0); site.entries.len()];
        for (segment, at) in site.search.iter().zip(0..) {
            for (id, number) in segment.documents.iter().zip(0..) {
                numbers[id.index()] = (at, number);
            }
        }
        Self { facts: vec![OnceLock::new(); site.entries.len()], numbers: numbers.into() }
    }

    /// The same, without what is known of some documents.
    #[must_use]
    pub fn without(&self, ids: &[DocumentId]) -> Self {
        let mut search = self.clone();
        for id in ids {
            search.facts[id.index()] = OnceLock::new();
        }
        search
    }

    /// The bytes of a file of the index.
    pub fn bytes(&self, site: &Site, views: &Views<'_>, file: SearchFile) -> Vec<u8> {
        match file {
            SearchFile::Guide => guide(site, views),
            SearchFile::Pairs(segment, shard) => self.pairs(site, &site.search[segment], shard),
            SearchFile::Texts(segment, group) => texts(site, views, site.search[segment].group(group)),
        }
    }

    /// The files that a new reading of one document changes: `self` is what is known of it now.
    pub fn changed(&self, before: &Self, site: (&Site, &Site), id: DocumentId) -> Vec<SearchFile> {
        let (old, new) = (before.facts(site.0, id), self.facts(site.1, id));
        let (at, number) = self.numbers[id.index()];
        let at = usize::from(at);
        let segment = &site.1.search[at];
        let differ = differing(&old.all, &new.all).chain(differing(&old.title, &new.title));
        let shards: BTreeSet<usize> =
            differ.map(|key| pairs::shard(key, segment.shards())).collect();
        let texts = SearchFile::Texts(at, segment.group_of(number as usize));
        let pairs = shards.into_iter().map(|shard| SearchFile::Pairs(at, shard));
        pairs.chain([texts]).collect()
    }

    fn facts(&self, site: &Site, id: DocumentId) -> &Facts {
        self.facts[id.index()].get_or_init(|| {
            let text = text(site, id);
            let title = pairs::keys(&site.document(id).common.title.value);
            let mut all = pairs::keys(&text);
            all.extend_from_slice(&title);
            all.extend(facets(site, id));
            Arc::new(Facts { title: sorted(title), all: sorted(all) })
        })
    }

    fn pairs(&self, site: &Site, segment: &Segment, shard: usize) -> Vec<u8> {
        let (first, last) = pairs::range(shard, segment.shards());
        let mut found: Vec<(u32, u32)> = Vec::new();
        for (id, number) in segment.documents.iter().zip(0..) {
            let facts = self.facts(site, *id);
            let mut titles = within(&facts.title, first, last).peekable();
            for key in within(&facts.all, first, last) {
                let in_title = titles.next_if_eq(&key).is_some();
                found.push((*key, postings::posting(number, in_title)));
            }
        }
        found.sort_unstable();
        postings::write(&found, first)
    }

    /// Finds out everything at once, on all processors, where the site has a search.
    pub fn prepare(&self, site: &Site) {
        if site.search.is_empty() {
            return;
        }
        site.entries.par_iter().enumerate().for_each(|(index, _)| {
            self.facts(site, DocumentId::from_index(index));
        });
    }
}

/// The keys from `first` to `last`. Keys are spread evenly, so the first is close to where it would be by rule.
fn within(keys: &[u32], first: u32, last: u32) -> impl Iterator<Item = &u32> {
    let likely = u64::from(first) * keys.len() as u64;
    let likely = (likely >> 32) as usize;
    let before = keys[..likely].iter().rev().take_while(|key| **key >= first);
    let start = likely - before.count();
    let found = keys[start..].iter().skip_while(move |key| **key < first);
    found.take_while(move |key| **key <= last)
}

fn sorted(mut keys: Vec<u32>) -> Box<[u32]> {
    keys.sort_unstable();
    keys.dedup();
    keys.into()
}

/// The keys that only one of two sorted lists holds.
fn differing<'a>(one: &'a [u32], other: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let only = |a: &'a [u32], b: &'a [u32]| {
        a.iter().filter(move |key| b.binary_search(key).is_err()).copied()
    };
    only(one, other).chain(only(other, one))
}

/// What results can be narrowed by, as keys beside those of the text.
fn facets(site: &Site, id: DocumentId) -> Vec<u32> {
    let entry = site.entry(id);
    let units = entry.units.iter().map(|unit| (Facet::Unit, unit.index()));
    let column = entry.column.map(|column| (Facet::Column, column.index()));
    let kind = (Facet::Kind, kind(site, id));
    let lapsed = site.lapse(id).is_some().then_some((Facet::Lapsed, 0));
    units
        .chain(column)
        .chain([kind])
        .chain(lapsed)
        .map(|(facet, value)| pairs::facet(facet, value))
        .collect()
}

/// The number that stands for what a document is called: 会议通知, 会议报道 …
fn kind(site: &Site, id: DocumentId) -> usize {
    site.document(id).kind.label().number
}

/// What there is to search, and what results can be narrowed by.
fn guide(site: &Site, views: &Views<'_>) -> Vec<u8> {
    let segments: Vec<_> = site
        .search
        .iter()
        .map(|segment| {
            json!({
                "name": segment.name,
                "documents": segment.documents.len(),
                "shards": segment.shards(),
                "group": segment.group_size(),
                "years": years(site, segment),
            })
        })
        .collect();
    let mut kinds = BTreeMap::new();
    for id in site.ids() {
        kinds.entry(kind(site, id)).or_insert_with(|| views.card(id).kind_name.clone());
    }
    let columns = site.columns.iter().enumerate();
    let columns = columns.filter(|(_, column)| !column.documents.is_empty());
    let concerned: BTreeSet<usize> =
        site.ids().flat_map(|id| &site.entry(id).units).map(|unit| unit.index()).collect();
    let units = concerned.iter().map(|at| (at, &site.units[*at]));
    let guide = json!({
        "segments": segments,
        "kinds": kinds.iter().map(|(at, name)| json!([at, name])).collect::<Vec<_>>(),
        "columns": columns.map(|(at, column)| json!([at, &*column.front.name])).collect::<Vec<_>>(),
        "units": units.map(|(at, unit)| json!([at, &*unit.entry.name.value])).collect::<Vec<_>>(),
    });
    json_line(&guide)
}

/// The number of the first document of each year, the oldest year first.
fn years(site: &Site, segment: &Segment) -> Vec<(i16, usize)> {
    let mut years: Vec<(i16, usize)> = Vec::new();
    for (number, id) in segment.documents.iter().enumerate() {
        let year = site.document(*id).published().year();
        if years.last().is_none_or(|(last, _)| *last != year) {
            years.push((year, number));
        }
    }
    years
}

/// What results show of some documents.
fn texts(site: &Site, views: &Views<'_>, ids: &[DocumentId]) -> Vec<u8> {
    let shown = ids.iter().map(|id| {
        let card = views.card(*id);
        json!({
            "url": card.url,
            "title": card.title,
            "date": card.date,
            "kind": card.kind_name,
            "number": card.doc_number,
            "state": card.state.as_ref().map(|state| &state.name),
            "summary": card.summary,
            "text": text(site, *id),
        })
    });
    json_line(&shown.collect())
}

fn json_line(value: &serde_json::Value) -> Vec<u8> {
    format!("{value}\n").into_bytes()
}
