//! Inputs that cost more than their size once, at n, 2n and 4n: in the last column each stays what it is.
//!
//! `cargo bench --bench growth` runs all of them, `… -- tags` those whose names hold the word.

#[path = "timing/mod.rs"]
mod timing;

use gongbao::diagnostic::{Language, Silent};
use gongbao::import::draft::{self, Setting};
use gongbao::import::lexicon::Lexicon;
use gongbao::import::recognise::YearHints;
use gongbao::import::{read, understand};
use gongbao::scaffold::NamesKind;
use gongbao::session::{Request, build};
use gongbao::site::Audience;
use gongbao::write::Action;
use jiff::civil::date;
use std::fs;
use std::path::Path;
use timing::Bench;

const SIZES: [usize; 3] = [5_000, 10_000, 20_000];

/// So many things of one kind, as bytes.
type Make = fn(usize) -> Vec<u8>;

/// Texts of documents.
const TEXTS: [(&str, Make); 7] = [
    ("tags that close others", |n| "<b></i>".repeat(n).into()),
    ("stars in figures", |n| "字*8".repeat(n).into()),
    ("brackets", |n| "[".repeat(n).into()),
    ("links to nothing", |n| {
        (0..n).map(|i| format!("[甲](none-{i}.md)\n\n")).collect::<String>().into()
    }),
    ("quotes", |n| "> 甲\n\n".repeat(n).into()),
    ("notes", |n| (0..n).map(|i| format!("甲[^{i}]\n\n")).collect::<String>().into()),
    ("rows of a table", |n| format!("| a |\n|---|\n{}", "| 1 |\n".repeat(n)).into()),
];

/// Files that are imported.
const FILES: [(&str, Make); 9] = [
    ("zeros.txt", |n| vec![0; n * 50]),
    ("random.txt", |n| (0..n as u32 * 20).map(noise).collect()),
    ("no-controls.txt", |n| (0..n as u32 * 5).map(|i| noise(i) | 0x20).collect()),
    ("one-line.txt", |n| "县人民政府".repeat(n).into()),
    ("attributes.html", |n| {
        let attributes: String = (0..n).map(|i| format!("a{i}=\"x\" ")).collect();
        format!("<p {attributes}>各乡镇：请于四月一日前报送。</p>").into()
    }),
    ("open-tags.html", |n| "<div><b>甲".repeat(n / 10).into()),
    ("tags-that-close-others.html", |n| "<b>甲</i>".repeat(n / 10).into()),
    ("open-quote.csv", |n| format!("甲,\"乙\n{}", "丙,丁\n".repeat(n)).into()),
    ("quotes.csv", |n| "\"甲\n".repeat(n).into()),
];

/// Bytes without any order, the same every time.
fn noise(at: u32) -> u8 {
    let mixed = (at ^ at >> 15).wrapping_mul(0x2c1b_3c6d);
    ((mixed ^ mixed >> 12).wrapping_mul(0x297a_2d39) >> 24) as u8
}

fn main() {
    let bench = Bench::from_arguments();
    for (name, make) in TEXTS {
        for size in SIZES {
            let folder = site(&make(size));
            bench.time(name, size, || forget(folder.path()), |()| built(folder.path()));
        }
    }
    let lexicon = Lexicon::built_in();
    for (name, make) in FILES {
        for size in SIZES {
            let bytes = make(size);
            bench.time(name, size, || (), |()| imported(name, &bytes, &lexicon));
        }
    }
}

fn site(text: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).expect("the folder is ours");
    };
    fs::create_dir_all(folder.path().join("content/news")).expect("the folder is ours");
    let settings = "网站名称: 云溪县\n网址: https://www.example.gov.cn/\n预览: true\n";
    write("content/site.yaml", settings.as_bytes());
    write("content/news/_index.md", "---\n名称: 要闻\n---\n".as_bytes());
    let front = "---\n标题: 甲\n发布日期: 2026-01-05\n---\n\n";
    write("content/news/a.md", &[front.as_bytes(), text].concat());
    folder
}

fn forget(folder: &Path) {
    // The first time there is none.
    drop(fs::remove_dir_all(folder.join("public")));
    drop(fs::remove_file(folder.join(".public.gongbao-state")));
}

/// With or without errors: how many.
fn built(folder: &Path) -> usize {
    let request = Request {
        source: folder.to_owned(),
        output: folder.join("public"),
        clock: date(2026, 12, 1).at(8, 0, 0, 0),
        audience: Audience::Public,
        search: true,
    };
    build(&request, Action::Write, &Silent).1.len()
}

fn imported(name: &str, bytes: &[u8], lexicon: &Lexicon) -> usize {
    let Ok(manuscript) = read::read_bytes(Path::new(name), bytes) else {
        return 0;
    };
    let understood = understand(manuscript, lexicon, YearHints::default(), None);
    let setting = Setting {
        names_kind: NamesKind::No,
        today: date(2026, 11, 26),
        language: Language::Chinese,
    };
    draft::write(&understood, &setting).text.len()
}
