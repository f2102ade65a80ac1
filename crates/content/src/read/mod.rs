//! Files -> documents: walk the content folder, read every file on its own, in parallel.

mod broken;
mod copies;
mod document;
mod front_matter;
mod inventory;
mod memory;
mod paths;
mod text;
mod tree;
mod word_lists;

pub use broken::Broken;
pub use inventory::Inventory;
pub use memory::{Memory, Reread};
pub use paths::{decoded, file_at, join};
pub use tree::is_left_over;
pub use tree::{ContentFile, SITE_FILE};
pub use word_lists::{Leader, Word, WordList, WordLists};

use crate::config::{Settings, SiteFile};
use crate::diagnostic::{Code, Diagnostic, Doing, Source};
use crate::document::column::{ColumnFront, HomeFront};
use crate::document::registry::{PersonEntry, UnitEntry};
use crate::document::{Document, KindName, ancestors};
use crate::file::{Stamp, open_below};
use crate::markdown::{self, Facts};
use crate::record::{Entries, Field, Reader};
use crate::say;
use crate::yaml;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest text file that is read, in bytes. A page of this size could not be read by anyone.
const TEXT_LIMIT: u64 = 8 * 1024 * 1024;

/// A column's or the home page's `_index.md`.
#[derive(Debug)]
pub struct IndexFile<F> {
    /// The folder, from `content/`; empty for the home page.
    pub folder: String,
    /// The file.
    pub source: Arc<Source>,
    /// Its front matter.
    pub front: F,
    /// Where its Markdown begins.
    pub body: usize,
    /// What its Markdown holds.
    pub facts: Facts,
}

/// A list file, `units.yaml` or `people.yaml`.
#[derive(Debug)]
pub struct Registry<T> {
    /// The file.
    pub source: Arc<Source>,
    /// Its entries.
    pub entries: Vec<T>,
}

/// Everything that stands in `content/`, each file checked on its own.
#[derive(Debug)]
pub struct Content {
    /// `site.yaml`, checked.
    pub settings: Settings,
    /// `units.yaml`, where there is one.
    pub units: Option<Registry<UnitEntry>>,
    /// `people.yaml`, where there is one.
    pub people: Option<Registry<PersonEntry>>,
    /// The home page's `_index.md`, where there is one.
    pub home: Option<IndexFile<HomeFront>>,
    /// The columns, by folder.
    pub columns: BTreeMap<String, IndexFile<ColumnFront>>,
    /// The documents, by path.
    pub documents: Vec<Arc<Document>>,
    /// Documents with errors. Those that could be read all the same stand among the documents too.
    pub broken: Vec<Arc<Broken>>,
    /// Documents that are set aside: copies with the text of another one.
    pub copies: Vec<Arc<Document>>,
    /// What else is there and cannot be read.
    pub unread: Unread,
    /// 本站词表.
    pub words: WordLists,
    /// Every other file, by its path from `content/`.
    pub files: BTreeMap<String, ContentFile>,
}

/// Lists and columns that are there and cannot be read: what names something in them is not wrong for that.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unread {
    /// `units.yaml`.
    pub units: bool,
    /// `people.yaml`.
    pub people: bool,
    /// The columns, by folder, with the kind of their documents where that can be read.
    pub columns: BTreeMap<String, Option<KindName>>,
}

/// Reads the site in `root`, a folder that holds `content/`.
///
/// # Errors
/// All problems of all files; some may be warnings, and then the content is there as well.
pub fn read(root: &Path) -> (Option<Content>, Vec<Diagnostic>) {
    let (content, mut problems) = Memory::new(root).read();
    let broken = content.iter().flat_map(|content| &content.broken);
    problems.extend(broken.flat_map(|broken| broken.problems.clone()));
    (content, problems)
}

/// Reads `site.yaml` alone.
///
/// # Errors
/// All that is wrong with it; some may be warnings, and then it is there as well.
pub fn read_settings(root: &Path) -> (Option<Settings>, Vec<Diagnostic>) {
    // What is wrong beside it is for those to tell who read all of it.
    let (tree, _) = tree::walk(root);
    let mut problems = Vec::new();
    let settings = settings(&tree, &mut problems);
    (settings, problems)
}

fn settings(tree: &tree::Tree, problems: &mut Vec<Diagnostic>) -> Option<Settings> {
    let (source, file) = read_record_file::<SiteFile>(&tree.root, SITE_FILE, problems)?;
    let (settings, found) = Settings::new(&source, file, tree.columns());
    problems.extend(found);
    settings
}

/// Reads a document that stands elsewhere than in `content/`, as the one of a path there.
pub fn read_document(
    source: Arc<Source>,
    path: &str,
    folder: &str,
    kind: KindName,
) -> (Option<Document>, Vec<Diagnostic>) {
    let file = tree::DocumentFile {
        name: source.path.clone(),
        path: path.to_owned(),
        folder: folder.to_owned(),
    };
    document::read(source, &file, kind)
}

/// The kind of a folder's documents that name none: that of the nearest column.
pub fn kind_of(columns: &BTreeMap<String, IndexFile<ColumnFront>>, folder: &str) -> KindName {
    let column = ancestors(folder).find_map(|f| columns.get(f));
    match column {
        Some(column) => column.front.kind.unwrap_or(KindName::Article),
        None => KindName::Page,
    }
}

/// A text file of the site: size, encoding and byte order mark are dealt with here, once.
fn read_text(root: &Path, name: &str) -> Result<Arc<Source>, Diagnostic> {
    read_stamped(root, name).map(|(source, _)| source)
}

/// The same with the stamp that the file had before it was read.
fn read_stamped(root: &Path, name: &str) -> Result<(Arc<Source>, Stamp), Diagnostic> {
    let content = root.join("content");
    let path = content.join(name);
    let shown = format!("content/{name}");
    let told = |error| Diagnostic::io(Doing::Read, &path, &error).in_file(shown.clone());
    let place = match path.is_symlink() {
        true => tree::inside(&content, name)?,
        false => PathBuf::from(name),
    };
    let file = open_below(&content, &place).map_err(told)?;
    let stamp = Stamp::of(&file.metadata().map_err(told)?);
    let size = stamp.size();
    if size > TEXT_LIMIT {
        let megabytes = size / 1024 / 1024;
        let limit = TEXT_LIMIT / 1024 / 1024;
        return Err(Diagnostic::error(
            Code::TooLarge,
            say!(
                "文件太大（{megabytes} MB），文字文件不超过 {limit} MB",
                "the file is too large ({megabytes} MB); text files hold at most {limit} MB"
            ),
        )
        .in_file(shown)
        .hint(say!(
            "图片和表格请作为附件放在旁边",
            "put pictures and tables beside it as attachments"
        )));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    file.take(TEXT_LIMIT).read_to_end(&mut bytes).map_err(told)?;
    let text = String::from_utf8(bytes).map_err(|error| not_utf8(&shown, &error))?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    Ok((Arc::new(Source::new(shown, text)), stamp))
}

fn not_utf8(shown: &str, error: &std::string::FromUtf8Error) -> Diagnostic {
    let good = error.utf8_error().valid_up_to();
    let line = error.as_bytes()[..good].iter().filter(|&&b| b == b'\n').count() + 1;
    Diagnostic::error(
        Code::NotUtf8,
        say!("第 {line} 行不是 UTF-8 文字", "line {line} is not UTF-8 text"),
    )
    .in_file(shown)
    .hint(say!(
        "多半是 GBK（ANSI）编码：在编辑器里“另存为”，编码选 UTF-8",
        "it is probably GBK (ANSI): save it again with the encoding UTF-8"
    ))
}

/// A file of YAML, as `T`.
pub fn read_record_file<T: Field>(
    root: &Path,
    name: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<(Arc<Source>, T)> {
    let source = match read_text(root, name) {
        Ok(source) => source,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let value = read_yaml::<T>(&source, problems);
    value.map(|value| (source, value))
}

/// A text of YAML, as `T`.
pub fn read_yaml<T: Field>(source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Option<T> {
    let (node, found) = yaml::read(source, 0..source.text.len());
    problems.extend(found);
    let mut reader = Reader::new(source);
    let value = T::read(&node?, &mut reader);
    problems.extend(reader.into_problems());
    value
}

fn read_registry<T: Field>(
    tree: &tree::Tree,
    name: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<Registry<T>> {
    if !tree.registries.contains(name) {
        return None;
    }
    let (source, entries) = read_record_file::<Vec<T>>(&tree.root, name, problems)?;
    Some(Registry { source, entries })
}

fn read_index<F: crate::record::Record>(
    root: &Path,
    folder: &str,
    problems: &mut Vec<Diagnostic>,
) -> Option<IndexFile<F>> {
    let name = match folder {
        "" => "_index.md".to_owned(),
        folder => format!("{folder}/_index.md"),
    };
    let source = match read_text(root, &name) {
        Ok(source) => source,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let parts = match front_matter::split(&source) {
        Ok(parts) => parts,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let (node, found) = yaml::read(&source, parts.front.clone());
    problems.extend(found);
    let mut reader = Reader::new(&source);
    let front = Entries::read_whole::<F>(&node?, &mut reader);
    problems.extend(reader.into_problems());
    let facts = markdown::facts(&source.text[parts.body..]);
    problems.extend(text::problems(&source, parts.body, &facts));
    front.map(|front| IndexFile {
        folder: folder.to_owned(),
        body: parts.body,
        facts,
        front,
        source: Arc::clone(&source),
    })
}
