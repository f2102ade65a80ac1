//! What a feed says, whichever form it takes.

use jiff::civil::DateTime;

/// The news of the site or of a column. Addresses are whole ones; times are county time.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Feed<'a> {
    /// Where the Atom form is; also its id.
    pub(super) atom_url: &'a str,
    /// Where the JSON form is.
    pub(super) json_url: &'a str,
    /// The page that it follows: the home page, or the column's.
    pub(super) home: &'a str,
    /// Its title.
    pub(super) title: &'a str,
    /// What it publishes; may be empty.
    pub(super) subtitle: &'a str,
    /// `zh-CN`.
    pub(super) language: &'a str,
    /// When anything in it last changed.
    pub(super) updated: DateTime,
    /// Who publishes it: stands for entries without an author.
    pub(super) author: &'a str,
    /// Newest first.
    pub(super) entries: &'a [FeedEntry<'a>],
}

/// A document in a feed.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct FeedEntry<'a> {
    /// Its page; also its id, so it must not change.
    pub(super) url: &'a str,
    /// Its title.
    pub(super) title: &'a str,
    /// When it was published.
    pub(super) published: DateTime,
    /// When it last changed.
    pub(super) updated: DateTime,
    /// One or two sentences; may be empty.
    pub(super) summary: &'a str,
    /// The text as HTML, its links and pictures with whole addresses.
    pub(super) content_html: Option<&'a str>,
    /// Who wrote it; may be empty.
    pub(super) author: &'a str,
    /// Keywords, and the column's name.
    pub(super) categories: &'a [&'a str],
}

#[cfg(test)]
pub(super) mod sample {
    use super::{Feed, FeedEntry};
    use jiff::civil::date;

    /// Text that every form must escape.
    pub(in crate::render) const AWKWARD: &str =
        "<b>“六好”</b> & \"三到位\"\u{1}]]></content>\u{2028}";

    /// Entries: one with everything, one with the least.
    pub(in crate::render) fn entries() -> [FeedEntry<'static>; 2] {
        let at = date(2026, 4, 1).at(16, 19, 0, 0);
        [
            FeedEntry {
                url: "https://www.example.gov.cn/yunxi/会议/a/",
                title: AWKWARD,
                published: at,
                updated: at.date().at(18, 0, 0, 0),
                summary: "县委、县政府召开动员大会。",
                content_html: Some("<p>3月31日&nbsp;…</p>"),
                author: "李晓禾",
                categories: &["会议", "动员 & 部署"],
            },
            FeedEntry {
                url: "https://www.example.gov.cn/yunxi/meetings/b/",
                title: "通知",
                published: at,
                updated: at,
                summary: "",
                content_html: None,
                author: "",
                categories: &[],
            },
        ]
    }

    /// A feed of these entries.
    pub(in crate::render) fn feed<'a>(entries: &'a [FeedEntry<'a>]) -> Feed<'a> {
        Feed {
            atom_url: "https://www.example.gov.cn/yunxi/feed.xml",
            json_url: "https://www.example.gov.cn/yunxi/feed.json",
            home: "https://www.example.gov.cn/yunxi/",
            title: "云溪县信息公开",
            subtitle: "会议、方案与进展",
            language: "zh-CN",
            updated: date(2026, 4, 1).at(18, 0, 0, 0),
            author: "云溪县人民政府",
            entries,
        }
    }
}
