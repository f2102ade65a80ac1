//! The zip around the parts.

use super::Fault;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::{ZipError, ZipResult};

/// More parts than any office document has.
const PARTS: usize = 10_000;

/// A larger part of text is no office document's, in bytes.
const TEXT: u64 = 128 * 1024 * 1024;

/// An opened file; all that is taken out of it together stays below its limit.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens a file that may unpack to `limit` bytes.
    pub fn open(bytes: &'b [u8], limit: u64) -> Result<Self, Fault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
        match archive.len() {
            0..=PARTS => Ok(Self { archive, left: limit }),
            _ => Err(Fault::TooLarge),
        }
    }

    /// The parts that have a name, in the order of their names.
    pub fn names(&self) -> Vec<String> {
        // A name that is no text is none of those that anybody looks for.
        let names = self.archive.file_names().filter_map(Result::ok);
        let mut names: Vec<String> = names.map(|name| name.into_owned()).collect();
        names.sort_unstable();
        names
    }

    /// Everything in it that is no folder, in the order of the file. Chinese Windows writes names in GBK and says nothing of it.
    pub fn members(&self) -> Vec<(usize, String)> {
        let names = self.archive.file_names_raw().map(|raw| match std::str::from_utf8(raw) {
            Ok(name) => name.to_owned(),
            Err(_) => encoding_rs::GB18030.decode(raw).0.into_owned(),
        });
        names.enumerate().filter(|(_, name)| !name.ends_with(['/', '\\'])).collect()
    }

    /// The bytes of a member, by its number in [`members`](Self::members).
    pub fn member(&mut self, number: usize) -> Result<Option<Vec<u8>>, Fault> {
        let most = self.left;
        let bytes = unpacked(self.archive.by_index(number), most)?;
        self.left -= bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
        Ok(bytes)
    }

    /// How much it may still unpack to.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// A part's bytes; `None` where there is no such part.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        self.unpack(name, self.left)
    }

    fn unpack(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Fault> {
        let bytes = unpacked(self.archive.by_name(name), most.min(self.left))?;
        self.left -= bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
        Ok(bytes)
    }

    /// A part's text; `None` where there is no such part.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let Some(bytes) = self.unpack(name, TEXT)? else {
            return Ok(None);
        };
        let marked = encoding_rs::Encoding::for_bom(&bytes);
        let (encoding, _) = marked.unwrap_or((encoding_rs::UTF_8, 0));
        Ok(Some(encoding.decode(&bytes).0.into_owned()))
    }
}

/// At most so many bytes of a file; `None` where there is no such file.
fn unpacked(file: ZipResult<impl Read>, most: u64) -> Result<Option<Vec<u8>>, Fault> {
    let file = match file {
        Ok(file) => file,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
            return Err(Fault::Encrypted);
        }
        Err(_) => return Err(Fault::Damaged),
    };
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Fault::Damaged)?;
    match bytes.len() as u64 > most {
        true => Err(Fault::TooLarge),
        false => Ok(Some(bytes)),
    }
}
