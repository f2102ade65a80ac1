//! The whole way once: content -> documents -> site -> pages -> the output folder.

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::document::KindName;
use crate::read;
use crate::render::{Renderer, Theme};
use crate::site::{self, Audience, Route, Site, Target};
use crate::write::{Output, Staged, Written};
use jiff::civil::DateTime;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What to build, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder that holds `content/`.
    pub source: PathBuf,
    /// Where the site is written.
    pub output: PathBuf,
    /// The build's time, county time.
    pub clock: DateTime,
    /// Who may see the result.
    pub audience: Audience,
}

/// What a build did.
#[derive(Debug)]
pub struct Report {
    /// Pages and files by what they are, in the order of the names.
    pub counts: BTreeMap<&'static str, usize>,
    /// Documents that stayed out: `draft`, `future`, `expired`.
    pub left_out: BTreeMap<&'static str, usize>,
    /// What was done to the output folder.
    pub written: Written,
    /// Each stage with its time.
    pub times: Vec<(&'static str, Duration)>,
}

/// Is told how far a long stage is.
pub trait Progress: Sync {
    /// A stage of `total` steps begins.
    fn begin(&self, total: usize);
    /// One step is done.
    fn step(&self);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: usize) {}
    fn step(&self) {}
}

/// Builds a site. Without a report there was an error, and the output folder is as it was.
pub fn build(request: &Request, progress: &dyn Progress) -> (Option<Report>, Vec<Diagnostic>) {
    let mut stages = Stages::default();
    let (content, mut problems) = stages.time("read", || read::read(&request.source));
    let Some(content) = content else {
        return (None, problems);
    };
    let (site, found) = stages.time("link", || {
        site::link(content, request.clock, request.audience)
    });
    problems.extend(found);
    let Some(site) = site.filter(|_| !has_errors(&problems)) else {
        return (None, problems);
    };
    let theme = match stages.time("theme", || Theme::load(&request.source, &site)) {
        Ok(theme) => Arc::new(theme),
        Err(found) => {
            problems.extend(found);
            return (None, problems);
        }
    };
    let renderer = Renderer::new(site, theme);
    let site = renderer.site();
    match produce(request, &renderer, progress, &mut stages) {
        Ok(written) => {
            let report = Report {
                counts: counts(site),
                left_out: site.left_out.clone(),
                written,
                times: stages.0,
            };
            diagnostic::sort(&mut problems);
            (Some(report), problems)
        }
        Err(found) => {
            problems.extend(found);
            (None, problems)
        }
    }
}

/// Whether a problem among them stops the build.
pub fn has_errors(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|p| p.severity == Severity::Error)
}

fn produce(
    request: &Request,
    renderer: &Renderer,
    progress: &dyn Progress,
    stages: &mut Stages,
) -> Result<Written, Vec<Diagnostic>> {
    let output = Output::open(&request.output, &request.source).map_err(|problem| vec![problem])?;
    let mut staged = stages.time("render", || render(renderer, &output, progress))?;
    for (route, bytes) in renderer.extras() {
        let (what, size) = output
            .stage(&route, &crate::render::Page::Bytes(bytes))
            .map_err(|problem| vec![problem])?;
        staged.push((route, what, size));
    }
    stages
        .time("write", || output.commit(staged))
        .map_err(|problem| vec![problem])
}

/// A page that fails does not keep the others from being tried: all problems are told, the first of each template's.
fn render(
    renderer: &Renderer,
    output: &Output,
    progress: &dyn Progress,
) -> Result<Vec<(Route, Staged, u64)>, Vec<Diagnostic>> {
    let routes: Vec<(&Route, &Target)> = renderer.site().routes.iter().collect();
    progress.begin(routes.len());
    let results: Vec<Result<(Route, Staged, u64), Diagnostic>> = routes
        .into_par_iter()
        .map(|(route, target)| {
            let page = renderer.page(route, target)?;
            let (what, size) = output.stage(route, &page)?;
            progress.step();
            Ok((route.clone(), what, size))
        })
        .collect();
    let mut staged = Vec::with_capacity(results.len());
    let mut problems: Vec<Diagnostic> = Vec::new();
    for result in results {
        match result {
            Ok(done) => staged.push(done),
            Err(problem) => {
                let place = |d: &Diagnostic| d.place().1.zip(d.place().0.map(str::to_owned));
                let known = place(&problem).is_some()
                    && problems.iter().any(|p| place(p) == place(&problem));
                let full = problem.code == "io" && problems.iter().any(|p| p.code == "io");
                if !known && !full {
                    problems.push(problem);
                }
            }
        }
    }
    if problems.is_empty() {
        Ok(staged)
    } else {
        Err(problems)
    }
}

fn counts(site: &Site) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for target in site.routes.values() {
        let name = match target {
            Target::Document(id) => site.document(*id).kind.name().name(),
            Target::Report(_) => "report",
            Target::Unit(_) | Target::Units => "unit",
            Target::Person(_) | Target::People => "person",
            Target::Redirect(_) => "redirect",
            Target::Feed(..) | Target::Extract(..) | Target::CalendarFile => "data",
            Target::File(_) => "file",
            _ => "list",
        };
        *counts.entry(name).or_insert(0) += 1;
    }
    counts
}

/// What is counted, in Chinese; the English name is the key itself.
pub fn count_name(name: &'static str) -> &'static str {
    match name {
        "report" => "进展报告页",
        "unit" => "单位页",
        "person" => "人员页",
        "redirect" => "旧网址",
        "data" => "数据文件",
        "file" => "图片和附件",
        "list" => "列表和其他页",
        kind => KindName::KINDS
            .into_iter()
            .find(|k| k.name() == kind)
            .map_or(kind, KindName::alias),
    }
}

/// The time of each stage.
#[derive(Default)]
struct Stages(Vec<(&'static str, Duration)>);

impl Stages {
    fn time<T>(&mut self, name: &'static str, stage: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let value = stage();
        self.0.push((name, start.elapsed()));
        value
    }
}
