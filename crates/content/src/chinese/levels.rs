//! 层次序数: the numbers of a document's parts, `一、` `（一）` `1.` `（1）` (GB/T 9704—2012 7.3.3).

use super::{is_han, numerals};

/// A level with the number that it begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Which of the four it is.
    pub level: Level,
    /// The number.
    pub number: u32,
    /// How many characters it takes.
    pub length: usize,
}

/// The four levels, the highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// `一、`
    First,
    /// `（一）`
    Second,
    /// `1.`
    Third,
    /// `（1）`
    Fourth,
}

impl Level {
    /// The first label of the level, by which people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "一、",
            Self::Second => "（一）",
            Self::Third => "1.",
            Self::Fourth => "（1）",
        }
    }
}

/// The label that a text begins with; half-width brackets and `1、` count too, for many type them.
pub fn label(chars: &[char]) -> Option<Label> {
    let bracket = matches!(chars.first(), Some('（' | '('));
    let rest = if bracket { chars.get(1..)? } else { chars };
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let han = rest.iter().take_while(|c| numerals::counts(**c)).count();
    let after = |count: usize| rest.get(count).copied();
    let made = |level, number, length| Some(Label { level, number, length });
    match (bracket, han, digits) {
        (true, 1..=3, 0) if matches!(after(han), Some('）' | ')')) => {
            made(Level::Second, numerals::number(&rest[..han])?, han + 2)
        }
        (true, 0, 1..=2) if matches!(after(digits), Some('）' | ')')) => {
            made(Level::Fourth, arabic(&rest[..digits])?, digits + 2)
        }
        (false, 1..=3, 0) if after(han) == Some('、') => {
            made(Level::First, numerals::number(&rest[..han])?, han + 1)
        }
        (false, 0, 1..=2) => {
            let dot = matches!(after(digits), Some('.' | '．' | '、'));
            let decimal = after(digits + 1).is_some_and(|c| c.is_ascii_digit());
            let fits = dot && !decimal;
            fits.then(|| arabic(&rest[..digits]))
                .flatten()
                .and_then(|n| made(Level::Third, n, digits + 1))
        }
        _ => None,
    }
}

/// Characters of the mark that a line of its own begins with: a level, also as `１．` `1）` `①` `第一条`, a bullet or `——`.
///
/// A mark of half-width characters alone counts before Chinese only, and so does no number that runs on as in 一、二、三产业.
pub fn item(chars: &[char]) -> Option<usize> {
    let length = match chars.first()? {
        c if is_bullet(*c) => return Some(1),
        '—' if chars.get(1) == Some(&'—') => return Some(2),
        // ① to ⒛, ㈠ to ㈩, ㊀ to ㊉, ㉑ to ㉟, ㊱ to ㊿.
        '\u{2460}'..='\u{249b}'
        | '\u{3220}'..='\u{3229}'
        | '\u{3251}'..='\u{325f}'
        | '\u{3280}'..='\u{3289}'
        | '\u{32b1}'..='\u{32bf}' => return Some(1),
        '第' => return article(chars),
        _ => numbered(chars)?,
    };
    let rest = &chars[length..];
    let runs_on = |counts: fn(char) -> bool| {
        let digits = rest.iter().take_while(|c| counts(**c)).count();
        (1..=3).contains(&digits) && rest.get(digits) == Some(&'、')
    };
    let narrow = chars[..length].iter().all(char::is_ascii);
    let chinese = !narrow || rest.iter().any(|c| is_han(*c));
    (chinese && !runs_on(numerals::counts) && !runs_on(is_arabic)).then_some(length)
}

/// What offices draw before the parts of a list in place of numbers.
pub fn is_bullet(c: char) -> bool {
    "●○◆◇■□▲△★☆▪▫•·※➢➤✓√◎▶►".contains(c)
}

/// A number as [`label`] knows it, and those that many type in its place: full-width digits, `1）`, `1。`.
fn numbered(chars: &[char]) -> Option<usize> {
    if let Some(label) = label(chars) {
        return Some(label.length);
    }
    let open = usize::from(matches!(chars.first(), Some('（' | '(')));
    let digits = chars[open..].iter().take_while(|c| is_arabic(**c)).count();
    let after = open + digits;
    let closes = match chars.get(after)? {
        '）' | ')' => true,
        '、' => open == 0,
        '.' | '．' | '。' => open == 0 && !chars.get(after + 1).is_some_and(|c| is_arabic(*c)),
        _ => false,
    };
    ((1..=2).contains(&digits) && closes).then_some(after + 1)
}

/// `第一条　`: the blank tells a rule's article from a reference to one.
fn article(chars: &[char]) -> Option<usize> {
    let number = chars[1..].iter().take_while(|c| numerals::counts(**c) || "百零〇".contains(**c));
    let after = number.count() + 1;
    let names =
        after > 1 && matches!(chars.get(after), Some('条' | '章' | '节' | '编' | '款' | '项'));
    let alone = chars.get(after + 1).is_none_or(|c| c.is_whitespace());
    (names && alone).then_some(after + 1)
}

fn is_arabic(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn arabic(digits: &[char]) -> Option<u32> {
    digits.iter().collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_begin_a_line_of_its_own() {
        for (text, expected) in [
            ("一、总体要求", Some(2)),
            ("(二)目标", Some(3)),
            ("1、身份证", Some(2)),
            ("2. 户口簿", Some(2)),
            ("3)申请表", Some(2)),
            ("１．申请表", Some(2)),
            ("１0）申请表", Some(3)),
            ("1。申请表", Some(2)),
            ("（３）申请表", Some(3)),
            ("①申请表", Some(1)),
            ("⑵申请表", Some(1)),
            ("㈠申请表", Some(1)),
            ("● 申请表", Some(1)),
            ("——加强领导", Some(2)),
            ("第十二条　本办法", Some(4)),
            ("第一章 总则", Some(3)),
            ("第三条规定的", None),
            ("一、二、三产业融合", None),
            ("1、2号楼", Some(2)),
            ("1、2、3号楼", None),
            ("１．5亿元", None),
            ("3. then this", None),
            ("2026. 年", None),
            ("第一书记", None),
            ("—", None),
            ("", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(item(&chars), expected, "{text}");
        }
    }

    #[test]
    fn labels_of_every_level() {
        for (text, expected) in [
            ("一、总体要求", Some((Level::First, 1, 2))),
            ("十二、保障措施", Some((Level::First, 12, 3))),
            ("（一）动员部署", Some((Level::Second, 1, 3))),
            ("(二十一)总结", Some((Level::Second, 21, 5))),
            ("1.加强领导", Some((Level::Third, 1, 2))),
            ("12．加强领导", Some((Level::Third, 12, 3))),
            ("3、加强领导", Some((Level::Third, 3, 2))),
            ("（1）加强领导", Some((Level::Fourth, 1, 3))),
            ("1.5亿元", None),
            ("2026年", None),
            ("一是加强领导", None),
            ("（县长主持）", None),
            ("十十、", None),
            ("", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found = label(&chars).map(|l| (l.level, l.number, l.length));
            assert_eq!(found, expected, "{text}");
        }
    }
}
