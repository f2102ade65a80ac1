//! Lists of documents, the directory, indexes and the site map.

use super::shell::{Heading, feeds, one_line};
use super::{Content, Views};
use crate::config::limits::PAGES_BESIDE;
use crate::document::common::ValidityState;
use crate::site::{ColumnId, DocumentId, FacetKind, KeywordId, Route};
use crate::view::keys::FacetValue;
use crate::view::lens::ColumnHead;
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
    /// The documents of the page, and how many the list has.
    documents: (&'a [DocumentId], usize),
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
    pub(super) fn column_meta(&self, column: &ColumnHead<'_>) -> Vec<Meta> {
        let name = column.name.to_owned();
        let or_name = |value: String| if value.is_empty() { name.clone() } else { value };
        let rows = [
            ("ColumnName", name.clone()),
            ("ColumnDescription", or_name(one_line(column.description))),
            ("ColumnKeywords", or_name(column.keywords.join(","))),
            ("ColumnType", or_name(column.column_type.to_owned())),
        ];
        rows.into_iter().map(|(name, content)| Meta { name, content }).collect()
    }

    /// The columns from the top down to this one.
    pub(super) fn column_path(&self, column: &ColumnHead<'_>) -> Vec<Link> {
        let above = self.site.above(column.folder).into_iter().rev();
        above.map(|id| self.column_link(id)).collect()
    }

    fn column_link(&self, id: ColumnId) -> Link {
        let column = self.site.column(id);
        self.link(column.name, column.route)
    }

    /// The navigation's entry for a column: the top one above it.
    pub(super) fn section(&self, column: &ColumnHead<'_>) -> String {
        let top = column.folder.split('/').next().unwrap_or_default();
        self.site.url(&Route::folder(top))
    }

    pub(super) fn column(&self, id: ColumnId, page: usize) -> View {
        let site = &self.site;
        let column = site.column(id);
        let mut above = self.column_path(&column);
        above.pop();
        let is_child = |id: &ColumnId| {
            let child = site.column(*id).folder.rsplit_once('/');
            child.is_some_and(|(parent, _)| parent == column.folder)
        };
        self.list(List {
            kind: "column",
            route: column.route.clone(),
            page,
            name: column.name.to_owned(),
            description: column.description.to_owned(),
            documents: site.column_page(id, page),
            above,
            section: self.section(&column),
            meta: self.column_meta(&column),
            feeds: self.feeds(column.name, column.route),
            body: match page {
                1 => {
                    let text = site.column_text(id);
                    self.index_body(text.markdown, column.folder, text.facts)
                }
                _ => Vec::new(),
            },
            children: site
                .columns()
                .into_iter()
                .filter(is_child)
                .map(|id| self.column_link(id))
                .collect(),
            owner: site.owner(id).map(|u| self.unit_link(u)),
        })
    }

    pub(super) fn keyword(&self, id: KeywordId, page: usize) -> View {
        let keyword = self.site.keyword(id);
        let name = match self.site.settings.language {
            crate::diagnostic::Language::Chinese => format!("关键词：{keyword}"),
            crate::diagnostic::Language::English => format!("Keyword: {keyword}"),
        };
        self.plain_list(
            self.site.keyword_route(id),
            page,
            name,
            self.site.keyword_page(id, page),
            "keywords",
            ("关键词", "Keywords"),
        )
    }

    pub(super) fn year(&self, year: i16, page: usize) -> View {
        let name = self.pick("{}年", "{}").replace("{}", &year.to_string());
        self.plain_list(
            Route::folder(&format!("years/{year}")),
            page,
            name,
            self.site.year_page(year, page),
            "years",
            ("年份", "Years"),
        )
    }

    fn plain_list(
        &self,
        route: Route,
        page: usize,
        name: String,
        documents: (&[DocumentId], usize),
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
        let (shown, total) = list.documents;
        let view = ListView {
            description: list.description.clone(),
            cards: self.shared_all(shown.iter().copied()),
            pager: self.pager(&list.route, list.page, total),
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
        let site = &self.site;
        let (route, (rows, total)) = match facet {
            Some((f, v)) => (site.facet_route(f, v), site.facet_page(FacetValue(f, v), page)),
            None => (Route::folder("directory"), site.directory_page(page)),
        };
        let facets = site.facets();
        let view = DirectoryView {
            rows: rows.iter().map(|id| self.directory_row(*id)).collect(),
            pager: self.pager(&route, page, total),
            facets: facets
                .iter()
                .enumerate()
                .map(|(index, (kind, values))| self.facet(index, *kind, values, facet))
                .collect(),
        };
        let name = self.pick("政府信息公开目录", "Directory of public information");
        let mut above = Vec::new();
        let heading = match facet {
            Some((f, v)) => {
                above.push(self.link(name, &Route::folder("directory")));
                let (kind, values) = &facets[f];
                format!("{}：{}", self.facet_name(*kind), values[v].0)
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
        let common = &self.site.document(id).common;
        let card = self.card(id);
        let state = common.validity.as_ref().map_or(ValidityState::Valid, |v| v.state);
        let text = super::blocks::text;
        DirectoryRow {
            index_no: self.site.place(id).index_no.unwrap_or_default().to_owned(),
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
        kind: FacetKind,
        values: &[(&str, &str, usize)],
        current: Option<(usize, usize)>,
    ) -> Facet {
        let item = |(value, (name, _, count)): (usize, &(&str, &str, usize))| FacetItem {
            name: (*name).to_owned(),
            url: self.site.url(&self.site.facet_route(index, value)),
            count: u32::try_from(*count).unwrap_or(u32::MAX),
            current: current == Some((index, value)),
        };
        Facet {
            name: self.facet_name(kind).to_owned(),
            items: values.iter().enumerate().map(item).collect(),
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
        let items = self.site.keywords().into_iter().map(|(id, count)| IndexItem {
            name: self.site.keyword(id).to_owned(),
            url: self.site.url(&self.site.keyword_route(id)),
            count: count.to_string(),
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
        let items = self.site.years().into_iter().map(|(year, count)| IndexItem {
            name: self.pick("{}年", "{}").replace("{}", &year.to_string()),
            url: self.site.url(&Route::folder(&format!("years/{year}"))),
            count: count.to_string(),
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
        let columns = self.site.columns().into_iter().map(|id| {
            let column = self.site.column(id);
            item(column.name, column.route, self.site.column_page(id, 1).1.to_string())
        });
        let columns = columns.collect();
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
        let pages = self.site.standalone().into_iter().map(|id| {
            let head = self.site.head(id);
            item(head.title, head.route, String::new())
        });
        let pages = pages.collect();
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

    /// The feeds of the whole site.
    pub(super) fn home_feeds(&self) -> Vec<Feed> {
        self.feeds(&self.site.settings.file.name, &Route::folder(""))
    }

    fn feeds(&self, name: &str, route: &Route) -> Vec<Feed> {
        feeds(&|route| self.site.url(route), name, route)
    }
}
