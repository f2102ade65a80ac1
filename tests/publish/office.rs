//! An office with a small site and a folder that it publishes to.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The build's time, so that a page changes when somebody edits it.
const CLOCK: &str = "2026-04-01T08:00";

type Files = BTreeMap<String, Vec<u8>>;

pub(crate) struct Office {
    folder: TempDir,
    /// Above the targets in `site.yaml`.
    head: String,
}

/// What a command said.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    #[track_caller]
    pub(crate) fn must_end(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn must_print(self, text: &str) -> Self {
        assert!(self.out.contains(text), "no {text} in:\n{}\n{}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn must_complain(self, text: &str) -> Self {
        assert!(self.err.contains(text), "no {text} in:\n{}\n{}", self.out, self.err);
        self
    }
}

impl Office {
    /// A site at `base_url` with some notices, and one target `web` in the folder `www`.
    pub(crate) fn new(base_url: &str) -> Self {
        let office = Self {
            folder: TempDir::new().expect("a folder"),
            head: format!("name: 云溪县\nbase_url: {base_url}\npreview: true\n"),
        };
        office.write("content/notices/_index.md", "---\n名称: 通知公告\n类型: 文章\n---\n");
        for number in 0..8 {
            office.notice(number, "示例通知，人和事都是虚构的。");
        }
        office.targets(&format!(
            "  - {{name: web, type: directory, path: '{}', check: off}}\n",
            office.www().display()
        ));
        office
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What the target `web` of a new office is.
    pub(crate) fn www(&self) -> PathBuf {
        self.path("www")
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file stands in a folder"))
            .expect("the folder is ours");
        fs::write(path, text).expect("the folder is ours");
    }

    /// Writes a notice.
    pub(crate) fn notice(&self, number: usize, text: &str) {
        let front = format!("标题: 通知{number}\n发布日期: 2026-03-{:02}", number + 1);
        self.write(
            &format!("content/notices/{number}.md"),
            &format!("---\n{front}\n---\n{text}\n"),
        );
    }

    /// Writes the targets into `site.yaml`.
    pub(crate) fn targets(&self, targets: &str) {
        self.write("content/site.yaml", &format!("{}publish:\n{targets}", self.head));
    }

    /// Changes a key of the one target `web`, a folder.
    pub(crate) fn target_with(&self, more: &str) {
        let www = self.www();
        self.targets(&format!(
            "  - {{name: web, type: directory, path: '{}', {more}}}\n",
            www.display()
        ));
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
        command.args(args).args(["--lang", "en", "--source"]).arg(self.folder.path());
        if args.first() == Some(&"publish") || args.first() == Some(&"build") {
            command.args(["--clock", CLOCK]);
        }
        command.stdin(Stdio::null()).env_remove("SSH_AUTH_SOCK");
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    /// Runs with variables of the environment.
    pub(crate) fn run_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = self.command(args);
        let output = command.envs(variables.iter().copied()).output().expect("the binary runs");
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    /// Publishes without being asked.
    pub(crate) fn publish(&self) -> Run {
        self.run(&["publish", "web", "--yes"])
    }

    pub(crate) fn start(&self, args: &[&str]) -> Child {
        let mut command = self.command(args);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("the binary runs")
    }

    /// The files that a build makes.
    pub(crate) fn public(&self) -> Files {
        files(&self.path("public"))
    }
}

/// Every file below a folder, hidden ones aside; links are followed at the top alone.
pub(crate) fn files(root: &Path) -> Files {
    let root = fs::canonicalize(root).expect("the folder is there");
    let entries = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.expect("readable"));
    let visible = entries.filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    let files = visible.filter(|entry| entry.file_type().is_file()).map(|entry| {
        let name = entry.path().strip_prefix(&root).expect("below the root");
        let bytes = fs::read(entry.path()).expect("readable");
        (name.to_string_lossy().into_owned(), bytes)
    });
    files.collect()
}

/// The same without `.gz` and `.br`.
pub(crate) fn pages(root: &Path) -> Files {
    let mut files = files(root);
    files.retain(|name, _| !name.ends_with(".gz") && !name.ends_with(".br"));
    files
}
