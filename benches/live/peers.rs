//! The same edits through other generators, where they are on the `PATH`.
//!
//! They get the same documents: every title, day and text, with plain templates for a page and a list. What they
//! don't know (units, people, plans, checks) is not asked of them, so their pages cost them less than ours cost us.

use crate::tools::{Running, contains, edits_shown, free_port, get, tell, wait};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use tempfile::TempDir;
use walkdir::WalkDir;

struct Peer {
    name: &'static str,
    /// Settings and templates, by path.
    files: &'static [(&'static str, &'static str)],
    /// The name of a folder's own page.
    index: &'static str,
    build: &'static [&'static str],
    serve: &'static [&'static str],
    /// Before the port's number.
    port: &'static str,
}

const PEERS: [Peer; 2] = [
    Peer {
        name: "hugo",
        files: &[
            ("hugo.toml", "baseURL = \"http://localhost/\"\ntitle = \"县\"\nbuildFuture = true\n"),
            // Where Hugo looked for its settings before version 0.110.
            (
                "config.toml",
                "baseURL = \"http://localhost/\"\ntitle = \"县\"\nbuildFuture = true\n",
            ),
            (
                "layouts/_default/single.html",
                "<html lang=zh><title>{{ .Title }}</title><body><h1>{{ .Title }}</h1>{{ .Content }}</body></html>",
            ),
            (
                "layouts/_default/list.html",
                "<html lang=zh><title>{{ .Title }}</title><body>{{ range (.Paginate .Pages 20).Pages }}\
                 <a href={{ .RelPermalink }}>{{ .Title }}</a>{{ end }}</body></html>",
            ),
        ],
        index: "_index.md",
        build: &["--quiet"],
        serve: &["server", "--bind", "127.0.0.1", "--baseURL", "http://localhost/"],
        port: "--port",
    },
    Peer {
        name: "zola",
        files: &[
            ("config.toml", "base_url = \"http://localhost\"\ntitle = \"县\"\n"),
            (
                "templates/page.html",
                "<html lang=zh><title>{{ page.title }}</title><body>{{ page.content | safe }}</body></html>",
            ),
            (
                "templates/section.html",
                "<html lang=zh><title>{{ section.title }}</title><body>{% for page in paginator.pages %}\
                 <a href={{ page.permalink }}>{{ page.title }}</a>{% endfor %}</body></html>",
            ),
            (
                "templates/index.html",
                "<html lang=zh><title>{{ config.title }}</title><body>{% for page in paginator.pages %}\
                 <a href={{ page.permalink }}>{{ page.title }}</a>{% endfor %}</body></html>",
            ),
        ],
        index: "_index.md",
        build: &["build", "--force"],
        serve: &["serve", "--interface", "127.0.0.1"],
        port: "--port",
    },
];

/// Builds and edits through every peer that is there; says which are not.
pub(crate) fn compare(ours: &Path, news: &Path, edits: usize) {
    for peer in &PEERS {
        println!();
        if Command::new(peer.name).arg("version").output().is_err()
            && Command::new(peer.name).arg("--version").output().is_err()
        {
            println!("SKIPPED: {} is not installed, so it is not compared", peer.name);
            continue;
        }
        peer.run(ours, news, edits);
    }
}

impl Peer {
    fn run(&self, ours: &Path, news: &Path, edits: usize) {
        let folder = TempDir::new().expect("a folder");
        self.write(ours, folder.path());
        for again in ["into an empty folder", "again"] {
            let start = Instant::now();
            let ended = self.command(folder.path(), self.build).status();
            if !ended.is_ok_and(|ended| ended.success()) {
                println!("FAILED: {} {} builds nothing here", self.name, self.build.join(" "));
                return;
            }
            tell(&format!("{}: build {again}", self.name), &[start.elapsed()]);
        }
        self.serve(folder.path(), news, edits);
    }

    /// The documents of our corpus as this generator reads them.
    fn write(&self, ours: &Path, folder: &Path) {
        for (path, text) in self.files {
            put(&folder.join(path), text);
        }
        let content = ours.join("content");
        for entry in WalkDir::new(&content).into_iter().flatten() {
            let path = entry.path();
            if path.extension() != Some(OsStr::new("md")) {
                continue;
            }
            let under = path.strip_prefix(&content).expect("it was found there");
            let is_index = path.ends_with("_index.md");
            let name = if is_index { under.with_file_name(self.index) } else { under.to_owned() };
            let text = fs::read_to_string(path).expect("a document of ours");
            put(&folder.join("content").join(&name), &plain(&text, under, is_index));
        }
    }

    fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.name);
        command.current_dir(folder).args(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn serve(&self, folder: &Path, news: &Path, edits: usize) {
        let port = free_port();
        let start = Instant::now();
        let mut command = self.command(folder, self.serve);
        command.args([self.port, &port.to_string()]);
        let running = Running(command.spawn().expect("it has just run"));
        wait(|| get(port, "/").is_some());
        tell(&format!("{} serve: started -> first page", self.name), &[start.elapsed()]);
        let name = news.file_name().map(PathBuf::from).expect("it has a name");
        let file = folder.join("content/news").join(&name);
        let text = fs::read_to_string(&file).expect("it was written there");
        let page = address(&name);
        let shows =
            |path: &str, mark: &str| get(port, path).is_some_and(|page| contains(&page, mark));
        edits_shown(
            &format!("{} serve: text edited -> its page served", self.name),
            edits,
            |edit| format!("第{edit}次改动"),
            |mark| put(&file, &format!("{text}\n{mark}。\n")),
            |mark| shows(&page, mark),
        );
        edits_shown(
            &format!("{} serve: title edited -> the list served", self.name),
            edits,
            |edit| format!("第{edit}次改动"),
            |mark| put(&file, &text.replacen("title: \"", &format!("title: \"{mark}"), 1)),
            |mark| shows("/news/", mark),
        );
        println!("{:48} {}", format!("{} serve: peak memory", self.name), running.peak());
    }
}

fn put(path: &Path, text: &str) {
    path.parent().map_or(Ok(()), fs::create_dir_all).expect("the folder is ours");
    fs::write(path, text).expect("the folder is ours");
}

/// Title, day and text: what every generator knows.
fn plain(text: &str, path: &Path, is_index: bool) -> String {
    let mut parts = text.splitn(3, "---\n").skip(1);
    let front = parts.next().unwrap_or_default();
    let text = parts.next().unwrap_or_default();
    let keys = ["标题: ", "名称: "];
    let title = front.lines().find_map(|line| keys.iter().find_map(|key| line.strip_prefix(key)));
    let title = title.unwrap_or("无题").trim_matches(['"', '\'']);
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let more = match name.get(..10).filter(|_| !is_index) {
        // Zola takes the day off a file's name otherwise, and Hugo keeps it.
        Some(day) => format!("date: {day}\nslug: \"{name}\"\n"),
        None => "sort_by: date\npaginate_by: 20\n".to_owned(),
    };
    format!("---\ntitle: \"{title}\"\n{more}---\n{text}")
}

fn address(name: &Path) -> String {
    format!("/news/{}/", name.with_extension("").display())
}
