//! The benches' corpus is a site without any problem, and the same one every time.

#[path = "../../benches/corpus/mod.rs"]
mod corpus;

use crate::site::{Tree, tree};
use corpus::Corpus;
use gongbao::review::Reviews;
use gongbao::site::{Audience, Sight};
use jiff::civil::date;
use tempfile::tempdir;

fn written(documents: usize, seed: u64) -> Tree {
    let folder = tempdir().expect("a folder");
    Corpus { documents, seed }.write(folder.path()).expect("written");
    tree(folder.path())
}

#[test]
fn it_has_no_problem() {
    for documents in [0, 1, 2, 3, 7, 400] {
        let folder = tempdir().expect("a folder");
        Corpus { documents, seed: 7 }.write(folder.path()).expect("written");
        let (content, mut problems) = gongbao::read::read(folder.path());
        let clock = date(2026, 12, 1).at(8, 0, 0, 0);
        let sight = Sight { clock, audience: Audience::Public, search: true };
        let (site, found) =
            gongbao::site::link(content.expect("content"), Reviews::default(), sight);
        problems.extend(found);
        assert!(problems.is_empty(), "{documents}: {problems:#?}");
        assert_eq!(site.entries.len(), documents);
    }
}

#[test]
fn it_depends_on_size_and_seed_alone() {
    let first = written(40, 1);
    assert!(first == written(40, 1), "two corpora of one seed differ");
    let other = written(40, 2);
    let changed = first.iter().filter(|(name, text)| other.get(*name) != Some(text)).count();
    assert!(changed >= 40, "only {changed} of {} files depend on the seed", first.len());
}

#[test]
fn it_does_not_write_over_a_site() {
    let folder = tempdir().expect("a folder");
    let corpus = Corpus { documents: 1, seed: 1 };
    corpus.write(folder.path()).expect("written");
    corpus.write(folder.path()).expect_err("there is one already");
}
