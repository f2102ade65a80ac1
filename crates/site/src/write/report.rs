//! What a build did: counts, changes, costs, the time of each stage.

use super::output::Written;
use super::pages::{Change, Cost};
use crate::document::KindName;
use crate::site::{Site, Target};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What a build did.
#[derive(Debug, Default)]
pub struct Report {
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
    for target in site.routes.values() {
        let name = match target {
            Target::Document(id) => site.document(*id).kind.name().name(),
            Target::Report(_) => "report",
            Target::Unit(_) | Target::Units => "unit",
            Target::Person(_) | Target::People => "person",
            Target::Redirect(_) => "redirect",
            Target::Feed(..) | Target::Extract(..) | Target::CalendarFile => "data",
            Target::File(_) | Target::Picture(..) => "file",
            Target::Search(_) => "search",
            Target::Traditional(_) => "traditional",
            _ => "list",
        };
        *counts.entry(name.to_owned()).or_insert(0) += 1;
    }
    counts
}

/// What is counted, in Chinese; the English name is the key itself.
pub fn count_name(name: &str) -> &str {
    match name {
        "report" => "进展报告页",
        "unit" => "单位页",
        "person" => "人员页",
        "redirect" => "旧网址",
        "data" => "数据文件",
        "file" => "图片和附件",
        "search" => "检索文件",
        "traditional" => "繁体页",
        "list" => "列表和其他页",
        other => {
            let kind = KindName::KINDS.into_iter().find(|k| k.name() == other);
            kind.map_or(other, |kind| kind.alias())
        }
    }
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
