//! Numbers that Word counts itself: they are no text in the file, and have to be counted again.

use super::styles::Styles;
use crate::chinese::numerals;
use crate::import::manuscript::ListKind;
use crate::office::Element;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The numberings of a document, and how far each has come.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    plans: BTreeMap<String, Plan>,
    uses: BTreeMap<String, Use>,
    counts: HashMap<String, [Option<u32>; 9]>,
    /// Numberings whose own start was taken.
    begun: HashSet<String>,
}

/// `abstractNum`: how levels are numbered.
#[derive(Debug, Default)]
struct Plan {
    levels: BTreeMap<u8, Level>,
    /// The style that holds the numbering instead.
    style: Option<String>,
}

#[derive(Clone, Debug)]
struct Level {
    format: String,
    text: String,
    start: u32,
}

/// `num`: one use of a plan.
#[derive(Debug)]
struct Use {
    plan: String,
    starts: BTreeMap<u8, u32>,
}

/// What stands before a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// It is an item of a list.
    Item(ListKind),
    /// Characters that Markdown would not number: 一、 第一条 （1）.
    Label(String),
}

impl Numbering {
    /// Out of `numbering.xml`.
    pub(super) fn of(root: &Element) -> Self {
        let mut numbering = Self::default();
        for element in root.all("abstractNum") {
            let id = element.attribute("abstractNumId").unwrap_or_default().to_owned();
            let levels = element.all("lvl").filter_map(level).collect();
            let style = element.value("numStyleLink").map(str::to_owned);
            numbering.plans.insert(id, Plan { levels, style });
        }
        for element in root.all("num") {
            let id = element.attribute("numId").unwrap_or_default().to_owned();
            let plan = element.value("abstractNumId").unwrap_or_default().to_owned();
            let starts = element.all("lvlOverride").filter_map(|change| {
                let level = change.attribute("ilvl")?.parse().ok()?;
                Some((level, change.value("startOverride")?.parse().ok()?))
            });
            let starts = starts.collect();
            numbering.uses.insert(id, Use { plan, starts });
        }
        numbering
    }

    /// Counts on, and says what stands before the paragraph; `None` where it is not numbered after all.
    pub(super) fn next(&mut self, id: &str, at: u8, styles: &Styles) -> Option<Mark> {
        let plan = self.plan(id, styles)?;
        let levels = self.plans.get(&plan)?.levels.clone();
        let level = levels.get(&at)?;
        let own = self.uses.get(id)?.starts.get(&at).copied();
        let first = own.filter(|_| !self.begun.contains(id));
        if first.is_some() {
            self.begun.insert(id.to_owned());
        }
        let counts = self.counts.entry(plan).or_default();
        let place = usize::from(at.min(8));
        let next = counts[place].map_or(level.start, |count| count.saturating_add(1));
        counts[place] = Some(first.unwrap_or(next));
        counts[place + 1..].fill(None);
        let counts = *counts;
        mark(level, at, &counts, &levels)
    }

    /// The plan of a use; one that names a style is that of the style's own numbering.
    fn plan(&self, id: &str, styles: &Styles) -> Option<String> {
        let plan = &self.uses.get(id)?.plan;
        let linked = self.plans.get(plan)?.style.as_deref();
        let other = linked.and_then(|style| styles.shape(Some(style)).list);
        match other.and_then(|(id, _)| self.uses.get(&id)) {
            Some(other) => Some(other.plan.clone()),
            None => Some(plan.clone()),
        }
    }
}

fn level(element: &Element) -> Option<(u8, Level)> {
    let at = element.attribute("ilvl")?.parse().ok().filter(|at| *at < 9)?;
    let start = element.value("start").and_then(|start| start.parse().ok());
    let level = Level {
        format: element.value("numFmt").unwrap_or("decimal").to_owned(),
        text: element.value("lvlText").unwrap_or_default().to_owned(),
        start: start.unwrap_or(1),
    };
    Some((at, level))
}

fn mark(
    level: &Level,
    at: u8,
    counts: &[Option<u32>; 9],
    levels: &BTreeMap<u8, Level>,
) -> Option<Mark> {
    let count = counts[usize::from(at)].unwrap_or(level.start);
    match level.format.as_str() {
        "bullet" => return Some(Mark::Item(ListKind::Bullets)),
        "none" => return None,
        _ => {}
    }
    let own = format!("%{}", at + 1);
    if level.format == "decimal" && level.text == format!("{own}.") {
        return Some(Mark::Item(ListKind::Numbers(count)));
    }
    let mut label = level.text.clone();
    for (place, level) in levels {
        let count = counts[usize::from(*place)].unwrap_or(level.start);
        label = label.replace(&format!("%{}", place + 1), &written(count, &level.format));
    }
    let label = label.trim().to_owned();
    let latin = label.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
    let blank = if latin { " " } else { "" };
    (!label.is_empty()).then(|| Mark::Label(format!("{label}{blank}")))
}

/// A number as Word writes it (ST_NumberFormat).
fn written(count: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCountingThousand"
        | "taiwaneseCounting"
        | "ideographDigital" => numerals::in_han(count),
        "upperLetter" => letters(count, b'A'),
        "lowerLetter" => letters(count, b'a'),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).to_ascii_lowercase(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(count),
        "decimalZero" => format!("{count:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => numerals::full_width(count),
        "ideographTraditional" => nth("甲乙丙丁戊己庚辛壬癸", count),
        "ideographZodiac" => nth("子丑寅卯辰巳午未申酉戌亥", count),
        _ => count.to_string(),
    }
}

fn nth(of: &str, count: u32) -> String {
    let at = count.checked_sub(1).and_then(|at| usize::try_from(at).ok());
    let found = at.and_then(|at| of.chars().nth(at));
    found.map_or_else(|| count.to_string(), String::from)
}

fn letters(count: u32, first: u8) -> String {
    // Word repeats the letter: Z, AA, BB.
    let times = (count.saturating_sub(1) / 26 + 1).min(8) as usize;
    let letter = first + (count.saturating_sub(1) % 26) as u8;
    char::from(letter).to_string().repeat(times)
}

fn roman(count: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count >= 4000 {
        return count.to_string();
    }
    let (mut left, mut text) = (count, String::new());
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

fn circled(count: u32) -> String {
    let sign = match count {
        1..=20 => char::from_u32(0x2460 + count - 1),
        _ => None,
    };
    sign.map_or_else(|| count.to_string(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_word_writes_them() {
        for (count, format, text) in [
            (1, "chineseCounting", "一"),
            (10, "chineseCounting", "十"),
            (20, "chineseCountingThousand", "二十"),
            (21, "chineseCountingThousand", "二十一"),
            (110, "chineseCounting", "一百一十"),
            (103, "chineseCounting", "一百零三"),
            (300, "chineseCounting", "三百"),
            (27, "lowerLetter", "aa"),
            (1994, "upperRoman", "MCMXCIV"),
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircle", "21"),
            (12, "decimalFullWidth", "１２"),
            (2, "ideographTraditional", "乙"),
            (u32::MAX, "lowerLetter", "uuuuuuuu"),
            (7, "unheard-of", "7"),
        ] {
            assert_eq!(written(count, format), text, "{count} {format}");
        }
    }
}
