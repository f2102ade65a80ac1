//! A site's reviews, looked at again and again: a line that was verified and a file that was summed is not read twice.

use super::folder::{LOG, refuse_links};
use super::log::{Log, LogEntry};
use super::standing::{Approved, Case, Reviews, Told};
use super::subject::{Subject, Version};
use super::{archive, head};
use crate::config::Policy;
use crate::diagnostic::{Code, Diagnostic, Doing, Source, Words, has_errors};
use crate::document::{Document, KindName};
use crate::file::{Stamp, Sum};
use crate::read::{Content, ContentFile, kind_of};
use crate::say;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// A log is not larger, in bytes: half a million lines.
const LIMIT: u64 = 256 * 1024 * 1024;

/// What was looked at before.
#[derive(Debug)]
pub struct Memory {
    root: PathBuf,
    log: Option<Log>,
    /// The documents that somebody signed, by path.
    signed: HashMap<String, SignedDocument>,
    /// Sums of files, by path from `content/`.
    files: HashMap<String, Summed>,
}

/// A document with what its file says.
#[derive(Debug)]
struct SignedDocument {
    document: Arc<Document>,
    subject: Arc<Subject>,
    /// The files that it names, as far as they are there.
    files: BTreeSet<String>,
}

/// A file as it was when it was summed.
#[derive(Clone, Copy, Debug)]
struct Summed {
    stamp: Stamp,
    sum: Sum,
    /// Every later change would show in the stamp.
    is_settled: bool,
}

/// A document that needs a review, with its lines.
type Governed<'l> = (&'l Arc<Document>, &'l [&'l Arc<LogEntry>]);

type Entries<'l> = HashMap<&'l str, Vec<&'l Arc<LogEntry>>>;

impl Memory {
    /// Nothing is looked at yet; `root` is a folder that holds `content/`.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), log: None, signed: HashMap::new(), files: HashMap::new() }
    }

    /// The log of the last look.
    pub fn log(&self) -> Option<&Log> {
        self.log.as_ref()
    }

    /// Notes how far the log of the last look goes, on a machine that relies on it.
    pub fn remember(&self) {
        if let Some(log) = self.log.as_ref().filter(|log| !log.lines.is_empty()) {
            head::remember(&self.root, log);
        }
    }

    /// How the site's documents stand. Without a review policy nothing is looked at.
    ///
    /// # Errors
    /// What is wrong with the log (`review-log`), which is then not believed.
    pub fn look(&mut self, content: &Content) -> (Reviews, Vec<Diagnostic>) {
        match &content.settings.review {
            None => (Reviews::default(), Vec::new()),
            Some(policy) => self.look_by(policy, content),
        }
    }

    fn look_by(&mut self, policy: &Arc<Policy>, content: &Content) -> (Reviews, Vec<Diagnostic>) {
        let log = match self.read_log() {
            Ok(log) => log.without(policy.misdated.clone()),
            Err(problem) => return (Reviews::default(), vec![problem]),
        };
        let mut problems = self.faults(&log, policy, &content.settings.place());
        let entries = match has_errors(&problems) {
            true => Entries::new(),
            false => by_document(&log),
        };
        let governed = governed(content, policy, &entries);
        self.take_subjects(&governed, &content.files);
        problems.extend(self.take_sums(&governed, &content.files));
        let looked: Vec<(Case, Vec<Diagnostic>)> = governed
            .par_iter()
            .map(|(document, entries)| self.case(document, entries, policy, content))
            .collect();
        let mut cases = BTreeMap::new();
        for (case, found) in looked {
            problems.extend(found);
            cases.insert(case.document.path.clone(), case);
        }
        let withheld = withheld(content, policy, &entries);
        self.log = Some(log);
        (Reviews { policy: Arc::clone(policy), cases, withheld }, problems)
    }

    /// What is wrong with the log: in itself, by what the policy and this machine know, and by the texts that were kept.
    fn faults(&self, log: &Log, policy: &Policy, place: &str) -> Vec<Diagnostic> {
        let mut problems = log.problems.clone();
        problems.extend(strangers(log, policy));
        problems.extend(elsewhere(log, policy, place));
        if problems.is_empty() {
            problems.extend(head::cut(&self.root, log));
            let named = log.all().map(|(_, entry)| entry.version.text).collect();
            problems.extend(archive::strays(&self.root, &named));
            problems.extend(nowhere(log));
        }
        problems
    }

    fn read_log(&mut self) -> Result<Log, Diagnostic> {
        let path = self.root.join(LOG);
        let told = |error| Diagnostic::io(Doing::Read, &path, &error).in_file(LOG);
        refuse_links(&self.root)?;
        let bytes = match fs::metadata(&path) {
            Ok(file) if file.len() > LIMIT => return Err(too_large()),
            Ok(_) => fs::read(&path).map_err(told)?,
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(told(error)),
        };
        // What is no text is no line of ours either, and is told as that.
        let source = Source::new(LOG, String::from_utf8_lossy(&bytes));
        Ok(Log::read(Arc::new(source), self.log.take()))
    }

    /// Finds out what the documents say that somebody signed.
    fn take_subjects(&mut self, governed: &[Governed<'_>], files: &BTreeMap<String, ContentFile>) {
        let same = |document: &Arc<Document>| {
            let before = self.signed.get(&document.path);
            before.filter(|before| Arc::ptr_eq(&before.document, document))
        };
        let signed =
            governed.par_iter().filter(|(_, entries)| !entries.is_empty()).map(|(document, _)| {
                let subject = match same(document) {
                    Some(before) => Arc::clone(&before.subject),
                    None => Arc::new(Subject::of(document)),
                };
                let known = SignedDocument {
                    document: Arc::clone(document),
                    files: subject.files(files),
                    subject,
                };
                (document.path.clone(), known)
            });
        self.signed = signed.collect();
    }

    /// Sums up the files that they name, or named when they were signed.
    fn take_sums(
        &mut self,
        governed: &[Governed<'_>],
        files: &BTreeMap<String, ContentFile>,
    ) -> Vec<Diagnostic> {
        let entries = governed.iter().flat_map(|(_, entries)| *entries);
        let then = entries.flat_map(|entry| entry.version.files.keys());
        let now = self.signed.values().flat_map(|known| &known.files);
        let names: BTreeSet<&String> = then.chain(now).collect();
        let summed: Vec<(String, Result<Summed, Diagnostic>)> = names
            .into_par_iter()
            .filter_map(|name| {
                let sum = self.sum(name, files.get(name)?);
                Some((name.clone(), sum))
            })
            .collect();
        let mut problems = Vec::new();
        self.files.clear();
        for (name, sum) in summed {
            match sum {
                Ok(sum) => drop(self.files.insert(name, sum)),
                Err(problem) => problems.push(problem),
            }
        }
        problems
    }

    fn sum(&self, name: &str, file: &ContentFile) -> Result<Summed, Diagnostic> {
        let before = self.files.get(name);
        if let Some(before) = before.filter(|one| one.is_settled && one.stamp == file.stamp) {
            return Ok(*before);
        }
        let is_settled = file.stamp.is_settled(SystemTime::now());
        let told = |error| Diagnostic::io(Doing::Read, &file.path, &error);
        Ok(Summed {
            stamp: file.stamp,
            sum: File::open(&file.path).and_then(Sum::read).map_err(told)?,
            is_settled,
        })
    }

    /// How one document stands.
    fn case(
        &self,
        document: &Arc<Document>,
        entries: &[&Arc<LogEntry>],
        policy: &Policy,
        content: &Content,
    ) -> (Case, Vec<Diagnostic>) {
        let mut archive = Kept {
            root: &self.root,
            now: document,
            kind: kind_of(&content.columns, &document.folder),
            known: HashMap::new(),
            problems: Vec::new(),
        };
        let version = self.version(document);
        if let Some(version) = &version {
            let now = Some(Arc::clone(document));
            archive.known.insert(version.text, now);
        }
        let entries = entries.iter().copied();
        let told = Told::read(policy, entries.clone(), |version| archive.document(version.text));
        let other = |entry: &Arc<LogEntry>| Some(&entry.version) != version.as_ref();
        let case = Case {
            document: Arc::clone(document),
            needs: policy.needs(document).to_vec(),
            signed: version.as_ref().map_or_else(Vec::new, |now| told.signed(now)),
            was_edited: entries.clone().any(other),
            approved: told.approved.map(|whole| Approved {
                has_files: self.has_files(&whole.version),
                version: whole.version,
                signed: whole.signed,
                document: whole.document,
            }),
            version,
        };
        (case, archive.problems)
    }

    /// What stands now; `None` where nobody signed it, or one of its files could not be read.
    fn version(&self, document: &Document) -> Option<Version> {
        let known = self.signed.get(&document.path)?;
        let sum = |name: &String| Some((name.clone(), self.files.get(name)?.sum));
        let files = known.files.iter().map(sum);
        Some(Version { text: known.subject.text, files: files.collect::<Option<_>>()? })
    }

    fn has_files(&self, version: &Version) -> bool {
        let same = |(name, sum): (&String, &Sum)| {
            self.files.get(name).is_some_and(|file| file.sum == *sum)
        };
        version.files.iter().all(same)
    }
}

/// The versions of one document, read from the archive when they are first asked for.
struct Kept<'d> {
    root: &'d Path,
    now: &'d Document,
    kind: KindName,
    known: HashMap<Sum, Option<Arc<Document>>>,
    problems: Vec<Diagnostic>,
}

impl Kept<'_> {
    fn document(&mut self, text: Sum) -> Option<Arc<Document>> {
        if let Some(known) = self.known.get(&text) {
            return known.clone();
        }
        let read = archive::read(self.root, text, self.now, self.kind);
        let document = read.unwrap_or_else(|problem| {
            self.problems.push(problem);
            None
        });
        self.known.insert(text, document.clone());
        document
    }
}

/// The documents that need a review; a draft is not ready for one.
fn governed<'l>(
    content: &'l Content,
    policy: &Policy,
    entries: &'l Entries<'l>,
) -> Vec<Governed<'l>> {
    let ready = content.documents.iter();
    let ready = ready.filter(|document| document.common.draft != Some(true));
    ready
        .filter(|document| !policy.needs(document).is_empty())
        .map(|document| {
            let entries = entries.get(document.path.as_str());
            (document, entries.map_or(&[][..], Vec::as_slice))
        })
        .collect()
}

/// Documents with errors that need a review: nobody has signed one, or what is signed stays online in no version.
fn withheld(content: &Content, policy: &Policy, entries: &Entries<'_>) -> BTreeSet<String> {
    let broken = content.broken.iter().filter(|broken| {
        policy.governs(broken.kind, &broken.folder)
            && !(policy.keep_approved && entries.contains_key(broken.path.as_str()))
    });
    broken.map(|broken| broken.path.clone()).collect()
}

fn by_document(log: &Log) -> Entries<'_> {
    let mut entries = Entries::new();
    for (_, entry) in log.entries() {
        entries.entry(&entry.document).or_default().push(entry);
    }
    entries
}

/// Lines by people or keys that the policy does not know, and names that somebody else wrote for those who have a key.
fn strangers(log: &Log, policy: &Policy) -> Vec<Diagnostic> {
    let mut sealing: HashSet<&str> = HashSet::new();
    let mut problems = Vec::new();
    for (span, entry) in log.entries() {
        let name = entry.by.as_str();
        let problem = match (policy.reviewer(name), entry.seal) {
            (None, _) => Some(unknown(name)),
            (Some(one), Some(seal)) if !one.keys.contains(&seal.key) => Some(foreign(name)),
            (Some(one), _) if !entry.moment().is_some_and(|at| one.serves_on(at.date())) => {
                Some(gone(name))
            }
            (Some(_), Some(_)) => {
                sealing.insert(name);
                None
            }
            (Some(_), None) if sealing.contains(name) => Some(unsealed(name)),
            (Some(_), None) => None,
        };
        problems.extend(problem.map(|problem| problem.at(&log.source, span)));
    }
    problems
}

/// The first line that was signed for another site: reviews that were copied from there say nothing of this one.
fn elsewhere(log: &Log, policy: &Policy, place: &str) -> Option<Diagnostic> {
    let is_here = |site: &String| site == place || policy.former_sites.contains(site);
    let mut sites = log.all().filter_map(|(span, entry)| Some((span, entry.site.as_ref()?)));
    let (span, site) = sites.find(|(_, site)| !is_here(site))?;
    let words = say!(
        "这一行是给“{site}”签的，不是给这个网站（{place}）签的",
        "this line was signed for {site}, not for this site ({place})"
    );
    Some(wrong(words).at(&log.source, span).hint(say!(
        "reviews 若是从别的网站复制来的，整个删去，请审核人重新签；这个网站换过网址的，在 site.yaml 的“审核制度”里写：原网址: [https://{site}]",
        "where `reviews` was copied from another site, remove it and let the reviewers sign again; where this site has moved, write in `review` of site.yaml: former_sites: [https://{site}]"
    )))
}

/// A log that no line of says which site it is of.
fn nowhere(log: &Log) -> Option<Diagnostic> {
    let (span, _) = log.all().next()?;
    if log.all().any(|(_, entry)| entry.site.is_some()) {
        return None;
    }
    let words = say!(
        "审核记录里还没有写明是哪个网站的（旧版本签的），先照样算数",
        "no line of the log says which site it is of (an older version signed them); they count all the same"
    );
    Some(Diagnostic::warning(Code::ReviewSite, words).at(&log.source, span).hint(say!(
        "下一次签审就会写上网址，从那以后换到别的网站不再算数",
        "the next signature says it; from then on the log counts for no other site"
    )))
}

fn wrong(words: Words) -> Diagnostic {
    Diagnostic::error(Code::ReviewLog, words)
}

fn unknown(name: &str) -> Diagnostic {
    wrong(say!(
        "审核人名单里没有“{name}”",
        "{name} is not among the reviewers"
    ))
    .hint(say!(
        "离岗的人留在 site.yaml 的名单里，写上“截止日期”；从来不是审核人的，这一行是假的",
        "who has left stays in the list in site.yaml, with `until`; of somebody who never was a reviewer the line is forged"
    ))
}

fn foreign(name: &str) -> Diagnostic {
    wrong(say!(
        "签这一行的不是“{name}”的密钥",
        "the key that signed this line is not one of {name}'s"
    ))
    .hint(say!(
        "换了密钥的，旧公钥也要留在 site.yaml 的“公钥”里；否则这一行是假的",
        "after a change of keys the former one stays in `keys` in site.yaml too; else the line is forged"
    ))
}

fn gone(name: &str) -> Diagnostic {
    wrong(say!("“{name}”已经离岗，签不了这一行", "{name} had left when this line was signed")).hint(
        say!(
            "核对 site.yaml 里的“截止日期”；日期没有错，这一行就是假的",
            "look at `until` in site.yaml; where it is right, the line is forged"
        ),
    )
}

fn unsealed(name: &str) -> Diagnostic {
    wrong(say!(
        "“{name}”从前用密钥签，这一行却没有签名",
        "{name} has signed with a key before, and this line has no signature"
    ))
    .hint(say!(
        "这一行多半是别人写的：从备份或版本库里恢复 reviews/log.jsonl",
        "somebody else probably wrote it: restore reviews/log.jsonl from a copy or from version control"
    ))
}

fn too_large() -> Diagnostic {
    let megabytes = LIMIT / 1024 / 1024;
    wrong(say!(
        "审核记录超过 {megabytes} MB，不像是记录",
        "the log has more than {megabytes} MB, which no log has"
    ))
    .in_file(LOG)
}
