//! Units 单位 and people 人员, and what their names mean.

use super::{PersonId, UnitId};
use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::document::registry::{PersonEntry, UnitEntry};
use crate::read::Registry;
use crate::record::UnitName;
use crate::say;
use rapidhash::RapidHashMap as HashMap;
use std::sync::Arc;

/// 单位.
#[derive(Debug)]
pub struct Unit {
    /// As it was written.
    pub entry: UnitEntry,
    /// The units that a collective name stands for.
    pub includes: Vec<UnitId>,
    /// The collective names that stand for it.
    pub included_in: Vec<UnitId>,
}

impl Unit {
    /// The shortest name that is not ambiguous in speech: the first short name, else the full one.
    pub fn short_name(&self) -> &str {
        self.entry.short.first().map_or(&self.entry.name.value, |s| &s.value)
    }
}

/// 人员 in a public role.
#[derive(Clone, Debug)]
pub struct Person {
    /// The last part of the address: the id, or the name.
    pub key: String,
    /// The name.
    pub name: String,
    /// The current post, from `people.yaml`.
    pub post: Option<String>,
    /// The unit, from `people.yaml`.
    pub unit: Option<UnitId>,
    /// The place in lists, from `people.yaml`.
    pub order: u32,
}

/// What a unit's id, name and short names mean.
#[derive(Debug, Default)]
pub struct UnitNames(HashMap<String, UnitId>);

impl UnitNames {
    /// The unit of a name.
    pub fn id(&self, name: &str) -> Option<UnitId> {
        self.0.get(name).copied()
    }

    /// What is wrong with a name that no unit has.
    pub(super) fn unknown(&self, source: &Arc<Source>, name: &UnitName) -> Option<Diagnostic> {
        let text = &name.text;
        if self.id(text).is_some() {
            return None;
        }
        let problem = Diagnostic::error(
            Code::UnknownUnit,
            say!("单位表里没有“{text}”", "units.yaml does not know `{text}`"),
        )
        .at(source, name.span)
        .did_you_mean(text, self.sorted());
        Some(match problem.hints.is_empty() {
            true => problem.hint(say!(
                "在 content/units.yaml 里登记这个单位",
                "enter it in content/units.yaml"
            )),
            false => problem,
        })
    }

    fn sorted(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.0.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }
}

pub(super) fn units(
    registry: Option<Registry<UnitEntry>>,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<Unit>, UnitNames) {
    let Some(Registry { source, mut entries }) = registry else {
        return (Vec::new(), UnitNames::default());
    };
    entries.sort_by_key(|e| e.order.map_or(u32::MAX, |n| n.0));
    let mut names = UnitNames::default();
    let mut places: HashMap<&str, Span> = HashMap::default();
    for (index, entry) in entries.iter().enumerate() {
        check_key(&source, &entry.id.value, entry.id.span, problems);
        let all = [&entry.id, &entry.name].into_iter().chain(&entry.short);
        for name in all {
            let text: &str = &name.value;
            match places.insert(text, name.span) {
                Some(before) if names.id(text) != Some(UnitId::at(index)) => {
                    problems.push(same_name(&source, text, before, name.span));
                }
                _ => drop(names.0.insert(text.to_owned(), UnitId::at(index))),
            }
        }
    }
    let includes: Vec<Vec<UnitId>> = entries
        .iter()
        .map(|entry| entry.includes.iter().filter_map(|name| names.id(&name.text)).collect())
        .collect();
    let mut included_in = vec![Vec::new(); entries.len()];
    for (index, list) in includes.iter().enumerate() {
        list.iter().for_each(|id| included_in[id.index()].push(UnitId::at(index)));
    }
    let units = entries.into_iter().zip(includes).zip(included_in);
    let units = units
        .map(|((entry, includes), included_in)| Unit { entry, includes, included_in })
        .collect();
    (units, names)
}

fn same_name(source: &Arc<Source>, text: &str, before: Span, again: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateUnit,
        say!("两个单位都叫“{text}”", "two units are called `{text}`"),
    )
    .with(source, again, say!("第二个", "the second"))
    .with(source, before, say!("第一个在这里", "the first is here"))
}

fn check_key(source: &Arc<Source>, key: &str, span: Span, problems: &mut Vec<Diagnostic>) {
    if !super::slug::is_segment(key) {
        problems.push(
            Diagnostic::error(
                Code::Slug,
                say!("编号“{key}”不能用在网址里", "the id `{key}` cannot be part of an address"),
            )
            .at(source, span)
            .hint(say!(
                "只用字母、数字、汉字、“-”和“_”",
                "use letters, digits, Han characters, `-` and `_`"
            )),
        );
    }
}

/// The people of `people.yaml`, and what names mean; people that only documents name are added later.
#[derive(Debug, Default)]
pub(super) struct PeopleNames {
    by_id: HashMap<String, PersonId>,
    by_name: HashMap<String, Vec<PersonId>>,
}

/// Whom a name means.
pub(super) enum Meant {
    One(PersonId),
    Nobody,
    Several(Vec<PersonId>),
}

impl PeopleNames {
    /// Whom a name means: an id, a name that one person has, or one that the post or unit tells apart.
    pub(super) fn meant(
        &self,
        people: &[Person],
        name: &str,
        post: Option<&str>,
        unit: Option<UnitId>,
    ) -> Meant {
        if let Some(id) = self.by_id.get(name) {
            return Meant::One(*id);
        }
        let Some(named) = self.by_name.get(name) else {
            return Meant::Nobody;
        };
        if let [one] = named.as_slice() {
            return Meant::One(*one);
        }
        let fits = |id: &&PersonId| {
            let person = &people[id.index()];
            (post.is_some() && person.post.as_deref() == post)
                || (unit.is_some() && person.unit == unit)
        };
        let mut fitting = named.iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => Meant::One(*one),
            _ => Meant::Several(named.clone()),
        }
    }

    /// Adds someone that only documents name.
    pub(super) fn add(&mut self, name: &str, id: PersonId) {
        self.by_name.entry(name.to_owned()).or_default().push(id);
    }
}

pub(super) fn known_people(
    registry: Option<&Registry<PersonEntry>>,
    units: &UnitNames,
    problems: &mut Vec<Diagnostic>,
) -> (Vec<Person>, PeopleNames) {
    let Some(Registry { source, entries }) = registry else {
        return Default::default();
    };
    let mut entries: Vec<&PersonEntry> = entries.iter().collect();
    entries.sort_by_key(|e| e.order.map_or(u32::MAX, |n| n.0));
    let mut names = PeopleNames::default();
    let mut places: HashMap<&str, Span> = HashMap::default();
    let mut people = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        check_key(source, &entry.id.value, entry.id.span, problems);
        if let Some(before) = places.insert(&entry.id.value, entry.id.span) {
            let text = &entry.id.value;
            problems.push(
                Diagnostic::error(
                    Code::DuplicatePerson,
                    say!("编号“{text}”用了两次", "the id `{text}` is used twice"),
                )
                .with(source, entry.id.span, say!("第二次", "the second time"))
                .with(source, before, say!("第一次在这里", "the first is here")),
            );
        }
        names.by_id.insert(entry.id.value.to_string(), PersonId::at(index));
        names.add(&entry.name.text, PersonId::at(index));
        people.push(Person {
            key: entry.id.value.to_string(),
            name: entry.name.text.to_string(),
            post: entry.post.as_ref().map(ToString::to_string),
            unit: entry.unit.as_ref().and_then(|name| units.id(&name.text)),
            order: entry.order.map_or(u32::MAX - 1, |n| n.0),
        });
    }
    (people, names)
}
