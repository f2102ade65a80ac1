//! `watch --publish`: publishing that nobody attends to.

use super::office::{Office, pages};
use std::fs;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Nothing takes this long on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(90);

struct Watch<'o> {
    office: &'o Office,
    child: Child,
}

impl<'o> Watch<'o> {
    fn start(office: &'o Office) -> Self {
        let child = office.start(&["watch", "--publish", "web"]);
        Self { office, child }
    }

    #[track_caller]
    fn until(&mut self, what: &str, reached: impl Fn(&Office) -> bool) {
        let start = Instant::now();
        while !reached(self.office) {
            let ended = self.child.try_wait().expect("a child");
            assert!(ended.is_none(), "watch ended: {ended:?}");
            assert!(start.elapsed() < PATIENCE, "never: {what}; {}", status(self.office));
            sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        // It ends with the test in any case.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn status(office: &Office) -> String {
    fs::read_to_string(office.path(".gongbao/publish/web/status.json")).unwrap_or_default()
}

fn shows(office: &Office, text: &str) -> bool {
    let page = fs::read_to_string(office.www().join("current/notices/1/index.html"));
    page.is_ok_and(|page| page.contains(text))
}

#[test]
fn every_version_is_published_after_a_while() {
    let office = Office::new("https://www.example.gov.cn/");
    office.target_with("check: off, quiet: 1");
    let mut watch = Watch::start(&office);
    watch.until("the first release", |office| status(office).contains(r#""state": "published""#));
    assert_eq!(pages(&office.www().join("current")), office.public());
    office.notice(1, "第二版。");
    watch.until("the edit", |office| shows(office, "第二版。"));

    // With an error in the site nothing goes out, until it is mended.
    office.write("content/notices/2.md", "---\n标题:\n---\n");
    watch.until("the hold", |office| status(office).contains(r#""state": "held""#));
    office.notice(1, "第三版。");
    sleep(Duration::from_secs(2));
    assert!(shows(&office, "第二版。"));
    office.notice(2, "改好了。");
    watch.until("the mended site", |office| shows(office, "第三版。"));
    drop(watch);
    office.run(&["verify"]).must_end(0);
}

#[test]
fn a_target_that_fails_is_tried_again_later() {
    let office = Office::new("https://www.example.gov.cn/");
    office.target_with("check: off, quiet: 1");
    fs::write(office.www(), "a file where the folder should be").expect("ours");
    let mut watch = Watch::start(&office);
    watch.until("a failure", |office| status(office).contains(r#""failures": 1"#));
    let said = status(&office);
    assert!(
        said.contains(r#""next_try_in_seconds": 15"#) && said.contains("not a folder"),
        "{said}"
    );
    fs::remove_file(office.www()).expect("ours");
    watch.until("the next try", |office| office.www().join("current/index.html").exists());
}

#[test]
fn what_an_inspection_would_find_does_not_go_out_by_itself() {
    let office = Office::new("https://www.example.gov.cn/");
    office.target_with("check: off, quiet: 1");
    office.notice(1, "手机13800138000。");
    let mut watch = Watch::start(&office);
    watch.until("a refusal", |office| status(office).contains("mobile number"));
    assert!(!office.www().join("current").exists());
    office.notice(1, "办公电话0938-0000000。");
    watch.until("the mended text", |office| shows(office, "0938-0000000"));
}

#[test]
fn drafts_never_go_out_and_the_target_must_be_there() {
    let office = Office::new("https://www.example.gov.cn/");
    office.run(&["watch", "--publish", "web", "--drafts"]).must_end(2).must_complain("--drafts");
    office.run(&["watch", "--publish", "wbe"]).must_end(2).must_complain("did you mean `web`?");
}
