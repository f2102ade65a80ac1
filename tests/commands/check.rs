//! `gongbao check` through the real binary: what an inspection would find, and what it must not.

use crate::inspected::{check, codes, county, document};
use crate::site::{CLOCK, Site, example};
use crate::skip;
use std::fs;

/// The day of an inspection on which the small county has nothing to find.
const DAY: &str = "2026-04-10T09:00";

#[test]
fn the_example_has_nothing_to_find() {
    check(&example(), CLOCK, &[])
        .must_end(0)
        .must_print("days left  政策解读 (newest 2026-08-18)")
        .must_complain("nothing found");
}

/// Columns without a document, so many.
fn empty(count: usize) -> Vec<(String, String)> {
    let index = |n| (format!("c{n}/_index.md"), format!("---\n名称: 栏目{n}\n---\n"));
    (0..count).map(index).collect()
}

/// Columns whose only document is of this day, so many.
fn dated(count: usize, period: &str, day: &str) -> Vec<(String, String)> {
    let files = |n| {
        let index = format!("---\n名称: 栏目{n}\n更新周期: {period}\n---\n");
        let document = format!("---\n标题: 公示\n发布日期: {day}\n---\n");
        [(format!("c{n}/_index.md"), index), (format!("c{n}/a.md"), document)]
    };
    (0..count).flat_map(files).collect()
}

/// The county with these files over it.
fn with(files: &[(String, String)]) -> Site {
    county(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

#[test]
fn columns_that_are_too_many_veto_the_site() {
    let count = |found: &[String], code: &str| found.iter().filter(|c| *c == code).count();
    for (files, blank, veto) in [
        (empty(4), 4, 0),
        (empty(5), 5, 1),
        (dated(4, "动态", "2026-03-01"), 0, 0),
        (dated(5, "动态", "2026-03-01"), 0, 1),
        (dated(9, "年度", "2025-03-01"), 0, 0),
        (dated(10, "年度", "2025-03-01"), 0, 1),
    ] {
        let found = codes(with(&files).root(), DAY, &[]);
        let counted = (count(&found, "column-blank"), count(&found, "columns-veto"));
        assert_eq!(counted, (blank, veto), "{files:?}");
    }
}

#[test]
fn a_page_is_too_heavy_with_what_it_shows_and_not_with_what_it_leads_to() {
    let heavy = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"><!--{}--></svg>",
        "a".repeat(1_100_000)
    );
    for (text, found) in [("![图](a.svg)", true), ("[图](a.svg)", false)] {
        let site = county(&[("news/b.md", &document(text)), ("news/a.svg", &heavy)]);
        let codes = codes(site.root(), DAY, &[]);
        assert_eq!(codes.iter().any(|code| code == "page-weight"), found, "{text}: {codes:?}");
    }
}

/// A real report of a real county, as it was published: what is found in it is really there.
#[test]
fn a_real_report_has_the_faults_that_it_has() {
    let site = example().join("../shared/real-site");
    if !site.exists() {
        skip::skipped("the real report is not there");
        return;
    }
    let found = codes(&site, "2012-04-02T09:00", &[]);
    // Six pictures were lost, the text has 要要, and its plan speaks of 33 indicators and lists one.
    let lost = ["lost-photo"; 6];
    let expected = [&lost[..], &["doubled-character", "indicator-count"]].concat();
    assert_eq!(found, expected);
    let errors = codes(&site, "2012-04-02T09:00", &["--level", "error"]);
    assert_eq!(errors, [""; 0]);
}

#[test]
fn what_is_certain_is_mended_and_no_other_byte_changes() {
    let before = "\u{feff}---\r\n标题: 公示\r\n发布日期: 2026-04-01\r\n---\r\n\r\n截止目前,按云政发[2026]12号共布署三次。\r\n\r\n| a | b |\r\n|--|--|\r\n| `a,甲,乙` | 3月1号 |\r\n";
    let after = "\u{feff}---\r\n标题: 公示\r\n发布日期: 2026-04-01\r\n---\r\n\r\n截至目前，按云政发〔2026〕12号共部署三次。\r\n\r\n| a | b |\r\n|--|--|\r\n| `a,甲,乙` | 3月1日 |\r\n";
    let site = county(&[("news/b.md", before)]);
    check(site.root(), DAY, &["--fix", "--only", "wrong-word"])
        .must_print("content/news/b.md:6\n- 截止目前,按")
        .must_print("\n+ 截至目前,按云政发[2026]12号共部署三次。");
    check(site.root(), DAY, &["--fix"]);
    assert_eq!(site.text("content/news/b.md"), after);
    check(site.root(), DAY, &["--fix"]).must_complain("nothing can be mended");
    let names = fs::read_dir(site.path("content/news")).expect("the folder");
    assert_eq!(names.count(), 3);
}

#[test]
fn an_address_is_left_alone_and_so_is_what_somebody_escaped() {
    let text =
        document("见https://www.example.gov.cn/a\\~2026-2030年的通知,云政发\\[2026\\]12号。");
    let site = county(&[("news/b.md", &text)]);
    check(site.root(), DAY, &["--fix"]);
    assert_eq!(site.text("content/news/b.md"), text.replace("通知,", "通知，"));
}

#[test]
fn forms_for_other_programs() {
    let text = document("县人民攻府&布署。");
    let site = county(&[("news/b.md", &text)]);
    let output =
        |format| check(site.root(), DAY, &["--format", format]).must_end(1).must_be_silent().out;
    let json = output("json");
    let found = json.lines().map(|line| serde_json::from_str(line).expect("a JSON line"));
    let found: Vec<serde_json::Value> = found.collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["code"], "wrong-name");

    let sarif: serde_json::Value = serde_json::from_str(&output("sarif")).expect("JSON");
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 2);
    assert_eq!(results[0]["ruleId"], "wrong-name");
    assert_eq!(results[0]["level"], "error");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/news/b.md");
    assert_eq!(place["region"]["startLine"], 6);
    assert_eq!(place["region"]["startColumn"], 4);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(rules.iter().any(|rule| rule["id"] == "wrong-name"));

    let junit = output("junit");
    let mut reader = quick_xml::Reader::from_str(&junit);
    let mut failed = 0;
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "failure" => failed += 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(failed, 1);
    assert!(junit.contains("failures=\"1\""), "{junit}");
}

#[test]
fn what_stops_an_inspection_is_told_in_every_form() {
    let site = county(&[("news/b.md", "---\n标题:\n---\n")]);
    for form in ["json", "sarif", "junit", "short", "human"] {
        let said = check(site.root(), DAY, &["--format", form]).must_end(1);
        assert!(said.out.contains("empty-value"), "{form}: {}", said.out);
        assert!(said.err.ends_with("mend the errors above first\n"), "{form}: {}", said.err);
        assert!(!said.err.contains("empty-value"), "{form}: {}", said.err);
    }
}

#[test]
fn the_report_is_one_page_and_remembers_its_runs() {
    let text = document("县人民攻府<script>alert(1)</script>布署。");
    let site = county(&[("news/b.md", &text)]);
    let page = site.path("report.html");
    let report = |clock: &str| {
        check(site.root(), clock, &["--report", page.to_str().expect("a path")]);
        site.text("report.html")
    };
    let first = report("2026-04-09T09:00");
    assert!(first.contains("攻府 should be 政府") && !first.contains("alert(1)"));
    assert!(first.contains("1 findings fail the site at once") && !first.contains("Earlier"));
    assert!(!first.contains("src=") && !first.contains("href="));
    let second = report(DAY);
    assert!(second.contains("Earlier inspections") && second.contains("2026-04-09 09:00"));
    // The same moment again is the same run.
    assert_eq!(report(DAY), second);
}

#[test]
fn only_what_changed_lately() {
    let text = document("县人民攻府。");
    let site = county(&[("news/b.md", &text), ("news/c.md", &text)]);
    let old = fs::File::options().write(true).open(site.path("content/news/b.md"));
    let day = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    old.and_then(|file| file.set_modified(day)).expect("an old file");
    let found = check(site.root(), DAY, &["--since", "2020-01-01", "--format", "short"]).out;
    assert!(found.contains("news/c.md") && !found.contains("news/b.md"), "{found}");
}

#[test]
fn a_file_with_too_many_findings_is_summed_up() {
    let text = document(&"县委,县政府,".repeat(100_000));
    let site = county(&[("news/b.md", &text)]);
    let said = check(site.root(), DAY, &["--format", "short"]);
    let last = &said.out[said.out.len() - 300..];
    assert!(last.contains("this file has 199001 more findings"), "{last}");
    assert_eq!(said.err, "1001 warnings\n");
}
