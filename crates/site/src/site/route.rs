//! Addresses: every page and file of the site has one, and no two share it.

use super::{
    ColumnId, DocumentId, Entry, KeywordId, PersonId, Relation, SearchFile, Site, UnitId, Variant,
};
use crate::config::Settings;
use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::document::{Kind, common::Genre, meeting::Phase};
use crate::say;
use rapidhash::RapidHashMap as HashMap;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A path on the site, from its root, not encoded: `/meetings/2026-03-31-mobilisation/`, `/404.html`.
///
/// It never holds an empty, `.` or `..` segment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

impl Route {
    /// The page of a folder; the empty path is the home page.
    pub fn folder(path: &str) -> Self {
        match path.trim_matches('/') {
            "" => Self("/".into()),
            path => Self(format!("/{path}/").into()),
        }
    }

    /// A file.
    pub fn file(path: &str) -> Self {
        Self(format!("/{}", path.trim_start_matches('/')).into())
    }

    /// A page of a longer list; the first is the list's own.
    pub fn page(&self, number: usize) -> Self {
        match number {
            1 => self.clone(),
            n => Self(format!("{}page/{n}/", self.0).into()),
        }
    }

    /// A page or file below this one.
    pub fn below(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0).into())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file in the output folder, with `/`.
    pub fn output(&self) -> String {
        let path = self.0.trim_start_matches('/');
        match path.ends_with('/') || path.is_empty() {
            true => format!("{path}index.html"),
            false => path.to_owned(),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Of what a feed tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedScope {
    /// The whole site.
    Site,
    /// One column.
    Column(ColumnId),
}

/// The form of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFormat {
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
}

/// Data of a document as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extract {
    /// 任务分解 as CSV.
    TasksCsv,
    /// 任务分解 as JSON.
    TasksJson,
    /// 指标 as CSV.
    IndicatorsCsv,
    /// 指标 as JSON.
    IndicatorsJson,
    /// 领导小组名单 as CSV.
    MembersCsv,
    /// Every value of every report of a plan, as CSV.
    HistoryCsv,
    /// A meeting as a calendar file.
    Calendar,
}

impl Extract {
    /// The file's name below the document's address.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::TasksCsv => "tasks.csv",
            Self::TasksJson => "tasks.json",
            Self::IndicatorsCsv => "indicators.csv",
            Self::IndicatorsJson => "indicators.json",
            Self::MembersCsv => "members.csv",
            Self::HistoryCsv => "report/history.csv",
            Self::Calendar => "meeting.ics",
        }
    }
}

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// 首页.
    Home,
    /// A page of a column's list, from 1.
    Column(ColumnId, usize),
    /// A document.
    Document(DocumentId),
    /// A plan's report page.
    Report(DocumentId),
    /// 单位.
    Unit(UnitId),
    /// All units.
    Units,
    /// 人员.
    Person(PersonId),
    /// All people.
    People,
    /// A page of a keyword's list, from 1.
    Keyword(KeywordId, usize),
    /// All keywords.
    Keywords,
    /// A page of a year's list, from 1.
    Year(i16, usize),
    /// All years.
    Years,
    /// A page of 政府信息公开目录; narrowed by a facet's value (positions in `Site::facets`).
    Directory(Option<(usize, usize)>, usize),
    /// 会议日历: a month, or the first page.
    Calendar(Option<(i16, i8)>),
    /// 网站地图.
    SiteMap,
    /// 站内搜索.
    SearchPage,
    /// A page in traditional characters: what stands at its own address.
    Traditional(Box<Target>),
    /// A file that the search loads.
    Search(SearchFile),
    /// What the theme is made of, for those who change it.
    StylePage,
    /// 404.
    NotFound,
    /// The page before a reader leaves.
    Leaving,
    /// An old address.
    Redirect(DocumentId),
    /// A feed.
    Feed(FeedScope, FeedFormat),
    /// Data of a document.
    Extract(DocumentId, Extract),
    /// Every meeting ahead as a calendar file.
    CalendarFile,
    /// A form of a picture of the content folder.
    Picture(String, Variant),
    /// A file of the content folder.
    File(String),
}

/// What a facet narrows by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetKind {
    /// 主题分类.
    Subject,
    /// 体裁分类.
    Genre,
    /// 发文机关.
    Issuer,
    /// 年份.
    Year,
}

impl FacetKind {
    /// The folder of its pages below the directory.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Genre => "genre",
            Self::Issuer => "issuer",
            Self::Year => "year",
        }
    }
}

/// A way to narrow the directory, with its values and their documents, the newest first.
#[derive(Debug)]
pub struct Facet {
    /// By what.
    pub kind: FacetKind,
    /// Values: name, last part of the address, documents.
    pub values: Vec<(String, String, Vec<DocumentId>)>,
}

pub(super) fn facets(
    entries: &[Entry],
    directory: &[DocumentId],
    settings: &Settings,
) -> Vec<Facet> {
    let kinds = [FacetKind::Subject, FacetKind::Genre, FacetKind::Issuer, FacetKind::Year];
    kinds
        .into_iter()
        .map(|kind| facet(kind, entries, directory, settings))
        .filter(|f| !f.values.is_empty())
        .collect()
}

fn facet(
    kind: FacetKind,
    entries: &[Entry],
    directory: &[DocumentId],
    settings: &Settings,
) -> Facet {
    let mut values: BTreeMap<String, Vec<DocumentId>> = BTreeMap::new();
    for id in directory {
        let document = &entries[id.index()].document;
        let common = &document.common;
        let value = match kind {
            FacetKind::Subject => common.subject.as_ref().map(ToString::to_string),
            FacetKind::Genre => {
                common.genre.map(|g: Genre| settings.pick(g.alias(), g.name()).to_owned())
            }
            FacetKind::Issuer => common.issuer.as_ref().map(ToString::to_string),
            FacetKind::Year => Some(document.published().year().to_string()),
        };
        if let Some(value) = value {
            values.entry(value).or_default().push(*id);
        }
    }
    let mut values: Vec<_> =
        values.into_iter().map(|(name, ids)| (name.clone(), segment(&name), ids)).collect();
    match kind {
        FacetKind::Year => values.reverse(),
        _ => values.sort_by_key(|(_, _, ids)| std::cmp::Reverse(ids.len())),
    }
    Facet { kind, values }
}

/// A name as one part of an address: what would climb, hide or split becomes `-`.
pub(super) fn segment(name: &str) -> String {
    let plain = |c: char| match c {
        '/' | '\\' | '?' | '#' | '%' | ':' | '*' | '"' | '<' | '>' | '|' => '-',
        c if c.is_whitespace() || c.is_control() => '-',
        c => c,
    };
    let text: String = name.trim().chars().map(plain).take(80).collect();
    match text.trim_matches('.') {
        "" => "-".to_owned(),
        text => text.to_owned(),
    }
}

/// The routes of a site while they are gathered.
struct Routes<'a> {
    site: &'a Site,
    routes: BTreeMap<Route, Target>,
    /// By lower case: some servers do not tell `A` from `a`.
    folded: HashMap<String, Route>,
    problems: &'a mut Vec<Diagnostic>,
}

/// Every address of the site. Two things on one address are a problem that names both.
pub(super) fn all(site: &Site, problems: &mut Vec<Diagnostic>) -> BTreeMap<Route, Target> {
    let mut routes = Routes { site, routes: BTreeMap::new(), folded: HashMap::default(), problems };
    routes.fixed();
    routes.columns();
    routes.documents();
    routes.registries();
    routes.lists();
    routes.calendar();
    routes.search();
    routes.files();
    routes.redirects();
    routes.traditional();
    routes.routes
}

impl Routes<'_> {
    fn fixed(&mut self) {
        let pages = [
            ("", Target::Home),
            ("units", Target::Units),
            ("people", Target::People),
            ("keywords", Target::Keywords),
            ("years", Target::Years),
            ("sitemap", Target::SiteMap),
            ("leaving", Target::Leaving),
        ];
        for (path, target) in pages {
            self.add(Route::folder(path), target);
        }
        if self.site.settings.file.style_page == Some(true) {
            self.add(Route::folder("style"), Target::StylePage);
        }
        let files = [
            ("404.html", Target::NotFound),
            ("feed.xml", Target::Feed(FeedScope::Site, FeedFormat::Atom)),
            ("feed.json", Target::Feed(FeedScope::Site, FeedFormat::Json)),
        ];
        for (path, target) in files {
            self.add(Route::file(path), target);
        }
    }

    fn columns(&mut self) {
        for (index, column) in self.site.columns.iter().enumerate() {
            let id = ColumnId::at(index);
            for page in 1..=self.pages(column.documents.len()) {
                self.add(column.route.page(page), Target::Column(id, page));
            }
            self.add(
                column.route.below("feed.xml"),
                Target::Feed(FeedScope::Column(id), FeedFormat::Atom),
            );
            self.add(
                column.route.below("feed.json"),
                Target::Feed(FeedScope::Column(id), FeedFormat::Json),
            );
        }
    }

    fn documents(&mut self) {
        for id in self.site.ids() {
            let entry = self.site.entry(id);
            self.add(entry.route.clone(), Target::Document(id));
            if matches!(entry.document.kind, Kind::Plan(_)) {
                self.add(entry.route.below("report/"), Target::Report(id));
            }
            for extract in extracts(self.site, id) {
                self.add(entry.route.below(extract.file_name()), Target::Extract(id, extract));
            }
        }
    }

    fn registries(&mut self) {
        for (index, unit) in self.site.units.iter().enumerate() {
            self.add(
                Route::folder(&format!("units/{}", &*unit.entry.id.value)),
                Target::Unit(UnitId::at(index)),
            );
        }
        for (index, person) in self.site.people.iter().enumerate() {
            if self.site.has_page(PersonId::at(index)) {
                self.add(person.route(), Target::Person(PersonId::at(index)));
            }
        }
    }

    fn lists(&mut self) {
        for (index, keyword) in self.site.keywords.iter().enumerate() {
            let id = KeywordId::at(index);
            for page in 1..=self.pages(keyword.documents.len()) {
                self.add(self.site.keyword_route(id).page(page), Target::Keyword(id, page));
            }
        }
        for (year, documents) in &self.site.years {
            for page in 1..=self.pages(documents.len()) {
                self.add(
                    Route::folder(&format!("years/{}", year.0)).page(page),
                    Target::Year(year.0, page),
                );
            }
        }
        for page in 1..=self.pages(self.site.directory.len()) {
            self.add(Route::folder("directory").page(page), Target::Directory(None, page));
        }
        for (facet, by) in self.site.facets.iter().enumerate() {
            for (value, (_, _, documents)) in by.values.iter().enumerate() {
                for page in 1..=self.pages(documents.len()) {
                    self.add(
                        self.site.facet_route(facet, value).page(page),
                        Target::Directory(Some((facet, value)), page),
                    );
                }
            }
        }
    }

    fn calendar(&mut self) {
        self.add(Route::folder("calendar"), Target::Calendar(None));
        self.add(Route::file("calendar/meetings.ics"), Target::CalendarFile);
        for (year, month) in self.site.meeting_months() {
            self.add(
                Route::folder(&format!("calendar/{year:04}-{month:02}")),
                Target::Calendar(Some((year, month))),
            );
        }
    }

    fn search(&mut self) {
        if self.site.search.is_empty() {
            return;
        }
        self.add(self.site.search_route(), Target::SearchPage);
        for file in super::search::files(&self.site.search) {
            self.add(self.site.search_file(file), Target::Search(file));
        }
    }

    fn files(&mut self) {
        for path in &self.site.used_files {
            self.add(Route::file(path), Target::File(path.clone()));
        }
        for (path, picture) in &self.site.pictures {
            for variant in picture.variants() {
                let route = self.site.variant_route(path, variant);
                self.add(route, Target::Picture(path.clone(), variant));
            }
        }
    }

    fn redirects(&mut self) {
        for id in self.site.ids() {
            let document = self.site.document(id);
            for alias in &document.common.aliases {
                match alias_route(&alias.value) {
                    Some(route) => {
                        self.add_at(route, Target::Redirect(id), &document.source, alias.span)
                    }
                    None => self.problems.push(
                        Diagnostic::error(
                            Code::Alias,
                            say!(
                                "旧网址应当是本站的路径",
                                "a former address must be a path on this site"
                            ),
                        )
                        .at(&document.source, alias.span)
                        .hint(say!(
                            "例如：/2012/04/01/123.html",
                            "for example: /2012/04/01/123.html"
                        )),
                    ),
                }
            }
        }
    }

    /// 繁体版 of every page but those that only lead on, or stand where the server looks for them.
    fn traditional(&mut self) {
        if self.site.settings.file.traditional != Some(true) {
            return;
        }
        let pages: Vec<(Route, Target)> = self
            .routes
            .iter()
            .filter(|(_, target)| has_traditional(target))
            .map(|(route, target)| (self.site.traditional_route(route), target.clone()))
            .collect();
        for (route, target) in pages {
            self.add(route, Target::Traditional(Box::new(target)));
        }
    }

    fn pages(&self, documents: usize) -> usize {
        documents.div_ceil(self.site.settings.page_size).max(1)
    }

    fn add(&mut self, route: Route, target: Target) {
        let (source, span) = match origin(self.site, &target) {
            Some(place) => place,
            None => {
                self.folded.insert(route.as_str().to_lowercase(), route.clone());
                self.routes.insert(route, target);
                return;
            }
        };
        self.add_at(route, target, &source, span);
    }

    fn add_at(&mut self, route: Route, target: Target, source: &Arc<Source>, span: Span) {
        let known = self.folded.get(&route.as_str().to_lowercase());
        let Some(known) = known.cloned() else {
            self.folded.insert(route.as_str().to_lowercase(), route.clone());
            self.routes.insert(route, target);
            return;
        };
        let other = self.routes.get(&known).and_then(|t| origin(self.site, t));
        let problem = Diagnostic::error(
            Code::SameAddress,
            say!("两处用了同一个网址“{route}”", "two things have the address {route}"),
        )
        .with(source, span, say!("第二处", "the second"));
        self.problems.push(match other {
            Some((other, place)) => problem.with(&other, place, say!("第一处在这里", "the first is here")),
            None => problem.hint(say!("这个网址留给网站自己的页面，请给文档换个文件名或网址名", "the site keeps this address for a page of its own; give the document another name or slug")),
        });
    }
}

/// Whether a page has a form in traditional characters, where the site has them.
fn has_traditional(target: &Target) -> bool {
    match target {
        Target::Feed(..)
        | Target::Extract(..)
        | Target::CalendarFile
        | Target::Search(_)
        | Target::Picture(..)
        | Target::File(_)
        | Target::Redirect(_)
        | Target::SearchPage
        | Target::StylePage
        | Target::NotFound
        | Target::Leaving
        | Target::Traditional(_) => false,
        Target::Home
        | Target::Column(..)
        | Target::Document(_)
        | Target::Report(_)
        | Target::Unit(_)
        | Target::Units
        | Target::Person(_)
        | Target::People
        | Target::Keyword(..)
        | Target::Keywords
        | Target::Year(..)
        | Target::Years
        | Target::Directory(..)
        | Target::Calendar(_)
        | Target::SiteMap => true,
    }
}

/// Where the thing at an address was written; `None` for the site's own pages.
fn origin(site: &Site, target: &Target) -> Option<(Arc<Source>, Span)> {
    match target {
        Target::Document(id) | Target::Report(id) | Target::Extract(id, _) => {
            let document = site.document(*id);
            let slug = document.common.slug.as_ref().map(|s| s.span);
            Some((Arc::clone(&document.source), slug.unwrap_or(document.common.title.span)))
        }
        Target::Redirect(id) => {
            let document = site.document(*id);
            let span = document.common.aliases.first().map_or(document.front, |a| a.span);
            Some((Arc::clone(&document.source), span))
        }
        Target::Column(id, _) | Target::Feed(FeedScope::Column(id), _) => {
            Some((Arc::clone(&site.column(*id).source), Span::new(0, 3)))
        }
        _ => None,
    }
}

/// An old address as a route: a path with plain segments.
fn alias_route(text: &str) -> Option<Route> {
    let path = text.split(['?', '#']).next()?.trim_start_matches('/');
    let climbs = path.split('/').any(|s| s == ".." || s == ".")
        || path.contains("//")
        || path.contains('\\');
    if path.is_empty() || climbs || text.contains("://") || path.chars().any(char::is_control) {
        return None;
    }
    let last = path.rsplit('/').next().unwrap_or_default();
    match last.ends_with(".html") || last.ends_with(".htm") {
        true => Some(Route::file(path)),
        false => Some(Route::folder(path)),
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
