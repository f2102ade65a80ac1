//! The site's facts -> views: one small file a kind of page.

mod blocks;
mod calendar;
mod card;
mod document;
mod home;
mod list;
mod numbers;
mod people;
mod plan;
mod shell;
mod text;

pub use card::{is_lapsed, kind_number};
pub use numbers::{date_words, file_size, number};

use super::{
    CalendarView, Card, DirectoryView, DocumentView, Expose, HomeView, IndexView, ListView, Page,
    PersonView, RedirectView, ReportView, Shared, SiteShell, UnitView,
};
use crate::file::fingerprint;
use crate::site::{DocumentId, Site, Target};
use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

/// What one HTML page shows, with the template that shows it.
#[derive(Debug)]
pub struct View {
    /// Head, breadcrumb and what else every page has.
    pub page: Page,
    /// The page's own content.
    pub content: Content,
}

/// The content of a page; each has its template.
#[derive(Debug)]
pub enum Content {
    /// `home.html`.
    Home(Box<HomeView>),
    /// `list.html`.
    List(Box<ListView>),
    /// `meeting.html`, `plan.html` …, by the document's kind.
    Document(&'static str, Box<DocumentView>),
    /// `report.html`.
    Report(Box<ReportView>),
    /// `unit.html`.
    Unit(Box<UnitView>),
    /// `person.html`.
    Person(Box<PersonView>),
    /// `index.html`.
    Index(Box<IndexView>),
    /// `directory.html`.
    Directory(Box<DirectoryView>),
    /// `calendar.html`.
    Calendar(Box<CalendarView>),
    /// `redirect.html`.
    Redirect(Box<RedirectView>),
    /// `404.html`, `leaving.html`, `search.html`.
    Plain(&'static str),
}

impl View {
    /// The template's file name.
    pub fn template(&self) -> String {
        let name = match &self.content {
            Content::Home(_) => "home",
            Content::List(_) => "list",
            Content::Document(name, _) | Content::Plain(name) => name,
            Content::Report(_) => "report",
            Content::Unit(_) => "unit",
            Content::Person(_) => "person",
            Content::Index(_) => "index",
            Content::Directory(_) => "directory",
            Content::Calendar(_) => "calendar",
            Content::Redirect(_) => "redirect",
        };
        format!("{name}.html")
    }

    /// What the template sees.
    pub fn context(&self) -> tera::Context {
        let mut context = tera::Context::new();
        context.insert_value("page", self.page.expose());
        let named = match &self.content {
            Content::Home(view) => ("home", view.expose()),
            Content::List(view) => ("list", view.expose()),
            Content::Document(_, view) => ("doc", view.expose()),
            Content::Report(view) => ("report", view.expose()),
            Content::Unit(view) => ("unit", view.expose()),
            Content::Person(view) => ("person", view.expose()),
            Content::Index(view) => ("index", view.expose()),
            Content::Directory(view) => ("directory", view.expose()),
            Content::Calendar(view) => ("calendar", view.expose()),
            Content::Redirect(view) => ("redirect", view.expose()),
            Content::Plain(_) => return context,
        };
        context.insert_value(named.0, named.1);
        context
    }

    /// The hash of everything that the page shows, field by field: first those of the head, then those of the content.
    pub fn parts(&self) -> Vec<(&'static str, u64)> {
        let mut parts = self.page.parts();
        parts.extend(match &self.content {
            Content::Home(view) => view.parts(),
            Content::List(view) => view.parts(),
            Content::Document(_, view) => view.parts(),
            Content::Report(view) => view.parts(),
            Content::Unit(view) => view.parts(),
            Content::Person(view) => view.parts(),
            Content::Index(view) => view.parts(),
            Content::Directory(view) => view.parts(),
            Content::Calendar(view) => view.parts(),
            Content::Redirect(view) => view.parts(),
            Content::Plain(_) => Vec::new(),
        });
        parts
    }

    /// The hash of everything that the page shows, and of the template's name.
    pub fn fingerprint(&self) -> u64 {
        fingerprint(&(self.template(), self.parts()))
    }
}

/// What every page shows of a site.
pub fn shell(site: &Site) -> SiteShell {
    shell::shell(site)
}

/// The cards of a site's documents, which many pages show: each is made when it is first asked for, then shared.
#[derive(Clone, Debug)]
pub struct Cards(Vec<OnceLock<Arc<(Card, Shared)>>>);

impl Cards {
    /// No card is made yet.
    pub fn new(site: &Site) -> Self {
        Self(vec![OnceLock::new(); site.entries.len()])
    }

    /// The same without the cards of some documents.
    #[must_use]
    pub fn without(&self, ids: &[DocumentId]) -> Self {
        let mut cards = self.clone();
        for id in ids {
            cards.0[id.index()] = OnceLock::new();
        }
        cards
    }

    fn get(&self, site: &Site, id: DocumentId) -> &(Card, Shared) {
        self.0[id.index()].get_or_init(|| {
            let card = card::card(site, id);
            let shared = Shared::new(&card);
            Arc::new((card, shared))
        })
    }

    /// The hash of all that a document's card shows.
    pub fn fingerprint(&self, site: &Site, id: DocumentId) -> u64 {
        self.get(site, id).1.fingerprint()
    }
}

/// Makes the view of an address, and remembers whose cards went into it.
pub struct Views<'s> {
    site: &'s Site,
    cards: &'s Cards,
    shown: RefCell<Vec<DocumentId>>,
}

impl<'s> Views<'s> {
    /// For one address: a maker knows what it has shown.
    pub fn new(site: &'s Site, cards: &'s Cards) -> Self {
        Self { site, cards, shown: RefCell::default() }
    }

    /// The site.
    pub fn site(&self) -> &'s Site {
        self.site
    }

    /// Whose cards were asked for, in the order of the ids and once each.
    pub fn shown(&self) -> Vec<DocumentId> {
        let mut shown = self.shown.borrow().clone();
        shown.sort_unstable();
        shown.dedup();
        shown
    }

    /// The view of an address; `None` for files that no template makes.
    pub fn view(&self, target: &Target) -> Option<View> {
        Some(match target {
            Target::Home => self.home(),
            Target::Column(id, page) => self.column(*id, *page),
            Target::Document(id) => self.document(*id),
            Target::Report(id) => self.report(*id)?,
            Target::Unit(id) => self.unit(*id),
            Target::Units => self.units(),
            Target::Person(id) => self.person(*id),
            Target::People => self.people(),
            Target::Keyword(id, page) => self.keyword(*id, *page),
            Target::Keywords => self.keywords(),
            Target::Year(year, page) => self.year(*year, *page),
            Target::Years => self.years(),
            Target::Directory(facet, page) => self.directory(*facet, *page),
            Target::Calendar(month) => self.calendar(*month),
            Target::SiteMap => self.site_map(),
            Target::SearchPage => self.search(),
            Target::StylePage => self.style_page(),
            Target::NotFound => self.not_found(),
            Target::Leaving => self.leaving(),
            Target::Redirect(id) => self.redirect(*id),
            Target::Feed(..)
            | Target::Extract(..)
            | Target::CalendarFile
            | Target::Search(_)
            | Target::Picture(..)
            | Target::Traditional(_)
            | Target::File(_) => return None,
        })
    }

    /// The card of a document, shared.
    fn shared(&self, id: DocumentId) -> Shared {
        self.made(id).1.clone()
    }

    /// The card of a document.
    pub fn card(&self, id: DocumentId) -> &Card {
        &self.made(id).0
    }

    fn made(&self, id: DocumentId) -> &'s (Card, Shared) {
        self.shown.borrow_mut().push(id);
        self.cards.get(self.site, id)
    }

    /// What tells the elements of one document from another's on a page: it follows from the document's path, so no other
    /// document's coming or going changes it.
    fn mark(&self, id: DocumentId) -> String {
        let hash = fingerprint(&self.site.document(id).path);
        format!("{:06x}", hash & 0xff_ffff)
    }

    fn shared_all(&self, ids: impl IntoIterator<Item = DocumentId>) -> Vec<Shared> {
        ids.into_iter().map(|id| self.shared(id)).collect()
    }

    /// Chinese or English, by the site's language.
    fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.site.settings.pick(zh, en)
    }
}
