//! What county offices write, read and checked, each file on its own: [`document`]s, settings ([`config`]), the office's
//! approvals ([`review`]), and the files of office programs ([`office`]). Everything that a user is told is a [`diagnostic`].
//!
//! The house as a whole is shown by the crate `gongbao`; rooms of crates below are named here as if they were at home.

pub mod chinese;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod file;
pub mod markdown;
pub mod markup;
pub mod office;
pub mod picture;
pub mod read;
pub mod record;
pub mod review;
pub mod scaffold;
pub mod schema;
pub mod yaml;
