//! What would be different on the public site, page by page, with the reason: `gongbao build --plan`.

use crate::diagnostic::Language;
use crate::write::{Change, Difference};
use serde_json::json;

/// More lines than this nobody reads on a terminal; the JSON form has them all.
const LINES: usize = 200;

/// For people: a line a page, the new ones first.
pub(super) fn text(changes: &[Change], language: Language) -> String {
    let mut text = String::new();
    for change in changes.iter().take(LINES) {
        let sign = match change.difference {
            Difference::Added => '+',
            Difference::Changed => '~',
            Difference::Removed => '-',
        };
        text.push_str(&format!("  {sign} {}", address(&change.name)));
        let why = words(change, language);
        if !why.is_empty() {
            text.push_str(match language {
                Language::Chinese => "　",
                Language::English => "  ",
            });
            text.push_str(&why);
        }
        text.push('\n');
    }
    let more = changes.len().saturating_sub(LINES);
    if more > 0 {
        text.push_str(&match language {
            Language::Chinese => format!("  …另有 {more} 个，用 --format json 列出全部\n"),
            Language::English => format!("  … and {more} more; --format json lists all of them\n"),
        });
    }
    text
}

/// For programs: an object a line.
pub(super) fn json(changes: &[Change]) -> String {
    let lines = changes.iter().map(|change| {
        let difference = match change.difference {
            Difference::Added => "added",
            Difference::Changed => "changed",
            Difference::Removed => "removed",
        };
        let object = json!({
            "change": difference,
            "path": address(&change.name),
            "fields": change.reasons,
        });
        format!("{object}\n")
    });
    lines.collect()
}

/// `news/a/index.html` -> `/news/a/`.
fn address(name: &str) -> String {
    match name.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{name}"),
    }
}

fn words(change: &Change, language: Language) -> String {
    let mut words: Vec<&str> = Vec::new();
    for field in &change.reasons {
        let (zh, en) = field_words(field);
        let word = match language {
            Language::Chinese => zh,
            Language::English => en,
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(match language {
        Language::Chinese => "、",
        Language::English => ", ",
    })
}

/// A view's field as its reader would call it.
fn field_words(field: &str) -> (&'static str, &'static str) {
    match field {
        "all" => ("主题、设置或程序变了", "the theme, the settings or the program"),
        "title" | "heading" => ("标题", "title"),
        "description" | "meta" | "json_ld" | "canonical" | "url" | "noindex" => {
            ("网页信息", "page data")
        }
        "breadcrumb" | "section" => ("所在栏目", "breadcrumb"),
        "card" | "summary" => ("摘要", "summary"),
        "body" => ("正文", "text"),
        "contents" => ("目录", "table of contents"),
        "datetime" | "source" | "author" | "editor" => ("发布信息", "byline"),
        "image" => ("题图", "picture"),
        "facts" | "official" => ("公文信息", "facts of the document"),
        "attachments" | "downloads" => ("附件和下载", "attachments and downloads"),
        "keywords" => ("关键词", "keywords"),
        "units" => ("单位", "units"),
        "people" => ("人员", "people"),
        "banners" => ("提示", "notices"),
        "chain" | "relations" | "report" | "newer" | "older" | "plan" | "sources" => {
            ("相关文档", "related documents")
        }
        "blocks" | "inline" | "indicators" | "tasks" | "matrix" | "rankings" | "phases"
        | "budget" | "changes" | "task_chart" | "indicator_counts" | "task_counts" | "reached"
        | "as_of" => ("表格和图", "tables and charts"),
        "cards" | "rows" | "lead" | "sections" | "upcoming" | "plans" | "groups" | "leads"
        | "supports" | "documents" | "days" => ("列表", "lists"),
        "pager" | "facets" | "children" | "feeds" => ("翻页和筛选", "ways through the list"),
        _ => ("内容", "content"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(name: &str, difference: Difference, reasons: &[&'static str]) -> Change {
        Change { name: name.to_owned(), difference, reasons: reasons.to_vec() }
    }

    #[test]
    fn a_line_says_the_address_and_the_reason_once() {
        let changes = [
            change("news/a/index.html", Difference::Added, &[]),
            change("index.html", Difference::Changed, &["lead", "sections", "title"]),
            change("news/b.pdf", Difference::Removed, &[]),
        ];
        assert_eq!(
            text(&changes, Language::Chinese),
            "  + /news/a/\n  ~ /　列表、标题\n  - /news/b.pdf\n"
        );
        assert_eq!(
            text(&changes, Language::English),
            "  + /news/a/\n  ~ /  lists, title\n  - /news/b.pdf\n"
        );
        assert_eq!(
            json(&changes[1..2]),
            "{\"change\":\"changed\",\"path\":\"/\",\"fields\":[\"lead\",\"sections\",\"title\"]}\n"
        );
    }
}
