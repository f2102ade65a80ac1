//! Two texts side by side, line by line, for people.

use crate::diagnostic::Language;
use similar::{Algorithm, TextDiff};
use std::time::Duration;

/// Two texts that have little in common are not compared for longer; the difference shown is then larger than it must be.
const PATIENCE: Duration = Duration::from_secs(2);

/// The lines that differ with some around them, in the form of `diff -u`. Empty where nothing differs.
pub fn diff(before: &str, now: &str, language: Language) -> String {
    let (old, new) = match language {
        Language::Chinese => ("审核通过的", "现在的"),
        Language::English => ("as approved", "as it stands now"),
    };
    let before = before.replace("\r\n", "\n");
    let now = now.replace("\r\n", "\n");
    TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .timeout(PATIENCE)
        .diff_lines(before.as_str(), now.as_str())
        .unified_diff()
        .context_radius(2)
        .header(old, new)
        .to_string()
}
