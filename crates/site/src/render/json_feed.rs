//! JSON Feed 1.1.

use super::feed::{Feed, FeedEntry};
use crate::site::url::encode_address;
use crate::view::time::rfc3339;
use serde::Serialize;

#[derive(Serialize)]
struct File<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: String,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(flatten)]
    content: Content<'a>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<[Author<'a>; 1]>,
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    tags: &'a [&'a str],
}

/// An item must have one of the two.
#[derive(Serialize)]
enum Content<'a> {
    #[serde(rename = "content_html")]
    Html(&'a str),
    #[serde(rename = "content_text")]
    Text(&'a str),
}

/// The feed as a JSON Feed file.
pub(super) fn json_feed(feed: &Feed<'_>) -> Vec<u8> {
    let file = File {
        version: "https://jsonfeed.org/version/1.1",
        title: feed.title,
        home_page_url: encode_address(feed.home),
        feed_url: encode_address(feed.json_url),
        description: filled(feed.subtitle),
        language: feed.language,
        authors: [Author { name: feed.author }],
        items: feed.entries.iter().map(item).collect(),
    };
    let mut json = serde_json::to_vec_pretty(&file).expect("text alone becomes JSON");
    json.push(b'\n');
    json
}

fn item<'a>(entry: &FeedEntry<'a>) -> Item<'a> {
    let url = encode_address(entry.url);
    Item {
        id: url.clone(),
        url,
        title: entry.title,
        summary: filled(entry.summary),
        content: match (entry.content_html, filled(entry.summary)) {
            (Some(html), _) => Content::Html(html),
            (None, Some(summary)) => Content::Text(summary),
            (None, None) => Content::Text(entry.title),
        },
        date_published: rfc3339(entry.published),
        date_modified: rfc3339(entry.updated),
        authors: filled(entry.author).map(|name| [Author { name }]),
        tags: entry.categories,
    }
}

fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::feed::sample;
    use serde_json::{Value, json};

    #[test]
    fn a_feed_reads_back() {
        let entries = sample::entries();
        let json = json_feed(&sample::feed(&entries));
        let read: Value = serde_json::from_slice(&json).expect("JSON");
        assert_eq!(
            read,
            json!({
                "version": "https://jsonfeed.org/version/1.1",
                "title": "云溪县信息公开",
                "home_page_url": "https://www.example.gov.cn/yunxi/",
                "feed_url": "https://www.example.gov.cn/yunxi/feed.json",
                "description": "会议、方案与进展",
                "language": "zh-CN",
                "authors": [{"name": "云溪县人民政府"}],
                "items": [
                    {
                        "id": "https://www.example.gov.cn/yunxi/%E4%BC%9A%E8%AE%AE/a/",
                        "url": "https://www.example.gov.cn/yunxi/%E4%BC%9A%E8%AE%AE/a/",
                        "title": sample::AWKWARD,
                        "summary": "县委、县政府召开动员大会。",
                        "content_html": "<p>3月31日&nbsp;…</p>",
                        "date_published": "2026-04-01T16:19:00+08:00",
                        "date_modified": "2026-04-01T18:00:00+08:00",
                        "authors": [{"name": "李晓禾"}],
                        "tags": ["会议", "动员 & 部署"],
                    },
                    {
                        "id": "https://www.example.gov.cn/yunxi/meetings/b/",
                        "url": "https://www.example.gov.cn/yunxi/meetings/b/",
                        "title": "通知",
                        "content_text": "通知",
                        "date_published": "2026-04-01T16:19:00+08:00",
                        "date_modified": "2026-04-01T16:19:00+08:00",
                    },
                ],
            })
        );
    }
}
