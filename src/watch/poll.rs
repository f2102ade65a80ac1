//! Where no events come: every file is looked at, again and again.

use super::Changes;
use crate::file::Stamp;
use crate::read::Inventory;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

/// How often. A thousand files take some milliseconds on a disk, and a second or so on a slow share.
const EVERY: Duration = Duration::from_millis(1000);

/// Between two looks at files that are being written.
const QUIET: Duration = Duration::from_millis(50);

/// So many looks, and what is still being written is shown as it is.
const LOOKS: usize = 20;

pub(super) struct Poll {
    root: PathBuf,
    files: HashMap<PathBuf, Seen>,
}

/// A file, and whether any later change would show in its stamp. Where the clock of a share ticks slowly, a file may be
/// written twice in one tick: so it is told once more when it has settled.
type Seen = (Stamp, bool);

impl Poll {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), files: look(root) }
    }

    pub(super) fn next(&mut self, deadline: Option<Instant>) -> Option<Changes> {
        loop {
            let left = deadline.map(|at| at.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                return None;
            }
            sleep(left.map_or(EVERY, |left| left.min(EVERY)));
            let now = look(&self.root);
            if now != self.files {
                return Some(self.settle(now));
            }
        }
    }

    /// Looks until two looks see the same.
    fn settle(&mut self, mut now: HashMap<PathBuf, Seen>) -> Changes {
        for _ in 0..LOOKS {
            sleep(QUIET);
            let next = look(&self.root);
            let same = next == now;
            now = next;
            if same {
                break;
            }
        }
        let before = std::mem::replace(&mut self.files, now);
        let written = self.files.iter();
        let written = written.filter(|(path, seen)| before.get(*path) != Some(*seen));
        Changes {
            files: written.map(|(path, _)| path.clone()).collect(),
            everything: before.keys().any(|path| !self.files.contains_key(path)),
            notice: None,
        }
    }
}

/// A file that cannot be looked at counts as gone; reading it will say why.
fn look(root: &Path) -> HashMap<PathBuf, Seen> {
    let now = SystemTime::now();
    let files = Inventory::files(root).unwrap_or_default().into_iter();
    files.map(|(path, stamp)| (path, (stamp, stamp.is_settled(now)))).collect()
}

/// The name of the file system that `path` is on, where it is one that reports no changes of other machines.
#[cfg(target_os = "linux")]
pub(super) fn silent_file_system(path: &Path) -> Option<String> {
    let path = path.canonicalize().ok()?;
    let mounts = std::fs::read_to_string("/proc/mounts").ok()?;
    silent_mount(&mounts, &path)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn silent_file_system(_: &Path) -> Option<String> {
    None
}

/// The mount that is nearest to the path, if it is silent.
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux has the list"))]
fn silent_mount(mounts: &str, path: &Path) -> Option<String> {
    let mounts = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        let place = words.next()?.replace("\\040", " ");
        let kind = words.next()?;
        path.starts_with(&place).then_some((place.len(), kind))
    });
    // Of two mounts on one place the later hides the earlier.
    let (_, kind) = mounts.max_by_key(|(length, _)| *length)?;
    let network = [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "vboxsf",
        "prl_fs",
        "drvfs",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "ncpfs",
        "davfs",
    ];
    (network.contains(&kind) || kind.starts_with("fuse.")).then(|| kind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_known_by_their_mount() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n\
                      server:/x /srv/my\\040share nfs4 rw 0 0\n\
                      //win/y /mnt/y cifs rw 0 0\n\
                      tmpfs /mnt/y/local tmpfs rw 0 0\n\
                      sshfs /home/a fuse.sshfs rw 0 0\n";
        for (path, expected) in [
            ("/etc", None),
            ("/srv/my share/site", Some("nfs4")),
            ("/mnt/y/site", Some("cifs")),
            ("/mnt/y/local/site", None),
            ("/mnt/yy", None),
            ("/home/a", Some("fuse.sshfs")),
        ] {
            assert_eq!(silent_mount(mounts, Path::new(path)).as_deref(), expected, "{path}");
        }
    }
}
