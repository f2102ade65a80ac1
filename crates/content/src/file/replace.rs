//! Files come whole: whoever reads one meanwhile sees the bytes before or the bytes after, and a failure leaves nothing.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// When the bytes must be on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flush {
    /// Before the name is there: what people wrote outlives a power cut.
    First,
    /// Whenever the system likes: what can be made again.
    Later,
}

/// Puts bytes in the place of what the file held, or makes it, with its folder; who may read and write it stays as it was.
///
/// # Errors
/// Whatever the system refuses; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8], flush: Flush) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Hidden, so that nothing takes it for content or output.
    let beside = path.with_file_name(format!(".{name}.gongbao-{}", std::process::id()));
    let written = write(&beside, path, bytes, flush).and_then(|()| fs::rename(&beside, path));
    written.inspect_err(|_| remove(&beside))
}

fn write(beside: &Path, path: &Path, bytes: &[u8], flush: Flush) -> io::Result<()> {
    let mut file = File::create(beside)?;
    file.write_all(bytes)?;
    if let Ok(before) = fs::metadata(path) {
        file.set_permissions(before.permissions())?;
    }
    match flush {
        Flush::First => file.sync_all(),
        Flush::Later => Ok(()),
    }
}

/// Makes a file that is not there yet.
///
/// # Errors
/// It is there, or whatever the system refuses; then there is no half of it.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes).inspect_err(|_| remove(path))
}

/// What could not be written whole is not worth keeping, and removing it may fail for the same reason.
fn remove(path: &Path) {
    drop(fs::remove_file(path));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_or_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new/a.txt");
        replace(&path, "甲".as_bytes(), Flush::First).expect("written");
        replace(&path, "乙".as_bytes(), Flush::Later).expect("written");
        assert_eq!(fs::read_to_string(&path).expect("the file"), "乙");
        assert!(create(&path, b"x").is_err());
        assert_eq!(fs::read_to_string(&path).expect("the file"), "乙");
        let in_the_way = folder.path().join("taken");
        fs::create_dir_all(in_the_way.join("below")).expect("a folder");
        assert!(replace(&in_the_way, b"x", Flush::Later).is_err());
        let names = fs::read_dir(folder.path()).expect("the folder").count();
        assert_eq!(names, 2, "nothing is left beside");
    }
}
