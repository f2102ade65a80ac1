//! 用字用词: words that are wrong, read for all at once.
//!
//! The list is data (`wording.yaml`). Longer words that hold a wrong one and are right win, since the longest match does.

use crate::diagnostic::{Diagnostic, Source, Span};
use crate::say;
use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

const BUILT_IN: &str = include_str!("wording.yaml");

/// How much a wrong word matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Veto,
    Slip,
}

/// Words to look for.
#[derive(Debug)]
pub struct Wording {
    words: AhoCorasick,
    /// For each word what it should be; `None` for a right one.
    entries: Vec<(String, Option<(String, Weight)>)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    right: Vec<String>,
    error: BTreeMap<String, String>,
    warning: BTreeMap<String, String>,
}

impl Wording {
    /// The list that comes with the program.
    ///
    /// # Panics
    /// Never: a test reads the list.
    pub fn built_in() -> Self {
        let list: List = serde_yaml::from_str(BUILT_IN).expect("a test reads the list");
        let wrong = |words: BTreeMap<String, String>, weight| {
            words
                .into_iter()
                .map(move |(wrong, right)| (wrong, Some((right, weight))))
        };
        let right = list.right.into_iter().map(|word| (word, None));
        let entries: Vec<_> = right
            .chain(wrong(list.error, Weight::Veto))
            .chain(wrong(list.warning, Weight::Slip))
            .collect();
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(entries.iter().map(|(word, _)| word))
            .expect("a test reads the list");
        Self { words, entries }
    }

    /// Reads a file, front matter and all.
    pub fn check(&self, source: &Arc<Source>) -> Vec<Diagnostic> {
        let found = self.words.find_iter(&source.text);
        let wrong = found.filter_map(|word| {
            let (wrong, entry) = &self.entries[word.pattern().as_usize()];
            let (right, weight) = entry.as_ref()?;
            let words = say!("“{wrong}”应为“{right}”", "{wrong} should be {right}");
            let problem = match weight {
                Weight::Veto => Diagnostic::error("wrong-name", words),
                Weight::Slip => Diagnostic::warning("wrong-word", words),
            };
            Some(problem.at(source, Span::new(word.start(), word.end())))
        });
        wrong.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let source = Arc::new(Source {
            path: "a.md".to_owned(),
            text: text.to_owned(),
        });
        let problems = Wording::built_in().check(&source);
        problems
            .iter()
            .map(|problem| problem.message.zh.clone())
            .collect()
    }

    #[test]
    fn wrong_words_are_found_and_right_ones_are_not() {
        for (text, expected) in [
            ("县人民攻府", "“攻府”应为“政府”"),
            (
                "截止目前，全县共布署",
                "“截止目前”应为“截至目前”|“布署”应为“部署”",
            ),
            ("领导小姐", "“领导小姐”应为“领导小组”"),
            ("一笔划转资金", ""),
            ("基本份额和组成份额", ""),
            ("按照像素", ""),
            ("县政府截至目前部署其他工作，登录系统", ""),
        ] {
            assert_eq!(found(text).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn no_right_word_is_called_wrong() {
        let words = Wording::built_in();
        for (wrong, entry) in &words.entries {
            let Some((right, _)) = entry else { continue };
            assert_eq!(found(right), [""; 0], "{wrong} is to be {right}");
            assert_ne!(wrong, right);
        }
    }
}
