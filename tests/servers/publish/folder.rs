//! A folder of this machine as the target: what is there afterwards, and what is refused.

use super::office::{Office, pages};
use crate::site::{GONGBAO, tree};
use std::fs;
use std::path::Path;

const BASE: &str = "https://www.example.gov.cn/yunxi/";

fn link(path: &Path) -> String {
    let target = fs::read_link(path).expect("a link");
    target.to_string_lossy().into_owned()
}

#[test]
fn visitors_see_what_was_built_and_releases_share_files() {
    let office = Office::new(BASE);
    office.publish().must_end(0).must_print("Published to `web`: release 1");
    let current = office.www().join("current");
    assert_eq!(pages(&current), office.public());
    assert_eq!(link(&office.www().join("web/yunxi")), "../current");
    let packed = tree(&current);
    let home = packed.get("index.html.gz").expect("a compressed home page");
    assert!(home.len() < packed["index.html"].len() && packed.contains_key("index.html.br"));
    let style = office.public().into_keys().find(|name| name.ends_with(".css")).expect("a style");

    office.publish().must_end(0).must_print("shows all of it already (release 1)");
    office.notice(3, "改过的通知。");
    let run = office.publish().must_end(0).must_print("~ /notices/3/").must_print("release 2");
    assert!(!run.out.contains("/notices/4/"), "{}", run.out);
    assert_eq!(pages(&current), office.public());
    assert_eq!(link(&office.www().join("previous")), "releases/000001");
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let number = |release: &str| {
            let path = office.www().join("releases").join(release).join(&style);
            fs::metadata(path).expect("the style").ino()
        };
        assert_eq!(number("000001"), number("000002"), "the style is one file");
    }
    let log = fs::read_to_string(office.www().join(".gongbao/log.jsonl")).expect("a log");
    let own = fs::read_to_string(office.path(".gongbao/publish/web/log.jsonl")).expect("a log");
    assert_eq!((log.lines().count(), &log), (2, &own));
    assert!(log.contains(r#""action":"publish","release":2,"from":1"#), "{log}");
}

#[test]
fn a_dry_run_says_what_would_be_different_and_changes_nothing() {
    let office = Office::new(BASE);
    office.run(&["publish", "--dry-run"]).must_end(0).must_print("+ /notices/1/  通知1, ");
    assert!(!office.www().exists());
    office.publish().must_end(0);
    fs::remove_file(office.path("content/notices/2.md")).expect("the notice");
    office.notice(9, "新的。");
    let before = tree(&office.www());
    let run = office.run(&["publish", "--dry-run"]).must_end(0);
    run.must_print("- /notices/2/").must_print("+ /notices/9/").must_print("(release 1)");
    assert_eq!(tree(&office.www()), before);
    let json = office.run(&["publish", "--dry-run", "--format", "json"]).must_end(0);
    json.must_print(r#"{"change":"removed","path":"/notices/2/","size":null}"#);
}

#[test]
fn nobody_publishes_by_accident() {
    let office = Office::new(BASE);
    let run = office.run(&["publish"]).must_end(2);
    run.must_complain("there is no terminal to ask on").must_complain("--yes");
    assert!(!office.www().join("current").exists());
}

#[test]
fn an_error_in_the_site_stops_it() {
    let office = Office::new(BASE);
    office.publish().must_end(0);
    let before = tree(&office.www());
    office.write("content/notices/5.md", "---\n标题:\n---\n");
    office
        .publish()
        .must_end(1)
        .must_complain("content/notices/5.md:")
        .must_complain("nothing was published");
    assert_eq!(tree(&office.www()), before);
}

#[test]
fn a_site_that_shrinks_is_refused() {
    let office = Office::new(BASE);
    office.publish().must_end(0);
    for number in 0..7 {
        fs::remove_file(office.path(&format!("content/notices/{number}.md"))).expect("the notice");
    }
    let run = office.publish().must_end(2);
    run.must_complain("error[publish-deletes]: 7 pages would vanish")
        .must_complain("--allow-deletes");
    assert_eq!(link(&office.www().join("current")), "releases/000001");
    office
        .run(&["publish", "--yes", "--allow-deletes"])
        .must_end(0)
        .must_print("7 pages and 1 files removed");
    assert_eq!(pages(&office.www().join("current")), office.public());
}

#[test]
fn the_way_back_and_the_list_of_releases() {
    let office = Office::new(BASE);
    let mut versions = Vec::new();
    for number in 0..4 {
        office.notice(0, &format!("第{number}版。"));
        office.publish().must_end(0);
        versions.push(office.public());
    }
    let current = office.www().join("current");
    office.run(&["rollback", "web", "--yes"]).must_end(0).must_print("shows release 3 again");
    assert_eq!(pages(&current), versions[2]);
    office.run(&["rollback", "web", "--yes"]).must_end(0).must_print("shows release 2 again");
    office
        .run(&["rollback", "web", "2", "--yes"])
        .must_end(2)
        .must_complain("visitors see release 2 already");
    office.run(&["rollback", "web", "4", "--yes"]).must_end(0);
    assert_eq!(pages(&current), versions[3]);
    office
        .run(&["rollback", "web", "7", "--yes"])
        .must_end(2)
        .must_complain("there are: 1, 2, 3, 4");
    let list =
        office.run(&["releases"]).must_end(0).must_print("*      4  2026-").must_print("+0 ~9 -0");
    assert_eq!(list.out.lines().count(), 5, "{}", list.out);
    // A release that comes after a way back has a number of its own.
    office.run(&["rollback", "web", "1", "--yes"]).must_end(0);
    office.notice(0, "第五版。");
    office.publish().must_end(0).must_print("release 5");
    let log = fs::read_to_string(office.www().join(".gongbao/log.jsonl")).expect("a log");
    assert!(log.contains(r#""action":"rollback","release":1,"from":4"#), "{log}");
}

#[test]
fn old_releases_go() {
    let office = Office::new(BASE);
    office.target_with("check: off, keep: 2");
    for number in 0..4 {
        office.notice(0, &format!("第{number}版。"));
        office.publish().must_end(0);
    }
    let entries = fs::read_dir(office.www().join("releases")).expect("releases");
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    assert_eq!(names, ["000003", "000004"]);
    office.run(&["verify"]).must_end(0).must_print("files of release 4 are as they were published");
}

#[test]
fn a_release_is_made_of_the_one_that_went_last() {
    let office = Office::new(BASE);
    office.target_with("check: off, keep: 2");
    let current = office.www().join("current");
    let standby = office.www().join(".gongbao/standby");
    let publish = |expected: u32| {
        office.publish().must_end(0).must_print(&format!("release {expected}"));
        assert_eq!(pages(&current), office.public(), "release {expected}");
        let empty = walkdir::WalkDir::new(&current).follow_root_links(true).into_iter().flatten();
        let mut empty = empty.filter(|entry| entry.file_type().is_dir());
        let empty = empty.find(|folder| {
            fs::read_dir(folder.path()).is_ok_and(|mut files| files.next().is_none())
        });
        assert!(empty.is_none(), "{empty:?}");
        office.run(&["verify"]).must_end(0);
    };
    for number in 1..=4 {
        office.notice(0, &format!("第{number}版。"));
        publish(number);
    }
    assert!(standby.join("index.html").exists());
    // Pages come and go, one comes back as it was, a folder becomes a page's.
    fs::remove_file(office.path("content/notices/5.md")).expect("ours");
    office.notice(0, "第2版。");
    office.notice(20, "新的。");
    publish(5);
    fs::remove_file(office.path("content/notices/20.md")).expect("ours");
    office.notice(5, "又有了。");
    publish(6);
    // Somebody put something into it, took something out, wrote over something.
    fs::write(standby.join("notices/evil.html"), "<script>1</script>").expect("ours");
    office.notice(1, "七。");
    publish(7);
    fs::remove_file(standby.join("notices/3/index.html")).expect("ours");
    office.notice(1, "八。");
    publish(8);
    // Writing into a file would change it in every release that shares it.
    fs::remove_file(standby.join("notices/4/index.html")).expect("ours");
    fs::write(standby.join("notices/4/index.html"), "别的").expect("ours");
    office.notice(1, "九。");
    publish(9);
    office.run(&["rollback", "web", "--yes"]).must_end(0).must_print("release 8");
    office.notice(1, "十。");
    publish(10);
}

#[test]
fn what_somebody_edited_there_is_found_and_mended() {
    let office = Office::new(BASE);
    office.publish().must_end(0);
    let current = office.www().join("current");
    fs::write(current.join("notices/1/index.html"), "别的内容").expect("ours");
    fs::remove_file(current.join("notices/2/index.html")).expect("ours");
    fs::write(current.join("后门.html"), "<script>1</script>").expect("ours");
    let run = office.run(&["verify"]).must_end(1);
    run.must_print("/notices/1/ is not what was published")
        .must_print("/notices/2/ is gone")
        .must_print("/后门.html was never published")
        .must_complain("gongbao publish web");
    office
        .publish()
        .must_end(0)
        .must_print("files there are to be added or mended")
        .must_print("release 2");
    assert_eq!(pages(&current), office.public());
    office.run(&["verify"]).must_end(0);
    // The files that both releases share were never written to: the old one is still as it was edited.
    office
        .run(&["rollback", "web", "--yes"])
        .must_end(2)
        .must_complain("no longer what was published");
}

#[test]
#[cfg(unix)]
fn a_page_that_became_a_link_is_a_page_again() {
    let office = Office::new(BASE);
    office.publish().must_end(0);
    let secret = office.path("secret");
    fs::write(&secret, "秘密").expect("ours");
    let page = office.www().join("current/notices/1/index.html");
    fs::remove_file(&page).expect("ours");
    std::os::unix::fs::symlink(&secret, &page).expect("a link");
    std::os::unix::fs::symlink(office.path("content"), office.www().join("current/source"))
        .expect("a link");
    let run = office.run(&["verify"]).must_end(1);
    run.must_print("/source was never published").must_print("/notices/1/");
    office.notice(5, "改过。");
    office.publish().must_end(0);
    assert_eq!(pages(&office.www().join("current")), office.public());
    assert_eq!(fs::read_to_string(secret).expect("still there"), "秘密");
}

#[test]
fn an_edited_list_of_files_is_noticed() {
    let office = Office::new(BASE);
    office.publish().must_end(0);
    fs::write(office.www().join("current/notices/1/index.html"), "别的内容").expect("ours");
    let list = office.www().join(".gongbao/manifests/000001");
    let text = fs::read_to_string(&list).expect("the list");
    let kept = text.lines().filter(|line| !line.contains("notices/1/"));
    fs::write(&list, kept.map(|line| format!("{line}\n")).collect::<String>()).expect("ours");
    office
        .run(&["verify"])
        .must_end(1)
        .must_print("the list of files is not the one that was published");
}

#[test]
fn names_that_a_shell_would_trip_over() {
    let office = Office::new(BASE);
    let names = [
        "附件 1.txt",
        "$(touch 坏).txt",
        "it's \"fine\".txt",
        "-rf.txt",
        "a;b&c|d.txt",
        "*.txt",
        "%41.txt",
    ];
    for name in names {
        office.write(&format!("content/notices/2/{name}"), name);
    }
    fs::rename(office.path("content/notices/2.md"), office.path("content/notices/2/index.md"))
        .expect("the notice");
    let list: Vec<String> = names.iter().map(|name| format!("  - {name:?}\n")).collect();
    let front =
        format!("---\n标题: 附件\n发布日期: 2026-03-03\n附件:\n{}---\n正文。\n", list.concat());
    office.write("content/notices/2/index.md", &front);
    office.publish().must_end(0);
    let published = pages(&office.www().join("current"));
    assert_eq!(published, office.public());
    for name in names {
        let found =
            published.iter().any(|(file, bytes)| file.ends_with(name) && bytes == name.as_bytes());
        assert!(found, "{name} was published");
    }
    office.notice(4, "改过。");
    office.publish().must_end(0);
    office.run(&["verify"]).must_end(0);
}

#[test]
fn a_folder_that_somebody_else_uses_is_left_alone() {
    let office = Office::new(BASE);
    fs::create_dir_all(office.www().join("current")).expect("ours");
    fs::write(office.www().join("current/index.html"), "别人的").expect("ours");
    office.publish().must_end(2).must_complain("`current` in the folder was not made by gongbao");
    assert_eq!(
        fs::read_to_string(office.www().join("current/index.html")).expect("there"),
        "别人的"
    );
}

#[test]
fn a_folder_that_the_site_is_made_in_is_refused() {
    let office = Office::new(BASE);
    for path in [".", "content", "content/www", "public", "public/www"] {
        office
            .targets(&format!("  - {{name: web, type: directory, path: '{path}', check: off}}\n"));
        office.publish().must_end(2).must_complain("overlaps");
    }
    // A path is written from the site's folder, wherever the command is given.
    office.targets("  - {name: web, type: directory, path: 'www', check: off}\n");
    office.publish().must_end(0);
    assert_eq!(pages(&office.www().join("current")), office.public());
}

#[test]
fn messages_are_chinese_too() {
    let office = Office::new(BASE);
    let mut command = office.command(&["publish", "--yes"]);
    let output = command.args(["--lang", "zh"]).output();
    // `--lang` may stand only once.
    assert!(!output.expect("it runs").status.success());
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(GONGBAO);
        command.args(args).args(["--lang", "zh", "--source"]).arg(office.path(""));
        String::from_utf8(command.output().expect("it runs").stdout).expect("UTF-8")
    };
    let out = run(&["publish", "--yes"]);
    assert!(out.contains("“web”（首次发布）将有这些变化：新增"), "{out}");
    assert!(out.contains("已发布到“web”：版本 1，上传"), "{out}");
    let out = run(&["releases"]);
    assert!(out.contains("← 访问者看到的"), "{out}");
    let out = run(&["verify"]);
    assert!(out.contains("个文件与发布时一致"), "{out}");
}

#[test]
fn what_an_inspection_would_find_is_not_published() {
    let office = Office::new(BASE);
    office.notice(3, "手机13800138000。");
    office
        .publish()
        .must_end(1)
        .must_complain("error[mobile-number]")
        .must_complain("nothing was published: the inspection has found");
    assert!(!office.www().join("current").exists());
    office.notice(3, "办公电话0938-0000000。");
    office.publish().must_end(0).must_print("release 1");

    // What a template says is seen on the pages that it changes.
    let heading = "themes/county/templates/parts/heading.html";
    office.write(heading, "<h1>{{ page.heading }}</h1><p>13800138000</p>\n");
    office
        .publish()
        .must_end(1)
        .must_complain("error[mobile-number]")
        .must_complain("pages are like this");
}
