//! The scalar types: each is parsed once, here, and cannot be wrong afterwards.

use super::{Field, Reader, Shape, Variant};
use crate::chinese::moments::{self, Fault};
use crate::chinese::{is_han, marks, names, numerals};
use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
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
        if let Some(text) = pair_as_text(node, reader.source()) {
            return Some(Self::from(text));
        }
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

/// `- 注意: 提前入场`, which YAML takes for a key and its value, where text is asked for.
fn pair_as_text<'s>(node: &Node<'_>, source: &'s Source) -> Option<&'s str> {
    let Value::Map(entries) = &node.value else {
        return None;
    };
    let text = source.text.get(node.span.range())?;
    let is_text = entries.len() == 1 && !text.starts_with('{') && !text.contains('\n');
    is_text.then_some(text)
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
    /// A document's path from `content/`, without the ending.
    Reference, Shape::Reference, "文档的路径", "a document's path", "plans/2026-quality-service"
);
named_text!(
    /// A file beside the document, or from `content/` when it starts with `/`.
    FileName, Shape::File, "文件名", "a file's name", "photo.jpg"
);

/// 人员: a name, or an id that `people.yaml` knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PersonName {
    /// As it was written, without the blanks that set 张　三 as wide as three characters.
    pub text: Box<str>,
    /// Its bytes in its file.
    pub span: Span,
}

impl Field for PersonName {
    const SHAPE: Shape = Shape::Person;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let expected = say!("姓名", "a person's name");
        let written = clean(reader.scalar(node, expected.clone(), "李明远")?);
        let text = names::unspaced(&written);
        if text.is_empty() {
            reader.expected(node.span, expected, "李明远");
            return None;
        }
        if let Some(problem) = not_one_name(&written, &text) {
            reader.note(problem.at(reader.source(), node.span));
            return None;
        }
        Some(Self { text: text.into(), span: node.span })
    }
}

/// What stands where one name is asked for: a post with it, or several names.
fn not_one_name(written: &str, text: &str) -> Option<Diagnostic> {
    let told = |words| Diagnostic::error(Code::WrongType, words);
    if let Some((post, name)) = names::post_and_name(written).or_else(|| names::post_and_name(text))
    {
        return Some(
            told(say!(
                "“{text}”是职务“{post}”和姓名“{name}”，这里只写姓名",
                "`{text}` is the post `{post}` and the name `{name}`; only the name goes here"
            ))
            .hint(say!(
                "写“{name}”；这里能写职务的，写成 {{姓名: {name}, 职务: {post}}}",
                "write `{name}`, or {{name: {name}, post: {post}}} where a post may stand"
            )),
        );
    }
    let long = |piece: &str| piece.chars().filter(|c| is_han(*c)).count() >= 2;
    let pieces = written.split_whitespace().filter(|piece| long(piece)).count();
    let marked = written.contains(['、', '，', ',', '；', ';']);
    (marked || pieces > 1).then(|| {
        told(say!("“{written}”不像一个人的姓名", "`{written}` does not look like one person's name")).hint(say!(
            "几个人就用顿号隔开，写在能写几个人的地方；一个人就删去中间的空格和标点",
            "for several people write a list where a list may stand; for one, take out blanks and marks"
        ))
    })
}

/// 关键词: a keyword; several may stand in one text, 防汛、抗旱.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Keyword(Text);

impl Deref for Keyword {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Field for Keyword {
    const SHAPE: Shape = Shape::Keyword;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        Text::read(node, reader).map(Self)
    }
}

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
    /// Reads a day, with or without the time, as offices write it: `2026-03-31 16:19`, `2026年3月31日（星期二）下午4点`.
    ///
    /// `None` also for days that do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        moments::moment(text).ok().map(Self::of)
    }

    fn of((date, time): (civil::Date, Option<civil::Time>)) -> Self {
        let at = date.to_datetime(time.unwrap_or(civil::Time::midnight()));
        Self { at, timed: time.is_some() }
    }
}

impl Field for Moment {
    const SHAPE: Shape = Shape::Moment;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.scalar(node, say!("日期", "a date"), "2026-03-31")?;
        match moments::moment(unquoted(text)) {
            Ok(moment) => Some(Self::of(moment)),
            Err(fault) => {
                reader.note(no_moment(text.trim(), fault).at(reader.source(), node.span));
                None
            }
        }
    }
}

fn no_moment(text: &str, fault: Fault) -> Diagnostic {
    let example =
        say!("例如：2026-03-31、2026-03-31 16:19", "for example: 2026-03-31, 2026-03-31 16:19");
    let (message, hint) = match fault {
        Fault::NoYear => (
            say!("“{text}”没有写年份", "`{text}` has no year"),
            say!("写上年份，例如：2026年4月1日", "add the year, for example: 2026-04-01"),
        ),
        Fault::ShortYear => (
            say!("“{text}”的年份不是四位", "the year in `{text}` has not four digits"),
            say!("年份写四位，例如：2026年4月1日", "write four digits, for example: 2026-04-01"),
        ),
        Fault::NoDay => (
            say!("“{text}”没有写几日", "`{text}` has no day"),
            say!("写到哪一天，例如：2026年4月1日", "add the day, for example: 2026-04-01"),
        ),
        Fault::NoSuchDay => (
            say!("日历上没有“{text}”这一天", "there is no day `{text}`"),
            say!("查日历，改正月或日", "look at a calendar and mend month or day"),
        ),
        Fault::NoSuchTime => (
            say!("“{text}”的时间不存在", "the time in `{text}` does not exist"),
            say!("时写 0 到 23，分写 0 到 59", "hours run from 0 to 23, minutes from 0 to 59"),
        ),
        Fault::EndOfDay => (
            say!("“{text}”说的是当天末还是次日零点，看不出", "`{text}` may be either of two days"),
            say!("写当天 23:59，或次日 0:00", "write 23:59 of that day, or 0:00 of the next"),
        ),
        Fault::Several => (
            say!("“{text}”不是一个时间，是起止", "`{text}` is a start and an end, not one time"),
            say!(
                "起止分开写，例如：{{起: 2026-04-03 09:00, 止: 2026-04-03 11:00}}",
                "write both, for example: {{start: 2026-04-03 09:00, end: 2026-04-03 11:00}}"
            ),
        ),
        Fault::Unreadable => (say!("“{text}”不是日期", "`{text}` is not a date"), example),
    };
    Diagnostic::error(Code::WrongType, message).hint(hint)
}

/// A value without the Chinese quotes around it, which say nothing where no text is asked for.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = text.strip_prefix(['“', '”', '＂', '「', '‘']);
    inner.and_then(|text| text.strip_suffix(['”', '“', '＂', '」', '’'])).unwrap_or(text)
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
        let number = decimal(&digits(text));
        if number.is_none() {
            let expected = say!("数字，不带单位", "a number without a unit");
            not_a_number(reader, node.span, text, expected, "66.7");
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

/// A number in narrow digits, without the commas between groups of three.
fn digits(text: &str) -> String {
    let text: String = unquoted(text).chars().map(narrow).collect();
    let text = text.trim();
    let (sign, number) = text.split_at(text.len() - text.trim_start_matches(['-', '+']).len());
    let (whole, decimals) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let is_digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let grouped = (1..=3).contains(&first.len())
        && is_digits(first)
        && whole.split(',').skip(1).all(|group| group.len() == 3 && is_digits(group));
    let whole = if grouped { whole.replace(',', "") } else { whole.to_owned() };
    format!("{sign}{whole}{decimals}")
}

/// The narrow form of a digit or mark of numbers.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '．' | '，' | '－' | '＋' | '％' => {
            char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
        }
        '−' => '-',
        c => c,
    }
}

/// Tells what stands where a number is asked for; where one stands in it, how to write it.
fn not_a_number(reader: &mut Reader<'_>, span: Span, text: &str, expected: Words, example: &str) {
    let narrow: String = text.trim().chars().map(narrow).collect();
    let hundredth = narrow.strip_prefix("百分之").and_then(|rest| {
        let chars: Vec<char> = rest.chars().collect();
        numerals::number(&chars).map(|number| number.to_string())
    });
    let inner = narrow.trim_start_matches(['约', '共', '超', '近', '达']);
    let unit =
        inner.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
    let number = digits(&inner[..inner.len() - unit.len()]);
    let times = match unit.chars().next() {
        Some('万') => 1e4,
        Some('亿') => 1e8,
        _ => 1.0,
    };
    let meant = hundredth.or_else(|| decimal(&number).map(|number| (number * times).to_string()));
    match meant {
        Some(meant) => {
            let message = say!("“{text}”不只是数字", "`{text}` is more than a number");
            let problem = Diagnostic::error(Code::WrongType, message).at(reader.source(), span);
            reader.note(problem.hint(say!("写“{meant}”", "write `{meant}`")));
        }
        None => reader.expected(span, expected, example),
    }
}

/// A whole number from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(pub u32);

impl Field for Count {
    const SHAPE: Shape = Shape::Count;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.scalar(node, say!("整数", "a whole number"), "420")?;
        let number = digits(text).parse().ok();
        if number.is_none() {
            not_a_number(reader, node.span, text, say!("整数", "a whole number"), "420");
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
        let text: String = text.trim().chars().map(narrow).collect();
        let text = text.strip_suffix('元').unwrap_or(&text).trim_end();
        let (digits, times) = match (text.strip_suffix('万'), text.strip_suffix('亿')) {
            (Some(digits), _) => (digits, 1e4),
            (_, Some(digits)) => (digits, 1e8),
            _ => (text, 1.0),
        };
        let yuan = decimal(&self::digits(digits))? * times;
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
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            Value::Null => &[],
            _ => std::slice::from_ref(node),
        };
        let mut read = Vec::with_capacity(items.len());
        for item in items {
            match pieces(item, &T::SHAPE, reader.source()) {
                Some(pieces) => read.extend(pieces.iter().map(|piece| T::read(piece, reader))),
                None => read.push(T::read(item, reader)),
            }
        }
        read.into_iter().collect()
    }
}

/// Several names or keywords in one text, `县教育局、县水务局`; `None` where it is one. What stands in quotes is one.
fn pieces<'n>(node: &'n Node<'_>, shape: &Shape, source: &Source) -> Option<Vec<Node<'n>>> {
    let Value::Scalar(text) = &node.value else {
        return None;
    };
    let written = source.text.get(node.span.range())?;
    let whole: &str = text;
    if !shape.is_name() || written.starts_with(['\'', '"']) {
        return None;
    }
    let inner =
        whole.trim().trim_start_matches(['［', '[', '【']).trim_end_matches(['］', ']', '】']);
    let parts = marks::list_items(inner, matches!(shape, Shape::Keyword));
    if parts.is_empty() || parts == [whole] {
        return None;
    }
    // A post with commas in it, 县委副书记、县长李明远, is one text, and told as such.
    let is_post = |part: &&str| names::is_post(part) || names::post_and_name(part).is_some();
    if !matches!(shape, Shape::Keyword | Shape::Unit) && parts.iter().any(is_post) {
        return None;
    }
    let place = |part: &str| match written == whole {
        true => {
            let at = node.span.start as usize + (part.as_ptr() as usize - whole.as_ptr() as usize);
            Span::new(at, at + part.len())
        }
        false => node.span,
    };
    let piece = |part: &'n str| Node { span: place(part), value: Value::Scalar(part.into()) };
    Some(parts.into_iter().map(piece).collect())
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
            ("6,000", Some(6_000.0)),
            ("６０００元", Some(6_000.0)),
            ("１２万元", Some(120_000.0)),
            ("1，200，000", Some(1_200_000.0)),
            ("60,00", None),
            ("1e9", None),
            ("NaN", None),
        ] {
            assert_eq!(Amount::parse(text).map(|a| a.0), yuan, "{text}");
        }
    }
}
