//! Arguments -> command -> report -> exit code.

use gongbao::cli;
use gongbao::command::{self, Console};
use std::process::ExitCode;

/// Pages are made of many short texts on many threads, which this allocator hands out faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    let language = cli::language(&args, |name| std::env::var(name).ok());
    let color = cli::colors(&args);
    let outcome = match cli::parse(&args, language, color) {
        Ok(cli) => command::run(&cli, language),
        Err(stop) => Console::new(language, color).stop(&stop),
    };
    outcome.into()
}
