//! Addresses: every page and file of the site has one, and no two share it.

use super::claims::{Claimant, Claims};
use super::collision::{collisions, faults};
use super::former::{OldAddress, former};
use super::route::{Route, segment};
use super::{
    ColumnId, DocumentId, Extract, FeedFormat, FeedScope, KeywordId, PersonId, Relation, Resource,
    Site, UnitId,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Kind, meeting::Phase};
use std::collections::BTreeMap;

/// The routes of a site while they are gathered.
struct Routes<'a> {
    site: &'a Site,
    claims: Claims<'a>,
    problems: &'a mut Vec<Diagnostic>,
}

/// What leads where.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// Every address with what stands there.
    pub(super) routes: BTreeMap<Route, Resource>,
    /// Former addresses at which no file can stand, with the documents to which the web server leads.
    pub(super) served: Vec<(OldAddress, DocumentId)>,
}

/// Parts of the site map for search engines hold more addresses than this.
const SITE_MAP_PART: usize = 10_000;

/// Every address of the site. Two things on one address are a problem that names both.
pub(super) fn all(site: &Site, problems: &mut Vec<Diagnostic>) -> Addresses {
    let mut routes = Routes { site, claims: Claims::new(&site.settings.prefix), problems };
    routes.fixed();
    routes.columns();
    routes.documents();
    routes.registries();
    routes.lists();
    routes.calendar();
    routes.search();
    routes.files();
    routes.redirects();
    routes.for_robots();
    routes.settle();
    routes.traditional();
    routes.problems.extend(faults(site, &routes.claims));
    routes.finish()
}

impl Routes<'_> {
    fn fixed(&mut self) {
        for (path, resource) in Resource::FIXED {
            self.add(Route::folder(path), resource);
        }
        if self.site.settings.file.style_page == Some(true) {
            self.add(Route::folder("style"), Resource::StylePage);
        }
        let files = [
            ("404.html", Resource::NotFound),
            ("feed.xml", Resource::Feed(FeedScope::Site, FeedFormat::Atom)),
            ("feed.json", Resource::Feed(FeedScope::Site, FeedFormat::Json)),
        ];
        for (path, resource) in files {
            self.add(Route::file(path), resource);
        }
    }

    fn columns(&mut self) {
        for (index, column) in self.site.columns.iter().enumerate() {
            let id = ColumnId::at(index);
            for page in 1..=self.pages(column.documents.len()) {
                self.add(column.route.page(page), Resource::Column(id, page));
            }
            self.add(
                column.route.below("feed.xml"),
                Resource::Feed(FeedScope::Column(id), FeedFormat::Atom),
            );
            self.add(
                column.route.below("feed.json"),
                Resource::Feed(FeedScope::Column(id), FeedFormat::Json),
            );
        }
    }

    fn documents(&mut self) {
        for id in self.site.ids() {
            let entry = self.site.entry(id);
            self.add(entry.route.clone(), Resource::Document(id));
            if matches!(entry.document.kind, Kind::Plan(_)) {
                self.add(entry.route.below("report/"), Resource::Report(id));
            }
            for extract in extracts(self.site, id) {
                self.add(entry.route.below(extract.file_name()), Resource::Extract(id, extract));
            }
        }
    }

    fn registries(&mut self) {
        for (index, unit) in self.site.units.iter().enumerate() {
            self.add(
                Route::folder(&format!("units/{}", &*unit.entry.id.value)),
                Resource::Unit(UnitId::at(index)),
            );
        }
        for (index, person) in self.site.people.iter().enumerate() {
            if self.site.has_page(PersonId::at(index)) {
                self.add(person.route(), Resource::Person(PersonId::at(index)));
            }
        }
    }

    fn lists(&mut self) {
        for (index, keyword) in self.site.keywords.iter().enumerate() {
            let id = KeywordId::at(index);
            for page in 1..=self.pages(keyword.documents.len()) {
                self.add(self.site.keyword_route(id).page(page), Resource::Keyword(id, page));
            }
        }
        for (year, documents) in &self.site.years {
            for page in 1..=self.pages(documents.len()) {
                self.add(
                    Route::folder(&format!("years/{}", year.0)).page(page),
                    Resource::Year(year.0, page),
                );
            }
        }
        for page in 1..=self.pages(self.site.directory.len()) {
            self.add(Route::folder("directory").page(page), Resource::Directory(None, page));
        }
        for (facet, by) in self.site.facets.iter().enumerate() {
            for (value, (_, _, documents)) in by.values.iter().enumerate() {
                for page in 1..=self.pages(documents.len()) {
                    self.add(
                        self.site.facet_route(facet, value).page(page),
                        Resource::Directory(Some((facet, value)), page),
                    );
                }
            }
        }
    }

    fn calendar(&mut self) {
        self.add(Route::folder("calendar"), Resource::Calendar(None));
        self.add(Route::file("calendar/meetings.ics"), Resource::CalendarFile);
        for (year, month) in self.site.meeting_months() {
            self.add(
                Route::folder(&format!("calendar/{year:04}-{month:02}")),
                Resource::Calendar(Some((year, month))),
            );
        }
    }

    fn search(&mut self) {
        if self.site.search.is_empty() {
            return;
        }
        self.add(self.site.search_route(), Resource::SearchPage);
        for file in super::search::files(&self.site.search) {
            self.add(self.site.search_file(file), Resource::Search(file));
        }
    }

    fn files(&mut self) {
        for path in &self.site.used_files {
            self.add(Route::file(path), Resource::File(path.clone()));
        }
        for (path, picture) in &self.site.pictures {
            for variant in picture.variants() {
                let route = self.site.variant_route(path, variant);
                self.add(route, Resource::Picture(path.clone(), variant));
            }
        }
    }

    fn redirects(&mut self) {
        let settings = &self.site.settings;
        for id in self.site.ids() {
            let document = self.site.document(id);
            for alias in &document.common.aliases {
                match former(&alias.value, &settings.host, &settings.prefix) {
                    Ok(former) => self.claims.add_former(former, id, alias.span),
                    Err(fault) => {
                        let (words, hint) = fault.words();
                        let problem = Diagnostic::error(Code::Alias, words);
                        self.problems.push(problem.at(&document.source, alias.span).hint(hint));
                    }
                }
            }
        }
    }

    /// The site map is split where it is large; how it falls apart is known when it is made.
    fn for_robots(&mut self) {
        let parts = match self.claims.len() {
            0..=SITE_MAP_PART => 0,
            all => all.div_ceil(SITE_MAP_PART),
        };
        let parts = (1..=parts).map(|part| format!("sitemap-{part}.xml"));
        let names = ["robots.txt", "sitemap.xml"].map(str::to_owned).into_iter();
        names
            .chain(parts)
            .for_each(|name| self.claims.add(Route::file(&name), Claimant::ForRobots));
    }

    /// 繁体版 of every page but those that only lead on, or stand where the server looks for them.
    fn traditional(&mut self) {
        if self.site.settings.file.traditional != Some(true) {
            return;
        }
        let mirrored = |claimant: &Claimant| match claimant {
            Claimant::Resource(resource) => {
                resource.handling(self.site).mirrored.then(|| resource.clone())
            }
            _ => None,
        };
        let pages: Vec<(Route, Resource)> = self
            .claims
            .iter()
            .filter_map(|claim| Some((&claim.route, mirrored(&claim.claimant)?)))
            .map(|(route, resource)| (self.site.traditional_route(route), resource))
            .collect();
        for (route, resource) in pages {
            self.add(route, Resource::Traditional(Box::new(resource)));
        }
        self.settle();
    }

    fn settle(&mut self) {
        self.problems.extend(collisions(self.site, self.claims.settle()));
    }

    fn finish(self) -> Addresses {
        let mut addresses = Addresses::default();
        let mut routes = Vec::with_capacity(self.claims.len());
        for claim in self.claims.into_claims() {
            match (claim.claimant, claim.served) {
                (Claimant::Resource(Resource::Redirect(id)), Some(address)) => {
                    addresses.served.push((address, id));
                }
                (Claimant::Resource(resource), _) => routes.push((claim.route, resource)),
                (Claimant::ForRobots | Claimant::Theme, _) => {}
            }
        }
        addresses.routes = routes.into_iter().collect();
        addresses
    }

    fn pages(&self, documents: usize) -> usize {
        documents.div_ceil(self.site.settings.page_size).max(1)
    }

    fn add(&mut self, route: Route, resource: Resource) {
        self.claims.add(route, Claimant::Resource(resource));
    }
}

/// The data files that a document has.
pub fn extracts(site: &Site, id: DocumentId) -> Vec<Extract> {
    let mut list = Vec::new();
    match &site.document(id).kind {
        Kind::Plan(plan) => {
            if !plan.tasks.is_empty() {
                list.extend([Extract::TasksCsv, Extract::TasksJson]);
            }
            if !plan.indicators.is_empty() {
                list.extend([Extract::IndicatorsCsv, Extract::IndicatorsJson]);
            }
            if site.from(id, Relation::ReportsOn).next().is_some() {
                list.push(Extract::HistoryCsv);
            }
        }
        Kind::Roster(_) => list.push(Extract::MembersCsv),
        Kind::Meeting(meeting) if meeting.phase == Phase::Notice && meeting.time.is_some() => {
            list.push(Extract::Calendar)
        }
        _ => {}
    }
    list
}

impl super::Person {
    /// The address.
    pub fn route(&self) -> Route {
        Route::folder(&format!("people/{}", segment(&self.key)))
    }
}

impl Site {
    /// A path as it stands in pages: with the sub-path, percent-encoded.
    pub fn url(&self, route: &Route) -> String {
        format!("{}{}", self.settings.prefix, super::url::encode_path(route.as_str()))
    }

    /// A full address.
    pub fn full_url(&self, route: &Route) -> String {
        self.absolute(&self.url(route))
    }

    /// The full address of a path that carries the sub-path already.
    pub fn absolute(&self, url: &str) -> String {
        format!("{}{url}", self.settings.origin)
    }

    /// An address as the settings give it: a path on this site gets the sub-path.
    pub fn written_url(&self, url: &str) -> String {
        match url.starts_with('/') && !url.starts_with("//") {
            true => format!("{}{url}", self.settings.prefix),
            false => url.to_owned(),
        }
    }

    /// The address of a page in traditional characters.
    pub fn traditional_route(&self, route: &Route) -> Route {
        Route::file(&format!("zh-hant{route}"))
    }

    /// The address of the search.
    pub fn search_route(&self) -> Route {
        Route::folder("search")
    }

    /// The address of a keyword's list.
    pub fn keyword_route(&self, id: KeywordId) -> Route {
        Route::folder(&format!("keywords/{}", segment(&self.keywords[id.index()].name)))
    }

    /// The address of a facet's value.
    pub fn facet_route(&self, facet: usize, value: usize) -> Route {
        let by = &self.facets[facet];
        Route::folder(&format!("directory/{}/{}", by.kind.folder(), by.values[value].1))
    }

    /// People whom no document names have no page.
    pub fn has_page(&self, id: PersonId) -> bool {
        !self.mentions.of_person[id.index()].is_empty()
    }

    /// Months with meetings, the newest first. Notice and report of one meeting count once.
    pub fn meeting_months(&self) -> Vec<(i16, i8)> {
        let mut months: Vec<_> =
            self.meetings().map(|(date, _)| (date.year(), date.month())).collect();
        months.sort_unstable();
        months.dedup();
        months.reverse();
        months
    }

    /// Meetings with the day on which they take place; the report stands for a meeting that has one.
    pub fn meetings(&self) -> impl Iterator<Item = (jiff::civil::DateTime, DocumentId)> {
        self.ids().filter_map(|id| {
            let Kind::Meeting(meeting) = &self.document(id).kind else {
                return None;
            };
            let reported = self.from(id, Relation::Notice).next().is_some();
            let time = meeting.time.as_ref().filter(|_| !reported)?;
            Some((time.start.at, id))
        })
    }
}
