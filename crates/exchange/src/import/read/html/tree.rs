//! A page as a tree, as browsers build it (html5ever), in one list of nodes.
//!
//! Small pages can be written so that the rules of HTML make very large trees of them: what goes beyond the limits is left out.

use html5ever::interface::{ElementFlags, ExpandedName, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts, QualName, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// More nodes than any page has.
const NODES: usize = 1_000_000;
/// Elements inside each other, at most.
const DEPTH: u32 = 2_000;
/// How much is parsed before the limits are looked at again, in bytes.
const STEP: usize = 1_024;

/// The position of a node.
pub(super) type Id = usize;

/// A page.
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// Whether the page went beyond the limits, and its rest is missing.
    pub(super) cut: bool,
}

#[derive(Debug)]
struct Node {
    parent: Option<Id>,
    children: Vec<Id>,
    depth: u32,
    data: Data,
}

#[derive(Debug)]
enum Data {
    Element(String, Vec<(String, String)>),
    Text(String),
    /// The document itself, comments and the like.
    Other,
}

impl Tree {
    /// Parses a page.
    pub(super) fn parse(text: &str) -> Self {
        let options = ParseOpts {
            tree_builder: TreeBuilderOpts {
                scripting_enabled: false,
                ..TreeBuilderOpts::default()
            },
            ..ParseOpts::default()
        };
        let mut parser = parse_document(Sink::new(), options);
        let mut rest = text;
        while !rest.is_empty() && !parser.tokenizer.sink.sink.full.get() {
            let (step, after) = rest.split_at(rest.ceil_char_boundary(STEP.min(rest.len())));
            parser.process(StrTendril::from_slice(step));
            rest = after;
        }
        parser.finish()
    }

    /// The document.
    pub(super) const ROOT: Id = 0;

    /// What is inside of a node.
    pub(super) fn children(&self, id: Id) -> &[Id] {
        &self.nodes[id].children
    }

    /// What a node is inside of.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    /// The element's name in lower case; empty for anything else.
    pub(super) fn name(&self, id: Id) -> &str {
        match &self.nodes[id].data {
            Data::Element(name, _) => name,
            _ => "",
        }
    }

    /// The characters, where the node is text.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match &self.nodes[id].data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// An attribute of an element.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let Data::Element(_, attributes) = &self.nodes[id].data else {
            return None;
        };
        let found = attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The node and all below it, in the order of the text.
    pub(super) fn below(&self, id: Id) -> impl Iterator<Item = Id> {
        let mut open = vec![id];
        std::iter::from_fn(move || {
            let id = open.pop()?;
            open.extend(self.children(id).iter().rev());
            Some(id)
        })
    }

    /// The first element of a name.
    pub(super) fn first(&self, name: &str) -> Option<Id> {
        self.below(Self::ROOT).find(|id| self.name(*id) == name)
    }

    /// The rows of a table, and whether each stands in `<thead>`.
    pub(super) fn rows(&self, table: Id) -> Vec<(Id, bool)> {
        let inside = self.below(table);
        let rows = inside.filter(|id| self.name(*id) == "tr");
        rows.map(|row| {
            let around = self.parent(row).map(|id| self.name(id));
            (row, around == Some("thead"))
        })
        .collect()
    }

    /// The cells of a row.
    pub(super) fn cells(&self, row: Id) -> Vec<Id> {
        let children = self.children(row).iter().copied();
        children.filter(|id| matches!(self.name(*id), "td" | "th")).collect()
    }

    /// Whether a table only arranges the page: tables inside, or no more than one cell a row.
    pub(super) fn is_frame(&self, table: Id) -> bool {
        let mut inside = self.below(table).skip(1);
        let nested = inside.any(|id| self.name(id) == "table");
        nested || self.rows(table).iter().all(|(row, _)| self.cells(*row).len() <= 1)
    }

    /// All characters below a node, white space as it is.
    pub(super) fn words(&self, id: Id) -> String {
        let texts = self.below(id);
        texts.filter_map(|id| self.text(id)).collect()
    }
}

/// Where html5ever puts what it finds.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    full: Cell<bool>,
}

/// A node, with its name where it is an element.
#[derive(Clone)]
struct Handle {
    id: Id,
    name: Option<Rc<QualName>>,
}

impl Sink {
    fn new() -> Self {
        let document = Node { parent: None, children: Vec::new(), depth: 0, data: Data::Other };
        Self { nodes: RefCell::new(vec![document]), full: Cell::new(false) }
    }

    fn add(&self, data: Data) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        if nodes.len() >= NODES {
            self.full.set(true);
        }
        nodes.push(Node { parent: None, children: Vec::new(), depth: 0, data });
        nodes.len() - 1
    }

    fn unnamed(&self, data: Data) -> Handle {
        Handle { id: self.add(data), name: None }
    }

    /// Puts a child at a place among its parent's; text becomes part of text before it.
    fn insert(&self, parent: Id, at: usize, child: NodeOrText<Handle>) {
        let id = match child {
            NodeOrText::AppendNode(node) => {
                self.detach(node.id);
                node.id
            }
            NodeOrText::AppendText(text) => {
                if self.joins(parent, at, &text) {
                    return;
                }
                self.add(Data::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent].depth + 1;
        if depth > DEPTH {
            self.full.set(true);
        }
        nodes[id].parent = Some(parent);
        nodes[id].depth = depth;
        let children = &mut nodes[parent].children;
        children.insert(at.min(children.len()), id);
    }

    fn joins(&self, parent: Id, at: usize, text: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let before = at.checked_sub(1).and_then(|at| nodes[parent].children.get(at));
        let Some(before) = before.copied() else {
            return false;
        };
        match &mut nodes[before].data {
            Data::Text(there) => {
                there.push_str(text);
                true
            }
            _ => false,
        }
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[id].parent.take() {
            nodes[parent].children.retain(|child| *child != id);
        }
    }

    fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.borrow()[id].parent
    }

    fn count(&self, id: Id) -> usize {
        self.nodes.borrow()[id].children.len()
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner(), cut: self.full.get() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { id: Tree::ROOT, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        let name = target.name.as_ref();
        name.expect("only elements are asked for their names").expanded()
    }

    fn create_element(&self, name: QualName, found: Vec<Attribute>, _: ElementFlags) -> Handle {
        let attributes = found.into_iter().map(|attribute| {
            let name = attribute.name.local.to_string();
            (name, attribute.value.to_string())
        });
        let id = self.add(Data::Element(name.local.to_string(), attributes.collect()));
        Handle { id, name: Some(Rc::new(name)) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.unnamed(Data::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.unnamed(Data::Other)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.id, self.count(parent.id), child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        before: &Handle,
        child: NodeOrText<Handle>,
    ) {
        match self.parent(element.id) {
            Some(_) => self.append_before_sibling(element, child),
            None => self.append(before, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.detach(node.id);
        }
        let Some(parent) = self.parent(sibling.id) else {
            return;
        };
        let at = {
            let nodes = self.nodes.borrow();
            let children = &nodes[parent].children;
            children.iter().position(|child| *child == sibling.id)
        };
        self.insert(parent, at.unwrap_or_default(), child);
    }

    fn add_attrs_if_missing(&self, target: &Handle, found: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        let Data::Element(_, attributes) = &mut nodes[target.id].data else {
            return;
        };
        for attribute in found {
            let name = attribute.name.local.to_string();
            if !attributes.iter().any(|(key, _)| *key == name) {
                attributes.push((name, attribute.value.to_string()));
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[node.id].children);
        let depth = nodes[parent.id].depth + 1;
        for child in &children {
            nodes[*child].parent = Some(parent.id);
            nodes[*child].depth = depth;
        }
        nodes[parent.id].children.extend(children);
    }
}
