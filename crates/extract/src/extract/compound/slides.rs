//! PowerPoint of before 2007 ([MS-PPT]): records in records, some of which are text.

use super::{Compound, Reader, Unreadable, u16_at, u32_at, wide};
use crate::say;

/// Records of text: letters of two bytes, of one, and names.
const WIDE: u16 = 4000;
const NARROW: u16 = 4008;
const NAME: u16 = 4026;
/// What the stream of the user says of a locked file.
const LOCKED: u32 = 0xf3d1_c4df;

pub(super) fn read(
    bytes: &[u8],
    file: &Compound<'_>,
    reader: &mut Reader,
) -> Result<(), Unreadable> {
    let user = file.named("Current User").unwrap_or_default();
    if u32_at(&user, 12) == Some(LOCKED) {
        return Err(Unreadable::Encrypted);
    }
    let (mut at, mut number) = (0, 0);
    while let (Some(head), Some(kind), Some(length)) =
        (u16_at(bytes, at), u16_at(bytes, at + 2), u32_at(bytes, at + 4))
    {
        at += 8;
        // A record of records: the next one is its first.
        if head & 0xf == 0xf {
            continue;
        }
        let end = at.saturating_add(length as usize).min(bytes.len());
        let text = match kind {
            WIDE | NAME => wide(&bytes[at.min(end)..end]),
            NARROW => bytes[at.min(end)..end].iter().map(|b| char::from(*b)).collect(),
            _ => String::new(),
        };
        for line in text.split(['\r', '\x0b']) {
            number += 1;
            reader.text(say!("幻灯片第{number}段文字", "text {number} of the slides"), line);
        }
        at = end;
    }
    Ok(())
}
