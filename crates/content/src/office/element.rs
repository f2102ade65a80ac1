//! XML as a tree: small parts whole, large ones one child at a time.

use super::{Fault, Piece, pieces};

/// Elements inside each other, at most; what lies deeper is left out. Word itself allows fewer.
const DEPTH: usize = 200;

/// Elements of one tree, at most: a paragraph, a row or a small part. A thousand pages have fewer together.
const ELEMENTS: usize = 1_000_000;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Without its prefix.
    pub name: String,
    /// Names without prefixes, in the order of the file.
    attributes: Vec<(String, String)>,
    /// What is inside.
    pub children: Vec<Child>,
}

/// What may stand in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Child {
    /// Another element.
    Element(Element),
    /// Text.
    Text(String),
}

impl Element {
    /// The root of a part; an empty one where there is none.
    pub fn parse(xml: &str) -> Result<Self, Fault> {
        let (mut tree, mut root) = (Tree::default(), None);
        pieces(xml, |piece| {
            let whole = tree.take(piece);
            root = root.take().or(whole);
        })?;
        tree.fits()?;
        Ok(root.unwrap_or_default())
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The elements inside.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The elements of one name inside.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element of a name inside.
    pub fn first(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The element that a path of names leads to.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |here, name| here.first(name))
    }

    /// The attribute `val` of the element inside: how Word writes most properties.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.first(name)?.attribute("val")
    }

    /// The first element of a name at any depth.
    pub fn find(&self, name: &str) -> Option<&Self> {
        self.elements().find_map(|element| match element.name == name {
            true => Some(element),
            false => element.find(name),
        })
    }

    /// All text inside, at any depth.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(more) => text.push_str(more),
                Child::Element(element) => element.push_text(text),
            }
        }
    }
}

/// Hands out the children of the first elements named `parent`, each as a tree of its own.
///
/// # Errors
/// What is not well-formed ends it; the children before were handed out. So they are where one was too large.
pub fn each_child(xml: &str, parent: &str, mut each: impl FnMut(Element)) -> Result<(), Fault> {
    let mut path: Vec<String> = Vec::new();
    let mut tree = Tree::default();
    pieces(xml, |piece| {
        let inside = path.last().is_some_and(|last| last == parent);
        match piece {
            Piece::Open(name, _) if !inside => path.push(name),
            Piece::Close(_) if tree.open.is_empty() => drop(path.pop()),
            piece if inside => tree.take(piece).into_iter().for_each(&mut each),
            _ => {}
        }
    })?;
    tree.fits()
}

/// A tree that grows.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    /// Elements that are open but too deep, or too many.
    skipped: usize,
    /// How many the tree has.
    count: usize,
    /// Whether one had too many.
    full: bool,
}

impl Tree {
    /// Takes a piece; the outermost element when it is whole.
    fn take(&mut self, piece: Piece<'_>) -> Option<Element> {
        match piece {
            Piece::Open(..) if self.skipped > 0 || self.open.len() >= DEPTH => self.skipped += 1,
            Piece::Open(..) if self.count >= ELEMENTS => {
                self.full = true;
                self.skipped += 1;
            }
            Piece::Open(name, attributes) => {
                self.count += 1;
                self.open.push(Element { name, attributes, children: Vec::new() });
            }
            Piece::Text(_) | Piece::Close(_) if self.open.is_empty() => {}
            Piece::Text(_) if self.skipped > 0 => {}
            Piece::Text(text) => self.text(&text),
            Piece::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Piece::Close(_) => return self.close(),
        }
        None
    }

    fn text(&mut self, text: &str) {
        let Some(element) = self.open.last_mut() else {
            return;
        };
        match element.children.last_mut() {
            Some(Child::Text(before)) => before.push_str(text),
            _ => element.children.push(Child::Text(text.to_owned())),
        }
    }

    fn close(&mut self) -> Option<Element> {
        let done = self.open.pop()?;
        match self.open.last_mut() {
            Some(around) => {
                around.children.push(Child::Element(done));
                None
            }
            None => {
                self.count = 0;
                Some(done)
            }
        }
    }

    fn fits(&self) -> Result<(), Fault> {
        match self.full {
            true => Err(Fault::TooLarge),
            false => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_and_their_children() {
        let root = Element::parse("<w:a x:k=\"1&amp;2\">一<b/>二&#65;<c><d>三</d></c></w:a>")
            .expect("XML");
        assert_eq!((root.name.as_str(), root.attribute("k")), ("a", Some("1&2")));
        assert_eq!(root.text(), "一二A三");
        assert_eq!(root.at(&["c", "d"]).map(Element::text).as_deref(), Some("三"));
        let mut found = Vec::new();
        let xml = "<doc><body><p>一</p><body>二</body></body><p>三</p><body><p>四</p></body></doc>";
        each_child(xml, "body", |element| found.push(element.text())).expect("XML");
        assert_eq!(found, ["一", "二", "四"]);
    }

    #[test]
    fn depth_has_an_end() {
        let deep = format!("{}x{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        let root = Element::parse(&deep).expect("XML");
        assert_eq!(root.text(), "");
        let wide = format!("<a>{}</a>", "<b/>".repeat(ELEMENTS));
        assert_eq!(Element::parse(&wide), Err(Fault::TooLarge));
        let lists = format!("<a>{}</a>", "<b><c/></b>".repeat(ELEMENTS / 2 + 1));
        let mut count = 0;
        assert_eq!(each_child(&lists, "a", |_| count += 1), Ok(()));
        assert_eq!(count, ELEMENTS / 2 + 1);
        assert_eq!(Element::parse("<a><b></a>"), Err(Fault::Damaged));
        assert_eq!(Element::parse("<a>"), Err(Fault::Damaged));
        assert_eq!(Element::parse(""), Ok(Element::default()));
    }
}
