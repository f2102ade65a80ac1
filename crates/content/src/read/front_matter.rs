//! The lines between `---` and `---` at the top of a file.

use crate::chinese::is_formless;
use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::say;
use std::ops::Range;
use std::sync::Arc;

/// Where the two parts of a file stand, in bytes.
pub(super) struct Parts {
    /// The YAML.
    pub(super) front: Range<usize>,
    /// The first byte of the Markdown.
    pub(super) body: usize,
}

/// Finds the front matter of a file; blank lines may stand above it.
///
/// # Errors
/// No front matter, or no end to it, or a fence that is none.
pub(super) fn split(source: &Arc<Source>) -> Result<Parts, Diagnostic> {
    let text = &source.text;
    let mut lines = Lines { text, at: 0 };
    let first = lines.find(|line| !is_empty(&text[line.clone()]));
    let open = match first.as_ref().map(|line| fence(text[line.clone()].trim_start())) {
        Some(Fence::Right) => first.unwrap_or_default(),
        Some(Fence::Nearly) => return Err(nearly(source, first.unwrap_or_default())),
        _ => return Err(missing(source, first.unwrap_or_default())),
    };
    let start = lines.at;
    let mut text_from = None;
    while let Some(line) = lines.next() {
        match fence(&text[line.clone()]) {
            Fence::Right => return Ok(Parts { front: start..line.start, body: lines.at }),
            Fence::Nearly => return Err(nearly(source, line)),
            Fence::No if text_from.is_none() && !may_be_data(&text[line.clone()]) => {
                text_from = Some(line);
            }
            Fence::No => {}
        }
    }
    Err(endless(source, open, text_from))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fence {
    /// `---`.
    Right,
    /// `----`, `－－－`, `———` and the like.
    Nearly,
    /// Another line.
    No,
}

fn fence(line: &str) -> Fence {
    // An indented line belongs to a value.
    let line = line.trim_start_matches(is_formless).trim_end_matches(is_unseen);
    let dash = |c: char| matches!(c, '-' | '－' | '—' | '–' | '―' | '─' | '━' | '−' | 'ー');
    match line {
        "---" => Fence::Right,
        _ if line.chars().all(dash) && line.chars().nth(1).is_some() => Fence::Nearly,
        _ => Fence::No,
    }
}

fn is_empty(line: &str) -> bool {
    line.chars().all(is_unseen)
}

fn is_unseen(c: char) -> bool {
    c.is_whitespace() || is_formless(c)
}

/// Whether a line may belong to the data: a key, an item, a comment, or what stands deeper.
fn may_be_data(line: &str) -> bool {
    let indented = line.starts_with(|c: char| is_unseen(c) || matches!(c, '-' | ']' | '}'));
    let comment = line.starts_with('#') && !line.starts_with("##");
    is_empty(line) || indented || comment || has_key(line)
}

/// `标题: …`, `标题：…`.
fn has_key(line: &str) -> bool {
    let at = line.find([':', '：']);
    at.is_some_and(|at| {
        (1..=12).contains(&line[..at].chars().count()) && !line[..at].contains(['，', '。', '、'])
    })
}

fn nearly(source: &Arc<Source>, line: Range<usize>) -> Diagnostic {
    let written = source.text[line.clone()].trim_matches(is_unseen);
    Diagnostic::error(
        Code::FrontMatter,
        say!(
            "这一行是“{written}”，不是三个半角减号",
            "this line is `{written}`, not three hyphens"
        ),
    )
    .at(source, Span::new(line.start, line.end))
    .hint(say!("改成“---”", "write `---`"))
}

fn endless(source: &Arc<Source>, open: Range<usize>, text: Option<Range<usize>>) -> Diagnostic {
    let problem = Diagnostic::error(
        Code::FrontMatter,
        say!("开头的“---”没有收尾", "the front matter has no end"),
    );
    let begins = (Span::new(open.start, open.end), say!("从这里开始", "it begins here"));
    let problem = match text {
        Some(line) => problem
            .with(
                source,
                Span::new(line.start, line.end),
                say!("正文好像从这里开始", "the text seems to begin here"),
            )
            .with(source, begins.0, begins.1),
        None => problem.with(source, begins.0, begins.1),
    };
    problem.hint(say!("在数据之后单独写一行“---”", "write a line `---` after the data"))
}

/// The first line that is not empty is no fence.
fn missing(source: &Arc<Source>, first: Range<usize>) -> Diagnostic {
    let span = Span::new(first.start, first.end);
    let line = source.text[first].trim_end();
    if has_key(line) && !line.ends_with([':', '：']) {
        return Diagnostic::error(
            Code::FrontMatter,
            say!("数据上面缺少一行“---”", "a line `---` is missing above the data"),
        )
        .at(source, span)
        .hint(say!("第一行单独写“---”", "make `---` the first line"));
    }
    Diagnostic::error(Code::FrontMatter, say!("文件开头缺少数据块", "the file has no front matter"))
        .at(source, span)
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
