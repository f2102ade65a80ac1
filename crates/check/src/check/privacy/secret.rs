//! 密级标志: what is marked as a secret of the state is never published, whoever forgot to look.

use crate::chinese::secrecy;
use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::say;
use std::sync::Arc;

/// Reads a file of the content folder, front matter and all.
pub(super) fn check(source: &Arc<Source>) -> Vec<Diagnostic> {
    let found = secrecy::marks(&source.text).into_iter().map(|range| {
        let words = words(&source.text[range.clone()]);
        Diagnostic::error(Code::SecretMarking, words).at(source, Span::new(range.start, range.end))
    });
    found.collect()
}

/// What is said of the marks in a piece of an attachment.
pub(super) fn find(text: &str) -> Vec<Words> {
    secrecy::marks(text).into_iter().map(|range| words(&text[range])).collect()
}

fn words(mark: &str) -> Words {
    say!(
        "这里有密级标志“{mark}”，标了密级的文件不能公开",
        "this is a mark of secrecy ({mark}): what is classified must not be published"
    )
}
