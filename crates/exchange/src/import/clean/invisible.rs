//! 看不见的字符: characters without a form, and ornaments that were strewn into a text.

use super::{Edit, Said, Step, Survey, Suspicion, char_at};
use crate::chinese::is_formless;
use crate::diagnostic::Code;
use crate::say;

pub(super) const STEP: Step = Step {
    code: "invisible",
    name: Said {
        zh: "去掉看不见的字符和乱入的符号",
        en: "invisible characters and stray ornaments taken out",
    },
};

pub(super) fn edits(chars: &[char], _: &Survey) -> Vec<Edit> {
    let strays = (0..chars.len()).filter(|at| is_stray(chars[*at]) || is_ornament(chars, *at));
    strays.map(|at| Edit::new(at..at + 1, "")).collect()
}

fn is_stray(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\t' | '\n');
    // Symbol fonts of Word put their bullets here.
    let symbol = matches!(c, '\u{f000}'..='\u{f0ff}');
    control || is_formless(c) || symbol
}

fn is_ornament(chars: &[char], at: usize) -> bool {
    match chars[at] {
        '✿' | '❀' | '❁' | '✾' | '✽' | '❃' | '❋' | '❖' | '✪' | '✫' | '✬' => {
            true
        }
        // 秘密★1年 is a mark of secrecy (GB/T 9704—2012 7.2.2).
        '★' | '☆' => char_at(chars, at, -1) != '密',
        _ => false,
    }
}

/// A private character may stand for a rare one, in a name for instance.
pub(super) fn doubts(chars: &[char], _: &Survey) -> Vec<Suspicion> {
    let private = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    let lost = |c: char| private(c) || c == '\u{fffd}';
    let found = (0..chars.len()).filter(|at| lost(chars[*at]));
    let suspicion = |at: usize| Suspicion {
        code: Code::ImportLostCharacter,
        range: at..at + 1,
        words: say!(
            "这里有一个显示不出的字，可能是生僻字",
            "a character here cannot be shown; it may be a rare one"
        ),
    };
    found.map(suspicion).collect()
}

#[cfg(test)]
mod tests {
    use crate::import::clean::tests::cleaned;

    #[test]
    fn strays_go_and_marks_of_secrecy_stay() {
        for (damaged, clean) in [
            ("县\u{200b}政府\u{feff}", "县政府"),
            ("工\u{ad}作✿❀要求★", "工作要求"),
            ("秘密★1年", "秘密★1年"),
            ("\u{f0b7}加强领导", "加强领导"),
            ("李\u{e863}", "李\u{e863}"),
        ] {
            assert_eq!(cleaned(damaged), [clean]);
        }
    }
}
