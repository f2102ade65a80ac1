//! 层次序数: the numbers of a document's parts, `一、` `（一）` `1.` `（1）` (GB/T 9704—2012 7.3.3).

use super::numerals;

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

fn arabic(digits: &[char]) -> Option<u32> {
    digits.iter().collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
