//! Lists: Word counts them itself.

use super::namespaces::NAMESPACES;
use crate::office::PROLOGUE;

/// Levels of a list.
pub(super) const LEVELS: usize = 9;

/// `numbering.xml`: one plan for bullets and one for numbers, and a use of its own for every list.
pub(super) fn numbering(lists: &[Option<u64>]) -> String {
    let bullets = plan(0, "bullet", |_| "•".to_owned());
    let numbers = plan(1, "decimal", |level| format!("%{}.", level + 1));
    let uses: String = lists.iter().enumerate().map(|(at, first)| list(at + 1, *first)).collect();
    format!("{PROLOGUE}<w:numbering {NAMESPACES}>{bullets}{numbers}{uses}</w:numbering>\n")
}

fn plan(id: usize, format: &str, text: impl Fn(usize) -> String) -> String {
    let levels: String = (0..LEVELS)
        .map(|level| {
            let left = level * 632;
            let text = text(level);
            format!("<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:suff w:val=\"space\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" w:firstLine=\"632\"/></w:pPr></w:lvl>")
        })
        .collect();
    format!(
        "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"multilevel\"/>{levels}</w:abstractNum>"
    )
}

fn list(id: usize, first: Option<u64>) -> String {
    let Some(first) = first else {
        return format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"0\"/></w:num>");
    };
    let starts: String = (0..LEVELS)
        .map(|level| format!("<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{first}\"/></w:lvlOverride>"))
        .collect();
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"1\"/>{starts}</w:num>")
}
