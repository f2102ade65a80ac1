//! The parts that every page has: head, breadcrumb, navigation, footer.

use super::Views;
use crate::config::{LinkEntry, Settings};
use crate::record::{Text, WebAddress};
use crate::site::{Route, Site};
use crate::view::{
    Feed, Html, Link, Meta, NavigationItem, Page, SiteShell, View, json_ld, make::Content,
};

/// What a page says of itself; the rest of its head follows from it.
pub(super) struct Heading<'a> {
    pub(super) kind: &'static str,
    pub(super) route: &'a Route,
    /// The visible `<h1>`.
    pub(super) heading: String,
    pub(super) description: String,
    /// Between home and this page.
    pub(super) above: Vec<Link>,
    /// The column's path that the navigation marks.
    pub(super) section: String,
    /// Tags beside the site's own.
    pub(super) meta: Vec<Meta>,
    pub(super) feeds: Vec<Feed>,
    pub(super) json_ld: Option<Html>,
    pub(super) noindex: bool,
}

impl<'a> Heading<'a> {
    pub(super) fn new(kind: &'static str, route: &'a Route, heading: impl Into<String>) -> Self {
        Self {
            kind,
            route,
            heading: heading.into(),
            description: String::new(),
            above: Vec::new(),
            section: String::new(),
            meta: Vec::new(),
            feeds: Vec::new(),
            json_ld: None,
            noindex: false,
        }
    }
}

impl Views<'_> {
    pub(super) fn page(&self, heading: Heading<'_>, content: Content) -> View {
        let site = &self.site;
        let name: &str = &site.settings.file.name;
        let title = match heading.kind {
            "home" => name.to_owned(),
            "column" | "list" => format!("{}-{name}", heading.heading),
            _ => format!("{}_{name}", heading.heading),
        };
        let mut breadcrumb = vec![self.link(self.pick("首页", "Home"), &Route::folder(""))];
        breadcrumb.extend(heading.above);
        if heading.kind != "home" {
            breadcrumb.push(Link { name: heading.heading.clone(), url: None });
        }
        let mut json_ld: Vec<Html> = heading.json_ld.into_iter().collect();
        if breadcrumb.len() > 1 && !heading.noindex {
            json_ld.push(self.way(&breadcrumb, heading.route));
        }
        let mut meta = site_meta(site.settings);
        meta.extend(heading.meta.into_iter().filter(|m| !m.content.trim().is_empty()));
        let traditional = site.traditional(heading.route);
        let traditional = traditional.map(|route| (site.url(&route), site.full_url(&route)));
        let (traditional_url, traditional_canonical) = traditional.unwrap_or_default();
        let page = Page {
            traditional: false,
            traditional_url,
            traditional_canonical,
            kind: heading.kind,
            title,
            url: site.url(heading.route),
            canonical: site.full_url(heading.route),
            description: one_line(&heading.description),
            heading: heading.heading,
            breadcrumb,
            meta,
            feeds: heading.feeds,
            json_ld,
            section: heading.section,
            noindex: heading.noindex,
        };
        View { page, content }
    }

    /// The breadcrumb for search engines; the page itself is its last step.
    fn way(&self, breadcrumb: &[Link], route: &Route) -> Html {
        let own = self.site.url(route);
        let steps: Vec<(&str, String)> = breadcrumb
            .iter()
            .map(|step| (step.name.as_str(), step.url.as_ref().unwrap_or(&own)))
            .map(|(name, url)| (name, self.site.absolute(url)))
            .collect();
        Html(json_ld::breadcrumbs(&steps))
    }

    pub(super) fn link(&self, name: impl Into<String>, route: &Route) -> Link {
        Link { name: name.into(), url: Some(self.site.url(route)) }
    }

    pub(super) fn not_found(&self) -> View {
        let route = Route::file("404.html");
        let heading = Heading {
            noindex: true,
            ..Heading::new("not-found", &route, self.pick("没有找到这个页面", "Page not found"))
        };
        self.page(heading, Content::NONE)
    }

    pub(super) fn style_page(&self) -> View {
        let route = Route::folder("style");
        let heading = Heading {
            noindex: true,
            ..Heading::new("style", &route, self.pick("样式页", "Style page"))
        };
        self.page(heading, Content::NONE)
    }

    pub(super) fn search(&self) -> View {
        let route = self.site.search_route();
        let heading = Heading {
            noindex: true,
            ..Heading::new("search", &route, self.pick("站内搜索", "Search"))
        };
        self.page(heading, Content::NONE)
    }

    pub(super) fn leaving(&self) -> View {
        let route = Route::folder("leaving");
        let heading = Heading {
            noindex: true,
            ..Heading::new("leaving", &route, self.pick("离开本站提示", "Leaving this site"))
        };
        self.page(heading, Content::NONE)
    }
}

/// The tags that every page carries (政府网站发展指引 附件 网页设计规范): SiteName, SiteDomain, SiteIDCode.
fn site_meta(settings: &Settings) -> Vec<Meta> {
    let file = &settings.file;
    let id_code = file.id_code.as_ref().map(|c| c.value.to_string());
    let rows = [
        ("SiteName", Some(file.name.to_string())),
        ("SiteDomain", Some(settings.host.clone())),
        ("SiteIDCode", id_code),
    ];
    rows.into_iter()
        .filter_map(|(name, content)| content.map(|content| Meta { name, content }))
        .collect()
}

/// White space folded: attributes hold one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn shell(site: &Site) -> SiteShell {
    let file = &site.settings.file;
    let text = |value: &Option<Text>| value.as_ref().map(ToString::to_string).unwrap_or_default();
    let url = |path: &str| site.url(&Route::folder(path));
    let mark = |address: &Option<WebAddress>| {
        let address = address.as_ref().map(|a| site.written_url(&a.text));
        address.unwrap_or_default()
    };
    let icp = file.icp.as_ref().map(|v| v.value.to_string()).unwrap_or_default();
    let police = file.police_record.as_ref().map(|v| v.value.to_string()).unwrap_or_default();
    SiteShell {
        name: file.name.to_string(),
        description: text(&file.description),
        home: site.url(&Route::folder("")),
        language: match site.settings.language {
            crate::diagnostic::Language::Chinese => "zh-CN",
            crate::diagnostic::Language::English => "en",
        },
        navigation: navigation(site),
        links: file.links.iter().map(|link| written_link(site, link)).collect(),
        organiser: text(&file.organiser),
        undertaker: text(&file.undertaker),
        contact: text(&file.contact),
        email: text(&file.email),
        address: text(&file.address),
        postcode: text(&file.postcode),
        id_code: file.id_code.as_ref().map(|v| v.value.to_string()).unwrap_or_default(),
        icp: Link {
            url: (!icp.is_empty()).then(|| "https://beian.miit.gov.cn/".to_owned()),
            name: icp,
        },
        police_record: police_link(police),
        find_error_url: mark(&file.find_error_url),
        party_mark_url: mark(&file.party_mark_url),
        search_url: match site.search.is_empty() {
            true => String::new(),
            false => url("search"),
        },
        site_map_url: url("sitemap"),
        directory_url: url("directory"),
        calendar_url: url("calendar"),
        units_url: url("units"),
        people_url: url("people"),
        keywords_url: url("keywords"),
        years_url: url("years"),
        leaving_url: url("leaving"),
        feeds: feeds(&|route| site.url(route), &file.name, &Route::folder("")),
        mourning: file.mourning == Some(true),
        preview: file.preview == Some(true),
    }
}

/// The registry's page of a record: its fourteen digits are the code.
fn police_link(name: String) -> Link {
    let code: String = name.chars().filter(char::is_ascii_digit).collect();
    let url = (!code.is_empty())
        .then(|| format!("https://beian.mps.gov.cn/#/query/webSearch?code={code}"));
    Link { name, url }
}

/// The two feeds of a list; `url` gives the path of an address.
pub(super) fn feeds(url: &dyn Fn(&Route) -> String, name: &str, route: &Route) -> Vec<Feed> {
    let feed = |file: &str, form: &str, mime| Feed {
        name: format!("{name}（{form}）"),
        url: url(&route.below(file)),
        mime,
    };
    vec![
        feed("feed.xml", "Atom", "application/atom+xml"),
        feed("feed.json", "JSON", "application/feed+json"),
    ]
}

fn navigation(site: &Site) -> Vec<NavigationItem> {
    let top = |c: &&crate::site::Column| c.front.hidden != Some(true) && !c.folder.contains('/');
    let columns = site.columns.iter().filter(top).map(|column| NavigationItem {
        name: column.front.name.to_string(),
        url: site.url(&column.route),
        section: site.url(&column.route),
        leaves: false,
    });
    let links = site.settings.file.navigation.iter();
    let links = links.map(|link| written_link(site, link));
    columns.chain(links).collect()
}

/// A link of `site.yaml`.
fn written_link(site: &Site, link: &LinkEntry) -> NavigationItem {
    let url = site.written_url(&link.url.text);
    NavigationItem {
        name: link.name.to_string(),
        leaves: site.settings.leaves(&url),
        url,
        section: String::new(),
    }
}
