//! The runs of a paragraph: characters with their styles, and what hangs on them.

use super::left_out::Left;
use super::parts::Relations;
use super::styles::{Shape, is_on};
use super::{DEPTH, Reader};
use crate::import::manuscript::{Asset, Block, Place, Run, Text};
use crate::office::Element;
use std::rc::Rc;

/// A paragraph's text, cut where the author broke the line, and what stands after it.
pub(super) struct Inline {
    pub(super) lines: Vec<Text>,
    pub(super) after: Vec<Block>,
    /// The size of the largest characters, in half points.
    pub(super) size: u32,
    /// Whether it is red, as the mark of an issuer is.
    pub(super) red: bool,
}

/// A field that has begun: what it asks for, and whether its result is being read.
#[derive(Debug, Default)]
pub(super) struct Field {
    asks: String,
    in_result: bool,
}

impl Inline {
    fn new(place: Place) -> Self {
        Self { lines: vec![Text::empty(place)], after: Vec::new(), size: 0, red: false }
    }

    fn push(&mut self, run: Run) {
        if let Some(line) = self.lines.last_mut() {
            line.push(run);
        }
    }

    fn line_break(&mut self) {
        let place = self.lines.last().map_or(Place::Whole, |line| line.place.clone());
        self.lines.push(Text::empty(place));
    }
}

impl Reader<'_, '_> {
    /// The text of a paragraph; `relations` are those of the part that it stands in.
    pub(super) fn inline(
        &mut self,
        paragraph: &Element,
        shape: &Shape,
        relations: &Relations,
    ) -> Inline {
        let mut inline = Inline::new(Place::Paragraph(self.number));
        let base = Base { relations, size: shape.size.unwrap_or(21), link: None };
        self.walk(paragraph, &base, &mut inline);
        // A field that never came to its result would hide all that follows.
        self.fields.retain(|field| field.in_result);
        inline
    }

    fn walk(&mut self, element: &Element, base: &Base<'_>, out: &mut Inline) {
        if self.depth >= DEPTH {
            out.push(Run { text: element.text(), ..Run::default() });
            return;
        }
        self.depth += 1;
        for child in element.elements() {
            match child.name.as_str() {
                "r" => self.run(child, base, out),
                "hyperlink" => self.hyperlink(child, base, out),
                "fldSimple" => {
                    let link = hyperlink(child.attribute("instr").unwrap_or_default());
                    self.walk(child, &base.linked(link), out);
                }
                "ins" | "moveTo" => {
                    self.left_out.note(Left::Revisions, "");
                    self.walk(child, base, out);
                }
                "del" | "moveFrom" => self.left_out.note(Left::Revisions, ""),
                "oMath" | "oMathPara" => {
                    self.left_out.note(Left::Formulas, "");
                    out.push(Run { text: child.text(), ..Run::default() });
                }
                "AlternateContent" => self.alternative(child, base, out, Self::walk),
                "sdt" => {
                    if let Some(content) = child.first("sdtContent") {
                        self.walk(content, base, out);
                    }
                }
                "pPr" | "rPr" | "subDoc" => {}
                _ => self.walk(child, base, out),
            }
        }
        self.depth -= 1;
    }

    /// Two forms of one thing: the newer one, unless it holds nothing that we know.
    fn alternative(
        &mut self,
        element: &Element,
        base: &Base<'_>,
        out: &mut Inline,
        then: fn(&mut Self, &Element, &Base<'_>, &mut Inline),
    ) {
        let known = |part: &&Element| {
            ["t", "blip", "txbxContent", "imagedata"].iter().any(|name| part.find(name).is_some())
        };
        let newer = element.first("Choice").filter(known);
        if let Some(part) = newer.or_else(|| element.first("Fallback")) {
            then(self, part, base, out);
        }
    }

    fn hyperlink(&mut self, element: &Element, base: &Base<'_>, out: &mut Inline) {
        let relation = element.attribute("id").and_then(|id| base.relations.get(id));
        let link = relation.filter(|r| r.external).and_then(|r| good_link(&r.target));
        self.walk(element, &base.linked(link), out);
    }

    fn run(&mut self, element: &Element, base: &Base<'_>, out: &mut Inline) {
        let properties = element.first("rPr");
        let own = properties.map(Shape::of_characters).unwrap_or_default();
        let style = properties.and_then(|properties| properties.value("rStyle"));
        let shape = match style {
            Some(id) => own.or(&self.styles.shape(Some(id))),
            None => own,
        };
        let hidden = properties.and_then(|properties| properties.first("vanish"));
        if hidden.is_some_and(|vanish| vanish.attribute("val").is_none_or(is_on)) {
            if !element.text().trim().is_empty() {
                self.left_out.note(Left::Hidden, "");
            }
            return;
        }
        let field = self.fields.iter().rev().find_map(|field| hyperlink(&field.asks));
        let style = Run {
            strong: shape.strong.unwrap_or(false),
            emphasis: shape.emphasis.unwrap_or(false),
            link: base.link.clone().or(field),
            ..Run::default()
        };
        if !element.text().trim().is_empty() {
            out.size = out.size.max(shape.size.unwrap_or(base.size));
            let color = properties.and_then(|properties| properties.value("color"));
            out.red |= color.is_some_and(|color| color.to_ascii_uppercase().starts_with("FF0000"));
        }
        self.pieces(element, &style, base, out);
    }

    fn pieces(&mut self, element: &Element, style: &Run, base: &Base<'_>, out: &mut Inline) {
        for child in element.elements() {
            let mut push = |text: &str| {
                if self.fields.iter().all(|field| field.in_result) {
                    out.push(Run { text: text.to_owned(), ..style.clone() });
                }
            };
            match child.name.as_str() {
                "t" => push(&child.text()),
                "tab" | "ptab" => push(" "),
                "noBreakHyphen" => push("-"),
                "sym" => push(&symbol(child)),
                "br" if child.attribute("type").is_none_or(|kind| kind == "textWrapping") => {
                    out.line_break()
                }
                "cr" => out.line_break(),
                "fldChar" => self.field(child),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.in_result) {
                        field.asks.push_str(&child.text());
                    }
                }
                "footnoteReference" => self.note("footnote", child, style, out),
                "endnoteReference" => self.note("endnote", child, style, out),
                "drawing" | "pict" | "object" => self.drawing(child, base, out),
                "AlternateContent" => self.alternative(child, base, out, Self::drawing),
                "ruby" => {
                    if let Some(words) = child.first("rubyBase") {
                        self.walk(words, base, out);
                    }
                }
                _ => {}
            }
        }
    }

    fn field(&mut self, element: &Element) {
        match element.attribute("fldCharType") {
            Some("begin") => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
    }

    fn note(&mut self, kind: &'static str, element: &Element, style: &Run, out: &mut Inline) {
        let Some(id) = element.attribute("id") else {
            return;
        };
        let key = (kind, id.to_owned());
        let known = self.noted.get(&key).copied();
        let at = known.or_else(|| {
            let note = self.notes.get(&key)?.clone();
            let at = self.manuscript.footnotes.len();
            self.noted.insert(key, at);
            // Its place is kept before it is read: a note may refer to notes.
            self.manuscript.footnotes.push(Text::empty(Place::Paragraph(self.number)));
            let text = self.note_text(kind, &note);
            self.manuscript.footnotes[at] = text;
            Some(at)
        });
        if at.is_some() {
            out.push(Run { footnote: at, link: None, text: String::new(), ..style.clone() });
        }
    }

    /// A note's paragraphs as one text.
    fn note_text(&mut self, kind: &str, note: &Element) -> Text {
        let relations = match kind {
            "footnote" => Rc::clone(&self.footnote_relations),
            _ => Rc::clone(&self.endnote_relations),
        };
        let mut text = Text::empty(Place::Paragraph(self.number));
        for paragraph in note.all("p") {
            let inline = self.inline(paragraph, &Shape::default(), &relations);
            for line in inline.lines {
                let line = line.trimmed();
                if !text.runs.is_empty() && !line.is_blank() {
                    text.push(Run { text: " ".to_owned(), ..Run::default() });
                }
                line.runs.into_iter().for_each(|run| text.push(run));
            }
        }
        text
    }

    /// Pictures and text boxes.
    fn drawing(&mut self, element: &Element, base: &Base<'_>, out: &mut Inline) {
        if let Some(content) = element.find("txbxContent") {
            self.left_out.note(Left::Boxes, "");
            let blocks = self.apart(content);
            out.after.extend(blocks);
            return;
        }
        let picture = element.find("blip").or_else(|| element.find("imagedata"));
        let id = picture.and_then(|picture| {
            let keys = ["embed", "id", "link"];
            keys.iter().find_map(|key| picture.attribute(key)).filter(|id| !id.is_empty())
        });
        let relation = id.and_then(|id| base.relations.get(id)).cloned();
        let words = element.find("docPr").or_else(|| element.find("shape"));
        let alt = words.and_then(|words| {
            let keys = ["descr", "alt", "title"];
            keys.iter()
                .find_map(|key| words.attribute(key))
                .map(str::trim)
                .filter(|text| !text.is_empty())
        });
        match relation {
            Some(relation) if !relation.external => {
                if let Some(asset) = self.picture(&relation.target) {
                    let alt = alt.map(|alt| Text::plain(alt, Place::Paragraph(self.number)));
                    out.after.push(Block::Picture(asset, alt));
                }
            }
            Some(_) => {}
            None if element.name == "object" || picture.is_some() => {}
            None if element.find("chart").is_some() || element.find("relIds").is_some() => {
                self.left_out.note(Left::Drawings, alt.unwrap_or_default());
            }
            None => {}
        }
    }

    /// The asset of a picture's part.
    fn picture(&mut self, part: &str) -> Option<usize> {
        let known = self.manuscript.assets.iter().position(|asset| asset.origin == part);
        if known.is_some() {
            return known;
        }
        let name = part.rsplit('/').next()?.to_owned();
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        if matches!(ending.as_str(), "emf" | "wmf" | "tiff" | "tif") {
            self.left_out.note(Left::Drawings, &name);
        }
        let bytes = match self.package.bytes(part) {
            Ok(bytes) => bytes?,
            Err(fault) => {
                self.fault = self.fault.or(Some(fault));
                return None;
            }
        };
        self.manuscript.assets.push(Asset { name, bytes: Some(bytes), origin: part.to_owned() });
        Some(self.manuscript.assets.len() - 1)
    }
}

/// What the runs of a stretch have in common.
struct Base<'r> {
    relations: &'r Relations,
    size: u32,
    link: Option<String>,
}

impl Base<'_> {
    fn linked(&self, link: Option<String>) -> Self {
        Self {
            relations: self.relations,
            size: self.size,
            link: link.or_else(|| self.link.clone()),
        }
    }
}

/// `HYPERLINK "https://…"` -> its address.
fn hyperlink(asks: &str) -> Option<String> {
    let rest = asks.trim_start().strip_prefix("HYPERLINK")?.trim_start();
    let address = match rest.strip_prefix('"') {
        Some(rest) => rest.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    good_link(address)
}

/// Addresses that a reader may follow; scripts and files of the writer's own machine are none.
fn good_link(address: &str) -> Option<String> {
    let scheme = crate::markdown::scheme(address).map(str::to_ascii_lowercase);
    let good = match scheme.as_deref() {
        Some(scheme) => ["http", "https", "mailto", "tel"].contains(&scheme),
        None => !address.starts_with(['\\', '/', '#']),
    };
    (good && !address.is_empty()).then(|| address.to_owned())
}

/// A character of a font of symbols; the usual marks of lists and boxes have their own in Unicode.
fn symbol(element: &Element) -> String {
    let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok());
    let known = match code.map(|code| code & 0xff) {
        Some(0x52 | 0xfe) => "☑",
        Some(0xa8 | 0x6f | 0x71) => "□",
        Some(0xfc) => "✓",
        Some(0xd8 | 0xe8) => "→",
        Some(0x6c | 0xb7 | 0x9f) => "•",
        Some(0x6e) => "■",
        _ => "",
    };
    known.to_owned()
}
