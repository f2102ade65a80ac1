//! Import of 1,000 short reports that were scraped from a page, and of a text of 500 pages.
//!
//! `cargo bench --bench import` runs all of it, `… -- reports` the reports.

#[path = "../tests/commands/import/damage.rs"]
mod damage;
#[path = "timing/mod.rs"]
mod timing;

use damage::DAMAGES;
use gongbao::diagnostic::Language;
use gongbao::import::draft::{self, Setting};
use gongbao::import::lexicon::Lexicon;
use gongbao::import::recognise::YearHints;
use gongbao::import::{read, understand};
use gongbao::scaffold::NamesKind;
use jiff::civil::date;
use rayon::prelude::*;
use std::path::Path;
use timing::Bench;

const REPORTS: usize = 1000;

/// Of the sample's kind: a lead, an agenda, two pages of speech, captions.
const REPORT: &str = include_str!("../tests/commands/import/texts/report.txt");

/// So many times the speech makes 3,400 characters, as the sample has.
const SPEECH: usize = 14;

/// Characters of 500 pages (GB/T 9704—2012: 22 lines of 28).
const LONG: usize = 500 * 22 * 28;

fn report() -> String {
    let speech = REPORT.split("\n\n").nth(2).expect("the report has a speech");
    let speeches = vec![speech; SPEECH].join("\n\n");
    REPORT.replacen(speech, &speeches, 1)
}

/// Traditional, annotated, with half-width marks.
fn damaged(text: &str) -> Vec<u8> {
    let damage = DAMAGES.iter().find(|damage| damage.name == "all at once");
    (damage.expect("the tool has it").bytes)(text)
}

fn drafted(bytes: &[u8], lexicon: &Lexicon) -> usize {
    let manuscript = read::read_bytes(Path::new("a.txt"), bytes).expect("a text");
    let understood = understand(manuscript, lexicon, YearHints::default(), None);
    let setting = Setting {
        names_kind: NamesKind::No,
        today: date(2026, 11, 26),
        language: Language::Chinese,
    };
    draft::write(&understood, &setting).text.len()
}

fn main() {
    let bench = Bench::from_arguments();
    let lexicon = Lexicon::built_in();
    let reports = vec![damaged(&report()); REPORTS];
    bench.time(
        "reports",
        REPORTS,
        || (),
        |()| reports.par_iter().map(|bytes| drafted(bytes, &lexicon)).sum::<usize>(),
    );
    let report = report();
    let long = damaged(&report.repeat(LONG / report.chars().count() + 1));
    bench.time("500 pages", long.len(), || (), |()| drafted(&long, &lexicon));
}
