//! `gongbao build`.

use super::{Console, Outcome};
use crate::cli;
use crate::diagnostic::Diagnostic;
use crate::say;

/// Builds the site.
pub fn run(_args: &cli::Build, console: &Console) -> Outcome {
    console.refuse(Diagnostic::error(
        "build",
        say!("还不能生成网站", "the site cannot be built yet"),
    ))
}
