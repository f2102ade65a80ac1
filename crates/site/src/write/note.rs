//! What the last build knew, kept in a file beside the output: the next build makes again only what differs.
//!
//! Nothing in it is believed without a look. A page counts as made when all that its maker asked has the answers that are
//! noted here, or its view the fingerprint, and its file the stamp; whatever is missing, damaged or another program's costs
//! time and never a wrong page.

use crate::file::{Stamp, fingerprint, note};
use crate::view::Trace;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Begins the file; the number changes with its form.
const HEAD: &[u8] = b"gongbao state 3\n";

/// What is told of the making of all files may take so many bytes on the disk; a site of which it would be more makes its
/// views again in every new process.
const MOST_MADE: usize = 256 << 20;

/// What is known of the last build.
#[derive(Debug, Default)]
pub struct Note {
    /// What many pages share.
    pub base: Base,
    /// By name in the output folder.
    pub files: HashMap<String, MadeFile>,
    /// Set where a build of the same files would do nothing and say nothing.
    pub whole: Option<Whole>,
}

/// The note as it lies on the disk: whether anything has changed at all is told without the greater part of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outline {
    base: Base,
    /// As in [`Note`].
    pub whole: Option<Whole>,
    /// By name in the output folder.
    stamps: Vec<(String, Stamp)>,
    /// How each of them was made, in the same order; empty where that would be too much to keep.
    made: Bytes,
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
#[derive(Clone, Debug)]
pub struct MadeFile {
    /// How the file is told from any other.
    pub stamp: Stamp,
    /// How it was made.
    pub making: Making,
}

/// How a file was made.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Making {
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

impl Outline {
    /// Reads the note beside an output folder; without one that can be believed, nothing is known.
    pub fn load(output: &Path) -> Option<Self> {
        file(output).and_then(|path| note::load(&path, HEAD))
    }

    /// How many files of the output folder are not as they were made, are missing, or were made by others.
    pub fn strays(&self, files: &HashMap<String, Stamp>) -> usize {
        strays(self.stamps.iter().map(|(name, stamp)| (name, stamp)), files)
    }

    fn note(self) -> Note {
        let Self { base, whole, stamps, made } = self;
        let made: Vec<Making> = postcard::from_bytes(&made.0).unwrap_or_default();
        // Stamps alone would not tell why a file stands.
        let files = stamps.into_iter().zip(made);
        let files = files.map(|((name, stamp), making)| (name, MadeFile { stamp, making }));
        Note { base, files: files.collect(), whole }
    }
}

impl Note {
    /// Reads the note beside an output folder; without one that can be believed, nothing is known.
    pub fn load(output: &Path) -> Self {
        Outline::load(output).map(Outline::note).unwrap_or_default()
    }

    /// Writes the note beside the output folder.
    ///
    /// # Errors
    /// Whatever the system refuses; the next build then makes everything again.
    pub fn save(&self, output: &Path) -> io::Result<()> {
        let Some(path) = file(output) else {
            return Ok(());
        };
        let made: Vec<&Making> = self.files.values().map(|file| &file.making).collect();
        let made = postcard::to_stdvec(&made).map_err(io::Error::other)?;
        let outline = Outline {
            base: self.base,
            whole: self.whole.clone(),
            stamps: self.files.iter().map(|(name, file)| (name.clone(), file.stamp)).collect(),
            made: Bytes(if made.len() <= MOST_MADE { made } else { Vec::new() }),
        };
        note::save(&path, HEAD, &outline)
    }

    /// How many files of the output folder are not as they were made, are missing, or were made by others.
    pub fn strays(&self, files: &HashMap<String, Stamp>) -> usize {
        strays(self.files.iter().map(|(name, file)| (name, &file.stamp)), files)
    }
}

fn strays<'n>(
    made: impl ExactSizeIterator<Item = (&'n String, &'n Stamp)>,
    files: &HashMap<String, Stamp>,
) -> usize {
    let count = made.len();
    let there = made.filter_map(|(name, stamp)| Some(files.get(name)? == stamp));
    let (mut present, mut kept) = (0, 0);
    for is_kept in there {
        present += 1;
        kept += usize::from(is_kept);
    }
    (count - kept) + (files.len() - present)
}

/// Bytes that are read and written in one piece.
#[derive(Debug)]
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Piece;

        impl Visitor<'_> for Piece {
            type Value = Bytes;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
                Ok(Bytes(bytes))
            }
        }

        deserializer.deserialize_byte_buf(Piece)
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
