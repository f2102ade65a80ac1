//! A build that is killed leaves every file whole, the next one mends the rest, and two at once don't mix.
//!
//! `GONGBAO_KILLS=1000 cargo test --test incremental kill` kills more often than CI does.

use crate::long;
use crate::site::{CLOCK, GONGBAO, Tree, build_clean, copy_example, example, tree};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Builds that are killed where nobody says how many.
const KILLS: usize = 36;

/// Nothing takes this long on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The example county in two versions that differ on every page, and one output folder for both.
struct County {
    folder: TempDir,
    versions: [Version; 2],
}

struct Version {
    source: PathBuf,
    /// What a build into an empty folder gives.
    clean: Tree,
}

impl County {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let versions =
            [("old", "云溪县信息公开"), ("new", "云溪县政务公开")].map(|(name, title)| {
                let source = folder.path().join(name);
                copy_example(&source);
                let settings = source.join("content/site.yaml");
                let text = fs::read_to_string(&settings).expect("the example's settings");
                let text = text.replacen("云溪县信息公开", title, 1);
                fs::write(&settings, text).expect("the folder is ours");
                // Each has an address that the other lacks.
                let contact = source.join("content/contact.md");
                let other = source.join(format!("content/contact-{name}.md"));
                fs::copy(contact, other).expect("the example has it");
                let output = folder.path().join(format!("clean-{name}"));
                build_clean(&source, &output, &[]);
                let clean = tree(&output);
                Version { source, clean }
            });
        let same = versions[0]
            .clean
            .iter()
            .filter(|(name, bytes)| versions[1].clean.get(*name) == Some(bytes));
        assert!(same.count() < versions[0].clean.len() / 2, "the versions must differ");
        Self { folder, versions }
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    /// Begins to build a version.
    fn begin(&self, version: usize) -> Child {
        Command::new(GONGBAO)
            .args(["--lang", "en", "build", "--clock", CLOCK, "--source"])
            .arg(&self.versions[version].source)
            .arg("--output")
            .arg(self.output())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs")
    }

    /// Every file is one version's, from its first byte to its last. How many are the old one's, how many the new one's?
    #[track_caller]
    fn must_be_whole(&self) -> [usize; 2] {
        let mut counts = [0, 0];
        for (name, bytes) in tree(&self.output()) {
            let is = |version: usize| self.versions[version].clean.get(&name) == Some(&bytes);
            match (is(0), is(1)) {
                (true, true) => {}
                (true, false) => counts[0] += 1,
                (false, true) => counts[1] += 1,
                (false, false) => panic!("{name} is no version's: {} bytes", bytes.len()),
            }
        }
        counts
    }

    /// The folder holds one version and nothing else, and nothing lies beside it that only a build needs.
    #[track_caller]
    fn must_be_clean(&self, version: usize) {
        let now = tree(&self.output());
        let wanted = &self.versions[version].clean;
        let wrong: Vec<&String> = wanted
            .keys()
            .chain(now.keys())
            .filter(|name| now.get(*name) != wanted.get(*name))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(
            !self.folder.path().join(".public.gongbao-staging").exists(),
            "the staging folder is left"
        );
    }

    /// Builds a version to its end.
    #[track_caller]
    fn finish(&self, version: usize) {
        build_clean(&self.versions[version].source, &self.output(), &[]);
        self.must_be_clean(version);
    }
}

/// The moments at which a build is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// This part of the time that a build takes.
    Part(u32),
    /// When the first of the new files is in its place, and so many microseconds later.
    Moving(u64),
}

impl Moment {
    fn of(round: usize) -> Self {
        // Any spread will do that is the same every time: the golden ratio leaves no gaps.
        let spread = (round as u64 * 618) % 1000;
        match round % 3 {
            0 => Self::Part(u32::try_from(spread).expect("below a thousand")),
            _ => Self::Moving(spread * 4),
        }
    }

    fn wait_for(self, whole: Duration, output: &Path, child: &mut Child) {
        match self {
            Self::Part(part) => sleep(whole * part / 1000),
            Self::Moving(after) => {
                let before = fs::read(output.join("404.html")).ok();
                let end = Instant::now() + PATIENCE;
                while fs::read(output.join("404.html")).ok() == before {
                    let running = child.try_wait().expect("it was started").is_none();
                    assert!(Instant::now() < end, "nothing is written");
                    if !running {
                        return;
                    }
                }
                sleep(Duration::from_micros(after));
            }
        }
    }
}

#[test]
fn a_killed_build_leaves_every_file_whole_and_the_next_mends_the_rest() {
    let kills = long::times("GONGBAO_KILLS", KILLS);
    let county = County::new();
    county.finish(0);
    let start = Instant::now();
    county.finish(1);
    let whole = start.elapsed();
    let mut mixed = 0;
    for round in 0..kills {
        let moment = Moment::of(round);
        let version = round % 2;
        let mut child = county.begin(version);
        moment.wait_for(whole, &county.output(), &mut child);
        // It may have ended by itself.
        drop(child.kill());
        child.wait().expect("it was started");
        let [old, new] = county.must_be_whole();
        let is_mixed = old > 0 && new > 0;
        mixed += usize::from(is_mixed);
        let mark = county.output().join(".gongbao-unfinished");
        assert!(!is_mixed || mark.exists(), "files of two builds, and nothing says so");
        // Mostly the next is killed too, on top of what this one left.
        if round % 4 == 3 {
            county.finish(version);
        }
    }
    println!("{kills} builds killed, {mixed} of them while they wrote");
    county.finish(0);
}

#[test]
fn two_builds_at_once_end_well() {
    let county = County::new();
    for round in 0..6 {
        let version = round % 2;
        let builds = [county.begin(version), county.begin(version)];
        for build in builds {
            let ended = build.wait_with_output().expect("it was started");
            let said = String::from_utf8_lossy(&ended.stderr);
            assert!(ended.status.success(), "{said}");
        }
        county.must_be_clean(version);
    }
}

#[test]
fn a_build_waits_for_another_and_says_so() {
    let county = County::new();
    county.finish(0);
    let lock = File::options()
        .append(true)
        .open(county.folder.path().join(".public.gongbao-lock"))
        .expect("a build has been here");
    lock.lock().expect("no build is here");
    let mut child = county.begin(1);
    let mut said = String::new();
    let stderr = child.stderr.take().expect("it is piped");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stderr), &mut said).expect("text");
    assert!(said.contains("another gongbao is writing to this folder"), "{said}");
    county.must_be_clean(0);
    drop(lock);
    assert!(child.wait().expect("it was started").success());
    county.must_be_clean(1);
}

#[cfg(unix)]
#[test]
fn a_first_build_that_is_killed_leaves_whole_files_and_the_next_one_mends() {
    let temp = TempDir::new().expect("a folder");
    let (output, clean) = (temp.path().join("out"), temp.path().join("clean"));
    build_clean(&example(), &clean, &[]);
    let clean = tree(&clean);
    for delay in [5, 20, 60, 120, 200, 300] {
        let mut child = Command::new(GONGBAO)
            .args(["build", "--clock", CLOCK, "--source"])
            .arg(example())
            .arg("--output")
            .arg(&output)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        sleep(Duration::from_millis(delay));
        child.kill().expect("killed");
        child.wait().expect("gone");
        if output.exists() {
            for (name, bytes) in tree(&output) {
                assert!(clean.get(&name) == Some(&bytes), "{name} is half");
            }
        }
    }
    build_clean(&example(), &output, &[]);
    assert!(tree(&output) == clean, "not mended");
    let left: Vec<_> = fs::read_dir(temp.path())
        .expect("a folder")
        .flatten()
        .map(|e| e.file_name())
        .filter(|n| n.to_string_lossy().contains("staging"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
