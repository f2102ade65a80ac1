//! A mapping whose keys are taken one by one, and the problems that come up on the way.

use super::{Definition, Field, Key, Need, Record, Variant};
use crate::chinese::{is_han, names};
use crate::diagnostic::{Code, Diagnostic, Language, Source, Span, Words, nearest};
use crate::say;
use crate::yaml::{self, Node, Value};
use std::sync::Arc;

/// Where values are read from, and what was wrong with them.
pub struct Reader<'s> {
    source: &'s Arc<Source>,
    problems: Vec<Diagnostic>,
    /// The language of the file's keys: hints say keys and words as the file itself does.
    keys: Option<Language>,
}

impl<'s> Reader<'s> {
    /// A reader of one file.
    pub fn new(source: &'s Arc<Source>) -> Self {
        Self { source, problems: Vec::new(), keys: None }
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

    /// Notes that there is no mapping where one is needed.
    fn no_pairs(&mut self, node: &Node<'_>) {
        let message = say!("这里应当是“键: 值”", "expected `key: value` pairs here");
        let problem = Diagnostic::error(Code::WrongType, message).at(self.source, node.span);
        self.note(match &node.value {
            Value::Scalar(text) if text.contains('：') => problem.hint(say!(
                "“：”改成半角冒号加一个空格：“键: 值”",
                "write an ASCII colon and a space for `：`: `key: value`"
            )),
            Value::Scalar(text) if text.contains(':') => problem.hint(say!(
                "冒号后面空一格：“键: 值”",
                "put a space behind the colon: `key: value`"
            )),
            _ => problem,
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
            Value::List(_) | Value::Map(_) if self.is_bracketed(node) => {
                let Words { zh, en } = expected;
                let message = say!("这里应当是{zh}", "expected {en} here");
                let problem =
                    Diagnostic::error(Code::WrongType, message).at(self.source, node.span);
                self.note(problem.hint(say!(
                    "方括号和花括号里的是列表；是文字就给整个值加上引号",
                    "brackets hold a list; put the whole value in quotes if it is text"
                )));
                None
            }
            _ => {
                self.expected(node.span, expected, example);
                None
            }
        }
    }

    fn is_bracketed(&self, node: &Node<'_>) -> bool {
        let written = self.source.text.get(node.span.range()).unwrap_or_default();
        written.starts_with(['[', '{'])
    }

    /// One of two names, in the language of the file's keys.
    fn own<'w>(&self, name: &'w str, alias: &'w str) -> &'w str {
        match self.keys {
            Some(Language::English) => name,
            _ => alias,
        }
    }

    /// What the language of the file's keys is, where that is not known yet.
    fn hear(&mut self, entries: &[(yaml::Key<'_>, Node<'_>)]) {
        let han = entries.iter().filter(|(key, _)| key.name.contains(is_han)).count();
        let english = !entries.is_empty() && han * 2 < entries.len();
        let language = if english { Language::English } else { Language::Chinese };
        self.keys.get_or_insert(language);
    }

    /// Notes that another word was probably meant, though any may stand there.
    pub fn doubt(&mut self, node: &Node<'_>, text: &str, meant: &str) {
        let message = say!("“{text}”照原样显示", "`{text}` is shown as it stands");
        let problem = Diagnostic::warning(Code::UnknownValue, message).at(self.source, node.span);
        self.note(problem.hint(say!("是不是“{meant}”？", "did you mean `{meant}`?")));
    }

    /// The word of a choice that is nearest to another, in the language of the file's keys.
    pub fn nearest_word<'v>(&self, text: &str, variants: &[Variant]) -> Option<&'v str> {
        let near = nearest(text, variants.iter().flat_map(|v| [v.alias, v.name]))?;
        let known = variants.iter().find(|v| v.alias == near || v.name == near)?;
        Some(self.own(known.name, known.alias))
    }

    /// The index of the word among the words of a choice.
    pub fn variant(&mut self, node: &Node<'_>, variants: &[Variant]) -> Option<usize> {
        let list: Vec<_> = variants.iter().map(|v| self.own(v.name, v.alias)).collect();
        let (zh, en) = (list.join("、"), list.join(", "));
        let text = self.scalar(node, say!("下列之一：{zh}", "one of {en}"), "")?;
        let text = text.trim();
        let bare = names::unspaced(text);
        let found = variants.iter().position(|v| v.alias == bare || v.name == text);
        if found.is_none() {
            let near = self.nearest_word(text, variants);
            let problem = Diagnostic::error(
                Code::UnknownValue,
                say!(
                    "不认识“{text}”，应当是下列之一：{zh}",
                    "unknown value `{text}`, expected one of {en}"
                ),
            )
            .at(self.source, node.span);
            self.note(match near {
                Some(word) => problem.hint(say!("是不是“{word}”？", "did you mean `{word}`?")),
                None => problem,
            });
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
                reader.no_pairs(node);
                return None;
            }
        };
        reader.hear(entries);
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

    /// The first node under a key or its alias, for one who takes it later.
    pub fn peek(&self, key: &str, alias: &str) -> Option<&'n Node<'y>> {
        self.entries.iter().find(|(name, _)| is_called(name, key, alias)).map(|(_, node)| node)
    }

    /// The one node under a key or its alias; a second one is a problem.
    fn find(&mut self, key: &str, alias: &str, reader: &mut Reader<'_>) -> Option<&'n Node<'y>> {
        let mut first: Option<usize> = None;
        for (index, (name, _)) in self.entries.iter().enumerate() {
            if !is_called(name, key, alias) {
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
                let own = reader.own(key, alias);
                let problem = Diagnostic::error(
                    Code::EmptyValue,
                    say!("“{own}”不能空着", "`{own}` must not be empty"),
                )
                .at(reader.source, node.span);
                reader.note(problem);
                None
            }
            None => {
                let message = missing(reader, key, alias);
                let problem = Diagnostic::error(Code::MissingKey, message)
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
                let (problem, meant) = unknown(reader, key, definitions);
                // A key that is misspelt is not missing as well.
                if let Some(meant) = meant {
                    let (told, place) =
                        (missing(reader, meant.name, meant.alias), self.first_line(reader.source));
                    let same = |p: &Diagnostic| {
                        p.code == Code::MissingKey && p.message == told && p.labels[0].span == place
                    };
                    reader.problems.retain(|problem| !same(problem));
                }
                reader.note(problem);
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

/// Whether a key is written by one of its names; a blank in it (发布 日期) makes it no other.
fn is_called(written: &yaml::Key<'_>, key: &str, alias: &str) -> bool {
    let name: &str = &written.name;
    name == key
        || name == alias
        || (name.contains(char::is_whitespace) && names::unspaced(name) == alias)
}

fn missing(reader: &Reader<'_>, key: &str, alias: &str) -> Words {
    match reader.own(key, alias) == key {
        true => say!("缺少“{key}”（{alias}）", "`{key}` is missing"),
        false => say!("缺少“{alias}”", "`{alias}` ({key}) is missing"),
    }
}

fn twice(source: &Arc<Source>, first: &yaml::Key<'_>, second: &yaml::Key<'_>) -> Diagnostic {
    let name = &second.name;
    Diagnostic::error(Code::DuplicateKey, say!("“{name}”写了两次", "`{name}` is written twice"))
        .with(source, second.span, say!("第二次", "the second time"))
        .with(source, first.span, say!("第一次在这里", "the first is here"))
}

/// What is told of a key that nobody took, and the key that was probably meant.
fn unknown(
    reader: &Reader<'_>,
    key: &yaml::Key<'_>,
    definitions: &[&'static Definition],
) -> (Diagnostic, Option<&'static Key>) {
    let name = &key.name;
    let keys = || definitions.iter().flat_map(|d| d.keys);
    let problem =
        Diagnostic::error(Code::UnknownKey, say!("不认识的键“{name}”", "unknown key `{name}`"))
            .at(reader.source, key.span);
    let near = nearest(&names::unspaced(name), keys().flat_map(|k| [k.alias, k.name]));
    let meant = near.and_then(|near| keys().find(|k| k.alias == near || k.name == near));
    let problem = match meant.map(|key| reader.own(key.name, key.alias)) {
        Some(meant) => problem.hint(say!("是不是“{meant}”？", "did you mean `{meant}`?")),
        None => problem.hint(list(reader, keys())),
    };
    (problem, meant)
}

fn list<'k>(reader: &Reader<'_>, keys: impl Iterator<Item = &'k Key>) -> Words {
    let mark = |k: &Key| if k.need == Need::Required { "*" } else { "" };
    let keys: Vec<String> =
        keys.map(|k| format!("{}{}", reader.own(k.name, k.alias), mark(k))).collect();
    let (zh, en) = (keys.join("、"), keys.join(", "));
    say!("这里可以写：{zh}（带 * 的必须写）", "the keys here are: {en} (* must be there)")
}
