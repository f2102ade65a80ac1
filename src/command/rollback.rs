//! `gongbao rollback`.

use super::publish::{agreed, cannot, notes, with_target};
use super::{Console, Outcome};
use crate::cli;
use crate::config::Target;
use crate::diagnostic::Words;
use crate::publish::{self, ReleaseId};
use crate::say;
use std::time::Instant;

/// Shows an earlier release again, on every host of a target.
pub fn run(args: &cli::Rollback, console: &Console) -> Outcome {
    with_target(args.site.source(), Some(&args.target), console, |_, target| {
        go_back(args, target, console)
    })
}

fn go_back(args: &cli::Rollback, target: &Target, console: &Console) -> Outcome {
    if !agreed(args.yes, &question(&target.name, args.release), console) {
        return Outcome::CannotRun;
    }
    let notes = match notes(args.site.source(), target, console) {
        Ok(notes) => notes,
        Err(outcome) => return outcome,
    };
    let start = Instant::now();
    match publish::roll_back(target, &notes, args.release) {
        Ok((release, problems)) => {
            let outcome = match problems.is_empty() {
                true => Outcome::Done,
                false => console.report(problems),
            };
            let (name, seconds) = (&target.name, start.elapsed().as_secs_f64());
            console.say(&say!(
                "“{name}”已回到版本 {release}，用时 {seconds:.2} 秒",
                "`{name}` shows release {release} again, after {seconds:.2} s"
            ));
            outcome
        }
        Err(problems) => cannot(problems, console),
    }
}

fn question(name: &str, release: Option<ReleaseId>) -> Words {
    match release {
        Some(id) => say!("让“{name}”回到版本 {id} 吗？", "Show release {id} on `{name}` again?"),
        None => say!("让“{name}”回到上一个版本吗？", "Show the release before on `{name}` again?"),
    }
}
