//! What can be read of what was found: a file full of faults is told as that.

use crate::diagnostic::Diagnostic;
use crate::say;
use std::collections::BTreeMap;

/// More findings of one file are counted.
const MOST: usize = 1000;

/// The worst of every file, and of those that are too many to read how many they are.
pub fn bounded(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut files: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    for problem in found {
        let file = problem.file().unwrap_or_default().to_owned();
        files.entry(file).or_default().push(problem);
    }
    let each = files.into_values().flat_map(|mut problems| {
        problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
        let more = problems.split_off(MOST.min(problems.len()));
        problems.extend(summed_up(&more));
        problems
    });
    each.collect()
}

fn summed_up(more: &[Diagnostic]) -> Option<Diagnostic> {
    let (first, count) = (more.first()?, more.len());
    Some(Diagnostic {
        message: say!(
            "这个文件里还有 {count} 个问题没有列出来",
            "this file has {count} more findings, which are not listed"
        ),
        fix: None,
        hints: Vec::new(),
        ..first.clone()
    })
}
