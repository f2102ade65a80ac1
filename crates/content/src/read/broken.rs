//! A document with an error in it stays known: by its path, and by what its front matter still says of who may see it.

use super::front_matter;
use super::tree::DocumentFile;
use crate::diagnostic::{Diagnostic, Source};
use crate::document::{Common, Document, KindName};
use crate::record::{Definition, Field, Moment, Reader, Record};
use crate::yaml;
use jiff::civil::DateTime;
use std::ops::Range;
use std::sync::Arc;

/// A document's file that cannot be read, or not all of it.
#[derive(Debug)]
pub struct Broken {
    /// The document's path.
    pub path: String,
    /// The folder that it stands in.
    pub folder: String,
    /// Its kind, its own or its column's.
    pub kind: KindName,
    /// It says that it is a draft.
    pub draft: bool,
    /// When it appears, where it says so.
    pub published: Option<DateTime>,
    /// When it goes, where it says so.
    pub expires: Option<DateTime>,
    /// It could be read all the same, and stands among the documents.
    pub is_document: bool,
    /// Its text, where that can be read.
    pub source: Option<Arc<Source>>,
    /// What is wrong with it; empty where that lies in its column.
    pub problems: Vec<Diagnostic>,
}

impl Broken {
    /// One of which no more is known than that it is there.
    pub(super) fn unread(file: &DocumentFile, kind: KindName, problems: Vec<Diagnostic>) -> Self {
        Self {
            path: file.path.clone(),
            folder: file.folder.clone(),
            kind,
            draft: false,
            published: None,
            expires: None,
            is_document: false,
            source: None,
            problems,
        }
    }

    /// One with errors; `document` is what could be read of it.
    pub(super) fn of(
        file: &DocumentFile,
        kind: KindName,
        source: Arc<Source>,
        document: Option<&Document>,
        problems: Vec<Diagnostic>,
    ) -> Self {
        let unread = Self::unread(file, kind, problems);
        let known = match document {
            Some(document) => Self {
                kind: document.kind.name(),
                draft: document.common.draft == Some(true),
                published: Some(document.published()),
                expires: document.common.expires_at.map(|moment| moment.at),
                is_document: true,
                ..unread
            },
            None => {
                let moment = |key| value::<Moment>(&source, Common::DEFINITION, key);
                let published = moment("publish_at").or_else(|| moment("date"));
                Self {
                    kind: value(&source, Common::DEFINITION, "kind").unwrap_or(kind),
                    draft: value(&source, Common::DEFINITION, "draft") == Some(true),
                    published: published.map(|moment| moment.at),
                    expires: moment("expires_at").map(|moment| moment.at),
                    ..unread
                }
            }
        };
        Self { source: Some(source), ..known }
    }
}

/// The value of a key at the top of a front matter whose YAML may be wrong elsewhere: of the only line that begins with
/// the key. Two such lines say nothing.
pub(super) fn value<T: Field>(
    source: &Arc<Source>,
    definition: &Definition,
    key: &str,
) -> Option<T> {
    let key = definition.keys.iter().find(|known| known.name == key)?;
    let front = front(source);
    let mut at = front.start;
    let mut found = Vec::new();
    for line in source.text[front].split_inclusive('\n') {
        let names = [key.alias, key.name];
        let rest = names
            .iter()
            .find_map(|name| line.strip_prefix(name)?.trim_start().strip_prefix([':', '：']));
        found.extend(rest.map(|rest| at + line.len() - rest.len()..at + line.len()));
        at += line.len();
    }
    let [range] = &found[..] else {
        return None;
    };
    let node = yaml::parse(source, range.clone()).ok()??;
    T::read(&node, &mut Reader::new(source))
}

/// The lines that the data can stand in: where no `---` ends them, those before the first empty one.
fn front(source: &Arc<Source>) -> Range<usize> {
    if let Ok(parts) = front_matter::split(source) {
        return parts.front;
    }
    let text = &source.text;
    let start = text.find('\n').filter(|_| text.starts_with("---")).map_or(0, |at| at + 1);
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_broken_front_matter_still_says() {
        for (text, draft) in [
            ("---\n标题: 甲: 乙\n草稿: 是\n---\n", Some(true)),
            ("---\ndraft: true\ntitle: \"open\n---\n", Some(true)),
            ("---\n草稿： 是\n---\n", Some(true)),
            ("---\r\n草稿: 是\r\n标题: [\r\n---\r\n", Some(true)),
            ("---\n标题: 甲\n草稿: 否\n---\n", Some(false)),
            ("---\n草稿: 对\n---\n", None),
            ("---\n草稿: 是\n草稿: 否\n---\n", None),
            ("---\n标题: 甲\n---\n\n草稿: 是\n", None),
            ("---\n任务:\n  草稿: 是\n---\n", None),
            ("标题: 甲\n草稿: 是\n\n正文。\n", Some(true)),
            ("---\n标题: 甲\n\n草稿: 是\n", None),
            ("", None),
        ] {
            let source = Arc::new(Source::new("content/a.md", text));
            assert_eq!(value::<bool>(&source, Common::DEFINITION, "draft"), draft, "{text}");
        }
    }
}
