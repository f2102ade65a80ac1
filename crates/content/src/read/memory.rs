//! What was read before: a file that has not changed is not read twice.

use super::tree::{self, DocumentFile, Tree};
use super::word_lists::word_lists;
use super::{
    Content, IndexFile, document, kind_of, read_index, read_registry, read_stamped, settings,
};
use crate::diagnostic::Diagnostic;
use crate::document::column::ColumnFront;
use crate::document::registry::{PersonEntry, UnitEntry};
use crate::document::{Document, KindName};
use crate::file::Stamp;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// Reads a site again and again: a document whose file has not changed is not read twice.
#[derive(Debug)]
pub struct Memory {
    root: PathBuf,
    /// What was read, by the file's name from `content/`.
    known: HashMap<String, ReadFile>,
    /// The files that were there.
    tree: Option<Tree>,
}

/// No link: where a link leads is looked at when the folders are walked.
fn is_plain_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|file| file.is_file())
}

/// When a file counts as the one that was read.
#[derive(Clone, Copy)]
enum Trust {
    /// Its stamp is the same.
    Stamps,
    /// Nobody said that it changed.
    Known,
}

/// A document's file as it was read.
#[derive(Clone, Debug)]
struct ReadFile {
    file: DocumentFile,
    /// The column's kind at that time.
    kind: KindName,
    /// `None` where a later change might not show.
    stamp: Option<Stamp>,
    /// It may have changed, whatever the stamp says.
    is_doubtful: bool,
    document: Option<Arc<Document>>,
    problems: Vec<Diagnostic>,
}

impl Memory {
    /// Nothing is read yet; `root` is a folder that holds `content/`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), known: HashMap::new(), tree: None }
    }

    /// Reads what is new or may have changed.
    ///
    /// # Errors
    /// All problems of all files; some may be warnings, and then the content is there as well.
    pub fn read(&mut self) -> (Option<Content>, Vec<Diagnostic>) {
        let (tree, problems) = tree::walk(&self.root);
        let whole = problems.is_empty();
        let read = self.read_tree(&tree, Trust::Stamps, problems);
        self.tree = Some(tree).filter(|_| whole);
        read
    }

    /// The same where only these files can have changed since, and each of them holds a document that is known; else
    /// `None`.
    pub fn read_edits(
        &mut self,
        files: &BTreeSet<PathBuf>,
    ) -> Option<(Option<Content>, Vec<Diagnostic>)> {
        let tree = self.tree.take()?;
        let content = self.root.join("content");
        let known = |path: &PathBuf| {
            let name = path.strip_prefix(&content).ok().and_then(Path::to_str);
            name.is_some_and(|name| self.known.contains_key(name)) && is_plain_file(path)
        };
        if !files.iter().all(known) {
            self.tree = Some(tree);
            return None;
        }
        self.distrust(files);
        let read = self.read_tree(&tree, Trust::Known, Vec::new());
        self.tree = Some(tree);
        Some(read)
    }

    fn read_tree(
        &mut self,
        tree: &Tree,
        trust: Trust,
        mut problems: Vec<Diagnostic>,
    ) -> (Option<Content>, Vec<Diagnostic>) {
        let settings = settings(tree, &mut problems);
        let units = read_registry::<UnitEntry>(tree, "units.yaml", &mut problems);
        let people = read_registry::<PersonEntry>(tree, "people.yaml", &mut problems);
        let home = tree.indexes.contains("").then(|| read_index(&tree.root, "", &mut problems));
        let mut columns = BTreeMap::new();
        for folder in tree.indexes.iter().filter(|folder| !folder.is_empty()) {
            if let Some(column) = read_index::<ColumnFront>(&tree.root, folder, &mut problems) {
                columns.insert(folder.clone(), column);
            }
        }
        let (documents, found) = self.documents(tree, &columns, trust);
        problems.extend(found);
        let content = settings.map(|settings| Content {
            settings,
            units,
            people,
            home: home.flatten(),
            columns,
            documents,
            words: word_lists(&tree.files),
            files: tree.files.clone(),
        });
        (content, problems)
    }

    fn documents(
        &mut self,
        tree: &Tree,
        columns: &BTreeMap<String, IndexFile<ColumnFront>>,
        trust: Trust,
    ) -> (Vec<Arc<Document>>, Vec<Diagnostic>) {
        let before = &self.known;
        let read: Vec<ReadFile> = tree
            .documents
            .par_iter()
            .map(|file| {
                let kind = kind_of(columns, &file.folder);
                let known = before.get(&file.name);
                match known.filter(|known| known.is_current(&self.root, kind, trust)) {
                    Some(known) => known.clone(),
                    None => ReadFile::read(&self.root, file, kind, known),
                }
            })
            .collect();
        let documents = read.iter().filter_map(|known| known.document.clone());
        let problems = read.iter().flat_map(|known| known.problems.clone());
        let found = (documents.collect(), problems.collect());
        self.known = read.into_iter().map(|known| (known.file.name.clone(), known)).collect();
        found
    }

    /// Reads the documents in these files again, before and after. `None` where a file holds no document that was read
    /// without a problem before and is now: then everything has to be read.
    pub fn reread(&mut self, files: &BTreeSet<PathBuf>) -> Option<Vec<Reread>> {
        let content = self.root.join("content");
        let names: Vec<String> = files
            .iter()
            .map(|path| Some(path.strip_prefix(&content).ok()?.to_str()?.to_owned()))
            .collect::<Option<_>>()?;
        let mut pairs = Vec::with_capacity(names.len());
        for name in &names {
            let known = self.known.get(name)?;
            let before = known.clean()?;
            if !is_plain_file(&content.join(name)) {
                return None;
            }
            let now = ReadFile::read(&self.root, &known.file, known.kind, Some(known));
            let after = now.clean()?;
            pairs.push(Reread { before, after });
            self.known.insert(name.clone(), now);
        }
        Some(pairs)
    }

    /// Whether a change of this path can matter: what an editor wrote and removed again on the way to a save does not.
    pub fn concerns(&self, path: &Path) -> bool {
        if path.symlink_metadata().is_ok() {
            return true;
        }
        let below = path.strip_prefix(self.root.join("content"));
        let Some(name) = below.ok().and_then(Path::to_str) else {
            return true;
        };
        let Some(tree) = &self.tree else {
            return true;
        };
        tree.holds(name)
    }

    /// Whatever the stamps of these files say, they are read again the next time.
    pub fn distrust(&mut self, files: &BTreeSet<PathBuf>) {
        let content = self.root.join("content");
        for path in files {
            let name = path.strip_prefix(&content).ok().and_then(Path::to_str);
            if let Some(known) = name.and_then(|name| self.known.get_mut(name)) {
                known.is_doubtful = true;
            }
        }
    }
}

/// A document before and after an edit; the same pointer where its file's text is the same.
#[derive(Clone, Debug)]
pub struct Reread {
    /// As it was.
    pub before: Arc<Document>,
    /// As it is.
    pub after: Arc<Document>,
}

impl ReadFile {
    fn read(root: &Path, file: &DocumentFile, kind: KindName, before: Option<&Self>) -> Self {
        let now = SystemTime::now();
        let found = |stamp, document, problems| Self {
            file: file.clone(),
            kind,
            stamp,
            is_doubtful: false,
            document,
            problems,
        };
        let (source, stamp) = match read_stamped(root, &file.name) {
            Ok(read) => read,
            Err(problem) => return found(None, None, vec![problem]),
        };
        let stamp = stamp.is_settled(now).then_some(stamp);
        let same = |known: &&Self| {
            let text = known.document.as_ref().map(|d| &d.source);
            known.kind == kind && text.is_some_and(|text| *text == source)
        };
        if let Some(known) = before.filter(same) {
            return found(stamp, known.document.clone(), known.problems.clone());
        }
        let (document, problems) = document::read(source, file, kind);
        found(stamp, document.map(Arc::new), problems)
    }

    fn is_current(&self, root: &Path, kind: KindName, trust: Trust) -> bool {
        let now = || std::fs::metadata(root.join("content").join(&self.file.name));
        self.kind == kind
            && match (trust, self.stamp) {
                (Trust::Known, _) => !self.is_doubtful,
                (Trust::Stamps, None) => false,
                (Trust::Stamps, Some(stamp)) => {
                    now().is_ok_and(|meta| Stamp::of(&meta) == stamp) && !self.is_doubtful
                }
            }
    }

    fn clean(&self) -> Option<Arc<Document>> {
        self.document.clone().filter(|_| self.problems.is_empty())
    }
}
