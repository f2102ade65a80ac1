//! Text and addresses as HTML may hold them. Every byte of an author goes through here or through the sanitiser.

use std::fmt::{Arguments, Write};

/// Schemes a link may have. A target without a scheme is always allowed.
const LINK_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Schemes an image may have.
const IMAGE_SCHEMES: [&str; 2] = ["http", "https"];

/// The scheme of a link target as written, without its colon; `None` for a relative target.
///
/// Browsers pass over control characters and spaces before a scheme and over tabs and line ends inside it, so this
/// does too: `java&Tab;script:…` has a scheme, which with its tab equals none that is allowed.
pub fn scheme(target: &str) -> Option<&str> {
    let target = target.trim_start_matches(|c: char| c.is_control() || c.is_whitespace());
    let end = target.find([':', '/', '?', '#'])?;
    let scheme = &target[..end];
    let in_scheme = |c: char| {
        c.is_ascii_alphanumeric() || "+-.".contains(c) || c.is_control() || c.is_whitespace()
    };
    let is_scheme = target[end..].starts_with(':')
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(in_scheme);
    is_scheme.then_some(scheme)
}

/// Whether a link may point there, whatever the resolver said.
pub(super) fn is_link_allowed(target: &str) -> bool {
    is_allowed(target, &LINK_SCHEMES)
}

/// Whether an image may come from there, whatever the resolver said.
pub(super) fn is_image_allowed(target: &str) -> bool {
    is_allowed(target, &IMAGE_SCHEMES)
}

fn is_allowed(target: &str, schemes: &[&str]) -> bool {
    scheme(target)
        .is_none_or(|scheme| schemes.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)))
}

/// Writes text for the content of an element. Characters that HTML forbids become U+FFFD.
pub(super) fn push_text(out: &mut String, text: &str) {
    push_replacing(out, text, &IN_TEXT, replacement_in_text);
}

/// Writes text for an attribute in double quotes.
pub(super) fn push_value(out: &mut String, value: &str) {
    push_replacing(out, value, &IN_VALUE, replacement_in_text);
}

/// Writes an address for a quoted attribute. What a URL may not hold is percent-encoded, except letters beyond ASCII,
/// which browsers take as they are and people can read.
pub(super) fn push_address(out: &mut String, address: &str) {
    push_replacing(out, address.trim(), &IN_ADDRESS, replacement_in_address);
}

/// Writes numbers and what is escaped already.
pub(super) fn push_format(out: &mut String, arguments: Arguments) {
    out.write_fmt(arguments).expect("a string takes all that is written to it");
}

/// Whether a byte is to be replaced. Only ASCII bytes ever are.
type Replaced = [bool; 256];

static IN_TEXT: Replaced = replaced(b"&<>");
static IN_VALUE: Replaced = replaced(b"&<>\"");
static IN_ADDRESS: Replaced = replaced(b"& \"<>[\\]^`{|}\t\n\r");

/// These bytes and all control characters but tab and line ends, which only an address lists.
const fn replaced(bytes: &[u8]) -> Replaced {
    let mut table = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        table[control] = !matches!(control as u8, b'\t' | b'\n' | b'\r');
        control += 1;
    }
    table[0x7F] = true;
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

fn replacement_in_text(byte: u8) -> &'static str {
    match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        _ => "\u{FFFD}",
    }
}

/// Control characters have no place in an address at all.
fn replacement_in_address(byte: u8) -> &'static str {
    match byte {
        b'&' => "&amp;",
        b' ' => "%20",
        b'"' => "%22",
        b'<' => "%3C",
        b'>' => "%3E",
        b'[' => "%5B",
        b'\\' => "%5C",
        b']' => "%5D",
        b'^' => "%5E",
        b'`' => "%60",
        b'{' => "%7B",
        b'|' => "%7C",
        b'}' => "%7D",
        _ => "",
    }
}

/// Only ASCII bytes are ever replaced, so the pieces between them end on character boundaries.
fn push_replacing(
    out: &mut String,
    text: &str,
    replaced: &Replaced,
    replacement: fn(u8) -> &'static str,
) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| replaced[usize::from(byte)]) {
        out.push_str(&rest[..at]);
        out.push_str(replacement(rest.as_bytes()[at]));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_found_behind_tricks() {
        for (target, expected) in [
            ("https://example.cn/a:b", Some("https")),
            ("a.md", None),
            ("会议/一.md#第二章:丙", None),
            ("第一章:总则.md", None),
            ("./a:b", None),
            ("?a:b", None),
            ("#a:b", None),
            ("//example.cn", None),
            (" \u{1}javascript:x", Some("javascript")),
            ("\u{a0}javascript:x", Some("javascript")),
            ("java\tscript:x", Some("java\tscript")),
            ("a/b:c.md", None),
            ("会议:通知.md", None),
            ("JaVaScRiPt:x", Some("JaVaScRiPt")),
            ("1a:b", None),
            ("", None),
        ] {
            assert_eq!(scheme(target), expected, "{target:?}");
        }
    }

    #[test]
    fn dangerous_targets_are_refused() {
        for target in [
            "javascript:x",
            "java\nscript:x",
            "data:text/html,x",
            "VBScript:x",
            "file:///etc",
            "ftp://a/b",
        ] {
            assert!(!is_link_allowed(target) && !is_image_allowed(target), "{target:?}");
        }
        assert!(is_link_allowed("mailto:a@b.cn") && !is_image_allowed("mailto:a@b.cn"));
        assert!(is_link_allowed("HTTPS://a.cn") && is_image_allowed("a.jpg"));
    }
}
