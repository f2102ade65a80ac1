//! YAML that people type, as a tree in which every key and value knows its bytes.
//!
//! What the scalars mean is decided by whoever reads them (a date, a number, a name): here they
//! stay text. Anchors and aliases are refused: no document needs them, and without them a small
//! file cannot grow into a large tree.

use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::say;
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError};
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

/// Reads the YAML that stands in `range` of a file; `None` where it holds no value at all.
///
/// # Errors
/// What is not YAML, or more than a person would write.
pub fn parse(source: &Arc<Source>, range: Range<usize>) -> Result<Option<Node<'_>>, Diagnostic> {
    let offset = range.start;
    let mut builder = Builder { source, open: Vec::new(), root: None };
    for event in Parser::new_from_str(&source.text[range]) {
        let (event, span) = event.map_err(|error| syntax(source, offset, &error))?;
        let bytes = span.byte_range().unwrap_or(0..0);
        builder.take(event, Span::shifted(&bytes, offset))?;
    }
    Ok(builder.root)
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
            let message = say!("嵌套超过 {DEPTH} 层", "nested more than {DEPTH} levels deep");
            return Err(Diagnostic::error(Code::YamlDepth, message).at(self.source, span));
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

/// What the YAML parser could not read, told for people who do not know YAML.
fn syntax(source: &Arc<Source>, offset: usize, error: &ScanError) -> Diagnostic {
    let at = offset + error.marker().byte_offset().unwrap_or(0);
    let at = at.min(source.text.len());
    let width =
        source.text[source_boundary(&source.text, at)..].chars().next().map_or(0, char::len_utf8);
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        let message = say!("嵌套超过 {DEPTH} 层", "nested more than {DEPTH} levels deep");
        return Diagnostic::error(Code::YamlDepth, message).at(source, Span::new(at, at + width));
    }
    let info = error.info();
    let diagnostic = Diagnostic::error(Code::Yaml, explained(error.kind(), &info))
        .at(source, Span::new(at, at + width));
    let line = line_of(&source.text, at);
    advice(line).into_iter().fold(diagnostic, Diagnostic::hint)
}

fn source_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn line_of(text: &str, at: usize) -> &str {
    let at = source_boundary(text, at);
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    &text[start..end]
}

/// The parser's errors in words; its own English text stands in for the rare ones.
fn explained(kind: &ErrorKind, info: &str) -> Words {
    let (zh, en) = match kind {
        ErrorKind::UnclosedQuotedScalar => ("引号没有收尾", "a quote is not closed"),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            ("括号没有收尾", "a bracket is not closed")
        }
        ErrorKind::MismatchedFlowCollectionEnd { .. } | ErrorKind::MisplacedFlowCollectionEnd => {
            ("括号不成对", "brackets are not in pairs")
        }
        ErrorKind::ExpectedFlowSequenceSeparator | ErrorKind::ExpectedFlowMappingSeparator => {
            ("括号里的各项要用半角逗号隔开", "separate the items in brackets with commas")
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => ("缩进里有制表符（Tab）", "a tab is used to indent"),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("这里应当是“键: 值”", "expected `key: value` here")
        }
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed => {
            ("这一行的缩进与上面不对齐", "this line is not aligned with those above")
        }
        _ => {
            return say!("YAML 写法有误，从这里起读不懂（{info}）", "this is not YAML: {info}");
        }
    };
    say!("YAML 写法有误：{zh}", "this is not YAML: {en}")
}

/// The mistakes that staff really make, recognised on the line where reading stopped.
fn advice(line: &str) -> Vec<Words> {
    let mut hints = Vec::new();
    if line.contains('\t') {
        hints.push(say!("缩进用空格，不用制表符（Tab）", "indent with spaces, not tabs"));
    }
    if line.contains('：') && !line.contains(": ") {
        hints.push(say!(
            "键和值之间用半角冒号加一个空格：“标题: 内容”",
            "put an ASCII colon and a space between key and value: `title: text`"
        ));
    }
    if line.matches(": ").count() > 1 {
        hints.push(say!(
            "值里有半角冒号加空格时，请给整个值加上引号",
            "put a value that holds `: ` in quotes"
        ));
    }
    if hints.is_empty() {
        hints.push(say!(
            "看看这一行和上一行：缩进是否对齐，引号和括号是否成对",
            "look at this line and the one before: is the indentation aligned, are quotes and brackets in pairs?"
        ));
    }
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source { path: "a.yaml".into(), text: text.into() })
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
}
