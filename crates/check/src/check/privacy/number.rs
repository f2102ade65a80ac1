//! 证件号、卡号、手机号: numbers that belong to private people. Each kind has its own arithmetic, so that a document number
//! or an amount is not taken for one.

use crate::diagnostic::{Code, Words};
use crate::say;
use jiff::civil::Date;
use std::ops::Range;

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Identity,
    BankCard,
    Mobile,
    Passport,
}

/// A number of a private person in a text.
pub(in crate::check) struct Number {
    /// The rule.
    pub(in crate::check) code: Code,
    /// What it is.
    pub(in crate::check) words: Words,
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Without what parts its groups.
    pub(in crate::check) digits: String,
}

/// The numbers of a text, in order.
pub(in crate::check) fn numbers(text: &str) -> impl Iterator<Item = Number> + '_ {
    find(text).into_iter().map(|(kind, range)| {
        let (code, words) = words(kind);
        let digits = text[range.clone()].replace(PARTS, "");
        Number { code, words, range, digits }
    })
}

fn words(kind: Kind) -> (Code, Words) {
    match kind {
        Kind::Identity => {
            (Code::IdentityNumber, say!("这是公民身份号码", "this is a citizen's identity number"))
        }
        Kind::BankCard => {
            (Code::BankCard, say!("这像是银行卡号", "this looks like the number of a bank card"))
        }
        Kind::Mobile => (Code::MobileNumber, say!("这是手机号码", "this is a mobile number")),
        Kind::Passport => {
            (Code::PassportNumber, say!("这像是护照号码", "this looks like a passport number"))
        }
    }
}

/// What a number was before a spreadsheet rounded it: fifteen digits still say where and when somebody was born.
pub(super) fn rounded(text: &str) -> Option<(Code, Words)> {
    let digits = text.trim().as_bytes();
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    match digits.len() {
        18 if (b"11"..=b"82").contains(&digits.first_chunk()?) && is_born(digits) => Some((
            Code::IdentityNumber,
            say!(
                "这像是公民身份号码（存成了数字，末几位已经不准）",
                "this looks like a citizen's identity number (kept as a number, its last digits lost)"
            ),
        )),
        16..=19 if digits.starts_with(b"62") => Some((
            Code::BankCard,
            say!(
                "这像是银行卡号（存成了数字，末几位已经不准）",
                "this looks like the number of a bank card (kept as a number, its last digits lost)"
            ),
        )),
        _ => None,
    }
}

/// The numbers of a text with their places, in order.
fn find(text: &str) -> Vec<(Kind, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let run = run(bytes, at);
        let end = run.end;
        if let Some(kind) = kind(text, &run) {
            found.push((kind, run));
        }
        at = end;
    }
    found
}

/// What parts the groups of a number; dots too, where there are more than the one of an amount.
const PARTS: [char; 3] = [' ', '-', '.'];

/// Digits from `start` on, in groups of at least three that one of [`PARTS`] parts, with the X that may end an identity
/// number.
fn run(bytes: &[u8], start: usize) -> Range<usize> {
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = start + digits(start);
    while bytes.get(end).is_some_and(|b| PARTS.contains(&char::from(*b))) && end - start >= 3 {
        let more = digits(end + 1);
        if more < 3 {
            break;
        }
        end += 1 + more;
    }
    let x = matches!(bytes.get(end), Some(b'X' | b'x'));
    let ends = bytes.get(end + 1).is_none_or(|next| !next.is_ascii_alphanumeric());
    start..end + usize::from(x && ends)
}

fn kind(text: &str, run: &Range<usize>) -> Option<Kind> {
    let before = text[..run.start].chars().next_back();
    let after = text[run.end..].chars().next();
    let part_of_more = |c: Option<char>| {
        c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '_' | '=' | '%'))
    };
    let written = &text[run.clone()];
    let number: Vec<u8> = written.bytes().filter(|b| !PARTS.contains(&char::from(*b))).collect();
    if written.matches('.').count() == 1 {
        return None;
    }
    if number.len() == 8 && passport(text, run) {
        return Some(Kind::Passport);
    }
    let sentence_ends =
        after == Some('.') && text[run.end + 1..].chars().next().is_none_or(char::is_whitespace);
    if part_of_more(before) || (part_of_more(after) && !sentence_ends) {
        return None;
    }
    match number.len() {
        18 if identity(&number) => Some(Kind::Identity),
        16..=19 if number.starts_with(b"62") && luhn(&number) => Some(Kind::BankCard),
        11 if mobile(&number) => Some(Kind::Mobile),
        13 if number.starts_with(b"86") && mobile(&number[2..]) => Some(Kind::Mobile),
        _ => None,
    }
}

/// GB 11643—1999: six digits of the place, the day of birth, three of a series, and a check.
fn identity(number: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let (digits, last) = number.split_at(17);
    if digits.iter().any(|b| !b.is_ascii_digit()) {
        return false;
    }
    let sum: u32 =
        digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    is_born(digits) && CHECKS[(sum % 11) as usize] == last[0].to_ascii_uppercase()
}

/// Whether the seventh digit and those after it are a day on which somebody may have been born.
fn is_born(digits: &[u8]) -> bool {
    let value = |range: Range<usize>| {
        digits[range].iter().fold(0_i16, |value, digit| value * 10 + i16::from(digit - b'0'))
    };
    let (month, day) = (i8::try_from(value(10..12)), i8::try_from(value(12..14)));
    let year = value(6..10);
    match (month, day) {
        (Ok(month), Ok(day)) => Date::new(year, month, day).is_ok() && (1800..2100).contains(&year),
        _ => false,
    }
}

/// The check of bank cards (ISO/IEC 7812-1).
fn luhn(number: &[u8]) -> bool {
    let sum: u32 = number
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let value = u32::from(digit.wrapping_sub(b'0'));
            match at % 2 {
                0 => value,
                _ if value > 4 => value * 2 - 9,
                _ => value * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

fn mobile(number: &[u8]) -> bool {
    number.len() == 11 && number[0] == b'1' && (b'3'..=b'9').contains(&number[1])
}

/// E or G and eight digits, where passports are spoken of just before.
fn passport(text: &str, run: &Range<usize>) -> bool {
    let before = &text[..run.start];
    let letter = before.chars().next_back();
    let near: String = before.chars().rev().take(20).collect();
    matches!(letter, Some('E' | 'G')) && near.contains("照护")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        find(text).into_iter().map(|(kind, range)| (kind, &text[range])).collect()
    }

    #[test]
    fn numbers_of_private_people_are_found() {
        // Numbers that the rules' own papers give as examples, and made-up ones.
        for (text, kind, number) in [
            ("身份证号11010519491231002X。", Kind::Identity, "11010519491231002X"),
            ("号码 440524188001010014", Kind::Identity, "440524188001010014"),
            ("34052419800101001x，男", Kind::Identity, "34052419800101001x"),
            ("手机13800138000", Kind::Mobile, "13800138000"),
            ("电话 138 0013 8000。", Kind::Mobile, "138 0013 8000"),
            ("138-0013-8000", Kind::Mobile, "138-0013-8000"),
            ("138.0013.8000", Kind::Mobile, "138.0013.8000"),
            ("护照号E12345678", Kind::Passport, "12345678"),
            ("卡号6222020000000000000", Kind::BankCard, "6222020000000000000"),
        ] {
            assert_eq!(kinds(text), [(kind, number)], "{text}");
        }
    }

    #[test]
    fn what_a_spreadsheet_rounded_is_seen() {
        for (text, expected) in [
            ("110105194912310000", Some(Code::IdentityNumber)),
            ("110105194912310016", Some(Code::IdentityNumber)),
            ("6222020000000000000", Some(Code::BankCard)),
            ("110105194913310000", None),
            ("910105194912310000", None),
            ("1101051949123100", None),
            ("11010519491231000X", None),
            ("", None),
        ] {
            assert_eq!(rounded(text).map(|(code, _)| code), expected, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "11010519491231002Y",
            "110105194912310021",
            "440524188013010014",
            "电话0938-0000000",
            "办公电话 0938-8212345 转 8001",
            "云政发〔2026〕12号",
            "索引号013930000/2026-00012",
            "金额13800138000.50元",
            "金额1380013.8000元",
            "https://www.example.gov.cn/a/13800138000/index.html?id=13800138000",
            "编号E12345678",
            "2026-11-23 09:00 2026-11-24",
            "甘公网安备 62059900000000号",
            "统一社会信用代码 11620500MB1234567X",
            "12345",
            "",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
