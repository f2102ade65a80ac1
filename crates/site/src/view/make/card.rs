//! A document as lists show it.

use super::numbers::{period, stamp};
use crate::document::common::Picture;
use crate::document::{Document, Kind, Label};
use crate::site::{DocumentId, Lapse, Unpublished};
use crate::view::{Card, Image, Lens, Link, State};

pub(super) fn card(site: &Lens<'_>, id: DocumentId) -> Card {
    let document = site.document(id);
    let common = &document.common;
    let place = site.place(id);
    let (event_date, event_time, place_of_event) = event(site, document);
    Card {
        url: site.url(site.head(id).route),
        title: common.title.value.to_string(),
        date: common.date.at.date().to_string(),
        datetime: stamp(common.date),
        kind: document.kind.name().name(),
        kind_name: kind_name(site, document.kind.label()),
        column: match place.column.map(|column| site.column(column)) {
            Some(column) => {
                Link { name: column.name.to_owned(), url: Some(site.url(column.route)) }
            }
            None => Link { name: String::new(), url: None },
        },
        summary: summary(document),
        source: common.source.as_ref().map(ToString::to_string).unwrap_or_default(),
        image: common.image.as_ref().and_then(|picture| image(site, &document.folder, picture)),
        state: state(site, id),
        pinned: common.pinned == Some(true),
        unpublished: place.unpublished.map(|why| unpublished(site, why)),
        doc_number: common.doc_number.as_ref().map(|n| n.text.to_string()).unwrap_or_default(),
        event_date,
        event_time,
        place: place_of_event,
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

fn event(site: &Lens<'_>, document: &Document) -> (String, String, String) {
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
pub(super) fn kind_name(site: &Lens<'_>, label: Label) -> String {
    label.name.in_language(site.settings.language).to_owned()
}

pub(super) fn image(site: &Lens<'_>, folder: &str, picture: &Picture) -> Option<Image> {
    let path = site.file(folder, &picture.file.text)?;
    let text = |value: &Option<crate::record::Text>| {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    Some(sized(site, &path, text(&picture.alt), text(&picture.caption), text(&picture.credit)))
}

pub(super) fn sized(
    site: &Lens<'_>,
    path: &str,
    alt: String,
    caption: String,
    credit: String,
) -> Image {
    let size = site.picture(path).map(|picture| picture.shown());
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
pub(super) fn state(site: &Lens<'_>, id: DocumentId) -> Option<State> {
    let (code, zh, en) = match site.lapse(id)? {
        Lapse::Expired => ("expired", "失效", "expired"),
        Lapse::Abolished => ("abolished", "废止", "abolished"),
        Lapse::Adjusted => ("adjusted", "已调整", "replaced"),
        Lapse::Replaced => ("replaced", "已被替代", "replaced"),
    };
    Some(State { code, name: site.settings.pick(zh, en).to_owned() })
}

fn unpublished(site: &Lens<'_>, why: Unpublished) -> State {
    let (code, zh, en) = match why {
        Unpublished::Draft => ("draft", "草稿", "draft"),
        Unpublished::Future => ("future", "待发布", "not yet published"),
        Unpublished::Expired => ("expired-draft", "已撤下", "taken down"),
        Unpublished::Unapproved | Unpublished::Unread => ("unapproved", "未审核", "not approved"),
    };
    State { code, name: site.settings.pick(zh, en).to_owned() }
}
