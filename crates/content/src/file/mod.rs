//! Files, whatever stands in them: how one is told from another, what it is, and how one is put in place whole.

mod below;
pub mod mime;
pub mod note;
mod replace;
mod stamp;
mod sum;

pub use below::open_below;
pub use replace::{Flush, create, replace};
pub use stamp::Stamp;
pub use sum::Sum;

use std::hash::{Hash, Hasher};

/// The hash of a value, stable across runs of one program: what tells that nothing has changed.
pub fn fingerprint(value: &impl Hash) -> u64 {
    let mut hasher = rapidhash::quality::RapidHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
