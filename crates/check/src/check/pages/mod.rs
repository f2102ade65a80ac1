//! 网页: the pages as they are built, read as an inspector's program reads them. What the documents say stands in other
//! rooms; here is what the theme makes of them.
//!
//! A fault of the theme is on every page: it is told once, with how many pages have it.

mod accessibility;
mod colours;
mod loads;
mod marks;
mod outline;

pub(super) use accessibility::skipping;

use super::privacy;
use crate::diagnostic::{Code, Diagnostic, Words};
use crate::render::{Page, Renderer};
use crate::say;
use crate::site::{DocumentId, Inspected, Resource, Route, Site};
use outline::{Outline, outline};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What is wrong on one page.
struct Finding {
    code: Code,
    words: Words,
}

impl Finding {
    fn new(code: Code, words: Words) -> Self {
        Self { code, words }
    }
}

/// A page with what it is for.
struct Seen<'s> {
    site: &'s Site,
    resource: &'s Resource,
    outline: Outline,
    /// What its footer must show.
    items: &'s [marks::Item],
    /// Its own bytes.
    size: usize,
}

/// Looks at the pages and data files that are wanted, and at the theme's colours.
pub fn check(renderer: &Renderer, wanted: impl Fn(&Route) -> bool + Sync) -> Vec<Diagnostic> {
    let site = renderer.site();
    let inspector = Inspector::new(renderer);
    let found: Vec<(&Route, &Resource, Finding)> = site
        .routes
        .par_iter()
        .filter(|(route, _)| wanted(route))
        .flat_map_iter(|(route, resource)| {
            let findings = inspector.look(route, resource);
            findings.into_iter().map(move |one| (route, resource, one))
        })
        .collect();
    let mut problems = together(site, found);
    problems.extend(colours::check(site, renderer.theme()));
    problems
}

/// What looking at a page takes.
struct Inspector<'r> {
    renderer: &'r Renderer,
    items: Vec<marks::Item>,
    /// Bytes of what pages load, by address, where that is known without making it.
    sizes: HashMap<String, usize>,
    /// Numbers of private people that stand in the files and are told there.
    known: HashSet<String>,
}

impl<'r> Inspector<'r> {
    fn new(renderer: &'r Renderer) -> Self {
        Self {
            items: marks::items(renderer.site()),
            sizes: loads::sizes(renderer),
            known: privacy::known(renderer.site()),
            renderer,
        }
    }

    fn look(&self, route: &Route, resource: &Resource) -> Vec<Finding> {
        match resource.handling(self.renderer.site()).inspected {
            Inspected::Nothing => Vec::new(),
            Inspected::Text => {
                let text = self.bytes(route, resource);
                let text = String::from_utf8_lossy(&text);
                self.numbers(&text).collect()
            }
            Inspected::Page => self.page(route, resource),
        }
    }

    /// A page that cannot be made stops the build, and is told there.
    fn bytes(&self, route: &Route, resource: &Resource) -> Vec<u8> {
        match self.renderer.page(route, resource) {
            Ok(Page::Bytes(bytes)) => bytes,
            Ok(Page::Copy(_)) | Err(_) => Vec::new(),
        }
    }

    fn page(&self, route: &Route, resource: &Resource) -> Vec<Finding> {
        let bytes = self.bytes(route, resource);
        let seen = Seen {
            site: self.renderer.site(),
            resource,
            outline: outline(&bytes),
            items: &self.items,
            size: bytes.len(),
        };
        let mut found = marks::check(&seen);
        found.extend(accessibility::check(&seen));
        found.extend(loads::check(&seen, &self.sizes));
        found.extend(self.numbers(&seen.outline.text));
        found
    }

    /// Numbers that no file of the content holds as they are: templates, escapes, sums may make them.
    fn numbers<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Finding> + 't {
        let found = privacy::numbers(text);
        let new = found.filter(|number| !self.known.contains(&number.digits));
        new.map(|number| Finding::new(number.code, number.words))
    }
}

/// The same fault on many pages is told once. What one document's page alone has is told at the document.
fn together(site: &Site, found: Vec<(&Route, &Resource, Finding)>) -> Vec<Diagnostic> {
    type Pages<'f> = (Finding, Vec<(&'f Route, &'f Resource)>);
    let mut faults: BTreeMap<(Code, String), Pages<'_>> = BTreeMap::new();
    for (route, resource, finding) in found {
        let key = (finding.code, finding.words.zh.clone());
        let fault = faults.entry(key).or_insert_with(|| (finding, Vec::new()));
        fault.1.push((route, resource));
    }
    let told = faults.into_values().filter_map(|(finding, pages)| {
        let (route, resource) = *pages.first()?;
        let problem = Diagnostic::warning(finding.code, finding.words);
        let (count, address) = (pages.len(), site.url(route));
        Some(match (count, resource) {
            (1, Resource::Document(id)) => at_document(problem, site, *id),
            (1, _) => problem.in_file(format!("public/{}", route.output())),
            _ => problem.in_file(format!("public/{}", route.output())).hint(say!(
                "{count} 个网页都这样，例如 {address}",
                "{count} pages are like this, such as {address}"
            )),
        })
    });
    told.collect()
}

fn at_document(problem: Diagnostic, site: &Site, id: DocumentId) -> Diagnostic {
    let document = site.document(id);
    problem.at(&document.source, document.common.title.span)
}
