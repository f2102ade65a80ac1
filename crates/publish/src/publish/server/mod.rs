//! A folder of releases on this machine or on a server, behind a POSIX shell: `agent.sh` says how it is laid out.

mod session;
mod ssh;

use super::failure::Failure;
use super::host::{Draft, Fault, Host, Transfer};
use super::manifest::{Manifest, Sum, text};
use super::release::{ReleaseId, Status};
use super::tree::Tree;
use crate::config::{Server, Ssh, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::say;
use session::{Blocks, Limit, Session};
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::time::Duration;
use tar::{Builder, EntryType, Header};

/// So often a lost connection is made again.
const RETRIES: u32 = 3;

/// So often files that arrived wrong are sent again.
const REPAIRS: u32 = 2;

/// How the shell is reached.
#[derive(Clone, Debug)]
pub(super) enum Way {
    /// On this machine.
    Local(PathBuf),
    /// By ssh.
    Remote(Ssh, Server),
}

/// A host behind a shell.
pub(super) struct Shell {
    way: Way,
    timeout: Duration,
    bandwidth: Option<u64>,
    /// What the lock says: the publisher's token, and who it is.
    token: String,
    owner: String,
    /// The path of the site's address, without `/` at its ends.
    prefix: String,
    place: String,
    /// What visitors saw when it was opened, or since a switch.
    seen: Option<ReleaseId>,
    /// The session that last took the lock.
    holder: Option<String>,
    session: Option<Session>,
}

impl Shell {
    pub(super) fn new(way: Way, target: &Target, token: String, owner: String) -> Self {
        let place = match &way {
            Way::Local(folder) => folder.display().to_string(),
            Way::Remote(_, server) => server.to_string(),
        };
        Self {
            way,
            timeout: target.timeout,
            bandwidth: target.bandwidth,
            token,
            owner,
            prefix: target.prefix.clone(),
            place,
            seen: None,
            holder: None,
            session: None,
        }
    }

    fn session(&mut self) -> Result<&mut Session, Failure> {
        let session = match self.session.take() {
            Some(session) => session,
            None => match &self.way {
                Way::Local(folder) => Session::local(folder, self.timeout)?,
                Way::Remote(ssh, server) => {
                    Session::remote(ssh, server, self.timeout, self.bandwidth)?
                }
            },
        };
        Ok(self.session.insert(session))
    }

    /// Asks, and forgets a session that failed: the agent has ended then.
    fn ask(&mut self, command: &str, limit: Limit) -> Result<Vec<String>, Failure> {
        self.talk(|session| session.ask(command, limit))
    }

    fn talk<T>(
        &mut self,
        talk: impl FnOnce(&mut Session) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let result = self.session().and_then(talk);
        if result.is_err() {
            self.session = None;
        }
        result
    }

    /// Takes the lock; that of `last`, which a cut left, is our own.
    fn lock(&mut self, last: Option<&str>) -> Result<Status, Failure> {
        let (token, prefix, owner) = (&self.token, &self.prefix, &self.owner);
        let holder = session_name();
        let last = last.unwrap_or_default();
        let command = format!("open {token} {holder} {last}\n{prefix}\n{owner}");
        self.holder = Some(holder);
        let answer = self.ask(&command, Limit::STATUS)?;
        self.status(&answer)
    }

    /// Comes back after a cut, to bring release `id` or to show it. Whoever broke the lock meanwhile may have published.
    fn come_back(&mut self, id: ReleaseId) -> Result<Status, Failure> {
        let last = self.holder.clone();
        let status = self.lock(last.as_deref())?;
        match status.current == self.seen || status.current == Some(id) {
            true => Ok(status),
            false => Err(Failure::refused(&self.place, "overtaken", &[], "")),
        }
    }

    fn status(&self, answer: &[String]) -> Result<Status, Failure> {
        status(answer).map_err(|line| Failure::garbled(&self.place, line))
    }

    fn attempt(&mut self, draft: &Draft<'_>, progress: &dyn Transfer) -> Result<u64, Failure> {
        let nothing = Manifest::default();
        let base = draft.base.map_or(&nothing, |(_, manifest)| manifest);
        let delta = draft.manifest.since(base);
        let lists =
            [("removed", text(&delta.removed.lines())), ("added", text(&delta.added.lines()))];
        let base = draft.base.map_or("-".to_owned(), |(id, _)| id.name());
        let limit = limit(draft.manifest);
        let answer = self.talk(|session| {
            session.tell(&format!("plan {base} {}", draft.sum))?;
            session.send(|blocks| send_lists(blocks, &lists))?;
            session.answer("plan", limit)
        })?;
        let (answer, free) = free(answer);
        let mut needed = self.wanted(&answer, draft)?;
        let verified = match draft.base {
            Some((id, _)) if !draft.thorough => format!(".gongbao/verified/{}", id.name()),
            _ => "/dev/null".to_owned(),
        };
        let check = format!("check {} {verified}", draft.id.name());
        self.refuse_full(size(draft.tree, &needed), free)?;
        let mut sent = 0;
        for _ in 0..=REPAIRS {
            sent += size(draft.tree, &needed);
            progress.expect(size(draft.tree, &needed));
            let answer = self.talk(|session| {
                if !needed.is_empty() {
                    session.tell("send")?;
                    session.send(|blocks| send_files(blocks, draft.tree, &needed, progress))?;
                    // The next question need not wait for this answer.
                    session.tell(&check)?;
                    session.answer("send", limit)?;
                } else {
                    session.tell(&check)?;
                }
                progress.checking(session.place());
                session.answer("check", limit)
            })?;
            if answer.iter().any(|line| line.starts_with("ready ")) {
                return Ok(sent);
            }
            needed = self.wanted(&answer, draft)?;
        }
        Err(self.never_right(&needed))
    }

    /// The files of the draft that an answer names.
    fn wanted(&self, answer: &[String], draft: &Draft<'_>) -> Result<Vec<String>, Failure> {
        let mut names = Vec::new();
        for line in answer {
            match named(line) {
                Some(Named::Wanted(name)) if draft.manifest.0.contains_key(name) => {
                    names.push(name.to_owned());
                }
                Some(Named::Extra) => {}
                _ => return Err(Failure::garbled(&self.place, line)),
            }
        }
        Ok(names)
    }

    /// What does not fit need not be sent; a little is left for lists and the file system itself.
    fn refuse_full(&self, size: u64, free: Option<u64>) -> Result<(), Failure> {
        let Some(free) = free.filter(|free| size + size / 10 > *free) else {
            return Ok(());
        };
        let place = &self.place;
        let (size, free) = (size / 1_000_000 + 1, free / 1_000_000);
        let words = say!(
            "{place}：磁盘不够，要传 {size} MB，只剩 {free} MB",
            "{place}: the disk is too full: {size} MB are to be sent, {free} MB are free"
        );
        let hint = say!(
            "网站保持原样。清理磁盘，或把 site.yaml 里的“保留版本”改小",
            "the site is as it was; make room there, or lower `keep` in site.yaml"
        );
        Err(Failure::new(Diagnostic::error(Code::Publish, words).hint(hint)))
    }

    fn never_right(&self, names: &[String]) -> Failure {
        let (place, count) = (&self.place, names.len());
        let first = names.first().map_or("", String::as_str);
        let words = say!(
            "{place}：{count} 个文件传过去以后总是不对，例如 {first}",
            "{place}: {count} files arrive damaged again and again, such as {first}"
        );
        let hint = say!(
            "网站保持原样。可能正在重新生成网站，也可能是磁盘有问题；等一等再发布",
            "the site is as it was; it may be being built right now, or a disk is failing: publish again later"
        );
        Failure::new(Diagnostic::error(Code::Publish, words).hint(hint))
    }
}

impl Host for Shell {
    fn place(&self) -> &str {
        &self.place
    }

    fn look(&mut self) -> Result<Status, Failure> {
        let answer = self.ask("look", Limit::STATUS)?;
        self.status(&answer)
    }

    fn open(&mut self) -> Result<Status, Failure> {
        let status = self.lock(None)?;
        self.seen = status.current;
        Ok(status)
    }

    fn break_lock(&mut self) -> Result<(), Failure> {
        self.ask("break_lock", Limit::DONE).map(drop)
    }

    fn manifest(&mut self, id: ReleaseId) -> Result<Manifest, Failure> {
        let lines = self.ask(&format!("manifest {}", id.name()), Limit::MANIFEST)?;
        let lines: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("file ")).collect();
        Manifest::parse(&lines.join("\n")).ok_or_else(|| {
            let place = &self.place;
            let words = say!(
                "{place}：版本 {id} 的文件清单坏了",
                "{place}: the list of files of release {id} is damaged"
            );
            Failure::new(Diagnostic::error(Code::Publish, words))
        })
    }

    fn prepare(&mut self, draft: &Draft<'_>, progress: &dyn Transfer) -> Result<u64, Failure> {
        let mut retries = 0;
        let mut result = self.attempt(draft, progress);
        while result.as_ref().is_err_and(|failure| failure.is_cut) && retries < RETRIES {
            progress.retry(&self.place);
            std::thread::sleep(Duration::from_secs(1 << retries));
            retries += 1;
            result = self.come_back(draft.id).and_then(|_| self.attempt(draft, progress));
        }
        result
    }

    fn verify(&mut self, id: ReleaseId, thorough: bool) -> Result<Vec<Fault>, Failure> {
        let id = id.name();
        let verified = match thorough {
            true => "/dev/null".to_owned(),
            false => format!(".gongbao/verified/{id}"),
        };
        let answer = self.ask(&format!("verify {id} {verified}"), Limit::FAULTS)?;
        let told = |line: &String| fault(line).ok_or_else(|| Failure::garbled(&self.place, line));
        let mut faults: Vec<Fault> = answer.iter().map(told).collect::<Result<_, _>>()?;
        faults.sort();
        Ok(faults)
    }

    fn switch(&mut self, id: ReleaseId, log: &str) -> Result<(), Failure> {
        let command = format!("switch {}\n{log}", id.name());
        match self.ask(&command, Limit::DONE) {
            // Whether it was done before the connection was lost, the host itself must say.
            Err(failure) if failure.is_cut => {
                if self.come_back(id)?.current != Some(id) {
                    self.ask(&command, Limit::DONE)?;
                }
            }
            result => drop(result?),
        }
        self.seen = Some(id);
        Ok(())
    }

    fn prune(&mut self, keep: usize) -> Result<(), Failure> {
        self.ask(&format!("prune {keep}"), Limit::DONE).map(drop)
    }
}

/// A name that no other session of any publisher has, in hexadecimal digits.
fn session_name() -> String {
    format!("{:x}{:08x}", jiff::Timestamp::now().as_nanosecond(), std::process::id())
}

/// What is said of the files of a release.
fn limit(manifest: &Manifest) -> Limit {
    let bytes = manifest.0.keys().map(|name| name.len() + 80);
    Limit::of(manifest.0.len(), bytes.sum())
}

/// Reads the lines that `look` and `open` answer with; gives back one that says nothing known.
fn status(lines: &[String]) -> Result<Status, &str> {
    let mut status = Status::default();
    for line in lines {
        let (what, rest) = line.split_once(' ').unwrap_or((line, ""));
        match what {
            "current" => {
                let (id, sum) = rest.split_once(' ').unwrap_or((rest, ""));
                status.current = ReleaseId::parse(id);
                status.current_sum = Sum::parse(sum);
            }
            "previous" => status.previous = ReleaseId::parse(rest),
            "release" => status.releases.extend(ReleaseId::parse(rest)),
            "newest" => status.newest = ReleaseId::parse(rest),
            "log" => status.log.extend(serde_json::from_str(rest)),
            _ => return Err(line),
        }
    }
    Ok(status)
}

/// Takes out the line that says how many kilobytes are free, and gives them in bytes.
fn free(mut lines: Vec<String>) -> (Vec<String>, Option<u64>) {
    let found = lines.iter().position(|line| line.starts_with("free "));
    let line = found.map(|at| lines.swap_remove(at));
    let kilobytes = line.and_then(|line| line.strip_prefix("free ")?.parse::<u64>().ok());
    (lines, kilobytes.map(|kilobytes| kilobytes.saturating_mul(1024)))
}

/// What a line says of a file of the new release.
enum Named<'l> {
    /// It is to be sent.
    Wanted(&'l str),
    /// It was none, and has been taken out.
    Extra,
}

/// `need`, `bad` and `missing` say the sum and the name.
fn named(line: &str) -> Option<Named<'_>> {
    let (what, file) = line.split_once(' ')?;
    match what {
        "need" | "bad" | "missing" => Some(Named::Wanted(file.split_once("  ")?.1)),
        "extra" => Some(Named::Extra),
        _ => None,
    }
}

fn fault(line: &str) -> Option<Fault> {
    let (what, rest) = line.split_once(' ')?;
    let name = || rest.split_once("  ").map(|(_, name)| name.to_owned());
    match what {
        "bad" => name().map(Fault::Changed),
        "missing" => name().map(Fault::Missing),
        "extra" => Some(Fault::Extra(rest.to_owned())),
        _ => None,
    }
}

fn size(tree: &Tree, names: &[String]) -> u64 {
    let sizes = names.iter().filter_map(|name| tree.files().get(name));
    sizes.map(|file| file.size).sum()
}

fn send_lists(blocks: &mut Blocks<'_>, lists: &[(&str, String)]) -> io::Result<()> {
    let mut archive = Builder::new(blocks);
    for (name, text) in lists {
        let mut header = header(text.len() as u64, 0);
        archive.append_data(&mut header, name, text.as_bytes())?;
    }
    archive.finish()
}

fn send_files(
    blocks: &mut Blocks<'_>,
    tree: &Tree,
    names: &[String],
    progress: &dyn Transfer,
) -> io::Result<()> {
    let mut archive = Builder::new(blocks);
    for name in names {
        let Some(known) = tree.files().get(name) else {
            continue;
        };
        let file = File::open(tree.path(name))?;
        let modified = tree.modified(name);
        let mut header = header(known.size, modified);
        // A file that shrank meanwhile is filled up: the archive stays readable, and the check finds the file.
        let data = file.chain(io::repeat(0)).take(known.size);
        archive.append_data(&mut header, name, Counted { data, progress })?;
    }
    archive.finish()
}

fn header(size: u64, modified: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o644);
    header.set_size(size);
    header.set_mtime(modified);
    header
}

/// Tells how much was read.
struct Counted<'p, R> {
    data: R,
    progress: &'p dyn Transfer,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.data.read(buffer)?;
        self.progress.sent(read as u64);
        Ok(read)
    }
}
