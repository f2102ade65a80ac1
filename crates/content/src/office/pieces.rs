//! A part of XML, piece by piece.

use super::Fault;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// Where an element begins or ends, or text. Names are those without their prefixes.
pub enum Piece<'x> {
    /// An element begins: its name, and its attributes in the order of the file.
    Open(String, Vec<(String, String)>),
    /// Text, its entities resolved.
    Text(Cow<'x, str>),
    /// The element of this name ends.
    Close(String),
}

/// Hands out the pieces in order.
///
/// # Errors
/// What is not well-formed ends it; a start without an end counts as that.
pub fn pieces(xml: &str, mut each: impl FnMut(Piece<'_>)) -> Result<(), Fault> {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|_| Fault::Damaged)? {
            Event::Start(tag) => {
                depth += 1;
                each(opened(&tag));
            }
            Event::Empty(tag) => {
                each(opened(&tag));
                each(Piece::Close(tag.local_name().as_ref().to_owned()));
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                each(Piece::Close(tag.local_name().as_ref().to_owned()));
            }
            Event::Text(text) => each(Piece::Text(text.into_inner())),
            Event::CData(text) => each(Piece::Text(text.into_inner())),
            // `&#49;` may be a digit; entities of the file's own are never resolved.
            Event::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                if let Ok(text) = quick_xml::escape::unescape(&written) {
                    each(Piece::Text(Cow::Owned(text.into_owned())));
                }
            }
            Event::Eof if depth > 0 => return Err(Fault::Damaged),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn opened(tag: &BytesStart<'_>) -> Piece<'static> {
    let attributes = tag.attributes().flatten();
    let pairs = attributes.map(|pair| {
        let name = pair.key.local_name().as_ref().to_owned();
        let plain = quick_xml::escape::unescape(&pair.value).map(Cow::into_owned);
        (name, plain.unwrap_or_else(|_| pair.value.to_string()))
    });
    Piece::Open(tag.local_name().as_ref().to_owned(), pairs.collect())
}
