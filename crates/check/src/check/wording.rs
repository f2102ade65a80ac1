//! 用字用词: words that are wrong, read for all at once.
//!
//! The list is data (`wording.yaml`, and the site's own). Longer words that hold a wrong one and are right win, since the
//! longest match does.

use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::read::{Leader, Word, WordList};
use crate::say;
use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

const BUILT_IN: &str = include_str!("wording.yaml");

/// What stands in the text.
#[derive(Clone, Debug)]
enum Watchword {
    /// A right word that holds a wrong one.
    Right,
    /// What should stand there, if anything, and the rule.
    Wrong { code: Code, right: Option<String>, why: Option<String> },
    /// A post, with the names of those who hold it.
    Post(Vec<String>),
}

/// Words to look for.
#[derive(Debug)]
pub struct Wording {
    words: AhoCorasick,
    entries: Vec<(String, Watchword)>,
    doubled: HashMap<char, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct BuiltIn {
    right: Vec<String>,
    error: BTreeMap<String, String>,
    warning: BTreeMap<String, String>,
    doubled: HashMap<char, String>,
}

impl Wording {
    /// The list that comes with the program, and the site's own. Where two lists have one word, the site's counts.
    ///
    /// # Panics
    /// Never: a test reads the built-in list.
    pub fn new(lists: &[WordList]) -> Self {
        let list: BuiltIn = serde_yaml::from_str(BUILT_IN).expect("a test reads the list");
        let mut entries: BTreeMap<String, Watchword> = BTreeMap::new();
        let known = |code| {
            move |(wrong, right): (String, String)| {
                let (right, why) = (Some(right), None);
                (wrong, Watchword::Wrong { code, right, why })
            }
        };
        entries.extend(list.warning.into_iter().map(known(Code::WrongWord)));
        entries.extend(list.error.into_iter().map(known(Code::WrongName)));
        entries.extend(list.right.into_iter().map(|word| (word, Watchword::Right)));
        for own in lists {
            entries.extend(own.preferred.iter().map(|word| of_site(word, Code::PreferredWord)));
            entries.extend(own.banned.iter().map(|word| of_site(word, Code::SiteWord)));
            entries.extend(own.kept.iter().map(|word| (word.to_string(), Watchword::Right)));
            for leader in &own.leaders {
                add_post(&mut entries, leader);
            }
        }
        let entries: Vec<_> = entries.into_iter().filter(|(word, _)| !word.is_empty()).collect();
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(entries.iter().map(|(word, _)| word))
            .expect("no list has billions of words");
        Self { words, entries, doubled: list.doubled }
    }

    /// Reads a file, front matter and all.
    pub fn check(&self, source: &Arc<Source>) -> Vec<Diagnostic> {
        let found = self.words.find_iter(&source.text);
        let wrong = found.filter_map(|found| {
            let (word, entry) = &self.entries[found.pattern().as_usize()];
            let span = Span::new(found.start(), found.end());
            match entry {
                Watchword::Right => None,
                Watchword::Wrong { code, right, why } => {
                    Some(wrong(source, span, word, (*code, right.as_deref(), why.as_deref())))
                }
                Watchword::Post(names) => misnamed(source, found.end(), word, names),
            }
        });
        wrong.chain(self.doubled(source)).collect()
    }

    /// A character that is typed twice where it never stands twice.
    fn doubled(&self, source: &Arc<Source>) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut before = ('\0', '\0');
        for (at, c) in source.text.char_indices() {
            let twice = c == before.1 && before.0 != c;
            if twice && self.doubled.get(&c).is_some_and(|right| !right.contains(before.0)) {
                let words = say!("“{c}{c}”多了一个字？", "is one {c} too many?");
                let span = Span::new(at - c.len_utf8(), at + c.len_utf8());
                let problem = Diagnostic::warning(Code::DoubledCharacter, words);
                found.push(problem.at(source, span));
            }
            before = (before.1, c);
        }
        found
    }
}

fn of_site(word: &Word, code: Code) -> (String, Watchword) {
    let right = word.instead.as_ref().map(ToString::to_string);
    let why = word.why.as_ref().map(ToString::to_string);
    (word.word.to_string(), Watchword::Wrong { code, right, why })
}

/// Every post of a leader on its own: 县委副书记、县长 are two.
fn add_post(entries: &mut BTreeMap<String, Watchword>, leader: &Leader) {
    for post in leader.post.split('、') {
        let entry = entries.entry(post.to_owned());
        match entry.or_insert_with(|| Watchword::Post(Vec::new())) {
            Watchword::Post(names) => names.push(leader.name.text.to_string()),
            Watchword::Right | Watchword::Wrong { .. } => {}
        }
    }
}

fn wrong(
    source: &Arc<Source>,
    span: Span,
    word: &str,
    (code, right, why): (Code, Option<&str>, Option<&str>),
) -> Diagnostic {
    let problem = match right {
        Some(right) => {
            let words = say!("“{word}”应为“{right}”", "{word} should be {right}");
            Diagnostic::warning(code, words).replace(source, span, right)
        }
        None => Diagnostic::warning(code, say!("不用“{word}”", "{word} must not stand here"))
            .at(source, span),
    };
    match why {
        Some(why) => problem.hint(say!("{why}", "{why}")),
        None => problem,
    }
}

/// A name after a post that is nearly the name of one who holds it.
fn misnamed(source: &Arc<Source>, at: usize, post: &str, names: &[String]) -> Option<Diagnostic> {
    let rest = &source.text[at..];
    let near = |name: &String| {
        let written: String = rest.chars().take(name.chars().count()).collect();
        let pairs = written.chars().zip(name.chars());
        let different = pairs.filter(|(a, b)| a != b).count();
        let long_enough =
            name.chars().count() > 2 && written.chars().count() == name.chars().count();
        (long_enough && different == 1).then_some(written)
    };
    if names.iter().any(|name| rest.starts_with(name.as_str())) {
        return None;
    }
    let (name, written) = names.iter().find_map(|name| Some((name, near(name)?)))?;
    let words = say!("{post}是{name}，不是{written}", "{post} is {name}, not {written}");
    let span = Span::new(at, at + written.len());
    Some(Diagnostic::warning(Code::SiteWord, words).at(source, span))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let source = Arc::new(Source::new("a.md".to_owned(), text.to_owned()));
        let problems = Wording::new(&[]).check(&source);
        problems.iter().map(|problem| problem.message.zh.clone()).collect()
    }

    #[test]
    fn wrong_words_are_found_and_right_ones_are_not() {
        for (text, expected) in [
            ("县人民攻府", "“攻府”应为“政府”"),
            ("截止目前，全县共布署", "“截止目前”应为“截至目前”|“布署”应为“部署”"),
            ("领导小姐", "“领导小姐”应为“领导小组”"),
            ("一笔划转资金", ""),
            ("基本份额和组成份额", ""),
            ("按照像素", ""),
            ("县政府截至目前部署其他工作，登录系统", ""),
            ("要要按照要求", "“要要”多了一个字？"),
            ("目的的问题", ""),
            ("重要要求、主要要素", ""),
        ] {
            assert_eq!(found(text).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn no_right_word_is_called_wrong() {
        let words = Wording::new(&[]);
        for (wrong, entry) in &words.entries {
            let Watchword::Wrong { right: Some(right), .. } = entry else {
                continue;
            };
            assert_eq!(found(right), [""; 0], "{wrong} is to be {right}");
            assert_ne!(wrong, right);
        }
    }
}
