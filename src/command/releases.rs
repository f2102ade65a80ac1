//! `gongbao releases`.

use super::publish::{cannot, with_target};
use super::{Console, Outcome};
use crate::cli;
use crate::diagnostic::{Format, Language, plain_line};
use crate::publish::{self, HostReport, Notes, ReleaseId};
use serde_json::json;
use std::sync::Arc;

/// Lists what every host of a target holds.
pub fn run(args: &cli::Releases, console: &Console) -> Outcome {
    with_target(args.site.source(), args.target.name(), console, |_, target| {
        let notes = Arc::new(Notes::look(args.site.source(), &target.name));
        match publish::look(target, &notes) {
            Ok(reports) => console.print(&match console.format {
                Format::Json => reports.iter().map(json).collect::<String>(),
                _ => reports.iter().map(|report| text(report, console.language)).collect(),
            }),
            Err(problems) => cannot(problems, console),
        }
    })
}

/// The newest first; `*` marks what visitors see.
fn text(report: &HostReport, language: Language) -> String {
    let status = &report.status;
    let mut text = format!("{}\n", report.place);
    if status.releases.is_empty() {
        text.push_str(match language {
            Language::Chinese => "  还没有发布过\n",
            Language::English => "  nothing was published yet\n",
        });
    }
    for id in status.releases.iter().rev() {
        let mark = if status.current == Some(*id) { '*' } else { ' ' };
        let entry = status.entry(*id);
        let what = entry.map_or(String::new(), |entry| {
            let time = entry.time.get(..16).unwrap_or(&entry.time).replace('T', " ");
            let (by, added, changed, removed) =
                (&entry.by, entry.added, entry.changed, entry.removed);
            format!("{time}  {by}  +{added} ~{changed} -{removed}")
        });
        let number = id.to_string();
        let seen = match (mark, language) {
            ('*', Language::Chinese) => "  ← 访问者看到的",
            ('*', Language::English) => "  <- what visitors see",
            _ => "",
        };
        let what = plain_line(&what);
        text.push_str(&format!("{mark} {number:>6}  {what}{seen}\n"));
    }
    text
}

fn json(report: &HostReport) -> String {
    let status = &report.status;
    let line = |id: &ReleaseId| {
        let entry = status.entry(*id);
        let object = json!({
            "place": report.place,
            "release": id,
            "current": status.current == Some(*id),
            "published": entry,
        });
        format!("{object}\n")
    };
    status.releases.iter().rev().map(line).collect()
}
