//! Writes a made-up county's site of any size: `cargo run --release --example corpus -- site 10000`.

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use clap::Parser;
use corpus::Corpus;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write a made-up county's site, to measure on and to look at.
#[derive(Parser)]
struct Arguments {
    /// The folder that gets `content/`, which must not be there yet
    folder: PathBuf,
    /// How many documents
    documents: usize,
    /// Another seed gives other words
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> ExitCode {
    let Arguments { folder, documents, seed } = Arguments::parse();
    match (Corpus { documents, seed }).write(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write {}: {error}", folder.join("content").display());
            ExitCode::from(2)
        }
    }
}
