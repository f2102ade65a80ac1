//! 要素: lines and tables that say of a document what it is, `发布时间：… 来源：…`, 索引号 in a cell beside its value. Pages have
//! them around the article, texts that were copied from pages above and below it.

use super::clean::{Change, FACTS};
use super::manuscript::{Block, Stated, Table};
use super::passage::Passage;
use crate::chinese::{is_han, marks};
use crate::record::Moment;

/// A key of a document with the words by which sources call it, in small letters, the most trusted first.
pub(super) struct Meaning {
    pub(super) key: &'static str,
    /// Words that say just that: where two of them disagree, a person is told.
    pub(super) words: &'static [&'static str],
    /// Words that often say it, where nothing else does.
    pub(super) weak: &'static [&'static str],
}

const fn meaning(
    key: &'static str,
    words: &'static [&'static str],
    weak: &'static [&'static str],
) -> Meaning {
    Meaning { key, words, weak }
}

/// What sources call the keys: the tags of the 2017 guide to government sites, the head tables of 政府信息公开, lines of pages, front
/// matter of other generators.
pub(super) const MEANINGS: &[Meaning] = &[
    meaning(
        "标题",
        &["标题", "articletitle", "title", "信息名称", "文件名称", "公文名称", "名称"],
        &["og:title", "dc:title", "subject"],
    ),
    meaning(
        "发布日期",
        &[
            "pubdate",
            "publishdate",
            "publish-date",
            "article:published_time",
            "发布时间",
            "发布日期",
        ],
        &["公开日期", "公开时间", "发稿时间", "date", "更新时间", "更新日期", "日期", "时间"],
    ),
    meaning(
        "来源",
        &[
            "contentsource",
            "source",
            "来源",
            "信息来源",
            "文章来源",
            "稿件来源",
            "新闻来源",
            "文件来源",
        ],
        &["稿源", "出处", "extra.source", "供稿单位", "供稿"],
    ),
    meaning("作者", &["author", "作者", "authors", "撰稿"], &["article:author", "记者"]),
    meaning("责任编辑", &["editor", "责任编辑", "责编"], &["编辑", "网络编辑"]),
    meaning(
        "摘要",
        &["summary", "摘要"],
        &["description", "excerpt", "内容概述", "og:description"],
    ),
    meaning("关键词", &["keywords", "关键词", "关键字", "tags", "taxonomies.tags"], &["主题词"]),
    meaning("索引号", &["索引号", "索引", "信息索引号", "信息索引"], &[]),
    meaning("主题分类", &["主题分类"], &["公文分类", "所属主题", "信息分类", "公开分类"]),
    meaning("体裁分类", &["体裁分类", "体裁", "公文种类"], &["文种"]),
    meaning("公开方式", &["公开方式", "公开类别", "公开形式"], &["公开属性"]),
    meaning(
        "有效性",
        &["有效性", "时效性", "时效状态", "公文时效", "效力状态"],
        &["文件状态", "有效状态"],
    ),
    meaning(
        "发文机关",
        &[
            "发文机关",
            "发文单位",
            "制发机关",
            "制文机关",
            "发文机构",
            "成文机关",
            "成文单位",
            "印发机关",
        ],
        &["发布机构", "发布机关", "发布单位", "公开机构", "公开单位", "公开主体", "信息公开单位"],
    ),
    meaning(
        "发文字号",
        &["发文字号", "文号", "发布文号", "公文文号", "文件编号", "文件字号", "公文字号", "文件号"],
        &[],
    ),
    meaning(
        "成文日期",
        &["成文日期", "成文时间", "签发日期", "制发日期", "印发日期", "发文日期"],
        &["生成日期", "生成时间", "发文时间", "形成日期"],
    ),
    meaning("主送机关", &["主送机关", "主送单位", "主送"], &[]),
];

/// Names that a person may want to see, and that no key takes.
const OTHERS: &[&str] = &[
    "审核",
    "核稿",
    "签发",
    "签发人",
    "审签",
    "校对",
    "摄影",
    "图片",
    "生效日期",
    "失效日期",
    "实施日期",
    "废止日期",
    "服务对象",
    "所属栏目",
    "栏目",
];

/// Names of what the page counts or offers: of no use to anybody.
const NOISE: &[&str] = &[
    "浏览次数",
    "浏览量",
    "浏览",
    "点击数",
    "点击次数",
    "点击率",
    "点击量",
    "点击",
    "阅读次数",
    "阅读量",
    "阅读数",
    "阅读",
    "访问量",
    "访问次数",
    "访问人数",
    "人气",
    "字体",
    "字号",
    "字体大小",
    "字体显示",
    "视力保护色",
    "背景色",
    "分享到",
    "分享",
    "打印",
    "收藏",
    "下载次数",
    "保护视力色",
    "文字大小",
];

/// Names that begin ordinary sentences too: they count beside others.
const WEAK: &[&str] = &[
    "标题", "名称", "时间", "日期", "摄影", "图片", "记者", "栏目", "供稿", "出处", "文种", "体裁",
    "审核", "签发", "校对", "索引",
];

/// Those of them that are nothing else beside other names.
const AMONG: &[&str] = &["标题", "名称", "文种", "体裁", "索引", "审核", "签发", "校对", "栏目"];

/// A line about the document is not longer, in characters.
const LINE: usize = 400;
/// Nor is a value in it, but for a title or a summary.
const VALUE: usize = 60;
const LONG_VALUE: usize = 160;

/// How many paragraphs at the start and at the end of a text are looked at, those that are taken out not counted.
const HEAD: usize = 8;
const TAIL: usize = 4;

/// No head or foot of a page has more paragraphs.
const NEAR: usize = 120;

/// A list about the document has no more items, and a table no more rows.
const ITEMS: usize = 40;

/// What a source's own word means: the key, and whether it says just that.
pub(super) fn meaning_of(word: &str) -> Option<(&'static Meaning, bool)> {
    let word = word.to_lowercase();
    MEANINGS.iter().find_map(|meaning| {
        let sure = meaning.words.contains(&word.as_str());
        (sure || meaning.weak.contains(&word.as_str())).then_some((meaning, sure))
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worth {
    /// Nobody begins a sentence with it.
    Sure,
    /// It may be a notice's 时间：, unless it stands beside others.
    Weak,
    /// Of no use to anybody.
    Noise,
}

/// The name that some characters end with, the longest that fits.
fn name_at_end(chars: &[(usize, char)]) -> Option<(&'static str, Worth)> {
    let known = MEANINGS.iter().flat_map(|meaning| meaning.words.iter().chain(meaning.weak));
    let known = known.filter(|word| !word.is_ascii()).chain(OTHERS);
    let named =
        known.map(|word| (*word, if WEAK.contains(word) { Worth::Weak } else { Worth::Sure }));
    let all = named.chain(NOISE.iter().map(|word| (*word, Worth::Noise)));
    let ends = |word: &str| {
        let length = word.chars().count();
        let start = chars.len().checked_sub(length);
        start.is_some_and(|start| chars[start..].iter().map(|(_, c)| *c).eq(word.chars()))
    };
    all.filter(|(word, _)| ends(word)).max_by_key(|(word, _)| word.len())
}

struct Label {
    name: &'static str,
    worth: Worth,
    /// Where its first character stands, in bytes.
    start: usize,
    /// Behind its colon.
    end: usize,
}

/// The labels of a line: known words before colons, blanks inside of them or not.
fn labels(line: &str) -> Vec<Label> {
    let colons = line.char_indices().filter(|(_, c)| matches!(c, '：' | ':'));
    let mut labels: Vec<Label> = Vec::new();
    for (at, colon) in colons {
        let from = labels.last().map_or(0, |label| label.end);
        if let Some((name, worth, start)) = label_before(line, from, at, labels.is_empty()) {
            labels.push(Label { name, worth, start, end: at + colon.len_utf8() });
        }
    }
    labels
}

fn label_before(
    line: &str,
    from: usize,
    colon: usize,
    is_first: bool,
) -> Option<(&'static str, Worth, usize)> {
    let seen: Vec<(usize, char)> =
        line[from..colon].char_indices().filter(|(_, c)| !is_blank(*c)).collect();
    let (name, worth) = name_at_end(&seen)?;
    let begin = seen.len() - name.chars().count();
    // 会议时间 is no 时间; but fields that were run together are told by long names.
    let alone = match begin.checked_sub(1).map(|at| seen[at]) {
        Some((at, c)) => {
            let gap = line[from + at + c.len_utf8()..].starts_with(is_blank);
            let long = name.chars().count() >= 4 || worth == Worth::Noise;
            let day = line[colon..].chars().nth(1).is_some_and(|c| c.is_ascii_digit());
            let dated = matches!(name, "时间" | "日期") && day;
            !is_han(c) || gap || (!is_first && (long || dated))
        }
        None => true,
    };
    alone.then(|| (name, worth, from + seen[begin].0))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{a0}'
}

fn is_separator(c: char) -> bool {
    is_blank(c) || "|｜【】[]()（），,;；/·-".contains(c)
}

/// A number in its form; other brackets count too. 第 and zeros before the number go: the standard has neither
/// (GB/T 9704—2012 7.2.5), and many write them.
pub(super) fn number_of(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let open = chars.iter().position(|c| marks::year_closed_by(*c).is_some())?;
    let close = chars.iter().position(|c| marks::closes_year(*c))?;
    let agency: String = chars[..open].iter().collect();
    let year: String = chars.get(open + 1..close)?.iter().collect();
    let rest: String = chars[close + 1..].iter().collect();
    let digits = rest.trim_start_matches('第').strip_suffix('号')?;
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let han = (1..=14).contains(&open) && agency.chars().all(is_han);
    let fits = han && year.len() == 4 && plain(&year) && plain(digits);
    let digits = digits.trim_start_matches('0');
    (fits && !digits.is_empty()).then(|| format!("{agency}〔{year}〕{digits}号"))
}

/// A value of a line, in bytes.
struct Fact {
    name: &'static str,
    start: usize,
    end: usize,
}

/// What a line says of the document, in the order of its values; `None` where it is text.
fn of_line(line: &str) -> Option<Vec<Fact>> {
    if line.len() > LINE * 4 || line.chars().count() > LINE || line.contains('。') {
        return None;
    }
    let labels = labels(line);
    let has = |worth: Worth| labels.iter().any(|label| label.worth == worth);
    let first = labels.first().filter(|_| has(Worth::Sure) || has(Worth::Noise))?;
    let before = line[..first.start].trim_matches(is_separator);
    let name = match () {
        () if before.is_empty() => None,
        () if Moment::parse(before).is_some() => Some("发布时间"),
        // 云政发〔2026〕5号　　签发人：陆知行, as what is reported upwards has it (GB/T 9704—2012 7.2.6).
        () if first.name == "签发人" && number_of(before).is_some() => Some("发文字号"),
        () => return None,
    };
    let mut facts: Vec<Fact> =
        name.map(|name| trimmed(name, line, 0, first.start)).into_iter().collect();
    for (at, label) in labels.iter().enumerate() {
        let end = labels.get(at + 1).map_or(line.len(), |next| next.start);
        if label.worth == Worth::Noise {
            continue;
        }
        facts.extend(values(label.name, line, label.end, end)?);
    }
    Some(facts)
}

/// The value behind a label, and what stands behind it in brackets or after a gap. `None` where a value is too long to be one.
fn values(name: &'static str, line: &str, start: usize, end: usize) -> Option<Vec<Fact>> {
    let all = trimmed(name, line, start, end);
    let text = &line[all.start..all.end];
    let most = if matches!(name, "标题" | "名称" | "信息名称" | "文件名称" | "摘要" | "内容概述")
    {
        LONG_VALUE
    } else {
        VALUE
    };
    if text.chars().count() > most {
        return None;
    }
    let cut = ["  ", "\t", "\u{3000}\u{3000}", "【", "[打印", "[关闭", "[我要", "[字"];
    let cut = cut.iter().filter_map(|mark| text.find(mark)).min();
    let cut = cut.or_else(|| other_label(text).filter(|_| most == VALUE)).unwrap_or(text.len());
    let value = trimmed(name, line, all.start, all.start + cut);
    let rest = trimmed("其他", line, all.start + cut, all.end);
    // 来源：县报 | 2026-04-01 10:00
    if let Some(at) = moment_at_end(&line[value.start..value.end]) {
        let before = trimmed(name, line, value.start, value.start + at);
        return Some(vec![before, trimmed("发布时间", line, value.start + at, value.end)]);
    }
    let keep = |fact: &Fact| fact.start < fact.end;
    let told = |fact: &Fact| keep(fact) && !super::clean::is_tools(&line[fact.start..fact.end]);
    Some(Some(value).filter(keep).into_iter().chain(Some(rest).filter(told)).collect())
}

/// Where a blank stands before a name that nobody knows: 文号：青政发〔2026〕5号　是否有效：是.
fn other_label(text: &str) -> Option<usize> {
    let colon = text.find(['：', ':'])?;
    let blank = text[..colon].rfind(is_blank)?;
    let name = text[blank..colon].trim();
    let is_name = (2..=8).contains(&name.chars().count()) && name.chars().all(is_han);
    is_name.then_some(blank)
}

/// Where the day begins that stands behind another value, after a gap.
fn moment_at_end(text: &str) -> Option<usize> {
    let gaps = text.char_indices().rev().filter(|(_, c)| is_blank(*c) || matches!(c, '|' | '｜'));
    let starts = gaps.take(4).map(|(at, c)| at + c.len_utf8());
    let days = starts.filter(|at| *at > 1 && Moment::parse(&text[*at..]).is_some());
    days.min()
}

fn trimmed(name: &'static str, line: &str, start: usize, end: usize) -> Fact {
    let text = &line[start..end];
    let from = start + (text.len() - text.trim_start_matches(is_separator).len());
    let inner = &line[from..end.max(from)];
    Fact { name, start: from, end: from + inner.trim_end_matches(is_separator).len() }
}

/// What a paragraph says of the document.
fn of_passage(passage: &Passage) -> Option<Vec<Stated>> {
    let line: String = passage.chars.iter().collect();
    let facts = match line.contains('\t') {
        true => of_cells(&line).or_else(|| of_line(&line)),
        false => of_line(&line),
    };
    let facts = facts?.into_iter();
    Some(facts.map(|fact| stated(fact.name, passage, &line, fact.start, fact.end)).collect())
}

fn stated(name: &str, passage: &Passage, line: &str, start: usize, end: usize) -> Stated {
    Stated {
        key: name.to_owned(),
        value: line[start..end].replace('\n', ""),
        place: passage.place(line[..start].chars().count()),
    }
}

/// A row of a table that was copied as text: names and values between tabs.
fn of_cells(line: &str) -> Option<Vec<Fact>> {
    let mut at = 0;
    let cells: Vec<(usize, &str)> = line
        .split('\t')
        .map(|cell| {
            let start = at;
            at += cell.len() + 1;
            (start, cell)
        })
        .filter(|(_, cell)| !cell.trim().is_empty())
        .collect();
    let mut facts = Vec::new();
    for pair in cells.chunks(2) {
        let [(_, label), (start, value)] = pair else { return None };
        let (name, worth, _) = alone(label)?;
        if value.chars().count() > LONG_VALUE {
            return None;
        }
        if worth != Worth::Noise {
            facts.push(trimmed(name, line, *start, start + value.len()));
        }
    }
    (!facts.is_empty()).then_some(facts)
}

/// The name that is all of a text, and whether a colon stands behind it.
fn alone(text: &str) -> Option<(&'static str, Worth, bool)> {
    let plain = text.trim_matches(|c| is_blank(c) || matches!(c, '【' | '】' | '[' | ']'));
    let name = plain.trim_end_matches(['：', ':']);
    if name.chars().count() > 16 {
        return None;
    }
    let seen: Vec<(usize, char)> = name.char_indices().filter(|(_, c)| !is_blank(*c)).collect();
    let (found, worth) = name_at_end(&seen)?;
    (found.chars().count() == seen.len()).then_some((found, worth, name.len() < plain.len()))
}

/// A name on a line of its own, with its value on the next: `<dt>` and `<dd>`, cells that were copied one below the other.
fn of_two(label: &Passage, value: &Passage, among: bool) -> Option<Vec<Stated>> {
    let (name, worth, marked) = alone(&label.words())?;
    let text: String = value.chars.iter().collect();
    let fits =
        text.chars().count() <= LONG_VALUE && !text.contains('。') && labels(&text).is_empty();
    // A heading 来源 or 作者 may stand above a text.
    let sure = match worth {
        Worth::Weak => among && AMONG.contains(&name),
        _ => marked || name.chars().count() >= 3,
    };
    if !fits || !sure || alone(&text).is_some() {
        return None;
    }
    let fact = trimmed(name, &text, 0, text.len());
    let useful = worth != Worth::Noise && fact.start < fact.end;
    let one = useful.then(|| stated(name, value, &text, fact.start, fact.end));
    Some(one.into_iter().collect())
}

/// The table above documents of 政府信息公开: names in cells beside their values, or a row of names above a row of values.
fn of_table(table: &Table<Passage>) -> Option<Vec<Stated>> {
    if table.rows.len() > ITEMS {
        return None;
    }
    let beside: Vec<Stated> = table.rows.iter().flat_map(|row| of_row(row)).collect();
    let below = || {
        let pairs = table.rows.windows(2).filter_map(|rows| of_rows(&rows[0], &rows[1]));
        pairs.flatten().collect::<Vec<Stated>>()
    };
    let names = |row: &Vec<Passage>| row.iter().filter(|cell| is_name(cell)).count();
    let named: usize = table.rows.iter().map(names).sum();
    let inside = beside.len();
    let stated = if inside >= 2 { beside } else { below() };
    (!stated.is_empty() && named.max(inside) >= 3).then_some(stated)
}

fn is_name(cell: &Passage) -> bool {
    alone(&cell.words()).is_some_and(|(_, worth, _)| worth != Worth::Noise)
}

fn of_row(row: &[Passage]) -> Vec<Stated> {
    let mut stated = Vec::new();
    let mut cells = row.iter().peekable();
    while let Some(cell) = cells.next() {
        let Some((name, worth, _)) = alone(&cell.words()) else {
            stated.extend(of_passage(cell).unwrap_or_default());
            continue;
        };
        let value = cells.next_if(|value| !is_name(value));
        let of_value = value.map(|value| whole(name, value));
        stated.extend(of_value.filter(|one| worth != Worth::Noise && !one.value.is_empty()));
    }
    stated
}

/// Names in one row, values in the next.
fn of_rows(names: &[Passage], values: &[Passage]) -> Option<Vec<Stated>> {
    let filled = names.iter().filter(|cell| !cell.is_blank());
    let heads = filled.clone().count() >= 3 && filled.clone().all(is_name);
    if !heads || values.iter().any(is_name) {
        return None;
    }
    let pairs = names.iter().zip(values).filter(|(_, value)| !value.is_blank());
    let named = pairs.filter_map(|(name, value)| Some(whole(alone(&name.words())?.0, value)));
    Some(named.collect())
}

fn whole(name: &'static str, value: &Passage) -> Stated {
    let text: String = value.chars.iter().collect();
    let fact = trimmed(name, &text, 0, text.len());
    stated(name, value, &text, fact.start, fact.end)
}

/// What the first of these blocks says, and how many blocks that takes; `None` where it is text. Beside others, `among`, a name
/// counts with which sentences begin too.
fn first_of(blocks: &[Block<Passage>], among: bool) -> Option<(usize, Vec<Stated>)> {
    match blocks.first()? {
        Block::Paragraph(text) | Block::Heading(_, text) if text.chars.len() <= LINE => {
            of_paragraph(text, blocks.get(1), among)
        }
        Block::Table(table) => of_table(table).map(|stated| (1, stated)),
        Block::List(_, items) if items.len() <= ITEMS => {
            let blocks: Vec<Block<Passage>> = items.iter().flatten().cloned().collect();
            all_of(&blocks).filter(|stated| !stated.is_empty()).map(|stated| (1, stated))
        }
        _ => None,
    }
}

/// What a paragraph says, alone or with the value that stands below it.
fn of_paragraph(
    text: &Passage,
    next: Option<&Block<Passage>>,
    among: bool,
) -> Option<(usize, Vec<Stated>)> {
    // Sentences say nothing of the document.
    if text.chars.contains(&'。') {
        return None;
    }
    let value = match next {
        Some(Block::Paragraph(value)) if value.chars.len() <= LONG_VALUE => Some(value),
        _ => None,
    };
    let two = || value.and_then(|value| of_two(text, value, among)).map(|stated| (2, stated));
    match of_passage(text) {
        Some(stated) if stated.is_empty() && alone(&text.words()).is_some() => {
            two().or(Some((1, stated)))
        }
        Some(stated) => Some((1, stated)),
        None => two().or_else(|| {
            let near = among || next.and_then(sure).is_some();
            titled(text).filter(|_| near).map(|stated| (1, stated))
        }),
    }
}

/// What a paragraph says for sure.
fn sure(block: &Block<Passage>) -> Option<Vec<Stated>> {
    match block {
        Block::Paragraph(text) if text.chars.len() <= LINE => {
            of_passage(text).filter(|all| !all.is_empty())
        }
        _ => None,
    }
}

/// `标　题：关于…的通知` among other names: alone it may begin a sentence.
fn titled(text: &Passage) -> Option<Vec<Stated>> {
    let line: String = text.chars.iter().collect();
    let labels = labels(&line);
    let [label] = &labels[..] else { return None };
    let begins = line[..label.start].chars().all(is_separator);
    if !begins || !AMONG.contains(&label.name) {
        return None;
    }
    let facts = values(label.name, &line, label.end, line.len())?;
    Some(facts.iter().map(|fact| stated(fact.name, text, &line, fact.start, fact.end)).collect())
}

/// What blocks say that are nothing else.
fn all_of(blocks: &[Block<Passage>]) -> Option<Vec<Stated>> {
    let (mut at, mut stated) = (0, Vec::new());
    while at < blocks.len() {
        let (count, some) = first_of(&blocks[at..], at > 0)?;
        at += count;
        stated.extend(some);
    }
    Some(stated)
}

/// Every place of a page that says something of its document, wherever it stands.
pub(super) fn anywhere(blocks: &[Block<Passage>]) -> Vec<Stated> {
    let (mut at, mut stated) = (0, Vec::new());
    let mut among = false;
    while at < blocks.len() {
        let found = first_of(&blocks[at..], among);
        among = found.is_some();
        match found {
            Some((count, some)) => {
                at += count;
                stated.extend(some);
            }
            None => at += 1,
        }
    }
    stated
}

/// Takes such blocks out near the start and the end of a text. What the page counts or offers goes with them.
pub(super) fn take(blocks: &mut Vec<Block<Passage>>, changes: &mut Vec<Change>) -> Vec<Stated> {
    let mut found: Vec<(std::ops::Range<usize>, usize, Vec<Stated>)> = Vec::new();
    let (mut at, mut kept, mut among) = (0, 0, false);
    while at < blocks.len() {
        if at >= NEAR && at + NEAR < blocks.len() {
            (at, kept, among) = (at + 1, kept + 1, false);
            continue;
        }
        let one = first_of(&blocks[at..], among).or_else(|| moment(&blocks[at..], kept));
        among = one.is_some();
        match one {
            Some((count, stated)) => {
                found.push((at..at + count, kept, stated));
                at += count;
            }
            None => (at, kept) = (at + 1, kept + 1),
        }
    }
    found.retain(|(_, before, _)| *before < HEAD || kept - before <= TAIL);
    let mut ranges = found.iter().map(|(range, ..)| range).peekable();
    let mut number = 0..blocks.len();
    blocks.retain(|block| {
        let at = number.next().unwrap_or_default();
        while ranges.next_if(|range| range.end <= at).is_some() {}
        let gone = ranges.peek().is_some_and(|range| range.contains(&at));
        if gone {
            changes.extend(change(block));
        }
        !gone
    });
    found.into_iter().flat_map(|(.., stated)| stated).collect()
}

/// `2026-04-01 10:00` below a title: when a page was published. A signature spells its day, 2026年4月1日.
fn moment(blocks: &[Block<Passage>], before: usize) -> Option<(usize, Vec<Stated>)> {
    let [Block::Paragraph(text), _, _, ..] = blocks else { return None };
    let line: String = text.chars.iter().take(40).collect();
    let numbers = line.contains(['-', '/', ':', '：']) && text.chars.len() < 40;
    let fact = trimmed("发布时间", &line, 0, line.len());
    let moment = Moment::parse(&line[fact.start..fact.end]).filter(|_| numbers && before > 0)?;
    let plain = moment.timed || !line.contains('年');
    plain.then(|| (1, vec![stated("发布时间", text, &line, fact.start, fact.end)]))
}

fn change(block: &Block<Passage>) -> Vec<Change> {
    let mut changes = Vec::new();
    super::clean::visit(std::slice::from_ref(block), &mut |passage: &Passage| {
        if !passage.is_blank() {
            changes.push(Change {
                step: &FACTS,
                whence: passage.whence(&(0..passage.chars.len())),
                before: passage.words(),
                after: String::new(),
            });
        }
    });
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::manuscript::{Place, Text};

    fn passage(text: &str) -> Passage {
        Passage::of(Text::plain(text, Place::Line(1, 1)))
    }

    fn shown(stated: &[Stated]) -> String {
        let words: Vec<String> = stated.iter().map(|s| format!("{}={}", s.key, s.value)).collect();
        words.join(" ")
    }

    #[test]
    fn lines_about_the_document() {
        for (text, expected) in [
            (
                "发布时间：2012-04-01 16:19　来源：西部县政府网　点击数：123",
                Some("发布时间=2012-04-01 16:19 来源=西部县政府网"),
            ),
            ("来 源： 县委办　作 者:李晓禾 【字体：大 中 小】", Some("来源=县委办 作者=李晓禾")),
            ("2012年4月1日 16:19 来源：县报", Some("发布时间=2012年4月1日 16:19 来源=县报")),
            ("（责任编辑：王一平）", Some("责任编辑=王一平")),
            ("时间：2012-04-01  浏览次数：5", Some("时间=2012-04-01")),
            (
                "索引号：000/2026-1发文机关：西部县人民政府成文日期：2026年3月1日",
                Some("索引号=000/2026-1 发文机关=西部县人民政府 成文日期=2026年3月1日"),
            ),
            (
                "索 引 号\t000/2026-1\t发文字号\t西政发〔2026〕3号",
                Some("索引号=000/2026-1 发文字号=西政发〔2026〕3号"),
            ),
            ("发文字号：西政发[2026]3号 【打印】", Some("发文字号=西政发[2026]3号")),
            ("浏览次数：35 字体：[大 中 小]", Some("")),
            ("时间：3月31日上午9时", None),
            ("会议时间：3月31日上午9时", None),
            ("联系人：李晓禾　电话：0938-0000000", None),
            ("他说：来源：很清楚。", None),
            ("来源：县报时间：2026-04-01", Some("来源=县报 时间=2026-04-01")),
            ("资金来源：县财政", None),
            ("来源：县报 | 2026-04-01 10:00", Some("来源=县报 发布时间=2026-04-01 10:00")),
            (
                "发布日期：2026-04-01来源：县政府办阅读：35次",
                Some("发布日期=2026-04-01 来源=县政府办"),
            ),
            ("正文", None),
        ] {
            let found = of_passage(&passage(text)).map(|stated| shown(&stated));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn names_above_their_values() {
        let paragraph = |text: &&str| Block::Paragraph(passage(text));
        let blocks: Vec<_> =
            ["索引号：", "000/2026-1", "发文机关", "西部县人民政府", "来源", "正文"]
                .iter()
                .map(paragraph)
                .collect();
        assert_eq!(shown(&anywhere(&blocks)), "索引号=000/2026-1 发文机关=西部县人民政府");
        let row = |cells: &[&str]| cells.iter().map(|text| passage(text)).collect::<Vec<_>>();
        for (rows, expected) in [
            (
                vec![
                    row(&["索引号", "发文机关", "成文日期"]),
                    row(&["0/1", "西部县人民政府", "2026-03-01"]),
                ],
                "索引号=0/1 发文机关=西部县人民政府 成文日期=2026-03-01",
            ),
            (
                vec![
                    row(&["索 引 号：", "0/1", "主题分类：", ""]),
                    row(&["标　题：", "关于某事的通知", "", ""]),
                ],
                "索引号=0/1 标题=关于某事的通知",
            ),
            (vec![row(&["姓名", "单位", "备注"]), row(&["张三", "县府办", ""])], ""),
        ] {
            let table = Block::Table(Table { heads: 0, rows, name: None });
            assert_eq!(shown(&anywhere(&[table])), expected);
        }
    }
}
