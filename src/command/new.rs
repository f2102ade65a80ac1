//! `gongbao new`: a document in its column, with every key of its kind.

use super::column::{Column, columns, first, folder, named, stem, today};
use super::{Console, Outcome};
use crate::cli;
use crate::diagnostic::{Diagnostic, Doing, Language, Words};
use crate::document::KindName;
use crate::record::Moment;
use crate::say;
use crate::scaffold::{self, Draft, NamesKind};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The option that names a column.
const OPTION: &str = "--column";

/// Creates a document and says where.
pub fn run(args: &cli::New, console: &Console) -> Outcome {
    match create(args, console.language) {
        Ok(created) => console.say(&created),
        Err(problem) => console.refuse(problem),
    }
}

fn create(args: &cli::New, language: Language) -> Result<Words, Diagnostic> {
    let content = folder(args.site.source(), "");
    let columns = columns(&content)?;
    let place = match &args.column {
        Some(folder) => named(folder, &columns)?,
        None => first(args.kind, &columns, OPTION)?,
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
    let path = write(&folder(args.site.source(), &place.folder), &stem, &text)?;
    Ok(created(&path, args, &place, &columns))
}

/// The plan with the last name in the first column of plans: names begin with the date or year.
fn latest_plan(content: &Path, columns: &[Column]) -> Result<Option<String>, Diagnostic> {
    let Ok(column) = first(KindName::Plan, columns, OPTION) else {
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
        names.extend(document.filter(|n| !n.starts_with(['_', '.'])).map(str::to_owned));
    }
    let last = names.into_iter().max();
    Ok(last.map(|name| format!("{}/{name}", column.folder)))
}

fn shown(date: Moment) -> String {
    match date.timed {
        true => date.at.strftime("%Y-%m-%d %H:%M").to_string(),
        false => date.at.date().to_string(),
    }
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
    let source = match args.site.source() {
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
