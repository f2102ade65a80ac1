//! A file of pairs: for each key, in order, which documents hold it.
//!
//! ```text
//! record  = key, less the one before (varint) · bytes of the postings (varint) · postings
//! posting = number of the document, less the one before, · 2 + whether the title holds the key (varint)
//! ```

/// That a document holds a key, as a number: postings in order are those of a file in its order.
pub(super) type Posting = u64;

/// The posting of a document, by its number, which is below 2³¹.
pub(super) fn posting(key: u32, number: u32, in_title: bool) -> Posting {
    u64::from(key) << 32 | u64::from(number) << 1 | u64::from(in_title)
}

pub(super) fn key_of(posting: Posting) -> u32 {
    (posting >> 32) as u32
}

pub(super) fn number_of(posting: Posting) -> u32 {
    posting as u32 >> 1
}

/// The same for a document that has another number now.
pub(super) fn renumbered(posting: Posting, number: u32) -> Posting {
    posting & !0xFFFF_FFFE | u64::from(number) << 1
}

/// Writes postings, which are in order; no key is less than `first`.
pub(super) fn write(found: &[Posting], first: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(found.len() * 2);
    let mut before = first;
    let mut postings = Vec::new();
    for of_key in found.chunk_by(|one, other| key_of(*one) == key_of(*other)) {
        let key = key_of(of_key[0]);
        postings.clear();
        let mut last = 0;
        for posting in of_key {
            let number = number_of(*posting);
            varint(&mut postings, (number - last) << 1 | (*posting & 1) as u32);
            last = number;
        }
        varint(&mut bytes, key - before);
        varint(&mut bytes, u32::try_from(postings.len()).unwrap_or(u32::MAX));
        bytes.extend_from_slice(&postings);
        before = key;
    }
    bytes
}

/// Reads what [`write`] wrote.
pub(super) fn read(mut bytes: &[u8], first: u32) -> Vec<Posting> {
    let mut found = Vec::with_capacity(bytes.len());
    let mut key = first;
    while !bytes.is_empty() {
        key = key.wrapping_add(next(&mut bytes));
        let length = (next(&mut bytes) as usize).min(bytes.len());
        let (mut postings, rest) = bytes.split_at(length);
        let mut number = 0_u32;
        while !postings.is_empty() {
            let value = next(&mut postings);
            number = number.wrapping_add(value >> 1);
            found.push(posting(key, number, value & 1 == 1));
        }
        bytes = rest;
    }
    found
}

/// Seven bits a byte, the lowest first; all but the last have the eighth bit.
fn varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value > 0x7F {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn next(bytes: &mut &[u8]) -> u32 {
    let (mut value, mut shift) = (0, 0);
    while let [byte, rest @ ..] = *bytes {
        *bytes = rest;
        value |= u32::from(byte & 0x7F).wrapping_shl(shift);
        shift += 7;
        if byte & 0x80 == 0 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_differences() {
        let found = [posting(5, 0, true), posting(5, 300, false), posting(9, 2, true)];
        let bytes = write(&found, 4);
        assert_eq!(bytes, [1, 3, 1, 0xD8, 0x04, 4, 1, 5]);
        assert_eq!(read(&bytes, 4), found);
    }

    #[test]
    fn a_number_changes_and_nothing_else() {
        for in_title in [false, true] {
            let one = posting(u32::MAX, 7, in_title);
            assert_eq!(renumbered(one, 70_000), posting(u32::MAX, 70_000, in_title));
            assert_eq!((key_of(one), number_of(one)), (u32::MAX, 7));
        }
    }
}
