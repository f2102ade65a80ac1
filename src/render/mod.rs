//! Views and a theme become bytes.

pub mod atom;
pub mod calendar_file;
pub mod csv;
pub mod feed;
pub mod json_feed;
pub mod json_ld;
pub mod robots;
pub mod sitemap;
pub mod time;
pub mod url;
mod xml;
