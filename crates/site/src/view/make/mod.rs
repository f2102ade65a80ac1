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

pub use numbers::{date_words, file_size, number};

use super::keys::Keyed;
use super::keys::Keys;
use super::lens::{Cards, Known};
use super::{Card, Fields, Lens, Link, Page, Shared, SiteShell, Trace};
use crate::file::fingerprint;
use crate::site::{DocumentId, Resource, Site};

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

/// A site as makers see it: with the keys of its things and the cards of its documents.
#[derive(Debug)]
pub struct Sight {
    keys: Keys,
    cards: Cards,
}

impl Sight {
    /// Nothing of it is made yet; what of the site before is still right is taken over.
    pub fn new(site: &Site, before: Option<&Self>) -> Self {
        let keys = Keys::new(site);
        let last = |id: DocumentId| {
            let before = before?;
            before.cards.last(DocumentId::of(&id.key(&keys), &before.keys)?)
        };
        Self { cards: Cards::new(site, card::card, last), keys }
    }

    /// Whether what was made would be made again as it is.
    pub fn holds(&self, site: &Site, resource: &Resource, trace: &Trace) -> bool {
        trace.holds(self.known(site), resource)
    }

    fn known<'s>(&'s self, site: &'s Site) -> Known<'s> {
        Known { site, keys: &self.keys, cards: &self.cards }
    }
}

/// Makes the view of an address, and remembers what it was made of.
pub struct Views<'s> {
    site: Lens<'s>,
}

impl<'s> Views<'s> {
    /// For one address: a maker knows what it has asked.
    pub fn new(site: &'s Site, sight: &'s Sight) -> Self {
        Self { site: Lens::new(sight.known(site)) }
    }

    /// The site, as far as it may be seen.
    pub(crate) fn site(&self) -> &Lens<'s> {
        &self.site
    }

    /// What was asked to make what stands there.
    pub fn trace(self, resource: &Resource) -> Trace {
        self.site.trace(resource)
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
        self.site.shared(id).clone()
    }

    /// The card of a document.
    pub fn card(&self, id: DocumentId) -> &'s Card {
        self.site.card(id)
    }

    /// The hash of all that a document's card shows.
    pub fn card_fingerprint(&self, id: DocumentId) -> u64 {
        self.site.shared(id).fingerprint()
    }

    /// What tells the elements of one document from another's on a page: it follows from the document's path, so no other
    /// document's coming or going changes it.
    fn mark(&self, id: DocumentId) -> String {
        let hash = fingerprint(&self.site.path(id));
        format!("{:06x}", hash & 0xff_ffff)
    }

    /// Words that lead to a document.
    fn document_link(&self, id: DocumentId) -> Link {
        let head = self.site.head(id);
        self.link(head.title, head.route)
    }

    fn shared_all(&self, ids: impl IntoIterator<Item = DocumentId>) -> Vec<Shared> {
        ids.into_iter().map(|id| self.shared(id)).collect()
    }

    /// Chinese or English, by the site's language.
    fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.site.settings.pick(zh, en)
    }
}
