//! Notes: what the program remembers in a file of its own. One that is missing, damaged or of another form is no note.

use super::{Flush, fingerprint, replace};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::io;
use std::path::Path;

/// Reads a note that begins with `head`, a line that changes with its form.
pub fn load<T: DeserializeOwned>(path: &Path, head: &[u8]) -> Option<T> {
    let bytes = fs::read(path).ok()?;
    let (sum, body) = bytes.strip_prefix(head)?.split_first_chunk::<8>()?;
    let whole = u64::from_le_bytes(*sum) == fingerprint(&body);
    whole.then(|| postcard::from_bytes(body).ok()).flatten()
}

/// Writes a note.
///
/// # Errors
/// Whatever the system refuses; the note is then the one before.
pub fn save<T: Serialize>(path: &Path, head: &[u8], value: &T) -> io::Result<()> {
    let body = postcard::to_stdvec(value).map_err(io::Error::other)?;
    let mut bytes = head.to_vec();
    bytes.extend(fingerprint(&body.as_slice()).to_le_bytes());
    bytes.extend(body);
    replace(path, &bytes, Flush::Later)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_note_is_no_note() {
        const HEAD: &[u8] = b"note 1\n";
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("note");
        save(&path, HEAD, &(7_u64, "县".to_owned())).expect("saved");
        assert_eq!(load(&path, HEAD), Some((7_u64, "县".to_owned())));
        assert_eq!(load::<(u64, String)>(&path, b"note 2\n"), None);
        let whole = fs::read(&path).expect("the file");
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x40;
            fs::write(&path, bytes).expect("written");
            assert_eq!(load::<(u64, String)>(&path, HEAD), None, "byte {at}");
            fs::write(&path, &whole[..at]).expect("written");
            assert_eq!(load::<(u64, String)>(&path, HEAD), None, "cut at {at}");
        }
    }
}
