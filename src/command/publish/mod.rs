//! `gongbao publish`, and what the commands that speak with targets share.

mod report;

pub(super) use report::address;

use super::bar::Bar;
use super::build::pool;
use super::{Console, Outcome};
use crate::check::{bounded, check, check_pages};
use crate::cli;
use crate::config::rules::{Area, rule};
use crate::config::{Settings, Target};
use crate::diagnostic::{Code, Diagnostic, Format, Language, Severity, Words};
use crate::publish::{
    self, Allowed, Changes, Notes, Plan, Published, Redirect, ReleaseId, Transfer, Tree, WebServer,
};
use crate::read::read_settings;
use crate::render::Renderer;
use crate::say;
use crate::session::{Request, Session, build_in, now};
use crate::site::{Audience, Resource};
use crate::view::make::file_size;
use crate::write::{BuildReport, Stages};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::HashSet;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Builds the site and brings it to a target.
pub fn run(args: &cli::Publish, console: &Console) -> Outcome {
    with_target(args.site.source(), args.target.name(), console, |settings, target| {
        if let Some(server) = args.print_config {
            return print_settings(server, target, settings, args, console);
        }
        match pool(args.work.jobs) {
            Ok(pool) => pool.install(|| match prepare(args, console) {
                Ok(renderer) => bring(args, target, &renderer, console),
                Err(outcome) => outcome,
            }),
            Err(problem) => console.refuse(problem),
        }
    })
}

/// Does something with the target that a command names, or the only one.
pub(super) fn with_target(
    source: &Path,
    name: Option<&str>,
    console: &Console,
    act: impl FnOnce(&Settings, &Target) -> Outcome,
) -> Outcome {
    let settings = match settings(source, console) {
        Ok(settings) => settings,
        Err(outcome) => return outcome,
    };
    match publish::find(&settings.targets, name, source) {
        Ok(target) => act(&settings, target),
        Err(problem) => console.refuse(problem),
    }
}

/// What is remembered of a target, kept from other commands of this machine.
pub(super) fn notes(
    source: &Path,
    target: &Target,
    console: &Console,
) -> Result<Arc<Notes>, Outcome> {
    let notes = Notes::open(source, &target.name);
    notes.map(Arc::new).map_err(|problem| console.refuse(problem))
}

/// The settings of a site, from `site.yaml` alone.
fn settings(source: &Path, console: &Console) -> Result<Settings, Outcome> {
    let (settings, problems) = read_settings(source);
    match settings {
        Some(settings) if !crate::diagnostic::has_errors(&problems) => Ok(settings),
        _ => Err(console.report(problems)),
    }
}

/// Builds the site and inspects its documents; with errors nothing is published.
fn prepare(args: &cli::Publish, console: &Console) -> Result<Renderer, Outcome> {
    let request = Request {
        source: args.site.source().to_owned(),
        output: args.site.output(),
        clock: args.site.clock.moment().unwrap_or_else(now),
        audience: Audience::Public,
        search: true,
    };
    let mut session = Session::new(&request.source, request.audience);
    let bar = Bar::new(console, &say!("正在排版", "rendering"));
    let (report, problems) = build_in(&mut session, &request, &bar);
    bar.finish();
    let outcome = console.report(problems);
    let built = report.as_ref().zip(session.renderer());
    let Some((report, renderer)) = built else {
        console.note(&say!(
            "没有发布：先改正上面的错误",
            "nothing was published: mend the errors above first"
        ));
        return Err(outcome);
    };
    tell_held(report, console);
    refuse(inspected(renderer, &session), console)?;
    session.remember_reviews();
    Ok(renderer.clone())
}

/// How many documents do not go out as they stand, since nobody has approved them.
fn tell_held(report: &BuildReport, console: &Console) {
    let held = ["unapproved", "edited"].map(|why| report.left_out.get(why).unwrap_or(&0));
    let held: usize = held.into_iter().sum();
    if held > 0 && console.format != Format::Json {
        console.note(&say!(
            "{held} 篇文档没有审核通过，现在的版本不发布；gongbao review status 列出是哪些",
            "not approved as they stand, and not published that way: {held} of the documents; `gongbao review status` lists them"
        ));
    }
}

/// The errors of the documents.
pub(super) fn inspected(renderer: &Renderer, session: &Session) -> Vec<Diagnostic> {
    errors(check(renderer.site(), session.found().to_vec()).found)
}

/// The errors of the pages that visitors would find different.
fn inspected_pages(renderer: &Renderer, plan: &Plan<'_>) -> Vec<Diagnostic> {
    let Changes { added, changed, .. } = plan.changes();
    let names: HashSet<&str> = added.iter().chain(changed).map(|file| file.name.as_str()).collect();
    errors(check_pages(renderer, |route| names.contains(route.output().as_str())))
}

fn errors(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.retain(|p| p.severity == Severity::Error && !is_mended_by_publishing(p));
    bounded(found)
}

/// That a column is stale is no reason to wait.
fn is_mended_by_publishing(problem: &Diagnostic) -> bool {
    rule(problem.code).is_some_and(|rule| rule.area == Area::Freshness)
}

fn refuse(found: Vec<Diagnostic>, console: &Console) -> Result<(), Outcome> {
    if found.is_empty() {
        return Ok(());
    }
    let outcome = console.report(found);
    console.note(&say!(
        "没有发布：检查发现上面的错误；确实没有问题的，在文档里写“检查例外”和理由",
        "nothing was published: the inspection has found the errors above; what is right as it is gets an exception with its reason"
    ));
    Err(outcome)
}

fn bring(args: &cli::Publish, target: &Target, renderer: &Renderer, console: &Console) -> Outcome {
    let start = Instant::now();
    let allowed =
        Allowed { is_dry: args.dry_run, deletes: args.allow_deletes, break_lock: args.break_lock };
    let notes = match args.dry_run {
        true => Ok(Arc::new(Notes::look(args.site.source(), &target.name))),
        false => notes(args.site.source(), target, console),
    };
    let notes = match notes {
        Ok(notes) => notes,
        Err(outcome) => return outcome,
    };
    let output = args.site.output();
    let taken = || take(&output, target, console);
    let plan = match Plan::make(target, &output, notes, allowed, taken) {
        Ok(plan) => plan,
        Err(problems) => return cannot(problems, console),
    };
    if plan.is_done() {
        return match console.format {
            Format::Json => Outcome::Done,
            _ => console.say(&up_to_date(&plan, target)),
        };
    }
    if let Err(outcome) = refuse(inspected_pages(renderer, &plan), console) {
        return outcome;
    }
    let site = &renderer.site().settings.file.name;
    let told = console.print(&report::changes(&plan, target, site, console));
    if args.dry_run || told != Outcome::Done {
        return told;
    }
    let asked = Instant::now();
    if !agreed(args.yes, &question(target), console) {
        return Outcome::CannotRun;
    }
    // The time in which somebody thought is not ours.
    let start = start + asked.elapsed();
    let bar = TransferBar::new(console);
    let done = plan.carry_out(&bar);
    bar.finish();
    match done {
        Ok(published) => tell(published, target, start, console),
        Err(problems) => cannot(problems, console),
    }
}

fn take(output: &Path, target: &Target, console: &Console) -> Result<Tree, Vec<Diagnostic>> {
    let words = match target.compress {
        true => say!("正在压缩", "compressing"),
        false => say!("正在计算校验码", "taking sums"),
    };
    let bar = Bar::new(console, &words);
    let tree = Tree::take(output, target.compress, &bar);
    bar.finish();
    tree
}

/// What publishing without a question did.
pub(super) enum Brought {
    /// Visitors see all of it already.
    Same(Option<ReleaseId>),
    /// They see it now.
    Published {
        /// Which release it is.
        release: ReleaseId,
        /// What the user is told.
        words: Words,
        /// What somebody should look at.
        problems: Vec<Diagnostic>,
    },
}

/// Publishes what is in `output`, as it is, without asking; its documents have been inspected.
///
/// # Errors
/// Visitors see what they saw before.
pub(super) fn bring_unasked(
    source: &Path,
    output: &Path,
    target: &Target,
    renderer: &Renderer,
    console: &Console,
) -> Result<Brought, Vec<Diagnostic>> {
    let start = Instant::now();
    let notes = Notes::open(source, &target.name).map_err(|problem| vec![problem])?;
    let taken = || take(output, target, console);
    let plan = Plan::make(target, output, Arc::new(notes), Allowed::default(), taken)?;
    if plan.is_done() {
        return Ok(Brought::Same(plan.current()));
    }
    let found = inspected_pages(renderer, &plan);
    if !found.is_empty() {
        return Err(found);
    }
    let bar = TransferBar::new(console);
    let published = plan.carry_out(&bar);
    bar.finish();
    let published = published?;
    if crate::diagnostic::has_errors(&published.problems) {
        return Err(published.problems);
    }
    Ok(Brought::Published {
        release: published.release,
        words: done(&published, target, start),
        problems: published.problems,
    })
}

/// Nothing is wrong with the site itself: the target cannot be used.
pub(super) fn cannot(problems: Vec<Diagnostic>, console: &Console) -> Outcome {
    console.report(problems);
    Outcome::CannotRun
}

fn up_to_date(plan: &Plan<'_>, target: &Target) -> Words {
    let name = &target.name;
    let release = plan.current().map(|id| id.to_string()).unwrap_or_default();
    say!(
        "“{name}”上已是最新（版本 {release}），没有要发布的",
        "`{name}` shows all of it already (release {release})"
    )
}

fn question(target: &Target) -> Words {
    let name = &target.name;
    say!("发布到“{name}”吗？", "Publish to `{name}`?")
}

/// Asks on a terminal; elsewhere `--yes` must have been said.
pub(super) fn agreed(yes: bool, question: &Words, console: &Console) -> bool {
    if yes {
        return true;
    }
    if !io::stdin().is_terminal() {
        console.refuse(
            Diagnostic::error(
                Code::Publish,
                say!("没有终端，无法询问", "there is no terminal to ask on"),
            )
            .hint(say!("确定要发布就加 --yes", "say --yes where it is meant")),
        );
        return false;
    }
    let hint = match console.language {
        Language::Chinese => "回答 y 继续，其他取消：",
        Language::English => "y to go on, anything else to stop: ",
    };
    eprint!("{}{hint}", question.in_language(console.language));
    drop(io::stderr().flush());
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    let agreed = read.is_ok() && matches!(answer.trim(), "y" | "Y" | "yes" | "是" | "好");
    if !agreed {
        console.note(&say!("已取消，什么都没有改变", "stopped; nothing was changed"));
    }
    agreed
}

fn tell(published: Published, target: &Target, start: Instant, console: &Console) -> Outcome {
    let words = done(&published, target, start);
    let failed = crate::diagnostic::has_errors(&published.problems);
    let outcome = match published.problems.is_empty() {
        true => Outcome::Done,
        false => console.report(published.problems),
    };
    if failed {
        return Outcome::CannotRun;
    }
    if console.format != Format::Json {
        console.say(&words);
    }
    outcome
}

fn done(published: &Published, target: &Target, start: Instant) -> Words {
    let (name, release) = (&target.name, published.release);
    let size = file_size(published.sent);
    let seconds = start.elapsed().as_secs_f64();
    say!(
        "已发布到“{name}”：版本 {release}，上传 {size}，用时 {seconds:.2} 秒",
        "Published to `{name}`: release {release}, {size} sent, in {seconds:.2} s"
    )
}

fn print_settings(
    server: WebServer,
    target: &Target,
    settings: &Settings,
    args: &cli::Publish,
    console: &Console,
) -> Outcome {
    let mut session = Session::new(args.site.source(), Audience::Public);
    let clock = args.site.clock.moment().unwrap_or_else(now);
    session.read(clock, &mut Stages::default());
    let Some(renderer) = session.renderer() else {
        return console.report(session.problems().to_vec());
    };
    let site = renderer.site();
    let redirects: Vec<Redirect> = site
        .routes
        .iter()
        .filter_map(|(route, resource)| match resource {
            Resource::Redirect(id) => Some((site.url(route), site.url(&site.entry(*id).route))),
            _ => None,
        })
        .collect();
    let site = (args.site.source(), settings);
    match publish::settings(server, target, site, &redirects, console.language) {
        Ok(text) => console.print(&text),
        Err(problem) => console.refuse(problem),
    }
}

/// A progress bar on a terminal.
struct TransferBar {
    console: Console,
    bar: ProgressBar,
}

impl TransferBar {
    fn new(console: &Console) -> Self {
        let wanted = console.format == Format::Human && io::stderr().is_terminal();
        let bar = match wanted {
            true => ProgressBar::new(0),
            false => ProgressBar::hidden(),
        };
        let style =
            ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}");
        let bar = style.map(|style| bar.clone().with_style(style)).unwrap_or(bar);
        Self { console: *console, bar }
    }

    fn say(&self, words: &Words) {
        self.bar.set_message(words.in_language(self.console.language).to_owned());
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Transfer for TransferBar {
    fn expect(&self, bytes: u64) {
        self.say(&say!("正在上传", "sending"));
        self.bar.inc_length(bytes);
    }

    fn sent(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn retry(&self, place: &str) {
        self.bar.suspend(|| {
            self.console.note(&say!(
                "{place}：连接断了，重新连接后接着传",
                "{place}: the connection was lost; going on over a new one"
            ));
        });
    }

    fn checking(&self, place: &str) {
        self.say(&say!("{place}：正在核对", "{place}: checking"));
    }
}
