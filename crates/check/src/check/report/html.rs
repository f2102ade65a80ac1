//! 检查报告: one web page with everything in it, to be handed to those who answer for the site. It carries the figures of
//! the runs before it, which the next report written over it reads back: the trend needs no other file.

use super::InspectionReport;
use crate::check::freshness::Freshness;
use crate::config::rules::{is_veto, rule};
use crate::diagnostic::{Diagnostic, Severity, Words};
use crate::markup::escaped;
use crate::say;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write;

const OPEN: &str = "<script type=\"application/json\" id=\"runs\">";
const CLOSE: &str = "</script>";
const STYLE: &str = include_str!("report.css");

/// So many runs are kept.
const RUNS: usize = 52;

/// The figures of one inspection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The inspection's time.
    pub clock: String,
    /// Findings that fail the site at once.
    pub vetoes: usize,
    /// 错误.
    pub errors: usize,
    /// 警告.
    pub warnings: usize,
    /// 提示.
    pub hints: usize,
}

impl Run {
    fn of(report: &InspectionReport<'_>) -> Self {
        let found = &report.inspection.found;
        let count = |severity| found.iter().filter(|p| p.severity == severity).count();
        Self {
            clock: report.clock.strftime("%Y-%m-%d %H:%M").to_string(),
            vetoes: found.iter().filter(|p| is_veto(p.code)).count(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            hints: count(Severity::Hint),
        }
    }

    /// 0 where something fails the site at once; else 100 less 2 for an error and a half for a warning. Our own measure,
    /// not the inspection's.
    fn score(&self) -> usize {
        match self.vetoes {
            0 => 100_usize.saturating_sub(self.errors * 2 + self.warnings.div_ceil(2)),
            _ => 0,
        }
    }
}

/// The runs that an earlier report tells of, the oldest first; none where it is no report.
pub fn runs(page: &str) -> Vec<Run> {
    let inside = page.split_once(OPEN).and_then(|(_, rest)| rest.split_once(CLOSE));
    inside.map_or_else(Vec::new, |(text, _)| serde_json::from_str(text).unwrap_or_default())
}

/// The page; `before` are the runs of earlier reports.
pub fn html(report: &InspectionReport<'_>, before: Vec<Run>) -> String {
    let run = Run::of(report);
    let mut all = before;
    all.retain(|one| one.clock < run.clock);
    all.push(run.clone());
    all.drain(..all.len().saturating_sub(RUNS));
    let words = |words: Words| words.in_language(report.language).to_owned();
    let site = escaped(report.site);
    let title = words(say!("{site}检查报告", "Inspection of {site}"));
    let (clock, documents) = (&run.clock, report.documents);
    let under =
        words(say!("检查时间 {clock}　文档 {documents} 篇", "{clock} · {documents} documents"));
    let sections = [
        figures(report, &run),
        due(report),
        findings(report),
        excused(report),
        trend(report, &all),
    ];
    let note = words(say!(
        "分数是本程序自己的算法：有单项否决为 0 分，否则 100 分，每个错误减 2 分，每两个警告减 1 分；不是上级考核的得分。",
        "The score is this program's own: 0 with a veto, else 100 less 2 for an error and 1 for every two warnings. It is not the inspection's."
    ));
    // `<` must not end the script before its time.
    let data = serde_json::to_string(&all).unwrap_or_default().replace('<', "\\u003c");
    let language = words(say!("zh-CN", "en"));
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header><h1>{title}</h1><p>{under}</p></header>\n{}<footer><p>{note}</p></footer>\n</main>\n{OPEN}{data}{CLOSE}\n</body>\n</html>\n",
        sections.concat()
    )
}

fn figures(report: &InspectionReport<'_>, run: &Run) -> String {
    let verdict = match run.vetoes {
        0 => say!("没有单项否决问题", "nothing that fails the site at once"),
        n => say!("有 {n} 个单项否决问题", "{n} findings fail the site at once"),
    };
    let class = if run.vetoes == 0 { "pass" } else { "fail" };
    let verdict = verdict.in_language(report.language);
    let rows = [
        (say!("分数", "score"), run.score()),
        (say!("单项否决", "vetoes"), run.vetoes),
        (say!("错误", "errors"), run.errors),
        (say!("警告", "warnings"), run.warnings),
        (say!("提示", "hints"), run.hints),
    ];
    let mut text = format!("<p class=\"verdict {class}\">{verdict}</p>\n<dl class=\"figures\">\n");
    for (name, number) in rows {
        let name = name.in_language(report.language);
        // Writing to a string does not fail.
        let _ = writeln!(text, "<div><dt>{name}</dt><dd>{number}</dd></div>");
    }
    text + "</dl>\n"
}

/// Columns that are stale, or will be within a week.
fn due(report: &InspectionReport<'_>) -> String {
    let soon = |one: &&Freshness| one.newest.is_none() || one.days_left.is_some_and(|d| d <= 7);
    let columns: Vec<&Freshness> = report.inspection.columns.iter().filter(soon).collect();
    let say = |words: Words| words.in_language(report.language).to_owned();
    let heading = say(say!("本周要更新的栏目", "Columns that are due this week"));
    if columns.is_empty() {
        let none = say(say!("本周没有到期的栏目。", "No column is due this week."));
        return format!("<section><h2>{heading}</h2><p>{none}</p></section>\n");
    }
    let heads =
        [say(say!("栏目", "column")), say(say!("最近更新", "newest")), say(say!("还有", "left"))];
    let rows = columns.iter().map(|one| {
        let newest = one.newest.map_or_else(String::new, |day| day.to_string());
        let left = match one.days_left {
            None => say(say!("空白", "empty")),
            Some(days) if days < 0 => {
                let over = -days;
                say(say!("超期 {over} 天", "{over} days over"))
            }
            Some(days) => say(say!("{days} 天", "{days} days")),
        };
        [escaped(&one.name), newest, left]
    });
    format!("<section><h2>{heading}</h2>\n{}</section>\n", table(&heads, rows))
}

fn table<const N: usize>(heads: &[String; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let head: String = heads.iter().map(|h| format!("<th scope=\"col\">{h}</th>")).collect();
    let body: String = rows
        .map(|row| {
            let cells: String = row.iter().map(|cell| format!("<td>{cell}</td>")).collect();
            format!("<tr>{cells}</tr>\n")
        })
        .collect();
    format!(
        "<div class=\"wide\"><table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>\n"
    )
}

/// Findings by column, the worst column first, the worst finding first in it.
fn findings(report: &InspectionReport<'_>) -> String {
    let say = |words: Words| words.in_language(report.language).to_owned();
    let heading = say(say!("发现的问题", "Findings"));
    if report.inspection.found.is_empty() {
        let none = say(say!("没有发现问题。", "Nothing was found."));
        return format!("<section><h2>{heading}</h2><p>{none}</p></section>\n");
    }
    let mut text = format!("<section><h2>{heading}</h2>\n");
    for (name, found) in by_column(&report.inspection.found, &report.inspection.columns) {
        let name = name.map_or_else(|| say(whole_site()), str::to_owned);
        let (name, count) = (escaped(&name), found.len());
        let _ = write!(text, "<h3>{name} <span>{count}</span></h3>\n<ul class=\"found\">\n");
        for problem in found {
            text.push_str(&item(report, problem));
        }
        text.push_str("</ul>\n");
    }
    text + "</section>\n"
}

fn item(report: &InspectionReport<'_>, problem: &Diagnostic) -> String {
    let language = report.language;
    let (class, level) = (problem.severity.code(), problem.severity.name(language));
    let message = escaped(problem.message.in_language(language));
    let place = match problem.place() {
        (Some(path), Some(place)) => escaped(&format!("{path}:{}", place.line)),
        (path, _) => escaped(path.unwrap_or_default()),
    };
    let source = rule(problem.code).map_or("", |rule| rule.source);
    let hints = problem.hints.iter();
    let hints: Vec<String> =
        hints.map(|hint| format!("<br>{}", escaped(hint.in_language(language)))).collect();
    let veto = match is_veto(problem.code) {
        true => format!(" <b>{}</b>", say!("单项否决", "veto").in_language(language)),
        false => String::new(),
    };
    format!(
        "<li class=\"{class}\"><strong>{level}</strong>{veto} {message}{}<br><small>{place}　{}　{source}</small></li>\n",
        hints.concat(),
        problem.code
    )
}

/// What problems that stand in no column are about.
pub fn whole_site() -> Words {
    say!("全站", "the whole site")
}

/// Problems by the column that their file stands in, as they are shown.
pub fn by_column<'p>(
    found: &'p [Diagnostic],
    columns: &'p [Freshness],
) -> Vec<(Option<&'p str>, Vec<&'p Diagnostic>)> {
    let mut groups: BTreeMap<Option<&str>, Vec<&Diagnostic>> = BTreeMap::new();
    for problem in found {
        let path = problem.place().0.unwrap_or_default();
        let inside = path.strip_prefix("content/").unwrap_or(path);
        let folder = inside.rsplit_once('/').map_or("", |(folder, _)| folder);
        let column = crate::document::ancestors(folder)
            .find_map(|folder| columns.iter().find(|column| column.folder == folder));
        let name = column.map(|column| column.name.as_str());
        groups.entry(name).or_default().push(problem);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    for (_, problems) in &mut groups {
        problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    }
    let count = |problems: &[&Diagnostic], severity| {
        problems.iter().filter(|p| p.severity == severity).count()
    };
    groups.sort_by_key(|(_, problems)| {
        let of = |severity| count(problems, severity);
        std::cmp::Reverse((of(Severity::Error), of(Severity::Warning), of(Severity::Hint)))
    });
    groups
}

fn excused(report: &InspectionReport<'_>) -> String {
    let excused = &report.inspection.excused;
    if excused.is_empty() {
        return String::new();
    }
    let say = |words: Words| words.in_language(report.language).to_owned();
    let heading = say(say!("按例外放过的", "Let pass as exceptions"));
    let heads =
        [say(say!("问题", "finding")), say(say!("文件", "file")), say(say!("理由", "reason"))];
    let rows = excused.iter().map(|one| {
        [
            escaped(one.problem.message.in_language(report.language)),
            escaped(one.problem.place().0.unwrap_or_default()),
            escaped(&one.reason),
        ]
    });
    format!("<section><h2>{heading}</h2>\n{}</section>\n", table(&heads, rows))
}

/// The runs as a table, each with a bar; the newest last.
fn trend(report: &InspectionReport<'_>, runs: &[Run]) -> String {
    if runs.len() < 2 {
        return String::new();
    }
    let say = |words: Words| words.in_language(report.language).to_owned();
    let heading = say(say!("历次检查", "Earlier inspections"));
    let heads = [
        say(say!("时间", "time")),
        say(say!("分数", "score")),
        say(say!("否决", "vetoes")),
        say(say!("错误", "errors")),
        say(say!("警告", "warnings")),
    ];
    let rows = runs.iter().rev().map(|run| {
        let score = run.score();
        let bar = format!("<svg class=\"bar\" width=\"100\" height=\"10\" aria-hidden=\"true\"><rect width=\"{score}\" height=\"10\"/></svg> {score}");
        [
            escaped(&run.clock),
            bar,
            run.vetoes.to_string(),
            run.errors.to_string(),
            run.warnings.to_string(),
        ]
    });
    format!("<section><h2>{heading}</h2>\n{}</section>\n", table(&heads, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores() {
        let run = |vetoes, errors, warnings| Run {
            clock: String::new(),
            vetoes,
            errors,
            warnings,
            hints: 9,
        };
        for (run, score) in
            [(run(0, 0, 0), 100), (run(0, 3, 3), 92), (run(0, 70, 0), 0), (run(1, 1, 0), 0)]
        {
            assert_eq!(run.score(), score);
        }
    }
}
