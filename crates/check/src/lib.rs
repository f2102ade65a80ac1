//! What an inspection of a county site would find, found first: see [`check`].

use gongbao_content::{
    chinese, config, diagnostic, document, file, markdown, markup, read, record, review, say,
};
use gongbao_extract::extract;
use gongbao_site::{render, site};

pub mod check;
