//! What the paths that documents write stand for in the content folder.

use crate::markdown::scheme;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

/// The file that a name in a document of `folder` may mean, whatever else stands at that path: see `Lookup::destination` of the site.
pub fn file_at(folder: &str, target: &str, is_file: impl Fn(&str) -> bool) -> Option<String> {
    let target = target.trim();
    if scheme(target).is_some() || target.starts_with("//") || target.contains('\n') {
        return None;
    }
    let path = target.split(['#', '?']).next().unwrap_or_default();
    let spelled = [target, path].map(|text| [text.to_owned(), decoded(text)]);
    let mut paths = spelled.iter().flatten().filter_map(|path| join(folder, path));
    paths.find(|path| is_file(path))
}

/// Percent-encoded bytes as text, where they are text.
pub fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// A path from `content/`; `None` where it climbs out.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = match path.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|s| !s.is_empty()).collect(),
    };
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            other => segments.push(other),
        }
    }
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_never_leave_the_content() {
        for (folder, path, joined) in [
            ("meetings", "a.md", Some("meetings/a.md")),
            ("meetings", "../plans/b.md", Some("plans/b.md")),
            ("meetings", "./a.md", Some("meetings/a.md")),
            ("meetings", "/a.md", Some("a.md")),
            ("meetings", "../../etc/passwd", None),
            ("", "../x", None),
        ] {
            assert_eq!(join(folder, path).as_deref(), joined, "{folder} + {path}");
        }
    }
}
