//! The examples of the CommonMark specification, which is under CC BY-SA and so not part of this repository.

use super::skip;
use std::path::{Path, PathBuf};

/// One example: Markdown and the HTML it stands for.
pub(crate) struct Example {
    /// As the specification counts them, from 1.
    pub(crate) number: usize,
    /// With tabs.
    pub(crate) markdown: String,
    /// With tabs.
    pub(crate) html: String,
}

/// All examples; `None`, and a loud word on how to get them, if the specification is not installed.
pub(crate) fn examples() -> Option<Vec<Example>> {
    let place = place();
    let Ok(text) = std::fs::read_to_string(&place) else {
        skip::skipped(&format!(
            "no CommonMark specification at {}; run `npm install --no-save commonmark-spec@0.31.2` in the root of the \
             repository, or let COMMONMARK_SPEC name the file spec.txt",
            place.display()
        ));
        assert!(
            std::env::var_os("COMMONMARK_SPEC").is_none(),
            "COMMONMARK_SPEC names a file that cannot be read"
        );
        return None;
    };
    let examples = read(&text);
    assert!(examples.len() > 600, "only {} examples in {}", examples.len(), place.display());
    Some(examples)
}

fn place() -> PathBuf {
    let own = "node_modules/commonmark-spec/spec.txt";
    // Crates below `crates/` ask too, and what npm installs stands in the root of the repository.
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut places = crates.map(|folder| folder.join(own));
    match std::env::var_os("COMMONMARK_SPEC") {
        Some(place) => place.into(),
        None => places.find(|place| place.exists()).unwrap_or_else(|| own.into()),
    }
}

/// Examples stand between fences of 32 backticks, Markdown and HTML divided by a line with a full stop.
fn read(text: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let (start, end) = (format!("\n{fence} example\n"), format!("\n{fence}\n"));
    let pieces = text.split(start.as_str()).skip(1);
    let bodies = pieces.filter_map(|piece| piece.split(end.as_str()).next());
    let visible_tabs = |text: &str| text.replace('→', "\t");
    let example = |(index, body): (usize, &str)| {
        let (markdown, html) = match body.strip_prefix(".\n") {
            Some(html) => ("", html),
            None => body.split_once("\n.\n").or_else(|| Some((body.strip_suffix("\n.")?, "")))?,
        };
        Some(Example {
            number: index + 1,
            markdown: visible_tabs(&format!("{markdown}\n")),
            html: visible_tabs(&format!("{html}\n")),
        })
    };
    bodies.enumerate().filter_map(example).collect()
}
