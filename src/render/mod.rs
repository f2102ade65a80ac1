//! Views and a theme become bytes.

pub mod chart;
