//! A real S3 server as the target.

use super::http::{ask, get, text};
use super::office::Office;
use super::servers::{Harm, Moto, Proxy};
use crate::site::Run;
use std::collections::BTreeMap;
use std::fs;
use std::thread::sleep;
use std::time::Duration;

const BASE: &str = "https://www.example.gov.cn/";

/// Any key will do for moto.
const KEY: [(&str, &str); 2] =
    [("GONGBAO_ACCESS_KEY_ID", "id"), ("GONGBAO_ACCESS_KEY_SECRET", "secret")];

/// An office that publishes to a bucket.
struct Bucket {
    moto: Moto,
    office: Office,
}

fn bucket() -> Option<Bucket> {
    let moto = Moto::start()?;
    let office = Office::new(BASE);
    let made = ask("PUT", moto.port, "/site", "Content-Length: 0\r\n").expect("an answer");
    assert_eq!(made.status, 200);
    let bucket = Bucket { moto, office };
    bucket.target(bucket.moto.port, "path: docs");
    Some(bucket)
}

impl Bucket {
    fn target(&self, port: u16, more: &str) {
        self.office.targets(&format!(
            "  - {{name: web, type: object-store, endpoint: 'http://127.0.0.1:{port}', region: us-east-1, bucket: site, \
             bucket_style: path, check: off, {more}}}\n"
        ));
    }

    fn run(&self, args: &[&str]) -> Run {
        self.office.run_with(args, &KEY)
    }

    fn publish(&self) -> Run {
        self.run(&["publish", "web", "--yes"])
    }

    fn object(&self, name: &str) -> Option<Vec<u8>> {
        let path = format!("/site/docs/{name}");
        let answer = get(self.moto.port, &path, "Authorization: AWS id:x\r\n").expect("an answer");
        (answer.status == 200).then_some(answer.body)
    }

    /// What visitors see of the files that a build made.
    fn seen(&self) -> BTreeMap<String, Vec<u8>> {
        let names = self.office.public().into_keys();
        names.filter_map(|name| Some((name.clone(), self.object(&name)?))).collect()
    }

    /// A PUT or DELETE of somebody else.
    fn change(&self, word: &str, name: &str) {
        let path = format!("/site/docs/{name}");
        let more = "Authorization: AWS id:x\r\nContent-Length: 0\r\n";
        let status = ask(word, self.moto.port, &path, more).expect("an answer").status;
        assert!((200..300).contains(&status), "{status}");
    }
}

#[test]
fn a_bucket_shows_what_was_built() {
    let Some(bucket) = bucket() else { return };
    bucket.publish().must_end(0).must_print("release 1");
    assert_eq!(bucket.seen(), bucket.office.public());
    let first = bucket.office.public();
    let style = first.keys().find(|name| name.ends_with(".css")).expect("a style");
    let path = format!("/site/docs/{style}");
    let answer = get(bucket.moto.port, &path, "Authorization: AWS id:x\r\n").expect("an answer");
    assert!(answer.header("content-type").starts_with("text/css"));
    assert!(answer.header("cache-control").contains("immutable"));

    bucket.publish().must_end(0).must_print("shows all of it already");
    fs::remove_file(bucket.office.path("content/notices/2.md")).expect("the notice");
    bucket.office.notice(3, "改过。");
    bucket.publish().must_end(0).must_print("release 2");
    assert_eq!(bucket.seen(), bucket.office.public());
    assert_eq!(bucket.object("notices/2/index.html"), None);

    bucket.run(&["rollback", "web", "--yes"]).must_end(0).must_print("release 1");
    assert_eq!(bucket.object("notices/2/index.html").as_ref(), first.get("notices/2/index.html"));
    assert_eq!(bucket.object("index.html").as_ref(), first.get("index.html"));
    bucket.run(&["releases"]).must_end(0).must_print("*      1");
    let index = text(&bucket.object(".gongbao/index.json").expect("an index"));
    assert!(index.contains("\"rollback\"") && index.contains("\"current\": 1"), "{index}");
}

#[test]
fn old_objects_go_and_tampering_is_found() {
    let Some(bucket) = bucket() else { return };
    bucket.target(bucket.moto.port, "path: docs, keep: 2");
    for number in 0..4 {
        bucket.office.notice(0, &format!("第{number}版。"));
        bucket.publish().must_end(0);
    }
    assert!(bucket.object(".gongbao/manifests/000001").is_none());
    assert!(bucket.object(".gongbao/manifests/000003").is_some());
    bucket.run(&["verify"]).must_end(0);
    bucket.change("PUT", "notices/1/index.html");
    bucket.change("DELETE", "notices/2/index.html");
    let run = bucket.run(&["verify"]).must_end(1);
    run.must_print("/notices/1/ is not what was published").must_print("/notices/2/ is gone");
}

#[test]
fn keys_come_from_outside_the_site() {
    let Some(bucket) = bucket() else { return };
    let office = &bucket.office;
    let unset = [("GONGBAO_ACCESS_KEY_ID", ""), ("AWS_ACCESS_KEY_ID", "")];
    let publish = || office.run_with(&["publish", "web", "--yes"], &unset);
    publish()
        .must_end(2)
        .must_complain("error[publish-credentials]")
        .must_complain("GONGBAO_ACCESS_KEY_ID");
    let port = bucket.moto.port;
    let with = |path: &std::path::Path| {
        bucket.target(port, &format!("path: docs, credentials: '{}'", path.display()));
        publish()
    };
    let text = "access_key_id: id\naccess_key_secret: 'secret'\n";
    office.write("content/key", text);
    with(&office.path("content/key")).must_end(2).must_complain("is in the site's folder");
    fs::remove_file(office.path("content/key")).expect("ours");
    let outside = tempfile::TempDir::new().expect("a folder");
    let file = outside.path().join("key");
    fs::write(&file, text).expect("ours");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("ours");
        with(&file)
            .must_end(2)
            .must_complain("others can read the credentials file")
            .must_complain("chmod 600");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("ours");
    }
    let run = with(&file).must_end(0);
    assert!(!run.out.contains("secret") && !run.err.contains("secret"));
    assert_eq!(bucket.seen(), office.public());
}

#[test]
fn a_bucket_that_is_not_there_and_one_that_is_locked() {
    let Some(bucket) = bucket() else { return };
    let port = bucket.moto.port;
    bucket.office.targets(&format!(
        "  - {{name: web, type: object-store, endpoint: 'http://127.0.0.1:{port}', region: us-east-1, bucket: nobody, \
         bucket_style: path, check: off}}\n"
    ));
    bucket.publish().must_end(2).must_complain("404 NoSuchBucket").must_complain("check `bucket`");
    bucket.target(port, "path: docs");
    bucket.publish().must_end(0);
    // Somebody else's publish, or the rest of one.
    bucket.change("PUT", ".gongbao/lock");
    bucket.office.notice(1, "改过。");
    bucket.publish().must_end(2).must_complain("error[publish-lock]").must_complain("--break-lock");
    bucket.run(&["publish", "--yes", "--break-lock"]).must_end(0);
    assert_eq!(bucket.seen(), bucket.office.public());
}

#[test]
fn cuts_and_damage_are_overcome_and_a_dead_store_is_told() {
    let Some(bucket) = bucket() else { return };
    let harms = [
        Harm::Cut(300),
        Harm::Cut(3000),
        Harm::Turn(2500),
        Harm::Answer(500),
        Harm::Answer(503),
        Harm::Answer(429),
        Harm::Short(40),
        Harm::Short(400),
        Harm::Late(700),
    ];
    for (number, harm) in harms.into_iter().enumerate() {
        bucket.office.notice(number, "改过。");
        let proxy = Proxy::start(bucket.moto.port, harm, 6);
        bucket.target(proxy.port, "path: docs");
        let run = bucket.publish();
        if run.code != Some(0) {
            run.must_end(2);
            bucket.target(bucket.moto.port, "path: docs");
            bucket.publish().must_end(0);
        }
        assert_eq!(bucket.seen(), bucket.office.public(), "{harm:?}");
    }
    // Refused for good: told at once, and the bucket is as it was.
    let before = bucket.seen();
    bucket.office.notice(1, "又改过。");
    let proxy = Proxy::start(bucket.moto.port, Harm::Answer(403), u64::MAX);
    bucket.target(proxy.port, "path: docs");
    bucket.publish().must_end(2).must_complain("403");
    assert_eq!(bucket.seen(), before);
    bucket.target(super::servers::free_port(), "path: docs, timeout: 3");
    bucket.publish().must_end(2).must_complain("check the network and `endpoint`");
}

#[test]
fn a_publish_that_is_killed_is_finished_by_the_next() {
    let Some(bucket) = bucket() else { return };
    bucket.publish().must_end(0);
    for kill in 0..12 {
        for number in 0..8 {
            bucket.office.notice(number, &format!("第{kill}次改动。"));
        }
        let mut command = bucket.office.command(&["publish", "web", "--yes"]);
        command.envs(KEY).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut child = command.spawn().expect("the binary runs");
        sleep(Duration::from_millis(300 + kill * 60));
        // It may have ended by itself.
        drop(child.kill());
        drop(child.wait());
    }
    bucket.publish().must_end(0);
    assert_eq!(bucket.seen(), bucket.office.public());
    bucket.run(&["verify"]).must_end(0);
}
