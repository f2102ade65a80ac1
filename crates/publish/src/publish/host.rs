//! One machine or bucket that holds releases: what every kind of target can do.

use super::failure::Failure;
use super::manifest::{Manifest, Sum};
use super::release::{ReleaseId, Status};
use super::tree::Tree;

/// Is told how far a publish is; hosts work side by side.
pub trait Transfer: Sync {
    /// So many more bytes are to be sent.
    fn expect(&self, bytes: u64);
    /// So many bytes have been sent.
    fn sent(&self, bytes: u64);
    /// A connection was lost, and is made again.
    fn retry(&self, place: &str);
    /// Everything is sent to this place; now it is checked there.
    fn checking(&self, place: &str);
}

/// What the user allows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowed {
    /// Nothing is changed, and nobody kept out.
    pub is_dry: bool,
    /// More pages than usual may vanish.
    pub deletes: bool,
    /// Somebody else's lock is broken.
    pub break_lock: bool,
}

/// A release that is to stand on a host.
#[derive(Debug)]
pub struct Draft<'t> {
    /// Its number.
    pub id: ReleaseId,
    /// What it holds.
    pub manifest: &'t Manifest,
    /// The sum of the manifest's text.
    pub sum: Sum,
    /// Where its files are on this machine.
    pub tree: &'t Tree,
    /// The release on the host that it is most like, and what that holds.
    pub base: Option<(ReleaseId, &'t Manifest)>,
    /// Whether every file is read again on the host, not only what is not known to be right.
    pub thorough: bool,
}

/// A file of a release that is not as it was published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Its bytes are other ones.
    Changed(String),
    /// It is gone.
    Missing(String),
    /// It was never published.
    Extra(String),
}

impl Fault {
    /// The file's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Changed(name) | Self::Missing(name) | Self::Extra(name) => name,
        }
    }
}

/// Where releases stand.
pub trait Host: Send {
    /// How the user calls it.
    fn place(&self) -> &str;

    /// What is there; nothing is changed, and nobody is kept out.
    ///
    /// # Errors
    /// It cannot be reached or read.
    fn look(&mut self) -> Result<Status, Failure>;

    /// Makes it ready, and keeps other publishers out until the host is dropped.
    ///
    /// # Errors
    /// It cannot be reached or written, or somebody else is at work.
    fn open(&mut self) -> Result<Status, Failure>;

    /// Looks or opens, as is allowed.
    ///
    /// # Errors
    /// See [`Host::look`] and [`Host::open`].
    fn enter(&mut self, allowed: Allowed) -> Result<Status, Failure> {
        if allowed.is_dry {
            return self.look();
        }
        if allowed.break_lock {
            self.break_lock()?;
        }
        self.open()
    }

    /// Removes the lock of somebody else.
    ///
    /// # Errors
    /// It cannot be reached or written.
    fn break_lock(&mut self) -> Result<(), Failure>;

    /// What a release must hold.
    ///
    /// # Errors
    /// It cannot be read.
    fn manifest(&mut self, id: ReleaseId) -> Result<Manifest, Failure>;

    /// Brings a release there, whole and checked, without showing it; gives the bytes that were sent.
    ///
    /// # Errors
    /// It could not be brought there whole.
    fn prepare(&mut self, draft: &Draft<'_>, progress: &dyn Transfer) -> Result<u64, Failure>;

    /// Compares a release with its manifest; `thorough` reads every file, whatever is known of it.
    ///
    /// # Errors
    /// It cannot be read.
    fn verify(&mut self, id: ReleaseId, thorough: bool) -> Result<Vec<Fault>, Failure>;

    /// Shows a release to visitors, and adds a line to the log there.
    ///
    /// # Errors
    /// Visitors see what they saw before, or the new one already and the log lacks a line.
    fn switch(&mut self, id: ReleaseId, log: &str) -> Result<(), Failure>;

    /// Removes releases beyond the newest `keep`; what visitors see and saw before stays.
    ///
    /// # Errors
    /// It cannot be written.
    fn prune(&mut self, keep: usize) -> Result<(), Failure>;
}
