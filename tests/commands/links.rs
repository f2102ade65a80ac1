//! 外部链接: addresses on a server of our own that has every fault, and what is told of them.

use crate::site::Site;
use gongbao::check::external::{Manners, check};
use gongbao::diagnostic::Silent;
use gongbao::session::Session;
use gongbao::site::Audience;
use gongbao::write::Stages;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What was asked for, such as `HEAD /ok`.
type Asked = Arc<Mutex<Vec<String>>>;

fn answer(mut stream: TcpStream, asked: &Asked, failures: &AtomicUsize) {
    let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
    let first = lines.next().and_then(Result::ok).unwrap_or_default();
    let request: String = first.split(' ').take(2).collect::<Vec<_>>().join(" ");
    while lines.next().and_then(Result::ok).is_some_and(|line| !line.is_empty()) {}
    asked.lock().expect("the list").push(request.clone());
    let status = |status: &str| {
        format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
    };
    let text = match request.split_once(' ').expect("a request") {
        (_, "/robots.txt") => {
            let text = "User-agent: *\nDisallow: /private/\n";
            format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{text}", text.len())
        }
        (_, "/gone") => status("404 Not Found"),
        (_, "/forbidden") => status("403 Forbidden"),
        (_, "/broken") => status("500 Oops"),
        (_, "/once") if failures.fetch_add(1, Ordering::SeqCst) < 2 => status("503 Busy"),
        ("HEAD", "/get-only" | "/endless") => status("405 Method Not Allowed"),
        (_, "/circle") => status("302 Found\r\nlocation: /circle"),
        (_, "/moved") => status("301 Moved\r\nlocation: /ok"),
        ("GET", "/endless") => {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n";
            let mut open = stream.write_all(head.as_bytes()).is_ok();
            while open {
                open = stream.write_all(&[b'a'; 65536]).is_ok();
            }
            return;
        }
        (_, "/silent") => {
            thread::sleep(Duration::from_secs(30));
            return;
        }
        (_, "/garbage") => "what?\r\n\r\n".to_owned(),
        _ => status("200 OK"),
    };
    // A client that has gone away has heard enough.
    let _ = stream.write_all(text.as_bytes());
}

fn server() -> (u16, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let asked = Asked::default();
    let list = Arc::clone(&asked);
    thread::spawn(move || {
        let failures = Arc::new(AtomicUsize::new(0));
        for stream in listener.incoming().flatten() {
            let (list, failures) = (Arc::clone(&list), Arc::clone(&failures));
            thread::spawn(move || answer(stream, &list, &failures));
        }
    });
    (port, asked)
}

#[test]
fn every_fault_is_told_and_nothing_hangs() {
    let (port, asked) = server();
    let base = format!("http://127.0.0.1:{port}");
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr());
    let closed = format!("http://127.0.0.1:{}/", closed.expect("an address").port());
    let tls = format!("https://127.0.0.1:{port}/tls");
    let pages = [
        "ok",
        "甲",
        "gone",
        "forbidden",
        "broken",
        "once",
        "get-only",
        "circle",
        "moved",
        "endless",
        "private/x",
        "garbage",
        "silent",
    ];
    let mut addresses: Vec<String> = pages.iter().map(|page| format!("{base}/{page}")).collect();
    addresses.extend([closed, tls, "http://no-such-host.invalid/".to_owned()]);
    addresses.push("https://www.example.gov.cn/of-this-very-site".to_owned());
    let links: String = addresses.iter().map(|a| format!("- [链接]({a})\n")).collect();

    let settings = "网站名称: 云溪县\n网址: https://www.example.gov.cn/\n预览: true\n";
    let page = format!("---\n标题: 链接\n发布日期: 2026-04-01\n---\n\n{links}");
    let folder = Site::of(&[("content/site.yaml", settings), ("content/links.md", &page)]);
    let mut session = Session::new(folder.root(), Audience::Public);
    let clock = jiff::civil::date(2026, 4, 10).at(9, 0, 0, 0);
    session.read(clock, &mut Stages::default());
    let site = session.renderer().expect("a site").site();

    let manners = Manners {
        patience: Duration::from_secs(2),
        pause: Duration::from_millis(5),
        ..Manners::default()
    };
    let told = |found: Vec<gongbao::diagnostic::Diagnostic>| -> Vec<String> {
        let line = |p: &gongbao::diagnostic::Diagnostic| format!("{} {}", p.code, p.message.en);
        found.iter().map(line).collect()
    };
    let found = told(check(site, folder.root(), manners, &Silent));
    let expected = [
        ("dead-link", "/gone is not there (404)"),
        ("dead-link", "/forbidden is closed to visitors (403)"),
        ("suspect-link", "/broken may not open: the server says 500"),
        ("suspect-link", "/circle may not open: it leads on and on"),
        ("suspect-link", "/silent may not open: no answer in time"),
        ("suspect-link", "/garbage may not open"),
        ("suspect-link", "/tls"),
        ("dead-link", "no-such-host.invalid/: there is no such host"),
    ];
    for (code, words) in expected {
        let is_it = |line: &&String| line.starts_with(code) && line.contains(words);
        assert!(found.iter().any(|line| is_it(&line)), "{code} {words} in {found:#?}");
    }
    // The closed port is the one that is left.
    assert_eq!(found.len(), expected.len() + 1, "{found:#?}");
    let list = asked.lock().expect("the list").clone();
    assert!(!list.iter().any(|request| request.contains("/private/")), "{list:?}");
    assert!(!list.contains(&"GET /ok".to_owned()), "{list:?}");
    assert!(list.contains(&"HEAD /%E7%94%B2".to_owned()), "{list:?}");

    // Good answers are believed for a while, bad ones are asked for again.
    asked.lock().expect("the list").clear();
    assert_eq!(told(check(site, folder.root(), manners, &Silent)), found);
    let list = asked.lock().expect("the list").clone();
    assert!(list.contains(&"HEAD /gone".to_owned()) && !list.contains(&"HEAD /moved".to_owned()));
}
