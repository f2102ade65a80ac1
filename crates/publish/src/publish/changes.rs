//! What visitors will find different: the difference of two releases, in pages.

use super::manifest::Manifest;
use super::tree::{Tree, is_packed, is_page};
use std::fs::File;
use std::io::Read;

/// Titles stand near the top of a page.
const HEAD: u64 = 4096;

/// The difference between what visitors see and what they would see. Compressed forms are not counted.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// New files, with their sizes.
    pub added: Vec<Changed>,
    /// Files with other bytes.
    pub changed: Vec<Changed>,
    /// Files that are gone.
    pub removed: Vec<Changed>,
    /// How many pages visitors see now.
    pub pages_before: usize,
}

/// One file.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Its name in the output folder.
    pub name: String,
    /// In bytes; `None` of a file that is gone.
    pub size: Option<u64>,
}

impl Changes {
    /// Compares a tree with a release.
    pub(super) fn between(before: &Manifest, tree: &Tree) -> Self {
        let own = |name: &String| tree.files().get(name).is_none_or(|file| !file.is_packed);
        let mut changes = Self {
            pages_before: before.0.keys().filter(|name| is_page(name)).count(),
            ..Self::default()
        };
        for (name, file) in tree.files().iter().filter(|(_, file)| !file.is_packed) {
            let changed = Changed { name: name.clone(), size: Some(file.size) };
            match before.0.get(name) {
                None => changes.added.push(changed),
                Some(sum) if *sum != file.sum => changes.changed.push(changed),
                Some(_) => {}
            }
        }
        for name in before.0.keys().filter(|name| own(name)) {
            let form = name.rsplit_once('.').map_or("", |(page, _)| page);
            let is_form = is_packed(name) && before.0.contains_key(form);
            if !(is_form || tree.files().contains_key(name)) {
                changes.removed.push(Changed { name: name.clone(), size: None });
            }
        }
        changes
    }

    /// Whether visitors would find nothing different.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// Pages that vanish, in a hundred of those that visitors see.
    pub(super) fn vanishing(&self) -> (usize, usize) {
        let pages = self.removed.iter().filter(|file| is_page(&file.name)).count();
        (pages, pages * 100 / self.pages_before.max(1))
    }
}

/// The title of a page of the tree, as the browser shows it.
pub(super) fn title(tree: &Tree, name: &str) -> Option<String> {
    let mut head = Vec::new();
    let file = File::open(tree.path(name)).ok().filter(|_| is_page(name))?;
    file.take(HEAD).read_to_end(&mut head).ok()?;
    let head = String::from_utf8_lossy(&head);
    let (_, rest) = head.split_once("<title>")?;
    let (title, _) = rest.split_once("</title>")?;
    Some(unescape(title.trim()))
}

/// The few entities that a template writes.
fn unescape(text: &str) -> String {
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}
