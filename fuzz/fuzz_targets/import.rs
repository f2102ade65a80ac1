//! Bytes of any format become a manuscript and a draft, or a diagnostic; nothing panics or takes for ever.

#![no_main]

use gongbao::diagnostic::Language;
use gongbao::import::draft::{self, Setting};
use gongbao::import::lexicon::Lexicon;
use gongbao::import::recognise::YearHints;
use gongbao::import::{read, understand};
use gongbao::scaffold::NamesKind;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::LazyLock;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);

// The first byte chooses the format, the others are the file.
fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else {
        return;
    };
    let endings: Vec<&str> = read::endings().collect();
    let ending = endings[usize::from(*choice) % endings.len()];
    let path = PathBuf::from(format!("a.{ending}"));
    let Ok(manuscript) = read::read_bytes(&path, bytes) else {
        return;
    };
    let understood = understand(manuscript, &LEXICON, YearHints::default(), None);
    let setting = Setting {
        names_kind: NamesKind::Yes,
        today: date(2026, 11, 26),
        language: Language::Chinese,
    };
    draft::write(&understood, &setting);
    understood.problems();
});
