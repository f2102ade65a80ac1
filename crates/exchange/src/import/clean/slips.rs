//! 错位: a tool replaced full-width marks in GBK text byte by byte, so that the characters behind them were read from the
//! wrong byte on: `。縣` became `??h`. What it was can be worked out, but not with certainty: it is a suggestion.

use super::simplify::simplified;
use super::{Survey, Suspicion};
use crate::chinese::is_han;
use crate::diagnostic::Code;
use crate::say;
use encoding_rs::GBK;
use std::ops::Range;

/// Characters that a tool misread.
pub(super) struct Slip {
    /// In the passage.
    pub(super) range: Range<usize>,
    /// What probably stood there.
    suggestion: String,
}

/// The marks with the second byte of their full-width forms; the first is A3.
const MARKS: [(char, u8); 7] =
    [('?', 0xbf), ('!', 0xa1), (',', 0xac), (':', 0xba), (';', 0xbb), ('(', 0xa8), (')', 0xa9)];

/// The byte before, which was lost: that of 。 is by far the most frequent.
const LEAD: u8 = 0xa1;

pub(super) fn find(chars: &[char]) -> Vec<Slip> {
    let mut found: Vec<Slip> = Vec::new();
    for at in 0..chars.len().saturating_sub(1) {
        let free = found.last().is_none_or(|slip| slip.range.end <= at);
        if free && chars[at] == '?' {
            found.extend(slip(chars, at));
        }
    }
    found
}

/// `?`, one of the marks, and characters up to the next that is ASCII.
fn slip(chars: &[char], start: usize) -> Option<Slip> {
    let (_, second) = MARKS.iter().find(|(mark, _)| *mark == chars[start + 1])?;
    let rest = &chars[start + 2..];
    let foreign = |c: &char| !c.is_ascii() || c.is_ascii_uppercase();
    let length = match rest {
        ['h', '委' | '級' | '级' | '長' | '长' | '政' | '人', ..] => 1,
        _ => rest.iter().take_while(|c| foreign(c)).count(),
    };
    let run = &rest[..length];
    let suggestion = decoded(*second, run)?;
    let (before, after) = (usual(run), usual_text(&suggestion));
    let better = run == ['h'] || (after > 0.9 && after > before + 0.2);
    better.then(|| Slip { range: start..start + 2 + length, suggestion })
}

/// The bytes as they were, read again; a last half character is dropped.
fn decoded(second: u8, run: &[char]) -> Option<String> {
    let mut bytes = vec![LEAD, 0xa3, second];
    for c in run {
        match *c {
            '€' => bytes.push(0x80),
            c if c.is_ascii() && run.len() == 1 => bytes.push(u8::try_from(c).ok()?),
            c => {
                // A capital among them was a full-width one's byte pair.
                let wide = char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii());
                let mut one = [0; 4];
                let text = wide.unwrap_or(c).encode_utf8(&mut one);
                let (encoded, _, failed) = GBK.encode(text);
                bytes.extend_from_slice(&encoded);
                if failed {
                    return None;
                }
            }
        }
    }
    let (text, _) = GBK.decode_without_bom_handling(&bytes);
    let text = text.trim_end_matches('\u{fffd}');
    (!text.contains('\u{fffd}') && text.chars().count() > 1).then(|| text.to_owned())
}

fn usual_text(text: &str) -> f64 {
    let chars: Vec<char> = text.chars().collect();
    usual(&chars)
}

/// The share of characters that everybody knows: level 1 of GB 2312 (its first bytes are B0 to D7), in
/// either form, and marks.
fn usual(chars: &[char]) -> f64 {
    let known = |c: &&char| {
        let mut one = [0; 4];
        let (bytes, _, failed) = GBK.encode(simplified(**c).encode_utf8(&mut one));
        let level_one = matches!(*bytes, [0xb0..=0xd7, 0xa1..=0xfe]);
        !failed && (!is_han(**c) || level_one) && !matches!(**c, '\u{3100}'..='\u{312f}')
    };
    match chars.len() {
        0 => 0.0,
        count => chars.iter().filter(known).count() as f64 / count as f64,
    }
}

pub(super) fn doubts(chars: &[char], _: &Survey) -> Vec<Suspicion> {
    let suspicion = |slip: Slip| {
        let found: String = chars[slip.range.clone()].iter().collect();
        let suggestion = slip.suggestion;
        Suspicion {
            code: Code::ImportByteSlip,
            range: slip.range,
            words: say!(
                "“{found}”可能是编码错位，原来也许是“{suggestion}”",
                "{found} may be bytes out of step; perhaps it was {suggestion}"
            ),
        }
    };
    find(chars).into_iter().map(suspicion).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors of real pages.
    #[test]
    fn what_slipped_is_suggested() {
        for (damaged, suggestion) in
            [("有力保障??h委", "。縣"), ("印发?!锻ㄖ", "。《通"), ("指出?!蔽覀冎", "。”我們")]
        {
            let chars: Vec<char> = damaged.chars().collect();
            let found: Vec<String> = find(&chars).into_iter().map(|s| s.suggestion).collect();
            assert_eq!(found, [suggestion], "{damaged}");
        }
    }

    #[test]
    fn marks_that_people_write_are_no_slips() {
        for text in [
            "怎么办?!",
            "真的??",
            "真的?!我们都知道",
            "是吗??县委",
            "对不对?(试行)",
            "GDP??",
            "?,",
            "??",
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(find(&chars).len(), 0, "{text}");
        }
    }
}
