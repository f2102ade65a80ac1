//! Addresses: whatever offices call their documents and whatever addresses these had before, every file holds what it was
//! written for, or the build stops and names both.

use crate::site::Site;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use std::cell::Cell;
use std::collections::BTreeMap;

const SETTINGS: &str = "网站名称: 测试县\n网址: https://www.example.gov.cn/test/\n预览: 是\n";

/// Names of documents in a column, as they may stand on a disk.
const NAMES: [&str; 14] = [
    "a",
    "A",
    "b",
    "公告",
    "%E5%85%AC%E5%91%8A",
    "caf\u{e9}",
    "cafe\u{301}",
    "feed.xml",
    "index.html",
    "page",
    "a b",
    "a.html",
    "report",
    "x",
];

/// Addresses that documents had.
const FORMER: [&str; 26] = [
    "/",
    "/index.html",
    "/news/",
    "/news/a",
    "/news/a/",
    "/news/a/index.html",
    "/NEWS/A/",
    "/news/%E5%85%AC%E5%91%8A/",
    "/news/公告",
    "/news/feed.xml",
    "/news/feed.xml/x.html",
    "/robots.txt",
    "/sitemap.xml/",
    "/search/",
    "/assets/",
    "/old.html",
    "/Old.html",
    "/old.html/",
    "/old.html/x.html",
    "/old%2Ehtml",
    "/old//x.html",
    "/test/old.html",
    "/keywords/三农/",
    "/show.asp?id=1",
    "https://www.example.gov.cn/test/show.asp?id=1",
    "/caf\u{e9}.html",
];

const KEYWORDS: [&str; 8] =
    ["三农", "政务 公开", "政务-公开", "政务/公开", "5G", ".5G", "index.html", "page"];

#[derive(Clone, Debug)]
struct Notice {
    name: &'static str,
    former: Vec<&'static str>,
    keywords: Vec<&'static str>,
}

impl Notice {
    fn text(&self, number: usize) -> String {
        let list = |words: &[&str]| {
            let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            quoted.join(", ")
        };
        format!(
            "---\n标题: 第{number}篇公告\n发布日期: 2026-04-01\n旧网址: [{}]\n关键词: [{}]\n---\n第{number}篇的正文。\n",
            list(&self.former),
            list(&self.keywords)
        )
    }
}

fn notices() -> impl Strategy<Value = Vec<Notice>> {
    let notice =
        (select(&NAMES[..]), vec(select(&FORMER[..]), 0..3), vec(select(&KEYWORDS[..]), 0..2));
    vec(notice, 1..5).prop_map(|list| {
        let named: BTreeMap<&str, Notice> = list
            .into_iter()
            .map(|(name, former, keywords)| (name, Notice { name, former, keywords }))
            .collect();
        named.into_values().collect()
    })
}

/// The file in `public/` that an address is asked for at, said without the program; `None` for what no file holds.
fn file_of(former: &str) -> Option<String> {
    let path = former.strip_prefix("https://www.example.gov.cn").unwrap_or(former);
    let path = path.strip_prefix("/test").unwrap_or(path).replace("%2E", ".").replace("//", "/");
    let path = path.replace("%E5%85%AC%E5%91%8A", "公告");
    let path = path.trim_start_matches('/');
    match path {
        _ if path.contains('?') => None,
        _ if path.ends_with(".html") => Some(path.to_owned()),
        _ => Some(format!("{}/index.html", path.trim_end_matches('/'))),
    }
}

/// Every file is what its claimant says.
fn must_hold(site: &Site, notices: &[Notice]) {
    let home = site.text("public/index.html");
    assert!(home.contains("测试县") && !home.contains("http-equiv=\"refresh\""));
    for (number, notice) in notices.iter().enumerate() {
        let page = site.text(&format!("public/news/{}/index.html", notice.name));
        assert!(page.contains(&format!("第{number}篇的正文")), "{notice:?}");
        let canonical =
            page.split("rel=\"canonical\" href=\"").nth(1).expect("a page says its address");
        let address =
            canonical.split('"').next().expect("it ends").split("gov.cn").nth(1).expect("ours");
        for file in notice.former.iter().filter_map(|former| file_of(former)) {
            let text = site.text(&format!("public/{file}"));
            assert!(
                text.contains(&format!("url={address}\"")),
                "{file} does not lead to {address}"
            );
        }
    }
    let lists = site.public();
    let lists: Vec<String> = lists
        .iter()
        .filter(|(name, _)| name.starts_with("keywords/") && name.matches('/').count() == 2)
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    for (number, notice) in notices.iter().enumerate() {
        let title = format!("第{number}篇公告");
        for keyword in &notice.keywords {
            let heading = format!("{keyword}</h1>");
            let holds = |list: &&String| list.contains(&heading) && list.contains(&title);
            assert_eq!(lists.iter().filter(holds).count(), 1, "{keyword} lists {title}");
        }
    }
}

/// What stopped the build names what is in the way of each other.
fn must_name_both(said: &str) {
    let mut told = 0;
    for line in said.lines().filter(|line| line.contains("error[")) {
        told += 1;
        if line.contains("error[same-address]") {
            let parties = line.matches("content/").count() + line.matches("the site's own").count();
            assert!(parties >= 3, "one of two is not named: {line}");
        }
    }
    assert!(told > 0, "{said}");
}

#[test]
fn every_file_holds_what_it_was_claimed_for() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(48);
    let mut runner =
        TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let (whole, stopped) = (Cell::new(0), Cell::new(0));
    let done = runner.run(&notices(), |notices| {
        let site = Site::of(&[
            ("content/site.yaml", SETTINGS),
            ("content/_index.md", "---\n标题: 首页\n---\n"),
            ("content/news/_index.md", "---\n名称: 新闻\n---\n"),
        ]);
        for (number, notice) in notices.iter().enumerate() {
            site.write(&format!("content/news/{}.md", notice.name), notice.text(number));
        }
        let run = site.run(&[
            "build",
            "--clock",
            "2026-04-02T08:00",
            "--format",
            "short",
            "--lang",
            "en",
        ]);
        match run.code {
            Some(0) => {
                whole.set(whole.get() + 1);
                must_hold(&site, &notices);
            }
            code => {
                stopped.set(stopped.get() + 1);
                assert_eq!(code, Some(1), "{}", run.err);
                must_name_both(&run.err);
                assert!(!site.path("public").join("news").exists(), "something was written");
            }
        }
        Ok(())
    });
    done.unwrap_or_else(|failure| panic!("{failure}"));
    let (whole, stopped) = (whole.get(), stopped.get());
    assert!(whole > 0 && stopped > 0, "{whole} were built and {stopped} stopped");
}

/// A site with one notice.
fn small(front: &str) -> Site {
    let notice = format!("---\n标题: 甲\n发布日期: 2026-04-01\n{front}---\n正文。\n");
    Site::of(&[
        ("content/site.yaml", SETTINGS),
        ("content/news/_index.md", "---\n名称: 新闻\n---\n"),
        ("content/news/a.md", &notice),
    ])
}

#[test]
fn names_that_only_look_alike_are_told() {
    let site = small("");
    for name in ["caf\u{e9}", "cafe\u{301}"] {
        let text = format!("---\n标题: {name}\n发布日期: 2026-04-01\n---\n正文。\n");
        site.write(&format!("content/news/{name}.md"), text);
    }
    site.chinese(&["build"])
        .must_end(1)
        .must_complain("content/news/caf\u{e9}.md")
        .must_complain("content/news/cafe\u{301}.md")
        .must_complain("只是字符的编码不同");
}

#[cfg(unix)]
#[test]
fn a_link_does_not_publish_what_the_site_is_made_from() {
    let targets = ["../site.yaml", "../../content/site.yaml", "a.md", "../.hidden.pdf"];
    for target in targets {
        let site = small("附件: [x.pdf]\n");
        site.write("content/.hidden.pdf", "内部资料");
        std::os::unix::fs::symlink(target, site.path("content/news/x.pdf")).expect("ours");
        let name = target.rsplit('/').next().expect("a name");
        site.chinese(&["build"])
            .must_end(1)
            .must_complain("content/news/x.pdf")
            .must_complain(name);
        assert!(!site.path("public/news").exists());
    }
    let site = small("附件: [x.pdf]\n");
    site.write("content/files/x.pdf", "公开资料");
    std::os::unix::fs::symlink("../files/x.pdf", site.path("content/news/x.pdf")).expect("ours");
    site.run(&["build"]).must_end(0);
}

/// A theme's file has its sum in its name, so that only somebody who means it can write the address.
#[test]
fn files_of_the_theme_are_not_written_over() {
    let site = small("");
    site.run(&["build"]).must_end(0);
    let files = site.public();
    let style = files.keys().find(|name| name.ends_with(".css")).expect("a style");
    let front = format!("旧网址: [/{style}/]\n");
    let again = small(&front);
    again
        .chinese(&["build"])
        .must_end(1)
        .must_complain("文档 content/news/a.md 的旧网址")
        .must_complain("主题的文件");
}
