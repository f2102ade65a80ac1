//! A path on the site.

use std::fmt;
use std::sync::Arc;

/// A path on the site, from its root, not encoded: `/meetings/2026-03-31-mobilisation/`, `/404.html`.
///
/// It never holds an empty, `.` or `..` segment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Route(Arc<str>);

impl Route {
    /// The page of a folder; the empty path is the home page.
    pub fn folder(path: &str) -> Self {
        match path.trim_matches('/') {
            "" => Self("/".into()),
            path => Self(format!("/{path}/").into()),
        }
    }

    /// A file.
    pub fn file(path: &str) -> Self {
        Self(format!("/{}", path.trim_start_matches('/')).into())
    }

    /// A page of a longer list; the first is the list's own.
    pub fn page(&self, number: usize) -> Self {
        match number {
            1 => self.clone(),
            n => Self(format!("{}page/{n}/", self.0).into()),
        }
    }

    /// A page or file below this one.
    pub fn below(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0).into())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file in the output folder, with `/`.
    pub fn output(&self) -> String {
        let path = self.0.trim_start_matches('/');
        match path.ends_with('/') || path.is_empty() {
            true => format!("{path}index.html"),
            false => path.to_owned(),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How many letters of a term an address shows, and how many bytes they may take: 255 is what file systems allow for a
/// name, and the sum needs room.
const LONGEST_TERM: (usize, usize) = (80, 240);

/// A term as one part of an address. Terms that differ have addresses that differ, whatever other terms there are: what
/// would climb, hide or split becomes `-`, and a term that is not shown as it is gets digits of its own sum.
pub(super) fn segment(term: &str) -> String {
    let plain = |c: char| match c {
        '/' | '\\' | '?' | '#' | '%' | ':' | '*' | '"' | '<' | '>' | '|' => '-',
        c if c.is_whitespace() || c.is_control() => '-',
        c => c,
    };
    let (letters, bytes) = LONGEST_TERM;
    let shown: String = term.trim().chars().map(plain).take(letters).collect();
    let shown = &shown[..shown.floor_char_boundary(bytes)];
    let shown = shown.trim_matches('.');
    // A folder of this name would stand where its list's own page stands.
    if shown == term && !shown.is_empty() && !shown.eq_ignore_ascii_case("index.html") {
        return shown.to_owned();
    }
    let sum = blake3::hash(term.as_bytes()).to_hex();
    format!("{shown}-{}", &sum[..8])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn terms_that_can_be_shown_are() {
        for term in
            ["优质服务", "5G", "三农", "政务-公开", "U.S", "卫生、体育", "«a»", "-", "a\u{301}"]
        {
            assert_eq!(segment(term), term);
        }
    }

    #[test]
    fn no_two_terms_share_an_address() {
        let long = "县".repeat(80);
        let (longer, longest) = ("县".repeat(81), "县".repeat(82));
        let wide = "𠮷".repeat(80);
        let terms = [
            "政务-公开",
            "政务 公开",
            "政务/公开",
            "政务\u{3000}公开",
            "政务:公开",
            "政务?公开",
            "政务%公开",
            "NET",
            ".NET",
            "NET.",
            "...",
            "",
            " ",
            "index.html",
            "Index.HTML",
            "a/b",
            "a//b",
            "../b",
            "\"a\"",
            "a\u{0}b",
            long.as_str(),
            longer.as_str(),
            longest.as_str(),
            wide.as_str(),
        ];
        let addresses: HashSet<String> = terms.iter().map(|term| segment(term)).collect();
        assert_eq!(addresses.len(), terms.len(), "{addresses:?}");
        for address in addresses {
            let bad = |c: char| c.is_control() || c.is_whitespace() || "/\\?#%:*\"<>|".contains(c);
            assert!(!address.contains(bad) && !address.starts_with('.'), "{address}");
            assert!((1..=255).contains(&address.len()), "{address}");
        }
    }

    #[test]
    fn files_of_addresses() {
        for (route, output) in [
            (Route::folder(""), "index.html"),
            (Route::folder("/news/a/"), "news/a/index.html"),
            (Route::file("404.html"), "404.html"),
            (Route::folder("news").page(2), "news/page/2/index.html"),
        ] {
            assert_eq!(route.output(), output);
        }
    }
}
