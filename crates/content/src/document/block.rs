//! Blocks: a document's own data, shown inside a text by a line such as `::任务分解`.

use super::{Document, Kind};

crate::choice! {
    /// The blocks of data that a text may show, by the name after `::`.
    pub enum BlockName {
        Agenda "agenda" "议程",
        Attendees "attendees" "参会人员",
        Photos "photos" "照片",
        Members "members" "领导小组",
        Tasks "tasks" "任务分解",
        Phases "phases" "实施步骤",
        Indicators "indicators" "指标",
        Budget "budget" "经费",
        Attachments "attachments" "附件",
    }
}

impl BlockName {
    /// The block of a directive's name, in either language.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|block| block.name() == name || block.alias() == name)
    }

    /// Every name that a block may be called by, the Chinese ones first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let names = Self::ALL.iter().map(|block| block.alias());
        names.chain(Self::ALL.iter().map(|block| block.name()))
    }

    /// Whether a document has anything to show in the block.
    pub fn is_in(self, document: &Document) -> bool {
        match (self, &document.kind) {
            (Self::Attachments, _) => !document.common.attachments.is_empty(),
            (Self::Agenda, Kind::Meeting(meeting)) => !meeting.agenda.is_empty(),
            (Self::Attendees, Kind::Meeting(meeting)) => !meeting.attendees.is_empty(),
            (Self::Photos, Kind::Meeting(meeting)) => !meeting.photos.is_empty(),
            (Self::Members, Kind::Roster(roster)) => !roster.members.is_empty(),
            (Self::Tasks, Kind::Plan(plan)) => !plan.tasks.is_empty(),
            (Self::Phases, Kind::Plan(plan)) => !plan.phases.is_empty(),
            (Self::Indicators, Kind::Plan(plan)) => !plan.indicators.is_empty(),
            (Self::Budget, Kind::Plan(plan)) => !plan.budget.is_empty(),
            _ => false,
        }
    }
}
