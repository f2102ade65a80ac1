//! A mapping whose keys are taken one by one, and the problems that come up on the way.

use super::{Definition, Field, Key, Need, Record, Variant};
use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::say;
use crate::yaml::{self, Node, Value};
use std::sync::Arc;

/// Where values are read from, and what was wrong with them.
pub struct Reader<'s> {
    source: &'s Arc<Source>,
    problems: Vec<Diagnostic>,
}

impl<'s> Reader<'s> {
    /// A reader of one file.
    pub fn new(source: &'s Arc<Source>) -> Self {
        Self { source, problems: Vec::new() }
    }

    /// The file.
    pub fn source(&self) -> &'s Arc<Source> {
        self.source
    }

    /// What was wrong, in the order of reading.
    pub fn into_problems(self) -> Vec<Diagnostic> {
        self.problems
    }

    /// Notes a problem.
    pub fn note(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Notes that a value is not what was expected.
    pub fn expected(&mut self, span: Span, expected: Words, example: &str) {
        let Words { zh, en } = expected;
        let problem =
            Diagnostic::error(Code::WrongType, say!("这里应当是{zh}", "expected {en} here"))
                .at(self.source, span);
        self.note(match example {
            "" => problem,
            _ => problem.hint(say!("例如：{example}", "for example: {example}")),
        });
    }

    /// The text of a scalar.
    pub fn scalar<'n>(
        &mut self,
        node: &'n Node<'_>,
        expected: Words,
        example: &str,
    ) -> Option<&'n str> {
        match &node.value {
            Value::Scalar(text) => Some(text),
            _ => {
                self.expected(node.span, expected, example);
                None
            }
        }
    }

    /// The index of the word among the words of a choice.
    pub fn variant(&mut self, node: &Node<'_>, variants: &[Variant]) -> Option<usize> {
        let list: Vec<_> = variants.iter().map(|v| v.alias).collect();
        let (zh, en) =
            (list.join("、"), variants.iter().map(|v| v.name).collect::<Vec<_>>().join(", "));
        let text = self.scalar(node, say!("下列之一：{zh}", "one of {en}"), "")?;
        let text = text.trim();
        let found = variants.iter().position(|v| v.alias == text || v.name == text);
        if found.is_none() {
            let valid = variants.iter().flat_map(|v| [v.alias, v.name]);
            let problem = Diagnostic::error(
                Code::UnknownValue,
                say!(
                    "不认识“{text}”，应当是下列之一：{zh}",
                    "unknown value `{text}`, expected one of {en}"
                ),
            )
            .at(self.source, node.span)
            .did_you_mean(text, valid);
            self.note(problem);
        }
        found
    }
}

/// The entries of a mapping that nobody has taken yet.
pub struct Entries<'n, 'y> {
    span: Span,
    entries: &'n [(yaml::Key<'y>, Node<'y>)],
    taken: Vec<bool>,
}

impl<'n, 'y> Entries<'n, 'y> {
    /// The entries of a mapping; nothing at all counts as a mapping without entries.
    pub fn of(node: &'n Node<'y>, reader: &mut Reader<'_>) -> Option<Self> {
        let entries = match &node.value {
            Value::Map(entries) => entries.as_slice(),
            Value::Null => &[],
            _ => {
                reader.expected(node.span, say!("“键: 值”", "`key: value` pairs"), "");
                return None;
            }
        };
        Some(Self { span: node.span, entries, taken: vec![false; entries.len()] })
    }

    /// Reads a record that fills a mapping on its own.
    pub fn read_whole<R: Record>(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<R> {
        let bare = matches!(node.value, Value::Scalar(_));
        match R::DEFINITION.short {
            Some(short) if bare => {
                let key = yaml::Key { span: node.span, name: short.into() };
                let Value::Scalar(text) = &node.value else {
                    return None;
                };
                let value = Node { span: node.span, value: Value::Scalar(text.as_ref().into()) };
                let map = [(key, value)];
                let mut entries = Entries { span: node.span, entries: &map, taken: vec![false] };
                R::take(&mut entries, reader)
            }
            _ => {
                let mut entries = Entries::of(node, reader)?;
                let record = R::take(&mut entries, reader);
                entries.finish(&[R::DEFINITION], reader);
                record
            }
        }
    }

    /// The one node under a key or its alias; a second one is a problem.
    fn find(&mut self, key: &str, alias: &str, reader: &mut Reader<'_>) -> Option<&'n Node<'y>> {
        let mut first: Option<usize> = None;
        for (index, (name, _)) in self.entries.iter().enumerate() {
            if name.name != key && name.name != alias {
                continue;
            }
            self.taken[index] = true;
            match first {
                None => first = Some(index),
                Some(before) => reader.note(twice(reader.source, &self.entries[before].0, name)),
            }
        }
        first.map(|index| &self.entries[index].1)
    }

    /// A key that must be there.
    pub fn required<T: Field>(
        &mut self,
        key: &str,
        alias: &str,
        reader: &mut Reader<'_>,
    ) -> Option<T> {
        match self.find(key, alias, reader) {
            Some(node) if !matches!(node.value, Value::Null) => T::read(node, reader),
            Some(node) => {
                let problem = Diagnostic::error(
                    Code::EmptyValue,
                    say!("“{alias}”不能空着", "`{key}` must not be empty"),
                )
                .at(reader.source, node.span);
                reader.note(problem);
                None
            }
            None => {
                let problem = Diagnostic::error(
                    Code::MissingKey,
                    say!("缺少“{alias}”（{key}）", "`{key}` ({alias}) is missing"),
                )
                .at(reader.source, self.first_line(reader.source));
                reader.note(problem);
                None
            }
        }
    }

    /// A key that may be left out or left empty. The outer `None`: it is there, and wrong.
    pub fn optional<T: Field>(
        &mut self,
        key: &str,
        alias: &str,
        reader: &mut Reader<'_>,
    ) -> Option<Option<T>> {
        match self.find(key, alias, reader) {
            Some(node) if !matches!(node.value, Value::Null) => T::read(node, reader).map(Some),
            _ => Some(None),
        }
    }

    /// A list that may be left out.
    pub fn many<T: Field>(
        &mut self,
        key: &str,
        alias: &str,
        reader: &mut Reader<'_>,
    ) -> Option<Vec<T>> {
        match self.find(key, alias, reader) {
            Some(node) if !matches!(node.value, Value::Null) => Vec::read(node, reader),
            _ => Some(Vec::new()),
        }
    }

    /// Notes the keys that no record took.
    pub fn finish(self, definitions: &[&'static Definition], reader: &mut Reader<'_>) {
        for (taken, (key, _)) in self.taken.iter().zip(self.entries) {
            if !taken {
                reader.note(unknown(reader.source, key, definitions));
            }
        }
    }

    /// The first line of the mapping: where a missing key is shown.
    fn first_line(&self, source: &Source) -> Span {
        let range = self.span.range();
        let text = source.text.get(range).unwrap_or_default();
        let line = text.lines().next().map_or(0, str::len);
        Span::new(self.span.start as usize, self.span.start as usize + line)
    }
}

fn twice(source: &Arc<Source>, first: &yaml::Key<'_>, second: &yaml::Key<'_>) -> Diagnostic {
    let name = &second.name;
    Diagnostic::error(Code::DuplicateKey, say!("“{name}”写了两次", "`{name}` is written twice"))
        .with(source, second.span, say!("第二次", "the second time"))
        .with(source, first.span, say!("第一次在这里", "the first is here"))
}

fn unknown(
    source: &Arc<Source>,
    key: &yaml::Key<'_>,
    definitions: &[&'static Definition],
) -> Diagnostic {
    let name = &key.name;
    let keys = || definitions.iter().flat_map(|d| d.keys);
    let problem =
        Diagnostic::error(Code::UnknownKey, say!("不认识的键“{name}”", "unknown key `{name}`"))
            .at(source, key.span)
            .did_you_mean(name, keys().flat_map(|k| [k.alias, k.name]));
    match problem.hints.is_empty() {
        true => problem.hint(list(keys())),
        false => problem,
    }
}

fn list<'k>(keys: impl Iterator<Item = &'k Key> + Clone) -> Words {
    let join = |words: Vec<String>, with: &str| words.join(with);
    let mark = |k: &Key| if k.need == Need::Required { "*" } else { "" };
    let zh = join(keys.clone().map(|k| format!("{}{}", k.alias, mark(k))).collect(), "、");
    let en = join(keys.map(|k| format!("{}{}", k.name, mark(k))).collect(), ", ");
    say!("这里可以写：{zh}（带 * 的必须写）", "the keys here are: {en} (* must be there)")
}
