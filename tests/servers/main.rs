//! The site as it is served and published: the preview, real web servers.
//!
//! Tests that need a program which is not installed say so and pass; with `CI=true` those of publishing fail.

mod browser;
#[path = "../chromium/mod.rs"]
mod chromium;
mod crowd;
#[path = "../long/mod.rs"]
mod long;
mod preview;
mod publish;
mod serve;
#[path = "../site/mod.rs"]
mod site;
#[path = "../skip/mod.rs"]
mod skip;
mod soak;
