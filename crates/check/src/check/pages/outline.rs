//! What a page shows to a program that inspects it: its head, headings, pictures, tables, links and text.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::convert::Infallible;

/// A page as an inspector sees it, each list in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// `lang` of `<html>`.
    pub(super) language: String,
    pub(super) title: String,
    /// `<meta name>` with its content.
    pub(super) tags: Vec<(String, String)>,
    /// Levels and texts.
    pub(super) headings: Vec<(u8, String)>,
    /// Addresses of pictures that have no `alt`; an empty one says that the picture is decoration.
    pub(super) unnamed_pictures: Vec<String>,
    /// How many tables have no head.
    pub(super) headless_tables: usize,
    /// Where links lead, with whether the reader is asked before.
    pub(super) links: Vec<(String, bool)>,
    /// What the browser loads by itself: scripts, styles, pictures, frames.
    pub(super) loads: Vec<String>,
    /// The footer's text and the addresses in it, each on a line.
    pub(super) footer: String,
    /// Everything that can be read, each piece on a line: text, and the values that stand for text.
    pub(super) text: String,
}

/// Reads a page; any bytes are some page.
pub(super) fn outline(html: &[u8]) -> Outline {
    let mut reader = Reader::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        reader.event(&event);
        None::<Infallible>
    });
    // What stands in scripts and styles is no markup.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).for_each(|token| match token {
        Ok(never) | Err(never) => match never {},
    });
    reader.outline
}

/// The attributes that say something here.
const ATTRIBUTES: [&str; 11] =
    ["alt", "class", "content", "data", "href", "lang", "name", "rel", "src", "srcset", "title"];

/// Where text goes while it is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Title,
    Heading,
    /// Scripts and styles: nobody reads them.
    Code,
}

#[derive(Default)]
struct Reader {
    outline: Outline,
    tag: String,
    /// Those of [`ATTRIBUTES`] that the open tag has.
    attributes: Vec<(&'static str, String)>,
    /// Whether the attribute that is being read is one of them.
    is_wanted: bool,
    inside: Option<Inside>,
    in_footer: bool,
    /// For every open table, whether a head has been seen.
    tables: Vec<bool>,
}

impl Reader {
    fn event(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag.clear();
                push(&mut self.tag, name);
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { name } => {
                let known = ATTRIBUTES.iter().find(|known| known.as_bytes() == *name);
                self.is_wanted = known.is_some();
                self.attributes.extend(known.map(|name| (*name, String::new())));
            }
            CallbackEvent::AttributeValue { value } if self.is_wanted => {
                if let Some((_, text)) = self.attributes.last_mut() {
                    push(text, value);
                }
            }
            CallbackEvent::CloseStartTag { .. } => self.open(),
            CallbackEvent::EndTag { name } => self.close(name),
            CallbackEvent::String { value } => self.text(value),
            _ => {}
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    fn value(&self, name: &str) -> String {
        self.attribute(name).unwrap_or_default().to_owned()
    }

    fn open(&mut self) {
        match self.tag.as_str() {
            "html" => self.outline.language = self.value("lang"),
            "title" => self.inside = Some(Inside::Title),
            "meta" => self.meta(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = self.tag.as_bytes()[1] - b'0';
                self.outline.headings.push((level, String::new()));
                self.inside = Some(Inside::Heading);
            }
            "img" => self.picture(),
            "a" | "area" => self.link(),
            "table" => self.tables.push(false),
            "th" => {
                if let Some(seen) = self.tables.last_mut() {
                    *seen = true;
                }
            }
            "footer" => self.in_footer = true,
            "script" | "style" => {
                self.load("src");
                self.inside = Some(Inside::Code);
            }
            "iframe" | "embed" | "source" | "video" | "audio" => self.load("src"),
            "object" => self.load("data"),
            "use" | "image" => self.load("href"),
            "link" if self.is_loaded() => self.load("href"),
            _ => {}
        }
        if let Some(title) = self.attribute("title").map(str::to_owned) {
            self.line(&title);
        }
    }

    fn meta(&mut self) {
        let (name, content) = (self.value("name"), self.value("content"));
        self.line(&content);
        if !name.is_empty() {
            self.outline.tags.push((name, content));
        }
    }

    fn picture(&mut self) {
        self.load("src");
        match self.attribute("alt").map(str::to_owned) {
            Some(alt) => self.line(&alt),
            None => {
                let address = self.value("src");
                self.outline.unnamed_pictures.push(address);
            }
        }
    }

    fn link(&mut self) {
        let address = self.value("href");
        let classes = self.attribute("class").unwrap_or_default();
        let asked = classes.split_ascii_whitespace().any(|one| one == "leaves");
        if self.in_footer {
            self.outline.footer.push_str(&address);
            self.outline.footer.push('\n');
        }
        self.outline.links.push((address, asked));
    }

    fn is_loaded(&self) -> bool {
        let kinds = self.attribute("rel").unwrap_or_default();
        let loaded = ["stylesheet", "icon", "preload", "modulepreload", "prefetch"];
        kinds.split_ascii_whitespace().any(|kind| loaded.contains(&kind))
    }

    fn load(&mut self, attribute: &str) {
        if let Some(address) = self.attribute(attribute).map(str::to_owned) {
            self.outline.loads.push(address);
        }
        let choices = self.value("srcset");
        let addresses = choices.split(',').filter_map(|one| one.split_whitespace().next());
        self.outline.loads.extend(addresses.map(str::to_owned));
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"title" | b"script" | b"style" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                self.inside = None;
            }
            b"footer" => self.in_footer = false,
            b"table" if self.tables.pop() == Some(false) => self.outline.headless_tables += 1,
            _ => {}
        }
    }

    fn text(&mut self, value: &[u8]) {
        if self.inside == Some(Inside::Code) || value.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        match self.inside {
            Some(Inside::Title) => push(&mut self.outline.title, value),
            Some(Inside::Heading) => {
                if let Some((_, text)) = self.outline.headings.last_mut() {
                    push(text, value);
                }
            }
            _ => {}
        }
        if self.in_footer {
            push(&mut self.outline.footer, value);
            self.outline.footer.push('\n');
        }
        push(&mut self.outline.text, value);
        self.outline.text.push('\n');
    }

    fn line(&mut self, text: &str) {
        self.outline.text.push_str(text);
        self.outline.text.push('\n');
    }
}

fn push(text: &mut String, bytes: &[u8]) {
    match std::str::from_utf8(bytes) {
        Ok(bytes) => text.push_str(bytes),
        Err(_) => text.push_str(&String::from_utf8_lossy(bytes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_seen_as_it_is() {
        let page = outline(
            "<!doctype html><html lang=zh-CN><head><title>甲&amp;乙</title><meta name=PubDate content='2026-04-01 09:00'>\
             <link rel=stylesheet href=/a.css><link rel=alternate href=/feed.xml><script src=/a.js>let a = '<h1>';</script></head>\
             <body><h1>甲<b>乙</b></h1><img src=a.png><img src=b.png alt=''><picture><source srcset='c.webp 1x, d.webp 2x'></picture>\
             <table><tr><td>1</td></tr></table><table><tr><th>项</th></tr></table>\
             <a class='button leaves' href=https://a.cn/>去</a><footer><a href=/map>地图</a>主办</footer>"
                .as_bytes(),
        );
        assert_eq!(page.language, "zh-CN");
        assert_eq!(page.title, "甲&乙");
        assert_eq!(page.tags, [("PubDate".to_owned(), "2026-04-01 09:00".to_owned())]);
        assert_eq!(page.headings, [(1, "甲乙".to_owned())]);
        assert_eq!(page.unnamed_pictures, ["a.png"]);
        assert_eq!(page.headless_tables, 1);
        assert_eq!(page.links, [("https://a.cn/".to_owned(), true), ("/map".to_owned(), false)]);
        assert_eq!(page.loads, ["/a.css", "/a.js", "a.png", "b.png", "c.webp", "d.webp"]);
        assert_eq!(page.footer, "/map\n地图\n主办\n");
        assert!(page.text.contains("2026-04-01 09:00\n") && !page.text.contains("let a"));
    }

    #[test]
    fn any_bytes_are_a_page() {
        for bytes in
            [&b""[..], b"<", b"<a href", b"</table></table>", b"\xff<img alt>\xfe", b"<h9>"]
        {
            let page = outline(bytes);
            assert!(page.headings.is_empty(), "{bytes:?}");
        }
    }
}
