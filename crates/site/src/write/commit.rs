//! Staged files -> their places: all of them, or none.
//!
//! The bytes are on the disk, and folders are made, before a visitor could notice anything. Then come renames in an order
//! in which no page leads to one that is not there: what is new, what was there, last what leads to others. Every file
//! that is replaced is kept until the end; when a rename fails, all that was done is taken back. A program that is killed
//! in between leaves a mark in the folder, and the next build makes everything right. Where nothing is there yet, whole
//! folders are put in place, the entrance last.

use super::staged::{Staged, What};
use crate::diagnostic::{Diagnostic, Doing};
use crate::say;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};
use std::fs::{self, Permissions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Tells that a folder is ours to replace; hidden, so it is never published.
pub(super) const MARKER: &str = ".gongbao-output";

const NOTE: &str = "gongbao 生成的文件夹，内容会被替换。\nThis folder is made by gongbao; what is in it will be replaced.\n";

/// Stands in the folder while files are put in place. It travels with a copy of the folder, and a script can ask for it.
const UNFINISHED: &str = ".gongbao-unfinished";

const UNFINISHED_NOTE: &str = "这里可能混有两次生成的文件，再运行一次 gongbao build 就会补齐。\nFiles of two builds may be mixed here: run `gongbao build` once more.\n";

/// When a file's turn comes among those that are new, and among those that were there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    /// Readers come to it from elsewhere: documents, pictures, data.
    First,
    /// It leads to others: lists, feeds, the site map, the search.
    Last,
}

/// Whether a program was killed while it put files into the folder.
pub(super) fn is_unfinished(root: &Path) -> bool {
    root.join(UNFINISHED).exists()
}

/// What was done, so that it can be taken back.
enum Step<'c> {
    /// A folder was made.
    Made(PathBuf),
    /// An empty folder was removed.
    Removed(&'c Path, Permissions),
    /// A file was put where none was.
    Placed(&'c str),
    /// A folder with all that is in it was put where none was.
    PlacedWhole(&'c str, PathBuf),
    /// A file changed places with one that was staged.
    Exchanged(&'c str, &'c Path),
    /// A file was moved away, or will be replaced: it is kept under this number.
    Kept(&'c str, usize),
}

/// An output folder while files are put in place.
pub(super) struct Commit<'c> {
    root: &'c Path,
    /// Where files are kept until all is done, on the same disk.
    kept: PathBuf,
    next: usize,
    /// Another program left the mark.
    was_unfinished: bool,
    /// Folders of the site that are there.
    there: HashSet<&'c Path>,
    done: Vec<Step<'c>>,
}

/// What is to be done.
pub(super) struct Work<'c> {
    /// All files of the new site, or those that may differ.
    pub(super) files: Vec<(Turn, &'c Staged)>,
    /// Files that no page makes any more.
    pub(super) gone: &'c [String],
    /// The folders that are there, each after the one that it stands in.
    pub(super) folders: &'c [PathBuf],
    /// The folder in which all files have their final names, where there is nothing yet.
    pub(super) named: Option<PathBuf>,
}

impl<'c> Commit<'c> {
    /// Nothing is done yet; `staging` is a folder on the same disk.
    pub(super) fn new(root: &'c Path, staging: &Path) -> Self {
        Self {
            root,
            kept: staging.join("kept"),
            next: 0,
            was_unfinished: is_unfinished(root),
            there: HashSet::new(),
            done: Vec::new(),
        }
    }

    /// Does it all.
    ///
    /// # Errors
    /// Whatever the system refuses; the folder is then as it was.
    pub(super) fn run(mut self, work: &Work<'c>) -> Result<(), Diagnostic> {
        let done = self.forward(work).and_then(|()| unmark(self.root));
        done.map_err(|problem| self.back(problem))
    }

    fn forward(&mut self, work: &Work<'c>) -> Result<(), Diagnostic> {
        let mut files = work.files.clone();
        files.retain(|(_, file)| file.what != What::Same);
        files.sort_unstable_by_key(|(turn, file)| order(*turn, file));
        if let Some(named) = &work.named {
            self.mark()?;
            return self.place_all(named, &files);
        }
        let way = Way::of(work, &files);
        let (first, last): (Vec<_>, Vec<_>) =
            work.gone.iter().map(String::as_str).partition(|name| way.is_blocked_by(name));
        self.mark()?;
        self.take_away(&first)?;
        self.remove_folders(work.folders, |name| way.is_taken(name))?;
        for (_, file) in files.iter().filter(|(_, file)| file.what == What::Added) {
            self.make_folders(&file.name)?;
        }
        for (_, file) in &files {
            self.place(file)?;
        }
        self.take_away(&last)?;
        self.remove_folders(work.folders, |name| !way.is_needed(name) && !way.is_taken(name))
    }

    fn mark(&mut self) -> Result<(), Diagnostic> {
        let told = |path: &Path, error| Diagnostic::io(Doing::Write, path, &error);
        let unfinished = self.root.join(UNFINISHED);
        fs::write(&unfinished, UNFINISHED_NOTE).map_err(|error| told(&unfinished, error))?;
        let marker = self.root.join(MARKER);
        if !marker.exists() {
            self.done.push(Step::Placed(MARKER));
            fs::write(&marker, NOTE).map_err(|error| told(&marker, error))?;
        }
        fs::create_dir_all(&self.kept).map_err(|error| told(&self.kept, error))
    }

    /// Moves files away.
    fn take_away(&mut self, names: &[&'c str]) -> Result<(), Diagnostic> {
        for name in names {
            let (path, number) = (self.root.join(name), self.next);
            fs::rename(&path, self.kept_path(number))
                .map_err(|error| Diagnostic::io(Doing::Remove, &path, &error))?;
            self.next += 1;
            self.done.push(Step::Kept(name, number));
        }
        Ok(())
    }

    /// Removes those folders that are empty, the deepest first: a folder is empty when those in it are gone.
    fn remove_folders(
        &mut self,
        folders: &'c [PathBuf],
        which: impl Fn(&Path) -> bool,
    ) -> Result<(), Diagnostic> {
        for folder in folders.iter().rev() {
            if !which(folder.strip_prefix(self.root).unwrap_or(folder)) {
                continue;
            }
            let told = |error| Diagnostic::io(Doing::Remove, folder, &error);
            let rights = match fs::symlink_metadata(folder) {
                Ok(found) => found.permissions(),
                // It was removed before, with what stood in the way.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(told(error)),
            };
            match fs::remove_dir(folder) {
                Ok(()) => self.done.push(Step::Removed(folder, rights)),
                // Hidden files are not ours.
                Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {}
                Err(error) => return Err(told(error)),
            }
        }
        Ok(())
    }

    /// Puts everything where nothing is: first the folders at the top, whole, then the files beside them.
    fn place_all(&mut self, named: &Path, files: &[(Turn, &'c Staged)]) -> Result<(), Diagnostic> {
        let top = |(_, file): &(Turn, &'c Staged)| Some(file.name.split_once('/')?.0);
        let folders: BTreeSet<&'c str> = files.iter().filter_map(top).collect();
        for name in folders {
            let (from, to) = (named.join(name), self.root.join(name));
            fs::rename(&from, &to).map_err(|error| Diagnostic::io(Doing::Write, &to, &error))?;
            self.done.push(Step::PlacedWhole(name, from));
        }
        let beside = files.iter().filter(|(_, file)| !file.name.contains('/'));
        beside.into_iter().try_for_each(|(_, file)| self.place(file))
    }

    /// Makes the folders of a file, the upper ones first.
    fn make_folders(&mut self, name: &'c str) -> Result<(), Diagnostic> {
        let folders = Path::new(name).ancestors().skip(1);
        let unknown = folders.take_while(|folder| !self.there.contains(folder));
        let unknown: Vec<&Path> =
            unknown.take_while(|folder| !folder.as_os_str().is_empty()).collect();
        for folder in unknown.into_iter().rev() {
            let path = self.root.join(folder);
            if !path.is_dir() {
                fs::create_dir(&path).map_err(|e| Diagnostic::io(Doing::Write, &path, &e))?;
                self.done.push(Step::Made(path));
            }
            self.there.insert(folder);
        }
        Ok(())
    }

    fn place(&mut self, file: &'c Staged) -> Result<(), Diagnostic> {
        let Some(from) = &file.from else {
            return Ok(());
        };
        let (name, to) = (file.name.as_str(), self.root.join(&file.name));
        let is_new = file.what == What::Added;
        if !is_new {
            if exchange(from, &to).is_ok() {
                self.done.push(Step::Exchanged(name, from));
                return Ok(());
            }
            self.keep(name, &to)?;
        }
        fs::rename(from, &to).map_err(|error| Diagnostic::io(Doing::Write, &to, &error))?;
        if is_new {
            self.done.push(Step::Placed(name));
        }
        Ok(())
    }

    /// Gives a file that will be replaced a second name, where two cannot change places. Where the disk knows no second
    /// names either it is copied: moved away, it would be missing for a moment.
    fn keep(&mut self, name: &'c str, path: &Path) -> Result<(), Diagnostic> {
        let number = self.next;
        let kept = self.kept_path(number);
        fs::hard_link(path, &kept)
            .or_else(|_| fs::copy(path, &kept).map(drop))
            .map_err(|error| Diagnostic::io(Doing::Write, path, &error))?;
        self.next += 1;
        self.done.push(Step::Kept(name, number));
        Ok(())
    }

    fn kept_path(&self, number: usize) -> PathBuf {
        self.kept.join(number.to_string())
    }

    /// Takes back all that was done, the last first. What cannot be taken back is said beside the problem that began it.
    fn back(mut self, problem: Diagnostic) -> Diagnostic {
        let mut is_back = true;
        while let Some(step) = self.done.pop() {
            is_back &= self.take_back(&step).is_ok();
        }
        if is_back && (self.was_unfinished || unmark(self.root).is_ok()) {
            return problem;
        }
        let shown = self.root.display();
        problem.hint(say!(
            "“{shown}”没能全部恢复，可能混有两次生成的文件：排除上面的问题后再运行 gongbao build",
            "{shown} could not be put back whole and may hold files of two builds: mend this, then run `gongbao build` again"
        ))
    }

    fn take_back(&self, step: &Step<'_>) -> io::Result<()> {
        match step {
            Step::Made(folder) => fs::remove_dir(folder),
            Step::Removed(folder, rights) => {
                fs::create_dir(folder)?;
                fs::set_permissions(folder, rights.clone())
            }
            Step::Placed(name) => remove(&self.root.join(name)),
            Step::PlacedWhole(name, from) => fs::rename(self.root.join(name), from),
            Step::Exchanged(name, from) => fs::rename(from, self.root.join(name)),
            Step::Kept(name, number) => fs::rename(self.kept_path(*number), self.root.join(name)),
        }
    }
}

/// Two files change places, both at once.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

fn unmark(root: &Path) -> Result<(), Diagnostic> {
    let path = root.join(UNFINISHED);
    remove(&path).map_err(|error| Diagnostic::io(Doing::Remove, &path, &error))
}

/// A file that was never made is as good as one that was removed.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// New files before those that were there, of each what leads to others last, and the entrance after all.
fn order(turn: Turn, file: &Staged) -> (bool, Turn, Reverse<usize>) {
    let was_there = file.what != What::Added;
    (was_there, turn, Reverse(file.name.matches('/').count()))
}

/// Where the new site needs folders, and where files.
struct Way<'w> {
    /// Folders that some file stands in.
    folders: HashSet<&'w Path>,
    /// New files.
    files: HashSet<&'w Path>,
}

impl<'w> Way<'w> {
    /// Where nothing can stand in the way and no folder can become empty, nothing has to be known.
    fn of(work: &Work<'w>, changing: &[(Turn, &'w Staged)]) -> Self {
        if work.gone.is_empty() && work.folders.is_empty() {
            return Self { folders: HashSet::new(), files: HashSet::new() };
        }
        let folders =
            work.files.iter().flat_map(|(_, file)| Path::new(&file.name).ancestors().skip(1));
        let added = changing.iter().filter(|(_, file)| file.what == What::Added);
        Self {
            folders: folders.collect(),
            files: added.map(|(_, file)| Path::new(&file.name)).collect(),
        }
    }

    /// Whether a file that is gone must go before others come: a folder is to stand there, or a file above it.
    fn is_blocked_by(&self, name: &str) -> bool {
        let name = Path::new(name);
        self.folders.contains(name)
            || name.ancestors().skip(1).any(|above| self.files.contains(above))
    }

    /// Whether a file is to stand where a folder is, or above it.
    fn is_taken(&self, folder: &Path) -> bool {
        folder.ancestors().any(|above| self.files.contains(above))
    }

    fn is_needed(&self, folder: &Path) -> bool {
        self.folders.contains(folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Stamp;

    fn staged(from: PathBuf, name: &str) -> Staged {
        let (name, stamp) = (name.to_owned(), Stamp::default());
        Staged { name, what: What::Added, size: 1, stamp, from: Some(from) }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_put_in_place_whole_is_taken_back_whole() {
        let home = tempfile::tempdir().expect("a folder");
        let (root, staging) = (home.path().join("public"), home.path().join("staging"));
        let named = staging.join("new");
        fs::create_dir_all(named.join("news/a")).expect("ours");
        fs::create_dir_all(&root).expect("ours");
        fs::write(named.join("news/a/index.html"), "x").expect("ours");
        let files = ["news/a/index.html", "index.html"].map(|name| staged(named.join(name), name));
        let run = || {
            let files = files.iter().map(|file| (Turn::First, file)).collect();
            let work = Work { files, gone: &[], folders: &[], named: Some(named.clone()) };
            Commit::new(&root, &staging).run(&work)
        };
        assert!(run().is_err(), "the entrance is missing");
        assert!(names(&root).is_empty() && named.join("news/a/index.html").exists());
        fs::write(named.join("index.html"), "x").expect("ours");
        assert!(run().is_ok());
        assert_eq!(names(&root), [MARKER, "index.html", "news"]);
        assert!(root.join("news/a/index.html").exists() && names(&named).is_empty());
    }
}
