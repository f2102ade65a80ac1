//! A visitor's side of HTTP, without anything that tries again or remembers.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;

/// What a server answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// As text, which a failed test can show.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// Asks as a visitor's browser would, for one file.
pub(crate) fn get(port: u16, path: &str, more: &str) -> std::io::Result<Answer> {
    ask("GET", port, path, more)
}

/// Asks with another word than GET; there is nothing to send along.
pub(crate) fn ask(word: &str, port: u16, path: &str, more: &str) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    let request = format!(
        "{word} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{more}\r\n"
    );
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
    let header = |line: &str| {
        let (name, value) = line.split_once(": ")?;
        Some((name.to_ascii_lowercase(), value.to_owned()))
    };
    let headers: BTreeMap<String, String> = lines.filter_map(header).collect();
    let body = bytes.get(end + 4..).unwrap_or_default();
    let in_chunks = headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked");
    Ok(Answer {
        status: status.unwrap_or(0),
        headers,
        body: if in_chunks { whole(body) } else { body.to_vec() },
    })
}

/// The chunks of a body put together.
fn whole(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(text(&rest[..end]).trim(), 16).unwrap_or(0);
        let start = end + 2;
        if size == 0 || rest.len() < start + size + 2 {
            break;
        }
        body.extend(&rest[start..start + size]);
        rest = &rest[start + size + 2..];
    }
    body
}
