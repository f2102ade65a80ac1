//! 审核制度: which documents need which reviews, and who may make them; as `site.yaml` says it, and checked.

use super::base_url::place_of;
use super::public_key::PublicKey;
use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::document::common::Stage;
use crate::document::meeting::Level;
use crate::document::{Document, Kind, KindName};
use crate::record::{Count, Date, Reference, Spanned, Text};
use crate::say;
use jiff::civil;
use std::collections::BTreeSet;
use std::sync::Arc;

crate::record! {
    /// A stage, and how many people it takes.
    pub struct NeedEntry "review_need" "审核要求" short "stage" {
        stage: required Stage, "stage" "环节", "初审、复审或终审", "first, second or final", "终审";
        people: optional Count, "people" "人数", "这一环节要几个人签，默认 1", "how many people must sign it, 1 by default", "2";
    }
}

crate::record! {
    /// What some documents need; the first rule that fits a document holds.
    pub struct RuleEntry "review_rule" "审核规则" {
        kinds: many KindName, "kinds" "类型", "管哪些类型的文档；不写则不论类型", "the kinds of documents it holds for; else all", "[会议, 实施方案]";
        levels: many Level, "levels" "级别", "管哪些级别的会议；写了就只管会议", "the levels of meetings it holds for; with it, meetings alone", "[县]";
        columns: many Reference, "columns" "栏目", "管哪些栏目，写文件夹；不写则不论栏目", "the folders of the columns it holds for; else all", "[policies]";
        stages: many Spanned<NeedEntry>, "stages" "环节", "要经过哪些环节；不写则不用审核", "the reviews that are needed; none where it is left out", "[初审, 复审, {环节: 终审, 人数: 2}]";
    }
}

crate::record! {
    /// 审核人.
    pub struct ReviewerEntry "reviewer" "审核人员" short "name" {
        name: required Spanned<Text>, "name" "姓名", "姓名", "the name", "周文慧";
        keys: many Spanned<Text>, "keys" "公钥", "gongbao review key 给出的公钥；换过的旧公钥也留着", "the public keys that `gongbao review key` gave, former ones too", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        stages: many Stage, "stages" "环节", "能签哪些环节；不写则都能签", "the stages that they may sign; else all", "[初审, 复审]";
        until: optional Date, "until" "截止日期", "离岗前的最后一天；离岗的人留在名单里，从前签的才算数", "their last day in office; who has left stays in the list, so that what they signed still counts", "2026-12-31";
    }
}

crate::record! {
    /// A line of the log that was signed while a clock was wrong.
    pub struct MisdatedEntry "review_misdated" "时间有误的签审" {
        line: required Count, "line" "行", "reviews/log.jsonl 里的第几行", "the number of the line in reviews/log.jsonl", "12";
        reason: required Text, "reason" "理由", "为什么不算数", "why it does not count", "陈立言的电脑时钟快了五年";
    }
}

crate::record! {
    /// 审核制度 (三审三校).
    pub struct PolicyEntry "review_policy" "审核制度" {
        rules: many Spanned<RuleEntry>, "rules" "规则", "哪些文档要审核；从上往下，第一条合适的算数", "which documents need a review; the first rule that fits holds", "[{环节: [初审, 复审, 终审]}]";
        reviewers: many ReviewerEntry, "reviewers" "审核人", "谁能审核", "who may review", "[{姓名: 周文慧, 公钥: 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=}]";
        misdated: many MisdatedEntry, "misdated" "时间有误", "签的时候时钟错了的行；这些行不算数，也不妨碍以后再签", "lines that were signed while a clock was wrong: they do not count, and keep nobody from signing", "[{行: 12, 理由: 电脑时钟快了五年}]";
        former_sites: many Spanned<Text>, "former_sites" "原网址", "这个网站从前的网址；网站换了网址，从前签的才算数", "addresses that this site had before: what was signed there still counts", "[https://yunxi.example.gov.cn/]";
        plain_names: optional bool, "plain_names" "允许署名", "写“是”则没有公钥的审核人只署姓名也算", "`true`: a reviewer without a key may sign by name alone", "否";
        same_person: optional bool, "same_person" "允许兼审", "写“是”则一个人可以签几个环节", "`true`: one person may sign more than one stage", "否";
        keep_approved: optional bool, "keep_approved" "保留已审版本", "写“是”则审核后又改了的文档，网站上保留上次通过的版本；不写则整篇撤下", "`true`: a document that was edited after its approval stays online as it was approved; else it is left out", "是";
    }
}

/// 审核制度, checked.
#[derive(Debug, Default)]
pub struct Policy {
    rules: Vec<Rule>,
    /// Who may review, and who could once.
    pub reviewers: Vec<Reviewer>,
    /// Lines of the log that do not count, by their numbers from 1.
    pub misdated: BTreeSet<u32>,
    /// Where the site was before; see [`Settings::place`](super::Settings::place).
    pub former_sites: Vec<String>,
    /// A reviewer without a key may sign by name alone.
    pub plain_names: bool,
    /// One person may sign more than one stage.
    pub same_person: bool,
    /// What was edited after its approval stays online as it was approved.
    pub keep_approved: bool,
}

#[derive(Debug)]
struct Rule {
    kinds: Vec<KindName>,
    levels: Vec<Level>,
    columns: Vec<String>,
    needs: Vec<Need>,
}

/// A review that a document needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// Which one.
    pub stage: Stage,
    /// So many different people.
    pub people: usize,
}

/// 审核人, checked.
#[derive(Debug)]
pub struct Reviewer {
    /// The name.
    pub name: String,
    /// What tells their signatures; the first is the one in use.
    pub keys: Vec<PublicKey>,
    stages: Vec<Stage>,
    until: Option<civil::Date>,
}

impl Reviewer {
    /// Whether they may make this review.
    pub fn may(&self, stage: Stage) -> bool {
        self.stages.is_empty() || self.stages.contains(&stage)
    }

    /// Whether they are in office on a day.
    pub fn serves_on(&self, day: civil::Date) -> bool {
        self.until.is_none_or(|last| day <= last)
    }
}

impl Policy {
    /// Checks what was written; `columns` are the folders of the site's columns.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn new<'c>(
        source: &Arc<Source>,
        entry: &Spanned<PolicyEntry>,
        columns: impl Iterator<Item = &'c String> + Clone,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut checker = Checker { source, problems: Vec::new() };
        let span = entry.span;
        let entry = &entry.value;
        let plain_names = entry.plain_names.unwrap_or(false);
        let reviewers = checker.reviewers(&entry.reviewers, plain_names);
        let former_sites = checker.sites(&entry.former_sites);
        let rules = entry
            .rules
            .iter()
            .map(|rule| checker.rule(rule, &reviewers, columns.clone()))
            .collect();
        if entry.rules.is_empty() {
            let words = say!(
                "审核制度里没有规则，不知道哪些文档要审核",
                "the review policy has no rules: it does not say which documents need a review"
            );
            checker.wrong(first_line(source, span), words);
        }
        match checker.problems.is_empty() {
            true => Ok(Self {
                rules,
                reviewers,
                misdated: entry.misdated.iter().map(|one| one.line.0).collect(),
                former_sites,
                plain_names,
                same_person: entry.same_person.unwrap_or(false),
                keep_approved: entry.keep_approved.unwrap_or(false),
            }),
            false => Err(checker.problems),
        }
    }

    /// The reviews that a document needs, in their order.
    pub fn needs(&self, document: &Document) -> &[Need] {
        let mut rules = self.rules.iter();
        let rule = rules.find(|rule| rule.fits(document));
        rule.map_or(&[], |rule| &rule.needs)
    }

    /// Whether any document of a kind in a folder needs a review, whatever else it says.
    pub fn governs(&self, kind: KindName, folder: &str) -> bool {
        let mut rules = self.rules.iter().filter(|rule| rule.is_for(kind, folder));
        let rule = rules.next();
        rule.is_some_and(|rule| rule.levels.is_empty() && !rule.needs.is_empty())
    }

    /// The reviewer of this name.
    pub fn reviewer(&self, name: &str) -> Option<&Reviewer> {
        self.reviewers.iter().find(|one| one.name == name)
    }

    /// Whose key it is.
    pub fn holder(&self, key: &PublicKey) -> Option<&Reviewer> {
        self.reviewers.iter().find(|one| one.keys.contains(key))
    }
}

impl Rule {
    fn fits(&self, document: &Document) -> bool {
        self.is_for(document.kind.name(), &document.folder)
            && (self.levels.is_empty() || level(document).is_some_and(|l| self.levels.contains(&l)))
    }

    fn is_for(&self, kind: KindName, folder: &str) -> bool {
        let below = |column: &String| crate::document::ancestors(folder).any(|f| f == column);
        (self.kinds.is_empty() || self.kinds.contains(&kind))
            && (self.columns.is_empty() || self.columns.iter().any(below))
    }
}

fn level(document: &Document) -> Option<Level> {
    match &document.kind {
        Kind::Meeting(meeting) => meeting.level,
        _ => None,
    }
}

struct Checker<'s> {
    source: &'s Arc<Source>,
    problems: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn wrong(&mut self, span: Span, words: Words) {
        self.problems.push(Diagnostic::error(Code::ReviewPolicy, words).at(self.source, span));
    }

    fn reviewers(&mut self, entries: &[ReviewerEntry], plain_names: bool) -> Vec<Reviewer> {
        let mut reviewers: Vec<Reviewer> = Vec::with_capacity(entries.len());
        for entry in entries {
            let name = &*entry.name.value;
            if reviewers.iter().any(|other| other.name == name) {
                self.wrong(
                    entry.name.span,
                    say!("审核人“{name}”写了两次", "the reviewer {name} is listed twice"),
                );
            }
            if entry.keys.is_empty() && !plain_names {
                self.problems.push(keyless(self.source, &entry.name));
            }
            let keys = self.keys(&entry.keys, &reviewers);
            reviewers.push(Reviewer {
                name: name.to_owned(),
                keys,
                stages: entry.stages.clone(),
                until: entry.until.map(|day| day.0),
            });
        }
        reviewers
    }

    fn keys(&mut self, written: &[Spanned<Text>], others: &[Reviewer]) -> Vec<PublicKey> {
        let mut keys = Vec::with_capacity(written.len());
        for text in written {
            let Some(key) = PublicKey::parse(&text.value) else {
                self.problems.push(no_key(self.source, text));
                continue;
            };
            if let Some(other) = others.iter().find(|other| other.keys.contains(&key)) {
                let name = &other.name;
                self.wrong(
                    text.span,
                    say!(
                        "这是“{name}”的公钥，一把密钥只能一个人用",
                        "this is the key of {name}; a key has one holder"
                    ),
                );
            }
            keys.push(key);
        }
        keys
    }

    fn sites(&mut self, written: &[Spanned<Text>]) -> Vec<String> {
        let mut sites = Vec::with_capacity(written.len());
        for text in written {
            match place_of(&text.value) {
                Some(site) => sites.push(site),
                None => self.wrong(
                    text.span,
                    say!(
                        "原网址要写全，例如：https://yunxi.example.gov.cn/",
                        "a former address is written in full, such as https://yunxi.example.gov.cn/"
                    ),
                ),
            }
        }
        sites
    }

    fn rule<'c>(
        &mut self,
        entry: &Spanned<RuleEntry>,
        reviewers: &[Reviewer],
        columns: impl Iterator<Item = &'c String> + Clone,
    ) -> Rule {
        let span = entry.span;
        let entry = &entry.value;
        for column in &entry.columns {
            self.column(column, columns.clone());
        }
        let mut needs: Vec<Need> = Vec::with_capacity(entry.stages.len());
        for written in &entry.stages {
            let need = Need {
                stage: written.value.stage,
                people: written.value.people.map_or(1, |count| count.0 as usize),
            };
            self.need(need, written.span, &needs, reviewers);
            needs.push(need);
        }
        needs.sort_by_key(|need| need.stage);
        if !entry.levels.is_empty()
            && !entry.kinds.is_empty()
            && !entry.kinds.contains(&KindName::Meeting)
        {
            let words = say!(
                "写了“级别”，“类型”里却没有会议：只有会议有级别，这条规则管不到任何文档",
                "it has `levels`, and no meeting among its `kinds`: only meetings have a level, so it holds for no document"
            );
            self.wrong(first_line(self.source, span), words);
        }
        Rule {
            kinds: entry.kinds.clone(),
            levels: entry.levels.clone(),
            columns: entry.columns.iter().map(|column| folder(column).to_owned()).collect(),
            needs,
        }
    }

    fn column<'c>(
        &mut self,
        column: &Reference,
        mut columns: impl Iterator<Item = &'c String> + Clone,
    ) {
        let name = folder(column);
        if columns.clone().any(|known| known == name) {
            return;
        }
        let problem = Diagnostic::error(
            Code::ReviewPolicy,
            say!("没有栏目“{name}”", "there is no column `{name}`"),
        );
        let near = columns.by_ref().map(String::as_str);
        self.problems.push(problem.at(self.source, column.span).did_you_mean(name, near));
    }

    fn need(&mut self, need: Need, span: Span, before: &[Need], reviewers: &[Reviewer]) {
        let Need { stage, people } = need;
        let (zh, en) = (stage.alias(), stage.name());
        let able = reviewers.iter().filter(|one| one.may(stage)).count();
        if before.iter().any(|other| other.stage == stage) {
            let words = say!("“{zh}”写了两次", "the stage `{en}` is written twice");
            self.wrong(span, words);
        } else if people == 0 {
            let words = say!(
                "人数不能是 0；不用“{zh}”就不写这一环节",
                "it asks for nobody: leave the stage `{en}` out"
            );
            self.wrong(span, words);
        } else if able < people {
            let words = say!(
                "“{zh}”要 {people} 个人签，审核人名单里能签的只有 {able} 个",
                "`{en}` takes {people} people, and the list has {able} who may sign it"
            );
            self.wrong(span, words);
        }
    }
}

/// Where a record of several lines is shown.
fn first_line(source: &Source, span: Span) -> Span {
    let text = source.text.get(span.range()).unwrap_or_default();
    let line = text.lines().next().map_or(0, str::len);
    Span::new(span.start as usize, span.start as usize + line)
}

fn folder(column: &Reference) -> &str {
    column.text.trim_matches('/')
}

fn keyless(source: &Arc<Source>, name: &Spanned<Text>) -> Diagnostic {
    let who = &name.value;
    Diagnostic::error(
        Code::ReviewPolicy,
        say!("审核人“{who}”没有公钥", "the reviewer {who} has no key"),
    )
    .at(source, name.span)
    .hint(say!(
        "请本人运行 gongbao review key，把给出的公钥写在“公钥”里；只署姓名就够的，写“允许署名: 是”",
        "let them run `gongbao review key` and write the public key here as `keys`; where names will do, write `plain_names: true`"
    ))
}

fn no_key(source: &Arc<Source>, text: &Spanned<Text>) -> Diagnostic {
    Diagnostic::error(Code::ReviewPolicy, say!("这不是公钥", "this is no public key"))
        .at(source, text.span)
        .hint(say!(
            "公钥是 gongbao review key 给出的 44 个字符，照抄整行",
            "a public key is the 44 characters that `gongbao review key` gives: copy all of them"
        ))
}
