//! 公文要素: what every official text may have, title, number, recipients, signature and note, and what its source states beside it.

use super::date;
use super::lines::{Line, Lines};
use super::slice::Slice;
use super::{Background, Blank, Field, Leaf, Value, people, stated_whence};
use crate::chinese::{is_han, numerals, secrecy};
use crate::diagnostic::Code;
use crate::document::common::{Genre, Openness};
use crate::import::clean::Doubt;
use crate::import::facts::{MEANINGS, meaning_of, number_of};
use crate::import::lexicon::Lexicon;
use crate::import::manuscript::{Place, Stated};
use crate::import::passage::{NOTE, Passage};
use crate::record::Moment;
use crate::say;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What stands before and behind the text.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) title: Option<Value>,
    pub(super) published: Option<Moment>,
    pub(super) published_value: Option<Value>,
    pub(super) signed: Option<(Date, Value)>,
    number: Option<Value>,
    recipients: Option<Value>,
    issuer: Option<Value>,
    note: Option<Value>,
    copies: Option<Value>,
    /// Who speaks, where it is a speech.
    author: Option<Value>,
    /// What only the source states, by key.
    stated: Vec<(&'static str, Value)>,
    /// What the source states and no key took, as positions.
    pub(super) aside: BTreeSet<usize>,
    pub(super) doubts: Vec<Doubt>,
    pub(super) blanks: Vec<Blank>,
    pub(super) used: BTreeSet<usize>,
}

/// How many lines at the start may be the head, and at the end the signature: a head has six parts (GB/T 9704—2012 7.2), an end
/// issuer, day, note, copies and a list of what is attached.
const HEAD: usize = 8;
const TAIL: usize = 10;

/// A title has at most so many characters, and at most so many lines: one of 156 mm holds twenty characters of size 2
/// (GB/T 9704—2012 5.2, 7.3.1).
const TITLE: usize = 70;
const TITLE_LINES: usize = 4;

/// What a title of an official text ends with (党政机关公文处理工作条例 Art. 8, and the forms that a notice issues).
const GENRES: &[&str] = &[
    "通知", "通报", "报告", "请示", "批复", "意见", "决定", "决议", "公告", "通告", "公报", "议案",
    "函", "纪要", "方案", "办法", "细则", "要点", "名单", "计划", "规划", "制度", "规定", "预案",
    "规则", "条例", "公示", "命令", "令", "指南", "清单", "章程",
];

/// What names of bodies that sign end with.
const AGENCIES: &[&str] = &[
    "政府",
    "办公室",
    "办公厅",
    "委员会",
    "局",
    "厅",
    "部",
    "委",
    "院",
    "中心",
    "公司",
    "指挥部",
    "小组",
    "处",
    "科",
    "站",
    "所",
    "社",
    "大队",
    "支队",
    "学校",
    "中学",
    "小学",
    "医院",
    "协会",
    "联合会",
    "总工会",
    "党组",
    "支部",
    "政协",
    "人大",
    "街道",
    "办事处",
    "管委会",
    "银行",
    "联社",
    "党委",
    "县委",
    "市委",
    "区委",
    "省委",
    "党校",
    "团委",
    "法院",
    "检察院",
    "工作组",
    "专班",
    "台",
    "馆",
];

/// Titles that programs give to files without one, and pages to themselves.
const NO_TITLES: &[&str] = &[
    "无标题",
    "未命名",
    "新建",
    "文档",
    "工作簿",
    "工作表",
    "document",
    "untitled",
    "sheet",
    "book",
    "microsoft",
    "幻灯片",
    "演示文稿",
    "powerpoint",
    "网页",
    "详情",
    "详细",
    "正文",
    "内容",
    "首页",
    "附件",
    "下载",
    "副本",
    "图片",
    "scan",
    "img",
];

pub(super) fn read(lines: &Lines<'_>, background: &Background<'_>) -> Head {
    let mut head = Head::default();
    let known = claims(background.stated, "标题").into_iter();
    let known = known.filter(|claim| claim.sure).find_map(|claim| real_title(claim.text));
    let start = head.read_top(lines);
    let below = head.read_title(lines, start, known.as_deref());
    head.read_speaker(lines, below, background.lexicon);
    head.read_below(lines, below);
    head.read_signature(lines);
    head.read_notes(lines);
    head.doubts.extend(lines.iter().filter_map(secret));
    head.settle_all(background.stated);
    head
}

/// What a source states of a key.
struct Claim<'s> {
    /// Its position.
    at: usize,
    text: &'s str,
    place: &'s Place,
    /// Whether its name says just that.
    sure: bool,
}

/// All that is stated of a key, the most trusted first.
fn claims<'s>(stated: &'s [Stated], key: &str) -> Vec<Claim<'s>> {
    let Some(meaning) = MEANINGS.iter().find(|meaning| meaning.key == key) else {
        return Vec::new();
    };
    let names = meaning.words.iter().map(|word| (*word, true));
    let names = names.chain(meaning.weak.iter().map(|word| (*word, false)));
    let each = names.flat_map(|(name, sure)| {
        let filled =
            move |one: &Stated| one.key.to_lowercase() == name && !one.value.trim().is_empty();
        let own = stated.iter().enumerate().filter(move |(_, one)| filled(one));
        own.map(move |(at, one)| Claim { at, text: one.value.trim(), place: &one.place, sure })
    });
    each.collect()
}

/// A title that says something: not 无标题文档, not the name of a site.
pub(super) fn real_title(text: &str) -> Option<String> {
    const SITES: &[&str] = &[
        "门户网站",
        "人民政府",
        "政府网",
        "官网",
        "网站",
        "信息网",
        "政务网",
        "首页",
        "通知公告",
        "政务公开",
        "信息公开",
    ];
    let plain = text.trim().to_owned();
    let site = SITES.iter().any(|word| plain.ends_with(word)) && !plain.contains("关于");
    let real = !plain.is_empty() && !is_placeholder(&plain) && !site;
    real.then(|| without_number(plain).0)
}

/// What a program calls a file without a title, or a page itself.
fn is_placeholder(text: &str) -> bool {
    let small = text.to_lowercase();
    let letters = text.chars().filter(|c| is_han(*c)).count();
    letters < 10 && NO_TITLES.iter().any(|word| small.starts_with(word))
}

/// What offices add to the name of a file.
const VERSIONS: &[&str] = &[
    "定稿",
    "终稿",
    "最终版",
    "修改稿",
    "副本",
    "公开版",
    "发布稿",
    "印发稿",
    "正式稿",
    "盖章版",
    "扫描件",
    "final",
];

/// The title that the name of a file is: without a day or number before it, and without marks of versions behind it.
pub(super) fn title_of_file(name: &str) -> Option<String> {
    let lead = |c: char| c.is_ascii_digit() || "-_. 、（）()年月日".contains(c);
    // 2026年春耕方案: the year belongs to it.
    let year = name.chars().nth(4) == Some('年') && !name.contains('日');
    let front = if year { name } else { name.trim_start_matches(lead) };
    let title = with_bracket(front, without_version(front));
    let letters = title.chars().filter(|c| is_han(*c)).count();
    real_title(&title).filter(|_| letters > 4)
}

fn without_version(name: &str) -> &str {
    let marks = |c: char| c.is_ascii_digit() || "-_. ()（）【】".contains(c);
    let mut title = name;
    loop {
        let bare = title.trim_end_matches(marks);
        let bare = VERSIONS.iter().find_map(|word| bare.strip_suffix(word)).unwrap_or(bare);
        if bare.len() == title.len() {
            return title;
        }
        title = bare;
    }
}

/// A bracket that is closed right behind the title belongs to it: …办法（试行）.
fn with_bracket(name: &str, title: &str) -> String {
    let open = title.rfind(['（', '(']).is_some_and(|at| !title[at..].contains(['）', ')']));
    let close = name[title.len()..].chars().next().filter(|c| open && matches!(c, '）' | ')'));
    title.chars().chain(close).collect()
}

impl Head {
    /// Marks of the issuer and the number; gives the first line that is none of them.
    fn read_top(&mut self, lines: &Lines<'_>) -> usize {
        for (at, line) in lines.iter().enumerate().take(HEAD) {
            let slice = &line.slice;
            if let Some(number) = number(slice) {
                self.number = Some(number);
                self.used.extend(line.block);
            } else if is_mark(slice) {
                self.used.extend(line.block);
            } else if !is_above_mark(slice) {
                return at;
            }
        }
        HEAD.min(lines.len())
    }

    /// One line, or several up to the word that a title of an official text ends with. Lines of a title are broken by hand, so that
    /// words stay whole (GB/T 9704—2012 7.3.1), and each is a paragraph of its own in the file. Gives the line below.
    fn read_title(&mut self, lines: &Lines<'_>, start: usize, known: Option<&str>) -> usize {
        if let Some(known) = known
            && let Some(end) = self.find_title(lines, start, known)
        {
            return self.find_again(lines, end);
        }
        let candidates = candidates(lines, start);
        // A text that is nothing but short lines has no title that could be told from them.
        if candidates.is_empty() || candidates.len() == lines.len() && known.is_none() {
            return start;
        }
        let joined = joined(&candidates);
        if known.is_some() && joined.is_none() {
            return start;
        }
        let title = &candidates[..=joined.unwrap_or(0)];
        let text: String = title.iter().map(|line| squeezed(&line.slice)).collect();
        let last = title.last().map(|line| line.slice.clone());
        let (text, inside) = without_number(text);
        self.number = self.number.take().or_else(|| Some(title.last()?.slice.value_as(inside?)));
        self.title = title.first().map(|line| line.slice.value_as(text));
        self.used.extend(title.iter().filter_map(|line| line.block));
        let below = lines.iter().position(|line| last.as_ref().is_some_and(|l| line.slice.is(l)));
        let below = below.map_or(start, |at| at + 1);
        self.take_numbers(lines.range(start..below));
        self.find_again(lines, below)
    }

    fn take_numbers(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            if let Some(number) = number(&line.slice) {
                self.number.get_or_insert(number);
                self.used.extend(line.block);
            }
        }
    }

    /// A page shows its own title above that of the article.
    fn find_again(&mut self, lines: &Lines<'_>, below: usize) -> usize {
        let title = self.title_words();
        match title.chars().count() > 7 {
            true => self.find_title(lines, below, &title).unwrap_or(below),
            false => below,
        }
    }

    /// The lines that are the title which is known: all of it, or more of it than is known. Gives the line below.
    fn find_title(&mut self, lines: &Lines<'_>, start: usize, known: &str) -> Option<usize> {
        let wanted = letters(known);
        for first in start..(start + TITLE_LINES).min(lines.len()) {
            let mut text = String::new();
            for at in first..(first + TITLE_LINES + 1).min(lines.len()) {
                let slice = &lines.get(at)?.slice;
                let sentence = slice.len() > TITLE || slice.contains("。");
                if sentence || number(slice).is_some() && text.is_empty() {
                    break;
                }
                if number(slice).is_none() {
                    text.push_str(&squeezed(slice));
                }
                let found = letters(&text);
                let longer = found.contains(&wanted) && wanted.chars().count() > 7;
                let shorter =
                    wanted.contains(&found) && has_genre(&text) && found.chars().count() > 7;
                if found == wanted || longer || shorter {
                    self.take_title(lines, first..at + 1, if shorter { known } else { &text });
                    return Some(at + 1);
                }
            }
        }
        None
    }

    fn take_title(&mut self, lines: &Lines<'_>, range: std::ops::Range<usize>, text: &str) {
        self.take_numbers(lines.range(range.clone()));
        self.used.extend(lines.range(range.clone()).iter().filter_map(|line| line.block));
        let longer = text.chars().count() > self.title_words().chars().count();
        if let Some(line) = lines.get(range.start).filter(|_| longer) {
            self.title = Some(line.slice.value_as(text));
        }
    }

    /// Whose speech it is: a name alone below the title, or a post, a blank and a name; the day may stand above or below.
    fn read_speaker(&mut self, lines: &Lines<'_>, below: usize, lexicon: &Lexicon) {
        const SPEECHES: &[&str] = &[
            "讲话",
            "致辞",
            "致词",
            "发言",
            "讲话提纲",
            "讲话要点",
            "讲话摘要",
            "讲话稿",
            "发言稿",
        ];
        let title = self.title_words();
        let bare = title.split(['（', '(']).next().unwrap_or_default();
        if !SPEECHES.iter().any(|word| bare.ends_with(word)) {
            return;
        }
        let near = lines.range(below.min(lines.len())..(below + 2).min(lines.len()));
        if let Some((line, name)) =
            near.iter().find_map(|line| Some((line, speaker(line, lexicon)?)))
        {
            self.author = Some(name.value_as(squeezed(&name)));
            self.used.extend(line.block);
        }
    }

    /// The number and the recipients below the title; what is in brackets there stays where it is (2026年修订, 试行).
    fn read_below(&mut self, lines: &Lines<'_>, below: usize) {
        for line in lines.range(below..(below + 5).min(lines.len())) {
            let bracketed = line.slice.after("（").is_some_and(|rest| rest.before("）").is_some());
            if let Some(number) = number(&line.slice) {
                self.number.get_or_insert(number);
                self.used.extend(line.block);
            } else if !bracketed && !line.is_in(&self.used) {
                self.read_recipients(line);
                break;
            }
        }
    }

    /// `各乡镇人民政府，县直各部门：` stands alone (GB/T 9704—2012 7.3.2).
    fn read_recipients(&mut self, line: &Line<'_>) {
        if let Some(names) = recipients(line) {
            self.recipients = Some(names.value());
            self.used.extend(line.block);
        }
    }

    /// 署名 and 成文日期 (GB/T 9704—2012 7.3.5): at the end, but for what issues another text, which stands behind them.
    fn read_signature(&mut self, lines: &Lines<'_>) {
        const ISSUES: &[&str] = &["印发", "转发", "批转", "公布", "下发"];
        let title = self.title_words();
        let issues = ISSUES.iter().any(|word| title.contains(word));
        let found = issues.then(|| first_signature(lines)).flatten();
        let found = found.or_else(|| self.last_signature(lines));
        if let Some(at) = found.or_else(|| first_signature(lines)) {
            self.take_signature(lines, at);
        }
    }

    /// The last day that stands alone, below the text.
    fn last_signature(&mut self, lines: &Lines<'_>) -> Option<usize> {
        let last = lines.len().saturating_sub(TAIL);
        for at in (last..lines.len()).rev() {
            let line = lines.get(at)?;
            if signing(line).is_some() {
                return Some(at);
            }
            let text = line.slice.trim("");
            if is_unread_day(&text)
                && lines.get(at.wrapping_sub(1)).is_some_and(|l| is_agency(&l.slice))
            {
                self.blanks.push(undated(&text));
                let above = at.checked_sub(1).and_then(|at| lines.get(at));
                self.issuer = above
                    .and_then(|line| issuer_of(&line.slice))
                    .map(|name| name.value_as(listed(&name)));
            }
            if text.contains("。") && text.len() > 30 {
                return None;
            }
        }
        None
    }

    fn take_signature(&mut self, lines: &Lines<'_>, at: usize) {
        let Some((line, (date, value, before))) =
            lines.get(at).and_then(|line| Some((line, signing(line)?)))
        else {
            return;
        };
        self.signed = Some((date, value));
        self.used.extend(line.block);
        match before {
            Some(name) => self.issuer = Some(name.value_as(listed(&name))),
            None => self.read_issuers(lines, at),
        }
    }

    /// The names above a day; several issuers stand one below the other, or in a row with gaps between (GB/T 9704—2012 7.3.5).
    fn read_issuers(&mut self, lines: &Lines<'_>, date: usize) {
        let mut names: Vec<Slice<'_>> = Vec::new();
        for at in (date.saturating_sub(4)..date).rev() {
            let Some(line) = lines.get(at) else { break };
            let name = issuer_of(&line.slice);
            let fits = name.as_ref().is_some_and(|name| names.is_empty() || is_agency(name));
            if !fits || line.level.is_some() || line.heading || line.is_in(&self.used) {
                break;
            }
            self.used.extend(line.block);
            names.extend(name);
        }
        let text: Vec<String> = names.iter().rev().map(listed).collect();
        self.issuer = names.first().map(|name| name.value_as(text.join("、")));
    }

    /// 附注 (GB/T 9704—2012 7.3.6) below the day, wherever that is, and 抄送 (7.4.2) at the end.
    fn read_notes(&mut self, lines: &Lines<'_>) {
        let last = lines.len().saturating_sub(TAIL);
        for (at, line) in lines.iter().enumerate() {
            if let Some(note) = note(line) {
                let value = note.value();
                self.note.get_or_insert(value);
                self.used.extend(line.block);
            }
            if let Some(copies) = line.slice.after("抄送：").filter(|_| at >= last) {
                self.copies = Some(copies.trim("。").value());
                self.used.extend(line.block);
            }
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

    /// Whether the text is an official one, with a number or recipients.
    pub(super) fn is_official(&self) -> bool {
        self.number.is_some() || self.recipients.is_some()
    }

    /// Puts together what the text says and what its source states.
    fn settle_all(&mut self, stated: &[Stated]) {
        let keyed = |one: &Stated| meaning_of(&one.key).is_some();
        self.aside = (0..stated.len()).filter(|at| !keyed(&stated[*at])).collect();
        let own = self.title.take();
        self.title = self.settle(stated, "标题", own, real_title);
        let own = self.number.take();
        self.number = self.settle(stated, "发文字号", own, number_of);
        let own = self.issuer.take();
        self.issuer = self.settle(stated, "发文机关", own, issuers);
        let own = self.signed.take().map(|(_, value)| value);
        let signed = self.settle(stated, "成文日期", own, day);
        self.signed = signed.and_then(|value| Some((leaf_of(&value)?.parse().ok()?, value)));
        self.published_value = self.settle(stated, "发布日期", None, moment);
        self.published = self.published_value.as_ref().and_then(|v| Moment::parse(leaf_of(v)?));
        let own = self.recipients.take();
        self.recipients = self.settle(stated, "主送机关", own, plain);
        for key in ["来源", "作者", "责任编辑", "摘要", "索引号", "主题分类"] {
            let own = self.author.take_if(|_| key == "作者");
            let value = self.settle(stated, key, own, plain);
            self.stated.extend(value.map(|value| (key, value)));
        }
        self.stated.extend(list(stated, "关键词").map(|value| ("关键词", value)));
        let genre = self.settle(stated, "体裁分类", None, genre);
        self.stated.extend(genre.map(|value| ("体裁分类", value)));
        let openness = self.settle(stated, "公开方式", None, openness);
        self.stated.extend(openness.map(|value| ("公开方式", value)));
        let validity = self.settle(stated, "有效性", None, validity);
        let state = |value| Value::Map(vec![("状态", value)]);
        self.stated.extend(validity.map(|value| ("有效性", state(value))));
    }

    /// The value of a key: what the source states under a name that says just that, else what the text says, else what the source
    /// calls something like it. Of those that say just that, all that disagree are told.
    fn settle(
        &mut self,
        stated: &[Stated],
        key: &'static str,
        own: Option<Value>,
        read: fn(&str) -> Option<String>,
    ) -> Option<Value> {
        let mut all: Vec<(String, Value)> = Vec::new();
        let mut weak: Vec<(usize, String, Value)> = Vec::new();
        for claim in claims(stated, key) {
            let Some(text) = read(claim.text) else {
                self.aside.insert(claim.at);
                continue;
            };
            let whence = Some(stated_whence(claim.place));
            let value = Value::Leaf(Leaf { text: text.clone(), whence });
            match claim.sure {
                true => all.push((text, value)),
                false => weak.push((claim.at, text, value)),
            }
        }
        all.extend(own.and_then(|value| Some((leaf_of(&value)?.to_owned(), value))));
        if all.is_empty() && !weak.is_empty() {
            let (_, text, value) = weak.remove(0);
            all.push((text, value));
        }
        let (first, _) = all.first()?;
        let left = weak.iter().filter(|(_, text, _)| !same(key, text, first));
        self.aside.extend(left.map(|(at, ..)| *at));
        Some(self.choose(key, all))
    }

    /// One of several values, of which there is one at least; another that says something else is told.
    fn choose(&mut self, key: &'static str, mut all: Vec<(String, Value)>) -> Value {
        let (chosen, value) = all.swap_remove(best(key, &all));
        let other = all.into_iter().find(|(text, _)| !same(key, text, &chosen));
        self.doubts.extend(other.map(|(text, other)| disagreement(key, &chosen, &text, &other)));
        value
    }

    /// The keys that every document has, in the order of the table.
    pub(super) fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut add = |key: &'static str, value: Option<Value>| {
            let note = None;
            fields.extend(value.map(|value| Field { key, value, note }));
        };
        self.stated.iter().for_each(|(key, value)| add(key, Some(value.clone())));
        add("发文机关", self.issuer.clone());
        add("发文字号", self.number.clone());
        add("成文日期", self.signed.as_ref().map(|(_, value)| value.clone()));
        add("主送机关", self.recipients.clone());
        add("抄送机关", self.copies.clone());
        add("附注", self.note.clone());
        fields
    }
}

fn leaf_of(value: &Value) -> Option<&str> {
    match value {
        Value::Leaf(leaf) => Some(&leaf.text),
        _ => None,
    }
}

/// Which of several values is taken: of titles the fullest, of moments of one day the one with its time, else the first.
fn best(key: &str, all: &[(String, Value)]) -> usize {
    let first = &all[0].0;
    let same = |(_, (text, _)): &(usize, &(String, Value))| match key {
        "标题" => letters(text).contains(&letters(first)),
        "发布日期" => text.starts_with(first.as_str()),
        _ => false,
    };
    let fuller = all
        .iter()
        .enumerate()
        .filter(same)
        .max_by_key(|(at, (text, _))| (text.chars().count(), std::cmp::Reverse(*at)));
    fuller.map_or(0, |(at, _)| at)
}

/// Whether two values say the same: a name may be shortened, a title given in part, a day without its time.
fn same(key: &str, one: &str, other: &str) -> bool {
    let (one, other) = (letters(one), letters(other));
    let (short, long) = if one.len() <= other.len() { (&one, &other) } else { (&other, &one) };
    match key {
        "标题" => long.contains(short.as_str()),
        "发布日期" | "成文日期" => {
            long.starts_with(short.as_str()) || (long.get(..8) == short.get(..8))
        }
        "发文字号" | "索引号" => one == other,
        _ => {
            let mut rest = long.chars();
            short.chars().all(|c| rest.any(|other| other == c))
        }
    }
}

/// Letters and digits alone.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn disagreement(key: &str, chosen: &str, other: &str, value: &Value) -> Doubt {
    let whence = match value {
        Value::Leaf(Leaf { whence: Some(whence), .. }) => whence.clone(),
        _ => stated_whence(&Place::Whole),
    };
    Doubt {
        code: Code::ImportDisagree,
        whence,
        block: None,
        words: say!(
            "“{key}”有两种写法：“{chosen}”和“{other}”，先填了前一种，请核对",
            "{key} is given as {chosen} and as {other}; the first was filled in, please check"
        ),
    }
}

fn plain(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn genre(text: &str) -> Option<String> {
    let known = Genre::VARIANTS.iter().any(|genre| genre.alias == text);
    known.then(|| text.to_owned())
}

fn openness(text: &str) -> Option<String> {
    let known = Openness::VARIANTS.iter().any(|openness| openness.alias == text);
    known.then(|| text.to_owned())
}

fn validity(text: &str) -> Option<String> {
    let state = ["废止", "失效", "有效"].iter().find(|word| text.contains(**word))?;
    (!text.contains("无效")).then(|| (*state).to_owned())
}

/// A day in whatever form, as content files write it.
fn day(text: &str) -> Option<String> {
    moment_of(text).map(|moment| moment.at.date().to_string())
}

fn moment(text: &str) -> Option<String> {
    let moment = moment_of(text)?;
    Some(date::written(moment.at.date(), moment.timed.then(|| moment.at.time())))
}

fn moment_of(text: &str) -> Option<Moment> {
    if let Some(moment) = Moment::parse(text) {
        return Some(moment);
    }
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    if digits {
        return Moment::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let passage = Passage::of(crate::import::manuscript::Text::plain(text, Place::Whole));
    let found = date::find(&Slice::of(&passage))?;
    let date = Date::new(found.year?, found.month, found.day).ok()?;
    let time = found.time.unwrap_or_default();
    Some(Moment { at: date.to_datetime(time), timed: found.time.is_some() })
}

/// `县财政局　县教育局` -> `县财政局、县教育局`.
fn issuers(text: &str) -> Option<String> {
    let names: Vec<&str> = text
        .split([' ', '\u{3000}', ',', '，', ';', '；', '、', '\t'])
        .filter(|name| !name.is_empty())
        .collect();
    let whole = names.iter().all(|name| name.chars().count() > 2);
    (!names.is_empty()).then(|| if whole { names.join("、") } else { names.concat() })
}

/// All values of the first name that the source uses for a key, as a list: `tags` stands once for each.
fn list(stated: &[Stated], key: &str) -> Option<Value> {
    let claims = claims(stated, key);
    let first = claims.first()?;
    let name = stated[first.at].key.to_lowercase();
    let own: Vec<&Claim<'_>> =
        claims.iter().filter(|claim| stated[claim.at].key.to_lowercase() == name).collect();
    let leaf =
        |text: &str| Leaf { text: text.to_owned(), whence: Some(stated_whence(first.place)) };
    match own[..] {
        [one] => Some(words(Value::Leaf(leaf(one.text)))),
        _ => Some(Value::List(own.iter().map(|one| Value::Leaf(leaf(one.text))).collect())),
    }
}

/// Lines that may be of the title, lines with a number between them left out.
fn candidates<'l, 't>(lines: &'l Lines<'t>, start: usize) -> Vec<&'l Line<'t>> {
    let near = lines.range(start..(start + TITLE_LINES + 1).min(lines.len())).iter();
    let all = near.take_while(|line| number(&line.slice).is_some() || is_title_line(line));
    let titles = all.filter(|line| number(&line.slice).is_none());
    titles.take(TITLE_LINES).collect()
}

/// `关于…的通知（云政发〔2026〕5号）` without its number.
fn without_number(title: String) -> (String, Option<String>) {
    let open = title.strip_suffix('）').and_then(|rest| Some((rest, rest.rfind('（')?)));
    let found = open.and_then(|(rest, at)| Some((at, number_of(&rest[at + '（'.len_utf8()..])?)));
    match found {
        Some((at, number)) => (title[..at].to_owned(), Some(number)),
        None => (title, None),
    }
}

/// The last line of a title that goes over several, up to the word that titles of official texts end with.
fn joined(candidates: &[&Line<'_>]) -> Option<usize> {
    let end = candidates.iter().position(|line| has_genre(&squeezed(&line.slice)))?;
    let about = candidates[..=end].iter().any(|line| line.slice.contains("关于"));
    // 青禾县2026年国民经济和: the line goes on.
    let open = |line: &&Line<'_>| {
        line.slice.chars().last().is_some_and(|c| "和与及的、以对为在暨".contains(*c))
    };
    (end == 0 || about || candidates[..end].iter().all(open)).then_some(end)
}

/// Whether a title ends as those of official texts do; what is in brackets behind it (试行) does not count.
fn has_genre(title: &str) -> bool {
    let bare = match title.rfind('（') {
        Some(at) if title.ends_with('）') => &title[..at],
        _ => title,
    };
    GENRES.iter().any(|genre| bare.ends_with(genre))
}

/// Those to whom a text is addressed: names before a colon, on a line of their own.
fn recipients<'t>(line: &Line<'t>) -> Option<Slice<'t>> {
    const ENDS: &[&str] = &[
        "政府", "部门", "单位", "局", "委", "办", "室", "厅", "公司", "企业", "学校", "中学",
        "小学", "大学", "院", "会", "中心", "镇", "乡", "街道", "县", "市", "区", "机构", "同志",
        "户", "村", "群众", "市民", "朋友", "组织", "代表", "委员", "社", "队", "站", "所", "行",
        "处", "部", "组", "们", "者", "家长", "居民", "场", "园", "盟", "旗", "州", "省", "企",
        "校", "人员", "支部", "总支", "党委", "工委",
    ];
    let names = line.slice.before("：")?.trim("");
    let fits = line.level.is_none() && names.len() <= 120 && !names.contains("：");
    let names =
        Some(names).filter(|names| fits && !names.contains("。") && !names.contains("如下"))?;
    let bare = names.chars().iter().collect::<String>();
    let bare = match bare.rfind('（') {
        Some(at) if bare.ends_with('）') => bare[..at].to_owned(),
        _ => bare,
    };
    // So a speech begins.
    const GREETED: &[&str] = &["同志们", "各位", "尊敬的", "朋友们", "女士", "先生", "来宾"];
    if GREETED.iter().any(|word| bare.contains(word)) {
        return None;
    }
    let to = bare.starts_with('各') || ENDS.iter().any(|end| bare.ends_with(end));
    (to && names.len() > 1).then_some(names)
}

/// `（此件公开发布）`
fn note<'t>(line: &Line<'t>) -> Option<Slice<'t>> {
    const STARTS: &[&str] = &[
        "此件",
        "本件",
        "此文件",
        "本文件",
        "公开",
        "主动公开",
        "依申请公开",
        "不予公开",
        "不公开",
    ];
    let inside = line.slice.after("（")?.before("）")?;
    let fits = inside.contains("公开") && inside.len() <= 24;
    inside.after_any(STARTS).filter(|_| fits)?;
    Some(inside)
}

/// The first day that stands alone below the name of a body.
fn first_signature(lines: &Lines<'_>) -> Option<usize> {
    (0..lines.len()).find(|at| {
        let found = lines.get(*at).and_then(signing);
        let above = || at.checked_sub(1).and_then(|at| lines.get(at));
        found.is_some_and(|(.., before)| {
            before.is_some() || above().is_some_and(|line| is_agency(&line.slice))
        })
    })
}

/// A name that stands alone as that of an issuer does, a seal behind it left out.
fn issuer_of<'t>(slice: &Slice<'t>) -> Option<Slice<'t>> {
    let name = slice.trim("");
    let seals = ["（印章）", "（盖章）", "（公章）", "（印）", "（章）", "（代章）"];
    let name = seals.iter().find_map(|seal| name.before(seal)).unwrap_or(name).trim("");
    let plain = |c: &char| is_han(*c) || c.is_whitespace() || *c == '、';
    let fits = name.chars().iter().all(plain) && (4..=60).contains(&name.len());
    fits.then_some(name)
}

fn is_agency(slice: &Slice<'_>) -> bool {
    issuer_of(slice).is_some_and(|name| AGENCIES.iter().any(|end| name.before(end).is_some()))
}

/// Names with gaps between, as a list.
fn listed(name: &Slice<'_>) -> String {
    let words = name.words();
    issuers(&words).unwrap_or(words)
}

/// A day that is none of this calendar, or not whole: 二〇二六年四月, 丙午年二月初五.
fn is_unread_day(text: &Slice<'_>) -> bool {
    let day = |c: &char| {
        c.is_ascii_digit() || numerals::zero(*c) || numerals::counts(*c)
            || "年月日号农历公元千百初正冬腊廿卅闰甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥 \u{3000}".contains(*c)
    };
    (4..=20).contains(&text.len()) && text.contains("年") && text.chars().iter().all(day)
}

fn undated(text: &Slice<'_>) -> Blank {
    let written = text.words();
    let words = say!(
        "落款写的是“{written}”，不是公历的年月日，请补上",
        "the signature says {written}, which is no whole day of this calendar: write it"
    );
    Blank { key: "成文日期", words, whence: Some(text.whence()) }
}

/// `优质服务,动员大会` -> a list.
fn words(value: Value) -> Value {
    let Value::Leaf(leaf) = value else {
        return value;
    };
    let parts = leaf.text.split([',', '，', ';', '；', '、', ' ', '\u{3000}']);
    let parts = parts.filter(|part| !part.is_empty());
    let each =
        parts.map(|part| Value::Leaf(Leaf { text: part.to_owned(), whence: leaf.whence.clone() }));
    Value::List(each.collect())
}

/// `云政发〔2026〕12号` alone on its line.
fn number(slice: &Slice<'_>) -> Option<Value> {
    (slice.len() <= 40)
        .then(|| number_of(&slice.words()))
        .flatten()
        .map(|text| slice.value_as(text))
}

/// The name that is all of a line, or stands behind a post and a blank.
fn speaker<'t>(line: &Line<'t>, lexicon: &Lexicon) -> Option<Slice<'t>> {
    let text = line.slice.trim("（）()");
    let is_name = |slice: &Slice<'_>| people::name(slice, lexicon) == Some(slice.len());
    let gap = text.chars().iter().rposition(|c| c.is_whitespace()).filter(|_| text.len() <= 30);
    let behind = gap.map(|gap| text.from(gap + 1));
    [Some(text), behind].into_iter().flatten().find(is_name)
}

/// A mark of secrecy, which stays in the text so that the inspection finds it too.
fn secret(line: &Line<'_>) -> Option<Doubt> {
    let text = line.slice.words();
    let mark = &text[secrecy::marks(&text).into_iter().next()?];
    Some(Doubt {
        code: Code::SecretMarking,
        whence: line.slice.whence(),
        block: line.block,
        words: say!(
            "原文标着密级“{mark}”，标了密级的文件不能公开，先报保密办核实",
            "the original is marked as secret ({mark}); what is classified must not be published: ask the office of secrecy first"
        ),
    })
}

/// 份号, 密级 and 紧急程度, above the mark of the issuer (GB/T 9704—2012 7.2.1 to 7.2.3); a person should see that they stand there.
fn is_above_mark(slice: &Slice<'_>) -> bool {
    let text = slice.trim("");
    let copy = text.len() == 6 && text.chars().iter().all(char::is_ascii_digit);
    let urgent = ["特急", "加急", "急件", "平急", "特提"].contains(&text.words().as_str());
    let secret = text
        .after_any(&["绝密", "机密", "秘密"])
        .is_some_and(|rest| rest.is_empty() || rest.after("★").is_some());
    copy || urgent || secret
}

/// 发文机关标志: `云溪县人民政府文件`, a name with 文件 behind it (GB/T 9704—2012 7.2.4).
fn is_mark(slice: &Slice<'_>) -> bool {
    let text = squeezed(slice);
    let marked = text.ends_with("文件") && (6..=30).contains(&text.chars().count());
    marked && !text.contains("关于") && text.chars().all(is_han)
}

/// A line that may be of a title: short, no sentence, no label, no byline.
fn is_title_line(line: &Line<'_>) -> bool {
    let text = line.slice.chars();
    let mark = |c: &char| "。；：，、".contains(*c);
    let short = (2..=TITLE).contains(&text.len());
    let han = text.iter().any(|c| is_han(*c));
    short
        && han
        && line.level.is_none()
        && !text.last().is_some_and(mark)
        && !text.contains(&'。')
        && text.first() != Some(&'（')
        && !is_pair(&line.slice)
        && !is_byline(&line.slice)
        && !is_placeholder(&line.slice.words())
        && date::find(&line.slice).is_none_or(|found| found.slice.len() < text.len())
}

/// `会议时间：3月31日` and `组　长：李明远`; a title may have a colon in it: `云溪县：春耕正忙`.
fn is_pair(slice: &Slice<'_>) -> bool {
    const LABELS: &[&str] = &[
        "时间",
        "地点",
        "人员",
        "电话",
        "联系",
        "名称",
        "单位",
        "职务",
        "成员",
        "组长",
        "主任",
        "机关",
        "日期",
        "主送",
        "抄送",
        "附件",
        "记者",
        "通讯员",
        "姓名",
        "地址",
        "邮箱",
        "内容",
        "议程",
        "指挥长",
        "委员",
        "来源",
        "作者",
        "编辑",
        "审核",
        "主持",
        "出席",
        "列席",
        "请假",
        "记录",
    ];
    let Some(colon) = slice.find("：") else { return false };
    let (name, rest) = (squeezed(&slice.part(0..colon)), slice.from(colon + 1));
    let spread = rest.chars().iter().any(|c| c.is_whitespace());
    LABELS.iter().any(|label| name.contains(label))
        || name.chars().count() < 3
        || rest.len() < 4
        || spread
}

/// `记者 张三　通讯员 李四`, `文/图 王五`
fn is_byline(slice: &Slice<'_>) -> bool {
    let bare = slice.trim("（）【】*");
    let starts = [
        "记者",
        "通讯员",
        "本报记者",
        "本报讯",
        "本网讯",
        "文/",
        "图/",
        "文／",
        "图／",
        "作者",
        "摄影",
        "见习记者",
    ];
    bare.after_any(&starts).is_some_and(|rest| {
        rest.is_empty()
            || rest.len() <= 30 && !rest.contains("的") && rest.find_any(&["会", "节"]).is_none()
    })
}

/// Without the blanks with which short words of a title are spread over their line (通　知), and without marks of notes. Between
/// longer parts one stays: several issuers, or the two halves of a title.
fn squeezed(slice: &Slice<'_>) -> String {
    let text: String = slice.chars().iter().filter(|c| **c != NOTE).collect();
    let mut out = String::new();
    let mut last = "";
    for part in text.split_whitespace() {
        let wide = |c: Option<char>| c.is_some_and(|c| !c.is_ascii());
        let between = wide(last.chars().next_back()) && wide(part.chars().next());
        let long = |part: &str| part.chars().count() > 3;
        let apart = long(last) && long(part) && !part.starts_with("关于");
        if !last.is_empty() && (!between || apart) {
            out.push(' ');
        }
        out.push_str(part);
        last = part;
    }
    out
}

/// A day with its year, alone on its line or behind the name of its issuer.
type Signing<'t> = (Date, Value, Option<Slice<'t>>);

fn signing<'t>(line: &Line<'t>) -> Option<Signing<'t>> {
    let slice = line.slice.trim("");
    if slice.len() > 80 {
        return None;
    }
    let found = date::find(&slice)?;
    let start = found.slice.start_in(&slice);
    let rest = slice.from(start + found.slice.len());
    // 印发机关 and 印发日期 (GB/T 9704—2012 7.4.2) say who printed it, and when.
    let alone = rest.len() <= 2 && rest.words() != "印发";
    let date = Date::new(found.year?, found.month, found.day).ok()?;
    let before = slice.part(0..start).trim("");
    let name = issuer_of(&before).filter(is_agency);
    let fits = alone && (start <= 2 && name.is_none() || name.is_some());
    fits.then(|| (date, found.slice.value_as(date.to_string()), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_titles_or_none() {
        for (name, expected) in [
            ("20260125-关于下达造林任务的通知（定稿）", Some("关于下达造林任务的通知")),
            ("01.青禾县防汛预案(1)", Some("青禾县防汛预案")),
            ("青禾县用水办法（试行）", Some("青禾县用水办法（试行）")),
            ("2026年春耕工作方案", Some("2026年春耕工作方案")),
            ("青禾县推进科技创新", Some("青禾县推进科技创新")),
            ("关于做好值班工作的通知 - 副本", Some("关于做好值班工作的通知")),
            ("新建 Microsoft Word 文档", None),
            ("无标题", None),
            ("a", None),
            ("IMG_2026", None),
        ] {
            assert_eq!(title_of_file(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn numbers_in_every_bracket() {
        for (text, expected) in [
            ("云政发〔2026〕12号", Some("云政发〔2026〕12号")),
            ("云政发[2026] 第 012 号", Some("云政发〔2026〕12号")),
            ("云政办发（2026）3号", Some("云政办发〔2026〕3号")),
            ("2026年第3号", None),
            ("关于云政发〔2026〕12号文件的说明", None),
        ] {
            assert_eq!(number_of(text).as_deref(), expected, "{text}");
        }
    }
}
