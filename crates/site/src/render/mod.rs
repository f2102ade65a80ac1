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
use crate::file::{Stamp, fingerprint};
use crate::search::Search;
use crate::site::{Resource, Route, SearchFile, Site};
use crate::view::{Sight, Trace, View, Views};
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
    /// The hashes of a page's fields by name.
    pub parts: Vec<(&'static str, u64)>,
    /// What it was gathered from; `None` where looking at that costs no less.
    pub trace: Option<Trace>,
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
    fn new(source: Source, trace: Option<Trace>) -> Self {
        let parts = match &source {
            Source::View(_, view) | Source::Traditional(_, view) => view.parts(),
            _ => Vec::new(),
        };
        let fingerprint = match &source {
            Source::View(template, _) | Source::Traditional(template, _) => {
                fingerprint(&(template, &parts))
            }
            Source::Bytes(bytes) => fingerprint(bytes),
            Source::Copy(_, stamp) => fingerprint(stamp),
            Source::Picture(request) => fingerprint(request),
            Source::Search(_, fingerprint) => *fingerprint,
        };
        Self { source, fingerprint, parts, trace }
    }

    /// The template that shows it without its ending, where one does.
    pub fn template(&self) -> Option<&'static str> {
        match &self.source {
            Source::View(template, _) | Source::Traditional(template, _) => Some(template),
            _ => None,
        }
    }
}

/// Renders the pages of a site in a theme. Rendering one page knows nothing of the others.
#[derive(Clone)]
pub struct Renderer {
    site: Site,
    sight: Arc<Sight>,
    search: Search,
    pictures: Arc<picture::Originals>,
    /// Made when the first page needs it.
    traditional: Arc<OnceLock<Result<Traditional, Diagnostic>>>,
    theme: Arc<Theme>,
}

impl Renderer {
    /// Prepares what pages share; what was made for the site before is taken over where it is still right.
    pub fn new(site: Site, theme: Arc<Theme>, before: Option<&Self>) -> Self {
        Self {
            sight: Arc::new(Sight::new(&site, before.map(|before| &*before.sight))),
            search: before.map(|before| before.search.next()).unwrap_or_default(),
            pictures: Arc::default(),
            traditional: before
                .map(|before| &before.traditional)
                .filter(|made| matches!(made.get(), Some(Ok(made)) if made.fits(&site)))
                .map_or_else(Arc::default, Arc::clone),
            site,
            theme,
        }
    }

    /// The same site in another theme.
    #[must_use]
    pub fn with_theme(&self, theme: Arc<Theme>) -> Self {
        Self { theme, ..self.clone() }
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// What is known for the search.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// The theme, for another site.
    pub fn shared_theme(&self) -> Arc<Theme> {
        Arc::clone(&self.theme)
    }

    /// The theme.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// Whether what was gathered for an address would be gathered again as it is.
    pub fn holds(&self, resource: &Resource, trace: &Trace) -> bool {
        self.sight.holds(&self.site, resource, trace)
    }

    /// Everything that goes into what stands at an address; nothing of it is rendered yet.
    pub fn prepare(&self, resource: &Resource) -> Prepared {
        match resource {
            Resource::Traditional(page) => self.prepare_traditional(page, resource),
            _ => self.gather(resource, resource),
        }
    }

    /// What `resource` shows, for the address of `whole`.
    fn gather(&self, resource: &Resource, whole: &Resource) -> Prepared {
        let views = Views::new(&self.site, &self.sight);
        let source = match resource.handling(&self.site).template {
            Some(template) => {
                views.view(resource).map(|view| Source::View(template, Box::new(view)))
            }
            None => self.file(&views, resource),
        };
        let is_gathered =
            !matches!(resource, Resource::File(_) | Resource::Picture(..) | Resource::Search(_));
        let trace = is_gathered.then(|| views.trace(whole));
        Prepared::new(source.unwrap_or(Source::Bytes(Vec::new())), trace)
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
                let fingerprint = self.search.fingerprint(&self.site, views, *file);
                Some(Source::Search(*file, fingerprint))
            }
            _ => outputs::bytes(views, resource).map(Source::Bytes),
        }
    }

    fn prepare_traditional(&self, page: &Resource, whole: &Resource) -> Prepared {
        let mut prepared = self.gather(page, whole);
        if let Source::View(template, mut view) = prepared.source {
            view.page.traditional = true;
            let names = self.traditional().map_or(0, |pages| pages.fingerprint);
            prepared.parts = view.parts();
            prepared.fingerprint = fingerprint(&(template, &prepared.parts, names));
            prepared.source = Source::Traditional(template, view);
        }
        prepared
    }

    fn traditional(&self) -> Result<&Traditional, Diagnostic> {
        let made = self.traditional.get_or_init(|| Traditional::new(&self.site));
        made.as_ref().map_err(Clone::clone)
    }

    /// The hash of the names that have forms of their own in traditional characters; zero where no page is in them.
    pub fn traditional_names(&self) -> u64 {
        match self.site.settings.file.traditional == Some(true) {
            true => self.traditional().map_or(0, |pages| pages.fingerprint),
            false => 0,
        }
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
                let views = Views::new(&self.site, &self.sight);
                Ok(Page::Bytes(self.search.bytes(&self.site, &views, file)))
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
