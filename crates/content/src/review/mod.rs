//! 三审三校: what the office has not approved does not go out.
//!
//! The [`Policy`](crate::config::Policy) of `site.yaml` says which documents need whose approval. An approval is a line of the [`log`], bound to
//! the sums of what was approved ([`subject`]) and sealed with the reviewer's [`key`]; the text itself is kept in the
//! [`archive`]. [`standing`] holds the documents of a site against the log, [`Memory`] does so again and again, [`desk`]
//! adds a line. Log and texts stand in `reviews/` beside `content/` and travel with it.

pub mod archive;
pub mod desk;
pub mod diff;
mod folder;
mod head;
pub mod key;
pub mod log;
mod memory;
pub mod standing;
pub mod subject;

pub use memory::Memory;
pub use standing::{Case, Reviews, State};
