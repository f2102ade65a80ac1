//! What is published: the files of the output folder, and beside each page the same compressed.
//!
//! Sums and compressed files are kept beside the output (`.public.gongbao-publish/`), so that only what changed is read.

use super::manifest::{Manifest, Sum};
use crate::diagnostic::{Code, Diagnostic, Doing, Progress};
use crate::file::{Flush, Stamp, note, replace};
use crate::say;
use crate::write::Output;
use flate2::{Compression, GzBuilder};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Text that browsers take compressed.
const TEXTS: [&str; 11] =
    ["html", "css", "js", "json", "xml", "svg", "txt", "bin", "csv", "ics", "webmanifest"];

/// A file this small fits into the first packet as it is.
const SMALLEST: u64 = 1024;

/// Begins the file of the sums; the number changes with its form, and with what compresses.
const HEAD: &[u8] = b"gongbao sums 1\n";

/// The files of a release on this machine.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    packed: PathBuf,
    files: BTreeMap<String, TreeFile>,
}

/// One file of it.
#[derive(Clone, Copy, Debug)]
pub struct TreeFile {
    /// Of its bytes.
    pub sum: Sum,
    /// In bytes.
    pub size: u64,
    /// Whether it was made by compressing another one.
    pub is_packed: bool,
}

/// What is remembered of an output file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct PreparedFile {
    stamp: Stamp,
    sum: Sum,
    /// The compressed forms by their endings; `None` where it was not compressed.
    packed: Option<Vec<Packed>>,
}

/// A compressed form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Packed {
    ending: String,
    stamp: Stamp,
    sum: Sum,
}

impl Tree {
    /// Takes the output folder as it is.
    ///
    /// # Errors
    /// There is no whole site in it, names that no server can hold, or what the system refuses.
    pub fn take(
        output: &Path,
        compress: bool,
        progress: &dyn Progress,
    ) -> Result<Self, Vec<Diagnostic>> {
        // Another command may be building the same folder.
        let held = Output::hold(output);
        let files = Output::look(output).ok_or_else(|| vec![not_whole(output)])?;
        refuse_names(files.keys())?;
        let folder = own_folder(output);
        let packed = folder.join("packed");
        let known = note::load::<HashMap<String, PreparedFile>>(&folder.join("sums"), HEAD)
            .unwrap_or_default();
        let ready = Output::look(&packed).unwrap_or_default();
        let desk = Desk { root: output, packed: &packed, compress, files: &files, ready: &ready };
        progress.begin(files.len());
        let made: Vec<Result<(String, PreparedFile), Diagnostic>> = files
            .par_iter()
            .map(|(name, stamp)| {
                let known = desk.known(name, *stamp, known.get(name));
                progress.step();
                Ok((name.clone(), known?))
            })
            .collect();
        drop(held);
        let (made, problems) = split(made);
        if !problems.is_empty() {
            return Err(problems);
        }
        let is_known =
            |(name, new): (&String, &PreparedFile)| known.get(name).is_some_and(|old| old == new);
        if made.len() != known.len() || !made.iter().all(is_known) {
            // Without the note the next publish only takes longer.
            drop(note::save(&folder.join("sums"), HEAD, &made));
        }
        remove_stale(&packed, &ready, &made);
        let files = made.iter().flat_map(|(name, known)| tree_files(name, known)).collect();
        Ok(Self { root: output.to_owned(), packed, files })
    }

    /// The files by name.
    pub fn files(&self) -> &BTreeMap<String, TreeFile> {
        &self.files
    }

    /// Where a file is on this machine.
    pub fn path(&self, name: &str) -> PathBuf {
        match self.files.get(name) {
            Some(file) if file.is_packed => self.packed.join(name),
            _ => self.root.join(name),
        }
    }

    /// When the page was last changed, in seconds since 1970; a compressed form is as old as its page.
    pub fn modified(&self, name: &str) -> u64 {
        let packed = self.files.get(name).is_some_and(|file| file.is_packed);
        let page = name.rsplit_once('.').filter(|_| packed).map_or(name, |(page, _)| page);
        let time = fs::metadata(self.root.join(page)).and_then(|file| file.modified()).ok();
        let since = time.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        since.map_or(0, |since| since.as_secs())
    }

    /// What a release of it must hold.
    pub fn manifest(&self) -> Manifest {
        let files = self.files.iter().map(|(name, file)| (name.clone(), file.sum));
        Manifest(files.collect())
    }
}

/// Whether a name is that of a page.
pub(super) fn is_page(name: &str) -> bool {
    name.ends_with(".html")
}

/// Whether a name is that of a compressed form.
pub(super) fn is_packed(name: &str) -> bool {
    name.ends_with(".gz") || name.ends_with(".br")
}

fn tree_files(name: &str, known: &PreparedFile) -> Vec<(String, TreeFile)> {
    let file = |sum, stamp: Stamp, is_packed| TreeFile { sum, size: stamp.size(), is_packed };
    let packed = known.packed.iter().flatten().map(|packed| {
        let name = format!("{name}.{}", packed.ending);
        (name, file(packed.sum, packed.stamp, true))
    });
    let own = (name.to_owned(), file(known.sum, known.stamp, false));
    std::iter::once(own).chain(packed).collect()
}

fn not_whole(output: &Path) -> Diagnostic {
    let shown = output.display();
    if Output::is_mixed(output) {
        return Diagnostic::error(
            Code::Publish,
            say!(
                "“{shown}”里混有两次生成的文件：上一次生成在最后一步被终止",
                "{shown} holds files of two builds: the last one was killed in its last step"
            ),
        )
        .hint(say!(
            "再运行一次 gongbao build，它会补齐",
            "run `gongbao build` once more: it makes it whole"
        ));
    }
    Diagnostic::error(
        Code::Publish,
        say!("“{shown}”里没有完整的网站", "there is no whole site in {shown}"),
    )
    .hint(say!(
        "先运行 gongbao build；正在生成时请等它结束",
        "run `gongbao build` first; while that is at work, wait until it is done"
    ))
}

/// Lists of names go line by line; `sha256sum` writes a backslash in its own way.
fn refuse_names<'n>(names: impl Iterator<Item = &'n String>) -> Result<(), Vec<Diagnostic>> {
    let bad = names.filter(|name| name.contains(|c: char| c.is_control() || c == '\\'));
    let problems: Vec<Diagnostic> = bad
        .map(|name| {
            let shown = name.escape_debug();
            Diagnostic::error(
                Code::Publish,
                say!(
                    "文件名里有控制字符或反斜线，不能发布：{shown}",
                    "a name with control characters or a backslash cannot be published: {shown}"
                ),
            )
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// `.public.gongbao-publish` beside `public`.
fn own_folder(output: &Path) -> PathBuf {
    let output = output.canonicalize().unwrap_or_else(|_| output.to_owned());
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!(".{name}.gongbao-publish"))
}

/// What is needed to know one file.
struct Desk<'t> {
    root: &'t Path,
    packed: &'t Path,
    compress: bool,
    files: &'t HashMap<String, Stamp>,
    ready: &'t HashMap<String, Stamp>,
}

impl Desk<'_> {
    fn known(
        &self,
        name: &str,
        stamp: Stamp,
        before: Option<&PreparedFile>,
    ) -> Result<PreparedFile, Diagnostic> {
        let wanted = self.compress && self.is_packable(name, stamp.size());
        if let Some(before) = before.filter(|known| known.stamp == stamp) {
            if !wanted {
                return Ok(PreparedFile { packed: None, ..before.clone() });
            }
            if before.packed.as_ref().is_some_and(|packed| self.are_ready(name, packed)) {
                return Ok(before.clone());
            }
        }
        let path = self.root.join(name);
        let told = |error: io::Error| Diagnostic::io(Doing::Read, &path, &error);
        if !wanted {
            let sum = File::open(&path).and_then(Sum::read).map_err(told)?;
            return Ok(PreparedFile { stamp, sum, packed: None });
        }
        let bytes = fs::read(&path).map_err(told)?;
        Ok(PreparedFile { stamp, sum: Sum::of(&bytes), packed: Some(self.pack(name, &bytes)?) })
    }

    fn is_packable(&self, name: &str, size: u64) -> bool {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let free = |ending| !self.files.contains_key(&format!("{name}.{ending}"));
        size >= SMALLEST && TEXTS.contains(&ending) && free("gz") && free("br")
    }

    fn are_ready(&self, name: &str, packed: &[Packed]) -> bool {
        packed.iter().all(|packed| {
            let name = format!("{name}.{}", packed.ending);
            self.ready.get(&name) == Some(&packed.stamp)
        })
    }

    /// Compresses in both ways; what saves little is left out.
    fn pack(&self, name: &str, bytes: &[u8]) -> Result<Vec<Packed>, Diagnostic> {
        let mut made = Vec::new();
        for (ending, packed) in [("gz", gzip(bytes)), ("br", brotli(bytes))] {
            let path = self.packed.join(format!("{name}.{ending}"));
            let packed = packed.map_err(|e| Diagnostic::io(Doing::Write, &path, &e))?;
            if packed.len() * 10 > bytes.len() * 9 {
                continue;
            }
            let stamp =
                place(&path, &packed).map_err(|e| Diagnostic::io(Doing::Write, &path, &e))?;
            made.push(Packed { ending: ending.to_owned(), stamp, sum: Sum::of(&packed) });
        }
        Ok(made)
    }
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    // Without a time in its head: the same page gives the same bytes.
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    // Beyond this, three parts in a hundred are saved at five times the work.
    let params = brotli::enc::BrotliEncoderParams {
        quality: 6,
        lgwin: 18,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}

/// A new file under the name: one that is being sent stays whole.
fn place(path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
    replace(path, bytes, Flush::Later)?;
    Ok(Stamp::before_rename(&fs::symlink_metadata(path)?))
}

/// Compressed forms of pages that are gone or no longer compressed.
fn remove_stale(
    packed: &Path,
    ready: &HashMap<String, Stamp>,
    made: &BTreeMap<String, PreparedFile>,
) {
    for name in ready.keys() {
        let own = name.rsplit_once('.').is_some_and(|(page, ending)| {
            let forms = made.get(page).and_then(|known| known.packed.as_ref());
            forms.is_some_and(|forms| forms.iter().any(|form| form.ending == ending))
        });
        if !own {
            // It only takes up room.
            drop(fs::remove_file(packed.join(name)));
        }
    }
}

fn split<K: Ord, V>(made: Vec<Result<(K, V), Diagnostic>>) -> (BTreeMap<K, V>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let made =
        made.into_iter().filter_map(|made| made.map_err(|problem| problems.push(problem)).ok());
    (made.collect(), problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Silent;

    #[test]
    fn names_that_would_break_a_list_are_refused() {
        for (name, is_fit) in [
            ("news/index.html", true),
            ("附件 1.pdf", true),
            ("a\nb.html", false),
            ("a\\b.html", false),
            ("a\u{7f}.html", false),
        ] {
            assert_eq!(refuse_names([name.to_owned()].iter()).is_ok(), is_fit, "{name:?}");
        }
    }

    #[test]
    fn pages_are_compressed_and_known_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("public");
        fs::create_dir_all(output.join("news")).expect("a folder");
        let page = "<p>云溪县</p>".repeat(200);
        fs::write(output.join("news/index.html"), &page).expect("a page");
        fs::write(output.join("small.html"), "<p>短</p>").expect("a page");
        let take = |compress| Tree::take(&output, compress, &Silent).expect("a tree");
        let first = take(true);
        let names: Vec<&str> = first.files().keys().map(String::as_str).collect();
        let expected =
            ["news/index.html", "news/index.html.br", "news/index.html.gz", "small.html"];
        assert_eq!(names, expected);
        for (name, file) in first.files() {
            let bytes = fs::read(first.path(name)).expect("the file");
            assert_eq!((Sum::of(&bytes), bytes.len() as u64), (file.sum, file.size), "{name}");
        }
        let mut unpacked = Vec::new();
        let packed = fs::read(first.path("news/index.html.br")).expect("the file");
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).expect("brotli");
        assert_eq!(unpacked, page.as_bytes());
        assert_eq!(take(true).manifest(), first.manifest());
        assert_eq!(take(false).files().len(), 2);
        fs::write(first.path("news/index.html.gz"), "damaged").expect("written");
        assert_eq!(take(true).manifest(), first.manifest());
    }
}
