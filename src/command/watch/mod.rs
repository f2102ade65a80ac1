//! `gongbao watch`.

mod publisher;

use super::build::pool;
use super::{Console, Outcome};
use crate::cli;
use crate::config::Target;
use crate::diagnostic::{Code, Diagnostic, Format, Silent, Words};
use crate::say;
use crate::session::{self, Clock, Errors, Live, Step, Update};
use crate::write::{Action, Look, Stages, Writer, Written};
use publisher::Publisher;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The quiet period where the target's own is not known.
const QUIET: Duration = Duration::from_secs(10);

/// After this long without a change the folder is looked at, and the next build is told what was made.
const IDLE: Duration = Duration::from_millis(500);

/// Keeps the output folder up to date until it is interrupted.
pub fn run(args: &cli::Watch, console: &Console) -> Outcome {
    match pool(args.work.jobs) {
        Ok(pool) => pool.install(|| watch(args, console)),
        Err(problem) => console.refuse(problem),
    }
}

fn watch(args: &cli::Watch, console: &Console) -> Outcome {
    let start = Instant::now();
    let (source, output) = (args.site.source(), args.site.output());
    let clock = Clock::begin(args.site.clock.moment());
    let (mut live, update, notice) =
        Live::begin(source, args.drafts.audience(), Errors::Stop, args.poll.mode(), clock);
    if let Some(notice) = notice {
        console.report(vec![notice]);
    }
    let mut folder = Folder {
        writer: Writer::new(&output, source),
        failed: false,
        behind: true,
        told: Vec::new(),
    };
    let first = Step { update, files: BTreeSet::new(), start, notice: None };
    let mut publisher = match &args.publish {
        None => None,
        Some(name) => match crate::publish::find(targets(&live), Some(name), source) {
            Ok(target) => {
                let quiet = target.quiet;
                let mut publisher = Publisher::new(name, source, &output);
                publisher.wait(quiet);
                Some((publisher, quiet))
            }
            // With errors in the site its targets are not known yet.
            Err(_) if live.session().renderer().is_none() => {
                Some((Publisher::new(name, source, &output), QUIET))
            }
            Err(problem) => return console.refuse(problem),
        },
    };
    folder.follow(&live, first, args, console);
    if console.format == Format::Human {
        let source = source.display();
        console.note(&say!(
            "正在监视“{source}”，保存后自动更新。按 Ctrl+C 结束",
            "watching {source}; every save is published to the folder. Ctrl-C ends it"
        ));
    }
    if let Some((publisher, quiet)) = &publisher {
        console.note(&publisher.notice(*quiet));
    }
    let mut idle = Some(Instant::now() + IDLE);
    loop {
        let due = publisher.as_ref().and_then(|(publisher, _)| publisher.due());
        let wake = [idle, due].into_iter().flatten().min();
        if let Some(mut step) = live.next(wake) {
            if let Some(notice) = step.notice.take() {
                console.report(vec![notice]);
            }
            let changed = step.update != Update::Same;
            folder.follow(&live, step, args, console);
            idle = Some(Instant::now() + IDLE);
            if let Some((publisher, quiet)) = publisher.as_mut().filter(|_| changed) {
                match folder.failed {
                    true => publisher.hold(),
                    false => publisher.wait(*quiet),
                }
            }
        }
        if idle.is_some_and(|idle| idle <= Instant::now()) {
            folder.mend(&live, args, console);
            folder.writer.save();
            idle = None;
        }
        if let Some((publisher, _)) = &mut publisher {
            publisher.publish_if_due(live.session(), console);
        }
    }
}

/// The targets of the last good site.
fn targets(live: &Live) -> &[Target] {
    let renderer = live.session().renderer();
    renderer.map_or(&[], |renderer| &renderer.site().settings.targets)
}

/// The output folder as it follows the site.
struct Folder {
    writer: Writer,
    /// The last look at the files found errors.
    failed: bool,
    /// The folder lacks something of the last good site.
    behind: bool,
    /// The problems of the site that were told last.
    told: Vec<Diagnostic>,
}

impl Folder {
    fn follow(&mut self, live: &Live, step: Step, args: &cli::Watch, console: &Console) {
        if step.update == Update::Same {
            return;
        }
        let written = match step.update {
            Update::Failed => Err(Vec::new()),
            _ => self.write(live, Look::Due),
        };
        let mut problems = live.session().problems().to_vec();
        // Warnings that were told before are not told again at every save.
        if written.is_ok() && problems == self.told {
            problems.clear();
        } else {
            self.told.clone_from(&problems);
        }
        let written = written.map_err(|found| problems.extend(found)).ok();
        problems.extend(written.as_ref().and_then(|written| strayed(written, args)));
        if !problems.is_empty() {
            console.report(problems);
        }
        match written {
            Some(written) => {
                let mended = std::mem::replace(&mut self.failed, false);
                if console.format == Format::Json {
                    return;
                }
                console.say(&done(&written, &step.files, args.site.source(), step.start, mended));
            }
            None => {
                self.failed = true;
                console.note(&say!(
                    "网站保持原样，改正并保存后自动更新",
                    "the site stays as it was; it follows as soon as this is mended"
                ));
            }
        }
    }

    /// Makes right what others did in the folder. A page that is saved does not wait for this look at every file.
    fn mend(&mut self, live: &Live, args: &cli::Watch, console: &Console) {
        if self.writer.is_as_written() {
            return;
        }
        let problems = match self.write(live, Look::Everything) {
            Ok(written) => strayed(&written, args).into_iter().collect(),
            Err(problems) => problems,
        };
        if !problems.is_empty() {
            console.report(problems);
        }
    }

    fn write(&mut self, live: &Live, look: Look) -> Result<Written, Vec<Diagnostic>> {
        let look = match std::mem::replace(&mut self.behind, true) {
            true => Look::Everything,
            false => look,
        };
        let Some(renderer) = live.session().renderer() else {
            return Err(Vec::new());
        };
        let mut stages = Stages::default();
        let report = self.writer.write(renderer, Action::Write, look, &Silent, &mut stages)?;
        self.behind = false;
        Ok(report.written)
    }
}

/// What others did in the folder is gone, which they should know.
fn strayed(written: &Written, args: &cli::Watch) -> Option<Diagnostic> {
    let count = written.strayed;
    let output = args.site.output();
    let shown = output.display();
    let words = say!(
        "输出文件夹“{shown}”里有 {count} 个文件被别人改动、删除或放入，已经恢复",
        "{count} files in the output folder {shown} had been changed, removed or added by others; it is right again"
    );
    let problem = Diagnostic::warning(Code::Output, words).hint(say!(
        "要改网站，请改 content 里的文件：输出文件夹里的改动不会保留",
        "change the files in `content` instead: nothing that is changed in the output folder stays"
    ));
    (count > 0).then_some(problem)
}

/// `10:32:05 已更新：改动 3 个文件，用时 0.04 秒（news/a.md）`.
fn done(
    written: &Written,
    files: &BTreeSet<PathBuf>,
    source: &Path,
    start: Instant,
    mended: bool,
) -> Words {
    let seconds = start.elapsed().as_secs_f64();
    let time = session::now().strftime("%H:%M:%S");
    let Written { added, changed, removed, .. } = written;
    let Words { zh, en } = cause(files, source);
    let (mended_zh, mended_en) = match mended {
        true => ("问题已改正，", "mended, "),
        false => ("", ""),
    };
    say!(
        "{time} {mended_zh}已更新：新增 {added}，改动 {changed}，删除 {removed}，用时 {seconds:.2} 秒{zh}",
        "{time} {mended_en}updated: {added} added, {changed} changed, {removed} removed, in {seconds:.2} s{en}"
    )
}

fn cause(files: &BTreeSet<PathBuf>, source: &Path) -> Words {
    let Some(first) = files.first() else {
        return say!("", "");
    };
    let shown = first.strip_prefix(source).unwrap_or(first).display();
    match files.len() - 1 {
        0 => say!("（{shown}）", " ({shown})"),
        more => {
            let all = files.len();
            say!("（{shown} 等 {all} 个文件）", " ({shown} and {more} more)")
        }
    }
}
