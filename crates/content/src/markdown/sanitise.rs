//! Raw HTML in a document is the one way past our own escaping, so HTML that holds some goes through an allow list.
//!
//! The list alone can't tell our own ids, classes and addresses from an author's. In such a document the writer puts
//! a secret in front of ours: a character that the document does not hold. What comes out of the list with the
//! secret is ours and only loses it; what comes out without is the author's: ids go, unknown classes go, addresses
//! go through the resolver.

use super::document::Document;
use super::escape::{push_address, push_text};
use super::inline::{self, push_image, push_leaves, resolved_image, resolved_link};
use super::marker::absent_from;
use super::{Options, Resolve};
use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, Tag};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Private-use characters beyond the basic plane: no font has them, no document holds all of them.
const SECRETS: [char; 8] = [
    '\u{F8D01}',
    '\u{F8D02}',
    '\u{F8D03}',
    '\u{F8D04}',
    '\u{F8D05}',
    '\u{F8D06}',
    '\u{F8D07}',
    '\u{F8D08}',
];

/// Elements open inside each other in raw HTML. The parser's work grows with depth times length.
const DEEPEST: usize = 200;

/// What is done with the raw HTML of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raw {
    /// Sanitised, with this secret on what is ours. Also where there is none, without a secret.
    Sanitised(Option<char>),
    /// Shown as text: it can't be sanitised in reasonable time.
    Shown,
}

impl Raw {
    pub(super) fn of(document: &Document) -> Raw {
        match absent_from(document.markdown(), &SECRETS) {
            Some(secret) if !is_too_deep(document) => Raw::Sanitised(Some(secret)),
            _ => Raw::Shown,
        }
    }

    pub(super) fn secret(self) -> Option<char> {
        match self {
            Raw::Sanitised(secret) => secret,
            Raw::Shown => None,
        }
    }
}

/// Counts our own elements and the author's that need an end tag.
fn is_too_deep(document: &Document) -> bool {
    let mut ours = 0_usize;
    let mut theirs = Open::default();
    let mut at = 0;
    while let Some(event) = document.event(at) {
        match event {
            Event::Start(Tag::HtmlBlock) => {}
            Event::Start(_) => ours += 1,
            Event::End(_) => ours = ours.saturating_sub(1),
            Event::Html(html) | Event::InlineHtml(html) => {
                for (start, _) in html.match_indices('<') {
                    theirs.take(&html[start + 1..]);
                    if theirs.depth > DEEPEST {
                        return true;
                    }
                }
            }
            _ => {}
        }
        if ours > DEEPEST {
            return true;
        }
        at += 1;
    }
    false
}

/// What a page shows of an element that an author wrote.
pub(super) enum Kept {
    /// The element.
    Shown,
    /// The words in it.
    Words,
    /// What belongs to an element that is told itself.
    Part,
    /// Neither.
    Nothing,
}

/// What becomes of an element of this name, in lower case.
pub(super) fn kept(name: &str) -> Kept {
    match name {
        "source" | "track" | "param" => Kept::Part,
        "video" | "embed" => Kept::Nothing,
        _ if ELEMENTS.contains(&name) => Kept::Shown,
        _ if GONE_WITH_CONTENT.contains(&name) => Kept::Nothing,
        _ => Kept::Words,
    }
}

/// Whether an element that is shown keeps an attribute; ids and classes may be left out without a loss to readers.
pub(super) fn keeps(element: &str, attribute: &str) -> bool {
    let own = ATTRIBUTES.iter().find(|(name, _)| *name == element);
    let common = ["class", "dir", "id", "lang", "title", "tabindex"].contains(&attribute);
    common || own.is_some_and(|(_, names)| names.contains(&attribute))
}

/// Whether an element that has no end takes in all that follows.
pub(super) fn needs_end(name: &str) -> bool {
    !NO_END.contains(&name)
}

/// The author's elements that are open, by name: an end that closes none of them leaves the others open.
#[derive(Default)]
struct Open {
    by_name: HashMap<String, usize>,
    depth: usize,
}

impl Open {
    /// Takes what stands behind a `<`.
    fn take(&mut self, tag: &str) {
        let (closes, tag) = match tag.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, tag),
        };
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let name = tag[..end].to_ascii_lowercase();
        if name.is_empty() || !needs_end(&name) {
            return;
        }
        let open = self.by_name.entry(name).or_default();
        match closes {
            true if *open == 0 => {}
            true => (*open, self.depth) = (*open - 1, self.depth - 1),
            false => (*open, self.depth) = (*open + 1, self.depth + 1),
        }
    }
}

/// Elements that close by themselves.
const NO_END: [&str; 18] = [
    "br", "hr", "img", "wbr", "col", "input", "source", "p", "li", "dt", "dd", "tr", "td", "th",
    "thead", "tbody", "rt", "rp",
];

/// Elements that an author may use. None of them runs, embeds, submits or restyles anything.
const ELEMENTS: [&str; 61] = [
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "ul",
];

/// Attributes by element, beside `lang`, `dir`, `title`, `class` and `id`.
const ATTRIBUTES: [(&str, &[&str]); 14] = [
    ("a", &["href", "rel", "aria-label"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("del", &["datetime"]),
    ("details", &["open"]),
    ("img", &["src", "alt", "width", "height", "loading", "decoding"]),
    ("ins", &["datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed"]),
    ("section", &["aria-label"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// Elements whose content is no text to read.
const GONE_WITH_CONTENT: [&str; 15] = [
    "script", "style", "iframe", "noscript", "title", "textarea", "xmp", "noembed", "noframes",
    "template", "select", "object", "svg", "math", "audio",
];

/// Classes that an author's own HTML may have: those that Markdown makes.
const CLASSES: [&str; 10] = [
    "align-center",
    "align-right",
    "figure",
    "figure-missing",
    "figures",
    "footnote-back",
    "footnote-ref",
    "footnotes",
    "leaves",
    "table-scroll",
];

static ALLOW_LIST: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes =
        ATTRIBUTES.iter().map(|(element, names)| (*element, names.iter().copied().collect()));
    let zero = || HashMap::from([("tabindex", HashSet::from(["0"]))]);
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(ELEMENTS))
        .clean_content_tags(HashSet::from(GONE_WITH_CONTENT))
        .tag_attributes(attributes.collect())
        .tag_attribute_values(HashMap::from([("pre", zero()), ("div", zero())]))
        .generic_attributes(HashSet::from(["class", "dir", "id", "lang", "title"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
});

/// HTML that may hold an author's, made harmless and balanced, with the secret taken off what is ours.
pub(super) fn sanitise(
    html: &str,
    secret: char,
    resolve: &dyn Resolve,
    options: Options,
) -> String {
    let clean = ALLOW_LIST.clean(html).to_string();
    let mut settled = String::with_capacity(clean.len());
    let mut rest = clean.as_str();
    while let Some(start) = rest.find(['<', secret]) {
        settled.push_str(&rest[..start]);
        rest = &rest[start..];
        rest = match rest.strip_prefix(secret) {
            Some(after) => push_task(&mut settled, after, options),
            None => push_tag(&mut settled, rest, secret, resolve),
        };
    }
    settled.push_str(rest);
    settled
}

/// How the writer leaves the box of a task for [`sanitise`], which lets no `<input>` pass.
pub(super) fn task_placeholder(secret: char, done: bool) -> [char; 2] {
    [secret, if done { 'x' } else { 'o' }]
}

/// Puts the box in and returns what follows its placeholder.
fn push_task<'h>(out: &mut String, after: &'h str, options: Options) -> &'h str {
    inline::push_task(out, after.starts_with('x'), options);
    after.strip_prefix(['x', 'o']).unwrap_or(after)
}

/// Writes the tag that `html` starts with, and returns what follows it. The allow list writes attributes in double
/// quotes and escapes `<` and `>` in them, so that the first `>` ends the tag.
fn push_tag<'h>(out: &mut String, html: &'h str, secret: char, resolve: &dyn Resolve) -> &'h str {
    let end = html.find('>').map_or(html.len(), |end| end + 1);
    let (tag, rest) = html.split_at(end);
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
    if attributes.is_empty() && name != "img" {
        out.push_str(tag);
    } else if name == "img" && !attributes.contains(secret) {
        push_their_image(out, attributes, resolve);
    } else {
        out.push('<');
        out.push_str(name);
        for (attribute, value) in read_attributes(attributes) {
            match value.strip_prefix(secret) {
                Some(ours) => push_attribute(out, attribute, ours),
                None => push_their_attribute(out, attribute, value, resolve),
            }
        }
        out.push('>');
    }
    rest
}

fn read_attributes(mut text: &str) -> impl Iterator<Item = (&str, &str)> {
    std::iter::from_fn(move || {
        let (name, rest) = text.split_once("=\"")?;
        let (value, rest) = rest.split_once('"')?;
        text = rest;
        Some((name.trim_start(), value))
    })
}

/// The value is escaped already.
fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    out.push_str(value);
    out.push('"');
}

/// An id of the author's could be one of the page's; a class could restyle it; an address has to lead somewhere.
fn push_their_attribute(out: &mut String, name: &str, value: &str, resolve: &dyn Resolve) {
    match name {
        "id" => {}
        "class" => {
            let known: Vec<_> =
                value.split_whitespace().filter(|class| CLASSES.contains(class)).collect();
            if !known.is_empty() {
                push_attribute(out, name, &known.join(" "));
            }
        }
        "href" => {
            if let Some(target) = resolved_link(resolve, &unescape(value)) {
                out.push_str(" href=\"");
                push_address(out, &target.href);
                out.push('"');
                push_leaves(out, target.leaves, None);
            }
        }
        _ => push_attribute(out, name, value),
    }
}

/// The author's own `<img>`: like an image in Markdown that stands within a line.
fn push_their_image(out: &mut String, attributes: &str, resolve: &dyn Resolve) {
    let attribute = |wanted| {
        let mut attributes = read_attributes(attributes);
        attributes.find(|(name, _)| *name == wanted).map(|(_, value)| value)
    };
    let alt = unescape(attribute("alt").unwrap_or_default());
    let target = attribute("src").and_then(|source| resolved_image(resolve, &unescape(source)));
    let Some(mut target) = target else {
        push_text(out, &alt);
        return;
    };
    let pixels = |name| attribute(name).and_then(|value| value.parse().ok());
    target.size = target.size.or(pixels("width").zip(pixels("height")));
    push_image(out, &target, &alt, "", None);
}

/// Undoes what the allow list escapes in an attribute.
fn unescape(value: &str) -> String {
    let value = value.replace("&quot;", "\"").replace("&nbsp;", "\u{a0}");
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
