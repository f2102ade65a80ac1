//! A file of pairs: for each key, in order, which documents hold it.
//!
//! ```text
//! record  = key, less the one before (varint) · bytes of the postings (varint) · postings
//! posting = number of the document, less the one before, · 2 + whether the title holds the key (varint)
//! ```

/// A document's number with a mark, before the numbers are taken from each other.
pub(super) fn posting(number: u32, in_title: bool) -> u32 {
    number << 1 | u32::from(in_title)
}

/// Writes keys with their postings, in order; no key is less than `first`.
pub(super) fn write(found: &[(u32, u32)], first: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(found.len() * 2);
    let mut before = first;
    let mut postings = Vec::new();
    for of_key in found.chunk_by(|one, other| one.0 == other.0) {
        let key = of_key[0].0;
        postings.clear();
        let mut last = 0;
        for (_, posting) in of_key {
            let number = posting >> 1;
            varint(&mut postings, (number - last) << 1 | posting & 1);
            last = number;
        }
        varint(&mut bytes, key - before);
        varint(&mut bytes, u32::try_from(postings.len()).unwrap_or(u32::MAX));
        bytes.extend_from_slice(&postings);
        before = key;
    }
    bytes
}

/// Seven bits a byte, the lowest first; all but the last have the eighth bit.
fn varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value > 0x7F {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_differences() {
        let found = [(5, posting(0, true)), (5, posting(300, false)), (9, posting(2, true))];
        assert_eq!(write(&found, 4), [1, 3, 1, 0xD8, 0x04, 4, 1, 5]);
    }
}
