//! 检查: what an inspection of the site would find, found first. It reads the [`Site`] that a build makes, so the two never
//! disagree.
//!
//! A rule is a row of [`RULES`] with its code and where it is written; what it finds are
//! [`Diagnostic`]s with its code. [`freshness`] asks when columns last changed, [`wording`] reads for wrong words,
//! [`privacy`] for numbers that belong to private people.

pub mod freshness;
pub mod privacy;
pub mod wording;

use crate::diagnostic::{Diagnostic, Words};
use crate::say;
use crate::site::Site;

/// How binding a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// 法律法规.
    Law,
    /// 强制执行的检查指标, 国务院办公厅文件.
    Policy,
    /// 推荐性标准.
    Standard,
    /// What inspectors and editors do.
    Practice,
}

impl Basis {
    /// In words.
    pub fn words(self) -> Words {
        match self {
            Self::Law => say!("法律法规", "law"),
            Self::Policy => say!("政策文件", "policy"),
            Self::Standard => say!("推荐性标准", "recommended standard"),
            Self::Practice => say!("通行做法", "practice"),
        }
    }
}

/// A rule.
pub struct Rule {
    /// Stable, for settings and reports.
    pub code: &'static str,
    /// How binding it is.
    pub basis: Basis,
    /// Where it is written.
    pub source: &'static str,
    /// What it asks for, in Chinese and English.
    pub asks: (&'static str, &'static str),
}

/// Every rule, in the order of reports.
pub const RULES: [Rule; 11] = [
    Rule {
        code: "home-stale",
        basis: Basis::Policy,
        source: "国办秘函〔2019〕19号",
        asks: (
            "首页两周内有更新（单项否决）",
            "the home page changes within two weeks (a veto)",
        ),
    },
    Rule {
        code: "column-stale",
        basis: Basis::Policy,
        source: "国办秘函〔2019〕19号",
        asks: (
            "动态类栏目两周内、通知政策类栏目六个月内有更新，年度栏目一年内有更新",
            "columns change in time: news within two weeks, notices and policies within six months, yearly ones within a year",
        ),
    },
    Rule {
        code: "column-due",
        basis: Basis::Practice,
        source: "",
        asks: (
            "快要到期的栏目提前提醒",
            "columns that will soon be stale are told beforehand",
        ),
    },
    Rule {
        code: "column-blank",
        basis: Basis::Policy,
        source: "国办秘函〔2019〕19号",
        asks: ("没有空白栏目", "no column is empty"),
    },
    Rule {
        code: "columns-veto",
        basis: Basis::Policy,
        source: "国办秘函〔2019〕19号",
        asks: (
            "超期栏目累计不到 5 个（年度栏目不到 10 个），空白栏目不到 5 个（单项否决）",
            "fewer than 5 stale columns (10 yearly ones) and fewer than 5 empty ones (a veto)",
        ),
    },
    Rule {
        code: "wrong-name",
        basis: Basis::Policy,
        source: "国办秘函〔2019〕19号",
        asks: (
            "国家机关和重要表述没有错字（单项否决）",
            "names of state organs and set phrases are right (a veto)",
        ),
    },
    Rule {
        code: "wrong-word",
        basis: Basis::Standard,
        source: "GF 1001—2001",
        asks: (
            "不用不推荐的词形和常见错字",
            "recommended forms of words, no common slips",
        ),
    },
    Rule {
        code: "identity-number",
        basis: Basis::Law,
        source: "个人信息保护法；政府信息公开条例第十五条",
        asks: ("没有公民身份号码", "no identity numbers of citizens"),
    },
    Rule {
        code: "bank-card",
        basis: Basis::Law,
        source: "个人信息保护法",
        asks: ("没有银行卡号", "no numbers of bank cards"),
    },
    Rule {
        code: "mobile-number",
        basis: Basis::Law,
        source: "个人信息保护法",
        asks: (
            "没有个人手机号码，办公电话除外",
            "no mobile numbers; office lines are allowed",
        ),
    },
    Rule {
        code: "passport-number",
        basis: Basis::Law,
        source: "个人信息保护法",
        asks: ("没有护照号码", "no passport numbers"),
    },
];

/// Everything that an inspection would find, in the order of the files.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let mut found = freshness::check(site);
    let words = wording::Wording::built_in();
    for id in site.ids() {
        let document = site.document(id);
        found.extend(words.check(&document.source));
        found.extend(privacy::check(&document.source));
    }
    crate::diagnostic::sort(&mut found);
    found
}
