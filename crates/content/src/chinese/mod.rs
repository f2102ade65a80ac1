//! 中文: what the program knows of Chinese office text, each thing once: its characters, numerals, days, levels and marks.
//!
//! [`usage`] holds what the standards of marks and numbers ask for. Nothing here knows of documents or files, so every room
//! may ask.

mod characters;
pub mod dates;
pub mod levels;
pub mod marks;
pub mod moments;
pub mod names;
pub mod numerals;
pub mod secrecy;
pub mod usage;

pub use characters::{is_formless, is_han, is_shared_mark, is_wide};
