//! A real sshd as the target.

use super::office::{Office, pages};
use super::servers::{Harm, Proxy, Sshd, free_port};
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

const BASE: &str = "https://www.example.gov.cn/";

#[test]
fn an_ssh_server_gets_what_a_folder_gets() {
    let Some(sshd) = Sshd::start() else { return };
    let office = Office::new(BASE);
    office.targets(&sshd.target(&[(sshd.port, &office.www())], ""));
    office.publish().must_end(0).must_print("release 1");
    let current = office.www().join("current");
    assert_eq!(pages(&current), office.public());
    office.notice(2, "改过。");
    fs::rename(office.path("content/notices/6.md"), office.path("content/notices/7-six.md"))
        .expect("ours");
    office.publish().must_end(0).must_print("release 2");
    assert_eq!(pages(&current), office.public());
    office.run(&["verify"]).must_end(0);
    office.run(&["rollback", "web", "--yes"]).must_end(0).must_print("release 1");
    office.run(&["releases"]).must_end(0).must_print("*      1");
}

#[test]
fn only_a_server_whose_key_is_known_is_spoken_with() {
    let Some(sshd) = Sshd::start() else { return };
    let office = Office::new(BASE);
    let with = |known: &str| {
        let more = format!("known_hosts: '{}'", sshd.path(known).display());
        office.targets(&sshd.target(&[(sshd.port, &office.www())], &more));
        office.publish()
    };
    with("unknown").must_end(2).must_complain("the server's key is not known yet");
    with("changed").must_end(2).must_complain("the server's key is not the one it was");
    assert!(!office.www().exists());
    with("known").must_end(0);
}

#[test]
fn what_is_wrong_with_a_connection_is_said() {
    let Some(sshd) = Sshd::start() else { return };
    let office = Office::new(BASE);
    office.targets(&sshd.target(&[(free_port(), &office.www())], ""));
    office.publish().must_end(2).must_complain("no ssh answers there, or not on this port");
    let target = sshd.target(&[(sshd.port, &office.www())], "");
    office.targets(&target.replace("/id'", "/other'"));
    office
        .publish()
        .must_end(2)
        .must_complain("the server refuses the login")
        .must_complain("Passwords are never used");
    office.targets(&target.replace("127.0.0.1", "no-such-host.invalid"));
    office.publish().must_end(2).must_complain("there is no server of that name");
}

fn release(www: &Path) -> String {
    let link = fs::read_link(www.join("current")).expect("a link");
    link.to_string_lossy().into_owned()
}

#[test]
fn several_servers_switch_together_or_not_at_all() {
    let Some(sshd) = Sshd::start() else { return };
    let office = Office::new(BASE);
    let [one, two] = ["one", "two"].map(|name| office.path(name));
    let places = [(sshd.port, one.as_path()), (sshd.port, two.as_path())];
    office.targets(&sshd.target(&places[..1], "timeout: 3"));
    office.publish().must_end(0);
    // The second server is down: nothing changes on the first.
    office.notice(0, "改过。");
    office.targets(&sshd.target(&[places[0], (free_port(), &two)], "timeout: 3"));
    office.publish().must_end(2).must_complain("no ssh answers there");
    assert_eq!(release(&one), "releases/000001");
    // A new server gets everything, the other one the difference; the number is the same.
    office.targets(&sshd.target(&places, "timeout: 3"));
    office.publish().must_end(0).must_print("release 2");
    for www in [&one, &two] {
        assert_eq!(release(www), "releases/000002");
        assert_eq!(pages(&www.join("current")), office.public());
    }
    // The second one cannot switch: a folder stands where the link must be made.
    office.notice(0, "又改过。");
    for (policy, expected) in [("rollback", "releases/000002"), ("stop", "releases/000004")] {
        office.targets(&sshd.target(&places, &format!("on_failure: {policy}")));
        if fs::read_link(two.join("previous")).is_ok() {
            fs::remove_file(two.join("previous")).expect("ours");
        }
        fs::create_dir_all(two.join("previous/x")).expect("ours");
        office.publish().must_end(2);
        assert_eq!(
            (release(&one), release(&two)),
            (expected.to_owned(), "releases/000002".to_owned()),
            "{policy}"
        );
    }
    fs::remove_dir_all(two.join("previous")).expect("ours");
    office.publish().must_end(0);
    assert_eq!(release(&one), release(&two));
    assert_eq!(pages(&two.join("current")), office.public());
}

#[test]
fn a_release_whose_list_is_gone_is_not_written_over() {
    let Some(sshd) = Sshd::start() else { return };
    let office = Office::new(BASE);
    office.targets(&sshd.target(&[(sshd.port, &office.www())], ""));
    office.publish().must_end(0);
    fs::remove_file(office.www().join(".gongbao/manifests/000001")).expect("ours");
    office.notice(1, "改过。");
    office.publish().must_end(0).must_print("release 2");
    assert_eq!(pages(&office.www().join("current")), office.public());
}

#[test]
fn little_is_sent_for_an_edit() {
    let Some(sshd) = Sshd::start() else { return };
    let office = Office::new(BASE);
    let proxy = Proxy::start(sshd.port, Harm::None, 0);
    office.targets(&sshd.target(&[(proxy.port, &office.www())], ""));
    office.publish().must_end(0);
    let first = proxy.passed.load(Ordering::Relaxed);
    office.notice(2, "改过。");
    office.publish().must_end(0);
    let second = proxy.passed.load(Ordering::Relaxed) - first;
    // The script, ssh's own greeting, two lists, and seven pages with their compressed forms.
    assert!(second < 120_000 && first > 2 * second, "{first} bytes, then {second}");
}
