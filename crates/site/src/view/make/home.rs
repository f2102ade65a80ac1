//! 首页.

use super::shell::Heading;
use super::{Content, Views};
use crate::config::limits::{HOME_AHEAD, HOME_SECTION, LARGEST_HOME_SECTION};
use crate::document::{Kind, KindName};
use crate::site::{Column, DocumentId, Route};
use crate::view::{HomeSection, HomeView, Html, PlanGlance, View, json_ld};

impl Views<'_> {
    pub(super) fn home(&self) -> View {
        let site = self.site;
        let front = site.home.as_ref().map(|h| &h.front);
        let lead = front
            .and_then(|f| f.lead.as_ref())
            .and_then(|r| site.lookup().document(r.text.trim_end_matches(".md")));
        let view = HomeView {
            lead: lead.or_else(|| self.newest_article()).map(|id| self.shared(id)),
            sections: self.home_sections(lead),
            upcoming: self
                .shared_all(self.upcoming().into_iter().take(HOME_AHEAD).map(|(_, id)| id)),
            plans: self.plans_under_way(),
            body: match &site.home {
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

    fn newest_article(&self) -> Option<DocumentId> {
        let is_article =
            |id: &&DocumentId| self.site.document(**id).kind.name() == KindName::Article;
        self.site.years.values().flatten().find(is_article).copied()
    }

    fn home_sections(&self, lead: Option<DocumentId>) -> Vec<HomeSection> {
        let site = self.site;
        let section = |column: &Column, title: Option<String>, count: usize| HomeSection {
            name: title.unwrap_or_else(|| column.front.name.to_string()),
            url: site.url(&column.route),
            cards: self.shared_all(
                column.documents.iter().filter(|id| Some(**id) != lead).take(count).copied(),
            ),
        };
        let written = site.home.as_ref().map(|h| h.front.sections.as_slice()).unwrap_or_default();
        if written.is_empty() {
            let top = site
                .columns
                .iter()
                .filter(|c| c.front.hidden != Some(true) && !c.folder.contains('/'));
            return top
                .map(|c| section(c, None, HOME_SECTION))
                .filter(|s| !s.cards.is_empty())
                .collect();
        }
        let sections = written.iter().filter_map(|s| {
            let folder = s.column.text.trim_matches('/');
            let column = site.columns.iter().find(|c| c.folder == folder)?;
            let count =
                s.count.map_or(HOME_SECTION, |n| (n.0 as usize).clamp(1, LARGEST_HOME_SECTION));
            Some(section(column, s.title.as_ref().map(ToString::to_string), count))
        });
        sections.collect()
    }

    /// Plans whose time is now, the newest first.
    fn plans_under_way(&self) -> Vec<PlanGlance> {
        let today = self.site.clock.date();
        let current = |id: &DocumentId| match &self.site.document(*id).kind {
            Kind::Plan(plan) => plan.period.start.0 <= today && today <= plan.period.end.0,
            _ => false,
        };
        let mut plans: Vec<DocumentId> = self.site.ids().filter(current).collect();
        plans.sort_by_key(|id| (std::cmp::Reverse(self.site.document(*id).published()), *id));
        plans.into_iter().take(HOME_AHEAD).filter_map(|id| self.glance(id)).collect()
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
