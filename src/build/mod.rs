//! The whole way: content -> documents -> site -> pages -> the output folder, once or again and again.
//!
//! [`build`] goes it once. A [`Session`] keeps what was read and linked, a [`Writer`] what was made, so that going it again
//! costs what has changed.

mod pages;
mod session;
mod state;
mod writer;

pub use pages::{Change, Cost, Difference};
pub use session::{Session, Update};
pub use writer::{Action, Writer};

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::read::Inventory;
use crate::site::{Audience, Site};
use crate::write::{Output, Written};
use jiff::civil::DateTime;
use state::{State, Whole};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What to build, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder that holds `content/`.
    pub source: PathBuf,
    /// Where the site is written.
    pub output: PathBuf,
    /// The build's time, county time.
    pub clock: DateTime,
    /// Who may see the result.
    pub audience: Audience,
    /// Whether readers may search the site, where its settings don't say no.
    pub search: bool,
}

/// What a build did.
#[derive(Debug, Default)]
pub struct Report {
    /// Pages and files by what they are, in the order of the names.
    pub counts: BTreeMap<String, usize>,
    /// Documents that stayed out: `draft`, `future`, `expired`, `unapproved`; and `edited`: those shown as they were approved.
    pub left_out: BTreeMap<String, usize>,
    /// What was done to the output folder.
    pub written: Written,
    /// Each file that is not what it was, by name.
    pub changes: Vec<Change>,
    /// What each page took; empty where nothing had to be made.
    pub costs: Vec<Cost>,
    /// Each stage with its time.
    pub times: Vec<(&'static str, Duration)>,
}

/// Is told how far a long build is.
pub trait Progress: Sync {
    /// Another build is writing to the same folder; this one goes on when that is done.
    fn waiting(&self) {}
    /// A stage of `total` steps begins.
    fn begin(&self, total: usize);
    /// One step is done.
    fn step(&self);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: usize) {}
    fn step(&self) {}
}

/// Builds a site. Without a report there was an error, and the output folder is as it was.
pub fn build(
    request: &Request,
    action: Action,
    progress: &dyn Progress,
) -> (Option<Report>, Vec<Diagnostic>) {
    let mut look = Look::take(request);
    if let Some(report) = unchanged(request, look.inventory, &mut look.stages) {
        return (Some(report), Vec::new());
    }
    let mut session = Session::new(&request.source, request.audience);
    build_after(look, &mut session, request, action, progress)
}

/// Builds a site for somebody who goes on with it: what was read stays in the session.
pub fn build_in(
    session: &mut Session,
    request: &Request,
    progress: &dyn Progress,
) -> (Option<Report>, Vec<Diagnostic>) {
    let mut look = Look::take(request);
    if let Some(report) = unchanged(request, look.inventory, &mut look.stages) {
        session.allow_search(request.search);
        session.read(request.clock, &mut look.stages);
        if session.renderer().is_some() {
            return (Some(report), session.problems().to_vec());
        }
    }
    build_after(look, session, request, Action::Write, progress)
}

/// What a look at the folders gives before any file is read.
struct Look {
    inventory: Option<Inventory>,
    stages: Stages,
}

impl Look {
    fn take(request: &Request) -> Self {
        let mut stages = Stages::default();
        let inventory = stages.time("look", || Inventory::take(&request.source));
        Self { inventory, stages }
    }
}

fn build_after(
    look: Look,
    session: &mut Session,
    request: &Request,
    action: Action,
    progress: &dyn Progress,
) -> (Option<Report>, Vec<Diagnostic>) {
    let Look { inventory, mut stages } = look;
    session.allow_search(request.search);
    session.read(request.clock, &mut stages);
    let mut problems = session.problems().to_vec();
    let Some(renderer) = session.renderer().filter(|_| !has_errors(&problems)) else {
        return (None, problems);
    };
    let mut writer = Writer::new(&request.output, &request.source);
    match writer.write_all(renderer, action, progress, &mut stages) {
        Ok(mut report) => {
            if action == Action::Write {
                let whole = inventory
                    .filter(|inventory| inventory.is_settled && problems.is_empty())
                    .map(|inventory| whole(request, inventory, session, &report));
                writer.save_as(whole);
            }
            report.times = stages.0;
            diagnostic::sort(&mut problems);
            (Some(report), problems)
        }
        Err(found) => {
            problems.extend(found);
            (None, problems)
        }
    }
}

/// Answers for a site whose files, clock and output are those of the last build.
fn unchanged(
    request: &Request,
    inventory: Option<Inventory>,
    stages: &mut Stages,
) -> Option<Report> {
    let inventory = inventory?;
    let state = State::load(&request.output);
    let last = state.whole.as_ref()?;
    let same = last.program == state::program()
        && last.inventory == inventory.hash
        && last.drafts == (request.audience == Audience::Office)
        && last.search == request.search
        && last.from.parse::<DateTime>().ok()? <= request.clock
        && request.clock < last.until.parse::<DateTime>().ok()?;
    if !same {
        return None;
    }
    let files = stages.time("compare", || Output::look(&request.output))?;
    if !state.describes(&files) {
        return None;
    }
    Some(Report {
        counts: last.counts.clone(),
        left_out: last.left_out.clone(),
        written: Written {
            unchanged: files.len(),
            bytes: files.values().map(crate::read::Stamp::size).sum(),
            ..Written::default()
        },
        times: std::mem::take(&mut stages.0),
        ..Report::default()
    })
}

fn whole(request: &Request, inventory: Inventory, session: &Session, report: &Report) -> Whole {
    Whole {
        program: state::program(),
        inventory: inventory.hash,
        drafts: request.audience == Audience::Office,
        search: request.search,
        from: request.clock.to_string(),
        until: session.due(request.clock).to_string(),
        counts: report.counts.clone(),
        left_out: report.left_out.clone(),
    }
}

/// Whether a problem among them stops the build.
pub fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|p| p.severity == Severity::Error)
}

fn counts(site: &Site) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for resource in site.routes.values() {
        *counts.entry(resource.handling(site).counted.to_owned()).or_insert(0) += 1;
    }
    counts
}

/// The time of each stage, in the order in which they ended.
#[derive(Debug, Default)]
pub struct Stages(pub Vec<(&'static str, Duration)>);

impl Stages {
    /// Runs a stage and notes its time.
    pub fn time<T>(&mut self, name: &'static str, stage: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let value = stage();
        self.0.push((name, start.elapsed()));
        value
    }
}
