//! Markdown of other site generators: front matter of Hugo, Zola, Jekyll and Hexo, in YAML, TOML or JSON.
//!
//! Keys inside others are joined by points (`extra.source`); a list of values gives its key several times. Addresses of
//! pictures and attachments that lie beside the text are shortened to their names, since a draft stands in one folder with them.

use super::assets::{self, FileKind};
use super::decode::decode;
use super::fault::begin;
use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::import::manuscript::{Block, Manuscript, Place, Stated, Text};
use crate::markdown::{self, Facts};
use crate::say;
use crate::yaml::{self, Node, Value};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// Reads a Markdown file.
pub fn read(path: &Path, bytes: &[u8]) -> Manuscript {
    let mut manuscript = begin(path);
    let decoded = decode(&manuscript.path, bytes, None);
    manuscript.encoding = Some(decoded.encoding);
    manuscript.problems = decoded.problems;
    let source = Arc::new(Source::new(manuscript.path.clone(), decoded.text));
    let parts = split(&source.text);
    match state(&source, &parts) {
        Ok(stated) => manuscript.stated = stated,
        Err(problem) => manuscript.problems.push(problem),
    }
    body(&source, parts.body, path, &mut manuscript);
    manuscript
}

/// How front matter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Yaml,
    Toml,
    Json,
    /// JSON without the braces around it: Hexo between `;;;`.
    BareJson,
}

/// Where the two parts of a text stand, in bytes.
struct Parts {
    front: Option<(Form, Range<usize>)>,
    body: usize,
}

fn split(text: &str) -> Parts {
    let start = text.len() - text.trim_start().len();
    let first = text[start..].lines().next().unwrap_or_default();
    let fenced = |form, fence: &str| {
        let from = start + first.len() + 1;
        let (end, body) = line_of(text, from, fence)?;
        Some(Parts { front: Some((form, from..end)), body })
    };
    let found = match first.trim_end() {
        "---" => fenced(Form::Yaml, "---"),
        "+++" => fenced(Form::Toml, "+++"),
        ";;;" => fenced(Form::BareJson, ";;;"),
        line if line.starts_with('{') => json(text, start),
        line if line.split_once(':').is_some_and(|(key, _)| is_key(key)) => unopened(text, start),
        _ => None,
    };
    found.unwrap_or(Parts { front: None, body: start })
}

/// The line that is `fence` at or after `from`: where it begins, and where the next one does.
fn line_of(text: &str, from: usize, fence: &str) -> Option<(usize, usize)> {
    let mut at = from;
    for line in text.get(from..)?.split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Hexo lets the first fence go: `title: …` to the line `---`. Two lines of text above a rule are no front matter.
fn unopened(text: &str, start: usize) -> Option<Parts> {
    let (end, body) = line_of(text, start, "---")?;
    let keys = |line: &str| {
        line.is_empty()
            || line.starts_with([' ', '-', '#'])
            || line.split_once(':').is_some_and(|(key, _)| is_key(key))
    };
    text[start..end]
        .lines()
        .all(keys)
        .then_some(Parts { front: Some((Form::Yaml, start..end)), body })
}

fn is_key(text: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    !text.is_empty() && text.chars().all(good)
}

/// Hugo writes an object at the top of the file.
fn json(text: &str, start: usize) -> Option<Parts> {
    let mut values =
        serde_json::Deserializer::from_str(&text[start..]).into_iter::<serde::de::IgnoredAny>();
    values.next()?.ok()?;
    let end = start + values.byte_offset();
    Some(Parts { front: Some((Form::Json, start..end)), body: end })
}

fn state(source: &Arc<Source>, parts: &Parts) -> Result<Vec<Stated>, Diagnostic> {
    let Some((form, range)) = &parts.front else {
        return Ok(Vec::new());
    };
    match form {
        Form::Yaml => from_yaml(source, source, range.clone()),
        Form::Toml => from_toml(source, range.clone()),
        Form::Json => from_json(source, range.clone(), ["", ""]),
        Form::BareJson => from_json(source, range.clone(), ["{", "}"]),
    }
}

fn from_yaml(
    source: &Arc<Source>,
    shown: &Arc<Source>,
    range: Range<usize>,
) -> Result<Vec<Stated>, Diagnostic> {
    let mut stated = Vec::new();
    let lines = Lines::of(&shown.text);
    if let Some(node) = yaml::parse(source, range)? {
        push_node("", &node, &lines, &mut stated);
    }
    Ok(stated)
}

/// JSON is YAML, but for tabs between its parts; the braces that Hexo leaves out stand where its fences are.
fn from_json(
    source: &Arc<Source>,
    range: Range<usize>,
    [open, close]: [&str; 2],
) -> Result<Vec<Stated>, Diagnostic> {
    let mut text = source.text.replace('\t', " ");
    let start = range.start - open.len();
    text.replace_range(range.end..range.end, close);
    text.replace_range(start..range.start, open);
    let end = range.end + close.len();
    let copy = Arc::new(Source::new(source.path.clone(), text));
    from_yaml(&copy, source, start..end)
}

fn push_node(key: &str, node: &Node<'_>, lines: &Lines, stated: &mut Vec<Stated>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(text) => stated.push(Stated {
            key: key.to_owned(),
            value: text.to_string(),
            place: lines.place(node.span.start as usize),
        }),
        Value::List(items) => {
            for (number, item) in items.iter().enumerate() {
                let inner = match item.value {
                    Value::Map(_) | Value::List(_) => below(key, &(number + 1).to_string()),
                    _ => key.to_owned(),
                };
                push_node(&inner, item, lines, stated);
            }
        }
        Value::Map(entries) => {
            for (name, value) in entries {
                push_node(&below(key, &name.name), value, lines, stated);
            }
        }
    }
}

fn below(key: &str, name: &str) -> String {
    match key {
        "" => name.to_owned(),
        key => format!("{key}.{name}"),
    }
}

fn from_toml(source: &Arc<Source>, range: Range<usize>) -> Result<Vec<Stated>, Diagnostic> {
    let text = &source.text[range.clone()];
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().unwrap_or(0..text.len());
        let info = error.message().trim().to_owned();
        Diagnostic::error(Code::Toml, say!("TOML 写法有误（{info}）", "this is not TOML: {info}"))
            .at(source, Span::shifted(&at, range.start))
            .hint(say!("改好这里再导入", "mend this and import again"))
    })?;
    let mut found = Vec::new();
    push_table("", table.get_ref(), &mut found);
    found.sort_by_key(|(at, ..)| *at);
    let lines = Lines::of(&source.text);
    let stated = found.into_iter().map(|(at, key, value)| Stated {
        key,
        value,
        place: lines.place(range.start + at),
    });
    Ok(stated.collect())
}

/// Keys and values with the bytes at which they begin.
type Values = Vec<(usize, String, String)>;

fn push_table(key: &str, table: &DeTable<'_>, found: &mut Values) {
    for (name, value) in table {
        push_value(&below(key, name.get_ref()), value.span().start, value.get_ref(), found);
    }
}

fn push_value(key: &str, at: usize, value: &DeValue<'_>, found: &mut Values) {
    let mut push = |text: String| found.push((at, key.to_owned(), text));
    match value {
        DeValue::String(text) => push(text.to_string()),
        DeValue::Integer(number) => push(number.as_str().to_owned()),
        DeValue::Float(number) => push(number.as_str().to_owned()),
        DeValue::Boolean(yes) => push(yes.to_string()),
        DeValue::Datetime(moment) => push(moment.to_string()),
        DeValue::Table(table) => push_table(key, table, found),
        DeValue::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                let inner = match item.get_ref() {
                    DeValue::Table(_) | DeValue::Array(_) => below(key, &(number + 1).to_string()),
                    _ => key.to_owned(),
                };
                push_value(&inner, item.span().start, item.get_ref(), found);
            }
        }
    }
}

/// Where lines begin, so that places are found without counting from the start again.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    fn place(&self, at: usize) -> Place {
        let at = self.text.floor_char_boundary(at);
        let line = self.starts.partition_point(|start| *start <= at);
        let start = self.starts[line - 1];
        let column = self.text[start..at].chars().count() + 1;
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place::Line(small(line), small(column))
    }
}

fn body(source: &Arc<Source>, from: usize, path: &Path, manuscript: &mut Manuscript) {
    let text = &source.text[from..];
    let start = from + text.len() - text.trim_start_matches(['\n', ' ']).len();
    let text = source.text[start..].trim_end();
    if text.is_empty() {
        return;
    }
    manuscript.problems.extend(shortcodes(source, start));
    let facts = markdown::facts(text);
    let text = gathered(text, &facts, path, manuscript);
    let place = Lines::of(&source.text).place(start);
    manuscript.blocks.push(Block::Markdown(Text::plain(text, place)));
}

/// The text with the addresses of files that lie beside it shortened to their names.
fn gathered(text: &str, facts: &Facts, path: &Path, manuscript: &mut Manuscript) -> String {
    let pictures = facts.images.iter().map(|image| (&image.span, &image.target));
    let links = facts.links.iter().map(|link| (&link.span, &link.target));
    let links = links.filter(|(_, target)| assets::kind(target) == Some(FileKind::Attachment));
    let mut edits = Vec::new();
    for (span, target) in pictures.chain(links) {
        if assets::is_remote(target) {
            continue;
        }
        let Some(at) = assets::asset(manuscript, path, target) else {
            continue;
        };
        let asset = &manuscript.assets[at];
        // The address is the last thing of its kind in the construct: its words come first.
        let written = text[span.clone()].rfind(target.as_str());
        if let (Some(offset), true) = (written, asset.bytes.is_some() && asset.name != *target) {
            let start = span.start + offset;
            edits.push((start..start + target.len(), escaped(&asset.name)));
        }
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = text.to_owned();
    for (range, name) in edits {
        text.replace_range(range, &name);
    }
    text
}

/// A name as an address in Markdown.
fn escaped(name: &str) -> String {
    name.replace(' ', "%20").replace('(', "%28").replace(')', "%29")
}

/// What only the other generator understands: told once, with the first place.
fn shortcodes(source: &Arc<Source>, from: usize) -> Option<Diagnostic> {
    let text = &source.text[from..];
    let marks = ["{{<", "{{%", "{%", "{{"];
    let first = marks.iter().filter_map(|mark| text.find(mark)).min()?;
    let count = text.matches("{{").count() + text.matches("{%").count();
    let rest = &text[first..];
    let length = rest.find('\n').unwrap_or(rest.len());
    let problem = Diagnostic::warning(
        Code::Shortcode,
        say!(
            "正文里有 {count} 处原来网站程序的标记，这里不认识，原样留着",
            "{count} tags of the other site generator are not understood and stay as they are"
        ),
    );
    let span = Span::new(from + first, from + first + length);
    Some(problem.at(source, span).hint(say!(
        "图片改写成 ![说明](文件)，附件改写成 [名称](文件)，其余的删去",
        "write pictures as ![words](file) and attachments as [title](file); take the others away"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stated(text: &str) -> Vec<String> {
        let read = read(Path::new("a.md"), text.as_bytes());
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        let line = |s: &Stated| format!("{} {}={}", s.place.words().en, s.key, s.value);
        let body = read.blocks.iter().map(|block| match block {
            Block::Markdown(text) => format!("{} {}", text.place.words().en, text.words()),
            other => panic!("{other:?}"),
        });
        read.stated.iter().map(line).chain(body).collect()
    }

    #[test]
    fn front_matter_of_every_generator() {
        for (text, expected) in [
            (
                "---\ntitle: 动员大会\ndate: 2012-03-31T16:19:00+08:00\ntags: [创建, 动员]\n---\n\n正文\n",
                &[
                    "2:8 title=动员大会",
                    "3:7 date=2012-03-31T16:19:00+08:00",
                    "4:8 tags=创建",
                    "4:12 tags=动员",
                    "7:1 正文",
                ][..],
            ),
            (
                "+++\ntitle = \"动员大会\"\ndate = 2012-03-31\nweight = 3\n[taxonomies]\ntags = [\"创建\"]\n[extra]\nsource = '县报'\n+++\n正文",
                &[
                    "2:9 title=动员大会",
                    "3:8 date=2012-03-31",
                    "4:10 weight=3",
                    "6:9 taxonomies.tags=创建",
                    "8:10 extra.source=县报",
                    "10:1 正文",
                ],
            ),
            (
                "{\n\t\"title\": \"动员大会\",\n\t\"draft\": false,\n\t\"menu\": [{\"name\": \"a\"}]\n}\n\n正文",
                &["2:11 title=动员大会", "3:11 draft=false", "4:20 menu.1.name=a", "7:1 正文"],
            ),
            (";;;\n\"title\": \"动员大会\"\n;;;\n正文", &["2:10 title=动员大会", "4:1 正文"]),
            (
                "title: 动员大会\ncategories:\n- 会议\n---\n正文",
                &["1:8 title=动员大会", "3:3 categories=会议", "5:1 正文"],
            ),
            ("会议时间：上午\n---\n正文", &["1:1 会议时间：上午\n---\n正文"]),
            ("# 只有正文", &["1:1 # 只有正文"]),
            ("---\n---\n", &[]),
        ] {
            assert_eq!(stated(text), expected, "{text}");
        }
    }

    #[test]
    fn problems_are_told() {
        for (text, code) in [
            (&b"---\na: [1\n---\n"[..], "yaml"),
            (b"+++\na = \n+++\n", "toml"),
            ("---\na: 1\n---\n{{< figure src=\"a.png\" >}}".as_bytes(), "shortcode"),
        ] {
            let read = read(Path::new("a.md"), text);
            let codes: Vec<_> = read.problems.iter().map(|p| p.code.name()).collect();
            assert_eq!(codes, [code]);
        }
    }

    #[test]
    fn files_beside_the_text_come_along() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("img")).expect("made");
        std::fs::write(folder.path().join("img/a b.png"), b"\x89PNG").expect("written");
        let text = "![图](img/a%20b.png) ![远](https://a.example/b.png) [表](none.xlsx)";
        let read = read(&folder.path().join("a.md"), text.as_bytes());
        let assets: Vec<_> =
            read.assets.iter().map(|a| (a.name.as_str(), a.bytes.is_some())).collect();
        assert_eq!(assets, [("a b.png", true), ("none.xlsx", false)]);
        let [Block::Markdown(body)] = &read.blocks[..] else { panic!("one block") };
        assert_eq!(body.words(), "![图](a%20b.png) ![远](https://a.example/b.png) [表](none.xlsx)");
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200), head in "(---|\\+\\+\\+|;;;|\\{)?\n?") {
            let bytes = [head.as_bytes(), &bytes].concat();
            read(Path::new("a.md"), &bytes);
        }
    }
}
