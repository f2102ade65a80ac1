//! The order of rooms: which folder may use which, and no circle between files.
//!
//! `src/order.txt` is the table. Rooms are the folders below `src/` and below `crates/*/src/`; whichever crate a room lies
//! in, it is called `crate::room`, so what a file uses stands in its paths.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

const ORDER: &str = include_str!("../../src/order.txt");

/// A file of a room, without its tests: they may look at whatever they like.
struct SourceFile {
    /// From the top: `crates/site/src/site/mod.rs`.
    name: String,
    /// `["site", "links"]`; a `mod.rs` is its folder.
    module: Vec<String>,
    code: String,
}

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every line has the rooms that may use those of the lines above it, and nothing else.
fn floors() -> BTreeMap<&'static str, usize> {
    let lines = ORDER.lines().enumerate();
    lines.flat_map(|(floor, line)| line.split_whitespace().map(move |room| (room, floor))).collect()
}

fn source_folders() -> Vec<PathBuf> {
    let crates = fs::read_dir(top().join("crates")).expect("the crates");
    let crates = crates.map(|entry| entry.expect("a crate").path().join("src"));
    let mut folders: Vec<PathBuf> = crates.chain([top().join("src")]).collect();
    folders.sort();
    folders
}

fn files() -> Vec<SourceFile> {
    source_folders().iter().flat_map(|folder| files_of(folder)).collect()
}

fn files_of(folder: &Path) -> Vec<SourceFile> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let paths = entries.map(|entry| entry.expect("a file").into_path());
    let of_rust = paths.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    of_rust.filter_map(|path| source_file(folder, &path)).collect()
}

/// `None` for files of tests, and for the page that lists a crate's rooms.
fn source_file(folder: &Path, path: &Path) -> Option<SourceFile> {
    let below = path.strip_prefix(folder).expect("below the folder").with_extension("");
    let mut module: Vec<String> =
        below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    if module == ["lib"] || module.last().is_some_and(|last| last == "tests") {
        return None;
    }
    let name = path.strip_prefix(top()).expect("below the top").to_string_lossy().into_owned();
    let text = fs::read_to_string(path).expect("text");
    Some(SourceFile { name, module, code: code(&text) })
}

/// What the compiler reads, up to the tests: no comments, no texts.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = text.lines().map(|line| {
        let line = line.split("//").next().unwrap_or_default();
        let mut outside = line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
        outside.push('\n');
        outside
    });
    lines.collect()
}

/// The paths in a code: those that `use` brings in, and those written in full.
fn paths(code: &str) -> BTreeSet<Vec<String>> {
    let mut found = BTreeSet::new();
    let mut rest = code;
    while let Some(at) = rest.find("::") {
        let before = &rest[..at];
        let word = |c: char| !(c.is_alphanumeric() || c == '_');
        let start = before.rfind(word).map_or(0, |at| at + 1);
        let whole = !before[..start].ends_with("::") && !before[..start].ends_with('$');
        if whole && start < at {
            tree(&rest[start..], &mut Vec::new(), &mut found);
        }
        rest = &rest[at + 2..];
    }
    found
}

/// One path, or a tree of them: `a::{b, c::{d, e}}`; gives back what stands behind it.
fn tree<'c>(text: &'c str, above: &mut Vec<String>, found: &mut BTreeSet<Vec<String>>) -> &'c str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start().trim_start_matches(',').trim_start();
            match rest.strip_prefix('}') {
                Some(after) => return after,
                None if rest.is_empty() => return rest,
                None => {
                    let after = tree(rest, above, found);
                    // Not a tree of paths after all: a block, say.
                    if after.len() == rest.len() {
                        return after;
                    }
                    let end = after.find([',', '}']).unwrap_or(after.len());
                    rest = &after[end..];
                }
            }
        }
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    if word.is_empty() {
        return text;
    }
    above.push(word.to_owned());
    let after = match rest.strip_prefix("::") {
        Some(below) => tree(below, above, found),
        None => {
            found.insert(above.clone());
            rest
        }
    };
    found.insert(above.clone());
    above.pop();
    after
}

#[test]
fn no_room_looks_up() {
    let floors = floors();
    let files = files();
    let mut wrong = Vec::new();
    for file in &files {
        let room = &*file.module[0];
        let Some(own) = floors.get(room) else {
            wrong.push(format!("{}: the room `{room}` is missing in src/order.txt", file.name));
            continue;
        };
        let used: BTreeSet<String> = paths(&file.code)
            .into_iter()
            .filter(|path| path[0] == "crate" && path.len() > 1)
            .map(|path| path[1].clone())
            .filter(|other| other != room)
            .collect();
        for other in used {
            // What is no room is a macro, which stands in the room of its name or in `diagnostic`.
            if floors.get(&*other).is_some_and(|floor| floor >= own) {
                wrong.push(format!(
                    "{}: `{room}` may not use `{other}`, which does not stand above it in src/order.txt; \
                     what both need belongs below both",
                    file.name
                ));
            }
        }
    }
    let rooms: BTreeSet<&str> = files.iter().map(|file| &*file.module[0]).collect();
    for room in floors.keys().filter(|room| !rooms.contains(*room)) {
        wrong.push(format!("src/order.txt: there is no room `{room}`"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_manual_shows_the_order() {
    let manual = fs::read_to_string(top().join("docs/developers.md")).expect("the manual");
    assert!(manual.contains(ORDER), "docs/developers.md should show src/order.txt:\n{ORDER}");
}

/// Who uses whom among the files of one room. What a file takes from the `mod.rs` above it is no arrow: a child knows the
/// house it stands in.
fn arrows(files: &[SourceFile]) -> Vec<BTreeSet<usize>> {
    let by_module: BTreeMap<&[String], usize> =
        files.iter().enumerate().map(|(at, file)| (&*file.module, at)).collect();
    let arrows = files.iter().enumerate().map(|(at, file)| {
        let targets = paths(&file.code).into_iter().filter_map(|path| {
            let target = target(&absolute(path, file, &by_module)?, &by_module, files)?;
            let above = file.module.starts_with(&files[target].module);
            (target != at && !above && files[target].module[0] == file.module[0]).then_some(target)
        });
        let declared = declared(&file.code);
        targets.filter(|target| !is_shown_only(file, &files[*target], &declared)).collect()
    });
    arrows.collect()
}

/// A path from the crate; `None` where it leads out of it.
fn absolute(
    path: Vec<String>,
    file: &SourceFile,
    by_module: &BTreeMap<&[String], usize>,
) -> Option<Vec<String>> {
    let mut base = file.module.clone();
    let mut rest = path.as_slice();
    match &*path[0] {
        "crate" => {
            base.clear();
            rest = &rest[1..];
        }
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|word| word == "super") {
                base.pop()?;
                rest = &rest[1..];
            }
        }
        child => {
            base.push(child.to_owned());
            by_module.get(&*base)?;
            rest = &rest[1..];
        }
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

/// The file in which a path ends; what a `mod.rs` only passes on lies in the file that it names.
fn target(
    path: &[String],
    by_module: &BTreeMap<&[String], usize>,
    files: &[SourceFile],
) -> Option<usize> {
    let depth = (1..=path.len()).rev().find(|depth| by_module.contains_key(&path[..*depth]))?;
    let at = by_module[&path[..depth]];
    let Some(item) = path.get(depth) else {
        return Some(at);
    };
    let passed = passed_on(&files[at].code);
    let Some(from) = passed.get(item) else {
        return Some(at);
    };
    let mut module = files[at].module.clone();
    module.extend(from.iter().cloned());
    let depth = (1..=module.len()).rev().find(|depth| by_module.contains_key(&module[..*depth]))?;
    Some(by_module[&module[..depth]])
}

/// The names that `pub use` takes from a child.
fn passed_on(code: &str) -> BTreeMap<String, Vec<String>> {
    let mut names = BTreeMap::new();
    for statement in public_uses(code) {
        let mut found = BTreeSet::new();
        tree(statement, &mut Vec::new(), &mut found);
        for path in found {
            if let Some(name) = path.last() {
                names.entry(name.clone()).or_insert(path);
            }
        }
    }
    names
}

/// What stands behind each `pub use`, up to its end.
fn public_uses(code: &str) -> Vec<&str> {
    let statements = code.split(';').map(str::trim_start);
    let passed = statements.filter_map(|statement| {
        let line = statement.rsplit_once("pub").map_or("", |(_, rest)| rest);
        let line = line.strip_prefix("(crate)").or(line.strip_prefix("(super)")).unwrap_or(line);
        line.trim_start().strip_prefix("use ")
    });
    passed.filter(|path| !path.starts_with("crate") && !path.starts_with("super")).collect()
}

/// The children whose names are used for more than to pass something on.
fn declared(code: &str) -> BTreeSet<String> {
    let mut rest = code.to_owned();
    for statement in public_uses(code) {
        rest = rest.replace(statement, "");
    }
    paths(&rest).into_iter().map(|path| path[0].clone()).collect()
}

/// Whether a `mod.rs` names its child only to show what is in it.
fn is_shown_only(file: &SourceFile, child: &SourceFile, used: &BTreeSet<String>) -> bool {
    let below = child.module.strip_prefix(&*file.module);
    below.and_then(<[String]>::first).is_some_and(|name| !used.contains(name))
}

/// A file's way back to itself, where there is one.
fn circle(arrows: &[BTreeSet<usize>], from: usize) -> Option<Vec<usize>> {
    let mut before: BTreeMap<usize, usize> = BTreeMap::new();
    let mut next = vec![from];
    while let Some(at) = next.pop() {
        for to in &arrows[at] {
            if *to == from {
                let back = |at: &usize| before.get(at).copied();
                let mut way: Vec<usize> = std::iter::successors(Some(at), back).collect();
                way.reverse();
                return Some(way);
            }
            if !before.contains_key(to) {
                before.insert(*to, at);
                next.push(*to);
            }
        }
    }
    None
}

#[test]
fn no_files_go_round_in_a_circle() {
    let mut circles = Vec::new();
    for folder in source_folders() {
        let files = files_of(&folder);
        let arrows = arrows(&files);
        let mut told: BTreeSet<usize> = BTreeSet::new();
        for at in 0..files.len() {
            if told.contains(&at) {
                continue;
            }
            if let Some(way) = circle(&arrows, at) {
                let names: Vec<&str> = way.iter().map(|at| &*files[*at].name).collect();
                circles.push(format!("{} -> {}", names.join(" -> "), names[0]));
                told.extend(way);
            }
        }
    }
    assert!(
        circles.is_empty(),
        "what these need of each other belongs below them:\n{}",
        circles.join("\n")
    );
}

#[test]
fn paths_are_read_out_of_code() {
    let text = "use crate::{a, b::{C, d::e}}; // crate::not\nlet x = crate::f::g(\"crate::no\");\nsuper::h::i!();";
    let found: Vec<String> = paths(&code(text)).iter().map(|path| path.join("::")).collect();
    for path in ["crate::a", "crate::b::C", "crate::b::d::e", "crate::f::g", "super::h::i"] {
        assert!(found.iter().any(|one| one == path), "{path}: {found:?}");
    }
    assert!(!found.iter().any(|path| path.contains("no")), "{found:?}");
}
