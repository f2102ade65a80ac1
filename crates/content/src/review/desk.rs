//! Where a line is added to the log: one program at a time, and the log whole at every moment.

use super::folder::{LOG, OWN, refuse_links};
use super::log::{Log, LogEntry};
use super::{archive, head};
use crate::diagnostic::{Diagnostic, Doing};
use crate::document::Document;
use crate::file::{Flush, replace};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The right to write the log; nobody else has it at the same time.
#[derive(Debug)]
pub struct Desk {
    root: PathBuf,
    #[expect(dead_code, reason = "it is held until the line is written")]
    lock: File,
}

impl Desk {
    /// Waits until nobody else is writing; what is read after that stays true.
    ///
    /// # Errors
    /// What the system refuses.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        let folder = root.join(OWN);
        let path = folder.join("lock");
        let told = |error| Diagnostic::io(Doing::Write, &path, &error);
        fs::create_dir_all(&folder).map_err(told)?;
        let lock = File::options().create(true).append(true).open(&path);
        let lock = lock.map_err(told)?;
        // Some shares know no locks: two lines that were written at once would show as a fork.
        drop(lock.lock());
        Ok(Self { root: root.to_owned(), lock })
    }

    /// Adds a line for each of these, all or none, and keeps the texts that they approve.
    ///
    /// # Errors
    /// What the system refuses; the log is then as it was.
    pub fn add(&self, log: &Log, entries: &[(LogEntry, &Document)]) -> Result<(), Diagnostic> {
        refuse_links(&self.root)?;
        let log = log.clone().with(entries.iter().map(|(entry, _)| entry));
        let path = self.root.join(LOG);
        replace(&path, log.source.text.as_bytes(), Flush::First)
            .map_err(|error| Diagnostic::io(Doing::Write, &path, &error))?;
        // A text without its line would look as if the line had been cut off; so it comes second.
        for (_, document) in entries {
            archive::keep(&self.root, document)?;
        }
        head::remember(&self.root, &log);
        Ok(())
    }
}
