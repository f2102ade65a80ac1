//! The commands as a user meets them: through the real binary, on small folders.
//!
//! `GONGBAO_BLESS=1 cargo test --test commands` writes the generated pages of the manual anew.

use assert_cmd::Command;
use gongbao::diagnostic::Diagnostic;
use gongbao::document::{Document, KindName};
use gongbao::read;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// What a run gave.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Run {
    #[track_caller]
    fn must_end(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn must_print(self, text: &str) -> Self {
        assert!(self.out.contains(text), "no {text} in:\n{}", self.out);
        self
    }

    #[track_caller]
    fn must_complain(self, text: &str) -> Self {
        assert!(self.err.contains(text), "no {text} in:\n{}", self.err);
        self
    }

    #[track_caller]
    fn must_be_silent(self) -> Self {
        assert_eq!(self.err, "");
        self
    }
}

/// A folder to run in.
struct Folder(TempDir);

fn folder() -> Folder {
    Folder(TempDir::new().expect("a temporary folder"))
}

/// A folder with a column of every kind.
fn site() -> Folder {
    let folder = folder();
    folder.write("content/site.yaml", "name: 云溪县\nbase_url: https://www.example.gov.cn/\n");
    for kind in KindName::KINDS {
        let front = format!("---\n名称: {0}\n类型: {0}\n---\n", kind.alias());
        folder.write(&format!("content/{}s/_index.md", kind.name()), &front);
    }
    folder
}

impl Folder {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        let above = path.parent().expect("a file stands in a folder");
        fs::create_dir_all(above).expect("the folder is ours");
        fs::write(path, text).expect("the folder is ours");
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    fn run_in(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("gongbao"));
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
            command.env_remove(name);
        }
        let output = command
            .args(args)
            .env("COLUMNS", "100")
            .envs(variables.iter().copied())
            .current_dir(self.0.path())
            .output()
            .expect("the binary runs");
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    fn run(&self, args: &[&str]) -> Run {
        self.run_in(args, &[])
    }

    fn chinese(&self, args: &[&str]) -> Run {
        self.run(&[args, &["--lang", "zh"]].concat())
    }

    /// Runs `gongbao new` on 31 March 2026 and gives the new file's name.
    #[track_caller]
    fn new_document(&self, args: &[&str]) -> String {
        let before = files(self.0.path());
        let all = [&["new", "--date", "2026-03-31"], args].concat();
        let run = self.run(&all).must_end(0).must_be_silent();
        let after = files(self.0.path());
        let new: Vec<&String> = after.difference(&before).collect();
        let [name] = new.as_slice() else { panic!("one new file, not {new:?}") };
        run.must_print(name);
        (*name).clone()
    }

    /// Reads the site with the program's own reader, which must find no problem.
    #[track_caller]
    fn documents(&self) -> Vec<Arc<Document>> {
        let (content, problems) = read::read(self.0.path());
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

// —— help and arguments ——

#[test]
fn help_speaks_english() {
    let run = folder().run(&["-h"]).must_end(0).must_be_silent();
    insta::assert_snapshot!(run.out, @r"
    Builds the website of a county office from a folder of Markdown and YAML

    Usage: gongbao [OPTIONS] <COMMAND>

    Commands:
      init      Create a site with an example county in it
      new       Create a document with every key of its kind
      import    Make drafts of what the office already has
      build     Build the site
      check     Say what an inspection of the site would find
      review    Approve documents before they are published
      watch     Build the site again whenever its files change
      serve     Show the site in a browser while it is written
      publish   Publish the site to its web servers
      releases  List the releases of a target
      rollback  Show an earlier release to visitors again
      verify    Compare what visitors see with what was published
      export    Turn a document into a file for Word or Excel
      schema    Print the JSON Schema of what staff write, or its field reference

    Options:
          --lang <LANGUAGE>  Language of the messages, and of what is written; else that of the system
                             [possible values: zh, en]
          --color <WHEN>     Whether to colour the messages [default: auto] [possible values: auto,
                             always, never]
      -h, --help             Print this help
      -V, --version          Print the version
    ");
}

#[test]
fn help_speaks_chinese() {
    let run = folder().chinese(&["--help"]).must_end(0).must_be_silent();
    insta::assert_snapshot!(run.out, @r"
    用一个文件夹的 Markdown 和 YAML 生成县级机关网站

    用法：gongbao [选项] <命令>

    命令：
      init      新建一个网站，内有示例县的全部内容
      new       新建一篇文档，列好这一类文档的全部项目
      import    把单位已有的材料变成草稿
      build     生成网站
      check     检查网站，先于上级抽查发现问题
      review    三审三校：发布前审核文档
      watch     监视文件，一有变化就重新生成网站
      serve     在浏览器里预览网站，边写边看
      publish   把网站发布到网页服务器
      releases  列出目标上的各个版本
      rollback  让访问者重新看到以前的版本
      verify    核对访问者看到的是不是当初发布的
      export    把一篇文档导出为 Word 或 Excel 文件
      schema    输出各类文档和设置文件的 JSON Schema，或字段说明

    选项：
          --lang <语言>
              提示和生成内容的语言：zh 中文、en 英文；不写则随系统
          --color <时机>
              提示是否带颜色：auto 在终端上（默认）、always 总是、never 从不
      -h, --help
              显示帮助
      -V, --version
              显示版本
    ");
}

#[test]
fn help_on_a_command_speaks_chinese() {
    let run = folder().chinese(&["new", "--help"]).must_end(0);
    insta::assert_snapshot!(run.out, @r"
    新建一篇文档，列好这一类文档的全部项目

    用法：gongbao new [选项] <类型> <标题>

    参数：
      <类型>
              会议（meeting）、实施方案（plan）、进展（progress）、领导小组名单（roster）、文章（article）、页面（page）
      <标题>
              文档的标题；文件名取它的拼音

    选项：
          --column <栏目>
              content 里的栏目文件夹；不写则取这一类型的第一个栏目
          --source <文件夹>
              content 所在的文件夹；不写则为当前文件夹
          --date <日期>
              发布日期，可带时间；不写则为今天
          --lang <语言>
              提示和生成内容的语言：zh 中文、en 英文；不写则随系统
          --color <时机>
              提示是否带颜色：auto 在终端上（默认）、always 总是、never 从不
      -h, --help
              显示帮助
    ");
    let parts = ["review status", "review show", "review sign", "review key"];
    for part in parts {
        let args: Vec<&str> = part.split(' ').chain(["-h"]).collect();
        let run = folder().chinese(&args).must_end(0);
        run.must_print(&format!("用法：gongbao {part} [选项]"));
    }
    for command in ["init", "build", "review", "watch", "serve", "export", "schema"] {
        let run = folder().chinese(&[command, "-h"]).must_end(0);
        let run = run.must_print(&format!("用法：gongbao {command} [选项]"));
        for word in ["Usage", "Options", "Arguments", "default", "possible"] {
            assert!(!run.out.contains(word), "{command}: {word}");
        }
    }
}

#[test]
fn the_environment_chooses_the_language() {
    for (variables, expected) in [
        (&[][..], "Usage:"),
        (&[("LANG", "C.UTF-8")], "Usage:"),
        (&[("LANG", "zh_CN.UTF-8")], "用法："),
        (&[("LANG", "en_US.UTF-8"), ("LC_ALL", "zh_CN")], "用法："),
    ] {
        folder().run_in(&["--help"], variables).must_end(0).must_print(expected);
    }
    let chinese = [("LANG", "zh_CN.UTF-8")];
    folder().run_in(&["--help", "--lang", "en"], &chinese).must_print("Usage:");
}

#[test]
fn version_is_printed() {
    let version = format!("gongbao {}\n", env!("CARGO_PKG_VERSION"));
    for args in [&["--version"], &["-V"]] {
        folder().run(args).must_end(0).must_print(&version);
        folder().chinese(args).must_end(0).must_print(&version);
    }
}

#[test]
fn wrong_arguments_are_told_in_the_users_language() {
    for (args, zh, en) in [
        (&[][..], "用法：", "Usage:"),
        (&["bulid"], "不认识的命令“bulid”", "unrecognized subcommand"),
        (&["bulid"], "是不是“build”？", "similar subcommand"),
        (&["build", "--outptu", "x"], "不认识的参数“--outptu”", "unexpected argument"),
        (&["build", "--outptu", "x"], "是不是“--output”？", "--output"),
        (&["new", "会义", "x"], "“<类型>”不能是“会义”", "invalid value '会义' for '<KIND>'"),
        (&["new", "会义", "x"], "会议（meeting）", "meeting, plan"),
        (&["new"], "还缺少：<类型>、<标题>", "<TITLE>"),
        (&["new", "会议", " "], "标题不能空着", "must not be empty"),
        (&["new", "会议", "x", "--date", "2026-02-30"], "应当是存在的日期", "a date that exists"),
        (&["build", "--clock", "tomorrow"], "应当是存在的日期", "a date that exists"),
        (&["build", "--jobs", "0"], "大于 0 的整数", "whole number"),
        (&["build", "--format", "xml"], "可以写：human、short、json", "human, short, json"),
        (&["build", "--drafts", "--drafts"], "“--drafts”只能写一次", "multiple times"),
        (
            &["review", "sign", "a", "--stage", "复核"],
            "可以写：初审（first）、复审（second）、终审（final）",
            "first, second, final",
        ),
        (&["review"], "用法：gongbao review", "Usage: gongbao review"),
        (&["schema", "units", "x"], "不认识的参数“x”", "unexpected"),
    ] {
        let run = folder().chinese(args).must_end(2).must_complain(zh);
        assert_eq!(run.out, "");
        let run = folder().run(args).must_end(2).must_complain(en);
        assert_eq!(run.out, "");
    }
    let chinese = [("LANG", "zh_CN.UTF-8")];
    folder()
        .run_in(&["build", "--output"], &chinese)
        .must_end(2)
        .must_complain("“--output <文件夹>”后面要写一个值");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let escape = '\u{1b}';
    for (args, variables, expected) in [
        (&["--color", "always", "x"][..], &[][..], true),
        (&["--color=always", "x", "--lang=zh"], &[], true),
        (&["--color=always", "init"], &[("NO_COLOR", "1")], true),
        (&["--color", "never", "x"], &[], false),
        (&["x"], &[], false),
    ] {
        let folder = folder();
        folder.write("full", "");
        let run = folder.run_in(args, variables).must_end(2);
        assert_eq!(run.err.contains(escape), expected, "{args:?} {}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_problem() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("gongbao"))
        .arg("schema")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

// —— init ——

#[test]
fn init_writes_the_example_and_what_an_editor_needs() {
    let folder = folder();
    folder
        .chinese(&["init", "网站"])
        .must_end(0)
        .must_be_silent()
        .must_print("cd 网站")
        .must_print("gongbao build");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
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
    insta::assert_debug_snapshot!(others, @r#"
    [
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
    ]
    "#);
}

#[test]
fn init_writes_json_that_editors_read() {
    let folder = folder();
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
    let folder = folder();
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.run(&["init"]).must_end(0);
    assert!(folder.text(".gitignore").contains("/public/"));
}

#[test]
fn init_refuses_a_folder_that_is_not_empty() {
    for name in ["notes.txt", ".gitignore", "content/site.yaml"] {
        let folder = folder();
        folder.write(name, "theirs");
        folder
            .chinese(&["init", "."])
            .must_end(2)
            .must_complain("错误[not-empty]: 文件夹“.”不是空的")
            .must_complain("建议: 换一个文件夹");
        folder.run(&["init"]).must_end(2).must_complain("not empty");
        assert_eq!(folder.text(name), "theirs");
        assert_eq!(files(folder.0.path()).len(), 1);
    }
}

#[test]
fn init_refuses_what_is_no_folder() {
    let folder = folder();
    folder.write("file", "theirs");
    folder.run(&["init", "file"]).must_end(2).must_complain("file");
    folder.run(&["init", "file/site"]).must_end(2);
    assert_eq!(folder.text("file"), "theirs");
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
fn a_column_that_is_not_there_is_refused() {
    let site = site();
    for column in ["metings", "..", "../content", "/tmp", "meetings/deep"] {
        site.chinese(&["new", "会议", "x", "--column", column])
            .must_end(2)
            .must_complain("错误[no-column]: 没有栏目")
            .must_complain("articles、meetings");
    }
    site.run(&["new", "meeting", "x", "--column", "metings"])
        .must_end(2)
        .must_complain("did you mean `meetings`?");
}

#[test]
fn a_kind_without_a_column_is_refused_but_pages_stand_on_top() {
    let folder = folder();
    folder.write("content/news/_index.md", "---\nname: 要闻\n---\n");
    folder
        .chinese(&["new", "会议", "x"])
        .must_end(2)
        .must_complain("没有“会议”类型的栏目")
        .must_complain("现有的栏目：news");
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
fn without_content_there_is_nothing_to_add_to() {
    folder()
        .chinese(&["new", "会议", "x"])
        .must_end(2)
        .must_complain("没有内容文件夹“content”")
        .must_complain("gongbao init");
    folder()
        .run(&["new", "meeting", "x", "--source", "site"])
        .must_end(2)
        .must_complain("there is no content folder site");
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
    folder().run(&[&args[..], &["--source", source]].concat()).must_end(0).must_print("--source");
    let text = site.text("content/articles/2026-03-31-x.md");
    assert!(text.contains("date: 2026-03-31 16:19\n"), "{text}");
}

#[test]
fn the_example_takes_every_kind() {
    let folder = folder();
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
            let run = site.chinese(&["import", "text.txt", "--kind", name, "--dry-run"]);
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
        let run = folder().run(&["schema", name]).must_end(0).must_be_silent();
        let schema: serde_json::Value = serde_json::from_str(&run.out).expect(name);
        assert_eq!(schema["$schema"], draft, "{name}");
    }
    let run = folder().run(&["schema"]).must_end(0);
    let all: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let definitions = all["$defs"].as_object().expect("an object");
    for name in ["meeting", "site", "units", "agenda_item"] {
        assert!(definitions.contains_key(name), "{name}");
    }
}

#[test]
fn a_schema_knows_both_names_and_what_may_be_short() {
    let run = folder().run(&["schema", "meeting"]);
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
    folder()
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
        let made = folder().run(&args).must_end(0).must_be_silent().out;
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        if bless {
            fs::write(&path, &made).expect(name);
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == made, "{name} is old: run GONGBAO_BLESS=1 cargo test --test commands");
    }
}

#[test]
fn the_manual_shows_the_limits() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/developers.md");
    let manual = fs::read_to_string(path).expect("the manual");
    let table = gongbao::config::limits::rows().join("\n");
    assert!(manual.contains(&table), "docs/developers.md should show:\n{table}");
}
