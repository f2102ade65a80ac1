//! The documents of a site held against the log: what is approved, what waits and for whom, what was edited since.

use super::log::LogEntry;
use super::subject::Version;
use crate::config::{Need, Policy, Reviewer};
use crate::document::Document;
use crate::document::common::Stage;
use jiff::civil;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which documents need a review, and how each stands; empty for a site without a policy.
#[derive(Debug, Default)]
pub struct Reviews {
    /// What is asked for.
    pub policy: Arc<Policy>,
    /// The documents that need a review, drafts aside, by path.
    pub cases: BTreeMap<String, Case>,
    /// Documents that cannot be read, and of which the public certainly sees no version.
    pub withheld: BTreeSet<String>,
}

/// A document that needs a review.
#[derive(Debug)]
pub struct Case {
    /// As it stands now.
    pub document: Arc<Document>,
    /// The reviews that it needs, in their order.
    pub needs: Vec<Need>,
    /// What stands now; `None` where nobody has signed any version of it.
    pub version: Option<Version>,
    /// Who has signed what stands now, in the order of the log.
    pub signed: Vec<Signed>,
    /// The last version that had all the reviews it needed.
    pub approved: Option<Approved>,
    /// Somebody signed another version than the one that stands now.
    pub was_edited: bool,
}

/// A signature that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Which review it was.
    pub stage: Stage,
    /// The reviewer.
    pub by: String,
    /// When, county time.
    pub time: String,
    /// With a key, not with a name alone.
    pub is_sealed: bool,
}

/// A version that had all the reviews it needed.
#[derive(Clone, Debug)]
pub struct Approved {
    /// Which one.
    pub version: Version,
    /// Who signed it.
    pub signed: Vec<Signed>,
    /// The document as it was then.
    pub document: Arc<Document>,
    /// Its files are what they were then.
    pub has_files: bool,
}

/// How a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It was edited after it was approved or signed.
    Edited,
    /// It lacks a review.
    Waiting,
    /// It may go out.
    Approved,
}

/// Why somebody cannot make a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// They wrote the document.
    Author,
    /// They have signed this stage already.
    Again,
    /// They have signed that one, and one person takes one stage.
    Other(Stage),
    /// They may not sign this stage.
    NotTheirs,
    /// They have left the office.
    Left,
}

impl Reviews {
    /// Whether a document may go out: it needs no review, has it, or is the version that had it.
    pub fn allow(&self, document: &Arc<Document>) -> bool {
        self.cases.get(&document.path).is_none_or(|case| {
            let kept = case.kept(&self.policy);
            case.state() == State::Approved || kept.is_some_and(|kept| Arc::ptr_eq(kept, document))
        })
    }

    /// Whether the document of a path needs a review.
    pub fn govern(&self, path: &str) -> bool {
        self.cases.contains_key(path)
    }

    /// What the public sees of a document that was edited after its approval, where the office wants that.
    pub fn kept(&self, path: &str) -> Option<&Arc<Document>> {
        self.cases.get(path)?.kept(&self.policy)
    }
}

impl Case {
    /// How it stands.
    pub fn state(&self) -> State {
        let approved = self.approved.as_ref().map(|approved| &approved.version);
        if approved.is_some() && approved == self.version.as_ref() {
            State::Approved
        } else if approved.is_some() || (self.was_edited && self.signed.is_empty()) {
            State::Edited
        } else {
            State::Waiting
        }
    }

    /// What the public sees instead of what stands now.
    fn kept(&self, policy: &Policy) -> Option<&Arc<Document>> {
        let wanted = policy.keep_approved && self.state() != State::Approved;
        let approved = self.approved.as_ref();
        let approved = approved.filter(|one| wanted && one.has_files)?;
        Some(&approved.document)
    }

    /// The review that it lacks first, and how many people are still to sign it.
    pub fn next(&self) -> Option<Need> {
        missing(&self.needs, &self.signed)
    }

    /// Who may make a review of it on a day.
    pub fn able<'p>(
        &'p self,
        policy: &'p Policy,
        stage: Stage,
        day: civil::Date,
    ) -> impl Iterator<Item = &'p Reviewer> {
        policy.reviewers.iter().filter(move |reviewer| {
            let attempt = Attempt { reviewer, stage, day };
            let refused = attempt.refused(policy, &self.document, &self.signed);
            refused.is_none()
        })
    }
}

fn missing(needs: &[Need], signed: &[Signed]) -> Option<Need> {
    let left = |need: &Need| {
        let there = signed.iter().filter(|one| one.stage == need.stage).count();
        need.people.checked_sub(there).filter(|left| *left > 0)
    };
    let mut needs = needs.iter();
    needs.find_map(|need| Some(Need { people: left(need)?, ..*need }))
}

/// A review that somebody wants to make.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'p> {
    /// Who.
    pub reviewer: &'p Reviewer,
    /// Which one.
    pub stage: Stage,
    /// When.
    pub day: civil::Date,
}

impl Attempt<'_> {
    /// Why it is none, of a document that others have signed.
    pub fn refused(
        &self,
        policy: &Policy,
        document: &Document,
        signed: &[Signed],
    ) -> Option<Refusal> {
        let Self { reviewer, stage, day } = *self;
        let own = signed.iter().filter(|one| one.by == reviewer.name);
        let same = own.clone().any(|one| one.stage == stage);
        let other = own.map(|one| one.stage).find(|own| *own != stage);
        match other {
            _ if !reviewer.may(stage) => Some(Refusal::NotTheirs),
            _ if !reviewer.serves_on(day) => Some(Refusal::Left),
            _ if wrote(&reviewer.name, document) => Some(Refusal::Author),
            _ if same => Some(Refusal::Again),
            Some(other) if !policy.same_person => Some(Refusal::Other(other)),
            _ => None,
        }
    }
}

/// Whether the name stands among the authors; `李　明` is 李明.
fn wrote(name: &str, document: &Document) -> bool {
    let bare = |text: &str| -> String { text.split_whitespace().collect() };
    let author = document.common.author.as_deref();
    author.is_some_and(|author| bare(author).contains(&bare(name)))
}

/// What the log says of one document.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The last version that had all the reviews it needed.
    pub(super) approved: Option<Whole>,
    /// The signatures of versions that lack some, since then.
    open: BTreeMap<Version, Vec<Signed>>,
}

/// A version with all the reviews it needed.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) version: Version,
    pub(super) signed: Vec<Signed>,
    pub(super) document: Arc<Document>,
}

impl Told {
    /// Reads a document's entries in their order; `document` knows what it was in each version. Of a version that nobody
    /// knows any more nobody knows whether it was approved: what was signed before it counts no more.
    pub(super) fn read<'e>(
        policy: &Policy,
        entries: impl IntoIterator<Item = &'e Arc<LogEntry>>,
        mut document: impl FnMut(&Version) -> Option<Arc<Document>>,
    ) -> Self {
        let mut told = Self::default();
        for entry in entries {
            match document(&entry.version) {
                Some(document) => told.take(policy, entry, &document),
                None => told = Self::default(),
            }
        }
        told
    }

    /// A signature counts after all of the stages before its own. What one more approval completes is approved, and what
    /// was signed of other versions counts no more.
    fn take(&mut self, policy: &Policy, entry: &LogEntry, document: &Arc<Document>) {
        let signed = self.open.entry(entry.version.clone()).or_default();
        let needs = policy.needs(document);
        let is_next = missing(needs, signed).is_some_and(|need| need.stage == entry.stage);
        if !(is_next && counts(policy, entry, document, signed)) {
            return;
        }
        signed.push(Signed {
            stage: entry.stage,
            by: entry.by.clone(),
            time: entry.time.clone(),
            is_sealed: entry.seal.is_some(),
        });
        if missing(needs, signed).is_none() {
            self.approved = Some(Whole {
                version: entry.version.clone(),
                signed: signed.clone(),
                document: Arc::clone(document),
            });
            self.open.clear();
        }
    }

    /// Who has signed a version.
    pub(super) fn signed(&self, version: &Version) -> Vec<Signed> {
        match &self.approved {
            Some(whole) if whole.version == *version => whole.signed.clone(),
            _ => self.open.get(version).cloned().unwrap_or_default(),
        }
    }
}

/// Whoever has a key must sign with it.
fn counts(policy: &Policy, entry: &LogEntry, document: &Document, signed: &[Signed]) -> bool {
    let Some((reviewer, moment)) = policy.reviewer(&entry.by).zip(entry.moment()) else {
        return false;
    };
    let known = match entry.seal {
        Some(seal) => reviewer.keys.contains(&seal.key),
        None => policy.plain_names && reviewer.keys.is_empty(),
    };
    let attempt = Attempt { reviewer, stage: entry.stage, day: moment.date() };
    known && attempt.refused(policy, document, signed).is_none()
}
