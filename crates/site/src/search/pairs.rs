//! Characters as the search sees them, and the keys of their pairs.
//!
//! Everything here exists a second time in the theme's `search.js`; a test in the browser holds the two together.

/// What results can be narrowed by; each has a character of the private use area, which no text is indexed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Facet {
    /// 类型.
    Kind = 0xE000,
    /// 栏目.
    Column = 0xE001,
    /// 单位.
    Unit = 0xE002,
    /// 失效, 废止, 已被替代.
    Lapsed = 0xE003,
}

/// A UTF-16 unit as the search sees it: case, width and the forms of brackets, quotes and dashes make no difference.
/// `None` for spaces and what nobody sees.
pub fn fold(unit: u16) -> Option<u16> {
    let unit = match unit {
        0xFF01..=0xFF5E => unit - 0xFEE0,
        other => other,
    };
    Some(match unit {
        0..=0x20 | 0x7F..=0xA0 | 0xAD | 0x2000..=0x200F | 0x2028..=0x202F => return None,
        0x205F..=0x206F | 0x3000 | 0xE000..=0xF8FF | 0xFE00..=0xFE0F | 0xFEFF => return None,
        0x41..=0x5A => unit + 0x20,
        // [ 〔 【 〖 and ] 〕 】 〗
        0x5B | 0x3014 | 0x3010 | 0x3016 => 0x28,
        0x5D | 0x3015 | 0x3011 | 0x3017 => 0x29,
        // “ ” „ 「 」 『 』 and ‘ ’
        0x201C..=0x201E | 0x300C..=0x300F => 0x22,
        0x2018 | 0x2019 => 0x27,
        // ‐ to ― and ~
        0x2010..=0x2015 | 0x7E => 0x2D,
        // • ・ ‧
        0x2022 | 0x30FB | 0x2027 => 0xB7,
        other => other,
    })
}

/// Whether a folded unit ends a phrase: pairs with it are in nearly every document and tell nothing.
fn divides(unit: u16) -> bool {
    // ! " ' , . ; ? … 、 。 — and : which times have
    matches!(unit, 0x21 | 0x22 | 0x27 | 0x2C | 0x2E | 0x3A | 0x3B | 0x3F | 0x2026 | 0x3001 | 0x3002)
}

/// The keys of all pairs of a text, in its order; a pair does not go beyond its line.
pub fn keys(text: &str) -> Vec<u32> {
    let mut keys = Vec::with_capacity(text.len() / 2);
    for line in text.split('\n') {
        let mut before = None;
        for unit in line.encode_utf16().filter_map(fold) {
            let unit = Some(unit).filter(|unit| !divides(*unit));
            if let (Some(before), Some(unit)) = (before, unit) {
                keys.push(key(before, unit));
            }
            before = unit;
        }
    }
    keys
}

/// The key of what results are narrowed by.
pub(super) fn facet(facet: Facet, value: usize) -> u32 {
    key(facet as u16, u16::try_from(value).unwrap_or(u16::MAX))
}

/// A number for a pair, one for one, whose upper bits are spread evenly.
fn key(first: u16, second: u16) -> u32 {
    let pair = u32::from(first) << 16 | u32::from(second);
    (pair ^ pair >> 16).wrapping_mul(0x9E37_79B1)
}

/// The shard that holds a key; `shards` is a power of two.
pub(super) fn shard(key: u32, shards: usize) -> usize {
    ((u64::from(key) * shards as u64) >> 32) as usize
}

/// The first and the last key of a shard.
pub(super) fn range(shard: usize, shards: usize) -> (u32, u32) {
    let size = (1_u64 << 32) / shards as u64;
    let first = shard as u64 * size;
    let fit = |key: u64| u32::try_from(key).unwrap_or(u32::MAX);
    (fit(first), fit(first + size - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_character_are_one() {
        let forms = [
            ("云政发〔2026〕12号", "云政发［２０２６］１２号"),
            ("云政发〔2026〕12号", "云政发 (2026) 12 号"),
            ("GB/T 9704—2012", "gb/t9704-2012"),
            ("“一件事”", "「一件事」"),
        ];
        for (one, other) in forms {
            assert_eq!(keys(one), keys(other), "{one}");
        }
        assert_ne!(keys("县政府"), keys("县政协"));
    }

    #[test]
    fn pairs_end_with_the_phrase() {
        assert_eq!(keys("会议，全县"), [keys("会议"), keys("全县")].concat());
        assert_eq!(keys("会议\n全县"), [keys("会议"), keys("全县")].concat());
        assert!(keys("水").is_empty());
        assert!(keys("").is_empty());
    }

    #[test]
    fn facets_are_no_text() {
        assert!(keys("\u{E000}\u{1}\u{E002}水").is_empty());
    }

    #[test]
    fn every_key_has_one_shard() {
        for shards in [1, 2, 64, 1024] {
            for (key, shard_of) in [(0, 0), (u32::MAX, shards - 1)] {
                assert_eq!(shard(key, shards), shard_of);
            }
            for at in 0..shards {
                let (first, last) = range(at, shards);
                assert_eq!((shard(first, shards), shard(last, shards)), (at, at));
            }
        }
    }
}
