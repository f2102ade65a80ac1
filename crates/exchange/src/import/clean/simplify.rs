//! 繁体转简体: traditional characters become simplified ones; names keep the characters that are right in both.

use super::{Edit, Said, Step, Survey, Suspicion, char_at};
use crate::chinese::is_han;
use crate::diagnostic::Code;
use crate::say;
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
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

/// Variants that the 通用规范汉字表 (2013) or a person's papers keep in names.
const IN_NAMES: [char; 8] = ['昇', '甯', '甦', '煇', '頫', '祕', '濬', '叡'];

/// 昇 in these is an ordinary 升.
const RISE: [&str; 10] =
    ["提昇", "上昇", "昇级", "昇級", "昇高", "昇华", "昇華", "晋昇", "晉昇", "昇旗"];

/// Words in which 著 is right in simplified text; elsewhere it is the traditional form of 着.
const ZHU: [&str; 24] = [
    "著名", "著作", "显著", "顯著", "名著", "原著", "编著", "編著", "译著", "譯著", "著称", "著稱",
    "土著", "卓著", "合著", "专著", "專著", "论著", "論著", "巨著", "昭著", "著者", "著述", "著书",
];

pub(super) fn is_traditional(texts: &[&[char]]) -> bool {
    let all = || texts.iter().flat_map(|text| text.iter());
    let han = all().filter(|c| is_han(**c)).count();
    let changed = texts.iter().flat_map(|text| differences(text));
    let changed = changed.filter(|(_, from, _)| !IN_BOTH.contains(from));
    let changed = changed.count();
    changed > 0 && changed * SHARE >= han
}

pub(super) fn edits(chars: &[char], survey: &Survey) -> Vec<Edit> {
    let mut found = Vec::new();
    for (at, from, to) in differences(chars) {
        let both = IN_BOTH.contains(&from) && !survey.traditional;
        if !both && !is_kept(chars, at) {
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

/// Where a text differs from its simplified form: position, character, simplified character.
fn differences(chars: &[char]) -> Vec<(usize, char, char)> {
    if !chars.iter().any(|c| is_han(*c)) {
        return Vec::new();
    }
    let text: String = chars.iter().collect();
    let whole: Vec<char> = DICTIONARY.convert(&text).chars().collect();
    let forms = match whole.len() == chars.len() {
        true => whole,
        false => chars.iter().copied().map(simplified).collect(),
    };
    let pairs = chars.iter().zip(forms).enumerate();
    pairs
        .filter(|(_, (from, to))| *from != to && is_han(**from))
        .map(|(at, (from, to))| (at, *from, to))
        .collect()
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

fn is_kept(chars: &[char], at: usize) -> bool {
    IN_NAMES.contains(&chars[at]) && !(chars[at] == '昇' && within(chars, at, &RISE))
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
    let kept = (0..chars.len()).filter(|at| is_kept(chars, *at));
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
