//! 检查: how much rules matter on one site.

use super::rules::{Rule, named, no_such_rule};
use crate::diagnostic::{Code, Diagnostic, Severity, Source};
use crate::record::{Spanned, Text};
use crate::say;
use std::collections::BTreeMap;
use std::sync::Arc;

crate::choice! {
    /// 级别 of a rule of the inspection.
    pub enum RuleLevel {
        Error "error" "错误",
        Warning "warning" "警告",
        Hint "hint" "提示",
        Off "off" "不查",
    }
}

crate::record! {
    /// How much a rule of `gongbao check` matters on this site.
    pub struct RuleSetting "rule_setting" "检查" {
        rule: required Spanned<Text>, "rule" "规则", "规则的编号，gongbao check --rules 列出全部", "the rule; `gongbao check --rules` lists them", "column-due";
        level: required RuleLevel, "level" "级别", "错误、警告、提示或不查", "error, warning, hint or off", "提示";
    }
}

/// How much rules matter on a site: as its settings say, else as their table does.
#[derive(Debug, Default)]
pub struct Levels(BTreeMap<Code, RuleLevel>);

impl Levels {
    /// Of two settings of one rule the last counts; those that name no rule, or one that they cannot change, are told.
    pub(super) fn new(
        source: &Arc<Source>,
        settings: &[RuleSetting],
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut levels = BTreeMap::new();
        for RuleSetting { rule, level } in settings {
            match changeable(source, rule) {
                Ok(rule) => drop(levels.insert(rule.code, *level)),
                Err(problem) => problems.push(problem),
            }
        }
        Self(levels)
    }

    /// How much a finding of a rule matters; `None` where the rule is off.
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        match self.0.get(&rule.code) {
            None => Some(rule.severity),
            Some(RuleLevel::Error) => Some(Severity::Error),
            Some(RuleLevel::Warning) => Some(Severity::Warning),
            Some(RuleLevel::Hint) => Some(Severity::Hint),
            Some(RuleLevel::Off) => None,
        }
    }
}

/// The rule that a setting or an exception names.
///
/// # Errors
/// There is none of that name, or it stops the build whatever anybody says.
pub fn changeable(source: &Arc<Source>, name: &Spanned<Text>) -> Result<&'static Rule, Diagnostic> {
    match named(&name.value) {
        None => Err(no_such_rule(&name.value).at(source, name.span)),
        Some(rule) if rule.stops => Err(fixed(rule).at(source, name.span)),
        Some(rule) => Ok(rule),
    }
}

fn fixed(rule: &Rule) -> Diagnostic {
    let code = rule.code;
    let words = say!(
        "规则“{code}”查出的问题会让网页出错，不能改级别，也不能放过",
        "what `{code}` finds makes pages wrong: it can be neither set nor excepted"
    );
    Diagnostic::warning(Code::FixedRule, words)
}
