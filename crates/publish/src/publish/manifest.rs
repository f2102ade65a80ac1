//! What a release holds: each file's SHA-256 and name, as `sha256sum` writes it, so that a server can check it alone.

pub use crate::file::Sum;

use std::collections::BTreeMap;
use std::fmt::Write;

/// The files of a release by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest(pub BTreeMap<String, Sum>);

impl Manifest {
    /// Reads the lines; `None` where one of them is damaged, or names what no release holds.
    pub fn parse(text: &str) -> Option<Self> {
        let file = |line: &str| {
            let (sum, name) = line.split_once("  ")?;
            is_inside(name).then_some((name.to_owned(), Sum::parse(sum)?))
        };
        text.lines().map(file).collect::<Option<_>>().map(Self)
    }

    /// The lines in the order of their bytes, as `sort` and `comm` want them.
    pub fn lines(&self) -> Vec<String> {
        let line = |(name, sum): (&String, &Sum)| format!("{sum}  {name}");
        let mut lines: Vec<String> = self.0.iter().map(line).collect();
        lines.sort_unstable();
        lines
    }

    /// The lines as one text.
    pub fn text(&self) -> String {
        text(&self.lines())
    }

    /// What it takes to make this release of another one.
    pub fn since(&self, before: &Self) -> Delta {
        let missing = |from: &Self, to: &Self| {
            let lines = from.0.iter().filter(|(name, sum)| to.0.get(*name) != Some(sum));
            Self(lines.map(|(name, sum)| (name.clone(), *sum)).collect())
        };
        Delta { removed: missing(before, self), added: missing(self, before) }
    }
}

/// Whether it is the name of a file below a release's folder, and none of our own.
fn is_inside(name: &str) -> bool {
    let is_plain = |part: &str| !matches!(part, "" | "." | "..");
    name.split('/').all(is_plain) && name.split('/').next() != Some(".gongbao")
}

/// Lines, each ended.
pub(super) fn text(lines: &[String]) -> String {
    let size = lines.iter().map(|line| line.len() + 1).sum();
    let mut text = String::with_capacity(size);
    for line in lines {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{line}");
    }
    text
}

/// The difference of two releases; a file that changed is in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// What only the earlier one holds.
    pub removed: Manifest,
    /// What only the later one holds.
    pub added: Manifest,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(files: &[(&str, &str)]) -> Manifest {
        let file = |(name, text): &(&str, &str)| ((*name).to_owned(), Sum::of(text.as_bytes()));
        Manifest(files.iter().map(file).collect())
    }

    #[test]
    fn lines_are_those_of_sha256sum_and_can_be_read() {
        let manifest = manifest(&[("附件 1.csv", ""), ("a/b.html", "abc")]);
        let text = manifest.text();
        assert_eq!(
            text,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a/b.html\n\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  附件 1.csv\n"
        );
        assert_eq!(Manifest::parse(&text), Some(manifest));
        assert_eq!(Manifest::parse("ba78  a"), None);
        assert_eq!(Manifest::parse("nonsense"), None);
        let sum = Sum::of(b"");
        for name in ["../a", "a/../../b", "/etc/passwd", "a//b", "", ".gongbao/lock", "./a"] {
            assert_eq!(Manifest::parse(&format!("{sum}  {name}")), None, "{name}");
        }
    }

    #[test]
    fn a_changed_file_is_removed_and_added() {
        let before = manifest(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let after = manifest(&[("a", "1"), ("b", "2"), ("d", "1")]);
        let delta = after.since(&before);
        assert_eq!(delta.removed, manifest(&[("b", "1"), ("c", "1")]));
        assert_eq!(delta.added, manifest(&[("b", "2"), ("d", "1")]));
    }
}
