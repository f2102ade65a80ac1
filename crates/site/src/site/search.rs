//! How the documents are divided among the files of the search index.
//!
//! Documents are numbered by their day, so that a new one comes last, and those of the newest year have files of their
//! own: publishing a document touches the files of that year and leaves the archive as it is.

use super::{DocumentId, Entry, Route, Site};
use crate::config::limits::{MOST_SHARDS, SEARCH_GROUP, SEARCH_SHARD};

/// A file of the search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchFile {
    /// What there is: segments, and what results can be narrowed by.
    Guide,
    /// Which documents of a segment hold which pairs of characters: segment, shard.
    Pairs(usize, usize),
    /// What results show: segment, group of documents.
    Texts(usize, usize),
}

/// Documents that are numbered together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The folder of its files.
    pub name: &'static str,
    /// The documents; a document's number is its position. The oldest is first.
    pub documents: Vec<DocumentId>,
}

impl Segment {
    /// How many files of pairs there are: a power of two.
    pub fn shards(&self) -> usize {
        let wanted = self.documents.len().div_ceil(SEARCH_SHARD);
        wanted.next_power_of_two().clamp(1, MOST_SHARDS)
    }

    /// How many files of texts there are.
    pub fn groups(&self) -> usize {
        self.documents.len().div_ceil(SEARCH_GROUP)
    }

    /// The documents of a file of texts.
    pub fn group(&self, group: usize) -> &[DocumentId] {
        let start = (group * SEARCH_GROUP).min(self.documents.len());
        let end = (start + SEARCH_GROUP).min(self.documents.len());
        &self.documents[start..end]
    }

    /// How many documents share a file of texts.
    pub fn group_size(&self) -> usize {
        SEARCH_GROUP
    }

    /// In which file of texts the document with a number is.
    pub fn group_of(&self, number: usize) -> usize {
        number / SEARCH_GROUP
    }
}

/// The segments of the search index, the newest documents first.
pub(super) fn segments(entries: &[Entry]) -> Vec<Segment> {
    let mut ids: Vec<DocumentId> = (0..entries.len()).map(DocumentId::at).collect();
    let published = |id: &DocumentId| entries[id.index()].document.published();
    ids.sort_by_key(|id| (published(id), *id));
    let newest = ids.last().map(|id| published(id).year());
    let archived = ids.partition_point(|id| Some(published(id).year()) != newest);
    let archive = ids.drain(..archived).collect();
    let segment = |name, documents| Segment { name, documents };
    [segment("new", ids), segment("old", archive)]
        .into_iter()
        .filter(|segment| !segment.documents.is_empty())
        .collect()
}

/// Every file of the search index.
pub(super) fn files(segments: &[Segment]) -> impl Iterator<Item = SearchFile> {
    let of_segment = |(at, segment): (usize, &Segment)| {
        let pairs = (0..segment.shards()).map(move |n| SearchFile::Pairs(at, n));
        let texts = (0..segment.groups()).map(move |n| SearchFile::Texts(at, n));
        pairs.chain(texts)
    };
    let guide = std::iter::once(SearchFile::Guide);
    guide.chain(segments.iter().enumerate().flat_map(of_segment))
}

impl Site {
    /// The address of a file of the search index.
    pub fn search_file(&self, file: SearchFile) -> Route {
        let path = match file {
            SearchFile::Guide => "search/guide.json".to_owned(),
            SearchFile::Pairs(at, n) => format!("search/{}/p{n}.bin", self.search[at].name),
            SearchFile::Texts(at, n) => format!("search/{}/t{n}.json", self.search[at].name),
        };
        Route::file(&path)
    }
}
