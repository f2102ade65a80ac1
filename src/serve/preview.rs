//! What the server shows at one moment. It never changes; a change is a new one.

use crate::check::check_document;
use crate::diagnostic::{Diagnostic, Severity};
use crate::file::{fingerprint, open_below};
use crate::render::{Page, Renderer};
use crate::site::{Resource, Route};
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A site with the problems of the last look at its files.
pub struct Preview {
    /// The content folder.
    content: PathBuf,
    renderer: Option<Renderer>,
    problems: Vec<Diagnostic>,
    /// What no single address makes, when it is first asked for.
    extras: OnceLock<HashMap<Route, Vec<u8>>>,
}

/// What stands at a path.
pub(super) enum Found {
    /// A page or a file.
    Page(Page),
    /// There is a folder of that name: its address ends in `/`.
    Folder,
    /// Its template failed.
    Failed(Diagnostic),
    /// Nothing.
    Nothing,
}

impl Preview {
    /// With an error among the problems the site lacks something, or is the one before; `None` before there was any.
    /// `source` holds the content folder.
    pub fn new(source: &Path, renderer: Option<Renderer>, problems: Vec<Diagnostic>) -> Self {
        let content = source.join("content");
        Self { content, renderer, problems, extras: OnceLock::new() }
    }

    /// Opens a file of the content folder.
    pub(super) fn open(&self, path: &Path) -> io::Result<File> {
        let name = path.strip_prefix(&self.content).map_err(io::Error::other)?;
        open_below(&self.content, name)
    }

    /// The problems of the last look at the files.
    pub(super) fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// What an inspection would find in the document that a decoded path shows.
    pub(super) fn findings(&self, path: &str) -> Vec<Diagnostic> {
        let home = self.home();
        let shown = self.renderer.as_ref().zip(path.strip_prefix(home.as_str()));
        let Some((renderer, below)) = shown.filter(|_| !self.is_behind()) else {
            return Vec::new();
        };
        let site = renderer.site();
        match site.routes.get(&Route::file(below)) {
            Some(Resource::Document(id)) => check_document(site, *id),
            _ => Vec::new(),
        }
    }

    /// Whether the site is not all that its files are.
    pub(super) fn is_behind(&self) -> bool {
        let error = |problem: &Diagnostic| problem.severity == Severity::Error;
        self.problems.iter().any(error)
    }

    /// The path of the site's root, `/yunxi/` or `/`.
    pub(super) fn home(&self) -> String {
        let renderer = self.renderer.as_ref();
        let home = renderer.map(|renderer| renderer.site().url(&Route::folder("")));
        home.and_then(|home| super::request::plain_path(&home)).unwrap_or_else(|| "/".to_owned())
    }

    /// What stands at a decoded path, the site's own path included.
    pub(super) fn find(&self, path: &str) -> Found {
        let Some(renderer) = &self.renderer else {
            return Found::Nothing;
        };
        let home = self.home();
        let Some(below) = path.strip_prefix(home.as_str()) else {
            return match format!("{path}/") == home || path == "/" {
                true => Found::Folder,
                false => Found::Nothing,
            };
        };
        let route = Route::file(below);
        if let Some(resource) = renderer.site().routes.get(&route) {
            return match renderer.page(&route, resource) {
                Ok(page) => Found::Page(page),
                Err(problem) => Found::Failed(problem),
            };
        }
        if let Some(bytes) = self.extras(renderer).get(&route) {
            return Found::Page(Page::Bytes(bytes.clone()));
        }
        match renderer.site().routes.contains_key(&route.below("/")) {
            true => Found::Folder,
            false => Found::Nothing,
        }
    }

    /// The site's own page for what is not there.
    pub(super) fn not_found(&self) -> Option<Vec<u8>> {
        let renderer = self.renderer.as_ref()?;
        let route = Route::file("404.html");
        let resource = renderer.site().routes.get(&route)?;
        match renderer.page(&route, resource) {
            Ok(Page::Bytes(bytes)) => Some(bytes),
            _ => None,
        }
    }

    fn extras(&self, renderer: &Renderer) -> &HashMap<Route, Vec<u8>> {
        self.extras.get_or_init(|| renderer.extras().into_iter().collect())
    }

    /// The addresses of the style sheets by the part of their names that stays: `site.css`.
    pub(super) fn styles(&self) -> Vec<(String, String)> {
        let Some(renderer) = &self.renderer else {
            return Vec::new();
        };
        let assets = renderer.theme().assets().iter();
        assets
            .filter_map(|asset| {
                let stem = asset.route.as_str().strip_suffix(".css")?;
                let (stem, _) = stem.rsplit_once('.')?;
                let name = stem.rsplit('/').next().unwrap_or(stem);
                Some((format!("{name}.css"), renderer.site().url(&asset.route)))
            })
            .collect()
    }

    /// The mark of a page: its bytes as a number, without the addresses of style sheets.
    pub(super) fn mark_of(&self, bytes: &[u8]) -> u64 {
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        for (name, address) in self.styles() {
            text = text.replace(&address, &name);
        }
        fingerprint(&text)
    }
}
