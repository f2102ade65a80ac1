//! 标点: the marks of office text, which are full-width (GB/T 15834—2011).

use super::is_han;
use std::ops::Range;

/// 〔〕 around the year of a 发文字号 (GB/T 9704—2012 7.2.5), and the brackets that are typed in their place.
const YEAR: [(char, char); 7] =
    [('〔', '〕'), ('[', ']'), ('(', ')'), ('（', '）'), ('【', '】'), ('［', '］'), ('﹝', '﹞')];

/// The full-width form of a mark that has one whatever stands beside it; a point may be a full stop or belong to a number.
pub fn full_width(mark: char) -> Option<&'static str> {
    Some(match mark {
        ',' => "，",
        ';' => "；",
        ':' => "：",
        '?' => "？",
        '!' => "！",
        _ => return None,
    })
}

/// A character that a word of Chinese may end with: Han, or a mark that closes.
pub fn ends_word(c: char) -> bool {
    is_han(c) || matches!(c, '”' | '》' | '）' | '’' | '』')
}

/// The other half of a bracket that is typed before the year of a 发文字号.
pub fn year_closed_by(open: char) -> Option<char> {
    YEAR.iter().find(|(one, _)| *one == open).map(|(_, close)| *close)
}

/// A bracket that is typed behind the year of a 发文字号.
pub fn closes_year(c: char) -> bool {
    YEAR.iter().any(|(_, close)| *close == c)
}

/// Web and mail addresses, whose marks stay narrow: words of ASCII with `://`, `www.` or `@` in them, without the marks
/// behind them, which belong to the sentence. In order.
pub fn addresses(chars: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let word: String = match chars[at].is_ascii_alphanumeric() {
            true => chars[at..].iter().take_while(|c| c.is_ascii_graphic()).collect(),
            false => String::new(),
        };
        if word.contains("://") || word.contains("www.") || word.contains('@') {
            let address = word.trim_end_matches(|c: char| ")]}>\"',;:!?.".contains(c));
            found.push(at..at + address.len());
        }
        at += word.len().max(1);
    }
    found
}

/// The items of a list that is written as one text, `防汛，抗旱、三农`: between marks that stand in no brackets or quotes,
/// without the quotes around an item. A full-width blank parts keywords, and is part of a name, 张　三.
pub fn list_items(text: &str, by_blanks: bool) -> Vec<&str> {
    let mut items = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '《' | '“' | '「' => depth += 1,
            '）' | ')' | '》' | '”' | '」' => depth = depth.saturating_sub(1),
            '，' | '、' | '；' | ',' | ';' if depth == 0 => {
                items.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            '\u{3000}' if depth == 0 && by_blanks => {
                items.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    items.push(&text[start..]);
    let items = items.into_iter().map(|item| without_quotes(item.trim()));
    items.filter(|item| !item.is_empty()).collect()
}

fn without_quotes(item: &str) -> &str {
    const QUOTES: [(char, char); 5] =
        [('“', '”'), ('「', '」'), ('‘', '’'), ('"', '"'), ('＂', '＂')];
    let inner = |(open, close): &(char, char)| item.strip_prefix(*open)?.strip_suffix(*close);
    let found = QUOTES.iter().find_map(inner);
    found.filter(|inner| !inner.contains(['“', '”', '「', '」', '"'])).unwrap_or(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_one_text_have_items() {
        for (text, by_blanks, expected) in [
            ("防汛，抗旱、三农", true, &["防汛", "抗旱", "三农"][..]),
            ("防汛, 抗旱;三农；", true, &["防汛", "抗旱", "三农"]),
            ("防汛　抗旱", true, &["防汛", "抗旱"]),
            ("张　三、李四", false, &["张　三", "李四"]),
            ("政务 公开", true, &["政务 公开"]),
            ("“防汛”，“抗旱”", true, &["防汛", "抗旱"]),
            (
                "各乡镇（含街道、开发区）、县教育局",
                false,
                &["各乡镇（含街道、开发区）", "县教育局"],
            ),
            ("、", true, &[]),
        ] {
            assert_eq!(list_items(text, by_blanks), expected, "{text}");
        }
    }

    #[test]
    fn addresses_are_found_in_a_text() {
        for (text, expected) in [
            ("见https://www.example.gov.cn/a,b（网站）", &["https://www.example.gov.cn/a,b"][..]),
            ("(www.a.cn县)", &["www.a.cn"]),
            ("a.b@example.gov.cn和c", &["a.b@example.gov.cn"]),
            ("(见www.a.cn)", &["www.a.cn"]),
            ("@县政府 ://", &[]),
            ("GDP,3.5%", &[]),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found = addresses(&chars);
            let found: Vec<String> =
                found.into_iter().map(|range| chars[range].iter().collect()).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
