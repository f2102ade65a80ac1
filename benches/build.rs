//! The stages of a build, each on its own, on a made-up site of 1,000 documents.
//!
//! `cargo bench --bench build` runs all of them, `… -- render` one. The whole way at other sizes, and what a save takes
//! while the site is watched, are in `live.rs`.

#[path = "corpus/mod.rs"]
mod corpus;
#[path = "timing/mod.rs"]
mod timing;

use corpus::Corpus;
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
use timing::Bench;

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

fn main() {
    let bench = Bench::from_arguments();
    let folder = tempfile::tempdir().expect("a folder");
    let corpus = Corpus { documents: DOCUMENTS, seed: 1 };
    corpus.write(folder.path()).expect("a corpus");
    documents(&bench, folder.path());
    addresses(&bench, folder.path());
    edits(&bench, folder.path());
}

/// What grows with the number of documents.
fn documents(bench: &Bench, folder: &Path) {
    bench.time("read", DOCUMENTS, || (), |()| read(folder));
    bench.time(
        "link",
        DOCUMENTS,
        || content(folder),
        |content| link(content, Reviews::default(), SIGHT),
    );
    let request = Request {
        source: folder.to_owned(),
        output: folder.join("public"),
        clock: CLOCK,
        audience: Audience::Public,
        search: true,
    };
    let built = |()| {
        let (report, problems) = build(&request, Action::Write, &Silent);
        report.unwrap_or_else(|| panic!("{problems:?}"))
    };
    let remove = || {
        // The first time there is none.
        drop(fs::remove_dir_all(folder.join("public")));
        drop(fs::remove_file(folder.join(".public.gongbao-state")));
    };
    bench.time("build", DOCUMENTS, remove, built);
    bench.time("build again", DOCUMENTS, || (), built);
    let session = session(folder);
    let renderer = session.renderer().expect("a site");
    bench.time(
        "check",
        DOCUMENTS,
        || (),
        |()| check(renderer.site(), pages::check(renderer, |_| true)),
    );
}

/// What is done once for every address; nothing of it touches the disk.
fn addresses(bench: &Bench, folder: &Path) {
    let session = session(folder);
    let renderer = session.renderer().expect("a site");
    let targets: Vec<_> = renderer.site().routes.iter().collect();
    bench.time(
        "prepare",
        targets.len(),
        || (),
        |()| {
            let prepared = targets.par_iter().map(|(_, target)| renderer.prepare(target));
            prepared.map(|prepared| prepared.fingerprint).reduce(|| 0, |all, one| all ^ one)
        },
    );
    bench.time(
        "render",
        targets.len(),
        || (),
        |()| {
            targets.par_iter().for_each(|(route, target)| {
                let page = renderer.page(route, target);
                black_box(page.unwrap_or_else(|problem| panic!("{problem:?}")));
            });
        },
    );
}

/// A save as a watched site sees it, up to where pages are made.
fn edits(bench: &Bench, folder: &Path) {
    let mut session = session(folder);
    let path = any_news(session.renderer().expect("a site"), folder);
    let text = fs::read_to_string(&path).expect("a document");
    let files = BTreeSet::from([path.clone()]);
    let mut number = 0;
    for (name, edit) in [
        (
            "edit of a text",
            (|text: &str, n: usize| format!("{text}\n改动 {n}。\n")) as fn(&str, usize) -> String,
        ),
        ("edit of a title", |text, n| text.replacen("标题: ", &format!("标题: {n} "), 1)),
    ] {
        let save = || {
            number += 1;
            fs::write(&path, edit(&text, number)).expect("a document");
        };
        bench.time(name, 1, save, |()| {
            session.update(&files, CLOCK, &mut Stages::default());
        });
    }
}

fn any_news(renderer: &Renderer, folder: &Path) -> PathBuf {
    let site = renderer.site();
    let mut paths = site.ids().map(|id| site.document(id).path.clone());
    let news = paths.find(|path| path.starts_with("news/")).expect("there is news");
    folder.join(format!("content/{news}.md"))
}
