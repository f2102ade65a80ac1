//! What this machine remembers of a target, in `.gongbao/publish/TARGET/` beside `content/`: the log, manifests, its token.

use super::manifest::{Manifest, Sum};
use super::release::{self, Action, ReleaseEntry, ReleaseId};
use crate::diagnostic::{Code, Diagnostic, Doing};
use crate::say;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of one target.
#[derive(Debug)]
pub struct Notes {
    source: PathBuf,
    folder: PathBuf,
    #[expect(dead_code, reason = "it is held until the command is done")]
    lock: Option<File>,
}

impl Notes {
    /// Opens them for a publish; another one from the same folder is refused.
    ///
    /// # Errors
    /// Another command is at work on the target, or whatever the system refuses.
    pub fn open(source: &Path, target: &str) -> Result<Self, Diagnostic> {
        let folder = source.join(".gongbao/publish").join(target);
        let manifests = folder.join("manifests");
        fs::create_dir_all(&manifests).map_err(|e| Diagnostic::io(Doing::Write, &manifests, &e))?;
        let path = folder.join("lock");
        let file = File::options().create(true).append(true).open(&path);
        let file = file.map_err(|e| Diagnostic::io(Doing::Write, &path, &e))?;
        let lock = match file.try_lock() {
            Ok(()) => Some(file),
            Err(fs::TryLockError::WouldBlock) => return Err(busy(target)),
            // Some shares know no locks; the target's own lock is held as well.
            Err(fs::TryLockError::Error(_)) => None,
        };
        Ok(Self { source: source.to_owned(), folder, lock })
    }

    /// Opens them to read.
    pub fn look(source: &Path, target: &str) -> Self {
        Self {
            source: source.to_owned(),
            folder: source.join(".gongbao/publish").join(target),
            lock: None,
        }
    }

    /// The folder of the site.
    pub fn source(&self) -> &Path {
        &self.source
    }

    /// A word that tells this folder on this machine from any other that publishes: a lock with it was left by a cut.
    pub fn token(&self) -> String {
        let path = self.folder.join("token");
        let known = fs::read_to_string(&path).ok();
        let own = known.unwrap_or_else(|| {
            let seed = format!("{:?} {}", jiff::Timestamp::now(), std::process::id());
            // Without the note, a lock that a cut leaves must be broken by hand.
            drop(fs::write(&path, &seed));
            seed
        });
        // A copy of the folder is another publisher.
        let place = self.folder.canonicalize().unwrap_or_default();
        let token = format!("{own} {} {}", release::who(), place.display());
        Sum::of(token.as_bytes()).to_string()
    }

    /// A manifest by its sum, if it is known here.
    pub fn manifest(&self, sum: Sum) -> Option<Manifest> {
        let text = fs::read_to_string(self.manifest_path(sum)).ok()?;
        let whole = Sum::of(text.as_bytes()) == sum;
        whole.then(|| Manifest::parse(&text)).flatten()
    }

    /// Remembers a manifest.
    pub fn remember(&self, text: &str, sum: Sum) {
        // Without it, it is asked for the next time.
        drop(fs::write(self.manifest_path(sum), text));
    }

    /// Forgets all manifests but these.
    pub fn forget_but(&self, sums: &[Sum]) {
        let Ok(entries) = fs::read_dir(self.folder.join("manifests")) else {
            return;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let known = Sum::parse(&name.to_string_lossy());
            if known.is_none_or(|sum| !sums.contains(&sum)) {
                // It only takes up room.
                drop(fs::remove_file(entry.path()));
            }
        }
    }

    /// Adds a line to the log.
    ///
    /// # Errors
    /// Whatever the system refuses.
    pub fn log(&self, entry: &ReleaseEntry) -> Result<(), Diagnostic> {
        let path = self.folder.join("log.jsonl");
        let file = File::options().create(true).append(true).open(&path);
        file.and_then(|mut file| writeln!(file, "{}", entry.line()))
            .map_err(|e| Diagnostic::io(Doing::Write, &path, &e))
    }

    /// The line that was written when a release was published from here.
    pub fn published(&self, id: ReleaseId) -> Option<ReleaseEntry> {
        let text = fs::read_to_string(self.folder.join("log.jsonl")).ok()?;
        let entries =
            text.lines().rev().filter_map(|line| serde_json::from_str::<ReleaseEntry>(line).ok());
        let mut made =
            entries.filter(|entry| entry.release == id && entry.action == Action::Publish);
        made.next()
    }

    /// Files that were sent to a store and that no release holds yet.
    pub fn sent(&self) -> Vec<Sum> {
        let text = fs::read_to_string(self.folder.join("sent")).unwrap_or_default();
        text.lines().filter_map(Sum::parse).collect()
    }

    /// Notes that a file was sent.
    pub fn note_sent(&self, sum: Sum) {
        let file = File::options().create(true).append(true).open(self.folder.join("sent"));
        // Without the note, a file is sent again after a cut.
        drop(file.and_then(|mut file| file.write_all(format!("{sum}\n").as_bytes())));
    }

    /// A release holds what was sent.
    pub fn forget_sent(&self) {
        // What is noted too much is only known twice.
        drop(fs::remove_file(self.folder.join("sent")));
    }

    fn manifest_path(&self, sum: Sum) -> PathBuf {
        self.folder.join("manifests").join(sum.to_string())
    }
}

fn busy(target: &str) -> Diagnostic {
    Diagnostic::error(
        Code::PublishLock,
        say!(
            "本机的另一个 gongbao 正在发布到“{target}”",
            "another gongbao of this machine is publishing to `{target}`"
        ),
    )
    .hint(say!("等它结束再发布", "wait until it is done"))
}
