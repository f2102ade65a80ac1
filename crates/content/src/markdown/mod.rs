//! Markdown as the office writes it: CommonMark with tables, footnotes, strikethrough and task lists, emphasis and line
//! breaks that know Chinese, figures, and directives.
//!
//! What a Chinese writer plainly means is settled before anybody reads the events (`indent`, `emphasis`, `lines`); what
//! is not certain is a [`Slip`].
//!
//! `facts` tells the rest of the program what a document holds, with the place of everything in the author's text;
//! `html` writes it. Both read the same events, so ids, order and numbers agree. Nothing an author writes can bring
//! script, style or a dead link into a page: text is escaped, raw HTML is sanitised, addresses go through [`Resolve`].

mod characters;
mod document;
mod emphasis;
mod escape;
mod indent;
mod inline;
mod lines;
mod marker;
mod outline;
mod parser;
mod plain;
mod prose;
mod sanitise;
mod sentence;
mod slips;
mod summary;
mod survey;
#[cfg(test)]
mod tests;
mod write;

pub use escape::scheme;
pub use outline::{Outline, Phrase, Section, Shape};
pub use sentence::{Sentence, sentences};
pub use slips::Slip;

use document::Document;
use emphasis::Prepared;
use std::ops::Range;

/// A heading of the body. Those inside footnotes are not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6, as rendered: the highest level the author used becomes 2, below the title of the page.
    pub level: u8,
    /// Unique in the document. It may begin with a digit and hold Chinese.
    pub id: String,
    /// Without markup, on one line.
    pub text: String,
    /// In the author's text, in bytes.
    pub span: Range<usize>,
}

/// A link in Markdown. Links in raw HTML are resolved too, but not listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As written, escapes and entities decoded; `<a@b.cn>` gives `mailto:a@b.cn`.
    pub target: String,
    /// The whole construct in the author's text, in bytes.
    pub span: Range<usize>,
}

/// An image in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// As written, escapes and entities decoded.
    pub target: String,
    /// Without markup.
    pub alt: String,
    /// Empty if there is none.
    pub title: String,
    /// The whole construct in the author's text, in bytes.
    pub span: Range<usize>,
}

/// A paragraph outside lists and quotes that is the one line `::NAME` or `::NAME ARGUMENT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Letters of any script, digits, `-` and `_`.
    pub name: String,
    /// The rest of the line as written, trimmed; never empty.
    pub argument: Option<String>,
    /// The line in the author's text, in bytes.
    pub span: Range<usize>,
}

/// What a document holds, in the order of its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// All headings outside footnotes.
    pub headings: Vec<Heading>,
    /// All links, also those in footnotes.
    pub links: Vec<Link>,
    /// All images, also those in footnotes.
    pub images: Vec<Image>,
    /// The directives that [`Part::Directive`] counts.
    pub directives: Vec<Directive>,
    /// The start of the first paragraph of text, at most 120 characters; empty if there is no such paragraph.
    pub summary: String,
    /// Characters of text that are not white space, code included.
    pub characters: usize,
    /// What was meant as a mark and is none.
    pub slips: Vec<Slip>,
    /// The first raw HTML that is not a comment.
    pub raw_html: Option<Range<usize>>,
    /// The words of the body, a line for each paragraph, heading, item and table cell. Directives and raw HTML are left out.
    pub plain: Box<str>,
    /// The first block nested deeper than 100 quotes and lists. If set, all else is empty, and [`html`] and `plain` show the
    /// source.
    pub too_deep: Option<Range<usize>>,
}

impl Facts {
    /// Whether two texts are the same to the rest of the site: same headings, links, pictures and blocks in the same
    /// order, and no raw HTML, whose links are not listed.
    pub fn links_like(&self, other: &Self) -> bool {
        fn same<T>(ours: &[T], theirs: &[T], alike: impl Fn(&T, &T) -> bool) -> bool {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| alike(a, b))
        }
        let plain = |facts: &Self| facts.raw_html.is_none() && facts.too_deep.is_none();
        plain(self)
            && plain(other)
            && same(&self.headings, &other.headings, |a, b| {
                (a.level, &a.id, &a.text) == (b.level, &b.id, &b.text)
            })
            && same(&self.links, &other.links, |a, b| a.target == b.target)
            && same(&self.images, &other.images, |a, b| {
                (&a.target, &a.alt, &a.title) == (&b.target, &b.alt, &b.title)
            })
            && same(&self.directives, &other.directives, |a, b| {
                (&a.name, &a.argument) == (&b.name, &b.argument)
            })
    }
}

/// Where a link leads in the finished site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTarget {
    /// Not yet escaped.
    pub href: String,
    /// Whether it points to another host, and so gets `class="leaves"`.
    pub leaves: bool,
}

/// Where an image is in the finished site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageTarget {
    /// Not yet escaped.
    pub src: String,
    /// The same in WebP and several widths, as `srcset` has it; empty where there is no choice.
    pub choices: String,
    /// Width and height in pixels, if known.
    pub size: Option<(u32, u32)>,
}

/// Says where the targets of a document lead.
pub trait Resolve {
    /// `None` shows the words of the link only.
    fn link(&self, target: &str) -> Option<LinkTarget>;
    /// `None` shows the words that stand for the image only.
    fn image(&self, target: &str) -> Option<ImageTarget>;
}

/// The words that the HTML itself needs, in the language of the page; Chinese by default.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Names the box of a task that is done.
    pub done: &'a str,
    /// Names the box of a task that is not done.
    pub not_done: &'a str,
    /// Names the section of footnotes.
    pub footnotes: &'a str,
    /// Names the link from a footnote back to the text; the number of the note follows it.
    pub back: &'a str,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            done: "已完成", not_done: "未完成", footnotes: "注释", back: "返回正文，注释"
        }
    }
}

/// A piece of a document's HTML. Each piece is balanced in itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// HTML, never empty.
    Html(String),
    /// The place of a directive: its index in [`Facts::directives`].
    Directive(usize),
}

/// What the body of a document holds. Front matter is not expected here.
pub fn facts(markdown: &str) -> Facts {
    let prepared = Prepared::new(markdown);
    match Document::parse(markdown, &prepared) {
        Ok(document) => Facts {
            slips: slips::slips(&document),
            plain: plain::plain(&document).into(),
            ..survey::survey(&document).facts
        },
        Err(span) => Facts { too_deep: Some(span), plain: markdown.into(), ..Facts::default() },
    }
}

/// The body of a document as HTML, cut where directives stand.
pub fn html(markdown: &str, resolve: &dyn Resolve, options: Options) -> Vec<Part> {
    let prepared = Prepared::new(markdown);
    match Document::parse(markdown, &prepared) {
        Ok(document) => write::write(&document, resolve, options),
        Err(_) => vec![Part::Html(source(markdown))],
    }
}

/// Where the sentences of the body stand: no code, addresses, raw HTML or directives.
pub fn prose(markdown: &str) -> Vec<std::ops::Range<usize>> {
    let prepared = Prepared::new(markdown);
    let document = Document::parse(markdown, &prepared);
    document.map_or_else(|_| Vec::new(), |document| prose::prose(&document))
}

/// The parts of the body as a tree; nothing where it is nested too deeply.
pub fn outline(markdown: &str) -> Outline {
    let prepared = Prepared::new(markdown);
    let document = Document::parse(markdown, &prepared);
    document.map_or_else(|_| Outline::default(), |document| outline::outline(&document))
}

/// The author's text as it is, for a document that cannot be shown otherwise.
fn source(markdown: &str) -> String {
    let mut html = String::from("<pre tabindex=\"0\">");
    escape::push_text(&mut html, markdown);
    html.push_str("</pre>\n");
    html
}
