//! 空白: indents go (a style draws them), runs of blanks become one.

use super::{Edit, Said, Step, Survey, char_at, is_blank};
use crate::chinese::is_wide;

pub(super) const STEP: Step =
    Step { code: "blanks", name: Said { zh: "整理空白", en: "blanks put in order" } };

pub(super) fn edits(chars: &[char], _: &Survey) -> Vec<Edit> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let length = chars[at..].iter().take_while(|c| is_blank(**c)).count();
        if length > 0 {
            let run = &chars[at..at + length];
            let right = one(run, char_at(chars, at, -1), char_at(chars, at + length, 0));
            if !run.iter().copied().eq(right.chars()) {
                found.push(Edit::new(at..at + length, right));
            }
        }
        at += length.max(1);
    }
    found
}

/// What a run of blanks becomes: nothing at the ends and before a mark, a wide blank between Han characters that stand
/// apart, else a plain one.
fn one(run: &[char], before: char, after: char) -> &'static str {
    let mark = |c: char| matches!(c, '，' | '。' | '；' | '、' | '！' | '？' | '》' | '）' | '”');
    let wide = run.len() > 1 || matches!(run, ['\u{3000}' | '\t']);
    match (before, after) {
        ('\0', _) | (_, '\0') => "",
        (_, after) if mark(after) => "",
        (before, after) if wide && (is_wide(before) || is_wide(after)) => "\u{3000}",
        _ => " ",
    }
}

#[cfg(test)]
mod tests {
    use crate::import::clean::tests::cleaned;

    #[test]
    fn blanks_are_put_in_order() {
        for (damaged, clean) in [
            ("　　县政府　", "县政府"),
            ("\u{a0}\u{a0}县政府", "县政府"),
            ("组　长：　李明远　　县长", "组　长：　李明远　县长"),
            ("组长：\t李明远\t县长", "组长：　李明远　县长"),
            ("GDP  of  2026", "GDP of 2026"),
            ("增长 5%", "增长 5%"),
            ("会议 。", "会议。"),
        ] {
            assert_eq!(cleaned(damaged), [clean]);
        }
    }
}
