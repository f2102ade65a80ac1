//! The three forms in which problems are shown.

use super::{Diagnostic, Language, human, json};
use std::borrow::Cow;

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

/// A text as a terminal may be shown it: what would move its cursor, colour it, or turn the order of its letters is written as
/// JSON writes it, `\u001b`, so that a file's name or a line of a server cannot pretend to be more.
pub fn visible(text: &str) -> Cow<'_, str> {
    let acts = |c: char, next: Option<char>| match c {
        '\n' | '\t' => false,
        '\r' => next != Some('\n'),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => true,
        c => c.is_control(),
    };
    let next = |at: usize, c: char| text[at + c.len_utf8()..].chars().next();
    if !text.char_indices().any(|(at, c)| acts(c, next(at, c))) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        match acts(c, next(at, c)) {
            true => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_written_out() {
        for (text, expected) in [
            ("云台镇\n\t1\r\n", "云台镇\n\t1\r\n"),
            ("\u{1b}[31m红", "\\u001b[31m红"),
            ("a\rb\u{7}\u{7f}", "a\\u000db\\u0007\\u007f"),
            ("\u{9b}2J", "\\u009b2J"),
            ("名单\u{202e}fdp.exe", "名单\\u202efdp.exe"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }
}
