//! gongbao 公报.

pub mod config;
pub mod diagnostic;
pub mod document;
pub mod markdown;
pub mod record;
pub mod render;
pub mod view;
pub mod yaml;
