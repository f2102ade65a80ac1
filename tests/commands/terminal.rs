//! What others wrote cannot speak to the terminal: names, titles, values, in every form that the program has.

use crate::site::{Run, Site};
use std::fs;

/// Sets a window's title, clears the screen, turns the direction of writing, hides a space, and begins a line.
const HOSTILE: &str = "甲\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}31m\u{7f}\u{202e}gpj\u{2066}\u{200b}乙";

/// What a terminal obeys, and what nobody sees.
fn is_obeyed(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[track_caller]
fn must_be_plain(run: &Run) {
    for text in [&run.out, &run.err] {
        assert!(!text.contains(is_obeyed), "{text:?}");
    }
}

/// A site with such characters wherever the program may tell of them.
fn site() -> Site {
    let site = Site::of(&[(
        "content/site.yaml",
        "name: 云溪县\nbase_url: https://www.example.gov.cn/\npreview: true\n",
    )]);
    let column = format!("---\n名称: \"{}\"\n类型: 文章\n---\n", "通\\u202E知\\nerror: 假的");
    site.write("content/news/_index.md", column);
    let front = format!(
        "---\n标题: {0}\n发布日期: 2026-03-01\n\"{1}\": 1\n级别: \"{1}\"\n附件: [\"{1}.pdf\"]\n---\n",
        "公告\u{202e}\u{200b}", "\\e]0;x\\a\\x9b31m\\u202e\\u200b\\nerror: 假的",
    );
    site.write("content/news/a.md", format!("{front}见[{HOSTILE}](x{HOSTILE}.md)。\n"));
    for name in [HOSTILE.to_owned(), format!("{HOSTILE}\nerror[io]: 假的")] {
        fs::create_dir_all(site.path("content/news")).expect("ours");
        fs::write(site.path(&format!("content/news/{name}.md")), "---\n标题: 丙\n---\n")
            .expect("ours");
    }
    site
}

#[test]
fn findings_are_plain_in_every_form() {
    let site = site();
    for lang in ["zh", "en"] {
        for args in [
            &["build"][..],
            &["build", "--format", "short"],
            &["build", "--format", "json"],
            &["check"],
            &["check", "--format", "short"],
            &["check", "--format", "json"],
        ] {
            let run = site.run_in(args, &[("LANG", lang)]);
            assert_eq!(run.code, Some(1), "{args:?}: {}{}", run.out, run.err);
            must_be_plain(&run);
            let said = format!("{}{}", run.out, run.err);
            assert!(said.contains("202E") || said.contains("\\u202e"), "{args:?}: {said}");
        }
    }
    // A name begins no line of its own.
    let run = site.run(&["build", "--format", "short"]);
    assert!(!run.err.lines().any(|line| line.starts_with("error")), "{}", run.err);
    // JSON gives the characters back.
    let run = site.run(&["build", "--format", "json"]);
    let texts: Vec<String> = run
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON").to_string())
        .collect();
    assert!(texts.concat().contains('\u{202e}'), "{texts:?}");
}

#[test]
fn reports_for_programs_are_plain() {
    let site = Site::of(&[(
        "content/site.yaml",
        "name: 云溪县\nbase_url: https://www.example.gov.cn/\npreview: true\n",
    )]);
    site.write("content/news/_index.md", "---\n名称: 通知\n类型: 文章\n---\n");
    let text =
        "---\n标题: \"公告\\u202e\\u200b\"\n发布日期: 2026-03-01\n---\n联系手机13800138000。\n";
    site.write("content/news/公\u{202e}告.md", text);
    for format in ["sarif", "junit", "short", "json", "human"] {
        let run = site.run(&["check", "--format", format]);
        must_be_plain(&run);
        let all = [run.out, run.err].concat();
        assert!(
            ["U+202E", "\\u202e", "&#x202e;"].iter().any(|form| all.contains(form)),
            "{format}: {all}"
        );
    }
}

#[test]
fn what_is_imported_and_what_a_line_names_is_plain() {
    let site = site();
    let name = format!("{HOSTILE}.txt");
    fs::write(site.path(&name), format!("云溪县关于{HOSTILE}的通知\n\n各乡镇：\n")).expect("ours");
    let path = site.path(&name).display().to_string();
    for more in [&["--dry-run"][..], &[]] {
        must_be_plain(&site.run(&[&["import", &path], more].concat()));
    }
    for args in [
        &["import", HOSTILE][..],
        &[HOSTILE],
        &["build", "--lang", HOSTILE],
        &["new", "meeting", HOSTILE],
    ] {
        let run = site.run(args);
        assert!(run.code != Some(0), "{args:?}");
        must_be_plain(&run);
    }
}
