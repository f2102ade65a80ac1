//! Old addresses as rules of a web server. Each is one address, whatever characters stand in it: nothing that an office
//! wrote is a pattern to the server.

use super::{WebServer, decoded, quoted};
use std::fmt::Write;

/// An old address, as browsers ask for it, and where it leads now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// From the root of the host, percent-encoded: `/yunxi/show.asp`.
    pub path: String,
    /// What must stand after the `?`, as it is sent; `None` where that does not matter.
    pub query: Option<String>,
    /// The path that it leads to, percent-encoded.
    pub to: String,
    /// Whether a page is written there too, which servers show with and without the `/` at its end.
    pub has_page: bool,
}

/// The rules for one server, a line each, for the level at which its sites stand. `name` tells this site from others there.
pub(super) fn rules(server: WebServer, name: &str, redirects: &[Redirect]) -> String {
    match server {
        WebServer::Nginx => nginx(redirects),
        WebServer::Caddy => caddy(name, redirects),
    }
}

/// `location =` is found at once however many there are, and does not know the query. The others are compared with what
/// the browser sent, before any `location` is looked for: where none fits, the server goes on as if they were not there.
fn nginx(redirects: &[Redirect]) -> String {
    let mut text = String::new();
    for Redirect { path, to, .. } in redirects.iter().filter(|redirect| redirect.has_page) {
        for spelling in spellings(path) {
            let spelling = quoted(&decoded(spelling));
            push(&mut text, format_args!("location = {spelling} {{ return 301 {}; }}", quoted(to)));
        }
    }
    for redirect in redirects.iter().filter(|redirect| !redirect.has_page) {
        let (asked, to) = (quoted(&pattern(redirect)), quoted(&redirect.to));
        push(&mut text, format_args!("if ($request_uri ~ {asked}) {{ return 301 {to}; }}"));
    }
    text
}

/// Caddy's matcher of paths takes `*` and `%` for more than themselves, so what holds other characters is compared with
/// what the browser sent.
fn caddy(name: &str, redirects: &[Redirect]) -> String {
    let is_plain = |path: &str| path.chars().all(|c| c.is_alphanumeric() || "/-_.~".contains(c));
    let mut text = String::new();
    for (number, redirect) in redirects.iter().enumerate() {
        let (path, to) = (decoded(&redirect.path), quoted(&redirect.to));
        if redirect.has_page && is_plain(&path) {
            for spelling in spellings(&path) {
                push(&mut text, format_args!("redir {} {to} 301", quoted(spelling)));
            }
        } else {
            let asked = pattern(redirect);
            push(
                &mut text,
                format_args!("@gongbao_old{name}_{number} vars_regexp {{uri}} `{asked}`"),
            );
            push(&mut text, format_args!("redir @gongbao_old{name}_{number} {to} 301"));
        }
    }
    text
}

fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("a text takes whatever is written");
}

/// A folder with and without the `/` at its end.
fn spellings(path: &str) -> impl Iterator<Item = &str> {
    let short = path.strip_suffix('/').filter(|short| !short.is_empty());
    std::iter::once(path).chain(short)
}

/// What a request line holds where this address is asked for, for the expressions of both servers. A character that
/// browsers may encode or not is known in both forms, and hexadecimal digits in both cases.
fn pattern(redirect: &Redirect) -> String {
    let path = redirect.path.as_str();
    let (path, end) =
        match path.strip_suffix('/').filter(|short| redirect.has_page && !short.is_empty()) {
            Some(short) => (short, "/?"),
            None => (path, ""),
        };
    let path = asked(path, Part::Path);
    match &redirect.query {
        Some(query) => format!(r"^{path}{end}\?{}$", asked(query, Part::Query)),
        None => format!(r"^{path}{end}(\?.*)?$"),
    }
}

/// A part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Encoded by us: `%3B` stands for what browsers may send as `;`.
    Path,
    /// As it is sent: `%26` is no `&`.
    Query,
}

impl Part {
    /// Whether one browser encodes a character that another sends as it is.
    fn is_sent_plain_too(self, c: char) -> bool {
        match self {
            Self::Path => c.is_ascii_graphic(),
            Self::Query => "{}|^`<>\"'".contains(c),
        }
    }
}

fn asked(text: &str, part: Part) -> String {
    let mut pattern = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match escape(rest) {
            Some((byte, digits)) => {
                let encoded = either_case(digits);
                let c = char::from(byte);
                match part.is_sent_plain_too(c) {
                    true => pattern.push_str(&format!("(?:{}|%{encoded})", literal(c))),
                    false => pattern.push_str(&format!("%{encoded}")),
                }
                rest = &rest[3..];
            }
            None => {
                pattern.push_str(&literal(c));
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    pattern
}

/// The byte of a `%xx` at the start, and its digits.
fn escape(text: &str) -> Option<(u8, &str)> {
    let digits = text.strip_prefix('%')?.get(..2)?;
    Some((u8::from_str_radix(digits, 16).ok()?, digits))
}

/// `5c` -> `5[Cc]`.
fn either_case(digits: &str) -> String {
    let either = |c: char| match c.is_ascii_alphabetic() {
        true => format!("[{}{}]", c.to_ascii_uppercase(), c.to_ascii_lowercase()),
        false => c.to_string(),
    };
    digits.chars().map(either).collect()
}

/// A character that stands for itself. Braces, quotes and `$` would be read by the servers before their expressions are.
fn literal(c: char) -> String {
    match c {
        '.' | '?' | '+' => format!("\\{c}"),
        c if c.is_alphanumeric() || "/-_~%&=".contains(c) => c.to_string(),
        c => format!("\\x{:02x}", u32::from(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirect(path: &str, query: Option<&str>, has_page: bool) -> Redirect {
        let query = query.map(str::to_owned);
        Redirect { path: path.to_owned(), query, to: "/yunxi/a/".to_owned(), has_page }
    }

    #[test]
    fn what_a_browser_sends() {
        for (path, query, expected) in [
            ("/show.asp", Some("id=7&lm=3"), r"^/show\.asp\?id=7&lm=3$"),
            ("/show.asp", Some("a={$x};'*"), r"^/show\.asp\?a=\x7b\x24x\x7d\x3b\x27\x2a$"),
            ("/s", Some("a=%7Bx%26"), r"^/s\?a=(?:\x7b|%7[Bb])x%26$"),
            ("/a%3Bb", None, r"^/a(?:\x3b|%3[Bb])b(\?.*)?$"),
            ("/%E4%BC%9A", None, r"^/%[Ee]4%[Bb][Cc]%9[Aa](\?.*)?$"),
            ("/a", Some("t=%e4"), r"^/a\?t=%[Ee]4$"),
            ("/100%25", None, r"^/100(?:%|%25)(\?.*)?$"),
        ] {
            assert_eq!(pattern(&redirect(path, query, false)), expected, "{path}");
        }
    }

    #[test]
    fn the_home_page_has_one_spelling_and_a_folder_two() {
        let of = |path| pattern(&redirect(path, Some("id=7"), true));
        assert_eq!(of("/"), r"^/\?id=7$");
        assert_eq!(of("/old/"), r"^/old/?\?id=7$");
    }

    #[test]
    fn a_page_is_asked_for_as_a_folder_too() {
        let old = [redirect("/old/", None, true), redirect("/x.html", None, true)];
        let nginx = "location = \"/old/\" { return 301 \"/yunxi/a/\"; }\n\
             location = \"/old\" { return 301 \"/yunxi/a/\"; }\n\
             location = \"/x.html\" { return 301 \"/yunxi/a/\"; }\n";
        assert_eq!(rules(WebServer::Nginx, "", &old), nginx);
        let caddy = "redir \"/old/\" \"/yunxi/a/\" 301\nredir \"/old\" \"/yunxi/a/\" 301\n\
             redir \"/x.html\" \"/yunxi/a/\" 301\n";
        assert_eq!(rules(WebServer::Caddy, "", &old), caddy);
    }
}
