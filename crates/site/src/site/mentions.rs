//! Who and which unit is mentioned where, and in what part.

use super::registry::{Meant, PeopleNames, Person, Unit};
use super::{DocumentId, Lookup, PersonId, UnitId};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::roster::Role;
use crate::document::{Document, Kind, Plan, Roster};
use crate::record::{Definition, KeyPath, PersonName, Scalar, Tour, UnitName, Visitor};
use crate::say;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The part that a person has in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 主持.
    Chair,
    /// 发言.
    Speaker,
    /// 参加.
    Attendee,
    /// 请假.
    Absent,
    /// A member of a group.
    Member(Role),
    /// Named by the document without a part.
    Named,
}

/// A person in a document.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Where.
    pub document: DocumentId,
    /// In what part.
    pub part: Part,
    /// With what post.
    pub post: Option<String>,
    /// Where the name stands in the document's file.
    pub span: Span,
}

/// What a unit has in documents.
#[derive(Debug, Default)]
pub struct UnitMentions {
    /// Every document that concerns it.
    pub documents: BTreeSet<DocumentId>,
    /// Tasks that it leads: plan and position; through a collective name too.
    pub leads: Vec<(DocumentId, usize)>,
    /// Tasks that it supports.
    pub supports: Vec<(DocumentId, usize)>,
    /// Members of groups from this unit: roster and position.
    pub members: Vec<(DocumentId, usize)>,
}

/// All mentions of a site.
#[derive(Debug, Default)]
pub struct Mentions {
    /// The people, those of `people.yaml` first.
    pub people: Vec<Person>,
    /// By person.
    pub of_person: Vec<Vec<Mention>>,
    /// By unit.
    pub of_unit: Vec<UnitMentions>,
    names: PeopleNames,
    by_document: Vec<(Vec<UnitId>, Vec<PersonId>)>,
}

impl Mentions {
    /// Whom a name in a document means.
    pub fn person(&self, name: &str, post: Option<&str>, unit: Option<UnitId>) -> Option<PersonId> {
        match self.names.meant(&self.people, name, post, unit) {
            Meant::One(id) => Some(id),
            _ => None,
        }
    }

    pub(super) fn units_of(&self, id: DocumentId) -> Vec<UnitId> {
        self.by_document[id.index()].0.clone()
    }

    pub(super) fn people_of(&self, id: DocumentId) -> Vec<PersonId> {
        self.by_document[id.index()].1.clone()
    }
}

pub(super) fn collect(
    documents: &[Arc<Document>],
    units: &[Unit],
    known: (Vec<Person>, PeopleNames),
    lookup: &Lookup,
    problems: &mut Vec<Diagnostic>,
) -> Mentions {
    let (people, names) = known;
    let mut mentions = Mentions {
        of_person: vec![Vec::new(); people.len()],
        of_unit: units.iter().map(|_| UnitMentions::default()).collect(),
        people,
        names,
        by_document: Vec::with_capacity(documents.len()),
    };
    for (index, document) in documents.iter().enumerate() {
        let mut collector = Collector {
            id: DocumentId::at(index),
            document,
            units,
            lookup,
            mentions: &mut mentions,
            problems,
            found_units: Vec::new(),
            found_people: Vec::new(),
        };
        document.visit(&mut collector);
        match &document.kind {
            Kind::Plan(plan) => collector.tasks(plan),
            Kind::Roster(roster) => collector.members(roster),
            _ => {}
        }
        let found = (collector.found_units, collector.found_people);
        mentions.by_document.push(found);
    }
    mentions
}

/// The part of those who are named in a record under a key (record, key); what a roster's members are, they say themselves.
const PARTS: [((&str, &str), Part); 6] = [
    (("meeting", "chair"), Part::Chair),
    (("meeting", "agenda"), Part::Speaker),
    (("attendees", "people"), Part::Attendee),
    (("meeting", "absent"), Part::Absent),
    (("office", "director"), Part::Member(Role::OFFICE_DIRECTOR)),
    (("office", "deputies"), Part::Member(Role::OFFICE_DEPUTY)),
];

/// Units and people are found by their type under every key. Unknown units are told by [`links`](super::links).
struct Collector<'a> {
    id: DocumentId,
    document: &'a Document,
    units: &'a [Unit],
    lookup: &'a Lookup,
    mentions: &'a mut Mentions,
    problems: &'a mut Vec<Diagnostic>,
    found_units: Vec<UnitId>,
    found_people: Vec<PersonId>,
}

impl<'v> Visitor<'v> for Collector<'_> {
    /// Who spoke at a meeting is named before those who came.
    fn record(&mut self, record: &'static Definition) -> Tour {
        match record.name {
            "meeting" => Tour { first: &["organiser", "chair", "agenda"], ..Tour::default() },
            _ => Tour::default(),
        }
    }

    fn scalar(&mut self, path: &KeyPath<'_, 'v>, scalar: Scalar<'v>) {
        match scalar {
            Scalar::Unit(name) => self.unit(name),
            Scalar::Person(name) => self.person(name, path),
            _ => {}
        }
    }
}

impl Collector<'_> {
    fn unit(&mut self, name: &UnitName) {
        if let Some(id) = self.lookup.units().id(&name.text)
            && !self.found_units.contains(&id)
        {
            self.found_units.push(id);
            self.mentions.of_unit[id.index()].documents.insert(self.id);
        }
    }

    fn tasks(&mut self, plan: &Plan) {
        for (index, task) in plan.tasks.iter().enumerate() {
            for unit in self.meant(&task.lead) {
                self.mentions.of_unit[unit.index()].leads.push((self.id, index));
            }
            for unit in self.meant(&task.support) {
                self.mentions.of_unit[unit.index()].supports.push((self.id, index));
            }
        }
    }

    /// Units and those that they stand for.
    fn meant(&self, names: &[UnitName]) -> Vec<UnitId> {
        let ids = names.iter().filter_map(|name| self.lookup.units().id(&name.text));
        let with_included =
            |id: UnitId| std::iter::once(id).chain(self.units[id.index()].includes.iter().copied());
        ids.flat_map(with_included).collect()
    }

    fn members(&mut self, roster: &Roster) {
        for (index, member) in roster.members.iter().enumerate() {
            let unit = member.unit.as_ref().and_then(|name| self.lookup.units().id(&name.text));
            if let Some(unit) = unit {
                self.mentions.of_unit[unit.index()].members.push((self.id, index));
            }
        }
    }

    /// A post and a unit in the same record tell apart people of one name.
    fn person(&mut self, name: &PersonName, path: &KeyPath<'_, '_>) {
        let post = match path.beside("post") {
            Some(Scalar::Text(post)) => Some(post),
            _ => None,
        };
        let unit = match path.beside("unit") {
            Some(Scalar::Unit(unit)) => self.lookup.units().id(&unit.text),
            _ => None,
        };
        let meant = self.mentions.names.meant(&self.mentions.people, &name.text, post, unit);
        let id = match meant {
            Meant::One(id) => id,
            Meant::Nobody => self.newcomer(&name.text),
            Meant::Several(ids) => {
                self.problems.push(self.ambiguous(name, &ids));
                return;
            }
        };
        if !self.found_people.contains(&id) {
            self.found_people.push(id);
        }
        let (document, part, post) = (self.id, self.part(path), post.map(str::to_owned));
        self.mentions.of_person[id.index()].push(Mention { document, part, post, span: name.span });
    }

    fn part(&self, path: &KeyPath<'_, '_>) -> Part {
        let Some(record) = path.above else {
            return Part::Named;
        };
        match (&self.document.kind, record.names()) {
            (Kind::Roster(roster), ("roster", "members")) => {
                Part::Member(roster.members[record.index].role.value.clone())
            }
            (_, names) => {
                let known = PARTS.iter().find(|(key, _)| *key == names);
                known.map_or(Part::Named, |(_, part)| part.clone())
            }
        }
    }

    fn newcomer(&mut self, name: &str) -> PersonId {
        let id = PersonId::at(self.mentions.people.len());
        self.mentions.names.add(name, id);
        self.mentions.of_person.push(Vec::new());
        self.mentions.people.push(Person {
            key: name.replace(['/', '\\'], "-"),
            name: name.to_owned(),
            post: None,
            unit: None,
            order: u32::MAX,
        });
        id
    }

    fn ambiguous(&self, name: &PersonName, ids: &[PersonId]) -> Diagnostic {
        let text = &name.text;
        let list: Vec<_> =
            ids.iter().map(|id| self.mentions.people[id.index()].key.as_str()).collect();
        let list = list.join("、");
        Diagnostic::error(
            Code::AmbiguousPerson,
            say!("有几个人叫“{text}”", "several people are called `{text}`"),
        )
        .at(&self.document.source, name.span)
        .hint(say!("写 people.yaml 里的编号：{list}", "write the id from people.yaml: {list}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use crate::site::registry::known_people;
    use crate::site::sample::{document, is_key, list, lookup, sample};

    const PEOPLE: &str =
        "- {id: li, name: 李明远, post: 县长}\n- {id: li-2, name: 李明远, unit: jyj}\n";

    /// Whom and which units a sample names, and whom it does not tell apart.
    fn found(text: &str) -> (Vec<String>, usize, Vec<String>) {
        let (lookup, document, mut problems) = (lookup(), document("news/b"), Vec::new());
        let (people, names) = known_people(Some(&list(PEOPLE)), lookup.units(), &mut problems);
        let mut mentions = Mentions {
            of_person: vec![Vec::new(); people.len()],
            of_unit: vec![UnitMentions::default()],
            people,
            names,
            by_document: Vec::new(),
        };
        let (_, sample) = sample(text);
        let mut collector = Collector {
            id: DocumentId::at(0),
            document: &document,
            units: &[],
            lookup: &lookup,
            mentions: &mut mentions,
            problems: &mut problems,
            found_units: Vec::new(),
            found_people: Vec::new(),
        };
        sample.visit(None, &mut collector);
        let (units, people) = (collector.found_units, collector.found_people);
        assert!(mentions.of_person.iter().flatten().all(|mention| mention.part == Part::Named));
        let key = |id: &PersonId| mentions.people[id.index()].key.clone();
        let unclear = problems.iter().map(|p| {
            assert_eq!(p.code, Code::AmbiguousPerson);
            text[p.labels[0].span.range()].to_owned()
        });
        (people.iter().map(key).collect(), units.len(), unclear.collect())
    }

    #[test]
    fn units_and_people_under_any_key_are_found() {
        for (text, people, units, unclear) in [
            ("hosts: [县教育局, jyj]", &[][..], 1, &[][..]),
            ("guests: [{name: 李明远, post: 县长}]", &["li"], 0, &[]),
            ("guests: [{name: 李明远, unit: 县教育局}]", &["li-2"], 1, &[]),
            ("guests: [周文慧, li]", &["周文慧", "li"], 0, &[]),
            ("guests: [李明远]", &[], 0, &["李明远"]),
        ] {
            let found = found(text);
            assert!(found.0 == people && found.1 == units && found.2 == unclear, "{found:?}");
        }
    }

    #[test]
    fn every_part_is_that_of_a_key() {
        for ((record, key), _) in PARTS {
            assert!(is_key(record, key), "{record}.{key}");
        }
    }
}
