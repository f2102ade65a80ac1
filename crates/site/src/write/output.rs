//! Pages -> the output folder: only what differs is written, what is gone is removed, and nothing half.
//!
//! New bytes go to a staging folder beside the output first. When every page has been made without an
//! error they are renamed into place (`commit.rs`); so a failed build changes nothing, and a killed one leaves every
//! file whole. For an output that holds nothing yet they are staged under their final names, and folders are renamed whole.
//! One build at a time writes to a folder: the next waits until it is done.

use super::commit::{Commit, MARKER, Turn, Work, is_unfinished};
use super::staged::{Staged, What};
use crate::diagnostic::{Code, Diagnostic, Doing};
use crate::file::Stamp;
use crate::render::Page;
use crate::say;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Two builds that meet are mostly done so soon that waiting needs no word.
const MOMENT: Duration = Duration::from_millis(300);

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
    /// Files that others had changed, removed or added since this program last wrote.
    pub strayed: usize,
    /// The size of all files, in bytes.
    pub bytes: u64,
}

/// An output folder that is being prepared.
#[derive(Debug)]
pub struct Output {
    root: PathBuf,
    /// `None` where nothing is to be written.
    staging: Option<Staging>,
    files: HashMap<String, Stamp>,
    folders: Vec<PathBuf>,
    /// It was made for this build, and goes again where nothing is put into it.
    is_new: bool,
    is_done: AtomicBool,
    /// `None` where nothing is to be written, or the file system knows no locks.
    #[expect(dead_code, reason = "it is held until the folder is done")]
    lock: Option<File>,
}

impl Output {
    /// Opens the folder, or makes it, and looks at what is in it: all of it, or the files with these names alone. Where
    /// another build is writing to it, this one waits until that is done, and after a moment calls `waiting` once.
    ///
    /// # Errors
    /// A folder that holds something else, or that holds the site itself; whatever the system refuses.
    pub fn open(
        root: &Path,
        source: &Path,
        names: Option<&[String]>,
        waiting: impl FnOnce(),
    ) -> Result<Self, Diagnostic> {
        let is_new = !root.exists();
        fs::create_dir_all(root).map_err(|e| Diagnostic::io(Doing::Write, root, &e))?;
        let root = root.canonicalize().map_err(|e| Diagnostic::io(Doing::Read, root, &e))?;
        refuse_site(&root, source)?;
        let lock = lock(&root, waiting)?;
        refuse_foreign(&root)?;
        let staging = Staging::new(staging_folder(&root)?, names.is_none() && is_bare(&root));
        let there = match names {
            None => There::look(&root)?,
            Some(names) => There::look_at(&root, names),
        };
        Ok(Self {
            root,
            staging: Some(staging),
            files: there.files,
            folders: there.folders,
            is_new,
            is_done: AtomicBool::new(false),
            lock,
        })
    }

    /// Looks at a folder to compare with, which may be missing; nothing will be written.
    ///
    /// # Errors
    /// A folder that holds something else, or that holds the site itself; whatever the system refuses.
    pub fn compare(root: &Path, source: &Path) -> Result<Self, Diagnostic> {
        let mut there = There::nothing();
        if root.exists() {
            refuse_site(root, source)?;
            refuse_foreign(root)?;
            there = There::look(root)?;
        }
        Ok(Self {
            root: root.to_owned(),
            staging: None,
            files: there.files,
            folders: there.folders,
            is_new: false,
            is_done: AtomicBool::new(false),
            lock: None,
        })
    }

    /// Waits for a build that is at work on an output folder, and keeps others off it for as long as the answer is kept.
    /// `None` where there is no such folder, or one on a share that knows no locks.
    pub fn hold(root: &Path) -> Option<File> {
        let root = root.canonicalize().ok()?;
        lock(&root, || {}).ok().flatten()
    }

    /// Every file of an output folder with its stamp, without opening it. `None` where it cannot be looked at, and where a
    /// build is at work or was killed: what that left is to be removed.
    pub fn look(root: &Path) -> Option<HashMap<String, Stamp>> {
        let root = root.canonicalize().ok()?;
        let at_rest =
            !is_unfinished(&root) && own_places(&root, "staging").all(|folder| !folder.exists());
        let there = at_rest.then(|| There::look(&root).ok()).flatten();
        there.map(|there| there.files)
    }

    /// Whether files of two builds may be mixed in an output folder: one was killed while it put them there.
    pub fn is_mixed(root: &Path) -> bool {
        is_unfinished(root)
    }

    /// Whether an output folder can be brought up to date file by file: it is there, and no build was killed in it.
    pub fn is_kept(root: &Path) -> bool {
        root.join(MARKER).exists() && !is_unfinished(root)
    }

    /// The files that were looked at, with their stamps.
    pub fn files(&self) -> &HashMap<String, Stamp> {
        &self.files
    }

    /// The stamp of a file that is there.
    pub fn stamp(&self, name: &str) -> Option<Stamp> {
        self.files.get(name).copied()
    }

    /// Compares a page with the file that is there and stages it where they differ.
    ///
    /// # Errors
    /// The file cannot be read, or the staging folder not written (a full disk).
    pub fn stage(&self, name: String, page: &Page) -> Result<Staged, Diagnostic> {
        let path = self.root.join(&name);
        let there = self.stamp(&name);
        if let Some(stamp) = there {
            let same = match page {
                Page::Bytes(bytes) => same_bytes(&path, stamp, bytes),
                Page::Copy(from) => {
                    same_file(&path, from).map_err(|e| Diagnostic::io(Doing::Read, from, &e))?
                }
            };
            if same {
                return Ok(Staged::same(name, stamp));
            }
        }
        let what = if there.is_some() { What::Changed } else { What::Added };
        let Some(staging) = &self.staging else {
            let size = size(page).map_err(|e| Diagnostic::io(Doing::Read, &path, &e))?;
            return Ok(Staged { name, what, size, stamp: Stamp::default(), from: None });
        };
        let told = |e| Diagnostic::io(Doing::Write, &path, &e);
        let from = staging.place(&name).map_err(told)?;
        let stamp = match page {
            Page::Bytes(bytes) => write(&from, bytes),
            Page::Copy(original) => copy(original, &from),
        }
        .map_err(told)?;
        Ok(Staged { name, what, size: stamp.size(), stamp, from: Some(from) })
    }

    /// Files that are there and that no page makes any more, by name.
    pub fn vanished<'n>(&self, keep: impl Iterator<Item = &'n str>) -> Vec<String> {
        let keep: HashSet<&str> = keep.collect();
        let mut gone: Vec<String> =
            self.files.keys().filter(|name| !keep.contains(name.as_str())).cloned().collect();
        gone.sort_unstable();
        gone
    }

    /// Moves everything that was staged into place and removes what is gone.
    ///
    /// # Errors
    /// Whatever the system refuses; the folder is then as it was.
    pub(super) fn commit<'c>(
        &'c self,
        files: Vec<(Turn, &'c Staged)>,
        gone: &'c [String],
    ) -> Result<(), Diagnostic> {
        let same = gone.is_empty() && files.iter().all(|(_, file)| file.what == What::Same);
        let is_ready = same && Self::is_kept(&self.root);
        if let (false, Some(staging)) = (is_ready, &self.staging) {
            let work = Work { files, gone, folders: &self.folders, named: staging.named() };
            Commit::new(&self.root, &staging.folder).run(&work)?;
        }
        self.is_done.store(true, Ordering::Relaxed);
        Ok(())
    }
}

/// Where new bytes are until all of them are there, on the disk of the output.
#[derive(Debug)]
struct Staging {
    folder: PathBuf,
    next: AtomicUsize,
    /// The folders that were made, where files have their final names.
    made: Option<Mutex<HashSet<String>>>,
}

impl Staging {
    fn new(folder: PathBuf, has_names: bool) -> Self {
        Self { folder, next: AtomicUsize::new(0), made: has_names.then(Mutex::default) }
    }

    /// Below this files have their final names.
    fn named(&self) -> Option<PathBuf> {
        self.made.is_some().then(|| self.folder.join("new"))
    }

    /// Where the bytes of a file go. Its folder is there.
    fn place(&self, name: &str) -> io::Result<PathBuf> {
        let Some((named, made)) = self.named().zip(self.made.as_ref()) else {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            return Ok(self.folder.join(number.to_string()));
        };
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_made = |made: MutexGuard<'_, HashSet<String>>| made.contains(folder);
        if !made.lock().is_ok_and(is_made) {
            fs::create_dir_all(named.join(folder))?;
            drop(made.lock().map(|mut made| made.insert(folder.to_owned())));
        }
        Ok(named.join(name))
    }
}

/// Whether a folder holds nothing but what is ours.
fn is_bare(root: &Path) -> bool {
    let ours = |entry: fs::DirEntry| entry.file_name().to_string_lossy().starts_with(".gongbao-");
    fs::read_dir(root).is_ok_and(|entries| entries.flatten().all(ours))
}

/// What an output folder holds, hidden files aside.
struct There {
    files: HashMap<String, Stamp>,
    /// Every folder after the one that it stands in.
    folders: Vec<PathBuf>,
}

impl There {
    fn nothing() -> Self {
        Self { files: HashMap::new(), folders: Vec::new() }
    }

    fn look_at(root: &Path, names: &[String]) -> Self {
        let stamp = |name: &String| {
            let file = fs::symlink_metadata(root.join(name)).ok()?;
            (!file.is_dir()).then(|| (name.clone(), Stamp::before_rename(&file)))
        };
        Self { files: names.iter().filter_map(stamp).collect(), ..Self::nothing() }
    }

    fn look(root: &Path) -> Result<Self, Diagnostic> {
        let mut there = Self::nothing();
        for (path, stamp) in list(root)? {
            match stamp {
                Some(stamp) => {
                    let name = path.strip_prefix(root).unwrap_or(&path);
                    let name = name.to_string_lossy();
                    let name = name.replace(std::path::MAIN_SEPARATOR, "/");
                    there.files.insert(name, stamp);
                }
                None => there.folders.push(path),
            }
        }
        Ok(there)
    }
}

/// Files with their stamps, and folders, each before what is in it. A link counts as a file: it is no page of ours.
fn list(folder: &Path) -> Result<Vec<(PathBuf, Option<Stamp>)>, Diagnostic> {
    let told = |error| Diagnostic::io(Doing::Read, folder, &error);
    let mut found = Vec::new();
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder).map_err(told)? {
        let entry = entry.map_err(told)?;
        let path = entry.path();
        if hidden(&path) {
            continue;
        }
        if entry.file_type().map_err(told)?.is_dir() {
            folders.push(path);
        } else {
            let stamp = Stamp::before_rename(&entry.metadata().map_err(told)?);
            found.push((path, Some(stamp)));
        }
    }
    let below: Vec<_> = folders
        .into_par_iter()
        .map(|folder| {
            let inside = list(&folder)?;
            Ok(std::iter::once((folder, None)).chain(inside).collect::<Vec<_>>())
        })
        .collect::<Result<_, Diagnostic>>()?;
    found.extend(below.into_iter().flatten());
    Ok(found)
}

fn size(page: &Page) -> io::Result<u64> {
    match page {
        Page::Bytes(bytes) => Ok(bytes.len() as u64),
        Page::Copy(from) => Ok(fs::metadata(from)?.len()),
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    Ok(Stamp::before_rename(&file.metadata()?))
}

fn copy(from: &Path, to: &Path) -> io::Result<Stamp> {
    fs::copy(from, to)?;
    Ok(Stamp::before_rename(&fs::metadata(to)?))
}

impl Drop for Output {
    fn drop(&mut self) {
        // The next build removes what a failure leaves here; there is nobody to tell.
        if let Some(staging) = &self.staging {
            drop(fs::remove_dir_all(&staging.folder));
        }
        if self.is_new && !self.is_done.load(Ordering::Relaxed) {
            drop(fs::remove_dir(&self.root));
        }
    }
}

fn hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
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
                Code::Output,
                say!(
                    "输出文件夹“{shown}”与“{part}”重叠",
                    "the output folder {shown} overlaps {part}"
                ),
            )
            .hint(say!("用 --output 指定另一个文件夹", "name another folder with --output")));
        }
    }
    Ok(())
}

/// A folder that holds files and not our mark belongs to somebody else.
fn refuse_foreign(root: &Path) -> Result<(), Diagnostic> {
    let entries = fs::read_dir(root).map_err(|e| Diagnostic::io(Doing::Read, root, &e))?;
    let foreign = entries.flatten().map(|e| e.path()).any(|path| !hidden(&path));
    if !foreign || root.join(MARKER).exists() {
        return Ok(());
    }
    let shown = root.display();
    Err(Diagnostic::error(
        Code::Output,
        say!("输出文件夹“{shown}”里有别的文件", "the output folder {shown} holds other files"),
    )
    .hint(say!(
        "生成会删除其中的文件。请换一个空文件夹，或先把它清空",
        "a build removes what is in it: name an empty folder, or empty this one"
    )))
}

/// Where the builder's own things may be: beside the output, on the same disk, so that a rename is a switch; else hidden
/// inside it.
fn own_places(root: &Path, what: &str) -> impl Iterator<Item = PathBuf> {
    let name = root.file_name().unwrap_or_default().to_string_lossy();
    let beside = root.with_file_name(format!(".{name}.gongbao-{what}"));
    let inside = root.join(format!(".gongbao-{what}"));
    let beside = same_disk(&beside, root).then_some(beside);
    beside.into_iter().chain([inside])
}

/// What a killed build left there is of no use any more.
fn staging_folder(root: &Path) -> Result<PathBuf, Diagnostic> {
    first(root, "staging", |path| {
        drop(fs::remove_dir_all(path));
        fs::create_dir_all(path)?;
        try_rename(path, root).inspect_err(|_| drop(fs::remove_dir(path)))?;
        Ok(path.to_owned())
    })
}

/// A folder that is mounted by itself may lie on the same disk, and renames into it are refused all the same.
fn try_rename(staging: &Path, root: &Path) -> io::Result<()> {
    let (from, to) = (staging.join("try"), root.join(".gongbao-try"));
    File::create(&from)?;
    fs::rename(&from, &to).inspect_err(|_| drop(fs::remove_file(&from)))?;
    fs::remove_file(&to)
}

/// Keeps other builds off the folder. The system lets go of the lock however the process ends; the file stays.
fn lock(root: &Path, waiting: impl FnOnce()) -> Result<Option<File>, Diagnostic> {
    let file = first(root, "lock", |path| File::options().create(true).append(true).open(path))?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) if start.elapsed() < MOMENT => {
                sleep(Duration::from_millis(5));
            }
            Err(TryLockError::WouldBlock) => break,
            // Some shares know no locks: two builds at once were never safe there, and one must be possible.
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
    waiting();
    match file.lock() {
        Ok(()) => Ok(Some(file)),
        Err(error) => Err(Diagnostic::io(Doing::Write, root, &error)),
    }
}

/// Does it in the first place where it can be done.
fn first<T>(
    root: &Path,
    what: &str,
    attempt: impl Fn(&Path) -> io::Result<T>,
) -> Result<T, Diagnostic> {
    let mut refused = None;
    for path in own_places(root, what) {
        match attempt(&path) {
            Ok(done) => return Ok(done),
            Err(error) => refused = Some(Diagnostic::io(Doing::Write, &path, &error)),
        }
    }
    Err(refused.expect("there is always the place inside"))
}

#[cfg(unix)]
fn same_disk(path: &Path, root: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|m| m.dev()).ok();
    path.parent().is_some_and(|parent| device(parent).is_some() && device(parent) == device(root))
}

#[cfg(not(unix))]
fn same_disk(_: &Path, _: &Path) -> bool {
    false
}

fn same_bytes(path: &Path, stamp: Stamp, bytes: &[u8]) -> bool {
    stamp.size() == bytes.len() as u64
        && fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file())
        && fs::read(path).is_ok_and(|there| there == bytes)
}

/// Compares in pieces: attachments may be large.
fn same_file(path: &Path, from: &Path) -> io::Result<bool> {
    let meta = fs::symlink_metadata(path)?;
    if !meta.is_file() || meta.len() != fs::metadata(from)?.len() {
        return Ok(false);
    }
    let (mut a, mut b) =
        (io::BufReader::new(fs::File::open(path)?), io::BufReader::new(fs::File::open(from)?));
    let (mut left, mut right) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        let n = a.read(&mut left)?;
        if n == 0 {
            return Ok(true);
        }
        if b.read_exact(&mut right[..n]).is_err() || left[..n] != right[..n] {
            return Ok(false);
        }
    }
}
