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
use crate::site::{DocumentId, Route, Site, Target};
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
    View(Box<View>),
    Traditional(Box<View>),
    Bytes(Vec<u8>),
    Copy(PathBuf, Stamp),
    Picture(picture::Request),
}

impl Prepared {
    fn new(source: Source, shown: Vec<DocumentId>) -> Self {
        let fingerprint = match &source {
            Source::View(view) | Source::Traditional(view) => view.fingerprint(),
            Source::Bytes(bytes) => fingerprint(bytes),
            Source::Copy(_, stamp) => fingerprint(stamp),
            Source::Picture(request) => fingerprint(request),
        };
        Self { source, fingerprint, shown }
    }

    /// The template that shows it, where one does.
    pub fn template(&self) -> Option<String> {
        match &self.source {
            Source::View(view) | Source::Traditional(view) => Some(view.template()),
            _ => None,
        }
    }

    /// The hashes of a page's fields by name.
    pub fn parts(&self) -> Vec<(&'static str, u64)> {
        match &self.source {
            Source::View(view) | Source::Traditional(view) => view.parts(),
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
            search: Search::new(&site),
            pictures: Arc::default(),
            traditional: Arc::default(),
            site,
            theme,
        }
    }

    /// The same site with other texts; see [`Site::with_texts`].
    #[must_use]
    pub fn with_texts(&self, texts: Vec<(DocumentId, Arc<Document>)>) -> Self {
        let ids: Vec<DocumentId> = texts.iter().map(|(id, _)| *id).collect();
        Self {
            site: self.site.with_texts(texts),
            cards: self.cards.without(&ids),
            search: self.search.without(&ids),
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
    pub fn prepare(&self, target: &Target) -> Prepared {
        if let Target::File(path) = target {
            let file = self.site.files.get(path);
            let source = file.map_or(Source::Bytes(Vec::new()), |file| {
                Source::Copy(file.path.clone(), file.stamp)
            });
            return Prepared::new(source, Vec::new());
        }
        if let Target::Picture(path, variant) = target {
            let source = picture::Request::new(&self.site, path, *variant);
            let source = source.map_or(Source::Bytes(Vec::new()), Source::Picture);
            return Prepared::new(source, Vec::new());
        }
        if let Target::Traditional(page) = target {
            return self.prepare_traditional(page);
        }
        let views = Views::new(&self.site, &self.cards);
        let bytes = match target {
            Target::Search(file) => Some(self.search.bytes(&views, *file)),
            _ => outputs::bytes(&views, target),
        };
        let source = match bytes {
            Some(bytes) => Source::Bytes(bytes),
            None => views
                .view(target)
                .map_or(Source::Bytes(Vec::new()), |view| Source::View(Box::new(view))),
        };
        Prepared::new(source, views.shown())
    }

    fn prepare_traditional(&self, page: &Target) -> Prepared {
        let mut prepared = self.prepare(page);
        if let Source::View(mut view) = prepared.source {
            view.page.traditional = true;
            let names = self.traditional().map_or(0, |pages| pages.fingerprint);
            prepared.fingerprint = fingerprint(&(view.fingerprint(), names));
            prepared.source = Source::Traditional(view);
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
    pub fn page(&self, route: &Route, target: &Target) -> Result<Page, Diagnostic> {
        self.finish(route, self.prepare(target))
    }

    /// Makes the page of what was prepared.
    ///
    /// # Errors
    /// The template failed; the diagnostic names it, its line, and the page.
    pub fn finish(&self, route: &Route, prepared: Prepared) -> Result<Page, Diagnostic> {
        match prepared.source {
            Source::Copy(path, _) => Ok(Page::Copy(path)),
            Source::Bytes(bytes) => Ok(Page::Bytes(bytes)),
            Source::Picture(request) => self.pictures.make(&request).map(Page::Bytes),
            Source::View(view) => self.theme.render(&view, route).map(Page::Bytes),
            Source::Traditional(view) => {
                let simplified = self.theme.render(&view, route)?;
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
