//! How commands are started, asked and timed.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Whoever takes longer has stopped.
const PATIENCE: Duration = Duration::from_secs(120);

/// Between two edits, as somebody who types makes them.
const PAUSE: Duration = Duration::from_millis(150);

/// Between two looks at a page or file: the figures are no finer.
const LOOK: Duration = Duration::from_micros(500);

/// A command at work; it ends with the measurement.
pub(crate) struct Running(pub(crate) Child);

impl Running {
    /// The most memory that it ever had, where the system tells.
    pub(crate) fn peak(&self) -> String {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes =
            line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        kilobytes.map_or("unknown".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1024))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, and then a wait has failed already.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

pub(crate) fn wait(done: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !done() {
        assert!(Instant::now() < end, "it never came");
        sleep(LOOK);
    }
}

pub(crate) fn tell(what: &str, times: &[Duration]) {
    let mut times = times.to_vec();
    times.sort_unstable();
    let at =
        |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    match times.len() {
        1 => println!("{what:48} {:9.1} ms", at(50)),
        _ => println!("{what:48} {:9.1} ms {:9.1} ms", at(50), at(90)),
    }
}

pub(crate) fn contains(page: &[u8], mark: &str) -> bool {
    page.windows(mark.len()).any(|part| part == mark.as_bytes())
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("it is bound").port()
}

/// The whole answer to a request; `None` where nobody listens yet.
pub(crate) fn get(port: u16, path: &str) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n")
        .ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    Some(answer)
}

/// Edits again and again, and waits each time until that is seen.
pub(crate) fn edits_shown(
    what: &str,
    edits: usize,
    mark: impl Fn(usize) -> String,
    edit: impl Fn(&str),
    seen: impl Fn(&str) -> bool,
) {
    let times: Vec<Duration> = (0..edits)
        .map(|n| {
            sleep(PAUSE);
            let mark = mark(n);
            let start = Instant::now();
            edit(&mark);
            wait(|| seen(&mark));
            start.elapsed()
        })
        .collect();
    tell(what, &times);
}
