//! Building again: what becomes of a site whose files change, whose build is killed, and that is watched.

mod county;
mod during;
mod edit;
mod fail;
mod follow;
mod kill;
#[path = "../long/mod.rs"]
mod long;
mod mutate;
mod sequences;
#[path = "../site/mod.rs"]
mod site;
#[path = "../skip/mod.rs"]
mod skip;
mod watch;
