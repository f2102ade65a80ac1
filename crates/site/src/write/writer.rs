//! An output folder that is kept up to date: what was made for it is remembered, and made again only where it must be.

use super::note::{Note, Whole, program};
use super::output::{Output, Written};
use super::pages::{Change, Difference, Made, Workbench};
use super::report::{BuildReport, Stages, counts};
use super::staged::What;
use crate::diagnostic::{Diagnostic, Progress, Silent};
use crate::file::fingerprint;
use crate::render::Renderer;
use crate::search::Search;
use crate::site::{DocumentId, Resource, Route};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// What to do about the differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Write them.
    Write,
    /// Only say them.
    Plan,
}

/// Writes the pages of one site after another to one folder.
#[derive(Debug)]
pub struct Writer {
    output: PathBuf,
    source: PathBuf,
    /// `None` until the folder has been opened.
    note: Option<Note>,
    /// On which addresses a document's card stands.
    shown: HashMap<DocumentId, Vec<Route>>,
    /// What the files of the search were made of.
    searched: Option<Search>,
}

impl Writer {
    /// Nothing is opened yet.
    pub fn new(output: &Path, source: &Path) -> Self {
        Self {
            output: output.to_owned(),
            source: source.to_owned(),
            note: None,
            shown: HashMap::new(),
            searched: None,
        }
    }

    /// Brings the whole folder up to date. The stage times in the report are the caller's to fill in.
    ///
    /// # Errors
    /// A template failed or the system refused; the folder is then as it was.
    pub fn write_all(
        &mut self,
        renderer: &Renderer,
        action: Action,
        progress: &dyn Progress,
        stages: &mut Stages,
    ) -> Result<BuildReport, Vec<Diagnostic>> {
        let output = match action {
            Action::Write => Output::open(&self.output, &self.source, None, || progress.waiting()),
            Action::Plan => Output::compare(&self.output, &self.source),
        }
        .map_err(|problem| vec![problem])?;
        let loaded = self.note.is_none().then(|| Note::load(&self.output));
        let note = loaded.as_ref().or(self.note.as_ref()).expect("one of them is there");
        let bench = Workbench { renderer, output: &output, note, base: base(renderer) };
        let routes: Vec<(&Route, &Resource)> = renderer.site().routes.iter().collect();
        let search = renderer.search();
        stages.time("index", || search.prepare(renderer.site()));
        let mut made = stages.time("render", || bench.make(&routes, progress))?;
        made.extend(bench.make_extras()?);
        let gone = output.vanished(made.iter().map(|made| made.staged.name.as_str()));
        let mut written = written(&made, &gone);
        written.strayed = self.note.as_ref().map_or(0, |note| note.strays(output.files()));
        let report = BuildReport {
            counts: counts(renderer.site()),
            left_out: left_out(renderer),
            written,
            changes: changes(&made, &gone),
            costs: made.iter().map(|made| made.cost.clone()).collect(),
            times: Vec::new(),
        };
        if action == Action::Write {
            let base = bench.base;
            stages
                .time("write", || commit(&output, &made, &gone))
                .map_err(|problem| vec![problem])?;
            self.shown = shown(&made);
            self.remember_search(renderer);
            self.note = Some(remember(Note::default(), made, base));
        }
        Ok(report)
    }

    /// Brings up to date what shows these documents, whose texts alone are different from what [`Writer::write_all`] last
    /// wrote: their own pages, and where `cards` are different too, the pages with those.
    ///
    /// # Errors
    /// A template failed or the system refused; the folder is then as it was.
    pub fn write_texts(
        &mut self,
        renderer: &Renderer,
        documents: &[DocumentId],
        cards: &[DocumentId],
    ) -> Result<Written, Vec<Diagnostic>> {
        let site = renderer.site();
        let own = documents.iter().map(|id| &site.entry(*id).route);
        let traditional: Vec<Route> =
            own.clone().map(|route| site.traditional_route(route)).collect();
        let others = cards.iter().filter_map(|id| self.shown.get(id)).flatten();
        let search = self.search_files(renderer, documents);
        let routes: BTreeSet<&Route> =
            own.chain(others).chain(&search).chain(&traditional).collect();
        let resources: Vec<(&Route, &Resource)> =
            routes.into_iter().filter_map(|route| site.routes.get_key_value(route)).collect();
        let names: Vec<String> = resources.iter().map(|(route, _)| route.output()).collect();
        let output = Output::open(&self.output, &self.source, Some(&names), || ())
            .map_err(|problem| vec![problem])?;
        let note = self.note.get_or_insert_default();
        let bench = Workbench { renderer, output: &output, note, base: base(renderer) };
        let base = bench.base;
        let made = bench.make(&resources, &Silent)?;
        commit(&output, &made, &[]).map_err(|problem| vec![problem])?;
        let written = written(&made, &[]);
        let note = self.note.take().unwrap_or_default();
        self.note = Some(remember(note, made, base));
        self.remember_search(renderer);
        Ok(written)
    }

    /// Whether others have left the folder as it was written last; what they did in it is mended by [`Writer::write_all`].
    pub fn is_as_written(&self) -> bool {
        let Some(note) = &self.note else {
            return true;
        };
        Output::look(&self.output).is_some_and(|files| note.strays(&files) == 0)
    }

    /// Whether the folder can be brought up to date page by page: it is there, and no other build was killed in it.
    pub fn is_kept(&self) -> bool {
        Output::is_kept(&self.output)
    }

    fn remember_search(&mut self, renderer: &Renderer) {
        self.searched = Some(renderer.search().clone());
    }

    /// The files of the search that other texts of some documents change.
    fn search_files(&self, renderer: &Renderer, documents: &[DocumentId]) -> BTreeSet<Route> {
        let Some(search) = self.searched.as_ref().filter(|_| has_search(renderer)) else {
            return BTreeSet::new();
        };
        let files = renderer.search().changed(search, renderer.site(), documents);
        files.into_iter().map(|file| renderer.site().search_file(file)).collect()
    }

    /// Notes beside the folder what was made, for the next build.
    pub fn save(&mut self) {
        self.save_as(None);
    }

    /// The same; `whole` says what a build of the same files would say.
    pub fn save_as(&mut self, whole: Option<Whole>) {
        if let Some(note) = &mut self.note {
            note.whole = whole;
            // Without the note the next build only takes longer.
            drop(note.save(&self.output));
        }
    }
}

fn has_search(renderer: &Renderer) -> bool {
    !renderer.site().search.is_empty()
}

/// What all pages share.
fn base(renderer: &Renderer) -> u64 {
    fingerprint(&(program(), renderer.theme().fingerprint()))
}

fn left_out(renderer: &Renderer) -> std::collections::BTreeMap<String, usize> {
    let counts = renderer.site().left_out.iter();
    counts.map(|(why, count)| ((*why).to_owned(), *count)).collect()
}

fn commit(output: &Output, made: &[Made], gone: &[String]) -> Result<(), Diagnostic> {
    output.commit(made.iter().map(|made| (made.turn, &made.staged)).collect(), gone)
}

fn written(made: &[Made], gone: &[String]) -> Written {
    let mut written = Written { removed: gone.len(), ..Written::default() };
    for made in made {
        written.bytes += made.staged.size;
        match made.staged.what {
            What::Same => written.unchanged += 1,
            What::Changed => written.changed += 1,
            What::Added => written.added += 1,
        }
    }
    written
}

fn changes(made: &[Made], gone: &[String]) -> Vec<Change> {
    let removed = gone.iter().map(|name| Change {
        name: name.clone(),
        difference: Difference::Removed,
        reasons: Vec::new(),
    });
    let mut changes: Vec<Change> = made.iter().filter_map(Made::change).chain(removed).collect();
    changes.sort_by(|a, b| (a.difference, &a.name).cmp(&(b.difference, &b.name)));
    changes
}

fn shown(made: &[Made]) -> HashMap<DocumentId, Vec<Route>> {
    let mut shown: HashMap<DocumentId, Vec<Route>> = HashMap::new();
    for made in made {
        for id in &made.shown {
            shown.entry(*id).or_default().push(made.route.clone());
        }
    }
    shown
}

fn remember(mut note: Note, made: Vec<Made>, base: u64) -> Note {
    note.base = base;
    for made in made {
        note.remember(&made.staged, made.fingerprint, made.parts);
    }
    note
}
