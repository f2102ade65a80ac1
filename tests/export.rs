//! `gongbao export` through the real binary: what it writes, what it says, and that it comes back.

mod skip;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder to write to.
struct Desk(TempDir);

fn desk() -> Desk {
    Desk(tempfile::tempdir().expect("a folder"))
}

fn county() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

impl Desk {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the program here.
    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_gongbao"))
            .current_dir(self.0.path())
            .args(arguments)
            .output()
            .expect("the binary runs")
    }

    /// Exports a document of the example county, and says what was said.
    fn export(&self, document: &str, more: &[&str]) -> String {
        let county = county();
        let source = county.to_str().expect("text");
        let all = [&["--lang", "en", "export", document, "--source", source], more].concat();
        let output = self.run(&all);
        let said = said(&output);
        assert!(output.status.success(), "{said}");
        said
    }

    /// A site of one document.
    fn site(&self, document: &str) {
        let content = self.path("content/news");
        fs::create_dir_all(&content).expect("made");
        let write = |name: &str, text: &str| fs::write(self.path(name), text).expect("written");
        write(
            "content/site.yaml",
            "name: 云溪县\nbase_url: https://www.example.gov.cn/\npreview: true\n",
        );
        write("content/news/_index.md", "---\nname: 要闻\n---\n");
        write("content/news/a.md", document);
    }
}

fn said(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8(text).expect("UTF-8")
}

fn words(path: &Path) -> String {
    gongbao::check::attachment::read(path)
        .expect("a file that can be read")
        .iter()
        .map(|passage| format!("{}\n", passage.text))
        .collect()
}

#[test]
fn a_notice_in_the_official_layout() {
    let desk = desk();
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
    let desk = desk();
    for (form, name) in [("docx", "a.docx"), ("xlsx", "a.xlsx")] {
        desk.export("plans/2026-water-saving", &["--to", form, "--output", name]);
        let first = fs::read(desk.path(name)).expect("a file");
        desk.export("plans/2026-water-saving", &["--to", form, "--output", name, "--force"]);
        assert_eq!(fs::read(desk.path(name)).expect("a file"), first, "{form}");
    }
}

#[test]
fn tables_for_spreadsheets() {
    let desk = desk();
    let said = desk.export("plans/2026-water-saving", &["--to", "csv", "--output", "plan.csv"]);
    assert_eq!(
        said,
        "Exported plan-任务分解.csv\nExported plan-指标.csv\nExported plan-实施步骤.csv\nExported plan-经费.csv\n"
    );
    let text = fs::read_to_string(desk.path("plan-任务分解.csv")).expect("a file");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("\u{feff}编号,任务,牵头单位,配合单位,完成时限,成果"));
    assert_eq!(
        lines.next(),
        Some(
            "1,完善用水总量和强度控制指标体系,县水务局,县发改局、县统计局,2026-09-30,指标分解到15个乡镇"
        )
    );
    desk.export("rosters/2026-quality-service", &["--to", "csv"]);
    let text = fs::read_to_string(desk.path("2026-quality-service.csv")).expect("a file");
    assert!(text.contains("成员,张伟,白塔镇镇长,白塔镇"), "an id is no name: {text}");
    desk.export("rosters/2026-quality-service", &["--to", "xlsx"]);
    let text = words(&desk.path("2026-quality-service.xlsx"));
    assert!(text.starts_with("职责\n姓名\n职务\n单位\n第一组长\n陈树恩\n"), "{text}");
}

#[test]
fn what_is_given_away_carries_nothing() {
    let desk = desk();
    let secret = "内部审核人";
    desk.site(&format!("---\ntitle: 要闻\ndate: 2026-01-01\nreview: {{first: {secret}}}\n---\n<!-- 内部意见 -->\n正文。\n"));
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
    assert!(desk.run(&["export", "news/a"]).status.success());
    assert!(holds("a.docx"));
    assert!(desk.run(&["export", "news/a", "--no-data", "--output", "b.docx"]).status.success());
    assert!(!holds("b.docx"));
}

#[test]
fn what_cannot_be_exported_is_told() {
    let desk = desk();
    desk.site("---\ntitle: 要闻\ndate: 2026-01-01\n---\n![图](none.png)\n");
    fs::write(desk.path("there.docx"), "mine").expect("written");
    for (arguments, code, expected) in [
        (
            &["news/b"][..],
            2,
            "error[no-document]: there is no document news/b\n |\n = hint: did you mean `news/a`?",
        ),
        (
            &["news/a", "--to", "xlsx"],
            2,
            "error[no-table]: the document holds no roster, tasks, indicators or other tables\n--> content/news/a.md\n = hint: articles and pages can be exported to Word: --to docx",
        ),
        (
            &["news/a", "--output", "there.docx"],
            2,
            "error[io]: cannot write there.docx: it exists already\n--> there.docx\n = hint: choose another name with --output, or replace it with --force",
        ),
        (
            &["news/a", "--output", "none/a.docx"],
            2,
            "error[io]: cannot write none/a.docx: no such file",
        ),
        (
            &["content/news/a.md", "--output", "a.docx"],
            0,
            "warning[picture-left-out]: the picture none.png is not in the Word file\n--> content/news/a.md",
        ),
    ] {
        let output = desk.run(&[&["--lang", "en", "export"], arguments].concat());
        let said = said(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.contains(expected), "{said}");
    }
    assert_eq!(fs::read(desk.path("there.docx")).expect("a file"), b"mine");
    let chinese = desk.run(&["--lang", "zh", "export", "news/b"]);
    assert!(said(&chinese).contains("没有文档“news/b”"), "{}", said(&chinese));
    desk.site("---\ntitle: 要闻\n---\n");
    let broken = desk.run(&["--lang", "en", "export", "news/a"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(
        said(&broken).ends_with("nothing was exported: mend the errors above first\n"),
        "{}",
        said(&broken)
    );
}

/// LibreOffice opens what we write, and shows it in as many pages as there are.
#[test]
fn libreoffice_opens_it() {
    if Command::new("soffice").arg("--version").output().is_err() {
        return skip::skipped(
            "the test of Word files in LibreOffice: soffice (Debian's libreoffice-writer) is not installed",
        );
    }
    let desk = desk();
    desk.export("plans/2026-water-saving", &[]);
    let profile = format!("-env:UserInstallation=file://{}", desk.path("profile").display());
    let output = desk.run_other(
        "soffice",
        &[
            &profile,
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "2026-water-saving.docx",
        ],
    );
    assert!(output.status.success(), "{}", said(&output));
    let text = fs::read_to_string(desk.path("2026-water-saving.txt")).expect("a text");
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

impl Desk {
    fn run_other(&self, program: &str, arguments: &[&str]) -> Output {
        Command::new(program).current_dir(self.0.path()).args(arguments).output().expect("it runs")
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
    let desk = desk();
    for document in ["plans/2026-water-saving", "rosters/2026-quality-service", "annual-report"] {
        desk.export(document, &["--output", "a.docx", "--force"]);
        let profile = format!("-env:UserInstallation=file://{}", desk.path("profile").display());
        let output = desk.run_other(
            "soffice",
            &[&profile, "--headless", "--convert-to", "docx", "--outdir", "again", "a.docx"],
        );
        assert!(output.status.success(), "{}", said(&output));
        let path = desk.path("again/a.docx");
        let read = gongbao::import::read::docx::read(&path, &fs::read(&path).expect("a file"));
        let written = fs::read_to_string(county().join(format!("content/{document}.md")))
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
    let desk = desk();
    let source = county().join("content");
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
        let to = desk.path("content").join(name);
        fs::create_dir_all(to.parent().expect("a folder")).expect("made");
        fs::copy(source.join(name), to).expect("copied");
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
        let output = desk.run(&["--lang", "en", "import", &file, "--to", folder]);
        let report = said(&output);
        assert!(output.status.success(), "{report}");
        assert!(report.contains("exported by gongbao: data and text are as they were"), "{report}");
        let path = report.split(" → ").nth(1).and_then(|rest| rest.lines().next());
        let draft = desk.path(path.expect("a path"));
        let before = fs::read_to_string(source.join(format!("{document}.md"))).expect("a document");
        assert_eq!(fs::read_to_string(&draft).expect("a draft"), before, "{document}");
        fs::remove_file(draft).expect("ours");
    }
}
