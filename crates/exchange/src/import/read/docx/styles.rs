//! Styles of Word: what a paragraph is that only names its style.

use crate::office::Element;
use std::collections::BTreeMap;

/// Styles that stand on each other, at most.
const CHAIN: usize = 32;

/// What a style, or a paragraph itself, says of the paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// The level among headings, 1 the highest; a title is 0.
    pub(super) outline: Option<u8>,
    /// The numbering, and the level in it.
    pub(super) list: Option<(String, u8)>,
    /// Whether it stands in the middle.
    pub(super) centred: Option<bool>,
    /// The size of the characters, in half points.
    pub(super) size: Option<u32>,
    /// Bold.
    pub(super) strong: Option<bool>,
    /// Italics.
    pub(super) emphasis: Option<bool>,
    /// An entry of a table of contents.
    pub(super) contents: bool,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
}

#[derive(Debug)]
struct Style {
    based_on: Option<String>,
    shape: Shape,
}

impl Styles {
    /// Out of `styles.xml`.
    pub(super) fn of(root: &Element) -> Self {
        let mut styles = Self::default();
        for element in root.all("style") {
            let id = element.attribute("styleId").unwrap_or_default().to_owned();
            let first = styles.default.is_none() && element.attribute("type") == Some("paragraph");
            if first && element.attribute("default").is_some_and(is_on) {
                styles.default = Some(id.clone());
            }
            let based_on = element.value("basedOn").map(str::to_owned);
            let shape = shape_of_style(element);
            styles.styles.insert(id, Style { based_on, shape });
        }
        styles
    }

    /// What the style of a name says, with those that it stands on.
    pub(super) fn shape(&self, id: Option<&str>) -> Shape {
        let mut shape = Shape::default();
        let mut next = id.or(self.default.as_deref());
        for _ in 0..CHAIN {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else {
                break;
            };
            shape = shape.or(&style.shape);
            next = style.based_on.as_deref();
        }
        shape
    }
}

impl Shape {
    /// What it does not say itself, as `below` says it.
    pub(super) fn or(self, below: &Self) -> Self {
        Self {
            outline: self.outline.or(below.outline),
            list: self.list.or_else(|| below.list.clone()),
            centred: self.centred.or(below.centred),
            size: self.size.or(below.size),
            strong: self.strong.or(below.strong),
            emphasis: self.emphasis.or(below.emphasis),
            contents: self.contents || below.contents,
        }
    }

    /// What the properties of a paragraph say.
    pub(super) fn of_paragraph(properties: &Element) -> Self {
        // A level of 9 is that of text.
        let level = properties.value("outlineLvl").and_then(|level| level.parse().ok());
        let numbers = properties.first("numPr");
        let list = numbers.and_then(|numbers| {
            let level = numbers.value("ilvl").and_then(|level| level.parse().ok());
            Some((numbers.value("numId")?.to_owned(), level.unwrap_or(0).min(8)))
        });
        Self {
            outline: level.filter(|level| *level < 9).map(|level: u8| level + 1),
            list,
            centred: properties.value("jc").map(|jc| jc == "center"),
            ..Self::default()
        }
    }

    /// What the properties of characters say.
    pub(super) fn of_characters(properties: &Element) -> Self {
        let switch = |name| {
            let element = properties.first(name)?;
            Some(element.attribute("val").is_none_or(is_on))
        };
        Self {
            size: properties.value("sz").and_then(|size| size.parse().ok()),
            strong: switch("b"),
            emphasis: switch("i"),
            ..Self::default()
        }
    }
}

fn shape_of_style(element: &Element) -> Shape {
    let part =
        |name, read: fn(&Element) -> Shape| element.first(name).map(read).unwrap_or_default();
    let shape = part("pPr", Shape::of_paragraph).or(&part("rPr", Shape::of_characters));
    let name = element.value("name").unwrap_or_default().to_ascii_lowercase();
    Shape {
        outline: named_level(&name).or(shape.outline),
        contents: name.starts_with("toc ") || name.starts_with("目录 "),
        ..shape
    }
}

/// Word names its own styles in English in the file, whatever it shows; WPS names some in Chinese.
fn named_level(name: &str) -> Option<u8> {
    if matches!(name, "title" | "标题") {
        return Some(0);
    }
    let level = name.strip_prefix("heading ").or_else(|| name.strip_prefix("标题 "))?;
    level.trim().parse().ok().filter(|level| (1..=9).contains(level))
}

/// How Word writes yes.
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}
