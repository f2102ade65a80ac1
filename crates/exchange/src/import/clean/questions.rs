//! 问号: a page lost its wide blanks, and a `?` stands for each.

use super::{Edit, Said, Step, Survey, Suspicion, char_at, covers, is_blank, slips};
use crate::chinese::is_han;
use crate::diagnostic::Code;
use crate::say;
use std::ops::Range;

pub(super) const STEP: Step = Step {
    code: "question-marks",
    name: Said {
        zh: "把乱码问号还原成空白", en: "question marks turned back into blanks"
    },
};

/// So many runs within a text's lines, and they are blanks, not somebody's surprise.
const LEAST: usize = 3;

pub(super) fn are_blanks(texts: &[&[char]]) -> bool {
    let inner = |text: &&[char]| runs(text).into_iter().filter(|r| r.start > 0).count();
    texts.iter().map(inner).sum::<usize>() >= LEAST
}

/// Those before a text are its indent; those within it are blanks where there are many.
pub(super) fn edits(chars: &[char], survey: &Survey) -> Vec<Edit> {
    let mut found = Vec::new();
    for run in runs(chars) {
        let blank = "\u{3000}".repeat(run.len());
        if run.start == 0 || survey.questions {
            found.push(Edit::new(run, blank));
        }
    }
    found
}

pub(super) fn doubts(chars: &[char], survey: &Survey) -> Vec<Suspicion> {
    let left = runs(chars).into_iter().filter(|_| !survey.questions);
    let suspicion = |range: Range<usize>| Suspicion {
        code: Code::ImportQuestionMarks,
        range,
        words: say!(
            "这里的几个问号可能是乱码，原来也许是空白",
            "these question marks may stand for blanks"
        ),
    };
    left.map(suspicion).collect()
}

/// Runs of question marks before a text, and of two and more between Han characters.
pub(super) fn runs(chars: &[char]) -> Vec<Range<usize>> {
    let slipped: Vec<Range<usize>> = slips::find(chars).into_iter().map(|s| s.range).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let length = chars[at..].iter().take_while(|c| **c == '?').count();
        let after = char_at(chars, at + length, 0);
        let indent = at == 0 && (is_blank(after) || (length > 1 && is_han(after)));
        let between = length > 1 && is_han(char_at(chars, at, -1)) && is_han(after);
        let slip = covers(&slipped, at);
        if length > 0 && (indent || between) && !slip {
            found.push(at..at + length);
        }
        at += length.max(1);
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::import::clean::tests::{clean_text, cleaned};

    #[test]
    fn question_marks_are_blanks_where_there_are_many() {
        for (damaged, clean) in [
            ("???　云溪县召开会议", "云溪县召开会议"),
            ("????云溪县召开会议", "云溪县召开会议"),
            ("信息??种类???公开??方式", "信息　种类　公开　方式"),
            ("怎么办？办什么？？", "怎么办？办什么？？"),
        ] {
            assert_eq!(cleaned(damaged), [clean]);
        }
    }

    #[test]
    fn a_single_run_is_left_to_a_person() {
        let cleaned = clean_text("息??种类");
        assert_eq!(cleaned.doubts[0].code, Code::ImportQuestionMarks);
        assert!(cleaned.changes.is_empty());
    }
}
