//! XML as text: elements in pairs, everything escaped, nothing that XML 1.0 forbids.

use crate::markup::push_escaped;
/// Attributes by name.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

/// A document that grows.
pub(super) struct Xml {
    text: String,
}

impl Xml {
    /// A document with its declaration.
    pub(super) fn new() -> Self {
        Self { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into() }
    }

    /// The whole document.
    pub(super) fn finish(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    /// An element that holds others, on lines of their own.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        self.text.push_str(">\n");
        inside(self);
        self.close(name);
    }

    /// An element that holds text.
    pub(super) fn words(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.text.push('>');
        push_escaped(&mut self.text, text);
        self.close(name);
    }

    /// An element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.open(name, attributes);
        self.text.push_str("/>\n");
    }

    fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            push_escaped(&mut self.text, value);
            self.text.push('"');
        }
    }

    fn close(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }
}

/// What another reader makes of our XML.
#[cfg(test)]
pub(super) mod reading {
    use quick_xml::Reader;
    use quick_xml::events::Event;

    /// An element as it was read.
    pub(in crate::render) struct Element {
        pub(in crate::render) name: String,
        pub(in crate::render) attributes: Vec<(String, String)>,
        /// The text right in it, trimmed.
        pub(in crate::render) text: String,
    }

    /// Every element in order; panics on bad XML.
    pub(in crate::render) fn outline(xml: &[u8]) -> Vec<Element> {
        let text = std::str::from_utf8(xml).expect("UTF-8");
        let mut reader = Reader::from_str(text);
        let (mut all, mut open) = (Vec::<Element>::new(), Vec::new());
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(e) => {
                    open.push(all.len());
                    all.push(element(&e));
                }
                Event::Empty(e) => all.push(element(&e)),
                Event::End(_) => drop(open.pop()),
                Event::Text(t) => {
                    if let Some(&at) = open.last() {
                        all[at].text.push_str(&t);
                    }
                }
                Event::GeneralRef(r) => {
                    let at = *open.last().expect("references stand in elements");
                    let text = quick_xml::escape::unescape(&format!("&{};", &*r))
                        .expect("a known reference")
                        .into_owned();
                    all[at].text.push_str(&text);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(open.is_empty(), "an element is not closed");
        for element in &mut all {
            element.text = element.text.trim().to_owned();
        }
        all
    }

    fn element(start: &quick_xml::events::BytesStart<'_>) -> Element {
        let attributes = start
            .attributes()
            .map(|a| a.expect("an attribute"))
            .map(|a| {
                let value = quick_xml::escape::unescape(&a.value).expect("escaped");
                (a.key.as_ref().to_owned(), value.into_owned())
            })
            .collect();
        Element { name: start.name().as_ref().to_owned(), attributes, text: String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_well_formed(text in any::<String>()) {
            let mut xml = Xml::new();
            xml.element("a", &[("b", &text)], |xml| xml.words("c", &[], &text));
            let outline = reading::outline(&xml.finish());
            let legal = |c: &char| !matches!(c, '\0'..'\x20' | '\u{fffe}' | '\u{ffff}') || matches!(c, '\t' | '\n' | '\r');
            let kept: String = text.chars().filter(legal).collect();
            prop_assert_eq!(&outline[1].text, kept.trim());
        }
    }
}
