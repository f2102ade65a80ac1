//! Pages -> the output folder: made again only where they must be, put in place only when all are made.
//!
//! A [`Writer`] brings one folder up to date and remembers what it made: in a [`Note`] beside the folder, for the next
//! program, and in memory, for the next edit. [`Output`] is the folder itself.

mod commit;
mod note;
mod output;
mod pages;
mod report;
mod staged;
mod writer;

pub use note::{Note, Outline, Whole, program};
pub use output::{Output, Written};
pub use pages::{Change, Cost, Difference};
pub use report::{BuildReport, Stages};
pub use staged::{Staged, What};
pub use writer::{Action, Look, Writer};
