//! Lines that are paragraphs, and headings whose blank is missing: what an office means by them is certain.
//!
//! To Markdown a single line break says nothing, and in Chinese text it is dropped. But a line that begins with 一、, （一） or a
//! bullet, that stands in, or that holds nothing but a day or `地点：…`, was never the rest of the line above. Such breaks
//! end the paragraph; within lists, quotes and emphasis, which they must not end, they only break the line. `##一、总体要求`
//! is a heading as `## 一、总体要求` is.

use super::parser::{ends_container, is_container};
use crate::chinese::levels::{Level, item, label};
use crate::chinese::{is_han, is_wide};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

/// What the parser reports, with ranges in its text.
pub(super) type Events<'p> = Vec<(Event<'p>, Range<usize>)>;

/// Whether a text may hold what [`settled`] settles: a line break within a paragraph, or a first character that is not shown.
pub(super) fn may_need(event: &Event<'_>) -> bool {
    match event {
        Event::SoftBreak => true,
        Event::Text(text) => text.starts_with(['#', '＃', '\u{3000}', '\u{a0}', '\u{2003}']),
        _ => false,
    }
}

/// The events with their paragraphs as the author meant them. `around` gives the author's lines before and after the
/// break at a range.
pub(super) fn settled<'p, 't>(
    events: Events<'p>,
    around: impl Fn(&Range<usize>) -> (&'t str, &'t str),
) -> Events<'p> {
    let mut settler = Settler {
        events: Vec::with_capacity(events.len()),
        paragraph: None,
        level: None,
        inline: 0,
        depth: 0,
        fresh: false,
    };
    for (event, range) in events {
        settler.take(event, range, &around);
    }
    settler.events
}

struct Settler<'p> {
    events: Events<'p>,
    /// Where the paragraph around the current event begins, and where it ends in the text.
    paragraph: Option<(usize, usize)>,
    /// The level, where the paragraph has become a heading.
    level: Option<HeadingLevel>,
    /// Emphasis and links around it.
    inline: usize,
    /// Quotes, list items and notes around it.
    depth: usize,
    /// Whether the line has had nothing yet.
    fresh: bool,
}

impl<'p> Settler<'p> {
    fn take<'t>(
        &mut self,
        event: Event<'p>,
        range: Range<usize>,
        around: &impl Fn(&Range<usize>) -> (&'t str, &'t str),
    ) {
        match event {
            Event::Start(Tag::Paragraph) => return self.begin(range),
            Event::End(TagEnd::Paragraph) => return self.end(range.end),
            Event::SoftBreak => {
                let (before, after) = around(&range);
                return self.line_break(range, before, after);
            }
            // What is written as an entity is meant to be there.
            Event::Text(text) if self.fresh && text.len() == range.len() => {
                let (before, _) = around(&(range.start..range.start));
                return self.first_text(text, range, before.trim().is_empty());
            }
            Event::Start(ref tag) if is_container(tag) => self.depth += 1,
            Event::End(tag) if ends_container(tag) => self.depth -= 1,
            Event::Start(_) => self.inline += usize::from(self.paragraph.is_some()),
            Event::End(_) => self.inline -= usize::from(self.paragraph.is_some()),
            _ => {}
        }
        self.fresh = false;
        self.events.push((event, range));
    }

    fn begin(&mut self, range: Range<usize>) {
        self.paragraph = Some((self.events.len(), range.end));
        (self.level, self.inline, self.fresh) = (None, 0, true);
        self.events.push((Event::Start(Tag::Paragraph), range));
    }

    /// Ends the paragraph, unless it holds nothing: then it has never been.
    fn end(&mut self, end: usize) {
        let Some((start, _)) = self.paragraph.take() else {
            return;
        };
        self.fresh = false;
        if start + 1 == self.events.len() {
            self.events.pop();
            return;
        }
        let range = self.events[start].1.start..end;
        self.events[start].1 = range.clone();
        let tag = match self.level.take() {
            Some(level) => {
                self.close_heading();
                TagEnd::Heading(level)
            }
            None => TagEnd::Paragraph,
        };
        self.events.push((Event::End(tag), range));
    }

    /// `##一、总体要求##` ends as `## 一、总体要求 ##` does.
    fn close_heading(&mut self) {
        if let Some((Event::Text(text), _)) = self.events.last_mut() {
            let kept = text.trim_end_matches(['#', '＃']).trim_end().len();
            *text = front(text, kept);
        }
    }

    fn line_break(&mut self, range: Range<usize>, before: &str, after: &str) {
        let outside = self.depth == 0;
        let heading = outside && (self.level.is_some() || heading(after.trim_start()).is_some());
        if !heading && !stands_alone(before, after, outside) {
            self.fresh = self.inline == 0;
            self.events.push((Event::SoftBreak, range));
            return;
        }
        match self.paragraph {
            Some((_, end)) if self.inline == 0 => {
                self.end(range.start);
                self.begin(range.end..end);
            }
            _ => {
                self.fresh = self.inline == 0;
                self.events.push((Event::HardBreak, range));
            }
        }
    }

    /// The first text of a line: without the blanks that only a page's own style may make, and without the marks of a heading.
    /// Behind a backslash it does not begin its line.
    fn first_text(&mut self, text: CowStr<'p>, range: Range<usize>, begins_line: bool) {
        self.fresh = false;
        let mut kept = text.trim_start();
        let begins = self.paragraph.is_some_and(|(start, _)| start + 1 == self.events.len());
        if begins
            && begins_line
            && self.depth == 0
            && let Some((level, length)) = heading(kept)
            && let Some((start, _)) = self.paragraph
        {
            kept = &kept[length..];
            self.level = Some(level);
            let (id, classes, attrs) = (None, Vec::new(), Vec::new());
            self.events[start].0 = Event::Start(Tag::Heading { level, id, classes, attrs });
        }
        let gone = text.len() - kept.len();
        self.fresh = kept.is_empty();
        if !kept.is_empty() {
            self.events.push((Event::Text(back(&text, gone)), range.start + gone..range.end));
        }
    }
}

fn front<'p>(text: &CowStr<'p>, end: usize) -> CowStr<'p> {
    match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[..end]),
        text => CowStr::from(text[..end].to_owned()),
    }
}

fn back<'p>(text: &CowStr<'p>, start: usize) -> CowStr<'p> {
    match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[start..]),
        text => CowStr::from(text[start..].to_owned()),
    }
}

/// The level of the heading that a line is which the parser took for text, and the bytes of its marks.
///
/// `#话题#` and `#1楼` are text: a single `#` makes a heading before 一、 and （一） only, or with a blank that is none to the parser.
fn heading(line: &str) -> Option<(HeadingLevel, usize)> {
    let rest = line.trim_start_matches(['#', '＃']);
    let count = line[..line.len() - rest.len()].chars().count();
    let level = HeadingLevel::try_from(count).ok()?;
    let text = rest.trim_start();
    let head: Vec<char> = text.chars().take(HEAD).collect();
    let official = label(&head).is_some_and(|label| label.level <= Level::Second);
    let numbered = item(&head).is_some();
    // With a blank that is one to the parser too, it had its reasons.
    let blank = text.len() < rest.len() && (line.contains('＃') || !rest.starts_with([' ', '\t']));
    let begins = head.first().is_some_and(|c| is_han(*c) || "“《（".contains(*c));
    let means = official || (blank && !head.is_empty()) || (count > 1 && (begins || numbered));
    means.then_some((level, line.len() - text.len()))
}

/// Characters of a line that say how it begins.
const HEAD: usize = 12;

/// Characters of a line that nobody wrapped: it ends where its author ended it.
const UNWRAPPED: usize = 25;

/// Whether the line `after` a break was never the rest of the line `before`; `outside` of lists, quotes and notes.
fn stands_alone(before: &str, after: &str, outside: bool) -> bool {
    if before.trim().is_empty() || after.trim().is_empty() {
        return outside;
    }
    let both = [before, after].iter().all(|line| line.starts_with("\u{3000}\u{3000}"));
    let (before, line) = (bare(before), bare(after));
    let ends = before.ends_with(ends_sentence);
    let begins = both || (stands_in(after) && (ends || before.ends_with('：')));
    if outside && begins && line.starts_with(is_wide) {
        return true;
    }
    if let Some(mark) = item_of(line) {
        return follows(before, ends, mark);
    }
    let named = name(line).is_some() && name(before).is_some() && !goes_on(before);
    named || is_day(line) && !goes_on(before) || (outside && is_title(before) && begins_text(line))
}

/// Whether a line that begins with a mark may stand below the line before it: that has one too, or is whole. A line that was
/// wrapped, as mails and old editors do, ends anywhere.
fn follows(before: &str, ends: bool, mark: &str) -> bool {
    if item_of(before).is_some() {
        return true;
    }
    // 破折号: within a sentence it may come to stand anywhere.
    let whole = ends || before.ends_with(['：', ':']);
    let dash = mark.starts_with('—');
    whole || (!dash && !goes_on(before) && before.chars().count() <= UNWRAPPED)
}

/// A line without blanks, marks of emphasis and of quotes around it.
fn bare(line: &str) -> &str {
    let blank = |c: char| c.is_whitespace() || matches!(c, '*' | '>');
    line.trim_matches(blank)
}

/// The mark that a line begins with.
fn item_of(line: &str) -> Option<&str> {
    let head: Vec<char> = line.chars().take(HEAD).collect();
    let length: usize = head[..item(&head)?].iter().map(|c| c.len_utf8()).sum();
    Some(&line[..length])
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '…' | '”' | '）')
}

/// Whether a sentence plainly goes on in the next line.
fn goes_on(line: &str) -> bool {
    line.ends_with(['，', '、', ',', '“', '（', '《'])
}

/// Whether a line begins two columns in or more.
fn stands_in(line: &str) -> bool {
    let blanks = line.chars().take_while(|c| c.is_whitespace());
    let columns = blanks.map(|c| match c {
        '\u{3000}' | '\u{2003}' | '\t' => 2,
        _ => 1,
    });
    columns.sum::<usize>() >= 2
}

/// `会议时间` of a line `会议时间：4月3日`, as notices list what one has to know.
fn name(line: &str) -> Option<&str> {
    let (name, value) = line.split_once(['：', ':'])?;
    let length = name.chars().count();
    ((2..=8).contains(&length) && name.chars().all(is_han) && !value.is_empty()).then_some(name)
}

/// `2026年4月1日`, `二〇二六年四月一日`: the day below a signature.
fn is_day(line: &str) -> bool {
    let digits = |text: &str| {
        let digit = |c: char| {
            c.is_ascii_digit() || "〇零○一二三四五六七八九十０１２３４５６７８９".contains(c)
        };
        !text.trim().is_empty() && text.trim().chars().all(digit)
    };
    let parts = line.split_once('年').and_then(|(year, rest)| {
        let (month, day) = rest.split_once('月')?;
        Some([year, month, day.trim().strip_suffix('日')?])
    });
    parts.is_some_and(|parts| parts.iter().all(|part| digits(part)))
}

/// `一、总体要求`, `（一）工作目标`: titles of the first two levels stand on lines of their own and end without a mark.
fn is_title(line: &str) -> bool {
    let head: Vec<char> = line.chars().take(HEAD).collect();
    let official = label(&head).is_some_and(|label| label.level <= Level::Second);
    official
        && item(&head).is_some()
        && line.ends_with(|c| is_han(c) || matches!(c, '》' | '”' | '）'))
        && !line.contains(['。', '；', '：'])
        && line.chars().count() <= UNWRAPPED
}

/// Whether a line may be the first of a text.
fn begins_text(line: &str) -> bool {
    line.starts_with(|c| is_han(c) || c.is_ascii_alphanumeric() || matches!(c, '“' | '《' | '「'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_stand_alone() {
        let long = "各乡镇要按照年度工作要点逐项分解任务，明确责任单位和完成时限，确保如期完成";
        for (before, after, alone) in [
            ("需带材料：", "1、身份证复印件", true),
            ("1、身份证复印件", "2、户口簿复印件", true),
            ("1、身份证，", "2、户口簿", true),
            ("**一、总则**", "**二、分则**", true),
            ("会议要求", "一是加强领导", false),
            ("会议要求", "●加强领导", true),
            (long, "（一）是否完成", false),
            ("推动", "一、二、三产业融合", false),
            ("材料有身份证、", "1.户口簿", false),
            ("加强领导。", "——压实责任", true),
            ("加强领导", "——压实责任", false),
            ("第一条　为了规范管理。", "第二条　本办法适用于全县", true),
            ("依照本办法", "第三条规定", false),
            ("甲。", "　　乙", true),
            ("甲。", "    乙", true),
            ("甲：", "　　乙", true),
            ("甲", "　　乙", false),
            ("　　甲", "　　乙", true),
            ("    甲", "    乙", false),
            ("甲。", "乙", false),
            ("甲", "　　", true),
            ("一、总体要求", "坚持稳中求进", true),
            ("一、总体要求", "，坚持稳中求进", false),
            ("一、坚持党的领导。", "县委要", false),
            ("1、身份证", "原件", false),
            ("青禾县人民政府", "2026年4月1日", true),
            ("青禾县人民政府", "二〇二六年四月一日", true),
            ("会议定于", "2026年4月1日召开", false),
            ("时间：4月3日", "地点：县政府一楼", true),
            ("他说：同意", "的意见", false),
            ("see section", "14. The number", false),
        ] {
            assert_eq!(stands_alone(before, after, true), alone, "{before}⏎{after}");
        }
    }

    #[test]
    fn headings_without_a_blank() {
        for (line, expected) in [
            ("##一、总体要求", Some((2, 2))),
            ("＃＃ 一、总体要求", Some((2, 7))),
            ("#一、总体要求", Some((1, 1))),
            ("#　总体要求", Some((1, 4))),
            ("###1.指标", Some((3, 3))),
            ("##总体要求", Some((2, 2))),
            ("#话题#", None),
            ("#1楼", None),
            ("##include", None),
            ("# bar", None),
            ("#######一、", None),
            ("##", None),
            ("一、", None),
        ] {
            let found = heading(line).map(|(level, length)| (level as usize, length));
            assert_eq!(found, expected, "{line}");
        }
    }
}
