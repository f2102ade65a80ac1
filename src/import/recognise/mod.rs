//! 识别: what a text or table is, and which of its words are the fields of its kind.

pub mod columns;
