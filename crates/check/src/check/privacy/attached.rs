//! 附件: the names and texts of what documents attach or link to.

use super::number::rounded;
use super::{home, list, numbers, secret, vulnerable};
use crate::check::file_type;
use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::extract::{self, Passage, Unread};
use crate::say;
use crate::site::{Destination, DocumentId, Site, handed_out};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
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
    let files = attached(site);
    let each = files.par_iter().flat_map_iter(|(name, attached)| {
        let file = site.files.get(name);
        let problems = file.map(|file| of_file(site, name, &file.path, attached.is_strict));
        let at = |problem: Diagnostic| problem.at(&attached.source, attached.span);
        problems.unwrap_or_default().into_iter().map(at)
    });
    let mut found: Vec<Diagnostic> = each.collect();
    for name in site.used_files.iter().filter(|name| !files.contains_key(*name)) {
        let file = site.files.get(name);
        let problem = file.and_then(|file| file_type::check(site, name, &file.path, None));
        found.extend(problem.map(|problem| problem.in_file(format!("content/{name}"))));
    }
    found
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

fn of_file(site: &Site, name: &str, path: &Path, is_strict: bool) -> Vec<Diagnostic> {
    let short = file_name(name);
    let in_name = numbers(stem(short)).map(|number| {
        let Words { zh, en } = number.words;
        let words = say!("附件的文件名“{short}”里：{zh}", "in the name of {short}: {en}");
        Diagnostic::error(number.code, words)
    });
    let mut problems: Vec<Diagnostic> = in_name.collect();
    let reading = extract::read(path);
    let mut seen = HashSet::new();
    for passage in &reading.passages {
        problems.extend(of_passage(short, passage, is_strict, &mut seen));
    }
    problems.extend(list::in_sheets(short, &reading.passages, is_strict));
    problems.extend(unread(short, &reading.unread));
    problems.extend(file_type::check(site, name, path, reading.mislabelled));
    problems
}

/// So many parts that were not read are named; the others are counted.
const NAMED: usize = 3;

/// What was not read of a file, in one sentence.
fn unread(short: &str, unread: &[Unread]) -> Option<Diagnostic> {
    let whole = unread.iter().find(|part| part.place.is_none());
    let words = match whole {
        Some(whole) => {
            let Words { zh, en } = whole.why.words();
            say!("附件“{short}”{zh}，没有查它的内容", "{short} {en}, and was not looked into")
        }
        None if unread.is_empty() => return None,
        None => {
            let named = unread.iter().take(NAMED).map(part);
            let (zh, en): (Vec<String>, Vec<String>) = named.map(|w| (w.zh, w.en)).unzip();
            let (zh, en, count) = (zh.join("；"), en.join("; "), unread.len());
            let more = if count > NAMED { ("；等等", "; and so on") } else { ("", "") };
            let were = if count == 1 { "part of it was" } else { "parts of it were" };
            let (more_zh, more_en) = more;
            say!(
                "附件“{short}”有 {count} 处没有查：{zh}{more_zh}",
                "{short}: {count} {were} not looked into: {en}{more_en}"
            )
        }
    };
    Some(Diagnostic::warning(Code::AttachmentUnread, words))
}

fn part(part: &Unread) -> Words {
    let place = part.place.clone().unwrap_or(say!("", ""));
    let why = part.why.words();
    Words { zh: format!("{}{}", place.zh, why.zh), en: format!("{} {}", place.en, why.en) }
}

/// What stands in a piece of text; `seen` are the numbers that were told, with their places: a form says some things twice.
fn of_passage(
    short: &str,
    passage: &Passage,
    is_strict: bool,
    seen: &mut HashSet<(String, String)>,
) -> Vec<Diagnostic> {
    let mut found: Vec<(Code, Words)> = Vec::new();
    for number in numbers(&passage.text) {
        if seen.insert((passage.place.zh.clone(), number.digits)) {
            found.push((number.code, number.words));
        }
    }
    if found.is_empty() && passage.is_rounded {
        found.extend(rounded(&passage.text));
    }
    let homes = home::find(&passage.text).into_iter();
    found.extend(homes.map(|_| (Code::HomeAddress, home::words())));
    let secrets = secret::find(&passage.text).into_iter();
    found.extend(secrets.map(|words| (Code::SecretMarking, words)));
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
