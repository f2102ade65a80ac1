//! 标点: marks that lost their width in Chinese text get it back (GB/T 15834—2011); numbers, addresses and Latin stay.

use super::{Edit, Said, Step, Survey, Suspicion, char_at, covers, is_blank, questions};
use crate::chinese::marks::{addresses, ends_word, full_width};
use crate::chinese::usage::{Correction, Rule, corrections};
use crate::chinese::{is_han, numerals};
use crate::diagnostic::Code;
use crate::markdown::sentences;
use crate::say;
use std::ops::Range;

pub(super) const STEP: Step = Step {
    code: "punctuation",
    name: Said { zh: "半角标点改全角", en: "half-width marks made full-width" },
};

pub(super) const NUMBERS: Step = Step {
    code: "numbers",
    name: Said { zh: "数字和日期按标准写", en: "numbers and days in standard form" },
};

pub(super) fn edits(chars: &[char], survey: &Survey) -> Vec<Edit> {
    let addresses = addresses(chars);
    let free = |at: usize| !covers(&addresses, at);
    // A pair is mended as a whole.
    let is_free = |pair: &Pair| free(pair.open) && free(pair.close);
    let pairs = brackets(chars).into_iter().chain(quotes(chars)).filter(is_free);
    let mut found: Vec<Edit> = pairs.flat_map(|pair| pair.edits(chars)).collect();
    if survey.traditional {
        found.extend(corners(chars));
    }
    // A mark is judged by its neighbours as they will be.
    let mut wide = chars.to_owned();
    for edit in &found {
        let right = edit.right.chars();
        wide.splice(edit.range.clone(), right);
    }
    let doubtful = questions::runs(chars);
    let certain = |at: &usize| free(*at) && !covers(&doubtful, *at);
    let marks = (0..chars.len()).filter(certain);
    found.extend(marks.filter_map(|at| mark(&wide, at)));
    found.sort_by_key(|edit| edit.range.start);
    found
}

/// What is wrong with marks of any width, by the rules of `check`: `县...` -> `县……`, `云政发[2026]12号` -> `云政发〔2026〕12号`.
pub(super) fn usage(chars: &[char], _: &Survey) -> Vec<Edit> {
    edits_of(chars, |rule| rule != Rule::Number)
}

/// Numbers and days in another form than the standard has: `3月1号` -> `3月1日`, `63～68%` -> `63%～68%`.
pub(super) fn numbers(chars: &[char], _: &Survey) -> Vec<Edit> {
    // Most sentences have none of the characters that such a number is told by.
    let may = |c: &char| matches!(c, '%' | '号') || numerals::zero(*c);
    match chars.iter().any(may) {
        true => edits_of(chars, |rule| rule == Rule::Number),
        false => Vec::new(),
    }
}

fn edits_of(chars: &[char], wanted: fn(Rule) -> bool) -> Vec<Edit> {
    let found = corrections(chars).into_iter().filter(|one| wanted(one.rule));
    found.map(|one| Edit::new(one.range, one.right)).collect()
}

/// The same in Markdown that goes through as it is, in bytes: its sentences are read as `check` reads them. Brackets of a 发文字号 that
/// another program put behind backslashes count too.
pub(super) fn in_markdown(text: &str) -> Vec<(&'static Step, Edit)> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        for Correction { rule, range, right } in corrections(&sentence.chars) {
            let length: usize = sentence.chars[range.clone()].iter().map(|c| c.len_utf8()).sum();
            let Some(place) = sentence.place(range) else { continue };
            if place.len() == length || right.starts_with('〔') {
                let step = if rule == Rule::Number { &NUMBERS } else { &STEP };
                found.push((step, Edit::new(place, right)));
            }
        }
    }
    found
}

/// Two marks that belong together, and what they should be.
struct Pair {
    open: usize,
    close: usize,
    right: [&'static str; 2],
}

impl Pair {
    /// Of the halves that are not right yet.
    fn edits(self, chars: &[char]) -> Vec<Edit> {
        let halves = [self.open, self.close].into_iter().zip(self.right);
        let wrong = halves.filter(|(at, right)| !right.starts_with(chars[*at]));
        wrong.map(|(at, right)| Edit::new(at..at + 1, right)).collect()
    }
}

/// How many question and exclamation marks in a row are looked past.
const LOUD: usize = 8;

/// `县政府,` -> `县政府，`.
fn mark(chars: &[char], at: usize) -> Option<Edit> {
    let right = match chars[at] {
        '.' if ends_sentence(chars, at) => "。",
        mark => full_width(mark)?,
    };
    // ?! and !!! are as wide as their neighbours; nobody is louder than that.
    let loud = |c: &&char| matches!(**c, '?' | '!');
    let near = chars[..at].iter().rev().take(LOUD);
    let before = near.copied().find(|c| !loud(&c));
    let near = chars[at + 1..].iter().take(LOUD);
    let after = near.copied().find(|c| !loud(&c));
    let (before, after) = (before.unwrap_or('\0'), after.unwrap_or('\0'));
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    let latin = |c: char| c.is_ascii_alphanumeric() || c == '\0';
    let chinese = is_chinese(before) || (is_chinese(after) && !is_blank(before));
    let fits = chinese && !digits && !(latin(before) && latin(after));
    fits.then(|| Edit::new(at..at + 1, right))
}

/// A full stop behind Chinese text, not one of `...` nor of a number.
fn ends_sentence(chars: &[char], at: usize) -> bool {
    let (before, after) = (char_at(chars, at, -1), char_at(chars, at, 1));
    is_chinese(before) && (after == '\0' || is_blank(after) || is_han(after) || after == '”')
}

fn is_chinese(c: char) -> bool {
    ends_word(c) || matches!(c, '」' | '“' | '《' | '（' | '％' | '〕' | '。')
}

/// `(试行)` -> `（试行）`, where what is inside is Chinese or a number before a paragraph.
fn brackets(chars: &[char]) -> Vec<Pair> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (close, c) in chars.iter().enumerate() {
        match c {
            '(' | '（' => open.push(close),
            ')' | '）' => {
                let pair = open.pop().filter(|open| is_chinese_pair(chars, *open..close));
                found.extend(pair.map(|open| Pair { open, close, right: ["（", "）"] }));
            }
            _ => {}
        }
    }
    found
}

/// `pair` is from the opening bracket to the closing one.
fn is_chinese_pair(chars: &[char], pair: Range<usize>) -> bool {
    let inside = &chars[pair.start + 1..pair.end];
    let mixed = chars[pair.start] == '（' || chars[pair.end] == '）';
    let number = !inside.is_empty() && inside.iter().all(char::is_ascii_digit);
    let first = chars[..pair.start].iter().all(|c| is_blank(*c));
    let followed = is_han(char_at(chars, pair.end, 1));
    inside.iter().any(|c| is_han(*c)) || mixed || (number && first && followed)
}

/// `"优质服务"` -> `“优质服务”`, where marks come in pairs.
fn quotes(chars: &[char]) -> Vec<Pair> {
    let marks: Vec<usize> = (0..chars.len()).filter(|at| chars[*at] == '"').collect();
    if !marks.len().is_multiple_of(2) {
        return Vec::new();
    }
    let near_han = |open: usize, close: usize| {
        let outside = [char_at(chars, open, -1), char_at(chars, close, 1)];
        chars[open..close].iter().chain(&outside).any(|c| is_han(*c))
    };
    let pairs = marks.chunks_exact(2).map(|pair| (pair[0], pair[1]));
    let chinese = pairs.filter(|(open, close)| near_han(*open, *close));
    chinese.map(|(open, close)| Pair { open, close, right: ["“", "”"] }).collect()
}

/// `「」『』` of traditional text -> `“”‘’`.
fn corners(chars: &[char]) -> Vec<Edit> {
    let right = |c: char| match c {
        '「' => Some("“"),
        '」' => Some("”"),
        '『' => Some("‘"),
        '』' => Some("’"),
        _ => None,
    };
    let found = (0..chars.len()).filter_map(|at| Some((at, right(chars[at])?)));
    found.map(|(at, right)| Edit::new(at..at + 1, right)).collect()
}

/// A quote without its other half.
pub(super) fn doubts(chars: &[char], _: &Survey) -> Vec<Suspicion> {
    let marks: Vec<usize> = (0..chars.len()).filter(|at| chars[*at] == '"').collect();
    let near_han = |at: usize| is_han(char_at(chars, at, -1)) || is_han(char_at(chars, at, 1));
    let odd = !marks.len().is_multiple_of(2);
    let left = marks.into_iter().filter(|at| odd && near_han(*at)).take(1);
    let suspicion = |at: usize| Suspicion {
        code: Code::ImportQuotes,
        range: at..at + 1,
        words: say!(
            "这一段的半角引号不成对，没有改",
            "the half-width quotes of this paragraph are not in pairs, and were left"
        ),
    };
    left.map(suspicion).collect()
}

#[cfg(test)]
mod tests {
    use crate::import::clean::tests::cleaned;

    #[test]
    fn marks_get_their_width_back() {
        for (narrow, wide) in [
            ("县政府,县委;说明:好!是吗?", "县政府，县委；说明：好！是吗？"),
            ("3月31日,甘谷县", "3月31日，甘谷县"),
            ("时间:8:30,地点:县委礼堂.", "时间：8:30，地点：县委礼堂。"),
            ("办法(试行)", "办法（试行）"),
            ("(县长李明远主持会议)", "（县长李明远主持会议）"),
            ("办法（试行)", "办法（试行）"),
            ("办法(试行):", "办法（试行）："),
            ("(1)加强领导", "（1）加强领导"),
            ("增长5%,同比", "增长5%，同比"),
            ("落实\"六好\"标准", "落实“六好”标准"),
            ("做到“三到位”,全面", "做到“三到位”，全面"),
            ("總值GDP(生產)「好」", "总值GDP（生产）“好”"),
        ] {
            assert_eq!(cleaned(narrow), [wide]);
        }
    }

    #[test]
    fn marks_are_those_of_the_standard() {
        for (wrong, right) in [
            ("等等...", "等等……"),
            ("等等。。。", "等等……"),
            ("云政发[2026]12号", "云政发〔2026〕12号"),
            ("云政发(2026)12号", "云政发〔2026〕12号"),
            ("2026-2030年", "2026—2030年"),
            ("县教育局、县财政局、等部门", "县教育局、县财政局等部门"),
            ("(见www.a.cn)", "（见www.a.cn）"),
            ("《甲》、《乙》3月1号", "《甲》《乙》3月1日"),
            ("63～68%", "63%～68%"),
        ] {
            assert_eq!(cleaned(wrong), [right]);
        }
    }

    #[test]
    fn what_is_not_chinese_stays() {
        for text in [
            "1,000人",
            "比例1:2",
            "总值(GDP)",
            "Hello, world!",
            "https://www.example.gov.cn/a?b=1,2",
            "邮箱a.b@example.gov.cn",
            "3.5%",
            "A,B",
            "图(1)",
        ] {
            assert_eq!(cleaned(text), [text]);
        }
    }
}
