//! `gongbao serve`.

use super::build::pool;
use super::{Console, Outcome};
use crate::cli;
use crate::diagnostic::{Code, Diagnostic, Format};
use crate::say;
use crate::serve::{Options, PORT, Preview, Server};
use crate::session::{Clock, Errors, Live, Update};
use crate::site::{Audience, Route};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};

/// Shows the site in a browser until it is interrupted.
pub fn run(args: &cli::Serve, console: &Console) -> Outcome {
    match pool(args.work.jobs) {
        Ok(pool) => pool.install(|| serve(args, console)),
        Err(problem) => console.refuse(problem),
    }
}

fn serve(args: &cli::Serve, console: &Console) -> Outcome {
    let clock = Clock::begin(args.clock.moment());
    let (source, mode) = (args.site.source(), args.poll.mode());
    let (mut live, _, notice) =
        Live::begin(source, Audience::Office, Errors::LeaveOut, mode, clock);
    let options = Options {
        address: args.bind.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        port: args.port,
        language: console.language,
    };
    let server = match Server::start(options, preview(source, &live)) {
        Ok(server) => server,
        Err(problem) => return console.refuse(problem),
    };
    welcome(&server, &live, options, notice, console);
    if args.open {
        open(&address(&server, &live), console);
    }
    let mut problems = live.session().problems().to_vec();
    loop {
        let Some(step) = live.next(None) else {
            continue;
        };
        if step.update == Update::Same {
            continue;
        }
        server.show(preview(source, &live));
        let now = live.session().problems();
        // Warnings that were told before are not told again at every save.
        if step.update != Update::Failed && now == problems {
            continue;
        }
        if !now.is_empty() {
            console.report(now.to_vec());
        } else {
            console.note(&say!("问题已改正", "mended"));
        }
        problems = now.to_vec();
    }
}

fn preview(source: &Path, live: &Live) -> Preview {
    let session = live.session();
    Preview::new(source, session.renderer().cloned(), session.problems().to_vec())
}

fn welcome(
    server: &Server,
    live: &Live,
    options: Options,
    notice: Option<Diagnostic>,
    console: &Console,
) {
    let everyone = options.address.is_unspecified() || !options.address.is_loopback();
    let warning = everyone.then(|| {
        Diagnostic::warning(
            Code::Bind,
            say!(
                "同一网络里的人都能打开这个预览，包括草稿和还没到发布时间的文档",
                "everyone in this network can open the preview, with drafts and documents that are not published yet"
            ),
        )
    });
    let mut problems = live.session().problems().to_vec();
    problems.extend(notice.into_iter().chain(warning));
    if !problems.is_empty() {
        console.report(problems);
    }
    let address = address(server, live);
    if options.port.is_none() && server.address().port() != PORT {
        let port = server.address().port();
        console.note(&say!(
            "端口 {PORT} 已被占用，换用 {port}",
            "port {PORT} is in use, taking {port}"
        ));
    }
    if console.format != Format::Json {
        console.say(&say!(
            "预览：{address}　保存后自动刷新，按 Ctrl+C 结束",
            "preview at {address}  (pages reload when you save; Ctrl-C ends it)"
        ));
    }
}

/// What to type into a browser on this machine.
fn address(server: &Server, live: &Live) -> String {
    let bound = server.address();
    let host = match bound.ip().is_unspecified() || bound.ip() == IpAddr::V4(Ipv4Addr::LOCALHOST) {
        true => format!("localhost:{}", bound.port()),
        false => SocketAddr::new(bound.ip(), bound.port()).to_string(),
    };
    let renderer = live.session().renderer();
    let home =
        renderer.map_or_else(|| "/".to_owned(), |renderer| renderer.site().url(&Route::folder("")));
    format!("http://{host}{home}")
}

/// Opens the page in the user's browser.
fn open(address: &str, console: &Console) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/c", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let started = Command::new(program)
        .args(arguments)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if started.is_err() {
        console.note(&say!(
            "打不开浏览器，请自己打开 {address}",
            "no browser could be started; open {address} yourself"
        ));
    }
}
