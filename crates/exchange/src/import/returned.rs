//! 回来的文档: what gongbao exported comes back with its own data, to the letter; only its text may have been changed.

use super::Understood;
use super::clean::Cleaned;
use super::manuscript::{Block, Manuscript};
use super::passage::Passage;
use super::recognise::Recognised;
use crate::diagnostic::Source;
use crate::document::{Document, KindName};
use crate::read::read_document;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The front matter that a document was exported with.
#[derive(Debug)]
pub struct Front {
    /// The YAML between the `---` lines.
    pub text: String,
    /// Whether it names its kind.
    pub names_kind: bool,
}

/// A document of our own: nothing is cleaned, and nothing has to be recognised.
pub(super) fn returned(
    front: String,
    manuscript: Manuscript,
    kind: Option<KindName>,
) -> Understood {
    let known = known(&front, kind);
    let names_kind = known.as_ref().is_some_and(|known| known.common.kind.is_some());
    let blocks = manuscript.blocks.into_iter();
    let notes = manuscript.footnotes.into_iter();
    Understood {
        path: manuscript.path,
        encoding: manuscript.encoding,
        text: Cleaned {
            blocks: blocks.map(|block| block.map(&mut Passage::of)).collect(),
            footnotes: notes.map(Passage::of).collect(),
            ..Cleaned::default()
        },
        found: recognised(known.as_ref()),
        assets: manuscript.assets,
        stated: Vec::new(),
        front: Some(Front { text: front, names_kind }),
        problems: manuscript.problems,
        source: manuscript.source,
    }
}

/// The document of the first kind whose keys fit.
fn known(front: &str, kind: Option<KindName>) -> Option<Document> {
    let source = Arc::new(Source::new("content/a.md".to_owned(), format!("---\n{front}---\n")));
    let mut kinds = kind.into_iter().chain(KindName::KINDS);
    kinds.find_map(|kind| {
        let (document, problems) = read_document(Arc::clone(&source), "a", "", kind);
        document.filter(|_| problems.is_empty())
    })
}

fn recognised(known: Option<&Document>) -> Recognised {
    let title = known.map_or("", |document| &document.common.title.value);
    let day: Option<Date> = known.map(|document| document.common.date.at.date());
    Recognised {
        kind: known.map_or(KindName::Article, |document| document.kind.name()),
        phase: None,
        fields: Vec::new(),
        blanks: Vec::new(),
        doubts: Vec::new(),
        used: BTreeSet::new(),
        title: title.to_owned(),
        day,
        aside: BTreeSet::new(),
        shown: BTreeMap::new(),
    }
}

impl Understood {
    /// Whether it is a document that gongbao exported, and its text is as it was.
    pub fn is_unchanged(&self) -> bool {
        self.front.is_some() && matches!(self.text.blocks[..], [Block::Markdown(_)])
    }
}
