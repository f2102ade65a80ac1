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

pub use card::is_lapsed;
pub use numbers::{date_words, file_size, number};

use super::{Card, Fields, Page, Shared, SiteShell};
use crate::file::fingerprint;
use crate::site::{DocumentId, Resource, Site};
use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

/// What one HTML page shows; the template is the address's, see [`Resource::handling`].
#[derive(Debug)]
pub struct View {
    /// Head, breadcrumb and what else every page has.
    pub page: Page,
    /// The page's own content.
    pub content: Content,
}

/// The content of a page under the name that its template knows; some pages have none.
#[derive(Debug)]
pub struct Content(Option<(&'static str, Box<dyn Fields>)>);

impl Content {
    /// The page says what it has to say in its template.
    const NONE: Self = Self(None);

    fn new(name: &'static str, view: impl Fields + 'static) -> Self {
        Self(Some((name, Box::new(view))))
    }
}

impl View {
    /// What the template sees.
    pub fn context(&self) -> tera::Context {
        let mut context = tera::Context::new();
        context.insert_value("page", self.page.value());
        if let Some((name, view)) = &self.content.0 {
            context.insert_value(*name, view.value());
        }
        context
    }

    /// The hash of everything that the page shows, field by field: first those of the head, then those of the content.
    pub fn parts(&self) -> Vec<(&'static str, u64)> {
        let mut parts = self.page.parts();
        parts.extend(self.content.0.iter().flat_map(|(_, view)| view.parts()));
        parts
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
    pub fn view(&self, resource: &Resource) -> Option<View> {
        Some(match resource {
            Resource::Home => self.home(),
            Resource::Column(id, page) => self.column(*id, *page),
            Resource::Document(id) => self.document(*id),
            Resource::Report(id) => self.report(*id)?,
            Resource::Unit(id) => self.unit(*id),
            Resource::Units => self.units(),
            Resource::Person(id) => self.person(*id),
            Resource::People => self.people(),
            Resource::Keyword(id, page) => self.keyword(*id, *page),
            Resource::Keywords => self.keywords(),
            Resource::Year(year, page) => self.year(*year, *page),
            Resource::Years => self.years(),
            Resource::Directory(facet, page) => self.directory(*facet, *page),
            Resource::Calendar(month) => self.calendar(*month),
            Resource::SiteMap => self.site_map(),
            Resource::SearchPage => self.search(),
            Resource::StylePage => self.style_page(),
            Resource::NotFound => self.not_found(),
            Resource::Leaving => self.leaving(),
            Resource::Redirect(id) => self.redirect(*id),
            Resource::Feed(..)
            | Resource::Extract(..)
            | Resource::CalendarFile
            | Resource::Search(_)
            | Resource::Picture(..)
            | Resource::Traditional(_)
            | Resource::File(_) => return None,
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

    /// The hash of all that a document's card shows.
    pub fn card_fingerprint(&self, id: DocumentId) -> u64 {
        self.made(id).1.fingerprint()
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
