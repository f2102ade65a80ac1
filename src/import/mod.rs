//! 导入: what the office already has, in whatever file, becomes content: a draft in Markdown with typed front matter.
//!
//! A reader makes a [`manuscript`] of the file; later steps clean it, recognise what it is, and write the draft.

pub mod manuscript;
pub mod read;
pub mod recognise;
