//! A meeting as other programs know it: calendars and search engines.

use crate::record::Moment;
use jiff::civil::DateTime;

/// Whether a meeting is still to take place as it was announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventStatus {
    /// As announced.
    Scheduled,
    /// Called off.
    Cancelled,
}

/// A meeting.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Event<'a> {
    /// The whole address of its page; the event's id is made from it.
    pub url: &'a str,
    /// 会议名称.
    pub name: &'a str,
    /// When it begins; without a time of day it takes the whole day.
    pub start: Moment,
    /// When it ends.
    pub end: Option<Moment>,
    /// Where; may be empty.
    pub place: &'a str,
    /// A few sentences; may be empty.
    pub description: &'a str,
    /// 主办单位; may be empty. Calendar files leave it out: there an organiser is a mailbox that replies go to.
    pub organiser: &'a str,
    /// Whether it takes place.
    pub status: EventStatus,
    /// When the document was published or last changed, county time; not the time of the build.
    pub stamp: DateTime,
}
