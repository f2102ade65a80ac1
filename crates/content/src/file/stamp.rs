//! What tells that a file is the one seen before, without reading it.

use serde::{Deserialize, Serialize};
use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Clocks of file systems are coarse (FAT counts in two seconds): a file that changed this shortly before it was looked
/// at may change again and keep its stamp.
const COARSEST: Duration = Duration::from_secs(2);

/// A file's size, times and number. Two equal stamps of a settled file mean equal bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    /// Nanoseconds since 1970; zero where the system doesn't tell.
    modified: u64,
    /// When name, rights or content last changed, which no program can set back.
    changed: u64,
    number: u64,
}

impl Stamp {
    /// Of a file that is only read.
    pub fn of(file: &Metadata) -> Self {
        let (changed, number) = system::change(file);
        Self { changed, ..Self::of_output(file, number) }
    }

    /// Of a file that is about to be renamed: a rename is a change too.
    pub fn before_rename(file: &Metadata) -> Self {
        let (_, number) = system::change(file);
        Self::of_output(file, number)
    }

    fn of_output(file: &Metadata, number: u64) -> Self {
        Self {
            size: file.len(),
            modified: file.modified().map_or(0, nanoseconds),
            changed: 0,
            number,
        }
    }

    /// The stamp of a file that was looked at `now`; where a clock that counts in seconds may hide the next change, one that
    /// differs from that of every other look.
    #[must_use]
    pub fn or_unlike_others(self, now: SystemTime) -> Self {
        let second = 1_000_000_000;
        let is_coarse = self.modified.is_multiple_of(second) && self.changed.is_multiple_of(second);
        match is_coarse && !self.is_settled(now) {
            true => Self { changed: nanoseconds(now), ..self },
            false => self,
        }
    }

    /// In bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether any later change would show in the stamp, seen from `now`, the time at which the file was looked at.
    pub fn is_settled(&self, now: SystemTime) -> bool {
        let last = Duration::from_nanos(self.modified.max(self.changed));
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        last + COARSEST < now
    }
}

fn nanoseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(unix)]
mod system {
    use std::os::unix::fs::MetadataExt;

    pub(super) fn change(file: &std::fs::Metadata) -> (u64, u64) {
        let seconds = u64::try_from(file.ctime()).unwrap_or(0);
        let rest = u64::try_from(file.ctime_nsec()).unwrap_or(0);
        (seconds.saturating_mul(1_000_000_000).saturating_add(rest), file.ino())
    }
}

#[cfg(not(unix))]
mod system {
    pub(super) fn change(_: &std::fs::Metadata) -> (u64, u64) {
        (0, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_stamp_tells_an_edit_and_only_an_old_one_is_settled() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        fs::write(&path, "甲").expect("a file");
        let before = Stamp::of(&fs::metadata(&path).expect("a file"));
        assert!(!before.is_settled(SystemTime::now()));
        assert!(before.is_settled(SystemTime::now() + Duration::from_secs(9)));
        fs::write(&path, "甲乙").expect("a file");
        assert_ne!(Stamp::of(&fs::metadata(&path).expect("a file")), before);
    }
}
