//! A tool that damages texts in every way that pages of county sites were found damaged, so that the right answer is known.

use encoding_rs::{BIG5, GB18030};
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use pinyin::ToPinyin;

/// A way to damage a text, and whether the day's blanks and breaks survive it.
pub(crate) struct Damage {
    pub(crate) name: &'static str,
    pub(crate) bytes: fn(&str) -> Vec<u8>,
}

pub(crate) const DAMAGES: &[Damage] = &[
    Damage { name: "none", bytes: |text| text.into() },
    Damage { name: "GB18030", bytes: |text| GB18030.encode(text).0.into_owned() },
    Damage { name: "Big5", bytes: |text| BIG5.encode(&traditional(text)).0.into_owned() },
    Damage {
        name: "UTF-16",
        bytes: |text| text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
    },
    Damage { name: "traditional", bytes: |text| traditional(text).into() },
    Damage {
        name: "annotated (A)",
        bytes: |text| annotated(&traditional(text), Annotation::Traditional).into(),
    },
    Damage {
        name: "annotated (A')",
        bytes: |text| annotated(&traditional(text), Annotation::Spaced).into(),
    },
    Damage { name: "annotated (B)", bytes: |text| annotated(text, Annotation::Repeated).into() },
    Damage { name: "annotated (C)", bytes: |text| annotated(text, Annotation::Common).into() },
    Damage { name: "half-width", bytes: |text| narrow(text).into() },
    Damage { name: "wrapped", bytes: |text| wrapped(text, 56).into() },
    Damage { name: "spam", bytes: |text| spam(text).into() },
    Damage { name: "invisible", bytes: |text| invisible(text).into() },
    Damage { name: "references", bytes: |text| references(text).into() },
    Damage { name: "question marks", bytes: |text| questions(text).into() },
    Damage {
        name: "all at once",
        bytes: |text| {
            let text = annotated(&traditional(text), Annotation::Traditional);
            let text = spam(&invisible(&narrow(&text)));
            GB18030.encode(&text).0.into_owned()
        },
    },
];

/// The families of annotations: which characters, and how.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Annotation {
    Traditional,
    Spaced,
    Repeated,
    Common,
}

fn traditional(text: &str) -> String {
    let dictionary = OpenCC::from_config(BuiltinConfig::S2t).expect("a dictionary");
    dictionary.convert(text)
}

/// Readings behind the characters that a host annotates.
fn annotated(text: &str, family: Annotation) -> String {
    let dictionary = OpenCC::from_config(BuiltinConfig::T2s).expect("a dictionary");
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        out.push(c);
        let Some(reading) = c.to_pinyin() else {
            continue;
        };
        let is_traditional = dictionary.convert(&c.to_string()) != c.to_string();
        let (plain, toned) = (reading.plain().to_owned(), reading.with_tone());
        match family {
            Annotation::Traditional if is_traditional => out.push_str(&format!("({toned})")),
            Annotation::Spaced if is_traditional => out.push_str(&format!("({toned} )")),
            Annotation::Repeated if at % 5 == 0 => out.push_str(&format!("({plain})({plain})")),
            Annotation::Common if u32::from(c) % 4 == 0 => out.push_str(&format!("({toned})")),
            _ => {}
        }
    }
    out
}

fn narrow(text: &str) -> String {
    let narrow = |c: char| match c {
        '，' => ',',
        '；' => ';',
        '：' => ':',
        '（' => '(',
        '）' => ')',
        c => c,
    };
    text.chars().map(narrow).collect()
}

/// Every paragraph indented by two characters and broken at so many columns; lines that are no sentences stay.
fn wrapped(text: &str, columns: usize) -> String {
    let mut out = String::new();
    for line in text.split("\n\n") {
        if !line.contains('。') {
            out.push_str(&format!("{line}\n"));
            continue;
        }
        let mut at = 4;
        out.push_str("　　");
        for c in line.trim().chars() {
            let width = if c.is_ascii() { 1 } else { 2 };
            // A mark does not begin a line.
            if at + width > columns && !"，。；：、）”》".contains(c) {
                out.push('\n');
                at = 0;
            }
            out.push(c);
            at += width;
        }
        out.push('\n');
    }
    out
}

fn spam(text: &str) -> String {
    format!("澳门百家乐,时时彩投注平台,真人娱乐城开户送彩金\n\n{text}\n\n线上娱乐投注")
}

fn invisible(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        out.push(c);
        match at % 17 {
            3 => out.push('\u{200b}'),
            11 => out.push('\u{ad}'),
            _ => {}
        }
    }
    out
}

/// Every seventh Han character as a page's source may hold it.
fn references(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        match at % 7 == 0 && !c.is_ascii() {
            true => out.push_str(&format!("&#{};", u32::from(c))),
            false => out.push(c),
        }
    }
    out
}

/// A `?` for every blank of an indent.
fn questions(text: &str) -> String {
    let lines = text.split("\n\n").map(|line| format!("???　{line}"));
    lines.collect::<Vec<_>>().join("\n\n")
}
