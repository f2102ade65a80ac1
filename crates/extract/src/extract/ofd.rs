//! OFD (GB/T 33190—2016): pages of XML in a zip, every line or run of letters an object with its place.

use super::{Reader, Unreadable};
use crate::office::{Piece, pieces};
use crate::say;

pub(super) fn read(bytes: &[u8], reader: &mut Reader) -> Result<(), Unreadable> {
    let mut package = reader.package(bytes)?;
    let names = package.names();
    if names.iter().any(|name| name.ends_with("Encryptions.xml") || name.ends_with("Entries.xml")) {
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
        Ok(()) if page.letters == 0 && page.has_picture => {
            reader.unread(place(), Unreadable::Picture);
        }
        Ok(()) if page.strange > page.letters / 50 + 5 => reader.unread(place(), Unreadable::Font),
        Ok(()) => {}
    }
}

impl Page {
    fn piece(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open(tag, attributes) if tag == "TextObject" => {
                let boundary = attributes.iter().find(|(name, _)| name == "Boundary");
                self.here = boundary.and_then(|(_, value)| numbers(value));
                self.begin();
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
    }
}

fn numbers(value: &str) -> Option<Box> {
    let mut numbers = value.split_whitespace().map(|number| number.parse().ok());
    let mut next = || numbers.next().flatten();
    Some([next()?, next()?, next()?, next()?])
}
