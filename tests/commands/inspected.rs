//! The vocabulary of the tests of `gongbao check`: a small county, and what is found in it.

use crate::site::{GONGBAO, Run, Site};
use std::path::Path;
use std::process::Command;

/// Inspects a site through the real binary.
pub(crate) fn check(source: &Path, clock: &str, more: &[&str]) -> Run {
    let mut command = Command::new(GONGBAO);
    command.args(["--lang", "en", "check", "--clock", clock, "--source"]).arg(source);
    Run::of(command.args(more))
}

/// The codes of what was found, in order.
pub(crate) fn codes(source: &Path, clock: &str, more: &[&str]) -> Vec<String> {
    let said = check(source, clock, &[&["--format", "json"], more].concat()).out;
    let code = |line: &str| {
        let problem: serde_json::Value = serde_json::from_str(line).expect("a JSON line");
        problem["code"].as_str().expect("a code").to_owned()
    };
    said.lines().map(code).collect()
}

/// The county of the cases in `tests/cases/check/`, three columns with one document each, and these files over it.
pub(crate) fn county(files: &[(&str, &str)]) -> Site {
    let site = Site::like("tests/cases/check/site");
    for (name, text) in files {
        site.write(&format!("content/{name}"), text);
    }
    site
}

/// The front matter of a document, and this text.
pub(crate) fn document(text: &str) -> String {
    format!("---\n标题: 公示\n发布日期: 2026-04-01\n---\n\n{text}\n")
}
