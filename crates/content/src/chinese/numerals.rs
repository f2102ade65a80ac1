//! 数: numbers in Han characters and in full-width digits.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// 一 to 九.
pub fn digit(c: char) -> Option<u32> {
    let value = DIGITS.iter().position(|digit| *digit == c)?;
    u32::try_from(value).ok().filter(|value| *value > 0)
}

/// Whether a character may stand in a number below a hundred: 一 to 十.
pub fn counts(c: char) -> bool {
    c == '十' || digit(c).is_some()
}

/// 一 to 九十九.
pub fn number(chars: &[char]) -> Option<u32> {
    match *chars {
        ['十'] => Some(10),
        ['十', one] => Some(10 + digit(one)?),
        [ten, '十'] => Some(digit(ten)? * 10),
        [ten, '十', one] => Some(digit(ten)? * 10 + digit(one)?),
        [one] => digit(one),
        _ => None,
    }
}

/// What stands for nothing in a row of digits: 〇, and all that is typed in its place.
pub fn zero(c: char) -> bool {
    matches!(c, '〇' | '零' | '○' | 'Ｏ' | 'ｏ' | 'O' | 'o' | 'Ο' | '0' | '０')
}

/// A row of digits as they are read out: 二〇二六 -> 2026, 二〇 -> 20; any of the zeros counts.
pub fn digits(chars: &[char]) -> Option<u32> {
    let value = |c: &char| if zero(*c) { Some(0) } else { digit(*c) };
    let values: Option<Vec<u32>> = chars.iter().map(value).collect();
    let short = values.filter(|values| (1..=4).contains(&values.len()));
    short.map(|values| values.into_iter().fold(0, |sum, value| sum * 10 + value))
}

/// 1 -> 一, 10 -> 十, 21 -> 二十一, 103 -> 一百零三; from a thousand on in digits.
pub fn in_han(count: u32) -> String {
    let digit = |n: u32| DIGITS[(n % 10) as usize];
    match count {
        0..=9 => digit(count).to_string(),
        10 => "十".to_owned(),
        11..=19 => format!("十{}", digit(count)),
        20..=99 if count.is_multiple_of(10) => format!("{}十", digit(count / 10)),
        20..=99 => format!("{}十{}", digit(count / 10), digit(count)),
        100..=999 => {
            let rest = match count % 100 {
                0 => String::new(),
                rest @ 1..=9 => format!("零{}", digit(rest)),
                rest @ 10..=19 => format!("一{}", in_han(rest)),
                rest => in_han(rest),
            };
            format!("{}百{rest}", digit(count / 100))
        }
        _ => count.to_string(),
    }
}

/// 12 -> １２.
pub fn full_width(count: u32) -> String {
    let digits = count.to_string();
    let wide = digits.bytes().filter_map(|b| char::from_u32(0xff10 + u32::from(b - b'0')));
    wide.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for count in 1..100 {
            let chars: Vec<char> = in_han(count).chars().collect();
            assert_eq!(number(&chars), Some(count));
        }
        for (text, count) in [
            ("二〇二六", Some(2026)),
            ("二OＯ八", Some(2008)),
            ("二○", Some(20)),
            ("十", None),
            ("", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(digits(&chars), count, "{text}");
        }
        for text in ["", "十十", "零", "一一", "百", "二〇", "10"] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(number(&chars), None, "{text}");
        }
    }
}
