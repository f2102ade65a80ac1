//! A bucket of an S3-compatible store as a host of releases.
//!
//! ```text
//! .gongbao/objects/SUM          every file of every release that stays, once
//! .gongbao/manifests/000012     what is in a release
//! .gongbao/index.json           the releases, what visitors see, the last of the log
//! .gongbao/log/TIME-000012.json a line of the log, never written again
//! .gongbao/lock                 who is at work
//! news/index.html               what visitors see: copies, made within the store
//! ```
//!
//! A store has no links and no rename. A switch copies what differs to its place: first what pages need, then the pages,
//! the home page last, then it removes what is gone. For these seconds visitors may see old pages beside new ones, never
//! half a page; if it is interrupted, the index says so, and the next switch goes over all that it may have touched.

mod bucket;

use super::failure::Failure;
use super::host::{Draft, Fault, Host, Transfer};
use super::manifest::{Manifest, Sum};
use super::notes::Notes;
use super::release::{self, ReleaseEntry, ReleaseId, Status};
use super::tree::is_page;
use crate::config::{Store, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::file::mime;
use crate::say;
use bucket::{Bucket, Content, LARGEST};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Requests that are on their way at once.
const REQUESTS: usize = 8;

/// So much of the log stands in the index.
const LOG: usize = 200;

/// Who wrote a lock at the same moment has done so by then.
const MOMENT: Duration = Duration::from_millis(300);

/// Bytes that the lock may have.
const LARGEST_LOCK: u64 = 65_536;

/// Bytes that the index may have: the last of the log, and a line for each release.
const LARGEST_INDEX: u64 = 16 << 20;

/// Bytes that the list of a release may have: half a million files.
const LARGEST_MANIFEST: u64 = 64 << 20;

/// A bucket.
pub(super) struct StoreHost {
    bucket: Bucket,
    prefix: String,
    place: String,
    notes: Arc<Notes>,
    owner: String,
    index: Index,
    /// What this run knows of the releases.
    manifests: BTreeMap<ReleaseId, Manifest>,
    /// What the lock holds while it is ours.
    lock: Option<String>,
    pool: ThreadPool,
}

/// `index.json`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Index {
    current: Option<ReleaseId>,
    previous: Option<ReleaseId>,
    /// The sum of each release's manifest.
    releases: BTreeMap<ReleaseId, String>,
    /// A switch that began and has not ended: visitors may see files of this release.
    switching: Option<ReleaseId>,
    log: Vec<ReleaseEntry>,
}

/// `lock`.
#[derive(Debug, Serialize, Deserialize)]
struct Lock {
    site: String,
    owner: String,
    time: String,
}

/// What a switch does to what visitors see.
struct Steps {
    written: Vec<(String, Sum)>,
    gone: Vec<String>,
}

impl StoreHost {
    /// Makes ready; nothing is asked yet.
    pub(super) fn new(
        target: &Target,
        store: &Store,
        source: &Path,
        notes: Arc<Notes>,
    ) -> Result<Self, Diagnostic> {
        let pool = ThreadPoolBuilder::new().num_threads(REQUESTS).build();
        let pool = pool.map_err(|error| {
            let words = say!("开不了工作线程：{error}", "cannot start threads: {error}");
            Diagnostic::error(Code::Threads, words)
        })?;
        let bucket = Bucket::new(store, source, target.timeout, target.bandwidth)?;
        Ok(Self {
            place: format!("{}/{}", bucket.place, store.prefix),
            bucket,
            prefix: store.prefix.clone(),
            notes,
            owner: release::who(),
            index: Index::default(),
            manifests: BTreeMap::new(),
            lock: None,
            pool,
        })
    }

    fn own(&self, name: &str) -> String {
        format!("{}.gongbao/{name}", self.prefix)
    }

    fn object(&self, sum: Sum) -> String {
        self.own(&format!("objects/{sum}"))
    }

    fn damaged(&self, name: &str) -> Failure {
        let place = &self.place;
        let words = say!("{place}：{name} 缺失或已损坏", "{place}: {name} is missing or damaged");
        Failure::new(Diagnostic::error(Code::Publish, words))
    }

    fn read_index(&mut self) -> Result<Status, Failure> {
        let name = self.own("index.json");
        self.index = match self.bucket.get(&name, LARGEST_INDEX)? {
            None => Index::default(),
            Some(bytes) => serde_json::from_slice(&bytes).map_err(|_| self.damaged(&name))?,
        };
        let current = self.index.current;
        let sum = current.and_then(|current| self.index.releases.get(&current));
        Ok(Status {
            current,
            current_sum: sum.and_then(|sum| Sum::parse(sum)),
            previous: self.index.previous,
            newest: self.index.releases.keys().last().copied().max(current),
            releases: self.index.releases.keys().copied().collect(),
            log: self.index.log.clone(),
        })
    }

    fn write_index(&self) -> Result<(), Failure> {
        // A record of texts and numbers can always be written.
        let bytes = serde_json::to_vec_pretty(&self.index).unwrap_or_default();
        let name = self.own("index.json");
        self.bucket.put(&name, &Content::Bytes(&bytes), "application/json", false)?;
        Ok(())
    }

    fn take_lock(&mut self) -> Result<(), Failure> {
        let name = self.own("lock");
        let site = self.notes.token();
        let lock = Lock {
            // No other run writes the same, whatever its number and its clock.
            site: format!("{site} {} {}", std::process::id(), jiff::Timestamp::now()),
            owner: self.owner.clone(),
            time: release::now(),
        };
        let text = serde_json::to_string(&lock).unwrap_or_default();
        let taken =
            self.bucket.put(&name, &Content::Bytes(text.as_bytes()), "application/json", true)?;
        if !taken {
            let held = self.bucket.get(&name, LARGEST_LOCK)?.unwrap_or_default();
            let held: Option<Lock> = serde_json::from_slice(&held).ok();
            // Our own was left by a kill: this folder's other publishers are kept out already.
            if held.as_ref().is_none_or(|held| !held.site.starts_with(&site)) {
                return Err(self.locked(held));
            }
            self.bucket.put(&name, &Content::Bytes(text.as_bytes()), "application/json", false)?;
        }
        // Not every store knows "only where there is none": the last who wrote has it.
        std::thread::sleep(MOMENT);
        let held = self.bucket.get(&name, LARGEST_LOCK)?.unwrap_or_default();
        if held != text.as_bytes() {
            return Err(self.locked(serde_json::from_slice(&held).ok()));
        }
        self.lock = Some(text);
        Ok(())
    }

    /// Asks again whether the lock is ours: whoever was stopped for a while, as a laptop is that was shut, may have lost it.
    fn held(&self) -> Result<(), Failure> {
        let lock = self.bucket.get(&self.own("lock"), LARGEST_LOCK)?;
        match lock.is_some() && lock.as_deref() == self.lock.as_ref().map(String::as_bytes) {
            true => Ok(()),
            false => Err(Failure::refused(&self.place, "lost", &[], "")),
        }
    }

    fn locked(&self, held: Option<Lock>) -> Failure {
        let (owner, time) =
            held.map_or(("?".to_owned(), String::new()), |held| (held.owner, held.time));
        let age = time.parse::<jiff::Timestamp>().ok();
        let age = age.map(|time| jiff::Timestamp::now().as_second() - time.as_second());
        let age = age.map_or("-".to_owned(), |seconds| seconds.to_string());
        Failure::refused(&self.place, "locked", &[format!("locked {age} {owner}")], "")
    }

    fn known(&mut self, id: ReleaseId) -> Result<Manifest, Failure> {
        if let Some(manifest) = self.manifests.get(&id) {
            return Ok(manifest.clone());
        }
        let manifest = self.manifest(id)?;
        self.manifests.insert(id, manifest.clone());
        Ok(manifest)
    }

    /// Does something with every name, several at once; the first failure counts.
    fn each<T: Sync>(
        &self,
        items: &[T],
        work: impl Fn(&T) -> Result<(), Failure> + Send + Sync,
    ) -> Result<(), Failure> {
        self.pool.install(|| items.par_iter().try_for_each(&work))
    }

    fn show(&self, files: &[(String, Sum)]) -> Result<(), Failure> {
        self.each(files, |(name, sum)| {
            let to = format!("{}{name}", self.prefix);
            self.bucket.copy(&self.object(*sum), &to, mime::of(name), cache(name))
        })
    }

    /// Files that a switch to `to` must write and remove: all that may be different from it now.
    fn steps(&mut self, to: &Manifest) -> Result<Steps, Failure> {
        let now: Vec<ReleaseId> =
            [self.index.current, self.index.switching].into_iter().flatten().collect();
        let mut written = BTreeMap::new();
        let mut gone = BTreeSet::new();
        for id in &now {
            let delta = to.since(&self.known(*id)?);
            written.extend(delta.added.0);
            gone.extend(delta.removed.0.into_keys().filter(|name| !to.0.contains_key(name)));
        }
        if now.is_empty() {
            written = to.0.clone();
        }
        Ok(Steps { written: written.into_iter().collect(), gone: gone.into_iter().collect() })
    }
}

/// Names with a sum in them never change; all else a browser asks for each time, and mostly has already.
fn cache(name: &str) -> &'static str {
    let sum = |part: &str| part.len() == 10 && part.bytes().all(|b| b.is_ascii_hexdigit());
    match name.starts_with("assets/") && name.split('.').any(sum) {
        true => "public, max-age=31536000, immutable",
        false => "no-cache",
    }
}

impl Host for StoreHost {
    fn place(&self) -> &str {
        &self.place
    }

    fn look(&mut self) -> Result<Status, Failure> {
        self.read_index()
    }

    fn open(&mut self) -> Result<Status, Failure> {
        self.take_lock()?;
        self.read_index()
    }

    fn break_lock(&mut self) -> Result<(), Failure> {
        self.bucket.delete(&self.own("lock"))
    }

    fn manifest(&mut self, id: ReleaseId) -> Result<Manifest, Failure> {
        let name = self.own(&format!("manifests/{}", id.name()));
        let bytes = self.bucket.get(&name, LARGEST_MANIFEST)?.ok_or_else(|| self.damaged(&name))?;
        let text = String::from_utf8(bytes).map_err(|_| self.damaged(&name))?;
        Manifest::parse(&text).ok_or_else(|| self.damaged(&name))
    }

    fn prepare(&mut self, draft: &Draft<'_>, progress: &dyn Transfer) -> Result<u64, Failure> {
        let mut there: BTreeSet<Sum> = self.notes.sent().into_iter().collect();
        for id in self.index.releases.clone().into_keys() {
            there.extend(self.known(id)?.0.into_values());
        }
        let mut needed: BTreeMap<Sum, &str> = BTreeMap::new();
        for (name, sum) in draft.manifest.0.iter().filter(|(_, sum)| !there.contains(*sum)) {
            needed.insert(*sum, name);
        }
        let size = |name: &str| draft.tree.files().get(name).map_or(0, |file| file.size);
        let needed: Vec<(Sum, &str)> = needed.into_iter().collect();
        let whole = needed.iter().map(|(_, name)| size(name)).sum();
        progress.expect(whole);
        self.each(&needed, |(sum, name)| {
            let path = draft.tree.path(name);
            let content = Content::File(&path);
            self.bucket.put(&self.object(*sum), &content, mime::of(name), false)?;
            self.notes.note_sent(*sum);
            progress.sent(size(name));
            Ok(())
        })?;
        progress.checking(&self.place);
        let name = self.own(&format!("manifests/{}", draft.id.name()));
        let text = draft.manifest.text();
        self.bucket.put(
            &name,
            &Content::Bytes(text.as_bytes()),
            "text/plain; charset=utf-8",
            false,
        )?;
        self.manifests.insert(draft.id, draft.manifest.clone());
        self.index.releases.insert(draft.id, draft.sum.to_string());
        self.write_index()?;
        self.notes.forget_sent();
        Ok(whole)
    }

    fn verify(&mut self, id: ReleaseId, thorough: bool) -> Result<Vec<Fault>, Failure> {
        let manifest = self.known(id)?;
        let current = self.index.current == Some(id);
        if current && self.index.switching.is_some() {
            // Visitors may see files of two releases.
            let written = self.steps(&manifest)?.written;
            return Ok(written.into_iter().map(|(name, _)| Fault::Changed(name)).collect());
        }
        if current && !thorough {
            return Ok(Vec::new());
        }
        let files: Vec<(String, Sum)> = match current {
            true => manifest.0.into_iter().collect(),
            false => self.steps(&manifest)?.written,
        };
        let faults = std::sync::Mutex::new(Vec::new());
        self.each(&files, |(name, sum)| {
            let fault = if current {
                let key = format!("{}{name}", self.prefix);
                let found = self.bucket.read(&key, LARGEST, |body| Sum::read(body))?;
                match found {
                    Some(found) if found == *sum => None,
                    Some(_) => Some(Fault::Changed(name.clone())),
                    None => Some(Fault::Missing(name.clone())),
                }
            } else {
                let held = self.bucket.holds(&self.object(*sum))?;
                (!held).then(|| Fault::Missing(name.clone()))
            };
            // Whoever died with the list in hand has left it in order.
            let mut faults = faults.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            faults.extend(fault);
            Ok(())
        })?;
        let mut faults = faults.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        faults.sort();
        Ok(faults)
    }

    fn switch(&mut self, id: ReleaseId, log: &str) -> Result<(), Failure> {
        let manifest = self.known(id)?;
        let Steps { written, gone } = self.steps(&manifest)?;
        self.held()?;
        self.index.switching = Some(id);
        self.write_index()?;
        let (pages, others): (Vec<_>, Vec<_>) =
            written.into_iter().partition(|(name, _)| is_page(name));
        let (home, pages): (Vec<_>, Vec<_>) =
            pages.into_iter().partition(|(name, _)| name == "index.html");
        for files in [others, pages, home] {
            self.held()?;
            self.show(&files)?;
        }
        self.held()?;
        self.each(&gone, |name| self.bucket.delete(&format!("{}{name}", self.prefix)))?;
        self.held()?;
        if self.index.current != Some(id) {
            self.index.previous = self.index.current;
        }
        self.index.current = Some(id);
        self.index.switching = None;
        self.index.log.extend(serde_json::from_str::<ReleaseEntry>(log));
        let surplus = self.index.log.len().saturating_sub(LOG);
        self.index.log.drain(..surplus);
        self.write_index()?;
        let time: String = release::now().chars().filter(char::is_ascii_digit).take(14).collect();
        let name = self.own(&format!("log/{time}-{}.json", id.name()));
        self.bucket.put(&name, &Content::Bytes(log.as_bytes()), "application/json", false)?;
        Ok(())
    }

    fn prune(&mut self, keep: usize) -> Result<(), Failure> {
        let seen = [self.index.current, self.index.previous];
        let old: Vec<ReleaseId> = self.index.releases.keys().rev().skip(keep).copied().collect();
        let old: Vec<ReleaseId> = old.into_iter().filter(|id| !seen.contains(&Some(*id))).collect();
        let mut surplus = BTreeSet::new();
        for id in &old {
            surplus.extend(self.known(*id)?.0.into_values());
            self.index.releases.remove(id);
        }
        for id in self.index.releases.clone().into_keys() {
            for sum in self.known(id)?.0.values() {
                surplus.remove(sum);
            }
        }
        if old.is_empty() {
            return Ok(());
        }
        self.held()?;
        self.write_index()?;
        let surplus: Vec<Sum> = surplus.into_iter().collect();
        self.each(&surplus, |sum| self.bucket.delete(&self.object(*sum)))?;
        self.each(&old, |id| self.bucket.delete(&self.own(&format!("manifests/{}", id.name()))))
    }
}

impl Drop for StoreHost {
    /// Lets the lock go; where that fails, the next publish from here takes it over.
    fn drop(&mut self) {
        if self.lock.is_some() && self.held().is_ok() {
            drop(self.bucket.delete(&self.own("lock")));
        }
    }
}
