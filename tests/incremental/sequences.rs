//! Incremental = clean: after any sequence of edits the output folder is, byte for byte, what a clean build gives.
//!
//! Every edit is followed in three ways: by the binary, which finds its notes beside the output folder; by a session, as
//! `watch` keeps one; and by the binary into an empty folder, which is right by definition.
//!
//! `PROPTEST_CASES=2000 cargo test --release --test incremental` makes thousands of sequences; CI makes hundreds. One
//! that fails is made short and printed; its seed is kept in `failures.txt`, with which the next run begins.

use crate::edit::{self, Edit};
use crate::follow::Followers;
use proptest::collection;
use proptest::test_runner::{Config, FileFailurePersistence, TestRunner};

/// Sequences of edits where nobody says how many.
const CASES: u32 = 30;

/// Where the seeds of sequences that failed are kept.
const FAILURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/incremental/failures.txt");

/// After so many failed builds in a row somebody mends the site.
const PATIENCE: usize = 2;

/// Each edit of the county, alone, does what it is listed for, and is followed both there and back.
#[test]
fn each_edit_alone_is_followed() {
    let mut followers = Followers::new();
    let home = followers.check();
    assert!(home.is_some(), "{}", followers.said());
    let mut wrong = Vec::new();
    for (place, edits) in edit::all() {
        for edit in edits {
            followers.make(&[edit]);
            let built = followers.check();
            let shown = edit.to_string();
            if built.is_some() != edit.is_good() {
                wrong.push(format!(
                    "{shown}: {}",
                    followers.said().lines().next().unwrap_or_default()
                ));
            }
        }
        followers.make(&[place.back()]);
        assert!(followers.check() == home, "{place}: the way back");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn any_sequence_of_edits_is_followed() {
    let cases = std::env::var("PROPTEST_CASES").ok();
    let mut runner = TestRunner::new(Config {
        cases: cases.map_or(CASES, |cases| cases.parse().expect("a number")),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(FAILURES))),
        max_shrink_iters: 300,
        ..Config::default()
    });
    let sequences = collection::vec(edit::moment(), 1..12);
    let outcome = runner.run(&sequences, |moments| {
        follow_all(&moments);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

fn follow_all(moments: &[Vec<Edit>]) {
    let mut followers = Followers::new();
    followers.check();
    let mut failures = 0;
    for edits in moments {
        followers.make(edits);
        failures = match followers.check() {
            Some(_) => 0,
            None => failures + 1,
        };
        if failures >= PATIENCE {
            followers.undo();
            assert!(followers.check().is_some(), "{}", followers.said());
            failures = 0;
        }
    }
}
