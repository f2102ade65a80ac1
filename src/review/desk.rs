//! Where a line is added to the log: one program at a time, and the log whole at every moment.
//!
//! This machine also remembers how far it has seen the log (`.gongbao/review/head`), for a log that was cut at its end
//! looks like a shorter one.

use super::archive;
use super::log::{Entry, Log};
use super::memory::refuse_links;
use super::{LOG, Memory};
use crate::diagnostic::{Code, Diagnostic, Doing};
use crate::document::Document;
use crate::file::{Flush, Sum, replace};
use crate::say;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// From the site's folder.
const OWN: &str = ".gongbao/review";

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
    pub fn add(&self, log: &Log, entries: &[(Entry, &Document)]) -> Result<(), Diagnostic> {
        refuse_links(&self.root)?;
        let log = log.clone().with(entries.iter().map(|(entry, _)| entry));
        let path = self.root.join(LOG);
        replace(&path, log.source.text.as_bytes(), Flush::First)
            .map_err(|error| Diagnostic::io(Doing::Write, &path, &error))?;
        // A text without its line would look as if the line had been cut off; so it comes second.
        for (_, document) in entries {
            archive::keep(&self.root, document)?;
        }
        remember(&self.root, &log);
        Ok(())
    }
}

/// Notes how far the log goes.
fn remember(root: &Path, log: &Log) {
    let head = format!("{} {}\n", log.lines.len(), log.last());
    // Without the note, a cut log is seen by the texts that were kept for its lines.
    drop(replace(&root.join(OWN).join("head"), head.as_bytes(), Flush::First));
}

/// Notes how far the log goes that was looked at, on a machine that relies on it.
pub fn remember_looked(root: &Path, memory: &Memory) {
    if let Some(log) = memory.log().filter(|log| !log.lines.is_empty()) {
        remember(root, log);
    }
}

/// Whether the log lacks what this machine has seen in it.
pub(super) fn cut(root: &Path, log: &Log) -> Option<Diagnostic> {
    let head = fs::read_to_string(root.join(OWN).join("head")).ok()?;
    let (count, sum) = head.trim().split_once(' ')?;
    let (count, sum) = (count.parse::<usize>().ok()?, Sum::parse(sum)?);
    let line = log.lines.get(count.checked_sub(1)?);
    if line.is_some_and(|line| line.sum == sum) {
        return None;
    }
    let words = match log.lines.len() {
        now if now < count => say!(
            "审核记录少了行：这台机器上次见到 {count} 行，现在只有 {now} 行",
            "the log lacks lines: this machine has seen {count}, and now there are {now}"
        ),
        _ => say!(
            "审核记录换过：前 {count} 行不是这台机器上次见到的",
            "the log is another one: its first {count} lines are not those that this machine has seen"
        ),
    };
    Some(
        Diagnostic::error(Code::ReviewLog, words)
            .in_file(LOG)
            .hint(say!(
                "从备份或版本库里恢复 reviews/log.jsonl；合并时有意换过的，删去 .gongbao/review/head",
                "restore reviews/log.jsonl from a copy or from version control; where it was exchanged on purpose in a merge, remove .gongbao/review/head"
            )),
    )
}
