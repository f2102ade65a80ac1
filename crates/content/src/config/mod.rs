//! What `site.yaml` says: as it is written, and as the rest of the program needs it, complete and checked.

mod index_pattern;
mod public_key;
mod review;
mod site;
mod target;

pub use index_pattern::IndexPattern;
pub use public_key::{PublicKey, Signature};
pub use review::{Need, Policy, PolicyEntry, Reviewer};
pub use site::{IssuerType, LinkEntry, RuleLevel, RuleSetting, Settings, SiteFile, SiteLanguage};
pub use target::{
    Address, BucketStyle, OnFailure, OnMismatch, Server, Ssh, Store, Target, TargetEntry,
};
