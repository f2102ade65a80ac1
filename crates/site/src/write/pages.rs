//! One address -> its file, made only where it must be.

use super::commit::Turn;
use super::note::{Base, MadeFile, Making, Note};
use super::output::Output;
use super::staged::{Staged, What};
use crate::diagnostic::{Code, Diagnostic, Progress};
use crate::file::fingerprint;
use crate::render::{Page, Renderer};
use crate::site::{Resource, Route};
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
    pub(super) staged: Staged,
    pub(super) turn: Turn,
    pub(super) making: Making,
    pub(super) reasons: Vec<&'static str>,
    pub(super) cost: Cost,
}

/// An address, with what is known of its file.
pub(super) struct Address<'w> {
    route: &'w Route,
    resource: &'w Resource,
    pub(super) name: String,
    pub(super) known: Option<&'w MadeFile>,
    /// Whether the file would be made again as it is known.
    pub(super) stands: bool,
}

impl Address<'_> {
    /// A file that need not be made.
    pub(super) fn keep(self, known: &MadeFile) -> (Turn, Staged) {
        (turn(self.resource), Staged::same(self.name, known.stamp))
    }
}

/// What pages are made with.
pub(super) struct Workbench<'w> {
    pub(super) renderer: &'w Renderer,
    pub(super) note: &'w Note,
    pub(super) base: Base,
}

impl<'w> Workbench<'w> {
    /// Every address of the site, with what is known of its file.
    pub(super) fn addresses(&self) -> Vec<Address<'w>> {
        let routes: Vec<_> = self.renderer.site().routes.iter().collect();
        routes.into_par_iter().map(|(route, resource)| self.address(route, resource)).collect()
    }

    fn address(&self, route: &'w Route, resource: &'w Resource) -> Address<'w> {
        let name = route.output();
        let known = self.note.files.get(&name);
        let stands = known.is_some_and(|known| self.would_be(resource, known));
        Address { route, resource, name, known, stands }
    }

    /// Whether what stands at an address would be made again as it is known. What has no trace costs no more to look at.
    fn would_be(&self, resource: &Resource, known: &MadeFile) -> bool {
        self.has_same_base(resource)
            && match &known.making.trace {
                Some(trace) => self.renderer.holds(resource, trace),
                None => self.renderer.prepare(resource).fingerprint == known.making.fingerprint,
            }
    }

    /// Whether what many pages share is what it was, as far as this one shares it.
    fn has_same_base(&self, resource: &Resource) -> bool {
        let Base { pages, names } = self.note.base;
        match resource {
            Resource::Traditional(_) => (pages, names) == (self.base.pages, self.base.names),
            _ if resource.handling(self.renderer.site()).template.is_some() => {
                pages == self.base.pages
            }
            _ => true,
        }
    }

    /// Makes the files of these addresses. A page that fails does not keep the others from being tried.
    ///
    /// # Errors
    /// All problems, the first of each place in a template.
    pub(super) fn make(
        &self,
        addresses: Vec<Address<'_>>,
        output: &Output,
        progress: &dyn Progress,
    ) -> Result<Vec<Made>, Vec<Diagnostic>> {
        let results: Vec<Result<Made, Diagnostic>> = addresses
            .into_par_iter()
            .map(|address| {
                let made = self.one(address, output);
                progress.step();
                made
            })
            .collect();
        all_or_problems(results)
    }

    fn one(&self, address: Address<'_>, output: &Output) -> Result<Made, Diagnostic> {
        let Address { route, resource, name, known, .. } = address;
        let start = Instant::now();
        let mut prepared = self.renderer.prepare(resource);
        let view = start.elapsed();
        let (turn, fingerprint) = (turn(resource), prepared.fingerprint);
        let trace = prepared.trace.take();
        let same_base = self.has_same_base(resource);
        let kept = known.filter(|known| {
            same_base
                && known.making.fingerprint == fingerprint
                && output.stamp(&name) == Some(known.stamp)
        });
        let template = prepared.template();
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
            let making = Making { trace, fingerprint, parts: known.making.parts.clone() };
            let staged = Staged::same(name, known.stamp);
            return Ok(Made { staged, turn, making, reasons: Vec::new(), cost });
        }
        let parts = std::mem::take(&mut prepared.parts);
        let reasons = match known {
            Some(_) if !same_base => vec!["all"],
            Some(known) => differing(&parts, &known.making.parts),
            None => Vec::new(),
        };
        let parts = parts.iter().map(|(_, hash)| short(*hash)).collect();
        let page = self.renderer.finish(route, prepared)?;
        let staged = output.stage(name, &page)?;
        let render = start.elapsed().saturating_sub(view);
        let cost = Cost { render, made: true, ..cost };
        let making = Making { trace, fingerprint, parts };
        Ok(Made { staged, turn, making, reasons, cost })
    }
}

/// Stages what no single address makes: the theme's files, the site map.
pub(super) fn make_extras(
    extras: Vec<(Route, Vec<u8>)>,
    output: &Output,
) -> Result<Vec<Made>, Vec<Diagnostic>> {
    let results = extras
        .into_par_iter()
        .map(|(route, bytes)| {
            let start = Instant::now();
            let fingerprint = fingerprint(&bytes);
            let staged = output.stage(route.output(), &Page::Bytes(bytes))?;
            Ok(Made {
                cost: Cost {
                    name: staged.name.clone(),
                    template: "data".to_owned(),
                    view: Duration::ZERO,
                    render: start.elapsed(),
                    made: true,
                },
                turn: turn_of_extra(&route),
                staged,
                making: Making { fingerprint, ..Making::default() },
                reasons: Vec::new(),
            })
        })
        .collect();
    all_or_problems(results)
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
