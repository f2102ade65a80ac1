//! A build that fails anywhere leaves the output folder as it was, byte for byte, hidden files and empty folders too.

use crate::site::{CLOCK, GONGBAO, Run, Site, tree};
use gongbao::diagnostic::Silent;
use gongbao::publish::Tree;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Everything in a folder, by its name: the bytes of a file, nothing for a folder.
type Everything = BTreeMap<String, Option<Vec<u8>>>;

fn everything(root: &Path) -> Everything {
    let entries = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.expect("readable"));
    let named = entries.map(|entry| {
        let name = entry.path().strip_prefix(root).expect("below the root");
        let bytes = entry.file_type().is_file().then(|| fs::read(entry.path()).expect("readable"));
        (name.to_string_lossy().into_owned(), bytes)
    });
    named.collect()
}

/// A site that has been built, and then edited: every page will be another, one is new, one is gone.
fn edited() -> Site {
    let front = |title: &str| format!("---\n标题: {title}\n发布日期: 2026-04-01\n---\n\n正文。\n");
    let site = Site::of(&[
        ("content/site.yaml", "网站名称: 旧名\n网址: https://www.example.gov.cn/\n预览: 是\n"),
        ("content/news/_index.md", "---\n名称: 新闻\n类型: 文章\n---\n"),
        ("content/news/a.md", &front("甲")),
        ("content/news/gone.md", &front("旧")),
    ]);
    site.run(&["build", "--clock", CLOCK]).must_end(0);
    site.write(
        "content/site.yaml",
        "网站名称: 新名\n网址: https://www.example.gov.cn/\n预览: 是\n",
    );
    site.write("content/news/new.md", front("新"));
    fs::remove_file(site.path("content/news/gone.md")).expect("ours");
    site
}

/// Builds, which must fail and change nothing.
#[track_caller]
fn must_change_nothing(site: &Site, run: impl FnOnce() -> Run, what: &str) -> String {
    let before = everything(&site.path("public"));
    let run = run();
    assert_eq!(run.code, Some(1), "{what}: {}{}", run.out, run.err);
    let now = everything(&site.path("public"));
    let names = before.keys().chain(now.keys());
    let wrong: Vec<&String> = names.filter(|name| before.get(*name) != now.get(*name)).collect();
    assert!(wrong.is_empty(), "{what}: {wrong:?}");
    assert!(!site.path(".public.gongbao-staging").exists(), "{what}: the staging folder is left");
    run.err
}

#[test]
fn every_file_that_cannot_be_put_in_its_place_takes_all_back() {
    let site = edited();
    let public = site.path("public");
    let names: Vec<String> = {
        let other = edited();
        other.run(&["build", "--clock", CLOCK]).must_end(0);
        let (new, old) = (other.public(), site.public());
        let differs = new.iter().filter(|(name, bytes)| old.get(*name) != Some(*bytes));
        differs.map(|(name, _)| name.clone()).collect()
    };
    assert!(names.len() > 10 && names.iter().any(|name| name == "news/new/index.html"));
    for name in names {
        let (path, kept) = (public.join(&name), site.path("kept"));
        let was_there = path.exists();
        if was_there {
            fs::rename(&path, &kept).expect("ours");
        }
        // Hidden files are not the program's: the folder stays.
        fs::create_dir_all(&path).expect("ours");
        fs::write(path.join(".theirs"), "x").expect("ours");
        let said = must_change_nothing(
            &site,
            || site.run(&["--lang", "en", "build", "--clock", CLOCK]),
            &name,
        );
        assert!(said.contains(&name) && said.contains("it is a folder"), "{name}: {said}");
        fs::remove_dir_all(&path).expect("ours");
        if was_there {
            fs::rename(&kept, &path).expect("ours");
        } else if let Some(folder) = path.parent() {
            fs::remove_dir(folder).expect("it was made for this");
        }
    }
    site.run(&["build", "--clock", CLOCK]).must_end(0);
    let clean = edited();
    clean.run(&["build", "--clock", CLOCK, "--output", "clean"]).must_end(0);
    assert!(site.public() == tree(&clean.path("clean")), "not mended");
}

/// A file may not be larger than so many blocks of 512 or 1024 bytes: as on a disk that is full, not even a part comes
/// into the folder.
#[cfg(unix)]
#[test]
fn a_disk_that_takes_no_more_changes_nothing() {
    let site = edited();
    for blocks in [0, 1, 2, 4, 8] {
        let run = || {
            let script =
                format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" build --clock {CLOCK}");
            let mut command = Command::new("sh");
            Run::of(command.args(["-c", &script, GONGBAO]).current_dir(site.root()))
        };
        must_change_nothing(&site, run, &format!("{blocks} blocks"));
    }
}

#[test]
fn a_first_build_that_fails_leaves_no_folder() {
    let site = edited();
    fs::remove_dir_all(site.path("public")).expect("ours");
    site.write("themes/county/templates/404.html", "{{ nothing.at.all }}");
    site.run(&["build", "--clock", CLOCK]).must_end(1);
    assert!(!site.path("public").exists());
}

/// A folder may become a file and a file a folder, in what the program made and in what others left.
#[test]
fn a_folder_where_a_file_must_be_and_a_file_where_a_folder_must_be() {
    let site = edited();
    fs::remove_file(site.path("public/news/a/index.html")).expect("ours");
    site.write("public/news/a/index.html/x/y.html", "x");
    site.write("public/news/new", "x");
    fs::create_dir_all(site.path("public/empty/er")).expect("ours");
    site.run(&["build", "--clock", CLOCK]).must_end(0);
    let clean = edited();
    clean.run(&["build", "--clock", CLOCK, "--output", "clean"]).must_end(0);
    assert!(everything(&site.path("public")) == everything(&clean.path("clean")));
}

/// What a build leaves that is killed while it puts files in place is not published, and the next build makes it whole.
#[test]
fn a_folder_with_files_of_two_builds_is_refused_until_it_is_whole() {
    let site = edited();
    site.write("public/.gongbao-unfinished", "");
    let taken = Tree::take(&site.path("public"), false, &Silent);
    let problems = taken.expect_err("it is not whole");
    assert!(problems[0].message.en.contains("files of two builds"), "{problems:?}");
    // What cannot be built does not make it whole.
    site.write("content/news/a.md", "---\n标题\n---\n");
    site.run(&["build", "--clock", CLOCK]).must_end(1);
    assert!(site.path("public/.gongbao-unfinished").exists());
    fs::remove_file(site.path("content/news/a.md")).expect("ours");
    site.run(&["build", "--clock", CLOCK]).must_end(0);
    assert!(!site.path("public/.gongbao-unfinished").exists());
    Tree::take(&site.path("public"), false, &Silent).expect("it is whole");
    // Where nothing is to be written, the mark goes all the same.
    site.write("public/.gongbao-unfinished", "");
    site.run(&["build", "--clock", CLOCK]).must_end(0);
    assert!(!site.path("public/.gongbao-unfinished").exists());
}
