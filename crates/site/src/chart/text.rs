//! Text has no width until a browser draws it, so a chart estimates: a Han character is one em, a Latin one about half.

use crate::markup;

/// Font size of labels, px.
pub(super) const LABEL: f64 = 13.0;
/// Font size of notes and axes, px: the smallest that is used. Before version 118 Chrome draws nothing smaller where its
/// language is Chinese, so a smaller text would be wider than was reckoned.
pub(super) const SMALL: f64 = 12.0;
/// What stands for a missing value.
pub(super) const MISSING: &str = "—";

/// Punctuation that may not begin a line (GB/T 15834—2011 §5.1).
const CLOSING: &str = "，。、；：？！）》〉」』】”’％%,.;:?!)]}";

/// The text without control characters; a line break or tab becomes a space. What XML cannot hold (XML 1.0 §2.2) goes too:
/// a drawing that is saved as a file is to open.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter_map(cleaned).collect()
}

fn cleaned(symbol: char) -> Option<char> {
    match symbol {
        '\n' | '\r' | '\t' => Some(' '),
        '\u{fffe}' | '\u{ffff}' => None,
        _ if symbol.is_control() => None,
        _ => Some(symbol),
    }
}

/// Cleaned text, escaped.
pub(super) fn escape(text: &str) -> String {
    markup::escaped(&clean(text))
}

/// The same, at the end of a text.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    markup::push_escaped(out, &clean(text));
}

/// A number with at most two decimals and no trailing zeros; zero where it is not finite.
pub(super) fn number(value: f64) -> String {
    let mut out = String::with_capacity(8);
    push_number(&mut out, value);
    out
}

/// From here on a number of hundredths is not exact.
const EXACT: f64 = 1e13;

/// The same, at the end of a text. Charts are mostly numbers: this is where their time goes.
pub(super) fn push_number(out: &mut String, value: f64) {
    if !value.is_finite() {
        return out.push('0');
    }
    if value.abs() >= EXACT {
        // Attributes of SVG take this form of a number too.
        return out.push_str(&format!("{value:.2e}"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is finite and below the limit")]
    let hundredths = (value * 100.0).round() as i64;
    if hundredths < 0 {
        out.push('-');
    }
    let hundredths = hundredths.unsigned_abs();
    push_digits(out, hundredths / 100);
    let rest = hundredths % 100;
    if rest > 0 {
        out.push('.');
        push_digit(out, rest / 10);
        if !rest.is_multiple_of(10) {
            push_digit(out, rest % 10);
        }
    }
}

fn push_digits(out: &mut String, number: u64) {
    if number >= 10 {
        push_digits(out, number / 10);
    }
    push_digit(out, number % 10);
}

fn push_digit(out: &mut String, digit: u64) {
    out.push(char::from(b'0' + (digit % 10) as u8));
}

/// A value with its unit; a dash where it is missing.
pub(super) fn quantity(value: Option<f64>, unit: &str) -> String {
    match value {
        None => MISSING.to_owned(),
        Some(value) => number(value) + unit,
    }
}

/// Estimated width in px at a font size.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(ems).sum::<f64>() * size
}

/// The widest of the texts, px.
pub(super) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>, size: f64) -> f64 {
    texts.into_iter().map(|text| width(text, size)).fold(0.0, f64::max)
}

fn ems(symbol: char) -> f64 {
    match symbol {
        _ if symbol.is_control() => 0.0,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        'A'..='Z' | '%' | '@' | 'm' | 'w' => 0.75,
        '\u{20}'..='\u{7e}' => 0.55,
        '\u{80}'..'\u{2000}' => 0.65,
        // Unicode leaves the width of shared marks and symbols open (UAX #11, ambiguous); Chinese fonts give them a whole em.
        _ => 1.0,
    }
}

/// The text, cut with an ellipsis where it is wider than the room.
pub(super) fn fit(text: &str, size: f64, room: f64) -> String {
    let text = clean(text);
    if width(&text, size) <= room {
        return text;
    }
    let kept = prefix(&text, size, room - size);
    format!("{}…", text[..kept].trim_end())
}

/// The text in at most `lines` lines, the last cut with an ellipsis where it does not end there.
pub(super) fn wrap(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let text = clean(text);
    let mut rest = text.trim();
    let mut wrapped = Vec::new();
    while !rest.is_empty() && wrapped.len() < lines {
        if wrapped.len() + 1 == lines {
            wrapped.push(fit(rest, size, room));
            break;
        }
        let (line, tail) = rest.split_at(line_end(rest, size, room));
        wrapped.push(line.trim_end().to_owned());
        rest = tail.trim_start();
    }
    wrapped
}

/// Bytes of the text that fit into the room.
fn prefix(text: &str, size: f64, room: f64) -> usize {
    let mut used = 0.0;
    text.char_indices()
        .find(|(_, symbol)| {
            used += ems(*symbol) * size;
            used > room
        })
        .map_or(text.len(), |(index, _)| index)
}

/// Where the first line of the text ends: at least one character on, not inside a Latin word that began on this line,
/// and not before closing punctuation.
fn line_end(text: &str, size: f64, room: f64) -> usize {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let mut end = prefix(text, size, room).max(first);
    if let Some(next) = text[end..].chars().next() {
        if CLOSING.contains(next) {
            end += next.len_utf8();
        } else if next.is_ascii_alphanumeric() {
            let word = text[..end].trim_end_matches(|symbol: char| symbol.is_ascii_alphanumeric());
            end = if word.is_empty() { end } else { word.len() };
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_short() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-0.001, "0"),
            (100.0, "100"),
            (83.5, "83.5"),
            (1.0 / 3.0, "0.33"),
            (-12.345, "-12.35"),
            (f64::NAN, "0"),
            (f64::INFINITY, "0"),
            (1e20, "1.00e20"),
        ] {
            assert_eq!(number(value), expected, "{value}");
        }
    }

    #[test]
    fn markup_is_escaped_and_control_characters_dropped() {
        assert_eq!(escape("<script>&\"'\u{0}\u{1b}\n甲"), "&lt;script&gt;&amp;&quot;&#39; 甲");
    }

    #[test]
    fn han_takes_one_em() {
        assert_eq!(width("云溪县", 10.0), 30.0);
        assert_eq!(width("2024", 10.0), 22.0);
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(fit("云溪县", 10.0, 30.0), "云溪县");
        assert_eq!(fit("云溪县人民政府", 10.0, 40.0), "云溪县…");
        assert_eq!(fit("云溪县", 10.0, 0.0), "…");
    }

    #[test]
    fn text_wraps_by_the_rules_of_chinese_lines() {
        for (text, room, lines, expected) in [
            ("农村生活污水治理率", 40.0, 5, vec!["农村生活", "污水治理", "率"]),
            ("农村生活污水治理率", 40.0, 2, vec!["农村生活", "污水治…"]),
            ("县委书记、县长", 40.0, 5, vec!["县委书记、", "县长"]),
            ("每日PM2", 40.0, 5, vec!["每日", "PM2"]),
            ("甲乙", 0.0, 5, vec!["甲", "乙"]),
            ("", 40.0, 5, vec![]),
        ] {
            assert_eq!(wrap(text, 10.0, room, lines), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn wrapping_ends_and_keeps_to_its_lines(text in any::<String>(), room in -5.0..200.0, lines in 0usize..6) {
            prop_assert!(wrap(&text, 12.0, room, lines).len() <= lines);
        }
    }
}
