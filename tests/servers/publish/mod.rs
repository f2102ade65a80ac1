//! Publishing as an office does it: through the real binary, to folders, to a real sshd, shown by a real nginx.
//!
//! `GONGBAO_KILLS=500 cargo test --test servers publish` kills more often than CI does.

mod faults;
mod folder;
#[cfg(unix)]
mod hostile;
mod http;
#[cfg(unix)]
mod late;
mod office;
mod servers;
mod ssh;
mod store;
mod watch;
mod web;

pub(crate) use office::pages;
