//! A document's address: its path, or the slug that it asks for.

use super::Route;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::say;
use std::sync::Arc;

pub(super) fn routes(documents: &[Arc<Document>], problems: &mut Vec<Diagnostic>) -> Vec<Route> {
    documents.iter().map(|document| route(document, problems)).collect()
}

fn route(document: &Document, problems: &mut Vec<Diagnostic>) -> Route {
    let Some(slug) = &document.common.slug else {
        return Route::folder(&document.path);
    };
    let text = &slug.value;
    if !is_segment(text) {
        problems.push(
            Diagnostic::error(
                Code::Slug,
                say!("“{text}”不能作网址名", "`{text}` cannot be a part of an address"),
            )
            .at(&document.source, slug.span)
            .hint(say!(
                "只用字母、数字、汉字、“-”和“_”",
                "use letters, digits, Han characters, `-` and `_`"
            )),
        );
        return Route::folder(&document.path);
    }
    match document.path.rsplit_once('/') {
        Some((folder, _)) => Route::folder(&format!("{folder}/{}", &*slug.value)),
        None => Route::folder(&slug.value),
    }
}

/// Letters, digits, Han, `-`, `_` and inner dots; so it can neither climb nor hide.
pub(super) fn is_segment(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty()
        && text.len() <= 120
        && text.chars().all(plain)
        && !text.starts_with('.')
        && !text.ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::is_segment;

    #[test]
    fn slugs_stay_in_their_folder() {
        for (slug, valid) in [
            ("mobilisation", true),
            ("动员大会-2026", true),
            ("v1.2", true),
            ("../../etc", false),
            ("..", false),
            (".hidden", false),
            ("a/b", false),
            ("a b", false),
            ("", false),
        ] {
            assert_eq!(is_segment(slug), valid, "{slug}");
        }
    }
}
