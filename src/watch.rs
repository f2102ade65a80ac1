//! Sees that files of a site change: by the file system's events, or by looking where it gives none.
//!
//! What is told are hints. Whoever reads the files decides by what is in them; so an event too many costs a moment, and
//! wherever an event may be missing everything is looked at.

mod poll;

use crate::diagnostic::Diagnostic;
use crate::say;
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use poll::Poll;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// The folders of a site that are watched.
pub const FOLDERS: [&str; 2] = ["content", "themes"];

/// A save is several events; it is over when none came for this long.
const QUIET: Duration = Duration::from_millis(10);

/// The same for more than [`MANY`] files: a checkout, an unpacked archive.
const QUIET_AFTER_MANY: Duration = Duration::from_millis(50);

/// More files than an editor saves at once.
const MANY: usize = 8;

/// Somebody who writes for ever is shown what there is now and then.
const LONGEST: Duration = Duration::from_millis(500);

/// What may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were written, and files or folders that are gone, below the site's folder as it was given.
    pub files: BTreeSet<PathBuf>,
    /// More than `files` says: a folder is new, or events were lost.
    pub everything: bool,
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.files.is_empty() && !self.everything
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
    source: Seen,
}

enum Seen {
    Events(Box<Events>),
    Poll(Poll),
}

impl Watch {
    /// Begins to watch the site in `root`. The warning says that, and why, the files are looked at instead.
    pub fn start(root: &Path, mode: Mode) -> (Self, Option<Diagnostic>) {
        let poll = |notice| {
            let source = Seen::Poll(Poll::new(root));
            (Self { source }, notice)
        };
        if mode == Mode::Poll {
            return poll(None);
        }
        if let Some(kind) = poll::silent_file_system(root) {
            return poll(Some(polling(say!(
                "这个文件夹在网络或共享磁盘上（{kind}），系统不报告文件变化",
                "this folder is on a file system that reports no changes ({kind})"
            ))));
        }
        match Events::start(root) {
            Ok(events) => {
                let source = Seen::Events(Box::new(events));
                (Self { source }, None)
            }
            Err(error) => poll(Some(refused(&error))),
        }
    }

    /// Waits for the next changes, until `deadline` at the longest.
    pub fn next(&mut self, deadline: Option<Instant>) -> Option<Changes> {
        match &mut self.source {
            Seen::Events(events) => events.next(deadline),
            Seen::Poll(poll) => poll.next(deadline),
        }
    }
}

fn polling(why: crate::diagnostic::Words) -> Diagnostic {
    Diagnostic::warning("poll", why).hint(say!(
        "改为每秒查看一次，变化会晚一点出现",
        "the files are looked at every second instead; changes show a little later"
    ))
}

fn refused(error: &notify::Error) -> Diagnostic {
    match error.kind {
        ErrorKind::MaxFilesWatch => polling(say!(
            "系统允许监视的文件夹数用完了",
            "the system's limit of watched folders is reached"
        ))
        .hint(say!(
            "管理员可以调高上限：sysctl fs.inotify.max_user_watches=524288",
            "an administrator can raise it: sysctl fs.inotify.max_user_watches=524288"
        )),
        _ => polling(say!(
            "系统不报告文件变化：{error}",
            "the system reports no changes: {error}"
        )),
    }
}

/// The file system's events.
struct Events {
    root: PathBuf,
    /// The same without links: some systems report these.
    real_root: PathBuf,
    watcher: RecommendedWatcher,
    receiver: Receiver<notify::Result<Event>>,
}

impl Events {
    fn start(root: &Path) -> notify::Result<Self> {
        let (sender, receiver) = channel();
        let mut watcher = notify::recommended_watcher(move |event| {
            // When nobody listens any more there is nothing to tell.
            drop(sender.send(event));
        })?;
        // The root itself, to see its folders come and go.
        let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        watcher.watch(&real_root, RecursiveMode::NonRecursive)?;
        let mut events = Self {
            root: root.to_owned(),
            real_root,
            watcher,
            receiver,
        };
        for folder in FOLDERS {
            events.watch_folder(folder)?;
        }
        Ok(events)
    }

    fn watch_folder(&mut self, folder: &str) -> notify::Result<()> {
        let path = self.real_root.join(folder);
        match path.is_dir() {
            true => self.watcher.watch(&path, RecursiveMode::Recursive),
            false => Ok(()),
        }
    }

    fn next(&mut self, deadline: Option<Instant>) -> Option<Changes> {
        let mut changes = Changes::default();
        while changes.is_empty() {
            let event = match deadline {
                None => self.receiver.recv().ok(),
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    match self.receiver.recv_timeout(left) {
                        Ok(event) => Some(event),
                        Err(RecvTimeoutError::Timeout) => return None,
                        Err(RecvTimeoutError::Disconnected) => None,
                    }
                }
            };
            self.add(event?, &mut changes);
        }
        let start = Instant::now();
        while start.elapsed() < LONGEST {
            let many = changes.files.len() > MANY || changes.everything;
            let quiet = if many { QUIET_AFTER_MANY } else { QUIET };
            match self.receiver.recv_timeout(quiet) {
                Ok(event) => self.add(event, &mut changes),
                Err(_) => break,
            }
        }
        Some(changes)
    }

    fn add(&mut self, event: notify::Result<Event>, changes: &mut Changes) {
        let Ok(event) = event else {
            changes.everything = true;
            return;
        };
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        if event.need_rescan() {
            changes.everything = true;
        }
        for path in &event.paths {
            self.add_path(path, changes);
        }
    }

    fn add_path(&mut self, path: &Path, changes: &mut Changes) {
        let below = path.strip_prefix(&self.real_root);
        let Ok(name) = below.or_else(|_| path.strip_prefix(&self.root)) else {
            changes.everything = true;
            return;
        };
        let Some(folder) = watched_folder(name) else {
            return;
        };
        if name.components().count() == 1 {
            // It came, went or came back: the watch on the one before is of no use.
            drop(self.watcher.unwatch(path));
            drop(self.watch_folder(folder));
            changes.everything = true;
        } else if is_left_over(name) {
            // Hidden files and what editors write on the way to a save are no content.
        } else if path.is_dir() {
            // Of a folder that came, files may have been missed.
            changes.everything = true;
        } else {
            changes.files.insert(self.root.join(name));
        }
    }
}

fn watched_folder(name: &Path) -> Option<&'static str> {
    FOLDERS.into_iter().find(|folder| name.starts_with(folder))
}

/// The same names that reading passes over.
fn is_left_over(name: &Path) -> bool {
    name.components()
        .any(|part| crate::read::is_left_over(&part.as_os_str().to_string_lossy()))
}
