//! How much a finding matters on this site, and what a document may be excused from: one scale for all findings, whoever
//! asks.

use crate::config::Levels;
use crate::config::rules::{rule, with_mending};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::site::Site;
use std::collections::HashMap;

/// A finding that the document's front matter lets pass.
#[derive(Clone, Debug)]
pub struct Excused {
    /// What was found.
    pub problem: Diagnostic,
    /// Why it may stay.
    pub reason: String,
}

/// What a site's settings and its documents say of the rules.
pub struct Scales<'s> {
    levels: &'s Levels,
    documents: HashMap<&'s str, &'s Document>,
}

impl<'s> Scales<'s> {
    /// Those of a site.
    pub fn new(site: &'s Site) -> Self {
        let excusing = site.ids().map(|id| site.document(id));
        let excusing = excusing.filter(|document| !document.common.exceptions.is_empty());
        Self {
            levels: &site.settings.levels,
            documents: excusing.map(|d| (d.source.path.as_str(), d)).collect(),
        }
    }

    /// The findings as an inspection tells them, with how they are mended; what documents are excused from stands apart.
    pub fn inspection(&self, found: Vec<Diagnostic>) -> (Vec<Diagnostic>, Vec<Excused>) {
        let (kept, excused) = self.weigh(found);
        (kept.into_iter().map(with_mending).collect(), excused)
    }

    /// The findings as a build tells them: what does not stop it is a warning at most.
    pub fn build(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let (kept, _) = self.weigh(found);
        kept.into_iter().map(in_build).collect()
    }

    /// What no rule asks about stays as it is.
    fn weigh(&self, found: Vec<Diagnostic>) -> (Vec<Diagnostic>, Vec<Excused>) {
        let (mut kept, mut excused) = (Vec::new(), Vec::new());
        for problem in found {
            let Some(severity) = self.severity(&problem) else {
                continue;
            };
            let problem = Diagnostic { severity, ..problem };
            match self.reason(&problem) {
                Some(reason) => excused.push(Excused { problem, reason }),
                None => kept.push(problem),
            }
        }
        (kept, excused)
    }

    /// None where the rule is off.
    fn severity(&self, problem: &Diagnostic) -> Option<Severity> {
        match rule(problem.code) {
            Some(rule) => self.levels.severity(rule),
            None => Some(problem.severity),
        }
    }

    /// Why a document may keep what was found in it; what stops the build has no excuse.
    fn reason(&self, problem: &Diagnostic) -> Option<String> {
        let document = self.documents.get(problem.file()?)?;
        rule(problem.code).filter(|rule| !rule.stops)?;
        let mut exceptions = document.common.exceptions.iter();
        let exception = exceptions.find(|one| *one.rule.value == *problem.code.name())?;
        Some(exception.reason.to_string())
    }
}

fn in_build(problem: Diagnostic) -> Diagnostic {
    match rule(problem.code) {
        Some(rule) if !rule.stops => {
            Diagnostic { severity: problem.severity.min(Severity::Warning), ..problem }
        }
        _ => problem,
    }
}
