//! The preview among people who hold on to it, and files that are swapped under its hands.

use crate::preview::Preview;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread::sleep;
use std::time::{Duration, Instant};

const CROWD: usize = 300;

const PAGE: &str = "/yunxi/news/a/";

#[test]
fn three_hundred_that_say_nothing_leave_room_for_one_who_asks() {
    let site = Preview::start(&[]);
    let idle: Vec<TcpStream> = (0..CROWD).map(|_| site.open("")).collect();
    assert_prompt(&site);
    let half: Vec<TcpStream> = (0..CROWD).map(|_| site.open("GET /yunxi/ HT")).collect();
    assert_prompt(&site);
    drop((idle, half));
}

#[test]
fn three_hundred_open_pages_leave_room_and_the_newest_hear_what_changes() {
    let site = Preview::start(&[]);
    let host = site.address;
    let listen = format!(
        "GET /.gongbao/events?path=%2Fyunxi%2Fnews%2Fa%2F&mark=0 HTTP/1.1\r\nHost: {host}\r\n\r\n"
    );
    let mut pages: Vec<TcpStream> = (0..CROWD).map(|_| site.open(&listen)).collect();
    assert_prompt(&site);
    assert!(ends(&mut pages[0]), "the oldest went");
    site.write("content/news/a.md", "---\n标题: 春耕\n发布日期: 2026-04-01\n---\n\n第二句。\n");
    site.wait_for(PAGE, "第二句。");
    let mut heard = String::new();
    let mut piece = [0; 4096];
    while heard.matches("event: reload").count() < 2 {
        let length = pages[CROWD - 1].read(&mut piece).expect("an event in time");
        assert!(length > 0, "the newest stays: {heard}");
        heard.push_str(&String::from_utf8_lossy(&piece[..length]));
    }
}

#[test]
fn who_drips_is_ended_and_who_sends_a_body_is_answered() {
    let site = Preview::start(&[]);
    let host = site.address;
    let mut head = site.open(&format!("GET {PAGE} HTTP/1.1\r\nHost: {host}\r\n"));
    let mut body = site
        .open(&format!("GET {PAGE} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000000\r\n\r\n"));
    let mut kept = site.open(&format!("GET {PAGE} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    let start = Instant::now();
    let is_over = |stream: &mut TcpStream| stream.write_all(b"X-A: b\r\n").is_err();
    while !(is_over(&mut head) && is_over(&mut body)) {
        assert!(start.elapsed() < Duration::from_secs(30), "they still drip");
        sleep(Duration::from_millis(500));
    }
    assert!(ends(&mut kept), "what was kept open is closed");
    assert_prompt(&site);
}

/// A file of 20 MB that nobody takes, sixty times over, would be 1.2 GB.
#[test]
fn files_that_nobody_takes_are_not_held() {
    let site = Preview::start(&[]);
    site.write("content/news/table.csv", vec![b'7'; 20 << 20]);
    site.wait_for("/yunxi/news/table.csv", "7777");
    let Some(before) = site.status("VmRSS") else {
        return;
    };
    let host = site.address;
    let ask = format!("GET /yunxi/news/table.csv HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let taken: Vec<TcpStream> = (0..60).map(|_| site.open(&ask)).collect();
    assert_prompt(&site);
    sleep(Duration::from_secs(1));
    let now = site.status("VmRSS").expect("it runs");
    assert!(now < before + 100 * 1024, "{before} kB became {now} kB");
    drop(taken);
}

#[cfg(unix)]
#[test]
fn a_link_that_is_swapped_in_is_not_followed() {
    use std::fs::{create_dir, remove_file, rename};
    use std::os::unix::fs::symlink;

    let site = Preview::start(&[]);
    let file = "/yunxi/news/table.csv";
    create_dir(site.path("secret")).expect("ours");
    site.write("secret/table.csv", "secret");
    site.write("secret/a.md", "---\n标题: 春耕\n发布日期: 2026-04-01\n---\n\nsecret\n");
    let (real, link) = (site.path("content/news/table.csv"), site.path("link"));
    for round in 0..200 {
        symlink(site.path("secret/table.csv"), &link).expect("ours");
        rename(&link, &real).expect("ours");
        assert_ne!(site.get(file, "").text(), "secret", "round {round}");
        remove_file(&real).expect("ours");
        site.write("content/news/table.csv", "0123456789");
    }
    site.wait_for(file, "0123456789");
    // The folder as a whole, and now without an end: seen by the watch or not, it shows nothing.
    rename(site.path("content/news"), site.path("news")).expect("ours");
    symlink(site.path("secret"), site.path("content/news")).expect("ours");
    for _ in 0..50 {
        for path in [file, PAGE] {
            assert!(!site.get(path, "").text().contains("secret"), "{path}");
        }
        sleep(Duration::from_millis(10));
    }
}

/// SIGKILL or SIGTERM, before it listens, while it answers and while it reads an edit: nothing is written, no port is kept.
#[cfg(unix)]
#[test]
fn a_preview_can_be_ended_at_any_moment() {
    use std::process::{Command, Stdio};

    let site = crate::site::Site::county();
    let before = crate::site::tree(site.root());
    let port = crate::serve::free_port().to_string();
    for round in 0..16_u64 {
        let mut command = site.command(&["serve", "--port", &port]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("the binary runs");
        sleep(Duration::from_millis(round * 70));
        site.write("content/about.md", &before["content/about.md"]);
        if let Ok(mut stream) = TcpStream::connect(format!("127.0.0.1:{port}")) {
            drop(stream.write_all(
                format!("GET /yunxi/ HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").as_bytes(),
            ));
        }
        let signal = if round % 2 == 0 { "-KILL" } else { "-TERM" };
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()));
        let end = Instant::now() + Duration::from_secs(30);
        while child.try_wait().expect("a child").is_none() {
            assert!(Instant::now() < end, "{signal} does not end it");
            sleep(Duration::from_millis(5));
        }
    }
    assert_eq!(crate::site::tree(site.root()), before);
    let again = Preview::start(&["--port", &port]);
    assert_prompt(&again);
}

#[track_caller]
fn assert_prompt(site: &Preview) {
    let start = Instant::now();
    assert_eq!(site.get(PAGE, "").status, 200);
    assert!(start.elapsed() < Duration::from_secs(8), "it took {:?}", start.elapsed());
}

/// Reads to the end of a connection; false where nothing more comes and it stays open.
fn ends(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time");
    let mut piece = [0; 4096];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() == ErrorKind::ConnectionReset,
        }
    }
}
