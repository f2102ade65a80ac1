//! One address -> its file, made only where it must be.

use super::commit::Turn;
use super::note::Note;
use super::output::Output;
use super::staged::{Staged, What};
use crate::diagnostic::{Code, Diagnostic, Progress};
use crate::file::fingerprint;
use crate::render::{Page, Renderer};
use crate::site::{DocumentId, Resource, Route};
use rayon::prelude::*;
use std::time::{Duration, Instant};

/// How the public site will differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// A new file.
    Added,
    /// Other bytes.
    Changed,
    /// It is gone.
    Removed,
}

/// A file that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// From the site's root, without a slash before it: `news/a/index.html`.
    pub name: String,
    /// How it differs.
    pub difference: Difference,
    /// The fields of the page's view that differ; `all` where what all pages share does; empty where nothing is known.
    pub reasons: Vec<&'static str>,
}

/// What one page took.
#[derive(Clone, Debug)]
pub struct Cost {
    /// The file.
    pub name: String,
    /// The template, or `data` and `file` where there is none.
    pub template: String,
    /// Gathering what it shows.
    pub view: Duration,
    /// Making the bytes and staging them; zero where that was not needed.
    pub render: Duration,
    /// Whether its bytes were made.
    pub made: bool,
}

/// A file that is ready, with what was learnt on the way.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) route: Route,
    pub(super) staged: Staged,
    pub(super) turn: Turn,
    pub(super) fingerprint: u64,
    pub(super) parts: Vec<u32>,
    pub(super) shown: Vec<DocumentId>,
    pub(super) reasons: Vec<&'static str>,
    pub(super) cost: Cost,
}

/// What pages are made with.
pub(super) struct Workbench<'w> {
    pub(super) renderer: &'w Renderer,
    pub(super) output: &'w Output,
    pub(super) note: &'w Note,
    /// What all pages share.
    pub(super) base: u64,
}

impl Workbench<'_> {
    /// Makes these addresses. A page that fails does not keep the others from being tried.
    ///
    /// # Errors
    /// All problems, the first of each place in a template.
    pub(super) fn make(
        &self,
        routes: &[(&Route, &Resource)],
        progress: &dyn Progress,
    ) -> Result<Vec<Made>, Vec<Diagnostic>> {
        progress.begin(routes.len());
        let results: Vec<Result<Made, Diagnostic>> = routes
            .par_iter()
            .map(|(route, resource)| {
                let made = self.one(route, resource);
                progress.step();
                made
            })
            .collect();
        all_or_problems(results)
    }

    /// Makes what no single address makes: the theme's files, the site map.
    pub(super) fn make_extras(&self) -> Result<Vec<Made>, Vec<Diagnostic>> {
        let extras = self.renderer.extras().into_par_iter();
        let results = extras
            .map(|(route, bytes)| {
                let start = Instant::now();
                let fingerprint = fingerprint(&bytes);
                let page = Page::Bytes(bytes);
                let staged = self.output.stage(route.output(), &page)?;
                Ok(Made {
                    cost: Cost {
                        name: staged.name.clone(),
                        template: "data".to_owned(),
                        view: Duration::ZERO,
                        render: start.elapsed(),
                        made: true,
                    },
                    turn: turn_of_extra(&route),
                    route,
                    staged,
                    fingerprint,
                    parts: Vec::new(),
                    shown: Vec::new(),
                    reasons: Vec::new(),
                })
            })
            .collect();
        all_or_problems(results)
    }

    fn one(&self, route: &Route, resource: &Resource) -> Result<Made, Diagnostic> {
        let start = Instant::now();
        let mut prepared = self.renderer.prepare(resource);
        let view = start.elapsed();
        let name = route.output();
        let fingerprint = prepared.fingerprint;
        let template = prepared.template();
        let shown = std::mem::take(&mut prepared.shown);
        let same_base = template.is_none() || self.note.base == self.base;
        let known = self.note.files.get(&name);
        let kept = known.filter(|known| {
            same_base
                && known.fingerprint == fingerprint
                && self.output.stamp(&name) == Some(known.stamp)
        });
        let cost = Cost {
            name: name.clone(),
            template: match (template, resource) {
                (Some(template), _) => format!("{template}.html"),
                (None, Resource::File(_) | Resource::Picture(..)) => "file".to_owned(),
                (None, _) => "data".to_owned(),
            },
            view,
            render: Duration::ZERO,
            made: false,
        };
        if let Some(known) = kept {
            return Ok(Made {
                route: route.clone(),
                turn: turn(resource),
                staged: self.output.keep(name, known.stamp),
                fingerprint,
                parts: known.parts.clone(),
                shown,
                reasons: Vec::new(),
                cost,
            });
        }
        let parts = prepared.parts();
        let reasons = match known {
            Some(_) if !same_base => vec!["all"],
            Some(known) => differing(&parts, &known.parts),
            None => Vec::new(),
        };
        let page = self.renderer.finish(route, prepared)?;
        let staged = self.output.stage(name, &page)?;
        Ok(Made {
            route: route.clone(),
            turn: turn(resource),
            staged,
            fingerprint,
            parts: parts.iter().map(|(_, hash)| short(*hash)).collect(),
            shown,
            reasons,
            cost: Cost { render: start.elapsed().saturating_sub(view), made: true, ..cost },
        })
    }
}

fn turn(resource: &Resource) -> Turn {
    match resource {
        Resource::Document(_)
        | Resource::Report(_)
        | Resource::Redirect(_)
        | Resource::Extract(..)
        | Resource::Picture(..)
        | Resource::File(_) => Turn::First,
        Resource::Traditional(page) => turn(page),
        _ => Turn::Last,
    }
}

/// Style sheets and scripts stand in a folder; what crawlers ask for stands at the top.
fn turn_of_extra(route: &Route) -> Turn {
    match route.as_str().trim_start_matches('/').contains('/') {
        true => Turn::First,
        false => Turn::Last,
    }
}

/// Enough to tell one text from another in a report; nothing is skipped because of it.
#[expect(clippy::cast_possible_truncation, reason = "that is the purpose")]
fn short(hash: u64) -> u32 {
    hash as u32
}

fn differing(now: &[(&'static str, u64)], before: &[u32]) -> Vec<&'static str> {
    if now.len() != before.len() {
        return Vec::new();
    }
    now.iter()
        .zip(before)
        .filter(|((_, now), before)| short(*now) != **before)
        .map(|((name, _), _)| *name)
        .collect()
}

impl Made {
    /// What a report says of it.
    pub(super) fn change(&self) -> Option<Change> {
        let difference = match self.staged.what {
            What::Same => return None,
            What::Changed => Difference::Changed,
            What::Added => Difference::Added,
        };
        Some(Change { name: self.staged.name.clone(), difference, reasons: self.reasons.clone() })
    }
}

fn all_or_problems(results: Vec<Result<Made, Diagnostic>>) -> Result<Vec<Made>, Vec<Diagnostic>> {
    let mut made = Vec::with_capacity(results.len());
    let mut problems: Vec<Diagnostic> = Vec::new();
    for result in results {
        match result {
            Ok(one) => made.push(one),
            Err(problem) => {
                let same = |p: &Diagnostic| p.code == problem.code && p.place() == problem.place();
                let known = problem.place().0.is_some() && problems.iter().any(same);
                let full = problem.code == Code::Io && problems.iter().any(|p| p.code == Code::Io);
                if !known && !full {
                    problems.push(problem);
                }
            }
        }
    }
    if problems.is_empty() { Ok(made) } else { Err(problems) }
}
