//! An office with a small site and a folder that it publishes to.

use crate::site::{GONGBAO, Run, Site, Tree, tree};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The build's time, so that a page changes when somebody edits it.
const CLOCK: &str = "2026-04-01T08:00";

pub(crate) struct Office {
    site: Site,
    /// Above the targets in `site.yaml`.
    head: String,
}

impl Office {
    /// A site at `base_url` with some notices, and one target `web` in the folder `www`.
    pub(crate) fn new(base_url: &str) -> Self {
        let office = Self {
            site: Site::empty(),
            head: format!("name: 云溪县\nbase_url: {base_url}\npreview: true\n"),
        };
        office.write("content/notices/_index.md", "---\n名称: 通知公告\n类型: 文章\n---\n");
        for number in 0..8 {
            office.notice(number, "示例通知，人和事都是虚构的。");
        }
        office.target_with("check: off");
        office
    }

    /// What the target `web` of a new office is.
    pub(crate) fn www(&self) -> PathBuf {
        self.path("www")
    }

    /// Writes a notice.
    pub(crate) fn notice(&self, number: usize, text: &str) {
        let front = format!("标题: 通知{number}\n发布日期: 2026-03-{:02}", number + 1);
        self.write(&format!("content/notices/{number}.md"), format!("---\n{front}\n---\n{text}\n"));
    }

    /// Writes the targets into `site.yaml`.
    pub(crate) fn targets(&self, targets: &str) {
        self.write("content/site.yaml", format!("{}publish:\n{targets}", self.head));
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
        let mut command = Command::new(GONGBAO);
        command.args(args).args(["--lang", "en", "--source"]).arg(self.root());
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
        Run::of(self.command(args).envs(variables.iter().copied()))
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
}

impl Deref for Office {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.site
    }
}

/// Every file below a folder without those that are compressed.
pub(crate) fn pages(root: &Path) -> Tree {
    let mut files = tree(root);
    files.retain(|name, _| !name.ends_with(".gz") && !name.ends_with(".br"));
    files
}
