//! Text of others, made safe for those who read it: a name, a title, a server's answer or a log may hold what a terminal
//! obeys or what nobody sees.
//!
//! Such characters are shown by their number, `<U+202E>`; forms for programs escape them as the form does.

use crate::chinese::is_formless;
use std::borrow::Cow;

/// Text of several lines.
pub fn plain(text: &str) -> Cow<'_, str> {
    replaced(text, |c, next| !is_break(c, next) && is_hidden(c), number)
}

/// Text that stands in one line: a break in a name would begin a line that nobody wrote.
pub fn plain_line(text: &str) -> Cow<'_, str> {
    replaced(text, |c, _| is_hidden(c), number)
}

/// JSON whose strings may hold such characters.
pub fn plain_json(json: &str) -> Cow<'_, str> {
    replaced(
        json,
        |c, next| !is_break(c, next) && is_hidden(c),
        |c| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
    )
}

/// XML whose text may hold such characters.
pub fn plain_xml(xml: &str) -> Cow<'_, str> {
    replaced(xml, |c, next| !is_break(c, next) && is_hidden(c), |c| format!("&#x{:x};", c as u32))
}

/// A terminal obeys it, or shows nothing of it.
fn is_hidden(c: char) -> bool {
    c.is_control() || is_formless(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// A line break, as either system writes it, or a tab. A carriage return alone lets a line be written over.
fn is_break(c: char, next: Option<char>) -> bool {
    matches!(c, '\n' | '\t') || (c == '\r' && next == Some('\n'))
}

fn number(c: char) -> String {
    format!("<U+{:04X}>", c as u32)
}

fn replaced(
    text: &str,
    is_wrong: impl Fn(char, Option<char>) -> bool,
    form: impl Fn(char) -> String,
) -> Cow<'_, str> {
    // Nearly all text is as it should be, and is only looked at.
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match is_wrong(c, rest.clone().next()) {
            true => out.push_str(&form(c)),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown_by_its_number() {
        for (text, expected) in [
            ("会议（一）.md", "会议（一）.md"),
            ("a\u{1b}]0;x\u{7}b", "a<U+001B>]0;x<U+0007>b"),
            ("a\u{9b}31m\u{7f}", "a<U+009B>31m<U+007F>"),
            ("公告\u{202e}gpj.exe", "公告<U+202E>gpj.exe"),
            ("县\u{200b}政府\u{feff}\u{2066}", "县<U+200B>政府<U+FEFF><U+2066>"),
            ("一\n二\t三\r\n四\r五", "一\n二\t三\r\n四<U+000D>五"),
            ("一\u{2028}二\u{85}", "一<U+2028>二<U+0085>"),
        ] {
            assert_eq!(plain(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_name_begins_no_line() {
        assert_eq!(plain_line("a\r\nerror: b\tc"), "a<U+000D><U+000A>error: b<U+0009>c");
        assert!(matches!(plain_line("附件 1.pdf"), Cow::Borrowed(_)));
    }

    #[test]
    fn forms_for_programs_say_the_same_in_their_own_way() {
        assert_eq!(
            plain_json("{\"a\": \"\u{202e}\u{9b}\u{e0041}\"}\n"),
            "{\"a\": \"\\u202e\\u009b\\udb40\\udc41\"}\n"
        );
        assert_eq!(plain_xml("<a b=\"\u{202e}\">\n"), "<a b=\"&#x202e;\">\n");
    }
}
