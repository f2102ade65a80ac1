//! What stands at an address: a row for each, which says what the stages after linking do with it.

use super::{ColumnId, DocumentId, KeywordId, PersonId, SearchFile, Site, UnitId, Variant};
use crate::document::KindName;
use jiff::civil::Date;

/// Of what a feed tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedScope {
    /// The whole site.
    Site,
    /// One column.
    Column(ColumnId),
}

/// The form of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedFormat {
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
}

/// Data of a document as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
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
    Traditional(Box<Resource>),
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

crate::choice! {
    /// What reports count an address as, where it is no document's.
    pub enum Counted {
        Report "report" "进展报告页",
        Unit "unit" "单位页",
        Person "person" "人员页",
        Redirect "redirect" "旧网址",
        Data "data" "数据文件",
        File "file" "图片和附件",
        Search "search" "检索文件",
        Traditional "traditional" "繁体页",
        List "list" "列表和其他页",
    }
}

/// What is counted, in Chinese; the English name is the key itself.
pub fn count_name(name: &str) -> &str {
    let mut names = Counted::VARIANTS.iter().chain(KindName::VARIANTS);
    names.find(|known| known.name == name).map_or(name, |known| known.alias)
}

/// How the inspection looks at what stands at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inspected {
    /// As a page: its tags, headings, footer, links and weight, and what private people must not find in it.
    Page,
    /// As text, for what private people must not find in it.
    Text,
    /// Not at all: a mirror shows what its page shows; pictures, attachments and what the search loads are looked at elsewhere.
    Nothing,
}

/// What is done with what stands at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handling {
    /// What reports count it as: the name of a [`Counted`], or of a document's kind.
    pub counted: &'static str,
    /// The template that makes the page, without its ending; `None` for a file that none makes.
    pub template: Option<&'static str>,
    /// Whether there is a page in traditional characters beside it, where the site has them.
    pub mirrored: bool,
    /// How the inspection looks at it.
    pub inspected: Inspected,
    /// Whether the site map for search engines lists it.
    pub listed: bool,
}

/// A page as most are.
fn page(template: &'static str, counted: Counted) -> Handling {
    Handling {
        counted: counted.name(),
        template: Some(template),
        mirrored: true,
        inspected: Inspected::Page,
        listed: true,
    }
}

/// A page that leads on, or stands where a server or the program looks for it.
fn service(template: &'static str, counted: Counted) -> Handling {
    Handling { mirrored: false, ..page(template, counted) }
}

/// A file that no template makes.
fn file(counted: Counted, inspected: Inspected) -> Handling {
    Handling { counted: counted.name(), template: None, mirrored: false, inspected, listed: false }
}

impl Resource {
    /// The pages that every site has at the same address.
    pub(super) const FIXED: [(&str, Self); 7] = [
        ("", Self::Home),
        ("units", Self::Units),
        ("people", Self::People),
        ("keywords", Self::Keywords),
        ("years", Self::Years),
        ("sitemap", Self::SiteMap),
        ("leaving", Self::Leaving),
    ];

    /// The row of the table.
    pub fn handling(&self, site: &Site) -> Handling {
        use Counted::{Data, File, List, Person, Redirect, Report, Search, Traditional, Unit};
        use Inspected::{Nothing, Text};
        match self {
            Self::Home => page("home", List),
            Self::Column(..) => page("list", List),
            Self::Document(id) => document(site, *id),
            Self::Report(_) => page("report", Report),
            Self::Unit(_) => page("unit", Unit),
            Self::Units => page("index", Unit),
            Self::Person(_) => page("person", Person),
            Self::People => page("index", Person),
            Self::Keyword(..) => page("list", List),
            Self::Keywords => page("index", List),
            Self::Year(..) => page("list", List),
            Self::Years => page("index", List),
            Self::Directory(..) => page("directory", List),
            Self::Calendar(_) => page("calendar", List),
            Self::SiteMap => page("index", List),
            Self::SearchPage => service("search", List),
            Self::StylePage => service("style", List),
            Self::NotFound => Handling { listed: false, ..service("404", List) },
            Self::Leaving => Handling { listed: false, ..service("leaving", List) },
            Self::Redirect(_) => Handling { listed: false, ..service("redirect", Redirect) },
            Self::Traditional(page) => Handling {
                template: page.handling(site).template,
                listed: true,
                ..file(Traditional, Nothing)
            },
            Self::Feed(..) => file(Data, Text),
            Self::Extract(..) => file(Data, Text),
            Self::CalendarFile => file(Data, Text),
            Self::Search(SearchFile::Texts(..)) => Handling { listed: true, ..file(Search, Text) },
            Self::Search(SearchFile::Guide | SearchFile::Pairs(..)) => {
                Handling { listed: true, ..file(Search, Nothing) }
            }
            Self::Picture(..) => Handling { listed: true, ..file(File, Nothing) },
            Self::File(_) => file(File, Nothing),
        }
    }

    /// When it changed, as far as documents tell.
    pub fn changed(&self, site: &Site) -> Option<Date> {
        let published = |id: &DocumentId| site.document(*id).published().date();
        match self {
            Self::Document(id) => Some(published(id)),
            Self::Report(id) => site.standings.get(id)?.as_of,
            Self::Column(id, _) => site.column(*id).documents.iter().map(published).max(),
            _ => None,
        }
    }
}

/// A document's page is made and counted by its kind, and search engines learn only of what is published.
fn document(site: &Site, id: DocumentId) -> Handling {
    let entry = site.entry(id);
    let kind = entry.document.kind.name().name();
    Handling {
        counted: kind,
        template: Some(kind),
        mirrored: true,
        inspected: Inspected::Page,
        listed: entry.unpublished.is_none(),
    }
}
