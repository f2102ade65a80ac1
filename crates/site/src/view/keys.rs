//! Names that things keep from one reading of a site to the next, in this process or another: ids are positions, and move.

use crate::file::fingerprint;
use crate::site::{ColumnId, DocumentId, KeywordId, PersonId, Relation, Site, UnitId};
use jiff::civil::DateTime;
use rapidhash::RapidHashMap;

/// The hash of what a thing is called: a document's path, a unit's id.
pub(super) type Key = u64;

/// A value of a way to narrow the directory: positions in `Site::facets` and there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FacetValue(pub(super) usize, pub(super) usize);

/// What somebody is called: the hash of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name(Key);

impl Name {
    pub(super) fn new(name: &str) -> Self {
        Self(fingerprint(&name))
    }
}

/// The keys of a site's things, both ways, and what questions would have to look through the whole site for.
#[derive(Debug)]
pub(super) struct Keys {
    documents: Index,
    units: Index,
    people: Index,
    keywords: Index,
    columns: Index,
    facets: Index,
    facet_starts: Vec<usize>,
    /// Everybody with a name or an id.
    namesakes: RapidHashMap<Key, Vec<PersonId>>,
    /// In the order of their times.
    pub(super) meetings: Vec<(DateTime, DocumentId)>,
    /// Of `site.yaml`.
    pub(super) settings: u64,
    /// Of all that units are called.
    pub(super) unit_names: u64,
}

impl Keys {
    pub(super) fn new(site: &Site) -> Self {
        let mut meetings: Vec<_> = site.meetings().collect();
        meetings.sort_unstable();
        let (facets, facet_starts) = facets(site);
        Self {
            documents: Index::new(site.entries.iter().map(|entry| entry.document.path.as_str())),
            units: Index::new(site.units.iter().map(|unit| &*unit.entry.id.value)),
            people: Index::new(site.people.iter().map(|person| person.key.as_str())),
            keywords: Index::new(site.keywords.iter().map(|keyword| keyword.name.as_str())),
            columns: Index::new(site.columns.iter().map(|column| column.folder.as_str())),
            facets,
            facet_starts,
            namesakes: namesakes(site),
            meetings,
            settings: fingerprint(&site.settings.source.text),
            unit_names: unit_names(site),
        }
    }

    /// Everybody whom a name may mean.
    pub(super) fn namesakes(&self, name: Name) -> &[PersonId] {
        self.namesakes.get(&name.0).map(Vec::as_slice).unwrap_or_default()
    }
}

/// One kind of things: the key at each position, and the position of each key.
#[derive(Debug)]
struct Index {
    keys: Vec<Key>,
    positions: RapidHashMap<Key, u32>,
}

impl Index {
    fn new<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Self {
        let mut positions = RapidHashMap::with_capacity_and_hasher(names.len(), <_>::default());
        let keys = names
            .zip(0..)
            .map(|(name, position)| {
                let mut key = fingerprint(&name);
                // No two things may share a key.
                while positions.contains_key(&key) {
                    key = key.wrapping_add(1);
                }
                positions.insert(key, position);
                key
            })
            .collect();
        Self { keys, positions }
    }
}

/// What has a key.
pub(super) trait Keyed<'k, K>: Sized {
    fn key(&self, keys: &Keys) -> K;
    /// `None` where there is no such thing any more.
    fn of(key: &'k K, keys: &Keys) -> Option<Self>;
}

macro_rules! ids {
    ($($id:ident $index:ident,)*) => {$(
        impl Keyed<'_, Key> for $id {
            fn key(&self, keys: &Keys) -> Key {
                keys.$index.keys[self.index()]
            }

            fn of(key: &Key, keys: &Keys) -> Option<Self> {
                let position = keys.$index.positions.get(key)?;
                Some(Self::from_index(*position as usize))
            }
        }
    )*};
}

ids! {
    DocumentId documents,
    UnitId units,
    PersonId people,
    KeywordId keywords,
    ColumnId columns,
}

/// Values that are their own keys.
macro_rules! own {
    ($($type:ty,)*) => {$(
        impl Keyed<'_, $type> for $type {
            fn key(&self, _: &Keys) -> $type {
                self.clone()
            }

            fn of(key: &$type, _: &Keys) -> Option<Self> {
                Some(key.clone())
            }
        }
    )*};
}

own! { i16, i8, Relation, }

/// Pages and counts.
impl Keyed<'_, u32> for usize {
    fn key(&self, _: &Keys) -> u32 {
        u32::try_from(*self).unwrap_or(u32::MAX)
    }

    fn of(key: &u32, _: &Keys) -> Option<Self> {
        Some(*key as usize)
    }
}

impl<'k> Keyed<'k, Box<str>> for &'k str {
    fn key(&self, _: &Keys) -> Box<str> {
        (*self).into()
    }

    fn of(key: &'k Box<str>, _: &Keys) -> Option<Self> {
        Some(key)
    }
}

impl<'k> Keyed<'k, Box<[String; 2]>> for [&'k str; 2] {
    fn key(&self, _: &Keys) -> Box<[String; 2]> {
        Box::new(self.map(str::to_owned))
    }

    fn of(key: &'k Box<[String; 2]>, _: &Keys) -> Option<Self> {
        Some(key.each_ref().map(String::as_str))
    }
}

impl Keyed<'_, Key> for Name {
    fn key(&self, _: &Keys) -> Key {
        self.0
    }

    fn of(key: &Key, _: &Keys) -> Option<Self> {
        Some(Self(*key))
    }
}

impl Keyed<'_, Key> for FacetValue {
    fn key(&self, keys: &Keys) -> Key {
        keys.facets.keys[keys.facet_starts[self.0] + self.1]
    }

    fn of(key: &Key, keys: &Keys) -> Option<Self> {
        let at = *keys.facets.positions.get(key)? as usize;
        let facet = keys.facet_starts.partition_point(|start| *start <= at) - 1;
        Some(Self(facet, at - keys.facet_starts[facet]))
    }
}

/// The values of all facets, one facet after the other, and where each begins.
fn facets(site: &Site) -> (Index, Vec<usize>) {
    let mut starts = Vec::new();
    let mut names = Vec::new();
    for facet in &site.facets {
        starts.push(names.len());
        let folder = facet.kind.folder();
        names.extend(facet.values.iter().map(|(name, ..)| format!("{folder}/{name}")));
    }
    (Index::new(names.iter().map(String::as_str)), starts)
}

fn namesakes(site: &Site) -> RapidHashMap<Key, Vec<PersonId>> {
    let mut namesakes: RapidHashMap<Key, Vec<PersonId>> = RapidHashMap::default();
    for (at, person) in site.people.iter().enumerate() {
        let mut names = vec![person.name.as_str(), person.key.as_str()];
        names.dedup();
        for name in names {
            namesakes.entry(fingerprint(&name)).or_default().push(PersonId::from_index(at));
        }
    }
    namesakes
}

fn unit_names(site: &Site) -> u64 {
    let names = site.units.iter().map(|unit| {
        let entry = &unit.entry;
        let short: Vec<&str> = entry.short.iter().map(|name| &*name.value).collect();
        (&*entry.id.value, &*entry.name.value, short)
    });
    fingerprint(&names.collect::<Vec<_>>())
}
