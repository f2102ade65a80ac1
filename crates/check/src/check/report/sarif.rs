//! SARIF 2.1.0 (OASIS): the form in which code hosts show findings beside the lines.

use super::InspectionReport;
use crate::config::rules::RULES;
use crate::diagnostic::{Diagnostic, Language, Severity};
use serde_json::{Value, json};

/// The whole report as one JSON value.
pub fn sarif(report: &InspectionReport<'_>) -> Value {
    let language = report.language;
    let rules: Vec<Value> = RULES
        .iter()
        .map(|rule| {
            json!({
                "id": rule.code.name(),
                "shortDescription": { "text": rule.asks(language) },
                "help": { "text": rule.mend(language) },
                "defaultConfiguration": { "level": level(rule.severity) },
                "properties": { "source": rule.source },
            })
        })
        .collect();
    let found = report.inspection.found.iter();
    let results = found.map(|problem| result(problem, language, None));
    let excused = report.inspection.excused.iter();
    let excused = excused.map(|one| result(&one.problem, language, Some(&one.reason)));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gongbao",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results.chain(excused).collect::<Vec<_>>(),
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

fn result(problem: &Diagnostic, language: Language, excuse: Option<&str>) -> Value {
    let mut result = json!({
        "ruleId": problem.code.name(),
        "level": level(problem.severity),
        "message": { "text": problem.message.in_language(language) },
    });
    if let (Some(path), place) = problem.place() {
        let mut physical = json!({ "artifactLocation": { "uri": address(path) } });
        if let Some((place, label)) = place.zip(problem.labels.first()) {
            let end = label.source.place(label.span.end);
            physical["region"] = json!({
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": end.line,
                "endColumn": end.column,
            });
        }
        result["locations"] = json!([{ "physicalLocation": physical }]);
    }
    if let Some(reason) = excuse {
        result["suppressions"] = json!([{ "kind": "inSource", "justification": reason }]);
    }
    result
}

/// A path as a relative URI reference.
fn address(path: &str) -> String {
    path.split('/')
        .map(|part| percent_encoding::utf8_percent_encode(part, percent_encoding::NON_ALPHANUMERIC))
        .map(|part| part.to_string().replace("%2E", ".").replace("%2D", "-").replace("%5F", "_"))
        .collect::<Vec<_>>()
        .join("/")
}
