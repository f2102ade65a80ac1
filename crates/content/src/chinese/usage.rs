//! 用法: marks (GB/T 15834—2011) and numbers (GB/T 15835—2011) as the standards have them in a sentence. Only what is certain
//! from the characters around it counts, so that every correction can be made without asking.

use super::marks::{addresses, ends_word, full_width, year_closed_by};
use super::{is_han, numerals};
use std::ops::Range;

/// What should stand in the place of some characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What it is about.
    pub rule: Rule,
    /// The characters that go.
    pub range: Range<usize>,
    /// What stands there instead; may be nothing.
    pub right: String,
}

/// What a correction is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A mark that is wrong.
    Mark,
    /// A mark that is needless, and that many write.
    Habit,
    /// A number, or a day.
    Number,
}

/// The corrections of a sentence, in order and apart.
pub fn corrections(chars: &[char]) -> Vec<Correction> {
    let addresses = addresses(chars);
    let mut found: Vec<Correction> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let here = Here { chars, addresses: &addresses, at };
        if let Some(address) = here.address(0) {
            at = address.end;
            continue;
        }
        let correction = RULES.iter().find_map(|rule| rule(&here));
        at = correction.as_ref().map_or(at + 1, |one| one.range.end);
        found.extend(correction);
    }
    found
}

/// A place in a sentence with what is around it.
struct Here<'t> {
    chars: &'t [char],
    addresses: &'t [Range<usize>],
    at: usize,
}

impl Here<'_> {
    fn char(&self, offset: isize) -> char {
        let at = self.at.checked_add_signed(offset);
        at.and_then(|at| self.chars.get(at)).copied().unwrap_or('\0')
    }

    fn starts_with(&self, word: &str) -> bool {
        let rest = self.chars[self.at..].iter().copied();
        rest.take(word.chars().count()).eq(word.chars())
    }

    /// The characters from here that fit.
    fn count(&self, from: usize, fits: impl Fn(char) -> bool) -> usize {
        let rest = self.chars.get(self.at + from..).unwrap_or_default();
        rest.iter().take_while(|c| fits(**c)).count()
    }

    /// The address that a character belongs to.
    fn address(&self, from: usize) -> Option<&Range<usize>> {
        let at = self.at + from;
        let after = self.addresses.partition_point(|address| address.end <= at);
        self.addresses.get(after).filter(|address| address.start <= at)
    }

    /// Other text for so many characters.
    fn correct(&self, rule: Rule, length: usize, right: impl Into<String>) -> Correction {
        Correction { rule, range: self.at..self.at + length, right: right.into() }
    }
}

type Finder = fn(&Here<'_>) -> Option<Correction>;

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

/// `县政府,` -> `县政府，`.
fn half_width(here: &Here<'_>) -> Option<Correction> {
    let right = full_width(here.char(0))?;
    let doubled = here.char(1) == here.char(0);
    (ends_word(here.char(-1)) && !doubled).then(|| here.correct(Rule::Mark, 1, right))
}

/// `(试行)` -> `（试行）`, where what is inside is Chinese.
fn brackets(here: &Here<'_>) -> Option<Correction> {
    let beside = is_han(here.char(-1)) || here.char(-1) == '》';
    if here.char(0) != '(' || !beside {
        return None;
    }
    let inside = here.count(1, |c| !matches!(c, '(' | ')' | '\n'));
    let whole: String = (1..=inside).map(|at| here.char(at as isize)).collect();
    let closes = here.char(inside as isize + 1) == ')' && here.address(inside + 1).is_none();
    (closes && whole.chars().any(is_han))
        .then(|| here.correct(Rule::Mark, inside + 2, format!("（{whole}）")))
}

/// `...` and `。。。` -> `……`.
fn dots(here: &Here<'_>) -> Option<Correction> {
    let mark = here.char(0);
    let length = here.count(0, |c| c == mark);
    let three = matches!(mark, '.' | '。') && (3..=6).contains(&length);
    (three && ends_word(here.char(-1))).then(|| here.correct(Rule::Mark, length, "……"))
}

/// `甲、乙、等` -> `甲、乙等`.
fn comma_before_and_so_on(here: &Here<'_>) -> Option<Correction> {
    let grade =
        matches!(here.char(2), '级' | '次' | '额' | '价' | '同' | '候' | '待' | '于' | '效');
    (here.starts_with("、等") && !grade).then(|| here.correct(Rule::Mark, 1, ""))
}

/// `《甲》、《乙》` -> `《甲》《乙》`.
fn between_titles(here: &Here<'_>) -> Option<Correction> {
    let pair = matches!((here.char(-1), here.char(1)), ('》', '《') | ('”', '“'));
    (here.char(0) == '、' && pair).then(|| here.correct(Rule::Habit, 1, ""))
}

/// `云政发[2026]12号` -> `云政发〔2026〕12号`.
fn number_brackets(here: &Here<'_>) -> Option<Correction> {
    let close = year_closed_by(here.char(0)).filter(|close| *close != '〕')?;
    let year = here.count(1, |c| c.is_ascii_digit());
    let digits = here.count(6, |c| c.is_ascii_digit());
    let is_number = is_han(here.char(-1))
        && year == 4
        && here.char(5) == close
        && digits > 0
        && here.char(6 + digits as isize) == '号';
    let written: String = (1..5).map(|at| here.char(at)).collect();
    is_number.then(|| here.correct(Rule::Mark, 6, format!("〔{written}〕")))
}

/// `2026-2030年` -> `2026—2030年`.
fn years(here: &Here<'_>) -> Option<Correction> {
    let four = |from: isize| (from..from + 4).all(|at| here.char(at).is_ascii_digit());
    let is_range = matches!(here.char(0), '-' | '~' | '～' | '－' | '–')
        && four(-4)
        && four(1)
        && here.char(5) == '年'
        && !here.char(-5).is_ascii_digit();
    is_range.then(|| here.correct(Rule::Mark, 1, "—"))
}

/// `63～68%` -> `63%～68%`.
fn percent(here: &Here<'_>) -> Option<Correction> {
    let digits = here.count(1, |c| c.is_ascii_digit() || c == '.');
    let is_range = matches!(here.char(0), '~' | '～')
        && here.char(-1).is_ascii_digit()
        && digits > 0
        && here.char(digits as isize + 1) == '%';
    let mark = here.char(0);
    is_range.then(|| here.correct(Rule::Number, 1, format!("%{mark}")))
}

/// `08月01日` -> `8月1日`.
fn padded(here: &Here<'_>) -> Option<Correction> {
    let is_padded = here.char(0) == '0'
        && matches!(here.char(-1), '年' | '月')
        && matches!(here.char(1), '1'..='9')
        && matches!(here.char(2), '月' | '日');
    is_padded.then(|| here.correct(Rule::Number, 1, ""))
}

/// `3月1号` -> `3月1日`.
fn day_of_month(here: &Here<'_>) -> Option<Correction> {
    if here.char(0) != '号'
        || matches!(here.char(1), '楼' | '门' | '线' | '院' | '台' | '公' | '文')
    {
        return None;
    }
    let digits =
        (1..=2_isize).take_while(|back| here.char(-back).is_ascii_digit()).count() as isize;
    let month = here.char(-digits - 1) == '月' && here.char(-digits - 2).is_ascii_digit();
    (digits > 0 && month).then(|| here.correct(Rule::Number, 1, "日"))
}

/// `二OO八年`, `二零零八年` -> `二〇〇八年`.
fn han_zero(here: &Here<'_>) -> Option<Correction> {
    let zero = |c: char| c != '〇' && numerals::zero(c);
    let right = |c: char| c == '〇' || numerals::digit(c).is_some();
    let year: Vec<char> = (0..4).map(|at| here.char(at)).collect();
    let is_year = matches!(year[0], '一' | '二')
        && here.char(4) == '年'
        && year.iter().all(|c| zero(*c) || right(*c))
        && year.iter().any(|c| zero(*c));
    let mended = year.iter().map(|c| if zero(*c) { '〇' } else { *c });
    is_year.then(|| here.correct(Rule::Number, 4, mended.collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut out = String::new();
        let mut from = 0;
        for Correction { range, right, .. } in corrections(&chars) {
            out.extend(&chars[from..range.start]);
            out.push_str(&right);
            from = range.end;
        }
        out.extend(&chars[from..]);
        out
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
        assert_eq!(mended(&word), word);
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
