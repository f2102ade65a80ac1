//! `gongbao review sign`.

use super::{Office, Page, key, lacking, no_policy, signature, state, today};
use crate::cli;
use crate::command::check::changed;
use crate::command::{Console, Outcome};
use crate::config::{Need, PublicKey, Reviewer};
use crate::diagnostic::{Code, Diagnostic, Words};
use crate::document::Document;
use crate::document::common::Stage;
use crate::file::Sum;
use crate::read::read_settings;
use crate::review::Case;
use crate::review::desk::Desk;
use crate::review::key::SecretKey;
use crate::review::log::{Log, LogEntry, written};
use crate::review::standing::{Attempt, Refusal};
use crate::review::subject::Subject;
use crate::say;
use crate::session::now;
use jiff::ToSpan;
use std::collections::BTreeMap;
use std::path::Path;

/// Approves documents as they stand now: all that were named, or none.
pub(super) fn run(args: &cli::ReviewSign, console: &Console) -> Result<Outcome, Outcome> {
    let refuse = |problem| console.refuse(problem);
    let (settings, problems) = read_settings(args.site.source());
    let Some(settings) = settings else {
        return Err(console.report(problems));
    };
    if settings.file.review.is_none() {
        return Err(refuse(no_policy()));
    }
    let desk = Desk::open(args.site.source()).map_err(refuse)?;
    let mut office = Office::enter(args.site.source(), console)?;
    let log = office.memory.log().expect("it was looked at").clone();
    let entries = entries(args, &office, &log).map_err(|problems| {
        console.report(problems);
        Outcome::CannotRun
    })?;
    desk.add(&log, &entries).map_err(refuse)?;
    let signed = entries.iter().map(|(entry, _)| entry.document.clone());
    let signed: Vec<String> = signed.collect();
    let (reviews, problems) = office.memory.look(&office.content);
    if !problems.is_empty() {
        return Err(console.report(problems));
    }
    office.reviews = reviews;
    Ok(console.print(&told(&office, &signed, console)))
}

/// A line for every document that was named.
///
/// # Errors
/// Why some cannot be signed; then none is.
fn entries<'o>(
    args: &cli::ReviewSign,
    office: &'o Office,
    log: &Log,
) -> Result<Vec<(LogEntry, &'o Document)>, Vec<Diagnostic>> {
    let one = |problem| vec![problem];
    let named = args.documents.iter().map(|argument| office.case(argument));
    let named: Vec<&Case> = named.collect::<Result<_, _>>().map_err(one)?;
    let named = named.into_iter().map(|case| (&case.document.path, case));
    let cases: BTreeMap<&String, &Case> = named.collect();
    let pen = Pen::take(args).map_err(one)?;
    let time = time(args.site.source(), log).map_err(one)?;
    let mut before = log.last();
    let (mut entries, mut problems) = (Vec::new(), Vec::new());
    for case in cases.into_values() {
        match pen.entry(case, office, before, &time) {
            Ok(entry) => {
                before = Sum::of(entry.line().as_bytes());
                entries.push((entry, &*case.document));
            }
            Err(problem) => problems.push(problem),
        }
    }
    match problems.is_empty() {
        true => Ok(entries),
        false => Err(problems),
    }
}

/// How the documents stand now.
fn told(office: &Office, signed: &[String], console: &Console) -> String {
    let mut page = Page::new(console.language);
    for case in signed.iter().filter_map(|path| office.reviews.cases.get(path)) {
        let path = &case.document.path;
        if let Some(Words { zh, en }) = case.signed.last().map(signature) {
            page.line(&say!("已签 {path}：{zh}", "signed {path}: {en}"));
        }
        let lacks = lacking(case, office.policy(), today());
        let Words { zh, en } = lacks.unwrap_or_else(|| state(case.state()));
        page.line(&say!("  {zh}", "  {en}"));
    }
    page.text
}

/// What is signed with: a stage and a name that were asked for, and a key.
struct Pen<'a> {
    args: &'a cli::ReviewSign,
    key: Option<SecretKey>,
}

impl<'a> Pen<'a> {
    /// The key that was named, or the one in the usual place where there is one.
    fn take(args: &'a cli::ReviewSign) -> Result<Self, Diagnostic> {
        let usual = key::place(None).ok().filter(|path| path.exists());
        let path = args.key.clone().or(usual);
        let key = path.map(|path| SecretKey::read(&path, args.site.source()));
        Ok(Self { args, key: key.transpose()? })
    }

    fn entry(
        &self,
        case: &Case,
        office: &Office,
        before: Sum,
        time: &str,
    ) -> Result<LogEntry, Diagnostic> {
        let document = &case.document;
        let stage = self.stage(case)?;
        let (reviewer, key) = self.reviewer(document, stage, office)?;
        let attempt = Attempt { reviewer, stage, day: today() };
        if let Some(why) = attempt.refused(office.policy(), document, &case.signed) {
            return Err(refused(document, reviewer, stage, why));
        }
        let entry = LogEntry {
            before,
            site: Some(office.content.settings.place()),
            document: document.path.clone(),
            version: Subject::of(document).version(&office.content.files)?,
            stage,
            by: reviewer.name.clone(),
            time: time.to_owned(),
            seal: None,
        };
        Ok(match key {
            Some(key) => entry.sealed(key),
            None => entry,
        })
    }

    /// The stage that the document lacks first; no other can be signed.
    fn stage(&self, case: &Case) -> Result<Stage, Diagnostic> {
        let path = &case.document.path;
        let Some(Need { stage: next, .. }) = case.next() else {
            return Err(wrong(say!(
                "“{path}”这一版已经通过，不用再签",
                "{path} is approved as it stands; there is nothing to sign"
            )));
        };
        let Some(wanted) = self.args.stage.filter(|wanted| *wanted != next) else {
            return Ok(next);
        };
        let (zh, en) = (wanted.alias(), wanted.name());
        if !case.needs.iter().any(|need| need.stage == wanted) {
            return Err(wrong(say!("“{path}”不用{zh}", "{path} needs no {en} review")));
        }
        let (next_zh, next_en) = (next.alias(), next.name());
        Err(match wanted < next {
            true => wrong(say!(
                "“{path}”的{zh}已经签过，现在该{next_zh}",
                "the {en} review of {path} is done; what it lacks is the {next_en} one"
            )),
            false => wrong(say!(
                "“{path}”还没有{next_zh}，不能先{zh}",
                "{path} lacks the {next_en} review, which comes before the {en} one"
            )),
        })
    }

    /// Who signs, and with which key; `None` where a name alone will do.
    fn reviewer<'o>(
        &self,
        document: &Document,
        stage: Stage,
        office: &'o Office,
    ) -> Result<(&'o Reviewer, Option<&SecretKey>), Diagnostic> {
        let policy = office.policy();
        let public = self.key.as_ref().map(SecretKey::public);
        let holder = public.and_then(|key| policy.holder(&key));
        if let Some(key) = public.filter(|_| self.args.key.is_some() && holder.is_none()) {
            return Err(foreign(&key));
        }
        let review = document.common.review.as_ref();
        let named = review.and_then(|review| review.approval(stage));
        let name = self
            .args
            .by
            .as_deref()
            .or_else(|| holder.map(|one| one.name.as_str()))
            .or_else(|| named.map(|approval| &*approval.by))
            .ok_or_else(|| nobody(document, stage))?;
        let reviewer =
            policy.reviewer(name).ok_or_else(|| unknown(name, policy.reviewers.iter()))?;
        let own = public.is_some_and(|key| reviewer.keys.contains(&key));
        match reviewer.keys.is_empty() {
            true => Ok((reviewer, None)),
            false if own => Ok((reviewer, self.key.as_ref())),
            false => Err(keyless(name, holder)),
        }
    }
}

/// Now; the log never goes back in time, and a line far ahead would keep everybody else from signing.
fn time(source: &Path, log: &Log) -> Result<String, Diagnostic> {
    let now = now();
    let time = written(now);
    let last = log.entries().last();
    if let Some((span, entry)) = last.filter(|(_, entry)| entry.time > time) {
        let line = log.source.place(span.start).line;
        return Err(too_early(&time, entry, line));
    }
    let settings = changed(&source.join("content/site.yaml"));
    let known = last.and_then(|(_, entry)| entry.moment()).into_iter().chain(settings).max();
    let latest = known.and_then(|known| known.checked_add(1.year()).ok());
    match latest.is_some_and(|latest| now > latest) {
        true => Err(too_late(&time)),
        false => Ok(time),
    }
}

fn too_early(time: &str, last: &LogEntry, line: usize) -> Diagnostic {
    let LogEntry { time: last, by, .. } = last;
    wrong(say!(
        "这台机器的时间（{time}）比审核记录的最后一行（{last}）还早",
        "this machine's time ({time}) is before the last line of the log ({last})"
    ))
    .hint(say!(
        "先把时钟校准；是“{by}”签第 {line} 行时时钟错了的，在 site.yaml 的“审核制度”里写“时间有误: [{{行: {line}, 理由: …}}]”，那一行不再算数，请他重新签",
        "set the clock right first; where {by}'s was wrong, write `misdated: [{{line: {line}, reason: …}}]` in `review` in site.yaml: that line counts no more, and {by} signs again"
    ))
}

/// A clock that is years ahead: the program knows of no clock but this one, so it goes by what was done before.
fn too_late(time: &str) -> Diagnostic {
    wrong(say!(
        "这台机器的时间（{time}）比上一次审核和 site.yaml 的改动晚了一年多",
        "this machine's time ({time}) is more than a year after the last review and the last change of site.yaml"
    ))
    .hint(say!(
        "先把时钟校准；时间没有错的，把 site.yaml 打开保存一次再签",
        "set the clock right first; where it is right, save site.yaml once more and sign again"
    ))
}

fn wrong(words: Words) -> Diagnostic {
    Diagnostic::error(Code::Review, words)
}

fn refused(document: &Document, reviewer: &Reviewer, stage: Stage, why: Refusal) -> Diagnostic {
    let (path, name) = (&document.path, &reviewer.name);
    let (zh, en) = (stage.alias(), stage.name());
    wrong(match why {
        Refusal::Author => say!(
            "“{name}”是“{path}”的作者，不能审自己写的",
            "{name} wrote {path}, and nobody reviews what they wrote"
        ),
        Refusal::Again => say!(
            "“{path}”的{zh}“{name}”已经签过，要换一个人签",
            "{name} has signed the {en} review of {path} already; it takes another person"
        ),
        Refusal::Other(other) => {
            let (other_zh, other_en) = (other.alias(), other.name());
            say!(
                "“{path}”的{other_zh}是“{name}”签的，一个人不能签两个环节",
                "{name} has signed the {other_en} review of {path}; one person takes one stage"
            )
        }
        Refusal::NotTheirs => say!("“{name}”不能签{zh}", "{name} may not make the {en} review"),
        Refusal::Left => say!("“{name}”已经离岗", "{name} has left the office"),
    })
}

fn nobody(document: &Document, stage: Stage) -> Diagnostic {
    let (path, zh, en) = (&document.path, stage.alias(), stage.name());
    wrong(say!(
        "不知道谁来签“{path}”的{zh}",
        "it is not known who makes the {en} review of {path}"
    ))
    .hint(say!(
        "用 --by 写姓名，用 --key 写私钥文件，或者在文档的“审核”里写上姓名",
        "name them with --by, name their key with --key, or name them in the document's `review`"
    ))
}

fn unknown<'r>(name: &str, reviewers: impl Iterator<Item = &'r Reviewer>) -> Diagnostic {
    wrong(say!("审核人名单里没有“{name}”", "{name} is not among the reviewers"))
        .did_you_mean(name, reviewers.map(|one| one.name.as_str()))
        .hint(say!("名单在 site.yaml 的“审核制度”里", "the list is in site.yaml, in `review`"))
}

fn foreign(key: &PublicKey) -> Diagnostic {
    wrong(say!("这把密钥不是名单里哪个审核人的", "this key is none of the reviewers'")).hint(say!(
        "把公钥 {key} 写到 site.yaml 里本人的“公钥”下",
        "write the public key {key} into site.yaml, in its holder's `keys`"
    ))
}

fn keyless(name: &str, holder: Option<&Reviewer>) -> Diagnostic {
    let problem = wrong(match holder {
        Some(holder) => {
            let holder = &holder.name;
            say!(
                "这把密钥是“{holder}”的，“{name}”要用自己的密钥签",
                "this is the key of {holder}; {name} signs with their own"
            )
        }
        None => say!("“{name}”要用自己的密钥签", "{name} signs with a key of their own"),
    });
    problem.hint(say!("用 --key 写明私钥文件", "name the file of the key with --key"))
}
