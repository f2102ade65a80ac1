//! How answers are compared: the hash of all that a maker is handed, with keys where there are ids.

use super::expose::Shared;
use super::keys::{FacetValue, Keyed, Keys};
use crate::document::{Document, KindName};
use crate::read::IndexFile;
use crate::record::Moment;
use crate::site::{
    ColumnId, Destination, DocumentId, Extract, FacetKind, FeedScope, IndicatorStanding, KeywordId,
    Lapse, Person, PersonId, Picture, Resource, Route, Sample, Standing, TaskStanding, Unit,
    UnitId, UnitNames,
};
use jiff::civil::{Date, DateTime};
use std::hash::Hash;

/// Adds up hashes.
pub(super) type Hasher = rapidhash::fast::RapidHasher<'static>;

/// What can be the answer to a question.
pub(super) trait Told {
    fn tell(&self, keys: &Keys, hash: &mut Hasher);
}

/// Values in which no id is.
macro_rules! plain {
    ($($type:ty,)*) => {$(
        impl Told for $type {
            fn tell(&self, _: &Keys, hash: &mut Hasher) {
                self.hash(hash);
            }
        }
    )*};
}

plain! {
    bool, u64, usize, i16, i8, str, String, Date, DateTime, Moment, KindName, Extract, FacetKind, Lapse,
    Route, Picture,
}

macro_rules! ids {
    ($($id:ty,)*) => {$(
        impl Told for $id {
            fn tell(&self, keys: &Keys, hash: &mut Hasher) {
                self.key(keys).hash(hash);
            }
        }
    )*};
}

ids! { DocumentId, UnitId, PersonId, KeywordId, ColumnId, }

impl<T: Told + ?Sized> Told for &T {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        (**self).tell(keys, hash);
    }
}

impl<T: Told> Told for Option<T> {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        self.is_some().hash(hash);
        if let Some(value) = self {
            value.tell(keys, hash);
        }
    }
}

impl<T: Told> Told for [T] {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        self.len().hash(hash);
        self.iter().for_each(|value| value.tell(keys, hash));
    }
}

impl<T: Told> Told for Vec<T> {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        self.as_slice().tell(keys, hash);
    }
}

macro_rules! tuples {
    ($(($($name:ident),*))*) => {$(
        impl<$($name: Told),*> Told for ($($name,)*) {
            #[expect(non_snake_case, reason = "the names of types stand for their values")]
            fn tell(&self, keys: &Keys, hash: &mut Hasher) {
                let ($($name,)*) = self;
                $($name.tell(keys, hash);)*
            }
        }
    )*};
}

tuples! { (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) (A, B, C, D, E, F, G) }

impl Told for Document {
    fn tell(&self, _: &Keys, hash: &mut Hasher) {
        self.hash.hash(hash);
    }
}

impl<F> Told for IndexFile<F> {
    fn tell(&self, _: &Keys, hash: &mut Hasher) {
        self.source.hash(hash);
    }
}

impl Told for Shared {
    fn tell(&self, _: &Keys, hash: &mut Hasher) {
        self.fingerprint().hash(hash);
    }
}

impl Told for Unit {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        let Self { entry, includes, included_in } = self;
        entry.hash(hash);
        (includes, included_in).tell(keys, hash);
    }
}

impl Told for Person {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        let Self { key, name, post, unit, order } = self;
        (key, name, post, order).hash(hash);
        unit.tell(keys, hash);
    }
}

impl Told for UnitNames {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        keys.unit_names.hash(hash);
    }
}

impl Told for Destination {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        std::mem::discriminant(self).hash(hash);
        match self {
            Self::Document(id, heading) => (id, heading).tell(keys, hash),
            Self::Page(path, heading) => (path, heading).hash(hash),
            Self::File(text) | Self::Here(text) | Self::Outside(text) => text.hash(hash),
            Self::Hidden(why) => why.hash(hash),
            Self::Nowhere | Self::Escapes | Self::Forbidden => {}
        }
    }
}

impl Told for Sample {
    fn tell(&self, _: &Keys, hash: &mut Hasher) {
        (self.date, self.value.to_bits()).hash(hash);
    }
}

impl Told for IndicatorStanding {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        let Self { samples, by_unit } = self;
        samples.tell(keys, hash);
        by_unit.len().hash(hash);
        by_unit.iter().for_each(|pair| pair.tell(keys, hash));
    }
}

impl Told for TaskStanding {
    fn tell(&self, _: &Keys, hash: &mut Hasher) {
        let Self { state, done, note } = self;
        (state, done.map(f64::to_bits), note).hash(hash);
    }
}

impl Told for Standing {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        let Self { reports, as_of, indicators, tasks, spent } = self;
        (reports, as_of, indicators, tasks).tell(keys, hash);
        spent.iter().for_each(|(source, amount)| (source, amount.to_bits()).hash(hash));
    }
}

impl Told for Resource {
    fn tell(&self, keys: &Keys, hash: &mut Hasher) {
        std::mem::discriminant(self).hash(hash);
        match self {
            Self::Document(id) | Self::Report(id) | Self::Redirect(id) => id.tell(keys, hash),
            Self::Extract(id, extract) => (id, extract).tell(keys, hash),
            Self::Column(id, page) => (id, page).tell(keys, hash),
            Self::Keyword(id, page) => (id, page).tell(keys, hash),
            Self::Unit(id) => id.tell(keys, hash),
            Self::Person(id) => id.tell(keys, hash),
            Self::Year(year, page) => (year, page).hash(hash),
            Self::Directory(value, page) => {
                let value = value.map(|(facet, value)| FacetValue(facet, value));
                value.map(|value| value.key(keys)).hash(hash);
                page.hash(hash);
            }
            Self::Calendar(month) => month.hash(hash),
            Self::Traditional(page) => page.tell(keys, hash),
            Self::Feed(scope, format) => {
                let column = match scope {
                    FeedScope::Site => None,
                    FeedScope::Column(id) => Some(id),
                };
                column.tell(keys, hash);
                format.hash(hash);
            }
            Self::Search(file) => file.hash(hash),
            Self::Picture(path, variant) => (path, variant).hash(hash),
            Self::File(path) => path.hash(hash),
            Self::Home
            | Self::Units
            | Self::People
            | Self::Keywords
            | Self::Years
            | Self::SiteMap
            | Self::SearchPage
            | Self::StylePage
            | Self::NotFound
            | Self::Leaving
            | Self::CalendarFile => {}
        }
    }
}
