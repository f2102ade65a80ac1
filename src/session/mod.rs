//! The way from files to pages, once or again and again.
//!
//! [`build`] goes it once. A [`Session`] keeps what was read and linked, so that going it again costs what has changed;
//! [`Live`] keeps one up to date while files change and time goes by.

mod build;
mod clock;
mod live;

pub use build::{Request, build, build_in};
pub use clock::{Clock, now};
pub use live::{Live, Step};

use crate::check::Scales;
use crate::diagnostic::{Code, Diagnostic, Severity, has_errors};
use crate::document::{Difference, Document};
use crate::read::{Content, Memory, Reread};
use crate::render::{Renderer, Theme};
use crate::review::{self, Reviews};
use crate::say;
use crate::site::{self, Audience, DocumentId, Sight, Site};
use crate::write::Stages;
use jiff::ToSpan;
use jiff::civil::{DateTime, Time};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a new look at the files brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Update {
    /// Nothing that anybody could see.
    Same,
    /// Something; what of it readers see is found out when pages are made.
    Changed,
    /// There are errors, and the site is the one before.
    Failed,
}

/// What becomes of a site with errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errors {
    /// It is not made: the one before stays.
    Stop,
    /// It is made of all the rest; a document that cannot be read stays as it was read last. Nobody may publish this.
    LeaveOut,
}

/// What is known of the files of themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Themes {
    /// None of them changed.
    AsTheyWere,
    /// Some may have.
    Unknown,
}

/// A site that is kept up to date with its files.
pub struct Session {
    source: PathBuf,
    audience: Audience,
    errors: Errors,
    search: bool,
    memory: Memory,
    reviews: review::Memory,
    renderer: Option<Renderer>,
    /// What was found on the way to that site, not weighed.
    found: Vec<Diagnostic>,
    problems: Vec<Diagnostic>,
    /// Moments at which a document appears or disappears.
    moments: BTreeSet<DateTime>,
}

impl Session {
    /// Nothing is read yet. `source` is the folder that holds `content/`.
    pub fn new(source: &Path, audience: Audience) -> Self {
        Self {
            source: source.to_owned(),
            audience,
            errors: Errors::Stop,
            search: true,
            memory: Memory::new(source),
            reviews: review::Memory::new(source),
            renderer: None,
            found: Vec::new(),
            problems: Vec::new(),
            moments: BTreeSet::new(),
        }
    }

    /// Decides what becomes of a site with errors; without it they stop everything.
    #[must_use]
    pub fn with_errors(mut self, errors: Errors) -> Self {
        self.errors = errors;
        self.memory.keep_last(errors == Errors::LeaveOut);
        self
    }

    /// Whether readers may search the site, where its settings don't say no.
    pub fn allow_search(&mut self, search: bool) {
        self.search = search;
    }

    /// The last site that was made, ready to be rendered: without errors, or without what has some.
    pub fn renderer(&self) -> Option<&Renderer> {
        self.renderer.as_ref()
    }

    /// What was found on the way to that site, for an inspection to weigh.
    pub fn found(&self) -> &[Diagnostic] {
        &self.found
    }

    /// The problems of the last look at the files, as a build tells them.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// When the site of `clock` begins to look different although no file changes: a document's time has come or is over,
    /// or the day ends.
    pub fn due(&self, clock: DateTime) -> DateTime {
        let tomorrow = clock.date().saturating_add(1.day());
        let midnight = tomorrow.to_datetime(Time::midnight());
        let next = self.moments.range(clock..).find(|moment| **moment > clock);
        next.map_or(midnight, |moment| midnight.min(*moment))
    }

    /// Reads whatever may have changed and links all of it.
    pub fn read(&mut self, clock: DateTime, stages: &mut Stages) -> Update {
        let read = stages.time("read", || self.memory.read());
        self.link(read, Themes::Unknown, clock, stages)
    }

    fn link(
        &mut self,
        (content, mut found): (Option<Content>, Vec<Diagnostic>),
        themes: Themes,
        clock: DateTime,
        stages: &mut Stages,
    ) -> Update {
        let Some(content) = content else {
            return self.fail(found);
        };
        let (reviews, more) = self.review(&content, stages);
        found.extend(more);
        self.moments = moments(&content, &reviews);
        let sight = Sight { clock, audience: self.audience, search: self.search };
        let before = self.renderer.as_ref().map(Renderer::site);
        let (site, linked) =
            stages.time("link", || site::link_after(before, content, reviews, sight));
        found.extend(linked.into_iter().map(of_approved));
        let mut problems = self.told(&site, found.clone());
        if self.errors == Errors::Stop && has_errors(&problems) {
            return self.fail(problems);
        }
        match stages.time("theme", || self.theme(&site, themes)) {
            Ok(theme) => {
                let before = self.renderer.take();
                self.renderer = Some(Renderer::new(site, theme, before.as_ref()));
                self.found = found;
                self.problems = problems;
                Update::Changed
            }
            Err(more) => {
                problems.extend(more);
                self.fail(problems)
            }
        }
    }

    /// The theme of a site: the one before where it would be the same. With errors the last look may not have come so far.
    fn theme(&self, site: &Site, themes: Themes) -> Result<Arc<Theme>, Vec<Diagnostic>> {
        let before = self.renderer.as_ref().filter(|before| {
            themes == Themes::AsTheyWere
                && !has_errors(&self.problems)
                && before.site().settings.source == site.settings.source
                && before.theme().fits(site)
        });
        match before {
            Some(before) => Ok(before.shared_theme()),
            None => Theme::load(&self.source, site).map(Arc::new),
        }
    }

    /// What was found as a build tells it. What the office alone sees may show all of it beside a log of the reviews with
    /// something wrong.
    fn told(&self, site: &Site, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut problems = Scales::new(site).build(found);
        if self.audience == Audience::Office {
            let log = problems.iter_mut().filter(|p| p.code == Code::ReviewLog);
            log.for_each(|problem| problem.severity = Severity::Warning);
        }
        problems
    }

    /// Finds out what is approved.
    fn review(&mut self, content: &Content, stages: &mut Stages) -> (Reviews, Vec<Diagnostic>) {
        if content.settings.review.is_none() {
            return (Reviews::default(), Vec::new());
        }
        stages.time("review", || self.reviews.look(content))
    }

    /// Remembers how far the log of the reviews goes, for a site that is relied on.
    pub fn remember_reviews(&self) {
        self.reviews.remember();
    }

    fn fail(&mut self, problems: Vec<Diagnostic>) -> Update {
        self.problems = problems;
        Update::Failed
    }

    /// Looks at files that may have changed: where only texts did, nothing else is read or linked.
    pub fn update(
        &mut self,
        files: &BTreeSet<PathBuf>,
        clock: DateTime,
        stages: &mut Stages,
    ) -> Update {
        let files: BTreeSet<PathBuf> =
            files.iter().filter(|file| self.memory.concerns(file)).cloned().collect();
        if files.is_empty() {
            return Update::Same;
        }
        let files = &files;
        if let Some(update) = stages.time("read", || self.read_texts(files, clock)) {
            return update;
        }
        if let Some(update) = self.load_theme(files, clock, stages) {
            return update;
        }
        match stages.time("read", || self.memory.read_edits(files)) {
            Some(read) => self.link(read, Themes::AsTheyWere, clock, stages),
            None => self.read_again(files, clock, stages),
        }
    }

    /// Reads and links everything, and these files whatever they look like.
    pub fn read_again(
        &mut self,
        files: &BTreeSet<PathBuf>,
        clock: DateTime,
        stages: &mut Stages,
    ) -> Update {
        self.memory.distrust(files);
        self.read(clock, stages)
    }

    /// Where only files of themes changed, the site is what it was.
    fn load_theme(
        &mut self,
        files: &BTreeSet<PathBuf>,
        clock: DateTime,
        stages: &mut Stages,
    ) -> Option<Update> {
        let renderer = self.renderer.as_ref()?;
        let site = renderer.site();
        let themes = self.source.join("themes");
        let only_themes = files.iter().all(|file| file.starts_with(&themes));
        if !only_themes || has_errors(&self.problems) || !self.is_current(site, clock) {
            return None;
        }
        Some(match stages.time("theme", || Theme::load(&self.source, site)) {
            Ok(theme) => {
                self.renderer = Some(renderer.with_theme(Arc::new(theme)));
                Update::Changed
            }
            Err(found) => {
                let problems = self.problems.iter().cloned().chain(found).collect();
                self.fail(problems)
            }
        })
    }

    /// Whether no document's time has come or is over, and the day is the same.
    fn is_current(&self, site: &Site, clock: DateTime) -> bool {
        site.clock <= clock && clock < self.due(site.clock)
    }

    fn read_texts(&mut self, files: &BTreeSet<PathBuf>, clock: DateTime) -> Option<Update> {
        let renderer = self.renderer.as_ref()?;
        let site = renderer.site();
        if has_errors(&self.problems) || !self.is_current(site, clock) {
            return None;
        }
        let read = self.memory.reread(files)?;
        let edits: Vec<Reread> =
            read.into_iter().filter(|pair| !Arc::ptr_eq(&pair.before, &pair.after)).collect();
        if edits.is_empty() {
            return Some(Update::Same);
        }
        let differences: Vec<Difference> =
            edits.iter().map(|edit| edit.before.difference(&edit.after)).collect();
        let told =
            |edit: &Reread| self.is_told_of(&edit.before) || site.reviews.govern(&edit.before.path);
        if differences.contains(&Difference::More) || edits.iter().any(told) {
            return None;
        }
        let texts: Vec<(DocumentId, Arc<Document>)> = edits
            .into_iter()
            .map(|edit| Some((site.lookup().document(&edit.after.path)?, edit.after)))
            .collect::<Option<_>>()?;
        let (site, theme) = (site.with_texts(texts), renderer.shared_theme());
        self.renderer = Some(Renderer::new(site, theme, Some(renderer)));
        Some(Update::Changed)
    }

    /// Whether anything that was found points into the document: its place may have moved.
    fn is_told_of(&self, document: &Document) -> bool {
        let labels = self.found.iter().flat_map(|problem| &problem.labels);
        labels.map(|label| &label.source.path).any(|path| *path == document.source.path)
    }
}

/// When documents appear and disappear, as they stand and as they were approved.
fn moments(content: &Content, reviews: &Reviews) -> BTreeSet<DateTime> {
    let each = |document: &Arc<Document>| {
        let end = document.common.expires_at.map(|moment| moment.at);
        [Some(document.published()), end]
    };
    let approved = reviews.cases.values();
    let approved = approved.filter_map(|case| Some(&case.approved.as_ref()?.document));
    let documents = content.documents.iter().chain(approved);
    let broken = content.broken.iter().flat_map(|broken| [broken.published, broken.expires]);
    documents.flat_map(each).chain(broken).flatten().collect()
}

/// What is wrong in a version that was approved cannot be mended there.
fn of_approved(problem: Diagnostic) -> Diagnostic {
    let place = problem.place().0.unwrap_or_default();
    match place.starts_with(review::archive::FOLDER) {
        false => problem,
        true => problem.hint(say!(
            "这是审核通过的旧版，不能改：请审核现在的版本，或者恢复它所指的内容",
            "this is the version that was approved, and must stay as it is: let the one that stands now be approved, or restore what this one leads to"
        )),
    }
}
