//! Markdown of the site -> parts of a page: links resolved, blocks of data put in.

use super::Views;
use crate::diagnostic::Language;
use crate::document::{BlockName, Document};
use crate::markdown::{self, Directive, Facts, ImageTarget, LinkTarget, Options, Resolve};
use crate::site::{Destination, DocumentId, Route};
use crate::view::{Block, Blocks, Html, Lens, Part};

/// Links of one folder's texts.
struct Links<'s> {
    site: &'s Lens<'s>,
    folder: &'s str,
}

impl Resolve for Links<'_> {
    fn link(&self, target: &str) -> Option<LinkTarget> {
        let site = self.site;
        let own = |href: String| Some(LinkTarget { href, leaves: false });
        let fragment = |f: &Option<String>| f.as_ref().map(|f| format!("#{f}")).unwrap_or_default();
        match site.target([self.folder, target]) {
            Destination::Document(id, f) => {
                own(format!("{}{}", site.url(site.head(id).route), fragment(&f)))
            }
            Destination::Page(path, f) => {
                own(format!("{}{}", site.url(site.page_at(&path)?), fragment(&f)))
            }
            Destination::File(path) => own(site.url(&Route::file(&path))),
            Destination::Here(f) => own(format!("#{f}")),
            Destination::Outside(href) => {
                let leaves = site.settings.leaves(&href);
                Some(LinkTarget { href, leaves })
            }
            Destination::Hidden(_)
            | Destination::Nowhere
            | Destination::Escapes
            | Destination::Forbidden => None,
        }
    }

    fn image(&self, target: &str) -> Option<ImageTarget> {
        match self.site.target([self.folder, target]) {
            Destination::File(path) => {
                let (src, choices) = self.site.picture_urls(&path);
                Some(ImageTarget {
                    size: self.site.picture(&path).map(|picture| picture.shown()),
                    src,
                    choices,
                })
            }
            _ => None,
        }
    }
}

impl Views<'_> {
    /// The text of a document, and the names of its own blocks that the text shows.
    pub(super) fn body(&self, id: DocumentId, blocks: &Blocks) -> (Vec<Part>, Vec<&'static str>) {
        let document = self.site.document(id);
        let mut inline = Vec::new();
        let parts = self.parts(document.markdown(), &document.folder, |index| {
            let directive = document.facts.directives.get(index)?;
            let block = self.directive(&document.folder, directive, Some((document, blocks)))?;
            if block.of.is_none() {
                inline.push(block.name);
            }
            Some(block)
        });
        (parts, inline)
    }

    /// The text of an `_index.md`: it has no data of its own.
    pub(super) fn index_body(&self, text: &str, folder: &str, facts: &Facts) -> Vec<Part> {
        self.parts(text, folder, |index| self.directive(folder, facts.directives.get(index)?, None))
    }

    /// A text of `folder`; `block` gives the data of the directive at an index.
    fn parts(
        &self,
        text: &str,
        folder: &str,
        mut block: impl FnMut(usize) -> Option<Block>,
    ) -> Vec<Part> {
        let links = Links { site: &self.site, folder };
        let options = options(self.site.settings.language);
        let parts = markdown::html(text, &links, options).into_iter();
        parts
            .filter_map(|part| match part {
                markdown::Part::Html(html) => Some(Part { html: Html(html), block: None }),
                markdown::Part::Directive(index) => {
                    block(index).map(|b| Part { html: Html(String::new()), block: Some(b) })
                }
            })
            .collect()
    }

    /// The data that a directive of a text in `folder` names; `own` is the document whose text it is, where there is one.
    pub(super) fn directive(
        &self,
        folder: &str,
        directive: &Directive,
        own: Option<(&Document, &Blocks)>,
    ) -> Option<Block> {
        let name = BlockName::parse(&directive.name)?;
        let Some(argument) = &directive.argument else {
            let (document, blocks) = own?;
            return name.is_in(document).then(|| Block {
                name: name.name(),
                of: None,
                data: Box::new(only(blocks.clone(), name)),
            });
        };
        let id = self.site.argument([folder, argument])?;
        name.is_in(self.site.document(id)).then(|| Block {
            name: name.name(),
            of: Some(self.document_link(id)),
            data: Box::new(only(self.blocks(id), name)),
        })
    }
}

/// The one field of the data that a block shows.
fn only(all: Blocks, name: BlockName) -> Blocks {
    let mut one = Blocks::default();
    match name {
        BlockName::Agenda => one.agenda = all.agenda,
        BlockName::Attendees => one.attendees = all.attendees,
        BlockName::Photos => one.photos = all.photos,
        BlockName::Members => one.members = all.members,
        BlockName::Tasks => one.tasks = all.tasks,
        BlockName::Phases => one.phases = all.phases,
        BlockName::Indicators => one.indicators = all.indicators,
        BlockName::Budget => one.budget = all.budget,
        BlockName::Attachments => one.attachments = all.attachments,
    }
    one
}

/// The words that the text's own HTML needs.
fn options(language: Language) -> Options<'static> {
    match language {
        Language::Chinese => Options::default(),
        Language::English => Options {
            done: "done",
            not_done: "not done",
            footnotes: "Notes",
            back: "Back to the text, note ",
        },
    }
}
