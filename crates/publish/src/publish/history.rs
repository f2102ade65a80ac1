//! What was published: what a target holds, whether it is still right, and the way back.

use super::failure::Failure;
use super::host::{Fault, Host};
use super::manifest::Sum;
use super::notes::Notes;
use super::release::{self, Action, ReleaseEntry, ReleaseId, Status};
use super::sample::{self, Found};
use super::{Seat, Switch, all, hosts};
use crate::config::{OnFailure, OnMismatch, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::say;
use std::sync::Arc;

/// What a host holds.
#[derive(Debug)]
pub struct HostReport {
    /// How the user calls it.
    pub place: String,
    /// Its releases.
    pub status: Status,
}

/// Asks every host of a target what it holds.
///
/// # Errors
/// A host cannot be reached.
pub fn look(target: &Target, notes: &Arc<Notes>) -> Result<Vec<HostReport>, Vec<Diagnostic>> {
    let mut hosts = hosts(target, notes)?;
    all(&mut hosts, |host| Ok(HostReport { status: host.look()?, place: host.place().to_owned() }))
}

/// What is wrong with what visitors see on a host.
#[derive(Debug)]
pub struct Inspected {
    /// How the user calls it.
    pub place: String,
    /// What visitors see; `None` before the first publish.
    pub current: Option<ReleaseId>,
    /// How many files it should hold.
    pub files: usize,
    /// What is not as it was published, by name.
    pub faults: Vec<Fault>,
    /// The list of files itself is not the one that was published: nothing there can be trusted.
    pub is_list_foreign: bool,
}

/// Reads every file that visitors see on every host, and compares it with what was published.
///
/// # Errors
/// A host cannot be reached, or somebody else is at work there.
pub fn verify(target: &Target, notes: &Arc<Notes>) -> Result<Vec<Inspected>, Vec<Diagnostic>> {
    let mut hosts = hosts(target, notes)?;
    all(&mut hosts, |host| {
        let status = host.open()?;
        let place = host.place().to_owned();
        let Some(current) = status.current else {
            return Ok(Inspected {
                place,
                current: None,
                files: 0,
                faults: Vec::new(),
                is_list_foreign: false,
            });
        };
        let faults = host.verify(current, true)?;
        Ok(Inspected {
            place,
            current: Some(current),
            files: host.manifest(current)?.0.len(),
            faults,
            is_list_foreign: is_list_foreign(&status, current, notes),
        })
    })
}

/// Whether the manifest is another one than this machine logged, or than the host itself did.
fn is_list_foreign(status: &Status, id: ReleaseId, notes: &Notes) -> bool {
    let there = status.current_sum.map(|sum| sum.to_string());
    let own = notes.published(id).map(|entry| entry.manifest);
    let logged = own.or_else(|| status.entry(id).map(|entry| entry.manifest.clone()));
    logged.is_some_and(|logged| there.as_deref() != Some(&logged))
}

/// Shows a release of before to visitors, on every host: `to`, else the newest below the current one.
///
/// # Errors
/// There is no such release on a host, it is no longer whole, or a host cannot switch.
pub fn roll_back(
    target: &Target,
    notes: &Arc<Notes>,
    to: Option<ReleaseId>,
) -> Result<(ReleaseId, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut hosts = hosts(target, notes)?;
    let found = all(&mut hosts, |host| host.open())?;
    let seats = hosts.into_iter().zip(found);
    let mut seats: Vec<Seat> =
        seats.map(|(host, status)| Seat { host, status, base: None }).collect();
    let id = to.or_else(|| before(&seats)).ok_or_else(|| vec![nothing_before()])?;
    if seats.iter().all(|seat| seat.status.current == Some(id)) {
        return Err(vec![shown_already(id)]);
    }
    let manifests = all(&mut seats, |seat| {
        refuse_absent(seat, id)?;
        refuse_damaged(&mut *seat.host, id)?;
        seat.find_base(notes)?;
        seat.host.manifest(id)
    })?;
    let manifest = manifests.into_iter().next().unwrap_or_default();
    let current = seats.first().and_then(|seat| seat.base.clone());
    let delta = manifest.since(current.as_ref().map_or(&Default::default(), |(_, base)| base));
    let before: Vec<_> = seats.iter().map(|seat| seat.status.current).collect();
    let sum = Sum::of(manifest.text().as_bytes());
    let time = release::now();
    let entry = |from| ReleaseEntry {
        time: time.clone(),
        by: release::who(),
        action: Action::Rollback,
        release: id,
        from,
        added: delta.added.0.keys().filter(|name| !delta.removed.0.contains_key(*name)).count(),
        changed: delta.added.0.keys().filter(|name| delta.removed.0.contains_key(*name)).count(),
        removed: delta.removed.0.keys().filter(|name| !delta.added.0.contains_key(*name)).count(),
        manifest: sum.to_string(),
        thorough: false,
        program: concat!("gongbao ", env!("CARGO_PKG_VERSION")).to_owned(),
    };
    let mut switch = Switch { seats: &mut seats, before, notes };
    switch.all(id, OnFailure::Stop, entry)?;
    let changed: Vec<&str> = delta.added.0.keys().map(String::as_str).collect();
    let problems = match target.check {
        OnMismatch::Off => Vec::new(),
        _ => match sample::compare(&target.check_url, &manifest, &changed) {
            Found::Right => Vec::new(),
            Found::Wrong(problem) | Found::Unreached(problem) => vec![problem],
        },
    };
    Ok((id, problems))
}

/// The newest release below the current one that every host holds.
fn before(seats: &[Seat]) -> Option<ReleaseId> {
    let first = &seats.first()?.status;
    let lower = first.releases.iter().rev().filter(|id| Some(**id) < first.current);
    let held = |id: &&ReleaseId| seats.iter().all(|seat| seat.status.releases.contains(*id));
    lower.copied().collect::<Vec<_>>().iter().find(held).copied()
}

fn shown_already(id: ReleaseId) -> Diagnostic {
    let words = say!("访问者看到的已经是版本 {id}", "visitors see release {id} already");
    Diagnostic::error(Code::Publish, words)
}

fn nothing_before() -> Diagnostic {
    Diagnostic::error(
        Code::Publish,
        say!("没有更早的版本可以回退", "there is no earlier release to go back to"),
    )
    .hint(say!("用 gongbao releases 看看有哪些版本", "see what there is with `gongbao releases`"))
}

fn refuse_absent(seat: &Seat, id: ReleaseId) -> Result<(), Failure> {
    if seat.status.releases.contains(&id) {
        return Ok(());
    }
    let place = seat.host.place();
    let known: Vec<String> = seat.status.releases.iter().map(ToString::to_string).collect();
    let (zh, en) = (known.join("、"), known.join(", "));
    Err(Failure::new(Diagnostic::error(
        Code::Publish,
        say!(
            "{place}：没有版本 {id}，有的是：{zh}",
            "{place}: there is no release {id}; there are: {en}"
        ),
    )))
}

/// Files that were edited since, as far as size, time and inode show it.
fn refuse_damaged(host: &mut dyn Host, id: ReleaseId) -> Result<(), Failure> {
    let faults = host.verify(id, false)?;
    let Some(first) = faults.first() else {
        return Ok(());
    };
    let (place, count) = (host.place(), faults.len());
    let name = first.name();
    Err(Failure::new(
        Diagnostic::error(
            Code::Publish,
            say!(
                "{place}：版本 {id} 有 {count} 个文件已不是当初发布的样子，例如 {name}",
                "{place}: release {id} is no longer what was published; files that differ: {count}, such as {name}"
            ),
        )
        .hint(say!(
            "换一个版本，或重新发布",
            "go back to another release, or publish again"
        )),
    ))
}
