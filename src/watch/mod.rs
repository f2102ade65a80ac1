//! Sees that files of a site change: by the file system's events, or by looking where it gives none.
//!
//! What is told are hints. Whoever reads the files decides by what is in them; so an event too many costs a moment, and
//! wherever an event may be missing everything is looked at.

mod events;
mod poll;

use crate::diagnostic::{Code, Diagnostic};
use crate::say;
use events::Events;
use poll::Poll;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The folders of a site that are watched.
pub const FOLDERS: [&str; 3] = ["content", "themes", "reviews"];

/// A save is several events; it is over when none came for this long.
const QUIET: Duration = Duration::from_millis(10);

/// The same for more than [`MANY`] files: a checkout, an unpacked archive.
const QUIET_AFTER_MANY: Duration = Duration::from_millis(50);

/// More files than an editor saves at once.
const MANY: usize = 8;

/// Somebody who writes for ever is shown what there is now and then.
const LONGEST: Duration = Duration::from_millis(500);

/// What may have changed.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Files that were written, and files or folders that are gone, below the site's folder as it was given.
    pub files: BTreeSet<PathBuf>,
    /// More than `files` says: a folder is new, or events were lost.
    pub everything: bool,
    /// The watching itself is not what it was: what the user is told.
    pub notice: Option<Diagnostic>,
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.files.is_empty() && !self.everything
    }

    fn add(&mut self, more: Self) {
        self.files.extend(more.files);
        self.everything |= more.everything;
        self.notice = more.notice.or(self.notice.take());
    }
}

/// How changes are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// By events where the file system gives them.
    Events,
    /// By looking again and again.
    Poll,
}

/// Waits for changes of one site.
pub struct Watch {
    root: PathBuf,
    source: Seen,
}

enum Seen {
    Events(Box<Events>),
    Poll(Poll),
}

impl Watch {
    /// Begins to watch the site in `root`. The warning says that, and why, the files are looked at instead.
    pub fn start(root: &Path, mode: Mode) -> (Self, Option<Diagnostic>) {
        let (source, notice) = match mode {
            Mode::Poll => (Seen::Poll(Poll::new(root)), None),
            Mode::Events => match start_events(root) {
                Ok(events) => (Seen::Events(Box::new(events)), None),
                Err(notice) => (Seen::Poll(Poll::new(root)), Some(notice)),
            },
        };
        let root = root.to_owned();
        (Self { root, source }, notice)
    }

    /// Waits for the next changes, until `deadline` at the longest.
    pub fn next(&mut self, deadline: Option<Instant>) -> Option<Changes> {
        let events = match &mut self.source {
            Seen::Poll(poll) => return poll.next(deadline),
            Seen::Events(events) => events,
        };
        batch(events, deadline).unwrap_or_else(|notice| {
            self.source = Seen::Poll(Poll::new(&self.root));
            Some(Changes { everything: true, notice: Some(notice), ..Changes::default() })
        })
    }
}

fn start_events(root: &Path) -> Result<Events, Diagnostic> {
    let folders = FOLDERS.map(|folder| root.join(folder));
    let places = std::iter::once(root).chain(folders.iter().map(PathBuf::as_path));
    match places.into_iter().find_map(poll::silent_file_system) {
        Some(kind) => Err(polling(say!(
            "这个文件夹在网络或共享磁盘上（{kind}），系统不报告文件变化",
            "this folder is on a file system that reports no changes ({kind})"
        ))),
        None => Events::start(root),
    }
}

/// The first change, and what follows it closely.
fn batch(events: &mut Events, deadline: Option<Instant>) -> Result<Option<Changes>, Diagnostic> {
    let Some(mut changes) = events.wait(deadline)? else {
        return Ok(None);
    };
    let last = Instant::now() + LONGEST;
    loop {
        let many = changes.files.len() > MANY || changes.everything;
        let quiet = if many { QUIET_AFTER_MANY } else { QUIET };
        let now = Instant::now();
        if now >= last {
            break;
        }
        match events.wait(Some(last.min(now + quiet)))? {
            Some(more) => changes.add(more),
            None => break,
        }
    }
    Ok(Some(changes))
}

fn polling(why: crate::diagnostic::Words) -> Diagnostic {
    Diagnostic::warning(Code::Poll, why).hint(say!(
        "改为每秒查看一次，变化会晚一点出现",
        "the files are looked at every second instead; changes show a little later"
    ))
}

/// The same names that reading passes over.
fn is_left_over(name: &Path) -> bool {
    name.components().any(|part| crate::read::is_left_over(&part.as_os_str().to_string_lossy()))
}
