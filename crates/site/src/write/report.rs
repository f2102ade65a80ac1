//! What a build did: counts, changes, costs, the time of each stage.

use super::output::Written;
use super::pages::{Change, Cost};
use crate::site::Site;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What a build did.
#[derive(Debug, Default)]
pub struct BuildReport {
    /// Pages and files by what they are, in the order of the names.
    pub counts: BTreeMap<String, usize>,
    /// Documents that stayed out: `draft`, `future`, `expired`, `unapproved`; and `edited`: those shown as they were approved.
    pub left_out: BTreeMap<String, usize>,
    /// What was done to the output folder.
    pub written: Written,
    /// Each file that is not what it was, by name.
    pub changes: Vec<Change>,
    /// What each page took; empty where nothing had to be made.
    pub costs: Vec<Cost>,
    /// Each stage with its time.
    pub times: Vec<(&'static str, Duration)>,
}

pub(super) fn counts(site: &Site) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for resource in site.routes.values() {
        *counts.entry(resource.handling(site).counted.to_owned()).or_insert(0) += 1;
    }
    counts
}

/// The time of each stage, in the order in which they ended.
#[derive(Debug, Default)]
pub struct Stages(pub Vec<(&'static str, Duration)>);

impl Stages {
    /// Runs a stage and notes its time.
    pub fn time<T>(&mut self, name: &'static str, stage: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let value = stage();
        self.0.push((name, start.elapsed()));
        value
    }
}
