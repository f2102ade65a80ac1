//! Views and a theme become bytes.
