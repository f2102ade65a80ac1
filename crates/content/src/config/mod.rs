//! What `site.yaml` says: as it is written, and as the rest of the program needs it, complete and checked; and the rules
//! that it may weigh.

mod base_url;
mod index_pattern;
mod levels;
pub mod limits;
mod public_key;
mod review;
pub mod rules;
mod settings;
mod site;
mod target;

pub use index_pattern::IndexPattern;
pub use levels::{Levels, RuleLevel, RuleSetting, changeable};
pub use public_key::{PublicKey, Signature};
pub use review::{Need, Policy, PolicyEntry, Reviewer};
pub use settings::Settings;
pub use site::{IssuerType, LinkEntry, SiteFile, SiteLanguage};
pub use target::{
    Address, BucketStyle, OnFailure, OnMismatch, Server, Ssh, Store, Target, TargetEntry,
};
