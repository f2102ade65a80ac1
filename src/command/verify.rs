//! `gongbao verify`.

use super::publish::{address, cannot, notes, with_target};
use super::{Console, Outcome};
use crate::cli;
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Format};
use crate::publish::{self, Fault, Inspected};
use crate::say;

/// Compares what visitors see with what was published, page by page.
pub fn run(args: &cli::Verify, console: &Console) -> Outcome {
    with_target(args.site.source(), args.target.name(), console, |_, target| {
        compare(args, target, console)
    })
}

fn compare(args: &cli::Verify, target: &Target, console: &Console) -> Outcome {
    let notes = match notes(args.site.source(), target, console) {
        Ok(notes) => notes,
        Err(outcome) => return outcome,
    };
    let inspected = match publish::verify(target, &notes) {
        Ok(inspected) => inspected,
        Err(problems) => return cannot(problems, console),
    };
    let problems: Vec<Diagnostic> = inspected.iter().flat_map(problems).collect();
    if problems.is_empty() {
        if console.format != Format::Json {
            for host in &inspected {
                tell_right(host, console);
            }
        }
        return Outcome::Done;
    }
    let told = console.print_found(&problems);
    let outcome = console.count(&problems);
    let name = &target.name;
    console.note(&say!(
        "再发布一次就会修复：gongbao publish {name}",
        "publishing again mends it: gongbao publish {name}"
    ));
    if told == Outcome::CannotRun { told } else { outcome }
}

fn tell_right(host: &Inspected, console: &Console) {
    let (place, files) = (&host.place, host.files);
    console.say(&match host.current {
        Some(id) => say!(
            "{place}：版本 {id} 的 {files} 个文件与发布时一致",
            "{place}: all {files} files of release {id} are as they were published"
        ),
        None => say!("{place}：还没有发布过", "{place}: nothing was published yet"),
    });
}

fn problems(host: &Inspected) -> Vec<Diagnostic> {
    let place = &host.place;
    let mut problems: Vec<Diagnostic> =
        host.faults.iter().map(|fault| problem(place, fault)).collect();
    if host.is_list_foreign {
        let words = say!(
            "{place}：文件清单不是当初发布的那一份，可能有人改过",
            "{place}: the list of files is not the one that was published; somebody may have changed it"
        );
        problems.push(Diagnostic::error(Code::Tampered, words));
    }
    problems
}

fn problem(place: &str, fault: &Fault) -> Diagnostic {
    let shown = address(fault.name());
    let words = match fault {
        Fault::Changed(_) => {
            say!("{place}：{shown} 的内容被改过", "{place}: {shown} is not what was published")
        }
        Fault::Missing(_) => say!("{place}：{shown} 不见了", "{place}: {shown} is gone"),
        Fault::Extra(_) => {
            say!("{place}：{shown} 不是发布上去的", "{place}: {shown} was never published")
        }
    };
    Diagnostic::error(Code::Tampered, words)
}
