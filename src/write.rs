//! Pages -> the output folder: only what differs is written, what is gone is removed, and nothing half.
//!
//! New bytes go to a staging folder beside the output first. When every page has been made without an
//! error they are renamed into place; so a failed build changes nothing, and a killed one leaves every file whole.

use crate::diagnostic::{Diagnostic, Doing};
use crate::render::Page;
use crate::say;
use crate::site::Route;
use rayon::prelude::*;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use walkdir::WalkDir;

/// Tells that a folder is ours to replace; hidden, so it is never published.
const MARKER: &str = ".gongbao-output";

/// What a build did to the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there.
    pub added: usize,
    /// Files whose bytes differ.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Files that stay as they are.
    pub unchanged: usize,
    /// The size of all files, in bytes.
    pub bytes: u64,
}

/// What is to become of one file.
#[derive(Debug)]
pub enum Staged {
    /// It stays.
    Same,
    /// It is replaced by a staged file.
    Changed(PathBuf),
    /// It is new, from a staged file.
    Added(PathBuf),
}

/// An output folder that is being prepared.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    staging: PathBuf,
    next: AtomicUsize,
}

impl Output {
    /// Opens the folder, or makes it.
    ///
    /// # Errors
    /// A folder that holds something else, or that holds the site itself; whatever the system refuses.
    pub fn open(root: &Path, source: &Path) -> Result<Self, Diagnostic> {
        fs::create_dir_all(root).map_err(|e| Diagnostic::io(Doing::Write, root, &e))?;
        let root = root
            .canonicalize()
            .map_err(|e| Diagnostic::io(Doing::Read, root, &e))?;
        refuse_site(&root, source)?;
        refuse_foreign(&root)?;
        let staging = staging_folder(&root)?;
        Ok(Self {
            root,
            staging,
            next: AtomicUsize::new(0),
        })
    }

    /// Compares a page with the file that is there and stages it where they differ.
    ///
    /// # Errors
    /// The file cannot be read, or the staging folder not written (a full disk).
    pub fn stage(&self, route: &Route, page: &Page) -> Result<(Staged, u64), Diagnostic> {
        let path = self.path(route);
        let (same, size) = match page {
            Page::Bytes(bytes) => (same_bytes(&path, bytes), bytes.len() as u64),
            Page::Copy(from) => {
                let size = fs::metadata(from)
                    .map_err(|e| Diagnostic::io(Doing::Read, from, &e))?
                    .len();
                (
                    same_file(&path, from).map_err(|e| Diagnostic::io(Doing::Read, from, &e))?,
                    size,
                )
            }
        };
        if same == Same::Yes {
            return Ok((Staged::Same, size));
        }
        let staged = self
            .staging
            .join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        let written = match page {
            Page::Bytes(bytes) => fs::write(&staged, bytes),
            Page::Copy(from) => fs::copy(from, &staged).map(drop),
        };
        written.map_err(|e| Diagnostic::io(Doing::Write, &path, &e))?;
        Ok((
            if same == Same::Absent {
                Staged::Added(staged)
            } else {
                Staged::Changed(staged)
            },
            size,
        ))
    }

    fn path(&self, route: &Route) -> PathBuf {
        self.root.join(route.output())
    }

    /// Moves everything that was staged into place and removes what no page made.
    ///
    /// # Errors
    /// Whatever the system refuses; files that were moved before stay whole.
    pub fn commit(&self, staged: Vec<(Route, Staged, u64)>) -> Result<Written, Diagnostic> {
        let mut written = Written::default();
        let keep: HashSet<PathBuf> = staged.iter().map(|(route, ..)| self.path(route)).collect();
        for (_, what, size) in &staged {
            written.bytes += size;
            match what {
                Staged::Same => written.unchanged += 1,
                Staged::Changed(_) => written.changed += 1,
                Staged::Added(_) => written.added += 1,
            }
        }
        let vanished = self.vanished(&keep)?;
        written.removed = vanished.len();
        fs::write(self.root.join(MARKER), NOTE)
            .map_err(|e| Diagnostic::io(Doing::Write, &self.root, &e))?;
        // What is gone goes first where it stands in the way: a file where a folder must be.
        for path in &vanished {
            fs::remove_file(path).map_err(|e| Diagnostic::io(Doing::Remove, path, &e))?;
        }
        self.remove_empty_folders()?;
        staged
            .into_par_iter()
            .try_for_each(|(route, what, _)| match what {
                Staged::Same => Ok(()),
                Staged::Changed(from) | Staged::Added(from) => place(&from, &self.path(&route)),
            })?;
        Ok(written)
    }

    /// Files of the folder that are not to stay; hidden ones are not ours.
    fn vanished(&self, keep: &HashSet<PathBuf>) -> Result<Vec<PathBuf>, Diagnostic> {
        let mut vanished = Vec::new();
        for entry in WalkDir::new(&self.root)
            .into_iter()
            .filter_entry(|e| e.depth() == 0 || !hidden(e.path()))
        {
            let entry = entry.map_err(|e| walk_error(&self.root, e))?;
            if !entry.file_type().is_dir() && !keep.contains(entry.path()) {
                vanished.push(entry.into_path());
            }
        }
        Ok(vanished)
    }

    fn remove_empty_folders(&self) -> Result<(), Diagnostic> {
        let walk = WalkDir::new(&self.root)
            .min_depth(1)
            .contents_first(true)
            .into_iter()
            .filter_entry(|e| !hidden(e.path()));
        for entry in walk {
            let entry = entry.map_err(|e| walk_error(&self.root, e))?;
            if entry.file_type().is_dir() {
                match fs::remove_dir(entry.path()) {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
                    Err(error) => return Err(Diagnostic::io(Doing::Remove, entry.path(), &error)),
                }
            }
        }
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // The next build removes what a failure leaves here; there is nobody to tell.
        drop(fs::remove_dir_all(&self.staging));
    }
}

const NOTE: &str = "gongbao 生成的文件夹，内容会被替换。\nThis folder is made by gongbao; what is in it will be replaced.\n";

fn hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

fn walk_error(root: &Path, error: walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or(root).to_owned();
    let error = error
        .into_io_error()
        .unwrap_or_else(|| io::Error::other("a loop of links"));
    Diagnostic::io(Doing::Read, &path, &error)
}

fn place(from: &Path, to: &Path) -> Result<(), Diagnostic> {
    match fs::rename(from, to) {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) if error.kind() == io::ErrorKind::IsADirectory => {}
        Err(error) => return Err(Diagnostic::io(Doing::Write, to, &error)),
    }
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).map_err(|e| Diagnostic::io(Doing::Write, folder, &e))?;
    fs::rename(from, to).map_err(|e| Diagnostic::io(Doing::Write, to, &e))
}

/// The output must not be, hold or stand in what the site is made from.
fn refuse_site(root: &Path, source: &Path) -> Result<(), Diagnostic> {
    for part in ["content", "themes"] {
        let Ok(part) = source.join(part).canonicalize() else {
            continue;
        };
        if part.starts_with(root) || root.starts_with(&part) {
            let (shown, part) = (root.display(), part.display());
            return Err(Diagnostic::error(
                "output",
                say!(
                    "输出文件夹“{shown}”与“{part}”重叠",
                    "the output folder {shown} overlaps {part}"
                ),
            )
            .hint(say!(
                "用 --output 指定另一个文件夹",
                "name another folder with --output"
            )));
        }
    }
    Ok(())
}

/// A folder that holds files and not our mark belongs to somebody else.
fn refuse_foreign(root: &Path) -> Result<(), Diagnostic> {
    let entries = fs::read_dir(root).map_err(|e| Diagnostic::io(Doing::Read, root, &e))?;
    let foreign = entries
        .flatten()
        .map(|e| e.path())
        .any(|path| !hidden(&path));
    if !foreign || root.join(MARKER).exists() {
        return Ok(());
    }
    let shown = root.display();
    Err(Diagnostic::error(
        "output",
        say!(
            "输出文件夹“{shown}”里有别的文件",
            "the output folder {shown} holds other files"
        ),
    )
    .hint(say!(
        "生成会删除其中的文件。请换一个空文件夹，或先把它清空",
        "a build removes what is in it: name an empty folder, or empty this one"
    )))
}

/// Beside the output, on the same disk, so that a rename is a switch; else hidden inside it.
fn staging_folder(root: &Path) -> Result<PathBuf, Diagnostic> {
    let name = root
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let beside = root
        .parent()
        .map(|parent| parent.join(format!(".{name}.gongbao-staging")));
    let inside = root.join(".gongbao-staging");
    let candidates = beside
        .filter(|path| same_disk(path, root))
        .into_iter()
        .chain([inside]);
    let mut last = None;
    for path in candidates {
        drop(fs::remove_dir_all(&path));
        match fs::create_dir_all(&path) {
            Ok(()) => return Ok(path),
            Err(error) => last = Some(Diagnostic::io(Doing::Write, &path, &error)),
        }
    }
    Err(last.unwrap_or_else(|| {
        Diagnostic::error(
            "output",
            say!("没有地方放临时文件", "there is no room for temporary files"),
        )
    }))
}

#[cfg(unix)]
fn same_disk(path: &Path, root: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|m| m.dev()).ok();
    path.parent()
        .is_some_and(|parent| device(parent).is_some() && device(parent) == device(root))
}

#[cfg(not(unix))]
fn same_disk(_: &Path, _: &Path) -> bool {
    false
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Same {
    Yes,
    No,
    Absent,
}

fn same_bytes(path: &Path, bytes: &[u8]) -> Same {
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_file() && meta.len() == bytes.len() as u64 => {
            let same = fs::read(path).is_ok_and(|there| there == bytes);
            if same { Same::Yes } else { Same::No }
        }
        Ok(_) => Same::No,
        Err(_) => Same::Absent,
    }
}

/// Compares in pieces: attachments may be large.
fn same_file(path: &Path, from: &Path) -> io::Result<Same> {
    let Ok(meta) = fs::symlink_metadata(path) else {
        return Ok(Same::Absent);
    };
    if !meta.is_file() || meta.len() != fs::metadata(from)?.len() {
        return Ok(Same::No);
    }
    let (mut a, mut b) = (
        io::BufReader::new(fs::File::open(path)?),
        io::BufReader::new(fs::File::open(from)?),
    );
    let (mut left, mut right) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        let n = a.read(&mut left)?;
        if n == 0 {
            return Ok(Same::Yes);
        }
        if b.read_exact(&mut right[..n]).is_err() || left[..n] != right[..n] {
            return Ok(Same::No);
        }
    }
}
