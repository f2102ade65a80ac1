//! Snippets for an editor: what `gongbao new` writes, with places to jump to.

use super::{Draft, NamesKind, document};
use crate::diagnostic::Language;
use crate::document::KindName;
use serde_json::{Map, Value, json};

/// Stands for the title until the editor's own notation takes its place; needs no quotes in YAML.
const TITLE: &str = "TITLE-OF-THE-DOCUMENT";

/// VS Code snippets of every kind, in one language; `会议` and `meeting` both call the meeting's.
pub fn snippets(language: Language) -> Value {
    let snippets =
        KindName::KINDS.map(|kind| (name(kind, language).to_owned(), snippet(kind, language)));
    Value::Object(Map::from_iter(snippets))
}

fn name(kind: KindName, language: Language) -> &'static str {
    match language {
        Language::Chinese => kind.alias(),
        Language::English => kind.name(),
    }
}

fn snippet(kind: KindName, language: Language) -> Value {
    let day = jiff::civil::date(9999, 12, 30);
    let text = document(&Draft {
        kind,
        names_kind: NamesKind::No,
        title: TITLE,
        day,
        date: &day.to_string(),
        plan: None,
        language,
    });
    let body: Vec<String> = text.lines().map(|line| in_notation(line, language)).collect();
    let description = match language {
        Language::Chinese => format!("新建{}的全部项目", kind.alias()),
        Language::English => format!("Every key of a new {}", kind.name()),
    };
    json!({
        "scope": "markdown",
        "prefix": [kind.alias(), kind.name()],
        "description": description,
        "body": body,
    })
}

/// A line in the editor's notation: what it would take for its own is escaped, what it knows is left to it.
fn in_notation(line: &str, language: Language) -> String {
    let title = match language {
        Language::Chinese => "\"${1:标题}\"",
        Language::English => "\"${1:Title}\"",
    };
    let escaped = line.replace('\\', "\\\\").replace('$', "\\$");
    escaped
        .replace(TITLE, title)
        .replace("9999-12-30", "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE")
        .replace("9999-", "$CURRENT_YEAR-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_snippet_without_leftovers() {
        for language in [Language::Chinese, Language::English] {
            let snippets = snippets(language);
            let text = snippets.to_string();
            assert!(!text.contains(TITLE) && !text.contains("9999"));
            for kind in KindName::KINDS {
                let prefix = &snippets[name(kind, language)]["prefix"];
                assert_eq!(*prefix, json!([kind.alias(), kind.name()]));
            }
        }
    }
}
