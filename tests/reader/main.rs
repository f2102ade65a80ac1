//! The built example in a real browser, with the headers that a web server sends: what readers see, find and print.
//! The journeys are told in `reader.mjs`; this file builds the site and says what a search must find.
//!
//! A program of its own: how far a layout moves while it loads is told only where nothing else keeps the machine busy.

#[path = "../chromium/mod.rs"]
mod chromium;
mod hard;
#[path = "../site/mod.rs"]
mod site;
#[path = "../skip/mod.rs"]
mod skip;

use chromium::browser;
use serde_json::json;
use site::{Run, Site, build, build_clean, example};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What tells the browser a story.
const PACKAGES: [&str; 2] = ["playwright-core@1.64.1", "axe-core@4"];

/// What the web server's settings send with every page.
fn policy() -> String {
    let settings = "网站名称: 云溪县\n网址: https://www.example.gov.cn/yunxi/\n预览: true\n发布: [{名称: web, 类型: 目录, 路径: /srv/yunxi}]\n";
    let site = Site::of(&[("content/site.yaml", settings)]);
    let text = site.run(&["publish", "--print-config", "nginx"]).must_end(0).out;
    let start = "Content-Security-Policy \"";
    let at = text.find(start).expect("a policy") + start.len();
    text[at..].split('"').next().expect("its end").to_owned()
}

/// One page of every template, with the pages that are hardest to lay out.
const PAGES: [&str; 29] = [
    "units/baita/",
    "people/li-mingyuan/",
    "keywords/优质服务/",
    "keywords/优质服务/page/2/",
    "years/2026/",
    "about/",
    "style/",
    "",
    "news/",
    "meetings/",
    "news/2026-11-20-turnover/",
    "meetings/2026-03-31-mobilisation/",
    "meetings/2026-11-20-year-end-notice/",
    "plans/2026-quality-service/",
    "plans/2026-quality-service/report/",
    "progress/2026-08-quality-service/",
    "rosters/2026-quality-service/",
    "policies/2025-garbage-trial/",
    "policies/2026-service-opinions/",
    "annual-report/",
    "units/",
    "people/",
    "keywords/",
    "directory/",
    "calendar/",
    "sitemap/",
    "search/",
    "leaving/",
    "404.html",
];

/// Queries with the addresses of all documents that hold them, found by reading every text.
fn queries(built: &Path) -> serde_json::Value {
    let mut documents: Vec<(String, String, String)> = Vec::new();
    for entry in walkdir::WalkDir::new(built.join("search")).sort_by_file_name() {
        let entry = entry.expect("a file");
        let name = entry.file_name().to_string_lossy();
        if !(name.starts_with('t') && name.ends_with(".json")) {
            continue;
        }
        let text = fs::read_to_string(entry.path()).expect("a file of texts");
        let list: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
        for one in list {
            let field = |name: &str| one[name].as_str().expect("text").to_owned();
            documents.push((field("url"), field("title"), field("text")));
        }
    }
    assert!(documents.len() > 90, "{} documents", documents.len());
    let words = [
        "动员",
        "云政发〔2026〕12号",
        "云政发(2026)12号",
        "李明远",
        "明远",
        "优质服务示范县创建",
        "白塔古镇",
        "12345",
        "节水型社会 县水务局",
        "家庭医生签约",
        "的通知",
        "没有这样的词语",
        "GB",
        "２０２６",
        "评估验收阶段",
        "“最多跑一次”",
        "县人力资源和社会保障局",
        "柳溪 流动服务",
    ];
    let mut asked: Vec<String> = words.map(str::to_owned).to_vec();
    // Pieces out of the middle of texts, whatever stands there.
    for (number, (_, _, text)) in documents.iter().enumerate().step_by(9) {
        let line = text.lines().max_by_key(|line| line.len()).unwrap_or_default();
        let piece: String = line.chars().skip(number % 11).take(2 + number % 7).collect();
        asked.push(piece.trim().to_owned());
    }
    asked.retain(|query| {
        query.split_whitespace().all(|word| !gongbao::search::pairs::keys(word).is_empty())
    });
    let fold = |text: &str| -> Vec<u16> {
        text.encode_utf16().filter_map(gongbao::search::pairs::fold).collect()
    };
    let list = asked.iter().map(|query| {
        let holds = |text: &[u16]| {
            query
                .split_whitespace()
                .map(fold)
                .all(|word| text.windows(word.len()).any(|part| part == word.as_slice()))
        };
        let found: BTreeSet<&str> = documents
            .iter()
            .filter(|(_, title, text)| holds(&fold(&format!("{title}\n{text}"))))
            .map(|(url, ..)| url.as_str())
            .collect();
        json!({ "query": query, "urls": found })
    });
    list.collect()
}

/// Tells a story to the browser.
fn tell(story: &serde_json::Value, folder: &Path) {
    let path = folder.join("story.json");
    fs::write(&path, story.to_string()).expect("written");
    let mut node = Command::new("node");
    Run::of(node.arg("tests/reader/reader.mjs").arg(&path).current_dir(example())).must_end(0);
}

/// Where pictures of the pages go, for somebody to look at them: GONGBAO_PICTURES.
fn pictures(name: &str) -> Option<String> {
    let folder = std::env::var_os("GONGBAO_PICTURES")?;
    Some(Path::new(&folder).join(name).to_string_lossy().into_owned())
}

#[test]
fn readers_see_find_and_print() {
    let Some(browser) = browser(&PACKAGES) else { return };
    let temp = tempfile::tempdir().expect("a folder");
    let built = temp.path().join("yunxi");
    build_clean(&example(), &built, &[]);
    let story = json!({
        "folder": temp.path(),
        "browser": browser,
        "policy": policy(),
        "pages": PAGES,
        "queries": queries(&built),
        "pictures": pictures("example"),
    });
    tell(&story, temp.path());
}

#[test]
fn hard_documents_look_right() {
    let Some(browser) = browser(&PACKAGES) else { return };
    let temp = tempfile::tempdir().expect("a folder");
    hard::write(temp.path());
    let built = temp.path().join("yunxi");
    build(temp.path(), &built, &[]).must_end(0);
    let story = json!({
        "folder": temp.path(),
        "browser": browser,
        "policy": policy(),
        "pages": hard::PAGES,
        "queries": [],
        "pictures": pictures("hard"),
    });
    tell(&story, temp.path());
}
