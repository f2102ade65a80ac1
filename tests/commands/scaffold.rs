//! What the program writes for people to go on with: a site, a document, the forms of what they may write.

use crate::site::{Site, example};
use gongbao::diagnostic::Diagnostic;
use gongbao::document::{Document, KindName};
use gongbao::read;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A folder with a column of every kind.
fn site() -> Site {
    let settings = "name: 云溪县\nbase_url: https://www.example.gov.cn/\npreview: true\n";
    let site = Site::of(&[("content/site.yaml", settings)]);
    for kind in KindName::KINDS {
        let front = format!("---\n名称: {0}\n类型: {0}\n---\n", kind.alias());
        site.write(&format!("content/{}s/_index.md", kind.name()), front);
    }
    site
}

impl Site {
    /// Runs `gongbao new` on 31 March 2026 and gives the new file's name.
    #[track_caller]
    fn new_document(&self, args: &[&str]) -> String {
        let before = files(self.root());
        let all = [&["new", "--date", "2026-03-31"], args].concat();
        let run = self.run(&all).must_end(0).must_be_silent();
        let after = files(self.root());
        let new: Vec<&String> = after.difference(&before).collect();
        let [name] = new.as_slice() else { panic!("one new file, not {new:?}") };
        run.must_print(name);
        (*name).clone()
    }

    /// Reads the site with the program's own reader, which must find no problem.
    #[track_caller]
    fn documents(&self) -> Vec<Arc<Document>> {
        let (content, problems) = read::read(self.root());
        assert_eq!(told(&problems), [""; 0]);
        content.expect("there is a site").documents
    }
}

fn told(problems: &[Diagnostic]) -> Vec<String> {
    let line = |p: &Diagnostic| format!("{:?} {} {}", p.place(), p.code, p.message.en);
    problems.iter().map(line).collect()
}

/// The files below a folder, hidden ones too, with `/`.
fn files(root: &Path) -> BTreeSet<String> {
    let name = |path: &Path| {
        let relative = path.strip_prefix(root).expect("it is below the root");
        relative.to_string_lossy().replace('\\', "/")
    };
    walkdir::WalkDir::new(root)
        .into_iter()
        .map(|entry| entry.expect("the folder is ours"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| name(entry.path()))
        .collect()
}

// —— init ——

#[test]
fn init_writes_the_example_and_what_an_editor_needs() {
    let folder = Site::empty();
    folder
        .chinese(&["init", "网站"])
        .must_end(0)
        .must_be_silent()
        .must_print("cd 网站")
        .must_print("gongbao build");
    let example = example().join("content");
    let visible = |name: &String| !name.split('/').any(|part| part.starts_with('.'));
    let expected: BTreeSet<_> = files(&example).into_iter().filter(visible).collect();
    let found = files(&folder.path("网站/content"));
    assert_eq!(
        found, expected,
        "the example in the binary is old: touch src/command/init.rs and build again"
    );
    for name in &expected {
        let bytes = |root: &Path| fs::read(root.join(name)).expect(name);
        assert_eq!(bytes(&folder.path("网站/content")), bytes(&example), "{name}");
    }
    let others = files(&folder.path("网站"));
    let others: Vec<_> = others.iter().filter(|n| !n.starts_with("content/")).collect();
    let expected = [
        ".gitignore",
        ".gongbao/schema/article.json",
        ".gongbao/schema/column.json",
        ".gongbao/schema/home.json",
        ".gongbao/schema/meeting.json",
        ".gongbao/schema/page.json",
        ".gongbao/schema/people.json",
        ".gongbao/schema/plan.json",
        ".gongbao/schema/progress.json",
        ".gongbao/schema/roster.json",
        ".gongbao/schema/site.json",
        ".gongbao/schema/units.json",
        ".vscode/extensions.json",
        ".vscode/gongbao.code-snippets",
        ".vscode/settings.json",
        "themes/README.md",
    ];
    assert_eq!(others, expected);
}

#[test]
fn init_writes_json_that_editors_read() {
    let folder = Site::empty();
    folder.run(&["init"]).must_end(0).must_print("gongbao new meeting");
    for name in files(&folder.path(".vscode")) {
        let text = folder.text(&format!(".vscode/{name}"));
        let _: serde_json::Value = serde_json::from_str(&text).expect(&name);
    }
    let settings = folder.text(".vscode/settings.json");
    let settings: serde_json::Value = serde_json::from_str(&settings).expect("JSON");
    let schemas = settings["yaml.schemas"].as_object().expect("an object");
    assert_eq!(schemas.len(), 3);
    for (schema, file) in schemas {
        let schema: serde_json::Value =
            serde_json::from_str(&folder.text(schema)).expect("the schema is JSON");
        assert!(schema["$schema"].is_string());
        folder.text(file.as_str().expect("a file's name"));
    }
    let snippets = folder.text(".vscode/gongbao.code-snippets");
    assert!(snippets.contains("title: \\\"${1:Title}\\\""));
}

#[test]
fn init_writes_beside_version_control() {
    let folder = Site::empty();
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.run(&["init"]).must_end(0);
    assert!(folder.text(".gitignore").contains("/public/"));
}

// —— new ——

#[test]
fn new_documents_are_read_without_problems() {
    for language in ["zh", "en"] {
        for kind in KindName::KINDS {
            let site = site();
            for name in [kind.name(), kind.alias()] {
                let file = site.new_document(&[name, "动员大会", "--lang", language]);
                assert!(file.starts_with(&format!("content/{}s/", kind.name())));
            }
            let documents = site.documents();
            assert_eq!(documents.len(), 2);
            for document in documents {
                assert_eq!(document.kind.name(), kind);
                assert_eq!(&*document.common.title.value, "动员大会");
                assert_eq!(document.common.date.at.date().to_string(), "2026-03-31");
                assert_eq!(document.common.draft, Some(true));
            }
        }
    }
}

#[test]
fn new_documents_are_named_after_day_and_title() {
    for (title, name) in [
        ("动员大会", "2026-03-31-dong-yuan-da-hui"),
        ("县长到重庆调研银行业", "2026-03-31-xian-zhang-dao-chong-qing-diao-yan-yin"),
        ("通知: “动员”大会", "2026-03-31-tong-zhi-dong-yuan-da-hui"),
        ("'单'引号 \"双\"引号", "2026-03-31-dan-yin-hao-shuang-yin-hao"),
        ("a/b\\c", "2026-03-31-a-b-c"),
        ("../../../etc/passwd", "2026-03-31-etc-passwd"),
        ("🎉 庆祝 🎉", "2026-03-31-qing-zhu"),
        ("🎉", "2026-03-31-article"),
        ("# 标题", "2026-03-31-biao-ti"),
        ("是", "2026-03-31-shi"),
        ("2026", "2026-03-31-2026"),
        ("第 1\n行", "2026-03-31-di-1-xing"),
        ("{a: [b]}", "2026-03-31-a-b"),
        ("%", "2026-03-31-article"),
    ] {
        let site = site();
        let file = site.new_document(&["article", title]);
        assert_eq!(file, format!("content/articles/{name}.md"));
        let documents = site.documents();
        let expected = title.replace('\n', " ");
        assert_eq!(*documents[0].common.title.value, *expected);
    }
}

#[test]
fn a_very_long_title_gets_a_short_name() {
    for title in ["长".repeat(5_000), "Word".repeat(5_000)] {
        let site = site();
        let file = site.new_document(&["文章", &title]);
        assert!(file.len() < 100, "{file}");
        assert_eq!(*site.documents()[0].common.title.value, *title);
    }
}

#[test]
fn a_page_has_no_day_in_its_name() {
    let site = site();
    for (title, name) in [("办事指南", "ban-shi-zhi-nan"), ("index", "index-page")] {
        let file = site.new_document(&["页面", title]);
        assert_eq!(file, format!("content/pages/{name}.md"));
    }
}

#[test]
fn names_that_are_taken_get_a_number() {
    let site = site();
    let stem = "content/articles/2026-03-31-hui-yi";
    for number in ["", "-2", "-3"] {
        let file = site.new_document(&["article", "会议"]);
        assert_eq!(file, format!("{stem}{number}.md"));
    }
    site.write(&format!("{stem}-4/index.md"), "theirs");
    site.write(&format!("{stem}-5.md"), "theirs");
    let file = site.new_document(&["article", "会议"]);
    assert_eq!(file, format!("{stem}-6.md"));
    assert_eq!(site.text(&format!("{stem}-5.md")), "theirs");
}

#[test]
fn a_column_may_be_named() {
    let site = site();
    site.write("content/a/news/_index.md", "---\nname: News\n---\n");
    for column in ["a/news", "content/a/news", "./a/news/"] {
        let file = site.new_document(&["article", "x", "--column", column]);
        assert!(file.starts_with("content/a/news/2026-03-31-x"), "{file}");
    }
    // The first by path; a column that names no kind holds articles.
    site.chinese(&["new", "文章", "x"])
        .must_end(0)
        .must_print("content/a/news/")
        .must_print("同类的栏目还有：articles");
    // Another kind than the column's is written down.
    let file = site.new_document(&["page", "About", "--column", "a/news"]);
    assert!(site.text(&file).contains("\nkind: page\n"));
    let documents = site.documents();
    let pages = documents.iter().filter(|d| d.kind.name() == KindName::Page);
    assert_eq!(pages.count(), 1);
}

#[test]
fn pages_stand_on_top_where_there_is_no_column_for_them() {
    let folder = Site::empty();
    folder.write("content/news/_index.md", "---\nname: 要闻\n---\n");
    let file = folder.new_document(&["page", "办事指南"]);
    assert_eq!(file, "content/ban-shi-zhi-nan.md");
}

#[test]
fn an_index_that_is_broken_does_not_stop_the_others() {
    let site = site();
    site.write("content/aaa/_index.md", "---\n名称: [\n---\n");
    let file = site.new_document(&["article", "x"]);
    assert!(file.starts_with("content/articles/"));
}

#[test]
fn a_report_of_progress_refers_to_the_latest_plan() {
    let site = site();
    site.new_document(&["plan", "节水方案", "--lang", "zh"]);
    let file = site.new_document(&["progress", "六月进展"]);
    let plan = "plan: plans/2026-03-31-jie-shui-fang-an  # required";
    assert!(site.text(&file).contains(plan), "{}", site.text(&file));
}

#[test]
fn titles_tell_the_phase_of_a_meeting() {
    let site = site();
    for (title, line) in [
        ("关于召开动员大会的通知", "环节: 通知"),
        ("县政府常务会议纪要", "环节: 纪要"),
        ("动员大会召开", "环节: 报道"),
    ] {
        let file = site.new_document(&["会议", title, "--lang", "zh"]);
        assert!(site.text(&file).contains(line), "{title}");
    }
}

#[test]
fn the_source_may_be_elsewhere_and_the_time_is_kept() {
    let site = site();
    let args = ["new", "article", "x", "--date", "2026年3月31日 16:19"];
    let source = site.path("");
    let source = source.to_str().expect("UTF-8");
    Site::empty()
        .run(&[&args[..], &["--source", source]].concat())
        .must_end(0)
        .must_print("--source");
    let text = site.text("content/articles/2026-03-31-x.md");
    assert!(text.contains("date: 2026-03-31 16:19\n"), "{text}");
}

#[test]
fn the_example_takes_every_kind() {
    let folder = Site::empty();
    folder.run(&["init"]).must_end(0);
    for kind in KindName::KINDS {
        folder.new_document(&[kind.name(), "动员大会", "--lang", "zh"]);
        folder.new_document(&[kind.name(), "动员大会", "--lang", "en"]);
    }
    folder.documents();
}

#[test]
fn a_kind_is_imported_under_both_its_names() {
    let site = site();
    site.write("text.txt", "关于节水的几句话\n\n一段文字。\n");
    for kind in KindName::KINDS {
        for name in [kind.name(), kind.alias()] {
            let args = ["--lang", "zh", "import", "text.txt", "--kind", name, "--dry-run"];
            let run = site.run(&args);
            match kind {
                // Figures are entered, not read out of a text.
                KindName::Progress => run.must_end(2).must_complain("gongbao new 进展"),
                _ => run.must_end(0).must_print(&format!("\n  {}", kind.alias())),
            };
        }
    }
}

// —— schema ——

#[test]
fn schemas_are_json() {
    let draft = "https://json-schema.org/draft/2020-12/schema";
    for name in
        ["meeting", "会议", "page", "column", "栏目", "home", "site", "网站", "units", "人员"]
    {
        let run = Site::empty().run(&["schema", name]).must_end(0).must_be_silent();
        let schema: serde_json::Value = serde_json::from_str(&run.out).expect(name);
        assert_eq!(schema["$schema"], draft, "{name}");
    }
    let run = Site::empty().run(&["schema"]).must_end(0);
    let all: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let definitions = all["$defs"].as_object().expect("an object");
    for name in ["meeting", "site", "units", "agenda_item"] {
        assert!(definitions.contains_key(name), "{name}");
    }
}

#[test]
fn a_schema_knows_both_names_and_what_may_be_short() {
    let run = Site::empty().run(&["schema", "meeting"]);
    let schema: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let properties = &schema["properties"];
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(
        properties["环节"]["enum"],
        serde_json::json!(["notice", "通知", "report", "报道", "minutes", "纪要"])
    );
    assert_eq!(properties["phase"]["enum"], properties["环节"]["enum"]);
    assert_eq!(properties["phase"]["examples"][0], "report");
    assert_eq!(properties["环节"]["examples"][0], "报道");
    let required = schema["allOf"].as_array().expect("a list");
    let either =
        serde_json::json!({ "anyOf": [{ "required": ["phase"] }, { "required": ["环节"] }] });
    assert!(required.contains(&either));
    let time = &schema["$defs"]["period"]["anyOf"];
    assert_eq!(time[0]["type"], "string");
    assert_eq!(time[1]["type"], "object");
}

#[test]
fn one_kind_has_its_own_reference() {
    Site::empty()
        .chinese(&["schema", "进展", "--markdown"])
        .must_end(0)
        .must_print("## progress 进展")
        .must_print("| `截至` | `as_of` | 是 | 日期 |")
        .must_print("## common 通用");
}

#[test]
fn the_manual_says_what_the_program_says() {
    let bless = std::env::var_os("GONGBAO_BLESS").is_some();
    for (args, name) in [
        (["schema", "--markdown", "--lang", "zh"], "docs/fields.md"),
        (["schema", "--markdown", "--lang", "en"], "docs/fields.en.md"),
        (["check", "--rules", "--lang", "zh"], "docs/rules.md"),
        (["check", "--rules", "--lang", "en"], "docs/rules.en.md"),
    ] {
        let made = Site::empty().run(&args).must_end(0).must_be_silent().out;
        let path = example().join(name);
        if bless {
            fs::write(&path, &made).expect(name);
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == made, "{name} is old: run GONGBAO_BLESS=1 cargo test --test commands");
    }
}

#[test]
fn the_manual_shows_the_limits() {
    let manual = fs::read_to_string(example().join("docs/developers.md")).expect("the manual");
    let table = gongbao::config::limits::rows().join("\n");
    assert!(manual.contains(&table), "docs/developers.md should show:\n{table}");
}
