//! Lists of documents, the directory, indexes and the site map.

use super::shell::{Heading, feeds, one_line, site_feeds};
use super::{Content, Views};
use crate::config::limits::PAGES_BESIDE;
use crate::document::common::ValidityState;
use crate::site::{Column, ColumnId, DocumentId, FacetKind, KeywordId, Route};
use crate::view::{
    DirectoryRow, DirectoryView, Facet, FacetItem, Feed, IndexGroup, IndexItem, IndexView, Link,
    ListView, Meta, PageLink, Pager, Part, State, View,
};

/// What one page of a list needs beside its documents.
struct List<'a> {
    kind: &'static str,
    route: Route,
    page: usize,
    name: String,
    description: String,
    documents: &'a [DocumentId],
    above: Vec<Link>,
    section: String,
    meta: Vec<Meta>,
    feeds: Vec<Feed>,
    body: Vec<Part>,
    children: Vec<Link>,
    owner: Option<Link>,
}

impl Views<'_> {
    /// The tags of a column's pages and of its articles.
    pub(super) fn column_meta(&self, column: &Column) -> Vec<Meta> {
        let front = &column.front;
        let name = front.name.to_string();
        let keywords: Vec<&str> = front.keywords.iter().map(|k| &**k).collect();
        let or_name =
            |value: Option<String>| value.filter(|v| !v.is_empty()).unwrap_or_else(|| name.clone());
        let rows = [
            ("ColumnName", name.clone()),
            ("ColumnDescription", or_name(front.description.as_ref().map(|d| one_line(d)))),
            ("ColumnKeywords", or_name(Some(keywords.join(",")))),
            ("ColumnType", or_name(front.column_type.as_ref().map(ToString::to_string))),
        ];
        rows.into_iter().map(|(name, content)| Meta { name, content }).collect()
    }

    /// The columns from the top down to this one.
    pub(super) fn column_path(&self, column: &Column) -> Vec<Link> {
        let mut path: Vec<Link> = crate::document::ancestors(&column.folder)
            .filter_map(|folder| self.site.columns.iter().find(|c| c.folder == folder))
            .map(|c| self.link(&*c.front.name, &c.route))
            .collect();
        path.reverse();
        path
    }

    /// The navigation's entry for a column: the top one above it.
    pub(super) fn section(&self, column: &Column) -> String {
        let top = column.folder.split('/').next().unwrap_or_default();
        self.site.url(&Route::folder(top))
    }

    pub(super) fn column(&self, id: ColumnId, page: usize) -> View {
        let column = self.site.column(id);
        let mut above = self.column_path(column);
        above.pop();
        let is_child = |c: &&Column| {
            c.folder.rsplit_once('/').is_some_and(|(parent, _)| parent == column.folder)
        };
        let text = &column.source.text[column.body..];
        self.list(List {
            kind: "column",
            route: column.route.clone(),
            page,
            name: column.front.name.to_string(),
            description: column
                .front
                .description
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            documents: &column.documents,
            above,
            section: self.section(column),
            meta: self.column_meta(column),
            feeds: feeds(self.site, &column.front.name, &column.route),
            body: if page == 1 {
                self.index_body(text, &column.folder, &column.facts)
            } else {
                Vec::new()
            },
            children: self
                .site
                .columns
                .iter()
                .filter(is_child)
                .map(|c| self.link(&*c.front.name, &c.route))
                .collect(),
            owner: column.owner.map(|u| self.unit_link(u)),
        })
    }

    pub(super) fn keyword(&self, id: KeywordId, page: usize) -> View {
        let keyword = &self.site.keywords[id.index()];
        let name = match self.site.settings.language {
            crate::diagnostic::Language::Chinese => format!("关键词：{}", keyword.name),
            crate::diagnostic::Language::English => format!("Keyword: {}", keyword.name),
        };
        self.plain_list(
            self.site.keyword_route(id),
            page,
            name,
            &keyword.documents,
            "keywords",
            ("关键词", "Keywords"),
        )
    }

    pub(super) fn year(&self, year: i16, page: usize) -> View {
        let documents =
            self.site.years.get(&std::cmp::Reverse(year)).map(Vec::as_slice).unwrap_or_default();
        let name = self.pick("{}年", "{}").replace("{}", &year.to_string());
        self.plain_list(
            Route::folder(&format!("years/{year}")),
            page,
            name,
            documents,
            "years",
            ("年份", "Years"),
        )
    }

    fn plain_list(
        &self,
        route: Route,
        page: usize,
        name: String,
        documents: &[DocumentId],
        above: &str,
        above_name: (&str, &str),
    ) -> View {
        self.list(List {
            kind: "list",
            route,
            page,
            name,
            description: String::new(),
            documents,
            above: vec![self.link(self.pick(above_name.0, above_name.1), &Route::folder(above))],
            section: String::new(),
            meta: Vec::new(),
            feeds: Vec::new(),
            body: Vec::new(),
            children: Vec::new(),
            owner: None,
        })
    }

    fn list(&self, list: List<'_>) -> View {
        let size = self.site.settings.page_size;
        let start = (list.page - 1) * size;
        let shown = list.documents.get(start..).unwrap_or_default().iter().take(size).copied();
        let view = ListView {
            description: list.description.clone(),
            cards: self.shared_all(shown),
            pager: self.pager(&list.route, list.page, list.documents.len()),
            children: list.children,
            body: list.body,
            owner: list.owner,
            feeds: list.feeds.clone(),
        };
        let name = match list.page {
            1 => list.name,
            n => self
                .pick("{}（第{n}页）", "{} (page {n})")
                .replace("{}", &list.name)
                .replace("{n}", &n.to_string()),
        };
        let route = list.route.page(list.page);
        let heading = Heading {
            description: if list.description.is_empty() { name.clone() } else { list.description },
            above: list.above,
            section: list.section,
            meta: list.meta,
            feeds: list.feeds,
            ..Heading::new(list.kind, &route, name)
        };
        self.page(heading, Content::new("list", view))
    }

    /// First, last, and those around the current page; a gap where numbers are left out.
    pub(super) fn pager(&self, route: &Route, current: usize, total: usize) -> Pager {
        let pages = total.div_ceil(self.site.settings.page_size).max(1);
        let url = |page: usize| self.site.url(&route.page(page));
        let mut links = Vec::new();
        let mut last = 0;
        for page in 1..=pages {
            if page != 1 && page != pages && page.abs_diff(current) > PAGES_BESIDE {
                continue;
            }
            if page > last + 1 {
                links.push(PageLink { name: "…".into(), url: None });
            }
            links.push(PageLink {
                name: page.to_string(),
                url: (page != current).then(|| url(page)),
            });
            last = page;
        }
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Pager {
            current: number(current),
            pages: number(pages),
            total: number(total),
            previous: (current > 1).then(|| url(current - 1)),
            next: (current < pages).then(|| url(current + 1)),
            links,
        }
    }

    pub(super) fn directory(&self, facet: Option<(usize, usize)>, page: usize) -> View {
        let site = self.site;
        let (route, documents) = match facet {
            Some((f, v)) => (site.facet_route(f, v), site.facets[f].values[v].2.as_slice()),
            None => (Route::folder("directory"), site.directory.as_slice()),
        };
        let size = site.settings.page_size;
        let rows = documents.get((page - 1) * size..).unwrap_or_default().iter().take(size);
        let view = DirectoryView {
            rows: rows.map(|id| self.directory_row(*id)).collect(),
            pager: self.pager(&route, page, documents.len()),
            facets: site
                .facets
                .iter()
                .enumerate()
                .map(|(index, f)| self.facet(index, f, facet))
                .collect(),
        };
        let name = self.pick("政府信息公开目录", "Directory of public information");
        let mut above = Vec::new();
        let heading = match facet {
            Some((f, v)) => {
                above.push(self.link(name, &Route::folder("directory")));
                format!("{}：{}", self.facet_name(site.facets[f].kind), site.facets[f].values[v].0)
            }
            None => name.to_owned(),
        };
        let heading = match page {
            1 => heading,
            n => self
                .pick("{}（第{n}页）", "{} (page {n})")
                .replace("{}", &heading)
                .replace("{n}", &n.to_string()),
        };
        let route = route.page(page);
        let description = self
            .pick(
                "依据《中华人民共和国政府信息公开条例》编制的主动公开目录",
                "What is made public under the Regulation on Open Government Information",
            )
            .to_owned();
        let heading = Heading { above, description, ..Heading::new("directory", &route, heading) };
        self.page(heading, Content::new("directory", view))
    }

    fn directory_row(&self, id: DocumentId) -> DirectoryRow {
        let entry = self.site.entry(id);
        let common = &entry.document.common;
        let card = self.card(id);
        let state = common.validity.as_ref().map_or(ValidityState::Valid, |v| v.state);
        let text = super::blocks::text;
        DirectoryRow {
            index_no: entry.index_no.clone().unwrap_or_default(),
            title: card.title.clone(),
            url: card.url.clone(),
            summary: card.summary.clone(),
            issuer: text(&common.issuer),
            doc_number: card.doc_number.clone(),
            signed: common.signed.map_or(common.date.at.date(), |d| d.0).to_string(),
            published: card.date.clone(),
            validity: card
                .state
                .clone()
                .unwrap_or(State { code: state.name(), name: self.validity(state) }),
        }
    }

    fn facet_name(&self, kind: FacetKind) -> &str {
        match kind {
            FacetKind::Subject => self.pick("主题", "Subject"),
            FacetKind::Genre => self.pick("体裁", "Genre"),
            FacetKind::Issuer => self.pick("发文机关", "Issuer"),
            FacetKind::Year => self.pick("年份", "Year"),
        }
    }

    fn facet(
        &self,
        index: usize,
        facet: &crate::site::Facet,
        current: Option<(usize, usize)>,
    ) -> Facet {
        let item = |(value, (name, _, documents)): (usize, &(String, String, Vec<DocumentId>))| {
            FacetItem {
                name: name.clone(),
                url: self.site.url(&self.site.facet_route(index, value)),
                count: u32::try_from(documents.len()).unwrap_or(u32::MAX),
                current: current == Some((index, value)),
            }
        };
        Facet {
            name: self.facet_name(facet.kind).to_owned(),
            items: facet.values.iter().enumerate().map(item).collect(),
        }
    }

    pub(super) fn index(
        &self,
        path: &str,
        name: &str,
        description: &str,
        groups: Vec<IndexGroup>,
    ) -> View {
        let route = Route::folder(path);
        let groups = groups.into_iter().filter(|g| !g.items.is_empty()).collect();
        let heading =
            Heading { description: description.to_owned(), ..Heading::new("index", &route, name) };
        self.page(
            heading,
            Content::new("index", IndexView { description: description.to_owned(), groups }),
        )
    }

    pub(super) fn keywords(&self) -> View {
        let items = self.site.keywords.iter().enumerate().map(|(index, keyword)| IndexItem {
            name: keyword.name.clone(),
            url: self.site.url(&self.site.keyword_route(KeywordId::from_index(index))),
            count: keyword.documents.len().to_string(),
            note: String::new(),
        });
        let groups = vec![IndexGroup { name: String::new(), items: items.collect() }];
        self.index(
            "keywords",
            self.pick("关键词", "Keywords"),
            self.pick("按关键词查阅", "Documents by keyword"),
            groups,
        )
    }

    pub(super) fn years(&self) -> View {
        let items = self.site.years.iter().map(|(year, documents)| IndexItem {
            name: self.pick("{}年", "{}").replace("{}", &year.0.to_string()),
            url: self.site.url(&Route::folder(&format!("years/{}", year.0))),
            count: documents.len().to_string(),
            note: String::new(),
        });
        let groups = vec![IndexGroup { name: String::new(), items: items.collect() }];
        self.index(
            "years",
            self.pick("年份", "Years"),
            self.pick("按年份查阅", "Documents by year"),
            groups,
        )
    }

    pub(super) fn site_map(&self) -> View {
        let item = |name: &str, route: &Route, count: String| IndexItem {
            name: name.to_owned(),
            url: self.site.url(route),
            count,
            note: String::new(),
        };
        let columns = self
            .site
            .columns
            .iter()
            .map(|c| item(&c.front.name, &c.route, c.documents.len().to_string()))
            .collect();
        let ways = [
            ("首页", "Home", ""),
            ("政府信息公开目录", "Directory of public information", "directory"),
            ("会议日历", "Calendar of meetings", "calendar"),
            ("单位", "Units", "units"),
            ("人员", "People", "people"),
            ("关键词", "Keywords", "keywords"),
            ("年份", "Years", "years"),
        ];
        let ways = ways
            .map(|(zh, en, path)| item(self.pick(zh, en), &Route::folder(path), String::new()))
            .into();
        let standalone = self.site.entries.iter().filter(|e| e.column.is_none());
        let mut pages: Vec<_> = standalone.collect();
        pages.sort_by_key(|e| {
            (e.document.common.weight.map_or(u32::MAX, |w| w.0), e.document.path.clone())
        });
        let pages = pages
            .into_iter()
            .map(|e| item(&e.document.common.title.value, &e.route, String::new()))
            .collect();
        let group = |zh: &str, en: &str, items: Vec<IndexItem>| IndexGroup {
            name: self.pick(zh, en).to_owned(),
            items,
        };
        let groups = vec![
            group("栏目", "Columns", columns),
            group("查阅", "Find", ways),
            group("页面", "Pages", pages),
        ];
        self.index(
            "sitemap",
            self.pick("网站地图", "Site map"),
            self.pick("本站的栏目和页面", "Columns and pages of this site"),
            groups,
        )
    }

    /// Feeds and dates for the home page.
    pub(super) fn home_feeds(&self) -> Vec<Feed> {
        site_feeds(self.site)
    }
}
