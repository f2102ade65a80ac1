//! What a case claims of the files that are there after a run.

use std::fs;
use std::path::Path;

/// A claim about one file, such as `public/index.html holds <h1>`.
#[derive(Debug)]
pub(crate) struct Claim {
    file: String,
    verb: Verb,
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    /// The text is in the file; `2 × text` says how often.
    Holds,
    /// The file is there, and the text is not in it.
    Lacks,
    /// The text is all of the file, but for a line break at its end.
    Reads,
    Exists,
    IsAbsent,
}

/// As they are written; the last two say nothing more.
const VERBS: [(&str, Verb); 5] = [
    (" holds ", Verb::Holds),
    (" lacks ", Verb::Lacks),
    (" reads ", Verb::Reads),
    (" exists", Verb::Exists),
    (" is absent", Verb::IsAbsent),
];

impl Claim {
    pub(crate) fn read(line: &str) -> Option<Self> {
        VERBS.into_iter().find_map(|(word, verb)| {
            let (file, text) = line.split_once(word)?;
            let claim = Self { file: file.to_owned(), verb, text: text.to_owned() };
            (!file.starts_with(['!', '>']) && text.is_empty() == verb.is_bare()).then_some(claim)
        })
    }

    /// Why it is not true of this site.
    pub(crate) fn check(&self, site: &Path) -> Result<(), String> {
        let path = site.join(&self.file);
        if self.verb.is_bare() {
            let wanted = self.verb == Verb::Exists;
            return said(path.exists() == wanted, || format!("{} {}", self.file, is(!wanted)));
        }
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", self.file))?;
        let found = String::from_utf8_lossy(&bytes);
        let (count, text) = self.counted();
        let times = found.matches(text).count();
        let holds = match self.verb {
            Verb::Holds => count.map_or(times > 0, |count| times == count),
            Verb::Lacks => times == 0,
            _ => found.strip_suffix('\n').unwrap_or(&found) == self.text,
        };
        said(holds, || format!("{} holds {times} × {text}:\n{found}", self.file))
    }

    /// How often the text must be there, where that is said.
    fn counted(&self) -> (Option<usize>, &str) {
        let counted = self.text.split_once(" × ").filter(|_| self.verb == Verb::Holds);
        match counted.and_then(|(count, text)| Some((count.parse().ok()?, text))) {
            Some((count, text)) => (Some(count), text),
            None => (None, &self.text),
        }
    }
}

impl Verb {
    /// It says all without a text.
    fn is_bare(self) -> bool {
        matches!(self, Self::Exists | Self::IsAbsent)
    }
}

fn is(there: bool) -> &'static str {
    if there { "is there" } else { "is not there" }
}

fn said(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_true_or_it_is_told_why_not() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a b"), "one two two").expect("ours");
        for (line, holds) in [
            ("a b holds two", true),
            ("a b holds 2 × two", true),
            ("a b holds 1 × two", false),
            ("a b holds three", false),
            ("a b lacks three", true),
            ("a b lacks one", false),
            ("c lacks one", false),
            ("a b reads one two two", true),
            ("a b reads one", false),
            ("a b exists", true),
            ("a b is absent", false),
            ("c is absent", true),
            ("c exists", false),
        ] {
            let claim = Claim::read(line).unwrap_or_else(|| panic!("{line} is no claim"));
            assert_eq!(claim.check(folder.path()).is_ok(), holds, "{line}");
        }
        for line in ["", "a b", "a b has two", "! a holds b", "a exists now"] {
            assert!(Claim::read(line).is_none(), "{line}");
        }
    }
}
