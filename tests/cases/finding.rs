//! A finding as a case tells it: its place, and what it says in both languages.

use serde_json::Value;

/// What one line of `--format json` says:
///
/// ```text
/// error[wrong-name] content/news/b.md:6:4-6
///   “攻府”应为“政府”
///   攻府 should be 政府
/// ```
///
/// Words that begin with `=` are a hint, those with `^` belong to the place after them.
pub(crate) fn lines(line: &str) -> Vec<String> {
    let finding: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"));
    let text = |key: &str| finding[key].as_str().unwrap_or_else(|| panic!("no {key}: {line}"));
    let places = finding["places"].as_array().expect("a list of places");
    let path = finding["path"].as_str().map(|path| format!(" {path}")).unwrap_or_default();
    let at = places.first().map(range).unwrap_or_default();
    let mut lines = vec![format!("{}[{}]{path}{at}", text("severity"), text("code"))];
    lines.extend(words(&finding["messages"]).map(|words| format!("  {words}")));
    for (number, place) in places.iter().enumerate() {
        let other = number > 0;
        let path = place["path"].as_str().expect("a path");
        let at = if other { format!(" {path}{}", range(place)) } else { String::new() };
        lines.extend(words_or_none(&place["words"]).map(|words| format!("  ^ {words}{at}")));
    }
    let hints = finding["hints"].as_array().expect("a list of hints");
    lines.extend(hints.iter().flat_map(words).map(|words| format!("  = {words}")));
    lines
}

/// Where it begins and ends: the same line is not said twice.
fn range(place: &Value) -> String {
    let number = |key: &str| place[key].as_u64().unwrap_or_else(|| panic!("no {key} in {place}"));
    let (line, column, end) = (number("line"), number("column"), number("end_column"));
    match number("end_line") {
        same if same == line => format!(":{line}:{column}-{end}"),
        other => format!(":{line}:{column}-{other}:{end}"),
    }
}

/// Both languages; a finding that lacks one is none.
fn words(words: &Value) -> impl Iterator<Item = String> {
    let both: Vec<String> = words_or_none(words).collect();
    assert!(both.len() == 2, "not in both languages: {words}");
    both.into_iter()
}

/// Both languages, or nothing in either.
fn words_or_none(words: &Value) -> impl Iterator<Item = String> {
    let said = ["zh", "en"].map(|language| words[language].as_str().unwrap_or_default().to_owned());
    said.into_iter().filter(|text| !text.is_empty())
}
