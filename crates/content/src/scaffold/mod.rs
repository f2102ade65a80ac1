//! A new document: every key of its kind with its explanation, made from the key tables, and the skeleton of a text.

pub mod example;
mod slug;
mod snippets;

pub use slug::slug;
pub use snippets::snippets;

use crate::diagnostic::Language;
use crate::document::meeting::Phase;
use crate::document::{Common, KindName};
use crate::record::{Definition, Key, Need, Record, Said};
use example::{key_name, quoted};
use jiff::civil::Date;

/// What is known of a document before it is written.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// Its kind.
    pub kind: KindName,
    /// Whether the file must name its kind.
    pub names_kind: NamesKind,
    /// Its title, on one line.
    pub title: &'a str,
    /// The day of publication.
    pub day: Date,
    /// The day as it is written, perhaps with the time.
    pub date: &'a str,
    /// The plan that a report most likely is on.
    pub plan: Option<&'a str>,
    /// The language of keys and explanations.
    pub language: Language,
}

/// Whether a document says of which kind it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesKind {
    /// Its column says it.
    No,
    /// It is of another kind than its column.
    Yes,
}

/// The keys that come first, in this order.
const FIRST: [&str; 4] = ["title", "date", "kind", "draft"];

/// The text of the file.
pub fn document(draft: &Draft<'_>) -> String {
    let own = draft.kind.definition();
    let mut text = format!("---\n{}", first(draft));
    if !own.keys.is_empty() {
        text.push_str(&group(own, own.keys.iter(), draft));
    }
    let rest = |key: &&Key| !FIRST.contains(&key.name);
    let common = Common::DEFINITION;
    text.push_str(&group(common, common.keys.iter().filter(rest), draft));
    let skeleton = draft.kind.skeleton(draft.title).in_language(draft.language);
    format!("{text}---\n\n{skeleton}")
}

fn first(draft: &Draft<'_>) -> String {
    let language = draft.language;
    let title = quoted(draft.title);
    let [kind, yes] = match language {
        Language::Chinese => [draft.kind.alias(), "是"],
        Language::English => [draft.kind.name(), "true"],
    };
    let mut text = format!("{}\n", HOW.in_language(language));
    for name in FIRST {
        let keys = Common::DEFINITION.keys;
        let Some(key) = keys.iter().find(|key| key.name == name) else {
            continue;
        };
        let label = key_name(key, language);
        text.push_str(&match name {
            "title" => format!("{label}: {title}\n"),
            "date" => format!("{label}: {}\n", draft.date),
            "kind" if draft.names_kind == NamesKind::Yes => format!("{label}: {kind}\n"),
            "kind" => optional(key, language),
            _ => format!("{label}: {yes}  # {}\n", WHEN_DONE.in_language(language)),
        });
    }
    text
}

const HOW: Said = Said {
    zh: "# 行首有“# ”的项没有启用：要用哪一项，就删去它行首的“# ”，改成自己的内容。",
    en: "# Lines that begin with \"# \" are switched off: take the \"# \" away and put your own words there.",
};

const WHEN_DONE: Said =
    Said { zh: "写好后删去这一行", en: "take this line away when the text is done" };

fn group(
    definition: &Definition,
    keys: impl Iterator<Item = &'static Key>,
    draft: &Draft<'_>,
) -> String {
    let name = match draft.language {
        Language::Chinese => definition.alias,
        Language::English => definition.name,
    };
    let lines = keys.map(|key| match key.need {
        Need::Required => required(key, draft),
        Need::Optional => optional(key, draft.language),
    });
    format!("\n# —— {name} ——\n{}", lines.collect::<String>())
}

fn optional(key: &'static Key, language: Language) -> String {
    let (label, help) = (key_name(key, language), key.help.in_language(language));
    format!("# {label}: {}  # {help}\n", example::yaml(key, language))
}

fn required(key: &'static Key, draft: &Draft<'_>) -> String {
    let language = draft.language;
    let label = key_name(key, language);
    let help = key.help.in_language(language);
    let (value, note) = match known(key, draft) {
        Some(value) => (value, CHECK.in_language(language)),
        None => (example::yaml(key, language), REPLACE.in_language(language)),
    };
    match language {
        Language::Chinese => format!("{label}: {value}  # 必填：{help}（{note}）\n"),
        Language::English => format!("{label}: {value}  # required: {help} ({note})\n"),
    }
}

const CHECK: Said = Said { zh: "请核对", en: "please check" };

const REPLACE: Said =
    Said { zh: "这是例子，请改成实际内容", en: "this is an example: replace it" };

/// What can be told of a required key from what is known.
fn known(key: &'static Key, draft: &Draft<'_>) -> Option<String> {
    match (draft.kind, key.name) {
        (KindName::Meeting, "phase") => Some(phase(draft).to_owned()),
        (KindName::Meeting | KindName::Roster, "name") => Some(quoted(draft.title)),
        (KindName::Plan, "period") => Some(year_from(draft)),
        (KindName::Progress, "plan") => draft.plan.map(quoted),
        (KindName::Progress, "as_of") => Some(draft.day.to_string()),
        _ => None,
    }
}

/// The phase that the title of a meeting speaks of.
fn phase(draft: &Draft<'_>) -> &'static str {
    let phase = Phase::of_title(draft.title);
    match draft.language {
        Language::Chinese => phase.alias(),
        Language::English => phase.name(),
    }
}

/// From the day to the end of its year.
fn year_from(draft: &Draft<'_>) -> String {
    let (start, year) = (draft.day, draft.day.year());
    match draft.language {
        Language::Chinese => format!("{{起: {start}, 止: {year:04}-12-31}}"),
        Language::English => format!("{{start: {start}, end: {year:04}-12-31}}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::document::Kind;
    use crate::record::{Entries, Reader};
    use crate::yaml;
    use std::collections::BTreeMap;
    use std::sync::Arc;

    fn draft(kind: KindName, language: Language) -> Draft<'static> {
        Draft {
            kind,
            names_kind: NamesKind::No,
            title: "通知: “动员”大会 #1",
            day: jiff::civil::date(2026, 3, 31),
            date: "2026-03-31 16:19",
            plan: Some("plans/2026-quality-service"),
            language,
        }
    }

    /// The problems that our own reader has with a front matter.
    fn problems(front: &str, kind: KindName) -> Vec<String> {
        let source = Arc::new(Source::new("a.md", front));
        let node = match yaml::parse(&source, 0..front.len()) {
            Ok(node) => node.expect("it is not empty"),
            Err(problem) => return vec![format!("{problem:?}")],
        };
        let mut reader = Reader::new(&source);
        let mut entries = Entries::of(&node, &mut reader).expect("a mapping");
        let common = Common::take(&mut entries, &mut reader);
        let whole = kind.take(&mut entries, &mut reader).is_some();
        entries.finish(&[kind.definition(), Common::DEFINITION], &mut reader);
        let problems = reader.into_problems();
        assert_eq!(common.is_some() && whole, problems.is_empty());
        if let Some(common) = common {
            assert_eq!(&*common.title.value, "通知: “动员”大会 #1");
        }
        problems.iter().map(|p| format!("{p:?}")).collect()
    }

    fn front(text: &str) -> &str {
        let rest = text.strip_prefix("---\n").expect("it begins with a fence");
        rest.split_once("---\n").expect("it has an end").0
    }

    /// The front matter with every key switched on.
    fn switched_on(front: &str) -> String {
        let line = |line: &str| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(": ") && rest.contains("  # ") => format!("{rest}\n"),
            _ => format!("{line}\n"),
        };
        front.lines().map(line).collect()
    }

    /// The document that a scaffold is, as our own reader takes it.
    fn read(kind: KindName, language: Language) -> Kind {
        let text = document(&draft(kind, language));
        let source = Arc::new(Source::new("content/a.md", text));
        let (document, problems) = crate::read::read_document(source, "a", "", kind);
        document.unwrap_or_else(|| panic!("{}: {problems:?}", kind.name())).kind
    }

    #[test]
    fn every_kind_has_its_words_and_numbers_of_its_own() {
        let mut numbers = BTreeMap::new();
        for kind in KindName::KINDS {
            let label = read(kind, Language::English).label();
            for said in [label.name, kind.skeleton("x")] {
                assert!(!said.zh.is_ascii() && !said.en.is_empty(), "{}: {said:?}", kind.name());
            }
            let other = numbers.insert(label.number, kind);
            assert_eq!(other, None, "{} has a number that is taken", kind.name());
        }
    }

    #[test]
    fn a_scaffold_is_read_without_problems() {
        for kind in KindName::KINDS {
            for language in [Language::Chinese, Language::English] {
                let text = document(&draft(kind, language));
                let front = front(&text);
                assert_eq!(problems(front, kind), [""; 0], "{front}");
            }
        }
    }

    #[test]
    fn every_example_is_read_without_problems() {
        for kind in KindName::KINDS {
            for language in [Language::Chinese, Language::English] {
                let text = document(&draft(kind, language));
                let front = switched_on(front(&text));
                let front = front.replace("kind: article", &format!("kind: {}", kind.name()));
                let front = front.replace("类型: 文章", &format!("类型: {}", kind.alias()));
                assert_eq!(problems(&front, kind), [""; 0], "{front}");
            }
        }
    }

    #[test]
    fn a_scaffold_has_every_key_once() {
        for kind in KindName::KINDS {
            for language in [Language::Chinese, Language::English] {
                let text = document(&draft(kind, language));
                let front = switched_on(front(&text));
                for key in kind.definition().keys.iter().chain(Common::DEFINITION.keys) {
                    let start = format!("{}: ", key_name(key, language));
                    let count = front.lines().filter(|l| l.starts_with(&start)).count();
                    assert_eq!(count, 1, "{}", key.name);
                }
            }
        }
    }
}
