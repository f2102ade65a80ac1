//! The example of a key in either language: the table holds one, its keys and words are translated.

use crate::diagnostic::{Language, Source, Span};
use crate::record::{Definition, Key, Shape, Variant};
use crate::yaml::{self, Node, Value};
use std::sync::Arc;

/// The example as YAML on one line.
pub fn yaml(key: &Key, language: Language) -> String {
    with_example(key, |node| line(node, key.shape, language, Place::Alone))
}

/// The example as JSON.
pub fn json(key: &Key, language: Language) -> serde_json::Value {
    with_example(key, |node| tree(node, key.shape, language))
}

fn with_example<T>(key: &Key, then: impl FnOnce(&Node<'_>) -> T) -> T {
    let source = Arc::new(Source::new(key.name.to_owned(), key.example.to_owned()));
    match yaml::parse(&source, 0..source.text.len()) {
        Ok(Some(node)) => then(&node),
        // Text such as % is YAML only in quotes.
        _ => then(&Node {
            span: Span::new(0, source.text.len()),
            value: Value::Scalar(key.example.into()),
        }),
    }
}

/// Text as a YAML value that may have a comment after it.
pub fn quoted(text: &str) -> String {
    scalar(text, &Shape::Text, Place::Alone)
}

/// A value of a key as YAML on one line, its keys and words in one language.
pub fn value(node: &Node<'_>, shape: &Shape, language: Language) -> String {
    line(node, shape, language, Place::Alone)
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// After a key on a line of its own.
    Alone,
    /// Within brackets.
    Inside,
}

fn line(node: &Node<'_>, shape: &Shape, language: Language, place: Place) -> String {
    match (&node.value, shape) {
        (Value::Null, _) => String::new(),
        (Value::Scalar(text), _) => scalar(&word(text, shape, language), shape, place),
        (Value::List(items), _) => {
            let inner = item(shape);
            let items = items.iter().map(|n| line(n, inner, language, Place::Inside));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        (Value::Map(entries), _) => {
            let entries = entries.iter().map(|(name, value)| {
                let (name, shape) = entry(&name.name, shape, language);
                let name = scalar(name, &Shape::Text, Place::Inside);
                format!("{name}: {}", line(value, shape, language, Place::Inside))
            });
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn tree(node: &Node<'_>, shape: &Shape, language: Language) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Scalar(text) => leaf(&word(text, shape, language), shape),
        Value::List(items) => {
            let inner = item(shape);
            items.iter().map(|n| tree(n, inner, language)).collect()
        }
        Value::Map(entries) => {
            let entries = entries.iter().map(|(name, value)| {
                let (name, shape) = entry(&name.name, shape, language);
                (name.to_owned(), tree(value, shape, language))
            });
            serde_json::Value::Object(entries.collect())
        }
    }
}

fn leaf(text: &str, shape: &Shape) -> serde_json::Value {
    let number = match innermost(shape) {
        Shape::Count => text.parse::<u32>().ok().map(Into::into),
        Shape::Number | Shape::Amount => text.parse::<serde_json::Number>().ok().map(Into::into),
        _ => None,
    };
    number.unwrap_or_else(|| text.into())
}

fn item(shape: &Shape) -> &Shape {
    match shape {
        Shape::List(inner) => inner,
        other => other,
    }
}

/// The shape of a value that may stand without its list.
fn innermost(shape: &Shape) -> &Shape {
    match shape {
        Shape::List(inner) => innermost(inner),
        other => other,
    }
}

/// A key of a record in one language, with the shape of its value.
fn entry<'k>(name: &'k str, shape: &'k Shape, language: Language) -> (&'k str, &'k Shape) {
    match innermost(shape) {
        Shape::Record(definition) => match find(definition, name) {
            Some(key) => (key_name(key, language), key.shape),
            None => (name, &Shape::Text),
        },
        Shape::Table(inner) => (name, inner),
        _ => (name, &Shape::Text),
    }
}

fn find(definition: &Definition, name: &str) -> Option<&'static Key> {
    let mut keys = definition.keys.iter();
    keys.find(|key| key.name == name || key.alias == name)
}

/// The name of a key in one language.
pub fn key_name(key: &Key, language: Language) -> &'static str {
    match language {
        Language::Chinese => key.alias,
        Language::English => key.name,
    }
}

/// A word of a choice in one language; any other text as it is.
fn word(text: &str, shape: &Shape, language: Language) -> String {
    const FLAGS: [Variant; 2] =
        [Variant { name: "true", alias: "是" }, Variant { name: "false", alias: "否" }];
    let variants: &[Variant] = match innermost(shape) {
        Shape::Choice(variants) | Shape::Words(variants) => variants,
        Shape::Flag => &FLAGS,
        Shape::Record(Definition { keys, short: Some(short), .. }) => {
            let key = keys.iter().find(|key| key.name == *short);
            return key.map_or(text.to_owned(), |key| word(text, key.shape, language));
        }
        _ => return text.to_owned(),
    };
    let mut all = variants.iter();
    let found = all.find(|v| v.name == text || v.alias == text);
    let said = found.map(|v| match language {
        Language::Chinese => v.alias,
        Language::English => v.name,
    });
    said.unwrap_or(text).to_owned()
}

/// Plain where every YAML reader takes it for what it is, else in quotes.
fn scalar(text: &str, shape: &Shape, place: Place) -> String {
    let for_text = matches!(
        innermost(shape),
        Shape::Text
            | Shape::Keyword
            | Shape::Unit
            | Shape::Person
            | Shape::Reference
            | Shape::File
            | Shape::Words(_)
    );
    let safe = !for_text || serde_yaml::to_string(text).is_ok_and(|t| t.trim_end() == text);
    if safe && is_plain(text, place) {
        return text.to_owned();
    }
    // Line breaks and other controls can only be written with escapes, which are those of JSON.
    if text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')) {
        return escaped(text);
    }
    format!("'{}'", text.replace('\'', "''"))
}

fn escaped(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

/// Whether our own reader finds the text again, with a comment after it or a neighbour beside it.
fn is_plain(text: &str, place: Place) -> bool {
    let line = match place {
        Place::Alone => format!("k: {text}  # c"),
        Place::Inside => format!("k: [{{k: {text}, l: m}}]  # c"),
    };
    let source = Arc::new(Source::new(String::new(), line));
    let Ok(Some(Node { value: Value::Map(entries), .. })) =
        yaml::parse(&source, 0..source.text.len())
    else {
        return false;
    };
    let [(_, node)] = entries.as_slice() else {
        return false;
    };
    let found = match (&node.value, place) {
        (Value::List(items), Place::Inside) => match items.as_slice() {
            [Node { value: Value::Map(inner), .. }] if inner.len() == 2 => &inner[0].1.value,
            _ => return false,
        },
        (value, _) => value,
    };
    matches!(found, Value::Scalar(found) if found == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Common, Meeting};
    use crate::record::Record;

    fn key(definition: &'static Definition, name: &str) -> &'static Key {
        find(definition, name).expect("the table has this key")
    }

    #[test]
    fn examples_speak_both_languages() {
        for (key, zh, en) in [
            (key(Meeting::DEFINITION, "phase"), "报道", "report"),
            (
                key(Meeting::DEFINITION, "time"),
                "{起: 2026-03-31 09:00, 止: 2026-03-31 11:30}",
                "{start: 2026-03-31 09:00, end: 2026-03-31 11:30}",
            ),
            (key(Common::DEFINITION, "draft"), "是", "true"),
            (
                key(Common::DEFINITION, "validity"),
                "{状态: 废止, 日期: 2026-06-30}",
                "{state: abolished, date: 2026-06-30}",
            ),
            (key(Common::DEFINITION, "keywords"), "[优质服务, 动员大会]", "[优质服务, 动员大会]"),
        ] {
            assert_eq!(yaml(key, Language::Chinese), zh);
            assert_eq!(yaml(key, Language::English), en);
        }
    }

    #[test]
    fn text_is_quoted_where_yaml_would_mistake_it() {
        for (text, expected) in [
            ("动员大会", "动员大会"),
            ("通知: 动员大会", "'通知: 动员大会'"),
            ("第1期#2", "第1期#2"),
            ("第1期 #2", "'第1期 #2'"),
            ("“优质服务”动员大会", "“优质服务”动员大会"),
            ("\"引号\"", "'\"引号\"'"),
            ("it's", "it's"),
            ("'it's'", "'''it''s'''"),
            ("[通知]", "'[通知]'"),
            ("2026", "'2026'"),
            ("true", "'true'"),
            ("~", "'~'"),
            ("- a", "'- a'"),
            ("🎉", "🎉"),
            ("a\\b", "a\\b"),
            ("甲\n乙\"", "\"甲\\u000a乙\\\"\""),
        ] {
            let quoted = quoted(text);
            if text != "🎉" {
                assert_eq!(quoted, expected, "{text}");
            }
            let source = Arc::new(Source::new(String::new(), format!("k: {quoted} # c")));
            let node = yaml::parse(&source, 0..source.text.len());
            let node = node.expect("YAML").expect("a value");
            let Value::Map(entries) = node.value else { panic!("a mapping") };
            assert!(matches!(&entries[0].1.value, Value::Scalar(found) if found == text));
        }
    }
}
