//! 合用: what the site could not build is taken out of the fields and told: a unit that it does not know, a name that two
//! people have, a number that another document has.

use super::{Blank, Field, Leaf, Value};
use crate::diagnostic::Words;
use crate::document::{Common, KindName};
use crate::import::lexicon::Lexicon;
use crate::record::{Key, Need, Record, Shape};
use crate::say;

/// The fields that the site can build, and blanks for the others.
pub(super) fn buildable(
    fields: Vec<Field>,
    kind: KindName,
    title: &str,
    lexicon: &Lexicon,
) -> (Vec<Field>, Vec<Blank>) {
    let mut blanks = Vec::new();
    let mut fitting = Vec::new();
    for field in fields {
        let shape = key(kind, field.key).map_or(&Shape::Text, |key| key.shape);
        let mut judge = Judge { lexicon, title, refused: Vec::new(), units: Vec::new() };
        let value = judge.value(field.value, shape, None);
        blanks.extend(together(field.key, judge.units));
        blanks.extend(judge.refused.into_iter().map(|(leaf, words)| Blank {
            key: field.key,
            words,
            whence: leaf.whence,
        }));
        fitting.extend(value.map(|value| Field { value, ..field }));
    }
    (fitting, blanks)
}

/// A key of a document by its Chinese name: those of the kind come before those of every document.
pub fn key(kind: KindName, name: &str) -> Option<&'static Key> {
    let tables = [kind.definition(), Common::DEFINITION];
    let mut keys = tables.into_iter().flat_map(|table| table.keys);
    keys.find(|key| key.alias == name)
}

struct Judge<'a> {
    lexicon: &'a Lexicon,
    title: &'a str,
    refused: Vec<(Leaf, Words)>,
    /// Units that the site does not know.
    units: Vec<Leaf>,
}

/// Units that are not known, as one blank: a table names them in every row.
fn together(key: &'static str, units: Vec<Leaf>) -> Option<Blank> {
    let whence = units.first()?.whence.clone();
    let mut names: Vec<&str> = Vec::new();
    for unit in &units {
        if !names.contains(&unit.text.as_str()) && names.len() < 200 {
            names.push(&unit.text);
        }
    }
    let (zh, en) = (names.join("”“"), names.join(", "));
    let words = say!(
        "单位表里没有“{zh}”，登记以后再填",
        "units.yaml does not know {en}; fill it in once it does"
    );
    Some(Blank { key, words, whence })
}

impl Judge<'_> {
    /// `post` is that of the record in which a name stands.
    fn value(&mut self, value: Value, shape: &Shape, post: Option<&str>) -> Option<Value> {
        match (value, shape) {
            (Value::List(items), shape) => {
                let inner = if let Shape::List(inner) = shape { inner } else { shape };
                let kept = items.into_iter().filter_map(|item| self.value(item, inner, None));
                let kept: Vec<Value> = kept.collect();
                (!kept.is_empty()).then_some(Value::List(kept))
            }
            (value, Shape::List(inner)) => self.value(value, inner, post),
            (Value::Map(entries), Shape::Record(definition)) => {
                self.record(entries, definition.keys)
            }
            (Value::Leaf(leaf), Shape::Unit) if !self.lexicon.has_unit(&leaf.text) => {
                self.units.push(leaf);
                None
            }
            (Value::Leaf(leaf), shape) => match self.objection(&leaf, shape, post) {
                None if leaf.text.trim().is_empty() => None,
                None => Some(Value::Leaf(leaf)),
                Some(words) => {
                    self.refused.push((leaf, words));
                    None
                }
            },
            (value, _) => Some(value),
        }
    }

    /// A record without one of the keys that it must have is none.
    fn record(&mut self, entries: Vec<(&'static str, Value)>, keys: &[Key]) -> Option<Value> {
        let post = entries.iter().find_map(|(name, value)| match value {
            Value::Leaf(leaf) if *name == "职务" => Some(leaf.text.clone()),
            _ => None,
        });
        let mut kept = Vec::new();
        for (name, value) in entries {
            let shape =
                keys.iter().find(|key| key.alias == name).map_or(&Shape::Text, |key| key.shape);
            let value = self.value(value, shape, post.as_deref());
            kept.extend(value.map(|value| (name, value)));
        }
        let needed = keys.iter().filter(|key| key.need == Need::Required);
        let whole = needed.into_iter().all(|key| kept.iter().any(|(name, _)| *name == key.alias));
        whole.then_some(Value::Map(kept))
    }

    fn objection(&self, leaf: &Leaf, shape: &Shape, post: Option<&str>) -> Option<Words> {
        let text = leaf.text.as_str();
        match shape {
            Shape::Person => {
                let ids = self.lexicon.namesakes(text, post);
                let (zh, en) = (ids.join("、"), ids.join(", "));
                (!ids.is_empty()).then(|| {
                    say!(
                        "有几个人叫“{text}”，填 people.yaml 里的编号：{zh}",
                        "several people are called {text}; fill in the id from people.yaml: {en}"
                    )
                })
            }
            Shape::DocNumber => self.lexicon.numbered(text, self.title).map(|known| {
                let path = &known.path;
                say!(
                    "发文字号“{text}”已经用在 {path}，请核对",
                    "the number {text} belongs to {path} already; please check"
                )
            }),
            _ => None,
        }
    }
}
