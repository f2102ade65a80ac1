//! 从严: documents about health, family and relief speak of people who are weak; there even a half-masked number is too much.

use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::document::Document;
use crate::say;
use crate::site::Site;
use jiff::civil::Date;
use std::ops::Range;
use std::sync::Arc;

/// Columns and lists of this kind are read strictly where nothing else is said.
const SUBJECTS: [&str; 16] = [
    "低保",
    "救助",
    "特困",
    "残疾",
    "孤儿",
    "困境",
    "计生",
    "计划生育",
    "优抚",
    "医疗",
    "卫生",
    "健康",
    "家庭",
    "困难群众",
    "扶贫",
    "临时救济",
];

/// Whether a document is read strictly: its column says so, or what column and list are called.
pub(super) fn applies(site: &Site, document: &Document) -> bool {
    let about = |text: &str| SUBJECTS.iter().any(|subject| text.contains(subject));
    let columns = crate::document::ancestors(&document.folder);
    let mut columns = columns.filter_map(|folder| site.columns.iter().find(|c| c.folder == folder));
    let title: &str = &document.common.title.value;
    let is_list = ["名单", "公示", "花名册"].iter().any(|word| title.contains(word));
    let by_column = columns.find_map(|column| match column.front.strict_privacy {
        Some(is_strict) => Some(is_strict),
        None => about(&column.front.name).then_some(true),
    });
    by_column.unwrap_or_else(|| is_list && about(title))
}

pub(super) fn check(source: &Arc<Source>) -> Vec<Diagnostic> {
    let found = find(&source.text).into_iter().map(|(words, range)| {
        Diagnostic::error(Code::StrictPrivate, words).at(source, Span::new(range.start, range.end))
    });
    found.collect()
}

/// What is too much in such a text, in order.
pub(super) fn find(text: &str) -> Vec<(Words, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = at + count(&bytes[at..], |b| b.is_ascii_digit() || b == b'*');
        found.extend(number(text, at..end));
        at = end;
    }
    found.extend(described(text));
    found.sort_by_key(|(_, range)| range.start);
    found
}

fn count(bytes: &[u8], fits: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| fits(**byte)).count()
}

/// Fifteen digits of an old identity card, or eighteen of which the place and the end still show.
fn number(text: &str, range: Range<usize>) -> Option<(Words, Range<usize>)> {
    let bytes = text.as_bytes();
    let beside = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let ends_in_x = matches!(bytes.get(range.end), Some(b'X' | b'x'));
    let range = range.start..range.end + usize::from(ends_in_x);
    let before = range.start.checked_sub(1).and_then(|at| bytes.get(at));
    if beside(before) || beside(bytes.get(range.end)) {
        return None;
    }
    let written = &bytes[range.clone()];
    let stars = written.iter().filter(|byte| **byte == b'*').count();
    let words = match (written.len(), stars) {
        (15, 0) if old_identity(written) => {
            say!("这像是 15 位的身份证号", "this looks like an identity number of fifteen digits")
        }
        (18, 4..=8) if count(written, |b| b.is_ascii_digit()) >= 6 => say!(
            "遮盖过的身份证号还看得出地区和末几位",
            "a masked identity number that still shows the place and the end"
        ),
        _ => return None,
    };
    Some((words, range))
}

/// Six digits of the place, the day of birth without its century.
fn old_identity(digits: &[u8]) -> bool {
    let value = |range: Range<usize>| {
        let digits = digits[range].iter();
        digits.fold(0_i16, |value, digit| value * 10 + i16::from(digit - b'0'))
    };
    let (month, day) = (i8::try_from(value(8..10)), i8::try_from(value(10..12)));
    match (month, day) {
        (Ok(month), Ok(day)) => {
            digits[0] != b'0' && Date::new(1900 + value(6..8), month, day).is_ok()
        }
        _ => false,
    }
}

/// `，男，36岁`, `，女，1985年3月生`: somebody is described.
fn described(text: &str) -> Vec<(Words, Range<usize>)> {
    let mut found = Vec::new();
    for sex in ["，男，", "，女，", "，男性，", "，女性，"] {
        for (at, _) in text.match_indices(sex) {
            let rest = &text[at + sex.len()..];
            let near: String = rest.chars().take(14).collect();
            let digits = near.chars().take_while(char::is_ascii_digit).count();
            let age = digits > 0 && near.chars().nth(digits) == Some('岁');
            let born = digits == 4 && near.contains('生');
            if age || born {
                let words =
                    say!("写出了个人的性别和年龄", "somebody's sex and age are written out");
                found.push((words, at + '，'.len_utf8()..at + sex.len() + digits));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much() {
        for (text, expected) in [
            ("证号110105491231002。", &["110105491231002"][..]),
            ("620523********123X", &["620523********123X"]),
            ("620523********1234", &["620523********1234"]),
            ("张某某，男，36岁，", &["男，36"]),
            ("李某，女，1985年3月生", &["女，1985"]),
            ("62****************", &[]),
            ("110105491331002", &[]),
            ("金额110105491231002元整，编号A110105491231002", &["110105491231002"]),
            ("参会人员，男，女", &[]),
        ] {
            let found: Vec<&str> = find(text).into_iter().map(|(_, range)| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
