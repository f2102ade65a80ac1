//! Word, Excel, PowerPoint and WPS of before 2007: a file with streams in it ([MS-CFB]), each a chain of sectors.

mod document;
mod sheets;
mod slides;

use super::{Kind, Reader, Unreadable, plain};

/// A stream's name, and where it begins.
struct Entry {
    name: String,
    start: u32,
    size: usize,
}

/// What is known of the chains.
struct Compound<'b> {
    bytes: &'b [u8],
    /// Of a sector, in bytes.
    sector: usize,
    /// The sector after each; what is no sector ends a chain.
    next: Vec<u32>,
    /// The same for streams that are small, which lie in 64 bytes each in a stream of their own.
    next_small: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

/// Whether a file of the new kinds lies locked in one of the old: by the name of the stream that it then lies in, in UTF-16.
pub fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
    super::kind::holds(bytes, &name)
}

/// Below this size a stream is small.
const SMALL: usize = 4096;
const SMALL_SECTOR: usize = 64;

pub(super) fn read(
    bytes: &[u8],
    named: Option<Kind>,
    reader: &mut Reader,
) -> Result<(), Unreadable> {
    let file = Compound::open(bytes).filter(|file| !file.entries.is_empty());
    let Some(file) = file else {
        plain::open_text(bytes, reader);
        // A compound file under a new name is a locked one: that is how Word and Excel lock them.
        return Err(match named {
            Some(Kind::Docx | Kind::Xlsx | Kind::Pptx) => Unreadable::Encrypted,
            _ => Unreadable::Damaged,
        });
    };
    if file.entries.iter().any(|entry| entry.name == "EncryptedPackage") {
        return Err(Unreadable::Encrypted);
    }
    let mut known = false;
    for entry in &file.entries {
        known |= file.stream_of_text(entry, reader)?;
    }
    match known {
        true => Ok(()),
        false => {
            plain::open_text(bytes, reader);
            Err(Unreadable::Unknown)
        }
    }
}

impl<'b> Compound<'b> {
    fn open(bytes: &'b [u8]) -> Option<Self> {
        let shift = u32::from(u16_at(bytes, 30)?);
        if !(7..=16).contains(&shift) {
            return None;
        }
        let sector = 1_usize << shift;
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            next_small: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        file.next = file.table()?;
        file.next_small = numbers(&file.chain(u32_at(bytes, 60)?, usize::MAX));
        let folder = file.chain(u32_at(bytes, 48)?, usize::MAX);
        let entries = folder.chunks_exact(128).filter_map(entry);
        for (kind, entry) in entries {
            match kind {
                // The root's own stream holds the small ones.
                5 => file.small = file.chain(entry.start, entry.size),
                _ => file.entries.push(entry),
            }
        }
        Some(file)
    }

    /// The table of chains: its own sectors stand in the head, and in sectors that follow each other.
    fn table(&self) -> Option<Vec<u32>> {
        let mut sectors: Vec<u32> = numbers(self.bytes.get(76..512)?);
        let (mut more, most) = (u32_at(self.bytes, 68)?, self.bytes.len() / self.sector + 1);
        while let Some(bytes) = self.sector(more) {
            let mut list = numbers(bytes);
            more = list.pop()?;
            sectors.append(&mut list);
            if sectors.len() > most {
                break;
            }
        }
        let tables = sectors.iter().take(most).filter_map(|number| self.sector(*number));
        Some(tables.flat_map(numbers).collect())
    }

    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(start..)?;
        (!rest.is_empty()).then(|| &rest[..rest.len().min(self.sector)])
    }

    /// The bytes of a chain; one that goes in a circle ends where the file would.
    fn chain(&self, start: u32, size: usize) -> Vec<u8> {
        let (mut bytes, mut at) = (Vec::new(), start);
        let most = size.min(self.bytes.len());
        while bytes.len() < most
            && let Some(sector) = self.sector(at)
        {
            bytes.extend_from_slice(sector);
            at = self.next.get(at as usize).copied().unwrap_or(u32::MAX);
        }
        bytes.truncate(most);
        bytes
    }

    fn stream(&self, entry: &Entry) -> Vec<u8> {
        if entry.size >= SMALL {
            return self.chain(entry.start, entry.size);
        }
        let (mut bytes, mut at) = (Vec::new(), entry.start);
        while bytes.len() < entry.size {
            let start = (at as usize).saturating_mul(SMALL_SECTOR);
            let Some(rest) = self.small.get(start..).filter(|rest| !rest.is_empty()) else {
                break;
            };
            bytes.extend_from_slice(&rest[..rest.len().min(SMALL_SECTOR)]);
            at = self.next_small.get(at as usize).copied().unwrap_or(u32::MAX);
        }
        bytes.truncate(entry.size);
        bytes
    }

    fn named(&self, name: &str) -> Option<Vec<u8>> {
        self.entries.iter().find(|entry| entry.name == name).map(|entry| self.stream(entry))
    }

    /// A stream's bytes, counted: many may stand for the same chain.
    fn counted(&self, entry: &Entry, reader: &mut Reader) -> Result<Vec<u8>, Unreadable> {
        let bytes = self.stream(entry);
        reader.spend(bytes.len())?;
        Ok(bytes)
    }

    /// Reads a stream that holds text; whether it is the text of a program that we know.
    fn stream_of_text(&self, entry: &Entry, reader: &mut Reader) -> Result<bool, Unreadable> {
        match entry.name.as_str() {
            "Workbook" | "Book" => sheets::read(&self.counted(entry, reader)?, reader)?,
            "WordDocument" => document::read(&self.counted(entry, reader)?, self, reader)?,
            "PowerPoint Document" => slides::read(&self.counted(entry, reader)?, self, reader)?,
            // Titles, authors, what a pivot table keeps of its source, what was put in from other programs.
            "\u{5}SummaryInformation" | "\u{5}DocumentSummaryInformation" | "\u{1}Ole10Native" => {
                plain::open_text(&self.counted(entry, reader)?, reader);
                return Ok(false);
            }
            name if !name.is_empty() && name.bytes().all(|b| b.is_ascii_hexdigit()) => {
                plain::open_text(&self.counted(entry, reader)?, reader);
                return Ok(false);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// An entry of the folder with its kind: 2 is a stream, 5 the root.
fn entry(bytes: &[u8]) -> Option<(u8, Entry)> {
    let kind = *bytes.get(66)?;
    let length = usize::from(u16_at(bytes, 64)?).min(64);
    let name = wide(bytes.get(..length.checked_sub(2)?)?);
    let (start, size) = (u32_at(bytes, 116)?, u32_at(bytes, 120)? as usize);
    matches!(kind, 2 | 5).then_some((kind, Entry { name, start, size }))
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
        .collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([two[0], two[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// Text of two bytes a letter.
fn wide(bytes: &[u8]) -> String {
    encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.into_owned()
}
