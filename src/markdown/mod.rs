//! Markdown as the office writes it.

/// Placeholder shape until the module lands.
#[derive(Debug, Default)]
pub struct Facts {}
