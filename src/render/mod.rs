//! Views and a theme -> bytes: every address of the site becomes a page or a file, each on its own.

mod atom;
mod calendar_file;
mod csv;
mod feed;
mod functions;
mod json_feed;
mod outputs;
mod robots;
mod sitemap;
mod theme;
mod theme_files;
mod xml;

pub use theme::{Asset, Theme};
pub use theme_files::ThemeFile;

use crate::diagnostic::Diagnostic;
use crate::site::{Route, Site, Target};
use crate::view::{Cards, Views};
use std::path::PathBuf;
use std::sync::Arc;

/// What is to be written at an address.
#[derive(Debug, PartialEq, Eq)]
pub enum Page {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A copy of a file of the content folder.
    Copy(PathBuf),
}

/// Renders the pages of a site in a theme. Rendering one page knows nothing of the others.
#[derive(Clone)]
pub struct Renderer {
    site: Site,
    cards: Cards,
    theme: Arc<Theme>,
}

impl Renderer {
    /// Prepares what pages share.
    pub fn new(site: Site, theme: Arc<Theme>) -> Self {
        Self {
            cards: Cards::new(&site),
            site,
            theme,
        }
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The theme.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// What stands at an address.
    ///
    /// # Errors
    /// The template failed; the diagnostic names it, its line, and the page.
    pub fn page(&self, route: &Route, target: &Target) -> Result<Page, Diagnostic> {
        if let Target::File(path) = target {
            let file = self.site.files.get(path);
            return Ok(file.map_or_else(|| Page::Bytes(Vec::new()), |f| Page::Copy(f.path.clone())));
        }
        let views = Views::new(&self.site, &self.cards);
        if let Some(bytes) = outputs::bytes(&views, target) {
            return Ok(Page::Bytes(bytes));
        }
        match views.view(target) {
            Some(view) => self.theme.render(&view, route).map(Page::Bytes),
            None => Ok(Page::Bytes(Vec::new())),
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
