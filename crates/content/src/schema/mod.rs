//! JSON Schema (draft 2020-12) of what staff write, made from the key tables, for editors that check while one types.
//!
//! A schema may be more lenient than the reader, never stricter: what it marks as wrong is wrong.

pub mod reference;

use crate::config::SiteFile;
use crate::diagnostic::Language;
use crate::document::registry::{PersonEntry, UnitEntry};
use crate::document::{ColumnFront, Common, HomeFront, KindName};
use crate::record::{Definition, Key, Need, Record, Shape, Variant};
use crate::scaffold::example;
use serde_json::{Map, Value, json};

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaTopic {
    /// The front matter of one kind of document.
    Document(KindName),
    /// `_index.md` of a column.
    Column,
    /// `_index.md` of the site.
    Home,
    /// `site.yaml`.
    Site,
    /// `units.yaml`.
    Units,
    /// `people.yaml`.
    People,
}

impl SchemaTopic {
    /// All of them, in the order in which the reference explains them.
    pub const ALL: [Self; KindName::KINDS.len() + Self::OTHERS.len()] = {
        let mut all = [Self::Home; KindName::KINDS.len() + Self::OTHERS.len()];
        let (kinds, others) = all.split_at_mut(KindName::KINDS.len());
        let mut at = 0;
        while at < kinds.len() {
            kinds[at] = Self::Document(KindName::KINDS[at]);
            at += 1;
        }
        others.copy_from_slice(&Self::OTHERS);
        all
    };

    /// What stands beside the documents.
    const OTHERS: [Self; 5] = [Self::Column, Self::Home, Self::Site, Self::Units, Self::People];

    /// The English name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document(kind) => kind.name(),
            Self::Column => "column",
            Self::Home => "home",
            Self::Site => "site",
            Self::Units => "units",
            Self::People => "people",
        }
    }

    /// The Chinese name.
    pub fn alias(self) -> &'static str {
        match self {
            Self::Document(kind) => kind.alias(),
            Self::Column => "栏目",
            Self::Home => "首页",
            Self::Site => "网站",
            Self::Units => "单位",
            Self::People => "人员",
        }
    }

    /// Its own keys; a document has those of [`Common`] beside them.
    fn definition(self) -> &'static Definition {
        match self {
            Self::Document(kind) => kind.definition(),
            Self::Column => ColumnFront::DEFINITION,
            Self::Home => HomeFront::DEFINITION,
            Self::Site => SiteFile::DEFINITION,
            Self::Units => UnitEntry::DEFINITION,
            Self::People => PersonEntry::DEFINITION,
        }
    }

    fn keys(self) -> Vec<&'static Key> {
        let common: &[Key] = match self {
            Self::Document(_) => Common::DEFINITION.keys,
            _ => &[],
        };
        self.definition().keys.iter().chain(common).collect()
    }

    /// Whether the file is a list of records rather than one.
    fn is_list(self) -> bool {
        matches!(self, Self::Units | Self::People)
    }
}

/// The schema as text.
pub fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}

/// The schema of one thing, with the records that it uses under `$defs`.
pub fn of(target: SchemaTopic) -> Value {
    let mut schema = head(target.alias(), target.name());
    schema.extend(whole(target));
    let records = records(target.keys());
    if !records.is_empty() {
        schema.insert("$defs".into(), definitions(&records).into());
    }
    schema.into()
}

/// One schema whose `$defs` hold everything.
pub fn all() -> Value {
    let keys = SchemaTopic::ALL.into_iter().flat_map(SchemaTopic::keys);
    let mut definitions = definitions(&records(keys));
    for target in SchemaTopic::ALL {
        definitions.insert(target.name().into(), whole(target).into());
    }
    let mut schema = head("公报", "gongbao");
    schema.insert("$defs".into(), definitions.into());
    schema.into()
}

fn head(zh: &str, en: &str) -> Map<String, Value> {
    let mut head = Map::new();
    let draft = "https://json-schema.org/draft/2020-12/schema";
    head.insert("$schema".into(), draft.into());
    head.insert("title".into(), format!("{zh} {en}").into());
    head
}

fn whole(target: SchemaTopic) -> Map<String, Value> {
    let record = mapping(&target.keys());
    match target.is_list() {
        false => record,
        true => object([("type", json!("array")), ("items", record.into())]),
    }
}

/// The records that keys refer to, each once, in the order of appearance.
fn records(keys: impl IntoIterator<Item = &'static Key>) -> Vec<&'static Definition> {
    let mut found = Vec::new();
    for key in keys {
        collect(key.shape, &mut found);
    }
    found
}

fn collect(shape: &'static Shape, found: &mut Vec<&'static Definition>) {
    match shape {
        Shape::List(inner) | Shape::Table(inner) => collect(inner, found),
        Shape::Record(definition) if found.iter().all(|d| d.name != definition.name) => {
            found.push(definition);
            for key in definition.keys {
                collect(key.shape, found);
            }
        }
        _ => {}
    }
}

fn definitions(records: &[&'static Definition]) -> Map<String, Value> {
    let pairs = records.iter().map(|d| (d.name.to_owned(), record(d)));
    pairs.collect()
}

/// A mapping, or the bare value that may stand for it.
fn record(definition: &'static Definition) -> Value {
    let keys: Vec<&Key> = definition.keys.iter().collect();
    let mapping = Value::from(mapping(&keys));
    let short = definition.keys.iter().find(|key| Some(key.name) == definition.short);
    match short {
        Some(key) => json!({ "anyOf": [value(key.shape), mapping] }),
        None => mapping,
    }
}

fn mapping(keys: &[&'static Key]) -> Map<String, Value> {
    let mut properties = Map::new();
    for key in keys {
        properties.insert(key.name.into(), property(key, Language::English));
        properties.insert(key.alias.into(), property(key, Language::Chinese));
    }
    let required: Vec<Value> = keys
        .iter()
        .filter(|key| key.need == Need::Required)
        .map(|key| json!({ "anyOf": [{ "required": [key.name] }, { "required": [key.alias] }] }))
        .collect();
    let mut mapping = object([
        ("type", json!("object")),
        ("properties", properties.into()),
        ("additionalProperties", json!(false)),
    ]);
    if !required.is_empty() {
        mapping.insert("allOf".into(), required.into());
    }
    mapping
}

fn property(key: &'static Key, language: Language) -> Value {
    let (zh, en) = (key.help.zh, key.help.en);
    let description = match language {
        Language::Chinese => format!("{zh}\n\n{}: {en}", key.name),
        Language::English => format!("{en}\n\n{}：{zh}", key.alias),
    };
    let mut property = object([
        ("description", json!(description)),
        ("examples", json!([example::json(key, language)])),
    ]);
    let value = value(key.shape);
    match key.need {
        Need::Required => property.extend(value),
        // An optional key may stand there with nothing after it.
        Need::Optional => {
            property.insert("anyOf".into(), json!([value, { "type": "null" }]));
        }
    }
    property.into()
}

fn value(shape: &'static Shape) -> Map<String, Value> {
    match shape {
        // YAML takes 2026 for a number and true for a truth value; the reader takes both for the text they are.
        Shape::Text
        | Shape::Keyword
        | Shape::Unit
        | Shape::Person
        | Shape::Reference
        | Shape::File => {
            object([("type", json!(["string", "number", "boolean"])), ("pattern", json!("\\S"))])
        }
        Shape::WebAddress => {
            text_like("^\\s*([Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:|[Tt][Ee][Ll]:|/)")
        }
        Shape::DocNumber => text_like("^\\s*[㐀-鿿]{1,12}〔[0-9]{4}〕[1-9][0-9]*号\\s*$"),
        Shape::Date | Shape::Moment => text_like(MOMENT),
        Shape::Number => object([
            ("type", json!(["number", "string"])),
            ("pattern", json!("^\\s*[-+－＋]?[0-9０-９,，]*[.．]?[0-9０-９]*\\s*$")),
        ]),
        Shape::Count => object([
            ("type", json!(["integer", "string"])),
            ("minimum", json!(0)),
            ("maximum", json!(u32::MAX)),
            ("pattern", json!("^\\s*\\+?[0-9０-９,，]+\\s*$")),
        ]),
        Shape::Amount => object([
            ("type", json!(["number", "string"])),
            ("minimum", json!(0)),
            ("pattern", json!("^\\s*\\+?[0-9０-９,，]*[.．]?[0-9０-９]*\\s*[万亿]?\\s*元?\\s*$")),
        ]),
        Shape::Flag => object([("enum", json!([true, false, "true", "false", "是", "否"]))]),
        Shape::Choice(variants) => choice(variants),
        Shape::Words(variants) => {
            object([("anyOf", json!([choice(variants), { "type": "string", "pattern": "\\S" }]))])
        }
        Shape::Record(definition) => {
            object([("$ref", json!(format!("#/$defs/{}", definition.name)))])
        }
        Shape::List(inner) => {
            let item = value(inner);
            object([("anyOf", json!([{ "type": "array", "items": item }, item]))])
        }
        Shape::Table(inner) => {
            object([("type", json!("object")), ("additionalProperties", value(inner).into())])
        }
    }
}

/// A day in one of the forms that are understood, with or without the time; that it exists is for the reader to say.
/// A moment in words begins with a year, in digits of either width or in Han numerals; the reader says what else is wrong.
const MOMENT: &str = "^\\s*[0-9０-９〇○零一二三四五六七八九]{4}";

fn text_like(pattern: &str) -> Map<String, Value> {
    object([("type", json!("string")), ("pattern", json!(pattern))])
}

fn choice(variants: &[Variant]) -> Map<String, Value> {
    let words: Vec<&str> = variants.iter().flat_map(|v| [v.name, v.alias]).collect();
    object([("enum", json!(words))])
}

fn object<const N: usize>(pairs: [(&str, Value); N]) -> Map<String, Value> {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of a mapping schema.
    fn properties(schema: &Value) -> &Map<String, Value> {
        let direct = schema.get("properties");
        let item = schema.pointer("/items/properties");
        let long = schema.pointer("/anyOf/1/properties");
        let found = direct.or(item).or(long).and_then(Value::as_object);
        found.expect("a mapping schema has properties")
    }

    #[test]
    fn every_key_of_every_table_appears_under_both_names() {
        for target in SchemaTopic::ALL {
            let schema = of(target);
            for key in target.keys() {
                for name in [key.name, key.alias] {
                    let found = properties(&schema).contains_key(name);
                    assert!(found, "{}: {name}", target.name());
                }
            }
            for definition in records(target.keys()) {
                let nested = &schema["$defs"][definition.name];
                for key in definition.keys {
                    assert!(properties(nested).contains_key(key.name), "{}", key.name);
                    assert!(properties(nested).contains_key(key.alias), "{}", key.alias);
                }
            }
        }
    }

    #[test]
    fn one_schema_holds_everything_and_no_name_twice() {
        let all = all();
        let definitions = all["$defs"].as_object().expect("definitions");
        let keys = SchemaTopic::ALL.into_iter().flat_map(SchemaTopic::keys);
        let records = records(keys);
        assert_eq!(definitions.len(), SchemaTopic::ALL.len() + records.len());
    }

    #[test]
    fn every_reference_leads_somewhere() {
        fn check(value: &Value, root: &Value) {
            match value {
                Value::Object(map) => {
                    if let Some(Value::String(to)) = map.get("$ref") {
                        let found = root.pointer(to.trim_start_matches('#'));
                        assert!(found.is_some(), "{to}");
                    }
                    map.values().for_each(|v| check(v, root));
                }
                Value::Array(items) => items.iter().for_each(|v| check(v, root)),
                _ => {}
            }
        }
        for schema in SchemaTopic::ALL.map(of).into_iter().chain([all()]) {
            check(&schema, &schema);
        }
    }

    #[test]
    fn a_kind_and_the_common_keys_share_no_name() {
        for target in SchemaTopic::ALL {
            let mut names: Vec<&str> =
                target.keys().iter().flat_map(|key| [key.name, key.alias]).collect();
            names.sort_unstable();
            let count = names.len();
            names.dedup();
            assert_eq!(names.len(), count, "{}", target.name());
        }
    }
}
