//! PDF (ISO 32000-1): the text of its pages, of what is stuck on them, of forms, properties and files inside.
//!
//! A reader of our own: what it looks for is text that must not be published, so it reads what no viewer shows, takes a
//! damaged file for what can be had of it, and knows of every page whether it was read.

mod cmap;
mod crypt;
mod file;
mod filter;
mod font;
mod object;
mod page;

use super::layout::Page;
use super::{Reader, Unreadable};
use crate::say;
use encoding_rs::{GB18030, UTF_8, UTF_16BE, UTF_16LE};
use file::{File, Found};
use object::{Dictionary, Object};
use page::{Leaf, Painter, Shown};
use std::collections::HashSet;

/// Pages after these are not read.
const PAGES: usize = 3000;
/// Folders of pages inside of each other.
const DEPTH: usize = 64;
/// So many letters that cannot be made out are more than a bullet here and there: a telephone number has more.
const UNKNOWN: usize = 6;
/// So many lines and curves on a page without letters may be letters that were turned into curves.
const STROKES: usize = 400;

pub(super) fn read(bytes: &[u8], reader: &mut Reader) -> Result<(), Unreadable> {
    let file = File::open(bytes)?;
    let root = file.root();
    let pages = leaves(&file, &root);
    let mut painter = Painter::new(&file);
    for (number, leaf) in (1..).zip(pages.iter().take(PAGES)) {
        let shown = painter.page(leaf);
        file.still()?;
        tell(number, &shown, reader);
        reader.spend(shown.text.len())?;
    }
    if pages.len() > PAGES {
        reader.unread(say!("第{PAGES}页以后", "all after page {PAGES}"), Unreadable::TooLarge);
    }
    forms(&file, &root, reader);
    rest(&file, reader)?;
    match pages.is_empty() {
        true => Err(Unreadable::Damaged),
        false => Ok(()),
    }
}

/// What stands where on the pages of a file, without what lies over them and in it.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<Page>, Unreadable> {
    let file = File::open(bytes)?;
    let leaves = leaves(&file, &file.root());
    let mut painter = Painter::new(&file);
    let mut pages = Vec::new();
    for leaf in leaves.iter().take(PAGES) {
        let shown = painter.page(leaf);
        file.still()?;
        pages.push(page(shown));
    }
    match leaves.len() {
        0 => Err(Unreadable::Damaged),
        1..=PAGES => Ok(pages),
        _ => Err(Unreadable::TooLarge),
    }
}

fn page(shown: Shown) -> Page {
    Page {
        size: shown.size,
        unread: shown.unread(),
        is_recognised: shown.has_picture && shown.unseen * 2 > shown.letters,
        across: shown.across,
        items: shown.drawing.items(),
    }
}

/// The pages in their order, each with what it inherits from the folders that it lies in.
fn leaves(file: &File<'_>, root: &Dictionary) -> Vec<Leaf> {
    let mut pages = Vec::new();
    collect(file, root.get("Pages"), &Leaf::default(), &mut HashSet::new(), &mut pages, 0);
    pages
}

fn collect(
    file: &File<'_>,
    object: &Object,
    outer: &Leaf,
    seen: &mut HashSet<u32>,
    pages: &mut Vec<Leaf>,
    depth: usize,
) {
    if let Object::Reference(number) = object
        && !seen.insert(*number)
    {
        return;
    }
    if depth > DEPTH || pages.len() > PAGES {
        return;
    }
    let leaf = leaf(file, file.dictionary(object), outer);
    let node = &leaf.page;
    match file.object_of(node.get("Kids")) {
        Object::Array(kids) => {
            for kid in &kids {
                collect(file, kid, &leaf, seen, pages, depth + 1);
            }
        }
        _ if node.get("Contents") != &Object::Null || node.get("Type").name() == "Page" => {
            pages.push(leaf);
        }
        _ => {}
    }
}

fn leaf(file: &File<'_>, page: Dictionary, outer: &Leaf) -> Leaf {
    let edges = |name: &str| Some(file.list(page.get(name))).filter(|edges| edges.len() == 4);
    let resources = match file.object_of(page.get("Resources")) {
        Object::Dictionary(own) => own,
        _ => outer.resources.clone(),
    };
    let edges = edges("CropBox").or_else(|| edges("MediaBox"));
    let turned = file.object_of(page.get("Rotate")).number().unwrap_or(outer.turned);
    Leaf { resources, edges: edges.unwrap_or_else(|| outer.edges.clone()), turned, page }
}

fn tell(number: usize, shown: &Shown, reader: &mut Reader) {
    let place = || say!("第{number}页", "page {number}");
    reader.text(place(), shown.text.as_str());
    if let Some(why) = shown.unread() {
        reader.unread(place(), why);
    }
}

impl Shown {
    /// Why not all of the page was read.
    fn unread(&self) -> Option<Unreadable> {
        match () {
            () if self.unknown >= UNKNOWN => Some(Unreadable::Font),
            () if self.letters == 0 && (self.has_picture || self.strokes >= STROKES) => {
                Some(Unreadable::Picture)
            }
            () => None,
        }
    }
}

/// Forms of XML (XFA), and what is said of the file in XML where nothing else says it.
fn forms(file: &File<'_>, root: &Dictionary, reader: &mut Reader) {
    let form = file.dictionary(root.get("AcroForm"));
    let parts = match file.object_of(form.get("XFA")) {
        Object::Array(parts) => parts,
        _ => vec![form.get("XFA").clone()],
    };
    for part in parts {
        if let Some(bytes) = file.bytes_of(&file.resolve(&part)) {
            reader.member("XFA", &bytes);
        }
    }
}

/// What stands beside the pages: the strings of all objects (properties, bookmarks, comments, values of fields), and files.
fn rest(file: &File<'_>, reader: &mut Reader) -> Result<(), Unreadable> {
    let place = say!("属性、批注或表单里", "in its properties, comments or forms");
    let mut texts = Vec::new();
    for number in file.numbers() {
        let found = file.by_number(number);
        file.still()?;
        strings(file, &found, &found.object, &mut texts, 0);
        if let Object::Dictionary(dictionary) = &found.object
            && dictionary.get("EF") != &Object::Null
        {
            attached(file, &found, dictionary, reader)?;
        }
        for text in texts.drain(..) {
            reader.text(place.clone(), text);
        }
    }
    Ok(())
}

fn strings(file: &File<'_>, found: &Found, object: &Object, texts: &mut Vec<String>, depth: usize) {
    match object {
        Object::String(bytes) if bytes.len() >= 8 => {
            texts.extend(text_string(&file.opened(bytes, found)));
        }
        Object::Array(items) if depth < DEPTH => {
            items.iter().for_each(|item| strings(file, found, item, texts, depth + 1));
        }
        Object::Dictionary(dictionary) if depth < DEPTH => {
            dictionary.values().for_each(|value| strings(file, found, value, texts, depth + 1));
        }
        _ => {}
    }
}

/// A file inside of the file.
fn attached(
    file: &File<'_>,
    found: &Found,
    specification: &Dictionary,
    reader: &mut Reader,
) -> Result<(), Unreadable> {
    let name = |key: &str| {
        let name = file.object_of(specification.get(key));
        name.string().and_then(|bytes| text_string(&file.opened(bytes, found)))
    };
    let name = name("UF").or_else(|| name("F")).unwrap_or_else(|| "?".to_owned());
    let forms = file.dictionary(specification.get("EF"));
    let stream = forms.values().next().map(|stream| file.resolve(stream));
    match stream.and_then(|stream| file.bytes_of(&stream)) {
        Some(bytes) => {
            reader.spend(bytes.len())?;
            reader.member(&name, &bytes);
        }
        None => reader.unread(super::named(&name), Unreadable::Damaged),
    }
    Ok(())
}

/// Text outside of pages (§7.9.2): UTF-16 or UTF-8 by its mark, else Latin, which Chinese programs take for GBK. None where it
/// is no text.
fn text_string(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0,
        [0xff, 0xfe, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0,
        [0xef, 0xbb, 0xbf, rest @ ..] => UTF_8.decode_without_bom_handling(rest).0,
        bytes => GB18030.decode_without_bom_handling(bytes).0,
    };
    let is_strange = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{1b}');
    (!text.chars().any(is_strange)).then(|| text.into_owned())
}
