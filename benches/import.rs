//! Import of 1,000 short reports that were scraped from a page, and of a text of 500 pages.
//!
//! `cargo bench --bench import` runs all of it, `… -- reports` the reports.

#[path = "../tests/import/damage.rs"]
mod damage;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
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

const REPORTS: usize = 1000;

/// Of the sample's kind: a lead, an agenda, two pages of speech, captions.
const REPORT: &str = include_str!("../tests/import/texts/report.txt");

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

fn import(criterion: &mut Criterion) {
    let lexicon = Lexicon::built_in();
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10);
    let reports = vec![damaged(&report()); REPORTS];
    group.throughput(Throughput::Elements(REPORTS as u64));
    group.bench_function("reports", |bench| {
        bench.iter(|| reports.par_iter().map(|bytes| drafted(bytes, &lexicon)).sum::<usize>());
    });
    let report = report();
    let long = report.repeat(LONG / report.chars().count() + 1);
    let long = damaged(&long);
    group.throughput(Throughput::Bytes(long.len() as u64));
    group.bench_function("500 pages", |bench| bench.iter(|| drafted(&long, &lexicon)));
    group.finish();
}

criterion_group!(benches, import);
criterion_main!(benches);
