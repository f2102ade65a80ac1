//! The example county, built by the real binary: deterministic, whole, linked, and valid.

use crate::site::{CLOCK, Run, Site, Tree, build, build_clean, example, tree};
use crate::skip;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

/// The example county as a build gives it; most tests look at this one.
static BUILT: LazyLock<Tree> = LazyLock::new(|| {
    let site = Site::empty();
    build_clean(&example(), &site.path("public"), &[]);
    site.public()
});

/// A page of it.
fn page(name: &str) -> &'static str {
    std::str::from_utf8(&BUILT[name]).expect("UTF-8")
}

/// The value of every `name="…"` in a page.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let start = format!(" {name}=\"");
    page.match_indices(&start)
        .filter_map(|(at, _)| page[at + start.len()..].split('"').next())
        .collect()
}

fn pages() -> BTreeMap<&'static str, &'static str> {
    let html = BUILT.keys().filter(|name| name.ends_with(".html"));
    html.map(|name| (name.as_str(), page(name))).collect()
}

fn decoded(url: &str) -> String {
    percent_encoding::percent_decode_str(url).decode_utf8_lossy().into_owned()
}

/// The file that a path of the site stands for.
fn file_of(path: &str) -> String {
    let path = decoded(path.trim_start_matches("/yunxi/"));
    match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path,
    }
}

#[test]
fn threads_and_folders_do_not_change_a_byte() {
    let elsewhere = Site::county();
    let (one, four) = (elsewhere.path("one"), elsewhere.path("four"));
    build_clean(&example(), &one, &["--jobs", "1"]);
    build_clean(elsewhere.root(), &four, &["--jobs", "4"]);
    let (one, four) = (tree(&one), tree(&four));
    assert!(one.len() > 300, "{} files", one.len());
    let differ: Vec<_> = one
        .iter()
        .filter(|(name, bytes)| four.get(*name) != Some(bytes))
        .map(|(name, _)| name)
        .collect();
    assert_eq!((differ, one.len()), (Vec::new(), four.len()));
}

#[test]
fn a_joint_document_shows_each_issuer_beside_one_word() {
    let joint = page("plans/2026-quality-service/index.html");
    let mark = "<span><span>中共云溪县委办公室</span><span>云溪县人民政府办公室</span></span><span>文件</span>";
    assert!(joint.contains(mark), "{joint}");
    let single = page("plans/2026-rural-environment/index.html");
    assert!(single.contains("<span>云溪县人民政府办公室文件</span>"), "{single}");
}

#[test]
fn the_files_of_a_document_have_names_of_their_own() {
    let mut lists = 0;
    for (name, page) in pages() {
        for list in page.split("<ul class=\"files\">").skip(1) {
            let list = list.split("</ul>").next().unwrap_or_default();
            let links = list.split("<a href=").skip(1);
            let words: Vec<String> = links
                .filter_map(|link| link.split_once('>')?.1.split("</a>").next())
                .map(|link| link.replace("<span class=\"hidden\">", "").replace("</span>", ""))
                .collect();
            let distinct: BTreeSet<&String> = words.iter().collect();
            assert_eq!(distinct.len(), words.len(), "{words:?} in {name}");
            lists += usize::from(words.len() > 1);
        }
    }
    assert!(lists > 1, "{lists} lists of files");
}

#[test]
fn search_engines_are_told_the_way_that_readers_see() {
    let page = page("plans/2026-quality-service/index.html");
    let data = page.split("<script type=\"application/ld+json\">").skip(1);
    let data: Vec<serde_json::Value> = data
        .filter_map(|rest| serde_json::from_str(rest.split("</script>").next()?).ok())
        .collect();
    let [article, way] = data.as_slice() else { panic!("{data:?}") };
    assert_eq!(article["@type"], "Article");
    let steps = way["itemListElement"].as_array().expect("steps");
    let names: Vec<_> = steps.iter().map(|step| step["name"].as_str()).collect();
    let title = article["headline"].as_str();
    assert_eq!(names, [Some("首页"), Some("实施方案"), title]);
    // The last step is the page, whose address search engines take from the page.
    assert!(steps[1]["item"].as_str().is_some_and(|url| url.ends_with("/plans/")));
    assert!(steps[2]["item"].is_null());
}

#[test]
fn building_again_touches_nothing_and_an_edit_equals_a_clean_build() {
    let site = Site::county();
    let (public, clean) = (site.path("public"), site.path("clean"));
    build_clean(site.root(), &public, &[]);
    let index = public.join("index.html");
    let before = fs::metadata(&index).and_then(|m| m.modified()).expect("a time");
    build_clean(site.root(), &public, &[]);
    assert_eq!(fs::metadata(&index).and_then(|m| m.modified()).expect("a time"), before);

    let text = site.text("content/contact.md");
    site.write("content/contact.md", text + "\n新的一段。\n");
    fs::remove_file(site.path("content/news/2025-03-06-spring-ploughing.md")).expect("a removal");
    let edited = build(site.root(), &public, &[]);
    let again = build(site.root(), &clean, &[]);
    assert_eq!(edited.code, again.code);
    assert_eq!(site.public(), tree(&clean));
}

#[test]
fn a_build_that_fails_changes_nothing() {
    let site = Site::county();
    let public = site.path("public");
    build_clean(site.root(), &public, &[]);
    let before = site.public();
    site.write("content/news/broken.md", "---\n标题: 甲\n发布日其: 2026-01-05\n---\n");
    build(site.root(), &public, &["--format", "short"])
        .must_end(1)
        .must_complain("content/news/broken.md:3:1: error[unknown-key]");
    assert!(site.public() == before, "the output changed");
}

#[test]
fn every_link_of_the_example_leads_somewhere_below_its_path() {
    let pages = pages();
    let mut wrong = BTreeSet::new();
    for (name, page) in &pages {
        for url in attributes(page, "href").into_iter().chain(attributes(page, "src")) {
            let outside =
                ["https://", "http://", "mailto:", "tel:"].iter().any(|s| url.starts_with(s));
            let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
            let target = if path.is_empty() { (*name).to_owned() } else { file_of(path) };
            let below = path.is_empty() || path.starts_with("/yunxi/");
            let anchor = fragment.is_empty()
                || pages
                    .get(target.as_str())
                    .is_none_or(|p| p.contains(&format!("id=\"{}\"", decoded(fragment))));
            let alive = below && BUILT.contains_key(&target) && anchor;
            if !outside && !alive {
                wrong.insert(format!("{name}: {url}"));
            }
        }
    }
    assert!(pages.len() > 300 && wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_page_has_its_tags_and_the_footer() {
    for (name, page) in
        pages().into_iter().filter(|(_, page)| !page.contains("http-equiv=\"refresh\""))
    {
        let names = attributes(page, "name");
        for tag in ["SiteName", "SiteDomain", "SiteIDCode"] {
            assert_eq!(names.iter().filter(|n| **n == tag).count(), 1, "{tag} in {name}");
        }
        assert_eq!(page.matches("<h1").count(), 1, "h1 in {name}");
        assert!(!page.contains("content=\"\""), "an empty tag in {name}");
        for item in ["6205990001", "ICP备", "公网安备", "找错", "主办单位", "网站地图"]
        {
            assert!(page.contains(item), "{item} in {name}");
        }
    }
    let article = page("meetings/2026-03-31-mobilisation/index.html");
    for tag in [
        "ColumnName",
        "ColumnDescription",
        "ColumnKeywords",
        "ColumnType",
        "ArticleTitle",
        "PubDate",
        "ContentSource",
    ] {
        assert!(article.contains(&format!("name=\"{tag}\"")), "{tag}");
    }
    let title = article
        .split("name=\"ArticleTitle\" content=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let heading =
        article.split("<h1").nth(1).and_then(|rest| rest.split(['>', '<']).nth(1)).map(str::trim);
    assert!(title.is_some() && title == heading, "{title:?} is the tag, {heading:?} the heading");
}

#[test]
fn files_for_other_programs_are_what_they_say() {
    assert!(page("feed.xml").contains("<feed xmlns=\"http://www.w3.org/2005/Atom\""));
    let feed: serde_json::Value = serde_json::from_slice(&BUILT["feed.json"]).expect("JSON");
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    let tasks: serde_json::Value =
        serde_json::from_slice(&BUILT["plans/2026-quality-service/tasks.json"]).expect("JSON");
    assert_eq!(tasks["tasks"].as_array().map(Vec::len), Some(18));
    let csv = page("plans/2026-quality-service/indicators.csv");
    assert!(csv.starts_with("\u{feff}编号,") && csv.lines().count() == 34, "{csv:.60}");
    assert!(page("meetings/2026-11-20-year-end-notice/meeting.ics").contains("BEGIN:VEVENT"));
    let map = page("sitemap.xml");
    let prefix = "<loc>https://www.example.gov.cn/yunxi/";
    let listed: Vec<_> = map
        .match_indices(prefix)
        .filter_map(|(at, _)| map[at + prefix.len()..].split('<').next())
        .collect();
    assert!(listed.len() > 300);
    for path in listed {
        assert!(BUILT.contains_key(&file_of(path)), "{path} is in the sitemap and not on the site");
    }
}

#[test]
fn the_real_report_builds_and_reads_right() {
    let source = example().join("../shared/real-site");
    if !source.is_dir() {
        skip::skipped("the real site is not beside this checkout");
        return;
    }
    let site = Site::empty();
    let said = build(&source, &site.path("public"), &["--format", "json"]).must_end(0).out;
    assert_eq!(
        said.lines().filter(|l| l.contains("\"lost-photo\"")).count(),
        said.lines().count(),
        "{said}"
    );
    let page = site.text("public/meetings/2012-03-31-mobilisation/index.html");
    for words in ["420", "安排部署创建工作", "/gangu/people/", "要要按照标准"] {
        assert!(page.contains(words), "{words}");
    }
    let plan = site.text("public/plans/2012-quality-service/index.html");
    assert!(
        plan.contains(
            "<strong>规范服务、夯实基础。</strong>各乡镇对照评估指标查漏补缺，按时限完成任务。"
        ),
        "bold beside Han, no space in the line break"
    );
}

#[test]
fn the_validator_finds_nothing_in_the_example() {
    let validator = example().join("node_modules/.bin/html-validate");
    if !validator.exists() {
        skip::skipped(
            "html-validate is not installed; run: npm install --no-save html-validate@9.7.1",
        );
        return;
    }
    let site = Site::empty();
    build_clean(&example(), &site.path("public"), &[]);
    let mut folders = BTreeMap::new();
    for name in pages().into_keys() {
        let kind = Path::new(name)
            .parent()
            .and_then(Path::parent)
            .map_or("", |p| p.to_str().unwrap_or(""));
        folders
            .entry(kind.to_owned())
            .or_insert_with(Vec::new)
            .push(site.path("public").join(name));
    }
    let sample = folders.into_values().flat_map(|names| names.into_iter().take(8));
    let mut validator = Command::new(validator);
    validator.args(["--config", ".htmlvalidate.json", "--formatter", "text"]).args(sample);
    let checked = Run::of(validator.current_dir(example()));
    assert_eq!(checked.code, Some(0), "built at {CLOCK}:\n{}{}", checked.out, checked.err);
}

/// What a page loads before anything is chosen, over a wire that compresses: itself, and what it names in `assets/`.
fn weight(page: &str) -> usize {
    let packed = |name: &str| {
        let bytes = BUILT.get(name).unwrap_or_else(|| panic!("no {name}"));
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        std::io::Write::write_all(&mut packer, bytes).expect("packed");
        packer.finish().expect("packed").len().min(bytes.len())
    };
    let text = self::page(page);
    let links = attributes(text, "src").into_iter().chain(attributes(text, "href"));
    let assets: BTreeSet<String> =
        links.filter(|link| link.starts_with("/yunxi/assets/")).map(file_of).collect();
    packed(page) + assets.iter().map(|name| packed(name)).sum::<usize>()
}

#[test]
fn pages_are_light() {
    let mut heavy = Vec::new();
    let mut heaviest = (0, "");
    for page in pages().into_keys() {
        let limit = if page == "index.html" { 120_000 } else { 60_000 };
        let weight = weight(page);
        heaviest = heaviest.max((weight, page));
        if weight > limit {
            heavy.push((page, weight));
        }
    }
    println!("home: {} bytes; the heaviest is {heaviest:?}", weight("index.html"));
    assert!(heavy.is_empty(), "too heavy: {heavy:?}");
}

#[test]
fn the_search_can_be_left_out() {
    let site = Site::county();
    let settings = site.text("content/site.yaml");
    site.write("content/site.yaml", settings + "站内搜索: 否\n");
    build_clean(&example(), &site.path("without"), &["--no-search"]);
    build_clean(site.root(), &site.path("settings"), &[]);
    let searched = |files: &Tree| {
        let home = String::from_utf8_lossy(&files["index.html"]).into_owned();
        let count = files.keys().filter(|name| name.starts_with("search/")).count();
        (count, home.contains("role=\"search\""))
    };
    let (files, form) = searched(&BUILT);
    assert!(files > 30 && form, "{files} files");
    assert_eq!(searched(&tree(&site.path("without"))), (0, false));
    assert_eq!(searched(&tree(&site.path("settings"))), (0, false));
}
