//! A publisher that was killed: what it left at work on the server changes nothing any more.

use super::office::{Office, pages};
use super::servers::program;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

const BASE: &str = "https://www.example.gov.cn/";

/// Nothing takes this long on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The shells that servers have, with the Debian packages they come from.
const SHELLS: [(&str, &str); 3] = [("dash", "dash"), ("bash", "bash"), ("busybox", "busybox")];

/// An office whose server has a shell and tools of the test's own before all others.
struct Server {
    office: Office,
    tools: PathBuf,
}

impl Server {
    fn with(shell: &Path) -> Self {
        let office = Office::new(BASE);
        let tools = office.path("tools");
        fs::create_dir(&tools).expect("ours");
        std::os::unix::fs::symlink(shell, tools.join("sh")).expect("ours");
        Self { office, tools }
    }

    /// A command of the server that does `first` before what it is for; `$slow` is a file whose name says where it waits.
    fn tool(&self, name: &str, first: &str) {
        let own = program(name, "coreutils").expect("every system has it");
        let slow = self.slow().display().to_string();
        let text = format!("#!/bin/sh\nslow='{slow}'\n{first}\nexec {} \"$@\"\n", own.display());
        let path = self.tools.join(name);
        fs::write(&path, text).expect("ours");
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("ours");
    }

    fn slow(&self) -> PathBuf {
        self.office.path("slow")
    }

    /// The command waits for so many seconds the next time that it is called, and so on for each further number.
    fn slow_down(&self, seconds: &[u32]) {
        let lines: String = seconds.iter().map(|seconds| format!("{seconds}\n")).collect();
        fs::write(self.slow(), lines).expect("ours");
    }

    fn path(&self) -> String {
        let known = std::env::var("PATH").unwrap_or_default();
        format!("{}:{known}", self.tools.display())
    }

    fn start(&self) -> Child {
        let mut command = self.office.command(&["publish", "web", "--yes"]);
        command.env("PATH", self.path()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("the binary runs")
    }

    #[track_caller]
    fn publish(&self) {
        let path = self.path();
        self.office.run_with(&["publish", "web", "--yes"], &[("PATH", &path)]).must_end(0);
    }

    /// Kills a publish while its agent waits for the slow command.
    #[track_caller]
    fn kill_while_slow(&self) {
        let mut child = self.start();
        self.until("the slow command", || {
            let has_ended = child.try_wait().expect("a child").is_some();
            has_ended || self.office.path("slow.taken").exists()
        });
        // It may have ended by itself, where the command is not called so often.
        drop(child.kill());
        child.wait().expect("it ends");
    }

    #[track_caller]
    fn until(&self, what: &str, mut reached: impl FnMut() -> bool) {
        let start = Instant::now();
        while !reached() {
            assert!(start.elapsed() < PATIENCE, "never: {what}");
            sleep(Duration::from_millis(10));
        }
    }

    /// What visitors see is what was built last.
    #[track_caller]
    fn must_show_all(&self) {
        assert_eq!(pages(&self.office.www().join("current")), self.office.public());
    }
}

/// Takes the first number out of `$slow` and waits so many seconds.
const WAIT: &str = r#"if [ -s "$slow" ]; then
  seconds=$(head -n 1 "$slow")
  sed -i 1d "$slow"
fi
if [ "${seconds:-0}" -gt 0 ]; then
  touch "$slow.taken"
  sleep "$seconds"
  touch "$slow.over"
fi"#;

/// A system on which nobody can be found by the file that is held open.
const NO_PROC: &str = r#"case $* in */proc/*) exit 0 ;; esac"#;

/// Does it with each shell, all at the same time.
fn with_each_shell(test: impl Fn(&Server) + Sync) {
    scope(|scope| {
        for (shell, package) in SHELLS {
            let Some(shell) = program(shell, package) else { continue };
            let test = &test;
            scope.spawn(move || test(&Server::with(&shell)));
        }
    });
}

#[test]
fn an_agent_in_a_slow_sync_is_ended_by_the_next_publisher() {
    with_each_shell(|server| {
        server.tool("sync", WAIT);
        server.publish();
        server.office.notice(1, "第二版。");
        server.slow_down(&[5]);
        server.kill_while_slow();
        server.office.notice(1, "第三版。");
        server.publish();
        server.must_show_all();
        sleep(Duration::from_secs(6));
        assert!(!server.office.path("slow.over").exists(), "it was ended");
        server.must_show_all();
        server.office.run(&["verify"]).must_end(0);
    });
}

#[test]
fn an_agent_that_nobody_can_end_has_nothing_in_hand() {
    with_each_shell(|server| {
        server.tool("sync", WAIT);
        server.tool("ls", NO_PROC);
        server.publish();
        // It comes back after the next publisher is done, and while that one is at work.
        for (round, seconds) in [&[4][..], &[2, 5]].into_iter().enumerate() {
            server.office.notice(1, &format!("第{round}版。"));
            server.slow_down(seconds);
            server.kill_while_slow();
            server.office.notice(1, &format!("第{round}版，改过。"));
            server.publish();
            server.must_show_all();
            server.until("the slow command's end", || server.office.path("slow.over").exists());
            sleep(Duration::from_secs(1));
            server.must_show_all();
            server.office.run(&["verify"]).must_end(0);
            for name in ["slow.taken", "slow.over"] {
                fs::remove_file(server.office.path(name)).expect("ours");
            }
        }
    });
}

#[test]
fn a_switch_that_comes_too_late_fails() {
    with_each_shell(|server| {
        // The rename itself is late: nothing can look again after it began.
        server.tool("mv", &format!("case $* in *\" current\") {WAIT} ;; esac"));
        server.tool("ls", NO_PROC);
        server.publish();
        server.office.notice(1, "第二版。");
        server.slow_down(&[3]);
        server.kill_while_slow();
        server.office.notice(1, "第三版。");
        server.publish();
        server.must_show_all();
        server.until("the late rename", || server.office.path("slow.over").exists());
        sleep(Duration::from_secs(1));
        server.must_show_all();
        server.office.run(&["verify"]).must_end(0);
    });
}

#[test]
fn a_publisher_that_was_killed_does_not_switch_later() {
    with_each_shell(|server| {
        server.tool("sync", WAIT);
        server.publish();
        let before = pages(&server.office.www().join("current"));
        server.office.notice(1, "第二版。");
        server.slow_down(&[2]);
        server.kill_while_slow();
        let lock = server.office.www().join(".gongbao/lock");
        server.until("the agent's end", || !lock.exists());
        assert_eq!(pages(&server.office.www().join("current")), before);
        server.publish();
        server.must_show_all();
    });
}

#[test]
fn a_lock_that_was_broken_stops_who_held_it() {
    with_each_shell(|server| {
        server.tool("sync", WAIT);
        server.publish();
        server.office.notice(1, "第二版。");
        server.slow_down(&[60]);
        let mut child = server.start();
        server.until("the slow command", || server.office.path("slow.taken").exists());
        // The same county from another machine: another folder, the same server.
        let other = Office::new(BASE);
        other.targets(&format!(
            "  - {{name: web, type: directory, path: '{}', check: off}}\n",
            server.office.www().display()
        ));
        other.notice(2, "别人的。");
        other.publish().must_end(2).must_complain("is publishing");
        other.run(&["publish", "web", "--yes", "--break-lock"]).must_end(0);
        assert_eq!(child.wait().expect("it ends").code(), Some(2));
        assert_eq!(pages(&server.office.www().join("current")), other.public());
    });
}

#[test]
fn a_kill_in_any_step_leaves_the_site_whole_and_nothing_behind() {
    let Some(shell) = program("sh", "dash") else { return };
    let steps = [("mv", 10), ("ln", 5), ("tar", 2), ("sha256sum", 4), ("rm", 4)];
    scope(|scope| {
        for (tool, calls) in steps {
            let shell = &shell;
            scope.spawn(move || {
                let server = Server::with(shell);
                server.tool(tool, WAIT);
                server.publish();
                let mut versions = vec![server.office.public()];
                for call in 0..calls {
                    server.office.notice(2, &format!("第{call}次。"));
                    server.office.run(&["build"]).must_end(0);
                    versions.push(server.office.public());
                    let mut waits = vec![0; call];
                    waits.push(2);
                    server.slow_down(&waits);
                    server.kill_while_slow();
                    fs::write(server.slow(), "").expect("ours");
                    drop(fs::remove_file(server.office.path("slow.taken")));
                    let seen = pages(&server.office.www().join("current"));
                    assert!(versions.contains(&seen), "{tool} {call}");
                }
                server.office.notice(2, "最后。");
                server.publish();
                server.must_show_all();
                server.office.run(&["verify"]).must_end(0);
                let own = fs::read_dir(server.office.www().join(".gongbao")).expect("ours");
                let mut names: Vec<_> = own.flatten().map(|entry| entry.file_name()).collect();
                names.sort();
                names.retain(|name| !name.to_string_lossy().starts_with("standby"));
                assert_eq!(names, ["folders", "log.jsonl", "manifests", "verified"], "{tool}");
            });
        }
    });
}
