//! A case is played: its files are written, its commands run, and what they say is held against what it expects.

use crate::finding;
use crate::script::{Answer, Case, Deed, Run, Step, Wrong};
use crate::site::{Site, Tree, copy, example, tree};
use similar::TextDiff;
use std::fs;
use std::path::Path;

/// The clock of a command that is told none.
const CLOCK: &str = "2026-04-10T09:00";

/// What a case calls the folder that it is played in, which has another name every time.
const SITE: &str = "[site]";

/// Takes the steps of a case on a site of its own, a copy of the area's where that has one.
pub(crate) fn play(case: &mut Case, base: Option<&Path>, bless: bool) -> Result<(), Wrong> {
    let ends = case.steps.last().map(|step| (step.line, matches!(step.deed, Deed::Run(_))));
    match ends {
        None => return Err((case.line, "nothing is run".to_owned())),
        Some((line, false)) => return Err((line, "nothing is run after it".to_owned())),
        Some((_, true)) => {}
    }
    let site = Site::empty();
    if let Some(base) = base {
        copy(base, site.root());
    }
    case.steps.iter_mut().try_for_each(|step| {
        let line = step.line;
        take(step, &site, bless).map_err(|why| (line, why))
    })
}

fn take(step: &mut Step, site: &Site, bless: bool) -> Result<(), String> {
    match &step.deed {
        Deed::Write { name, text } => {
            site.write(name, text);
        }
        Deed::Change { name, changes } => change(site, name, changes)?,
        Deed::Run(run) => {
            let found = answer(site, run)?;
            let fits = run.answer.fits(&found);
            if !fits && !bless {
                return Err(difference(&run.answer, &found));
            }
            let claims = run.claims.iter().try_for_each(|claim| claim.check(site.root()));
            if !fits {
                step.bless(&found);
            }
            claims?;
        }
    }
    Ok(())
}

/// Changes a file of the site, or one of the project's own that it then has a copy of.
fn change(site: &Site, name: &str, changes: &[(String, String)]) -> Result<(), String> {
    let mut text = match site.path(name).exists() {
        true => site.text(name),
        false => {
            fs::read_to_string(example().join(name)).map_err(|error| format!("{name}: {error}"))?
        }
    };
    for (from, to) in changes {
        if !text.contains(from.as_str()) {
            return Err(format!("{name} has no {from}"));
        }
        text = text.replace(from.as_str(), to);
    }
    site.write(name, text);
    Ok(())
}

/// Runs the program. Whatever the case expects, a command that fails leaves every file as it was.
fn answer(site: &Site, run: &Run) -> Result<Answer, String> {
    let (before, told) = (files(site), with_defaults(site, &run.args));
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    let variables = run.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let ended = site.run_in(&told, &variables.collect::<Vec<_>>());
    let code = ended.code.ok_or("it was killed")?;
    if code != 0 && files(site) != before {
        return Err("the command failed, and files have changed".to_owned());
    }
    let root = site.root().display().to_string();
    let (out, err) = (ended.out.replace(&root, SITE), ended.err.replace(&root, SITE));
    // What is found is told first, then what is said beside it.
    let (found, out): (Vec<&str>, Vec<&str>) = out.lines().partition(|line| is_finding(line));
    let found = found.into_iter().flat_map(finding::lines);
    let err = found.chain(err.lines().map(str::to_owned)).collect();
    Ok(Answer { code, out: Some(out.into_iter().map(str::to_owned).collect()), err })
}

/// Whether a line is a finding in the form for other programs.
fn is_finding(line: &str) -> bool {
    line.starts_with("{\"severity\":")
}

/// All files but those in hidden folders, where the program keeps its notes.
fn files(site: &Site) -> Tree {
    let mut files = tree(site.root());
    files.retain(|name, _| !name.starts_with('.'));
    files
}

/// On a site the clock is set, and findings are told with all that is known of them, unless the case says how.
fn with_defaults(site: &Site, args: &[String]) -> Vec<String> {
    let says = |option: &str| args.iter().any(|arg| arg == option);
    let mut args = args.to_vec();
    let looks = matches!(args.first().map(String::as_str), Some("build" | "check"));
    if !looks || !site.path("content").exists() {
        return args;
    }
    for (option, value) in [("--format", "json"), ("--clock", CLOCK)] {
        if !says(option) {
            args.splice(1..1, [option.to_owned(), value.to_owned()]);
        }
    }
    args
}

fn difference(expected: &Answer, found: &Answer) -> String {
    let with_out = expected.out.is_some();
    let (expected, found) = (expected.shown(with_out), found.shown(with_out));
    let diff = TextDiff::from_lines(&expected, &found);
    format!("{}", diff.unified_diff().header("expected", "found"))
}
