//! 附件: the names and texts of what documents attach or link to.

use super::{home, list, numbers, vulnerable};
use crate::check::attachment::{self, Passage};
use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::say;
use crate::site::{Destination, DocumentId, Site, handed_out};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Where a file is attached or linked for the first time, and whether any of these documents asks for a harder look.
struct Attached {
    source: Arc<Source>,
    span: Span,
    is_strict: bool,
}

/// Reads the names and texts of attached files, each once.
pub(in crate::check) fn check(site: &Site) -> Vec<Diagnostic> {
    let files: Vec<(String, Attached)> = attached(site).into_iter().collect();
    let each = files.par_iter().flat_map_iter(|(name, attached)| {
        let file = site.files.get(name);
        let problems = file.map(|file| of_file(name, &file.path, attached.is_strict));
        let at = |problem: Diagnostic| problem.at(&attached.source, attached.span);
        problems.unwrap_or_default().into_iter().map(at)
    });
    each.collect()
}

/// The names of the files that the site publishes.
pub(super) fn names(site: &Site) -> impl Iterator<Item = &str> {
    site.used_files.iter().map(|name| stem(file_name(name)))
}

/// Without its ending, which would make a number a part of a longer word.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn attached(site: &Site) -> BTreeMap<String, Attached> {
    let mut files: BTreeMap<String, Attached> = BTreeMap::new();
    for id in site.ids() {
        for (name, span) in of_document(site, id) {
            let document = site.document(id);
            let is_strict = vulnerable::applies(site, document);
            let known = files.entry(name).or_insert_with(|| Attached {
                source: Arc::clone(&document.source),
                span,
                is_strict,
            });
            known.is_strict |= is_strict;
        }
    }
    files
}

fn of_document(site: &Site, id: DocumentId) -> Vec<(String, Span)> {
    let document = site.document(id);
    let attached = handed_out(document).into_iter().map(|file| (&*file.text, file.span));
    let links = document.facts.links.iter();
    let links = links.map(|link| (link.target.as_str(), document.in_body(&link.span)));
    let all = attached.chain(links).filter_map(|(target, span)| {
        match site.lookup().destination(&document.folder, target) {
            Destination::File(name) => Some((name, span)),
            _ => None,
        }
    });
    all.collect()
}

fn of_file(name: &str, path: &Path, is_strict: bool) -> Vec<Diagnostic> {
    let short = file_name(name);
    let in_name = numbers(stem(short)).map(|number| {
        let Words { zh, en } = number.words;
        let words = say!("附件的文件名“{short}”里：{zh}", "in the name of {short}: {en}");
        Diagnostic::error(number.code, words)
    });
    let mut problems: Vec<Diagnostic> = in_name.collect();
    match attachment::read(path) {
        Ok(passages) => {
            problems
                .extend(passages.iter().flat_map(|passage| of_passage(short, passage, is_strict)));
            problems.extend(list::in_sheets(short, &passages, is_strict));
        }
        Err(why) => {
            let Words { zh, en } = why.words();
            let words =
                say!("附件“{short}”{zh}，没有查它的内容", "{short} {en}, and was not looked into");
            problems.push(Diagnostic::warning(Code::AttachmentUnread, words));
        }
    }
    problems
}

fn of_passage(short: &str, passage: &Passage, is_strict: bool) -> Vec<Diagnostic> {
    let numbers = numbers(&passage.text);
    let mut found: Vec<(Code, Words)> = numbers.map(|number| (number.code, number.words)).collect();
    let homes = home::find(&passage.text).into_iter();
    found.extend(homes.map(|_| (Code::HomeAddress, home::words())));
    if is_strict {
        let more = vulnerable::find(&passage.text).into_iter();
        found.extend(more.map(|(words, _)| (Code::StrictPrivate, words)));
    }
    let (place_zh, place_en) = (&passage.place.zh, &passage.place.en);
    let told = found.into_iter().map(|(code, Words { zh, en })| {
        let words = say!("附件“{short}”{place_zh}：{zh}", "{short}, {place_en}: {en}");
        Diagnostic::error(code, words)
    });
    told.collect()
}
