//! Wrong input gives a clear diagnostic or safe output: never a panic, a hang or half a site.

mod site;
mod skip;

use site::{build, tree};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const SITE: &str = "网站名称: 测试县\n网址: https://www.example.gov.cn/test/\n预览: 是\n";
const UNITS: &str = "- {id: jyj, name: 测试县教育局, short: [县教育局], kind: 部门}\n";

/// A small site that builds.
struct Small(TempDir);

fn small() -> Small {
    let small = Small(tempfile::tempdir().expect("a folder"));
    small
        .write("site.yaml", SITE)
        .write("units.yaml", UNITS)
        .write("news/_index.md", "---\n名称: 要闻\n---\n")
        .write("rosters/_index.md", "---\n名称: 名单\n类型: roster\n---\n")
        .write("news/good.md", &article("一篇好文章", "", "正文。\n\n## 小标题\n"))
}

fn article(title: &str, more: &str, body: &str) -> String {
    format!("---\n标题: {title}\n发布日期: 2026-01-05\n{more}---\n{body}")
}

fn roster(roles: &[&str]) -> String {
    let members: Vec<String> = roles
        .iter()
        .zip('甲'..)
        .map(|(role, name)| format!("  - {{职责: {role}, 姓名: 王{name}}}\n"))
        .collect();
    article("名单", &format!("小组名称: 工作组\n成员:\n{}", members.concat()), "")
}

impl Small {
    fn write(self, name: &str, text: &str) -> Self {
        self.write_bytes(name, text.as_bytes())
    }

    fn write_bytes(self, name: &str, bytes: &[u8]) -> Self {
        self.put(&format!("content/{name}"), bytes)
    }

    fn put(self, name: &str, bytes: &[u8]) -> Self {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
        self
    }

    fn output(&self) -> std::path::PathBuf {
        self.0.path().join("public")
    }

    /// The diagnostics as `code path line`, and the exit code.
    fn problems(&self) -> (Option<i32>, Vec<String>) {
        let built = build(self.0.path(), &self.output(), &["--format", "json"]);
        let said = String::from_utf8_lossy(&built.stderr).into_owned();
        let problems = said.lines().map(|line| {
            let value: serde_json::Value =
                serde_json::from_str(line).unwrap_or_else(|_| panic!("not a diagnostic: {said}"));
            let words = &value["messages"];
            assert!(
                !words["zh"].as_str().unwrap_or("").is_empty()
                    && !words["en"].as_str().unwrap_or("").is_empty(),
                "{line}"
            );
            let line = value["line"].as_u64().map(|l| format!(":{l}")).unwrap_or_default();
            format!(
                "{} {}{line}",
                value["code"].as_str().unwrap_or("?"),
                value["path"].as_str().unwrap_or("?")
            )
        });
        (built.status.code(), problems.collect())
    }

    /// Builds with an error among the problems, and leaves no output behind.
    fn must_fail_with(self, expected: &str) {
        let (code, problems) = self.problems();
        assert_eq!(code, Some(1), "{problems:?}");
        assert!(problems.iter().any(|p| p == expected), "expected {expected}, got {problems:?}");
        assert!(
            !self.output().exists() || tree(&self.output()).is_empty(),
            "something was written"
        );
    }

    /// Builds without errors.
    fn must_build(&self) -> std::collections::BTreeMap<String, Vec<u8>> {
        let (code, problems) = self.problems();
        assert_eq!(code, Some(0), "{problems:?}");
        tree(&self.output())
    }
}

#[test]
fn each_wrong_document_is_told_with_its_place() {
    let deep = format!("关键词: {}甲{}\n", "[".repeat(60), "]".repeat(60));
    let cases: Vec<(&str, String, &str)> = vec![
        (
            "no end",
            "---\n标题: 甲\n发布日期: 2026-01-05\n".into(),
            "front-matter content/news/a.md:1",
        ),
        ("none at all", "只有正文\n".into(), "front-matter content/news/a.md:1"),
        ("misspelt key", article("甲", "关健词: [乙]\n", ""), "unknown-key content/news/a.md:4"),
        (
            "misspelt English key",
            article("甲", "sumary: 乙\n", ""),
            "unknown-key content/news/a.md:4",
        ),
        (
            "one key in two languages",
            article("甲", "title: 乙\n", ""),
            "duplicate-key content/news/a.md:4",
        ),
        (
            "no such day",
            "---\n标题: 甲\n发布日期: 2026-02-30\n---\n".into(),
            "wrong-type content/news/a.md:3",
        ),
        ("no title", "---\n发布日期: 2026-02-03\n---\n".into(), "missing-key content/news/a.md:2"),
        (
            "an empty title",
            "---\n标题:\n发布日期: 2026-02-03\n---\n".into(),
            "empty-value content/news/a.md:2",
        ),
        (
            "aliases that grow",
            article("甲", "关键词: &a [乙]\n摘要: *a\n", ""),
            "yaml-anchor content/news/a.md:4",
        ),
        ("too deep", article("甲", &deep, ""), "yaml-depth content/news/a.md:4"),
        ("a quote without end", article("甲", "摘要: '乙\n", ""), "yaml content/news/a.md:4"),
        (
            "a slug that climbs",
            article("甲", "网址名: ../../etc\n", ""),
            "slug content/news/a.md:4",
        ),
        (
            "an attachment outside",
            article("甲", "附件: [../../etc/passwd]\n", ""),
            "outside content/news/a.md:4",
        ),
        (
            "an absolute attachment",
            article("甲", "附件: [/etc/passwd]\n", ""),
            "missing-file content/news/a.md:4",
        ),
        (
            "an unknown unit",
            article("甲", "单位: [县教育居]\n", ""),
            "unknown-unit content/news/a.md:4",
        ),
        (
            "a dangling reference",
            article("甲", "相关: [news/goud]\n", ""),
            "dangling-reference content/news/a.md:4",
        ),
        (
            "a dangling link",
            article("甲", "", "[乙](nothing.md)\n"),
            "dangling-link content/news/a.md:5",
        ),
        (
            "a dangling heading",
            article("甲", "", "[乙](good.md#没有)\n"),
            "dangling-heading content/news/a.md:5",
        ),
        (
            "a script for a link",
            article("甲", "", "[乙](javascript:alert(1))\n"),
            "scheme content/news/a.md:5",
        ),
        (
            "a picture from elsewhere",
            article("甲", "", "![乙](https://example.com/a.png)\n"),
            "outside-picture content/news/a.md:5",
        ),
        (
            "a number in wrong brackets",
            article("甲", "发文字号: 测政发[2026]1号\n", ""),
            "doc-number content/news/a.md:4",
        ),
        (
            "an address of the site's own",
            article("甲", "旧网址: [https://elsewhere.cn/a]\n", ""),
            "alias content/news/a.md:4",
        ),
        (
            "an unknown block",
            article("甲", "", "::任务分工 news/good\n"),
            "unknown-block content/news/a.md:5",
        ),
        (
            "a block of no document",
            article("甲", "", "::tasks plans/nothing\n"),
            "dangling-reference content/news/a.md:5",
        ),
        (
            "a path that is no page",
            article("甲", "", "见[单位](/unit/)。\n"),
            "dangling-link content/news/a.md:5",
        ),
    ];
    for (what, text, expected) in cases {
        eprintln!("{what}");
        small().write("news/a.md", &text).must_fail_with(expected);
    }
}

#[test]
fn paths_of_the_site_are_held_against_its_addresses() {
    let navigation = |path: &str| format!("{SITE}导航:\n  - {{名称: 单位, 网址: {path}}}\n");
    small()
        .write("site.yaml", &navigation("/unit/"))
        .must_fail_with("dangling-link content/site.yaml:5");
    let text = "[单位](/units/)、[单位](/units)、[首页](/)、[教育局](/units/#jyj)、[订阅](/feed.xml)、\
        [养老](/keywords/养老/)、[养老](/keywords/%E5%85%BB%E8%80%81/?a=b#c)\n";
    let built = small()
        .write("site.yaml", &navigation("/units/?from=menu"))
        .write("news/a.md", &article("甲", "关键词: [养老]\n", text))
        .must_build();
    let page = String::from_utf8_lossy(&built["news/a/index.html"]).into_owned();
    let units = "<a href=\"/test/units/\">单位</a>";
    assert!(page.contains(&format!("{units}、{units}、")), "{page}");
    let keyword = "/test/keywords/%E5%85%BB%E8%80%81/";
    let placed = format!("{keyword}#c");
    for address in ["/test/feed.xml", "/test/units/#jyj", keyword, &placed] {
        assert!(page.contains(&format!("href=\"{address}\"")), "{page}");
    }
}

#[test]
fn every_file_that_holds_a_path_of_the_site_is_checked() {
    let link = "[甲](/unit/)\n";
    let unit = "- {id: jyj, name: 测试县教育局, kind: 部门, url: /new/good/}\n";
    for (file, text, line) in [
        ("site.yaml", format!("{SITE}友情链接: [{{名称: 甲, 网址: /unit/}}]\n"), 4),
        ("site.yaml", format!("{SITE}找错链接: /jiucuo/\n"), 4),
        ("units.yaml", unit.to_owned(), 1),
        ("_index.md", format!("---\n标题: 首页\n---\n{link}"), 4),
        ("news/_index.md", format!("---\n名称: 要闻\n---\n\n{link}"), 5),
    ] {
        let expected = format!("dangling-link content/{file}:{line}");
        small().write(file, &text).must_fail_with(&expected);
    }
}

#[test]
fn a_path_that_is_no_address_comes_with_the_one_that_was_meant() {
    for (written, hint) in [("/unitz/", "是不是“/units/”？"), ("/test/units/", "应当写“/units/”")]
    {
        let site = small().write("news/a.md", &article("甲", "", &format!("[乙]({written})\n")));
        let built = build(site.0.path(), &site.output(), &["--lang", "zh"]);
        let said = String::from_utf8_lossy(&built.stderr).into_owned();
        assert!(said.contains(hint), "{said}");
    }
}

#[test]
fn a_link_that_leaves_says_so_wherever_it_stands() {
    let link = |name: &str, url: &str| format!("  - {{名称: {name}, 网址: '{url}'}}\n");
    let links = [
        link("外站", "https://www.example.com/.gov.cn"),
        link("省里", "https://www.gansu.gov.cn/"),
        link("自己", "/units/"),
        link("友邻", "https://friend.example.org/"),
    ]
    .concat();
    let own = "本站域名: [friend.example.org]\n";
    let unit = UNITS.replace('}', ", url: 'https://jyj.example.com/'}");
    let built = small()
        .write("site.yaml", &format!("{SITE}{own}导航:\n{links}友情链接:\n{links}"))
        .write("units.yaml", &unit)
        .must_build();
    let page = |name: &str| String::from_utf8_lossy(&built[name]).into_owned();
    let home = page("index.html");
    let leaving = "<a href=\"https://www.example.com/.gov.cn\" class=\"leaves\">外站</a>";
    assert_eq!(home.matches(leaving).count(), 2, "{home}");
    for (url, name) in [
        ("https://www.gansu.gov.cn/", "省里"),
        ("/test/units/", "自己"),
        ("https://friend.example.org/", "友邻"),
    ] {
        let staying = format!("<a href=\"{url}\">{name}</a>");
        assert_eq!(home.matches(&staying).count(), 2, "{home}");
    }
    assert!(
        page("units/jyj/index.html").contains("href=\"https://jyj.example.com/\" class=\"leaves\"")
    );
}

#[test]
fn a_block_without_data_is_told_and_left_out() {
    let site = small().write("news/a.md", &article("甲", "", "::tasks\n\n::任务分解 news/good\n"));
    let (code, problems) = site.problems();
    let told = ["empty-block content/news/a.md:5", "empty-block content/news/a.md:7"];
    assert_eq!((code, problems), (Some(0), told.map(str::to_owned).to_vec()));
    let page = fs::read_to_string(site.output().join("news/a/index.html")).expect("a page");
    assert!(!page.contains("class=\"block"), "{page}");
}

#[test]
fn an_index_shows_blocks_of_the_documents_that_it_names() {
    let index = |front: &str| format!("---\n{front}\n---\n\n::领导小组 rosters/a\n");
    let site = small()
        .write("rosters/a.md", &roster(&["组长", "成员"]))
        .write("_index.md", &index("标题: 首页"))
        .write("news/_index.md", &index("名称: 要闻"));
    let built = site.must_build();
    for name in ["index.html", "news/index.html"] {
        let page = String::from_utf8_lossy(&built[name]).into_owned();
        assert!(page.contains("王甲") && page.contains("/test/rosters/a/"), "{page}");
    }
    let (code, problems) =
        site.write("news/_index.md", "---\n名称: 要闻\n---\n::附件\n").problems();
    assert_eq!(
        (code, problems),
        (Some(0), vec!["empty-block content/news/_index.md:4".to_owned()])
    );
}

#[test]
fn a_unit_with_more_than_its_page_holds_says_where_the_rest_is() {
    let plan = |name: &str, tasks: usize| {
        let task = |n| {
            format!("  - {{编号: '{n}', 任务: 做事, 牵头单位: 县教育局, 配合单位: 县教育局}}\n")
        };
        let tasks: String = (1..=tasks).map(task).collect();
        let more =
            format!("类型: plan\n起止: {{起: 2026-01-01, 止: 2026-12-31}}\n任务分解:\n{tasks}");
        article(name, &more, "")
    };
    let mut site = small()
        .write("news/first.md", &plan("先做的方案", 50))
        .write("news/second.md", &plan("后做的方案", 17));
    for n in 0..23 {
        let text = article("提到", "单位: [县教育局]\n", "");
        site = site.write(&format!("news/n{n}.md"), &text);
    }
    let built = site.must_build();
    let page = String::from_utf8_lossy(&built["units/jyj/index.html"]).into_owned();
    let rest = "另有 7 项，见：<a href=\"/test/news/second/\">后做的方案</a></p>";
    assert_eq!(page.matches(rest).count(), 2, "{page}");
    let older = "<a href=\"/test/years/\">另有较早的 5 篇，按年份查阅</a>";
    assert!(page.contains(older), "{page}");
}

#[test]
fn columns_may_stand_deep_in_each_other() {
    let mut site = small();
    let mut folder = String::from("news");
    for level in 1..=30 {
        folder = format!("{folder}/c{level}");
        let column = format!("---\n名称: 第{level}层\n---\n");
        site = site.write(&format!("{folder}/_index.md"), &column);
    }
    let site = site.write(&format!("{folder}/a.md"), &article("最里面", "", "正文。\n"));
    let built = site.must_build();
    let page = String::from_utf8_lossy(&built[&format!("{folder}/a/index.html")]).into_owned();
    assert!(page.contains("第1层") && page.contains("第30层"), "{page}");
}

#[test]
fn documents_that_replace_each_other_in_a_ring_end() {
    let replaces = |other: &str| {
        article("甲", &format!("有效性: {{状态: 废止, 替代文件: news/{other}}}\n"), "")
    };
    let site = small()
        .write("news/a.md", &replaces("b"))
        .write("news/b.md", &replaces("c"))
        .write("news/c.md", &replaces("a"));
    let built = site.must_build();
    let page = String::from_utf8_lossy(&built["news/a/index.html"]).into_owned();
    assert!(page.contains("/test/news/b/") && page.contains("/test/news/c/"), "{page}");
}

/// Each part names the other, where the reference is meant to run one way.
#[test]
fn documents_that_refer_to_each_other_in_a_ring_end() {
    let meeting = |phase: &str, key: &str, other: &str| {
        let more = format!("类型: meeting\n环节: {phase}\n会议名称: 动员会\n{key}: news/{other}\n");
        article(phase, &more, &format!("[另一篇]({other}.md)\n"))
    };
    let list = |other: &str| {
        let roster = roster(&["组长", "成员"]);
        roster.replacen("小组名称", &format!("调整: rosters/{other}\n小组名称"), 1)
    };
    let built = small()
        .write("news/a.md", &meeting("通知", "会议通知", "b"))
        .write("news/b.md", &meeting("报道", "会议通知", "a"))
        .write("news/c.md", &meeting("通知", "会议报道", "d"))
        .write("news/d.md", &meeting("报道", "会议通知", "c"))
        .write("rosters/x.md", &list("y"))
        .write("rosters/y.md", &list("z"))
        .write("rosters/z.md", &list("x"))
        .must_build();
    for (name, other) in [
        ("news/a", "news/b"),
        ("news/d", "news/c"),
        ("rosters/x", "rosters/y"),
        ("rosters/z", "rosters/x"),
    ] {
        let page = String::from_utf8_lossy(&built[&format!("{name}/index.html")]).into_owned();
        assert!(page.contains(&format!("\"/test/{other}/\"")), "{page}");
    }
}

#[test]
fn former_addresses_may_not_be_those_of_other_documents() {
    let moved = |from: &str| article("甲", &format!("旧网址: [/news/{from}/]\n"), "");
    small()
        .write("news/a.md", &moved("b"))
        .write("news/b.md", &moved("a"))
        .must_fail_with("same-address content/news/a.md:4");
    small()
        .write("news/a.md", &moved("old"))
        .write("news/b.md", &moved("old"))
        .must_fail_with("same-address content/news/b.md:4");
    small().write("news/a.md", &moved("a")).must_fail_with("same-address content/news/a.md:4");
}

#[test]
fn a_folder_may_be_called_like_a_document() {
    let built = small().write("news/a.md/b.md", &article("乙", "", "正文。\n")).must_build();
    assert!(built.contains_key("news/a.md/b/index.html"));
}

/// Two such files cannot stand in one folder everywhere, and some servers give one for the other.
#[test]
fn two_files_that_differ_in_case_collide() {
    let site = small()
        .write("news/a.md", &article("甲", "", ""))
        .write("news/A.md", &article("乙", "", ""));
    if fs::read(site.0.path().join("content/news/a.md")).ok()
        == fs::read(site.0.path().join("content/news/A.md")).ok()
    {
        skip::skipped("this file system does not tell `a` from `A`");
        return;
    }
    site.must_fail_with("same-address content/news/a.md:2");
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_round_are_told() {
    use std::os::unix::fs::symlink;
    for (name, target, expected) in [
        ("news/a.md", "nothing.md", "io content/news/a.md"),
        ("news/a.md", "a.md", "io content/news/a.md"),
        ("news/round", "../news", "outside content/news/round"),
    ] {
        let site = small();
        symlink(target, site.0.path().join("content").join(name)).expect("a link");
        site.must_fail_with(expected);
    }
}

/// An administrator may read everything; the program then runs as the user `nobody`.
#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let site = small().write("news/a.md", &article("甲", "", ""));
    let path = site.0.path().join("content/news/a.md");
    let allow = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
    };
    allow(&path, 0o000);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gongbao"));
    command.args(["--lang", "en", "build", "--format", "short", "--source"]).arg(site.0.path());
    if fs::read(&path).is_ok() {
        allow(site.0.path(), 0o777);
        command.uid(NOBODY).gid(NOBODY);
    }
    let Ok(tried) = command.output() else {
        skip::skipped("the program cannot run as another user");
        return;
    };
    let said = String::from_utf8_lossy(&tried.stderr).into_owned();
    assert_eq!(tried.status.code(), Some(1), "{said}");
    assert!(said.contains("content/news/a.md") && said.contains("permission denied"), "{said}");
    assert!(!site.output().exists(), "something was written");
}

/// A limit on the size of files stands for the disk that is full: a write in the middle of a build fails.
#[cfg(unix)]
#[test]
fn a_write_that_fails_leaves_the_site_as_it_was() {
    let site = small();
    site.must_build();
    let before = tree(&site.output());
    let long = article("长文", "", &"一段很长的正文。\n\n".repeat(4000));
    let site = site.write("news/long.md", &long);
    let tried = std::process::Command::new("sh")
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\"")
        .arg(env!("CARGO_BIN_EXE_gongbao"))
        .args(["--lang", "zh", "build", "--format", "short", "--source"])
        .arg(site.0.path())
        .output()
        .expect("sh runs");
    let said = String::from_utf8_lossy(&tried.stderr).into_owned();
    assert_eq!(tried.status.code(), Some(1), "{said}");
    assert!(said.contains("news/long/index.html") && said.contains("文件超过系统限制"), "{said}");
    assert_eq!(tree(&site.output()), before);
}

#[test]
fn two_documents_that_collide_are_both_named() {
    let number = "发文字号: 测政发〔2026〕1号\n";
    let index = "索引号: 1/2026-1\n";
    for (a, b, expected) in [
        (
            article("甲", number, ""),
            article("乙", number, ""),
            "duplicate-doc-number content/news/b.md:4",
        ),
        (article("甲", index, ""), article("乙", index, ""), "duplicate-index content/news/b.md:4"),
        (
            article("甲", "网址名: same\n", ""),
            article("乙", "网址名: SAME\n", ""),
            "same-address content/news/b.md:4",
        ),
    ] {
        small().write("news/a.md", &a).write("news/b.md", &b).must_fail_with(expected);
    }
    small()
        .write("rosters/a.md", &roster(&["成员"]))
        .must_fail_with("no-leader content/rosters/a.md:2");
    small()
        .write("rosters/a.md", &roster(&["组长", "组长"]))
        .must_fail_with("two-leaders content/rosters/a.md:7");
}

#[test]
fn what_is_not_text_or_not_a_site_is_refused() {
    let big = "字".repeat(17 * 1024 * 1024);
    small()
        .write_bytes("news/a.md", b"---\ntitle: \xff\xfe\n---\n")
        .must_fail_with("not-utf8 content/news/a.md");
    small()
        .write("news/a.md", &article("甲", "", &big))
        .must_fail_with("too-large content/news/a.md");
    small()
        .write("site.yaml", "网站名称: 测试县\n网址: https://www.example.gov.cn/\n")
        .must_fail_with("footer content/site.yaml");
    small()
        .write("site.yaml", "网站名称: 测试县\n网址: 随便写\n预览: 是\n")
        .must_fail_with("wrong-type content/site.yaml:2");
    let nothing = tempfile::tempdir().expect("a folder");
    let built = build(nothing.path(), &nothing.path().join("public"), &["--format", "short"]);
    assert_eq!(built.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&built.stderr).contains("[no-content]"));
}

#[test]
fn odd_files_are_read_all_the_same() {
    let deep = format!("{}甲\n", "> ".repeat(1000));
    let built = small()
        .write("news/bom.md", &format!("\u{feff}{}", article("甲", "", "有标记。\n")))
        .write("news/crlf.md", &article("乙", "", "两行\n文字。\n").replace('\n', "\r\n"))
        .write("news/deep.md", &article("丙", "", &deep))
        .write("news/名 字#1 100% '引'.md", &article("丁", "", "正文。\n"))
        .write("news/link.md", &article("戊", "", "[丁](<名 字#1 100% '引'.md>)\n"))
        .must_build();
    assert!(built.contains_key("news/名 字#1 100% '引'/index.html"));
    let text = String::from_utf8_lossy(&built["news/crlf/index.html"]).into_owned();
    assert!(text.contains("两行文字。"), "no space where a line breaks between Han characters");
}

#[test]
fn an_empty_site_is_a_site() {
    let empty = Small(tempfile::tempdir().expect("a folder")).write("site.yaml", SITE);
    assert!(empty.must_build().contains_key("index.html"));
}

#[test]
fn no_script_comes_through() {
    let attack = r#"<script>alert(1)</script>"><img src=x onerror=alert(1)>"#;
    let more = format!(
        "摘要: '{attack}'\n来源: '{attack}'\n作者: '{attack}'\n关键词: ['{attack}']\n人员: ['{attack}']\n发文机关: '{attack}'\n主题分类: '{attack}'\n"
    );
    let body = format!(
        "{attack}\n\n<a href=\"javascript:alert(1)\" onclick=\"x()\">甲</a>\n\n<iframe src=\"https://example.com\"></iframe>\n\n<style>*{{}}</style>\n"
    );
    let built = small()
        .write("news/_index.md", &format!("---\n名称: '{attack}'\n---\n"))
        .write("news/a.md", &article(&format!("'{attack}'"), &more, &body))
        .must_build();
    for (name, bytes) in built.iter().filter(|(name, _)| name.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        for (at, _) in page.match_indices("<script") {
            let tag = page[at..].split('>').next().unwrap_or_default();
            assert!(
                tag.contains("ld+json") || tag.contains("src=\"/test/assets/"),
                "{tag} in {name}"
            );
        }
        let tags = page.split('<').skip(1).filter_map(|part| part.split('>').next());
        for tag in tags.filter(|tag| !tag.starts_with('/')) {
            let bare: String = tag.split('"').step_by(2).collect();
            assert!(!bare.contains(" on"), "{tag} in {name}");
        }
        for bad in ["=\"javascript:", "<iframe", "<style"] {
            assert!(!page.contains(bad), "{bad} in {name}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_content_folder_is_not_followed() {
    let small = small();
    std::os::unix::fs::symlink("/etc/hostname", small.0.path().join("content/news/host.txt"))
        .expect("a link");
    small.must_fail_with("outside content/news/host.txt");
}

#[test]
fn a_template_that_fails_is_named_and_nothing_changes() {
    let small = small();
    let before = small.must_build();
    let small = small.put(
        "themes/county/templates/article.html",
        "<p>\n{{ doc.nothing.there }}\n</p>".as_bytes(),
    );
    let (code, problems) = small.problems();
    assert_eq!(
        (code, problems),
        (Some(1), vec!["template themes/county/templates/article.html:2".to_owned()])
    );
    assert!(tree(&small.output()) == before, "the output changed");
}

#[test]
fn a_site_overrides_one_template_and_one_word() {
    let built = small()
        .put(
            "themes/county/templates/article.html",
            "{% extends \"county/article.html\" %}".as_bytes(),
        )
        .put("themes/county/templates/404.html", "<p>没有了</p>".as_bytes())
        .must_build();
    assert_eq!(String::from_utf8_lossy(&built["404.html"]), "<p>没有了</p>");
    assert!(String::from_utf8_lossy(&built["news/good/index.html"]).contains("一篇好文章"));
}

#[test]
fn somebody_elses_folder_is_left_alone() {
    let small = small().put("public/mine.txt", b"mine");
    let (code, problems) = small.problems();
    assert_eq!(code, Some(1), "{problems:?}");
    assert_eq!(tree(&small.output()).into_keys().collect::<Vec<_>>(), ["mine.txt"]);
    let inside = build(small.0.path(), &small.0.path().join("content/out"), &["--format", "short"]);
    assert!(String::from_utf8_lossy(&inside.stderr).contains("[output]"));
    let above = build(small.0.path(), Path::new(small.0.path()), &["--format", "short"]);
    assert!(String::from_utf8_lossy(&above.stderr).contains("[output]"));
}

#[cfg(unix)]
#[test]
fn a_killed_build_leaves_whole_files_and_the_next_one_mends() {
    use std::process::{Command, Stdio};
    let temp = tempfile::tempdir().expect("a folder");
    let (output, clean) = (temp.path().join("out"), temp.path().join("clean"));
    site::build_clean(&site::example(), &clean, &[]);
    let clean = tree(&clean);
    for delay in [5, 20, 60, 120, 200, 300] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .args(["build", "--clock", site::CLOCK, "--source"])
            .arg(site::example())
            .arg("--output")
            .arg(&output)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(std::time::Duration::from_millis(delay));
        child.kill().expect("killed");
        child.wait().expect("gone");
        if output.exists() {
            for (name, bytes) in tree(&output) {
                assert!(clean.get(&name) == Some(&bytes), "{name} is half");
            }
        }
    }
    site::build_clean(&site::example(), &output, &[]);
    assert!(tree(&output) == clean, "not mended");
    let left: Vec<_> = fs::read_dir(temp.path())
        .expect("a folder")
        .flatten()
        .map(|e| e.file_name())
        .filter(|n| n.to_string_lossy().contains("staging"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
