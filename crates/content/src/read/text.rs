//! What is told of a text itself: marks that did not take, and what no page shows of it.

use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::markdown::Facts;
use crate::say;
use std::sync::Arc;

/// The problems of the text that begins at the byte `body`.
pub(super) fn problems(source: &Arc<Source>, body: usize, facts: &Facts) -> Vec<Diagnostic> {
    let too_deep = facts.too_deep.iter().map(|range| {
        let words = say!(
            "正文嵌套太深，或者记号太多，按原文显示",
            "the text is nested too deeply, or has too many marks, and is shown as it is"
        );
        Diagnostic::warning(Code::TooDeep, words).at(source, Span::shifted(range, body))
    });
    let slips = facts.slips.iter().map(|slip| {
        let code = if slip.loses { Code::TextLost } else { Code::Markup };
        Diagnostic::warning(code, slip.words.clone())
            .at(source, Span::shifted(&slip.span, body))
            .hint(slip.mend.clone())
    });
    too_deep.chain(slips).collect()
}
