//! The three forms in which problems are shown.

use super::{Diagnostic, Language, human, json};

/// A form for problems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// An excerpt with the place marked.
    #[default]
    Human,
    /// One line each: `path:line:column: severity[code] message`.
    Short,
    /// One JSON object a line.
    Json,
}

/// Turns problems into text.
#[derive(Clone, Copy, Debug)]
pub struct Printer {
    /// The form.
    pub format: Format,
    /// The language of the words; JSON carries both.
    pub language: Language,
    /// Whether the human form may use colours.
    pub color: bool,
}

impl Printer {
    /// The text of one problem, ending in a line break.
    pub fn print(&self, diagnostic: &Diagnostic) -> String {
        match self.format {
            Format::Human => human::print(diagnostic, self.language, self.color),
            Format::Short => short(diagnostic, self.language),
            Format::Json => json::print(diagnostic, self.language),
        }
    }
}

fn short(diagnostic: &Diagnostic, language: Language) -> String {
    let (path, place) = diagnostic.place();
    let mut line = String::new();
    if let Some(path) = path {
        line.push_str(path);
        if let Some(place) = place {
            line.push_str(&format!(":{}:{}", place.line, place.column));
        }
        line.push_str(": ");
    }
    line.push_str(&format!(
        "{}[{}] {}\n",
        diagnostic.severity.name(language),
        diagnostic.code,
        diagnostic.message.in_language(language)
    ));
    line
}
