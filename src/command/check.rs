//! `gongbao check`.

use super::build::now;
use super::{Console, Outcome};
use crate::build::{Session, Stages};
use crate::check::freshness::Standing;
use crate::check::rules::{RULES, rule};
use crate::check::{check, no_such_rule};
use crate::cli;
use crate::diagnostic::{Diagnostic, Format, Language, Severity, severity};
use crate::say;
use crate::site::Audience;

/// Says what an inspection of the site would find.
pub fn run(args: &cli::Check, console: &Console) -> Outcome {
    if args.rules {
        return console.print(&rules(console.language));
    }
    if let Some(unknown) = args.only.iter().find(|code| rule(code).is_none()) {
        return console.refuse(no_such_rule(unknown));
    }
    let mut session = Session::new(&args.source, Audience::Public);
    let clock = args.clock.map_or_else(now, |moment| moment.at);
    session.read(clock, &mut Stages::default());
    let Some(renderer) = session.renderer() else {
        let outcome = console.report(session.problems().to_vec());
        console.note(&say!(
            "没有检查：先改正上面的错误",
            "nothing was checked: mend the errors above first"
        ));
        return outcome;
    };
    let site = renderer.site();
    let wanted = |problem: &Diagnostic| {
        (args.only.is_empty() || args.only.iter().any(|code| code == problem.code))
            && (!args.errors || problem.severity == Severity::Error)
    };
    let inspection = check(site);
    let read = session.problems().iter().cloned();
    let problems: Vec<Diagnostic> = read.chain(inspection.found).filter(wanted).collect();
    if console.format == Format::Human && args.only.is_empty() {
        console.print(&columns(&inspection.columns, console.language));
    }
    let nothing = problems.is_empty();
    let outcome = console.report(problems);
    if nothing && console.format != Format::Json {
        let documents = site.entries.len();
        console.note(&say!(
            "检查了 {documents} 篇文档，没有发现问题",
            "checked {documents} documents, nothing found"
        ));
    }
    outcome
}

/// The days that every column has left, the worst first.
fn columns(standings: &[Standing], language: Language) -> String {
    let mut text = match language {
        Language::Chinese => "栏目更新：\n".to_owned(),
        Language::English => "Columns:\n".to_owned(),
    };
    for one in standings {
        let (name, newest) = (&one.name, one.newest);
        let line = match (newest, one.days_left) {
            (None, _) => say!("空白　　　　　  {name}", "empty          {name}"),
            (Some(day), None) => say!(
                "不限　　　　　  {name}（最近 {day}）",
                "no limit       {name} (newest {day})"
            ),
            (Some(day), Some(left)) if left < 0 => {
                let over = -left;
                say!(
                    "超期 {over:>4} 天　  {name}（最近 {day}）",
                    "{over:>4} days over  {name} (newest {day})"
                )
            }
            (Some(day), Some(left)) => {
                say!(
                    "还有 {left:>4} 天　  {name}（最近 {day}）",
                    "{left:>4} days left  {name} (newest {day})"
                )
            }
        };
        text.push_str("  ");
        text.push_str(line.in_language(language));
        text.push('\n');
    }
    text
}

/// Every rule as a Markdown table.
fn rules(language: Language) -> String {
    let mut text = match language {
        Language::Chinese => {
            "| 规则 | 要求 | 级别 | 性质 | 出处 |\n|---|---|---|---|---|\n".to_owned()
        }
        Language::English => {
            "| rule | asks for | level | basis | source |\n|---|---|---|---|---|\n".to_owned()
        }
    };
    for rule in RULES {
        let basis = rule.basis.words();
        text.push_str(&format!(
            "| `{}` | {} | {} | {} | {} |\n",
            rule.code,
            rule.asks(language),
            severity(rule.severity, language),
            basis.in_language(language),
            rule.source
        ));
    }
    text
}
