//! What was found, in the forms that others read: SARIF for code hosts, JUnit for CI servers, and a page for the office.

mod html;
mod junit;
mod sarif;

pub use html::{Run, by_column, html, runs, whole_site};
pub use junit::junit;
pub use sarif::sarif;

use super::Inspection;
use crate::diagnostic::Language;
use jiff::civil::DateTime;

/// An inspection with what a report says of it.
pub struct InspectionReport<'i> {
    /// The site's name.
    pub site: &'i str,
    /// The inspection's time.
    pub clock: DateTime,
    /// How many documents it looked at.
    pub documents: usize,
    /// The report's language.
    pub language: Language,
    /// What was found.
    pub inspection: &'i Inspection,
}
