//! How far this machine has seen the log (`.gongbao/review/head`), for a log that was cut at its end looks like a shorter one.

use super::folder::{LOG, OWN};
use super::log::Log;
use crate::diagnostic::{Code, Diagnostic};
use crate::file::{Flush, Sum, replace};
use crate::say;
use std::fs;
use std::path::Path;

/// Notes how far the log goes.
pub(super) fn remember(root: &Path, log: &Log) {
    let head = format!("{} {}\n", log.lines.len(), log.last());
    // Without the note, a cut log is seen by the texts that were kept for its lines.
    drop(replace(&root.join(OWN).join("head"), head.as_bytes(), Flush::First));
}

/// Whether the log lacks what this machine has seen in it.
pub(super) fn cut(root: &Path, log: &Log) -> Option<Diagnostic> {
    let head = fs::read_to_string(root.join(OWN).join("head")).ok()?;
    let (count, sum) = head.trim().split_once(' ')?;
    let (count, sum) = (count.parse::<usize>().ok()?, Sum::parse(sum)?);
    let line = log.lines.get(count.checked_sub(1)?);
    if line.is_some_and(|line| line.sum == sum) {
        return None;
    }
    let words = match log.lines.len() {
        now if now < count => say!(
            "审核记录少了行：这台机器上次见到 {count} 行，现在只有 {now} 行",
            "the log lacks lines: this machine has seen {count}, and now there are {now}"
        ),
        _ => say!(
            "审核记录换过：前 {count} 行不是这台机器上次见到的",
            "the log is another one: its first {count} lines are not those that this machine has seen"
        ),
    };
    Some(
        Diagnostic::error(Code::ReviewLog, words)
            .in_file(LOG)
            .hint(say!(
                "从备份或版本库里恢复 reviews/log.jsonl；合并时有意换过的，删去 .gongbao/review/head",
                "restore reviews/log.jsonl from a copy or from version control; where it was exchanged on purpose in a merge, remove .gongbao/review/head"
            )),
    )
}
