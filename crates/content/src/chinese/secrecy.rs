//! 密级: the mark of what is a secret of the state (GB/T 9704—2012 7.2.2, 国家秘密定密管理规定): 秘密, 机密 or 绝密, then ★ and for how long.

use std::ops::Range;

/// What stands for the level, before 密.
const LEVELS: [char; 3] = ['秘', '机', '绝'];
/// Blanks that may part the two characters of a level.
const BLANKS: usize = 4;
/// How long a mark may be behind its star: `★长期`, `★2036年3月31日`.
const TERM: usize = 12;

/// The marks in a text, in bytes: `机密★5年`, `密级：秘密`, a level that stands alone on its line. A level in a sentence is none.
pub fn marks(text: &str) -> Vec<Range<usize>> {
    let starts = text.match_indices(LEVELS).map(|(at, _)| at);
    starts.filter_map(|at| mark(text, at)).collect()
}

/// The mark whose level begins at a byte.
fn mark(text: &str, at: usize) -> Option<Range<usize>> {
    let first = text[at..].chars().next()?;
    let rest = without_blanks(&text[at + first.len_utf8()..]);
    let rest = rest.strip_prefix('密')?;
    let end = text.len() - rest.len();
    if let Some(term) = without_blanks(rest).strip_prefix(['★', '☆']) {
        let of_term = |c: &char| {
            c.is_ascii_digit() || "０１２３４５６７８９年月日长期".contains(*c) || *c == ' '
        };
        let length: usize = term.chars().take(TERM).take_while(of_term).map(char::len_utf8).sum();
        return Some(at..text.len() - term.len() + term[..length].trim_end().len());
    }
    let before = text[..at].lines().next_back().filter(|_| !text[..at].ends_with('\n'));
    let before = before.unwrap_or_default().trim_end_matches([' ', '\u{3000}', '：', ':']);
    let ends_line = rest.chars().find(|c| !matches!(c, ' ' | '\u{3000}' | '\t'));
    let stands_alone = before.is_empty() && ends_line.is_none_or(|c| matches!(c, '\n' | '\r'));
    (stands_alone || before.ends_with("密级")).then_some(at..end)
}

fn without_blanks(text: &str) -> &str {
    let blanks = text.chars().take(BLANKS).take_while(|c| matches!(c, ' ' | '\u{3000}'));
    &text[blanks.map(char::len_utf8).sum()..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_words() {
        for (text, expected) in [
            ("机密★5年", &["机密★5年"][..]),
            ("000012\n机　密 ★ 长期\n特急", &["机　密 ★ 长期"]),
            ("绝密★２０３６年３月３１日　特急", &["绝密★２０３６年３月３１日"]),
            ("密级：秘密　编号：3", &["秘密"]),
            ("密　级", &[]),
            ("秘　密\n正文", &["秘　密"]),
            ("秘密★", &["秘密★"]),
            ("保守国家秘密，不得泄露机密。", &[]),
            ("这是秘密", &[]),
            ("秘密文件", &[]),
            ("", &[]),
        ] {
            let found: Vec<&str> = marks(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
