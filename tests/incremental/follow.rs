//! Those who follow the county's edits, and what they must agree on.

use crate::edit::{County, Edit, Meddling, Place};
use crate::site::{GONGBAO, Tree};
use gongbao::diagnostic::Silent;
use gongbao::diagnostic::{Diagnostic, Format, Language, Printer, sort};
use gongbao::session::{Session, Update};
use gongbao::site::Audience;
use gongbao::write::{Action, Look, Stages, Writer};
use jiff::civil::DateTime;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;
use walkdir::WalkDir;

/// Longer than the coarsest clock of a file system.
const REST: Duration = Duration::from_millis(2100);

/// What a build came to.
#[derive(Clone)]
struct Result {
    /// `None` where it failed.
    tree: Option<Tree>,
    /// The problems, one JSON object a line.
    said: String,
}

/// A site on disk, and two output folders that are kept up to date with it.
pub(crate) struct Followers {
    folder: TempDir,
    county: County,
    /// When it could last be built.
    mended: County,
    /// Files that were written or removed since the last check.
    changed: BTreeSet<PathBuf>,
    live: Live,
    /// What a clean build of the county at first gives.
    home: Option<Result>,
    said: String,
}

impl Followers {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let county = County::at_first();
        let live = Live::new(folder.path(), county.drafts);
        let mut followers = Self {
            folder,
            mended: county.clone(),
            county,
            changed: BTreeSet::new(),
            live,
            home: None,
            said: String::new(),
        };
        followers.write(&BTreeMap::new());
        followers
    }

    /// The problems of the last build.
    pub(crate) fn said(&self) -> &str {
        &self.said
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes edits, all before anybody looks.
    pub(crate) fn make(&mut self, edits: &[Edit]) {
        for edit in edits {
            match *edit {
                Edit::Set(place, value) => self.set(place, value),
                Edit::SetBackdated(place, value) => self.set_backdated(place, value),
                Edit::Touch(file) => {
                    if let Some(name) = self.county.name(file) {
                        let path = self.path(name);
                        let text = fs::read(&path).expect("a file of ours");
                        fs::write(&path, text).expect("a file of ours");
                        self.changed.insert(path);
                    }
                }
                Edit::Meddle(what, which) => meddle(&self.path("kept"), what, which),
                Edit::Rest => {
                    sleep(REST);
                    // The first build notes that nothing can change unseen; the check's relies on it.
                    build(&self.county, self.folder.path(), &self.path("kept"));
                }
            }
        }
    }

    /// Makes the site what it was when it could last be built.
    pub(crate) fn undo(&mut self) {
        let before = self.county.files();
        self.county = self.mended.clone();
        self.write(&before);
    }

    fn set(&mut self, place: Place, value: usize) {
        let before = self.county.files();
        self.county.set(place, value);
        self.write(&before);
    }

    fn set_backdated(&mut self, place: Place, value: usize) {
        let times: BTreeMap<&str, SystemTime> =
            self.county.files().keys().map(|name| (*name, modified(&self.path(name)))).collect();
        self.set(place, value);
        for (name, time) in times {
            let path = self.path(name);
            if path.exists() {
                let file = fs::File::options().write(true).open(&path).expect("a file of ours");
                file.set_modified(time).expect("a file of ours");
            }
        }
    }

    /// Writes the files that are not what they were.
    fn write(&mut self, before: &BTreeMap<&'static str, String>) {
        let now = self.county.files();
        for name in before.keys().filter(|name| !now.contains_key(*name)) {
            let path = self.path(name);
            fs::remove_file(&path).expect("a file of ours");
            self.remove_empty_folders(&path);
            self.changed.insert(path);
        }
        for (name, text) in now.iter().filter(|(name, text)| before.get(*name) != Some(text)) {
            let path = self.path(name);
            fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("a folder");
            fs::write(&path, text).expect("a file of ours");
            self.changed.insert(path);
        }
    }

    fn remove_empty_folders(&self, path: &Path) {
        let folders = path.ancestors().skip(1);
        for folder in folders.take_while(|folder| *folder != self.folder.path()) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }

    /// Lets everybody look, and compares. `None` where the site cannot be built.
    pub(crate) fn check(&mut self) -> Option<Tree> {
        let clean = self.clean();
        self.check_kept(&clean);
        self.check_live(&clean);
        if clean.tree.is_some() {
            self.mended = self.county.clone();
        }
        self.said = clean.said;
        clean.tree
    }

    /// What a build into an empty folder gives.
    fn clean(&mut self) -> Result {
        let at_first = self.county == County::at_first();
        if let Some(home) = self.home.as_ref().filter(|_| at_first) {
            return home.clone();
        }
        let fresh = self.path("fresh");
        let (code, said) = build(&self.county, self.folder.path(), &fresh);
        let tree = tree(&fresh);
        assert!(
            code == 0 || tree.is_empty(),
            "a build that failed wrote {:?}\n{said}",
            tree.keys()
        );
        drop(fs::remove_dir_all(&fresh));
        drop(fs::remove_file(self.path(".fresh.gongbao-state")));
        let result = Result { tree: (code == 0).then_some(tree), said };
        if at_first {
            self.home = Some(result.clone());
        }
        result
    }

    /// The binary builds where it built before.
    fn check_kept(&self, clean: &Result) {
        let output = self.path("kept");
        let before = Before::of(&output);
        let (code, said) = build(&self.county, self.folder.path(), &output);
        let failed = clean.tree.is_none();
        assert_eq!(code, i32::from(failed), "the exit code\n{said}");
        assert_eq!(said, clean.said, "the problems");
        before.must_lead_to(&output, clean.tree.as_ref(), "build");
    }

    /// A session brings another folder up to date.
    fn check_live(&mut self, clean: &Result) {
        let output = self.path("live");
        let clock = self.county.clock().parse().expect("a moment");
        // Neither changes while a command runs.
        if self.live.drafts != self.county.drafts || clock < self.live.clock {
            self.live.writer.save();
            self.live = Live::new(self.folder.path(), self.county.drafts);
        }
        let before = Before::of(&output);
        let changed = std::mem::take(&mut self.changed);
        let said = self.live.follow(&changed, clock);
        assert_eq!(said, clean.said, "what watch says after {changed:?}");
        before.must_lead_to(&output, clean.tree.as_ref(), "watch");
    }
}

/// `gongbao build`: exit code and problems.
fn build(county: &County, source: &Path, output: &Path) -> (i32, String) {
    let mut command = Command::new(GONGBAO);
    command.args(["--lang", "en", "build", "--format", "json", "--jobs", "2", "--clock"]);
    command.arg(county.clock()).arg("--source").arg(source).arg("--output").arg(output);
    if county.drafts {
        command.arg("--drafts");
    }
    let built = command.output().expect("the binary runs");
    let said = String::from_utf8_lossy(&built.stdout).into_owned();
    (built.status.code().expect("it ended by itself"), said)
}

/// What `gongbao watch` does when files have changed.
struct Live {
    session: Session,
    writer: Writer,
    drafts: bool,
    /// Of the last look at all files.
    clock: DateTime,
    /// The folder lacks something of the last good site.
    behind: bool,
    /// The problems that were told last.
    said: String,
}

impl Live {
    fn new(source: &Path, drafts: bool) -> Self {
        let audience = match drafts {
            true => Audience::Office,
            false => Audience::Public,
        };
        Self {
            session: Session::new(source, audience),
            writer: Writer::new(&source.join("live"), source),
            drafts,
            clock: DateTime::MIN,
            behind: true,
            said: String::new(),
        }
    }

    /// Brings the folder up to date; the problems of the site.
    fn follow(&mut self, changed: &BTreeSet<PathBuf>, clock: DateTime) -> String {
        let mut stages = Stages::default();
        let due = self.session.renderer().is_none() || self.session.due(self.clock) <= clock;
        let update = match due {
            true => self.session.read_again(changed, clock, &mut stages),
            false => self.session.update(changed, clock, &mut stages),
        };
        if update != Update::Same {
            self.clock = clock;
        }
        let mut problems = match update {
            Update::Same => return self.said.clone(),
            _ => self.session.problems().to_vec(),
        };
        if update != Update::Failed {
            problems.extend(self.write().err().unwrap_or_default());
        }
        self.said = print(problems);
        self.said.clone()
    }

    fn write(&mut self) -> std::result::Result<(), Vec<Diagnostic>> {
        let look = match std::mem::replace(&mut self.behind, true) {
            true => Look::Everything,
            false => Look::Due,
        };
        let renderer = self.session.renderer().expect("a site without errors");
        self.writer.write(renderer, Action::Write, look, &Silent, &mut Stages::default())?;
        self.behind = false;
        Ok(())
    }
}

fn print(mut problems: Vec<Diagnostic>) -> String {
    sort(&mut problems);
    let printer = Printer { format: Format::Json, language: Language::English, color: false };
    problems.iter().map(|problem| printer.print(problem)).collect()
}

/// An output folder before a build.
struct Before {
    files: BTreeMap<String, (Vec<u8>, SystemTime)>,
}

impl Before {
    fn of(output: &Path) -> Self {
        let files = tree(output).into_iter();
        let files = files.map(|(name, bytes)| {
            let time = modified(&output.join(&name));
            (name, (bytes, time))
        });
        Self { files: files.collect() }
    }

    /// The folder must hold `expected`, or where there was an error what it held; and what is the same is not written.
    #[track_caller]
    fn must_lead_to(&self, output: &Path, expected: Option<&Tree>, who: &str) {
        let now = tree(output);
        let before: Tree =
            self.files.iter().map(|(name, (bytes, _))| (name.clone(), bytes.clone())).collect();
        let wanted = expected.unwrap_or(&before);
        assert!(
            now == *wanted,
            "{who}: not what a clean build gives\n{}",
            differences(&now, wanted)
        );
        let rewritten: Vec<&String> = self
            .files
            .iter()
            .filter(|(name, (bytes, time))| {
                now.get(*name) == Some(bytes) && modified(&output.join(name)) != *time
            })
            .map(|(name, _)| name)
            .collect();
        assert!(rewritten.is_empty(), "{who}: written although it is the same: {rewritten:?}");
    }
}

/// Which files differ, and how the first of them does.
fn differences(now: &Tree, wanted: &Tree) -> String {
    let mut text = String::new();
    let names: BTreeSet<&String> = now.keys().chain(wanted.keys()).collect();
    for name in names {
        match (now.get(name), wanted.get(name)) {
            (Some(_), None) => writeln!(text, "{name}: should not be there"),
            (None, Some(_)) => writeln!(text, "{name}: is missing"),
            (Some(now), Some(wanted)) if now != wanted => {
                writeln!(text, "{name}: {}", difference(now, wanted))
            }
            _ => Ok(()),
        }
        .expect("a string can be written");
    }
    text
}

fn difference(now: &[u8], wanted: &[u8]) -> String {
    let same = now.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    let around = |bytes: &[u8]| {
        let from = same.saturating_sub(60).min(bytes.len());
        let to = (same + 60).min(bytes.len());
        String::from_utf8_lossy(&bytes[from..to]).into_owned()
    };
    format!("\n    is     …{}…\n    should …{}…", around(now), around(wanted))
}

fn tree(root: &Path) -> Tree {
    let mut files = Tree::new();
    let visible = |name: &str| !name.starts_with('.');
    if !root.exists() {
        return files;
    }
    for entry in WalkDir::new(root)
        .min_depth(1)
        .into_iter()
        .filter_entry(|e| visible(&e.file_name().to_string_lossy()))
    {
        let entry = entry.expect("a folder of ours");
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(root).expect("below the root");
            let bytes = fs::read(entry.path()).expect("a file of ours");
            files.insert(name.to_string_lossy().replace('\\', "/"), bytes);
        }
    }
    files
}

fn modified(path: &Path) -> SystemTime {
    let file = fs::metadata(path).expect("a file of ours");
    file.modified().expect("the system knows the time")
}

/// Does something to the file of this number in the output folder, or to the notes beside it.
fn meddle(output: &Path, what: Meddling, which: usize) {
    let notes = output.with_file_name(".kept.gongbao-state");
    let names: Vec<String> = tree(output).into_keys().collect();
    let Some(name) = names.get(which % names.len().max(1)) else {
        return;
    };
    let path = output.join(name);
    let done = match what {
        Meddling::Change => fs::write(&path, "不是我们写的"),
        Meddling::Remove => fs::remove_file(&path),
        Meddling::Add => fs::write(output.join("stray.html"), "不是我们写的"),
        Meddling::Replace => fs::remove_file(&path).and_then(|()| fs::create_dir(&path)),
        Meddling::Forget if notes.exists() => fs::remove_file(&notes),
        Meddling::Cut if notes.exists() => {
            fs::read(&notes).and_then(|bytes| fs::write(&notes, &bytes[..bytes.len() / 2]))
        }
        Meddling::Forget | Meddling::Cut => Ok(()),
    };
    done.expect("the folder is ours");
}
