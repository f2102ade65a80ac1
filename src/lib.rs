//! gongbao 公报.

pub mod markdown;
pub mod render;
