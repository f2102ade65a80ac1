//! 拼音注音: readings that a machine put behind characters, `領(lǐng)導(dǎo)`, `政(zheng)(zheng)府`. People write a reading
//! where it is unusual, and in full-width brackets; machines write the usual one, everywhere.

use super::{Edit, Said, Step, Suspicion, char_at};
use crate::chinese::is_han;
use crate::diagnostic::Code;
use crate::say;
use pinyin::{ToPinyin, ToPinyinMulti};
use std::collections::BTreeMap;
use std::ops::Range;

pub(super) const STEP: Step = Step {
    code: "pinyin",
    name: Said { zh: "去掉拼音注音", en: "readings in pinyin taken out" },
};

/// So many readings at least, and one for so many Han characters, make an annotated text.
const LEAST: usize = 5;
const SHARE: usize = 100;

/// An unusual reading that stands behind its character so often was put there by a machine too.
const REPEATED: usize = 3;

/// What a text's readings are like as a whole.
#[derive(Debug, Default)]
pub(super) struct Readings {
    annotated: bool,
    /// How often each unusual reading stands behind its character.
    unusual: BTreeMap<(char, Syllable), usize>,
}

/// One syllable of pinyin: `lü` and the tone, if it is marked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Syllable {
    letters: String,
    tone: Option<u8>,
}

/// How a reading fits the character before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// It is the one that dictionaries give first.
    Usual,
    /// It is another one of the character's.
    Unusual,
    /// It is none of the character's.
    Wrong,
}

/// Brackets with one syllable, behind a Han character.
#[derive(Debug)]
struct Annotation {
    base: char,
    range: Range<usize>,
    syllable: Syllable,
    fit: Fit,
}

pub(super) fn survey(texts: &[&[char]]) -> Readings {
    let found: Vec<Annotation> = texts.iter().flat_map(|text| find(text)).collect();
    let usual = found.iter().filter(|one| one.fit == Fit::Usual).count();
    let han = texts.iter().flat_map(|text| text.iter());
    let han = han.filter(|c| is_han(**c)).count();
    let mut unusual = BTreeMap::new();
    for one in found.into_iter().filter(|one| one.fit == Fit::Unusual) {
        *unusual.entry((one.base, one.syllable)).or_default() += 1;
    }
    Readings { annotated: usual >= LEAST && usual * SHARE >= han, unusual }
}

/// Whether a text is annotated all over.
pub fn is_annotated(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    survey(&[&chars]).annotated
}

pub(super) fn edits(chars: &[char], survey: &super::Survey) -> Vec<Edit> {
    if !survey.annotations.annotated {
        return Vec::new();
    }
    let certain = |one: &Annotation| survey.annotations.is_certain(one);
    let found = find(chars).into_iter().filter(certain);
    found.map(|one| Edit::new(one.range, "")).collect()
}

impl Readings {
    fn is_certain(&self, one: &Annotation) -> bool {
        let key = (one.base, one.syllable.clone());
        let repeated = || self.unusual.get(&key).is_some_and(|n| *n >= REPEATED);
        match one.fit {
            Fit::Usual => true,
            Fit::Unusual => repeated(),
            Fit::Wrong => false,
        }
    }
}

pub(super) fn doubts(chars: &[char], _: &super::Survey) -> Vec<Suspicion> {
    let toned = |one: &Annotation| one.syllable.tone.is_some() || one.fit != Fit::Wrong;
    let suspicion = |one: Annotation| {
        let inside: String = chars[one.range.start + 1..one.range.end - 1].iter().collect();
        let (base, inside) = (one.base, inside.trim());
        let words = match one.fit {
            Fit::Wrong => say!(
                "“{base}”后面括号里的拼音（{inside}）不是它的读音，没有删",
                "the reading ({inside}) behind {base} is not its own, and was left"
            ),
            _ => say!(
                "“{base}”后面的拼音（{inside}）可能是作者的注音，没有删",
                "the reading ({inside}) behind {base} may be the author's, and was left"
            ),
        };
        Suspicion { code: Code::ImportPinyin, range: one.range, words }
    };
    find(chars).into_iter().filter(toned).map(suspicion).collect()
}

fn find(chars: &[char]) -> Vec<Annotation> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let base = char_at(chars, at, -1);
        let mut next = at + 1;
        // 政(zheng)(zheng)(zheng)府: every one of them belongs to 政.
        while chars.get(next - 1) == Some(&'(') && is_han(base) {
            let start = next - 1;
            let Some((syllable, end)) = bracketed(chars, start) else {
                break;
            };
            found.push(Annotation { base, range: start..end, fit: fit(base, &syllable), syllable });
            next = end + 1;
        }
        at = next;
    }
    found
}

/// `(lǐng)`, blanks inside allowed, and the end of it.
fn bracketed(chars: &[char], start: usize) -> Option<(Syllable, usize)> {
    let rest = &chars[start + 1..];
    let length = rest.iter().take(12).position(|c| *c == ')')?;
    let inside: String = rest[..length].iter().collect();
    let syllable = syllable(inside.trim())?;
    Some((syllable, start + 1 + length + 1))
}

/// Lower-case letters, at most one tone; the letters that look like ɡ and ɑ count as g and a.
fn syllable(text: &str) -> Option<Syllable> {
    let (mut letters, mut tone) = (String::new(), None);
    for c in text.chars() {
        let (letter, mark) = plain(c)?;
        match letter {
            Some('\u{308}') if letters.ends_with('u') => {
                letters.pop();
                letters.push('ü');
            }
            Some('\u{308}') => return None,
            Some(letter) => letters.push(letter),
            None => {}
        }
        if mark.is_some() && tone.replace(mark).is_some() {
            return None;
        }
    }
    let fits = (1..=6).contains(&letters.chars().count());
    fits.then(|| Syllable { letters, tone: tone.flatten() })
}

/// A letter without its tone; combining marks are a tone without a letter.
fn plain(c: char) -> Option<(Option<char>, Option<u8>)> {
    const MARKED: [(&str, char); 6] =
        [("āáǎà", 'a'), ("ēéěè", 'e'), ("īíǐì", 'i'), ("ōóǒò", 'o'), ("ūúǔù", 'u'), ("ǖǘǚǜ", 'ü')];
    let number = |n: usize| u8::try_from(n + 1).ok();
    let marked = MARKED.iter().find_map(|(forms, letter)| {
        let tone = forms.chars().position(|form| form == c)?;
        Some((Some(*letter), number(tone)))
    });
    match c {
        _ if marked.is_some() => marked,
        'ɡ' => Some((Some('g'), None)),
        'ɑ' => Some((Some('a'), None)),
        // Breves are often taken for carons.
        'ă' => Some((Some('a'), Some(3))),
        'ĭ' => Some((Some('i'), Some(3))),
        'ŏ' => Some((Some('o'), Some(3))),
        'ŭ' => Some((Some('u'), Some(3))),
        'ĕ' => Some((Some('e'), Some(3))),
        'v' => Some((Some('ü'), None)),
        'a'..='z' | 'ü' | '\u{308}' => Some((Some(c), None)),
        '\u{304}' => Some((None, Some(1))),
        '\u{301}' => Some((None, Some(2))),
        '\u{30c}' => Some((None, Some(3))),
        '\u{300}' => Some((None, Some(4))),
        _ => None,
    }
}

fn fit(base: char, found: &Syllable) -> Fit {
    let fits = |reading: &str| {
        syllable(reading).is_some_and(|reading| {
            let toned = found.tone.is_none() || found.tone == reading.tone;
            toned && reading.letters == found.letters
        })
    };
    let usual = base.to_pinyin().is_some_and(|p| fits(p.with_tone()));
    let other = || {
        let all = base.to_pinyin_multi();
        all.is_some_and(|all| all.into_iter().any(|p| fits(p.with_tone())))
    };
    match usual {
        true => Fit::Usual,
        false if other() => Fit::Unusual,
        false => Fit::Wrong,
    }
}

#[cfg(test)]
mod tests {
    fn cleaned(text: &str) -> String {
        super::super::tests::cleaned(text).join("\n")
    }

    #[test]
    fn readings_of_every_family_go() {
        let filler = "领(lǐng)导(dǎo)会(huì)议(yì)精(jīng)神";
        for (damaged, clean) in [
            ("張(zhāng)", "张"),
            ("会(huì )", "会"),
            ("会( huì)", "会"),
            ("政(zheng)(zheng)(zheng)府", "政府"),
            ("的(de)(de)工作", "的工作"),
            ("中(zhōng)华人民(mín)", "中华人民"),
            ("观(ɡuān)", "观"),
            ("大(dɑ̀)", "大"),
            ("绿(lǜ)色女(nü\u{30c})", "绿色女"),
        ] {
            let whole = cleaned(&format!("{filler}{damaged}"));
            assert_eq!(whole, format!("领导会议精神{clean}"));
        }
    }

    #[test]
    fn what_people_write_in_brackets_stays() {
        let filler = "领(lǐng)导(dǎo)会(huì)议(yì)精(jīng)神";
        for text in
            ["浚（xùn）县", "甘谷(gān gǔ)县", "总值(GDP)增长", "方案(A)", "单(shàn)县", "重(qwr)要"]
        {
            let whole = cleaned(&format!("{filler}{text}"));
            assert_eq!(whole, format!("领导会议精神{text}"));
        }
    }

    #[test]
    fn few_readings_are_left_to_a_person() {
        let text = "浚县(xiàn)、单(shàn)县召开会议，安排部署全年工作。";
        let cleaned = super::super::tests::clean_text(text);
        let codes: Vec<_> = cleaned.doubts.iter().map(|doubt| doubt.code.name()).collect();
        assert_eq!(codes, ["import-pinyin", "import-pinyin"]);
        assert!(cleaned.changes.is_empty(), "{:?}", cleaned.changes);
    }
}
