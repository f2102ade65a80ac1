//! What the tests of every chart ask: is it well-formed, and did a number escape that no browser can draw?

use super::{Frame, Width};

/// Text with everything in it that breaks markup.
pub(super) const HOSTILE: &str = "<script>&\"'\u{0}\u{8}云溪";

/// Names for a chart in a test.
pub(super) fn frame<'a>(id: &'a str, title: &'a str) -> Frame<'a> {
    Frame { id, title, desc: "说明", width: Width::Wide }
}

/// A short text, Han and markup mixed; without the letters of `NaN` and `inf`, which the tests look for.
pub(super) fn any_text() -> &'static str {
    "[一-龥a-d<>&\"'\u{0}-\u{1f} ，0-9]{0,30}"
}

/// Panics unless the drawing is one balanced element, every number in it can be drawn, and every id is there once.
pub(super) fn sound(drawn: &str) {
    well_formed(drawn);
    for bad in ["NaN", "inf", "<script", "style=", "\"-0\"", "=\"-\""] {
        assert!(!drawn.contains(bad), "{bad} in {drawn}");
    }
    assert!(drawn.starts_with("<svg ") && drawn.ends_with("</svg>"));
    assert!(drawn.contains("role=\"img\""));
}

/// Panics unless tags balance, attributes are quoted and not repeated, and entities are whole.
pub(super) fn well_formed(drawn: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    let mut rest = drawn;
    while let Some(start) = rest.find('<') {
        content(&rest[..start], !open.is_empty());
        let end = start + rest[start..].find('>').expect("a tag ends");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closing tag in {drawn}");
            continue;
        }
        let (name, attributes) = tag.trim_end_matches('/').split_once(' ').unwrap_or((tag, ""));
        assert!(name.chars().all(char::is_alphanumeric), "tag {name}");
        ids.extend(ids_of(attributes));
        if !tag.ends_with('/') {
            open.push(name);
        }
    }
    content(rest, false);
    assert!(open.is_empty(), "{open:?} left open in {drawn}");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id twice in {drawn}");
}

fn content(text: &str, inside: bool) {
    assert!(inside || text.is_empty(), "text outside: {text}");
    assert!(!text.chars().any(char::is_control), "control in {text:?}");
    for (index, _) in text.match_indices('&') {
        let entity = text[index..].split_once(';').map(|(name, _)| name);
        let known = ["&amp", "&lt", "&gt", "&quot", "&#39"];
        assert!(entity.is_some_and(|name| known.contains(&name)), "{text}");
    }
}

fn ids_of(attributes: &str) -> Option<&str> {
    let mut names: Vec<&str> = Vec::new();
    let mut id = None;
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let (name, tail) = rest.split_once("=\"").expect("a quoted attribute");
        let (value, tail) = tail.split_once('"').expect("a closed quote");
        assert!(!names.contains(&name), "{name} twice in {attributes}");
        content(value, true);
        names.push(name);
        id = if name == "id" { Some(value) } else { id };
        rest = tail.trim_start();
    }
    id
}

#[test]
#[should_panic(expected = "left open")]
fn an_open_element_is_seen() {
    well_formed("<svg><g></g>");
}

#[test]
#[should_panic(expected = "closing tag")]
fn crossed_elements_are_seen() {
    well_formed("<svg><g><text></g></text></svg>");
}
