//! The words under a title in a list of documents: the start of the text, ending where a sentence ends.

/// Characters a summary may have.
const LONGEST: usize = 120;

/// The text with its white space collapsed, cut after the last sentence that fits; a first sentence that does not
/// fit ends in an ellipsis.
pub(super) fn summary(text: &str) -> String {
    let mut collapsed = String::new();
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
        if collapsed.len() > LONGEST * 4 + 4 {
            break;
        }
    }
    let Some((limit, _)) = collapsed.char_indices().nth(LONGEST) else {
        return collapsed;
    };
    if let Some(end) = last_sentence_end(&collapsed, limit) {
        collapsed.truncate(end);
        return collapsed;
    }
    if let Some((end, _)) = collapsed.char_indices().nth(LONGEST - 1) {
        collapsed.truncate(end);
    }
    let kept = collapsed.trim_end().len();
    collapsed.truncate(kept);
    collapsed.push('…');
    collapsed
}

/// The byte after the last sentence that ends at or before `limit`, with the closing marks that belong to it.
fn last_sentence_end(text: &str, limit: usize) -> Option<usize> {
    let mut end = None;
    let mut characters = text[..limit].char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let after = text[at + c.len_utf8()..].chars().next();
        if !ends_sentence(c, after) {
            continue;
        }
        let mut last = at + c.len_utf8();
        while let Some((at, c)) = characters.next_if(|&(_, c)| is_closing(c)) {
            last = at + c.len_utf8();
        }
        end = Some(last);
    }
    end
}

/// A Latin full stop ends a sentence only before a space: 3.5 and example.cn go on.
fn ends_sentence(c: char, after: Option<char>) -> bool {
    match c {
        '。' | '！' | '？' | '；' => true,
        '…' => after != Some('…'),
        '.' | '!' | '?' => after.is_none_or(char::is_whitespace),
        _ => false,
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '》' | '）' | ')' | '"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_text_stays_whole() {
        assert_eq!(summary("  全县  会议。 下一句 "), "全县 会议。 下一句");
        assert_eq!(summary(""), "");
    }

    #[test]
    fn long_text_ends_with_a_sentence() {
        let sentence = format!("{}。", "政".repeat(49));
        assert_eq!(summary(&sentence.repeat(4)), sentence.repeat(2));
        let quoted = format!("他说：“{}。”{}", "好".repeat(50), "后".repeat(100));
        assert_eq!(summary(&quoted), format!("他说：“{}。”", "好".repeat(50)));
    }

    #[test]
    fn a_long_sentence_gets_an_ellipsis() {
        let summary = summary(&"增长3.5".repeat(50));
        assert_eq!(summary.chars().count(), LONGEST);
        assert!(summary.ends_with('…'));
    }
}
