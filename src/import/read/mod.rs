//! One file a format: bytes -> [`Manuscript`](super::manuscript::Manuscript).
//!
//! A reader takes what the format says and adds nothing. It follows nothing that leads out of the file but pictures and
//! attachments that lie beside it, and tells all that it left out.

mod beside;
mod decode;
pub mod docx;
mod fault;
pub mod html;
pub mod markdown;
pub(crate) mod seen;
pub mod sheet;
