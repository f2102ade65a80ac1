//! A document's page.

use super::blocks::text;
use super::card;
use super::numbers::{date_words, full_stamp, stamp};
use super::shell::{Heading, one_line};
use super::{Content, Views};
use crate::config::limits::CONTENTS_FROM;
use crate::diagnostic::Language;
use crate::document::common::{Openness, ValidityState};
use crate::document::meeting::Phase;
use crate::document::{Common, Document, Kind, KindName, Nature};
use crate::site::{DocumentId, KeywordId, PersonId, Relation, Route, Unpublished};
use crate::view::lens::{Head, Place};
use crate::view::{
    Banner, ChainStep, ContentsItem, DocumentView, Fact, Html, Link, Meta, Official, RedirectView,
    View,
    event::{Event, EventStatus},
    json_ld,
};

impl Views<'_> {
    pub(super) fn document(&self, id: DocumentId) -> View {
        let site = &self.site;
        let document = site.document(id);
        let place = site.place(id);
        let common = &document.common;
        let blocks = self.blocks(id);
        let (body, inline) = self.body(id, &blocks);
        let (newer, older) = self.neighbours(id, document);
        let keyword = |id: &KeywordId| self.link(site.keyword(*id), &site.keyword_route(*id));
        let person = |id: &PersonId| {
            let person = site.person(*id);
            self.link(&person.name, &person.route())
        };
        let view = DocumentView {
            card: self.shared(id),
            title: common.title.value.to_string(),
            datetime: stamp(common.date),
            source: text(&common.source),
            author: text(&common.author),
            editor: text(&common.editor),
            image: common.image.as_ref().and_then(|i| card::image(site, &document.folder, i)),
            body,
            contents: contents(document),
            facts: self.facts(document, place.index_no),
            official: self.official_layout(common),
            attachments: blocks.attachments.clone(),
            downloads: self.downloads(id),
            keywords: place.keywords.iter().map(keyword).collect(),
            units: place.units.iter().map(|u| self.unit_link(*u)).collect(),
            people: place.people.iter().map(person).collect(),
            banners: self.banners(id, document, place.unpublished),
            chain: self.chain(id),
            relations: self.relations(id),
            blocks,
            inline,
            report: self.report_link(id),
            newer,
            older,
        };
        let route = site.head(id).route;
        let heading = self.document_heading(id, document, &place, route);
        self.page(heading, Content::new("doc", view))
    }

    fn document_heading<'a>(
        &self,
        id: DocumentId,
        document: &Document,
        place: &Place<'_>,
        route: &'a Route,
    ) -> Heading<'a> {
        let column = place.column.map(|c| self.site.column(c));
        let summary = card::summary(document);
        let mut meta = column.as_ref().map(|c| self.column_meta(c)).unwrap_or_default();
        meta.extend(self.article_meta(document, &summary, route));
        Heading {
            above: column.as_ref().map(|c| self.column_path(c)).unwrap_or_default(),
            section: column.as_ref().map(|c| self.section(c)).unwrap_or_default(),
            description: summary,
            meta,
            json_ld: self.json_ld(id),
            noindex: place.unpublished.is_some(),
            ..Heading::new(document.kind.name().name(), route, &*document.common.title.value)
        }
    }

    /// The tags of an article page (政府网站发展指引 附件): title equals the visible `<h1>`, PubDate `YYYY-MM-DD HH:MM`.
    fn article_meta(&self, document: &Document, summary: &str, route: &Route) -> Vec<Meta> {
        let common = &document.common;
        let keywords: Vec<&str> = common.keywords.iter().map(|k| &**k).collect();
        let organiser = text(&self.site.settings.file.organiser);
        let source = common.source.as_ref().map_or(organiser, ToString::to_string);
        let image =
            common.image.as_ref().and_then(|i| card::image(&self.site, &document.folder, i));
        let rows = [
            ("ArticleTitle", one_line(&common.title.value)),
            ("PubDate", full_stamp(common.date.at)),
            ("ContentSource", one_line(&source)),
            ("Keywords", keywords.join(",")),
            ("Author", text(&common.author)),
            ("Description", one_line(summary)),
            ("Image", image.map(|i| self.site.absolute(&i.src)).unwrap_or_default()),
            ("Url", self.site.full_url(route)),
        ];
        rows.into_iter().map(|(name, content)| Meta { name, content }).collect()
    }

    /// The facts table; only what is known.
    fn facts(&self, document: &Document, index_no: Option<&str>) -> Vec<Fact> {
        let common = &document.common;
        let language = self.site.settings.language;
        let official = index_no.is_some();
        let plain = |zh: &str, en: &str, value: Option<String>| {
            let value = value.filter(|v| !v.is_empty())?;
            Some(Fact {
                name: self.pick(zh, en).to_owned(),
                value: Link { name: value, url: None },
            })
        };
        let validity = common.validity.as_ref().map_or(ValidityState::Valid, |v| v.state);
        let rows = [
            plain("索引号", "Index number", index_no.map(str::to_owned)),
            plain("主题分类", "Subject", common.subject.as_ref().map(ToString::to_string)),
            plain(
                "体裁分类",
                "Genre",
                common.genre.map(|g| self.pick(g.alias(), g.name()).to_owned()),
            ),
            plain("发文机关", "Issuer", common.issuer.as_ref().map(ToString::to_string)),
            plain(
                "发文字号",
                "Document number",
                common.doc_number.as_ref().map(|n| n.text.to_string()),
            ),
            plain("成文日期", "Signed", common.signed.map(|d| date_words(d.0, language))),
            plain(
                "发布日期",
                "Published",
                official.then(|| date_words(common.date.at.date(), language)),
            ),
            plain(
                "公开方式",
                "Disclosure",
                common.openness.or(official.then_some(Openness::Proactive)).map(|o| match o {
                    Openness::Proactive => self.pick("主动公开", "proactive").to_owned(),
                    Openness::OnRequest => self.pick("依申请公开", "on request").to_owned(),
                }),
            ),
            plain("有效性", "Validity", official.then(|| self.validity(validity))),
        ];
        rows.into_iter().flatten().collect()
    }

    pub(super) fn validity(&self, state: ValidityState) -> String {
        self.pick(state.alias(), state.name()).to_owned()
    }

    /// GB/T 9704—2012: only what has an issuer and a number stands in the official layout.
    fn official_layout(&self, common: &Common) -> Option<Official> {
        let issuer = common.issuer.as_ref()?;
        let number = common.doc_number.as_ref()?;
        let colon = |t: &crate::record::Text| format!("{}：", t.trim_end_matches(['：', ':']));
        let brackets =
            |t: &crate::record::Text| format!("（{}）", t.trim_matches(['（', '）', '(', ')']));
        let (marks, mark_end) = marks(issuer, self.site.settings.language);
        Some(Official {
            marks,
            mark_end,
            number: number.text.to_string(),
            recipients: common.recipients.as_ref().map(colon).unwrap_or_default(),
            signature: issuer.to_string(),
            date: common
                .signed
                .map(|d| date_words(d.0, self.site.settings.language))
                .unwrap_or_default(),
            annotation: common.note.as_ref().map(brackets).unwrap_or_default(),
            copies: text(&common.copies),
        })
    }

    fn banners(
        &self,
        id: DocumentId,
        document: &Document,
        unpublished: Option<Unpublished>,
    ) -> Vec<Banner> {
        let mut banners = Vec::new();
        let newer = self.site.from(id, Relation::Supersedes);
        let link = newer.first().map(|newer| self.document_link(*newer));
        let since = document
            .common
            .validity
            .as_ref()
            .and_then(|v| v.date)
            .map(|d| date_words(d.0, self.site.settings.language));
        let when =
            since.map(|d| self.pick("，自{}起", " from {}").replace("{}", &d)).unwrap_or_default();
        if let Some(state) = card::state(&self.site, id) {
            let text = match state.code {
                "expired" => {
                    format!("{}{when}", self.pick("本文件已经失效", "This document has expired"))
                }
                "abolished" => format!(
                    "{}{when}",
                    self.pick("本文件已经废止", "This document has been abolished")
                ),
                "adjusted" => self.pick("本名单已经调整", "This list has been replaced").to_owned(),
                _ => self.pick("本文已被新文件替代", "This document has been replaced").to_owned(),
            };
            banners.push(Banner { code: state.code, text, link });
        }
        let (code, zh, en) = match unpublished {
            Some(Unpublished::Draft) => ("draft", "草稿，尚未发布", "A draft, not published"),
            Some(Unpublished::Future) => ("future", "尚未到发布时间", "Not published yet"),
            Some(Unpublished::Unapproved) => (
                "unapproved",
                "尚未审核通过，不会发布",
                "Not approved, and not published until it is",
            ),
            _ => return banners,
        };
        banners.push(Banner { code, text: self.pick(zh, en).to_owned(), link: None });
        banners
    }

    /// Notice -> report -> plan -> roster -> progress, as far as this document stands in it.
    fn chain(&self, id: DocumentId) -> Vec<ChainStep> {
        let site = &self.site;
        let kind = |id: DocumentId| site.head(id).kind;
        let mut meetings: Vec<DocumentId> = Vec::new();
        let mut plans: Vec<DocumentId> = Vec::new();
        match kind(id) {
            KindName::Meeting => {
                meetings.extend(site.to(id, Relation::Notice));
                meetings.push(id);
                meetings.extend(site.from(id, Relation::Notice));
                plans.extend(
                    meetings
                        .iter()
                        .flat_map(|m| site.to(*m, Relation::Issued))
                        .filter(|p| kind(*p) == KindName::Plan),
                );
            }
            KindName::Plan => plans.push(id),
            KindName::Progress => plans.extend(site.to(id, Relation::ReportsOn)),
            KindName::Roster => plans.extend(site.from(id, Relation::Group)),
            _ => return Vec::new(),
        }
        if meetings.is_empty() {
            let reports: Vec<_> =
                plans.iter().flat_map(|p| site.from(*p, Relation::Issued)).collect();
            meetings.extend(reports.iter().flat_map(|r| site.to(*r, Relation::Notice)));
            meetings.extend(reports);
        }
        let rosters: Vec<_> = plans
            .iter()
            .flat_map(|p| site.to(*p, Relation::Group))
            .chain((kind(id) == KindName::Roster).then_some(id))
            .collect();
        let last = plans.iter().filter_map(|p| site.standing(*p)?.reports.last().copied());
        let mine = (kind(id) == KindName::Progress).then_some(id);
        let progress: Vec<_> = match mine {
            Some(id) => vec![id],
            None => last.collect(),
        };
        let mut seen = Vec::new();
        for step in meetings.into_iter().chain(plans).chain(rosters).chain(progress) {
            if !seen.contains(&step) {
                seen.push(step);
            }
        }
        if seen.len() < 2 {
            return Vec::new();
        }
        seen.into_iter().map(|step| self.step(step, step == id)).collect()
    }

    fn step(&self, id: DocumentId, current: bool) -> ChainStep {
        let head = self.site.head(id);
        ChainStep {
            name: card::kind_name(&self.site, head.label),
            link: self.document_link(id),
            date: head.date.at.date().to_string(),
            current,
        }
    }

    /// Every reference and back reference, by relation; each document once.
    fn relations(&self, id: DocumentId) -> Vec<crate::view::Relation> {
        let site = &self.site;
        let lists: [(&str, &str, Vec<DocumentId>); 11] = [
            ("解读的文件", "Explains", site.to(id, Relation::Interprets)),
            ("政策解读", "Explained by", site.from(id, Relation::Interprets)),
            ("会议印发", "Issued at the meeting", site.to(id, Relation::Issued)),
            ("印发会议", "Issued by", site.from(id, Relation::Issued)),
            ("领导小组", "Leading group", site.to(id, Relation::Group)),
            (
                "有关方案",
                "Plans",
                [site.from(id, Relation::Group), site.to(id, Relation::ReportsOn)].concat(),
            ),
            ("进展情况", "Progress", self.reports_newest_first(id)),
            ("替代的文件", "Replaces", site.to(id, Relation::Supersedes)),
            ("替代本文的文件", "Replaced by", site.from(id, Relation::Supersedes)),
            (
                "相关阅读",
                "Related",
                [site.to(id, Relation::Related), site.from(id, Relation::Related)].concat(),
            ),
            ("提到本文的", "Mentioned by", site.from(id, Relation::Mentions)),
        ];
        let mut seen = vec![id];
        let mut relations = Vec::new();
        for (zh, en, ids) in lists {
            let fresh: Vec<_> = ids
                .into_iter()
                .filter(|other| {
                    let new = !seen.contains(other);
                    if new {
                        seen.push(*other);
                    }
                    new
                })
                .collect();
            if !fresh.is_empty() {
                relations.push(crate::view::Relation {
                    name: self.pick(zh, en).to_owned(),
                    cards: self.shared_all(fresh),
                });
            }
        }
        relations
    }

    fn reports_newest_first(&self, id: DocumentId) -> Vec<DocumentId> {
        let standing = self.site.standing(id);
        standing.map(|s| s.reports.iter().rev().copied().collect()).unwrap_or_default()
    }

    fn report_link(&self, id: DocumentId) -> Option<Link> {
        let plan = match self.site.head(id).kind {
            KindName::Plan => id,
            KindName::Progress => *self.site.to(id, Relation::ReportsOn).first()?,
            _ => return None,
        };
        Some(self.link(
            self.pick("进展报告", "Progress report"),
            &self.site.head(plan).route.below("report/"),
        ))
    }

    /// The neighbours in the column, in the order of its list.
    fn neighbours(&self, id: DocumentId, document: &Document) -> (Option<Link>, Option<Link>) {
        if document.kind.name().nature() == Nature::Lasting {
            return (None, None);
        }
        let (newer, older) = self.site.neighbours(id);
        let link = |id: Option<DocumentId>| id.map(|id| self.document_link(id));
        (link(newer), link(older))
    }

    pub(super) fn redirect(&self, id: DocumentId) -> View {
        let Head { title, route, .. } = self.site.head(id);
        let view = RedirectView { url: self.site.url(route), title: title.to_owned() };
        let heading = Heading { noindex: true, ..Heading::new("redirect", route, title) };
        self.page(heading, Content::new("redirect", view))
    }

    /// A notice is an event; every other document but a lasting one is an article.
    fn json_ld(&self, id: DocumentId) -> Option<Html> {
        let url = self.site.full_url(self.site.head(id).route);
        match &self.site.document(id).kind {
            Kind::Meeting(meeting) if meeting.phase == Phase::Notice && meeting.time.is_some() => {
                self.event(id, &url).map(|event| Html(json_ld::event(&event)))
            }
            kind => {
                let r#type = match kind.name().nature() {
                    Nature::News => json_ld::ArticleType::News,
                    Nature::Figures | Nature::Official => json_ld::ArticleType::Text,
                    Nature::Lasting => return None,
                };
                Some(self.article(id, r#type, &url))
            }
        }
    }

    fn article(&self, id: DocumentId, r#type: json_ld::ArticleType, url: &str) -> Html {
        let common = &self.site.document(id).common;
        let organiser = text(&self.site.settings.file.organiser);
        let keywords: Vec<&str> = common.keywords.iter().map(|k| &**k).collect();
        let card = self.card(id);
        let image = card.image.as_ref().map(|i| self.site.absolute(&i.src));
        Html(json_ld::article(&json_ld::Article {
            r#type,
            url,
            title: &common.title.value,
            language: self.site.settings.pick("zh-CN", "en"),
            published: common.date,
            modified: None,
            image: image.as_deref().unwrap_or_default(),
            author: common.author.as_deref().unwrap_or_default(),
            publisher: common.issuer.as_deref().unwrap_or(&organiser),
            section: &card.column.name,
            keywords: &keywords,
        }))
    }

    /// A meeting with a time, as other programs know it.
    pub fn event<'e>(&'e self, id: DocumentId, url: &'e str) -> Option<Event<'e>> {
        let document = self.site.document(id);
        let Kind::Meeting(meeting) = &document.kind else {
            return None;
        };
        let time = meeting.time.as_ref()?;
        Some(Event {
            url,
            name: &meeting.name,
            start: time.start,
            end: time.end,
            place: meeting.place.as_deref().unwrap_or_default(),
            description: &self.card(id).summary,
            organiser: meeting.organiser.as_ref().map_or("", |u| &u.text),
            status: EventStatus::Scheduled,
            stamp: document.common.date.at,
        })
    }
}

fn contents(document: &Document) -> Vec<ContentsItem> {
    let headings = &document.facts.headings;
    if headings.len() < CONTENTS_FROM {
        return Vec::new();
    }
    let item = |h: &crate::markdown::Heading| ContentsItem {
        level: h.level.into(),
        id: h.id.clone(),
        text: h.text.clone(),
    };
    headings.iter().filter(|h| h.level <= 3).map(item).collect()
}

/// 发文机关标志: one issuer with `文件`, or several and `文件` apart.
fn marks(issuer: &str, language: Language) -> (Vec<String>, String) {
    let issuers = || issuer.trim_end_matches("文件").split(['、', '，', ',']);
    let ending = match language {
        Language::Chinese => "文件",
        Language::English => "",
    };
    let names: Vec<String> =
        issuers().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    match names.as_slice() {
        [one] => (vec![format!("{one}{ending}")], String::new()),
        _ => (names, ending.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_one_issuer_and_of_several() {
        for (issuer, expected, end) in [
            ("云溪县人民政府", vec!["云溪县人民政府文件"], ""),
            ("云溪县人民政府文件", vec!["云溪县人民政府文件"], ""),
            ("中共云溪县委、云溪县人民政府", vec!["中共云溪县委", "云溪县人民政府"], "文件"),
        ] {
            let (found, ending) = marks(issuer, Language::Chinese);
            assert_eq!(
                (found, ending.as_str()),
                (expected.iter().map(ToString::to_string).collect(), end)
            );
        }
    }
}
