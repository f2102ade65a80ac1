//! For every page a small struct made for its template: what it may see, and nothing else.
//!
//! A view is declared with [`view!`](crate::view!), which derives its fingerprint and what a template sees
//! from the same list of fields: nothing can reach a page that is not in the fingerprint.

mod block;
mod document;
pub mod event;
mod expose;
pub mod json_ld;
mod keys;
mod lens;
mod list;
pub mod make;
mod media;
mod report;
mod shell;
mod state;
pub mod time;
mod told;

pub use block::*;
pub use document::*;
pub use expose::{Fields, Html, Shared};
pub use lens::{Lens, Trace};
pub use list::*;
pub use make::{Sight, View, Views, shell};
pub use media::*;
pub use report::*;
pub use shell::*;
pub use state::*;
