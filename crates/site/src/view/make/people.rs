//! Units and people: what all documents say of them.

use super::shell::Heading;
use super::{Content, Views};
use crate::config::limits::{ROWS, SHOWN};
use crate::document::plan::Task;
use crate::document::progress::TaskState;
use crate::document::{Kind, KindName};
use crate::site::{DocumentId, Part, PersonId, Relation, Route, TaskStanding, UnitId};
use crate::view::lens::Mention;
use crate::view::{
    IndexGroup, IndexItem, PersonGroup, PersonMeeting, PersonPostAt, PersonView, Rest, Shared,
    TaskRow, UnitIndicators, UnitPost, UnitView, View,
};
use std::cmp::Reverse;

impl Views<'_> {
    fn newest_first(&self, ids: &mut [DocumentId]) {
        ids.sort_by_cached_key(|id| (Reverse(self.site.head(*id).published), *id));
    }

    pub(super) fn unit(&self, id: UnitId) -> View {
        let unit = self.site.unit(id);
        let entry = &unit.entry;
        let text = super::blocks::text;
        let (meetings, documents, more) = self.site.unit_documents(id);
        let tasks = self.site.unit_tasks(id);
        let (leads, more_leads) = self.unit_tasks(tasks.leads);
        let (supports, more_supports) = self.unit_tasks(tasks.supports);
        let (posts, more_posts) = self.unit_posts(tasks.members);
        let url = entry.url.as_ref().map(|url| self.site.written_url(&url.text));
        let url = url.unwrap_or_default();
        let view = UnitView {
            name: entry.name.value.to_string(),
            short: entry.short.iter().map(|s| s.value.to_string()).collect(),
            kind: entry.kind.to_string(),
            summary: text(&entry.summary),
            contact: text(&entry.contact),
            address: text(&entry.address),
            url_leaves: self.site.settings.leaves(&url),
            url,
            includes: unit.includes.iter().map(|u| self.unit_link(*u)).collect(),
            included_in: unit.included_in.iter().map(|u| self.unit_link(*u)).collect(),
            leads,
            more_leads,
            supports,
            more_supports,
            indicators: self.unit_plans(id),
            posts,
            more_posts,
            meetings: self.shared_all(meetings),
            documents: self.shared_all(documents),
            more: number(more),
        };
        let route = Route::folder(&format!("units/{}", &*entry.id.value));
        let heading = Heading {
            above: vec![self.link(self.pick("单位", "Units"), &Route::folder("units"))],
            description: view.summary.clone(),
            ..Heading::new("unit", &route, view.name.clone())
        };
        self.page(heading, Content::new("unit", view))
    }

    /// Overdue tasks first, then open ones by their day, then what is done, the newest first.
    fn unit_tasks(&self, tasks: &[(DocumentId, usize)]) -> (Vec<TaskRow>, Option<Rest>) {
        let mut found: Vec<_> = tasks.iter().filter_map(|at| self.unit_task(*at)).collect();
        found.sort_by_key(|(at, task, now)| {
            let day = task.due.map(|d| d.0);
            match now.state {
                TaskState::Overdue => (0, Reverse(day), None, *at),
                TaskState::Done => (2, Reverse(day), None, *at),
                TaskState::NotStarted | TaskState::Ongoing => (1, Reverse(None), day, *at),
            }
        });
        found.dedup_by_key(|(at, ..)| *at);
        let row = |((id, _), task, now): ((DocumentId, usize), &Task, &TaskStanding)| {
            self.task(task, now, Some(self.document_link(id)))
        };
        let rest = found.split_off(found.len().min(ROWS));
        let rest = self.rest(rest.into_iter().map(|((id, _), ..)| id).collect());
        (found.into_iter().map(row).collect(), rest)
    }

    /// How many entries a list leaves out, and the newest documents that hold them.
    fn rest(&self, mut documents: Vec<DocumentId>) -> Option<Rest> {
        let count = documents.len();
        self.newest_first(&mut documents);
        documents.dedup();
        (count > 0).then(|| Rest {
            count: number(count),
            places: documents.into_iter().take(SHOWN).map(|id| self.document_link(id)).collect(),
        })
    }

    fn unit_task(
        &self,
        at: (DocumentId, usize),
    ) -> Option<((DocumentId, usize), &Task, &TaskStanding)> {
        let (id, index) = at;
        let Kind::Plan(plan) = &self.site.document(id).kind else {
            return None;
        };
        Some((at, plan.tasks.get(index)?, self.site.standing(id)?.tasks.get(index)?))
    }

    fn unit_plans(&self, id: UnitId) -> Vec<UnitIndicators> {
        let mut plans: Vec<DocumentId> = self.site.unit_plans(id);
        self.newest_first(&mut plans);
        plans.into_iter().filter_map(|plan| self.unit_indicators(plan, id)).collect()
    }

    fn unit_posts(&self, members: &[(DocumentId, usize)]) -> (Vec<UnitPost>, Option<Rest>) {
        let row = |(id, index): (DocumentId, usize)| {
            let Kind::Roster(roster) = &self.site.document(id).kind else {
                return None;
            };
            let member = roster.members.get(index)?;
            Some(UnitPost {
                roster: self.link(&*roster.name, self.site.head(id).route),
                role: self.role_word(&member.role.value),
                person: self.person_named(
                    &member.name,
                    member.post.as_deref(),
                    member.unit.as_ref(),
                ),
                post: super::blocks::text(&member.post),
                past: self.is_past(id),
            })
        };
        let mut newest: Vec<(DocumentId, usize)> = members.to_vec();
        newest.sort_by_cached_key(|(id, index)| {
            (self.is_past(*id), Reverse(self.site.head(*id).published), *id, *index)
        });
        let rest = newest.split_off(newest.len().min(ROWS));
        let rest = self.rest(rest.into_iter().map(|(id, _)| id).collect());
        (newest.into_iter().filter_map(row).collect(), rest)
    }

    /// A roster that was replaced or lost its validity.
    fn is_past(&self, id: DocumentId) -> bool {
        self.site.lapse(id).is_some()
    }

    pub(super) fn units(&self) -> View {
        let mut groups: Vec<IndexGroup> = Vec::new();
        for unit in self.site.units().into_iter().map(|id| self.site.unit(id)) {
            let name = unit.entry.kind.to_string();
            let item = IndexItem {
                name: unit.entry.name.value.to_string(),
                url: self.site.url(&Route::folder(&format!("units/{}", &*unit.entry.id.value))),
                count: String::new(),
                note: super::blocks::text(&unit.entry.summary),
            };
            match groups.iter_mut().find(|g| g.name == name) {
                Some(group) => group.items.push(item),
                None => groups.push(IndexGroup { name, items: vec![item] }),
            }
        }
        self.index(
            "units",
            self.pick("单位", "Units"),
            self.pick(
                "全县各乡镇、各部门承担的任务、指标和会议",
                "Towns and departments with their tasks, indicators and meetings",
            ),
            groups,
        )
    }

    pub(super) fn people(&self) -> View {
        let mut people: Vec<_> = self
            .site
            .people()
            .into_iter()
            .map(|id| (self.site.person(id), self.current_post(id)))
            .collect();
        people
            .sort_by(|(a, _), (b, _)| (a.order, &a.name, &a.key).cmp(&(b.order, &b.name, &b.key)));
        let items = people.into_iter().map(|(person, post)| IndexItem {
            name: person.name.clone(),
            url: self.site.url(&person.route()),
            count: String::new(),
            note: post,
        });
        let groups = vec![IndexGroup { name: String::new(), items: items.collect() }];
        self.index(
            "people",
            self.pick("人员", "People"),
            self.pick(
                "担任公职、在会议和领导小组中出现的人员",
                "People in a public role in meetings and leading groups",
            ),
            groups,
        )
    }

    /// The post of `people.yaml`, else the newest that a document gives.
    fn current_post(&self, id: PersonId) -> String {
        let written = self.site.person(id).post.clone();
        written.unwrap_or_else(|| {
            let mentions = self.site.mentions(id);
            let newest = runs_of_posts(&mentions).pop();
            newest.map(|(_, post)| post.to_owned()).unwrap_or_default()
        })
    }

    /// Posts over time, the newest first.
    fn posts(&self, mentions: &[Mention<'_>]) -> Vec<PersonPostAt> {
        let runs = runs_of_posts(mentions).into_iter().rev().take(ROWS);
        let row = |(id, post): (DocumentId, &str)| PersonPostAt {
            date: self.site.head(id).date.at.date().to_string(),
            post: post.to_owned(),
            document: self.document_link(id),
        };
        runs.map(row).collect()
    }

    pub(super) fn person(&self, id: PersonId) -> View {
        let person = self.site.person(id);
        let mentions = &self.site.mentions(id);
        let (meetings, more_meetings) = self.person_meetings(mentions);
        let (documents, more_documents) = self.person_documents(mentions);
        let view = PersonView {
            name: person.name.clone(),
            post: self.current_post(id),
            unit: person.unit.map(|u| self.unit_link(u)),
            groups: self.person_groups(mentions),
            meetings,
            posts: self.posts(mentions),
            documents,
            more: number(more_meetings + more_documents),
        };
        let route = person.route();
        let heading = Heading {
            above: vec![self.link(self.pick("人员", "People"), &Route::folder("people"))],
            description: format!("{}　{}", view.name, view.post).trim().to_owned(),
            ..Heading::new("person", &route, person.name.clone())
        };
        self.page(heading, Content::new("person", view))
    }

    fn person_groups(&self, mentions: &[Mention<'_>]) -> Vec<PersonGroup> {
        let row = |mention: &Mention<'_>| {
            let Part::Member(role) = mention.part else {
                return None;
            };
            let Kind::Roster(roster) = &self.site.document(mention.document).kind else {
                return None;
            };
            let head = self.site.head(mention.document);
            Some(PersonGroup {
                roster: self.link(&*roster.name, head.route),
                role: self.role_word(role),
                post: mention.post.unwrap_or_default().to_owned(),
                date: head.date.at.date().to_string(),
                past: self.is_past(mention.document),
            })
        };
        let mut groups: Vec<PersonGroup> = mentions.iter().filter_map(row).collect();
        groups.sort_by(|a, b| a.past.cmp(&b.past).then(b.date.cmp(&a.date)));
        groups.truncate(ROWS);
        groups
    }

    /// The newest meetings, and how many more there are.
    fn person_meetings(&self, mentions: &[Mention<'_>]) -> (Vec<PersonMeeting>, usize) {
        let (ids, more) = newest(mentions, ROWS, |kind| kind == KindName::Meeting);
        let parts = |id: DocumentId| {
            let mut parts: Vec<Part> =
                mentions.iter().filter(|m| m.document == id).map(|m| m.part.clone()).collect();
            parts.sort_unstable();
            parts.dedup();
            if parts.len() > 1 {
                parts.retain(|p| !matches!(p, Part::Attendee | Part::Named));
            }
            parts
                .into_iter()
                .map(|p| self.part_word(&p))
                .collect::<Vec<_>>()
                .join(self.pick("、", ", "))
        };
        let meetings =
            ids.into_iter().map(|id| PersonMeeting { card: self.shared(id), part: parts(id) });
        (meetings.collect(), more)
    }

    fn part_word(&self, part: &Part) -> String {
        match part {
            Part::Chair => self.pick("主持", "chair").to_owned(),
            Part::Speaker => self.pick("发言", "speaker").to_owned(),
            Part::Attendee => self.pick("参加", "attended").to_owned(),
            Part::Absent => self.pick("请假", "excused").to_owned(),
            Part::Named => self.pick("提及", "named").to_owned(),
            Part::Member(role) => self.role_word(role),
        }
    }

    /// The newest documents, and how many more there are.
    fn person_documents(&self, mentions: &[Mention<'_>]) -> (Vec<Shared>, usize) {
        let elsewhere = |kind| !matches!(kind, KindName::Meeting | KindName::Roster);
        let (ids, more) = newest(mentions, SHOWN, elsewhere);
        (self.shared_all(ids), more)
    }
}

/// The newest documents of some kinds among the mentions, and how many more there are.
fn newest(
    mentions: &[Mention<'_>],
    count: usize,
    wanted: impl Fn(KindName) -> bool,
) -> (Vec<DocumentId>, usize) {
    let mentions = mentions.iter().filter(|mention| wanted(mention.kind));
    let mut found: Vec<_> =
        mentions.map(|mention| (Reverse(mention.published), mention.document)).collect();
    found.sort_unstable();
    found.dedup();
    let more = found.len().saturating_sub(count);
    (found.into_iter().take(count).map(|(_, id)| id).collect(), more)
}

/// Posts over time, the oldest first: of a run of the same post only the first mention stays.
fn runs_of_posts<'m>(mentions: &[Mention<'m>]) -> Vec<(DocumentId, &'m str)> {
    let mut posts: Vec<_> = mentions
        .iter()
        .filter_map(|mention| Some((mention.published, mention.document, mention.post?)))
        .collect();
    posts.sort_by_key(|(published, document, _)| (*published, *document));
    posts.dedup_by_key(|(.., post)| *post);
    posts.into_iter().map(|(_, document, post)| (document, post)).collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl crate::site::Site {
    /// Plans whose reports give values of a unit.
    pub fn unit_plans(&self, unit: UnitId) -> Vec<DocumentId> {
        let mut plans: Vec<DocumentId> = self.mentions.of_unit[unit.index()]
            .documents
            .iter()
            .flat_map(|id| self.to(*id, Relation::ReportsOn))
            .collect();
        plans.sort_unstable();
        plans.dedup();
        plans
    }
}
