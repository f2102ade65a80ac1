//! Publishing a made-up county to a real sshd on the loopback address, beside rsync of the same tree to the same server.
//!
//! `cargo bench --bench publish` prints a table; `GONGBAO_DOCUMENTS` and `GONGBAO_EDITS` change its size, `TMPDIR` says on
//! which disk it is. sshd and rsync must be installed.

#[path = "../corpus/mod.rs"]
mod corpus;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../../tests/servers/publish/servers.rs"]
mod servers;
#[path = "../../tests/skip/mod.rs"]
mod skip;

use corpus::Corpus;
use servers::{Sshd, program};
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Later than every document.
const CLOCK: &str = "2026-12-01T08:00";

/// So many releases are kept.
const KEPT: usize = 5;

/// From here to a far server and back.
const ROUND_TRIP: Duration = Duration::from_millis(100);

fn number(name: &str, otherwise: usize) -> usize {
    let value = std::env::var(name).ok();
    value.map_or(otherwise, |value| value.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

fn main() {
    let Some(sshd) = Sshd::start() else { return };
    let county = County::new(number("GONGBAO_DOCUMENTS", 9_000));
    let edits = number("GONGBAO_EDITS", 7);
    county.build();
    let tree = county.folder.path().join("public");
    let (mut files, mut pages, mut bytes) = (0, 0, 0);
    for entry in walkdir::WalkDir::new(&tree)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file())
    {
        files += 1;
        pages += usize::from(entry.path().extension().is_some_and(|ending| ending == "html"));
        bytes += entry.metadata().map_or(0, |meta| meta.len());
    }
    println!(
        "{pages} pages, {files} files, {} MB; best of three, or median of {edits}; whole process, send-check-switch, peak\n",
        bytes / 1_000_000
    );
    rsync(&county, &sshd, &tree);
    for (what, more) in
        [("without .gz and .br", "compress: false"), ("with .gz and .br", "compress: true")]
    {
        county.measure(&sshd, what, more, edits);
    }
}

/// The yardstick.
fn rsync(county: &County, sshd: &Sshd, tree: &Path) {
    let Some(rsync) = program("rsync", "rsync") else {
        return;
    };
    let to = county.folder.path().join("rsync");
    let shell = format!(
        "ssh -p {} -i {} -o UserKnownHostsFile={} -o BatchMode=yes",
        sshd.port,
        sshd.path("id").display(),
        sshd.path("known").display()
    );
    let run = || {
        let start = Instant::now();
        let ended = Command::new(&rsync)
            .args(["-a", "-e", &shell])
            .arg(format!("{}/", tree.display()))
            .arg(format!("127.0.0.1:{}/", to.display()))
            .status();
        assert!(ended.expect("rsync runs").success());
        start.elapsed()
    };
    let first = (0..3).map(|_| {
        drop(fs::remove_dir_all(&to));
        run()
    });
    tell("rsync -a: everything", first.min().unwrap_or_default());
    tell("rsync -a: again, nothing having changed", run());
    fs::remove_dir_all(to).expect("ours");
}

/// A made-up county, and the newest piece of its news.
struct County {
    folder: TempDir,
    settings: String,
    news: PathBuf,
    text: String,
}

impl County {
    fn new(documents: usize) -> Self {
        let folder = TempDir::new().expect("a folder");
        Corpus { documents, seed: 1 }.write(folder.path()).expect("a corpus");
        let mut news: Vec<_> = fs::read_dir(folder.path().join("content/news"))
            .expect("the news")
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| !path.ends_with("_index.md"))
            .collect();
        news.sort();
        let news = news.pop().expect("a document");
        let read = |path: &Path| fs::read_to_string(path).expect("the corpus");
        Self {
            settings: read(&folder.path().join("content/site.yaml")),
            text: read(&news),
            news,
            folder,
        }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
        command.args(args).args(["--clock", CLOCK, "--source"]).arg(self.folder.path());
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command
    }

    /// Builds until nothing is left to do: what follows is publishing alone.
    fn build(&self) {
        for _ in 0..2 {
            let ended = self.command(&["build"]).status().expect("the binary runs");
            assert!(ended.success());
            // Until then files are too young for their times to be believed.
            sleep(Duration::from_secs(3));
        }
        assert!(self.command(&["build"]).status().expect("the binary runs").success());
    }

    fn edit(&self, mark: usize) {
        fs::write(&self.news, format!("{}\n第{mark}次改动。\n", self.text)).expect("ours");
        self.build();
    }

    fn target(&self, sshd: &Sshd, port: u16, more: &str) {
        let target = sshd.target(&[(port, &self.www())], more);
        let text = format!("{}\npublish:\n{target}", self.settings);
        fs::write(self.folder.path().join("content/site.yaml"), text).expect("ours");
    }

    fn www(&self) -> PathBuf {
        self.folder.path().join("www")
    }

    fn publish(&self) -> Run {
        let start = Instant::now();
        let mut child = self
            .command(&["publish", "web", "--yes", "--lang", "en"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut said = child.stdout.take().expect("it is piped");
        let mut peak = 0;
        loop {
            let status =
                fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kilobytes =
                line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
            peak = peak.max(kilobytes.unwrap_or(0));
            if let Some(ended) = child.try_wait().expect("a child") {
                assert!(ended.success(), "the publish failed");
                let whole = start.elapsed();
                let mut text = String::new();
                said.read_to_string(&mut text).expect("UTF-8");
                let own = text
                    .rsplit_once(" in ")
                    .and_then(|(_, time)| time.trim().trim_end_matches(" s").parse().ok());
                return Run {
                    whole,
                    own: Duration::from_secs_f64(own.expect("it says how long it took")),
                    peak: peak / 1024,
                };
            }
            sleep(Duration::from_millis(1));
        }
    }

    fn measure(&self, sshd: &Sshd, what: &str, more: &str, edits: usize) {
        self.target(sshd, sshd.port, more);
        self.build();
        // The first one compresses, and takes every sum.
        tell_run(&format!("publish {what}: the very first"), &self.publish());
        let again = (0..2).map(|_| {
            drop(fs::remove_dir_all(self.www()));
            self.publish()
        });
        let best = again.min().expect("two runs");
        tell_run(&format!("publish {what}: everything"), &best);
        // Until old releases go, every file is linked anew.
        for (when, first, runs) in [("at first", 0, KEPT), ("from then on", KEPT, edits)] {
            let mut runs: Vec<Run> = (0..runs)
                .map(|number| {
                    self.edit(first + number);
                    self.publish()
                })
                .collect();
            runs.sort();
            tell_run(&format!("publish {what}: a text edited, {when}"), &runs[runs.len() / 2]);
        }
        self.edit(edits + 100);
        let near = self.publish();
        self.edit(edits + 101);
        self.target(sshd, far(sshd.port), more);
        self.build();
        let far = self.publish();
        tell_run(&format!("publish {what}: the same over a far line"), &far);
        let trips = far.whole.saturating_sub(near.whole).as_secs_f64() / ROUND_TRIP.as_secs_f64();
        println!("    {trips:.1} round trips of {} ms", ROUND_TRIP.as_millis());
        drop(fs::remove_dir_all(self.www()));
    }
}

/// What a publish took.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    /// The whole process.
    whole: Duration,
    /// From the connection to the end, as it says itself.
    own: Duration,
    /// Megabytes.
    peak: u64,
}

fn tell(what: &str, time: Duration) {
    println!("{what:58} {:8.2} s", time.as_secs_f64());
}

fn tell_run(what: &str, run: &Run) {
    let (whole, own) = (run.whole.as_secs_f64(), run.own.as_secs_f64());
    println!("{what:58} {whole:8.2} s {own:8.2} s {:5} MB", run.peak);
}

/// A port behind which the server is far away, in time and not in bandwidth.
fn far(to: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    spawn(move || {
        for client in listener.incoming().flatten() {
            let Ok(server) = TcpStream::connect(("127.0.0.1", to)) else {
                continue;
            };
            let (Ok(back), Ok(answers)) = (client.try_clone(), server.try_clone()) else {
                continue;
            };
            late(client, server);
            late(answers, back);
        }
    });
    port
}

/// Passes on what comes, half a round trip later.
fn late(mut from: TcpStream, mut to: TcpStream) {
    let (send, receive) = channel::<(Instant, Vec<u8>)>();
    drop(to.set_nodelay(true));
    spawn(move || {
        let mut buffer = vec![0; 65_536];
        while let Ok(n @ 1..) = from.read(&mut buffer) {
            if send.send((Instant::now() + ROUND_TRIP / 2, buffer[..n].to_vec())).is_err() {
                return;
            }
        }
    });
    spawn(move || {
        for (due, bytes) in receive {
            sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                return;
            }
        }
        drop(to.shutdown(std::net::Shutdown::Both));
    });
}
