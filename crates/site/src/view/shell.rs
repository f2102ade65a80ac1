//! What every page shows around its own content: head, breadcrumb, header, footer.

use super::expose::Html;
use crate::view;

view! {
    /// Words with an address, or without where there is nothing to go to.
    pub struct Link {
        /// The words.
        name: String,
        /// A path on this site (with the sub-path) or a full address.
        url: Option<String>,
    }

    /// One `<meta name content>`.
    pub struct Meta {
        /// Case matters: `SiteName`.
        name: &'static str,
        /// Not escaped yet.
        content: String,
    }

    /// A feed that belongs to the page.
    pub struct Feed {
        /// Its name.
        name: String,
        /// Its path.
        url: String,
        /// The MIME type.
        mime: &'static str,
    }

    /// `page`: what stands in `<head>`, and above every page's content.
    pub struct Page {
        /// `home`, `column`, `meeting`, `plan`, `progress`, `roster`, `article`, `page`, `report`, `unit`, `person`, …
        kind: &'static str,
        /// The `<title>`.
        title: String,
        /// The visible `<h1>`.
        heading: String,
        /// The page's own path.
        url: String,
        /// The full address.
        canonical: String,
        /// For search engines; may be empty.
        description: String,
        /// From home to this page; the last one has no address.
        breadcrumb: Vec<Link>,
        /// The government tags, in their order.
        meta: Vec<Meta>,
        /// Feeds to announce.
        feeds: Vec<Feed>,
        /// schema.org data, each ready to stand in a `<script>` of its own: the page's, and the way to it.
        json_ld: Vec<Html>,
        /// The column that the navigation marks, as its path; empty elsewhere.
        section: String,
        /// This page is in traditional characters.
        traditional: bool,
        /// The path of the page in traditional characters; empty where there is none.
        traditional_url: String,
        /// Its full address.
        traditional_canonical: String,
        /// Not for search engines (404, redirects, leaving, drafts).
        noindex: bool,
    }

    /// An entry of the main navigation.
    pub struct NavigationItem {
        /// The words.
        name: String,
        /// Where it leads.
        url: String,
        /// The column's path, to compare with `page.section`; empty for other links.
        section: String,
        /// It leads to another site that is not the government's: the reader is asked first.
        leaves: bool,
    }

    /// `site`: the same on every page.
    pub struct SiteShell {
        /// The site's name.
        name: String,
        /// A sentence about it; may be empty.
        description: String,
        /// The path of the home page: `/` or `/yunxi/`.
        home: String,
        /// `zh-CN` or `en`.
        language: &'static str,
        /// Columns and links, in order.
        navigation: Vec<NavigationItem>,
        /// Links in the footer.
        links: Vec<NavigationItem>,
        /// 主办单位.
        organiser: String,
        /// 承办单位; may be empty.
        undertaker: String,
        /// 联系电话.
        contact: String,
        /// 电子邮箱; may be empty.
        email: String,
        /// 地址; may be empty.
        address: String,
        /// 邮编; may be empty.
        postcode: String,
        /// 网站标识码.
        id_code: String,
        /// ICP备案编号, linking to the registry.
        icp: Link,
        /// 公安机关备案, linking to the registry.
        police_record: Link,
        /// 我为政府网站找错; every government site leads there without asking.
        find_error_url: String,
        /// 党政机关网站标识, likewise.
        party_mark_url: String,
        /// 站内搜索; empty where there is none.
        search_url: String,
        /// 网站地图.
        site_map_url: String,
        /// 政府信息公开目录.
        directory_url: String,
        /// 会议日历.
        calendar_url: String,
        /// 单位.
        units_url: String,
        /// 人员.
        people_url: String,
        /// 关键词.
        keywords_url: String,
        /// 年份.
        years_url: String,
        /// The page shown before a reader leaves the site, for readers without JavaScript.
        leaving_url: String,
        /// Feeds of the whole site.
        feeds: Vec<Feed>,
        /// 全国哀悼: everything is grey.
        mourning: bool,
        /// A preview: every page says so.
        preview: bool,
    }
}
