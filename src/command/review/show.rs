//! `gongbao review show`.

use super::{Office, Page, lacking, signature, state, today};
use crate::cli;
use crate::command::{Console, Outcome};
use crate::diagnostic::Words;
use crate::review::diff::diff;
use crate::review::standing::Approved;
use crate::review::{Case, State};
use crate::say;

/// Shows what a reviewer has to read.
pub(super) fn run(args: &cli::ReviewShow, console: &Console) -> Result<Outcome, Outcome> {
    let office = Office::enter(args.site.source(), console)?;
    let case = office.case(&args.document);
    let case = case.map_err(|problem| console.refuse(problem))?;
    let mut page = Page::new(console.language);
    standing(&mut page, case, &office);
    let approved = case.approved.as_ref();
    match approved.filter(|_| case.state() == State::Edited) {
        Some(approved) => since(&mut page, case, approved),
        None if case.state() == State::Approved => {}
        None => whole(&mut page, case),
    }
    Ok(console.print(&page.text))
}

fn standing(page: &mut Page, case: &Case, office: &Office) {
    let (path, title) = (&case.document.path, &case.document.common.title.value);
    page.line(&say!("{path}　{title}", "{path}  {title}"));
    let Words { zh, en } = state(case.state());
    page.line(&say!("  {zh}", "  {en}"));
    for Words { zh, en } in case.signed.iter().map(signature) {
        page.line(&say!("  已签：{zh}", "  signed: {en}"));
    }
    if let Some(Words { zh, en }) = lacking(case, office.policy(), today()) {
        page.line(&say!("  {zh}", "  {en}"));
    }
}

/// The text as it is, where there is no approved version to compare it with.
fn whole(page: &mut Page, case: &Case) {
    if case.was_edited {
        page.line(&say!(
            "  从前签过的版本没有签完，或者文本没有留存，比较不了；下面是全文",
            "  what was signed before lacked a review, or its text was not kept: this is the whole text"
        ));
    }
    page.text.push('\n');
    page.text.push_str(&case.document.source.text);
}

/// What was changed since a version was approved.
fn since(page: &mut Page, case: &Case, approved: &Approved) {
    for Words { zh, en } in approved.signed.iter().map(signature) {
        page.line(&say!("  上次通过：{zh}", "  approved before: {en}"));
    }
    files(page, case, approved);
    page.text.push('\n');
    let before = &approved.document.source.text;
    let text = diff(before, &case.document.source.text, page.language);
    match text.is_empty() {
        true => page.line(&say!("文字没有变", "the text is the same")),
        false => page.text.push_str(&text),
    }
}

/// The files that are not what they were.
fn files(page: &mut Page, case: &Case, approved: &Approved) {
    let Some(now) = &case.version else {
        return;
    };
    let (before, now) = (&approved.version.files, &now.files);
    for (name, sum) in now {
        match before.get(name) {
            None => page.line(&say!("  附件：新增 {name}", "  file: {name} is new")),
            Some(then) if then != sum => {
                page.line(&say!("  附件：{name} 换过了", "  file: {name} was changed"));
            }
            Some(_) => {}
        }
    }
    for name in before.keys().filter(|name| !now.contains_key(*name)) {
        page.line(&say!("  附件：不再有 {name}", "  file: {name} is gone"));
    }
}
