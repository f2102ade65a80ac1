//! What a page says of its article: `<meta>`, and the line `发布时间：… 来源：…`.

use super::tree::Tree;
use crate::chinese::is_han;
use crate::import::manuscript::{Block, Place, Stated, Table};

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

/// What a line about the publication names, longer words before those that they end in.
const LABELS: [(&str, Worth); 58] = [
    ("发布时间", Worth::Sure),
    ("发布日期", Worth::Sure),
    ("发文日期", Worth::Sure),
    ("发稿时间", Worth::Sure),
    ("更新时间", Worth::Sure),
    ("公开日期", Worth::Sure),
    ("成文日期", Worth::Sure),
    ("生成日期", Worth::Sure),
    ("成文时间", Worth::Sure),
    ("信息来源", Worth::Sure),
    ("文章来源", Worth::Sure),
    ("稿件来源", Worth::Sure),
    ("新闻来源", Worth::Sure),
    ("来源", Worth::Sure),
    ("稿源", Worth::Sure),
    ("出处", Worth::Sure),
    ("信息索引", Worth::Sure),
    ("索引号", Worth::Sure),
    ("发文字号", Worth::Sure),
    ("发布文号", Worth::Sure),
    ("公文文号", Worth::Sure),
    ("文号", Worth::Sure),
    ("发文机关", Worth::Sure),
    ("发文单位", Worth::Sure),
    ("发布机构", Worth::Sure),
    ("发布机关", Worth::Sure),
    ("发布单位", Worth::Sure),
    ("公开机构", Worth::Sure),
    ("主题分类", Worth::Sure),
    ("体裁分类", Worth::Sure),
    ("公开方式", Worth::Sure),
    ("公开类别", Worth::Sure),
    ("信息分类", Worth::Sure),
    ("有效性", Worth::Sure),
    ("公文时效", Worth::Sure),
    ("时效性", Worth::Sure),
    ("主题词", Worth::Sure),
    ("关键词", Worth::Sure),
    ("责任编辑", Worth::Sure),
    ("责编", Worth::Sure),
    ("作者", Worth::Sure),
    ("撰稿", Worth::Sure),
    ("供稿", Worth::Sure),
    ("编辑", Worth::Sure),
    ("审核", Worth::Sure),
    ("核稿", Worth::Sure),
    ("摄影", Worth::Weak),
    ("标题", Worth::Weak),
    ("时间", Worth::Weak),
    ("日期", Worth::Weak),
    ("浏览次数", Worth::Noise),
    ("浏览量", Worth::Noise),
    ("浏览", Worth::Noise),
    ("点击数", Worth::Noise),
    ("点击次数", Worth::Noise),
    ("点击", Worth::Noise),
    ("阅读", Worth::Noise),
    ("字体", Worth::Noise),
];

/// A line about the publication is not longer, in characters.
const LINE: usize = 200;
/// Nor is a value in it.
const VALUE: usize = 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worth {
    /// Nobody begins a sentence with it.
    Sure,
    /// It may be a notice's 时间：, unless it stands beside others.
    Weak,
    /// Of no use to anybody.
    Noise,
}

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

/// `动员大会_云溪县人民政府` -> `动员大会`. A hyphen may be the title's own: it counts only before the name of the site.
fn without_site(title: &str, site: Option<&str>) -> String {
    let last = |mark: &str| title.rsplit(mark).next().unwrap_or_default().trim();
    let marks = ["_", " - ", "|", "--", "——", " – "];
    let marks = marks.iter().filter(|mark| site.is_none_or(|site| last(mark).contains(site)));
    let firsts = marks.map(|mark| title.split(mark).next().unwrap_or_default());
    let hyphen = title.rsplit_once('-').filter(|(_, last)| Some(last.trim()) == site);
    let shorter = firsts.chain(hyphen.map(|(first, _)| first)).map(str::trim);
    let real = shorter.filter(|text| text.chars().count() > 3);
    real.min_by_key(|text| text.len()).unwrap_or(title).to_owned()
}

/// What blocks say of the publication; `None` where a block is text.
pub(super) fn of_block(block: &Block) -> Option<Vec<Stated>> {
    match block {
        Block::Paragraph(text) => of_line(&text.words(), &text.place),
        Block::Table(table) => of_table(table),
        Block::List(_, items) => {
            let inside: Option<Vec<_>> = items.iter().flatten().map(of_block).collect();
            inside.map(|stated| stated.concat()).filter(|stated| !stated.is_empty())
        }
        _ => None,
    }
}

fn of_line(line: &str, place: &Place) -> Option<Vec<Stated>> {
    if line.chars().count() > LINE || line.contains('。') {
        return None;
    }
    let labels = labels(line);
    let sure = labels.iter().any(|label| label.worth == Worth::Sure);
    let first = labels.first().filter(|_| sure || labels.len() > 1)?;
    let before = line[..first.start].trim_matches(is_separator);
    let date = crate::record::Moment::parse(before).is_some();
    if !before.is_empty() && !date {
        return None;
    }
    let mut stated = Vec::new();
    if date {
        stated.push(state("发布时间", before, place.clone()));
    }
    for (at, label) in labels.iter().enumerate() {
        let end = labels.get(at + 1).map_or(line.len(), |next| next.start);
        let value = line[label.end..end].trim_matches(is_separator);
        let value = value.split("  ").next().unwrap_or_default();
        let value = value.split(['【', '[']).next().unwrap_or_default().trim_matches(is_separator);
        if value.chars().count() > VALUE {
            return None;
        }
        if !value.is_empty() && label.worth != Worth::Noise {
            stated.push(state(label.name, value, place.clone()));
        }
    }
    Some(stated)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{a0}'
                | '|'
                | '｜'
                | '【'
                | '】'
                | '['
                | ']'
                | '('
                | ')'
                | '（'
                | '）'
                | ','
                | '，'
                | ';'
                | '；'
                | '/'
                | '·'
                | '-'
        )
}

struct Label {
    name: &'static str,
    worth: Worth,
    /// Where its first character stands, in bytes.
    start: usize,
    /// Behind its colon.
    end: usize,
}

/// The labels of a line: known words before colons, blanks inside of them or not.
fn labels(line: &str) -> Vec<Label> {
    let colons = line.char_indices().filter(|(_, c)| matches!(c, '：' | ':'));
    let mut labels: Vec<Label> = Vec::new();
    for (at, colon) in colons {
        let from = labels.last().map_or(0, |label| label.end);
        if let Some((name, worth, start)) = label_before(line, from, at) {
            labels.push(Label { name, worth, start, end: at + colon.len_utf8() });
        }
    }
    labels
}

fn label_before(line: &str, from: usize, colon: usize) -> Option<(&'static str, Worth, usize)> {
    let seen: Vec<(usize, char)> = line[from..colon]
        .char_indices()
        .filter(|(_, c)| !c.is_whitespace() && *c != '\u{a0}')
        .collect();
    LABELS.iter().find_map(|(name, worth)| {
        let length = name.chars().count();
        let begin = seen.len().checked_sub(length)?;
        let same = seen[begin..].iter().map(|(_, c)| *c).eq(name.chars());
        // 会议时间 is no 时间.
        let alone = match begin.checked_sub(1).map(|at| seen[at]) {
            Some((at, c)) => {
                !is_han(c) || line[from + at + c.len_utf8()..].starts_with(char::is_whitespace)
            }
            None => true,
        };
        (same && alone).then(|| (*name, *worth, from + seen[begin].0))
    })
}

/// The table above documents of 政府信息公开: 索引号, 发文机关, 成文日期, in cells beside their values.
fn of_table(table: &Table) -> Option<Vec<Stated>> {
    let mut stated = Vec::new();
    let mut values = 0;
    for row in &table.rows {
        let mut cells = row.iter().peekable();
        while let Some(cell) = cells.next() {
            let text = cell.words();
            let name: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let name = name.trim_end_matches(['：', ':']);
            let label =
                LABELS.iter().find(|(label, worth)| *label == name && *worth != Worth::Noise);
            match label {
                Some((label, _)) => {
                    let value = cells.next().map(|cell| cell.words().trim().to_owned());
                    values += 1;
                    let value = value.filter(|value| !value.is_empty());
                    stated.extend(value.map(|value| state(label, &value, cell.place.clone())));
                }
                None => {
                    let inside = of_line(&text, &cell.place).unwrap_or_default();
                    values += inside.len();
                    stated.extend(inside);
                }
            }
        }
    }
    (values >= 3).then_some(stated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Option<String> {
        let stated = of_line(text, &Place::Whole)?;
        let words: Vec<String> = stated.iter().map(|s| format!("{}={}", s.key, s.value)).collect();
        Some(words.join(" "))
    }

    #[test]
    fn lines_about_the_publication() {
        for (text, expected) in [
            (
                "发布时间：2012-04-01 16:19　来源：西部县政府网　点击数：123",
                Some("发布时间=2012-04-01 16:19 来源=西部县政府网"),
            ),
            ("来 源： 县委办　作 者:李晓禾 【字体：大 中 小】", Some("来源=县委办 作者=李晓禾")),
            ("2012年4月1日 16:19 来源：县报", Some("发布时间=2012年4月1日 16:19 来源=县报")),
            ("（责任编辑：王一平）", Some("责任编辑=王一平")),
            ("时间：2012-04-01  浏览次数：5", Some("时间=2012-04-01")),
            ("时间：3月31日上午9时", None),
            ("会议时间：3月31日上午9时", None),
            ("联系人：李晓禾　电话：0938-0000000", None),
            ("他说：来源：很清楚。", None),
            ("正文", None),
        ] {
            assert_eq!(line(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn titles_without_the_site() {
        for (title, site, expected) in [
            ("动员大会召开_云溪县人民政府", None, "动员大会召开"),
            ("动员大会召开-云溪县人民政府", None, "动员大会召开-云溪县人民政府"),
            ("动员大会召开-云溪县人民政府", Some("云溪县人民政府"), "动员大会召开"),
            ("2012-2013年计划_云溪县", Some("云溪县"), "2012-2013年计划"),
            ("要闻", None, "要闻"),
        ] {
            assert_eq!(without_site(title, site), expected);
        }
    }
}
