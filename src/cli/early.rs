//! The language and the colours, which must be known before clap can report on the arguments.

use super::Color;
use super::values::{LANGUAGE, Letters};
use crate::diagnostic::Language;
use clap::ValueEnum;
use std::ffi::OsString;

/// The language of the messages: `--lang`, else what the environment says.
///
/// `variable` looks up an environment variable; the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that
/// is not empty decides, as POSIX has it.
pub fn language(args: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Language {
    if let Some(language) = value(args, "--lang", |word| LANGUAGE.meant(word, Letters::Either)) {
        return language;
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty());
    match locale {
        Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Language::Chinese,
        _ => Language::English,
    }
}

/// When colours are used: `--color`, else where a terminal reads them.
pub fn colors(args: &[OsString]) -> Color {
    value(args, "--color", |word| Color::from_str(word, true).ok()).unwrap_or(Color::Auto)
}

/// The last valid value of an option, before `--`.
fn value<T>(args: &[OsString], option: &str, meant: impl Fn(&str) -> Option<T>) -> Option<T> {
    let words: Vec<_> = args.iter().skip(1).map(|a| a.to_string_lossy()).collect();
    let mut found = None;
    for (index, word) in words.iter().enumerate().take_while(|(_, w)| *w != "--") {
        let value = match word.strip_prefix(option) {
            Some("") => words.get(index + 1).map(AsRef::as_ref),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        found = value.and_then(&meant).or(found);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_that_is_set_decides() {
        for (variables, expected) in [
            (&[][..], Language::English),
            (&[("LANG", "zh_CN.UTF-8")], Language::Chinese),
            (&[("LANG", "C")], Language::English),
            (&[("LANG", "zh_CN"), ("LC_ALL", "C")], Language::English),
            (&[("LANG", "zh_CN"), ("LC_ALL", "")], Language::Chinese),
            (&[("LANG", "en_US"), ("LC_MESSAGES", "zh_TW")], Language::Chinese),
        ] {
            let found = language(&[], |name| {
                let pair = variables.iter().find(|(n, _)| *n == name);
                pair.map(|(_, value)| (*value).to_owned())
            });
            assert_eq!(found, expected, "{variables:?}");
        }
    }

    #[test]
    fn the_option_outranks_the_environment() {
        let chinese = |_: &str| Some("zh_CN".to_owned());
        for (line, expected) in [
            ("gongbao build", Language::Chinese),
            ("gongbao --lang en build", Language::English),
            ("gongbao build --lang=en", Language::English),
            ("gongbao build --lang=en --lang zh", Language::Chinese),
            ("gongbao new page -- --lang=en", Language::Chinese),
            ("gongbao build --lang", Language::Chinese),
            ("gongbao build --lang klingon", Language::Chinese),
        ] {
            let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(language(&args, chinese), expected, "{line}");
        }
    }
}
