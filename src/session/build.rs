//! The whole way once: content -> documents -> site -> pages -> the output folder.

use super::Session;
use crate::diagnostic::{self, Diagnostic, Progress, has_errors};
use crate::file::Stamp;
use crate::read::Inventory;
use crate::site::Audience;
use crate::write::{Action, BuildReport, Look as Seen, Outline, Output};
use crate::write::{Stages, Whole, Writer, Written, program};
use jiff::civil::DateTime;
use std::path::PathBuf;

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

/// Builds a site. Without a report there was an error, and the output folder is as it was.
pub fn build(
    request: &Request,
    action: Action,
    progress: &dyn Progress,
) -> (Option<BuildReport>, Vec<Diagnostic>) {
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
) -> (Option<BuildReport>, Vec<Diagnostic>) {
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
) -> (Option<BuildReport>, Vec<Diagnostic>) {
    let Look { inventory, mut stages } = look;
    session.allow_search(request.search);
    session.read(request.clock, &mut stages);
    let mut problems = session.problems().to_vec();
    let Some(renderer) = session.renderer().filter(|_| !has_errors(&problems)) else {
        return (None, problems);
    };
    let mut writer = Writer::new(&request.output, &request.source);
    match writer.write(renderer, action, Seen::Everything, progress, &mut stages) {
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
) -> Option<BuildReport> {
    let inventory = inventory?;
    let note = Outline::load(&request.output)?;
    let last = note.whole.as_ref()?;
    let same = last.program == program()
        && last.inventory == inventory.hash
        && last.drafts == (request.audience == Audience::Office)
        && last.search == request.search
        && last.from.parse::<DateTime>().ok()? <= request.clock
        && request.clock < last.until.parse::<DateTime>().ok()?;
    if !same {
        return None;
    }
    let files = stages.time("compare", || Output::look(&request.output))?;
    if note.strays(&files) > 0 {
        return None;
    }
    Some(BuildReport {
        counts: last.counts.clone(),
        left_out: last.left_out.clone(),
        written: Written {
            unchanged: files.len(),
            bytes: files.values().map(Stamp::size).sum(),
            ..Written::default()
        },
        times: std::mem::take(&mut stages.0),
        ..BuildReport::default()
    })
}

fn whole(
    request: &Request,
    inventory: Inventory,
    session: &Session,
    report: &BuildReport,
) -> Whole {
    Whole {
        program: program(),
        inventory: inventory.hash,
        drafts: request.audience == Audience::Office,
        search: request.search,
        from: request.clock.to_string(),
        until: session.due(request.clock).to_string(),
        counts: report.counts.clone(),
        left_out: report.left_out.clone(),
    }
}
