//! `gongbao import`: files of the office become drafts, each on its own; what is wrong with one does not stop the others.

mod convert;
mod report;

use super::bar::Bar;
use super::column::{Column, columns, first, folder, named, stem, today};
use super::{Console, Outcome};
use crate::cli;
use crate::diagnostic::{Code, Diagnostic, Doing, Format, Progress};
use crate::document::KindName;
use crate::file::{Flush, create, replace};
use crate::import::draft::{self, Draft, Setting};
use crate::import::lexicon::Lexicon;
use crate::import::recognise::YearHints;
use crate::import::{Understood, read, understand};
use crate::say;
use crate::scaffold::{self, NamesKind};
use rayon::prelude::*;
use report::{Imported, Written};
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Fewer files are done before a bar could be read.
const BAR_FROM: usize = 20;

/// So many files are held at once: their pictures may be large.
const AT_ONCE: usize = 64;

/// The option that names a column.
const OPTION: &str = "--to";

/// Imports files and says what became of each.
pub fn run(args: &cli::Import, console: &Console) -> Outcome {
    let desk = match Desk::of(args) {
        Ok(desk) => desk,
        Err(problems) => {
            console.report(problems);
            return Outcome::CannotRun;
        }
    };
    let (sources, problems) = sources(&args.files);
    let detail = sources.len() <= report::DETAILED;
    let mut printed = report::Printed::new(console, detail && problems.is_empty());
    problems.into_iter().for_each(|problem| printed.failed(problem));
    let bar = Bar::with_least(console, &say!("正在导入", "importing"), BAR_FROM);
    bar.begin(sources.len());
    let mut taken = BTreeSet::new();
    for some in sources.chunks(AT_ONCE) {
        let each = |path: &PathBuf| {
            let read = desk.understood(path);
            bar.step();
            read
        };
        let understood: Vec<_> = some.par_iter().map(each).collect();
        for (path, understood) in some.iter().zip(understood) {
            match understood.and_then(|understood| desk.put(path, understood, &mut taken, console))
            {
                Ok(imported) => printed.imported(&imported),
                Err(problem) => printed.failed(problem),
            }
        }
    }
    bar.finish();
    printed.end(args.dry_run)
}

/// What every file is imported with.
struct Desk<'a> {
    args: &'a cli::Import,
    lexicon: Lexicon,
    years: YearHints,
    place: Place,
}

/// Where drafts go.
enum Place {
    /// One folder, and the kind of its documents if it is a column.
    Folder(PathBuf, Option<KindName>),
    /// The first column of the draft's kind.
    Columns(Vec<Column>),
}

impl<'a> Desk<'a> {
    fn of(args: &'a cli::Import) -> Result<Self, Vec<Diagnostic>> {
        if args.kind == Some(KindName::Progress) {
            return Err(vec![no_progress()]);
        }
        let place = place(args).map_err(|problem| vec![problem])?;
        let mut lexicon = Lexicon::built_in();
        // What is wrong with the site is for the build to tell; an import needs it only for what it knows.
        if let (Some(content), _) = crate::read::read(args.site.source()) {
            lexicon.add_site(&content);
        }
        if let Some(path) = &args.names {
            lexicon.add_file(path)?;
        }
        Ok(Self {
            args,
            lexicon,
            years: YearHints { year: args.year, published: args.date },
            place,
        })
    }

    fn understood(&self, path: &Path) -> Result<Understood, Diagnostic> {
        let old = read::TO_CONVERT.contains(&read::ending(path).as_str());
        let manuscript = match old && self.args.convert {
            true => convert::converted(path)?,
            false => read::read(path)?,
        };
        Ok(understand(manuscript, &self.lexicon, self.years, self.args.kind))
    }

    /// Writes the draft, unless this is a rehearsal.
    fn put(
        &self,
        source: &Path,
        understood: Understood,
        taken: &mut BTreeSet<PathBuf>,
        console: &Console,
    ) -> Result<Imported, Diagnostic> {
        let found = &understood.found;
        let (folder, kind) = self
            .folder(found.kind)
            .map_err(|problem| problem.in_file(source.display().to_string()))?;
        let names_kind = if kind == Some(found.kind) { NamesKind::No } else { NamesKind::Yes };
        let setting = Setting { names_kind, today: today().at.date(), language: console.language };
        let draft = draft::write(&understood, &setting);
        let path = free(&folder, &name(&understood), taken);
        let file = match draft.beside.is_empty() {
            true => path.with_added_extension("md"),
            false => path.join("index.md"),
        };
        let written = match self.args.dry_run {
            true => Written::Rehearsed,
            false => {
                self.write(&path, &file, &draft, &understood)?;
                Written::Done
            }
        };
        Ok(Imported {
            source: source.to_owned(),
            draft: file,
            text: draft.text,
            understood,
            written,
        })
    }

    fn folder(&self, kind: KindName) -> Result<(PathBuf, Option<KindName>), Diagnostic> {
        match &self.place {
            Place::Folder(path, kind) => Ok((path.clone(), *kind)),
            Place::Columns(columns) => {
                let column = first(kind, columns, OPTION)?;
                Ok((folder(self.args.site.source(), &column.folder), column.kind))
            }
        }
    }

    /// The files beside the draft first: a draft that is there is whole.
    fn write(
        &self,
        path: &Path,
        file: &Path,
        draft: &Draft,
        understood: &Understood,
    ) -> Result<(), Diagnostic> {
        let single = path.with_added_extension("md");
        let other = if file == single { path } else { single.as_path() };
        let stands = [file, other].into_iter().find(|there| there.exists());
        match stands {
            Some(there) if there == file && self.args.force => {}
            Some(there) => return Err(exists(there, there == file, understood)),
            None => {}
        }
        let above = file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(above).map_err(|error| Diagnostic::io(Doing::Write, above, &error))?;
        for beside in &draft.beside {
            let bytes = understood.assets[beside.asset].bytes.as_deref().unwrap_or_default();
            save(&above.join(&beside.name), bytes, self.args.force)?;
        }
        save(file, draft.text.as_bytes(), self.args.force)
    }
}

/// Writes a file whole: a new one, or in the place of what was there.
fn save(path: &Path, bytes: &[u8], force: bool) -> Result<(), Diagnostic> {
    let written = match force {
        true => replace(path, bytes, Flush::Later),
        false => create(path, bytes),
    };
    written.map_err(|error| Diagnostic::io(Doing::Write, path, &error))
}

fn place(args: &cli::Import) -> Result<Place, Diagnostic> {
    let found = columns(&folder(args.site.source(), ""));
    let Some(to) = &args.to else {
        return found.map(Place::Columns);
    };
    let column = found.and_then(|columns| named(to, &columns));
    match column {
        Ok(column) => Ok(Place::Folder(folder(args.site.source(), &column.folder), column.kind)),
        Err(_) if to.is_dir() => Ok(Place::Folder(to.clone(), None)),
        Err(problem) => Err(problem),
    }
}

/// The day and the title in pinyin.
fn name(understood: &Understood) -> String {
    let found = &understood.found;
    match found.day {
        Some(day) => stem(found.kind, &found.title, day),
        None => scaffold::slug(&found.title).unwrap_or_else(|| found.kind.name().to_owned()),
    }
}

/// The first of `name`, `name-2`, … that this run has not used.
fn free(folder: &Path, name: &str, taken: &mut BTreeSet<PathBuf>) -> PathBuf {
    let numbered = (2_u32..).map(|number| format!("{name}-{number}"));
    let names = std::iter::once(name.to_owned()).chain(numbered);
    let mut paths = names.map(|name| folder.join(name));
    let path = paths.find(|path| !taken.contains(path)).expect("numbers do not end");
    taken.insert(path.clone());
    path
}

/// The files that are named, and those of folders that may be imported, in the order of their names.
fn sources(named: &[PathBuf]) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for path in named {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let before = found.len();
        let visible = |entry: &DirEntry| {
            entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with(['.', '~'])
        };
        for entry in WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(visible) {
            match entry {
                Ok(entry) if entry.file_type().is_file() && read::is_source(entry.path()) => {
                    found.push(entry.into_path());
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(path).to_owned();
                    let error = error.into_io_error().unwrap_or_else(|| ErrorKind::Other.into());
                    problems.push(Diagnostic::io(Doing::Read, &path, &error));
                }
            }
        }
        if found.len() == before {
            problems.push(nothing(path));
        }
    }
    (found, problems)
}

fn nothing(path: &Path) -> Diagnostic {
    let words = say!("文件夹里没有能导入的文件", "the folder holds nothing that can be imported");
    Diagnostic::error(Code::ImportNothing, words).in_file(path.display().to_string())
}

fn exists(there: &Path, is_same: bool, understood: &Understood) -> Diagnostic {
    let shown = there.display();
    let words =
        say!("草稿“{shown}”已经有了，没有覆盖", "the draft {shown} is there already, and was left");
    let hint = match is_same {
        true => say!(
            "要覆盖，加上 --force；要留着，先给它改个名字",
            "write over it with --force, or rename it first"
        ),
        false => say!(
            "它占着同一个网址，请先改名或删去",
            "it has the same address: rename or remove it first"
        ),
    };
    Diagnostic::error(Code::ImportExists, words).in_file(understood.path.clone()).hint(hint)
}

fn no_progress() -> Diagnostic {
    let words =
        say!("进展是数据，不从文字导入", "progress is data, and is not imported from texts");
    Diagnostic::error(Code::ImportKind, words).hint(say!(
        "用 gongbao new 进展 新建，再填写数值",
        "make one with `gongbao new progress`, then fill in the values"
    ))
}

/// Whether a report goes to people.
fn is_for_people(console: &Console) -> bool {
    console.format != Format::Json
}
