//! A built site -> web servers and buckets, as whole releases: see [`mod@publish`].

use gongbao_content::{config, diagnostic, file, say};
use gongbao_site::write;

pub mod publish;
