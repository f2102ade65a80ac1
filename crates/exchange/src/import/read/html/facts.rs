//! What the head of a page says of its article: `<meta>`, `<title>`.

use super::tree::Tree;
use crate::import::manuscript::{Place, Stated};

/// Tags that say something of an article (the annex on 网页标签 of the 2017 guide to government sites, and what others use).
const META: [&str; 26] = [
    "sitename",
    "sitedomain",
    "siteidcode",
    "columnname",
    "columndescription",
    "columnkeywords",
    "columntype",
    "articletitle",
    "pubdate",
    "contentsource",
    "keywords",
    "author",
    "description",
    "image",
    "url",
    "publishdate",
    "publish-date",
    "source",
    "editor",
    "og:title",
    "og:description",
    "og:site_name",
    "og:url",
    "article:published_time",
    "article:author",
    "date",
];

/// The tags that say something, in their order.
pub(super) fn meta(tree: &Tree) -> Vec<Stated> {
    let mut stated = Vec::new();
    for id in tree.below(Tree::ROOT) {
        if tree.name(id) != "meta" {
            continue;
        }
        let keys = ["name", "property", "itemprop"];
        let key = keys.iter().find_map(|key| tree.attribute(id, key));
        let value = tree.attribute(id, "content").unwrap_or_default().trim();
        let Some(key) = key.filter(|key| META.contains(&key.to_ascii_lowercase().as_str())) else {
            continue;
        };
        if !value.is_empty() {
            stated.push(state(key, value, Place::Whole));
        }
    }
    stated
}

fn state(key: &str, value: &str, place: Place) -> Stated {
    Stated { key: key.to_owned(), value: value.to_owned(), place }
}

/// The article's title: what the tags say, the heading, the page's own without the site's name.
pub(super) fn title(tree: &Tree, meta: &[Stated]) -> Option<String> {
    let said = |name: &str| {
        let found = meta.iter().find(|stated| stated.key.eq_ignore_ascii_case(name));
        found.map(|stated| stated.value.clone())
    };
    let of = |name| {
        let text = tree.words(tree.first(name)?);
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        (text.chars().count() > 1).then_some(text)
    };
    let page = of("title").map(|title| without_site(&title, said("SiteName").as_deref()));
    let heading = of("h1").filter(|heading| match &page {
        // The heading of many a site is its own name.
        Some(title) => title.contains(heading.as_str()) || heading.contains(title.as_str()),
        None => true,
    });
    said("ArticleTitle").or(heading).or_else(|| said("og:title")).or(page)
}

/// What names of sites end with.
const SITES: [&str; 6] = ["人民政府", "门户网站", "政府网", "政府网站", "政务网", "信息公开"];

/// `动员大会_云溪县人民政府` -> `动员大会`. A hyphen may be the title's own: it counts only before the name of the site.
fn without_site(title: &str, site: Option<&str>) -> String {
    let last = |mark: &str| title.rsplit(mark).next().unwrap_or_default().trim();
    let marks = ["_", " - ", "|", "--", "——", " – "];
    let marks = marks.iter().filter(|mark| site.is_none_or(|site| last(mark).contains(site)));
    let firsts = marks.map(|mark| title.split(mark).next().unwrap_or_default());
    let named =
        |last: &str| SITES.iter().any(|end| last.ends_with(end)) && last.chars().count() <= 20;
    let hyphen = title.rsplit_once('-');
    let hyphen = hyphen.filter(|(_, last)| Some(last.trim()) == site || named(last.trim()));
    let shorter = firsts.chain(hyphen.map(|(first, _)| first)).map(str::trim);
    let real = shorter.filter(|text| text.chars().count() > 3);
    real.min_by_key(|text| text.len()).unwrap_or(title).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_without_the_site() {
        for (title, site, expected) in [
            ("动员大会召开_云溪县人民政府", None, "动员大会召开"),
            ("动员大会召开-云溪县人民政府", None, "动员大会召开"),
            ("动员大会召开-要闻", None, "动员大会召开-要闻"),
            ("动员大会召开-云溪县人民政府", Some("云溪县人民政府"), "动员大会召开"),
            ("2012-2013年计划_云溪县", Some("云溪县"), "2012-2013年计划"),
            ("要闻", None, "要闻"),
        ] {
            assert_eq!(without_site(title, site), expected);
        }
    }
}
