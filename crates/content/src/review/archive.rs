//! The approved texts, each a file named by its sum: `reviews/approved/SUM.md`.

use crate::diagnostic::{Code, Diagnostic, Doing, Source, Span};
use crate::document::{Document, KindName};
use crate::file::{Flush, Sum, replace};
use crate::read::read_document;
use crate::review::subject::Subject;
use crate::say;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// From the site's folder.
pub const FOLDER: &str = "reviews/approved";

/// Where a text is kept, from the site's folder.
pub fn name(text: Sum) -> String {
    format!("{FOLDER}/{text}.md")
}

/// Keeps a document's text, where it is not kept yet.
///
/// # Errors
/// What the system refuses.
pub fn keep(root: &Path, document: &Document) -> Result<(), Diagnostic> {
    let path = root.join(name(Subject::of(document).text));
    if path.exists() {
        return Ok(());
    }
    replace(&path, document.source.text.as_bytes(), Flush::First)
        .map_err(|error| Diagnostic::io(Doing::Write, &path, &error))
}

/// A text as it was approved, read as the document that it was; `now` is the document as it stands. `None` where it was not
/// kept, or cannot be read any more.
///
/// # Errors
/// It is not what was approved, or what the system refuses.
pub fn read(
    root: &Path,
    text: Sum,
    now: &Document,
    kind: KindName,
) -> Result<Option<Arc<Document>>, Diagnostic> {
    let name = name(text);
    let path = root.join(&name);
    let kept = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Diagnostic::io(Doing::Read, &path, &error)),
    };
    let source = Arc::new(Source::new(name, String::from_utf8_lossy(&kept).into_owned()));
    match read_document(Arc::clone(&source), &now.path, &now.folder, kind).0 {
        Some(document) if Subject::of(&document).text == text => Ok(Some(Arc::new(document))),
        _ => Err(changed(&source)),
    }
}

fn changed(source: &Arc<Source>) -> Diagnostic {
    let line = source.text.lines().next().map_or(0, str::len);
    let words = say!(
        "这份留存的已审文本被改过，不是当初通过的",
        "this copy of an approved text was changed: it is not what was approved"
    );
    Diagnostic::error(Code::ReviewLog, words).at(source, Span::new(0, line)).hint(say!(
        "从备份或版本库里恢复这个文件",
        "restore the file from a copy or from version control"
    ))
}

/// Texts that no line of the log names, though one must have been there when they were kept.
pub fn strays(root: &Path, named: &BTreeSet<Sum>) -> Vec<Diagnostic> {
    let Ok(files) = fs::read_dir(root.join(FOLDER)) else {
        return Vec::new();
    };
    let mut names: Vec<PathBuf> = files.flatten().map(|file| file.path()).collect();
    names.sort();
    let sum = |path: &PathBuf| Sum::parse(path.file_name()?.to_str()?.strip_suffix(".md")?);
    let sums = names.iter().filter_map(sum);
    sums.filter(|sum| !named.contains(sum)).map(stray).collect()
}

fn stray(text: Sum) -> Diagnostic {
    let words = say!(
        "留存了这份已审文本，审核记录里却没有它的行：记录少了行",
        "this approved text was kept, and the log has no line of it: lines are missing"
    );
    Diagnostic::error(Code::ReviewLog, words)
        .in_file(name(text))
        .hint(say!(
            "从备份或版本库里恢复 reviews/log.jsonl；那一行若是合并时有意删去的，就把这个文件也删去",
            "restore reviews/log.jsonl from a copy or from version control; where its line was taken away on purpose in a merge, remove this file too"
        ))
}
