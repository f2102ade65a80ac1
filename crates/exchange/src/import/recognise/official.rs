//! 公文要素: what every official text may have, title, number, recipients, signature and note, and the line of a web page
//! that names source and time.

use super::date::{self, written};
use super::lines::{Line, Lines};
use super::slice::Slice;
use super::{Background, Field, Value, stated_whence};
use crate::chinese::{is_han, marks};
use crate::import::manuscript::Stated;
use crate::import::passage::NOTE;
use crate::record::Moment;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What stands before and behind the text.
#[derive(Debug, Default)]
pub(super) struct Head<'t> {
    pub(super) title: Option<Value>,
    pub(super) published: Option<Moment>,
    pub(super) published_value: Option<Value>,
    pub(super) signed: Option<(Date, Value)>,
    number: Option<Value>,
    recipients: Option<Value>,
    issuer: Option<Slice<'t>>,
    note: Option<Value>,
    copies: Option<Value>,
    /// 来源, 作者, 责任编辑 as a line of the page names them.
    credits: Vec<(&'static str, Value)>,
    pub(super) used: BTreeSet<usize>,
}

/// Names of a stated title.
pub(super) const TITLES: &[&str] =
    &["title", "标题", "articletitle", "og:title", "名称", "dc:title"];
const DATES: &[&str] = &["date", "发布日期", "pubdate", "publishdate", "发布时间", "日期"];

/// Stated values that have a key of their own.
const STATED: &[(&str, &[&str])] = &[
    ("来源", &["source", "来源", "contentsource", "信息来源", "extra.source"]),
    ("作者", &["author", "作者", "authors", "撰稿"]),
    ("责任编辑", &["editor", "责任编辑", "编辑", "责编"]),
    ("摘要", &["summary", "摘要", "description", "excerpt"]),
    ("关键词", &["keywords", "关键词", "tags", "taxonomies.tags", "主题词"]),
    ("索引号", &["索引号", "索引"]),
    ("主题分类", &["主题分类"]),
];

/// Whether a stated value has a key of its own.
pub fn has_key(stated: &Stated) -> bool {
    let key = stated.key.to_lowercase();
    let of = STATED.iter().flat_map(|(_, names)| names.iter());
    of.chain(TITLES).chain(DATES).any(|name| *name == key)
}

/// How many lines at the start may be the head, and at the end the signature: a head has six parts (GB/T 9704—2012 7.2), an end
/// issuer, day, note and copies.
const HEAD: usize = 8;
const TAIL: usize = 6;

/// A title has at most so many characters, and at most so many lines: one of 156 mm holds twenty characters of size 2
/// (GB/T 9704—2012 5.2, 7.3.1).
const TITLE: usize = 70;
const TITLE_LINES: usize = 4;

/// What a title of an official text ends with (党政机关公文处理工作条例 Art. 8, and the forms that a notice issues).
const GENRES: &[&str] = &[
    "通知", "通报", "报告", "请示", "批复", "意见", "决定", "决议", "公告", "通告", "公报", "议案",
    "函", "纪要", "方案", "办法", "细则", "要点", "名单", "计划", "规划", "制度", "规定",
];

pub(super) fn read<'t>(lines: &Lines<'t>, background: &Background<'_>) -> Head<'t> {
    let mut head = Head::default();
    let start = head.read_top(lines);
    head.read_title(lines, start);
    head.read_bottom(lines);
    let stated = stated(background.stated, DATES);
    if let Some(Value::Leaf(leaf)) = &stated
        && let Some(moment) = Moment::parse(&leaf.text)
    {
        head.published = Some(moment);
        head.published_value = stated;
    }
    head
}

/// A value that the source's format names.
pub(super) fn stated(stated: &[Stated], names: &[&str]) -> Option<Value> {
    let (first, all) = values(stated, names)?;
    Some(Value::Leaf(super::Leaf {
        text: all.into_iter().next()?.to_owned(),
        whence: Some(stated_whence(&first.place)),
    }))
}

/// Every value of the first of these names that the source has: `tags` stands once for each.
fn values<'s>(stated: &'s [Stated], names: &[&str]) -> Option<(&'s Stated, Vec<&'s str>)> {
    names.iter().find_map(|name| {
        let is_named = |one: &&Stated| one.key.to_lowercase() == *name;
        let mut all = stated.iter().filter(is_named);
        let mut filled = all.by_ref().filter(|one| !one.value.trim().is_empty());
        let first = filled.next()?;
        let rest = filled.map(|one| one.value.trim());
        Some((first, std::iter::once(first.value.trim()).chain(rest).collect()))
    })
}

/// All values of a name as a list.
fn list(stated: &[Stated], names: &[&str]) -> Option<Value> {
    let (first, all) = values(stated, names)?;
    let leaf = |text: &str| super::Leaf {
        text: text.to_owned(),
        whence: Some(stated_whence(&first.place)),
    };
    match all[..] {
        [one] => Some(words(Value::Leaf(leaf(one)))),
        _ => Some(Value::List(all.into_iter().map(|text| Value::Leaf(leaf(text))).collect())),
    }
}

impl<'t> Head<'t> {
    /// Marks of the issuer, the number, the line of a web page; gives the first line that is none of them.
    fn read_top(&mut self, lines: &Lines<'t>) -> usize {
        for (at, line) in lines.iter().enumerate().take(HEAD) {
            let slice = &line.slice;
            if let Some(number) = number(slice) {
                self.number = Some(number);
                self.used.extend(line.block);
            } else if is_mark(slice) {
                self.used.extend(line.block);
            } else if !self.read_credits(line) {
                return at;
            }
        }
        HEAD.min(lines.len())
    }

    /// `来源：县融媒体中心　发布时间：2026-04-01 16:19`.
    fn read_credits(&mut self, line: &Line<'t>) -> bool {
        const KEYS: &[(&str, &str)] = &[
            ("信息来源：", "来源"),
            ("文章来源：", "来源"),
            ("来源：", "来源"),
            ("发布时间：", "发布日期"),
            ("发布日期：", "发布日期"),
            ("发文时间：", "发布日期"),
            ("作者：", "作者"),
            ("责任编辑：", "责任编辑"),
            ("编辑：", "责任编辑"),
        ];
        let slice = &line.slice;
        let mut marks: Vec<(usize, usize, &'static str)> = Vec::new();
        for (word, key) in KEYS {
            let found = slice.find(word).map(|at| (at, word.chars().count(), *key));
            let new =
                found.filter(|(at, ..)| marks.iter().all(|(a, l, _)| *at >= a + l || *at < *a));
            marks.extend(new);
        }
        marks.sort_unstable();
        let begins = marks.first().is_some_and(|(at, ..)| *at < 2);
        if !begins || slice.len() > 120 || slice.contains("。") {
            return false;
        }
        let ends = marks.iter().skip(1).map(|(at, ..)| *at).chain([slice.len()]);
        for ((at, length, key), end) in marks.iter().zip(ends) {
            self.credit(key, &slice.part(at + length..end).trim("|｜【】[]（）()"));
        }
        self.used.extend(line.block);
        true
    }

    fn credit(&mut self, key: &'static str, value: &Slice<'t>) {
        let first = value.split(char::is_whitespace).into_iter().next();
        let value = match key {
            "发布日期" => value.clone(),
            _ => first.unwrap_or_else(|| value.clone()),
        };
        match (key, date::find(&value)) {
            ("发布日期", Some(found)) => {
                let date = found.year.and_then(|year| Date::new(year, found.month, found.day).ok());
                let Some(date) = date else { return };
                let time = found.time.unwrap_or_default();
                self.published =
                    Some(Moment { at: date.to_datetime(time), timed: found.time.is_some() });
                self.published_value = Some(found.slice.value_as(written(date, found.time)));
            }
            ("发布日期", None) => {}
            _ if value.is_empty() => {}
            _ => self.credits.push((key, value.value())),
        }
    }

    /// One line, or several up to the word that a title of an official text ends with; and the recipients below. Lines of a title
    /// are broken by hand, so that words stay whole (GB/T 9704—2012 7.3.1), and each is a paragraph of its own in the file.
    fn read_title(&mut self, lines: &Lines<'t>, start: usize) {
        let mut candidates = lines.range(start..(start + TITLE_LINES).min(lines.len())).iter();
        let candidates: Vec<&Line<'t>> =
            candidates.by_ref().take_while(|l| is_title_line(l)).collect();
        // A text that is nothing but short lines has no title that could be told from them.
        if candidates.is_empty() || candidates.len() == lines.len() {
            return;
        }
        let ends =
            |line: &&Line<'t>| GENRES.iter().any(|genre| squeezed(&line.slice).ends_with(genre));
        let about = |line: &&Line<'t>| line.slice.contains("关于");
        let end = candidates.iter().position(ends);
        let joined = end.filter(|end| *end == 0 || candidates[..=*end].iter().any(about));
        let title = &candidates[..=joined.unwrap_or(0)];
        let text: String = title.iter().map(|line| squeezed(&line.slice)).collect();
        self.title = title.first().map(|line| line.slice.value_as(text));
        self.used.extend(title.iter().filter_map(|line| line.block));
        let mut below = lines.range(start + title.len()..lines.len()).iter().take(4);
        for line in below.by_ref() {
            let is_number =
                number(&line.slice).inspect(|number| self.number = Some(number.clone()));
            if is_number.is_some() {
                self.used.extend(line.block);
            } else if !self.read_credits(line) {
                self.read_recipients(line);
                break;
            }
        }
    }

    /// `各乡镇人民政府，县直各部门：` stands alone (GB/T 9704—2012 7.3.2).
    fn read_recipients(&mut self, line: &Line<'t>) {
        let Some(names) = line.slice.before("：") else {
            return;
        };
        let fits = line.level.is_none() && names.len() <= 120 && !names.contains("：");
        if fits && !names.contains("。") && !names.contains("如下") {
            self.recipients = Some(names.trim("").value());
            self.used.extend(line.block);
        }
    }

    /// 署名, 成文日期 and 附注 (GB/T 9704—2012 7.3.5, 7.3.6), from the end: 抄送 (7.4.2) is the last, and nothing says where they begin.
    fn read_bottom(&mut self, lines: &Lines<'t>) {
        let last = lines.len().saturating_sub(TAIL);
        for at in (last..lines.len()).rev() {
            let line = &lines.range(at..at + 1)[0];
            let known = self.read_credits(line) || self.read_note(line) || self.read_copies(line);
            if line.is_in(&self.used) || known {
                continue;
            }
            if let Some((date, value)) = signing(line) {
                self.signed = Some((date, value));
                self.used.extend(line.block);
                self.read_issuer(lines, at);
            }
            return;
        }
    }

    fn read_note(&mut self, line: &Line<'t>) -> bool {
        let inside = line.slice.after("（").and_then(|rest| rest.before("）"));
        let note = inside.filter(|note| note.contains("公开") && note.len() <= 20);
        if let Some(note) = &note {
            self.note = Some(note.value());
            self.used.extend(line.block);
        }
        note.is_some()
    }

    /// `抄送：县委办公室，县人大常委会办公室。`
    fn read_copies(&mut self, line: &Line<'t>) -> bool {
        let copies = line.slice.after("抄送：");
        if let Some(copies) = &copies {
            self.copies = Some(copies.trim("。").value());
            self.used.extend(line.block);
        }
        copies.is_some()
    }

    fn read_issuer(&mut self, lines: &Lines<'t>, date: usize) {
        let Some(line) = date.checked_sub(1).and_then(|at| lines.get(at)) else {
            return;
        };
        let name = line.slice.trim("");
        let plain = name.chars().iter().all(|c| is_han(*c) || c.is_whitespace() || *c == '、');
        if plain && (4..=40).contains(&name.len()) && line.level.is_none() && !line.heading {
            self.issuer = Some(name);
            self.used.extend(line.block);
        }
    }

    pub(super) fn title_words(&self) -> String {
        match &self.title {
            Some(Value::Leaf(leaf)) => leaf.text.clone(),
            _ => String::new(),
        }
    }

    pub(super) fn signed_moment(&self) -> Option<Moment> {
        let (date, _) = self.signed.as_ref()?;
        Some(Moment { at: date.to_datetime(jiff::civil::Time::midnight()), timed: false })
    }

    /// The keys that every document has, in the order of the table.
    pub(super) fn fields(&self, all: &[Stated]) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut add = |key: &'static str, value: Option<Value>| {
            let note = None;
            fields.extend(value.map(|value| Field { key, value, note }));
        };
        for (key, names) in STATED {
            let line = self.credits.iter().find(|(credit, _)| credit == key);
            let line = line.map(|(_, value)| value.clone());
            let value = match *key {
                "关键词" => line.map(words).or_else(|| list(all, names)),
                _ => line.or_else(|| stated(all, names)),
            };
            add(key, value);
        }
        let issuer = self.issuer.as_ref();
        // Several issuers of one text stand in a row with gaps between (GB/T 9704—2012 7.3.5).
        add("发文机关", issuer.map(|name| name.value_as(name.words().replace('\u{3000}', "、"))));
        add("发文字号", self.number.clone());
        add("成文日期", self.signed.as_ref().map(|(_, value)| value.clone()));
        add("主送机关", self.recipients.clone());
        add("抄送机关", self.copies.clone());
        add("附注", self.note.clone());
        fields
    }
}

/// `优质服务,动员大会` -> a list.
fn words(value: Value) -> Value {
    let Value::Leaf(leaf) = value else {
        return value;
    };
    let parts = leaf.text.split([',', '，', ';', '；', '、', ' ', '\u{3000}']);
    let parts = parts.filter(|part| !part.is_empty());
    let each = parts.map(|part| {
        Value::Leaf(super::Leaf { text: part.to_owned(), whence: leaf.whence.clone() })
    });
    Value::List(each.collect())
}

/// `云政发〔2026〕12号` alone on its line; other brackets count too. 第 and zeros before the number go: the standard has neither
/// (GB/T 9704—2012 7.2.5), and many write them.
fn number<'t>(slice: &Slice<'t>) -> Option<Value> {
    let chars = slice.chars();
    let open = chars.iter().position(|c| marks::year_closed_by(*c).is_some())?;
    let close = chars.iter().position(|c| marks::closes_year(*c))?;
    let agency: String = chars[..open].iter().collect();
    let year: String = chars.get(open + 1..close)?.iter().collect();
    let rest: String = chars[close + 1..].iter().collect();
    let digits = rest.trim().trim_start_matches('第').strip_suffix('号')?;
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let han = (1..=12).contains(&open) && agency.chars().all(is_han);
    let fits = han && year.len() == 4 && plain(&year) && plain(digits);
    let digits = digits.trim_start_matches('0');
    (fits && !digits.is_empty()).then(|| slice.value_as(format!("{agency}〔{year}〕{digits}号")))
}

/// 发文机关标志: `云溪县人民政府文件`, a name with 文件 behind it (GB/T 9704—2012 7.2.4).
fn is_mark(slice: &Slice<'_>) -> bool {
    let text = squeezed(slice);
    let marked = text.ends_with("文件") && (6..=30).contains(&text.chars().count());
    marked && !text.contains("关于") && text.chars().all(is_han)
}

/// A line that may be of a title: short, no sentence, no label.
fn is_title_line(line: &Line<'_>) -> bool {
    let text = line.slice.chars();
    let mark = |c: &char| "。；！？：，".contains(*c);
    let short = (2..=TITLE).contains(&text.len());
    let role = text.contains(&'：');
    let han = text.iter().any(|c| is_han(*c));
    short
        && han
        && !role
        && line.level.is_none()
        && !text.last().is_some_and(mark)
        && !text.contains(&'。')
        && text.first() != Some(&'（')
        && date::find(&line.slice).is_none_or(|found| found.slice.len() < text.len())
}

/// Without blanks between Han characters, with which short titles are spread over their line (通　知), and without marks of notes.
fn squeezed(slice: &Slice<'_>) -> String {
    let chars = slice.chars();
    let wide = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| !c.is_ascii());
    let keep = |at: &usize| {
        let blank = chars[*at].is_whitespace();
        let between = wide(at.checked_sub(1)) && wide(Some(at + 1));
        chars[*at] != NOTE && !(blank && between)
    };
    (0..chars.len()).filter(keep).map(|at| chars[at]).collect()
}

/// A line that is nothing but a day with its year.
fn signing(line: &Line<'_>) -> Option<(Date, Value)> {
    let slice = line.slice.trim("");
    let found = date::find(&slice)?;
    let alone = found.slice.len() + 2 >= slice.len();
    let date = Date::new(found.year?, found.month, found.day).ok()?;
    alone.then(|| (date, found.slice.value_as(date.to_string())))
}
