//! Publishing as an office does it: through the real binary, to folders, to a real sshd, shown by a real nginx.
//!
//! `GONGBAO_KILLS=500 cargo test --test publish` kills more often than CI does. Tests that need a server which is not
//! installed say so and pass; with `CI=true` they fail.

mod faults;
mod folder;
mod http;
mod office;
mod servers;
#[path = "../skip/mod.rs"]
mod skip;
mod ssh;
mod store;
mod watch;
mod web;
