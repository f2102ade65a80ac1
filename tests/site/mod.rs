//! The vocabulary of the tests: a folder of its own, the real program in it, and what a run gave.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// Files by their names, with `/` on every system.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// The program under test.
pub(crate) const GONGBAO: &str = env!("CARGO_BIN_EXE_gongbao");

/// The build's time in these tests: the example looks the same on every day.
pub(crate) const CLOCK: &str = "2026-11-23T09:00";

/// A folder of its own; it goes with the value.
pub(crate) struct Site(TempDir);

impl Site {
    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// A folder with these files.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let site = Self::empty();
        for (name, text) in files {
            site.write(name, text);
        }
        site
    }

    /// A copy of a folder of the project, such as `tests/cases/check/site`.
    pub(crate) fn like(folder: &str) -> Self {
        let site = Self::empty();
        copy(&example().join(folder), site.root());
        site
    }

    /// A copy of the example county, to edit.
    pub(crate) fn county() -> Self {
        let site = Self::empty();
        copy_example(site.root());
        site
    }

    pub(crate) fn root(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    /// Writes a file, and the folders that it stands in.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("ours");
        fs::write(path, bytes).expect("the folder is ours");
        self
    }

    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// What a build has put into `public/`.
    pub(crate) fn public(&self) -> Tree {
        tree(&self.path("public"))
    }

    /// The program in this folder, with nothing that the user's own settings would change.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(GONGBAO);
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "SSH_AUTH_SOCK"] {
            command.env_remove(name);
        }
        command.env("COLUMNS", "100").stdin(Stdio::null()).current_dir(self.root()).args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_in(args, &[])
    }

    /// Runs with variables of the environment.
    pub(crate) fn run_in(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        Run::of(self.command(args).envs(variables.iter().copied()))
    }

    pub(crate) fn chinese(&self, args: &[&str]) -> Run {
        self.run(&[args, &["--lang", "zh"]].concat())
    }
}

/// What a run gave.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        command.output().unwrap_or_else(|error| panic!("{command:?}: {error}")).into()
    }

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
        assert!(self.err.contains(text), "no {text} in:\n{}\n{}", self.err, self.out);
        self
    }

    #[track_caller]
    pub(crate) fn must_be_silent(self) -> Self {
        assert_eq!(self.err, "");
        self
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

/// Runs `gongbao build` on a folder that holds `content/`.
pub(crate) fn build(source: &Path, output: &Path, more: &[&str]) -> Run {
    let mut command = Command::new(GONGBAO);
    command.args(["--lang", "en", "build", "--clock", CLOCK, "--source"]).arg(source);
    Run::of(command.arg("--output").arg(output).args(more))
}

/// Builds and expects no problem at all.
#[track_caller]
pub(crate) fn build_clean(source: &Path, output: &Path, more: &[&str]) {
    build(source, output, more).must_be_silent().must_end(0);
}

/// The folder of the project: it holds the example county.
pub(crate) fn example() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Puts the example county's content into a folder.
pub(crate) fn copy_example(to: &Path) {
    copy(&example().join("content"), &to.join("content"));
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("a folder that can be read");
        let target = to.join(entry.path().strip_prefix(from).expect("below the folder"));
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(target).expect("the folder is ours"),
            false => drop(fs::copy(entry.path(), target).expect("the folder is ours")),
        }
    }
}

/// Every file of a folder by its name, hidden ones aside; links are followed at the top alone.
pub(crate) fn tree(root: &Path) -> Tree {
    let root = fs::canonicalize(root).expect("the folder is there");
    let entries = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.expect("readable"));
    let files = entries.filter(|entry| {
        entry.file_type().is_file() && !entry.file_name().to_string_lossy().starts_with('.')
    });
    let named = files.map(|entry| {
        let name = entry.path().strip_prefix(&root).expect("below the root");
        let bytes = fs::read(entry.path()).expect("readable");
        (name.to_string_lossy().replace('\\', "/"), bytes)
    });
    named.collect()
}
