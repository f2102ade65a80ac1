//! What a document that gongbao exported carries with it, unseen: its data and its Markdown (a custom XML part, ECMA-376 Part 1 §22.5).

use super::{Element, Fault, PROLOGUE, Package};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::fmt::Write;

/// The namespace of the part.
const NAMESPACE: &str = "urn:gongbao:document:1";
/// What the list of types says of the part.
pub const CARRIED_TYPES: &str = "<Override PartName=\"/customXml/itemProps1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.customXmlProperties+xml\"/>";
/// What begins the bookmarks of the blocks that a piece stands for: `_gongbao3_0` is the first of the third.
pub const MARK: &str = "_gongbao";

/// A document's own text, beside what Word and Excel show of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    /// The YAML between the `---` lines.
    pub front: String,
    /// The Markdown, and what is seen of it.
    pub body: CarriedPiece,
    /// Parts of the text that show data, or what Word has no form for; by the number in their marks.
    pub pieces: Vec<CarriedPiece>,
    /// Addresses as the text shows them, and as the Markdown writes them.
    pub links: Vec<(String, String)>,
}

/// Markdown, and a fingerprint of what it looked like when it was written: another one means that somebody changed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CarriedPiece {
    /// Empty where it shows data that stands in the front matter alone.
    pub markdown: String,
    /// A fingerprint of the text as it is read back.
    pub seen: String,
}

impl Carried {
    /// The part, with those around it that Word wants: the relation to it is for the document's own.
    pub fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let part = |name: &str, text: String| (name.to_owned(), text.into_bytes());
        vec![
            part("customXml/item1.xml", self.xml()),
            part(
                "customXml/itemProps1.xml",
                format!(
                    "{PROLOGUE}<ds:datastoreItem ds:itemID=\"{{6B3D5A0E-7C41-4E0B-9C55-2F1B0C0A9704}}\" xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\"><ds:schemaRefs><ds:schemaRef ds:uri=\"{NAMESPACE}\"/></ds:schemaRefs></ds:datastoreItem>\n"
                ),
            ),
            part(
                "customXml/_rels/item1.xml.rels",
                format!(
                    "{PROLOGUE}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps\" Target=\"itemProps1.xml\"/></Relationships>\n"
                ),
            ),
        ]
    }

    fn xml(&self) -> String {
        let mut xml = format!("{PROLOGUE}<document xmlns=\"{NAMESPACE}\">");
        push(&mut xml, "front", "", &self.front);
        push(&mut xml, "body", &self.body.seen, &self.body.markdown);
        for piece in &self.pieces {
            push(&mut xml, "piece", &piece.seen, &piece.markdown);
        }
        for (shown, written) in &self.links {
            push(&mut xml, "shown", "", shown);
            push(&mut xml, "written", "", written);
        }
        xml.push_str("</document>\n");
        xml
    }

    /// What a file carries, wherever Word has put the part.
    pub fn find(package: &mut Package<'_>) -> Result<Option<Self>, Fault> {
        let names = package.names().into_iter();
        let items =
            names.filter(|name| name.starts_with("customXml/item") && !name.contains("Props"));
        for name in items.collect::<Vec<_>>() {
            let xml = package.text(&name)?.unwrap_or_default();
            if !xml.contains(NAMESPACE) {
                continue;
            }
            // A part of another program's may be anything; only ours must be whole.
            return Ok(Some(Self::of(&Element::parse(&xml)?)));
        }
        Ok(None)
    }

    fn of(root: &Element) -> Self {
        let piece = |element: &Element| CarriedPiece {
            markdown: text(element),
            seen: element.attribute("seen").unwrap_or_default().to_owned(),
        };
        Self {
            front: root.first("front").map(text).unwrap_or_default(),
            body: root.first("body").map(piece).unwrap_or_default(),
            pieces: root.all("piece").map(piece).collect(),
            links: root.all("shown").map(text).zip(root.all("written").map(text)).collect(),
        }
    }
}

/// XML holds neither most control characters nor line ends as they are: such text is written in Base64.
fn push(xml: &mut String, name: &str, seen: &str, text: &str) {
    let plain = text.chars().all(|c| {
        c == '\n' || c == '\t' || !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')
    });
    let (form, text) = match plain {
        true => ("", quick_xml::escape::escape(text).into_owned()),
        false => (" form=\"base64\"", BASE64_STANDARD.encode(text)),
    };
    let seen = match seen {
        "" => String::new(),
        seen => format!(" seen=\"{seen}\""),
    };
    write!(xml, "<{name}{seen}{form} xml:space=\"preserve\">{text}</{name}>")
        .expect("a string takes all");
}

fn text(element: &Element) -> String {
    let text = element.text();
    let decoded = match element.attribute("form") {
        Some("base64") => BASE64_STANDARD.decode(text.trim()).ok(),
        _ => None,
    };
    decoded.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_comes_back(front in any::<String>(), markdown in "(\\PC|\r|\n|\t|\u{0}|\u{ffff}|]]>|<a>)*") {
            let piece = CarriedPiece { markdown, seen: "0a".to_owned() };
            let carried = Carried { front, body: piece.clone(), pieces: vec![piece], links: vec![("a&b".to_owned(), "../a.md".to_owned())] };
            let root = Element::parse(&carried.xml()).expect("XML");
            prop_assert_eq!(Carried::of(&root), carried);
        }
    }
}
