//! What visitors get while all this goes on: through nginx and Caddy, with the settings that gongbao prints.

use super::http::{get, text};
use super::office::{Office, pages};
use super::servers::{Caddy, Nginx, free_port};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::spawn;

/// Addresses that a document had, each with what a browser may ask for, all of which lead to where it is now.
const FORMER: [(&str, &[&str]); 16] = [
    (
        "/old/通知.html",
        &["/yunxi/old/%E9%80%9A%E7%9F%A5.html", "/yunxi/old/%e9%80%9a%e7%9f%a5.html?a=1"],
    ),
    ("/old", &["/yunxi/old", "/yunxi/old/", "/yunxi/old/?a=1"]),
    ("/a%20b.html", &["/yunxi/a%20b.html"]),
    ("/{x};$1,(y)'.html", &["/yunxi/%7Bx%7D;$1,(y)%27.html", "/yunxi/%7bx%7d%3b$1,%28y%29'.html"]),
    ("/{host}/{$HOME}/", &["/yunxi/%7Bhost%7D/%7B$HOME%7D/"]),
    ("/show.asp?id=123", &["/yunxi/show.asp?id=123"]),
    ("/detail.jsp?id=7&lm=3", &["/yunxi/detail.jsp?id=7&lm=3"]),
    ("/s.php?a={x};$b&c='d'&e=(1+2)", &["/yunxi/s.php?a={x};$b&c=%27d%27&e=(1+2)"]),
    ("/s.php?t=公告", &["/yunxi/s.php?t=%E5%85%AC%E5%91%8A", "/yunxi/s.php?t=%e5%85%ac%e5%91%8a"]),
    ("/?p=9", &["/yunxi/?p=9"]),
    ("/%B9%AB%B8%E6.html", &["/yunxi/%B9%AB%B8%E6.html", "/yunxi/%b9%ab%b8%e6.html"]),
    ("/~zhang/[1].html", &["/yunxi/~zhang/[1].html", "/yunxi/~zhang/%5B1%5D.html"]),
    ("/{}/{path}.html", &["/yunxi/%7B%7D/%7Bpath%7D.html"]),
    ("/x|y^z+1.html", &["/yunxi/x%7Cy%5Ez+1.html"]),
    ("/node:7", &["/yunxi/node:7", "/yunxi/node%3A7?a=1"]),
    ("HOST/xxgk/1.html", &["/xxgk/1.html", "/xxgk/1.html?a=1"]),
];

/// What is asked for and is none of these, with the answer's status.
const OTHERS: [(&str, u16); 12] = [
    ("/yunxi/", 200),
    ("/yunxi/?p=99", 200),
    ("/yunxi/notices/1/", 200),
    ("/yunxi/show.asp", 404),
    ("/yunxi/show.asp?id=1234", 404),
    ("/yunxi/show.asp?id=123&x=1", 404),
    ("/yunxi/showXasp?id=123", 404),
    ("/yunxi/detail.jsp?lm=3&id=7", 404),
    ("/yunxi/nodeX7", 404),
    ("/yunxi/aXb/x.html", 404),
    ("/yunxi/~zhang/1.html", 404),
    ("/yunxi/a/path.html", 404),
];

/// An office whose site is shown at a port of this machine.
fn office(port: u16) -> Office {
    let office = Office::new(&format!("http://127.0.0.1:{port}/yunxi/"));
    let former =
        FORMER.map(|(former, _)| former.replace("HOST", &format!("http://127.0.0.1:{port}")));
    let list: String = former.iter().map(|former| format!("  - \"{former}\"\n")).collect();
    let old = format!("---\n标题: 搬了家\n发布日期: 2026-03-20\n旧网址:\n{list}---\n正文。\n");
    office.write("content/notices/moved.md", old);
    office.write("content/notices/table.csv", "甲,乙\n1,2\n");
    office.write("content/notices/图纸.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    let nothing_packed = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    office.write("content/notices/book.zip", nothing_packed);
    office.write(
        "content/notices/csv.md",
        "---\n标题: 表\n发布日期: 2026-03-21\n附件: [table.csv, 图纸.svg, book.zip]\n---\n正文。\n",
    );
    office.publish().must_end(0);
    office
}

fn settings(office: &Office, server: &str) -> String {
    office.run(&["publish", "--print-config", server]).must_end(0).out
}

fn part(office: &Office, server: &str, part: &str) -> String {
    office.run(&["publish", "--print-config", server, "--config-part", part]).must_end(0).out
}

/// What both servers must do with the settings.
fn must_serve(port: u16, office: &Office) {
    must_show(port, office);
    must_lead(port);
    must_hide(port, &["/yunxi/assets/", "/yunxi/.git/config"]);
    must_hide(port, &["/.gongbao/log.jsonl", "/yunxi/../.gongbao/log.jsonl"]);
}

/// Every old address leads to where its document is now, and no other does.
fn must_lead(port: u16) {
    for path in FORMER.iter().flat_map(|(_, asked)| *asked) {
        let moved = get(port, path, "").expect("the server answers");
        let to = moved.header("location");
        assert!(
            moved.status == 301 && to.ends_with("/yunxi/notices/moved/"),
            "{path}: {} {to}",
            moved.status
        );
    }
    for (path, status) in OTHERS {
        assert_eq!(get(port, path, "").expect("the server answers").status, status, "{path}");
    }
}

fn must_hide(port: u16, paths: &[&str]) {
    for path in paths {
        let status = get(port, path, "").expect("the server answers").status;
        assert!(matches!(status, 400 | 403 | 404), "{path}: {status}");
    }
}

/// The site as visitors see it.
fn must_show(port: u16, office: &Office) {
    let ask = |path: &str, more: &str| get(port, path, more).expect("the server answers");
    let public = office.public();
    let home = ask("/yunxi/", "");
    assert_eq!((home.status, text(&home.body)), (200, text(&public["index.html"])));
    assert_eq!(home.header("content-type").to_ascii_lowercase(), "text/html; charset=utf-8");
    assert_eq!(home.header("cache-control"), "no-cache");
    assert_eq!(home.header("x-content-type-options"), "nosniff");
    assert!(home.header("content-security-policy").contains("script-src 'self'"));
    assert!(!home.header("etag").is_empty());
    let again = ask("/yunxi/", &format!("If-None-Match: {}\r\n", home.header("etag")));
    assert_eq!(again.status, 304);

    let packed = ask("/yunxi/", "Accept-Encoding: gzip\r\n");
    let current = office.www().join("current");
    let expected = fs::read(current.join("index.html.gz")).expect("made at publish");
    assert_eq!((packed.header("content-encoding"), &packed.body), ("gzip", &expected));

    let style = public.keys().find(|name| name.ends_with(".css")).expect("a style");
    let style = ask(&format!("/yunxi/{style}"), "");
    assert!(style.status == 200 && style.header("cache-control").contains("immutable"));
    assert_eq!(style.header("x-content-type-options"), "nosniff");
    let picture = public.keys().find(|name| name.ends_with(".svg")).expect("a picture");
    assert_eq!(ask(&format!("/yunxi/{picture}"), "").header("content-type"), "image/svg+xml");

    let missing = ask("/yunxi/nothing/", "");
    assert_eq!((missing.status, text(&missing.body)), (404, text(&public["404.html"])));
    assert!(!missing.header("content-security-policy").is_empty());
    let folder = ask("/yunxi/notices", "");
    assert!(
        matches!(folder.status, 301 | 308)
            && folder.header("location").ends_with("/yunxi/notices/")
    );
    let table = public.keys().find(|name| name.ends_with("table.csv")).expect("a table");
    assert!(ask(&format!("/yunxi/{table}"), "").header("content-type").starts_with("text/csv"));
    must_save(port, office);
}

/// What a browser writes otherwise in an address.
const PLAIN: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%');

/// What a browser could run is saved; what it only shows, and what pages are made of, is not.
fn must_save(port: u16, office: &Office) {
    let mut count = 0;
    for name in office.public().keys() {
        let path = utf8_percent_encode(name.trim_end_matches("index.html"), PLAIN);
        let answer = get(port, &format!("/yunxi/{path}"), "").expect("an answer");
        // A page in the place of an old address, which the server leads on from itself.
        if answer.status == 301 {
            continue;
        }
        assert_eq!(answer.status, 200, "{name}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{name}");
        let is_upload = name.starts_with("notices/");
        let saved = is_upload && [".svg", ".zip"].iter().any(|ending| name.ends_with(ending));
        // What the search fetches is no matter of opening.
        let saved = saved || name.ends_with(".bin");
        count += usize::from(saved && is_upload);
        let expected = if saved { "attachment" } else { "" };
        assert_eq!(answer.header("content-disposition"), expected, "{name}");
        assert!(!answer.header("content-security-policy").is_empty(), "{name}");
    }
    assert_eq!(count, 2);
    let missing = get(port, "/yunxi/notices/none.svg", "").expect("an answer");
    assert_eq!((missing.status, missing.header("content-disposition")), (404, ""));
}

#[test]
fn nginx_serves_with_the_printed_settings() {
    let port = free_port();
    let office = office(port);
    let Some(_nginx) = Nginx::start(&settings(&office, "nginx"), port) else {
        return;
    };
    must_serve(port, &office);
}

#[test]
fn caddy_serves_with_the_printed_settings() {
    let port = free_port();
    let office = office(port);
    let Some(_caddy) = Caddy::start(&settings(&office, "caddy"), port) else {
        return;
    };
    must_serve(port, &office);
}

/// A portal that shows the site below a path of its own.
fn must_serve_below(port: u16, office: &Office) {
    must_show(port, office);
    must_lead(port);
    must_hide(port, &["/yunxi/assets/", "/yunxi/.git/config"]);
    for path in ["/", "/other.html", "/yunxian/", "/xxgk/2.html"] {
        assert_eq!(text(&get(port, path, "").expect("an answer").body), "portal", "{path}");
    }
    assert!(get(port, "/yunxi", "").expect("an answer").header("location").ends_with("/yunxi/"));
}

#[test]
fn a_portal_of_nginx_shows_the_site_below_a_path() {
    let port = free_port();
    let office = office(port);
    let portal = format!(
        "server {{ listen {port}; server_name 127.0.0.1; location / {{ return 200 portal; }}\n         location ~ \\.css$ {{ return 403; }}\n{}}}\n",
        part(&office, "nginx", "location")
    );
    let Some(_nginx) = Nginx::start(&portal, port) else {
        return;
    };
    must_serve_below(port, &office);
}

#[test]
fn a_portal_of_caddy_shows_the_site_below_a_path() {
    let port = free_port();
    let office = office(port);
    let portal = format!(
        "http://127.0.0.1:{port} {{\nrespond portal\n{}}}\n",
        part(&office, "caddy", "location")
    );
    let Some(_caddy) = Caddy::start(&portal, port) else {
        return;
    };
    must_serve_below(port, &office);
}

/// The old addresses alone stand in any server, which shows the site as it likes.
#[test]
fn old_addresses_can_be_included() {
    let port = free_port();
    let office = office(port);
    let current = office.www().join("web");
    let nginx = format!(
        "server {{ listen {port}; server_name 127.0.0.1; root {};\n{}}}\n",
        current.display(),
        part(&office, "nginx", "redirects")
    );
    if let Some(_nginx) = Nginx::start(&nginx, port) {
        must_lead(port);
    }
    let caddy = format!(
        "http://127.0.0.1:{port} {{\nroot * {}\nfile_server\n{}}}\n",
        current.display(),
        part(&office, "caddy", "redirects")
    );
    if let Some(_caddy) = Caddy::start(&caddy, port) {
        must_lead(port);
    }
}

#[test]
fn a_site_below_a_path_says_what_crawlers_must_be_told() {
    let below = Office::new("https://www.example.gov.cn/yunxi/");
    for (server, form) in
        [("nginx", "server"), ("nginx", "location"), ("caddy", "server"), ("caddy", "location")]
    {
        let text = part(&below, server, form);
        assert!(text.contains("# Sitemap: https://www.example.gov.cn/yunxi/sitemap.xml"), "{text}");
    }
    let root = Office::new("https://www.example.gov.cn/");
    assert!(!part(&root, "nginx", "server").contains("Sitemap"));
}

#[test]
fn settings_for_a_site_with_a_certificate() {
    let office = Office::new("https://www.example.gov.cn/");
    let nginx = settings(&office, "nginx");
    for text in [
        "return 301 https://www.example.gov.cn$request_uri;",
        "listen 443 ssl;",
        "Strict-Transport-Security",
    ] {
        assert!(nginx.contains(text), "{nginx}");
    }
    assert!(settings(&office, "caddy").contains("https://www.example.gov.cn:443 {"));
}

/// A style of the site's own: its name in the site is another one for each version.
fn restyle(office: &Office, version: usize) {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/county/styles/tokens.css");
    let text = fs::read_to_string(own).expect("the theme's");
    office.write(
        "themes/county/styles/tokens.css",
        format!("{text}\n:root {{ --version: {version}; }}\n"),
    );
}

/// Publishes and ways back that a visitor looks on at.
const SWITCHES: usize = 50;

#[test]
fn a_visitor_never_sees_a_mixture() {
    let port = free_port();
    let office = office(port);
    office.target_with("check: off, keep: 60, compress: false");
    let Some(_nginx) = Nginx::start(&settings(&office, "nginx"), port) else {
        return;
    };
    let stop = Arc::new(AtomicBool::new(false));
    let ended = Arc::clone(&stop);
    // Each version says its number on every page and in the style; a visitor reads a page, its style, and the page again.
    let visitor = spawn(move || {
        let mut seen = Vec::new();
        while !ended.load(Ordering::Relaxed) {
            let page = get(port, "/yunxi/notices/1/", "").expect("an answer");
            let text = String::from_utf8_lossy(&page.body).into_owned();
            let style =
                text.split("href=\"").find(|part| part.contains(".css\"")).expect("a style");
            let style = style.split('"').next().expect("an address").to_owned();
            let style = get(port, &style, "").expect("an answer");
            seen.push((page.status, page.body, style.status));
        }
        seen
    });
    let mut versions = vec![office.public()["notices/1/index.html"].clone()];
    for number in 0..SWITCHES {
        if number % 3 == 2 {
            office.run(&["rollback", "web", "--yes"]).must_end(0);
            continue;
        }
        office.notice(1, &format!("第{number}版。"));
        restyle(&office, number);
        office.publish().must_end(0);
        versions.push(office.public()["notices/1/index.html"].clone());
    }
    stop.store(true, Ordering::Relaxed);
    let seen = visitor.join().expect("the visitor met no error");
    assert!(seen.len() > SWITCHES, "{} looks", seen.len());
    let mut different = std::collections::BTreeSet::new();
    for (status, page, style) in seen {
        assert_eq!((status, style), (200, 200));
        let version = versions.iter().position(|version| *version == page);
        different.insert(version.expect("a page as it was published"));
    }
    assert!(different.len() > 5, "the visitor saw {} versions", different.len());
}

#[test]
fn the_style_of_the_release_before_can_still_be_had() {
    let port = free_port();
    let office = office(port);
    let Some(_nginx) = Nginx::start(&settings(&office, "nginx"), port) else {
        return;
    };
    let style = office.public().into_keys().find(|name| name.ends_with(".css")).expect("a style");
    let path = format!("/yunxi/{style}");
    let before = get(port, &path, "").expect("an answer").body;
    restyle(&office, 7);
    office.publish().must_end(0);
    assert!(
        !office.www().join("current").join(&style).exists(),
        "the next release has another style"
    );
    let after = get(port, &path, "").expect("an answer");
    assert_eq!((after.status, after.body), (200, before));
}

/// A web server that answers every question with the same text.
fn stubborn(status: &'static str, text: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut buffer = [0; 4096];
            let length = text.len();
            let answer = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{text}"
            );
            // A client that has gone away needs no answer.
            drop(client.read(&mut buffer));
            drop(client.write_all(answer.as_bytes()));
        }
    });
    port
}

#[test]
fn the_sites_own_address_is_asked_after_the_switch() {
    let port = free_port();
    let office = office(port);
    let Some(_nginx) = Nginx::start(&settings(&office, "nginx"), port) else {
        return;
    };
    office.target_with("check: rollback");
    office.notice(1, "对的。");
    let run = office.publish().must_end(0).must_print("release 2");
    assert_eq!(run.err, "");

    let wrong = stubborn("200 OK", "<h1>别的网站</h1>");
    let broken = stubborn("500 Internal Server Error", "");
    let silent = free_port();
    let with = |policy: &str, port: u16, text: &str| {
        office
            .target_with(&format!("check: {policy}, check_url: 'http://127.0.0.1:{port}/yunxi/'"));
        office.notice(1, text);
        office.publish()
    };
    with("warn", wrong, "一")
        .must_end(0)
        .must_complain("it is not what was published")
        .must_print("release 3");
    with("warn", broken, "二")
        .must_end(0)
        .must_complain("the server answers 500")
        .must_print("release 4");
    with("rollback", silent, "三")
        .must_end(0)
        .must_complain("cannot ask for")
        .must_print("release 5");
    let good = office.public();
    with("rollback", wrong, "四").must_end(2).must_complain("visitors see release 5 again");
    assert_eq!(pages(&office.www().join("current")), good);
    let log = fs::read_to_string(office.www().join(".gongbao/log.jsonl")).expect("a log");
    assert!(log.contains(r#""action":"undo","release":5,"from":6"#), "{log}");
}
