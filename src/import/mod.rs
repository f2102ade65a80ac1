//! 导入: what the office already has, in whatever file, becomes content: a draft in Markdown with typed front matter.
//!
//! [`mod@read`] makes a [`manuscript`] of the file; later steps clean it, recognise what it is, and write the draft.

pub mod clean;
pub mod lexicon;
pub mod manuscript;
pub mod numbering;
pub mod passage;
pub mod read;
pub mod recognise;
