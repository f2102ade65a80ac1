//! The files of pairs of a whole site, as they are written: made from the documents, or from the files of the site before.
//!
//! A file of pairs names documents by their numbers alone, so what a site's files say of a document that is still there, in
//! itself and in its place, is carried over: its postings are read from the old files and get its new number. Only
//! documents that are new or changed are cut into pairs again, and where no number moves, only the files that hold one of
//! the pairs that came or went are made again.

use super::pairs::{self, Facet};
use super::postings::{self, Posting, number_of, posting, renumbered};
use super::text::text;
use crate::document::Document;
use crate::file::fingerprint;
use crate::site::{DocumentId, Segment, Site};
use rapidhash::RapidHashMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use std::thread;

/// Files that are gathered together: one walk over the documents for all of them, with their postings in memory.
const BLOCK: usize = 64;

/// Documents of which so many in a hundred are new are cut into pairs all together.
const MOST_NEW: usize = 25;

/// The files of pairs of all segments.
#[derive(Debug)]
pub(super) struct Index {
    segments: Vec<Numbered>,
}

/// A file of pairs.
#[derive(Debug)]
pub(super) struct Shard {
    pub(super) bytes: Vec<u8>,
    pub(super) fingerprint: u64,
}

impl Index {
    /// The index of a site; `before` is that of the site before it.
    pub(super) fn new(site: &Site, before: Option<&Self>) -> Self {
        let segment = |segment: &Segment| {
            let mut known = before.into_iter().flat_map(|index| &index.segments);
            Numbered::new(site, segment, known.find(|numbered| numbered.name == segment.name))
        };
        Self { segments: site.search.iter().map(segment).collect() }
    }

    /// A file, by its segment and its place among the segment's files.
    pub(super) fn shard(&self, segment: usize, shard: usize) -> Option<&Arc<Shard>> {
        self.segments.get(segment)?.shards.get(shard)
    }
}

/// A document as far as its postings follow from it.
#[derive(Debug)]
struct Indexed {
    document: Arc<Document>,
    index_no: Option<String>,
    facets: Vec<u32>,
}

impl Indexed {
    fn new(site: &Site, id: DocumentId) -> Self {
        let entry = site.entry(id);
        Self {
            document: Arc::clone(&entry.document),
            index_no: entry.index_no.clone(),
            facets: facets(site, id),
        }
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.document, &other.document)
            && self.index_no == other.index_no
            && self.facets == other.facets
    }

    fn keys(&self) -> Keys {
        let title = sorted(pairs::keys(&self.document.common.title.value));
        let mut rest = pairs::keys(&text(&self.document, self.index_no.as_deref()));
        rest.extend(&self.facets);
        let mut rest = sorted(rest);
        rest.retain(|key| title.binary_search(key).is_err());
        // Those of all documents stand in memory at once, and most of a text's pairs come more than once.
        rest.shrink_to_fit();
        Keys { title, rest }
    }
}

/// The keys of what a document says, in order and each once.
struct Keys {
    title: Vec<u32>,
    /// Those that are not in the title.
    rest: Vec<u32>,
}

impl Keys {
    /// The postings with keys from `first` to `last`.
    fn postings(
        &self,
        number: u32,
        (first, last): (u32, u32),
    ) -> impl Iterator<Item = Posting> + '_ {
        let within = move |keys| between(keys, |key: &u32| *key, (first, last)).iter();
        let title = within(&self.title).map(move |key| posting(*key, number, true));
        title.chain(within(&self.rest).map(move |key| posting(*key, number, false)))
    }
}

/// A segment's documents, by their numbers, with its files.
#[derive(Debug)]
struct Numbered {
    name: &'static str,
    documents: Vec<Indexed>,
    shards: Vec<Arc<Shard>>,
}

impl Numbered {
    fn new(site: &Site, segment: &Segment, before: Option<&Self>) -> Self {
        let ids = segment.documents.iter();
        let documents: Vec<Indexed> = ids.map(|id| Indexed::new(site, *id)).collect();
        let count = segment.shards();
        let before = before.filter(|before| before.shards.len() == count);
        let shards = before.and_then(|before| Some(Change::new(before, &documents)?.shards()));
        let shards = shards.unwrap_or_else(|| whole(&documents, count));
        Self { name: segment.name, documents, shards }
    }
}

/// The files of some documents, made from these alone.
fn whole(documents: &[Indexed], count: usize) -> Vec<Arc<Shard>> {
    let keys = each(documents, Indexed::keys);
    let blocks: Vec<Range<usize>> =
        (0..count).step_by(BLOCK).map(|start| start..(start + BLOCK).min(count)).collect();
    each(&blocks, |block| gather(&keys, block, count)).into_iter().flatten().collect()
}

/// Some files, in one walk over the documents.
fn gather(keys: &[Keys], block: &Range<usize>, count: usize) -> Vec<Arc<Shard>> {
    let limits = (pairs::range(block.start, count).0, pairs::range(block.end - 1, count).1);
    let mut found: Vec<Vec<Posting>> = vec![Vec::new(); block.len()];
    for (keys, number) in keys.iter().zip(0..) {
        for posting in keys.postings(number, limits) {
            let shard = pairs::shard(postings::key_of(posting), count);
            found[shard - block.start].push(posting);
        }
    }
    let sort = |(mut postings, at): (Vec<Posting>, usize)| {
        postings.sort_unstable();
        Shard::new(&postings, pairs::range(at, count))
    };
    found.into_iter().zip(block.clone()).map(sort).collect()
}

impl Shard {
    fn new(postings: &[Posting], (first, _): (u32, u32)) -> Arc<Self> {
        let bytes = postings::write(postings, first);
        Arc::new(Self { fingerprint: fingerprint(&bytes), bytes })
    }
}

/// How the documents of a segment differ from those before.
struct Change<'c> {
    before: &'c Numbered,
    documents: &'c [Indexed],
    /// For each number before, the document's number now, if it is still what it was.
    numbers: Vec<Option<u32>>,
    /// The numbers of documents that are new or changed.
    new: Vec<u32>,
}

impl<'c> Change<'c> {
    /// `None` where so much is new that nothing is gained.
    fn new(before: &'c Numbered, documents: &'c [Indexed]) -> Option<Self> {
        let pointer = |indexed: &Indexed| Arc::as_ptr(&indexed.document);
        let known: RapidHashMap<_, usize> = before.documents.iter().map(pointer).zip(0..).collect();
        let mut numbers = vec![None; before.documents.len()];
        let mut new = Vec::new();
        for (document, number) in documents.iter().zip(0..) {
            let last = known.get(&pointer(document)).copied();
            match last.filter(|at| before.documents[*at].is(document)) {
                Some(at) => numbers[at] = Some(number),
                None => new.push(number),
            }
        }
        let few = new.len() * 100 <= documents.len() * MOST_NEW;
        few.then_some(Self { before, documents, numbers, new })
    }

    /// The files now.
    fn shards(&self) -> Vec<Arc<Shard>> {
        let count = self.before.shards.len();
        let came = all_postings(self.documents, &self.new);
        let touched = (!self.moves()).then(|| self.touched(&came));
        let places: Vec<usize> = (0..count).collect();
        each(&places, |at| match &touched {
            Some(touched) if !touched.contains(at) => Arc::clone(&self.before.shards[*at]),
            _ => self.made_again(*at, &came),
        })
    }

    /// The files in which postings came or went.
    fn touched(&self, came: &[Posting]) -> BTreeSet<usize> {
        let count = self.before.shards.len();
        let went = all_postings(&self.before.documents, &self.gone());
        let differ = differing(came, &went);
        differ.map(|posting| pairs::shard(postings::key_of(posting), count)).collect()
    }

    /// Whether a document that is what it was has another number.
    fn moves(&self) -> bool {
        self.numbers.iter().zip(0..).any(|(now, before)| now.is_some_and(|now| now != before))
    }

    /// The numbers before of documents that are not there any more as they were.
    fn gone(&self) -> Vec<u32> {
        let numbers = self.numbers.iter().zip(0..);
        numbers.filter_map(|(now, before)| now.is_none().then_some(before)).collect()
    }

    fn made_again(&self, at: usize, came: &[Posting]) -> Arc<Shard> {
        let limits = pairs::range(at, self.before.shards.len());
        let now = |one: Posting| {
            let number = self.numbers.get(number_of(one) as usize).copied().flatten()?;
            Some(renumbered(one, number))
        };
        let before = postings::read(&self.before.shards[at].bytes, limits.0);
        let mut found: Vec<Posting> = before.into_iter().filter_map(now).collect();
        found.extend(between(came, |posting| postings::key_of(*posting), limits));
        // Runs in order, one behind the other, which this sort takes as they are.
        found.sort();
        Shard::new(&found, limits)
    }
}

/// The postings of some documents, by their numbers, in order.
fn all_postings(documents: &[Indexed], numbers: &[u32]) -> Vec<Posting> {
    let of_one = |number: &u32| {
        let keys = documents[*number as usize].keys();
        keys.postings(*number, (0, u32::MAX)).collect::<Vec<_>>()
    };
    let mut found = each(numbers, of_one).concat();
    found.sort_unstable();
    found
}

/// What stands in order from a first to a last key.
fn between<T>(sorted: &[T], key: impl Fn(&T) -> u32, (first, last): (u32, u32)) -> &[T] {
    let start = sorted.partition_point(|one| key(one) < first);
    let length = sorted[start..].partition_point(|one| key(one) <= last);
    &sorted[start..start + length]
}

fn sorted(mut keys: Vec<u32>) -> Vec<u32> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What only one of two lists in order holds.
fn differing<'a>(one: &'a [Posting], other: &'a [Posting]) -> impl Iterator<Item = Posting> + 'a {
    let only = |a: &'a [Posting], b: &'a [Posting]| {
        a.iter().filter(move |posting| b.binary_search(posting).is_err()).copied()
    };
    only(one, other).chain(only(other, one))
}

/// What results can be narrowed by, as keys beside those of the text.
fn facets(site: &Site, id: DocumentId) -> Vec<u32> {
    let entry = site.entry(id);
    let units = entry.units.iter().map(|unit| (Facet::Unit, unit.index()));
    let column = entry.column.map(|column| (Facet::Column, column.index()));
    let kind = (Facet::Kind, super::kind(site, id));
    let lapsed = site.lapse(id).is_some().then_some((Facet::Lapsed, 0));
    let all = units.chain(column).chain([kind]).chain(lapsed);
    all.map(|(facet, value)| pairs::facet(facet, value)).collect()
}

/// Makes something of each, on as many threads as the pool has, and none of the pool's own: one of these would take up a
/// page meanwhile, which waits for the very index that is being made.
fn each<T: Sync, R: Send>(items: &[T], make: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let size = items.len().div_ceil(rayon::current_num_threads()).max(1);
    if size >= items.len() {
        return items.iter().map(make).collect();
    }
    thread::scope(|scope| {
        let make = &make;
        let parts = items.chunks(size);
        let parts: Vec<_> = parts
            .map(|part| scope.spawn(move || part.iter().map(make).collect::<Vec<R>>()))
            .collect();
        let made = parts.into_iter().map(|part| part.join());
        made.flat_map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::sample::document_of;

    /// Documents with titles and texts of few characters, so that many share a pair.
    fn documents() -> Vec<Arc<Document>> {
        let one = |number: usize| {
            let word = |at: usize| ["防汛", "抗旱", "春耕", "教育", "医保"][at % 5];
            let (title, text) = ([word(number), word(number / 2)].concat(), word(number / 3));
            document_of(&format!("news/{number}"), &title, &format!("{text}{}号", number % 7))
        };
        (0..40).map(one).collect()
    }

    fn indexed(documents: &[Arc<Document>], facet: u32) -> Vec<Indexed> {
        let one = |document: &Arc<Document>| Indexed {
            document: Arc::clone(document),
            index_no: None,
            facets: vec![facet],
        };
        documents.iter().map(one).collect()
    }

    fn bytes(shards: &[Arc<Shard>]) -> Vec<&[u8]> {
        shards.iter().map(|shard| &*shard.bytes).collect()
    }

    /// What is made of the files before, held to what is made of the documents alone; how many files are the same.
    fn carried(before: &[Indexed], now: &[Indexed], count: usize) -> Option<usize> {
        let shards = whole(before, count);
        let documents = before.iter().map(Indexed::copy).collect();
        let before = Numbered { name: "new", documents, shards };
        let made = Change::new(&before, now)?.shards();
        assert_eq!(bytes(&made), bytes(&whole(now, count)));
        let same = made.iter().zip(&before.shards).filter(|(now, before)| Arc::ptr_eq(now, before));
        Some(same.count())
    }

    impl Indexed {
        fn copy(&self) -> Self {
            let document = Arc::clone(&self.document);
            Self { document, index_no: self.index_no.clone(), facets: self.facets.clone() }
        }
    }

    #[test]
    fn what_is_carried_over_is_what_would_be_made_anew() {
        let all = documents();
        let mut moved = all.clone();
        moved[3..20].rotate_left(5);
        let mut edited = all.clone();
        edited[7] = document_of("news/7", "防汛抗旱", "教育，医保");
        let mut fewer = all.clone();
        fewer.remove(0);
        fewer.truncate(35);
        for now in [&all, &moved, &edited, &fewer] {
            for count in [1, 4, 64, 128] {
                let carried = carried(&indexed(&all, 9), &indexed(now, 9), count);
                assert!(carried.is_some());
            }
        }
        let added = &all[..35];
        assert!(carried(&indexed(added, 9), &indexed(&all, 9), 64).is_some());
    }

    #[test]
    fn an_edit_touches_few_files() {
        let all = documents();
        let mut now = indexed(&all, 9);
        now[5].index_no = Some("YX01".to_owned());
        let same = carried(&indexed(&all, 9), &now, 128);
        assert_eq!(same, Some(125), "the three pairs of its four characters");
        assert_eq!(carried(&indexed(&all, 9), &indexed(&all, 9), 128), Some(128));
    }

    #[test]
    fn where_much_is_new_nothing_is_carried_over() {
        let all = documents();
        assert_eq!(carried(&indexed(&all, 9), &indexed(&all, 8), 4), None);
    }
}
