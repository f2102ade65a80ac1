//! Columns 栏目, keywords, years and the directory: the ways in which documents are listed.

use super::registry::UnitNames;
use super::{DocumentId, Entry, Keyword, KeywordId, Route, UnitId};
use crate::diagnostic::Source;
use crate::document::column::ColumnFront;
use crate::document::{Document, Nature};
use crate::markdown::Facts;
use crate::read::IndexFile;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// 栏目.
#[derive(Debug)]
pub struct Column {
    /// The folder, from `content/`.
    pub folder: String,
    /// Its address.
    pub route: Route,
    /// As it was written.
    pub front: ColumnFront,
    /// The file.
    pub source: Arc<Source>,
    /// Where its Markdown begins.
    pub body: usize,
    /// What its Markdown holds.
    pub facts: Facts,
    /// The responsible unit.
    pub owner: Option<UnitId>,
    /// Its documents and those of the columns below it: pinned first, then the newest.
    pub documents: Vec<DocumentId>,
    /// Where each document stands in `documents`.
    positions: HashMap<DocumentId, usize>,
}

impl Column {
    /// Where a document stands in the list.
    pub fn position(&self, id: DocumentId) -> Option<usize> {
        self.positions.get(&id).copied()
    }
}

pub(super) fn columns(
    files: BTreeMap<String, IndexFile<ColumnFront>>,
    units: &UnitNames,
) -> Vec<Column> {
    let mut columns: Vec<Column> = files
        .into_values()
        .map(|file| Column {
            route: Route::folder(&file.folder),
            owner: file.front.owner.as_ref().and_then(|name| units.id(&name.text)),
            documents: Vec::new(),
            positions: HashMap::new(),
            folder: file.folder,
            front: file.front,
            source: file.source,
            body: file.body,
            facts: file.facts,
        })
        .collect();
    columns.sort_by_key(|c| (c.front.order.map_or(u32::MAX, |n| n.0), c.folder.clone()));
    columns
}

/// Gives every column its documents.
pub(super) fn fill(columns: Vec<Column>, entries: &[Entry]) -> Vec<Column> {
    let mut lists: HashMap<String, Vec<DocumentId>> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        let known = |f: &&str| columns.iter().any(|c| c.folder == **f);
        for folder in crate::document::ancestors(&entry.document.folder).filter(known) {
            lists.entry(folder.to_owned()).or_default().push(DocumentId::at(index));
        }
    }
    columns
        .into_iter()
        .map(|column| {
            let mut documents = lists.remove(&column.folder).unwrap_or_default();
            documents.sort_by_cached_key(|id| {
                let entry = &entries[id.index()];
                (Reverse(entry.document.common.pinned == Some(true)), newest(entry))
            });
            Column {
                positions: documents.iter().enumerate().map(|(at, id)| (*id, at)).collect(),
                documents,
                ..column
            }
        })
        .collect()
}

/// Orders the newest first; of one moment, by path.
fn newest(entry: &Entry) -> (Reverse<jiff::civil::DateTime>, &str) {
    (Reverse(entry.document.published()), &entry.document.path)
}

/// Keywords, the most used first; and each document's.
pub(super) fn keywords(documents: &[Arc<Document>]) -> (Vec<Keyword>, Vec<Vec<KeywordId>>) {
    let mut lists: BTreeMap<&str, Vec<DocumentId>> = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        for word in &document.common.keywords {
            let list = lists.entry(word).or_default();
            if list.last() != Some(&DocumentId::at(index)) {
                list.push(DocumentId::at(index));
            }
        }
    }
    let mut keywords: Vec<Keyword> = lists
        .into_iter()
        .map(|(name, documents)| Keyword { name: name.to_owned(), documents })
        .collect();
    keywords.sort_by_key(|k| Reverse(k.documents.len()));
    let mut ids = vec![Vec::new(); documents.len()];
    for (index, keyword) in keywords.iter_mut().enumerate() {
        for id in &keyword.documents {
            ids[id.index()].push(KeywordId::at(index));
        }
        keyword.documents.sort_by_cached_key(|id| {
            let document = &documents[id.index()];
            (Reverse(document.published()), document.path.as_str())
        });
    }
    (keywords, ids)
}

/// Documents by year of publication; what is lasting has none.
pub(super) fn years(entries: &[Entry]) -> BTreeMap<Reverse<i16>, Vec<DocumentId>> {
    let mut years: BTreeMap<Reverse<i16>, Vec<DocumentId>> = BTreeMap::new();
    for id in sorted(entries, |entry| entry.document.kind.name().nature() != Nature::Lasting) {
        let year = entries[id.index()].document.published().year();
        years.entry(Reverse(year)).or_default().push(id);
    }
    years
}

/// 政府信息公开目录.
pub(super) fn directory(entries: &[Entry]) -> Vec<DocumentId> {
    sorted(entries, |entry| entry.index_no.is_some())
}

fn sorted(entries: &[Entry], keep: impl Fn(&Entry) -> bool) -> Vec<DocumentId> {
    let mut ids: Vec<_> =
        (0..entries.len()).map(DocumentId::at).filter(|id| keep(&entries[id.index()])).collect();
    ids.sort_by_cached_key(|id| newest(&entries[id.index()]));
    ids
}
