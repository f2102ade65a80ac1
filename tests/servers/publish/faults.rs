//! What goes wrong on the way: the live site stays whole and old, the next publish mends, and the message says what to do.

use super::office::{Office, pages};
use super::servers::{Harm, Proxy, Sshd, program};
use crate::long;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

const BASE: &str = "https://www.example.gov.cn/";

/// What visitors see is one of the versions that were published, whole.
fn must_be_whole(www: &Path, versions: &[std::collections::BTreeMap<String, Vec<u8>>]) {
    let seen = pages(&www.join("current"));
    assert!(versions.contains(&seen), "a mixture: {:?}", seen.keys());
}

#[test]
fn a_connection_that_is_cut_anywhere_is_made_again() {
    let Some(sshd) = Sshd::start() else { return };
    let office = Office::new(BASE);
    office.targets(&sshd.target(&[(sshd.port, &office.www())], ""));
    office.publish().must_end(0);
    let mut versions = vec![office.public()];
    // In the greeting, in the script, in the lists, in the files; every time once, and the retry goes through.
    for (number, at) in [700, 9_000, 14_000, 22_000, 40_000, 60_000].into_iter().enumerate() {
        office.notice(number, &format!("改过。{}", "长文。".repeat(3000)));
        let proxy = Proxy::start(sshd.port, Harm::Cut(at), 1);
        office.targets(&sshd.target(&[(proxy.port, &office.www())], ""));
        let run = office.publish();
        let code = run.code;
        versions.push(office.public());
        must_be_whole(&office.www(), &versions);
        if code != Some(0) {
            // Before anything was sent there is nothing to go on with: the user is told.
            run.must_end(2).must_complain("the connection was lost").must_complain("publish again");
            office.publish().must_end(0);
        }
        assert_eq!(pages(&office.www().join("current")), office.public(), "cut at {at}");
        office.run(&["verify"]).must_end(0);
    }
}

#[test]
fn what_was_sent_before_a_cut_is_not_sent_again() {
    let Some(sshd) = Sshd::start() else { return };
    let office = Office::new(BASE);
    for number in 0..12 {
        // What no compression makes small.
        let noise: Vec<u8> = (0..1_000_000_u64)
            .map(|i| (i.wrapping_mul(2_654_435_761 + number) >> 13) as u8)
            .collect();
        fs::create_dir_all(office.path("content/notices/files")).expect("ours");
        fs::write(office.path(&format!("content/notices/files/{number}.pdf")), noise)
            .expect("ours");
    }
    let list: String = (0..12).map(|number| format!("  - files/{number}.pdf\n")).collect();
    office.write(
        "content/notices/7.md",
        format!("---\n标题: 附件\n发布日期: 2026-03-08\n附件:\n{list}---\n正文。\n"),
    );
    let proxy = Proxy::start(sshd.port, Harm::Cut(9_000_000), 1);
    office.targets(&sshd.target(&[(proxy.port, &office.www())], ""));
    office.publish().must_end(0).must_complain("the connection was lost; going on over a new one");
    assert_eq!(pages(&office.www().join("current")), office.public());
    let passed = proxy.passed.load(std::sync::atomic::Ordering::Relaxed);
    let whole: usize = office.public().values().map(Vec::len).sum();
    // What was on its way when the line was cut may be lost: ssh keeps some megabytes in hand.
    assert!(passed < 9_000_000 + whole as u64 - 3_000_000, "{passed} bytes for {whole}");
}

#[test]
fn damage_on_the_way_does_not_arrive() {
    let Some(sshd) = Sshd::start() else { return };
    let office = Office::new(BASE);
    let proxy = Proxy::start(sshd.port, Harm::Turn(30_000), 1);
    office.targets(&sshd.target(&[(proxy.port, &office.www())], ""));
    let run = office.publish();
    if run.code != Some(0) {
        run.must_end(2);
        office.publish().must_end(0);
    }
    assert_eq!(pages(&office.www().join("current")), office.public());
}

#[test]
fn a_server_that_hangs_is_given_up() {
    let Some(sshd) = Sshd::start() else { return };
    let office = Office::new(BASE);
    office.targets(&sshd.target(&[(sshd.port, &office.www())], ""));
    office.publish().must_end(0);
    office.notice(1, "改过。");
    let before = pages(&office.www().join("current"));
    let proxy = Proxy::start(sshd.port, Harm::Hang(12_000), 9);
    office.targets(&sshd.target(&[(proxy.port, &office.www())], "timeout: 3"));
    let start = Instant::now();
    let run = office.publish().must_end(2);
    assert!(start.elapsed() < Duration::from_secs(120), "it hung");
    run.must_complain("the site is as it was");
    assert_eq!(pages(&office.www().join("current")), before);
    // The server may still hold the lock of the connection that hangs: it is our own.
    office.targets(&sshd.target(&[(sshd.port, &office.www())], ""));
    office.publish().must_end(0);
    assert_eq!(pages(&office.www().join("current")), office.public());
}

/// Publishes that are killed where nobody says how many.
const KILLS: usize = 25;

#[test]
fn a_publish_that_is_killed_leaves_the_site_whole() {
    let kills = long::times("GONGBAO_KILLS", KILLS) as u64;
    let office = Office::new(BASE);
    let start = Instant::now();
    office.publish().must_end(0);
    let whole = u64::try_from(start.elapsed().as_millis()).unwrap_or(300);
    let mut versions = vec![office.public()];
    for kill in 0..kills {
        for number in 0..8 {
            office.notice(number, &format!("第{kill}次改动。"));
        }
        office.run(&["build"]).must_end(0);
        versions.push(office.public());
        let mut child = office.start(&["publish", "web", "--yes"]);
        sleep(Duration::from_millis(whole * 2 * kill / kills / 2));
        // It may have ended by itself.
        drop(child.kill());
        drop(child.wait());
        must_be_whole(&office.www(), &versions);
    }
    office.notice(3, "最后。");
    office.publish().must_end(0);
    assert_eq!(pages(&office.www().join("current")), office.public());
    office.run(&["verify"]).must_end(0);
}

#[test]
fn two_publishers_at_once() {
    let office = Office::new(BASE);
    office.publish().must_end(0);
    // Somebody else, from another machine.
    let lock = office.www().join(".gongbao/lock");
    fs::create_dir(&lock).expect("ours");
    let hour_ago = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("a time")
        .as_secs()
        - 3600;
    fs::write(lock.join("owner"), format!("other 77 {hour_ago} zhang@pc7\n")).expect("ours");
    office.notice(1, "改过。");
    let run = office.publish().must_end(2).must_complain("zhang@pc7 is publishing (for 60 min)");
    run.must_complain("--break-lock");
    office.run(&["rollback", "web", "--yes"]).must_end(2).must_complain("zhang@pc7");
    office.run(&["publish", "--yes", "--break-lock"]).must_end(0);
    assert!(!lock.exists());
    // From the same folder at the same moment: one goes through, the other is told or waits its turn.
    office.notice(1, "又改过。");
    let mut both = [(); 2].map(|()| office.start(&["publish", "web", "--yes"]));
    let codes = both.each_mut().map(|child| child.wait().expect("it ends").code());
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert_eq!(pages(&office.www().join("current")), office.public());
    office.publish().must_end(0).must_print("shows all of it already");
}

#[test]
fn a_folder_that_cannot_be_written() {
    let office = Office::new(BASE);
    // Rights would not keep root out.
    fs::write(office.path("file"), "").expect("ours");
    let path = office.path("file/www");
    office.targets(&format!(
        "  - {{name: web, type: directory, path: '{}', check: off}}\n",
        path.display()
    ));
    office.publish().must_end(2).must_complain("a part of the path is not a folder");
}

/// A small disk of its own; only root can have one.
struct Disk(PathBuf);

impl Disk {
    fn mount(path: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir(&path).expect("ours");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&path).output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self(path));
        }
        crate::skip::skipped("a small disk can be mounted by root alone");
        None
    }

    fn remount(&self, options: &str) {
        let done = Command::new("mount").args(["-o", options]).arg(&self.0).status();
        assert!(done.is_ok_and(|status| status.success()));
    }

    /// Lets `web` be a folder on it.
    fn www(&self, office: &Office) -> PathBuf {
        let www = self.0.join("www");
        office.targets(&format!(
            "  - {{name: web, type: directory, path: '{}', check: off}}\n",
            www.display()
        ));
        www
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // A disk that stays is seen by whoever looks after the machine.
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

#[test]
fn a_disk_that_is_too_small() {
    let office = Office::new(BASE);
    let Some(disk) = Disk::mount(office.path("disk"), "size=1m") else {
        return;
    };
    let www = disk.www(&office);
    office.publish().must_end(0);
    let before = pages(&www.join("current"));
    office.write(
        "content/notices/0/index.md",
        "---\n标题: 大附件\n发布日期: 2026-03-01\n附件: [a.pdf]\n---\n正文。\n",
    );
    fs::remove_file(office.path("content/notices/0.md")).expect("ours");
    fs::write(office.path("content/notices/0/a.pdf"), vec![7; 900_000]).expect("ours");
    office.publish().must_end(2).must_complain("the disk is too full").must_complain("`keep`");
    assert_eq!(pages(&www.join("current")), before);
}

#[test]
fn a_disk_that_fills_up_on_the_way() {
    let office = Office::new(BASE);
    // There is room, but not for so many files.
    let Some(disk) = Disk::mount(office.path("disk"), "size=40m,nr_inodes=230") else {
        return;
    };
    let www = disk.www(&office);
    office.publish().must_end(0);
    let before = pages(&www.join("current"));
    for number in 10..90 {
        office.notice(number % 28, "改过。");
        office.write(
            &format!("content/notices/n{number}.md"),
            "---\n标题: 多\n发布日期: 2026-03-01\n---\n正文。\n",
        );
    }
    office
        .publish()
        .must_end(2)
        .must_complain("the disk is full")
        .must_complain("the site is as it was");
    assert_eq!(pages(&www.join("current")), before);
    disk.remount("remount,size=40m,nr_inodes=4000");
    office.publish().must_end(0);
    assert_eq!(pages(&www.join("current")), office.public());
}

#[test]
fn what_a_full_disk_left_takes_no_room_from_the_next() {
    let office = Office::new(BASE);
    let Some(disk) = Disk::mount(office.path("disk"), "size=6m") else {
        return;
    };
    let www = disk.www(&office);
    office.publish().must_end(0);
    let before = pages(&www.join("current"));
    // Somebody else fills the disk after it was measured.
    office.write("tools/df", "#!/bin/sh\necho x x x x\necho x x x 99999999\n");
    let df = office.path("tools/df");
    assert!(Command::new("chmod").arg("+x").arg(&df).status().is_ok_and(|status| status.success()));
    let path =
        format!("{}:{}", office.path("tools").display(), std::env::var("PATH").unwrap_or_default());
    office.write(
        "content/notices/big.md",
        "---\n标题: 大附件\n发布日期: 2026-03-09\n附件: [a.pdf, b.pdf]\n---\n正文。\n",
    );
    for (name, byte) in [("a", 7), ("b", 8)] {
        office.write(&format!("content/notices/{name}.pdf"), vec![byte; 4_000_000]);
    }
    office
        .run_with(&["publish", "web", "--yes"], &[("PATH", &path)])
        .must_end(2)
        .must_complain("the disk is full");
    assert_eq!(pages(&www.join("current")), before);
    // One of them fits: in the room that the other has taken.
    fs::remove_file(office.path("content/notices/b.pdf")).expect("ours");
    office.write(
        "content/notices/big.md",
        "---\n标题: 大附件\n发布日期: 2026-03-09\n附件: [a.pdf]\n---\n正文。\n",
    );
    office.publish().must_end(0);
    assert_eq!(pages(&www.join("current")), office.public());
}

#[test]
fn a_disk_that_can_only_be_read() {
    let office = Office::new(BASE);
    let Some(disk) = Disk::mount(office.path("disk"), "size=40m") else {
        return;
    };
    let www = disk.www(&office);
    office.publish().must_end(0);
    let before = pages(&www.join("current"));
    disk.remount("remount,ro");
    office.notice(1, "改过。");
    office.publish().must_end(2).must_complain("the file system is read-only");
    assert_eq!(pages(&www.join("current")), before);
}

#[test]
#[cfg(unix)]
fn a_folder_that_somebody_else_owns() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::new(BASE);
    fs::create_dir(office.www()).expect("ours");
    fs::set_permissions(office.www(), fs::Permissions::from_mode(0o555)).expect("ours");
    if fs::write(office.www().join("try"), "").is_ok() {
        crate::skip::skipped("no rights keep root out");
        return;
    }
    office.publish().must_end(2).must_complain("permission denied");
}

#[test]
fn a_limited_line_is_not_filled() {
    let Some(sshd) = Sshd::start() else { return };
    let office = Office::new(BASE);
    let proxy = Proxy::start(sshd.port, Harm::None, 0);
    office.targets(&sshd.target(&[(proxy.port, &office.www())], "bandwidth: 150"));
    let start = Instant::now();
    office.publish().must_end(0);
    let passed = proxy.passed.load(std::sync::atomic::Ordering::Relaxed);
    let least = Duration::from_secs_f64(passed as f64 * 0.8 / 150_000.0);
    assert!(start.elapsed() > least && passed > 150_000, "{passed} bytes in {:?}", start.elapsed());
}

#[test]
fn a_server_with_busybox_alone() {
    let Some(busybox) = program("busybox", "busybox") else {
        return;
    };
    let office = Office::new(BASE);
    let tools = office.path("tools");
    fs::create_dir(&tools).expect("ours");
    let installed = Command::new(busybox).args(["--install", "-s"]).arg(&tools).status();
    assert!(installed.expect("busybox runs").success());
    // Debian leaves this one out of its busybox; Alpine doesn't.
    let comm = program("comm", "coreutils").expect("a system that has comm");
    drop(std::os::unix::fs::symlink(comm, tools.join("comm")));
    let run = |args: &[&str]| {
        let path = tools.display().to_string();
        office.run_with(args, &[("PATH", &path)])
    };
    let publish = || run(&["publish", "web", "--yes"]).must_end(0);
    publish();
    let first = office.public();
    office.notice(1, "改过。");
    publish().must_print("release 2");
    let current = office.www().join("current");
    assert_eq!(pages(&current), office.public());
    run(&["verify"]).must_end(0);
    run(&["rollback", "web", "--yes"]).must_end(0).must_print("release 1");
    assert_eq!(pages(&current), first);
    run(&["releases"]).must_end(0).must_print("*      1");
    let page = current.join("notices/1/index.html");
    fs::remove_file(&page).expect("ours");
    fs::write(&page, "别的").expect("ours");
    run(&["verify"]).must_end(1).must_print("/notices/1/ is not what was published");
    // More releases than are kept: the oldest go.
    office.target_with("check: off, keep: 2");
    for number in 0..4 {
        office.notice(2, &format!("第{number}版。"));
        publish();
    }
    assert_eq!(pages(&current), office.public());
    run(&["verify"]).must_end(0);
}
