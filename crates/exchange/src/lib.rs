//! Files of offices -> content ([`mod@import`]), and content -> files for Word and Excel ([`mod@export`]).

use gongbao_content::{
    chinese, diagnostic, document, markdown, markup, office, picture, read, record, say, scaffold,
    yaml,
};
use gongbao_extract::extract;

pub mod export;
pub mod import;
