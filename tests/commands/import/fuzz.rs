//! Files of every format with a few bytes changed: a draft or a reason, soon and within bounds, and no panic.
//!
//! `GONGBAO_FUZZ=600 cargo test --test commands fuzz -- --nocapture` goes on for ten minutes; `GONGBAO_FUZZ_SEEDS=DIR` takes
//! files of a folder too (`.doc`, `.xls`, which nothing here writes). Otherwise it takes a short turn.

use super::{files, maker, pdf};
use crate::long::{Chance, Taken, until};
use gongbao::diagnostic::Language;
use gongbao::import::draft::{self, Setting};
use gongbao::import::lexicon::Lexicon;
use gongbao::import::recognise::YearHints;
use gongbao::import::{read, understand};
use gongbao::scaffold::NamesKind;
use jiff::civil::date;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// No changed file may take longer, in a build that is not optimised.
const SLOW: Duration = Duration::from_secs(10);
/// Nor may all of them together need more memory, in kilobytes.
const MEMORY: usize = 2 << 20;
/// The turn that every run takes.
const SHORT: Duration = Duration::from_secs(3);

/// A whole file: its ending, and its bytes or the parts that are zipped once one was changed.
struct Seed {
    ending: String,
    parts: Vec<(String, Vec<u8>)>,
    is_zip: bool,
}

impl Seed {
    fn file(ending: &str, bytes: Vec<u8>) -> Self {
        Self { ending: ending.to_owned(), parts: vec![(String::new(), bytes)], is_zip: false }
    }

    fn zip(ending: &str, parts: &[(&str, &str)]) -> Self {
        let part = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
        Self { ending: ending.to_owned(), parts: parts.iter().map(part).collect(), is_zip: true }
    }

    /// The file with one of its parts changed.
    fn changed(&self, chance: &mut Chance) -> Vec<u8> {
        let mut parts = self.parts.clone();
        let at = chance.below(parts.len());
        change(&mut parts[at].1, chance);
        match self.is_zip {
            true => files::zipped_bytes(&parts),
            false => parts.swap_remove(at).1,
        }
    }
}

/// Bytes turned, put in, taken out, said twice; numbers made large.
fn change(bytes: &mut Vec<u8>, chance: &mut Chance) {
    const WORDS: [&[u8]; 8] =
        [b"999999999", b"-1", b"<<", b"[", b"\xff\xff\xff\xff", b"\0\0\0\0", b"<a>", b"{\\*"];
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len());
        match chance.below(6) {
            0 | 1 if !bytes.is_empty() => bytes[at] = u8::try_from(chance.below(256)).unwrap_or(0),
            2 if !bytes.is_empty() => bytes[at] ^= 1 << chance.below(8),
            3 => drop(bytes.splice(at..at, WORDS[chance.below(WORDS.len())].to_vec())),
            4 => {
                let end = (at + chance.below(200)).min(bytes.len());
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            _ => drop(bytes.drain(at..(at + chance.below(40)).min(bytes.len()))),
        }
    }
}

fn seeds() -> Vec<Seed> {
    let mut seeds: Vec<Seed> = maker::made()
        .into_iter()
        .step_by(3)
        .map(|made| Seed::file(made.name.rsplit('.').next().unwrap_or_default(), made.bytes))
        .collect();
    let letter = "From: a@example.gov.cn\nSubject: =?utf-8?B?6YCa55+l?=\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n\n<p>各乡镇：请于4月1日前报送。</p>\n--x\nContent-Disposition: attachment; filename=a.txt\nContent-Transfer-Encoding: base64\n\nNDU2\n--x--\n";
    let rich = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 a;}}{\\info{\\title t}}\\pard\\u36890?\\u30693?\\par\\trowd\\pard\\intbl 1\\cell\\intbl 2\\cell\\row{\\field{\\*\\fldinst HYPERLINK}{\\fldrslt 3}}\\par}";
    let text = "<text:p>各乡镇<office:annotation><text:p>注</text:p></office:annotation></text:p><table:table table:name=\"t\"><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>";
    let page = "<P><Area><PhysicalBox>0 0 210 297</PhysicalBox></Area><TextObject Boundary=\"30 40 50 6\" Size=\"6\"><TextCode>关于做好春耕工作的通知</TextCode></TextObject><PathObject Boundary=\"30 60 100 0.3\"/><ImageObject/></P>";
    let paragraphs = "<w:document><w:body><w:p><w:r><w:t>关于做好春耕工作的通知</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let cells = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名</t></is></c><c r=\"B1\" s=\"1\"><v>41000</v></c></row></sheetData></worksheet>";
    let book = "<workbook><sheets><sheet name=\"名单\" r:id=\"r1\"/></sheets></workbook>";
    let relations =
        "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    seeds.extend([
        Seed::file("eml", letter.into()),
        Seed::file("mht", letter.into()),
        Seed::file("rtf", rich.into()),
        Seed::file("csv", "姓名,职务\n李明远,\"县长\"\n".into()),
        Seed::file("md", "---\ntitle: a\ntags: [b]\n---\n\n**c**[^1]\n\n[^1]: d\n".into()),
        Seed::file("pdf", pdf::ruled()),
        Seed::zip("docx", &[("word/document.xml", paragraphs)]),
        Seed::zip(
            "odt",
            &[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", text)],
        ),
        Seed::zip("ofd", &[("OFD.xml", "<OFD/>"), ("Doc_0/Pages/Page_0/Content.xml", page)]),
        Seed::zip(
            "xlsx",
            &[
                ("xl/workbook.xml", book),
                ("xl/_rels/workbook.xml.rels", relations),
                ("xl/worksheets/sheet1.xml", cells),
            ],
        ),
    ]);
    seeds.extend(given());
    seeds
}

/// Files that somebody has at hand.
fn given() -> Vec<Seed> {
    let Some(folder) = std::env::var_os("GONGBAO_FUZZ_SEEDS") else { return Vec::new() };
    let entries = fs::read_dir(folder).expect("the folder of seeds");
    let paths = entries.map(|entry| entry.expect("a seed").path()).filter(|path| path.is_file());
    paths.map(|path| Seed::file(&read::ending(&path), fs::read(&path).expect("a seed"))).collect()
}

/// What import does with a file, but for writing.
fn import(ending: &str, bytes: &[u8], lexicon: &Lexicon) {
    let path = format!("a.{ending}");
    if let Ok(manuscript) = read::read_bytes(Path::new(&path), bytes) {
        let understood = understand(manuscript, lexicon, YearHints::default(), None);
        let setting = Setting {
            names_kind: NamesKind::Yes,
            today: date(2026, 11, 26),
            language: Language::Chinese,
        };
        draft::write(&understood, &setting);
        understood.problems();
    }
}

#[test]
fn fuzz() {
    let until = until("GONGBAO_FUZZ", SHORT);
    let (seeds, lexicon) = (seeds(), Lexicon::built_in());
    let (mut turns, mut slowest) = (0_u64, Duration::ZERO);
    while Instant::now() < until {
        turns += 1;
        let mut chance = Chance::of(turns);
        let seed = &seeds[chance.below(seeds.len())];
        let bytes = seed.changed(&mut chance);
        let begun = Instant::now();
        let ended = catch_unwind(AssertUnwindSafe(|| import(&seed.ending, &bytes, &lexicon)));
        let took = begun.elapsed();
        slowest = slowest.max(took);
        if ended.is_err() || took > SLOW {
            let path = std::env::temp_dir().join(format!("gongbao-fuzz-{turns}.{}", seed.ending));
            fs::write(&path, &bytes).expect("the folder of temporary files");
            panic!("turn {turns}: {took:?}, see {}", path.display());
        }
    }
    let peak = Taken::by(std::process::id()).peak;
    println!("{turns} files, the slowest {slowest:?}, {} MB", peak >> 10);
    assert!(peak < MEMORY, "{} MB", peak >> 10);
}
