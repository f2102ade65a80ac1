//! Wrong input gives a clear diagnostic or safe output: never a panic, a hang or half a site. What a file of text can hold is
//! in `tests/cases/wrong/`.

use crate::site::{GONGBAO, Run, Site, Tree, build};
use crate::skip;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The site of the cases in `tests/cases/wrong/`, which builds.
fn small() -> Site {
    Site::like("tests/cases/wrong/site")
}

fn article(title: &str, more: &str, body: &str) -> String {
    format!("---\n标题: {title}\n发布日期: 2026-01-05\n{more}---\n{body}")
}

impl Site {
    /// The diagnostics as `code path line`, and the exit code.
    fn problems(&self) -> (Option<i32>, Vec<String>) {
        let built = build(self.root(), &self.path("public"), &["--format", "json"]);
        let said = built.out;
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
        (built.code, problems.collect())
    }

    /// Builds with an error among the problems, and leaves no output behind.
    fn must_fail_with(&self, expected: &str) {
        let (code, problems) = self.problems();
        assert_eq!(code, Some(1), "{problems:?}");
        assert!(problems.iter().any(|p| p == expected), "expected {expected}, got {problems:?}");
        assert!(!self.path("public").exists() || self.public().is_empty(), "something was written");
    }

    /// Builds without errors.
    fn built(&self) -> Tree {
        let (code, problems) = self.problems();
        assert_eq!(code, Some(0), "{problems:?}");
        self.public()
    }
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
    let site = small();
    site.write("content/news/first.md", plan("先做的方案", 50))
        .write("content/news/second.md", plan("后做的方案", 17));
    for n in 0..23 {
        let text = article("提到", "单位: [县教育局]\n", "");
        site.write(&format!("content/news/n{n}.md"), text);
    }
    let built = site.built();
    let page = String::from_utf8_lossy(&built["units/jyj/index.html"]).into_owned();
    let rest = "另有 7 项，见：<a href=\"/test/news/second/\">后做的方案</a></p>";
    assert_eq!(page.matches(rest).count(), 2, "{page}");
    let older = "<a href=\"/test/years/\">另有较早的 5 篇，按年份查阅</a>";
    assert!(page.contains(older), "{page}");
}

#[test]
fn columns_may_stand_deep_in_each_other() {
    let site = small();
    let mut folder = String::from("news");
    for level in 1..=30 {
        folder = format!("{folder}/c{level}");
        let column = format!("---\n名称: 第{level}层\n---\n");
        site.write(&format!("content/{folder}/_index.md"), column);
    }
    site.write(&format!("content/{folder}/a.md"), article("最里面", "", "正文。\n"));
    let built = site.built();
    let page = String::from_utf8_lossy(&built[&format!("{folder}/a/index.html")]).into_owned();
    assert!(page.contains("第1层") && page.contains("第30层"), "{page}");
}

/// Two such files cannot stand in one folder everywhere, and some servers give one for the other.
#[test]
fn two_files_that_differ_in_case_collide() {
    let site = small();
    site.write("content/news/a.md", article("甲", "", ""))
        .write("content/news/A.md", article("乙", "", ""));
    if fs::read(site.path("content/news/a.md")).ok()
        == fs::read(site.path("content/news/A.md")).ok()
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
        symlink(target, site.path("content").join(name)).expect("a link");
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
    let site = small();
    site.write("content/news/a.md", article("甲", "", ""));
    let path = site.path("content/news/a.md");
    let allow = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
    };
    allow(&path, 0o000);
    let mut command = Command::new(GONGBAO);
    command.args(["--lang", "en", "build", "--format", "short", "--source"]).arg(site.root());
    if fs::read(&path).is_ok() {
        allow(site.root(), 0o777);
        command.uid(NOBODY).gid(NOBODY);
    }
    let Ok(tried) = command.output() else {
        skip::skipped("the program cannot run as another user");
        return;
    };
    Run::from(tried)
        .must_end(1)
        .must_complain("content/news/a.md")
        .must_complain("permission denied");
    assert!(!site.path("public").exists(), "something was written");
}

/// A limit on the size of files stands for the disk that is full: a write in the middle of a build fails.
#[cfg(unix)]
#[test]
fn a_write_that_fails_leaves_the_site_as_it_was() {
    let site = small();
    site.built();
    let before = site.public();
    let long = article("长文", "", &"一段很长的正文。\n\n".repeat(4000));
    site.write("content/news/long.md", long);
    let mut limited = Command::new("sh");
    limited.arg("-c").arg("trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\"").arg(GONGBAO);
    limited.args(["--lang", "zh", "build", "--format", "short", "--source"]).arg(site.root());
    Run::of(&mut limited)
        .must_end(1)
        .must_complain("news/long/index.html")
        .must_complain("文件超过系统限制");
    assert_eq!(site.public(), before);
}

#[test]
fn what_is_not_text_or_too_much_of_it_is_refused() {
    let big = "字".repeat(17 * 1024 * 1024);
    small()
        .write("content/news/a.md", b"---\ntitle: \xff\xfe\n---\n")
        .must_fail_with("not-utf8 content/news/a.md");
    small()
        .write("content/news/a.md", article("甲", "", &big))
        .must_fail_with("too-large content/news/a.md");
}

#[test]
fn odd_files_are_read_all_the_same() {
    let deep = format!("{}甲\n", "> ".repeat(1000));
    let built = small()
        .write("content/news/bom.md", format!("\u{feff}{}", article("甲", "", "有标记。\n")))
        .write("content/news/crlf.md", article("乙", "", "两行\n文字。\n").replace('\n', "\r\n"))
        .write("content/news/deep.md", article("丙", "", &deep))
        .write("content/news/名 字#1 100% '引'.md", article("丁", "", "正文。\n"))
        .write("content/news/link.md", article("戊", "", "[丁](<名 字#1 100% '引'.md>)\n"))
        .built();
    assert!(built.contains_key("news/名 字#1 100% '引'/index.html"));
    let text = String::from_utf8_lossy(&built["news/crlf/index.html"]).into_owned();
    assert!(text.contains("两行文字。"), "no space where a line breaks between Han characters");
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
        .write("content/news/_index.md", format!("---\n名称: '{attack}'\n---\n"))
        .write("content/news/a.md", article(&format!("'{attack}'"), &more, &body))
        .built();
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
    std::os::unix::fs::symlink("/etc/hostname", small.path("content/news/host.txt"))
        .expect("a link");
    small.must_fail_with("outside content/news/host.txt");
}
