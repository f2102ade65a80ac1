//! What a person waits for: from a save to the page, from a command to the site, on a made-up county through the binary.
//!
//! `cargo bench --bench live` prints one table. `GONGBAO_DOCUMENTS` and `GONGBAO_EDITS` change its size.

#[path = "corpus/mod.rs"]
mod corpus;

use corpus::Corpus;
use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Later than every document.
const CLOCK: &str = "2026-12-01T08:00";

/// Between two looks at a page or file: the figures are no finer.
const LOOK: Duration = Duration::from_micros(500);

/// Between two edits, as somebody who types makes them.
const PAUSE: Duration = Duration::from_millis(150);

/// Whoever takes longer has stopped.
const PATIENCE: Duration = Duration::from_secs(120);

fn number(name: &str, otherwise: usize) -> usize {
    let value = std::env::var(name).ok();
    value.map_or(otherwise, |value| {
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is no number"))
    })
}

fn main() {
    let documents = number("GONGBAO_DOCUMENTS", 10_000);
    let edits = number("GONGBAO_EDITS", 20);
    let county = County::new(documents);
    println!("{documents} documents, {edits} edits of each kind; median and 90th percentile\n");
    county.builds();
    county.watch(edits);
    county.serve(edits);
}

/// A made-up county, and the newest piece of its news.
struct County {
    folder: TempDir,
    news: PathBuf,
    text: String,
}

/// What of the news is edited.
#[derive(Clone, Copy)]
enum Part {
    Text,
    Title,
}

impl County {
    fn new(documents: usize) -> Self {
        let folder = TempDir::new().expect("a folder");
        let corpus = Corpus { documents, seed: 1 };
        corpus.write(folder.path()).expect("a corpus");
        let news = newest(&folder.path().join("content/news"));
        let text = fs::read_to_string(&news).expect("a document");
        Self { folder, news, text }
    }

    fn command(&self, verb: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongbao"));
        command
            .args([verb, "--clock", CLOCK, "--source"])
            .arg(self.folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("public")
    }

    /// Edits the news so that it bears a mark.
    fn edit(&self, part: Part, mark: &str) {
        let text = match part {
            Part::Text => format!("{}\n{mark}。\n", self.text),
            Part::Title => self.text.replacen("标题: ", &format!("标题: {mark}"), 1),
        };
        fs::write(&self.news, text).expect("the folder is ours");
    }

    /// The folder of the news in the site.
    fn address(&self) -> String {
        let name = self.news.file_stem().expect("it has a name");
        format!("news/{}/", name.to_string_lossy())
    }

    fn builds(&self) {
        let build = |what: &str| {
            let start = Instant::now();
            let ended = self.command("build").status().expect("the binary runs");
            assert!(ended.success(), "{what} failed");
            tell(what, &[start.elapsed()]);
        };
        build("build: into an empty folder");
        // Until then files are too young for their times to be believed.
        sleep(Duration::from_secs(3));
        build("build: again");
        build("build: again, nothing having changed");
        self.edit(Part::Text, "改动");
        build("build: one text edited");
        self.edit(Part::Title, "改动");
        build("build: one title edited");
    }

    fn watch(&self, edits: usize) {
        let page = self.output().join(self.address()).join("index.html");
        let list = self.output().join("news/index.html");
        let shows =
            |path: &Path, mark: &str| fs::read(path).is_ok_and(|page| contains(&page, mark));
        self.edit(Part::Text, "开始。");
        let running = Running(self.command("watch").spawn().expect("the binary runs"));
        wait(|| shows(&page, "开始。"));
        for (what, part, path) in [
            ("watch: text edited -> its page written", Part::Text, &page),
            (
                "watch: title edited -> the list written",
                Part::Title,
                &list,
            ),
        ] {
            self.measure(what, part, edits, |mark| shows(path, mark));
        }
        println!("{:48} {}", "watch: peak memory", running.peak());
    }

    fn serve(&self, edits: usize) {
        let port = free_port();
        let start = Instant::now();
        let mut command = self.command("serve");
        let running = Running(
            command
                .args(["--port", &port.to_string()])
                .spawn()
                .expect("the binary runs"),
        );
        wait(|| get(port, "/").is_some());
        tell("serve: started -> first page", &[start.elapsed()]);
        let home = get(port, "/").expect("it has just been there");
        let prefix = location(&home);
        let page = format!("{prefix}{}", self.address());
        let list = format!("{prefix}news/");
        for (what, part, path) in [
            ("serve: text edited -> its page served", Part::Text, &page),
            ("serve: title edited -> the list served", Part::Title, &list),
        ] {
            self.measure(what, part, edits, |mark| {
                get(port, path).is_some_and(|page| contains(&page, mark))
            });
        }
        println!("{:48} {}", "serve: peak memory", running.peak());
    }

    /// Edits again and again, and waits each time until that is seen.
    fn measure(&self, what: &str, part: Part, edits: usize, seen: impl Fn(&str) -> bool) {
        let times: Vec<Duration> = (0..edits)
            .map(|n| {
                sleep(PAUSE);
                let mark = format!("第{n}次改动");
                let start = Instant::now();
                self.edit(part, &mark);
                wait(|| seen(&mark));
                start.elapsed()
            })
            .collect();
        tell(what, &times);
    }
}

/// The document that is published last: its name begins with the day.
fn newest(folder: &Path) -> PathBuf {
    let names = fs::read_dir(folder).expect("a folder of ours").flatten();
    let documents = names.map(|entry| entry.path());
    let documents = documents.filter(|path| !path.ends_with("_index.md"));
    documents.max().expect("there is news")
}

/// A command at work; it ends with the measurement.
struct Running(Child);

impl Running {
    /// The most memory that it ever had, where the system tells.
    fn peak(&self) -> String {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes =
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kilobytes.map_or("unknown".to_owned(), |kilobytes| {
            format!("{} MB", kilobytes / 1024)
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, and then a wait has failed already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn wait(done: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < end, "it never came");
        sleep(LOOK);
    }
}

fn tell(what: &str, times: &[Duration]) {
    let mut times = times.to_vec();
    times.sort_unstable();
    let at =
        |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    match times.len() {
        1 => println!("{what:48} {:9.1} ms", at(50)),
        _ => println!("{what:48} {:9.1} ms {:9.1} ms", at(50), at(90)),
    }
}

fn contains(page: &[u8], mark: &str) -> bool {
    page.windows(mark.len()).any(|part| part == mark.as_bytes())
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("it is bound").port()
}

/// The whole answer to a request; `None` where nobody listens yet.
fn get(port: u16, path: &str) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    Some(answer)
}

/// Where the root leads: the path that the site stands on.
fn location(answer: &[u8]) -> String {
    let answer = String::from_utf8_lossy(answer);
    let lines = answer.lines().take_while(|line| !line.is_empty());
    let header = lines.filter_map(|line| line.split_once(": "));
    let mut location = header.filter(|(name, _)| name.eq_ignore_ascii_case("location"));
    location
        .next()
        .map_or("/".to_owned(), |(_, path)| path.to_owned())
}
