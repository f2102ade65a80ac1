//! What of a document is found: its words, and the data that its page shows.

use crate::document::meeting::Official;
use crate::document::{Kind, Meeting, Plan, Progress, Roster};
use crate::markdown;
use crate::record::UnitName;
use crate::site::{DocumentId, Site};

/// The text of a document's page without its title, a line for each paragraph and field.
pub fn text(site: &Site, id: DocumentId) -> String {
    let document = site.document(id);
    let common = &document.common;
    let mut lines = Lines(markdown::plain(document.markdown()));
    lines.add(common.doc_number.as_ref().map(|number| &*number.text));
    lines.add(site.entry(id).index_no.as_deref());
    match &document.kind {
        Kind::Meeting(meeting) => lines.meeting(meeting),
        Kind::Plan(plan) => lines.plan(plan),
        Kind::Progress(progress) => lines.progress(progress),
        Kind::Roster(roster) => lines.roster(roster),
        Kind::Article(_) | Kind::Page(_) => {}
    }
    lines.add(common.recipients.as_deref());
    lines.add(common.issuer.as_deref());
    lines.add(common.copies.as_deref());
    lines.add(common.source.as_deref());
    lines.add(common.author.as_deref());
    lines.add(common.image.as_ref().and_then(|image| image.caption.as_deref()));
    for attachment in &common.attachments {
        lines.add(attachment.title.as_deref());
    }
    lines.add_all(common.keywords.iter().map(|word| &**word));
    lines.0
}

struct Lines(String);

impl Lines {
    fn add(&mut self, line: Option<&str>) {
        self.add_all(line);
    }

    /// One line of several words.
    fn add_all<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        let mut words = words.into_iter().peekable();
        if words.peek().is_some() && !self.0.is_empty() && !self.0.ends_with('\n') {
            self.0.push('\n');
        }
        while let Some(word) = words.next() {
            self.0.push_str(word);
            if words.peek().is_some() {
                self.0.push(' ');
            }
        }
    }

    fn official(&mut self, official: &Official) {
        self.add_all([&*official.name.text].into_iter().chain(official.post.as_deref()));
    }

    fn meeting(&mut self, meeting: &Meeting) {
        self.add(Some(&meeting.name));
        self.add(meeting.place.as_deref());
        self.add(meeting.organiser.as_ref().map(|unit| &*unit.text));
        for official in meeting.chair.iter().chain(&meeting.absent) {
            self.official(official);
        }
        for item in &meeting.agenda {
            let speaker = item.speaker.as_ref().map(|name| &*name.text);
            let words = [Some(&*item.item), speaker, item.post.as_deref(), item.note.as_deref()];
            self.add_all(words.into_iter().flatten());
        }
        for group in &meeting.attendees {
            self.add(Some(&group.group));
            for official in &group.people {
                self.official(official);
            }
            self.add_all(names(&group.units));
            self.add_all(group.roles.iter().map(|role| &**role));
        }
        for requirement in &meeting.requirements {
            self.add(Some(requirement));
        }
        for photo in &meeting.photos {
            self.add(Some(&photo.caption));
        }
    }

    fn plan(&mut self, plan: &Plan) {
        for line in plan.basis.iter().chain(&plan.goals).chain(&plan.safeguards) {
            self.add(Some(line));
        }
        for phase in &plan.phases {
            self.add_all([&*phase.name].into_iter().chain(phase.what.as_deref()));
        }
        for task in &plan.tasks {
            self.add_all([&*task.title].into_iter().chain(task.deliverable.as_deref()));
            self.add_all(names(&task.lead).chain(names(&task.support)));
        }
        for indicator in &plan.indicators {
            self.add(Some(&indicator.name));
        }
        for funds in &plan.budget {
            self.add_all([&*funds.source].into_iter().chain(funds.purpose.as_deref()));
        }
    }

    fn progress(&mut self, progress: &Progress) {
        for value in &progress.values {
            self.add(value.note.as_deref());
        }
        for task in &progress.tasks {
            self.add(task.note.as_deref());
        }
    }

    fn roster(&mut self, roster: &Roster) {
        self.add(Some(&roster.name));
        for member in &roster.members {
            self.add_all([&*member.name.text].into_iter().chain(member.post.as_deref()));
        }
        for duty in &roster.duties {
            self.add(Some(duty));
        }
        if let Some(office) = &roster.office {
            self.add(Some(&office.unit.text));
            for official in office.director.iter().chain(&office.deputies) {
                self.official(official);
            }
        }
    }
}

fn names(units: &[UnitName]) -> impl Iterator<Item = &str> {
    units.iter().map(|unit| &*unit.text)
}
