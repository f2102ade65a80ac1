//! 三审三校 through the real binary: what is approved goes out, nothing else does, and whoever tampers is told of.

use crate::site::{Run, Site, tree};
use gongbao::file::Sum;
use gongbao::review::key::SecretKey;
use gongbao::review::log::{Log, LogEntry};
use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const SITE: &str = "网站名称: 云溪县\n网址: https://www.example.gov.cn/yunxi/\n预览: true\n";

/// Two stages, by name.
const BY_NAME: &str =
    "审核制度: {规则: [{环节: [初审, 终审]}], 审核人: [周文慧, 陈立言, 何书宁], 允许署名: 是}\n";

/// The same; what was approved stays.
const KEEPING: &str = "审核制度: {规则: [{环节: [初审, 终审]}], 审核人: [周文慧, 陈立言, 何书宁], 允许署名: 是, 保留已审版本: 是}\n";

/// A site whose office reviews what it publishes.
///
/// The site is in a folder of its own; beside it is a home, so that nobody's key is found there.
struct Office(Site);

impl Deref for Office {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.0
    }
}

/// Front matter and text of a document.
fn document(title: &str, more: &str, text: &str) -> String {
    format!("---\n标题: {title}\n发布日期: 2026-04-01\n{more}---\n\n{text}\n")
}

impl Office {
    /// A column with the documents `news/a` and `news/b`.
    fn new(policy: &str) -> Self {
        let office = Self(Site::empty());
        office.write("site/content/site.yaml", [SITE, policy].concat());
        office.write("site/content/news/_index.md", "---\n名称: 要闻\n---\n");
        office.write_document("news/a", &document("春耕", "作者: 王一平、李晓禾\n", "春耕有序。"));
        office.write_document("news/b", &document("秋收", "", "秋收在望。"));
        office
    }

    fn write_document(&self, path: &str, text: &str) {
        self.write(&format!("site/content/{path}.md"), text);
    }

    fn log(&self) -> Vec<String> {
        let log = self.text("site/reviews/log.jsonl");
        log.lines().map(str::to_owned).collect()
    }

    fn write_log(&self, lines: &[impl AsRef<str>]) {
        let lines = lines.iter().map(|line| format!("{}\n", line.as_ref()));
        self.write("site/reviews/log.jsonl", lines.collect::<String>());
    }

    fn run(&self, args: &[&str]) -> Run {
        self.run_in("en", args)
    }

    fn run_in(&self, language: &str, args: &[&str]) -> Run {
        let timed = ["build", "check", "publish"].contains(&args[0]);
        let clock: &[&str] = if timed { &["--clock", "2026-04-10T09:00"] } else { &[] };
        let all = [args, &["--lang", language, "--source", "site"], clock].concat();
        let home = self.path("home");
        self.0.run_in(&all, &[("HOME", home.to_str().expect("UTF-8"))])
    }

    fn build(&self) -> Run {
        self.run(&["build"])
    }

    fn sign(&self, path: &str, by: &str) -> Run {
        self.run(&["review", "sign", path, "--by", by])
    }

    /// Signs both stages by name.
    #[track_caller]
    fn approve(&self, path: &str) {
        self.sign(path, "周文慧").must_end(0);
        self.sign(path, "何书宁").must_end(0).must_print("  approved");
    }

    fn page(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.path(&format!("site/public/{path}/index.html"))).ok()
    }

    #[track_caller]
    fn shows(&self, path: &str, text: &str) {
        self.build().must_end(0);
        let page = self.page(path).unwrap_or_default();
        assert!(page.contains(text), "no {text} at {path}");
    }

    /// Nothing of it is anywhere on the site.
    #[track_caller]
    fn hides(&self, path: &str, text: &str) {
        self.build().must_end(0);
        assert!(self.page(path).is_none(), "{path} is there");
        for (name, bytes) in tree(&self.path("site/public")) {
            let shown = String::from_utf8_lossy(&bytes).contains(text);
            assert!(!shown, "{text} is in {name}");
        }
    }

    /// A reviewer's key in its file, and the public half.
    fn key(&self, name: &str) -> (String, String) {
        let path = self.path(name).to_string_lossy().into_owned();
        let run = self.run(&["review", "key", "--key", &path]).must_end(0);
        (path, run.out.trim().to_owned())
    }
}

// —— the policy ——

#[test]
fn the_first_rule_that_fits_holds() {
    let policy = "审核制度:\n  规则:\n    - {类型: 会议, 级别: 县, 环节: [初审, 复审, 终审]}\n    - {类型: 会议, 环节: 初审}\n    - {栏目: news}\n    - {环节: 终审}\n  审核人: [周文慧]\n  允许署名: 是\n";
    let office = Office::new(policy);
    office.write("site/content/meetings/_index.md", "---\n名称: 会议\n类型: 会议\n---\n");
    let meeting =
        |level: &str| document("会", &format!("环节: 通知\n会议名称: 会\n{level}"), "开会。");
    office.write_document("meetings/county", &meeting("级别: 县\n"));
    office.write_document("meetings/town", &meeting("级别: 乡镇\n"));
    office.write_document("meetings/none", &meeting(""));
    office.write_document("about", &document("简介", "", "简介。"));
    office.write_document("draft", &document("草稿", "草稿: 是\n", "草稿。"));
    let run = office.run(&["review", "status", "--format", "json"]).must_end(0);
    let lines = run.out.lines().map(|line| {
        let case: serde_json::Value = serde_json::from_str(line).expect("a JSON line");
        let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
        (text(&case["document"]), text(&case["next"]["stage"]))
    });
    let pairs: Vec<_> = lines.collect();
    let pairs: Vec<_> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("about", "final"),
            ("meetings/county", "first"),
            ("meetings/none", "first"),
            ("meetings/town", "first"),
        ]
    );
    // One person cannot make three reviews.
    office.sign("meetings/county", "周文慧").must_end(0).must_print("not enough of the reviewers");
    office.sign("meetings/town", "周文慧").must_end(0).must_print("  approved");
    office.build().must_end(0).must_print("left out: draft");
    assert!(office.page("meetings/town").is_some() && office.page("news/a").is_some());
    assert!(office.page("meetings/county").is_none() && office.page("about").is_none());
}

#[test]
fn without_a_policy_nothing_is_looked_at() {
    let office = Office::new("");
    office.build().must_end(0);
    let before = tree(&office.path("site/public"));
    office.write("site/reviews/log.jsonl", "<<<<<<< nonsense\n");
    let run = office.build().must_end(0);
    assert!(run.err.is_empty() && !run.out.contains("review"), "{}", run.out);
    assert_eq!(tree(&office.path("site/public")), before);
    office.run(&["review", "status"]).must_end(2).must_complain("this site has no review policy");
    office.sign("news/a", "周文慧").must_end(2).must_complain("plain_names: true");
}

// —— signing ——

#[test]
fn what_is_signed_at_every_stage_goes_out() {
    let office = Office::new(BY_NAME);
    office.build().must_end(0).must_print("left out: not approved 2");
    office.hides("news/a", "春耕");
    office
        .sign("news/a", "周文慧")
        .must_end(0)
        .must_print("signed news/a: first 周文慧 ")
        .must_print("it lacks the final review: 陈立言, 何书宁 may sign it");
    office.hides("news/a", "春耕");
    office.sign("content/news/a.md", "何书宁").must_end(0).must_print("approved");
    office.shows("news/a", "春耕有序");
    office.hides("news/b", "秋收");
    office.sign("news/a", "陈立言").must_end(2).must_complain("there is nothing to sign");
    let status = office.run(&["review", "status"]).must_end(0);
    status
        .must_print("waiting (1):\n  news/b  秋收\n")
        .must_print("1 of 2 documents that need a review are approved");
    // Links to what is left out are told, as for drafts.
    office.write_document("news/a", &document("春耕", "", "见[秋收](b.md)。"));
    office.approve("news/a");
    office
        .build()
        .must_end(0)
        .must_complain("the document is not approved; the page shows no link");
}

#[test]
fn several_documents_are_signed_together_or_not_at_all() {
    let office = Office::new(BY_NAME);
    let both = ["review", "sign", "news/a", "news/b", "--by"];
    office.run(&[&both[..], &["李晓禾"]].concat()).must_end(2);
    assert!(!office.path("site/reviews").exists());
    office.run(&[&both[..], &["周文慧"]].concat()).must_end(0);
    office.sign("news/b", "何书宁").must_end(0);
    let stage = ["--stage", "终审"];
    let run = office.run(&[&both[..], &["陈立言"], &stage].concat()).must_end(2);
    run.must_complain("news/b is approved as it stands");
    assert_eq!(office.log().len(), 3);
}

#[test]
fn who_may_not_sign_is_told_why() {
    let policy = "审核制度:\n  规则: [{环节: [初审, {环节: 复审, 人数: 2}, 终审]}]\n  审核人: [{姓名: 周文慧, 环节: [初审, 复审]}, 陈立言, 何书宁, 王一平, {姓名: 赵思齐, 截止日期: 2020-01-01}]\n  允许署名: 是\n";
    let office = Office::new(policy);
    let sign = |by: &str, stage: &str| {
        let stage = if stage.is_empty() { vec![] } else { vec!["--stage", stage] };
        office.run(&[&["review", "sign", "news/a", "--by", by][..], &stage].concat())
    };
    for (by, stage, why, result) in [
        ("王一平", "", "wrote news/a", 2),
        ("赵思齐", "", "has left the office", 2),
        ("周文会", "", "周文会 is not among the reviewers", 2),
        ("周文会", "", "did you mean `周文慧`?", 2),
        ("陈立言", "final", "lacks the first review, which comes before the final one", 2),
        ("周文慧", "first", "", 0),
        ("陈立言", "first", "the first review of news/a is done", 2),
        ("周文慧", "", "one person takes one stage", 2),
        ("陈立言", "second", "", 0),
        ("陈立言", "second", "it takes another person", 2),
        ("何书宁", "second", "", 0),
        ("周文慧", "", "周文慧 may not make the final review", 2),
    ] {
        let run = sign(by, stage).must_end(result);
        run.must_complain(why);
    }
    // Nobody is left.
    office.run(&["review", "status"]).must_print("not enough of the reviewers may sign it");
    let run = office.run(&["review", "sign", "news/c", "--by", "周文慧"]);
    run.must_end(2).must_complain("there is no document `news/c`");
    office.write_document("news/b", &document("秋收", "草稿: 是\n", "秋收在望。"));
    office.sign("news/b", "周文慧").must_end(2).must_complain("news/b is a draft");
    office.hides("news/a", "春耕");
    let allowed = policy.replace("允许署名", "允许兼审: 是\n  允许署名");
    office.write("site/content/site.yaml", [SITE, &allowed].concat());
    sign("陈立言", "").must_end(0);
    office.shows("news/a", "春耕有序");
}

#[test]
fn names_in_the_front_matter_count_once_they_are_bound() {
    let office = Office::new(BY_NAME);
    let named = document(
        "秋收",
        "审核: {初审: 周文慧, 终审: {审核人: 何书宁, 日期: 2026-04-01}}\n",
        "秋收在望。",
    );
    office
        .run(&["review", "sign", "news/b"])
        .must_end(2)
        .must_complain("it is not known who makes the first review");
    office.write_document("news/b", &named);
    office.hides("news/b", "秋收");
    office.run(&["review", "sign", "news/b"]).must_end(0).must_print("first 周文慧");
    office.run(&["review", "sign", "news/b"]).must_end(0).must_print("final 何书宁");
    office.shows("news/b", "秋收在望");
    // The names are no part of what was approved.
    office.write_document("news/b", &document("秋收", "", "秋收在望。"));
    office.shows("news/b", "秋收在望");
}

// —— edits ——

#[test]
fn an_edit_voids_the_approval() {
    let office = Office::new(BY_NAME);
    office.approve("news/a");
    office.approve("news/b");
    office.shows("news/a", "春耕有序");
    let edited = document("春耕", "作者: 王一平、李晓禾\n", "春耕无序。");
    office.write_document("news/a", &edited);
    office.build().must_end(0).must_print("left out: not approved 1");
    office.hides("news/a", "春耕");
    let check = office.run(&["check", "--format", "short"]);
    check.must_print("content/news/a.md:2:5: warning[review-void] it was edited after its review");
    let show = office.run(&["review", "show", "news/a"]).must_end(0);
    show.must_print("  edited since it was approved\n")
        .must_print("  approved before: final 何书宁 ")
        .must_print("--- as approved\n+++ as it stands now\n")
        .must_print("-春耕有序。\n+春耕无序。\n");
    let show = office.run_in("zh", &["review", "show", "news/a"]).must_end(0);
    show.must_print("  改后未审\n").must_print("--- 审核通过的\n+++ 现在的\n");
    office.approve("news/a");
    office.shows("news/a", "春耕无序");
    // What was approved once and replaced by another approved version is not approved any more.
    office.write_document("news/a", &document("春耕", "作者: 王一平、李晓禾\n", "春耕有序。"));
    office.hides("news/a", "春耕");
    // An edit that is taken back is none.
    office.write_document("news/a", &edited);
    office.shows("news/a", "春耕无序");
    office.run(&["check"]).must_end(0);
}

#[test]
fn an_approval_does_not_come_back_with_what_replaced_it_gone() {
    let office = Office::new(BY_NAME);
    let texts = ["秋收甲。", "秋收乙。"].map(|text| document("秋收", "", text));
    let copies = || -> Vec<PathBuf> {
        let files = fs::read_dir(office.path("site/reviews/approved")).expect("the folder");
        files.map(|file| file.expect("a file").path()).collect()
    };
    office.write_document("news/b", &texts[0]);
    office.approve("news/b");
    let first = copies();
    office.write_document("news/b", &texts[1]);
    office.approve("news/b");
    office.write_document("news/b", &texts[0]);
    office.hides("news/b", "秋收");
    let second = copies().into_iter().find(|copy| !first.contains(copy));
    fs::remove_file(second.expect("the second text")).expect("it is there");
    office.hides("news/b", "秋收");
    office.approve("news/b");
    office.shows("news/b", "秋收甲");
}

#[test]
fn half_of_the_reviews_are_void_too() {
    let office = Office::new(BY_NAME);
    office.sign("news/b", "周文慧").must_end(0);
    office.write_document("news/b", &document("秋收", "", "秋收无望。"));
    let status = office.run_in("zh", &["review", "status"]).must_end(0);
    status
        .must_print("改后未审（1）：\n  news/b　秋收\n    还差初审：周文慧、陈立言、何书宁 可签\n");
    office.sign("news/b", "何书宁").must_end(0);
    office.write_document("news/b", &document("秋收", "", "秋收在望。"));
    // The first signature is of this very text, and nothing was approved since.
    office.sign("news/b", "何书宁").must_end(0).must_print("  approved");
    office.shows("news/b", "秋收在望");
}

#[test]
fn the_approved_version_stays_where_the_office_wants_it() {
    let office = Office::new(KEEPING);
    office.approve("news/a");
    office.shows("news/a", "春耕有序");
    let before = office.page("news/a");
    office.write_document("news/a", &document("夏耕", "作者: 王一平、李晓禾\n", "夏耕。"));
    office.build().must_end(0).must_print("edited since (the approved version is shown) 1");
    assert_eq!(office.page("news/a"), before);
    assert!(!office.page("news").expect("the column").contains("夏耕"));
    // Its own links are those of that time; what they lead to may have gone since.
    let linking = document("春耕", "作者: 王一平、李晓禾\n", "见[秋收](b.md)。");
    office.write_document("news/a", &linking);
    office.approve("news/b");
    office.approve("news/a");
    office.write_document("news/a", &document("春耕", "", "改了。"));
    fs::remove_file(office.path("site/content/news/b.md")).expect("it is there");
    let run = office.build().must_end(1);
    run.must_complain("--> reviews/approved/")
        .must_complain("this is the version that was approved");
    office.write_document("news/b", &document("秋收", "", "秋收在望。"));
    office.build().must_end(0);
    // A draft is out, and so is what was taken down.
    for more in ["草稿: 是\n", "撤下日期: 2026-04-02\n"] {
        office.write_document("news/a", &document("春耕", more, "改了。"));
        office.hides("news/a", "春耕");
    }
}

#[test]
fn an_exchanged_attachment_voids_the_approval() {
    let office = Office::new(KEEPING);
    office.write("site/content/news/table.csv", "甲,1\n");
    let with = |more: &str| document("秋收", more, "见[表](table.csv)。");
    office.write_document("news/b", &with(""));
    office.approve("news/b");
    office.shows("news/b", "table.csv");
    office.write("site/content/news/table.csv", "甲,2\n");
    office.build().must_end(0).must_print("left out: not approved 2");
    office.hides("news/b", "甲,2");
    let show = office.run(&["review", "show", "news/b"]).must_end(0);
    show.must_print("  file: news/table.csv was changed\n").must_print("the text is the same");
    office.approve("news/b");
    office.shows("news/b", "table.csv");
    let before = office.page("news/b");
    office.write_document("news/b", &with("关键词: 丰收\n附件: /news/_index.csv\n"));
    office.write("site/content/news/_index.csv", "乙\n");
    // The files of the approved version are what they were, so it stays.
    office.build().must_end(0);
    assert_eq!(office.page("news/b"), before);
    let show = office.run(&["review", "show", "news/b"]).must_end(0);
    show.must_print("  file: news/_index.csv is new\n").must_print("+关键词: 丰收\n");
}

#[test]
fn what_the_office_sees_is_marked() {
    for (language, banner, tag) in [
        ("", "尚未审核通过，不会发布", ">未审核<"),
        ("语言: en\n", "Not approved, and not published until it is", ">not approved<"),
    ] {
        let office = Office::new(&[BY_NAME, language].concat());
        office.approve("news/b");
        let drafts = office.path("drafts");
        let output = drafts.to_str().expect("a path");
        office.run(&["build", "--drafts", "--output", output]).must_end(0);
        let page = |name: &str| office.text(&format!("drafts/{name}/index.html"));
        assert!(page("news/a").contains(banner) && page("news/a").contains("noindex"));
        assert!(page("news").contains(tag));
        assert!(!page("news/b").contains(banner));
    }
}

// —— keys ——

/// A policy under which everybody signs with a key.
fn with_keys(reviewers: &[(&str, &str)]) -> String {
    let reviewers = reviewers.iter();
    let reviewers: Vec<String> =
        reviewers.map(|(name, key)| format!("{{姓名: {name}, 公钥: [{key}]}}")).collect();
    let list = reviewers.join(", ");
    format!("审核制度: {{规则: [{{环节: [初审, 终审]}}], 审核人: [{list}]}}\n")
}

/// An office in which 周文慧 and 何书宁 sign with keys.
fn sealing() -> (Office, [String; 2]) {
    let office = Office::new("");
    let keys = [office.key("first"), office.key("final")];
    let policy = with_keys(&[("周文慧", &keys[0].1), ("何书宁", &keys[1].1)]);
    office.write("site/content/site.yaml", [SITE, &policy].concat());
    (office, keys.map(|(path, _)| path))
}

fn sign_with(office: &Office, path: &str, key: &str) -> Run {
    office.run(&["review", "sign", path, "--key", key])
}

#[test]
fn keys_sign_for_their_holders_alone() {
    let (office, [first, last]) = sealing();
    office
        .sign("news/a", "周文慧")
        .must_end(2)
        .must_complain("周文慧 signs with a key of their own");
    let run = office.run(&["review", "sign", "news/a", "--by", "周文慧", "--key", &last]);
    run.must_end(2).must_complain("this is the key of 何书宁");
    let (stranger, public) = office.key("stranger");
    sign_with(&office, "news/a", &stranger).must_end(2).must_complain(&public);
    let run = sign_with(&office, "news/a", &first).must_end(0);
    assert!(run.out.contains("first 周文慧") && !run.out.contains("by name"), "{}", run.out);
    sign_with(&office, "news/a", &first).must_end(2).must_complain("one person takes one stage");
    sign_with(&office, "news/a", &last).must_end(0).must_print("approved");
    office.shows("news/a", "春耕有序");
    // A new key, the former one kept.
    let (newer, public) = office.key("newer");
    let keys =
        office.text("site/content/site.yaml").replacen("公钥: [", &format!("公钥: [{public}, "), 1);
    office.write("site/content/site.yaml", &keys);
    office.shows("news/a", "春耕有序");
    sign_with(&office, "news/b", &newer).must_end(0).must_print("first 周文慧");
}

#[test]
fn a_key_is_looked_for_at_home() {
    let office = Office::new("");
    let key = office.run(&["review", "key"]).must_end(0);
    let key = key.must_complain("home/.config/gongbao/review.key").out;
    let policy = with_keys(&[("周文慧", key.trim()), ("何书宁", &office.key("other").1)]);
    office.write("site/content/site.yaml", [SITE, &policy].concat());
    office.run(&["review", "sign", "news/a"]).must_end(0).must_print("first 周文慧");
    office.run(&["review", "key"]).must_end(2).must_complain("it was left alone");
}

#[cfg(unix)]
#[test]
fn keys_are_kept_from_others() {
    use std::os::unix::fs::PermissionsExt;
    let (office, [first, _]) = sealing();
    let mode = |mode: u32| {
        let rights = fs::Permissions::from_mode(mode);
        fs::set_permissions(&first, rights).expect("it is ours");
    };
    let meta = fs::metadata(&first).expect("the key");
    assert_eq!(meta.permissions().mode() & 0o777, 0o600);
    for open in [0o644, 0o640, 0o606] {
        mode(open);
        let run = sign_with(&office, "news/a", &first).must_end(2);
        run.must_complain("others can read the secret key").must_complain("run chmod 600");
    }
    mode(0o600);
    let inside = office.path("site/content/key").to_string_lossy().into_owned();
    fs::copy(&first, &inside).expect("copied");
    let run = sign_with(&office, "news/a", &inside).must_end(2);
    run.must_complain("is in the site's folder");
    let new = office.path("site/new").to_string_lossy().into_owned();
    let run = office.run(&["review", "key", "--key", &new]).must_end(2);
    run.must_complain("is in the site's folder");
    assert!(!Path::new(&new).exists());
    for (text, why) in
        [("", "is not a reviewer's secret key"), ("\u{0}\u{1}", "is not a reviewer's")]
    {
        fs::write(&first, text).expect("written");
        sign_with(&office, "news/a", &first).must_end(2).must_complain(why);
    }
    let missing = office.path("none").to_string_lossy().into_owned();
    sign_with(&office, "news/a", &missing).must_end(2).must_complain("no such file");
}

// —— tampering ——

fn entry(line: &str) -> LogEntry {
    serde_json::from_str(line).expect("an entry")
}

fn secret(path: &str) -> SecretKey {
    SecretKey::read(Path::new(path), Path::new("/nowhere")).expect("the key")
}

fn sum(line: &str) -> Sum {
    Sum::of(line.as_bytes())
}

/// The log with what somebody who knows the form adds to it, in order and under this key.
fn added(lines: &[String], key: Option<&SecretKey>, change: impl Fn(&mut LogEntry)) -> Vec<String> {
    let last = lines.last().expect("a line");
    let mut new = entry(last);
    new.before = sum(last);
    new.seal = None;
    change(&mut new);
    let new = match key {
        Some(key) => new.sealed(key),
        None => new,
    };
    [lines, &[new.line()]].concat()
}

/// Where the log is wrong, and what is said of it.
type Told = (&'static str, Vec<String>, &'static str, &'static str);

#[test]
fn a_log_that_was_tampered_with_is_told_and_stops_the_build() {
    let (office, [first, last]) = sealing();
    for path in ["news/a", "news/b"] {
        sign_with(&office, path, &first).must_end(0);
    }
    sign_with(&office, "news/a", &last).must_end(0);
    office.build().must_end(0);
    let before = tree(&office.path("site/public"));
    let whole = office.log();
    let [a, b, c] = [0, 1, 2].map(|n| whole[n].clone());
    let lines = |lines: &[&String]| lines.iter().map(|line| (*line).clone()).collect::<Vec<_>>();
    let swapped = |line: &str, from: &str, to: &str| {
        assert!(line.contains(from), "{line}");
        line.replacen(from, to, 1)
    };
    let (_, stranger) =
        (office.key("stranger"), secret(&office.path("stranger").to_string_lossy()));
    let (ours, theirs) = (secret(&first), secret(&last));
    let seal = entry(&c).seal;
    let text = entry(&b).version.text.to_string();
    let cases: Vec<Told> = vec![
        ("another name", lines(&[&swapped(&a, "周文慧", "何书宁"), &b, &c]), "1:1", "is forged"),
        ("another stage", lines(&[&a, &swapped(&b, "first", "final"), &c]), "2:1", "is forged"),
        (
            "another document",
            lines(&[&a, &b, &swapped(&c, "news/a", "news/b")]),
            "3:1",
            "is forged",
        ),
        (
            "another version",
            lines(&[&a, &b, &swapped(&c, &entry(&c).version.text.to_string(), &text)]),
            "3:1",
            "is forged",
        ),
        (
            "another time",
            lines(&[&a, &b, &swapped(&c, "\"time\":\"2", "\"time\":\"3")]),
            "3:1",
            "is forged",
        ),
        (
            "no seal any more",
            lines(&[&a, &swapped(&b, &b[b.find(",\"seal").expect("a seal")..], "}")]),
            "2:1",
            "周文慧 has signed with a key before, and this line has no signature",
        ),
        (
            "no seal at the end",
            lines(&[&a, &b, &swapped(&c, &c[c.find(",\"seal").expect("a seal")..], "}")]),
            "",
            "its first 3 lines are not those that this machine has seen",
        ),
        ("the first cut", lines(&[&b, &c]), "1:1", "does not follow the one before it"),
        ("one cut", lines(&[&a, &c]), "2:1", "does not follow the one before it"),
        ("the last cut", lines(&[&a, &b]), "", "this machine has seen 3, and now there are 2"),
        ("all cut", Vec::new(), "", "this machine has seen 3, and now there are 0"),
        ("other order", lines(&[&b, &a, &c]), "1:1", "does not follow the one before it"),
        ("a fork", lines(&[&a, &b, &c, &b]), "4:1", "the log was forked: this line follows line 1"),
        (
            "a merge",
            lines(&[&a, &b, &"<<<<<<< ours".to_owned(), &c]),
            "3:1",
            "is no entry of the log",
        ),
        (
            "other spaces",
            lines(&[&a, &b, &swapped(&c, ":", ": ")]),
            "3:1",
            "is no entry of the log",
        ),
        (
            "a key twice",
            lines(&[&a, &b, &swapped(&c, "{", "{\"by\":\"何书宁\",")]),
            "3:1",
            "is no entry of the log",
        ),
        ("deep", lines(&[&a, &b, &c, &"[".repeat(100_000)]), "4:1", "is no entry of the log"),
        ("replayed", added(&whole, None, |new| new.seal = seal), "4:1", "is forged"),
        (
            "replayed for another document",
            added(&whole, None, |new| {
                new.seal = seal;
                new.document = "news/b".to_owned();
            }),
            "4:1",
            "is forged",
        ),
        (
            "a stranger's key",
            added(&whole, Some(&stranger), |_| ()),
            "4:1",
            "the key that signed this line is not one of 何书宁's",
        ),
        (
            "a colleague's key",
            added(&whole, Some(&ours), |new| new.document = "news/b".to_owned()),
            "4:1",
            "is not one of 何书宁's",
        ),
        (
            "a stranger",
            added(&whole, Some(&stranger), |new| new.by = "赵思齐".to_owned()),
            "4:1",
            "赵思齐 is not among the reviewers",
        ),
        (
            "a name alone",
            added(&whole, None, |new| new.document = "news/b".to_owned()),
            "4:1",
            "何书宁 has signed with a key before",
        ),
        (
            "back in time",
            added(&whole, Some(&theirs), |new| new.time = "2020-01-01T00:00:00".to_owned()),
            "4:1",
            "older than the one before",
        ),
        (
            "no day",
            added(&whole, Some(&theirs), |new| new.time = "2026-02-30T00:00:00".to_owned()),
            "4:1",
            "is no entry of the log",
        ),
    ];
    for (name, lines, place, message) in cases {
        office.write_log(&lines);
        let run = office.run(&["build", "--format", "short"]).must_end(1);
        let place = if place.is_empty() { String::new() } else { format!(":{place}") };
        let start = format!("reviews/log.jsonl{place}: error[review-log] ");
        assert!(run.err.contains(&start) && run.err.contains(message), "{name}:\n{}", run.err);
        assert_eq!(tree(&office.path("site/public")), before, "{name}");
        let run = sign_with(&office, "news/b", &last).must_end(1);
        assert!(run.err.contains(message), "{name}: {}", run.err);
        assert_eq!(office.log(), lines, "{name}");
    }
    office.write_log(&whole);
    office.build().must_end(0);
    assert_eq!(tree(&office.path("site/public")), before);
}

#[test]
fn a_log_that_was_cut_anywhere_never_shows_more() {
    let (office, [first, last]) = sealing();
    sign_with(&office, "news/a", &first).must_end(0);
    sign_with(&office, "news/a", &last).must_end(0);
    let whole = office.text("site/reviews/log.jsonl");
    // Elsewhere nobody remembers how long it was.
    fs::remove_dir_all(office.path("site/.gongbao")).expect("it is there");
    let break_ = whole.find('\n').expect("two lines");
    for at in (0..whole.len()).filter(|at| at % 97 == 0 || at.abs_diff(break_) < 2) {
        let Some(cut) = whole.get(..at) else { continue };
        office.write("site/reviews/log.jsonl", cut);
        let run = office.run(&["build", "--format", "short"]);
        let allowed = at == break_ || at == break_ + 1;
        let run = run.must_end(i32::from(!allowed));
        match (at, allowed) {
            (_, true) => office.hides("news/a", "春耕"),
            (0, _) => drop(run.must_complain(
                "error[review-log] this approved text was kept, and the log has no line of it",
            )),
            _ => drop(run.must_complain("error[review-log] the last line is cut off")),
        }
    }
    for bytes in [&b"\xff\xfe\x00"[..], &[0; 4096], "\u{feff}".as_bytes()] {
        fs::write(office.path("site/reviews/log.jsonl"), bytes).expect("written");
        office.build().must_end(1).must_complain("error[review-log]");
    }
    fs::remove_file(office.path("site/reviews/log.jsonl")).expect("it is there");
    office.build().must_end(1).must_complain("lines are missing");
}

#[test]
fn a_line_from_a_clock_that_was_wrong_blocks_nobody_for_long() {
    let policy = "审核制度: {规则: [{环节: [初审, 终审]}], 审核人: [周文慧, 陈立言, 何书宁], 允许署名: 是}\n";
    let office = Office::new(policy);
    office.sign("news/a", "周文慧").must_end(0);
    let ahead = added(&office.log(), None, |entry| {
        entry.by = "陈立言".to_owned();
        entry.document = "news/b".to_owned();
        entry.time = "2041-05-06T07:08:09".to_owned();
    });
    office.write_log(&ahead);
    office
        .sign("news/a", "何书宁")
        .must_end(2)
        .must_complain("is before the last line of the log (2041-05-06T07:08:09)")
        .must_complain("misdated: [{line: 2, reason: …}]");
    let mended = policy.replace("允许署名", "时间有误: [{行: 2, 理由: 电脑时钟快了}], 允许署名");
    office.write("site/content/site.yaml", [SITE, &mended].concat());
    office.sign("news/a", "何书宁").must_end(0).must_print("approved");
    // It is in the log, and counts for nothing.
    assert_eq!(office.log().len(), 3);
    let run = office.run(&["review", "status"]).must_end(0);
    assert!(!run.out.contains("陈立言 2041"), "{}", run.out);
    // Without the word of the office the log is not believed.
    office.write("site/content/site.yaml", [SITE, policy].concat());
    office.build().must_end(1).must_complain("it is older than the one before it");
}

#[test]
fn a_clock_that_is_years_ahead_signs_nothing() {
    let office = Office::new(BY_NAME);
    let settings = office.path("site/content/site.yaml");
    let years = std::time::Duration::from_secs(400 * 24 * 3600);
    let long_ago = std::time::SystemTime::now() - years;
    let touch = |time| {
        fs::File::options().append(true).open(&settings).and_then(|file| file.set_modified(time))
    };
    touch(long_ago).expect("ours");
    office
        .sign("news/a", "周文慧")
        .must_end(2)
        .must_complain("more than a year after the last review")
        .must_complain("save site.yaml once more");
    touch(std::time::SystemTime::now()).expect("ours");
    office.sign("news/a", "周文慧").must_end(0);
    // What was signed lately says that the clock is right.
    touch(long_ago).expect("ours");
    office.sign("news/a", "陈立言").must_end(0);
}

#[test]
fn a_log_that_is_gone_is_told_where_it_is_known() {
    let office = Office::new(BY_NAME);
    office.sign("news/a", "周文慧").must_end(0);
    office.build().must_end(0);
    let before = tree(&office.path("site/public"));
    fs::remove_dir_all(office.path("site/reviews")).expect("ours");
    office.build().must_end(1).must_complain("the log lacks lines");
    assert_eq!(tree(&office.path("site/public")), before);
}

#[test]
fn a_changed_copy_is_not_what_was_approved() {
    let office = Office::new(KEEPING);
    office.approve("news/a");
    let name = fs::read_dir(office.path("site/reviews/approved")).expect("the folder");
    let name = name.map(|file| file.expect("a file").path()).next().expect("a text");
    let kept = fs::read_to_string(&name).expect("the text");
    office.write_document("news/a", &document("夏耕", "", "夏耕。"));
    office.shows("news/a", "春耕有序");
    for text in [kept.replace("有序", "无序"), String::new(), "---\n".repeat(9), "\u{0}".to_owned()]
    {
        fs::write(&name, text).expect("written");
        let run = office.build().must_end(1);
        run.must_complain("error[review-log]").must_complain("it is not what was approved");
    }
    // Line breaks of another system are no change.
    fs::write(&name, kept.replace('\n', "\r\n")).expect("written");
    office.shows("news/a", "春耕有序");
    fs::remove_file(&name).expect("it is there");
    office.hides("news/a", "耕");
    let run = office.run(&["review", "show", "news/a"]).must_end(0);
    run.must_print("its text was not kept");
}

#[test]
fn who_has_left_signs_nothing_more() {
    let (office, [first, last]) = sealing();
    sign_with(&office, "news/a", &first).must_end(0);
    sign_with(&office, "news/a", &last).must_end(0);
    let settings = office.text("site/content/site.yaml");
    let left = |day: &str| {
        let text = settings.replacen("姓名: 何书宁", &format!("姓名: 何书宁, 截止日期: {day}"), 1);
        office.write("site/content/site.yaml", &text);
    };
    left("2999-12-31");
    office.shows("news/a", "春耕有序");
    left("2020-12-31");
    office.build().must_end(1).must_complain("何书宁 had left when this line was signed");
    let without = settings.split(", {姓名: 何书宁").next().expect("the rest");
    let without = format!("{without}, {{姓名: 赵思齐, 公钥: {}}}]}}\n", office.key("other").1);
    office.write("site/content/site.yaml", &without);
    let run = office.build().must_end(1);
    run.must_complain("何书宁 is not among the reviewers")
        .must_complain("stays in the list in site.yaml, with `until`");
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere() {
    let office = Office::new(BY_NAME);
    let elsewhere = office.path("elsewhere");
    fs::create_dir(&elsewhere).expect("a folder");
    std::os::unix::fs::symlink(&elsewhere, office.path("site/reviews")).expect("a link");
    office.sign("news/a", "周文慧").must_end(1).must_complain("reviews is a link");
    office.build().must_end(1).must_complain("reviews is a link");
    assert_eq!(fs::read_dir(&elsewhere).expect("the folder").count(), 0);
}

#[test]
fn what_a_reviewer_reads_cannot_speak_to_the_terminal() {
    let office = Office::new(BY_NAME);
    office.write_document("news/b", &document("秋收", "", "\u{1b}[2J\u{1b}]0;x\u{7}秋收\r"));
    let run = office.run(&["review", "show", "news/b"]).must_end(0);
    assert!(!run.out.contains(['\u{1b}', '\u{7}']), "{:?}", run.out);
}

// —— with the rest of the program ——

#[test]
fn all_of_it_speaks_chinese() {
    let office = Office::new(KEEPING);
    let zh = |args: &[&str]| office.run_in("zh", args);
    let sign = |by: &str| zh(&["review", "sign", "news/a", "--by", by]);
    sign("王一平").must_end(2).must_complain("错误[review]: 审核人名单里没有“王一平”");
    sign("周文慧")
        .must_end(0)
        .must_print("已签 news/a：初审 周文慧 ")
        .must_print("（署名）\n  还差终审：陈立言、何书宁 可签\n");
    sign("周文慧").must_end(2).must_complain("一个人不能签两个环节");
    sign("何书宁").must_end(0).must_print("\n  已通过\n");
    office.write_document("news/a", &document("春耕", "", "改了。"));
    zh(&["build"]).must_end(0).must_print("未发布：审核后又改（网站上是通过的版本） 1，未审核 1\n");
    let check = zh(&["check", "--format", "short"]);
    check
        .must_print("news/a.md:2:5: 警告[review-void] 审核以后又改过，要重新审核（还差初审）")
        .must_print("news/b.md:2:5: 警告[review-missing] 还差初审，没有发布");
    zh(&["review", "status"]).must_print("待审（1）：\n  news/b　秋收\n");
    let lines = office.log();
    office.write_log(&lines[1..]);
    zh(&["build"])
        .must_end(1)
        .must_complain("错误[review-log]: 这一行接不上前一行")
        .must_complain("没有生成");
}

#[test]
fn a_wrong_log_does_not_keep_writers_from_looking() {
    let office = Office::new(BY_NAME);
    office.approve("news/a");
    office.write("site/reviews/log.jsonl", "<<<<<<< ours\n");
    let drafts = office.path("drafts");
    let output = drafts.to_str().expect("a path");
    let run = office.run(&["build", "--drafts", "--output", output]).must_end(0);
    run.must_complain("warning[review-log]").must_complain("this is left of a merge");
    assert!(office.text("drafts/news/a/index.html").contains("尚未审核通过"));
    office.run(&["check"]).must_end(1).must_print("error[review-log]");
}

#[test]
fn nothing_unapproved_is_published() {
    let office = Office::new(KEEPING);
    let settings = office.text("site/content/site.yaml");
    let www = office.path("www");
    let target =
        format!("发布: [{{名称: web, 类型: 目录, 路径: '{}', 核对: 不核对}}]\n", www.display());
    office.write("site/content/site.yaml", [settings, target].concat());
    office.approve("news/a");
    // Somebody looked at the drafts in the same folder.
    office.run(&["build", "--drafts"]).must_end(0);
    assert!(office.page("news/b").is_some());
    let publish = || office.run(&["publish", "--yes"]);
    publish().must_end(0).must_complain("not published that way: 1 of the documents");
    let page =
        |name: &str| fs::read_to_string(www.join("current").join(name).join("index.html")).ok();
    assert!(page("news/a").expect("it is approved").contains("春耕有序"));
    assert!(page("news/b").is_none());
    office.write_document("news/a", &document("春耕", "", "改了。"));
    publish().must_end(0).must_complain("that way: 2 of the documents").must_print("release 1");
    let log = office.log();
    office.write_log(&log[..1]);
    let run = publish().must_end(1).must_complain("this machine has seen 2,");
    run.must_complain("nothing was published");
    // Without the note of this machine the log lacks an approval, and nothing more.
    fs::remove_dir_all(office.path("site/.gongbao/review")).expect("it is there");
    office.run(&["publish", "--yes", "--allow-deletes"]).must_end(0);
    assert!(page("news/a").is_none());
    // Publishing has seen the log, so from now on one that is cut is known here too.
    office.write_log(&[""; 0]);
    publish().must_end(1).must_complain("this machine has seen 1,");
}

#[test]
fn building_on_is_building_anew() {
    let office = Office::new(KEEPING);
    office.write("site/content/news/table.csv", "甲\n");
    type Step<'s> = Box<dyn Fn() + 's>;
    let write = |text: &'static str| -> Step<'_> {
        let office = &office;
        Box::new(move || office.write_document("news/b", &document("秋收", "", text)))
    };
    let sign = |path: &'static str, by: &'static str| -> Step<'_> {
        let office = &office;
        Box::new(move || drop(office.sign(path, by).must_end(0)))
    };
    let file = |name: &'static str, text: &'static str| -> Step<'_> {
        let office = &office;
        Box::new(move || {
            office.write(name, text);
        })
    };
    let steps: Vec<Step<'_>> = vec![
        sign("news/b", "周文慧"),
        sign("news/b", "何书宁"),
        write("秋收甲。"),
        sign("news/b", "陈立言"),
        write("秋收[乙](table.csv)。"),
        sign("news/b", "陈立言"),
        sign("news/b", "何书宁"),
        file("site/content/news/table.csv", "乙\n"),
        sign("news/a", "周文慧"),
        file("site/content/news/table.csv", "甲\n"),
        sign("news/a", "何书宁"),
        file(
            "site/content/site.yaml",
            "name: 云溪县\nbase_url: https://www.example.gov.cn/\npreview: true\n",
        ),
    ];
    let mut seen = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        step();
        office.build().must_end(0);
        let clean = office.path(&format!("clean{number}"));
        office.run(&["build", "--output", clean.to_str().expect("a path")]).must_end(0);
        let built = tree(&office.path("site/public"));
        assert_eq!(built, tree(&clean), "step {number}");
        seen.push(built);
    }
    let changes = seen.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(changes >= 6, "{changes}");
}

#[test]
fn the_library_reads_what_the_program_writes() {
    let office = Office::new(BY_NAME);
    office.approve("news/a");
    let source = gongbao::diagnostic::Source::new(
        "reviews/log.jsonl".to_owned(),
        office.text("site/reviews/log.jsonl"),
    );
    let log = Log::read(Arc::new(source), None);
    assert!(log.problems.is_empty());
    let names: Vec<&str> = log.entries().map(|(_, entry)| entry.by.as_str()).collect();
    assert_eq!(names, ["周文慧", "何书宁"]);
}

#[test]
fn reviews_of_another_site_say_nothing_of_this_one() {
    let office = Office::new(BY_NAME);
    office.approve("news/a");
    office.shows("news/a", "春耕有序。");
    assert!(
        office.log()[0].contains(r#""site":"www.example.gov.cn/yunxi/""#),
        "{:?}",
        office.log()
    );
    let moved = |more: &str| {
        let policy = BY_NAME.replace("允许署名", &format!("{more}允许署名"));
        let site = SITE.replace("www.example.gov.cn/yunxi/", "new.example.gov.cn/");
        office.write("site/content/site.yaml", [site, policy].concat());
    };
    moved("");
    for (language, words) in [
        (
            "en",
            [
                "signed for www.example.gov.cn/yunxi/, not for this site (new.example.gov.cn/)",
                "former_sites: [https://www.example.gov.cn/yunxi/]",
            ],
        ),
        (
            "zh",
            ["给“www.example.gov.cn/yunxi/”签的", "原网址: [https://www.example.gov.cn/yunxi/]"],
        ),
    ] {
        let run = office.run_in(language, &["build"]).must_end(1);
        words.into_iter().fold(run, |run, words| run.must_complain(words));
        office
            .run_in(language, &["review", "sign", "news/b", "--by", "周文慧"])
            .must_end(1)
            .must_complain(words[0]);
    }
    // The office has moved, and says so; what is signed from then on names the new address.
    moved("原网址: [https://www.example.gov.cn/yunxi], ");
    office.shows("news/a", "春耕有序。");
    office.approve("news/b");
    office.shows("news/b", "秋收在望。");
    assert!(office.log()[3].contains(r#""site":"new.example.gov.cn/""#));
    moved("原网址: [yunxi], ");
    office.build().must_end(1).must_complain("a former address is written in full");
}

#[test]
fn a_log_that_names_no_site_counts_and_is_told_until_one_is_signed() {
    let office = Office::new(BY_NAME);
    office.approve("news/a");
    let mut before = Sum::of(b"");
    let old = office.log().into_iter().map(|line| {
        let line = LogEntry { before, site: None, ..entry(&line) }.line();
        before = sum(&line);
        line
    });
    office.write_log(&old.collect::<Vec<_>>());
    fs::remove_file(office.path("site/.gongbao/review/head")).expect("ours");
    office.shows("news/a", "春耕有序。");
    office.build().must_end(0).must_complain("no line of the log says which site it is of");
    office.run_in("zh", &["build"]).must_end(0).must_complain("还没有写明是哪个网站的");
    office.approve("news/b");
    office.build().must_end(0).must_be_silent();
}
