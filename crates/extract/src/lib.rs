//! The text inside of files, whatever program made them: see [`extract`].

use gongbao_content::{diagnostic, office, say};

pub mod extract;
