//! 导入: what the office already has, in whatever file, becomes content: a draft in Markdown with typed front matter.
//!
//! [`mod@read`] makes a [`manuscript`] of the file, [`mod@clean`] mends what was damaged on the way, [`mod@recognise`] finds out
//! what it is and what its fields are, [`draft`] writes it. What gongbao exported comes back as it was. Nothing of the source is changed, and nothing is asked of other
//! hosts.

pub mod clean;
pub mod draft;
mod facts;
pub mod lexicon;
mod links;
pub mod manuscript;
pub mod markdown;
pub mod passage;
pub mod read;
pub mod recognise;
mod returned;

pub use returned::Front;

use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::document::KindName;
use crate::import::clean::{Cleaned, Doubt, clean};
use crate::import::lexicon::Lexicon;
use crate::import::manuscript::{Asset, Manuscript, Place, Stated, Text};
use crate::import::passage::{Passage, Whence};
use crate::import::recognise::{Background, Blank, Recognised, YearHints, recognise};
use crate::markdown::scheme;
use crate::picture::can_show;
use crate::say;
use std::sync::Arc;

/// A manuscript that was cleaned and recognised.
#[derive(Debug)]
pub struct Understood {
    /// The path of the source, as the user gave it.
    pub path: String,
    /// The encoding that was detected, for sources that are bytes of text.
    pub encoding: Option<&'static str>,
    /// The text, and what was done to it.
    pub text: Cleaned,
    /// What it is.
    pub found: Recognised,
    /// Pictures and attachments.
    pub assets: Vec<Asset>,
    /// What the source's format says of the document.
    pub stated: Vec<Stated>,
    /// The data of a document that gongbao exported, which is then all of the draft's.
    pub front: Option<Front>,
    /// What could not be read.
    problems: Vec<Diagnostic>,
    source: Option<Arc<Source>>,
}

/// Cleans and recognises a manuscript; the kind and the year are what the user says of it.
pub fn understand(
    mut manuscript: Manuscript,
    lexicon: &Lexicon,
    years: YearHints,
    kind: Option<KindName>,
) -> Understood {
    if let Some(front) = manuscript.front.take() {
        return returned::returned(front, manuscript, kind);
    }
    let mut taken = |text| Passage::of(led_out(text));
    let blocks = manuscript.blocks.into_iter();
    let blocks = blocks.map(|block| block.map(&mut taken)).collect();
    let notes = manuscript.footnotes.into_iter().map(taken).collect();
    let mut assets = manuscript.assets;
    assets.iter_mut().for_each(drop_broken);
    let mut text = clean(blocks, notes, &lexicon.names());
    text.doubts.extend(links::cut(&mut text.blocks, &assets));
    let mut stated = manuscript.stated;
    let said = facts::take(&mut text.blocks, &mut text.changes);
    for one in said {
        let known = stated.iter().any(|other| other.key == one.key && other.value == one.value);
        stated.extend((!known).then_some(one));
    }
    let name = file_stem(&manuscript.path);
    let background = Background { lexicon, years, kind, stated: &stated, name: &name };
    let found = recognise(&text, &background);
    Understood {
        path: manuscript.path,
        encoding: manuscript.encoding,
        text,
        found,
        assets,
        stated,
        front: None,
        problems: manuscript.problems,
        source: manuscript.source,
    }
}

/// The name of a file without its ending.
fn file_stem(path: &str) -> String {
    let stem = std::path::Path::new(path).file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// A picture that no browser could show would stop the build: it counts as one that did not come along.
fn drop_broken(asset: &mut Asset) {
    let shown = |bytes: &Vec<u8>| can_show(&asset.name, bytes);
    asset.bytes = asset.bytes.take().filter(shown);
}

/// Links that lead out of the source stay; those within the site that it came from lead nowhere now.
fn led_out(mut text: Text) -> Text {
    for run in &mut text.runs {
        let leads_out = |target: &String| scheme(target).is_some();
        run.link = run.link.take().filter(leads_out);
    }
    text
}

impl Understood {
    /// Everything that is left to a person, in the order of the source: what could not be read, doubts, blanks.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let doubts = self.text.doubts.iter().chain(&self.found.doubts);
        let doubts = doubts.map(|doubt| self.doubt(doubt));
        let blanks = self.found.blanks.iter().map(|blank| self.blank(blank));
        self.problems.iter().cloned().chain(doubts).chain(blanks).collect()
    }

    fn doubt(&self, doubt: &Doubt) -> Diagnostic {
        let problem = Diagnostic::warning(doubt.code, doubt.words.clone());
        self.at(problem, Some(&doubt.whence))
    }

    fn blank(&self, blank: &Blank) -> Diagnostic {
        let (key, zh, en) = (blank.key, &blank.words.zh, &blank.words.en);
        let words = say!("“{key}”待填：{zh}", "{key} is to be filled in: {en}");
        self.at(Diagnostic::warning(Code::ImportBlank, words), blank.whence.as_ref())
    }

    /// Marks the place in the source's text; where there is none, the message says it.
    fn at(&self, mut problem: Diagnostic, whence: Option<&Whence>) -> Diagnostic {
        let both = whence.zip(self.source.as_ref());
        let found = both.and_then(|(whence, source)| Some((source, span(&source.text, whence)?)));
        match (found, whence) {
            (Some((source, span)), _) => problem.at(source, span),
            (None, Some(whence)) if whence.first != Place::Whole => {
                let place = whence.first.words();
                problem.message.zh = format!("{}：{}", place.zh, problem.message.zh);
                problem.message.en = format!("{}: {}", place.en, problem.message.en);
                problem.in_file(self.path.clone())
            }
            _ => problem.in_file(self.path.clone()),
        }
    }
}

/// The bytes from the first to the last place, on the line of the first.
fn span(text: &str, whence: &Whence) -> Option<Span> {
    let (Place::Line(line, first), Place::Line(last_line, last)) = (&whence.first, &whence.last)
    else {
        return None;
    };
    let start: usize = text.split_inclusive('\n').take(*line as usize - 1).map(str::len).sum();
    let rest = text[start..].lines().next().unwrap_or_default();
    let byte =
        |column: u32| rest.char_indices().nth(column as usize).map_or(rest.len(), |(at, _)| at);
    let last = if last_line == line { *last } else { u32::MAX };
    Some(Span::new(start + byte(first - 1), start + byte(last)))
}
