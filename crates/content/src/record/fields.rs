//! The scalar types: each is parsed once, here, and cannot be wrong afterwards.

use super::{Field, Reader, Shape, Variant};
use crate::chinese::{is_han, marks};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::say;
use crate::yaml::{Node, Value};
use jiff::civil::{self, DateTime};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// Text that is not empty, trimmed, without control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Box<str>);

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(clean(text).into())
    }
}

/// Trimmed; control characters other than a line break become spaces.
fn clean(text: &str) -> String {
    let space = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
    text.trim().chars().map(space).collect()
}

impl Field for Text {
    const SHAPE: Shape = Shape::Text;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.scalar(node, say!("文字", "text"), "")?;
        if text.trim().is_empty() {
            let problem =
                Diagnostic::error(Code::EmptyValue, say!("不能空着", "must not be empty"));
            reader.note(problem.at(reader.source(), node.span));
            return None;
        }
        Some(Self::from(text))
    }
}

/// Declares a piece of text that names something, and remembers where it was written.
macro_rules! named_text {
    ($(#[$meta:meta])* $name:ident, $shape:expr, $zh:literal, $en:literal, $example:literal) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name {
            /// As it was written, trimmed.
            pub text: Box<str>,
            /// Its bytes in its file.
            pub span: Span,
        }

        impl Field for $name {
            const SHAPE: Shape = $shape;

            fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
                let text = reader.scalar(node, say!($zh, $en), $example)?;
                let text = clean(text).into_boxed_str();
                if text.is_empty() {
                    reader.expected(node.span, say!($zh, $en), $example);
                    return None;
                }
                Some(Self { text, span: node.span })
            }
        }
    };
}

named_text!(
    /// 单位: an id or a name that `units.yaml` should know.
    UnitName, Shape::Unit, "单位的名称或编号", "a unit's name or id", "县教育局"
);
named_text!(
    /// 人员: a name, or an id that `people.yaml` knows.
    PersonName, Shape::Person, "姓名", "a person's name", "李明远"
);
named_text!(
    /// A document's path from `content/`, without the ending.
    Reference, Shape::Reference, "文档的路径", "a document's path", "plans/2026-quality-service"
);
named_text!(
    /// A file beside the document, or from `content/` when it starts with `/`.
    FileName, Shape::File, "文件名", "a file's name", "photo.jpg"
);

/// An address on the web: `https:`, `http:`, `mailto:`, `tel:`, or a path on this site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WebAddress {
    /// As it was written, trimmed.
    pub text: Box<str>,
    /// Its bytes in its file.
    pub span: Span,
}

impl Field for WebAddress {
    const SHAPE: Shape = Shape::WebAddress;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let expected = say!("网址", "a web address");
        let text = reader.scalar(node, expected.clone(), "https://www.example.gov.cn/")?.trim();
        let lower = text.to_ascii_lowercase();
        let known = ["https://", "http://", "mailto:", "tel:", "/"];
        let plain = !text.chars().any(|c| c.is_control() || c.is_whitespace());
        if plain && known.iter().any(|start| lower.starts_with(start)) {
            return Some(Self { text: text.into(), span: node.span });
        }
        reader.expected(node.span, expected, "https://www.example.gov.cn/");
        None
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub civil::Date);

impl Field for Date {
    const SHAPE: Shape = Shape::Date;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let moment = Moment::read(node, reader)?;
        Some(Self(moment.at.date()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A day, with the time of day where one was given; always county time, +08:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Midnight where no time was given.
    pub at: DateTime,
    /// Whether a time of day was given.
    pub timed: bool,
}

impl Moment {
    /// Reads `2026-03-31`, `2026-03-31 16:19`, `2026年3月31日 16:19`, and the forms with `/`, `.`, `T` and seconds.
    ///
    /// `None` also for days that do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches("+08:00");
        let cut = text
            .find(|c: char| c == 'T' || c.is_whitespace())
            .or_else(|| text.find('日').map(|at| at + '日'.len_utf8()))
            .unwrap_or(text.len());
        let (day, time) = text.split_at(cut);
        let date = parse_day(day)?;
        let time = time.trim_start_matches('T').trim();
        let timed = !time.is_empty();
        let time = if timed { parse_time(time)? } else { civil::Time::midnight() };
        Some(Self { at: date.to_datetime(time), timed })
    }
}

fn parse_day(text: &str) -> Option<civil::Date> {
    let text = text.strip_suffix('日').unwrap_or(text);
    let mut parts = text.split(['-', '/', '.', '年', '月']);
    let year = digits(parts.next()?, 4..=4)?;
    let month = digits(parts.next()?, 1..=2)?;
    let day = digits(parts.next()?, 1..=2)?;
    if parts.next().is_some() {
        return None;
    }
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn parse_time(text: &str) -> Option<civil::Time> {
    let mut parts = text.split([':', '：', '时', '分']).filter(|p| !p.is_empty());
    let hour = digits(parts.next()?, 1..=2)?;
    let minute = parts.next().map_or(Some(0), |p| digits(p, 1..=2))?;
    let second = parts.next().map_or(Some(0), |p| digits(p, 2..=2))?;
    let small = |n: i16| i8::try_from(n).ok();
    civil::Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let text = text.trim();
    let plain = length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

impl Field for Moment {
    const SHAPE: Shape = Shape::Moment;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let expected = say!("存在的日期", "a date that exists");
        let text = reader.scalar(node, expected.clone(), "2026-03-31")?;
        let moment = Self::parse(text);
        if moment.is_none() {
            reader.expected(node.span, expected, "2026-03-31、2026-03-31 16:19");
        }
        moment
    }
}

/// A finite decimal number, with as many decimals as were typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(pub f64);

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl Field for Number {
    const SHAPE: Shape = Shape::Number;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.scalar(node, say!("数字", "a number"), "66.7")?;
        let number = decimal(text.trim());
        if number.is_none() {
            reader.expected(
                node.span,
                say!("数字，不带单位和逗号", "a number without unit or commas"),
                "66.7",
            );
        }
        number.map(Self)
    }
}

/// Digits with an optional sign and decimals; no exponent, `inf` or `NaN`.
fn decimal(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    let number: f64 = if plain {
        text.parse().ok()?
    } else {
        return None;
    };
    number.is_finite().then_some(number)
}

/// A whole number from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(pub u32);

impl Field for Count {
    const SHAPE: Shape = Shape::Count;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.scalar(node, say!("整数", "a whole number"), "420")?;
        let number = text.trim().parse().ok();
        if number.is_none() {
            reader.expected(node.span, say!("整数", "a whole number"), "420");
        }
        number.map(Self)
    }
}

/// An amount in yuan 元; `600万` and `1.2亿` are understood, with or without 元.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount(pub f64);

impl Hash for Amount {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl Amount {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_suffix('元').unwrap_or(text).trim_end();
        let (digits, times) = match (text.strip_suffix('万'), text.strip_suffix('亿')) {
            (Some(digits), _) => (digits, 1e4),
            (_, Some(digits)) => (digits, 1e8),
            _ => (text, 1.0),
        };
        let yuan = decimal(digits.trim_end())? * times;
        (yuan >= 0.0).then_some(Self((yuan * 100.0).round() / 100.0))
    }
}

impl Field for Amount {
    const SHAPE: Shape = Shape::Amount;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.scalar(node, say!("金额（元）", "an amount in yuan"), "6000000")?;
        let amount = Self::parse(text);
        if amount.is_none() {
            reader.expected(node.span, say!("金额（元）", "an amount in yuan"), "6000000、600万");
        }
        amount
    }
}

impl Field for bool {
    const SHAPE: Shape = Shape::Flag;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        const WORDS: &[Variant] =
            &[Variant { name: "true", alias: "是" }, Variant { name: "false", alias: "否" }];
        reader.variant(node, WORDS).map(|index| index == 0)
    }
}

/// 发文字号 such as `云政发〔2026〕12号` (GB/T 9704—2012 7.2.5): 代字, year in 〔〕, number without leading zero.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocNumber {
    /// As it is printed.
    pub text: Box<str>,
    /// Its bytes in its file.
    pub span: Span,
}

impl DocNumber {
    /// `云政发〔2026〕12号` -> `((云政发, 2026), 12)`.
    pub fn parts(&self) -> Option<((&str, &str), u32)> {
        let (agency, rest) = self.text.split_once('〔')?;
        let (year, number) = rest.split_once('〕')?;
        let number = number.strip_suffix('号')?.parse().ok()?;
        Some(((agency, year), number))
    }

    fn is_valid(text: &str) -> bool {
        let Some((org, rest)) = text.split_once('〔') else {
            return false;
        };
        let Some((year, number)) = rest.split_once('〕') else {
            return false;
        };
        let Some(number) = number.strip_suffix('号') else {
            return false;
        };
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        (1..=12).contains(&org.chars().count())
            && org.chars().all(is_han)
            && year.len() == 4
            && digits(year)
            && digits(number)
            && !number.starts_with('0')
    }

    /// What was probably meant: other brackets, a leading zero, 第, spaces.
    fn mended(text: &str) -> Option<String> {
        let swapped: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '第')
            .map(|c| match c {
                c if marks::year_closed_by(c).is_some() => '〔',
                c if marks::closes_year(c) => '〕',
                c => c,
            })
            .collect();
        let (head, number) = swapped.split_once('〕')?;
        let mended = format!("{head}〕{}", number.trim_start_matches('0'));
        let mended = if mended.ends_with('号') { mended } else { format!("{mended}号") };
        Self::is_valid(&mended).then_some(mended)
    }
}

impl Field for DocNumber {
    const SHAPE: Shape = Shape::DocNumber;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text =
            reader.scalar(node, say!("发文字号", "a document number"), "云政发〔2026〕12号")?;
        let text = text.trim();
        if Self::is_valid(text) {
            return Some(Self { text: text.into(), span: node.span });
        }
        let problem = Diagnostic::error(
            Code::DocNumber,
            say!("“{text}”不是规范的发文字号", "`{text}` is not a document number"),
        )
        .at(reader.source(), node.span);
        reader.note(match Self::mended(text) {
            Some(mended) => problem.hint(say!("应当写作“{mended}”", "write `{mended}`")),
            None => problem.hint(say!(
                "格式是代字、六角括号里的年份、序号，例如：云政发〔2026〕12号",
                "the form is the issuer's code, the year in 〔〕 and the number: 云政发〔2026〕12号"
            )),
        });
        None
    }
}

impl<T: Field> Field for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::List(items) => {
                let read: Vec<_> = items.iter().map(|item| T::read(item, reader)).collect();
                read.into_iter().collect()
            }
            Value::Null => Some(Vec::new()),
            _ => T::read(node, reader).map(|one| vec![one]),
        }
    }
}

impl<T: Field> Field for std::collections::BTreeMap<Text, T> {
    const SHAPE: Shape = Shape::Table(&T::SHAPE);

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            reader.expected(node.span, say!("“名称: 值”", "`name: value` pairs"), "");
            return None;
        };
        let mut table = Self::new();
        let mut whole = true;
        for (key, value) in entries {
            let Some(value) = T::read(value, reader) else {
                whole = false;
                continue;
            };
            if table.insert(Text::from(&*key.name), value).is_some() {
                let name = &key.name;
                let problem = Diagnostic::error(
                    Code::DuplicateKey,
                    say!("“{name}”写了两次", "`{name}` is written twice"),
                );
                reader.note(problem.at(reader.source(), key.span));
            }
        }
        whole.then_some(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_as_people_write_them() {
        for (text, expected) in [
            ("2026-03-31", Some("2026-03-31T00:00:00")),
            ("2026-3-1", Some("2026-03-01T00:00:00")),
            ("2026/03/31", Some("2026-03-31T00:00:00")),
            ("2026年3月31日", Some("2026-03-31T00:00:00")),
            ("2026年3月31日16:19", Some("2026-03-31T16:19:00")),
            ("2026-03-31 16:19", Some("2026-03-31T16:19:00")),
            ("2026-03-31T16:19:05", Some("2026-03-31T16:19:05")),
            ("2026-03-31T16:19:05+08:00", Some("2026-03-31T16:19:05")),
            ("2026-03-31 16：19", Some("2026-03-31T16:19:00")),
            ("2026-02-30", None),
            ("2026-13-01", None),
            ("26-03-01", None),
            ("2026-03-31 25:00", None),
            ("明天", None),
            ("2026-03-31-01", None),
            ("", None),
        ] {
            let read = Moment::parse(text).map(|m| m.at.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn document_numbers() {
        for (text, valid, mended) in [
            ("云政发〔2026〕12号", true, Some("云政发〔2026〕12号")),
            ("云政发[2026]12号", false, Some("云政发〔2026〕12号")),
            ("云政发（2026）第012号", false, Some("云政发〔2026〕12号")),
            ("云政发〔2026〕12", false, Some("云政发〔2026〕12号")),
            ("云政发2026-12", false, None),
            ("〔2026〕12号", false, None),
        ] {
            assert_eq!(DocNumber::is_valid(text), valid, "{text}");
            assert_eq!(DocNumber::mended(text).as_deref(), mended, "{text}");
        }
    }

    #[test]
    fn amounts_in_yuan() {
        for (text, yuan) in [
            ("6000000", Some(6_000_000.0)),
            ("600万", Some(6_000_000.0)),
            ("1.2亿元", Some(120_000_000.0)),
            ("-5", None),
            ("6,000", None),
            ("1e9", None),
            ("NaN", None),
        ] {
            assert_eq!(Amount::parse(text).map(|a| a.0), yuan, "{text}");
        }
    }
}
