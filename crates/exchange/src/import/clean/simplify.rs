//! 繁体转简体: traditional characters become simplified ones; names keep the characters that are right in both.

use super::{Edit, Said, Step, Survey, Suspicion, char_at};
use crate::chinese::is_han;
use crate::diagnostic::Code;
use crate::say;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

pub(super) const STEP: Step = Step {
    code: "simplify",
    name: Said { zh: "繁体转简体", en: "traditional characters simplified" },
};

/// The dictionary is a constant that takes a few milliseconds to unpack.
static DICTIONARY: LazyLock<OpenCC> = LazyLock::new(|| {
    OpenCC::from_config(BuiltinConfig::T2s).expect("the dictionary is part of the program")
});

/// One of so many Han characters is traditional in a text that is.
const SHARE: usize = 100;

/// Characters that simplified text has too, each with a sense of its own: only changed where the whole text is traditional.
const IN_BOTH: [char; 14] =
    ['著', '乾', '藉', '瞭', '於', '徵', '夥', '麽', '餘', '鍾', '祇', '剋', '彷', '菸'];

/// Variants that the 通用规范汉字表 (2013) or a person's papers keep in names: outside of the words that are known they stay.
const IN_NAMES: [char; 9] = ['昇', '甯', '甦', '煇', '頫', '祕', '濬', '叡', '陞'];

/// Words and names of places that the dictionary does not know.
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::of(include_str!("simplify.txt")));

/// A word as it is, and as it is simplified.
type Word = (Vec<char>, Vec<char>);

/// Words by their first characters, the longest first. All but the characters that matter are simplified in them.
struct Words {
    by_first: BTreeMap<char, Vec<Word>>,
    /// The characters that matter: those that a word keeps, or changes as the dictionary does not.
    special: BTreeSet<char>,
    /// Whether one of them has this last byte: most characters need no other look.
    last_bytes: [bool; 256],
}

impl Words {
    fn of(list: &str) -> Self {
        let words = list.lines().filter(|line| !line.starts_with('#'));
        let pairs = words.flat_map(str::split_whitespace).map(|word| {
            let (from, to) = word.split_once('=').unwrap_or((word, word));
            (from.chars().collect::<Vec<char>>(), to.chars().collect::<Vec<char>>())
        });
        let pairs: Vec<_> = pairs.collect();
        let each = pairs.iter().flat_map(|(from, to)| from.iter().zip(to));
        let matters = |(from, to): &(&char, &char)| {
            simplified(**from) != **to || from != to || IN_BOTH.contains(from)
        };
        let special = each.filter(matters);
        let special: BTreeSet<char> = special.map(|(from, _)| *from).collect();
        let mut by_first: BTreeMap<char, Vec<_>> = BTreeMap::new();
        for (from, to) in pairs {
            let first = from.first().copied().unwrap_or_default();
            by_first.entry(first).or_default().push((from, to));
        }
        for words in by_first.values_mut() {
            words.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        }
        let mut last_bytes = [false; 256];
        special.iter().for_each(|c| last_bytes[last_byte(*c)] = true);
        Self { by_first, special, last_bytes }
    }

    fn matters(&self, c: char) -> bool {
        self.last_bytes[last_byte(c)] && self.special.contains(&c)
    }

    /// Puts the forms of words in their places, and says where.
    fn apply(&self, chars: &[char], forms: &mut [char]) -> Vec<bool> {
        let mut known = vec![false; chars.len()];
        if !chars.iter().any(|c| self.matters(*c)) {
            return known;
        }
        let plain = |c: &char| if self.matters(*c) { *c } else { simplified(*c) };
        let plain: Vec<char> = chars.iter().map(plain).collect();
        let mut at = 0;
        while at < plain.len() {
            let mut words = self.by_first.get(&plain[at]).into_iter().flatten();
            match words.find(|(from, _)| plain[at..].starts_with(from)) {
                Some((from, to)) => {
                    forms[at..at + from.len()].copy_from_slice(to);
                    known[at..at + from.len()].fill(true);
                    at += from.len();
                }
                None => at += 1,
            }
        }
        known
    }
}

fn last_byte(c: char) -> usize {
    c as usize & 0xff
}

/// Words in which 著 is right in simplified text; elsewhere it is the traditional form of 着.
const ZHU: [&str; 24] = [
    "著名", "著作", "显著", "顯著", "名著", "原著", "编著", "編著", "译著", "譯著", "著称", "著稱",
    "土著", "卓著", "合著", "专著", "專著", "论著", "論著", "巨著", "昭著", "著者", "著述", "著书",
];

pub(super) fn is_traditional(texts: &[&[char]]) -> bool {
    let all = || texts.iter().flat_map(|text| text.iter());
    let han = all().filter(|c| is_han(**c)).count();
    let changed = texts.iter().flat_map(|text| differences(text));
    let changed = changed.filter(|one| !IN_BOTH.contains(&one.from));
    let changed = changed.count();
    changed > 0 && changed * SHARE >= han
}

pub(super) fn edits(chars: &[char], survey: &Survey) -> Vec<Edit> {
    let mut found = Vec::new();
    for Difference { at, from, to, known } in differences(chars) {
        let both = IN_BOTH.contains(&from) && !survey.traditional;
        if !both && (known || !IN_NAMES.contains(&from)) {
            found.push(Edit::new(at..at + 1, to.to_string()));
        }
    }
    if survey.traditional {
        let wrong = (0..chars.len()).filter(|at| chars[*at] == '著' && !within(chars, *at, &ZHU));
        found.extend(wrong.map(|at| Edit::new(at..at + 1, "着")));
        found.sort_by_key(|edit| edit.range.start);
    }
    found
}

/// A place where a text differs from its simplified form.
struct Difference {
    at: usize,
    from: char,
    to: char,
    /// Whether a word says so, and not the character alone.
    known: bool,
}

fn differences(chars: &[char]) -> Vec<Difference> {
    if !chars.iter().any(|c| is_han(*c)) {
        return Vec::new();
    }
    let text: String = chars.iter().collect();
    let whole: Vec<char> = DICTIONARY.convert(&text).chars().collect();
    let mut forms = match whole.len() == chars.len() {
        true => whole,
        false => chars.iter().copied().map(simplified).collect(),
    };
    let known = WORDS.apply(chars, &mut forms);
    let pairs = chars.iter().zip(forms).zip(known).enumerate();
    let all = pairs.map(|(at, ((from, to), known))| Difference { at, from: *from, to, known });
    all.filter(|one| one.from != one.to && is_han(one.from)).collect()
}

/// The simplified form of one character; itself where it has none.
pub(super) fn simplified(c: char) -> char {
    let form = DICTIONARY.convert(&c.to_string());
    form.chars().next().unwrap_or(c)
}

/// A text in simplified characters, names and all: to look for words, not to be read.
pub(super) fn simplified_text(text: &str) -> String {
    DICTIONARY.convert(text)
}

/// Whether the character stands in one of these words.
fn within(chars: &[char], at: usize, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let letters = || word.chars();
        let places = letters().enumerate().filter(|(_, c)| *c == chars[at]);
        places.into_iter().any(|(offset, _)| {
            let start = at as isize - offset as isize;
            let here = |n: usize| char_at(chars, 0, start + n as isize);
            start >= 0 && letters().enumerate().all(|(n, c)| here(n) == c)
        })
    })
}

pub(super) fn doubts(chars: &[char], _: &Survey) -> Vec<Suspicion> {
    let kept = (0..chars.len()).filter(|at| IN_NAMES.contains(&chars[*at]));
    let suspicion = |at: usize| {
        let c = chars[at];
        Suspicion {
            code: Code::ImportNameCharacter,
            range: at..at + 1,
            words: say!(
                "“{c}”可能在人名里，没有转成简体",
                "{c} may belong to a name and was not simplified"
            ),
        }
    };
    kept.map(suspicion).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::import::clean::tests::{clean_text, cleaned};

    #[test]
    fn traditional_text_is_simplified_and_names_are_safe() {
        for (traditional, simplified) in [
            ("縣委書記賈忠慧著眼大局", "县委书记贾忠慧着眼大局"),
            ("著名作家的著作成效顯著", "著名作家的著作成效显著"),
            ("乾隆年間，乾燥的後院", "乾隆年间，干燥的后院"),
            ("會議由李東昇主持，提昇質量", "会议由李东昇主持，提升质量"),
            ("于後干部會", "于后干部会"),
            ("瞭解情況，瞭望塔", "了解情况，瞭望塔"),
            ("乾安縣、乾縣的餅乾安全檢查", "乾安县、乾县的饼干安全检查"),
            ("祕密復甦，擡頭慰藉，晉陞為科長", "秘密复苏，抬头慰藉，晋升为科长"),
            ("毫釐不差，束脩之禮", "毫厘不差，束脩之礼"),
        ] {
            assert_eq!(cleaned(traditional), [simplified]);
        }
    }

    #[test]
    fn simplified_text_keeps_what_is_right_in_it() {
        let text = "县委书记著书立说，于是瞭望塔下乾坤朗朗，钟家湾的干部群众都来参加这次群众大会，听取县里的通报。";
        assert_eq!(cleaned(text), [text]);
        let named = format!("{text}会议由李东昇主持。");
        let doubts = clean_text(&named).doubts;
        assert_eq!(doubts[0].code, Code::ImportNameCharacter);
    }
}
