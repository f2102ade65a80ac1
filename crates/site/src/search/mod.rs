//! Full-text search that needs no server: which documents hold which two characters, in files that a browser loads a few of.
//!
//! A query is cut into pairs of characters; the documents that hold all of them are the candidates, and their texts say
//! whether they hold the words themselves. That finds any part of any word, in any language, without a dictionary.
//! [`site::search`](crate::site::SearchFile) says how documents and pairs are divided among files, `text` what of a
//! document is found, [`pairs`] what a character is, `index` how the files of pairs are made, `postings` how one is written.
//! The browser's half is the theme's `search.js`, which folds characters just as [`pairs::fold`] does.

mod index;
pub mod pairs;
mod postings;
mod text;

use crate::file::fingerprint;
use crate::site::{DocumentId, SearchFile, Segment, Site};
use crate::view::Views;
use index::Index;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// What is known of a site for the search: found out when it is first asked for, then shared.
#[derive(Clone, Debug, Default)]
pub struct Search {
    index: OnceLock<Arc<Index>>,
    /// That of a site before this one.
    before: Option<Arc<Index>>,
}

impl Search {
    /// For the site after this one: what holds there too is not found out again.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { index: OnceLock::new(), before: self.index.get().or(self.before.as_ref()).cloned() }
    }

    /// The bytes of a file of the index.
    pub fn bytes(&self, site: &Site, views: &Views<'_>, file: SearchFile) -> Vec<u8> {
        match file {
            SearchFile::Guide => guide(site, views),
            SearchFile::Pairs(segment, shard) => {
                let shard = self.index(site).shard(segment, shard);
                shard.map(|shard| shard.bytes.clone()).unwrap_or_default()
            }
            SearchFile::Texts(segment, group) => texts(views, site.search[segment].group(group)),
        }
    }

    /// The hash of all that such a file is made of.
    pub fn fingerprint(&self, site: &Site, views: &Views<'_>, file: SearchFile) -> u64 {
        match file {
            SearchFile::Guide => fingerprint(&guide(site, views)),
            SearchFile::Pairs(segment, shard) => {
                self.index(site).shard(segment, shard).map_or(0, |shard| shard.fingerprint)
            }
            SearchFile::Texts(segment, group) => {
                let of_one = |id: &DocumentId| {
                    let entry = site.entry(*id);
                    let card = views.card_fingerprint(*id);
                    fingerprint(&(card, &entry.index_no, entry.document.hash))
                };
                let group = site.search[segment].group(group).iter();
                fingerprint(&group.map(of_one).collect::<Vec<_>>())
            }
        }
    }

    /// Finds out everything at once, on all processors, where the site has a search.
    pub fn prepare(&self, site: &Site) {
        if !site.search.is_empty() {
            self.index(site);
        }
    }

    fn index(&self, site: &Site) -> &Index {
        self.index.get_or_init(|| Arc::new(Index::new(site, self.before.as_deref())))
    }
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
fn texts(views: &Views<'_>, ids: &[DocumentId]) -> Vec<u8> {
    let site = views.site();
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
            "text": text::text(site.document(*id), site.place(*id).index_no),
        })
    });
    json_line(&shown.collect())
}

fn json_line(value: &serde_json::Value) -> Vec<u8> {
    format!("{value}\n").into_bytes()
}
