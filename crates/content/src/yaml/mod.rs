//! YAML that people type, as a tree in which every key and value knows its bytes.
//!
//! What the scalars mean is decided by whoever reads them (a date, a number, a name): here they
//! stay text. Anchors and aliases are refused: no document needs them, and without them a small
//! file cannot grow into a large tree.

mod brackets;
mod faults;
mod lines;
mod mended;
mod plain;
mod values;

use crate::diagnostic::{Code, Diagnostic, Source, Span, has_errors};
use crate::say;
use granit_parser::{Event, Parser, ScalarStyle};
use lines::{Found, Lines};
use mended::Mended;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// Lists and mappings inside each other, at most.
const DEPTH: usize = 32;

/// A value with its place.
#[derive(Debug)]
pub struct Node<'a> {
    /// Its bytes in the file.
    pub span: Span,
    /// What it is.
    pub value: Value<'a>,
}

/// The shapes that YAML knows, with scalars as they were typed.
#[derive(Debug)]
pub enum Value<'a> {
    /// Nothing after the colon, `~` or `null`.
    Null,
    /// Text, quoted or not.
    Scalar(Cow<'a, str>),
    /// `- a` or `[a]`.
    List(Vec<Node<'a>>),
    /// `key: value`, in the order of the file.
    Map(Vec<(Key<'a>, Node<'a>)>),
}

/// The left side of a `key: value`.
#[derive(Debug)]
pub struct Key<'a> {
    /// Its bytes in the file.
    pub span: Span,
    /// Its text.
    pub name: Cow<'a, str>,
}

/// Reads data in `range` of a file as people type it, and says what is wrong with it: there may be both, a value and errors
/// that stop a build. Nothing at all is an empty value; none is returned where it makes no sense.
pub fn read(source: &Arc<Source>, range: Range<usize>) -> (Option<Node<'_>>, Vec<Diagnostic>) {
    let empty = || Node { span: Span::new(range.start, range.start), value: Value::Null };
    if plain::is_plain(&source.text[range.clone()])
        && let Ok(root) = parse(source, range.clone())
    {
        return (Some(root.unwrap_or_else(empty)), Vec::new());
    }
    let Found { edits, mut problems, lost } = Lines::new(source, range.clone()).walk();
    let told = has_errors(&problems);
    if lost && told {
        return (None, problems);
    }
    let parsed = match edits.is_empty() {
        true => parse(source, range.clone()),
        false => {
            parse_mended(source, range.start, &Mended::new(&source.text[range.clone()], edits))
        }
    };
    match parsed {
        Ok(root) => (Some(root.unwrap_or_else(empty)), problems),
        // What was told is why.
        Err(_) if told => (None, problems),
        Err(problem) => {
            problems.push(problem);
            (None, problems)
        }
    }
}

/// Reads the YAML that stands in `range` of a file, as the standard has it; `None` where it holds no value at all.
///
/// # Errors
/// What is not YAML, or more than a person would write.
pub fn parse(source: &Arc<Source>, range: Range<usize>) -> Result<Option<Node<'_>>, Diagnostic> {
    let offset = range.start;
    let mut builder = Builder { source, open: Vec::new(), root: None };
    for event in Parser::new_from_str(&source.text[range]) {
        let (event, span) = event.map_err(|error| {
            faults::syntax(source, offset + error.marker().byte_offset().unwrap_or(0), &error)
        })?;
        let bytes = span.byte_range().unwrap_or(0..0);
        builder.take(event, Span::shifted(&bytes, offset))?;
    }
    Ok(builder.root)
}

/// The same of a text that was mended; all places are those of the file.
fn parse_mended<'a>(
    source: &'a Arc<Source>,
    offset: usize,
    mended: &Mended,
) -> Result<Option<Node<'a>>, Diagnostic> {
    let mut builder = Builder { source, open: Vec::new(), root: None };
    let before = |at: usize| offset + mended.before(at);
    for event in Parser::new_from_str(&mended.text) {
        let (event, span) = event.map_err(|error| {
            faults::syntax(source, before(error.marker().byte_offset().unwrap_or(0)), &error)
        })?;
        let bytes = span.byte_range().unwrap_or(0..0);
        builder.take(owned(event), Span::new(before(bytes.start), before(bytes.end)))?;
    }
    Ok(builder.root)
}

/// An event that does not need the text it came from; of what it may hold only text matters here.
fn owned<'a>(event: Event<'_>) -> Event<'a> {
    match event {
        Event::Scalar(text, style, anchor, _) => {
            Event::Scalar(Cow::Owned(text.into_owned()), style, anchor, None)
        }
        Event::SequenceStart(style, anchor, _) => Event::SequenceStart(style, anchor, None),
        Event::MappingStart(style, anchor, _) => Event::MappingStart(style, anchor, None),
        Event::SequenceEnd => Event::SequenceEnd,
        Event::MappingEnd => Event::MappingEnd,
        Event::Alias(anchor) => Event::Alias(anchor),
        Event::DocumentStart(explicit, ..) => Event::DocumentStart(explicit, None),
        _ => Event::StreamStart,
    }
}

/// A list or mapping whose end has not come yet.
enum Open<'a> {
    List(Span, Vec<Node<'a>>),
    Map(Span, Vec<(Key<'a>, Node<'a>)>, Option<Key<'a>>),
}

struct Builder<'a> {
    source: &'a Arc<Source>,
    open: Vec<Open<'a>>,
    root: Option<Node<'a>>,
}

impl<'a> Builder<'a> {
    fn take(&mut self, event: Event<'a>, span: Span) -> Result<(), Diagnostic> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                self.refuse_anchor(anchor, span)?;
                self.put(scalar(text, style, span))
            }
            Event::SequenceStart(_, anchor, _) => {
                self.refuse_anchor(anchor, span)?;
                self.begin(Open::List(span, Vec::new()), span)
            }
            Event::MappingStart(_, anchor, _) => {
                self.refuse_anchor(anchor, span)?;
                self.begin(Open::Map(span, Vec::new(), None), span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(_) => Err(self.anchor(span)),
            Event::DocumentStart(..) if self.root.is_some() => Err(Diagnostic::error(
                Code::Yaml,
                say!("一个文件里只能有一份 YAML", "a file holds one YAML document"),
            )
            .at(self.source, span)),
            _ => Ok(()),
        }
    }

    fn refuse_anchor(&self, anchor: usize, span: Span) -> Result<(), Diagnostic> {
        match anchor {
            0 => Ok(()),
            _ => Err(self.anchor(span)),
        }
    }

    fn anchor(&self, span: Span) -> Diagnostic {
        let message = say!(
            "这里不用 YAML 的锚点（&）和引用（*）",
            "YAML anchors (&) and aliases (*) are not used here"
        );
        Diagnostic::error(Code::YamlAnchor, message).at(self.source, span).hint(say!(
            "以 & 或 * 开头的文字，请加上引号",
            "put text that begins with & or * in quotes"
        ))
    }

    fn begin(&mut self, open: Open<'a>, span: Span) -> Result<(), Diagnostic> {
        if self.open.len() >= DEPTH {
            return Err(too_deep(self.source, span));
        }
        self.open.push(open);
        Ok(())
    }

    fn end(&mut self, end: Span) -> Result<(), Diagnostic> {
        let node = match self.open.pop() {
            Some(Open::List(start, items)) => {
                Node { span: self.whole(start, end), value: Value::List(items) }
            }
            Some(Open::Map(start, entries, _)) => {
                Node { span: self.whole(start, end), value: Value::Map(entries) }
            }
            None => return Ok(()),
        };
        self.put(node)
    }

    /// From the start of a collection to its last byte that is not blank.
    fn whole(&self, start: Span, end: Span) -> Span {
        let from = start.start as usize;
        let upto = (end.end.max(start.end) as usize).min(self.source.text.len());
        let text = self.source.text.get(from..upto).unwrap_or_default();
        Span::new(from, from + text.trim_end().len())
    }

    fn put(&mut self, node: Node<'a>) -> Result<(), Diagnostic> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries, key @ Some(_))) => {
                if let Some(key) = key.take() {
                    entries.push((key, node));
                }
            }
            Some(Open::Map(_, _, key @ None)) => match node.value {
                Value::Scalar(name) => {
                    *key = Some(Key { span: node.span, name });
                }
                _ => {
                    let message = say!("键必须是文字", "a key must be text");
                    return Err(Diagnostic::error(Code::Yaml, message).at(self.source, node.span));
                }
            },
        }
        Ok(())
    }
}

fn scalar<'a>(text: Cow<'a, str>, style: ScalarStyle, span: Span) -> Node<'a> {
    let empty =
        style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
    Node {
        span,
        value: match empty {
            true => Value::Null,
            false => Value::Scalar(text),
        },
    }
}

fn too_deep(source: &Arc<Source>, span: Span) -> Diagnostic {
    let message = say!("嵌套超过 {DEPTH} 层", "nested more than {DEPTH} levels deep");
    Diagnostic::error(Code::YamlDepth, message).at(source, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source::new("a.yaml", text))
    }

    #[test]
    fn keys_and_values_know_their_bytes() {
        let source = source("标题: 动员会\n时间: {起: 2012-03-31}\n");
        let root = parse(&source, 0..source.text.len()).expect("valid").expect("a value");
        let Value::Map(entries) = &root.value else { panic!("a mapping") };
        let texts: Vec<_> = entries
            .iter()
            .map(|(key, node)| {
                (&*key.name, &source.text[key.span.range()], &source.text[node.span.range()])
            })
            .collect();
        assert_eq!(texts, [("标题", "标题", "动员会"), ("时间", "时间", "{起: 2012-03-31}")]);
    }

    #[test]
    fn refuses_what_grows_or_never_ends() {
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        for (text, code) in [
            ("a: &x [1]\nb: *x\n", "yaml-anchor"),
            (deep.as_str(), "yaml-depth"),
            ("a: [1, 2\n", "yaml"),
            ("a: 'b\n", "yaml"),
            ("? [a]\n: b\n", "yaml"),
            ("a: b: c\n", "yaml"),
        ] {
            let source = source(text);
            let error = parse(&source, 0..text.len()).expect_err(text);
            assert_eq!(error.code.name(), code, "{text:.20}");
        }
    }

    /// A tree in one line, texts in ‹›.
    fn shown(node: &Node<'_>) -> String {
        match &node.value {
            Value::Null => "~".into(),
            Value::Scalar(text) => format!("‹{text}›"),
            Value::List(items) => {
                format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(" "))
            }
            Value::Map(entries) => {
                let pair =
                    |(key, node): &(Key<'_>, Node<'_>)| format!("{}={}", key.name, shown(node));
                format!("{{{}}}", entries.iter().map(pair).collect::<Vec<_>>().join(" "))
            }
        }
    }

    /// What is read, or the first words of each problem with its line and the text that is meant.
    fn typed(text: &str) -> String {
        let source = source(text);
        let (root, problems) = read(&source, 0..text.len());
        let told = problems.iter().map(|problem| {
            let span = problem.labels[0].span;
            let line = text[..span.start as usize].matches('\n').count() + 1;
            format!("{line}:{} {}", &text[span.range()], problem.message.zh)
        });
        let told: Vec<_> = told.collect();
        let root = root.as_ref().map(shown).unwrap_or_default();
        match told.is_empty() {
            true => root,
            false => format!("{root} ! {}", told.join("; ")).trim_start().to_owned(),
        }
    }

    #[test]
    fn data_is_read_as_it_was_meant() {
        for (text, expected) in [
            // Colons and the blanks behind them.
            ("标题: 甲", "{标题=‹甲›}"),
            ("标题:甲\n来源:乙", "{标题=‹甲› 来源=‹乙›}"),
            ("标题:\u{3000}甲", "{标题=‹甲›}"),
            ("标题: \u{a0}甲", "{标题=‹甲›}"),
            ("标题:\t甲", "{标题=‹甲›}"),
            ("\u{feff}标题:\u{200b}甲", "{标题=‹甲›}"),
            ("标题 :甲", "{标题=‹甲›}"),
            ("标题:\r\n来源:乙\r\n", "{标题=~ 来源=‹乙›}"),
            ("标题: 通知: 关于开会", "{标题=‹通知: 关于开会›}"),
            ("标题: 会议时间:", "{标题=‹会议时间:›}"),
            ("网址: https://a.cn:8080/#x", "{网址=‹https://a.cn:8080/#x›}"),
            ("时间: 2026-04-01 15:00", "{时间=‹2026-04-01 15:00›}"),
            // Marks that mean something to YAML.
            ("地点: 县政府 #1楼会议室", "{地点=‹县政府 #1楼会议室›}"),
            ("地点: #1楼", "{地点=‹#1楼›}"),
            ("地点: 县政府  # 待定", "{地点=‹县政府›}"),
            ("标题: 李'明 #1", "{标题=‹李'明 #1›}"),
            ("标题: [重要]关于开会", "{标题=‹[重要]关于开会›}"),
            ("标题: {甲}乙", "{标题=‹{甲}乙›}"),
            ("标题: \"动员\"大会", "{标题=‹\"动员\"大会›}"),
            ("标题: *重要*通知", "{标题=‹*重要*通知›}"),
            ("标题: &甲", "{标题=‹&甲›}"),
            ("标题: @各乡镇", "{标题=‹@各乡镇›}"),
            ("标题: %5以上", "{标题=‹%5以上›}"),
            ("标题: !重要", "{标题=‹!重要›}"),
            ("标题: |甲|乙|", "{标题=‹|甲|乙|›}"),
            ("标题: >甲", "{标题=‹>甲›}"),
            ("标题: ? 甲", "{标题=‹? 甲›}"),
            ("标题: `甲`", "{标题=‹`甲`›}"),
            ("标题: -关于", "{标题=‹-关于›}"),
            ("摘要: 第一行\n  第二行 #2\n来源: 乙", "{摘要=‹第一行 第二行 #2› 来源=‹乙›}"),
            ("摘要: 第一行\n　　第二行\n来源: 乙", "{摘要=‹第一行 第二行› 来源=‹乙›}"),
            ("摘要: |\n  甲: 乙 # 丙\n  -丁\n来源: 乙", "{摘要=‹甲: 乙 # 丙\n-丁\n› 来源=‹乙›}"),
            ("摘要: \"甲\n  乙 # 丙\"\n来源: 乙", "{摘要=‹甲 乙 # 丙› 来源=‹乙›}"),
            // Lists.
            ("要求:\n-请提前\n- 请假", "{要求=[‹请提前› ‹请假›]}"),
            ("要求:\n  -\u{3000}请提前\n  - 注意：甲", "{要求=[‹请提前› ‹注意：甲›]}"),
            ("要求:\n  - 第一，注意: 甲", "{要求=[‹第一，注意: 甲›]}"),
            ("要求:\n  - 8:30 到\n  - #1楼", "{要求=[‹8:30 到› ‹#1楼›]}"),
            (
                "成员:\n  - 职责: 组长\n    姓名:李明远\n  - 职责: 成员",
                "{成员=[{职责=‹组长› 姓名=‹李明远›} {职责=‹成员›}]}",
            ),
            ("- - 甲\n  - 乙\n- 丙", "[[‹甲› ‹乙›] ‹丙›]"),
            // Brackets.
            ("成员: [{职责:组长, 姓名: 李明远}]  # 注", "{成员=[{职责=‹组长› 姓名=‹李明远›}]}"),
            ("楼: [#1楼, 2 #3, '4, 5']", "{楼=[‹#1楼› ‹2 #3› ‹4, 5›]}"),
            ("文: [测政发[2026]1号, 乙]", "{文=[‹测政发[2026]1号› ‹乙›]}"),
            ("人: {姓名: 李明远, 职务: 县长: 代}", "{人={姓名=‹李明远› 职务=‹县长: 代›}}"),
            ("词: [\n  甲,\n  乙  # 注\n]\n来源: 丙", "{词=[‹甲› ‹乙›] 来源=‹丙›}"),
            ("词: [防汛，抗旱]", "{词=[‹防汛，抗旱›]}"),
            (
                "链接: [{名称: 省, 网址: 'https://a.cn/'}, {名称: 市, 网址: https://b.cn/}]",
                "{链接=[{名称=‹省› 网址=‹https://a.cn/›} {名称=‹市› 网址=‹https://b.cn/›}]}",
            ),
            (
                "会: {组别: 领导, 人员: [李明远, {姓名: 何书宁}]}",
                "{会={组别=‹领导› 人员=[‹李明远› {姓名=‹何书宁›}]}}",
            ),
            // Nothing, and what is only a remark.
            ("# 注\n标题: 甲\n\n  # 注\n来源:\n", "{标题=‹甲› 来源=~}"),
            ("人员:  # 按组\n  - 甲", "{人员=[‹甲›]}"),
            ("人员: # 按组\n- 甲", "{人员=[‹甲›]}"),
            ("", "~"),
        ] {
            assert_eq!(typed(text), expected, "{text}");
        }
    }

    #[test]
    fn what_may_mean_something_else_is_told_where_it_stands() {
        for (text, expected) in [
            ("标题：甲\n来源: 乙", "{标题=‹甲› 来源=‹乙›} ! 1:： “标题”后面是全角冒号"),
            ("来源: 甲\n标题： 乙", "{来源=‹甲› 标题=‹乙›} ! 2:： “标题”后面是全角冒号"),
            (
                "成员: [{职责：组长，姓名: 甲}]",
                "{成员=[{职责=‹组长› 姓名=‹甲›}]} ! 1:： “职责”后面是全角冒号; 1:， 括号里的两项之间是“，”",
            ),
            ("词: ['甲'，'乙']", "{词=[‹甲› ‹乙›]} ! 1:， 括号里的两项之间是“，”"),
            (
                "标题: 甲\n　来源: 乙",
                "{标题=‹甲› 来源=‹乙›} ! 2:　 行首有一个看不见的字符：全角空格",
            ),
            ("成员:\n\t- 甲", "{成员=[‹甲›]} ! 2:\t 行首有一个看不见的字符：制表符（Tab）"),
            ("标题: 甲\n 来源: 乙", "{标题=‹甲› 来源=‹乙›} ! 2:来源: 乙 这一行的缩进与上面不对齐"),
            ("要求:\n  - 甲\n - 乙", "{要求=[‹甲› ‹乙›]} ! 3:- 乙 这一行的缩进与上面不对齐"),
            ("要求:\n- 甲\n - 乙", "{要求=[‹甲› ‹乙›]} ! 3:- 乙 这一行的缩进与上面不对齐"),
            (
                "要求:\n  1、甲\n  2、乙",
                "{要求=[‹甲› ‹乙›]} ! 2:1、 列表的一项以“1、”开头; 3:2、 列表的一项以“2、”开头",
            ),
            (
                "要求:\n  · 甲\n  （二）乙",
                "{要求=[‹甲› ‹乙›]} ! 2:·  列表的一项以“·”开头; 3:（二） 列表的一项以“（二）”开头",
            ),
            ("要求: - 甲", "! 1:- 甲 列表不能从键的同一行开始"),
            ("标题: '甲\n来源: 乙", "{标题=‹'甲› 来源=‹乙›} ! 1:' 这里的引号没有收尾"),
            ("标题: \"甲”\n来源: 乙", "{标题=‹\"甲”› 来源=‹乙›} ! 1:\" 这里的引号没有收尾"),
            ("来源: 乙\n词: [甲, 乙\n标题: 甲", "! 2:[ 这里的“[”没有收尾"),
            ("人: {姓名: 甲\n标题: 甲", "! 1:{ 这里的“{”没有收尾"),
            ("词: [甲, 乙]]", "! 1:] “]”与前面的括号不成对"),
            ("词: [甲, 乙}", "! 1:[ 这里的“[”没有收尾"),
            ("词: [甲, 乙］", "! 1:］ “］”与前面的括号不成对"),
            ("标题: 甲\n正文第一段。\n\n二：甲", "! 2:正文第一段。 这一行不是“键: 值”"),
            (
                "地点: 县政府 # 待定",
                "{地点=‹县政府 # 待定›} ! 1:# 待定 “#”和后面的字算作内容，会公布",
            ),
            (
                "地点: # 1楼\n标题: 甲",
                "{地点=~ 标题=‹甲›} ! 1:# 1楼 “#”和后面的字算作注释，不会公布",
            ),
            ("标题: &a 甲", "! 1:甲 这里不用 YAML 的锚点（&）和引用（*）"),
        ] {
            assert_eq!(typed(text), expected, "{text}");
        }
    }

    /// Pieces of data as people type it, right and wrong.
    const PIECES: [&str; 40] = [
        "标题", "来源", "甲", "乙 丙", ": ", ":", "：", "，", "、", ", ", "\n", "\n", "\n  ",
        "\n- ", "\n  - ", "-", "- ", "#", " # ", "  # ", "[", "]", "{", "}", "［", "］", "\"", "'",
        "“", "”", "|", ">", "&", "*", "\t", "\u{3000}", "\u{a0}", "\u{feff}", "1、", "\\",
    ];

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_told(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..40)) {
            let text = pieces.concat();
            let source = source(&text);
            let (root, problems) = read(&source, 0..text.len());
            proptest::prop_assert!(root.is_some() || has_errors(&problems), "{:?}", text);
            for problem in &problems {
                let span = problem.labels[0].span.range();
                proptest::prop_assert!(text.get(span).is_some(), "{:?}", text);
            }
        }
    }

    /// Lines of data, most of them right.
    const LINES: [&str; 36] = [
        "标题: 甲",
        "来源:",
        "要求:",
        "- 甲",
        "- 乙: 丙",
        "- 乙:",
        "- - 丁",
        "丙: 8:30",
        "丙: [甲, 乙]",
        "- {甲: 乙, 丙: 丁、戊}",
        "- [甲，乙]",
        "丙: \"甲: 乙\"",
        "- '甲 #'",
        "# 注",
        "",
        "甲 乙: 丙",
        "甲:乙",
        "甲： 乙",
        "- 甲: 乙: 丙",
        "丙: {甲: [乙, {丙: 丁}]}",
        "丙: {甲: 乙，丙: 丁}",
        "丙: {甲: 乙；丙：丁}",
        "丙: [甲: 乙]",
        "丙: 甲 # 乙",
        "丙: 甲#乙",
        "- 8:30",
        "- 1、甲",
        "1、甲",
        "乙 丙",
        "- ",
        "丙: \u{3000}甲",
        "甲: 县\u{3000}乙",
        "- -甲",
        "丙: [甲, [乙]]",
        "丙: {甲: \"乙\", 丙: 丁}",
        "丙: 甲\r",
    ];

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(4000))]
        #[test]
        fn what_is_plain_at_a_glance_needs_no_mending(
            lines in proptest::collection::vec((0..4_usize, proptest::sample::select(&LINES[..])), 0..7)
        ) {
            let line = |(depth, line): &(usize, &str)| format!("{}{line}\n", "  ".repeat(*depth));
            let text: String = lines.iter().map(line).collect();
            let source = source(&text);
            if plain::is_plain(&text) && parse(&source, 0..text.len()).is_ok() {
                let found = Lines::new(&source, 0..text.len()).walk();
                proptest::prop_assert!(found.edits.is_empty() && found.problems.is_empty(), "{:?}", text);
            }
        }
    }

    #[test]
    fn long_lines_cost_no_more_than_they_are_long() {
        for piece in ["a[,", "a，b", "\"a\",", "- ", "a:", "#a ", "a］", "{a：", "'"] {
            for start in ["词: [", "词: {", "词: ", ""] {
                let text = start.to_owned() + &piece.repeat(200_000);
                let source = source(&text);
                let began = std::time::Instant::now();
                let _ = read(&source, 0..text.len());
                assert!(began.elapsed().as_secs() < 20, "{start}{piece}");
            }
        }
    }
}
