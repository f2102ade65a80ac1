//! Atom 1.0 (RFC 4287).

use super::feed::{Feed, FeedEntry};
use super::xml::Xml;
use crate::site::url::encode_address;
use crate::view::time::rfc3339;

/// The feed as an Atom file.
pub(super) fn atom(feed: &Feed<'_>) -> Vec<u8> {
    let mut xml = Xml::new();
    let namespace = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language)];
    xml.element("feed", &namespace, |xml| {
        let url = encode_address(feed.atom_url);
        xml.words("id", &[], &url);
        xml.words("title", &[], feed.title);
        if !feed.subtitle.is_empty() {
            xml.words("subtitle", &[], feed.subtitle);
        }
        link(xml, "self", "application/atom+xml", &url);
        link(xml, "alternate", "text/html", &encode_address(feed.home));
        xml.words("updated", &[], &rfc3339(feed.updated));
        author(xml, feed.author);
        xml.words("generator", &[], "gongbao");
        for entry in feed.entries {
            xml.element("entry", &[], |xml| self::entry(xml, entry));
        }
    });
    xml.finish()
}

fn entry(xml: &mut Xml, entry: &FeedEntry<'_>) {
    let url = encode_address(entry.url);
    xml.words("id", &[], &url);
    xml.words("title", &[], entry.title);
    link(xml, "alternate", "text/html", &url);
    xml.words("published", &[], &rfc3339(entry.published));
    xml.words("updated", &[], &rfc3339(entry.updated));
    if !entry.author.is_empty() {
        author(xml, entry.author);
    }
    for category in entry.categories {
        xml.empty("category", &[("term", category)]);
    }
    if !entry.summary.is_empty() {
        xml.words("summary", &[], entry.summary);
    }
    if let Some(html) = entry.content_html {
        xml.words("content", &[("type", "html")], html);
    }
}

fn link(xml: &mut Xml, rel: &str, media: &str, href: &str) {
    xml.empty("link", &[("rel", rel), ("type", media), ("href", href)]);
}

fn author(xml: &mut Xml, name: &str) {
    xml.element("author", &[], |xml| xml.words("name", &[], name));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::feed::sample;
    use crate::render::xml::reading::{Element, outline};
    use proptest::prelude::*;

    fn texts<'a>(outline: &'a [Element], name: &str) -> Vec<&'a str> {
        let named = outline.iter().filter(|e| e.name == name);
        named.map(|e| e.text.as_str()).collect()
    }

    #[test]
    fn a_feed_reads_back() {
        let entries = sample::entries();
        let outline = outline(&atom(&sample::feed(&entries)));
        let encoded = "https://www.example.gov.cn/yunxi/%E4%BC%9A%E8%AE%AE/a/";
        for (name, expected) in [
            (
                "id",
                vec![
                    "https://www.example.gov.cn/yunxi/feed.xml",
                    encoded,
                    "https://www.example.gov.cn/yunxi/meetings/b/",
                ],
            ),
            (
                "title",
                vec!["云溪县信息公开", "<b>“六好”</b> & \"三到位\"]]></content>\u{2028}", "通知"],
            ),
            (
                "updated",
                vec![
                    "2026-04-01T18:00:00+08:00",
                    "2026-04-01T18:00:00+08:00",
                    "2026-04-01T16:19:00+08:00",
                ],
            ),
            ("published", vec!["2026-04-01T16:19:00+08:00", "2026-04-01T16:19:00+08:00"]),
            ("name", vec!["云溪县人民政府", "李晓禾"]),
            ("summary", vec!["县委、县政府召开动员大会。"]),
            ("content", vec!["<p>3月31日&nbsp;…</p>"]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(str::trim).collect();
            assert_eq!(texts(&outline, name), expected, "{name}");
        }
        let terms: Vec<_> = outline.iter().filter(|e| e.name == "category").collect();
        assert_eq!(terms[1].attributes, [("term".into(), "动员 & 部署".into())]);
    }

    proptest! {
        #[test]
        fn any_words_are_well_formed(title in any::<String>(), url in any::<String>(), html in any::<String>()) {
            let [mut entry, _] = sample::entries();
            (entry.title, entry.url, entry.content_html) = (title.as_str(), url.as_str(), Some(html.as_str()));
            let categories = [title.as_str()];
            entry.categories = &categories;
            outline(&atom(&sample::feed(&[entry])));
        }
    }
}
