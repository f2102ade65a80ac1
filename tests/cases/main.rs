//! Cases: what is written, what is run, and what must come of it, each in a file of text. `README.md` says how to write one.
//!
//! `GONGBAO_BLESS=1 cargo test --test cases` writes what the program says into the cases; look at the difference before it is
//! committed. `GONGBAO_CASES=weekday cargo test --test cases` runs those whose names hold this.

mod finding;
mod page;
mod play;
mod script;
#[path = "../site/mod.rs"]
mod site;

use gongbao::config::rules::RULES;
use script::{Case, Script};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The folder with an area of cases in each of its folders.
fn cases() -> PathBuf {
    site::example().join("tests/cases")
}

/// The folders and files in a folder, in order; hidden ones are nobody's.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.retain(|path| !path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.')));
    paths.sort();
    paths
}

/// The name of a file of cases, such as `check/rules/weekday`.
fn name(path: &Path) -> String {
    let below = path.strip_prefix(cases()).expect("below the cases").with_extension("");
    below.to_string_lossy().replace('\\', "/")
}

/// The files of cases below a folder, each with the site that it is played on: that of its folder, or of one above.
///
/// What is neither a case nor a site there is run by nothing, and so is a folder without a case.
fn scripts(folder: &Path, above: Option<&Path>) -> Vec<(PathBuf, Option<PathBuf>)> {
    let own = folder.join("site");
    let site = if own.is_dir() { Some(own.as_path()) } else { above };
    let mut found = Vec::new();
    for path in entries(folder).into_iter().filter(|path| *path != own) {
        if path.is_dir() {
            found.extend(scripts(&path, site));
        } else {
            assert!(path.extension().is_some_and(|e| e == "case"), "not run: {}", path.display());
            found.push((path, site.map(Path::to_owned)));
        }
    }
    assert!(!found.is_empty(), "no case in {}", folder.display());
    found
}

/// The files of cases of all areas.
fn all() -> Vec<(PathBuf, Option<PathBuf>)> {
    let areas = entries(&cases()).into_iter().filter(|path| path.is_dir());
    areas.flat_map(|area| scripts(&area, None)).collect()
}

#[test]
fn every_case_is_as_it_says() {
    let wanted = std::env::var("GONGBAO_CASES").unwrap_or_default();
    let bless = std::env::var_os("GONGBAO_BLESS").is_some();
    let mut files = all();
    files.retain(|(path, _)| name(path).contains(&wanted));
    assert!(!files.is_empty(), "no case is called {wanted}");
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((path, site)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let told = run(path, site.as_deref(), bless);
            wrong.lock().expect("no thread has panicked").extend(told);
        }
    };
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let wrong = wrong.into_inner().expect("no thread has panicked");
    assert!(wrong.is_empty(), "{} wrong:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// What is wrong with the cases of a file.
fn run(path: &Path, site: Option<&Path>, bless: bool) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut script = match Script::read(&text) {
        Ok(script) => script,
        Err((line, why)) => return vec![format!("{}.case:{line}: {why}", name(path))],
    };
    let play = |case: &mut Case| play::play(case, site, bless).err();
    let told = |(line, why): (usize, String)| format!("{}.case:{line}: {why}", name(path));
    let wrong: Vec<String> = script.cases.iter_mut().filter_map(play).map(told).collect();
    if bless {
        let blessed = script.to_string();
        if blessed != text {
            fs::write(path, blessed).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        }
    }
    wrong
}

/// These need a server, signatures or files made by a loop; they have tests of their own.
const ELSEWHERE: [&str; 7] = [
    "dead-link",
    "suspect-link",
    "review-missing",
    "review-void",
    "review-log",
    "columns-veto",
    "page-weight",
];

#[test]
fn every_rule_has_a_case_that_finds_it_and_one_that_does_not() {
    let mut tested: BTreeSet<String> = ELSEWHERE.map(str::to_owned).into();
    for (path, _) in scripts(&cases().join("check/rules"), None) {
        let rule = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("readable");
        let script = Script::read(&text).unwrap_or_else(|wrong| panic!("{rule}: {wrong:?}"));
        let named = |case: &&Case| case.expects(&format!("[{rule}]"));
        assert!(script.cases.iter().any(|case| named(&case)), "{rule} is never found");
        assert!(!script.cases.iter().all(|case| named(&case)), "{rule} is always found");
        tested.insert(rule);
    }
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.code.name().to_owned()).collect();
    assert_eq!(tested, rules);
}
