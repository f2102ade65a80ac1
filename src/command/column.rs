//! Where a new document goes: the columns of a site, and the name of a file in one.

use crate::diagnostic::{Code, Diagnostic, Doing, Source};
use crate::document::{KindName, Nature};
use crate::record::{Entries, Moment, Reader};
use crate::say;
use crate::scaffold;
use crate::yaml;
use jiff::civil::Date;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// A column's folder, from `content/` with `/`, and the kind of its documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) folder: String,
    /// `None` where its `_index.md` cannot be read.
    pub(super) kind: Option<KindName>,
}

/// The columns of a site, by path.
pub(super) fn columns(content: &Path) -> Result<Vec<Column>, Diagnostic> {
    if !content.is_dir() {
        return Err(no_content(content));
    }
    let visible = |entry: &DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let mut columns = Vec::new();
    let walk = WalkDir::new(content).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(visible) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(content).to_owned();
            Diagnostic::io(Doing::Read, &path, &error.into())
        })?;
        if entry.depth() < 2 || entry.file_name() != "_index.md" {
            continue;
        }
        let folder = entry.path().parent().unwrap_or(content);
        columns
            .push(Column { folder: from_content(content, folder), kind: kind_of(entry.path())? });
    }
    columns.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(columns)
}

fn no_content(content: &Path) -> Diagnostic {
    let shown = content.display();
    Diagnostic::error(
        Code::NoContent,
        say!(
            "没有内容文件夹“{shown}”",
            "there is no content folder {shown}"
        ),
    )
    .hint(say!(
        "在网站的文件夹里运行，或用 --source 指定含有 content 的文件夹；还没有网站时，先运行 gongbao init",
        "run this in the site's folder, or name the folder that holds `content` with --source; where there is no site yet, run `gongbao init` first"
    ))
}

fn from_content(content: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(content).unwrap_or(path);
    let parts = relative.components().map(|c| c.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// The kind that an `_index.md` names, article where it names none; `None` where it cannot be read.
///
/// What is wrong with the file is for the build to report.
fn kind_of(path: &Path) -> Result<Option<KindName>, Diagnostic> {
    let bytes = fs::read(path).map_err(|error| Diagnostic::io(Doing::Read, path, &error))?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let front = text.strip_prefix("---\n").unwrap_or_default();
    let front = front.split_once("\n---").map_or(front, |(front, _)| front);
    let source = Arc::new(Source::new(path.display().to_string(), front.to_owned()));
    let (Some(node), _) = yaml::read(&source, 0..source.text.len()) else {
        return Ok(None);
    };
    let mut reader = Reader::new(&source);
    let kind = Entries::of(&node, &mut reader)
        .and_then(|mut entries| entries.optional::<KindName>("kind", "类型", &mut reader));
    Ok(kind.map(|kind| kind.unwrap_or(KindName::Article)))
}

/// The column that the user names: a folder in `content`, which may be named with or without `content/`.
pub(super) fn named(folder: &Path, columns: &[Column]) -> Result<Column, Diagnostic> {
    let mut parts = Vec::new();
    for component in folder.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::CurDir => {}
            _ => return Err(no_column(folder, columns)),
        }
    }
    let found = |parts: &[String]| {
        let name = parts.join("/");
        columns.iter().find(|column| column.folder == name).cloned()
    };
    let shorter = parts.strip_prefix(&["content".to_owned()][..]);
    match (found(&parts), shorter) {
        (Some(column), _) => Ok(column),
        (None, Some([])) => Ok(top()),
        (None, Some(rest)) => found(rest).ok_or_else(|| no_column(folder, columns)),
        (None, None) if parts.is_empty() => Ok(top()),
        (None, None) => Err(no_column(folder, columns)),
    }
}

/// `content/` itself, where pages stand.
fn top() -> Column {
    Column { folder: String::new(), kind: Some(KindName::Page) }
}

fn no_column(folder: &Path, columns: &[Column]) -> Diagnostic {
    let shown = folder.display().to_string();
    let problem =
        Diagnostic::error(Code::NoColumn, say!("没有栏目“{shown}”", "there is no column {shown}"));
    let names = || columns.iter().map(|column| column.folder.as_str());
    with_names(problem.did_you_mean(&shown, names()), columns)
}

fn with_names(problem: Diagnostic, columns: &[Column]) -> Diagnostic {
    let names: Vec<&str> = columns.iter().map(|c| c.folder.as_str()).collect();
    let (zh, en) = (names.join("、"), names.join(", "));
    match names.is_empty() {
        true => problem,
        false => problem.hint(say!("现有的栏目：{zh}", "the columns are: {en}")),
    }
}

/// The first column of a kind; a page that has none stands beside the columns.
///
/// `option` is the one that names a column.
pub(super) fn first(
    kind: KindName,
    columns: &[Column],
    option: &str,
) -> Result<Column, Diagnostic> {
    let found = columns.iter().find(|column| column.kind == Some(kind));
    match (found, kind) {
        (Some(column), _) => Ok(column.clone()),
        (None, KindName::Page) => Ok(top()),
        (None, _) => {
            let (zh, en) = (kind.alias(), kind.name());
            let problem = Diagnostic::error(
                Code::NoColumn,
                say!("没有“{zh}”类型的栏目", "there is no column of kind {en}"),
            )
            .hint(say!(
                "用 {option} 指定栏目，或新建一个文件夹，在它的 _index.md 里写“类型: {zh}”",
                "name a column with {option}, or make a folder whose _index.md says `kind: {en}`"
            ));
            Err(with_names(problem, columns))
        }
    }
}

pub(super) fn folder(source: &Path, column: &str) -> PathBuf {
    let source = if source == Path::new(".") { Path::new("") } else { source };
    let content = source.join("content");
    column.split('/').filter(|part| !part.is_empty()).fold(content, |path, part| path.join(part))
}

/// The file's name without its ending: it carries the day of what is not lasting.
pub(super) fn stem(kind: KindName, title: &str, day: Date) -> String {
    let slug = scaffold::slug(title).unwrap_or_else(|| kind.name().to_owned());
    match kind.nature() {
        // A folder's index.md is the folder's own document.
        Nature::Lasting if slug == "index" => "index-page".to_owned(),
        Nature::Lasting => slug,
        Nature::News | Nature::Figures | Nature::Official => format!("{day}-{slug}"),
    }
}

/// Today in the county, at +08:00.
pub(super) fn today() -> Moment {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    let now = zone.to_datetime(jiff::Timestamp::now());
    Moment { at: now.date().to_datetime(jiff::civil::Time::midnight()), timed: false }
}
