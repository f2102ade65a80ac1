//! Lists: columns, keywords, years, the directory, indexes, the site map.

use super::document::Part;
use super::expose::Shared;
use super::shell::Link;
use super::state::State;
use crate::view;

view! {
    /// One page number; without an address it is the current page, with `…` it is a gap.
    pub struct PageLink {
        /// `3` or `…`.
        name: String,
        /// Its address.
        url: Option<String>,
    }

    /// The way through a list.
    pub struct Pager {
        /// From 1.
        current: u32,
        /// How many pages.
        pages: u32,
        /// How many documents.
        total: u32,
        /// The page before.
        previous: Option<String>,
        /// The page after.
        next: Option<String>,
        /// Numbers to show.
        links: Vec<PageLink>,
    }

    /// `list`: documents of a column, a keyword, a year.
    pub struct ListView {
        /// What it lists, in a sentence; may be empty.
        description: String,
        /// The documents of this page.
        cards: Vec<Shared>,
        /// The way through.
        pager: Pager,
        /// Columns below this one.
        children: Vec<Link>,
        /// Text of `_index.md`, on the first page.
        body: Vec<Part>,
        /// The responsible unit.
        owner: Option<Link>,
        /// Feeds of the list.
        feeds: Vec<super::shell::Feed>,
    }

    /// An entry of an index.
    pub struct IndexItem {
        /// The name.
        name: String,
        /// Its page.
        url: String,
        /// How many documents, as text; may be empty.
        count: String,
        /// A few words; may be empty.
        note: String,
    }

    /// A group of an index.
    pub struct IndexGroup {
        /// Its name; may be empty.
        name: String,
        /// Its entries.
        items: Vec<IndexItem>,
    }

    /// `index`: units, people, keywords, years, the site map.
    pub struct IndexView {
        /// What it is; may be empty.
        description: String,
        /// The groups.
        groups: Vec<IndexGroup>,
    }

    /// 政府信息公开目录: a row (政府信息公开条例 Art. 12: 索引, 名称, 内容概述, 生成日期).
    pub struct DirectoryRow {
        /// 索引号.
        index_no: String,
        /// 名称.
        title: String,
        /// Its page.
        url: String,
        /// 内容概述; may be empty.
        summary: String,
        /// 发文机关; may be empty.
        issuer: String,
        /// 发文字号; may be empty.
        doc_number: String,
        /// 成文日期, else the date of publication.
        signed: String,
        /// 发布日期.
        published: String,
        /// 有效性.
        validity: State,
    }

    /// A way to narrow the directory: 主题, 体裁, 发文机关, 年份.
    pub struct Facet {
        /// Its name.
        name: String,
        /// Its values with counts; the current one has no address.
        items: Vec<FacetItem>,
    }

    /// A value of a facet.
    pub struct FacetItem {
        /// Its name.
        name: String,
        /// Its page.
        url: String,
        /// How many.
        count: u32,
        /// Whether it is the page's own.
        current: bool,
    }

    /// `directory`: 政府信息公开目录.
    pub struct DirectoryView {
        /// The rows of this page.
        rows: Vec<DirectoryRow>,
        /// The way through.
        pager: Pager,
        /// The facets.
        facets: Vec<Facet>,
    }

    /// `redirect`: an old address.
    pub struct RedirectView {
        /// Where it leads, as a path.
        url: String,
        /// The document's title.
        title: String,
    }
}
