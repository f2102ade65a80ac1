//! Views and a theme -> bytes: every address of the site becomes a page or a file, each on its own.

mod atom;
mod calendar_file;
mod feed;
mod functions;
mod json_feed;
mod outputs;
mod picture;
mod robots;
mod sitemap;
mod theme;
mod theme_files;
mod traditional;
mod xml;

pub use theme::{Asset, Theme};
pub use theme_files::ThemeFile;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::file::{Stamp, fingerprint};
use crate::search::Search;
use crate::site::{DocumentId, Resource, Route, SearchFile, Site};
use crate::view::{Cards, View, Views};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use traditional::Traditional;

/// What is to be written at an address.
#[derive(Debug, PartialEq, Eq)]
pub enum Page {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A copy of a file of the content folder.
    Copy(PathBuf),
}

/// What an address is made of.
#[derive(Debug)]
pub struct Prepared {
    source: Source,
    /// The hash of all of it; what pages share with all others is not in it.
    pub fingerprint: u64,
    /// Whose cards are in it.
    pub shown: Vec<DocumentId>,
}

#[derive(Debug)]
enum Source {
    /// A template and what it shows.
    View(&'static str, Box<View>),
    /// The same, in traditional characters.
    Traditional(&'static str, Box<View>),
    Bytes(Vec<u8>),
    Copy(PathBuf, Stamp),
    Picture(picture::Request),
    /// A file of the search, with the hash of what it is made of.
    Search(SearchFile, u64),
}

impl Prepared {
    fn new(source: Source, shown: Vec<DocumentId>) -> Self {
        let fingerprint = match &source {
            Source::View(template, view) | Source::Traditional(template, view) => {
                fingerprint(&(template, view.parts()))
            }
            Source::Bytes(bytes) => fingerprint(bytes),
            Source::Copy(_, stamp) => fingerprint(stamp),
            Source::Picture(request) => fingerprint(request),
            Source::Search(_, fingerprint) => *fingerprint,
        };
        Self { source, fingerprint, shown }
    }

    /// The template that shows it without its ending, where one does.
    pub fn template(&self) -> Option<&'static str> {
        match &self.source {
            Source::View(template, _) | Source::Traditional(template, _) => Some(template),
            _ => None,
        }
    }

    /// The hashes of a page's fields by name.
    pub fn parts(&self) -> Vec<(&'static str, u64)> {
        match &self.source {
            Source::View(_, view) | Source::Traditional(_, view) => view.parts(),
            _ => Vec::new(),
        }
    }
}

/// Renders the pages of a site in a theme. Rendering one page knows nothing of the others.
#[derive(Clone)]
pub struct Renderer {
    site: Site,
    cards: Cards,
    search: Search,
    pictures: Arc<picture::Originals>,
    /// Made when the first page needs it.
    traditional: Arc<OnceLock<Result<Traditional, Diagnostic>>>,
    theme: Arc<Theme>,
}

impl Renderer {
    /// Prepares what pages share.
    pub fn new(site: Site, theme: Arc<Theme>) -> Self {
        Self {
            cards: Cards::new(&site),
            search: Search::default(),
            pictures: Arc::default(),
            traditional: Arc::default(),
            site,
            theme,
        }
    }

    /// The same for a site that comes after another: what still holds of that one is not found out again.
    #[must_use]
    pub fn after(self, before: Option<&Self>) -> Self {
        Self { search: before.map_or(self.search, |before| before.search.next()), ..self }
    }

    /// The same site with other texts; see [`Site::with_texts`].
    #[must_use]
    pub fn with_texts(&self, texts: Vec<(DocumentId, Arc<Document>)>) -> Self {
        let ids: Vec<DocumentId> = texts.iter().map(|(id, _)| *id).collect();
        Self {
            site: self.site.with_texts(texts),
            cards: self.cards.without(&ids),
            search: self.search.next(),
            pictures: Arc::clone(&self.pictures),
            traditional: Arc::clone(&self.traditional),
            theme: Arc::clone(&self.theme),
        }
    }

    /// The hash of a document's card.
    pub fn card(&self, id: DocumentId) -> u64 {
        self.cards.fingerprint(&self.site, id)
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// What is known for the search.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// The theme.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Everything that goes into what stands at an address; nothing of it is rendered yet.
    pub fn prepare(&self, resource: &Resource) -> Prepared {
        if let Resource::Traditional(page) = resource {
            return self.prepare_traditional(page);
        }
        let views = Views::new(&self.site, &self.cards);
        let source = match resource.handling(&self.site).template {
            Some(template) => {
                views.view(resource).map(|view| Source::View(template, Box::new(view)))
            }
            None => self.file(&views, resource),
        };
        Prepared::new(source.unwrap_or(Source::Bytes(Vec::new())), views.shown())
    }

    /// What no template makes.
    fn file(&self, views: &Views<'_>, resource: &Resource) -> Option<Source> {
        match resource {
            Resource::File(path) => {
                let file = self.site.files.get(path)?;
                Some(Source::Copy(file.path.clone(), file.stamp))
            }
            Resource::Picture(path, variant) => {
                picture::Request::new(&self.site, path, *variant).map(Source::Picture)
            }
            Resource::Search(file) => {
                Some(Source::Search(*file, self.search.fingerprint(views, *file)))
            }
            _ => outputs::bytes(views, resource).map(Source::Bytes),
        }
    }

    fn prepare_traditional(&self, page: &Resource) -> Prepared {
        let mut prepared = self.prepare(page);
        if let Source::View(template, mut view) = prepared.source {
            view.page.traditional = true;
            let names = self.traditional().map_or(0, |pages| pages.fingerprint);
            prepared.fingerprint = fingerprint(&(template, view.parts(), names));
            prepared.source = Source::Traditional(template, view);
        }
        prepared
    }

    fn traditional(&self) -> Result<&Traditional, Diagnostic> {
        let made = self.traditional.get_or_init(|| Traditional::new(&self.site));
        made.as_ref().map_err(Clone::clone)
    }

    /// What stands at an address.
    ///
    /// # Errors
    /// The template failed; the diagnostic names it, its line, and the page.
    pub fn page(&self, route: &Route, resource: &Resource) -> Result<Page, Diagnostic> {
        self.finish(route, self.prepare(resource))
    }

    /// Makes the page of what was prepared.
    ///
    /// # Errors
    /// The template failed; the diagnostic names it, its line, and the page.
    pub fn finish(&self, route: &Route, prepared: Prepared) -> Result<Page, Diagnostic> {
        match prepared.source {
            Source::Copy(path, _) => Ok(Page::Copy(path)),
            Source::Bytes(bytes) => Ok(Page::Bytes(bytes)),
            Source::Search(file, _) => {
                let views = Views::new(&self.site, &self.cards);
                Ok(Page::Bytes(self.search.bytes(&views, file)))
            }
            Source::Picture(request) => {
                let made = self.pictures.make(&request).map(Page::Bytes);
                made.map_err(|problem| self.site.in_document(problem))
            }
            Source::View(template, view) => {
                self.theme.render(template, &view, route).map(Page::Bytes)
            }
            Source::Traditional(template, view) => {
                let simplified = self.theme.render(template, &view, route)?;
                let link = |address: &str| traditional::link(&self.site, address);
                let html = String::from_utf8_lossy(&simplified);
                let page = self.traditional()?.page(&html, &link);
                Ok(Page::Bytes(page.into_bytes()))
            }
        }
    }

    /// What no single address makes: the theme's files, the sitemap, robots.txt.
    pub fn extras(&self) -> Vec<(Route, Vec<u8>)> {
        let mut extras: Vec<_> = self
            .theme
            .assets()
            .iter()
            .map(|asset| (asset.route.clone(), asset.bytes.clone()))
            .collect();
        extras.extend(outputs::sitemap(&self.site));
        extras
    }
}
