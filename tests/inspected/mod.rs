//! The vocabulary of the tests of `gongbao check`: a small county, and what is found in it.

#![allow(dead_code, reason = "test files use different parts of it")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Inspects a site through the real binary.
pub(crate) fn check(source: &Path, clock: &str, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(["--lang", "en", "check", "--clock", clock, "--source"])
        .arg(source)
        .args(more)
        .output()
        .expect("the binary runs")
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The codes of what was found, in order.
pub(crate) fn codes(source: &Path, clock: &str, more: &[&str]) -> Vec<String> {
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
pub(crate) fn county(files: &[(&str, &str)]) -> TempDir {
    let temp = tempfile::tempdir().expect("a folder");
    let document =
        |date: &str| format!("---\n标题: 春耕\n发布日期: {date}\n---\n\n全县春耕有序。\n");
    let own = [
        (
            "site.yaml",
            "网站名称: 云溪县\n网址: https://www.example.gov.cn/yunxi/\n主办单位: 云溪县人民政府\n预览: true\n".to_owned(),
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

pub(crate) fn document(text: &str) -> String {
    format!("---\n标题: 公示\n发布日期: 2026-04-01\n---\n\n{text}\n")
}
