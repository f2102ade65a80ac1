//! The real case: a report that was scraped from a page, more than half of it noise.

use super::{score, site, split};
use crate::site::example;
use crate::skip::skipped;
use serde_yaml::Value;
use std::fs;
use std::path::PathBuf;

/// The shared folder beside the project, where it is there.
fn shared() -> Option<PathBuf> {
    let found = example().parent()?.join("shared");
    let there = found.join("samples/meeting-report-raw.txt").is_file();
    if !there {
        skipped("the real report is not in ../shared: its import was not tested");
    }
    there.then_some(found)
}

/// Keys of the page that its text says nothing of.
const UNSAID: [&str; 3] = ["来源", "关键词", "单位"];

#[test]
fn the_real_report_is_right_to_the_character() {
    let Some(shared) = shared() else { return };
    let site = site();
    let plan = "real-site/content/plans/2012-quality-service.md";
    let plan = fs::read_to_string(shared.join(plan)).expect("the plan");
    let plan = plan.replace("[动员大会](../meetings/2012-03-31-mobilisation.md)", "动员大会");
    site.write("content/plans/2012-quality-service.md", plan);
    for name in ["units.yaml", "site.yaml"] {
        let bytes = fs::read(shared.join("real-site/content").join(name)).expect(name);
        site.write(&format!("content/{name}"), &bytes);
    }
    let raw = fs::read(shared.join("samples/meeting-report-raw.txt")).expect("the report");
    site.write("report.txt", &raw);
    site.chinese(&["import", "report.txt", "--date", "2012-04-01 16:19"])
        .must_end(0)
        .must_print("去掉拼音注音 696，繁体转简体 1067，半角标点改全角 169");
    site.must_build();

    let drafts = site.drafts();
    let draft =
        drafts.iter().find(|(name, _)| name.starts_with("meetings/2012-03-31-")).expect("a draft");
    let (found, body) = split(draft.1);
    let page = shared.join("real-site/content/meetings/2012-03-31-mobilisation.md");
    let page = fs::read_to_string(page).expect("the page");
    let marked = page.replacen("---\n", "---\n草稿: 是\n", 1);
    let (mut wanted, text) = split(&marked);
    assert_eq!(body, text);

    let entries = wanted.as_mapping_mut().expect("keys");
    for key in UNSAID {
        assert!(entries.remove(key).is_some(), "{key} is in the page");
    }
    let long = [
        ("徐忠民宣读实施方案", "徐忠民宣读《甘谷县创建国家级计划生育优质服务先进县实施方案》"),
        ("董珺宣读领导小组名单", "董珺宣读创建国家级计划生育优质服务先进县领导小组名单"),
    ];
    // The page shortens two captions; the draft keeps their words.
    let mut leaves: Vec<String> = score::leaves(&wanted);
    for (short, whole) in long {
        leaves.iter_mut().for_each(|leaf| *leaf = leaf.replace(short, whole));
    }
    let mut got = score::leaves(&found);
    got.sort();
    leaves.sort();
    assert_eq!(got, leaves);
}

#[test]
fn annotations_leave_as_many_characters_as_there_were() {
    let Some(shared) = shared() else { return };
    let site = site();
    let raw =
        fs::read_to_string(shared.join("samples/meeting-report-raw.txt")).expect("the report");
    assert_eq!(raw.chars().count(), 7100);
    site.write("report.txt", &raw);
    let run = site.run(&["import", "report.txt", "--year", "2012", "--format", "json"]).must_end(0);
    let report: serde_json::Value = serde_json::from_str(
        run.out.lines().find(|line| line.contains("\"steps\"")).expect("a line"),
    )
    .expect("JSON");
    assert_eq!(report["steps"]["pinyin"], 696);
    let changes = report["changes"].as_array().expect("changes");
    let noise = changes.iter().filter(|change| change["step"] == "pinyin");
    let noise: usize =
        noise.map(|change| change["before"].as_str().map_or(0, |text| text.chars().count())).sum();
    assert_eq!(raw.chars().count() - noise, 3355);

    let (_, front, body) = site.draft();
    let dictionary =
        ferrous_opencc::OpenCC::from_config(ferrous_opencc::config::BuiltinConfig::T2s);
    let simplified = dictionary.expect("a dictionary").convert(&body);
    assert_eq!(simplified, body, "no traditional form is left");
    assert_eq!(body.matches('著').count(), 0);
    assert_eq!(front["时间"]["起"], Value::from("2012-03-31"));
}
