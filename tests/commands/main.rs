//! The commands as a user meets them: through the real binary, on small folders and on the example county.
//!
//! What one file of text can say, a site, a command and its answer, is a case in `tests/cases/`; here is what needs a program: sites
//! that are made by a loop, bytes that are no text, other programs, many runs.
//!
//! `GONGBAO_BLESS=1 cargo test --test commands` writes the generated pages of the manual anew.

mod addresses;
mod arguments;
mod bad_input;
mod bench_corpus;
mod check;
mod commonmark;
mod example;
mod export;
mod import;
mod inspected;
mod links;
#[path = "../long/mod.rs"]
mod long;
mod order;
mod pictures;
mod review;
mod scaffold;
#[path = "../site/mod.rs"]
mod site;
#[path = "../skip/mod.rs"]
mod skip;
#[cfg(unix)]
mod terminal;
mod traditional;
