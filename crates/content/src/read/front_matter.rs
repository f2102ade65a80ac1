//! The lines between `---` and `---` at the top of a file.

use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::say;
use crate::yaml::{Node, Value};
use std::ops::Range;
use std::sync::Arc;

/// Where the two parts of a file stand, in bytes.
pub(super) struct Parts {
    /// The YAML.
    pub(super) front: Range<usize>,
    /// The first byte of the Markdown.
    pub(super) body: usize,
}

/// An empty front matter as a node.
pub(super) fn nothing(parts: &Parts) -> Node<'static> {
    Node { span: Span::new(parts.front.start, parts.front.start), value: Value::Null }
}

/// Finds the front matter of a file.
///
/// # Errors
/// No front matter, or no end to it.
pub(super) fn split(source: &Arc<Source>) -> Result<Parts, Diagnostic> {
    let text = &source.text;
    let mut lines = Lines { text, at: 0 };
    let first = lines.next();
    let Some(open) = first.filter(|line| is_fence(&text[line.clone()])) else {
        return Err(missing(source));
    };
    let start = lines.at;
    while let Some(line) = lines.next() {
        if is_fence(&text[line.clone()]) {
            return Ok(Parts { front: start..line.start, body: lines.at });
        }
    }
    Err(Diagnostic::error(
        Code::FrontMatter,
        say!("开头的“---”没有收尾", "the front matter has no end"),
    )
    .with(source, Span::new(open.start, open.end), say!("从这里开始", "it begins here"))
    .hint(say!("在数据之后单独写一行“---”", "write a line `---` after the data")))
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

fn missing(source: &Arc<Source>) -> Diagnostic {
    let end = source.text.find('\n').unwrap_or(source.text.len());
    Diagnostic::error(Code::FrontMatter, say!("文件开头缺少数据块", "the file has no front matter"))
        .at(source, Span::new(0, end))
        .hint(say!(
            "第一行写“---”，下面每行一个“键: 值”（至少有标题和发布日期），再写一行“---”，然后是正文",
            "begin with a line `---`, then a `key: value` a line (title and date at least), then a line `---`, then the text"
        ))
}

/// Lines with their byte ranges, line break excluded.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        if self.at >= self.text.len() {
            return None;
        }
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let length = rest.iter().position(|&b| b == b'\n');
        self.at = length.map_or(self.text.len(), |n| start + n + 1);
        Some(start..length.map_or(self.text.len(), |n| start + n))
    }
}
