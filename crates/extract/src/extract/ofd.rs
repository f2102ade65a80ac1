//! OFD (GB/T 33190—2016): pages of XML in a zip, every line or run of letters an object with its place.

use super::layout::{self, Drawing, Piece as Drawn};
use super::{Reader, Unreadable};
use crate::office::{Package, Piece, pieces};
use crate::say;

pub(super) fn read(bytes: &[u8], reader: &mut Reader) -> Result<(), Unreadable> {
    let mut package = reader.package(bytes)?;
    let names = package.names();
    if names.iter().any(|name| is_lock(name)) {
        return Err(Unreadable::Encrypted);
    }
    let mut page = 0;
    for name in names.iter().filter(|name| name.ends_with(".xml")) {
        let xml = match package.text(name) {
            Ok(xml) => xml.unwrap_or_default(),
            Err(fault) => {
                reader.unread(super::named(name), fault.into());
                continue;
            }
        };
        match name.contains("/Pages/") && name.ends_with("Content.xml") {
            true => {
                page += 1;
                content(page, &xml, reader);
            }
            false => rest(name, &xml, reader),
        }
    }
    reader.spent(&package);
    let attached = names.iter().filter(|name| name.contains("/Attach") && !name.ends_with(".xml"));
    for name in attached {
        if let Some(bytes) = package.bytes(name)? {
            reader.spent(&package);
            reader.member(name.rsplit('/').next().unwrap_or(name), &bytes);
        }
    }
    Ok(())
}

/// Millimetres -> points.
const POINTS: f64 = 72.0 / 25.4;
/// What the pages of one file may unpack to.
const LIMIT: u64 = 128 * 1024 * 1024;

/// What stands where on its pages, in the order of their numbers.
pub(super) fn pages(bytes: &[u8]) -> Result<Vec<layout::Page>, Unreadable> {
    let mut package = Package::open(bytes, LIMIT)?;
    let names = package.names();
    if names.iter().any(|name| is_lock(name)) {
        return Err(Unreadable::Encrypted);
    }
    let is_page = |name: &&String| name.contains("/Pages/") && name.ends_with("Content.xml");
    let mut contents: Vec<&String> = names.iter().filter(is_page).collect();
    contents.sort_by_key(|name| (number(name), name.len()));
    let mut pages = Vec::new();
    for name in contents {
        let xml = package.text(name)?.unwrap_or_default();
        let mut page = Page::default();
        pieces(&xml, |piece| page.piece(&piece))?;
        pages.push(page.laid_out());
    }
    match pages.is_empty() {
        true => Err(Unreadable::Damaged),
        false => Ok(pages),
    }
}

/// `Page_12` comes after `Page_2`.
fn number(name: &str) -> usize {
    let digits = name.split('/').rev().find(|part| part.starts_with("Page_"));
    digits.and_then(|part| part[5..].parse().ok()).unwrap_or(usize::MAX)
}

fn is_lock(name: &str) -> bool {
    name.ends_with("Encryptions.xml") || name.ends_with("Entries.xml")
}

/// Properties, templates, comments: whatever has text.
fn rest(name: &str, xml: &str, reader: &mut Reader) {
    let mut text = String::new();
    let read = pieces(xml, |piece| match piece {
        Piece::Text(more) => text.push_str(&more),
        Piece::Open(..) | Piece::Close(_) => {
            reader.text(say!("{name}", "{name}"), std::mem::take(&mut text));
        }
    });
    if read.is_err() {
        reader.unread(super::named(name), Unreadable::Damaged);
    }
}

/// The place of an object on its page, in millimetres: left, top, width, height.
type Box = [f64; 4];

/// Drawings of one page that are kept.
const RULES: usize = 10_000;

/// A page as it is being read.
#[derive(Default)]
struct Page {
    lines: String,
    before: Option<Box>,
    here: Option<Box>,
    in_text: bool,
    letters: usize,
    /// Letters that are marks for glyphs and not themselves.
    strange: usize,
    has_picture: bool,
    /// The size of the letters, in millimetres.
    size: f64,
    drawing: Drawing,
    /// The page's own width and height.
    extent: (f64, f64),
    in_extent: bool,
}

fn content(number: usize, xml: &str, reader: &mut Reader) {
    let mut page = Page::default();
    let read = pieces(xml, |piece| page.piece(&piece));
    let place = || say!("第{number}页", "page {number}");
    for line in page.lines.lines() {
        reader.text(place(), line);
    }
    match read {
        Err(fault) => reader.unread(place(), fault.into()),
        Ok(()) => {
            if let Some(why) = page.why_unread() {
                reader.unread(place(), why);
            }
        }
    }
}

impl Page {
    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open(tag, attributes) if tag == "TextObject" => {
                let boundary = attributes.iter().find(|(name, _)| name == "Boundary");
                self.here = boundary.and_then(|(_, value)| numbers(value));
                let size = attributes.iter().find(|(name, _)| name == "Size");
                self.size = size.and_then(|(_, value)| value.parse().ok()).unwrap_or(0.0);
                self.begin();
            }
            Piece::Open(tag, attributes) if tag == "PathObject" => {
                let boundary = attributes.iter().find(|(name, _)| name == "Boundary");
                self.rule(boundary.and_then(|(_, value)| numbers(value)));
            }
            Piece::Open(tag, _) if tag == "PhysicalBox" => self.in_extent = true,
            Piece::Text(text) if self.in_extent => {
                self.in_extent = false;
                let [.., width, height] = numbers(text).unwrap_or_default();
                self.extent = (width * POINTS, height * POINTS);
            }
            Piece::Open(tag, _) if tag == "TextCode" => self.in_text = true,
            Piece::Open(tag, _) if tag == "ImageObject" => self.has_picture = true,
            Piece::Text(text) if self.in_text => self.text(text),
            Piece::Close(tag) if tag == "TextCode" => self.in_text = false,
            _ => {}
        }
    }

    /// Some programs write every letter as an object: those that touch are one word.
    fn begin(&mut self) {
        let gap = self.before.zip(self.here).map(|(before, here)| {
            let [left, top, width, height] = before;
            let is_beside = (here[1] - top).abs() < height.max(1.0) / 2.0;
            (is_beside, here[0] - (left + width), height)
        });
        match gap {
            Some((true, gap, height)) if gap > height / 2.0 => self.lines.push(' '),
            Some((true, ..)) => {}
            _ => self.lines.push('\n'),
        }
        self.before = self.here;
    }

    fn text(&mut self, text: &str) {
        let strange = |c: &char| matches!(*c, '¤' | '\u{fffd}' | '\u{e000}'..='\u{f8ff}');
        self.strange += text.chars().filter(strange).count();
        self.letters += text.chars().filter(|c| !c.is_whitespace()).count();
        self.lines.push_str(text);
        if let Some([left, top, width, height]) = self.here {
            let size = if self.size > 0.0 { self.size } else { height };
            self.drawing.pieces.push(Drawn {
                left: left * POINTS,
                right: (left + width) * POINTS,
                base: (top + height) * POINTS,
                size: size * POINTS,
                text: text.to_owned(),
            });
        }
    }

    /// A drawing that is thin is a line.
    fn rule(&mut self, boundary: Option<Box>) {
        if let Some([left, top, width, height]) = boundary
            && self.drawing.rules.len() < RULES
        {
            let edges = [left, top, left + width, top + height];
            self.drawing.rules.push(edges.map(|edge| edge * POINTS));
        }
    }

    fn why_unread(&self) -> Option<Unreadable> {
        match () {
            () if self.letters == 0 && self.has_picture => Some(Unreadable::Picture),
            () if self.strange > self.letters / 50 + 5 => Some(Unreadable::Font),
            () => None,
        }
    }

    fn laid_out(self) -> layout::Page {
        layout::Page {
            size: self.extent,
            unread: self.why_unread(),
            items: self.drawing.items(),
            ..layout::Page::default()
        }
    }
}

fn numbers(value: &str) -> Option<Box> {
    let mut numbers = value.split_whitespace().map(|number| number.parse().ok());
    let mut next = || numbers.next().flatten();
    Some([next()?, next()?, next()?, next()?])
}
