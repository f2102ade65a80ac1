//! What the last build knew, kept in a file beside the output: the next build makes again only what differs.
//!
//! Nothing in it is believed without a look. A page counts as made when all that its maker asked has the answers that are
//! noted here, or its view the fingerprint, and its file the stamp; whatever is missing, damaged or another program's costs
//! time and never a wrong page.

use crate::file::{Stamp, fingerprint, note};
use crate::view::Trace;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Begins the file; the number changes with its form.
const HEAD: &[u8] = b"gongbao state 3\n";

/// What is known of the last build.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Note {
    /// What many pages share.
    pub base: Base,
    /// By name in the output folder.
    pub files: HashMap<String, MadeFile>,
    /// Set where a build of the same files would do nothing and say nothing.
    pub whole: Option<Whole>,
}

/// The hashes of what many pages share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    /// All pages: program, theme, words, shell.
    pub pages: u64,
    /// Those in traditional characters: the names that have forms of their own.
    pub names: u64,
}

/// A file that was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MadeFile {
    /// How the file is told from any other.
    pub stamp: Stamp,
    /// What it was gathered from.
    pub trace: Option<Trace>,
    /// Of all that went into it, the base aside.
    pub fingerprint: u64,
    /// Of a page: the view's fields in their order, shortened, to say what changed.
    pub parts: Vec<u32>,
}

/// A build without problems, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// The program.
    pub program: u64,
    /// Of everything that it was made from.
    pub inventory: u64,
    /// Whether drafts were in it.
    pub drafts: bool,
    /// Whether it could be searched.
    pub search: bool,
    /// The build's time, and the moment from which on the site looks different.
    pub from: String,
    /// See `from`.
    pub until: String,
    /// What it counted.
    pub counts: BTreeMap<String, usize>,
    /// What stayed out.
    pub left_out: BTreeMap<String, usize>,
}

impl Note {
    /// Reads the note beside an output folder; without one that can be believed, nothing is known.
    pub fn load(output: &Path) -> Self {
        file(output).and_then(|path| note::load(&path, HEAD)).unwrap_or_default()
    }

    /// Writes the note beside the output folder.
    ///
    /// # Errors
    /// Whatever the system refuses; the next build then makes everything again.
    pub fn save(&self, output: &Path) -> io::Result<()> {
        let Some(path) = file(output) else {
            return Ok(());
        };
        note::save(&path, HEAD, self)
    }

    /// How many files of the output folder are not as they were made, are missing, or were made by others.
    pub fn strays(&self, files: &HashMap<String, Stamp>) -> usize {
        let kept = |(name, known): (&String, &MadeFile)| files.get(name) == Some(&known.stamp);
        let wrong = self.files.iter().filter(|file| !kept(*file)).count();
        wrong + files.keys().filter(|name| !self.files.contains_key(*name)).count()
    }
}

/// `.public.gongbao-state` beside `public`.
fn file(output: &Path) -> Option<PathBuf> {
    let output = output.canonicalize().ok()?;
    let name = output.file_name()?.to_string_lossy().into_owned();
    Some(output.parent()?.join(format!(".{name}.gongbao-state")))
}

/// The running program: its version, and in development its file too.
pub fn program() -> u64 {
    let file = std::env::current_exe().and_then(fs::metadata);
    fingerprint(&(env!("CARGO_PKG_VERSION"), file.ok().map(|file| Stamp::of(&file))))
}
