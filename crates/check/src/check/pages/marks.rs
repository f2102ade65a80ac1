//! 标签与标识: the tags in a page's head, its title, the footer's eight items, and the notice before a reader leaves
//! (政府网站发展指引, 国办发〔2017〕47号).

use super::{Finding, Seen};
use crate::diagnostic::{Code, Words};
use crate::say;
use crate::site::{Resource, Site};

const SITE: [&str; 3] = ["SiteName", "SiteDomain", "SiteIDCode"];
const COLUMN: [&str; 4] = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
const ARTICLE: [&str; 3] = ["ArticleTitle", "PubDate", "ContentSource"];

pub(super) fn check(page: &Seen<'_>) -> Vec<Finding> {
    let mut found = missing(page);
    found.extend(values(page));
    found.extend(title(page));
    found.extend(footer(page));
    found.extend(leaving(page));
    found
}

fn content<'p>(page: &'p Seen<'_>, name: &str) -> Option<&'p str> {
    let mut tags = page.outline.tags.iter();
    tags.find(|(known, _)| known == name).map(|(_, content)| content.as_str())
}

/// The tags that a page of its kind must carry.
fn required(page: &Seen<'_>) -> Vec<&'static str> {
    let mut names = SITE.to_vec();
    // A site that is being prepared may have no code yet; the build says so.
    if page.site.settings.file.id_code.is_none() {
        names.retain(|name| *name != "SiteIDCode");
    }
    match page.resource {
        Resource::Column(..) => names.extend(COLUMN),
        Resource::Document(id) => {
            if page.site.entry(*id).column.is_some() {
                names.extend(COLUMN);
            }
            names.extend(ARTICLE);
        }
        _ => {}
    }
    names
}

fn missing(page: &Seen<'_>) -> Vec<Finding> {
    let names = required(page).into_iter();
    let lacking = names.filter(|name| content(page, name).is_none());
    let nobody = page.site.settings.file.organiser.is_none();
    lacking
        .map(|name| match name {
            "ContentSource" if nobody => Finding::new(
                Code::SourceMissing,
                say!("文章没有来源", "the article does not say where it comes from"),
            ),
            _ => Finding::new(
                Code::MetaMissing,
                say!("网页没有标签 {name}", "the page has no tag {name}"),
            ),
        })
        .collect()
}

/// Values that templates leave behind, tags that stand twice, a time in another form.
fn values(page: &Seen<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let wrong = |words: Words| Finding::new(Code::MetaValue, words);
    for name in SITE.iter().chain(&COLUMN).chain(&ARTICLE) {
        let all = page.outline.tags.iter().filter(|(known, _)| known == name);
        if all.count() > 1 {
            found.push(wrong(say!("标签 {name} 写了两次", "the tag {name} stands twice")));
        }
        let Some(value) = content(page, name) else {
            continue;
        };
        let left_over = matches!(value.trim(), "" | "null" | "undefined" | "None")
            || ["{{", "}}", "{%"].iter().any(|mark| value.contains(mark));
        if left_over {
            found.push(wrong(say!(
                "标签 {name} 没有填上内容（“{value}”）",
                "the tag {name} has no value (“{value}”)"
            )));
        }
    }
    let stamp = content(page, "PubDate").filter(|stamp| !is_stamp(stamp));
    found.extend(stamp.map(|stamp| {
        wrong(say!(
            "PubDate 应为“2026-04-01 16:19”的形式，不是“{stamp}”",
            "PubDate must look like 2026-04-01 16:19, not {stamp}"
        ))
    }));
    found
}

/// `YYYY-MM-DD HH:MM`, 24 hours.
fn is_stamp(text: &str) -> bool {
    let form = text.len() == 16
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            10 => byte == b' ',
            13 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
    form && jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M", text).is_ok()
}

/// One `<h1>`, and the title's tag says the same.
fn title(page: &Seen<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let wrong = |words: Words| Finding::new(Code::TitleHeading, words);
    if page.outline.title.trim().is_empty() {
        found.push(wrong(say!("网页没有标题（title）", "the page has no title")));
    }
    let first = page.outline.headings.iter().filter(|(level, _)| *level == 1);
    let first: Vec<&str> = first.map(|(_, text)| text.trim()).collect();
    match first[..] {
        [heading] => {
            let said = content(page, "ArticleTitle").map(one_line);
            if said.is_some_and(|said| said != one_line(heading)) {
                found.push(wrong(say!(
                    "ArticleTitle 与网页上的标题不同",
                    "ArticleTitle is not the heading of the page"
                )));
            }
        }
        _ => {
            let count = first.len();
            found.push(wrong(say!(
                "网页有 {count} 个一级标题（h1），应当正好一个",
                "the page has {count} headings of level 1, and should have one"
            )));
        }
    }
    found
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect()
}

/// One of the eight items that stand at the foot of every page.
pub(super) struct Item {
    name: Words,
    /// What shows that it is there.
    shown: String,
}

/// The items of a site; those that its settings lack stop the build.
pub(super) fn items(site: &Site) -> Vec<Item> {
    let file = &site.settings.file;
    if file.preview.unwrap_or(false) {
        return Vec::new();
    }
    let text = |value: Option<&str>| value.map(one_line);
    let address = |value: Option<&str>| value.map(|address| site.written_url(address));
    let mut routes = site.routes.iter();
    let map = routes.find(|(_, resource)| **resource == Resource::SiteMap);
    let rows = [
        (
            say!("党政机关网站标识", "the party-and-government mark"),
            address(file.party_mark_url.as_ref().map(|url| &*url.text)),
        ),
        (
            say!("“我为政府网站找错”入口", "the link to report errors"),
            address(file.find_error_url.as_ref().map(|url| &*url.text)),
        ),
        (
            say!("网站标识码", "the site id code"),
            text(file.id_code.as_ref().map(|code| &*code.value)),
        ),
        (say!("主办单位", "the organiser"), text(file.organiser.as_deref())),
        (say!("联系方式", "the contact"), text(file.contact.as_deref())),
        (say!("ICP备案编号", "the ICP number"), text(file.icp.as_ref().map(|icp| &*icp.value))),
        (
            say!("公安机关备案标识", "the police record"),
            text(file.police_record.as_ref().map(|record| &*record.value)),
        ),
        (say!("网站地图", "the site map"), map.map(|(route, _)| site.url(route))),
    ];
    let there = rows.into_iter();
    there.filter_map(|(name, shown)| Some(Item { name, shown: shown? })).collect()
}

fn footer(page: &Seen<'_>) -> Vec<Finding> {
    let shown = one_line(&page.outline.footer);
    let lacking = page.items.iter().filter(|item| !shown.contains(&item.shown));
    lacking
        .map(|Item { name: Words { zh, en }, .. }| {
            Finding::new(Code::FooterItem, say!("页脚没有{zh}", "the footer lacks {en}"))
        })
        .collect()
}

/// A link that leaves the government's sites asks before it goes.
fn leaving(page: &Seen<'_>) -> Vec<Finding> {
    let settings = &page.site.settings;
    let links = page.outline.links.iter();
    let silent = links.filter(|(address, asked)| !asked && settings.leaves(address));
    // The registries' own sites are where the numbers of the footer lead.
    let silent = silent.filter(|(address, _)| !address.contains("://beian."));
    silent
        .map(|(address, _)| {
            Finding::new(
                Code::LeavingNotice,
                say!(
                    "去 {address} 的链接没有离站提示",
                    "the link to {address} does not say that it leaves the site"
                ),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps() {
        for (text, right) in [
            ("2026-04-01 16:19", true),
            ("2026-04-01 16:19:00", false),
            ("2026-04-01", false),
            ("2026-04-31 16:19", false),
            ("2026-04-01 25:19", false),
            ("2026-04-01 16∶19", false),
        ] {
            assert_eq!(is_stamp(text), right, "{text}");
        }
    }
}
