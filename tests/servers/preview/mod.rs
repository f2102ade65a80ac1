//! A small site with a preview server in front of it, for the tests of `gongbao serve`.

use crate::site::{GONGBAO, Site};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::ops::Deref;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Nothing takes this long on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A site, and `gongbao serve` on it; the process ends with the value.
pub(crate) struct Preview {
    site: Site,
    server: Child,
    pub(crate) address: SocketAddr,
    /// What it said on standard output.
    pub(crate) said: String,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

const FILES: [(&str, &str); 6] = [
    (
        "content/site.yaml",
        "网站名称: 云溪县\n网址: https://www.example.gov.cn/yunxi/\n预览: true\n",
    ),
    ("content/news/_index.md", "---\n名称: 要闻\n---\n"),
    (
        "content/news/a.md",
        "---\n标题: 春耕\n发布日期: 2026-04-01\n---\n\n第一句。见[附件](table.csv)。\n",
    ),
    (
        "content/news/draft.md",
        "---\n标题: 草稿一篇\n发布日期: 2026-04-01\n草稿: true\n---\n\n还没写完。\n",
    ),
    ("content/news/table.csv", "0123456789"),
    ("content/news/loose.png", "nobody refers to this"),
];

impl Preview {
    pub(crate) fn start(more: &[&str]) -> Self {
        Self::with(&[], more)
    }

    /// On a site that has these files too.
    pub(crate) fn with(files: &[(&str, &str)], more: &[&str]) -> Self {
        let site = Site::of(&FILES);
        for (name, text) in files {
            site.write(name, text);
        }
        Self::on(site, more)
    }

    /// On a site of the caller's own; what it says on standard error goes to `preview.log` beside the content.
    pub(crate) fn on(site: Site, more: &[&str]) -> Self {
        let log = File::create(site.path("preview.log")).expect("ours");
        let mut server = Command::new(GONGBAO)
            .args(["--lang", "en", "serve", "--clock", "2026-05-01T09:00", "--source"])
            .arg(site.root())
            .args(more)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the binary runs");
        let out = server.stdout.take().expect("it is piped");
        let mut said = String::new();
        BufReader::new(out).read_line(&mut said).expect("a line");
        let host = said.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let host = host.unwrap_or_else(|| panic!("no address in {said:?}"));
        let port = host.rsplit(':').next().and_then(|port| port.parse().ok());
        let address = SocketAddr::from(([127, 0, 0, 1], port.expect("a port")));
        Self { site, server, address, said }
    }

    /// Sends a request line and heads as they are.
    pub(crate) fn send(&self, request: &str) -> Answer {
        let mut stream = self.open(request);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok());
        Answer { status: status.expect("a status"), head, body: bytes[end + 4..].to_vec() }
    }

    /// The number of the process.
    pub(crate) fn id(&self) -> u32 {
        self.server.id()
    }

    /// What Linux says of the process, such as `VmRSS`.
    pub(crate) fn status(&self, name: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        line.split_whitespace().next()?.parse().ok()
    }

    pub(crate) fn open(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time");
        stream.write_all(request.as_bytes()).expect("sent");
        stream
    }

    /// Asks as a browser does, with more heads.
    pub(crate) fn get(&self, path: &str, heads: &str) -> Answer {
        let host = self.address;
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{heads}\r\n"
        ))
    }

    /// The page, once it holds the words.
    pub(crate) fn wait_for(&self, path: &str, words: &str) -> Answer {
        let start = std::time::Instant::now();
        loop {
            let answer = self.get(path, "");
            if answer.text().contains(words) {
                return answer;
            }
            assert!(start.elapsed() < PATIENCE, "{words} never came: {}", answer.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let start = format!("{name}: ");
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(&start)).unwrap_or("")
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

impl Deref for Preview {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.site
    }
}
