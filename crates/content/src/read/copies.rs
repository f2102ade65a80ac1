//! Copies that Windows, macOS, WPS and programs that keep folders alike leave beside a document: `a - 副本.md`, `a (1).md`,
//! `a.sync-conflict-….md`, a whole folder `a - 副本`. One with the same text is not published a second time.

use super::IndexFile;
use super::broken::Broken;
use crate::config::rules::with_mending;
use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::document::column::ColumnFront;
use crate::document::{Document, ancestors};
use crate::say;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Marks come in layers, `a - 副本 (2)`; nobody copies a copy more often.
const LAYERS: usize = 4;

/// What is said of a name's end by those who copy; the longer before those that they end in.
const ENDINGS: [&str; 7] = ["的副本", "副本", "复件", "拷贝", "冲突", "copy", "conflict"];

/// What stands before a name.
const BEGINNINGS: [&str; 4] = ["副本", "复件", "copy of ", "copy "];

/// Where the programs that keep folders alike put the time of a conflict.
const TIMES: [&str; 3] = [".sync-conflict-", "_conflict-", "_冲突文件"];

/// A document whose path is that of another with the mark of a copy in it.
struct Copy {
    path: String,
    original: String,
}

/// Takes the copies with the text of their originals away from the documents, and gives them back; and tells of all
/// copies. `indexes` are the folders with an `_index.md`.
pub(super) fn set_aside(
    documents: &mut Vec<Arc<Document>>,
    broken: &mut Vec<Arc<Broken>>,
    indexes: &BTreeSet<String>,
) -> (Vec<Arc<Document>>, Vec<Diagnostic>) {
    let paths = documents.iter().map(|d| &d.path).chain(broken.iter().map(|b| &b.path));
    let marked: Vec<&String> = paths.filter(|path| may_be_marked(path)).collect();
    if marked.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let texts = texts(documents, broken);
    let known = |path: &str| {
        let index = path.strip_suffix("_index").map(|folder| folder.trim_end_matches('/'));
        texts.contains_key(path) || index.is_some_and(|folder| indexes.contains(folder))
    };
    let copies: BTreeSet<&String> = marked.into_iter().collect();
    let copies: Vec<Copy> = copies.into_iter().filter_map(|path| Copy::of(path, known)).collect();
    let mut same: BTreeSet<String> = BTreeSet::new();
    let mut problems = Vec::new();
    for copy in copies {
        let (text, original) = (texts.get(&copy.path), texts.get(&copy.original));
        let is_same = text.zip(original).is_some_and(|(a, b)| a.text == b.text);
        problems.extend(text.map(|text| copy.told(text, original, is_same)));
        if is_same {
            same.insert(copy.path);
        }
    }
    broken.retain(|broken| !same.contains(&broken.path));
    let aside = documents.extract_if(.., |document| same.contains(&document.path)).collect();
    (aside, problems)
}

/// Takes columns away that were copied with their folder and hold nothing of their own.
pub(super) fn set_aside_columns(
    columns: &mut BTreeMap<String, IndexFile<ColumnFront>>,
    documents: &[Arc<Document>],
) -> Vec<Diagnostic> {
    let marked = columns.keys().filter(|folder| may_be_marked(folder));
    let copies: Vec<Copy> =
        marked.filter_map(|folder| Copy::of(folder, |path| columns.contains_key(path))).collect();
    let mut problems = Vec::new();
    for copy in copies {
        let (Some(own), Some(original)) = (columns.get(&copy.path), columns.get(&copy.original))
        else {
            continue;
        };
        let holds = |document: &Arc<Document>| ancestors(&document.folder).any(|f| f == copy.path);
        if own.source.text == original.source.text && !documents.iter().any(holds) {
            problems.push(copy.told(&own.source, Some(&original.source), true));
            columns.remove(&copy.path);
        }
    }
    problems
}

/// The texts of all documents by path, as far as they can be read.
fn texts(documents: &[Arc<Document>], broken: &[Arc<Broken>]) -> HashMap<String, Arc<Source>> {
    let read = documents.iter().map(|d| (d.path.clone(), Arc::clone(&d.source)));
    // What stands in a file now comes after what a preview keeps of it.
    let broken = broken.iter().filter_map(|b| Some((b.path.clone(), b.source.clone()?)));
    read.chain(broken).collect()
}

/// A look that costs next to nothing: most names have no such mark.
fn may_be_marked(path: &str) -> bool {
    let marks = ['(', '（', '副', '复', '拷', '冲'];
    path.contains(marks) || path.contains("opy") || path.contains("OPY") || path.contains("onflict")
}

impl Copy {
    fn of(path: &str, is_known: impl Fn(&str) -> bool) -> Option<Self> {
        let mut start = 0;
        for part in path.split('/') {
            let (before, after) = (&path[..start], &path[start + part.len()..]);
            start += part.len() + 1;
            let mut bare = part.to_owned();
            for _ in 0..LAYERS {
                let Some(next) = without_mark(&bare) else {
                    break;
                };
                bare = next;
                // `m/index` is the document `m`.
                let folder = format!("{before}{bare}{after}");
                let folder = folder.strip_suffix("/index").unwrap_or(&folder);
                if is_known(folder) {
                    return Some(Self { path: path.to_owned(), original: folder.to_owned() });
                }
            }
        }
        None
    }

    fn told(
        &self,
        text: &Arc<Source>,
        original: Option<&Arc<Source>>,
        is_same: bool,
    ) -> Diagnostic {
        let shown = &self.original;
        let first =
            |source: &Source| Span::new(0, source.text.find('\n').unwrap_or(source.text.len()));
        let words = match is_same {
            true => say!(
                "这是“{shown}”的副本，内容一样，不发布",
                "this is a copy of {shown} with the same text; it is not published"
            ),
            false => say!(
                "从文件名看，这是“{shown}”的副本，但内容不同：两篇都会发布",
                "by its name this is a copy of {shown}, with another text: both are published"
            ),
        };
        let problem = Diagnostic::warning(Code::DocumentCopy, words).at(text, first(text));
        let problem = match original {
            Some(source) => problem.with(source, first(source), say!("原来的一篇", "the original")),
            None => problem,
        };
        with_mending(problem)
    }
}

/// A name without the outermost mark of a copy.
fn without_mark(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let cut = TIMES.iter().find_map(|mark| lower.find(mark)).or_else(|| mark_at_end(&lower));
    let bare = match cut {
        Some(end) => name[..end].trim_end_matches(is_joint),
        None => {
            let start =
                BEGINNINGS.iter().find_map(|mark| lower.starts_with(mark).then_some(mark.len()));
            // Windows XP counts in front: `复件 (2) a`, `Copy (2) of a`.
            let rest = name[start?..].trim_start_matches(is_joint);
            let counted = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
            let rest = counted.map_or(rest, |(_, rest)| rest.trim_start_matches(is_joint));
            rest.strip_prefix("of ").unwrap_or(rest)
        }
    };
    (!bare.is_empty()).then(|| bare.to_owned())
}

/// Where the mark at the end of a name in small letters begins.
fn mark_at_end(lower: &str) -> Option<usize> {
    if let Some((open, inside)) = last_brackets(lower) {
        let is_number =
            (1..=2).contains(&inside.len()) && inside.bytes().all(|b| b.is_ascii_digit());
        return (is_number || ENDINGS.iter().any(|word| inside.contains(word))).then_some(open);
    }
    // macOS counts without brackets: `a copy 2`.
    let rest = lower.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(is_joint);
    let word = ENDINGS.iter().find(|word| rest.ends_with(*word))?;
    let start = rest.len() - word.len();
    // `photocopy` is a word.
    let is_apart = !word.is_ascii() || lower[..start].ends_with(is_joint);
    is_apart.then_some(start)
}

/// The brackets at the end of a name: where they open, and what is in them.
fn last_brackets(name: &str) -> Option<(usize, &str)> {
    let inside = name.strip_suffix([')', '）'])?;
    let open = inside.rfind(['(', '（'])?;
    let width = inside[open..].chars().next().map_or(1, char::len_utf8);
    Some((open, inside[open + width..].trim()))
}

/// What stands between a name and its mark.
fn is_joint(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '—' | '–')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_copy_is_a_copy_of() {
        for (path, original) in [
            ("news/a - 副本", Some("news/a")),
            ("news/a - 副本 (2)", Some("news/a")),
            ("news/a - 副本 - 副本", Some("news/a")),
            ("news/副本 a", Some("news/a")),
            ("news/复件 a", Some("news/a")),
            ("news/复件 (2) a", Some("news/a")),
            ("news/Copy (2) of a", Some("news/a")),
            ("news/a 的副本", Some("news/a")),
            ("news/a的副本 3", Some("news/a")),
            ("news/a_副本", Some("news/a")),
            ("news/a（副本）", Some("news/a")),
            ("news/a (1)", Some("news/a")),
            ("news/a(1)", Some("news/a")),
            ("news/a（12）", Some("news/a")),
            ("news/a (2026)", None),
            ("news/a - Copy", Some("news/a")),
            ("news/a - Copy (3)", Some("news/a")),
            ("news/a copy 2", Some("news/a")),
            ("news/Copy of a", Some("news/a")),
            ("news/acopy", None),
            ("news/a.sync-conflict-20260401-101112-ABCDEFG", Some("news/a")),
            ("news/a (周文's conflicted copy 2026-04-01)", Some("news/a")),
            ("news/a (冲突)", Some("news/a")),
            ("news/a（冲突副本 2026-04-01）", Some("news/a")),
            ("news/a_conflict-20260401-101112", Some("news/a")),
            ("news/m - 副本", Some("news/m")),
            ("news/m/index - 副本", Some("news/m")),
            ("news - 副本/a", Some("news/a")),
            ("news/_index - 副本", Some("news/_index")),
            ("news/b (1)", None),
            ("news/a", None),
            ("news/副本", None),
        ] {
            let known = ["news/a", "news/m", "news/_index"];
            let found = Copy::of(path, |path| known.contains(&path));
            assert_eq!(found.map(|copy| copy.original).as_deref(), original, "{path}");
            assert!(original.is_none() || may_be_marked(path), "{path}");
        }
    }
}
