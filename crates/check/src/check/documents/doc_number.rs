//! 发文字号和有效性: whether numbers run on, and whether what was abolished says so.

use crate::chinese::is_han;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::document::common::ValidityState;
use crate::record::DocNumber;
use crate::say;
use crate::site::{DocumentId, Relation, Site};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So many characters before 废止 the number of what is abolished stands.
const NEAR: usize = 60;

/// A document that lost validity says what replaced it, or the other says so.
pub(super) fn replacement(site: &Site, id: DocumentId) -> Option<Diagnostic> {
    let document = site.document(id);
    let validity = document.common.validity.as_ref()?;
    let over = validity.state != ValidityState::Valid;
    let replaced =
        validity.replaced_by.is_some() || site.from(id, Relation::Supersedes).next().is_some();
    (over && !replaced).then(|| {
        Diagnostic::warning(
            Code::ReplacementUnnamed,
            say!("没有指明哪个文件替代了它", "it does not say what replaced it"),
        )
        .at(&document.source, document.common.title.span)
    })
}

/// Documents of the site by their numbers.
pub(super) fn by_number(site: &Site) -> HashMap<&str, DocumentId> {
    let numbered = site.ids().filter_map(|id| {
        let number = site.document(id).common.doc_number.as_ref()?;
        Some((&*number.text, id))
    });
    numbered.collect()
}

/// `《…》（云政发〔2020〕3号）同时废止` in one document, while the other says nothing of it.
pub(super) fn unmarked(
    site: &Site,
    document: &Document,
    known: &HashMap<&str, DocumentId>,
) -> Vec<Diagnostic> {
    let text = document.markdown();
    let mut found = Vec::new();
    for (at, _) in text.match_indices("废止") {
        let before = text[..at].char_indices().rev().take(NEAR);
        let sentence = before.take_while(|(_, c)| !matches!(c, '。' | '\n'));
        let start = sentence.last().map_or(at, |(start, _)| start);
        for (range, number) in numbers(text, start..at) {
            let Some(old) = known.get(number).map(|id| site.document(*id)) else {
                continue;
            };
            let valid = old.common.validity.as_ref();
            let valid = valid.is_none_or(|validity| validity.state == ValidityState::Valid);
            if valid && old.path != document.path {
                let words = say!(
                    "这里说{number}废止了，那个文件没有标明",
                    "this abolishes {number}, which does not say so"
                );
                let problem = Diagnostic::warning(Code::AbolishedUnmarked, words)
                    .with(&document.source, document.in_body(&range), say!("", ""))
                    .with(&old.source, old.common.title.span, say!("是这个文件", "it is this one"));
                found.push(problem);
            }
        }
    }
    found
}

/// The document numbers in a part of a text: from the bracket of the year back to what is no Chinese character.
fn numbers(text: &str, part: std::ops::Range<usize>) -> Vec<(std::ops::Range<usize>, &str)> {
    let mut found = Vec::new();
    for (at, _) in text[part.clone()].match_indices('〔') {
        let at = part.start + at;
        let head = text[part.start..at].char_indices().rev();
        let head = head.take_while(|(_, c)| is_han(*c));
        let start = head.last().map_or(at, |(start, _)| part.start + start);
        if let Some(length) = text[at..part.end].find('号') {
            let range = start..at + length + '号'.len_utf8();
            found.push((range.clone(), &text[range]));
        }
    }
    found
}

/// 发文字号 of one 代字 and year, where more than two are published: which are missing between them.
pub(in crate::check) fn number_gaps(site: &Site) -> Vec<Diagnostic> {
    let mut series: BTreeMap<(&str, &str), BTreeMap<u32, DocumentId>> = BTreeMap::new();
    for id in site.ids() {
        let number = site.document(id).common.doc_number.as_ref();
        if let Some((key, number)) = number.and_then(DocNumber::parts) {
            series.entry(key).or_default().insert(number, id);
        }
    }
    let long = series.into_iter().filter(|(_, numbers)| numbers.len() > 2);
    long.filter_map(|((agency, year), numbers)| gap(site, agency, year, &numbers)).collect()
}

fn gap(
    site: &Site,
    agency: &str,
    year: &str,
    numbers: &BTreeMap<u32, DocumentId>,
) -> Option<Diagnostic> {
    let there: BTreeSet<u32> = numbers.keys().copied().collect();
    let (first, last) = (*there.first()?, *there.last()?);
    let missing: Vec<u32> = (first..=last).take(10_000).filter(|n| !there.contains(n)).collect();
    let count = missing.len();
    let list: Vec<String> = missing.iter().take(5).map(u32::to_string).collect();
    let (zh, en) = (list.join("、"), list.join(", "));
    let document = site.document(*numbers.get(&last)?);
    let number = document.common.doc_number.as_ref()?;
    (count > 0).then(|| {
        Diagnostic::warning(
            Code::NumberGap,
            say!(
                "{agency}〔{year}〕缺 {count} 个号：{zh} 等",
                "{agency}〔{year}〕 lacks {count} numbers, such as {en}"
            ),
        )
        .at(&document.source, number.span)
    })
}
