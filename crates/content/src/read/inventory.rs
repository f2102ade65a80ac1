//! All files that a site is made from, as one hash: where it is the same, nothing has to be read.

use super::is_left_over;
use crate::file::Stamp;
use rayon::prelude::*;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folders of a site.
const FOLDERS: [&str; 3] = ["content", "themes", "reviews"];

/// The files below `content/`, `themes/` and `reviews/`, what reading passes over aside, by name and stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inventory {
    /// Of all names and stamps.
    pub hash: u64,
    /// Whether every later change would show in the hash.
    pub is_settled: bool,
}

impl Inventory {
    /// Looks at the folders of the site in `root`. `None` where something cannot be looked at.
    pub fn take(root: &Path) -> Option<Self> {
        let now = SystemTime::now();
        let mut files: Vec<_> = Self::files(root)?.into_iter().collect();
        files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let mut hasher = DefaultHasher::new();
        files.hash(&mut hasher);
        Some(Self {
            hash: hasher.finish(),
            is_settled: files.iter().all(|(_, stamp)| stamp.is_settled(now)),
        })
    }

    /// Every file with its stamp. `None` where something cannot be looked at.
    pub fn files(root: &Path) -> Option<HashMap<PathBuf, Stamp>> {
        let mut files = HashMap::new();
        for folder in FOLDERS {
            let folder = root.join(folder);
            match folder.try_exists() {
                Ok(true) => files.extend(list(&folder)?),
                Ok(false) => {}
                Err(_) => return None,
            }
        }
        Some(files)
    }
}

/// Follows links as reading does, but only to files: a link to a folder is refused when it is read.
fn list(folder: &Path) -> Option<Vec<(PathBuf, Stamp)>> {
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        if is_left_over(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let kind = entry.file_type().ok()?;
        let path = entry.path();
        if kind.is_dir() {
            folders.push(path);
        } else {
            let file = match kind.is_symlink() {
                true => fs::metadata(&path).ok()?,
                false => entry.metadata().ok()?,
            };
            files.push((path, Stamp::of(&file)));
        }
    }
    let below: Option<Vec<_>> = folders.par_iter().map(|folder| list(folder)).collect();
    files.extend(below?.into_iter().flatten());
    Some(files)
}
