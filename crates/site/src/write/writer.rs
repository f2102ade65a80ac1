//! An output folder that is kept up to date: what was made for it is remembered, and made again only where it must be.

use super::commit::Turn;
use super::note::{Base, MadeFile, Note, Whole, program};
use super::output::{Output, Written};
use super::pages::{Address, Change, Difference, Made, Workbench, make_extras};
use super::report::{BuildReport, Stages, counts};
use super::staged::{Staged, What};
use crate::diagnostic::{Diagnostic, Progress};
use crate::file::fingerprint;
use crate::render::Renderer;
use crate::site::Route;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What to do about the differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Write them.
    Write,
    /// Only say them.
    Plan,
}

/// What of an output folder is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Every file: others may have been there.
    Everything,
    /// The files that are to be made, where no others come or go: the rest is taken to be as it was written.
    Due,
}

/// Writes the pages of one site after another to one folder.
#[derive(Debug)]
pub struct Writer {
    output: PathBuf,
    source: PathBuf,
    /// `None` until the folder has been written.
    note: Option<Note>,
}

/// An open folder with all that is to be decided about it.
struct Open<'w> {
    output: Output,
    /// What has to be made.
    due: Vec<Address<'w>>,
    /// What stays.
    kept: Vec<(Turn, Staged)>,
    /// Of all pages and files; `None` where not everything was looked at.
    names: Option<HashSet<String>>,
    /// What no page makes any more.
    gone: Vec<String>,
}

impl Writer {
    /// Nothing is opened yet.
    pub fn new(output: &Path, source: &Path) -> Self {
        Self { output: output.to_owned(), source: source.to_owned(), note: None }
    }

    /// Brings the folder up to date. The stage times in the report are the caller's to fill in.
    ///
    /// # Errors
    /// A template failed or the system refused; the folder is then as it was.
    pub fn write(
        &mut self,
        renderer: &Renderer,
        action: Action,
        look: Look,
        progress: &dyn Progress,
        stages: &mut Stages,
    ) -> Result<BuildReport, Vec<Diagnostic>> {
        let extras = renderer.extras();
        let whole = match (look, action) {
            (Look::Due, Action::Write) if self.note.is_some() && self.is_kept() => None,
            _ => Some(self.open(action, None, progress).map_err(|problem| vec![problem])?),
        };
        // Another program may have written there until the folder was open.
        let loaded = self.note.is_none().then(|| Note::load(&self.output));
        let note = loaded.as_ref().or(self.note.as_ref()).expect("one of them is there");
        let bench = Workbench { renderer, note, base: base(renderer) };
        stages.time("index", || renderer.search().prepare(renderer.site()));
        let addresses = stages.time("compare", || bench.addresses());
        progress.begin(addresses.len());
        let open = match whole {
            Some(output) => Open::whole(output, addresses, &extras),
            None => {
                let names = due(note, &addresses, &extras);
                let output = self
                    .open(action, names.as_deref(), progress)
                    .map_err(|problem| vec![problem])?;
                match names {
                    Some(_) => Open::due(output, addresses),
                    None => Open::whole(output, addresses, &extras),
                }
            }
        };
        let Open { output, due, kept, names, gone } = open;
        let mut made = stages.time("render", || bench.make(due, &output, progress))?;
        made.extend(make_extras(extras, &output)?);
        let mut written = written(&made, &kept, &gone);
        if names.is_some() {
            written.strayed = self.note.as_ref().map_or(0, |note| note.strays(output.files()));
        }
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
                .time("write", || commit(&output, &made, &kept, &gone))
                .map_err(|problem| vec![problem])?;
            let mut note = loaded.or(self.note.take()).unwrap_or_default();
            if let Some(names) = names {
                note.files.retain(|name, _| names.contains(name));
            }
            self.note = Some(remember(note, made, base));
        }
        Ok(report)
    }

    fn open(
        &self,
        action: Action,
        names: Option<&[String]>,
        progress: &dyn Progress,
    ) -> Result<Output, Diagnostic> {
        match action {
            Action::Write => Output::open(&self.output, &self.source, names, || progress.waiting()),
            Action::Plan => Output::compare(&self.output, &self.source),
        }
    }

    /// Whether others have left the folder as it was written last; what they did in it is mended by [`Writer::write`].
    pub fn is_as_written(&self) -> bool {
        let Some(note) = &self.note else {
            return true;
        };
        Output::look(&self.output).is_some_and(|files| note.strays(&files) == 0)
    }

    /// Whether the folder can be brought up to date page by page: it is there, and no other build was killed in it.
    fn is_kept(&self) -> bool {
        Output::is_kept(&self.output)
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

impl<'w> Open<'w> {
    /// Of a folder of which everything was looked at.
    fn whole(output: Output, addresses: Vec<Address<'w>>, extras: &[(Route, Vec<u8>)]) -> Self {
        let names = addresses.iter().map(|address| address.name.clone());
        let names: HashSet<String> =
            names.chain(extras.iter().map(|(route, _)| route.output())).collect();
        let gone = output.vanished(names.iter().map(String::as_str));
        let is_there = |address: &Address<'_>, known: &MadeFile| {
            address.stands && output.stamp(&address.name) == Some(known.stamp)
        };
        let (mut due, mut kept) = (Vec::new(), Vec::new());
        for address in addresses {
            match address.known.filter(|known| is_there(&address, known)) {
                Some(known) => kept.push(address.keep(known)),
                None => due.push(address),
            }
        }
        Self { output, due, kept, names: Some(names), gone }
    }

    /// Of a folder of which only the files were looked at that are to be made; all are known, and all stay.
    fn due(output: Output, addresses: Vec<Address<'w>>) -> Self {
        let due = addresses.into_iter().filter(|address| !address.stands).collect();
        Self { output, due, kept: Vec::new(), names: None, gone: Vec::new() }
    }
}

/// The names of the files that are to be made; `None` where files come or go.
fn due(note: &Note, addresses: &[Address<'_>], extras: &[(Route, Vec<u8>)]) -> Option<Vec<String>> {
    let extras: Vec<String> = extras.iter().map(|(route, _)| route.output()).collect();
    let all_known = addresses.iter().all(|address| address.known.is_some())
        && extras.iter().all(|name| note.files.contains_key(name))
        && note.files.len() == addresses.len() + extras.len();
    let due = addresses.iter().filter(|address| !address.stands).map(|address| &address.name);
    all_known.then(|| due.cloned().chain(extras).collect())
}

/// What many pages share.
fn base(renderer: &Renderer) -> Base {
    Base {
        pages: fingerprint(&(program(), renderer.theme().fingerprint())),
        names: renderer.traditional_names(),
    }
}

fn left_out(renderer: &Renderer) -> std::collections::BTreeMap<String, usize> {
    let counts = renderer.site().left_out.iter();
    counts.map(|(why, count)| ((*why).to_owned(), *count)).collect()
}

fn commit(
    output: &Output,
    made: &[Made],
    kept: &[(Turn, Staged)],
    gone: &[String],
) -> Result<(), Diagnostic> {
    let made = made.iter().map(|made| (made.turn, &made.staged));
    let kept = kept.iter().map(|(turn, staged)| (*turn, staged));
    output.commit(made.chain(kept).collect(), gone)
}

fn written(made: &[Made], kept: &[(Turn, Staged)], gone: &[String]) -> Written {
    let mut written = Written { removed: gone.len(), ..Written::default() };
    let made = made.iter().map(|made| &made.staged);
    for staged in made.chain(kept.iter().map(|(_, staged)| staged)) {
        written.bytes += staged.size;
        match staged.what {
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

fn remember(mut note: Note, made: Vec<Made>, base: Base) -> Note {
    note.base = base;
    for Made { staged, making, .. } in made {
        note.files.insert(staged.name, MadeFile { stamp: staged.stamp, making });
    }
    note
}
