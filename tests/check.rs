//! `gongbao check` through the real binary: what an inspection would find, and what it must not.

mod inspected;
mod site;
mod skip;

use inspected::{check, codes, county, document, said};
use site::{CLOCK, build, example};
use std::fs;

#[test]
fn the_example_has_nothing_to_find() {
    let output = check(&example(), CLOCK, &[]);
    assert!(output.status.success(), "{}", said(&output));
    let columns = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(columns.contains("days left  政策解读 (newest 2026-08-18)"), "{columns}");
    assert!(said(&output).contains("nothing found"), "{}", said(&output));
}

#[test]
fn columns_become_stale_on_their_day() {
    let site = county(&[]);
    for (clock, expected) in [
        ("2026-04-10T09:00", &[][..]),
        ("2026-04-12T09:00", &["column-due"]),
        ("2026-04-15T09:00", &["column-due"]),
        ("2026-04-16T09:00", &["home-stale", "column-stale"]),
        ("2026-07-20T09:00", &["home-stale", "column-stale", "column-due", "column-stale"]),
        ("2026-08-01T09:00", &["home-stale", "column-stale", "column-due", "column-stale"]),
        ("2026-08-02T09:00", &["home-stale", "column-stale", "column-stale", "column-stale"]),
    ] {
        let mut found = codes(site.path(), clock, &[]);
        let mut expected: Vec<String> = expected.iter().map(|code| (*code).to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{clock}");
    }
    let output = check(site.path(), "2026-04-16T09:00", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("the column 要闻 should have changed 1 day ago"),
        "{}",
        said(&output)
    );
}

#[test]
fn empty_columns_and_vetoes() {
    let names = ["a", "b", "c", "d", "e"];
    let files: Vec<(String, String)> = names
        .iter()
        .map(|name| (format!("{name}/_index.md"), format!("---\n名称: 栏目{name}\n---\n")))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let count = |found: &[String], code: &str| found.iter().filter(|c| *c == code).count();
    let four = codes(county(&files[..4]).path(), "2026-04-10T09:00", &[]);
    assert_eq!((count(&four, "column-blank"), count(&four, "columns-veto")), (4, 0));
    let five = codes(county(&files).path(), "2026-04-10T09:00", &[]);
    assert_eq!((count(&five, "column-blank"), count(&five, "columns-veto")), (5, 1));
}

#[test]
fn words_and_numbers_are_told_with_their_place() {
    let text = document(
        "县人民攻府截止目前共布署三次。\n\n联系人手机13800138000，身份证11010519491231002X。",
    );
    let site = county(&[("news/b.md", &text)]);
    let output = check(site.path(), "2026-04-10T09:00", &["--format", "short"]);
    assert_eq!(output.status.code(), Some(1));
    let said = said(&output);
    for line in [
        "content/news/b.md:6:4: error[wrong-name] 攻府 should be 政府",
        "content/news/b.md:6:6: warning[wrong-word] 截止目前 should be 截至目前",
        "content/news/b.md:6:11: warning[wrong-word] 布署 should be 部署",
        "content/news/b.md:8:6: error[mobile-number] this is a mobile number",
        "content/news/b.md:8:21: error[identity-number] this is a citizen's identity number",
        "3 errors, 2 warnings",
    ] {
        assert!(said.contains(line), "no {line} in:\n{said}");
    }
    let only = codes(site.path(), "2026-04-10T09:00", &["--only", "wrong-word"]);
    assert_eq!(only, ["wrong-word", "wrong-word"]);
    let errors = codes(site.path(), "2026-04-10T09:00", &["--level", "error"]);
    assert_eq!(errors, ["wrong-name", "mobile-number", "identity-number"]);
}

#[test]
fn an_unknown_rule_and_a_broken_site() {
    let site = county(&[]);
    let output = check(site.path(), "2026-04-10T09:00", &["--only", "wrong-wrod"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("did you mean `wrong-word`?"), "{}", said(&output));
    let broken = county(&[("news/c.md", "---\n标题:\n---\n")]);
    let output = check(broken.path(), "2026-04-10T09:00", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("nothing was checked"), "{}", said(&output));
}

#[test]
fn an_exception_names_its_rule_and_its_reason() {
    let with = |rule: &str| {
        let front = "标题: 公示\n发布日期: 2026-04-01\n有效性: {状态: 废止}\n";
        let text = format!("---\n{front}检查例外: [{{规则: {rule}, 理由: 自然失效}}]\n---\n");
        county(&[("news/b.md", &text)])
    };
    let excused = check(with("replacement-unnamed").path(), "2026-04-10T09:00", &[]);
    assert!(said(&excused).contains("1 more are let pass"), "{}", said(&excused));
    let wrong = codes(with("wekday").path(), "2026-04-10T09:00", &[]);
    assert_eq!(wrong, ["replacement-unnamed", "unknown-rule"]);
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
fn document_numbers_with_gaps_and_levels_of_the_site() {
    let numbered = |number: u32| {
        format!("---\n标题: 通知\n发布日期: 2026-04-01\n发文字号: 云政发〔2026〕{number}号\n---\n")
    };
    let (one, two, five) = (numbered(1), numbered(2), numbered(5));
    let files = [("news/1.md", &*one), ("news/2.md", &*two), ("news/5.md", &*five)];
    let hints = |settings: &str| {
        let base = "网站名称: 云溪县\n网址: https://www.example.gov.cn/\n预览: true\n";
        let settings = [base, settings].concat();
        let files = [&files[..], &[("site.yaml", &*settings)]].concat();
        let site = county(&files);
        said(&check(site.path(), "2026-04-10T09:00", &["--format", "short"]))
    };
    assert!(hints("").contains("hint[number-gap] 云政发〔2026〕 lacks 2 numbers, such as 3, 4"));
    let error = hints("检查: [{规则: number-gap, 级别: 错误}]\n");
    assert!(error.contains("error[number-gap]"), "{error}");
    let off = hints("检查: [{规则: number-gap, 级别: 不查}]\n");
    assert!(!off.contains("number-gap"), "{off}");
    let wrong = hints("检查: [{规则: number-gasp, 级别: 不查}]\n");
    assert!(wrong.contains("content/site.yaml:4:11: error[unknown-rule]"), "{wrong}");
}

/// What a build and an inspection say of these files, as `error[code]`; an error of a build stops it.
fn told(files: &[(&str, &str)]) -> [Vec<String>; 2] {
    let site = county(files);
    let public = site.path().join("public");
    let built = build(site.path(), &public, &["--format", "short"]);
    let inspected = check(site.path(), "2026-04-10T09:00", &["--format", "short"]);
    let told = [&built, &inspected].map(|output| {
        let said = said(output);
        let codes =
            said.lines().filter_map(|line| line.split(' ').find(|word| word.ends_with(']')));
        codes.map(str::to_owned).collect::<Vec<_>>()
    });
    let stops = told[0].iter().any(|code| code.starts_with("error"));
    assert_eq!(built.status.success(), !stops, "{}", said(&built));
    assert_eq!(public.join("index.html").exists(), !stops);
    told
}

#[test]
fn what_linking_finds_is_weighed_like_all_else() {
    let front = "标题: 大会\n发布日期: 2026-04-01\n类型: 会议\n环节: 报道\n会议名称: 大会\n照片: [{说明: 会场}]\n";
    let document = |more: &str| format!("---\n{front}{more}---\n");
    let settings = |more: &str| {
        format!(
            "网站名称: 云溪县\n网址: https://www.example.gov.cn/\n主办单位: 云溪县人民政府\n预览: true\n{more}"
        )
    };
    let set = |level: &str| settings(&format!("检查: [{{规则: lost-photo, 级别: {level}}}]\n"));
    let excuse = "检查例外: [{规则: lost-photo, 理由: 照片丢了}]\n";
    for (more, settings, build, inspection) in [
        ("", settings(""), &["warning[lost-photo]"][..], &["warning[lost-photo]"][..]),
        ("", set("错误"), &["warning[lost-photo]"], &["error[lost-photo]"]),
        ("", set("提示"), &["hint[lost-photo]"], &["hint[lost-photo]"]),
        ("", set("不查"), &[], &[]),
        (excuse, settings(""), &[], &[]),
    ] {
        let told = told(&[("news/b.md", &document(more)), ("site.yaml", &settings)]);
        assert_eq!(told, [build, inspection], "{more}{settings}");
    }
}

#[test]
fn what_stops_the_build_can_be_neither_set_nor_excepted() {
    let base = "网站名称: 云溪县\n网址: https://www.example.gov.cn/\n主办单位: 云溪县人民政府\n预览: true\n";
    let settings = format!("{base}检查: [{{规则: dangling-link, 级别: 不查}}]\n");
    let excuse = "检查例外: [{规则: dangling-link, 理由: 以后再补}]\n";
    let text = format!("---\n标题: 公示\n发布日期: 2026-04-01\n{excuse}---\n\n[去](nowhere.md)\n");
    let all = ["warning[fixed-rule]", "error[dangling-link]", "warning[fixed-rule]"];
    let told = told(&[("news/b.md", &text), ("site.yaml", &settings)]);
    assert_eq!(told, [all, all]);
}

#[test]
fn a_rule_that_there_is_not_is_told_by_builds_and_stops_none() {
    let text =
        "---\n标题: 公示\n发布日期: 2026-04-01\n检查例外: [{规则: wekday, 理由: 原文如此}]\n---\n";
    let told = told(&[("news/b.md", text)]);
    assert_eq!(told, [["warning[unknown-rule]"], ["error[unknown-rule]"]]);
}

#[test]
fn the_sites_own_lists() {
    let list = "禁用: [{词: 莅临指导, 改为: 到场指导, 说明: 公文不用敬词}, 一把手]\n推荐: [{词: 抓手, 改为: 着力点}]\n保留: [登陆系统]\n领导: [{姓名: 李明远, 职务: 县委副书记、县长}]\n";
    let text =
        document("县长李明元、县委副书记李明远和副县长王小二莅临指导，一把手登陆系统找抓手。");
    let site = county(&[("news/b.md", &text), ("wordlists/own.yaml", list)]);
    let said = said(&check(site.path(), "2026-04-10T09:00", &["--format", "short"]));
    for line in [
        "6:3: error[site-word] 县长 is 李明远, not 李明元",
        "6:22: error[site-word] 莅临指导 should be 到场指导",
        "6:27: error[site-word] 一把手 must not stand here",
        "6:35: warning[preferred-word] 抓手 should be 着力点",
        "3 errors, 1 warning",
    ] {
        assert!(said.contains(line), "no {line} in:\n{said}");
    }
    let site = county(&[("wordlists/own.yaml", "禁用: [{词语: 莅临}]\n")]);
    let output = check(site.path(), "2026-04-10T09:00", &["--format", "short"]);
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(wrong.contains("content/wordlists/own.yaml:1:6: error[missing-key]"), "{wrong}");
}

#[test]
fn what_is_certain_is_mended_and_no_other_byte_changes() {
    let before = "\u{feff}---\r\n标题: 公示\r\n发布日期: 2026-04-01\r\n---\r\n\r\n截止目前,按云政发[2026]12号共布署三次。\r\n\r\n| a | b |\r\n|--|--|\r\n| `a,甲,乙` | 3月1号 |\r\n";
    let after = "\u{feff}---\r\n标题: 公示\r\n发布日期: 2026-04-01\r\n---\r\n\r\n截至目前，按云政发〔2026〕12号共部署三次。\r\n\r\n| a | b |\r\n|--|--|\r\n| `a,甲,乙` | 3月1日 |\r\n";
    let site = county(&[("news/b.md", before)]);
    let file = site.path().join("content/news/b.md");
    let output = check(site.path(), "2026-04-10T09:00", &["--fix", "--only", "wrong-word"]);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("content/news/b.md:6\n- 截止目前,按"), "{shown}");
    assert!(shown.contains("\n+ 截至目前,按云政发[2026]12号共部署三次。"), "{shown}");
    check(site.path(), "2026-04-10T09:00", &["--fix"]);
    assert_eq!(fs::read_to_string(&file).expect("the file"), after);
    let again = check(site.path(), "2026-04-10T09:00", &["--fix"]);
    assert!(said(&again).contains("nothing can be mended"), "{}", said(&again));
    let names = fs::read_dir(site.path().join("content/news")).expect("the folder");
    assert_eq!(names.count(), 3);
}

#[test]
fn forms_for_other_programs() {
    let text = document("县人民攻府&布署。");
    let site = county(&[("news/b.md", &text)]);
    let output = |format: &str| {
        let output = check(site.path(), "2026-04-10T09:00", &["--format", format]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
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
fn the_report_is_one_page_and_remembers_its_runs() {
    let text = document("县人民攻府<script>alert(1)</script>布署。");
    let site = county(&[("news/b.md", &text)]);
    let page = site.path().join("report.html");
    let report = |clock: &str| {
        let name = page.to_str().expect("a path");
        check(site.path(), clock, &["--report", name]);
        fs::read_to_string(&page).expect("the report")
    };
    let first = report("2026-04-09T09:00");
    assert!(first.contains("攻府 should be 政府") && !first.contains("alert(1)"));
    assert!(first.contains("1 findings fail the site at once") && !first.contains("Earlier"));
    assert!(!first.contains("src=") && !first.contains("href="));
    let second = report("2026-04-10T09:00");
    assert!(second.contains("Earlier inspections") && second.contains("2026-04-09 09:00"));
    // The same moment again is the same run.
    assert_eq!(report("2026-04-10T09:00"), second);
}

#[test]
fn only_what_changed_lately() {
    let text = document("县人民攻府。");
    let site = county(&[("news/b.md", &text), ("news/c.md", &text)]);
    let old = fs::File::options().write(true).open(site.path().join("content/news/b.md"));
    let day = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    old.and_then(|file| file.set_modified(day)).expect("an old file");
    let found =
        check(site.path(), "2026-04-10T09:00", &["--since", "2020-01-01", "--format", "short"]);
    assert!(said(&found).contains("news/c.md") && !said(&found).contains("news/b.md"));
}

#[test]
fn a_file_with_too_many_findings_is_summed_up() {
    let text = document(&"县委,县政府,".repeat(100_000));
    let site = county(&[("news/b.md", &text)]);
    let found = check(site.path(), "2026-04-10T09:00", &["--format", "short"]);
    let said = said(&found);
    assert!(said.contains("this file has 199001 more findings"), "{}", &said[said.len() - 300..]);
    assert!(said.ends_with("1001 warnings\n"), "{}", &said[said.len() - 300..]);
}
