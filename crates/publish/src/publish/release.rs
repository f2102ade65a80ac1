//! Releases as targets know them: their numbers, the log, and what a target says of itself.

use super::manifest::Sum;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// A release's number, counted up for each target; six digits in names, so that they sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReleaseId(pub u32);

impl ReleaseId {
    /// `000012` or `12`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self)).flatten()
    }

    /// The one that comes after it; there are no more than names of six digits.
    pub fn next(self) -> Option<Self> {
        (self.0 < 999_999).then(|| Self(self.0 + 1))
    }

    /// The name of its folder.
    pub fn name(self) -> String {
        format!("{:06}", self.0)
    }
}

impl fmt::Display for ReleaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a target holds.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// What visitors see.
    pub current: Option<ReleaseId>,
    /// What they saw before.
    pub previous: Option<ReleaseId>,
    /// All releases that are there.
    pub releases: BTreeSet<ReleaseId>,
    /// The highest number that was ever given, as far as anything there shows it.
    pub newest: Option<ReleaseId>,
    /// The sum of the manifest of what visitors see.
    pub current_sum: Option<Sum>,
    /// The last of the log, the oldest first; lines that cannot be read are left out.
    pub log: Vec<ReleaseEntry>,
}

impl Status {
    /// When, by whom and with what a release was made.
    pub fn entry(&self, id: ReleaseId) -> Option<&ReleaseEntry> {
        let made = |entry: &&ReleaseEntry| entry.release == id && entry.action == Action::Publish;
        self.log.iter().rev().find(made)
    }
}

/// Why visitors see another release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It was published.
    Publish,
    /// Somebody went back to it.
    Rollback,
    /// The program went back to it, because another server could not switch or a page was wrong.
    Undo,
}

/// A line of the log.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReleaseEntry {
    /// County time with its offset, to the second.
    pub time: String,
    /// `user@machine`.
    pub by: String,
    /// Why.
    pub action: Action,
    /// What visitors see from now on.
    pub release: ReleaseId,
    /// What they saw before.
    pub from: Option<ReleaseId>,
    /// Files that are new.
    pub added: usize,
    /// Files with other bytes.
    pub changed: usize,
    /// Files that are gone.
    pub removed: usize,
    /// The sum of the manifest.
    pub manifest: String,
    /// Whether every byte of it was read again on the target.
    pub thorough: bool,
    /// Which gongbao.
    pub program: String,
}

impl ReleaseEntry {
    /// The line, without its end.
    pub fn line(&self) -> String {
        // A record of texts and numbers can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// County time now, as the log has it.
pub(super) fn now() -> String {
    let offset = jiff::tz::Offset::constant(8);
    let now = offset.to_datetime(jiff::Timestamp::now());
    now.strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}

/// `user@machine`, in letters that any file and shell bears.
pub(super) fn who() -> String {
    let of = |names: &[&str]| names.iter().find_map(|name| std::env::var(name).ok());
    let user = of(&["USER", "LOGNAME", "USERNAME"]);
    let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let machine = machine.or_else(|| of(&["COMPUTERNAME", "HOSTNAME", "HOST"]));
    let plain = |text: Option<String>| {
        let text = text.unwrap_or_default();
        let text: String =
            text.trim().chars().filter(|c| c.is_alphanumeric() || "._-".contains(*c)).collect();
        if text.is_empty() { "unknown".to_owned() } else { text }
    };
    format!("{}@{}", plain(user), plain(machine))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_and_folders_write_them() {
        assert_eq!(ReleaseId::parse("000012"), Some(ReleaseId(12)));
        assert_eq!(ReleaseId::parse("12").map(ReleaseId::name), Some("000012".to_owned()));
        assert_eq!(ReleaseId::parse("+1"), None);
        assert_eq!(ReleaseId::parse(""), None);
    }
}
