//! Whatever happens to a site's files is told, by events and by looking alike; and what is no change is not.

use crate::site::{GONGBAO, tree};
use gongbao::watch::{Changes, Mode, Watch};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing takes this long on the slowest machine; who waits so long waits for nothing.
const PATIENCE: Duration = Duration::from_secs(60);

/// A site with somebody who watches it.
struct Site {
    folder: TempDir,
    mode: Mode,
    watch: Watch,
}

/// Files that are there when the watch begins.
const FILES: [&str; 4] = [
    "content/site.yaml",
    "content/news/a.md",
    "content/news/deep/er/b.md",
    "content/meetings/m/index.md",
];

/// Runs one story in both modes, each on a site of its own.
fn in_both_modes(story: impl Fn(&mut Site) + Sync) {
    thread::scope(|scope| {
        for mode in [Mode::Events, Mode::Poll] {
            let story = &story;
            scope.spawn(move || story(&mut Site::begin(mode)));
        }
    });
}

impl Site {
    fn begin(mode: Mode) -> Self {
        let folder = TempDir::new().expect("a folder");
        for name in FILES {
            write(&folder.path().join(name), "甲");
        }
        let (watch, notice) = Watch::start(folder.path(), mode);
        assert!(notice.is_none(), "{notice:?}");
        Self { folder, mode, watch }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        write(&self.path(name), text);
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).expect("the folder is ours");
    }

    /// Waits until all of these are told, by name or because everything is to be looked at.
    #[track_caller]
    fn must_tell(&mut self, names: &[&str]) -> Changes {
        let end = Instant::now() + PATIENCE;
        let mut told = Changes::default();
        let mut missing: BTreeSet<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        while !missing.is_empty() {
            let changes = self.watch.next(Some(end));
            let changes =
                changes.unwrap_or_else(|| panic!("never told: {missing:?}; told: {told:?}"));
            missing.retain(|path| !changes.everything && !changes.files.contains(path));
            told.files.extend(changes.files);
            told.everything |= changes.everything;
        }
        told
    }

    /// The same, where a hint at everything would be a waste.
    #[track_caller]
    fn must_tell_files(&mut self, names: &[&str]) -> Changes {
        let told = self.must_tell(names);
        assert!(!told.everything, "everything, for {names:?}");
        told
    }

    /// Everything up to now is told: only what comes after is of interest.
    #[track_caller]
    fn settle(&mut self) {
        self.write("content/settled.md", &format!("{:?}", Instant::now()));
        self.must_tell(&["content/settled.md"]);
        // A later event of the same file may still be on its way.
        while self.watch.next(Some(Instant::now() + Duration::from_millis(200))).is_some() {}
    }

    /// The same, and no file is so young that a second change might not show: looking tells it once more.
    #[track_caller]
    fn rest(&mut self) {
        self.settle();
        let quiet = match self.mode {
            Mode::Events => Duration::ZERO,
            Mode::Poll => Duration::from_secs(4),
        };
        while self.watch.next(Some(Instant::now() + quiet)).is_some() {}
    }

    /// Nothing was told of what happened, although later things are.
    #[track_caller]
    fn must_tell_nothing_of(&mut self, what: &str) {
        self.write("content/after.md", &format!("{:?}", Instant::now()));
        let told = self.must_tell_files(&["content/after.md"]);
        let others: Vec<&PathBuf> =
            told.files.iter().filter(|path| !path.ends_with("after.md")).collect();
        assert!(others.is_empty(), "{what}: {others:?}");
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it stands in a folder")).expect("the folder is ours");
    fs::write(path, text).expect("the folder is ours");
}

#[test]
fn a_file_that_is_new_changes_and_goes() {
    in_both_modes(|site| {
        site.write("content/news/new.md", "甲");
        site.must_tell(&["content/news/new.md"]);
        site.settle();
        site.write("content/news/new.md", "甲乙");
        site.must_tell_files(&["content/news/new.md"]);
        fs::remove_file(site.path("content/news/new.md")).expect("it is there");
        site.must_tell(&["content/news/new.md"]);
    });
}

#[test]
fn a_file_that_is_renamed_is_two_changes() {
    in_both_modes(|site| {
        site.rename("content/news/a.md", "content/meetings/z.md");
        site.must_tell(&["content/news/a.md", "content/meetings/z.md"]);
    });
}

#[test]
fn a_folder_that_comes_from_outside_is_watched_from_then_on() {
    in_both_modes(|site| {
        site.write("elsewhere/x/y.md", "甲");
        site.rename("elsewhere", "content/moved");
        site.must_tell(&["content/moved/x/y.md"]);
        site.write("content/moved/x/y.md", "甲乙");
        site.must_tell(&["content/moved/x/y.md"]);
    });
}

#[test]
fn a_folder_that_moves_is_watched_where_it_is() {
    in_both_modes(|site| {
        site.rename("content/news/deep", "content/meetings/deep");
        site.must_tell(&["content/meetings/deep/er/b.md"]);
        site.settle();
        site.write("content/meetings/deep/er/b.md", "甲乙");
        let told = site.must_tell(&["content/meetings/deep/er/b.md"]);
        let old: Vec<_> =
            told.files.iter().filter(|path| path.starts_with(site.path("content/news"))).collect();
        assert!(old.is_empty(), "under its old name: {old:?}");
    });
}

#[test]
fn a_folder_that_leaves_is_told_and_then_no_more() {
    in_both_modes(|site| {
        site.rename("content/news/deep", "deep");
        site.must_tell(&["content/news/deep"]);
        site.rest();
        site.write("deep/er/b.md", "甲乙");
        site.must_tell_nothing_of("what has left");
    });
}

#[test]
fn a_folder_of_the_same_name_is_another_one() {
    in_both_modes(|site| {
        for round in 0..2 {
            site.rename("content/news/deep", &format!("deep{round}"));
            site.write("content/news/deep/er/b.md", &format!("甲{round}"));
            site.must_tell(&["content/news/deep/er/b.md"]);
            site.settle();
            site.write("content/news/deep/er/b.md", &format!("乙乙{round}"));
            site.must_tell(&["content/news/deep/er/b.md"]);
        }
    });
}

#[test]
fn a_save_by_rename_is_one_changed_file() {
    in_both_modes(|site| {
        site.settle();
        // Vim: asks whether it may write, keeps the old one for a moment, writes anew.
        site.write("content/news/4913", "");
        fs::remove_file(site.path("content/news/4913")).expect("it is there");
        site.write("content/news/.a.md.swp", "vim");
        site.rename("content/news/a.md", "content/news/a.md~");
        site.write("content/news/a.md", "Vim");
        fs::remove_file(site.path("content/news/a.md~")).expect("it is there");
        fs::remove_file(site.path("content/news/.a.md.swp")).expect("it is there");
        site.must_tell(&["content/news/a.md"]);
        site.settle();
        // Others: write beside it, then rename over it.
        site.write("content/news/.a.md.tmp", "VS Code");
        site.rename("content/news/.a.md.tmp", "content/news/a.md");
        site.must_tell_files(&["content/news/a.md"]);
        site.settle();
        // WPS: a lock beside it while it is open.
        site.write("content/news/~$a.md", "lock");
        site.write("content/news/a.md", "WPS");
        fs::remove_file(site.path("content/news/~$a.md")).expect("it is there");
        let told = site.must_tell_files(&["content/news/a.md"]);
        assert!(told.files.iter().all(|path| !path.ends_with("~$a.md")), "{told:?}");
    });
}

#[test]
fn many_files_at_once_are_all_told() {
    in_both_modes(|site| {
        let names: Vec<String> =
            (0..600).map(|n| format!("content/branch{}/f{}/{n}.md", n % 7, n % 30)).collect();
        for name in &names {
            site.write(name, "甲");
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        site.must_tell(&names);
        site.settle();
        for name in &names {
            site.write(name, "甲乙丙");
        }
        site.must_tell(&names);
    });
}

#[test]
fn what_happens_during_a_build_is_told_after_it() {
    in_both_modes(|site| {
        site.write("content/news/a.md", "1");
        site.must_tell(&["content/news/a.md"]);
        // Here a build would run.
        site.write("content/news/deep/er/b.md", "12");
        site.write("content/meetings/m/index.md", "123");
        site.must_tell(&["content/news/deep/er/b.md", "content/meetings/m/index.md"]);
    });
}

#[test]
fn the_content_folder_may_go_and_come_again() {
    in_both_modes(|site| {
        for round in 0..2 {
            fs::remove_dir_all(site.path("content")).expect("it is there");
            site.must_tell(&["content"]);
            for name in FILES {
                site.write(name, &format!("甲{round}"));
            }
            site.must_tell(&FILES);
            site.settle();
            site.write("content/news/deep/er/b.md", &format!("乙乙{round}"));
            site.must_tell(&["content/news/deep/er/b.md"]);
        }
    });
}

#[test]
fn the_whole_site_may_be_replaced() {
    in_both_modes(|site| {
        let folder = site.folder.path().to_owned();
        let aside = folder.with_extension("aside");
        for round in 0..2 {
            fs::rename(&folder, &aside).expect("the folder is ours");
            for name in FILES {
                site.write(name, &format!("甲{round}"));
            }
            site.must_tell(&FILES);
            site.settle();
            site.write("content/news/a.md", &format!("乙乙{round}"));
            site.must_tell(&["content/news/a.md"]);
            fs::remove_dir_all(&aside).expect("the folder is ours");
        }
    });
}

#[test]
fn a_themes_folder_that_comes_later_is_watched() {
    in_both_modes(|site| {
        site.write("themes/county/styles/tag.css", "a{}");
        site.must_tell(&["themes/county/styles/tag.css"]);
        site.settle();
        site.write("themes/county/styles/tag.css", "b{}{}");
        site.must_tell(&["themes/county/styles/tag.css"]);
    });
}

#[test]
fn reading_is_no_change() {
    in_both_modes(|site| {
        site.rest();
        for _ in 0..3 {
            for entry in walkdir::WalkDir::new(site.path("content")) {
                let entry = entry.expect("the folder is ours");
                if entry.file_type().is_file() {
                    fs::read(entry.path()).expect("the folder is ours");
                }
            }
        }
        site.must_tell_nothing_of("reading");
    });
}

#[test]
fn what_is_no_content_is_no_change() {
    in_both_modes(|site| {
        site.write("content/.git/index", "1");
        site.rest();
        for name in [
            "public/index.html",
            ".public.gongbao-staging/1",
            ".gongbao/state/x",
            "content/.git/objects/aa/bb",
            "content/.git/index",
            "content/news/.DS_Store",
            "content/news/Thumbs.db",
            "content/news/a.md~",
            "content/news/a.md.bak",
            "README.md",
        ] {
            site.write(name, "甲乙");
        }
        site.must_tell_nothing_of("no content");
    });
}

/// Folders that come and go faster than anybody can look must not be lost when they stay.
#[test]
fn folders_in_a_hurry_are_watched_when_they_stay() {
    in_both_modes(|site| {
        for round in 0..40 {
            let name = format!("content/hurry{}/a/b/c", round % 4);
            let top = site.path(&format!("content/hurry{}", round % 4));
            drop(fs::remove_dir_all(&top));
            for n in 0..5 {
                site.write(&format!("{name}{n}/x.md"), "甲");
            }
        }
        site.settle();
        for n in 0..4 {
            let name = format!("content/hurry{n}/a/b/c4/x.md");
            site.write(&name, "甲乙");
            site.must_tell(&[&name]);
        }
    });
}

/// Somebody who writes without end is shown what there is now and then.
#[test]
fn writing_without_end_is_told_meanwhile() {
    in_both_modes(|site| {
        let path = site.path("content/news/a.md");
        let (stop, stopped) = std::sync::mpsc::channel::<()>();
        let writer = thread::spawn(move || {
            let mut text = String::new();
            while stopped.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
                text.push('甲');
                fs::write(&path, &text).expect("the folder is ours");
                thread::sleep(Duration::from_millis(2));
            }
        });
        site.must_tell(&["content/news/a.md"]);
        site.must_tell(&["content/news/a.md"]);
        drop(stop);
        writer.join().expect("it ended");
    });
}

#[test]
fn nothing_is_told_when_nothing_happens() {
    for mode in [Mode::Events, Mode::Poll] {
        let mut site = Site::begin(mode);
        site.rest();
        let soon = Instant::now() + Duration::from_millis(300);
        assert!(site.watch.next(Some(soon)).is_none(), "{mode:?}");
        assert!(Instant::now() >= soon, "{mode:?}: too early");
    }
}

/// `gongbao watch` at work.
struct Running {
    site: TempDir,
    child: Child,
}

impl Running {
    fn begin(clock: &str) -> Self {
        let site = TempDir::new().expect("a folder");
        write(
            &site.path().join("content/site.yaml"),
            "name: 测试县\nbase_url: https://www.example.gov.cn/\npreview: true\n",
        );
        save(site.path(), "初稿");
        let said = fs::File::create(site.path().join("said")).expect("the folder is ours");
        let child = Command::new(GONGBAO)
            .args(["--lang", "en", "watch", "--clock", clock, "--source"])
            .arg(site.path())
            .stdout(Stdio::null())
            .stderr(said)
            .spawn()
            .expect("the binary runs");
        let running = Self { site, child };
        running.must_show("初稿");
        running.must_say("watching");
        running
    }

    fn said(&self) -> String {
        fs::read_to_string(self.site.path().join("said")).expect("the folder is ours")
    }

    #[track_caller]
    fn must_show(&self, text: &str) {
        let page = self.site.path().join("public/about/index.html");
        self.wait(|| fs::read_to_string(&page).is_ok_and(|page| page.contains(text)), text);
    }

    #[track_caller]
    fn must_say(&self, text: &str) {
        self.wait(|| self.said().contains(text), text);
    }

    #[track_caller]
    fn wait(&self, done: impl Fn() -> bool, what: &str) {
        let end = Instant::now() + PATIENCE;
        while !done() {
            assert!(Instant::now() < end, "no {what}; said:\n{}", self.said());
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, and then the test has failed already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Saves the site's only page.
fn save(site: &Path, body: &str) {
    let text = format!("---\ntitle: 关于\ndate: 2026-01-01\n---\n{body}\n");
    write(&site.join("content/about.md"), &text);
}

#[test]
fn the_site_follows_every_save_and_outlives_errors() {
    let running = Running::begin("2026-05-10T09:00");
    let site = running.site.path();
    save(site, "二稿");
    running.must_show("二稿");
    write(&site.join("content/about.md"), "没有开头\n");
    running.must_say("stays as it was");
    running.must_show("二稿");
    save(site, "三稿");
    running.must_show("三稿");
    write(&site.join("themes/county/templates/page.html"), "<p>{{ doc.title }}和本站</p>");
    running.must_show("关于和本站");
}

#[test]
fn what_others_do_in_the_output_is_made_right_and_told() {
    let running = Running::begin("2026-05-10T09:00");
    let (site, public) = (running.site.path(), running.site.path().join("public"));
    let whole = tree(&public);
    fs::remove_dir_all(&public).expect("ours");
    save(site, "二稿");
    running.must_show("二稿");
    running.must_say("files in the output folder");
    running.wait(|| tree(&public).len() == whole.len(), "whole site");

    let (home, list) = (public.join("index.html"), public.join("units/index.html"));
    fs::write(&home, "别人的").expect("ours");
    fs::remove_file(&list).expect("ours");
    write(&public.join("theirs/x.html"), "x");
    save(site, "三稿");
    running.must_show("三稿");
    running.must_say("3 files in the output folder");
    running.wait(|| fs::read(&home).ok().as_ref() == whole.get("index.html"), "home page");
    assert!(list.exists() && !public.join("theirs").exists(), "{}", running.said());
    let told = running.said().matches("files in the output folder").count();
    save(site, "四稿");
    running.must_show("四稿");
    thread::sleep(Duration::from_secs(1));
    assert_eq!(running.said().matches("files in the output folder").count(), told);
}

/// When its time has come a site is looked at once, whether or not that brings a new one.
#[test]
fn an_error_that_lasts_over_midnight_is_told_no_more_than_needed() {
    let running = Running::begin("2026-05-10T23:59:58");
    let site = running.site.path();
    write(&site.join("content/about.md"), "没有开头\n");
    running.must_say("stays as it was");
    thread::sleep(Duration::from_secs(3));
    save(site, "改好了");
    running.must_show("改好了");
    let told = running.said().matches("stays as it was").count();
    assert!(told <= 3, "{told} times:\n{}", running.said());
}
