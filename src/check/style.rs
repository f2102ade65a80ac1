//! 标点和数字: marks (GB/T 15834—2011) and numbers (GB/T 15835—2011) in the sentences of a document. Only what is
//! certain from the characters around it is told, and what is told can be mended by itself.

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Document;
use crate::{markdown, say};
use std::ops::Range;

/// What should stand in the place of some bytes of a sentence.
struct Edit {
    code: Code,
    range: Range<usize>,
    right: String,
}

/// Reads the sentences of a document.
pub fn check(document: &Document) -> Vec<Diagnostic> {
    let text = document.markdown();
    let mut found = Vec::new();
    for prose in markdown::prose(text) {
        for edit in edits(&text[prose.clone()]) {
            let wrong = &text[prose.clone()][edit.range.clone()];
            let right = &edit.right;
            let words = match right.as_str() {
                "" => say!("这里不用“{wrong}”", "no {wrong} here"),
                _ => say!("“{wrong}”应为“{right}”", "{wrong} should be {right}"),
            };
            let start = document.body.start as usize + prose.start;
            let span = Span::new(start + edit.range.start, start + edit.range.end);
            let problem = Diagnostic::warning(edit.code, words);
            found.push(problem.replace(&document.source, span, right.as_str()));
        }
    }
    found
}

fn edits(text: &str) -> Vec<Edit> {
    let mut found = Vec::new();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    // Up to here no address begins.
    let mut plain = 0;
    while at < chars.len() {
        if at >= plain && starts_word(&chars, at) {
            match word(&chars, at) {
                Word::Address(end) => {
                    at = end;
                    continue;
                }
                Word::Plain(end) => plain = end,
            }
        }
        let here = Here { text, chars: &chars, at };
        let edit = RULES.iter().find_map(|rule| rule(&here));
        at += edit.as_ref().map_or(1, |edit| text[edit.range.clone()].chars().count().max(1));
        found.extend(edit);
    }
    found
}

fn starts_word(chars: &[(usize, char)], at: usize) -> bool {
    let begins = at == 0 || !chars[at - 1].1.is_ascii_alphanumeric();
    begins && chars[at].1.is_ascii_alphanumeric()
}

/// Characters without blanks that no Chinese is among, to their end.
enum Word {
    /// A web or mail address.
    Address(usize),
    /// No address begins anywhere in it.
    Plain(usize),
}

fn word(chars: &[(usize, char)], at: usize) -> Word {
    let rest = chars[at..].iter().map(|(_, c)| *c);
    let word: String = rest.take_while(|c| c.is_ascii_graphic()).collect();
    let end = at + word.len();
    let is_address = word.contains("://") || word.contains("www.") || word.contains('@');
    match is_address {
        true => Word::Address(end),
        false => Word::Plain(end),
    }
}

/// A place in a sentence with what is around it.
struct Here<'t> {
    text: &'t str,
    chars: &'t [(usize, char)],
    at: usize,
}

impl Here<'_> {
    fn char(&self, offset: isize) -> char {
        let at = self.at.checked_add_signed(offset);
        at.and_then(|at| self.chars.get(at)).map_or('\0', |(_, c)| *c)
    }

    fn starts_with(&self, word: &str) -> bool {
        self.text[self.chars[self.at].0..].starts_with(word)
    }

    /// The characters from here that fit.
    fn count(&self, from: usize, fits: impl Fn(char) -> bool) -> usize {
        let rest = self.chars.get(self.at + from..).unwrap_or_default();
        rest.iter().take_while(|(_, c)| fits(*c)).count()
    }

    /// Other text for so many characters, from an offset on.
    fn edit(&self, code: Code, from: usize, length: usize, right: impl Into<String>) -> Edit {
        let byte = |at: usize| self.chars.get(at).map_or(self.text.len(), |(byte, _)| *byte);
        let start = self.at + from;
        Edit { code, range: byte(start)..byte(start + length), right: right.into() }
    }
}

type Finder = fn(&Here<'_>) -> Option<Edit>;

const RULES: &[Finder] = &[
    half_width,
    brackets,
    dots,
    comma_before_and_so_on,
    between_titles,
    number_brackets,
    years,
    percent,
    padded,
    day_of_month,
    han_zero,
];

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇')
}

fn ends_word(c: char) -> bool {
    is_han(c) || matches!(c, '”' | '》' | '）' | '’' | '』')
}

/// `县政府,` -> `县政府，`.
fn half_width(here: &Here<'_>) -> Option<Edit> {
    let right = match here.char(0) {
        ',' => "，",
        ';' => "；",
        ':' => "：",
        '?' => "？",
        '!' => "！",
        _ => return None,
    };
    let doubled = here.char(1) == here.char(0);
    (ends_word(here.char(-1)) && !doubled).then(|| here.edit(Code::Punctuation, 0, 1, right))
}

/// `(试行)` -> `（试行）`, where what is inside is Chinese.
fn brackets(here: &Here<'_>) -> Option<Edit> {
    let beside = is_han(here.char(-1)) || here.char(-1) == '》';
    if here.char(0) != '(' || !beside {
        return None;
    }
    let inside = here.count(1, |c| !matches!(c, '(' | ')' | '\n'));
    let whole: String = (1..=inside).map(|at| here.char(at as isize)).collect();
    let closes = here.char(inside as isize + 1) == ')';
    (closes && whole.chars().any(is_han))
        .then(|| here.edit(Code::Punctuation, 0, inside + 2, format!("（{whole}）")))
}

/// `...` and `。。。` -> `……`.
fn dots(here: &Here<'_>) -> Option<Edit> {
    let mark = here.char(0);
    let length = here.count(0, |c| c == mark);
    let three = matches!(mark, '.' | '。') && (3..=6).contains(&length);
    (three && ends_word(here.char(-1))).then(|| here.edit(Code::Punctuation, 0, length, "……"))
}

/// `甲、乙、等` -> `甲、乙等`.
fn comma_before_and_so_on(here: &Here<'_>) -> Option<Edit> {
    let grade =
        matches!(here.char(2), '级' | '次' | '额' | '价' | '同' | '候' | '待' | '于' | '效');
    (here.starts_with("、等") && !grade).then(|| here.edit(Code::Punctuation, 0, 1, ""))
}

/// `《甲》、《乙》` -> `《甲》《乙》`.
fn between_titles(here: &Here<'_>) -> Option<Edit> {
    let pair = matches!((here.char(-1), here.char(1)), ('》', '《') | ('”', '“'));
    (here.char(0) == '、' && pair).then(|| here.edit(Code::PunctuationHabit, 0, 1, ""))
}

/// `云政发[2026]12号` -> `云政发〔2026〕12号`.
fn number_brackets(here: &Here<'_>) -> Option<Edit> {
    let close = match here.char(0) {
        '[' => ']',
        '(' => ')',
        '（' => '）',
        '【' => '】',
        '［' => '］',
        _ => return None,
    };
    let year = here.count(1, |c| c.is_ascii_digit());
    let digits = here.count(6, |c| c.is_ascii_digit());
    let is_number = is_han(here.char(-1))
        && year == 4
        && here.char(5) == close
        && digits > 0
        && here.char(6 + digits as isize) == '号';
    let written: String = (1..5).map(|at| here.char(at)).collect();
    is_number.then(|| here.edit(Code::Punctuation, 0, 6, format!("〔{written}〕")))
}

/// `2026-2030年` -> `2026—2030年`.
fn years(here: &Here<'_>) -> Option<Edit> {
    let four = |from: isize| (from..from + 4).all(|at| here.char(at).is_ascii_digit());
    let is_range = matches!(here.char(0), '-' | '~' | '～' | '－' | '–')
        && four(-4)
        && four(1)
        && here.char(5) == '年'
        && !here.char(-5).is_ascii_digit();
    is_range.then(|| here.edit(Code::Punctuation, 0, 1, "—"))
}

/// `63～68%` -> `63%～68%`.
fn percent(here: &Here<'_>) -> Option<Edit> {
    let digits = here.count(1, |c| c.is_ascii_digit() || c == '.');
    let is_range = matches!(here.char(0), '~' | '～')
        && here.char(-1).is_ascii_digit()
        && digits > 0
        && here.char(digits as isize + 1) == '%';
    let mark = here.char(0);
    is_range.then(|| here.edit(Code::NumberStyle, 0, 1, format!("%{mark}")))
}

/// `08月01日` -> `8月1日`.
fn padded(here: &Here<'_>) -> Option<Edit> {
    let is_padded = here.char(0) == '0'
        && matches!(here.char(-1), '年' | '月')
        && matches!(here.char(1), '1'..='9')
        && matches!(here.char(2), '月' | '日');
    is_padded.then(|| here.edit(Code::NumberStyle, 0, 1, ""))
}

/// `3月1号` -> `3月1日`.
fn day_of_month(here: &Here<'_>) -> Option<Edit> {
    if here.char(0) != '号'
        || matches!(here.char(1), '楼' | '门' | '线' | '院' | '台' | '公' | '文')
    {
        return None;
    }
    let digits =
        (1..=2_isize).take_while(|back| here.char(-back).is_ascii_digit()).count() as isize;
    let month = here.char(-digits - 1) == '月' && here.char(-digits - 2).is_ascii_digit();
    (digits > 0 && month).then(|| here.edit(Code::NumberStyle, 0, 1, "日"))
}

/// `二OO八年`, `二零零八年` -> `二〇〇八年`.
fn han_zero(here: &Here<'_>) -> Option<Edit> {
    const DIGITS: &str = "一二三四五六七八九";
    let zero = |c: char| matches!(c, 'O' | 'o' | '0' | '零' | '○' | 'Ο' | '０');
    let right = |c: char| c == '〇' || DIGITS.contains(c);
    let year: Vec<char> = (0..4).map(|at| here.char(at)).collect();
    let is_year = matches!(year[0], '一' | '二')
        && here.char(4) == '年'
        && year.iter().all(|c| zero(*c) || right(*c))
        && year.iter().any(|c| zero(*c));
    let mended = year.iter().map(|c| if zero(*c) { '〇' } else { *c });
    is_year.then(|| here.edit(Code::NumberStyle, 0, 4, mended.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> String {
        let mut out = String::new();
        let mut from = 0;
        for edit in edits(text) {
            out.push_str(&text[from..edit.range.start]);
            out.push_str(&edit.right);
            from = edit.range.end;
        }
        out + &text[from..]
    }

    #[test]
    fn marks_and_numbers_are_mended() {
        for (wrong, right) in [
            ("县政府,县委;", "县政府，县委；"),
            ("时间:8:30", "时间：8:30"),
            ("办法(试行)", "办法（试行）"),
            ("等等...", "等等……"),
            ("教育、卫生、等部门", "教育、卫生等部门"),
            ("《甲》、《乙》", "《甲》《乙》"),
            ("云政发[2026]12号", "云政发〔2026〕12号"),
            ("云政发（2026）12号", "云政发〔2026〕12号"),
            ("2026-2030年", "2026—2030年"),
            ("63～68%", "63%～68%"),
            ("2026年08月01日", "2026年8月1日"),
            ("3月1号召开", "3月1日召开"),
            ("二OO八年", "二〇〇八年"),
            ("二零零八年", "二〇〇八年"),
        ] {
            assert_eq!(mended(wrong), right);
            assert_eq!(mended(right), right);
        }
    }

    #[test]
    fn a_long_word_is_read_once() {
        let word = "a-".repeat(1 << 20);
        assert!(edits(&word).is_empty());
        assert_eq!(mended(&format!("县,{word}县,")), format!("县，{word}县，"));
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            "GDP(亿元)增长3.5%,同比",
            "领(lǐng)导",
            "见https://www.example.gov.cn/a,b www.a.cn/a?b=1",
            "8:30至9:30，比例1:2",
            "第1、等级",
            "一等、二等奖",
            "2026-04-01",
            "3号楼、12号文",
            "二十号召开",
            "10月份、2026年10月20日",
            "3.14...",
            "《甲》和《乙》",
            "第2026-12号",
        ] {
            assert_eq!(mended(text), text);
        }
    }
}
