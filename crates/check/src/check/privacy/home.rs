//! 家庭住址: where somebody lives, to the group or the door.

use crate::chinese::numerals;
use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::say;
use std::ops::Range;
use std::sync::Arc;

/// What says that a home follows. An office's 地址 is no home.
const LABELS: [&str; 9] = [
    "家庭住址",
    "家庭地址",
    "现住址",
    "居住地址",
    "户籍地址",
    "户籍所在地",
    "户籍住址",
    "住址",
    "家住",
];

/// So far behind the label the home stands.
const NEAR: usize = 32;

pub(super) fn check(source: &Arc<Source>) -> Vec<Diagnostic> {
    let found = find(&source.text).into_iter().map(|range| {
        Diagnostic::warning(Code::HomeAddress, words())
            .at(source, Span::new(range.start, range.end))
    });
    found.collect()
}

pub(super) fn words() -> Words {
    say!("这是个人的家庭住址", "this is where somebody lives")
}

/// The homes of a text in order, each from its label to the door.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let labels = LABELS
        .iter()
        .flat_map(|label| text.match_indices(label).map(|(at, _)| at..at + label.len()));
    let mut found: Vec<Range<usize>> = labels
        .filter_map(|label| Some(label.start..label.end + home(&text[label.end..])?))
        .collect();
    found.sort_by_key(|range| range.start);
    // 现住址 holds 住址.
    let mut end = 0;
    found.retain(|range| {
        let is_new = range.start >= end;
        end = end.max(range.end);
        is_new
    });
    found
}

/// The length of a home at the start of a text: a village or street, then a number with what it counts.
fn home(text: &str) -> Option<usize> {
    let (mut place, mut number) = (false, false);
    for (at, c) in text.char_indices().take(NEAR) {
        match c {
            '\n' | '。' | '；' | '，' | ';' => return None,
            '村' | '路' | '街' | '巷' | '区' | '镇' | '乡' | '弄' => place = true,
            '组' | '号' | '栋' | '幢' | '室' | '户' | '社' if place && number => {
                return Some(at + c.len_utf8());
            }
            _ => number = c.is_ascii_digit() || numerals::counts(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homes_are_found_and_offices_are_not() {
        for (text, expected) in [
            ("家庭住址：白塔镇河湾村3组", &["家庭住址：白塔镇河湾村3组"][..]),
            ("家住云台镇河湾村三组的王某", &["家住云台镇河湾村三组"]),
            ("| 李某 | 现住址 人民路5号 |", &["现住址 人民路5号"]),
            (
                "住址：南河小区2栋；户籍地址：青源乡1社",
                &["住址：南河小区2栋", "户籍地址：青源乡1社"],
            ),
            ("地址：云台镇人民路1号", &[]),
            ("家庭住址：", &[]),
            ("凭户籍所在地村委会证明，到人民路1号办理", &[]),
            ("家住云台镇的群众", &[]),
        ] {
            let found: Vec<&str> = find(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
