//! `gongbao review status`.

use super::{Office, Page, lacking, signature, state, today};
use crate::cli;
use crate::command::{Console, Outcome};
use crate::config::Policy;
use crate::diagnostic::{Format, Language, Words, plain_line};
use crate::review::{Case, State};
use crate::say;
use serde_json::json;

/// Lists the documents that need a review.
pub(super) fn run(args: &cli::ReviewStatus, console: &Console) -> Result<Outcome, Outcome> {
    let office = Office::enter(args.site.source(), &console.in_format(args.shown.format))?;
    let text = match args.shown.format {
        Format::Human => human(&office, console.language),
        Format::Short => each(&office, |case| short(case, office.policy(), console.language)),
        Format::Json => each(&office, |case| json(case, office.policy())),
    };
    Ok(console.print(&text))
}

fn each(office: &Office, line: impl Fn(&Case) -> String) -> String {
    let lines = office.reviews.cases.values().map(line);
    lines.map(|line| line + "\n").collect()
}

/// By state; what is approved is only counted.
fn human(office: &Office, language: Language) -> String {
    let mut page = Page::new(language);
    for wanted in [State::Edited, State::Waiting] {
        let cases = office.reviews.cases.values();
        let cases: Vec<&Case> = cases.filter(|case| case.state() == wanted).collect();
        if cases.is_empty() {
            continue;
        }
        let (Words { zh, en }, count) = (state(wanted), cases.len());
        page.line(&say!("{zh}（{count}）：", "{en} ({count}):"));
        for case in cases {
            let (path, title) = (&case.document.path, &case.document.common.title.value);
            page.line(&say!("  {path}　{title}", "  {path}  {title}"));
            for Words { zh, en } in case.signed.iter().map(signature) {
                page.line(&say!("    已签：{zh}", "    signed: {en}"));
            }
            if let Some(Words { zh, en }) = lacking(case, office.policy(), today()) {
                page.line(&say!("    {zh}", "    {en}"));
            }
        }
    }
    let all = office.reviews.cases.len();
    let approved = office.reviews.cases.values();
    let approved = approved.filter(|case| case.state() == State::Approved).count();
    page.line(&say!(
        "要审核的 {all} 篇，已通过 {approved} 篇",
        "{approved} of {all} documents that need a review are approved"
    ));
    page.text
}

fn short(case: &Case, policy: &Policy, language: Language) -> String {
    let path = &case.document.path;
    let words = state(case.state());
    let state = words.in_language(language);
    let lacks = lacking(case, policy, today());
    let lacks = lacks.map_or(String::new(), |lacks| format!(": {}", lacks.in_language(language)));
    match case.state() {
        State::Approved => plain_line(&format!("{path}: {state}")).into_owned(),
        _ => plain_line(&format!("{path}: {state}{lacks}")).into_owned(),
    }
}

fn json(case: &Case, policy: &Policy) -> String {
    let next = case.next();
    let able: Vec<&str> = next.map_or_else(Vec::new, |need| {
        let able = case.able(policy, need.stage, today());
        able.map(|reviewer| reviewer.name.as_str()).collect()
    });
    let signed = case.signed.iter().map(
        |one| json!({"stage": one.stage, "by": one.by, "time": one.time, "sealed": one.is_sealed}),
    );
    json!({
        "document": case.document.path,
        "title": &*case.document.common.title.value,
        "state": match case.state() {
            State::Edited => "edited",
            State::Waiting => "waiting",
            State::Approved => "approved",
        },
        "signed": signed.collect::<Vec<_>>(),
        "next": next.map(|need| json!({"stage": need.stage, "people": need.people, "able": able})),
    })
    .to_string()
}
