//! `gongbao export` through the real binary: what it writes, what it says, and that it comes back.

use crate::site::{Run, Site, example};
use crate::skip;
use std::fs;
use std::path::Path;
use std::process::Command;

const SETTINGS: &str = "name: 云溪县\nbase_url: https://www.example.gov.cn/\npreview: true\n";

impl Site {
    /// Exports a document of the example county, and says what was said.
    fn export(&self, document: &str, more: &[&str]) -> String {
        let county = example();
        let source = county.to_str().expect("text");
        let all = [&["--lang", "en", "export", document, "--source", source], more].concat();
        said(&self.run(&all).must_end(0))
    }

    /// Runs LibreOffice here, with a profile of its own.
    fn soffice(&self, arguments: &[&str]) {
        let profile = format!("-env:UserInstallation=file://{}", self.path("profile").display());
        let mut soffice = Command::new("soffice");
        soffice.current_dir(self.root()).args([&profile, "--headless"]).args(arguments);
        Run::of(&mut soffice).must_end(0);
    }
}

/// A site of one document.
fn site(document: &str) -> Site {
    Site::of(&[
        ("content/site.yaml", SETTINGS),
        ("content/news/_index.md", "---\nname: 要闻\n---\n"),
        ("content/news/a.md", document),
    ])
}

fn said(run: &Run) -> String {
    format!("{}{}", run.out, run.err)
}

fn words(path: &Path) -> String {
    let reading = gongbao::extract::read(path);
    assert_eq!((&reading.unread[..], reading.mislabelled), (&[][..], None));
    let beside = ["its properties", "the data that goes with it"];
    let shown = reading.passages.iter().filter(|passage| !beside.contains(&&*passage.place.en));
    shown.map(|passage| format!("{}\n", passage.text)).collect()
}

#[test]
fn a_notice_in_the_official_layout() {
    let desk = Site::empty();
    let said = desk.export("policies/2026-water-saving", &[]);
    assert_eq!(said, "Exported 2026-water-saving.docx\n");
    let text = words(&desk.path("2026-water-saving.docx"));
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let end = lines.len();
    assert_eq!(
        lines[..4],
        [
            "云溪县人民政府文件",
            "云政发〔2026〕9号",
            "云溪县人民政府关于印发 《云溪县节约用水管理办法》的通知",
            "各乡镇人民政府，县直各部门："
        ]
    );
    let last = [
        "云溪县人民政府",
        "2026年5月11日",
        "（此件公开发布）",
        "抄送：县委办公室，县人大常委会办公室，县政协办公室。",
    ];
    let at = lines.iter().position(|line| *line == last[0]).expect("the signature");
    assert_eq!(lines[at..at + 4], last, "{end}");
}

#[test]
fn the_same_bytes_every_time() {
    let desk = Site::empty();
    for (form, name) in [("docx", "a.docx"), ("xlsx", "a.xlsx")] {
        desk.export("plans/2026-water-saving", &["--to", form, "--output", name]);
        let first = fs::read(desk.path(name)).expect("a file");
        desk.export("plans/2026-water-saving", &["--to", form, "--output", name, "--force"]);
        assert_eq!(fs::read(desk.path(name)).expect("a file"), first, "{form}");
    }
}

#[test]
fn tables_for_spreadsheets() {
    let desk = Site::empty();
    let said = desk.export("plans/2026-water-saving", &["--to", "csv", "--output", "plan.csv"]);
    assert_eq!(
        said,
        "Exported plan-任务分解.csv\nExported plan-指标.csv\nExported plan-实施步骤.csv\nExported plan-经费.csv\n"
    );
    let text = desk.text("plan-任务分解.csv");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("\u{feff}编号,任务,牵头单位,配合单位,完成时限,成果"));
    assert_eq!(
        lines.next(),
        Some(
            "1,完善用水总量和强度控制指标体系,县水务局,县发改局、县统计局,2026-09-30,指标分解到15个乡镇"
        )
    );
    desk.export("rosters/2026-quality-service", &["--to", "csv"]);
    let text = desk.text("2026-quality-service.csv");
    assert!(text.contains("成员,张伟,白塔镇镇长,白塔镇"), "an id is no name: {text}");
    desk.export("rosters/2026-quality-service", &["--to", "xlsx"]);
    let text = words(&desk.path("2026-quality-service.xlsx"));
    assert!(text.starts_with("职责\n姓名\n职务\n单位\n第一组长\n陈树恩\n"), "{text}");
}

#[test]
fn what_is_given_away_carries_nothing() {
    let secret = "内部审核人";
    let desk = site(&format!(
        "---\ntitle: 要闻\ndate: 2026-01-01\nreview: {{first: {secret}}}\n---\n<!-- 内部意见 -->\n正文。\n"
    ));
    let holds = |name: &str| {
        let bytes = fs::read(desk.path(name)).expect("a file");
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
        (0..zip.len()).any(|at| {
            let mut text = String::new();
            let part = zip.by_index(at).expect("a part");
            std::io::Read::read_to_string(&mut { part }, &mut text).expect("text");
            text.contains(secret) || text.contains("内部意见")
        })
    };
    desk.run(&["export", "news/a"]).must_end(0);
    assert!(holds("a.docx"));
    desk.run(&["export", "news/a", "--no-data", "--output", "b.docx"]).must_end(0);
    assert!(!holds("b.docx"));
}

/// LibreOffice opens what we write, and shows it in as many pages as there are.
#[test]
fn libreoffice_opens_it() {
    if Command::new("soffice").arg("--version").output().is_err() {
        return skip::skipped(
            "the test of Word files in LibreOffice: soffice (Debian's libreoffice-writer) is not installed",
        );
    }
    let desk = Site::empty();
    desk.export("plans/2026-water-saving", &[]);
    desk.soffice(&["--convert-to", "txt:Text (encoded):UTF8", "2026-water-saving.docx"]);
    let text = desk.text("2026-water-saving.txt");
    for line in [
        "云溪县人民政府文件",
        "一、基本情况",
        "建设高标准节水灌溉工程",
        "1. 加强组织领导。",
        "三年共安排资金",
    ] {
        assert!(text.contains(line), "{line} is missing: {text}");
    }
}

/// Opened and saved again by LibreOffice: the data and the text are still there.
#[test]
fn libreoffice_keeps_what_is_carried() {
    if Command::new("soffice").arg("--version").output().is_err() {
        return skip::skipped(
            "the test of Word files saved by LibreOffice: soffice (Debian's libreoffice-writer) is not installed",
        );
    }
    let desk = Site::empty();
    for document in ["plans/2026-water-saving", "rosters/2026-quality-service", "annual-report"] {
        desk.export(document, &["--output", "a.docx", "--force"]);
        desk.soffice(&["--convert-to", "docx", "--outdir", "again", "a.docx"]);
        let path = desk.path("again/a.docx");
        let read = gongbao::import::read::docx::read(&path, &fs::read(&path).expect("a file"));
        let written = fs::read_to_string(example().join(format!("content/{document}.md")))
            .expect("a document");
        let front = read.front.expect("the front matter");
        assert!(written.starts_with(&format!("---\n{front}---\n")), "{document}");
        let codes: Vec<_> = read.problems.iter().map(|problem| problem.code).collect();
        assert!(codes.is_empty(), "{document}: {codes:?} {:?}", read.problems);
        let words: String = read.blocks.iter().map(|block| format!("{block:?}\n")).collect();
        assert!(
            matches!(&read.blocks[..], [gongbao::import::manuscript::Block::Markdown(_)]),
            "{document}: {words}"
        );
    }
}

/// Out to Word or Excel and back through the commands that people use: the same file, to the letter.
#[test]
fn what_was_exported_is_imported_as_it_was() {
    let desk = Site::empty();
    let source = example().join("content");
    for name in [
        "site.yaml",
        "units.yaml",
        "people.yaml",
        "meetings/_index.md",
        "plans/_index.md",
        "progress/_index.md",
        "rosters/_index.md",
        "policies/_index.md",
    ] {
        desk.write(&format!("content/{name}"), fs::read(source.join(name)).expect(name));
    }
    for (document, form) in [
        ("meetings/2026-05-13-water-notice", "docx"),
        ("meetings/2026-05-19-water", "docx"),
        ("plans/2026-water-saving", "docx"),
        ("plans/2026-water-saving", "xlsx"),
        ("progress/2026-07-water-saving", "docx"),
        ("rosters/2026-water-saving", "xlsx"),
        ("policies/2026-water-saving", "docx"),
    ] {
        let file = format!("a.{form}");
        desk.export(document, &["--to", form, "--output", &file, "--force"]);
        let folder = document.split('/').next().expect("a folder");
        let report =
            said(&desk.run(&["--lang", "en", "import", &file, "--to", folder]).must_end(0));
        assert!(report.contains("exported by gongbao: data and text are as they were"), "{report}");
        let path = report.split(" → ").nth(1).and_then(|rest| rest.lines().next());
        let draft = desk.path(path.expect("a path"));
        let before = fs::read_to_string(source.join(format!("{document}.md"))).expect("a document");
        assert_eq!(fs::read_to_string(&draft).expect("a draft"), before, "{document}");
        fs::remove_file(draft).expect("ours");
    }
}
