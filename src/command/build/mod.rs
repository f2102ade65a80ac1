//! `gongbao build`.

mod changes;
mod costs;

use super::bar::Bar;
use super::{Console, Outcome};
use crate::cli;
use crate::diagnostic::{Code, Diagnostic, Format, Language};
use crate::say;
use crate::session::{self, Request, now};
use crate::site::count_name;
use crate::view::make::file_size;
use crate::write::{Action, BuildReport, Output, Written};
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

/// Builds the site and says what was done.
pub fn run(args: &cli::Build, console: &Console) -> Outcome {
    let start = Instant::now();
    let request = Request {
        source: args.site.source().to_owned(),
        output: args.site.output(),
        clock: args.site.clock.moment().unwrap_or_else(now),
        audience: args.drafts.audience(),
        search: !args.no_search,
    };
    let action = if args.plan { Action::Plan } else { Action::Write };
    let bar = Bar::new(console, &say!("正在排版", "rendering"));
    let built = match pool(args.work.jobs) {
        Ok(pool) => pool.install(|| session::build(&request, action, &bar)),
        Err(problem) => return console.refuse(problem),
    };
    bar.finish();
    let (report, problems) = built;
    let outcome = console.report(problems);
    let Some(report) = report else {
        // What could not be put back is said beside the error.
        if console.format == Format::Human && !Output::is_mixed(&request.output) {
            let output = request.output.display();
            console.note(&say!(
                "没有生成：“{output}”保持原样",
                "nothing was built: {output} is as it was"
            ));
        }
        return Outcome::Problems;
    };
    let language = console.language;
    let mut text = match (console.format, action) {
        (Format::Json, Action::Plan) => changes::json(&report.changes),
        (Format::Json, Action::Write) => String::new(),
        (_, Action::Plan) => planned(&report, language),
        (_, Action::Write) => summary(&report, &request, start.elapsed(), language),
    };
    if args.profile && console.format != Format::Json {
        text.push_str(&costs::text(&report.costs, language));
    }
    match console.print(&text) {
        Outcome::Done => outcome,
        refused => refused,
    }
}

pub(super) fn pool(jobs: Option<NonZeroUsize>) -> Result<rayon::ThreadPool, Diagnostic> {
    let threads = jobs.map_or(0, NonZeroUsize::get);
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| {
        Diagnostic::error(
            Code::Threads,
            say!("开不了工作线程：{error}", "cannot start threads: {error}"),
        )
    })
}

/// What would change, and that nothing has.
fn planned(report: &BuildReport, language: Language) -> String {
    let Written { added, changed, removed, unchanged, .. } = report.written;
    let head = match language {
        Language::Chinese => format!(
            "如果现在生成：新增 {added}，改动 {changed}，删除 {removed}，不变 {unchanged}（没有写入任何文件）\n"
        ),
        Language::English => format!(
            "A build would bring: {added} added, {changed} changed, {removed} removed, {unchanged} unchanged (nothing was written)\n"
        ),
    };
    head + &changes::text(&report.changes, language)
}

fn summary(report: &BuildReport, request: &Request, whole: Duration, language: Language) -> String {
    let pages: usize = report.counts.values().sum();
    let kinds: Vec<String> = report
        .counts
        .iter()
        .map(|(name, count)| match language {
            Language::Chinese => format!("{} {count}", count_name(name)),
            Language::English => format!("{name} {count}"),
        })
        .collect();
    let written = &report.written;
    let output = request.output.display();
    let size = file_size(written.bytes);
    let seconds = whole.as_secs_f64();
    let (added, changed, removed, same) =
        (written.added, written.changed, written.removed, written.unchanged);
    let times: Vec<String> = report
        .times
        .iter()
        .map(|(name, time)| format!("{} {} ms", stage(name, language), time.as_millis()))
        .collect();
    match language {
        Language::Chinese => format!(
            "已生成“{output}”：{pages} 个页面和文件，{size}，用时 {seconds:.2} 秒\n  其中：{}\n  变化：新增 {added}，改动 {changed}，删除 {removed}，不变 {same}\n{}  用时：{}\n",
            kinds.join("，"),
            left_out(report, language),
            times.join("，"),
        ),
        Language::English => format!(
            "Built {output}: {pages} pages and files, {size}, in {seconds:.2} s\n  of which: {}\n  changes: {added} added, {changed} changed, {removed} removed, {same} unchanged\n{}  time: {}\n",
            kinds.join(", "),
            left_out(report, language),
            times.join(", "),
        ),
    }
}

fn left_out(report: &BuildReport, language: Language) -> String {
    if report.left_out.is_empty() {
        return String::new();
    }
    let word = |why: &str| match (why, language) {
        ("draft", Language::Chinese) => "草稿",
        ("future", Language::Chinese) => "未到时间",
        ("unapproved", Language::Chinese) => "未审核",
        ("edited", Language::Chinese) => "审核后又改（网站上是通过的版本）",
        (_, Language::Chinese) => "已撤下",
        ("draft", Language::English) => "drafts",
        ("future", Language::English) => "not yet due",
        ("unapproved", Language::English) => "not approved",
        ("edited", Language::English) => "edited since (the approved version is shown)",
        (_, Language::English) => "taken down",
    };
    let list: Vec<String> =
        report.left_out.iter().map(|(why, count)| format!("{} {count}", word(why))).collect();
    match language {
        Language::Chinese => format!("  未发布：{}\n", list.join("，")),
        Language::English => format!("  left out: {}\n", list.join(", ")),
    }
}

pub(super) fn stage(name: &'static str, language: Language) -> &'static str {
    match (name, language) {
        (name, Language::English) => name,
        ("look", _) => "查看",
        ("compare", _) => "核对",
        ("read", _) => "读取",
        ("review", _) => "查审核",
        ("link", _) => "连接",
        ("theme", _) => "主题",
        ("index", _) => "编索引",
        ("render", _) => "排版",
        ("write", _) => "写出",
        (name, _) => name,
    }
}
