//! `gongbao check` through the real binary: what an inspection would find, and what it must not.

mod site;

use site::{CLOCK, example};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn check(source: &Path, clock: &str, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(["--lang", "en", "check", "--clock", clock, "--source"])
        .arg(source)
        .args(more)
        .output()
        .expect("the binary runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The codes of what was found, in order.
fn codes(source: &Path, clock: &str, more: &[&str]) -> Vec<String> {
    let output = check(source, clock, &[&["--format", "json"], more].concat());
    said(&output)
        .lines()
        .map(|line| {
            let problem: serde_json::Value = serde_json::from_str(line).expect("a JSON line");
            problem["code"].as_str().expect("a code").to_owned()
        })
        .collect()
}

/// A site of three columns with one document each, and these files over them.
fn county(files: &[(&str, &str)]) -> TempDir {
    let temp = tempfile::tempdir().expect("a folder");
    let document =
        |date: &str| format!("---\n标题: 春耕\n发布日期: {date}\n---\n\n全县春耕有序。\n");
    let own = [
        (
            "site.yaml",
            "网站名称: 云溪县\n网址: https://www.example.gov.cn/yunxi/\n预览: true\n".to_owned(),
        ),
        ("news/_index.md", "---\n名称: 要闻\n---\n".to_owned()),
        ("news/a.md", document("2026-04-01")),
        ("notices/_index.md", "---\n名称: 通知公告\n---\n".to_owned()),
        ("notices/a.md", document("2026-02-01")),
        (
            "plans/_index.md",
            "---\n名称: 规划\n更新周期: 年度\n---\n".to_owned(),
        ),
        ("plans/a.md", document("2025-06-01")),
    ];
    let own = own.iter().map(|(name, text)| (*name, text.as_str()));
    for (name, text) in own.chain(files.iter().copied()) {
        let path = temp.path().join("content").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    temp
}

fn document(text: &str) -> String {
    format!("---\n标题: 公示\n发布日期: 2026-04-01\n---\n\n{text}\n")
}

#[test]
fn the_example_has_nothing_to_find() {
    let output = check(&example(), CLOCK, &[]);
    assert!(output.status.success(), "{}", said(&output));
    let columns = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        columns.contains("days left  政策解读 (newest 2026-08-18)"),
        "{columns}"
    );
    assert!(said(&output).contains("nothing found"), "{}", said(&output));
}

#[test]
fn columns_become_stale_on_their_day() {
    let site = county(&[]);
    for (clock, expected) in [
        ("2026-04-10T09:00", &[][..]),
        ("2026-04-12T09:00", &["column-due"]),
        ("2026-04-15T09:00", &["column-due"]),
        ("2026-04-16T09:00", &["home-stale", "column-stale"]),
        (
            "2026-07-20T09:00",
            &["home-stale", "column-stale", "column-due", "column-stale"],
        ),
        (
            "2026-08-01T09:00",
            &["home-stale", "column-stale", "column-due", "column-stale"],
        ),
        (
            "2026-08-02T09:00",
            &["home-stale", "column-stale", "column-stale", "column-stale"],
        ),
    ] {
        let mut found = codes(site.path(), clock, &[]);
        let mut expected: Vec<String> = expected.iter().map(|code| (*code).to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{clock}");
    }
    let output = check(site.path(), "2026-04-16T09:00", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("the column 要闻 should have changed 1 day ago"),
        "{}",
        said(&output)
    );
}

#[test]
fn empty_columns_and_vetoes() {
    let names = ["a", "b", "c", "d", "e"];
    let files: Vec<(String, String)> = names
        .iter()
        .map(|name| {
            (
                format!("{name}/_index.md"),
                format!("---\n名称: 栏目{name}\n---\n"),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let count = |found: &[String], code: &str| found.iter().filter(|c| *c == code).count();
    let four = codes(county(&files[..4]).path(), "2026-04-10T09:00", &[]);
    assert_eq!(
        (count(&four, "column-blank"), count(&four, "columns-veto")),
        (4, 0)
    );
    let five = codes(county(&files).path(), "2026-04-10T09:00", &[]);
    assert_eq!(
        (count(&five, "column-blank"), count(&five, "columns-veto")),
        (5, 1)
    );
}

#[test]
fn words_and_numbers_are_told_with_their_place() {
    let text = document(
        "县人民攻府截止目前共布署三次。\n\n联系人手机13800138000，身份证11010519491231002X。",
    );
    let site = county(&[("news/b.md", &text)]);
    let output = check(site.path(), "2026-04-10T09:00", &["--format", "short"]);
    assert_eq!(output.status.code(), Some(1));
    let said = said(&output);
    for line in [
        "content/news/b.md:6:4: error[wrong-name] 攻府 should be 政府",
        "content/news/b.md:6:6: warning[wrong-word] 截止目前 should be 截至目前",
        "content/news/b.md:6:11: warning[wrong-word] 布署 should be 部署",
        "content/news/b.md:8:6: error[mobile-number] this is a mobile number",
        "content/news/b.md:8:21: error[identity-number] this is a citizen's identity number",
        "3 errors, 2 warnings",
    ] {
        assert!(said.contains(line), "no {line} in:\n{said}");
    }
    let only = codes(site.path(), "2026-04-10T09:00", &["--only", "wrong-word"]);
    assert_eq!(only, ["wrong-word", "wrong-word"]);
    let errors = codes(site.path(), "2026-04-10T09:00", &["--errors"]);
    assert_eq!(errors, ["wrong-name", "mobile-number", "identity-number"]);
}

#[test]
fn an_unknown_rule_and_a_broken_site() {
    let site = county(&[]);
    let output = check(site.path(), "2026-04-10T09:00", &["--only", "wrong-wrod"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("did you mean `wrong-word`?"),
        "{}",
        said(&output)
    );
    let broken = county(&[("news/c.md", "---\n标题:\n---\n")]);
    let output = check(broken.path(), "2026-04-10T09:00", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("nothing was checked"),
        "{}",
        said(&output)
    );
}

#[test]
fn every_rule_is_listed_once() {
    let output = check(&example(), CLOCK, &["--rules"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let codes: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    let once: BTreeSet<&&str> = codes.iter().collect();
    assert!(codes.len() >= 11 && once.len() == codes.len(), "{codes:?}");
}
