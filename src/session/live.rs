//! What `watch` and `serve` have in common: a site that is kept up to date while its files change and time goes by.

use super::clock::Clock;
use super::{Errors, Session, Update};
use crate::diagnostic::Diagnostic;
use crate::site::Audience;
use crate::watch::{Changes, Mode, Watch};
use crate::write::Stages;
use jiff::civil::DateTime;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A site with everything that changes it.
pub struct Live {
    session: Session,
    watch: Watch,
    clock: Clock,
    /// County time of the last look at all files; the site shown may be older where that found errors.
    looked: DateTime,
    stages: Stages,
}

/// A change, and what it led to.
pub struct Step {
    /// What became of the site.
    pub update: Update,
    /// The files that may have changed; empty where time alone went by.
    pub files: BTreeSet<PathBuf>,
    /// When it was seen.
    pub start: Instant,
    /// What the user is to know of the watching from now on.
    pub notice: Option<Diagnostic>,
}

impl Live {
    /// Watches, then reads the site for the first time; changes in between are seen. The warning is about watching.
    pub fn begin(
        source: &Path,
        audience: Audience,
        errors: Errors,
        mode: Mode,
        clock: Clock,
    ) -> (Self, Update, Option<Diagnostic>) {
        let (watch, notice) = Watch::start(source, mode);
        let mut live = Self {
            session: Session::new(source, audience).with_errors(errors),
            watch,
            looked: clock.now(),
            clock,
            stages: Stages::default(),
        };
        let update = live.session.read(live.looked, &mut live.stages);
        (live, update, notice)
    }

    /// The site.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Waits until files change or the site's time has come, and brings the site up to date. `None` at `wake`.
    pub fn next(&mut self, wake: Option<Instant>) -> Option<Step> {
        let due = self.session.due(self.looked);
        let due = self.clock.instant(due);
        let deadline = wake.map_or(due, |wake| wake.min(due));
        let changes = self.watch.next(Some(deadline));
        let start = Instant::now();
        self.stages.0.clear();
        let clock = self.clock.now();
        let changes = match changes {
            None if start < due => return None,
            None => Changes { everything: true, ..Changes::default() },
            Some(changes) => changes,
        };
        let Changes { files, everything, notice } = changes;
        let update = match everything {
            true => self.session.read_again(&files, clock, &mut self.stages),
            false => self.session.update(&files, clock, &mut self.stages),
        };
        if update != Update::Same {
            self.looked = clock;
        }
        Some(Step { update, files, start, notice })
    }
}
