//! 个人信息: what private people would not want to read about themselves, in documents, settings, lists, attached files
//! and their names. [`number`] knows numbers, [`home`] where somebody lives, [`list`] tables of people with a column that
//! is nobody's business, [`secret`] marks of secrecy. Where a column is about health, family or relief, [`vulnerable`] looks harder.

mod attached;
mod home;
mod list;
mod number;
mod secret;
mod vulnerable;

pub(super) use number::numbers;

use crate::diagnostic::{Diagnostic, Source, Span};
use crate::document::Document;
use crate::site::Site;
use rayon::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

/// Reads a file of the content folder, front matter and all.
pub(super) fn check_source(source: &Arc<Source>) -> Vec<Diagnostic> {
    let found = numbers(&source.text).map(|number| {
        let span = Span::new(number.range.start, number.range.end);
        Diagnostic::error(number.code, number.words).at(source, span)
    });
    found.chain(home::check(source)).chain(secret::check(source)).collect()
}

/// Reads the tables of a document, and all of it where its column asks for that.
pub(super) fn check_document(site: &Site, document: &Document) -> Vec<Diagnostic> {
    let is_strict = vulnerable::applies(site, document);
    let mut found = list::check(document, is_strict);
    if is_strict {
        found.extend(vulnerable::check(&document.source));
    }
    found
}

pub(super) use attached::check as check_attachments;

/// The files of the content folder that are no documents.
pub(super) fn other_sources(site: &Site) -> impl Iterator<Item = &Arc<Source>> {
    let columns = site.columns.iter().map(|column| &column.source);
    let home = site.home.iter().map(|home| &home.source);
    let lists = site.registries.iter();
    columns.chain(home).chain(lists).chain([&site.settings.source])
}

/// The numbers that stand in the files, and are told there.
pub(super) fn known(site: &Site) -> HashSet<String> {
    let documents = site.entries.par_iter().map(|entry| &entry.document.source);
    let of = |source: &Arc<Source>| -> Vec<String> {
        numbers(&source.text).map(|number| number.digits).collect()
    };
    let mut all: HashSet<String> = documents.flat_map_iter(of).collect();
    all.extend(other_sources(site).flat_map(of));
    all.extend(attached::names(site).flat_map(|name| {
        let found: Vec<String> = numbers(name).map(|number| number.digits).collect();
        found
    }));
    all
}
