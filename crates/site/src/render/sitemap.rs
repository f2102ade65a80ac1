//! `sitemap.xml` (sitemaps.org 0.9), in parts with an index where one file would be too large.

use crate::markup::push_escaped;
use crate::site::url::encode_address;
use jiff::civil::Date;
use std::fmt::Write;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
const FOOT: &str = "</urlset>\n";

/// A page of the site.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Page<'a> {
    /// Its whole address.
    pub(super) url: &'a str,
    /// When it last changed, where that is known.
    pub(super) changed: Option<Date>,
}

/// How large one file may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Addresses.
    pub(super) pages: usize,
    /// Bytes, uncompressed.
    pub(super) bytes: usize,
}

impl Limits {
    /// 50,000 addresses, 50 MiB.
    pub(super) const PROTOCOL: Self = Self { pages: 50_000, bytes: 50 << 20 };
}

/// A file of the site map.
#[derive(Debug)]
pub(super) struct File {
    /// `sitemap.xml`, `sitemap-1.xml`, …
    pub(super) name: String,
    /// What is in it.
    pub(super) bytes: Vec<u8>,
}

/// The files of the site map, in the order of the pages; `sitemap.xml` comes first and leads to the others.
///
/// `base` is the address of the folder that they will lie in, with its `/` at the end.
pub(super) fn sitemap(base: &str, pages: &[Page<'_>], limits: Limits) -> Vec<File> {
    let mut parts = split(pages, limits);
    if parts.len() < 2 {
        let text = parts.pop().unwrap_or_default().text;
        return vec![file("sitemap.xml", [HEAD, &text, FOOT].concat())];
    }
    let name = |index: usize| format!("sitemap-{}.xml", index + 1);
    let mut index = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (at, part) in parts.iter().enumerate() {
        let url = format!("{base}{}", name(at));
        push_entry(&mut index, "sitemap", &url, part.changed);
    }
    index.push_str("</sitemapindex>\n");
    let mut files = vec![file("sitemap.xml", index)];
    files.extend(
        parts
            .iter()
            .enumerate()
            .map(|(at, part)| file(&name(at), [HEAD, &part.text, FOOT].concat())),
    );
    files
}

fn file(name: &str, text: String) -> File {
    File { name: name.into(), bytes: text.into_bytes() }
}

#[derive(Default)]
struct Part {
    text: String,
    pages: usize,
    changed: Option<Date>,
}

impl Part {
    fn has_room(&self, entry: &str, limits: Limits) -> bool {
        let bytes = HEAD.len() + self.text.len() + entry.len() + FOOT.len();
        self.pages < limits.pages && bytes <= limits.bytes
    }
}

/// As few parts as can be; an entry that is too large on its own still gets a part.
fn split(pages: &[Page<'_>], limits: Limits) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut entry = String::new();
    for page in pages {
        entry.clear();
        push_entry(&mut entry, "url", page.url, page.changed);
        if !parts.last().is_some_and(|part| part.has_room(&entry, limits)) {
            parts.push(Part::default());
        }
        if let Some(part) = parts.last_mut() {
            part.text.push_str(&entry);
            part.pages += 1;
            part.changed = part.changed.max(page.changed);
        }
    }
    parts
}

fn push_entry(out: &mut String, element: &str, url: &str, changed: Option<Date>) {
    out.push('<');
    out.push_str(element);
    out.push_str("><loc>");
    push_escaped(out, &encode_address(url));
    out.push_str("</loc>");
    if let Some(day) = changed {
        write!(out, "<lastmod>{day}</lastmod>").expect("a string takes any text");
    }
    out.push_str("</");
    out.push_str(element);
    out.push_str(">\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::xml::reading::outline;
    use jiff::civil::date;
    use proptest::prelude::*;

    const BASE: &str = "https://www.example.gov.cn/yunxi/";

    fn locations(file: &File) -> Vec<String> {
        let all = outline(&file.bytes).into_iter();
        all.filter(|e| e.name == "loc").map(|e| e.text).collect()
    }

    #[test]
    fn one_file() {
        let pages = [
            Page {
                url: "https://www.example.gov.cn/yunxi/会议/?a=1&b=2",
                changed: Some(date(2026, 4, 1)),
            },
            Page { url: BASE, changed: None },
        ];
        let files = sitemap(BASE, &pages, Limits::PROTOCOL);
        let [file] = files.as_slice() else { panic!("one file, not {}", files.len()) };
        assert_eq!(file.name, "sitemap.xml");
        assert_eq!(
            String::from_utf8_lossy(&file.bytes),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\
             <url><loc>https://www.example.gov.cn/yunxi/%E4%BC%9A%E8%AE%AE/?a=1&amp;b=2</loc><lastmod>2026-04-01</lastmod></url>\n\
             <url><loc>https://www.example.gov.cn/yunxi/</loc></url>\n\
             </urlset>\n"
        );
    }

    #[test]
    fn parts_with_an_index() {
        let urls: Vec<_> = (0..5).map(|n| format!("{BASE}{n}/")).collect();
        let pages: Vec<_> = (1..)
            .zip(&urls)
            .map(|(day, url)| Page { url, changed: Some(date(2026, 4, day)) })
            .collect();
        let limits = Limits { pages: 2, ..Limits::PROTOCOL };
        let files = sitemap(BASE, &pages, limits);
        let names: Vec<_> = files.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]);
        let listed: Vec<_> = names[1..].iter().map(|name| format!("{BASE}{name}")).collect();
        assert_eq!(locations(&files[0]), listed);
        let changed: Vec<_> = outline(&files[0].bytes)
            .into_iter()
            .filter(|e| e.name == "lastmod")
            .map(|e| e.text)
            .collect();
        assert_eq!(changed, ["2026-04-02", "2026-04-04", "2026-04-05"]);
    }

    #[test]
    fn an_empty_site_has_a_map() {
        let files = sitemap(BASE, &[], Limits::PROTOCOL);
        assert_eq!(files.len(), 1);
        assert!(locations(&files[0]).is_empty());
    }

    proptest! {
        #[test]
        fn parts_keep_the_limits_and_every_page(
            urls in prop::collection::vec("[a-z会&]{1,30}", 0..60),
            pages in 1usize..9,
            bytes in 500usize..1500,
        ) {
            let limits = Limits { pages, bytes };
            let all: Vec<_> = urls.iter().map(|url| Page { url, changed: None }).collect();
            let files = sitemap(BASE, &all, limits);
            let parts = if files.len() > 1 { &files[1..] } else { &files[..] };
            let mut listed = Vec::new();
            for part in parts {
                let locations = locations(part);
                prop_assert!(locations.len() <= pages);
                prop_assert!(part.bytes.len() <= bytes);
                listed.extend(locations);
            }
            let expected: Vec<_> = urls.iter().map(|url| encode_address(url)).collect();
            prop_assert_eq!(listed, expected);
        }
    }
}
