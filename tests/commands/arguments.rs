//! What holds for every command: help, the version, colours, a reader that goes away.

use crate::site::{GONGBAO, Site};
use std::process::{Command, Stdio};

#[test]
fn help_on_every_command_speaks_chinese() {
    let parts = ["review status", "review show", "review sign", "review key"];
    for part in parts {
        let args: Vec<&str> = part.split(' ').chain(["-h"]).collect();
        let run = Site::empty().chinese(&args).must_end(0);
        run.must_print(&format!("用法：gongbao {part} [选项]"));
    }
    for command in ["init", "build", "review", "watch", "serve", "export", "schema"] {
        let run = Site::empty().chinese(&[command, "-h"]).must_end(0);
        let run = run.must_print(&format!("用法：gongbao {command} [选项]"));
        for word in ["Usage", "Options", "Arguments", "default", "possible"] {
            assert!(!run.out.contains(word), "{command}: {word}");
        }
    }
}

#[test]
fn version_is_printed() {
    let version = format!("gongbao {}\n", env!("CARGO_PKG_VERSION"));
    for args in [&["--version"], &["-V"]] {
        Site::empty().run(args).must_end(0).must_print(&version);
        Site::empty().chinese(args).must_end(0).must_print(&version);
    }
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
        let folder = Site::empty();
        folder.write("full", "");
        let run = folder.run_in(args, variables).must_end(2);
        assert_eq!(run.err.contains(escape), expected, "{args:?} {}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_problem() {
    let mut child = Command::new(GONGBAO)
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
