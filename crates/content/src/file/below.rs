//! Files of a folder, opened so that no link leads out of it.

use std::fs::File;
use std::io;
use std::path::{Component, Path};

/// Opens a file for reading, by its name from `folder`. Nothing on the way below the folder may be a link: what was no link
/// when it was looked at can be one a moment later. Neither can a pipe in its place hold up whoever opens it.
///
/// # Errors
/// It is not there, no file, or behind a link.
pub fn open_below(folder: &Path, name: &Path) -> io::Result<File> {
    let is_plain = name.components().all(|part| matches!(part, Component::Normal(_)));
    let file = match is_plain {
        true => system::open(folder, name)?,
        false => return Err(io::ErrorKind::InvalidInput.into()),
    };
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(io::ErrorKind::InvalidInput.into()),
    }
}

#[cfg(unix)]
mod system {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    use std::fs::File;
    use std::io;
    use std::path::Path;

    pub(super) fn open(folder: &Path, name: &Path) -> io::Result<File> {
        let read = OFlags::RDONLY | OFlags::CLOEXEC;
        let mut place = openat(CWD, folder, read | OFlags::DIRECTORY, Mode::empty())?;
        let mut parts = name.iter().peekable();
        while let Some(part) = parts.next() {
            let kind = match parts.peek() {
                Some(_) => OFlags::DIRECTORY,
                None => OFlags::NONBLOCK,
            };
            place = openat(&place, part, read | OFlags::NOFOLLOW | kind, Mode::empty())?;
        }
        Ok(File::from(place))
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::{File, symlink_metadata};
    use std::io;
    use std::path::Path;

    /// Looked at before, not while it is opened: Windows lets only administrators make links.
    pub(super) fn open(folder: &Path, name: &Path) -> io::Result<File> {
        let mut path = folder.to_owned();
        for part in name.iter() {
            path.push(part);
            if symlink_metadata(&path)?.is_symlink() {
                return Err(io::ErrorKind::PermissionDenied.into());
            }
        }
        File::open(path)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::open_below;
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    #[test]
    fn no_link_on_the_way_and_nothing_but_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let content = folder.path().join("content");
        fs::create_dir_all(content.join("news")).expect("ours");
        fs::create_dir_all(folder.path().join("secret")).expect("ours");
        fs::write(folder.path().join("secret/a.pdf"), "secret").expect("ours");
        fs::write(content.join("news/a.pdf"), "open").expect("ours");
        symlink("../../secret/a.pdf", content.join("news/link.pdf")).expect("ours");
        symlink("a.pdf", content.join("news/inner.pdf")).expect("ours");
        symlink("../secret", content.join("folder")).expect("ours");
        for (name, opens) in [
            ("news/a.pdf", true),
            ("news/link.pdf", false),
            ("news/inner.pdf", false),
            ("folder/a.pdf", false),
            ("news", false),
            ("../secret/a.pdf", false),
            ("news/b.pdf", false),
            ("", false),
        ] {
            assert_eq!(open_below(&content, Path::new(name)).is_ok(), opens, "{name}");
        }
        // The folder of the site itself may be one.
        symlink("content", folder.path().join("site")).expect("ours");
        assert!(open_below(&folder.path().join("site"), Path::new("news/a.pdf")).is_ok());
    }
}
