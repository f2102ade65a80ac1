//! `gongbao new`: a document in its column, with every key of its kind.

use super::{Console, Outcome};
use crate::cli;
use crate::diagnostic::{Diagnostic, Doing, Language, Source, Words};
use crate::document::KindName;
use crate::record::{Entries, Moment, Reader};
use crate::say;
use crate::scaffold::{self, Draft, NamesKind};
use crate::yaml;
use jiff::civil::Date;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// Creates a document and says where.
pub fn run(args: &cli::New, console: &Console) -> Outcome {
    match create(args, console.language) {
        Ok(created) => console.say(&created),
        Err(problem) => console.refuse(problem),
    }
}

fn create(args: &cli::New, language: Language) -> Result<Words, Diagnostic> {
    let content = folder(&args.source, "");
    let columns = columns(&content)?;
    let place = match &args.column {
        Some(folder) => named(folder, &columns)?,
        None => first(args.kind, &columns)?,
    };
    let date = args.date.unwrap_or_else(today);
    let plan = match args.kind {
        KindName::Progress => latest_plan(&content, &columns)?,
        _ => None,
    };
    let text = scaffold::document(&Draft {
        kind: args.kind,
        names_kind: match place.kind {
            Some(kind) if kind == args.kind => NamesKind::No,
            _ => NamesKind::Yes,
        },
        title: &args.title,
        day: date.at.date(),
        date: &shown(date),
        plan: plan.as_deref(),
        language,
    });
    let stem = stem(args.kind, &args.title, date.at.date());
    let path = write(&folder(&args.source, &place.folder), &stem, &text)?;
    Ok(created(&path, args, &place, &columns))
}

/// A column's folder, from `content/` with `/`, and the kind of its documents.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    folder: String,
    /// `None` where its `_index.md` cannot be read.
    kind: Option<KindName>,
}

/// The columns of a site, by path.
fn columns(content: &Path) -> Result<Vec<Column>, Diagnostic> {
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
        columns.push(Column {
            folder: from_content(content, folder),
            kind: kind_of(entry.path())?,
        });
    }
    columns.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(columns)
}

fn no_content(content: &Path) -> Diagnostic {
    let shown = content.display();
    Diagnostic::error(
        "no-content",
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
    let parts = relative
        .components()
        .map(|c| c.as_os_str().to_string_lossy());
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
    let source = Arc::new(Source {
        path: path.display().to_string(),
        text: front.to_owned(),
    });
    let Ok(node) = yaml::parse(&source, 0..source.text.len()) else {
        return Ok(None);
    };
    let Some(node) = node else {
        return Ok(Some(KindName::Article));
    };
    let mut reader = Reader::new(&source);
    let kind = Entries::of(&node, &mut reader)
        .and_then(|mut entries| entries.optional::<KindName>("kind", "类型", &mut reader));
    Ok(kind.map(|kind| kind.unwrap_or(KindName::Article)))
}

/// The column that the user names: a folder in `content`, which may be named with or without `content/`.
fn named(folder: &Path, columns: &[Column]) -> Result<Column, Diagnostic> {
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
    Column {
        folder: String::new(),
        kind: Some(KindName::Page),
    }
}

fn no_column(folder: &Path, columns: &[Column]) -> Diagnostic {
    let shown = folder.display().to_string();
    let problem = Diagnostic::error(
        "no-column",
        say!("没有栏目“{shown}”", "there is no column {shown}"),
    );
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
fn first(kind: KindName, columns: &[Column]) -> Result<Column, Diagnostic> {
    let found = columns.iter().find(|column| column.kind == Some(kind));
    match (found, kind) {
        (Some(column), _) => Ok(column.clone()),
        (None, KindName::Page) => Ok(top()),
        (None, _) => {
            let (zh, en) = (kind.alias(), kind.name());
            let problem = Diagnostic::error(
                "no-column",
                say!("没有“{zh}”类型的栏目", "there is no column of kind {en}"),
            )
            .hint(say!(
                "用 --column 指定栏目，或新建一个文件夹，在它的 _index.md 里写“类型: {zh}”",
                "name a column with --column, or make a folder whose _index.md says `kind: {en}`"
            ));
            Err(with_names(problem, columns))
        }
    }
}

/// The plan with the last name in the first column of plans: names begin with the date or year.
fn latest_plan(content: &Path, columns: &[Column]) -> Result<Option<String>, Diagnostic> {
    let Ok(column) = first(KindName::Plan, columns) else {
        return Ok(None);
    };
    let folder = content.join(&column.folder);
    let told = |error| Diagnostic::io(Doing::Read, &folder, &error);
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).map_err(told)? {
        let entry = entry.map_err(told)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let document = match entry.path().join("index.md").is_file() {
            true => Some(name.as_str()),
            false => name.strip_suffix(".md"),
        };
        names.extend(
            document
                .filter(|n| !n.starts_with(['_', '.']))
                .map(str::to_owned),
        );
    }
    let last = names.into_iter().max();
    Ok(last.map(|name| format!("{}/{name}", column.folder)))
}

/// Today in the county, at +08:00.
fn today() -> Moment {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    let now = zone.to_datetime(jiff::Timestamp::now());
    Moment {
        at: now.date().to_datetime(jiff::civil::Time::midnight()),
        timed: false,
    }
}

fn shown(date: Moment) -> String {
    match date.timed {
        true => date.at.strftime("%Y-%m-%d %H:%M").to_string(),
        false => date.at.date().to_string(),
    }
}

/// The file's name without its ending: a page stays, so only other documents carry their day.
fn stem(kind: KindName, title: &str, day: Date) -> String {
    let slug = scaffold::slug(title).unwrap_or_else(|| kind.name().to_owned());
    match kind {
        // A folder's index.md is the folder's own document.
        KindName::Page if slug == "index" => "index-page".to_owned(),
        KindName::Page => slug,
        _ => format!("{day}-{slug}"),
    }
}

fn folder(source: &Path, column: &str) -> PathBuf {
    let source = if source == Path::new(".") {
        Path::new("")
    } else {
        source
    };
    let content = source.join("content");
    column
        .split('/')
        .filter(|part| !part.is_empty())
        .fold(content, |path, part| path.join(part))
}

/// Writes the file under the first name that is free: `name.md`, `name-2.md`, …
fn write(folder: &Path, stem: &str, text: &str) -> Result<PathBuf, Diagnostic> {
    let mut number = 1_u32;
    loop {
        let name = match number {
            1 => stem.to_owned(),
            _ => format!("{stem}-{number}"),
        };
        let path = folder.join(format!("{name}.md"));
        let told = |error| Diagnostic::io(Doing::Write, &path, &error);
        number += 1;
        if folder.join(&name).exists() {
            continue;
        }
        let mut options = OpenOptions::new();
        let mut file = match options.write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            other => other.map_err(told)?,
        };
        file.write_all(text.as_bytes()).map_err(told)?;
        return Ok(path);
    }
}

fn created(path: &Path, args: &cli::New, place: &Column, columns: &[Column]) -> Words {
    let shown = path.display();
    let source = match args.source.as_path() {
        here if here == Path::new(".") => String::new(),
        other => format!(" --source {}", other.display()),
    };
    let Words { zh, en } = choices(args, place, columns);
    say!(
        "已新建：{shown}\n{zh}接下来：打开它填写，不用的项留着不管；用 gongbao serve --open{source} 边写边看，写好后删去“草稿”一行。",
        "Created {shown}\n{en}Next: open it and fill it in; leave what you do not need. See it with gongbao serve --open{source}, and take the `draft` line away when it is done."
    )
}

/// Says which other columns would have done, where the choice was ours.
fn choices(args: &cli::New, place: &Column, columns: &[Column]) -> Words {
    let others: Vec<&str> = columns
        .iter()
        .filter(|c| c.kind == Some(args.kind) && c.folder != place.folder)
        .map(|c| c.folder.as_str())
        .collect();
    if args.column.is_some() || others.is_empty() {
        return say!("", "");
    }
    let (zh, en) = (others.join("、"), others.join(", "));
    say!(
        "同类的栏目还有：{zh}（用 --column 指定）\n",
        "Other columns of this kind: {en} (choose with --column)\n"
    )
}
