//! The vocabulary of the tests that build the example county through the real binary.

#![allow(dead_code, reason = "test files use different parts of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The build's time in these tests: the example looks the same on every day.
pub(crate) const CLOCK: &str = "2026-11-23T09:00";

/// Runs `gongbao build` on a folder that holds `content/`.
pub(crate) fn build(source: &Path, output: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongbao"))
        .args(["--lang", "en", "build", "--clock", CLOCK, "--source"])
        .arg(source)
        .arg("--output")
        .arg(output)
        .args(more)
        .output()
        .expect("the binary runs")
}

/// Builds and expects no problem at all.
pub(crate) fn build_clean(source: &Path, output: &Path, more: &[&str]) {
    let built = build(source, output, more);
    let said = String::from_utf8_lossy(&built.stderr).into_owned();
    assert!(built.status.success() && said.is_empty(), "{said}");
}

/// The folder of the project: it holds the example county.
pub(crate) fn example() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of a folder by its name, hidden ones aside.
pub(crate) fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root) {
        let entry = entry.expect("a folder that can be read");
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type().is_file() && !hidden {
            let name = entry.path().strip_prefix(root).expect("below the root");
            let bytes = fs::read(entry.path()).expect("a file that can be read");
            files.insert(name.to_string_lossy().replace('\\', "/"), bytes);
        }
    }
    files
}
