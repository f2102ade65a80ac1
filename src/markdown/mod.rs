//! Markdown as the office writes it.
