//! Whatever answers in a server's place is left in time, with a flat memory, and told in words.

use super::http::text;
use super::office::Office;
use crate::site::Run;
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};
use std::thread::{scope, sleep, spawn};
use std::time::{Duration, Instant};

const BASE: &str = "https://www.example.gov.cn/";

/// Three seconds without an answer, as the targets say, four times over, and a slow machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Kilobytes that a publish of eight notices takes, and as much again.
const MEMORY: u64 = 200_000;

/// Runs it to its end and says how many kilobytes it had at most.
fn watched(command: &mut Command) -> (Run, u64) {
    let start = Instant::now();
    let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the binary runs");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().expect("a child").is_none() {
        let peak = fs::read_to_string(&status).unwrap_or_default();
        let peak = peak.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        most = most.max(peak.unwrap_or(0));
        if start.elapsed() > PATIENCE || most > MEMORY {
            child.kill().expect("ours");
        }
        sleep(Duration::from_millis(20));
    }
    (child.wait_with_output().expect("it has ended").into(), most)
}

/// What it says in one language; in the other it must end too.
#[track_caller]
fn must_leave(command: &mut Command, what: &str, expected: &str) {
    let (run, most) = watched(command);
    assert!(most < MEMORY, "{what}: {most} kB");
    assert_eq!(run.code, Some(2), "{what}: {}", run.err);
    assert!(run.err.contains(expected), "{what}: no {expected} in\n{}", run.err);
    let obeyed = |c: char| c.is_control() && c != '\n';
    assert!(!run.err.contains(obeyed), "{what}: {:?}", run.err);
}

/// What the server's shell does instead of running what it is sent, and what the user is told.
const SHELLS: [(&str, &str); 15] = [
    ("yes a | tr -d '\\n'", "far longer than it can be"),
    ("yes $(seq 300)", "far longer than it can be"),
    ("echo gongbao; yes \"release $(seq 300 | tr -d '\\n')\"", "far longer than it can be"),
    ("echo gongbao; yes 'log {}' | tr -d '\\n'", "far longer than it can be"),
    ("while :; do echo welcome; sleep 1; done", "no end after 6 s"),
    ("echo gongbao; while :; do echo .; sleep 1; done", "no end after 6 s"),
    ("echo gongbao; while :; do echo release 1; sleep 1; done", "no end after 6 s"),
    ("sleep 1000", "nothing was heard for 3 s"),
    ("echo gongbao; echo '{\"answer\": 42}'; echo ok open; sleep 1000", "makes no sense"),
    (
        "echo gongbao; echo ok switch; sleep 1000",
        "makes no sense, and the connection was given up: ok switch",
    ),
    ("echo gongbao; echo fail tools awk; sleep 1000", "the command awk is missing there"),
    ("exec >&-; sleep 1000", "the connection was lost"),
    ("yes no >&2", "nothing was heard for 3 s"),
    ("echo gongbao; echo newest 999999; echo ok open; sleep 1000", "no number left for a release"),
    (
        "printf 'gongbao\\nfail foreign \\033]0;owned\\007\\n'; printf '\\033[31mred\\n' >&2",
        "<U+001B>]0;owned<U+0007>",
    ),
];

#[test]
fn a_server_that_is_none_is_left() {
    scope(|scope| {
        for (shell, expected) in SHELLS {
            scope.spawn(move || {
                let office = Office::new(BASE);
                office.targets(
                    "  - {name: web, type: ssh, servers: ['deploy@web1.example.gov.cn/srv/yunxi'], check: off, timeout: 3}\n",
                );
                let ssh = office.path("tools/ssh");
                office.write("tools/ssh", format!("#!/bin/sh\n{shell}\n"));
                fs::set_permissions(&ssh, fs::Permissions::from_mode(0o755)).expect("ours");
                let path = std::env::var("PATH").unwrap_or_default();
                let path = format!("{}:{path}", office.path("tools").display());
                let mut command = office.command(&["publish", "web", "--yes"]);
                must_leave(command.env("PATH", path), shell, expected);
            });
        }
    });
}

/// What a store does with each request, and what the user is told.
type Answer = fn(&mut TcpStream) -> std::io::Result<()>;

const OK: &[u8] = b"HTTP/1.1 200 OK\r\n";

/// Writes again and again, with pauses in between or without.
fn forever(stream: &mut TcpStream, bytes: &[u8], pause: Duration) -> std::io::Result<()> {
    loop {
        stream.write_all(bytes)?;
        sleep(pause);
    }
}

const STORES: [(&str, Answer, &str); 9] = [
    (
        "an endless body",
        |stream| {
            stream.write_all(&[OK, b"\r\n"].concat())?;
            forever(stream, &[b' '; 65_536], Duration::ZERO)
        },
        "far longer than it can be",
    ),
    (
        "endless headers",
        |stream| {
            stream.write_all(OK)?;
            forever(stream, b"X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", Duration::ZERO)
        },
        "what was answered is not HTTP",
    ),
    (
        "a dripping body",
        |stream| {
            stream.write_all(&[OK, b"\r\n"].concat())?;
            forever(stream, b" ", Duration::from_secs(1))
        },
        "the answer comes too slowly",
    ),
    (
        "dripping headers",
        |stream| {
            stream.write_all(&[OK, b"X-A: "].concat())?;
            forever(stream, b"a", Duration::from_secs(1))
        },
        "nothing was heard",
    ),
    (
        "an endless refusal",
        |stream| {
            stream.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n<Error><Code>AccessDenied</Code>")?;
            forever(stream, &[b'x'; 65_536], Duration::ZERO)
        },
        "403 AccessDenied",
    ),
    (
        "a refusal that drips",
        |stream| {
            stream.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n")?;
            forever(stream, b"x", Duration::from_secs(1))
        },
        ": 403",
    ),
    (
        "a way to somewhere else",
        |stream| {
            stream.write_all(b"HTTP/1.1 301 Moved\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")
        },
        ": 301",
    ),
    (
        "no HTTP at all",
        |stream| stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\nProtocol mismatch.\r\n"),
        "what was answered is not HTTP",
    ),
    (
        "an error that a terminal would obey",
        |stream| stream.write_all(b"HTTP/1.1 403 No\r\n\r\n<Code>\x1b]0;owned\x07</Code>"),
        ": 403",
    ),
];

fn serve(answer: Answer) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    spawn(move || {
        for mut stream in listener.incoming().flatten() {
            spawn(move || {
                let mut buffer = [0; 4096];
                let mut head = Vec::new();
                while !text(&head).contains("\r\n\r\n") {
                    match stream.read(&mut buffer) {
                        Ok(read @ 1..) => head.extend(&buffer[..read]),
                        _ => return,
                    }
                }
                // Whoever is left has nobody to tell.
                drop(answer(&mut stream));
            });
        }
    });
    port
}

#[test]
fn a_store_that_is_none_is_left() {
    scope(|scope| {
        for (what, answer, expected) in STORES {
            scope.spawn(move || {
                let office = Office::new(BASE);
                let port = serve(answer);
                office.targets(&format!(
                    "  - {{name: web, type: object-store, endpoint: 'http://127.0.0.1:{port}', region: us-east-1, \
                     bucket: site, bucket_style: path, check: off, timeout: 3}}\n"
                ));
                let mut command = office.command(&["publish", "web", "--yes"]);
                command.env("GONGBAO_ACCESS_KEY_ID", "id").env("GONGBAO_ACCESS_KEY_SECRET", "secret");
                must_leave(&mut command, what, expected);
            });
        }
    });
}

#[test]
fn what_a_server_holds_cannot_speak_to_the_terminal() {
    let office = Office::new(BASE);
    office.publish().must_end(0);
    let log = office.www().join(".gongbao/log.jsonl");
    let line = fs::read_to_string(&log).expect("a log");
    let by =
        line.split("\"by\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a name");
    let hostile = line.replacen(by, r"\u001b]0;x\u0007\u202ezhang\u200b\n* 9 error", 1);
    fs::write(&log, hostile).expect("ours");
    let name = "\u{1b}[2J后门\u{202e}\u{9b}.html";
    fs::write(office.www().join("current").join(name), "别的").expect("ours");
    let lock = office.www().join(".gongbao/lock");
    for args in [
        &["releases"][..],
        &["releases", "--format", "json"],
        &["verify"],
        &["verify", "--format", "short"],
        &["verify", "--format", "json"],
        &["publish", "--dry-run"],
    ] {
        let run = office.run(args);
        for text in [&run.out, &run.err] {
            let obeyed =
                |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202e}' | '\u{200b}');
            assert!(!text.contains(obeyed), "{args:?}: {text:?}");
            assert!(!text.lines().any(|line| line.starts_with("* 9")), "{args:?}: {text}");
        }
    }
    fs::create_dir(&lock).expect("ours");
    fs::write(lock.join("owner"), "other 77 1700000000 \u{1b}]0;x\u{7}zhang\n").expect("ours");
    let run = office
        .run(&["verify"])
        .must_end(2)
        .must_complain("<U+001B>]0;x<U+0007>zhang is publishing");
    assert!(!run.err.contains('\u{1b}'));
}
