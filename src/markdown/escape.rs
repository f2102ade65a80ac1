//! Text and addresses as HTML may hold them. Every byte of an author goes through here or through the sanitiser.

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
    scheme(target).is_none_or(|scheme| {
        schemes
            .iter()
            .any(|allowed| scheme.eq_ignore_ascii_case(allowed))
    })
}

/// Writes text for the content of an element. Characters that HTML forbids become U+FFFD.
pub(super) fn push_text(out: &mut String, text: &str) {
    push_replacing(out, text, replacement_in_text);
}

/// Writes text for an attribute in double quotes.
pub(super) fn push_value(out: &mut String, value: &str) {
    push_replacing(out, value, |byte| match byte {
        b'"' => Some("&quot;"),
        _ => replacement_in_text(byte),
    });
}

fn replacement_in_text(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\t' | b'\n' | b'\r' => None,
        0..=0x1F | 0x7F => Some("\u{FFFD}"),
        _ => None,
    }
}

/// Writes an address for a quoted attribute. What a URL may not hold is percent-encoded, except letters beyond ASCII,
/// which browsers take as they are and people can read.
pub(super) fn push_address(out: &mut String, address: &str) {
    push_replacing(out, address.trim(), |byte| match byte {
        b'&' => Some("&amp;"),
        b' ' => Some("%20"),
        b'"' => Some("%22"),
        b'<' => Some("%3C"),
        b'>' => Some("%3E"),
        b'[' => Some("%5B"),
        b'\\' => Some("%5C"),
        b']' => Some("%5D"),
        b'^' => Some("%5E"),
        b'`' => Some("%60"),
        b'{' => Some("%7B"),
        b'|' => Some("%7C"),
        b'}' => Some("%7D"),
        0..=0x1F | 0x7F => Some(""),
        _ => None,
    });
}

/// Only ASCII bytes are ever replaced, so the pieces between them end on character boundaries.
fn push_replacing(out: &mut String, text: &str, replacement: impl Fn(u8) -> Option<&'static str>) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(replacement) = replacement(byte) {
            out.push_str(&text[written..at]);
            out.push_str(replacement);
            written = at + 1;
        }
    }
    out.push_str(&text[written..]);
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
            assert!(
                !is_link_allowed(target) && !is_image_allowed(target),
                "{target:?}"
            );
        }
        assert!(is_link_allowed("mailto:a@b.cn") && !is_image_allowed("mailto:a@b.cn"));
        assert!(is_link_allowed("HTTPS://a.cn") && is_image_allowed("a.jpg"));
    }
}
