//! How something stands, for styles and for readers.

use crate::view;

view! {
    /// A state with a word: `{code: "overdue", name: "逾期"}`.
    pub struct State {
        /// For CSS classes.
        code: &'static str,
        /// For readers.
        name: String,
    }
}
