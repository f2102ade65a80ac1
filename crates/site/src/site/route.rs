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

/// A name as one part of an address: what would climb, hide or split becomes `-`.
pub(super) fn segment(name: &str) -> String {
    let plain = |c: char| match c {
        '/' | '\\' | '?' | '#' | '%' | ':' | '*' | '"' | '<' | '>' | '|' => '-',
        c if c.is_whitespace() || c.is_control() => '-',
        c => c,
    };
    let text: String = name.trim().chars().map(plain).take(80).collect();
    match text.trim_matches('.') {
        "" => "-".to_owned(),
        text => text.to_owned(),
    }
}
