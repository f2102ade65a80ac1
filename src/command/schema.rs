//! `gongbao schema`: what staff may write, for editors and for readers.

use super::{Console, Outcome};
use crate::cli;
use crate::schema::{self, reference};

/// Prints a schema, or the field reference.
pub fn run(args: &cli::Schema, console: &Console) -> Outcome {
    let text = match (args.markdown, args.target) {
        (true, None) => reference::reference(console.language),
        (true, Some(target)) => reference::of(target, console.language),
        (false, None) => schema::text(&schema::all()),
        (false, Some(target)) => schema::text(&schema::of(target)),
    };
    console.print(&text)
}
