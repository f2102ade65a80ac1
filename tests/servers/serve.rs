//! `gongbao serve`, asked over a plain connection: what it answers, and what it refuses.

use crate::preview::Preview;
use crate::site::Site;
use std::io::Read;
use std::net::TcpListener;

#[test]
fn pages_files_and_what_is_not_there() {
    let site = Preview::start(&["--port", &free_port().to_string()]);
    let page = site.get("/yunxi/news/a/", "");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    let text = page.text();
    assert!(text.contains("第一句。") && text.contains("/.gongbao/client.js"), "{text}");

    let draft = site.get("/yunxi/news/draft/", "");
    assert!(draft.status == 200 && draft.text().contains("草稿"), "{}", draft.text());

    for (path, status, kind) in [
        ("/yunxi/news/table.csv", 200, "text/csv; charset=utf-8"),
        ("/yunxi/feed.xml", 200, "application/xml; charset=utf-8"),
        ("/yunxi/sitemap.xml", 200, "application/xml; charset=utf-8"),
        ("/.gongbao/client.js", 200, "text/javascript; charset=utf-8"),
        ("/yunxi/news/loose.png", 404, "text/html; charset=utf-8"),
        ("/yunxi/nothing/", 404, "text/html; charset=utf-8"),
        ("/elsewhere/", 404, "text/html; charset=utf-8"),
    ] {
        let answer = site.get(path, "");
        assert_eq!((answer.status, answer.header("content-type")), (status, kind), "{path}");
    }
    assert!(site.get("/yunxi/nothing/", "").text().contains("<h1"), "the site's own 404 page");
    for (path, to) in [("/", "/yunxi/"), ("/yunxi", "/yunxi/"), ("/yunxi/news/a", "/yunxi/news/a/")]
    {
        let answer = site.get(path, "");
        assert_eq!((answer.status, answer.header("location")), (302, to), "{path}");
    }
    assert!(!site.path("public").exists(), "a preview writes nothing");
}

#[test]
fn what_the_client_has_is_not_sent_again() {
    let site = Preview::start(&["--port", &free_port().to_string()]);
    for path in ["/yunxi/news/a/", "/yunxi/news/table.csv"] {
        let whole = site.get(path, "");
        let tag = whole.header("etag").to_owned();
        let again = site.get(path, &format!("If-None-Match: {tag}\r\n"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        let other = site.get(path, "If-None-Match: \"other\"\r\n");
        assert_eq!(other.body, whole.body, "{path}");
    }
    let table = "/yunxi/news/table.csv";
    for (heads, status, body, range) in [
        ("Range: bytes=2-4\r\n", 206, "234", "bytes 2-4/10"),
        ("Range: bytes=-3\r\n", 206, "789", "bytes 7-9/10"),
        ("Range: bytes=20-\r\n", 416, "", "bytes */10"),
        ("Range: bytes=2-4\r\nIf-Range: \"old\"\r\n", 200, "0123456789", ""),
    ] {
        let answer = site.get(table, heads);
        let found = (answer.status, answer.text(), answer.header("content-range"));
        assert_eq!(found, (status, body.to_owned(), range), "{heads}");
    }
    let host = site.address;
    let head =
        site.send(&format!("HEAD {table} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, "10", 0));
}

#[test]
fn foreign_names_other_methods_and_ways_out_are_refused() {
    let site = Preview::start(&["--port", &free_port().to_string()]);
    let port = site.address.port();
    let ask = |line: &str, host: &str| {
        site.send(&format!("{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).status
    };
    let own = format!("localhost:{port}");
    for (line, host, status) in [
        ("GET /yunxi/", own.as_str(), 200),
        ("GET /yunxi/", "evil.example", 403),
        ("GET /yunxi/", &format!("evil.example:{port}"), 403),
        ("GET /yunxi/", "localhost", 403),
        ("POST /yunxi/", &own, 405),
        ("PUT /yunxi/news/a/", &own, 405),
        ("GET /yunxi/../../../../etc/passwd", &own, 400),
        ("GET /yunxi/%2e%2e/%2e%2e/etc/passwd", &own, 400),
        ("GET /yunxi/..%5c..%5cwindows", &own, 400),
        ("GET /yunxi/a%00b", &own, 400),
        ("GET //etc/passwd", &own, 400),
        ("GET /yunxi/content/site.yaml", &own, 404),
        (&format!("GET http://{own}/yunxi/"), &own, 200),
        ("GET http://evil.example/yunxi/", &own, 403),
        (&format!("GET http://{own}/yunxi/"), "evil.example", 403),
        ("GET /yunxi/", &format!("{own}\r\nHost: evil.example"), 403),
    ] {
        assert_eq!(ask(line, host), status, "{line} at {host}");
    }
}

#[test]
fn an_edit_is_shown_and_an_error_keeps_the_last_good_page() {
    let site = Preview::start(&["--port", &free_port().to_string()]);
    let front = "---\n标题: 春耕\n发布日期: 2026-04-01\n---\n\n";
    site.write("content/news/a.md", format!("{front}第二句。见[附件](table.csv)。\n"));
    site.wait_for("/yunxi/news/a/", "第二句。");

    let page = site.get("/yunxi/news/a/", "").text();
    let mark = mark(&page);
    let host = site.address;
    let mut events = site.open(&format!(
        "GET /.gongbao/events?path=%2Fyunxi%2Fnews%2Fa%2F&mark={mark} HTTP/1.1\r\nHost: {host}\r\n\r\n"
    ));
    let mut heard = String::new();
    read_until(&mut events, &mut heard, "event: styles");
    assert!(heard.contains("text/event-stream") && !heard.contains("event: reload"), "{heard}");

    site.write("content/news/b.md", "---\n标题: 新的一篇\n发布日其: 2026-04-01\n---\n");
    read_until(&mut events, &mut heard, "content/news/b.md:3:1");
    assert!(!heard.contains("event: reload"), "{heard}");
    site.wait_for("/yunxi/news/a/", "第二句。");

    site.write("content/news/b.md", "---\n标题: 新的一篇\n发布日期: 2026-04-02\n---\n");
    read_until(&mut events, &mut heard, "\"list\":[]");
    site.wait_for("/yunxi/news/", "新的一篇");
    read_until(&mut events, &mut heard, "event: reload");
}

/// The pages without errors are those of now, from the first start on; what cannot be read is as it was read last.
#[test]
fn a_site_with_errors_is_shown_as_far_as_it_is_right() {
    let broken = "标题: 甲\n发布日期: 2026-04-01\n";
    let site = Preview::with(
        &[("content/news/b.md", broken), ("content/news/c.md", broken)],
        &["--port", &free_port().to_string()],
    );
    site.wait_for("/yunxi/news/a/", "第一句。");
    assert_eq!(site.get("/yunxi/news/b/", "").status, 404);
    let front = "---\n标题: 春耕\n发布日期: 2026-04-01\n---\n\n";
    site.write("content/news/b.md", format!("{front}修好了。\n"));
    site.wait_for("/yunxi/news/b/", "修好了。");
    site.write("content/news/b.md", "标题: 春耕\n");
    site.write("content/news/a.md", format!("{front}见[乙](b.md)，又见[没有](d.md)。\n"));
    site.wait_for("/yunxi/news/a/", "，又见");
    site.wait_for("/yunxi/news/b/", "修好了。");
    let host = site.address;
    let mut events = site.open(&format!(
        "GET /.gongbao/events?path=%2Fyunxi%2Fnews%2Fa%2F&mark=0 HTTP/1.1\r\nHost: {host}\r\n\r\n"
    ));
    let mut heard = String::new();
    read_until(&mut events, &mut heard, "event: reload");
    for place in ["a.md:6:", "b.md:1:", "c.md:1:"] {
        assert!(heard.contains(place), "{place}: {heard}");
    }
}

#[test]
fn a_page_is_told_what_an_inspection_would_find_in_its_document() {
    let site = Preview::start(&["--port", &free_port().to_string()]);
    site.write(
        "content/news/b.md",
        "---\n标题: 新的一篇\n发布日期: 2026-04-02\n---\n\n县人民攻府\n",
    );
    site.wait_for("/yunxi/news/b/", "县人民攻府");
    let listen = |page: &str| {
        let host = site.address;
        site.open(&format!(
            "GET /.gongbao/events?path=%2Fyunxi%2Fnews%2F{page}%2F&mark=0 HTTP/1.1\r\nHost: {host}\r\n\r\n"
        ))
    };
    let (mut events, mut heard) = (listen("b"), String::new());
    read_until(&mut events, &mut heard, "event: reload");
    assert!(heard.contains("wrong-name") && heard.contains("b.md:6:4"), "{heard}");
    let (mut other, mut heard) = (listen("a"), String::new());
    read_until(&mut other, &mut heard, "event: reload");
    assert!(heard.contains("\"list\":[]"), "{heard}");
}

#[test]
fn a_taken_port_is_told_with_a_free_one() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its address").port();
    for (lang, words) in [("en", "is in use"), ("zh", "已被占用")] {
        Site::empty()
            .run(&["--lang", lang, "serve", "--port", &port.to_string()])
            .must_end(2)
            .must_complain(words)
            .must_complain("--port ");
    }
}

#[test]
fn without_a_port_the_next_free_one_is_taken() {
    let first = Preview::start(&[]);
    let second = Preview::start(&[]);
    assert_ne!(first.address, second.address);
    assert!(first.said.contains("/yunxi/"), "{}", first.said);
    assert_eq!(second.get("/yunxi/", "").status, 200);
}

#[test]
fn the_preview_follows_the_reviews() {
    let preview = Preview::start(&[]);
    let settings = "网站名称: 云溪县\n网址: https://www.example.gov.cn/yunxi/\n预览: true\n审核制度: {规则: [{环节: [初审, 终审]}], 审核人: [周文慧, 陈立言, 何书宁], 允许署名: 是}\n";
    preview.write("content/site.yaml", settings);
    preview.wait_for("/yunxi/news/a/", "尚未审核通过");
    let sign = |by: &str| {
        let home = preview.root().to_str().expect("UTF-8");
        preview.run_in(&["review", "sign", "news/a", "--by", by], &[("HOME", home)]).must_end(0);
    };
    sign("周文慧");
    sign("何书宁");
    let start = std::time::Instant::now();
    while preview.get("/yunxi/news/a/", "").text().contains("尚未审核通过") {
        assert!(start.elapsed().as_secs() < 60, "the mark never went");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    // A change of the text alone is a change of what was approved.
    let text = "---\n标题: 春耕\n发布日期: 2026-04-01\n---\n\n第二句。见[附件](table.csv)。\n";
    preview.write("content/news/a.md", text);
    let page = preview.wait_for("/yunxi/news/a/", "第二句").text();
    assert!(page.contains("尚未审核通过"));
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address").port()
}

fn mark(page: &str) -> &str {
    let rest = page.split("data-mark=\"").nth(1).expect("the script");
    rest.split('"').next().expect("its end")
}

fn read_until(stream: &mut impl Read, heard: &mut String, words: &str) {
    let mut piece = [0; 4096];
    while !heard.contains(words) {
        let length = stream.read(&mut piece).expect("an event in time");
        assert!(length > 0, "the stream ended after {heard}");
        heard.push_str(&String::from_utf8_lossy(&piece[..length]));
    }
}
