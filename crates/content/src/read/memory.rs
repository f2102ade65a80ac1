//! What was read before: a file that has not changed is not read twice.

use super::broken::{self, Broken};
use super::copies;
use super::tree::{self, DocumentFile, Tree};
use super::word_lists::word_lists;
use super::{
    Content, IndexFile, Unread, document, read_index, read_registry, read_stamped, read_text,
    settings,
};
use crate::diagnostic::{Diagnostic, has_errors};
use crate::document::column::ColumnFront;
use crate::document::registry::{PersonEntry, UnitEntry};
use crate::document::{Document, KindName, ancestors};
use crate::file::Stamp;
use crate::record::Record;
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
    keeps_last: bool,
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
    /// Set where there are errors, which stand there.
    broken: Option<Arc<Broken>>,
    problems: Vec<Diagnostic>,
}

impl Memory {
    /// Nothing is read yet; `root` is a folder that holds `content/`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), known: HashMap::new(), tree: None, keeps_last: false }
    }

    /// Whether a document that cannot be read any more stays as it was read last: for a preview, where the page must not
    /// vanish while somebody types.
    pub fn keep_last(&mut self, keeps: bool) {
        self.keeps_last = keeps;
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
        let mut unread = Unread {
            units: units.is_none() && tree.registries.contains("units.yaml"),
            people: people.is_none() && tree.registries.contains("people.yaml"),
            columns: BTreeMap::new(),
        };
        let home = tree.indexes.contains("").then(|| read_index(&tree.root, "", &mut problems));
        let mut columns = BTreeMap::new();
        for folder in tree.indexes.iter().filter(|folder| !folder.is_empty()) {
            match read_index::<ColumnFront>(&tree.root, folder, &mut problems) {
                Some(column) => drop(columns.insert(folder.clone(), column)),
                None => {
                    unread.columns.insert(folder.clone(), kind_of_unread(&tree.root, folder));
                }
            }
        }
        let kinds = Kinds { columns: &columns, unread: &unread };
        let read = self.documents(tree, &kinds, trust);
        let Read { mut documents, mut broken, problems: found } = read;
        problems.extend(found);
        let (copies, found) = copies::set_aside(&mut documents, &mut broken, &tree.indexes);
        problems.extend(found);
        problems.extend(copies::set_aside_columns(&mut columns, &documents));
        if settings.is_none() {
            problems.extend(broken.iter().flat_map(|broken| broken.problems.clone()));
        }
        let content = settings.map(|settings| Content {
            settings,
            units,
            people,
            home: home.flatten(),
            columns,
            documents,
            broken,
            copies,
            unread,
            words: word_lists(&tree.files),
            files: tree.files.clone(),
        });
        (content, problems)
    }

    fn documents(&mut self, tree: &Tree, kinds: &Kinds<'_>, trust: Trust) -> Read {
        let before = &self.known;
        let read: Vec<ReadFile> = tree
            .documents
            .par_iter()
            .map(|file| {
                let Some(kind) = kinds.of(&file.folder) else {
                    return ReadFile::in_unread_column(file);
                };
                let known = before.get(&file.name);
                match known.filter(|known| known.is_current(&self.root, kind, trust)) {
                    Some(known) => known.clone(),
                    None => {
                        let now = ReadFile::read(&self.root, file, kind, known);
                        now.or_as_it_was(known.filter(|_| self.keeps_last))
                    }
                }
            })
            .collect();
        let found = Read {
            documents: read.iter().filter_map(|known| known.document.clone()).collect(),
            broken: read.iter().filter_map(|known| known.broken.clone()).collect(),
            problems: read.iter().flat_map(|known| known.problems.clone()).collect(),
        };
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

/// What was read of the documents.
struct Read {
    documents: Vec<Arc<Document>>,
    broken: Vec<Arc<Broken>>,
    problems: Vec<Diagnostic>,
}

/// Which kinds the columns give their documents.
struct Kinds<'k> {
    columns: &'k BTreeMap<String, IndexFile<ColumnFront>>,
    unread: &'k Unread,
}

impl Kinds<'_> {
    /// That of the nearest column; `None` where this cannot be read.
    fn of(&self, folder: &str) -> Option<KindName> {
        let nearest = |folder| match self.columns.get(folder) {
            Some(column) => Some(Some(column.front.kind.unwrap_or(KindName::Article))),
            None => self.unread.columns.get(folder).copied(),
        };
        ancestors(folder).find_map(nearest).unwrap_or(Some(KindName::Page))
    }
}

/// The kind that an `_index.md` with an error elsewhere gives its documents.
fn kind_of_unread(root: &Path, folder: &str) -> Option<KindName> {
    let source = read_text(root, &format!("{folder}/_index.md")).ok()?;
    broken::value(&source, ColumnFront::DEFINITION, "kind")
}

impl ReadFile {
    fn read(root: &Path, file: &DocumentFile, kind: KindName, before: Option<&Self>) -> Self {
        let now = SystemTime::now();
        let found = |stamp, document, broken: Option<Broken>, problems| Self {
            file: file.clone(),
            kind,
            stamp,
            is_doubtful: false,
            document,
            broken: broken.map(Arc::new),
            problems,
        };
        let (source, stamp) = match read_stamped(root, &file.name) {
            Ok(read) => read,
            Err(problem) => {
                let broken = Broken::unread(file, kind, vec![problem]);
                return found(None, None, Some(broken), Vec::new());
            }
        };
        let stamp = stamp.is_settled(now).then_some(stamp);
        let same = |known: &&Self| {
            let text = match &known.broken {
                Some(broken) => broken.source.as_ref(),
                None => known.document.as_ref().map(|d| &d.source),
            };
            known.kind == kind && text.is_some_and(|text| *text == source)
        };
        if let Some(known) = before.filter(same) {
            return Self { stamp, is_doubtful: false, ..known.clone() };
        }
        let (document, problems) = document::read(Arc::clone(&source), file, kind);
        if has_errors(&problems) {
            let broken = Broken::of(file, kind, source, document.as_ref(), problems);
            return found(stamp, document.map(Arc::new), Some(broken), Vec::new());
        }
        found(stamp, document.map(Arc::new), None, problems)
    }

    /// The document that was in the file before, where there is none now.
    fn or_as_it_was(mut self, before: Option<&Self>) -> Self {
        let last = before.and_then(|before| before.document.clone());
        if let (None, Some(last), Some(broken)) = (&self.document, last, &mut self.broken) {
            self.document = Some(last);
            if let Some(broken) = Arc::get_mut(broken) {
                broken.is_document = true;
            }
        }
        self
    }

    /// It cannot be known what it holds, and would be told wrongly of.
    fn in_unread_column(file: &DocumentFile) -> Self {
        let kind = KindName::Article;
        Self {
            file: file.clone(),
            kind,
            stamp: None,
            is_doubtful: true,
            document: None,
            broken: Some(Arc::new(Broken::unread(file, kind, Vec::new()))),
            problems: Vec::new(),
        }
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
        let is_clean = self.problems.is_empty() && self.broken.is_none();
        self.document.clone().filter(|_| is_clean)
    }
}
