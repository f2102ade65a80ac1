//! 索引号: written by the office, or made by the site's rule; never the same one twice.

use crate::config::Settings;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Nature};
use crate::record::Spanned;
use crate::say;
use std::collections::{HashMap, HashSet};
use std::hash::Hasher;
use std::sync::Arc;

/// One number for each document in the directory; duplicates that were written are problems.
///
/// A made number follows from the document's path, so it stays when other documents come, change
/// their dates or go; the older of two that would get the same one keeps it.
pub(super) fn assign(
    documents: &[Arc<Document>],
    settings: &Settings,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Option<String>> {
    let mut numbers: Vec<Option<String>> = vec![None; documents.len()];
    let mut written: HashMap<&str, usize> = HashMap::new();
    for (index, document) in documents.iter().enumerate() {
        let Some(Spanned { value, span }) = &document.common.index_no else {
            continue;
        };
        if let Some(before) = written.insert(value, index) {
            let other = &documents[before];
            let place = other.common.index_no.as_ref().map_or(other.front, |n| n.span);
            problems.push(
                Diagnostic::error(
                    Code::DuplicateIndex,
                    say!("索引号“{value}”用了两次", "the index number `{value}` is used twice"),
                )
                .with(&document.source, *span, say!("第二次", "the second time"))
                .with(
                    &other.source,
                    place,
                    say!("第一次在这里", "the first is here"),
                ),
            );
        }
        numbers[index] = Some(value.to_string());
    }
    let mut order: Vec<usize> = (0..documents.len())
        .filter(|&i| numbers[i].is_none() && is_listed(&documents[i]))
        .collect();
    order.sort_by_cached_key(|&i| (documents[i].published(), documents[i].path.clone()));
    let mut used: HashSet<String> = numbers.iter().flatten().cloned().collect();
    let capacity = settings.index_pattern.capacity();
    for index in order {
        let document = &documents[index];
        let date = document.common.date.at.date();
        let first = seed(&document.path) % capacity;
        let free = (0..capacity.min(100_000)).map(|step| {
            settings.index_pattern.fill(&settings.file, date, (first + step) % capacity)
        });
        let Some(number) = free.into_iter().find(|number| !used.contains(number)) else {
            problems.push(
                Diagnostic::error(
                    Code::IndexPattern,
                    say!("索引号用完了", "there are no index numbers left"),
                )
                .at(&document.source, document.front)
                .hint(say!(
                    "在 site.yaml 的索引号规则里增加 {{seq}} 的位数",
                    "give {{seq}} more digits in index_pattern of site.yaml"
                )),
            );
            continue;
        };
        used.insert(number.clone());
        numbers[index] = Some(number);
    }
    numbers
}

/// 政府信息公开目录 lists official documents: plans, rosters, and whatever has a number, class or index.
fn is_listed(document: &Document) -> bool {
    let common = &document.common;
    document.kind.name().nature() == Nature::Official
        || common.doc_number.is_some()
        || common.subject.is_some()
        || common.genre.is_some()
        || common.openness.is_some()
}

fn seed(path: &str) -> u64 {
    let mut hasher = rapidhash::quality::RapidHasher::default();
    hasher.write(path.as_bytes());
    hasher.finish()
}
