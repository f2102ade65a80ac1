//! Files as they will be, before any is in its place.

use crate::file::Stamp;
use std::path::PathBuf;

/// What is to become of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It stays.
    Same,
    /// It is replaced.
    Changed,
    /// It is new.
    Added,
}

/// A file as it will be.
#[derive(Debug)]
pub struct Staged {
    /// Its name in the output folder.
    pub name: String,
    /// What becomes of it.
    pub what: What,
    /// In bytes.
    pub size: u64,
    /// How it is told from any other file, once it is in its place.
    pub stamp: Stamp,
    /// Where the new bytes are.
    pub(super) from: Option<PathBuf>,
}

impl Staged {
    /// A file that is known to hold the right bytes.
    pub(super) fn same(name: String, stamp: Stamp) -> Self {
        Self { name, what: What::Same, size: stamp.size(), stamp, from: None }
    }
}
