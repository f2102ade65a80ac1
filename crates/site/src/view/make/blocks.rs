//! A document's own data as tables and charts.

use super::Views;
use super::card::sized;
use super::numbers::{day_with_weekday, file_size, period};
use crate::chart::{self, GroupChart};
use crate::document::common::Attachment;
use crate::document::meeting::{Contact, Official, Phase};
use crate::document::roster::{Member, Role, RoleWord};
use crate::document::{Document, Kind, Meeting, Roster};
use crate::record::{PersonName, Text, UnitName};
use crate::site::{DocumentId, Extract, Relation, Route, UnitId};
use crate::view::time::day_or_time;
use crate::view::{
    AgendaRow, AttendeeGroup, Blocks, Comparison, ComparisonRow, Download, Html, Image, Link,
    MeetingFacts, MemberLevel, Members, OfficePerson, PersonPost, State,
};
use std::collections::HashMap;

pub(super) fn text(value: &Option<Text>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

pub(super) fn texts(values: &[Text]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

impl Views<'_> {
    /// All data of a document.
    pub(super) fn blocks(&self, id: DocumentId) -> Blocks {
        let document = self.site.document(id);
        let blocks = Blocks { attachments: self.attachments(document), ..Blocks::default() };
        match &document.kind {
            Kind::Meeting(meeting) => self.meeting(id, document, meeting, blocks),
            Kind::Plan(plan) => self.plan_blocks(id, plan, blocks),
            Kind::Progress(progress) => Blocks { reading: self.reading(id, progress), ..blocks },
            Kind::Roster(roster) => Blocks { members: Some(self.members(id, roster)), ..blocks },
            _ => blocks,
        }
    }

    fn attachments(&self, document: &Document) -> Vec<Download> {
        document.common.attachments.iter().filter_map(|a| self.attachment(document, a)).collect()
    }

    fn attachment(&self, document: &Document, attachment: &Attachment) -> Option<Download> {
        let path = self.site.file(&document.folder, &attachment.file.text)?;
        let name = path.rsplit('/').next().unwrap_or(&path);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        Some(Download {
            title: attachment.title.as_ref().map_or_else(|| stem.to_owned(), ToString::to_string),
            url: self.site.url(&Route::file(&path)),
            size: self.site.file_size(&path).map(file_size).unwrap_or_default(),
            format: ending.to_uppercase(),
        })
    }

    pub(super) fn unit_link(&self, id: UnitId) -> Link {
        let unit = self.site.unit(id);
        self.link(unit.short_name(), &Route::folder(&format!("units/{}", &*unit.entry.id.value)))
    }

    /// A unit as the document calls it, leading to its page.
    pub(super) fn unit_named(&self, name: &UnitName) -> Link {
        match self.site.unit_names().id(&name.text) {
            Some(id) => {
                let link = self.unit_link(id);
                let by_id = *self.site.unit(id).entry.id.value == *name.text;
                Link { name: if by_id { link.name } else { name.text.to_string() }, ..link }
            }
            None => Link { name: name.text.to_string(), url: None },
        }
    }

    pub(super) fn person_named(
        &self,
        name: &PersonName,
        post: Option<&str>,
        unit: Option<&UnitName>,
    ) -> Link {
        let unit = unit.and_then(|u| self.site.unit_names().id(&u.text));
        match self.site.person_named(&name.text, post, unit) {
            Some(id) => {
                let person = self.site.person(id);
                self.link(&person.name, &person.route())
            }
            None => Link { name: name.text.to_string(), url: None },
        }
    }

    pub(super) fn official(&self, official: &Official) -> PersonPost {
        PersonPost {
            person: self.person_named(
                &official.name,
                official.post.as_deref(),
                official.unit.as_ref(),
            ),
            post: text(&official.post),
            unit: official.unit.as_ref().map(|u| self.unit_named(u)),
        }
    }

    fn meeting(
        &self,
        id: DocumentId,
        document: &Document,
        meeting: &Meeting,
        blocks: Blocks,
    ) -> Blocks {
        Blocks {
            agenda: meeting
                .agenda
                .iter()
                .enumerate()
                .map(|(index, item)| AgendaRow {
                    number: u32::try_from(index + 1).unwrap_or(u32::MAX),
                    item: item.item.to_string(),
                    speaker: item
                        .speaker
                        .as_ref()
                        .map(|s| self.person_named(s, item.post.as_deref(), None)),
                    post: text(&item.post),
                    note: text(&item.note),
                })
                .collect(),
            attendees: meeting
                .attendees
                .iter()
                .map(|group| AttendeeGroup {
                    group: group.group.to_string(),
                    people: group.people.iter().map(|p| self.official(p)).collect(),
                    units: group.units.iter().map(|u| self.unit_named(u)).collect(),
                    roles: texts(&group.roles),
                })
                .collect(),
            photos: self.photos(document, meeting),
            meeting: Some(self.meeting_facts(id, meeting)),
            requirements: texts(&meeting.requirements),
            ..blocks
        }
    }

    fn photos(&self, document: &Document, meeting: &Meeting) -> Vec<Image> {
        let photo = |photo: &crate::document::meeting::Photo| {
            let caption = photo.caption.to_string();
            let alt = photo.alt.as_ref().map_or_else(|| caption.clone(), ToString::to_string);
            let path = photo.file.as_ref().and_then(|f| self.site.file(&document.folder, &f.text));
            match path {
                Some(path) => sized(&self.site, &path, alt, caption, text(&photo.credit)),
                None => Image {
                    choices: String::new(),
                    src: String::new(),
                    alt,
                    caption,
                    credit: String::new(),
                    width: String::new(),
                    height: String::new(),
                },
            }
        };
        meeting.photos.iter().map(photo).collect()
    }

    fn meeting_facts(&self, id: DocumentId, meeting: &Meeting) -> MeetingFacts {
        let language = self.site.settings.language;
        let (code, zh, en) = match meeting.phase {
            Phase::Notice => ("notice", "会议通知", "Notice"),
            Phase::Report => ("report", "会议报道", "Report"),
            Phase::Minutes => ("minutes", "会议纪要", "Minutes"),
        };
        let contact = |pick: fn(&Contact) -> Option<String>| {
            meeting.contact.as_ref().and_then(pick).unwrap_or_default()
        };
        let calendar = self.site.extracts(id).contains(&Extract::Calendar);
        MeetingFacts {
            name: meeting.name.to_string(),
            phase: State { code, name: self.pick(zh, en).to_owned() },
            time: meeting
                .time
                .as_ref()
                .map(|t| period(t.start, t.end, language))
                .unwrap_or_default(),
            start: meeting.time.as_ref().map(|t| day_or_time(t.start)).unwrap_or_default(),
            place: text(&meeting.place),
            level: meeting
                .level
                .map(|l| self.pick(l.alias(), l.name()).to_owned())
                .unwrap_or_default(),
            organiser: meeting.organiser.as_ref().map(|u| self.unit_named(u)),
            chair: meeting.chair.as_ref().map(|p| self.official(p)),
            present: meeting.present.map(|n| n.0.to_string()).unwrap_or_default(),
            absent: meeting.absent.iter().map(|p| self.official(p)).collect(),
            contact_name: contact(|c| c.name.as_ref().map(ToString::to_string)),
            contact_phone: contact(|c| Some(c.phone.value.to_string())),
            reply_by: meeting.reply_by.map(|m| day_with_weekday(m, language)).unwrap_or_default(),
            calendar: calendar.then(|| {
                let route = self.site.head(id).route.below(Extract::Calendar.file_name());
                self.link(self.pick("加入日历", "Add to calendar"), &route)
            }),
        }
    }

    pub(super) fn role_word(&self, role: &Role) -> String {
        let Some(word) = role.word() else {
            return role.alias().to_owned();
        };
        let en = match word {
            RoleWord::FirstLeader => "First leader",
            RoleWord::Leader => "Leader",
            RoleWord::ExecutiveDeputy => "Executive deputy leader",
            RoleWord::Deputy => "Deputy leader",
            RoleWord::Member => "Member",
            RoleWord::OfficeDirector => "Office director",
            RoleWord::OfficeDeputy => "Deputy office director",
            RoleWord::Liaison => "Liaison",
        };
        self.pick(word.alias(), en).to_owned()
    }

    fn members(&self, id: DocumentId, roster: &Roster) -> Members {
        let levels = self.levels(roster);
        let office = roster.office.as_ref();
        let director = office.and_then(|o| o.director.as_ref()).map(|p| (Role::OFFICE_DIRECTOR, p));
        let deputies =
            office.into_iter().flat_map(|o| &o.deputies).map(|p| (Role::OFFICE_DEPUTY, p));
        let office_people: Vec<_> = director
            .into_iter()
            .chain(deputies)
            .map(|(role, p)| OfficePerson { role: self.role_word(&role), person: self.official(p) })
            .collect();
        Members {
            name: roster.name.to_string(),
            duties: texts(&roster.duties),
            office_unit: office.map(|o| self.unit_named(&o.unit)),
            office_phone: office
                .and_then(|o| o.contact.as_ref())
                .map(|c| c.phone.value.to_string())
                .unwrap_or_default(),
            basis: text(&roster.basis),
            chart: Html(self.group_chart(roster, &levels, &office_people)),
            count: u32::try_from(roster.members.len()).unwrap_or(u32::MAX),
            comparison: self.comparison(id, roster),
            levels,
            office_people,
        }
    }

    /// Members by role, in the order of the roles' ranks; what is of one rank stands as written.
    fn levels(&self, roster: &Roster) -> Vec<MemberLevel> {
        let mut roles: Vec<&Role> = Vec::new();
        for member in &roster.members {
            if !roles.contains(&&member.role.value) {
                roles.push(&member.role.value);
            }
        }
        roles.sort_by_key(|role| role.rank());
        let member = |m: &Member| PersonPost {
            person: self.person_named(&m.name, m.post.as_deref(), m.unit.as_ref()),
            post: text(&m.post),
            unit: m.unit.as_ref().map(|u| self.unit_named(u)),
        };
        roles
            .into_iter()
            .map(|role| MemberLevel {
                code: role.rank().code(),
                role: self.role_word(role),
                members: roster
                    .members
                    .iter()
                    .filter(|m| m.role.value == *role)
                    .map(member)
                    .collect(),
            })
            .collect()
    }

    fn group_chart(
        &self,
        roster: &Roster,
        levels: &[MemberLevel],
        office: &[OfficePerson],
    ) -> String {
        let levels: Vec<chart::Level<'_>> = levels
            .iter()
            .map(|level| chart::Level {
                role: &level.role,
                members: level
                    .members
                    .iter()
                    .map(|m| chart::Member { name: &m.person.name, post: &m.post })
                    .collect(),
            })
            .collect();
        let unit = roster.office.as_ref().map(|o| self.unit_named(&o.unit).name);
        let lines: Vec<String> =
            office.iter().map(|p| format!("{}　{}", p.role, p.person.person.name)).collect();
        let office = unit
            .as_deref()
            .map(|name| chart::Office { name, lines: lines.iter().map(String::as_str).collect() });
        let title = format!("{}{}", roster.name, self.pick("组织图", ": chart"));
        let desc = match self.site.settings.language {
            crate::diagnostic::Language::Chinese => {
                format!("共{}人，按职责自上而下排列。", roster.members.len())
            }
            crate::diagnostic::Language::English => {
                format!("{} members, by role from top to bottom.", roster.members.len())
            }
        };
        GroupChart { title: &title, desc: &desc, levels: &levels, office: office.as_ref() }.render()
    }

    /// What changed against the roster that this one replaces.
    fn comparison(&self, id: DocumentId, roster: &Roster) -> Option<Comparison> {
        let old_id = *self.site.to(id, Relation::Supersedes).first()?;
        let Kind::Roster(old) = &self.site.document(old_id).kind else {
            return None;
        };
        let place = |m: &Member| {
            format!("{}　{}", self.role_word(&m.role.value), text(&m.post)).trim().to_owned()
        };
        let before: HashMap<&str, &Member> =
            old.members.iter().map(|m| (&*m.name.text, m)).collect();
        let after: HashMap<&str, &Member> =
            roster.members.iter().map(|m| (&*m.name.text, m)).collect();
        let mut rows = Vec::new();
        let mut unchanged = 0;
        for member in &roster.members {
            let old = before.get(&*member.name.text);
            let was = old.map(|m| place(m)).unwrap_or_default();
            let is = place(member);
            match old {
                Some(_) if was == is => unchanged += 1,
                Some(_) => rows.push(self.change("changed", "变动", "changed", member, was, is)),
                None => rows.push(self.change("joined", "新增", "joined", member, was, is)),
            }
        }
        for member in old.members.iter().filter(|m| !after.contains_key(&*m.name.text)) {
            rows.push(self.change("left", "退出", "left", member, place(member), String::new()));
        }
        Some(Comparison { old: self.document_link(old_id), rows, unchanged })
    }

    fn change(
        &self,
        code: &'static str,
        zh: &str,
        en: &str,
        member: &Member,
        before: String,
        after: String,
    ) -> ComparisonRow {
        ComparisonRow {
            change: State { code, name: self.pick(zh, en).to_owned() },
            person: self.person_named(&member.name, member.post.as_deref(), member.unit.as_ref()),
            before,
            after,
        }
    }
}
