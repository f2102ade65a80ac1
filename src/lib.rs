//! gongbao 公报.

pub mod chart;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod markdown;
pub mod read;
pub mod record;
pub mod render;
pub mod site;
pub mod view;
pub mod yaml;
