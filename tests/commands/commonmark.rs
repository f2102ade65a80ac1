//! The specification of CommonMark as a test of the whole way from Markdown to HTML.
//!
//! Where our HTML differs on purpose, the difference is taken out of both sides: headings begin at level 2 and have
//! ids, lone images are figures, and attributes of ours have no counterpart. What can't be compared is left out with a
//! reason, and the reasons are counted.

#[path = "../specification/mod.rs"]
mod specification;

use crate::skip;
use gongbao::markdown::{ImageTarget, LinkTarget, Options, Part, Resolve, facts, html, scheme};
use specification::{Example, examples};
use std::collections::BTreeMap;

struct AsWritten;

impl Resolve for AsWritten {
    fn link(&self, target: &str) -> Option<LinkTarget> {
        Some(LinkTarget { href: target.to_owned(), leaves: false })
    }

    fn image(&self, target: &str) -> Option<ImageTarget> {
        Some(ImageTarget { choices: String::new(), src: target.to_owned(), size: None })
    }
}

#[test]
fn our_html_means_what_the_specification_says() {
    let Some(examples) = examples() else {
        return;
    };
    let (mut compared, mut excluded, mut failures) = (0, BTreeMap::new(), Vec::new());
    for example in &examples {
        if let Some(reason) = incomparable(example) {
            *excluded.entry(reason).or_insert(0) += 1;
            continue;
        }
        compared += 1;
        let ours = rendered(&example.markdown);
        let (found, expected) = (meaning(&ours), meaning(&shifted(&example.html)));
        if found != expected {
            let Example { number, markdown, .. } = example;
            failures.push(format!(
                "{number}: {markdown:?}\n  found    {found:?}\n  expected {expected:?}\n"
            ));
        }
    }
    println!("{compared} examples compared, left out: {excluded:?}");
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.concat());
    assert!(compared >= 400, "only {compared} examples compared");
}

fn incomparable(example: &Example) -> Option<&'static str> {
    let refused = |address: &str| {
        scheme(address).is_some_and(|scheme| {
            !["http", "https", "mailto", "tel"].contains(&scheme.to_lowercase().as_str())
        })
    };
    let mut addresses =
        example.html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    if facts(&example.markdown).raw_html.is_some() || example.markdown.contains("<!--") {
        Some("raw HTML is sanitised")
    } else if addresses.any(refused) {
        Some("scheme is refused")
    } else if example.markdown.trim() == "5*6*78" {
        Some("stars in figures stay")
    } else {
        None
    }
}

fn rendered(markdown: &str) -> String {
    let parts = html(markdown, &AsWritten, Options::default());
    let text = |part| match part {
        Part::Html(html) => html,
        Part::Directive(index) => {
            panic!("the specification has no directive {index}: {markdown:?}")
        }
    };
    parts.into_iter().map(text).collect()
}

/// The HTML with its headings moved as ours are: the highest level used becomes 2, none goes below 6.
fn shifted(html: &str) -> String {
    let Some(highest) = (1..=6).find(|level| html.contains(&format!("<h{level}>"))) else {
        return html.to_owned();
    };
    let mut html = html.to_owned();
    for level in (1..=6).rev() {
        let moved = (level + 2 - highest).min(6);
        html = html.replace(&format!("<h{level}>"), &format!("<H{moved}>"));
        html = html.replace(&format!("</h{level}>"), &format!("</H{moved}>"));
    }
    html.replace("<H", "<h").replace("</H", "</h")
}

/// A tag with its attributes in order, or text with white space collapsed where it says nothing.
#[derive(Debug, PartialEq)]
enum Token {
    Tag(String, BTreeMap<String, String>),
    Text(String),
}

fn meaning(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut in_pre = false;
    for piece in html.split_inclusive('>').flat_map(split_before_tag) {
        if let Some(tag) = piece.strip_prefix('<') {
            let tag = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
            in_pre = (in_pre || tag.starts_with("pre")) && tag != "/pre";
            push_tag(&mut tokens, tag);
        } else if in_pre {
            tokens.push(Token::Text(decoded(piece)));
        } else {
            push_text(&mut tokens, piece);
        }
    }
    tokens
}

/// A piece that ends with a tag, as the text before it and the tag.
fn split_before_tag(piece: &str) -> [&str; 2] {
    let (text, tag) = piece.split_at(piece.find('<').unwrap_or(piece.len()));
    [text, tag]
}

fn push_text(tokens: &mut Vec<Token>, text: &str) {
    let mut words =
        text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let after_block =
        matches!(tokens.last(), None | Some(Token::Tag(..))) && tokens.last().is_none_or(is_block);
    if text.starts_with([' ', '\n']) && !after_block && !words.is_empty() {
        words.insert(0, ' ');
    }
    if text.ends_with([' ', '\n']) && (!words.is_empty() || !after_block) {
        words.push(' ');
    }
    if !words.is_empty() {
        tokens.push(Token::Text(decoded(&words)));
    }
}

fn push_tag(tokens: &mut Vec<Token>, tag: &str) {
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let name = match name {
        "figure" => "p",
        "/figure" => "/p",
        name => name,
    };
    if name == "/figcaption" {
        take_caption(tokens);
        return;
    }
    let ours = ["id", "tabindex", "loading", "decoding"];
    let attributes = attributes.split("\" ").filter_map(|attribute| attribute.split_once("=\""));
    let attributes = attributes
        .map(|(name, value)| (name.trim().to_owned(), value.trim_end_matches('"')))
        .filter(|(name, value)| !ours.contains(&name.as_str()) && *value != "figure")
        .map(|(name, value)| match name.as_str() {
            "href" | "src" => (name, percent_decoded(&decoded(value))),
            _ => (name, decoded(value)),
        });
    let tag = Token::Tag(name.to_owned(), attributes.collect());
    if is_block(&tag) {
        trim_end(tokens);
    }
    tokens.push(tag);
}

/// The specification shows the title of an image as an attribute, we as a caption.
fn take_caption(tokens: &mut Vec<Token>) {
    let start = tokens
        .iter()
        .rposition(|token| matches!(token, Token::Tag(name, _) if name == "figcaption"));
    let caption = tokens.split_off(start.expect("a caption that ends has begun"));
    if let (Some(Token::Text(caption)), Some(Token::Tag(_, attributes))) =
        (caption.into_iter().nth(1), tokens.last_mut())
    {
        attributes.insert("title".to_owned(), caption);
    }
}

fn trim_end(tokens: &mut Vec<Token>) {
    if let Some(Token::Text(text)) = tokens.last_mut() {
        text.truncate(text.trim_end_matches([' ', '\n']).len());
        if text.is_empty() {
            tokens.pop();
        }
    }
}

/// Whether white space beside the tag says nothing.
fn is_block(token: &Token) -> bool {
    let Token::Tag(name, _) = token else {
        return false;
    };
    let name = name.trim_start_matches('/');
    !["a", "em", "strong", "code", "img", "del", "sup"].contains(&name)
}

fn decoded(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&amp;", "&")
}

fn percent_decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hexadecimal = (first == b'%').then(|| after.get(..2)).flatten();
        let number = hexadecimal
            .and_then(|digits| u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(number.unwrap_or(first));
        rest = if number.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
