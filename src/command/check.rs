//! `gongbao check`.

use super::bar::Bar;
use super::{Console, Outcome};
use crate::check::external::{self, Manners};
use crate::check::fix::{Mended, fix};
use crate::check::freshness::Freshness;
use crate::check::report::{InspectionReport, by_column, html, junit, runs, sarif, whole_site};
use crate::check::{Inspection, bounded, check, manual, pages};
use crate::cli::{self, CheckFormat, Level};
use crate::config::rules::{named, no_such_rule};
use crate::diagnostic::{
    self, Diagnostic, Doing, Format, Language, Severity, plain_line, plain_xml,
};
use crate::file::{Flush, replace};
use crate::say;
use crate::session::{Session, now};
use crate::site::{Audience, Site};
use crate::write::Stages;
use jiff::civil::DateTime;
use jiff::tz::offset;
use std::path::Path;

/// Says what an inspection of the site would find.
pub fn run(args: &cli::Check, console: &Console) -> Outcome {
    if args.rules {
        return console.print(&manual(console.language));
    }
    if let Some(unknown) = args.only.iter().find(|name| named(name).is_none()) {
        return console.refuse(Diagnostic { severity: Severity::Error, ..no_such_rule(unknown) });
    }
    let console = &console.in_format(match args.format {
        CheckFormat::Human => Format::Human,
        CheckFormat::Short | CheckFormat::Sarif | CheckFormat::Junit => Format::Short,
        CheckFormat::Json => Format::Json,
    });
    let mut session = Session::new(args.site.source(), Audience::Public);
    let clock = args.clock.moment().unwrap_or_else(now);
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
    let mut found = session.found().to_vec();
    found.extend(pages::check(renderer, |_| true));
    if args.external {
        let bar = Bar::new(console, &say!("正在检查外部链接", "asking other sites"));
        found.extend(external::check(site, args.site.source(), Manners::default(), &bar));
        bar.finish();
    }
    let mut inspection = check(site, found);
    inspection.found.retain(|problem| is_wanted(problem, args));
    if args.fix {
        return mend(args, inspection, console);
    }
    inspection.found = bounded(inspection.found);
    diagnostic::sort(&mut inspection.found);
    if let Some(path) = &args.report
        && let Err(problem) = write_report(path, &report(site, &inspection, console))
    {
        return console.refuse(problem);
    }
    show(args, site, inspection, console)
}

fn report<'i>(
    site: &'i Site,
    inspection: &'i Inspection,
    console: &Console,
) -> InspectionReport<'i> {
    InspectionReport {
        site: &site.settings.file.name,
        clock: site.clock,
        documents: site.entries.len(),
        language: console.language,
        inspection,
    }
}

fn is_wanted(problem: &Diagnostic, args: &cli::Check) -> bool {
    let least = match args.level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
        Level::Hint => Severity::Hint,
    };
    let named = args.only.is_empty() || args.only.iter().any(|name| name == problem.code.name());
    let recent = args.since.is_none_or(|since| {
        let path = problem.place().0.unwrap_or_default();
        changed(&args.site.source().join(path)).is_some_and(|at| at >= since.at)
    });
    named && recent && problem.severity >= least
}

/// When a file last changed, in the county's time.
pub(super) fn changed(path: &Path) -> Option<DateTime> {
    let data = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    let at = jiff::Timestamp::try_from(data.modified().ok()?).ok()?;
    Some(offset(8).to_datetime(at))
}

fn show(args: &cli::Check, site: &Site, inspection: Inspection, console: &Console) -> Outcome {
    let failed = inspection.found.iter().any(|p| p.severity == Severity::Error);
    let outcome = if failed { Outcome::Problems } else { Outcome::Done };
    let told = match args.format {
        CheckFormat::Sarif => {
            let sarif = sarif(&report(site, &inspection, console));
            console.in_format(Format::Json).print(&format!("{sarif:#}\n"))
        }
        CheckFormat::Junit => {
            console.print(&plain_xml(&junit(&report(site, &inspection, console))))
        }
        CheckFormat::Short | CheckFormat::Json => console.report(inspection.found.clone()),
        CheckFormat::Human => by_columns(args, &inspection, console),
    };
    if args.format == CheckFormat::Json {
        return told;
    }
    if inspection.found.is_empty() {
        let documents = site.entries.len();
        console.note(&say!(
            "检查了 {documents} 篇文档，没有发现问题",
            "checked {documents} documents, nothing found"
        ));
    }
    let excused = inspection.excused.len();
    if excused > 0 {
        console.note(&say!(
            "另有 {excused} 处按文档里写的例外放过",
            "{excused} more are let pass, as their documents say"
        ));
    }
    if told == Outcome::CannotRun { told } else { outcome }
}

/// The worst column first, the worst finding first in it.
fn by_columns(args: &cli::Check, inspection: &Inspection, console: &Console) -> Outcome {
    if args.only.is_empty() {
        console.print(&columns(&inspection.columns, console.language));
    }
    for (name, found) in by_column(&inspection.found, &inspection.columns) {
        let whole = whole_site();
        let (zh, en) = (name.unwrap_or(&whole.zh), name.unwrap_or(&whole.en));
        let count = found.len();
        console.note(&say!("══ {zh}（{count}）", "══ {en} ({count})"));
        console.show(found);
    }
    console.count(&inspection.found)
}

/// Mends what is certain and shows it; what stays is left to a second look.
fn mend(args: &cli::Check, inspection: Inspection, console: &Console) -> Outcome {
    let mendable = |problem: &&Diagnostic| {
        args.only.iter().any(|name| name == problem.code.name())
            || problem.severity > Severity::Hint
    };
    let found: Vec<Diagnostic> = inspection.found.iter().filter(mendable).cloned().collect();
    let (mended, problems) = fix(args.site.source(), &found);
    let told = console.print(&diff(&mended));
    let count = mended.len();
    console.note(&match count {
        0 => say!("没有能直接改正的", "nothing can be mended without you"),
        _ => say!("改正了 {count} 行", "mended {count} lines"),
    });
    if told == Outcome::CannotRun { told } else { console.report(problems) }
}

fn diff(mended: &[Mended]) -> String {
    let mut text = String::new();
    for one in mended {
        let (path, line, before, after) = (&one.path, one.line, &one.before, &one.after);
        text.push_str(&format!("{path}:{line}\n- {before}\n+ {after}\n"));
    }
    text
}

/// Written beside the place and renamed into it; what stood there tells of earlier runs.
fn write_report(path: &Path, report: &InspectionReport<'_>) -> Result<(), Diagnostic> {
    let told = |error| Diagnostic::io(Doing::Write, path, &error);
    let before = std::fs::read_to_string(path).map_or_else(|_| Vec::new(), |page| runs(&page));
    replace(path, html(report, before).as_bytes(), Flush::Later).map_err(told)
}

/// The days that every column has left, the worst first.
fn columns(standings: &[Freshness], language: Language) -> String {
    let mut text = match language {
        Language::Chinese => "栏目更新：\n".to_owned(),
        Language::English => "Columns:\n".to_owned(),
    };
    for one in standings {
        let (name, newest) = (&one.name, one.newest);
        let line = match (newest, one.days_left) {
            (None, _) => say!("空白　　　　　  {name}", "empty          {name}"),
            (Some(day), None) => {
                say!("不限　　　　　  {name}（最近 {day}）", "no limit       {name} (newest {day})")
            }
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
        text.push_str(&plain_line(line.in_language(language)));
        text.push('\n');
    }
    text
}
