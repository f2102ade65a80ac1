//! What `site.yaml` says: as it is written, and as the rest of the program needs it, complete and checked.

mod index_pattern;
pub mod limits;
mod public_key;
mod review;
mod settings;
mod site;
mod target;

pub use index_pattern::IndexPattern;
pub use public_key::{PublicKey, Signature};
pub use review::{Need, Policy, PolicyEntry, Reviewer};
pub use settings::Settings;
pub use site::{IssuerType, LinkEntry, RuleLevel, RuleSetting, SiteFile, SiteLanguage};
pub use target::{
    Address, BucketStyle, OnFailure, OnMismatch, Server, Ssh, Store, Target, TargetEntry,
};
