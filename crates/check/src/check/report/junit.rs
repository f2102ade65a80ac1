//! JUnit's XML: a case for every rule, failed where it has found an error.

use super::InspectionReport;
use crate::config::rules::RULES;
use crate::diagnostic::{Code, Diagnostic, Format, Language, Printer, Severity};
use crate::markup::escaped;

/// The whole report; rules that found only warnings and hints have passed, and say what they found.
pub fn junit(report: &InspectionReport<'_>) -> String {
    let found = &report.inspection.found;
    let mut codes: Vec<Code> = RULES.iter().map(|rule| rule.code).collect();
    for problem in found {
        if !codes.contains(&problem.code) {
            codes.push(problem.code);
        }
    }
    let cases: Vec<(bool, String)> = codes
        .iter()
        .map(|code| {
            let of_rule = found.iter().filter(|problem| problem.code == *code);
            case(*code, &of_rule.collect::<Vec<_>>(), report.language)
        })
        .collect();
    let failures = cases.iter().filter(|(failed, _)| *failed).count();
    let tests = cases.len();
    let texts: String = cases.into_iter().map(|(_, text)| text).collect();
    let name = escaped(report.site);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" timestamp=\"{}\">\n{texts}</testsuite>\n</testsuites>\n",
        report.clock.strftime("%Y-%m-%dT%H:%M:%S"),
    )
}

fn case(code: Code, found: &[&Diagnostic], language: Language) -> (bool, String) {
    let printer = Printer { format: Format::Short, language, color: false };
    let lines = |error: bool| {
        let of_kind = found.iter().filter(|p| (p.severity == Severity::Error) == error);
        of_kind.map(|p| printer.print(p)).collect::<String>()
    };
    let (errors, others) = (lines(true), lines(false));
    let open = format!("<testcase classname=\"gongbao.check\" name=\"{code}\"");
    let text = match (errors.is_empty(), others.is_empty()) {
        (true, true) => format!("{open}/>\n"),
        (true, false) => {
            format!("{open}>\n<system-out>{}</system-out>\n</testcase>\n", escaped(&others))
        }
        (false, _) => {
            let first = errors.lines().next().unwrap_or_default();
            format!(
                "{open}>\n<failure message=\"{}\" type=\"error\">{}</failure>\n</testcase>\n",
                escaped(first),
                escaped(&(errors.clone() + &others))
            )
        }
    };
    (!errors.is_empty(), text)
}
