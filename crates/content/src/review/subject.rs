//! What is reviewed: the text and data of a document, and the files that it shows or hands out.
//!
//! A version is told by sums. The data counts as it is read, not as it is spaced; the key `review` itself is left out, and
//! a line break is one on every system. Every value that names a file counts as that file, whatever its key.

use crate::diagnostic::{Diagnostic, Doing};
use crate::document::Document;
use crate::file::Sum;
use crate::read::ContentFile;
use crate::read::file_at;
use crate::yaml::{self, Node, Value};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

/// One state of a document, as it is approved or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    /// Of the text and the data.
    pub text: Sum,
    /// Of the files, by their paths from `content/`.
    pub files: BTreeMap<String, Sum>,
}

/// The key that is no part of what is reviewed, by both names.
const REVIEW: [&str; 2] = ["review", "审核"];

/// What a document's file says, found out in one pass.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The sum of its text and data.
    pub text: Sum,
    /// Where relative names start from.
    folder: String,
    /// Every value and every target in the text: what may name a file.
    names: Vec<String>,
}

impl Subject {
    /// Of a document. Its data was read before, so it can be read again.
    pub fn of(document: &Document) -> Self {
        let mut bytes = Vec::with_capacity(document.source.text.len());
        let mut names = Vec::new();
        if let (Some(front), _) = yaml::read(&document.source, document.front.range()) {
            feed_root(&front, &mut bytes);
            scalars(&front, &mut names);
        }
        bytes.extend(document.markdown().replace("\r\n", "\n").as_bytes());
        let facts = &document.facts;
        let links = facts.links.iter().map(|link| link.target.clone());
        let images = facts.images.iter().map(|image| image.target.clone());
        names.extend(links.chain(images));
        Self { text: Sum::of(&bytes), folder: document.folder.clone(), names }
    }

    /// The files of the content folder that it names, in its data or in its text.
    pub fn files(&self, known: &BTreeMap<String, ContentFile>) -> BTreeSet<String> {
        let is_file = |path: &str| known.contains_key(path);
        let names = self.names.iter();
        names.filter_map(|name| file_at(&self.folder, name, is_file)).collect()
    }

    /// It as it stands, with the files that it names.
    ///
    /// # Errors
    /// A file that the system does not let us read.
    pub fn version(&self, known: &BTreeMap<String, ContentFile>) -> Result<Version, Diagnostic> {
        let sum = |name: String| {
            let path = &known[&name].path;
            let sum = File::open(path).and_then(Sum::read);
            let sum = sum.map_err(|error| Diagnostic::io(Doing::Read, path, &error))?;
            Ok((name, sum))
        };
        let files = self.files(known).into_iter().map(sum);
        Ok(Version { text: self.text, files: files.collect::<Result<_, Diagnostic>>()? })
    }
}

fn is_review(name: &str) -> bool {
    REVIEW.contains(&name)
}

/// Writes the tree down so that no two trees look the same.
fn feed_root(node: &Node<'_>, bytes: &mut Vec<u8>) {
    let Value::Map(entries) = &node.value else {
        return feed(node, bytes);
    };
    let reviewed = entries.iter().filter(|(key, _)| !is_review(&key.name));
    let count = reviewed.clone().count();
    begin(b'{', count, bytes);
    for (key, value) in reviewed {
        feed_text(&key.name, bytes);
        feed(value, bytes);
    }
}

fn feed(node: &Node<'_>, bytes: &mut Vec<u8>) {
    match &node.value {
        Value::Null => bytes.push(b'~'),
        Value::Scalar(text) => feed_text(text, bytes),
        Value::List(items) => {
            begin(b'[', items.len(), bytes);
            items.iter().for_each(|item| feed(item, bytes));
        }
        Value::Map(entries) => {
            begin(b'{', entries.len(), bytes);
            for (key, value) in entries {
                feed_text(&key.name, bytes);
                feed(value, bytes);
            }
        }
    }
}

fn feed_text(text: &str, bytes: &mut Vec<u8>) {
    begin(b'"', text.len(), bytes);
    bytes.extend(text.as_bytes());
}

/// What follows, and how much of it.
fn begin(mark: u8, count: usize, bytes: &mut Vec<u8>) {
    bytes.push(mark);
    bytes.extend((count as u64).to_le_bytes());
}

fn scalars(node: &Node<'_>, found: &mut Vec<String>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(text) => found.push(text.clone().into_owned()),
        Value::List(items) => items.iter().for_each(|item| scalars(item, found)),
        Value::Map(entries) => {
            let reviewed = entries.iter().filter(|(key, _)| !is_review(&key.name));
            reviewed.for_each(|(_, value)| scalars(value, found));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::document::KindName;
    use crate::read::read_document;
    use std::sync::Arc;

    fn document(text: &str) -> Document {
        let source = Arc::new(Source::new("content/news/a.md", text));
        let (document, problems) = read_document(source, "news/a", "news", KindName::Article);
        assert!(problems.is_empty(), "{problems:?}");
        document.expect("a document")
    }

    #[test]
    fn what_is_approved_is_what_readers_see() {
        let base = "---\n标题: 春耕\n发布日期: 2026-04-01\n关键词: [甲, 乙]\n---\n\n第一句。\n\n第二句。\n";
        let sum = Subject::of(&document(base)).text;
        let signed = "作者: 王一平\n";
        for (from, to, same) in [
            ("标题:", "审核: {初审: 周文慧}\n标题:", true),
            (
                "---\n\n",
                "审核:\n  初审: {审核人: 周文慧, 日期: 2026-04-01}\n  # 待复审\n---\n\n",
                true,
            ),
            ("发布日期", "review: {first: 周文慧}\n发布日期", true),
            ("标题:", "# 备注\n标题:  ", true),
            ("[甲, 乙]", "\n  - 甲\n  - \"乙\"", true),
            ("\n", "\r\n", true),
            ("春耕", "秋收", false),
            ("标题:", "title:", false),
            ("[甲, 乙]", "[甲乙]", false),
            ("[甲, 乙]", "[乙, 甲]", false),
            ("[甲, 乙]", "\"[甲, 乙]\"", false),
            ("标题:", &[signed, "标题:"].concat(), false),
            ("第一句", "第二句", false),
            ("\n\n第二", "\n第二", false),
        ] {
            let edited = base.replacen(from, to, if from == "\n" { 99 } else { 1 });
            assert_ne!(edited, base);
            assert_eq!(Subject::of(&document(&edited)).text == sum, same, "{edited}");
        }
    }

    #[test]
    fn every_file_that_is_named_counts() {
        let names =
            ["news/a.jpg", "news/b c.csv", "news/c.pdf", "d.docx", "news/e.png", "news/f.md5"];
        let file = |name: &str| {
            let file = ContentFile { path: name.into(), size: 0, stamp: Default::default() };
            (name.to_owned(), file)
        };
        let known = names.map(file).into_iter().collect();
        let text = "---\n标题: 春耕\n发布日期: 2026-04-01\n题图: a.jpg\n附件:\n  - {文件: /d.docx}\n审核: {初审: f.md5}\n---\n\
                    \n见[表](b%20c.csv)和[文](./c.pdf#page=2)、[旧](x.csv)、[外](https://a.cn/e.png)。\n\n![图](../news/e.png)\n";
        let found = Subject::of(&document(text)).files(&known);
        let expected = ["d.docx", "news/a.jpg", "news/b c.csv", "news/c.pdf", "news/e.png"];
        assert!(found.iter().eq(expected), "{found:?}");
    }

    #[test]
    fn a_file_under_a_key_of_its_own_counts() {
        let text = "---\n标题: 春耕\n发布日期: 2026-04-01\n样例: [{随附: [a.pdf]}]\n---\n";
        let source = Arc::new(Source::new("content/news/a.md", text));
        let (document, _) = read_document(source, "news/a", "news", KindName::Article);
        let file = ContentFile { path: "a.pdf".into(), size: 0, stamp: Default::default() };
        let known = [("news/a.pdf".to_owned(), file)].into();
        let found = Subject::of(&document.expect("a document")).files(&known);
        assert!(found.iter().eq(["news/a.pdf"]), "{found:?}");
    }
}
