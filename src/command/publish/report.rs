//! What visitors would find different, in words: pages with their titles and sizes.

use super::Console;
use crate::config::Target;
use crate::diagnostic::{Format, Language, plain_line};
use crate::publish::{Changed, Changes, Plan};
use crate::view::make::file_size;
use serde_json::json;

/// More lines than this nobody reads on a terminal; the JSON form has them all.
const LINES: usize = 60;

/// The report for people, without the `site`'s name in titles, or an object a line.
pub(super) fn changes(plan: &Plan<'_>, target: &Target, site: &str, console: &Console) -> String {
    match console.format {
        Format::Json => json(plan.changes()),
        Format::Human | Format::Short => text(plan, target, site, console.language),
    }
}

fn text(plan: &Plan<'_>, target: &Target, site: &str, language: Language) -> String {
    let changes = plan.changes();
    let name = &target.name;
    let current = plan.current().map_or_else(
        || match language {
            Language::Chinese => "首次发布".to_owned(),
            Language::English => "nothing yet".to_owned(),
        },
        |id| match language {
            Language::Chinese => format!("现为版本 {id}"),
            Language::English => format!("release {id}"),
        },
    );
    let (added, changed, removed) = (
        sum(&changes.added, language),
        sum(&changes.changed, language),
        sum(&changes.removed, language),
    );
    let mut text = match language {
        Language::Chinese => {
            format!(
                "“{name}”（{current}）将有这些变化：新增 {added}，改动 {changed}，删除 {removed}\n"
            )
        }
        Language::English => {
            format!(
                "Visitors of `{name}` ({current}) would find: {added} added, {changed} changed, {removed} removed\n"
            )
        }
    };
    if changes.is_empty() {
        text.push_str(match language {
            Language::Chinese => "  网页没有变化；目标上有文件要补上或修复\n",
            Language::English => "  no page is different; files there are to be added or mended\n",
        });
    }
    let lines = [('+', &changes.added), ('~', &changes.changed), ('-', &changes.removed)];
    let lines = lines.iter().flat_map(|(sign, files)| files.iter().map(move |file| (sign, file)));
    for (sign, file) in lines.clone().take(LINES) {
        text.push_str(&format!(
            "  {sign} {}{}\n",
            plain_line(&address(&file.name)),
            plain_line(&details(plan, file, site, language))
        ));
    }
    let more = lines.count().saturating_sub(LINES);
    if more > 0 {
        text.push_str(&match language {
            Language::Chinese => format!("  …另有 {more} 个，用 --format json 列出全部\n"),
            Language::English => format!("  … and {more} more; --format json lists all of them\n"),
        });
    }
    text
}

/// `12 个网页、3 个文件`.
fn sum(files: &[Changed], language: Language) -> String {
    let pages = files.iter().filter(|file| file.name.ends_with(".html")).count();
    let others = files.len() - pages;
    match (language, others) {
        (Language::Chinese, 0) => format!("{pages} 个网页"),
        (Language::Chinese, _) => format!("{pages} 个网页和 {others} 个文件"),
        (Language::English, 0) => format!("{pages} pages"),
        (Language::English, _) => format!("{pages} pages and {others} files"),
    }
}

/// A browser's title ends in the site's name.
fn without_site(title: &str, site: &str) -> String {
    let own = title.strip_suffix(site).map(|rest| rest.trim_end_matches(['_', '-']));
    own.filter(|rest| !rest.is_empty()).unwrap_or(title).to_owned()
}

fn details(plan: &Plan<'_>, file: &Changed, site: &str, language: Language) -> String {
    let title = plan.title(&file.name).map(|title| without_site(&title, site));
    let size = file.size.map(file_size);
    let parts: Vec<String> = match language {
        Language::Chinese => {
            title.map(|title| format!("《{title}》")).into_iter().chain(size).collect()
        }
        Language::English => title.into_iter().chain(size).collect(),
    };
    match (parts.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::Chinese) => format!("　{}", parts.join("，")),
        (false, Language::English) => format!("  {}", parts.join(", ")),
    }
}

fn json(changes: &Changes) -> String {
    let lines =
        [("added", &changes.added), ("changed", &changes.changed), ("removed", &changes.removed)];
    let objects = lines.iter().flat_map(|(change, files)| {
        files.iter().map(move |file| {
            let object = json!({"change": change, "path": address(&file.name), "size": file.size});
            format!("{object}\n")
        })
    });
    objects.collect()
}

/// `news/a/index.html` -> `/news/a/`.
pub(in crate::command) fn address(name: &str) -> String {
    match name.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{name}"),
    }
}
