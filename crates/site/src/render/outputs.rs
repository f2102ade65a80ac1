//! Files that no template makes: feeds, calendars, data, the sitemap, robots.txt.

use super::atom::atom;
use super::calendar_file::calendar;
use super::feed::{Feed, FeedEntry};
use super::json_feed::json_feed;
use super::robots::robots;
use super::sitemap::{self, Limits};
use crate::config::limits::FEED;
use crate::document::{Kind, Plan, Roster};
use crate::office::csv;
use crate::site::{DocumentId, Extract, FeedFormat, FeedScope, Resource, Route, Site};
use crate::view::event::Event;
use crate::view::make::number;
use crate::view::{Lens, Views};
use serde_json::json;

/// The bytes of an address that no template makes.
pub(super) fn bytes(views: &Views<'_>, resource: &Resource) -> Option<Vec<u8>> {
    match resource {
        Resource::Feed(scope, format) => Some(feed(views, *scope, *format)),
        Resource::Extract(id, extract) => extract_bytes(views, *id, *extract),
        Resource::CalendarFile => Some(all_meetings(views)),
        _ => None,
    }
}

fn feed(views: &Views<'_>, scope: FeedScope, format: FeedFormat) -> Vec<u8> {
    let site = views.site();
    let file = &site.settings.file;
    let (route, title, subtitle, ids) = match scope {
        FeedScope::Site => (
            Route::folder(""),
            file.name.to_string(),
            file.description.as_deref().unwrap_or_default(),
            site.newest(FEED),
        ),
        FeedScope::Column(id) => {
            let column = site.column(id);
            (
                column.route.clone(),
                format!("{}-{}", column.name, file.name),
                column.description,
                site.newest_in(id, FEED),
            )
        }
    };
    let urls: Vec<String> = ids.iter().map(|id| site.full_url(site.head(*id).route)).collect();
    let keywords: Vec<Vec<&str>> = ids
        .iter()
        .map(|id| site.document(*id).common.keywords.iter().map(|k| &**k).collect())
        .collect();
    let entries: Vec<FeedEntry<'_>> = ids
        .iter()
        .zip(urls.iter().zip(&keywords))
        .map(|(id, (url, categories))| {
            let document = site.document(*id);
            FeedEntry {
                url,
                title: &document.common.title.value,
                published: document.published(),
                updated: document.published(),
                summary: &views.card(*id).summary,
                content_html: None,
                author: document.common.author.as_deref().unwrap_or_default(),
                categories,
            }
        })
        .collect();
    let feed = Feed {
        atom_url: &site.full_url(&route.below("feed.xml")),
        json_url: &site.full_url(&route.below("feed.json")),
        home: &site.full_url(&route),
        title: &title,
        subtitle,
        language: site.settings.pick("zh-CN", "en"),
        updated: entries
            .first()
            .map_or(jiff::civil::DateTime::constant(2000, 1, 1, 0, 0, 0, 0), |e| e.updated),
        author: file.organiser.as_deref().unwrap_or(&file.name),
        entries: &entries,
    };
    match format {
        FeedFormat::Atom => atom(&feed),
        FeedFormat::Json => json_feed(&feed),
    }
}

fn all_meetings(views: &Views<'_>) -> Vec<u8> {
    let site = views.site();
    let meetings = site.upcoming();
    let urls: Vec<String> =
        meetings.iter().map(|(_, id)| site.full_url(site.head(*id).route)).collect();
    let events: Vec<Event<'_>> =
        meetings.iter().zip(&urls).filter_map(|((_, id), url)| views.event(*id, url)).collect();
    calendar(&site.settings.file.name, &events)
}

fn extract_bytes(views: &Views<'_>, id: DocumentId, extract: Extract) -> Option<Vec<u8>> {
    let site = views.site();
    match (&site.document(id).kind, extract) {
        (Kind::Plan(plan), Extract::TasksCsv) => Some(tasks_csv(site, id, plan)),
        (Kind::Plan(plan), Extract::TasksJson) => Some(pretty(&tasks_json(site, id, plan))),
        (Kind::Plan(plan), Extract::IndicatorsCsv) => Some(indicators_csv(site, id, plan)),
        (Kind::Plan(plan), Extract::IndicatorsJson) => {
            Some(pretty(&indicators_json(site, id, plan)))
        }
        (Kind::Plan(plan), Extract::HistoryCsv) => Some(history_csv(site, id, plan)),
        (Kind::Roster(roster), Extract::MembersCsv) => Some(members_csv(site, roster)),
        (Kind::Meeting(_), Extract::Calendar) => {
            let url = site.full_url(site.head(id).route);
            views.event(id, &url).map(|event| calendar("", &[event]))
        }
        _ => None,
    }
}

fn pretty(data: &serde_json::Value) -> Vec<u8> {
    format!("{data:#}\n").into_bytes()
}

/// Column heads in the site's language.
fn heads<const N: usize>(site: &Lens<'_>, words: [(&str, &str); N]) -> Vec<String> {
    words.iter().map(|(zh, en)| site.settings.pick(zh, en).to_owned()).collect()
}

fn names(units: &[crate::record::UnitName]) -> String {
    units.iter().map(|u| &*u.text).collect::<Vec<_>>().join("、")
}

fn tasks_csv(site: &Lens<'_>, id: DocumentId, plan: &Plan) -> Vec<u8> {
    let head = heads(
        site,
        [
            ("编号", "id"),
            ("任务", "task"),
            ("牵头单位", "lead"),
            ("配合单位", "support"),
            ("完成时限", "due"),
            ("成果", "deliverable"),
            ("状态", "state"),
            ("完成率（%）", "done (%)"),
            ("备注", "note"),
        ],
    );
    let standing = site.standing(id).map(|s| s.tasks.as_slice()).unwrap_or_default();
    let rows = plan.tasks.iter().zip(standing).map(|(task, now)| {
        vec![
            task.id.value.to_string(),
            task.title.to_string(),
            names(&task.lead),
            names(&task.support),
            task.due.map(|d| d.to_string()).unwrap_or_default(),
            task.deliverable.as_deref().unwrap_or_default().to_owned(),
            site.settings.pick(now.state.alias(), now.state.name()).to_owned(),
            now.done.map(number).unwrap_or_default(),
            now.note.clone().unwrap_or_default(),
        ]
    });
    csv(std::iter::once(head).chain(rows))
}

fn tasks_json(site: &Lens<'_>, id: DocumentId, plan: &Plan) -> serde_json::Value {
    let standing = site.standing(id).map(|s| s.tasks.as_slice()).unwrap_or_default();
    let units = |list: &[crate::record::UnitName]| {
        list.iter().map(|u| u.text.to_string()).collect::<Vec<_>>()
    };
    let tasks: Vec<_> = plan
        .tasks
        .iter()
        .zip(standing)
        .map(|(task, now)| {
            json!({
                "id": &*task.id.value,
                "title": &*task.title,
                "lead": units(&task.lead),
                "support": units(&task.support),
                "due": task.due.map(|d| d.to_string()),
                "deliverable": task.deliverable.as_deref(),
                "state": now.state.name(),
                "done": now.done,
                "note": now.note,
            })
        })
        .collect();
    json!({ "plan": site.head(id).title, "url": site.full_url(site.head(id).route), "tasks": tasks })
}

fn indicators_csv(site: &Lens<'_>, id: DocumentId, plan: &Plan) -> Vec<u8> {
    let head = heads(
        site,
        [
            ("编号", "id"),
            ("组别", "group"),
            ("指标", "indicator"),
            ("计量单位", "unit"),
            ("基期值", "baseline"),
            ("目标值", "target"),
            ("方向", "direction"),
            ("当前值", "value"),
            ("截至", "as of"),
        ],
    );
    let standing = site.standing(id).map(|s| s.indicators.as_slice()).unwrap_or_default();
    let rows = plan.indicators.iter().zip(standing).map(|(indicator, now)| {
        let direction = indicator.direction.unwrap_or(crate::document::plan::Direction::Higher);
        vec![
            indicator.id.value.to_string(),
            indicator.group.as_deref().unwrap_or_default().to_owned(),
            indicator.name.to_string(),
            indicator.unit.as_deref().unwrap_or_default().to_owned(),
            indicator.baseline.map(|b| number(b.0)).unwrap_or_default(),
            number(indicator.target.0),
            site.settings.pick(direction.alias(), direction.name()).to_owned(),
            now.last().map(|s| number(s.value)).unwrap_or_default(),
            now.last().map(|s| s.date.to_string()).unwrap_or_default(),
        ]
    });
    csv(std::iter::once(head).chain(rows))
}

fn indicators_json(site: &Lens<'_>, id: DocumentId, plan: &Plan) -> serde_json::Value {
    let standing = site.standing(id).map(|s| s.indicators.as_slice()).unwrap_or_default();
    let indicators: Vec<_> = plan
        .indicators
        .iter()
        .zip(standing)
        .map(|(indicator, now)| {
            let samples: Vec<_> = now
                .samples
                .iter()
                .map(|s| json!({ "date": s.date.to_string(), "value": s.value }))
                .collect();
            let by_unit: serde_json::Map<_, _> = now
                .by_unit
                .iter()
                .map(|(unit, samples)| {
                    let list: Vec<_> = samples
                        .iter()
                        .map(|s| json!({ "date": s.date.to_string(), "value": s.value }))
                        .collect();
                    (site.unit(*unit).short_name().to_owned(), list.into())
                })
                .collect();
            json!({
                "id": &*indicator.id.value,
                "group": indicator.group.as_deref(),
                "name": &*indicator.name,
                "unit": indicator.unit.as_deref(),
                "baseline": indicator.baseline.map(|b| b.0),
                "target": indicator.target.0,
                "direction": indicator.direction.map_or("higher", |d| d.name()),
                "values": samples,
                "by_unit": by_unit,
            })
        })
        .collect();
    json!({ "plan": site.head(id).title, "url": site.full_url(site.head(id).route), "indicators": indicators })
}

fn history_csv(site: &Lens<'_>, id: DocumentId, plan: &Plan) -> Vec<u8> {
    let head = heads(
        site,
        [
            ("编号", "id"),
            ("指标", "indicator"),
            ("单位", "unit of county"),
            ("截至", "as of"),
            ("数值", "value"),
        ],
    );
    let standing = site.standing(id).map(|s| s.indicators.as_slice()).unwrap_or_default();
    let county = site.settings.pick("全县", "county").to_owned();
    let mut rows = vec![head];
    for (indicator, now) in plan.indicators.iter().zip(standing) {
        let lists = std::iter::once((county.clone(), &now.samples)).chain(
            now.by_unit
                .iter()
                .map(|(unit, samples)| (site.unit(*unit).short_name().to_owned(), samples)),
        );
        for (who, samples) in lists {
            rows.extend(samples.iter().map(|s| {
                vec![
                    indicator.id.value.to_string(),
                    indicator.name.to_string(),
                    who.clone(),
                    s.date.to_string(),
                    number(s.value),
                ]
            }));
        }
    }
    csv(rows)
}

fn members_csv(site: &Lens<'_>, roster: &Roster) -> Vec<u8> {
    let head =
        heads(site, [("职责", "role"), ("姓名", "name"), ("职务", "post"), ("单位", "unit")]);
    let rows = roster.members.iter().map(|m| {
        vec![
            site.settings.pick(m.role.value.alias(), m.role.value.name()).to_owned(),
            m.name.text.to_string(),
            m.post.as_deref().unwrap_or_default().to_owned(),
            m.unit.as_ref().map(|u| u.text.to_string()).unwrap_or_default(),
        ]
    });
    csv(std::iter::once(head).chain(rows))
}

/// The sitemap of every page that search engines should know, and robots.txt.
pub(super) fn sitemap(site: &Site) -> Vec<(Route, Vec<u8>)> {
    let listed = site.routes.iter().filter(|(_, resource)| resource.handling(site).listed);
    let urls: Vec<(String, Option<jiff::civil::Date>)> =
        listed.map(|(route, resource)| (site.full_url(route), resource.changed(site))).collect();
    let pages: Vec<sitemap::Page<'_>> =
        urls.iter().map(|(url, changed)| sitemap::Page { url, changed: *changed }).collect();
    let base = site.full_url(&Route::folder(""));
    let mut files: Vec<(Route, Vec<u8>)> = sitemap::sitemap(&base, &pages, Limits::PROTOCOL)
        .into_iter()
        .map(|f| (Route::file(&f.name), f.bytes))
        .collect();
    let address = site.full_url(&Route::file("sitemap.xml"));
    files.push((Route::file("robots.txt"), robots(&address, &[]).into_bytes()));
    files
}
