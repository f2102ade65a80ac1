//! What a person waits for: from a save to the page, from a command to the site, on a made-up county through the binary.
//!
//! `cargo bench --bench live` prints one table, and one more for every other generator that is on the `PATH`.
//! `GONGBAO_DOCUMENTS` and `GONGBAO_EDITS` change its size.

#[path = "../corpus/mod.rs"]
mod corpus;
mod peers;
mod tools;

use corpus::Corpus;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tools::{Running, contains, edits_shown, free_port, get, tell, wait};

/// Later than every document.
const CLOCK: &str = "2026-12-01T08:00";

fn number(name: &str, otherwise: usize) -> usize {
    let value = std::env::var(name).ok();
    value.map_or(otherwise, |value| value.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

fn main() {
    let documents = number("GONGBAO_DOCUMENTS", 10_000);
    let edits = number("GONGBAO_EDITS", 20);
    let county = County::new(documents);
    println!("{documents} documents, {edits} edits of each kind; median and 90th percentile\n");
    county.builds();
    county.watch(edits);
    county.serve(edits);
    peers::compare(county.folder.path(), &county.news, edits);
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
    Date,
    Keyword,
    Person,
}

impl Part {
    /// What the page shows after an edit, and after no other.
    fn mark(self, edit: usize) -> String {
        match self {
            Self::Date => format!("2026-11-{:02} 08:{:02}", 1 + edit / 60 % 28, edit % 60),
            _ => format!("第{edit}次改动"),
        }
    }
}

/// A text with another value of a key.
fn with_value(text: &str, key: &str, value: &str) -> String {
    let line = |line: &str| match line.split_once(": ") {
        Some((name, _)) if name == key => format!("{key}: {value}\n"),
        _ => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
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
        command.args([verb, "--clock", CLOCK, "--source"]).arg(self.folder.path());
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
            Part::Date => with_value(&self.text, "发布日期", mark),
            Part::Keyword => with_value(&self.text, "关键词", &format!("[{mark}]")),
            Part::Person => with_value(&self.text, "人员", &format!("[{mark}]")),
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
            ("watch: title edited -> the list written", Part::Title, &list),
            ("watch: date edited -> the page written", Part::Date, &page),
            ("watch: keyword edited -> the page written", Part::Keyword, &page),
            ("watch: person edited -> the page written", Part::Person, &page),
        ] {
            self.measure(what, part, edits, |mark| shows(path, mark));
        }
        println!("{:48} {}", "watch: peak memory", running.peak());
    }

    fn serve(&self, edits: usize) {
        let port = free_port();
        let start = Instant::now();
        let mut command = self.command("serve");
        let running =
            Running(command.args(["--port", &port.to_string()]).spawn().expect("the binary runs"));
        wait(|| get(port, "/").is_some());
        tell("serve: started -> first page", &[start.elapsed()]);
        let home = get(port, "/").expect("it has just been there");
        let prefix = location(&home);
        let page = format!("{prefix}{}", self.address());
        let list = format!("{prefix}news/");
        for (what, part, path) in [
            ("serve: text edited -> its page served", Part::Text, &page),
            ("serve: title edited -> the list served", Part::Title, &list),
            ("serve: date edited -> the page served", Part::Date, &page),
            ("serve: keyword edited -> the page served", Part::Keyword, &page),
            ("serve: person edited -> the page served", Part::Person, &page),
        ] {
            self.measure(what, part, edits, |mark| {
                get(port, path).is_some_and(|page| contains(&page, mark))
            });
        }
        println!("{:48} {}", "serve: peak memory", running.peak());
    }

    fn measure(&self, what: &str, part: Part, edits: usize, seen: impl Fn(&str) -> bool) {
        edits_shown(what, edits, |edit| part.mark(edit), |mark| self.edit(part, mark), seen);
    }
}

/// The document that is published last: its name begins with the day.
fn newest(folder: &Path) -> PathBuf {
    let names = fs::read_dir(folder).expect("a folder of ours").flatten();
    let documents = names.map(|entry| entry.path());
    let documents = documents.filter(|path| !path.ends_with("_index.md"));
    documents.max().expect("there is news")
}

/// Where the root leads: the path that the site stands on.
fn location(answer: &[u8]) -> String {
    let answer = String::from_utf8_lossy(answer);
    let lines = answer.lines().take_while(|line| !line.is_empty());
    let header = lines.filter_map(|line| line.split_once(": "));
    let mut location = header.filter(|(name, _)| name.eq_ignore_ascii_case("location"));
    location.next().map_or("/".to_owned(), |(_, path)| path.to_owned())
}
