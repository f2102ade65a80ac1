//! What lies under a build changes while it goes on: texts, attachments, the output folder itself.
//!
//! A page shows a text as its file held it at some moment of the build, and an attachment is one of its versions, where they
//! are saved as editors save: another file takes the place. Whatever was made, the next build makes it right. `GONGBAO_EDITS=200 cargo test --test incremental during` looks
//! more often than CI does.

use crate::site::{Run, Site, Tree, build, build_clean, tree};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{scope, sleep};
use std::time::Duration;

/// Builds that are looked at where nobody says how many.
const BUILDS: usize = 12;

const DOCUMENTS: usize = 40;

/// A text that says its version at both ends, with an attachment that does too.
fn write(site: &Site, number: usize, version: usize) {
    let front = format!("标题: 通知{number}\n发布日期: 2026-03-01\n附件: [{number}.csv]");
    let filler = "示例文字，人和事都是虚构的。\n\n".repeat(200);
    let text = format!("---\n{front}\n---\n\nALPHA{version:05}止\n\n{filler}OMEGA{version:05}止\n");
    save(site, &format!("{number}.md"), &text);
    let table = format!("{version:05},{}{version:05}\n", "0,".repeat(4000));
    save(site, &format!("{number}.csv"), &table);
}

fn save(site: &Site, name: &str, text: &str) {
    site.write("content/notices/.saving.tmp", text);
    let place = site.path(&format!("content/notices/{name}"));
    fs::rename(site.path("content/notices/.saving.tmp"), place).expect("ours");
}

fn county() -> Site {
    let site = Site::of(&[
        ("content/site.yaml", "网站名称: 云溪县\n网址: https://www.example.gov.cn/\n预览: true\n"),
        ("content/notices/_index.md", "---\n名称: 通知公告\n---\n"),
    ]);
    for number in 0..DOCUMENTS {
        write(&site, number, 0);
    }
    site
}

fn output(site: &Site) -> PathBuf {
    site.path("public")
}

fn builds() -> usize {
    let builds = std::env::var("GONGBAO_EDITS").ok();
    builds.map_or(BUILDS, |builds| builds.parse().expect("a number"))
}

/// The version that a page says at one of its ends.
fn version<'t>(text: &'t str, mark: &str) -> &'t str {
    let rest = text.split(mark).nth(1).unwrap_or_else(|| panic!("no {mark}"));
    rest.split('止').next().unwrap_or_default()
}

#[track_caller]
fn must_be_whole(site: &Site) {
    for number in 0..DOCUMENTS {
        let page = fs::read_to_string(output(site).join(format!("notices/{number}/index.html")));
        let page = page.expect("every page is there");
        let ends = [version(&page, "ALPHA"), version(&page, "OMEGA")];
        assert_eq!(ends[0], ends[1], "notices/{number} is of two versions");
        let table = fs::read_to_string(output(site).join(format!("notices/{number}.csv")));
        let table = table.expect("every attachment is there");
        let ends = [&table[..5], &table.trim_end()[table.len() - 6..]];
        assert_eq!(ends[0], ends[1], "{number}.csv is of two versions");
    }
}

#[track_caller]
fn must_be_as_from_nothing(site: &Site) {
    build_clean(site.root(), &output(site), &[]);
    let clean = site.path("clean");
    build_clean(site.root(), &clean, &[]);
    let (is, wanted): (Tree, Tree) = (tree(&output(site)), tree(&clean));
    let other = |name: &&String| is.get(*name) != wanted.get(*name);
    let wrong: Vec<&String> = wanted.keys().chain(is.keys()).filter(other).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    fs::remove_dir_all(clean).expect("ours");
}

/// Says to others that it is over, also where a test fails.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// No panic, no signal: it is built, or it is said why not.
#[track_caller]
fn must_end_well(run: &Run) {
    assert!(matches!(run.code, Some(0..=2)), "{:?}: {}", run.code, run.err);
}

#[test]
fn what_is_edited_during_a_build_is_as_it_was_or_as_it_is() {
    let site = county();
    build_clean(site.root(), &output(&site), &[]);
    let (ended, edits) = (AtomicBool::new(false), AtomicUsize::new(0));
    scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                let edit = edits.fetch_add(1, Ordering::Relaxed) + 1;
                write(&site, edit % DOCUMENTS, edit);
                sleep(Duration::from_millis(2));
            }
        });
        let _end = Ends(&ended);
        for _ in 0..builds() {
            must_end_well(&build(site.root(), &output(&site), &[]));
            must_be_whole(&site);
        }
    });
    assert!(edits.load(Ordering::Relaxed) > DOCUMENTS, "hardly anything was edited");
    // The last edits may lie within one tick of the file system's clock.
    must_be_as_from_nothing(&site);
}

#[test]
fn an_output_folder_that_goes_away_during_a_build_is_told_and_made_again() {
    let site = county();
    build_clean(site.root(), &output(&site), &[]);
    let aside = site.path("aside");
    for round in 0..builds() {
        write(&site, round % DOCUMENTS, round + 1);
        let run = scope(|scope| {
            let building = scope.spawn(|| build(site.root(), &output(&site), &["--jobs", "1"]));
            sleep(Duration::from_millis(20 * (round as u64 % 12)));
            // Whoever takes it away may come too early or too late.
            match round % 3 {
                0 => drop(fs::rename(output(&site), &aside)),
                1 => drop(fs::remove_dir_all(output(&site))),
                _ => {
                    drop(fs::rename(output(&site), &aside));
                    drop(fs::create_dir(output(&site)));
                    drop(fs::write(output(&site).join("mine.txt"), "别人的"));
                }
            }
            building.join().expect("the build is a program of its own")
        });
        must_end_well(&run);
        let foreign = output(&site).join("mine.txt");
        assert!(
            round % 3 != 2 || foreign.exists(),
            "round {round}: what is not ours is left alone"
        );
        drop(fs::remove_dir_all(output(&site)));
        drop(fs::remove_dir_all(&aside));
        must_be_as_from_nothing(&site);
    }
}

/// A disk whose clock counts in seconds, as FAT's does in two: ext2 with small inodes. Only root can have one.
#[cfg(target_os = "linux")]
mod coarse {
    use super::*;
    use crate::skip::skipped;
    use std::path::Path;
    use std::process::{Child, Command, Stdio};
    use std::time::Instant;

    struct Disk {
        site: Site,
        mounted: PathBuf,
    }

    impl Disk {
        fn mount() -> Option<Self> {
            let site = Site::empty();
            let (image, mounted) = (site.path("image"), site.path("disk"));
            let file = fs::File::create(&image).expect("ours");
            file.set_len(64 << 20).expect("ours");
            fs::create_dir(&mounted).expect("ours");
            let does = |command: &mut Command| {
                let output = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
                output.is_ok_and(|status| status.success())
            };
            let made =
                does(Command::new("mke2fs").args(["-q", "-t", "ext2", "-I", "128"]).arg(&image));
            let mount = |image: &Path| {
                does(Command::new("mount").args(["-o", "loop"]).arg(image).arg(&mounted))
            };
            if made && mount(&image) {
                return Some(Self { site, mounted });
            }
            skipped("a disk with a clock of seconds can be mounted by root alone, with mke2fs");
            None
        }

        fn write(&self, text: &str) {
            let front = "---\n标题: 甲\n发布日期: 2026-03-01\n附件: [a.csv]\n---\n\n";
            let news = self.mounted.join("content/news");
            fs::create_dir_all(&news).expect("ours");
            fs::write(news.join("a.md"), format!("{front}{text}\n")).expect("ours");
            fs::write(news.join("a.csv"), text).expect("ours");
        }

        fn begin(&self) {
            self.write("第000句");
            let settings = "网站名称: 云溪县\n网址: https://www.example.gov.cn/\n预览: true\n";
            fs::write(self.mounted.join("content/site.yaml"), settings).expect("ours");
            let column = self.mounted.join("content/news/_index.md");
            fs::write(column, "---\n名称: 要闻\n---\n").expect("ours");
        }

        fn shows(&self, text: &str) -> bool {
            let public = self.mounted.join("public/news");
            let page = fs::read_to_string(public.join("a/index.html")).unwrap_or_default();
            let table = fs::read_to_string(public.join("a.csv")).unwrap_or_default();
            page.contains(text) && table == text
        }
    }

    impl Drop for Disk {
        fn drop(&mut self) {
            // A disk that stays is seen by whoever looks after the machine.
            drop(Command::new("umount").arg("-l").arg(&self.mounted).status());
        }
    }

    #[test]
    fn edits_within_one_second_that_keep_the_size_are_built() {
        let Some(disk) = Disk::mount() else { return };
        disk.begin();
        for round in 0..builds() {
            let text = format!("第{round:03}句");
            disk.write(&text);
            build_clean(&disk.mounted, &disk.mounted.join("public"), &[]);
            assert!(disk.shows(&text), "{text} was not built");
            // Two and three seconds later the files have settled, or just not.
            if round % 4 == 3 {
                sleep(Duration::from_millis(1100 * (round as u64 % 3 + 1)));
            }
        }
    }

    struct Watching(Child);

    impl Drop for Watching {
        fn drop(&mut self) {
            // It ends with the test in any case.
            drop(self.0.kill());
            drop(self.0.wait());
        }
    }

    #[test]
    fn edits_within_one_second_are_seen_by_a_watch_by_events_or_by_looking() {
        for more in [&[][..], &["--poll"]] {
            let Some(disk) = Disk::mount() else { return };
            disk.begin();
            let mut command =
                disk.site.command(&["watch", "--clock", "2026-04-10T09:00", "--source"]);
            command.arg(&disk.mounted).arg("--output").arg(disk.mounted.join("public")).args(more);
            let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
            let _watching = Watching(child.expect("the binary runs"));
            for burst in 0..4 {
                for edit in 0..5 {
                    disk.write(&format!("第{:03}句", burst * 10 + edit));
                    sleep(Duration::from_millis(130));
                }
                let (last, start) = (format!("第{:03}句", burst * 10 + 4), Instant::now());
                while !disk.shows(&last) {
                    assert!(
                        start.elapsed() < Duration::from_secs(60),
                        "{last} was never seen {more:?}"
                    );
                    sleep(Duration::from_millis(20));
                }
            }
        }
    }
}
