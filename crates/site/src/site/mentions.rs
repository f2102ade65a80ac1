//! Who and which unit is mentioned where, and in what part.

use super::registry::{Meant, PeopleNames, Person, Unit};
use super::{DocumentId, Lookup, PersonId, UnitId};
use crate::diagnostic::{Code, Diagnostic, Source};
use crate::document::meeting::Official;
use crate::document::roster::Role;
use crate::document::{Document, Kind, Meeting, Plan, Progress, Roster};
use crate::record::{PersonName, UnitName};
use crate::say;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The part that a person has in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
            source: &document.source,
            units,
            lookup,
            mentions: &mut mentions,
            problems,
            found_units: Vec::new(),
            found_people: Vec::new(),
        };
        collector.document(document);
        let found = (collector.found_units, collector.found_people);
        mentions.by_document.push(found);
    }
    mentions
}

struct Collector<'a> {
    id: DocumentId,
    source: &'a Arc<Source>,
    units: &'a [Unit],
    lookup: &'a Lookup,
    mentions: &'a mut Mentions,
    problems: &'a mut Vec<Diagnostic>,
    found_units: Vec<UnitId>,
    found_people: Vec<PersonId>,
}

impl Collector<'_> {
    fn document(&mut self, document: &Document) {
        for name in &document.common.units {
            self.unit(name);
        }
        for name in &document.common.people {
            self.person(name, None, None, Part::Named);
        }
        match &document.kind {
            Kind::Meeting(meeting) => self.meeting(meeting),
            Kind::Plan(plan) => self.plan(plan),
            Kind::Progress(progress) => self.progress(progress),
            Kind::Roster(roster) => self.roster(roster),
            Kind::Article(_) | Kind::Page(_) => {}
        }
    }

    fn meeting(&mut self, meeting: &Meeting) {
        if let Some(name) = &meeting.organiser {
            self.unit(name);
        }
        meeting.chair.iter().for_each(|person| self.official(person, Part::Chair));
        for item in &meeting.agenda {
            if let Some(name) = &item.speaker {
                self.person(name, item.post.as_deref(), None, Part::Speaker);
            }
        }
        for group in &meeting.attendees {
            group.people.iter().for_each(|person| self.official(person, Part::Attendee));
            for name in &group.units {
                self.unit(name);
            }
        }
        meeting.absent.iter().for_each(|person| self.official(person, Part::Absent));
    }

    fn plan(&mut self, plan: &Plan) {
        for (index, task) in plan.tasks.iter().enumerate() {
            for name in &task.lead {
                for unit in self.with_included(name) {
                    self.mentions.of_unit[unit.index()].leads.push((self.id, index));
                }
            }
            for name in &task.support {
                for unit in self.with_included(name) {
                    self.mentions.of_unit[unit.index()].supports.push((self.id, index));
                }
            }
        }
    }

    fn progress(&mut self, progress: &Progress) {
        let by_unit = progress.by_unit.iter().flat_map(|list| list.values.iter().map(|v| &v.unit));
        for name in progress.values.iter().filter_map(|v| v.unit.as_ref()).chain(by_unit) {
            self.unit(name);
        }
    }

    fn roster(&mut self, roster: &Roster) {
        for (index, member) in roster.members.iter().enumerate() {
            let unit = member.unit.as_ref().and_then(|name| self.unit(name));
            if let Some(unit) = unit {
                self.mentions.of_unit[unit.index()].members.push((self.id, index));
            }
            self.person(
                &member.name,
                member.post.as_deref(),
                unit,
                Part::Member(member.role.value),
            );
        }
        if let Some(office) = &roster.office {
            self.unit(&office.unit);
            office
                .director
                .iter()
                .for_each(|p| self.official(p, Part::Member(Role::OfficeDirector)));
            office.deputies.iter().for_each(|p| self.official(p, Part::Member(Role::OfficeDeputy)));
        }
    }

    fn official(&mut self, official: &Official, part: Part) {
        let unit = official.unit.as_ref().and_then(|name| self.unit(name));
        self.person(&official.name, official.post.as_deref(), unit, part);
    }

    /// A unit and those that it stands for.
    fn with_included(&mut self, name: &UnitName) -> Vec<UnitId> {
        let Some(id) = self.unit(name) else {
            return Vec::new();
        };
        let mut all = vec![id];
        all.extend(&self.units[id.index()].includes);
        all
    }

    fn unit(&mut self, name: &UnitName) -> Option<UnitId> {
        let id = self.lookup.units().find(self.source, name, self.problems)?;
        if !self.found_units.contains(&id) {
            self.found_units.push(id);
            self.mentions.of_unit[id.index()].documents.insert(self.id);
        }
        Some(id)
    }

    fn person(&mut self, name: &PersonName, post: Option<&str>, unit: Option<UnitId>, part: Part) {
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
        self.mentions.of_person[id.index()].push(Mention {
            document: self.id,
            part,
            post: post.map(str::to_owned),
        });
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
        .at(self.source, name.span)
        .hint(say!("写 people.yaml 里的编号：{list}", "write the id from people.yaml: {list}"))
    }
}
