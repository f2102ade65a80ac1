//! What the last build knew, kept in a file beside the output: the next build makes again only what differs.
//!
//! Nothing in it is believed without a look. A page counts as made when its view has the fingerprint that is noted here,
//! and its file the stamp; whatever is missing, damaged or another program's costs time and never a wrong page.

use crate::read::Stamp;
use crate::view::fingerprint;
use crate::write::Staged;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Begins the file; the number changes with its form.
const HEAD: &[u8] = b"gongbao state 2\n";

/// What is known of the last build.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct State {
    /// What all pages share: program, theme, words, shell.
    pub(super) base: u64,
    /// By name in the output folder.
    pub(super) files: HashMap<String, Known>,
    /// Set where a build of the same files would do nothing and say nothing.
    pub(super) whole: Option<Whole>,
}

/// A file that was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Known {
    /// How the file is told from any other.
    pub(super) stamp: Stamp,
    /// Of all that went into it, the base aside.
    pub(super) fingerprint: u64,
    /// Of a page: the view's fields in their order, shortened, to say what changed.
    pub(super) parts: Vec<u32>,
}

/// A build without problems, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Whole {
    /// The program.
    pub(super) program: u64,
    /// Of everything that it was made from.
    pub(super) inventory: u64,
    /// Whether drafts were in it.
    pub(super) drafts: bool,
    /// Whether it could be searched.
    pub(super) search: bool,
    /// The build's time, and the moment from which on the site looks different.
    pub(super) from: String,
    /// See `from`.
    pub(super) until: String,
    /// What it counted.
    pub(super) counts: BTreeMap<String, usize>,
    /// What stayed out.
    pub(super) left_out: BTreeMap<String, usize>,
}

impl State {
    /// Reads the state beside an output folder; without one that can be believed, nothing is known.
    pub(super) fn load(output: &Path) -> Self {
        let Some(bytes) = file(output).and_then(|path| fs::read(path).ok()) else {
            return Self::default();
        };
        let parsed = || {
            let rest = bytes.strip_prefix(HEAD)?;
            let (sum, body) = rest.split_first_chunk::<8>()?;
            let whole = u64::from_le_bytes(*sum) == fingerprint(&body);
            whole.then(|| postcard::from_bytes(body).ok()).flatten()
        };
        parsed().unwrap_or_default()
    }

    /// Writes the state beside the output folder.
    ///
    /// # Errors
    /// Whatever the system refuses; the next build then makes everything again.
    pub(super) fn save(&self, output: &Path) -> io::Result<()> {
        let Some(path) = file(output) else {
            return Ok(());
        };
        let body = postcard::to_stdvec(self).map_err(io::Error::other)?;
        let mut bytes = HEAD.to_vec();
        bytes.extend(fingerprint(&body.as_slice()).to_le_bytes());
        bytes.extend(body);
        let new = path.with_extension("gongbao-state-new");
        fs::write(&new, bytes)?;
        fs::rename(new, path)
    }

    /// Notes a file that was made.
    pub(super) fn remember(&mut self, staged: &Staged, fingerprint: u64, parts: Vec<u32>) {
        let known = Known { stamp: staged.stamp, fingerprint, parts };
        self.files.insert(staged.name.clone(), known);
    }

    /// Whether the output folder holds just what was made, as it was made.
    pub(super) fn describes(&self, files: &HashMap<String, Stamp>) -> bool {
        self.files.len() == files.len()
            && self.files.iter().all(|(name, known)| files.get(name) == Some(&known.stamp))
    }
}

/// `.public.gongbao-state` beside `public`.
fn file(output: &Path) -> Option<PathBuf> {
    let output = output.canonicalize().ok()?;
    let name = output.file_name()?.to_string_lossy().into_owned();
    Some(output.parent()?.join(format!(".{name}.gongbao-state")))
}

/// The running program: its version, and in development its file too.
pub(super) fn program() -> u64 {
    let file = std::env::current_exe().and_then(fs::metadata);
    fingerprint(&(env!("CARGO_PKG_VERSION"), file.ok().map(|file| Stamp::of(&file))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_state_is_no_state() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("public");
        fs::create_dir(&output).expect("a folder");
        let state = State { base: 7, ..State::default() };
        state.save(&output).expect("saved");
        assert_eq!(State::load(&output).base, 7);
        let path = folder.path().join(".public.gongbao-state");
        let whole = fs::read(&path).expect("the file");
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x40;
            fs::write(&path, bytes).expect("written");
            assert_eq!(State::load(&output).base, 0, "byte {at}");
            fs::write(&path, &whole[..at]).expect("written");
            assert_eq!(State::load(&output).base, 0, "cut at {at}");
        }
    }
}
