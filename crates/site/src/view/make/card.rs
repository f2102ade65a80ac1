//! A document as lists show it.

use super::numbers::{period, stamp};
use crate::document::common::{Picture, ValidityState};
use crate::document::{Document, Kind};
use crate::site::{DocumentId, Relation, Site, Unpublished};
use crate::view::{Card, Image, Link, State};

pub(super) fn card(site: &Site, id: DocumentId) -> Card {
    let entry = site.entry(id);
    let document = &entry.document;
    let common = &document.common;
    let column = entry.column.map(|c| site.column(c));
    let (event_date, event_time, place) = event(site, document);
    Card {
        url: site.url(&entry.route),
        title: common.title.value.to_string(),
        date: common.date.at.date().to_string(),
        datetime: stamp(common.date),
        kind: document.kind.name().name(),
        kind_name: kind_name(site, document),
        column: match column {
            Some(column) => {
                Link { name: column.front.name.to_string(), url: Some(site.url(&column.route)) }
            }
            None => Link { name: String::new(), url: None },
        },
        summary: summary(document),
        source: common.source.as_ref().map(ToString::to_string).unwrap_or_default(),
        image: common.image.as_ref().and_then(|picture| image(site, &document.folder, picture)),
        state: state(site, id),
        pinned: common.pinned == Some(true),
        unpublished: entry.unpublished.map(|why| unpublished(site, why)),
        doc_number: common.doc_number.as_ref().map(|n| n.text.to_string()).unwrap_or_default(),
        event_date,
        event_time,
        place,
    }
}

/// The written summary, else the first paragraph.
pub(super) fn summary(document: &Document) -> String {
    document
        .common
        .summary
        .as_ref()
        .map_or_else(|| document.facts.summary.clone(), ToString::to_string)
}

fn event(site: &Site, document: &Document) -> (String, String, String) {
    let Kind::Meeting(meeting) = &document.kind else {
        return Default::default();
    };
    let place = meeting.place.as_ref().map(ToString::to_string).unwrap_or_default();
    match &meeting.time {
        Some(time) => (
            time.start.at.date().to_string(),
            period(time.start, time.end, site.settings.language),
            place,
        ),
        None => (String::new(), String::new(), place),
    }
}

/// What pages call a document.
pub(super) fn kind_name(site: &Site, document: &Document) -> String {
    document.kind.label().name.in_language(site.settings.language).to_owned()
}

pub(super) fn image(site: &Site, folder: &str, picture: &Picture) -> Option<Image> {
    let path = site.lookup().file(folder, &picture.file.text).ok()?;
    let text = |value: &Option<crate::record::Text>| {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    Some(sized(site, &path, text(&picture.alt), text(&picture.caption), text(&picture.credit)))
}

pub(super) fn sized(
    site: &Site,
    path: &str,
    alt: String,
    caption: String,
    credit: String,
) -> Image {
    let size = site.pictures.get(path).map(|picture| picture.shown());
    let (src, choices) = site.picture_urls(path);
    Image {
        src,
        choices,
        alt,
        caption,
        credit,
        width: size.map(|s| s.0.to_string()).unwrap_or_default(),
        height: size.map(|s| s.1.to_string()).unwrap_or_default(),
    }
}

/// 失效, 废止, 已调整: what a list must not hide.
pub(super) fn state(site: &Site, id: DocumentId) -> Option<State> {
    let document = site.document(id);
    let written = document.common.validity.as_ref().map(|v| v.state);
    let (code, zh, en) = match written {
        Some(ValidityState::Expired) => ("expired", "失效", "expired"),
        Some(ValidityState::Abolished) => ("abolished", "废止", "abolished"),
        _ => {
            site.from(id, Relation::Supersedes).next()?;
            match document.kind {
                Kind::Roster(_) => ("adjusted", "已调整", "replaced"),
                _ => ("replaced", "已被替代", "replaced"),
            }
        }
    };
    Some(State { code, name: site.settings.pick(zh, en).to_owned() })
}

/// Whether a document lost its validity or was replaced.
pub fn is_lapsed(site: &Site, id: DocumentId) -> bool {
    state(site, id).is_some()
}

fn unpublished(site: &Site, why: Unpublished) -> State {
    let (code, zh, en) = match why {
        Unpublished::Draft => ("draft", "草稿", "draft"),
        Unpublished::Future => ("future", "待发布", "not yet published"),
        Unpublished::Expired => ("expired-draft", "已撤下", "taken down"),
        Unpublished::Unapproved | Unpublished::Unread => ("unapproved", "未审核", "not approved"),
    };
    State { code, name: site.settings.pick(zh, en).to_owned() }
}
