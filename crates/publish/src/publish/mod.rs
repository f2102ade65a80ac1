//! `public/` -> web servers and buckets, as releases: whole, checked, switched at once, and gone back from in a second.
//!
//! [`Plan::make`] compares what is here with what is there, [`Plan::carry_out`] brings it there: every host is prepared
//! first, then all are switched.

mod changes;
mod failure;
mod history;
mod host;
mod manifest;
mod notes;
mod pace;
mod release;
mod sample;
mod server;
mod store;
mod tree;
mod web_server;

pub use changes::{Changed, Changes};
pub use failure::Failure;
pub use history::{HostReport, Inspected, look, roll_back, verify};
pub use host::{Allowed, Fault, Host, Transfer};
pub use manifest::{Manifest, Sum};
pub use notes::Notes;
pub use release::{Action, ReleaseEntry, ReleaseId, Status};
pub use tree::Tree;
pub use web_server::{ConfigPart, Redirect, WebServer, settings};

use crate::config::{Address, OnFailure, OnMismatch, Server, Target};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::say;
use host::Draft;
use sample::Found;
use server::{Shell, Way};
use std::path::Path;
use std::sync::Arc;
use store::StoreHost;

/// A site loses pages now and then; so few are nobody's mistake.
const FEW_PAGES: usize = 5;

/// A day: so long it is believed without reading that files on a target are as they were left.
const TRUST: i64 = 24 * 3600;

/// The hosts of a target, each for itself.
///
/// # Errors
/// There is no key to an object store, or it lies open.
pub fn hosts(target: &Target, notes: &Arc<Notes>) -> Result<Vec<Box<dyn Host>>, Vec<Diagnostic>> {
    let shell =
        |way| -> Box<dyn Host> { Box::new(Shell::new(way, target, notes.token(), release::who())) };
    let source = notes.source();
    Ok(match &target.address {
        Address::Directory(folder) => vec![shell(Way::Local(source.join(folder)))],
        Address::Ssh(ssh) => {
            let ssh = ssh.below(source);
            let way = |server: &Server| Way::Remote(ssh.clone(), server.clone());
            ssh.servers.iter().map(|server| shell(way(server))).collect()
        }
        Address::Store(store) => {
            let host = StoreHost::new(target, store, source, Arc::clone(notes));
            vec![Box::new(host.map_err(|problem| vec![problem])?)]
        }
    })
}

/// Asks every host at the same time; all that fail are told.
fn all<T: Send, S: Send>(
    items: &mut [S],
    ask: impl Fn(&mut S) -> Result<T, Failure> + Sync,
) -> Result<Vec<T>, Vec<Diagnostic>> {
    let answers: Vec<Result<T, Failure>> = std::thread::scope(|scope| {
        let ask = &ask;
        let threads: Vec<_> = items.iter_mut().map(|item| scope.spawn(move || ask(item))).collect();
        let joined = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined
            .map(|answer| answer.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut problems = Vec::new();
    let done = answers
        .into_iter()
        .filter_map(|answer| answer.map_err(|failure| problems.push(*failure.problem)).ok());
    let done: Vec<T> = done.collect();
    if problems.is_empty() { Ok(done) } else { Err(problems) }
}

/// A host with what it holds.
struct Seat {
    host: Box<dyn Host>,
    status: Status,
    base: Option<(ReleaseId, Arc<Manifest>)>,
}

/// A publish that can be carried out.
pub struct Plan<'t> {
    target: &'t Target,
    notes: Arc<Notes>,
    tree: Tree,
    manifest: Manifest,
    sum: Sum,
    seats: Vec<Seat>,
    changes: Changes,
    is_done: bool,
}

/// What publishing did.
#[derive(Debug)]
pub struct Published {
    /// What visitors see now.
    pub release: ReleaseId,
    /// Bytes that were sent, to all hosts.
    pub sent: u64,
    /// What somebody should look at. An error among them: visitors see the release before.
    pub problems: Vec<Diagnostic>,
}

impl<'t> Plan<'t> {
    /// Compares what `take` gives of the output folder with what the hosts show; the hosts are asked meanwhile. They are
    /// locked until the plan is carried out or dropped, unless the run is a dry one.
    ///
    /// # Errors
    /// A host cannot be reached or is locked, or more pages would vanish than may; whatever `take` finds.
    pub fn make(
        target: &'t Target,
        output: &Path,
        notes: Arc<Notes>,
        allowed: Allowed,
        take: impl FnOnce() -> Result<Tree, Vec<Diagnostic>>,
    ) -> Result<Self, Vec<Diagnostic>> {
        if let Address::Directory(folder) = &target.address {
            refuse_overlap(&notes.source().join(folder), notes.source(), output)?;
        }
        let mut hosts = hosts(target, &notes)?;
        let (tree, found) = std::thread::scope(|scope| {
            let opening = scope.spawn(|| all(&mut hosts, |host| host.enter(allowed)));
            let tree = take();
            let found = opening.join();
            (tree, found.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let (tree, found) = (tree?, found?);
        let manifest = tree.manifest();
        if !manifest.0.contains_key("index.html") {
            return Err(vec![no_home()]);
        }
        let text = manifest.text();
        let sum = Sum::of(text.as_bytes());
        let mut seats = Vec::new();
        for (host, status) in hosts.into_iter().zip(found) {
            seats.push(Seat { host, status, base: None });
        }
        all(&mut seats, |seat| seat.find_base(&notes))?;
        if !allowed.is_dry {
            notes.remember(&text, sum);
        }
        let nothing = Manifest::default();
        let before = seats.first().and_then(|seat| seat.base.as_ref());
        let changes = Changes::between(before.map_or(&nothing, |(_, base)| base), &tree);
        refuse_deletes(target, &changes, allowed)?;
        let same = seats.iter().all(|seat| seat.status.current_sum == Some(sum));
        let is_done = same
            && all(&mut seats, |seat| match seat.status.current {
                Some(current) if !allowed.is_dry => seat.host.verify(current, false),
                _ => Ok(Vec::new()),
            })?
            .iter()
            .all(Vec::is_empty);
        Ok(Self { target, notes, tree, manifest, sum, seats, changes, is_done })
    }

    /// What visitors will find different.
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Whether visitors see all of it already, as it should be.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// What visitors see, on the first host.
    pub fn current(&self) -> Option<ReleaseId> {
        self.seats.first().and_then(|seat| seat.status.current)
    }

    /// The title of a page that is published.
    pub fn title(&self, name: &str) -> Option<String> {
        changes::title(&self.tree, name)
    }

    /// Prepares all hosts, then switches all.
    ///
    /// # Errors
    /// Visitors see what they saw before on every host; or, where the target says so, on those that could not switch.
    pub fn carry_out(mut self, progress: &dyn Transfer) -> Result<Published, Vec<Diagnostic>> {
        let newest = self.seats.iter().filter_map(|seat| seat.status.newest).max();
        let id = newest.map_or(Some(ReleaseId(1)), ReleaseId::next).ok_or_else(no_number)?;
        let (manifest, tree, sum) = (&self.manifest, &self.tree, self.sum);
        let thorough: Vec<bool> = self.seats.iter().map(|seat| is_old(&seat.status)).collect();
        let thorough = thorough.contains(&true);
        let sent = all(&mut self.seats, |seat| {
            let draft = Draft {
                id,
                manifest,
                sum,
                tree,
                base: seat.base.as_ref().map(|(id, manifest)| (*id, &**manifest)),
                thorough,
            };
            seat.host.prepare(&draft, progress)
        })?;
        let time = release::now();
        let entry = |from| ReleaseEntry {
            time: time.clone(),
            by: release::who(),
            action: Action::Publish,
            release: id,
            from,
            added: self.changes.added.len(),
            changed: self.changes.changed.len(),
            removed: self.changes.removed.len(),
            manifest: self.sum.to_string(),
            thorough,
            program: concat!("gongbao ", env!("CARGO_PKG_VERSION")).to_owned(),
        };
        let before = self.seats.iter().map(|seat| seat.status.current).collect();
        let mut switch = Switch { seats: &mut self.seats, before, notes: &self.notes };
        switch.all(id, self.target.on_failure, entry)?;
        let changed = self.changes.added.iter().chain(&self.changes.changed);
        let changed: Vec<&str> = changed.map(|file| file.name.as_str()).collect();
        let mut problems = match self.target.check {
            OnMismatch::Off => Vec::new(),
            _ => switch.compare(self.target, &self.manifest, &changed, entry(None)),
        };
        if !problems.iter().any(|problem| problem.severity == Severity::Error) {
            // Old releases that stay a little longer do no harm.
            let keep = self.target.keep;
            let left = all(&mut self.seats, |seat| seat.host.prune(keep)).err();
            problems.extend(
                left.into_iter()
                    .flatten()
                    .map(|problem| Diagnostic { severity: Severity::Warning, ..problem }),
            );
        }
        let seen = self.seats.iter().filter_map(|seat| seat.status.current_sum);
        let sums: Vec<Sum> = seen.chain([self.sum]).collect();
        self.notes.forget_but(&sums);
        Ok(Published { release: id, sent: sent.iter().sum(), problems })
    }
}

impl Seat {
    /// What visitors see there: what most of the new release is taken from.
    fn find_base(&mut self, notes: &Notes) -> Result<(), Failure> {
        let Some((id, sum)) = self.status.current.zip(self.status.current_sum) else {
            return Ok(());
        };
        let manifest = match notes.manifest(sum) {
            Some(manifest) => manifest,
            None => {
                let manifest = self.host.manifest(id)?;
                notes.remember(&manifest.text(), sum);
                manifest
            }
        };
        self.base = Some((id, Arc::new(manifest)));
        Ok(())
    }
}

/// The moment in which visitors come to see something else.
struct Switch<'s> {
    seats: &'s mut [Seat],
    /// What visitors saw, for each seat.
    before: Vec<Option<ReleaseId>>,
    notes: &'s Notes,
}

impl Switch<'_> {
    /// One host after the other: where one fails, the policy says what becomes of those before it.
    fn all(
        &mut self,
        id: ReleaseId,
        policy: OnFailure,
        entry: impl Fn(Option<ReleaseId>) -> ReleaseEntry,
    ) -> Result<(), Vec<Diagnostic>> {
        for at in 0..self.seats.len() {
            let entry = entry(self.before[at]);
            if let Err(failure) = self.seats[at].host.switch(id, &entry.line()) {
                let mut problems = vec![*failure.problem];
                match policy {
                    OnFailure::RollBack => problems.extend(self.back(at, &entry)),
                    OnFailure::Stop => problems.extend(self.told_apart(at)),
                }
                return Err(problems);
            }
        }
        self.note(&entry(self.before.first().copied().flatten()))
    }

    /// Brings the first `count` hosts back to what they showed.
    fn back(&mut self, count: usize, why: &ReleaseEntry) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for (seat, before) in self.seats[..count].iter_mut().zip(&self.before) {
            let Some(before) = *before else {
                continue;
            };
            let entry = ReleaseEntry {
                time: release::now(),
                action: Action::Undo,
                release: before,
                from: Some(why.release),
                thorough: false,
                ..why.clone()
            };
            if let Err(failure) = seat.host.switch(before, &entry.line()) {
                problems.push(*failure.problem);
            }
            problems.extend(self.notes.log(&entry).err());
        }
        problems
    }

    /// Says that the hosts show different releases.
    fn told_apart(&self, count: usize) -> Option<Diagnostic> {
        let switched: Vec<&str> =
            self.seats[..count].iter().map(|seat| seat.host.place()).collect();
        let list = switched.join(", ");
        (count > 0).then(|| {
            let words = say!(
                "已经切换到新版本的服务器：{list}；其余仍是旧版本",
                "these show the new release already: {list}; the others show the old one"
            );
            Diagnostic::error(Code::Publish, words).hint(say!(
                "处理好故障再发布一次，或用 gongbao rollback 回退",
                "mend the failure and publish again, or go back with gongbao rollback"
            ))
        })
    }

    fn note(&self, entry: &ReleaseEntry) -> Result<(), Vec<Diagnostic>> {
        self.notes.log(entry).map_err(|problem| vec![problem])
    }

    /// Looks at the site as a visitor, and goes back where it is wrong and the policy says so.
    fn compare(
        &mut self,
        target: &Target,
        manifest: &Manifest,
        changed: &[&str],
        publish: ReleaseEntry,
    ) -> Vec<Diagnostic> {
        let problem = match sample::compare(&target.check_url, manifest, changed) {
            Found::Right => return Vec::new(),
            Found::Unreached(problem) => return vec![problem],
            Found::Wrong(problem) => problem,
        };
        let before = self.before.first().copied().flatten();
        let Some(before) = before.filter(|_| target.check == OnMismatch::RollBack) else {
            return vec![problem];
        };
        let error = Diagnostic { severity: Severity::Error, ..problem };
        let mut problems = vec![error.hint(say!(
            "已按“核对: 回退”退回版本 {before}",
            "as `check: rollback` says, visitors see release {before} again"
        ))];
        problems.extend(self.back(self.seats.len(), &publish));
        problems
    }
}

/// Nobody publishes so often: somebody else made a folder of such a name.
fn no_number() -> Vec<Diagnostic> {
    let words = say!("版本号用完了", "there is no number left for a release");
    vec![Diagnostic::error(Code::Publish, words).hint(say!(
        "看看目标的 releases 文件夹里是不是有编号过大的版本",
        "see whether a folder of the target's `releases` has too high a number"
    ))]
}

fn no_home() -> Diagnostic {
    Diagnostic::error(Code::Publish, say!("没有首页，不能发布", "there is no home page to publish"))
        .hint(say!("先运行 gongbao build", "run `gongbao build` first"))
}

/// A folder of releases is none that the site is made in, and holds none.
fn refuse_overlap(folder: &Path, source: &Path, output: &Path) -> Result<(), Vec<Diagnostic>> {
    let whole = |path: &Path| {
        let known = path.canonicalize().or_else(|_| std::path::absolute(path));
        known.unwrap_or_else(|_| path.to_owned())
    };
    let folder = whole(folder);
    for part in [&source.join("content"), &source.join("themes"), output] {
        let part = whole(part);
        if folder.starts_with(&part) || part.starts_with(&folder) {
            let (shown, part) = (folder.display(), part.display());
            let words = say!(
                "发布到的文件夹“{shown}”与“{part}”重叠",
                "the folder to publish to, {shown}, overlaps {part}"
            );
            let hint = say!(
                "在 site.yaml 里换一个文件夹，例如 /srv/yunxi",
                "name another one in site.yaml, such as /srv/yunxi"
            );
            return Err(vec![Diagnostic::error(Code::Target, words).hint(hint)]);
        }
    }
    Ok(())
}

fn refuse_deletes(
    target: &Target,
    changes: &Changes,
    allowed: Allowed,
) -> Result<(), Vec<Diagnostic>> {
    let (pages, share) = changes.vanishing();
    let most = target.max_deletes;
    if pages <= FEW_PAGES || share <= most as usize || allowed.deletes || allowed.is_dry {
        return Ok(());
    }
    let words = say!(
        "{pages} 个网页会从网站上消失（{share}%），超过了上限 {most}%",
        "{pages} pages would vanish from the site ({share} %), more than the {most} % that may"
    );
    Err(vec![Diagnostic::error(Code::PublishDeletes, words).hint(say!(
        "先用 --dry-run 看看是哪些；确实要删，加 --allow-deletes",
        "see which with --dry-run; where it is meant, say --allow-deletes"
    ))])
}

/// Whether every file was last read long ago.
fn is_old(status: &Status) -> bool {
    let last = status.log.iter().rev().find(|entry| entry.thorough);
    let last = last.and_then(|entry| entry.time.parse::<jiff::Timestamp>().ok());
    let age = |last: jiff::Timestamp| jiff::Timestamp::now().as_second() - last.as_second();
    last.is_none_or(|last| !(0..TRUST).contains(&age(last)))
}

/// The targets of a site that a command names; else the only one.
///
/// # Errors
/// There is none of that name, or none was named and there are several.
pub fn find<'t>(
    targets: &'t [Target],
    name: Option<&str>,
    source: &Path,
) -> Result<&'t Target, Diagnostic> {
    let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    let list_zh = names.join("、");
    let list_en = names.join(", ");
    match (name, targets) {
        (None, [only]) => Ok(only),
        (_, []) => {
            let file = source.join("content/site.yaml");
            let shown = file.display();
            let words =
                say!("“{shown}”里没有写发布目标", "there is no target to publish to in {shown}");
            Err(Diagnostic::error(Code::Target, words).hint(say!(
                "例如：发布: [{{名称: web, 类型: 目录, 路径: /srv/yunxi}}]",
                "for example: publish: [{{name: web, type: directory, path: /srv/yunxi}}]"
            )))
        }
        (None, _) => Err(Diagnostic::error(
            Code::Target,
            say!("请写明发布目标：{list_zh}", "say which target: {list_en}"),
        )),
        (Some(name), _) => targets.iter().find(|target| target.name == name).ok_or_else(|| {
            let words = say!(
                "没有叫“{name}”的发布目标，有的是：{list_zh}",
                "there is no target `{name}`; there are: {list_en}"
            );
            Diagnostic::error(Code::Target, words).did_you_mean(name, names.iter().copied())
        }),
    }
}
