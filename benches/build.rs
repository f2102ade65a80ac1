//! The stages of a build, each on its own, on a made-up site of 1,000 documents.
//!
//! `cargo bench --bench build` runs all of them, `… -- render` one. The whole way at other sizes, and what a save takes
//! while the site is watched, are in `live.rs`.

#[path = "corpus/mod.rs"]
mod corpus;

use corpus::Corpus;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use gongbao::check::{check, pages};
use gongbao::diagnostic::Silent;
use gongbao::read::{Content, read};
use gongbao::render::Renderer;
use gongbao::review::Reviews;
use gongbao::session::{Request, Session, build};
use gongbao::site::{Audience, Sight, link};
use gongbao::write::{Action, Stages};
use jiff::civil::{DateTime, date};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

const DOCUMENTS: usize = 1000;

/// Later than every document.
const CLOCK: DateTime = date(2026, 12, 1).at(8, 0, 0, 0);

const SIGHT: Sight = Sight { clock: CLOCK, audience: Audience::Public, search: true };

fn content(folder: &Path) -> Content {
    let (content, problems) = read(folder);
    assert!(problems.is_empty(), "{problems:?}");
    content.expect("content without problems")
}

fn session(folder: &Path) -> Session {
    let mut session = Session::new(folder, Audience::Public);
    session.read(CLOCK, &mut Stages::default());
    assert!(session.problems().is_empty(), "{:?}", session.problems());
    session
}

fn stages(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = Corpus { documents: DOCUMENTS, seed: 1 };
    corpus.write(folder.path()).expect("a corpus");
    documents(criterion, folder.path());
    addresses(criterion, folder.path());
    edits(criterion, folder.path());
}

/// What grows with the number of documents.
fn documents(criterion: &mut Criterion, folder: &Path) {
    let mut group = criterion.benchmark_group("documents");
    group.sample_size(10);
    group.throughput(Throughput::Elements(DOCUMENTS as u64));
    group.bench_function("read", |bench| bench.iter(|| read(folder)));
    group.bench_function("link", |bench| {
        bench.iter_batched(
            || content(folder),
            |content| link(content, Reviews::default(), SIGHT),
            BatchSize::PerIteration,
        );
    });
    let request = Request {
        source: folder.to_owned(),
        output: folder.join("public"),
        clock: CLOCK,
        audience: Audience::Public,
        search: true,
    };
    let built = || {
        let (report, problems) = build(&request, Action::Write, &Silent);
        report.unwrap_or_else(|| panic!("{problems:?}"))
    };
    let remove = || {
        // The first time there is none.
        drop(fs::remove_dir_all(folder.join("public")));
        drop(fs::remove_file(folder.join(".public.gongbao-state")));
    };
    group.bench_function("build", |bench| {
        bench.iter_batched(remove, |()| built(), BatchSize::PerIteration);
    });
    group.bench_function("build again", |bench| bench.iter(built));
    let session = session(folder);
    let renderer = session.renderer().expect("a site");
    group.bench_function("check", |bench| {
        bench.iter(|| check(renderer.site(), pages::check(renderer, |_| true)));
    });
    group.finish();
}

/// What is done once for every address; nothing of it touches the disk.
fn addresses(criterion: &mut Criterion, folder: &Path) {
    let session = session(folder);
    let renderer = session.renderer().expect("a site");
    let targets: Vec<_> = renderer.site().routes.iter().collect();
    let mut group = criterion.benchmark_group("addresses");
    group.sample_size(10);
    group.throughput(Throughput::Elements(targets.len() as u64));
    group.bench_function("prepare", |bench| {
        bench.iter(|| {
            let prepared = targets.par_iter().map(|(_, target)| renderer.prepare(target));
            prepared.map(|prepared| prepared.fingerprint).reduce(|| 0, |all, one| all ^ one)
        });
    });
    group.bench_function("render", |bench| {
        bench.iter(|| {
            targets.par_iter().for_each(|(route, target)| {
                let page = renderer.page(route, target);
                black_box(page.unwrap_or_else(|problem| panic!("{problem:?}")));
            });
        });
    });
    group.finish();
}

/// A save as a watched site sees it, up to where pages are made.
fn edits(criterion: &mut Criterion, folder: &Path) {
    let mut session = session(folder);
    let path = any_news(session.renderer().expect("a site"), folder);
    let text = fs::read_to_string(&path).expect("a document");
    let files = BTreeSet::from([path.clone()]);
    let mut group = criterion.benchmark_group("edit");
    let mut number = 0;
    for (name, edit) in [
        (
            "text",
            (|text: &str, n: usize| format!("{text}\n改动 {n}。\n")) as fn(&str, usize) -> String,
        ),
        ("title", |text, n| text.replacen("标题: ", &format!("标题: {n} "), 1)),
    ] {
        group.bench_function(name, |bench| {
            bench.iter_batched(
                || {
                    number += 1;
                    fs::write(&path, edit(&text, number)).expect("a document");
                },
                |()| session.update(&files, CLOCK, &mut Stages::default()),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn any_news(renderer: &Renderer, folder: &Path) -> PathBuf {
    let site = renderer.site();
    let mut paths = site.ids().map(|id| site.document(id).path.clone());
    let news = paths.find(|path| path.starts_with("news/")).expect("there is news");
    folder.join(format!("content/{news}.md"))
}

criterion_group!(benches, stages);
criterion_main!(benches);
