//! Markdown as the office writes it.

use std::ops::Range;
/// Heading.
#[derive(Debug)]
pub struct Heading {
    pub level: u8,
    pub id: String,
    pub text: String,
    pub span: Range<usize>,
}
/// Link.
#[derive(Debug)]
pub struct Link {
    pub target: String,
    pub span: Range<usize>,
}
/// Image.
#[derive(Debug)]
pub struct Image {
    pub target: String,
    pub alt: String,
    pub title: String,
    pub span: Range<usize>,
}
/// Directive.
#[derive(Debug)]
pub struct Directive {
    pub name: String,
    pub argument: Option<String>,
    pub span: Range<usize>,
}
/// Facts.
#[derive(Debug, Default)]
pub struct Facts {
    pub headings: Vec<Heading>,
    pub links: Vec<Link>,
    pub images: Vec<Image>,
    pub directives: Vec<Directive>,
    pub summary: String,
    pub characters: usize,
    pub raw_html: Option<Range<usize>>,
    pub too_deep: Option<Range<usize>>,
}
/// Facts.
pub fn facts(_markdown: &str) -> Facts {
    Facts::default()
}
/// LinkTarget.
pub struct LinkTarget {
    pub href: String,
    pub leaves: bool,
}
/// ImageTarget.
pub struct ImageTarget {
    pub src: String,
    pub size: Option<(u32, u32)>,
}
/// Resolve.
pub trait Resolve {
    fn link(&self, target: &str) -> Option<LinkTarget>;
    fn image(&self, target: &str) -> Option<ImageTarget>;
}
/// Part.
pub enum Part {
    Html(String),
    Directive(usize),
}
/// Options.
#[derive(Default)]
pub struct Options {}
/// Html.
pub fn html(_markdown: &str, _resolve: &dyn Resolve, _options: &Options) -> Vec<Part> {
    vec![]
}
