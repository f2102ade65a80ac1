//! HTML, SVG and XML: what is shown, what is only said (`alt`, `title`, values of fields), and what comments hide.

use super::{Reader, plain};
use crate::say;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::convert::Infallible;

/// Elements that part no word.
const INLINE: [&[u8]; 24] = [
    b"a", b"abbr", b"b", b"bdi", b"bdo", b"cite", b"code", b"del", b"em", b"font", b"i", b"ins",
    b"label", b"mark", b"o:p", b"s", b"small", b"span", b"strong", b"sub", b"sup", b"tspan", b"u",
    b"wbr",
];

/// Attributes that hold words.
const SAID: [&[u8]; 9] = [
    b"alt",
    b"title",
    b"value",
    b"content",
    b"label",
    b"placeholder",
    b"summary",
    b"aria-label",
    b"data",
];

pub(super) fn read(bytes: &[u8], reader: &mut Reader) {
    text(&plain::decoded(bytes).unwrap_or_default(), reader);
}

/// Reads markup that is text already.
pub(super) fn text(markup: &str, reader: &mut Reader) {
    let mut blocks = Blocks { text: String::new(), number: 0, attribute: false, reader };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        blocks.event(&event);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(markup.as_bytes(), emitter).for_each(|token| match token {
        Ok(never) | Err(never) => match never {},
    });
    blocks.end();
}

/// Text, a block at a time.
struct Blocks<'r> {
    text: String,
    number: usize,
    /// Whether the attribute that is being read holds words.
    attribute: bool,
    reader: &'r mut Reader,
}

impl Blocks<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } | CallbackEvent::EndTag { name }
                if !INLINE.contains(name) =>
            {
                self.end();
            }
            CallbackEvent::AttributeName { name } => self.attribute = SAID.contains(name),
            CallbackEvent::AttributeValue { value } if self.attribute => self.aside(value),
            CallbackEvent::String { value } => self.text.push_str(&String::from_utf8_lossy(value)),
            CallbackEvent::Comment { value } => self.aside(value),
            _ => {}
        }
    }

    /// What stands beside the text.
    fn aside(&mut self, value: &[u8]) {
        let (number, value) = (self.number + 1, String::from_utf8_lossy(value));
        self.reader.text(say!("第{number}段", "paragraph {number}"), value.as_ref());
    }

    fn end(&mut self) {
        if self.text.trim().is_empty() {
            self.text.clear();
            return;
        }
        self.number += 1;
        let number = self.number;
        let text = std::mem::take(&mut self.text);
        self.reader.text(say!("第{number}段", "paragraph {number}"), text);
    }
}
