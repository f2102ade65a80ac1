//! Pictures and files that a page shows or offers.

use crate::view;

view! {
    /// A picture with its words.
    pub struct Image {
        /// Its path, in a form that every browser understands.
        src: String,
        /// The same in WebP and several widths, as `srcset` has it; empty where there is no choice.
        choices: String,
        /// For those who cannot see it; may be empty.
        alt: String,
        /// Shown below; may be empty.
        caption: String,
        /// Who took it; may be empty.
        credit: String,
        /// Pixels, as text; empty where not known.
        width: String,
        /// Pixels, as text; empty where not known.
        height: String,
    }

    /// A file to download.
    pub struct Download {
        /// Its official title.
        title: String,
        /// Its path.
        url: String,
        /// `24 KB`; empty for files made by the build.
        size: String,
        /// `PDF`, `DOCX`, `CSV` …
        format: String,
    }
}
