//! The content folder as a list of files, each sorted to what it is.

use crate::diagnostic::{Code, Diagnostic, Doing};
use crate::file::Stamp;
use crate::say;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use walkdir::{DirEntry, WalkDir};

/// The settings of a site, in its content folder.
pub const SITE_FILE: &str = "site.yaml";

/// A file that is neither a document nor settings: a picture, an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentFile {
    /// Where it is, below the content folder; where the name is that of a link, this is the file that it leads to.
    pub path: PathBuf,
    /// In bytes.
    pub size: u64,
    /// What tells that it is the same file.
    pub stamp: Stamp,
}

/// A file that holds a document.
#[derive(Clone, Debug)]
pub(super) struct DocumentFile {
    /// The file from `content/`.
    pub(super) name: String,
    /// The document's path: without the ending, or the folder of an `index.md`.
    pub(super) path: String,
    /// The folder that relative links start from.
    pub(super) folder: String,
}

/// The files of a site.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) root: PathBuf,
    pub(super) documents: Vec<DocumentFile>,
    /// Folders with an `_index.md`; the root is the empty name.
    pub(super) indexes: BTreeSet<String>,
    /// `units.yaml`, `people.yaml`, as far as they are there.
    pub(super) registries: BTreeSet<&'static str>,
    pub(super) files: BTreeMap<String, ContentFile>,
}

impl Tree {
    /// The folders of the columns.
    pub(super) fn columns(&self) -> impl Iterator<Item = &String> + Clone {
        self.indexes.iter().filter(|folder| !folder.is_empty())
    }
}

pub(super) fn walk(root: &Path) -> (Tree, Vec<Diagnostic>) {
    let content = root.join("content");
    let mut tree = Tree {
        root: root.to_owned(),
        documents: Vec::new(),
        indexes: BTreeSet::new(),
        registries: BTreeSet::new(),
        files: BTreeMap::new(),
    };
    let mut problems = Vec::new();
    if !content.is_dir() {
        let shown = content.display();
        problems.push(
            Diagnostic::error(Code::NoContent, say!("没有内容文件夹“{shown}”", "there is no content folder {shown}"))
                .hint(say!("用 gongbao init 建一个网站，或用 --source 指定含有 content 的文件夹", "create a site with `gongbao init`, or name the folder that holds `content` with --source")),
        );
        return (tree, problems);
    }
    for entry in
        WalkDir::new(&content).sort_by_file_name().into_iter().filter_entry(|e| !is_hidden(e))
    {
        match entry {
            Ok(entry) => {
                if let Err(problem) = tree.add(&content, &entry) {
                    problems.push(problem);
                }
            }
            Err(error) => problems.push(walk_error(&content, error)),
        }
    }
    (tree, problems)
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && is_left_over(&entry.file_name().to_string_lossy())
}

/// Hidden files, and what editors and systems leave behind.
pub fn is_left_over(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || name.ends_with(".tmp")
        || name.ends_with(".bak")
        || LEFT_OVER.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// What Windows, macOS and storage boxes put into every folder.
const LEFT_OVER: [&str; 6] =
    ["Thumbs.db", "ehthumbs.db", "desktop.ini", "__MACOSX", "@eaDir", "Icon\r"];

fn walk_error(content: &Path, error: walkdir::Error) -> Diagnostic {
    let path = error.path().unwrap_or(content).to_owned();
    let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links"));
    Diagnostic::io(Doing::Read, &path, &error)
}

impl Tree {
    /// Whether a file or folder of this name was there.
    pub(super) fn holds(&self, name: &str) -> bool {
        let below = |file: &str| {
            let rest = file.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let index = name.strip_suffix("_index.md").map(|f| f.trim_end_matches('/'));
        name == SITE_FILE
            || self.registries.contains(name)
            || index.is_some_and(|folder| self.indexes.contains(folder))
            || self.indexes.iter().any(|folder| below(folder))
            || self.documents.iter().any(|file| below(&file.name))
            || self.files.keys().any(|file| below(file))
    }

    fn add(&mut self, content: &Path, entry: &DirEntry) -> Result<(), Diagnostic> {
        let path = entry.path();
        let name = relative_name(content, path)?;
        let kind = entry.file_type();
        let place = match kind.is_symlink() {
            true => content.join(inside(content, &name)?),
            false if kind.is_file() => path.to_owned(),
            false => return Ok(()),
        };
        match name.as_str() {
            SITE_FILE => {}
            "units.yaml" => drop(self.registries.insert("units.yaml")),
            "people.yaml" => drop(self.registries.insert("people.yaml")),
            _ => match name.strip_suffix(".md") {
                Some(stem) => self.add_markdown(&name, stem),
                None => self.add_file(name, place)?,
            },
        }
        Ok(())
    }

    fn add_markdown(&mut self, name: &str, stem: &str) {
        let (folder, last) = stem.rsplit_once('/').unwrap_or(("", stem));
        let path = match last {
            "_index" => {
                self.indexes.insert(folder.to_owned());
                return;
            }
            "index" if !folder.is_empty() => folder,
            _ => stem,
        };
        self.documents.push(DocumentFile {
            name: name.to_owned(),
            path: path.to_owned(),
            folder: folder.to_owned(),
        });
    }

    fn add_file(&mut self, name: String, path: PathBuf) -> Result<(), Diagnostic> {
        let told =
            |error| Diagnostic::io(Doing::Read, &path, &error).in_file(format!("content/{name}"));
        let file = std::fs::symlink_metadata(&path).map_err(told)?;
        let stamp = Stamp::of(&file).or_unlike_others(SystemTime::now());
        self.files.insert(name, ContentFile { path, size: stamp.size(), stamp });
        Ok(())
    }
}

/// The path from `content/` with `/`; it becomes part of an address, so it must be plain text.
fn relative_name(content: &Path, path: &Path) -> Result<String, Diagnostic> {
    let shown = path.display().to_string();
    let relative = path.strip_prefix(content).unwrap_or(path);
    let refuse = || {
        Diagnostic::error(
            Code::FileName,
            say!("文件名不能用作网址", "the file's name cannot be part of an address"),
        )
        .in_file(shown.clone())
        .hint(say!(
            "文件名里不要有控制字符、反斜杠和非 UTF-8 字符",
            "use no control characters, backslashes or bytes that are not UTF-8 in file names"
        ))
    };
    let name = relative.to_str().ok_or_else(refuse)?;
    let bad = |c: char| c.is_control() || c == '\\';
    if name.contains(bad) {
        Err(refuse())
    } else {
        Ok(name.replace(std::path::MAIN_SEPARATOR, "/"))
    }
}

/// Where a link to a file leads, from the content folder: it is followed only where it stays there, and leads to what may be
/// published.
pub(super) fn inside(content: &Path, name: &str) -> Result<PathBuf, Diagnostic> {
    let path = content.join(name);
    let told =
        |error| Diagnostic::io(Doing::Read, &path, &error).in_file(format!("content/{name}"));
    let root = content.canonicalize().map_err(told)?;
    let target = path.canonicalize().map_err(told)?;
    let Some(inner) = target.strip_prefix(&root).ok().filter(|_| target.is_file()) else {
        let words = say!(
            "链接指向内容文件夹以外，或指向文件夹",
            "the link leaves the content folder, or leads to a folder"
        );
        return Err(Diagnostic::error(Code::Outside, words)
            .in_file(format!("content/{name}"))
            .hint(say!("把文件复制到 content 里", "copy the file into `content`")));
    };
    match is_source(inner, name) {
        false => Ok(inner.to_owned()),
        true => Err(links_source(&inner.to_string_lossy(), name)),
    }
}

/// Whether a link of this name would publish what pages are made from, as it was written.
fn is_source(target: &Path, name: &str) -> bool {
    let is_hidden = target.iter().any(|part| is_left_over(&part.to_string_lossy()));
    let is_list =
        [SITE_FILE, "units.yaml", "people.yaml"].iter().any(|list| target == Path::new(list));
    let is_text = target.extension().is_some_and(|ending| ending == "md");
    is_hidden || is_list || is_text && !name.ends_with(".md")
}

fn links_source(target: &str, name: &str) -> Diagnostic {
    let words = say!(
        "“content/{name}”是个链接，指向“content/{target}”：网站自己的文件不能这样发布",
        "content/{name} is a link to content/{target}: what the site is made from is not published that way"
    );
    Diagnostic::error(Code::Outside, words).in_file(format!("content/{name}")).hint(say!(
        "删去这个链接，把要发布的文件本身放在这里",
        "remove the link, and put the file itself there that is to be published"
    ))
}
