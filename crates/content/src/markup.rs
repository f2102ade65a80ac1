//! Text as it stands in markup: one way to escape it, for every HTML, SVG and XML that the program writes.

/// Text for between tags and inside quotes; see [`push_escaped`].
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// Appends text, escaped for both text and attributes; characters outside XML 1.0 §2.2 are left out.
pub fn push_escaped(out: &mut String, text: &str) {
    let mut rest = 0;
    for (at, c) in text.char_indices() {
        let escape = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\r' => "&#13;",
            '\t' | '\n' => continue,
            '\0'..'\x20' | '\u{fffe}' | '\u{ffff}' => "",
            _ => continue,
        };
        out.push_str(&text[rest..at]);
        out.push_str(escape);
        rest = at + c.len_utf8();
    }
    out.push_str(&text[rest..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        for (text, expected) in [
            ("会议", "会议"),
            ("a < b & \"c\" > d", "a &lt; b &amp; &quot;c&quot; &gt; d"),
            ("a\0b\x0bc\u{1f}d\u{fffe}e\u{ffff}", "abcde"),
            ("a\tb\nc\r", "a\tb\nc&#13;"),
            ("]]>", "]]&gt;"),
            ("it's", "it&#39;s"),
            ("𠮷\u{7f}", "𠮷\u{7f}"),
        ] {
            let mut out = String::new();
            push_escaped(&mut out, text);
            assert_eq!(out, expected, "{text:?}");
        }
    }
}
