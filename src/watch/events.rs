//! Changes as the system tells them.
//!
//! Linux watches single folders, and a folder that comes must be watched before it is read: so it is done here, folder by
//! folder, and a batch with a new folder in it is handed on after that. Other systems watch whole trees by themselves.

use super::{Changes, FOLDERS, is_left_over, polling};
use crate::diagnostic::Diagnostic;
use crate::say;
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;
use walkdir::WalkDir;

/// Whether a watched folder tells of the folders below it.
const WHOLE_TREES: bool = !cfg!(any(target_os = "linux", target_os = "android"));

/// Listens to the system.
#[derive(Debug)]
pub(super) struct Events {
    roots: Vec<Root>,
    watcher: RecommendedWatcher,
    heard: Receiver<notify::Result<Event>>,
    /// The folders in the roots, and those above that tell when a root comes or goes.
    folders: BTreeSet<PathBuf>,
    /// Whether a file was seen that is a link: what changes another may change it too.
    links: Links,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Links {
    None,
    Some,
}

impl Events {
    /// Begins to listen to the folders of the site in `root`.
    ///
    /// # Errors
    /// The system refuses; the warning says why, and what happens instead.
    pub(super) fn start(root: &Path) -> Result<Self, Diagnostic> {
        let roots = FOLDERS.map(|folder| Root::new(&root.join(folder)));
        let (tell, heard) = channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if !event.as_ref().is_ok_and(reads) {
                // Nobody hears it where the watch has just ended.
                drop(tell.send(event));
            }
        })
        .map_err(|error| refused(&error))?;
        let mut events = Self {
            roots: roots.into(),
            watcher,
            heard,
            folders: BTreeSet::new(),
            links: Links::None,
        };
        events.watch_roots()?;
        Ok(events)
    }

    /// Waits for a change; there may be more of it to come.
    ///
    /// # Errors
    /// The system does not tell any more.
    pub(super) fn wait(&mut self, until: Option<Instant>) -> Result<Option<Changes>, Diagnostic> {
        loop {
            let heard = match until {
                None => self.heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(until) => {
                    let left = until.saturating_duration_since(Instant::now());
                    self.heard.recv_timeout(left)
                }
            };
            let event = match heard {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(refused(&notify::Error::generic("disconnected")));
                }
            };
            let changes = self.understand(event)?;
            if !changes.is_empty() {
                return Ok(Some(changes));
            }
        }
    }

    fn understand(&mut self, event: notify::Result<Event>) -> Result<Changes, Diagnostic> {
        let mut changes = Changes::default();
        match event {
            Ok(event) if !event.need_rescan() => {
                for path in &event.paths {
                    self.path_changed(path, event.kind, &mut changes)?;
                }
            }
            Ok(_) => {
                // Among what was lost may be folders that came.
                self.watch_roots()?;
                changes.everything = true;
            }
            Err(error) if limit(&error).is_some() => return Err(refused(&error)),
            Err(_) => changes.everything = true,
        }
        Ok(changes)
    }

    fn path_changed(
        &mut self,
        path: &Path,
        kind: EventKind,
        changes: &mut Changes,
    ) -> Result<(), Diagnostic> {
        let above = self.roots.iter().any(|root| root.path.starts_with(path) && root.path != path);
        let hints: Vec<PathBuf> = self.roots.iter().filter_map(|root| root.hint(path)).collect();
        if !above && hints.is_empty() {
            return Ok(());
        }
        if may_come_or_go(kind) {
            let went = self.folders.contains(path);
            if went {
                self.forget(path);
            }
            let came = path.is_dir();
            if above {
                self.watch_roots()?;
            } else if came {
                self.watch_folder(path)?;
            }
            changes.everything |= went || came;
        }
        if path.is_symlink() {
            self.links = Links::Some;
        }
        changes.everything |= self.links == Links::Some && !hints.is_empty();
        changes.files.extend(hints);
        Ok(())
    }

    /// Watches every root that is there, and above each the nearest folder that is.
    fn watch_roots(&mut self) -> Result<(), Diagnostic> {
        for root in self.roots.clone() {
            // What comes while it is done is seen by the second round, or told by the first.
            loop {
                let above = nearest_folder(&root.path).to_owned();
                self.watch_one(&above, RecursiveMode::NonRecursive)?;
                if root.path.is_dir() {
                    self.watch_folder(&root.path)?;
                }
                if nearest_folder(&root.path) == above {
                    break;
                }
            }
        }
        Ok(())
    }

    fn watch_folder(&mut self, folder: &Path) -> Result<(), Diagnostic> {
        if WHOLE_TREES {
            self.watch_one(folder, RecursiveMode::Recursive)?;
        }
        let mut walk = WalkDir::new(folder).into_iter();
        // A folder is watched when it is met and listed after that: what comes in between is told or listed.
        while let Some(entry) = walk.next() {
            let Ok(entry) = entry else { continue };
            if entry.depth() > 0 && is_left_over(Path::new(entry.file_name())) {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
            } else if entry.path_is_symlink() && entry.depth() > 0 {
                self.links = Links::Some;
            } else if entry.path().is_dir() {
                match WHOLE_TREES {
                    true => drop(self.folders.insert(entry.into_path())),
                    false => self.watch_one(entry.path(), RecursiveMode::NonRecursive)?,
                }
            }
        }
        Ok(())
    }

    /// A folder that has gone meanwhile is no problem: its going is told by the one above.
    fn watch_one(&mut self, folder: &Path, mode: RecursiveMode) -> Result<(), Diagnostic> {
        match self.watcher.watch(folder, mode) {
            Ok(()) => drop(self.folders.insert(folder.to_owned())),
            Err(_) if !folder.is_dir() => {}
            Err(error) => return Err(refused(&error)),
        }
        Ok(())
    }

    /// A folder that moved away must not speak under its old name.
    fn forget(&mut self, folder: &Path) {
        let below: Vec<PathBuf> =
            self.folders.iter().filter(|f| f.starts_with(folder)).cloned().collect();
        for folder in below {
            // It is unknown where the system noticed before us, which is as well.
            drop(self.watcher.unwatch(&folder));
            self.folders.remove(&folder);
        }
    }
}

/// Reading is no change; that what was open for writing is closed may be one.
fn reads(event: &Event) -> bool {
    let closed = AccessKind::Close(AccessMode::Write);
    matches!(event.kind, EventKind::Access(kind) if kind != closed) && !event.need_rescan()
}

/// Whether another thing, or nothing, may stand at the path now. Not every system tells what happened.
fn may_come_or_go(kind: EventKind) -> bool {
    match kind {
        EventKind::Create(CreateKind::File) | EventKind::Remove(RemoveKind::File) => false,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Any | EventKind::Other => true,
        EventKind::Modify(kind) => {
            matches!(kind, ModifyKind::Name(_) | ModifyKind::Any | ModifyKind::Other)
        }
        EventKind::Access(_) => false,
    }
}

/// Linux: `EMFILE`.
const TOO_MANY_WATCHERS: i32 = 24;

/// The setting that is too low, with a higher value.
fn limit(error: &notify::Error) -> Option<&'static str> {
    match &error.kind {
        ErrorKind::MaxFilesWatch => Some("max_user_watches=524288"),
        ErrorKind::Io(error) if error.raw_os_error() == Some(TOO_MANY_WATCHERS) => {
            Some("max_user_instances=1024")
        }
        _ => None,
    }
}

fn refused(error: &notify::Error) -> Diagnostic {
    match limit(error) {
        Some(limit) => {
            polling(say!("系统允许监视的数量用完了", "the system's limit of watches is reached"))
                .hint(say!(
                    "管理员可以调高上限：sysctl fs.inotify.{limit}",
                    "an administrator can raise it: sysctl fs.inotify.{limit}"
                ))
        }
        None => {
            polling(say!("系统不报告文件变化：{error}", "the system reports no changes: {error}"))
        }
    }
}

/// A folder of the site.
#[derive(Clone, Debug)]
struct Root {
    /// As the caller calls it.
    given: PathBuf,
    /// As the system calls it: from the top, and without links above its own name.
    path: PathBuf,
}

impl Root {
    fn new(given: &Path) -> Self {
        let absolute = std::path::absolute(given).unwrap_or_else(|_| given.to_owned());
        let there = nearest_folder(&absolute);
        let path = match (there.canonicalize(), absolute.strip_prefix(there)) {
            (Ok(real), Ok(rest)) => real.join(rest),
            _ => absolute,
        };
        let given = given.to_owned();
        Self { given, path }
    }

    /// What the caller calls a path that the system names; `None` outside the folder, and for what reading passes over.
    fn hint(&self, path: &Path) -> Option<PathBuf> {
        let rest = path.strip_prefix(&self.path).ok()?;
        match rest.components().next() {
            None => Some(self.given.clone()),
            Some(_) => (!is_left_over(rest)).then(|| self.given.join(rest)),
        }
    }
}

/// The nearest folder above a path that is there.
fn nearest_folder(path: &Path) -> &Path {
    let mut above = path.ancestors().skip(1);
    above.find(|folder| folder.is_dir()).unwrap_or(path)
}
