//! What staff write: the kinds of documents and their keys.
//!
//! The tables in this folder are the one place where a key has its English and Chinese name, its type and
//! its explanation; the JSON Schema, the scaffolds and the field reference are made from them.

pub mod article;
mod block;
pub mod column;
pub mod common;
mod kind;
pub mod meeting;
pub mod plan;
pub mod progress;
pub mod registry;
pub mod roster;

pub use article::{Article, Page};
pub use block::BlockName;
pub use column::{ColumnFront, HomeFront};
pub use common::Common;
pub use kind::{KindRecord, Label, Nature};
pub use meeting::Meeting;
pub use plan::Plan;
pub use progress::Progress;
pub use roster::Roster;

use crate::diagnostic::{Source, Span};
use crate::markdown::Facts;
use crate::record::{Record, Visitor};
use std::sync::Arc;

kind::kinds! {
    /// 会议.
    Meeting,
    /// 实施方案.
    Plan,
    /// 进展.
    Progress,
    /// 领导小组名单.
    Roster,
    /// 文章.
    Article,
    /// 页面.
    Page,
}

/// How two readings of one document differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// In the text, with the same headings, links, pictures and blocks.
    Text,
    /// In the title, and perhaps in the text in that way.
    Title,
    /// In what other documents, lists or addresses may depend on.
    More,
}

/// One document, read and checked on its own.
#[derive(Debug)]
pub struct Document {
    /// From `content/`, with `/`, without the ending: `meetings/2026-03-31-mobilisation`.
    pub path: String,
    /// The folder that its relative links start from: `meetings`, or its own folder.
    pub folder: String,
    /// The file.
    pub source: Arc<Source>,
    /// The front matter between the `---` lines; where a problem with no better place is shown.
    pub front: Span,
    /// The Markdown after the front matter.
    pub body: Span,
    /// The keys that every document has.
    pub common: Common,
    /// The keys of its kind.
    pub kind: Kind,
    /// What the Markdown holds.
    pub facts: Facts,
    /// Of everything that it was read from: two documents with one hash are the same.
    pub hash: u64,
}

impl Document {
    /// The Markdown text.
    pub fn markdown(&self) -> &str {
        &self.source.text[self.body.range()]
    }

    /// The day and time that lists are ordered by: `publish_at`, else `date`.
    pub fn published(&self) -> jiff::civil::DateTime {
        self.common.publish_at.map_or(self.common.date.at, |m| m.at)
    }

    /// How another reading of the same file differs, seen from the rest of the site. Where the title is all that is
    /// different in the front matter, every other key has the same value: the text around it is the same.
    pub fn difference(&self, other: &Self) -> Difference {
        let front =
            |document: &Self| document.source.text[..document.body.start as usize].to_owned();
        let around_title = |document: &Self| {
            let title = document.common.title.span.range();
            let front = front(document);
            let (before, after) = (front.get(..title.start), front.get(title.end..));
            before.zip(after).map(|(a, b)| (a.to_owned(), b.to_owned()))
        };
        if self.path != other.path || !self.facts.links_like(&other.facts) {
            Difference::More
        } else if front(self) == front(other) {
            Difference::Text
        } else if around_title(self).is_some() && around_title(self) == around_title(other) {
            Difference::Title
        } else {
            Difference::More
        }
    }

    /// Tells a visitor what stands in its front matter: the keys of every document, then those of its kind.
    pub fn visit<'v>(&'v self, visitor: &mut dyn Visitor<'v>) {
        self.common.visit(None, visitor);
        self.kind.visit(visitor);
    }

    /// Where one of these words stands in the front matter; else all of it.
    pub fn in_front(&self, words: &[&str]) -> Span {
        let front = &self.source.text[self.front.range()];
        let found = words.iter().find_map(|word| Some((front.find(word)?, word.len())));
        let start = self.front.start as usize;
        found.map_or(self.front, |(at, length)| Span::new(start + at, start + at + length))
    }

    /// A place in the body as a place in the file.
    pub fn in_body(&self, range: &std::ops::Range<usize>) -> Span {
        Span::shifted(range, self.body.start as usize)
    }
}

/// The folder itself and those above it, without the root.
pub fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    let first = (!folder.is_empty()).then_some(folder);
    std::iter::successors(first, |f| f.rsplit_once('/').map(|(above, _)| above))
}
