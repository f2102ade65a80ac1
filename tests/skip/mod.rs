//! Says that a test did less than it could. The harness holds back what a passing test prints, not what it writes.

use std::io::Write;

pub(crate) fn skipped(why: &str) {
    // Where standard error cannot be written, nobody is left to be told.
    drop(writeln!(std::io::stderr(), "SKIPPED: {why}"));
}
