//! 首页.

use super::shell::Heading;
use super::{Content, Views};
use crate::config::limits::{HOME_AHEAD, HOME_SECTION, LARGEST_HOME_SECTION};
use crate::document::column::HomeFront;
use crate::read::IndexFile;
use crate::site::{ColumnId, DocumentId, Route};
use crate::view::{HomeSection, HomeView, Html, PlanGlance, View, json_ld};

impl Views<'_> {
    pub(super) fn home(&self) -> View {
        let site = &self.site;
        let home = site.home();
        let front = home.map(|h| &h.front);
        let lead = front
            .and_then(|f| f.lead.as_ref())
            .and_then(|r| site.document_at(r.text.trim_end_matches(".md")));
        let view = HomeView {
            lead: lead.or_else(|| site.newest_article()).map(|id| self.shared(id)),
            sections: self.home_sections(home, lead),
            upcoming: self.shared_all(site.upcoming().iter().take(HOME_AHEAD).map(|(_, id)| *id)),
            plans: self.plans_under_way(),
            body: match home {
                Some(home) => self.index_body(&home.source.text[home.body..], "", &home.facts),
                None => Vec::new(),
            },
        };
        let title =
            front.and_then(|f| f.title.as_ref()).unwrap_or(&site.settings.file.name).to_string();
        let route = Route::folder("");
        let description = site
            .settings
            .file
            .description
            .as_ref()
            .map_or_else(|| title.clone(), ToString::to_string);
        let heading = Heading {
            section: site.url(&route),
            description,
            feeds: self.home_feeds(),
            json_ld: Some(self.organisation()),
            ..Heading::new("home", &route, title)
        };
        self.page(heading, Content::new("home", view))
    }

    fn home_sections(
        &self,
        home: Option<&IndexFile<HomeFront>>,
        lead: Option<DocumentId>,
    ) -> Vec<HomeSection> {
        let site = &self.site;
        let section = |id: ColumnId, title: Option<String>, count: usize| {
            let column = site.column(id);
            // One more than are shown: the lead may be among them.
            let first = site.first(id, count + 1).iter();
            HomeSection {
                name: title.unwrap_or_else(|| column.name.to_owned()),
                url: site.url(column.route),
                cards: self.shared_all(first.filter(|id| Some(**id) != lead).take(count).copied()),
            }
        };
        let columns = site.columns().into_iter();
        let written = home.map(|h| h.front.sections.as_slice()).unwrap_or_default();
        if written.is_empty() {
            let is_top = |id: &ColumnId| {
                let column = site.column(*id);
                !column.hidden && !column.folder.contains('/')
            };
            return columns
                .filter(is_top)
                .map(|id| section(id, None, HOME_SECTION))
                .filter(|s| !s.cards.is_empty())
                .collect();
        }
        let sections = written.iter().filter_map(|s| {
            let folder = s.column.text.trim_matches('/');
            let column = columns.clone().find(|id| site.column(*id).folder == folder)?;
            let count =
                s.count.map_or(HOME_SECTION, |n| (n.0 as usize).clamp(1, LARGEST_HOME_SECTION));
            Some(section(column, s.title.as_ref().map(ToString::to_string), count))
        });
        sections.collect()
    }

    /// Plans whose time is now, the newest first.
    fn plans_under_way(&self) -> Vec<PlanGlance> {
        let plans = self.site.plans_now(HOME_AHEAD).into_iter();
        plans.filter_map(|id| self.glance(id)).collect()
    }

    fn organisation(&self) -> Html {
        let file = &self.site.settings.file;
        Html(json_ld::home(&json_ld::Organisation {
            site: &file.name,
            url: &self.site.full_url(&Route::folder("")),
            description: file.description.as_deref().unwrap_or_default(),
            language: self.pick("zh-CN", "en"),
            name: file.organiser.as_deref().unwrap_or_default(),
            telephone: file.contact.as_deref().unwrap_or_default(),
            email: file.email.as_deref().unwrap_or_default(),
            address: file.address.as_deref().unwrap_or_default(),
            postcode: file.postcode.as_deref().unwrap_or_default(),
        }))
    }
}
