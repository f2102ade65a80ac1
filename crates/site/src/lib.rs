//! Documents -> one linked [`mod@site`] -> [`mod@view`]s -> pages ([`render`]) -> the output folder ([`mod@write`]).

use gongbao_content::{
    chinese, choice, config, diagnostic, document, file, markdown, markup, office, picture, read,
    record, review, say, yaml,
};

pub mod chart;
pub mod render;
pub mod search;
pub mod site;
pub mod view;
pub mod write;
