//! How much a finding matters on this site, and what a document may be excused from.

use super::rules::{RULES, named, rule};
use crate::config::RuleLevel;
use crate::diagnostic::{Code, Diagnostic, Severity, Source};
use crate::document::Document;
use crate::record::{Spanned, Text};
use crate::say;
use crate::site::Site;
use std::collections::HashMap;
use std::sync::Arc;

/// A finding that the document's front matter lets pass.
#[derive(Clone, Debug)]
pub struct Excused {
    /// What was found.
    pub problem: Diagnostic,
    /// Why it may stay.
    pub reason: String,
}

/// What a site's settings and its documents say of the rules.
pub(super) struct Policy<'s> {
    levels: HashMap<&'s str, RuleLevel>,
    documents: HashMap<&'s str, &'s Document>,
}

impl<'s> Policy<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        let settings = site.settings.file.checks.iter();
        let excusing = site.ids().map(|id| site.document(id));
        let excusing = excusing.filter(|document| !document.common.exceptions.is_empty());
        Self {
            levels: settings.map(|s| (&*s.rule.value, s.level)).collect(),
            documents: excusing.map(|d| (d.source.path.as_str(), d)).collect(),
        }
    }

    /// The findings as this site weighs them; what documents are excused from stands apart.
    pub(super) fn weigh(&self, found: Vec<Diagnostic>) -> (Vec<Diagnostic>, Vec<Excused>) {
        let (mut kept, mut excused) = (Vec::new(), Vec::new());
        for mut problem in found {
            let Some(severity) = self.severity(problem.code) else {
                continue;
            };
            problem.severity = severity;
            if let Some(rule) = rule(problem.code).filter(|_| problem.fix.is_none()) {
                problem.hints.push(rule.mending());
            }
            match self.reason(&problem) {
                Some(reason) => excused.push(Excused { problem, reason }),
                None => kept.push(problem),
            }
        }
        (kept, excused)
    }

    /// None where the rule is off.
    fn severity(&self, code: Code) -> Option<Severity> {
        match self.levels.get(code.name()) {
            None => rule(code).map(|rule| rule.severity),
            Some(RuleLevel::Error) => Some(Severity::Error),
            Some(RuleLevel::Warning) => Some(Severity::Warning),
            Some(RuleLevel::Hint) => Some(Severity::Hint),
            Some(RuleLevel::Off) => None,
        }
    }

    fn reason(&self, problem: &Diagnostic) -> Option<String> {
        let document = self.documents.get(problem.file()?)?;
        let mut exceptions = document.common.exceptions.iter();
        let exception = exceptions.find(|one| *one.rule.value == *problem.code.name())?;
        Some(exception.reason.to_string())
    }
}

/// Settings and exceptions that name no rule.
pub(super) fn unknown(site: &Site) -> Vec<Diagnostic> {
    let settings = &site.settings;
    let set = settings.file.checks.iter();
    let mut problems: Vec<Diagnostic> =
        set.filter_map(|one| misnamed(&settings.source, &one.rule)).collect();
    for id in site.ids() {
        let document = site.document(id);
        let exceptions = document.common.exceptions.iter();
        problems.extend(exceptions.filter_map(|one| misnamed(&document.source, &one.rule)));
    }
    problems
}

fn misnamed(source: &Arc<Source>, name: &Spanned<Text>) -> Option<Diagnostic> {
    named(&name.value).is_none().then(|| no_such_rule(&name.value).at(source, name.span))
}

/// There is no rule of this name.
pub fn no_such_rule(name: &str) -> Diagnostic {
    Diagnostic::error(Code::UnknownRule, say!("没有规则“{name}”", "there is no rule `{name}`"))
        .did_you_mean(name, RULES.iter().map(|rule| rule.code.name()))
        .hint(say!("gongbao check --rules 列出全部规则", "`gongbao check --rules` lists them"))
}
