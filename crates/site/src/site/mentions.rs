//! Who and which unit is mentioned where, and in what part.

use super::registry::{Meant, PeopleNames, Person, Unit, UnitNames};
use super::{DocumentId, PersonId, UnitId};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::roster::Role;
use crate::document::{Document, Kind, Plan, Roster};
use crate::record::{Definition, KeyPath, PersonName, Scalar, Tour, UnitName, Visitor};
use crate::say;
use rayon::prelude::*;
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
    by_document: Vec<Named>,
}

/// Whom and what a document names.
#[derive(Debug)]
struct Named {
    /// As it was found, which the next site may use.
    found: Arc<Found>,
    /// Each once, in the order in which they are named.
    people: Vec<PersonId>,
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
        self.by_document[id.index()].found.units.clone()
    }

    pub(super) fn people_of(&self, id: DocumentId) -> Vec<PersonId> {
        self.by_document[id.index()].people.clone()
    }

    /// What was found in a document.
    pub(super) fn found(&self, id: DocumentId) -> &Arc<Found> {
        &self.by_document[id.index()].found
    }

    /// Adds what was found in the next document; its number is how many there were before. Whom nobody knows is somebody from
    /// now on.
    fn add(&mut self, found: Arc<Found>) {
        let document = DocumentId::at(self.by_document.len());
        for unit in &found.units {
            self.of_unit[unit.index()].documents.insert(document);
        }
        for (unit, task) in &found.leads {
            self.of_unit[unit.index()].leads.push((document, *task));
        }
        for (unit, task) in &found.supports {
            self.of_unit[unit.index()].supports.push((document, *task));
        }
        for (unit, member) in &found.members {
            self.of_unit[unit.index()].members.push((document, *member));
        }
        let mut people = Vec::new();
        for FoundPerson { who, part, post, span } in &found.people {
            let id = match who {
                Who::Known(id) => *id,
                Who::Unknown(name) => self.newcomer(name),
            };
            if !people.contains(&id) {
                people.push(id);
            }
            let (part, post, span) = (part.clone(), post.clone(), *span);
            self.of_person[id.index()].push(Mention { document, part, post, span });
        }
        self.by_document.push(Named { found, people });
    }

    /// Somebody who is not in `people.yaml`.
    fn newcomer(&mut self, name: &str) -> PersonId {
        if let Meant::One(id) = self.names.meant(&self.people, name, None, None) {
            return id;
        }
        let id = PersonId::at(self.people.len());
        self.names.add(name, id);
        self.of_person.push(Vec::new());
        self.people.push(Person {
            key: name.replace(['/', '\\'], "-"),
            name: name.to_owned(),
            post: None,
            unit: None,
            order: u32::MAX,
        });
        id
    }
}

/// What names mean without any document: units, and the people of `people.yaml`.
pub(super) struct Known<'k> {
    pub(super) units: &'k [Unit],
    pub(super) unit_names: &'k UnitNames,
    pub(super) people: (Vec<Person>, PeopleNames),
}

/// All mentions; `before` gives what was found in a document where it holds for the same one now.
pub(super) fn collect(
    documents: &[Arc<Document>],
    known: Known<'_>,
    before: &(dyn Fn(usize) -> Option<Arc<Found>> + Sync),
    problems: &mut Vec<Diagnostic>,
) -> Mentions {
    let each = documents.par_iter().enumerate();
    let found: Vec<Arc<Found>> = each
        .map(|(at, document)| before(at).unwrap_or_else(|| Arc::new(Found::new(document, &known))))
        .collect();
    let (people, names) = known.people;
    let mut mentions = Mentions {
        of_person: vec![Vec::new(); people.len()],
        of_unit: known.units.iter().map(|_| UnitMentions::default()).collect(),
        people,
        names,
        by_document: Vec::with_capacity(documents.len()),
    };
    for found in found {
        problems.extend(found.problems.iter().cloned());
        mentions.add(found);
    }
    mentions
}

/// What one document says of units and people. Nothing in it depends on other documents.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Each once, in the order in which they are named.
    units: Vec<UnitId>,
    people: Vec<FoundPerson>,
    leads: Vec<(UnitId, usize)>,
    supports: Vec<(UnitId, usize)>,
    members: Vec<(UnitId, usize)>,
    /// People who are not told apart.
    problems: Vec<Diagnostic>,
}

#[derive(Debug)]
struct FoundPerson {
    who: Who,
    part: Part,
    post: Option<String>,
    span: Span,
}

#[derive(Debug)]
enum Who {
    /// One of `people.yaml`.
    Known(PersonId),
    /// A name that nobody has there.
    Unknown(String),
}

impl Found {
    fn new(document: &Document, known: &Known<'_>) -> Self {
        let mut collector = Collector { document, known, found: Self::default() };
        document.visit(&mut collector);
        match &document.kind {
            Kind::Plan(plan) => collector.tasks(plan),
            Kind::Roster(roster) => collector.members(roster),
            _ => {}
        }
        collector.found
    }
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
    document: &'a Document,
    known: &'a Known<'a>,
    found: Found,
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
        if let Some(id) = self.known.unit_names.id(&name.text)
            && !self.found.units.contains(&id)
        {
            self.found.units.push(id);
        }
    }

    fn tasks(&mut self, plan: &Plan) {
        for (index, task) in plan.tasks.iter().enumerate() {
            self.found.leads.extend(self.known.meant(&task.lead).map(|unit| (unit, index)));
            self.found.supports.extend(self.known.meant(&task.support).map(|unit| (unit, index)));
        }
    }

    fn members(&mut self, roster: &Roster) {
        for (index, member) in roster.members.iter().enumerate() {
            let unit = member.unit.as_ref().and_then(|name| self.known.unit_names.id(&name.text));
            self.found.members.extend(unit.map(|unit| (unit, index)));
        }
    }

    /// A post and a unit in the same record tell apart people of one name.
    fn person(&mut self, name: &PersonName, path: &KeyPath<'_, '_>) {
        let post = match path.beside("post") {
            Some(Scalar::Text(post)) => Some(post),
            _ => None,
        };
        let unit = match path.beside("unit") {
            Some(Scalar::Unit(unit)) => self.known.unit_names.id(&unit.text),
            _ => None,
        };
        let (people, names) = &self.known.people;
        let who = match names.meant(people, &name.text, post, unit) {
            Meant::One(id) => Who::Known(id),
            Meant::Nobody => Who::Unknown(name.text.to_string()),
            Meant::Several(ids) => {
                self.found.problems.push(self.ambiguous(name, &ids));
                return;
            }
        };
        let (part, post, span) = (self.part(path), post.map(str::to_owned), name.span);
        self.found.people.push(FoundPerson { who, part, post, span });
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

    fn ambiguous(&self, name: &PersonName, ids: &[PersonId]) -> Diagnostic {
        let (text, (people, _)) = (&name.text, &self.known.people);
        let list: Vec<_> = ids.iter().map(|id| people[id.index()].key.as_str()).collect();
        let list = list.join("、");
        Diagnostic::error(
            Code::AmbiguousPerson,
            say!("有几个人叫“{text}”", "several people are called `{text}`"),
        )
        .at(&self.document.source, name.span)
        .hint(say!("写 people.yaml 里的编号：{list}", "write the id from people.yaml: {list}"))
    }
}

impl Known<'_> {
    /// Units and those that they stand for.
    fn meant<'n>(&'n self, names: &'n [UnitName]) -> impl Iterator<Item = UnitId> + 'n {
        let ids = names.iter().filter_map(|name| self.unit_names.id(&name.text));
        let with_included =
            |id: UnitId| std::iter::once(id).chain(self.units[id.index()].includes.iter().copied());
        ids.flat_map(with_included)
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
        let (lookup, document) = (lookup(), document("news/b"));
        let people = known_people(Some(&list(PEOPLE)), lookup.units(), &mut Vec::new());
        let known = Known { units: &[], unit_names: lookup.units(), people };
        let (_, sample) = sample(text);
        let mut collector =
            Collector { document: &document, known: &known, found: Found::default() };
        sample.visit(None, &mut collector);
        let found = collector.found;
        assert!(found.people.iter().all(|person| person.part == Part::Named));
        let key = |person: &FoundPerson| match &person.who {
            Who::Known(id) => known.people.0[id.index()].key.clone(),
            Who::Unknown(name) => name.clone(),
        };
        let unclear = found.problems.iter().map(|p| {
            assert_eq!(p.code, Code::AmbiguousPerson);
            text[p.labels[0].span.range()].to_owned()
        });
        (found.people.iter().map(key).collect(), found.units.len(), unclear.collect())
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
