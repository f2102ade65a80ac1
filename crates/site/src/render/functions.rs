//! The few functions and filters that templates have beside the engine's own.

use crate::diagnostic::Language;
use crate::record::Moment;
use crate::view::make::date_words;
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};
use std::collections::HashMap;
use tera::{Kwargs, State, Tera, TeraResult, Value};

/// Registers them all; `assets` gives the address of a theme's file by its name.
pub(super) fn register(tera: &mut Tera, language: Language, assets: HashMap<String, String>) {
    let assets: HashMap<String, Value> =
        assets.into_iter().map(|(name, address)| (name, Value::from(address))).collect();
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| asset(&kwargs, &assets));
    tera.register_function("qr", |kwargs: Kwargs, _: &State| qr(&kwargs));
    tera.register_filter("fill", fill);
    tera.register_filter("date_words", move |value: &str, _: Kwargs, _: &State| {
        day(value, language)
    });
}

/// `asset(name="site.css")` -> the address of a file of the theme.
fn asset(kwargs: &Kwargs, assets: &HashMap<String, Value>) -> TeraResult<Value> {
    let name: &str = kwargs.must_get("name")?;
    assets
        .get(name)
        .cloned()
        .ok_or_else(|| tera::Error::message(format!("the theme has no file `{name}` in static/")))
}

/// `qr(text="https://…")` -> a drawing of the QR code, a unit for each of its dots and four of margin.
fn qr(kwargs: &Kwargs) -> TeraResult<Value> {
    let text: &str = kwargs.must_get("text")?;
    // Weighing all eight masks would take longer than the rest of the page; a camera reads any of them.
    let parts = [QrSegment::make_bytes(text.as_bytes())];
    let (least, most) = (Version::new(1), Version::new(40));
    let mask = Some(Mask::new(2));
    let code = QrCode::encode_segments_advanced(&parts, QrCodeEcc::Low, least, most, mask, true)
        .map_err(|_| tera::Error::message("the text is too long for a QR code".to_owned()))?;
    Ok(Value::safe_string(&drawing(&code)))
}

/// One line through all rows, there and back, whose dashes are the dark dots: a dash takes two or three bytes, a path of its
/// own eight. Between two rows lies a light unit.
fn drawing(code: &QrCode) -> String {
    let size = code.size();
    let whole = size + 8;
    let mut svg = format!(
        "<svg class=\"qr\" aria-hidden=\"true\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/><path fill=\"none\" stroke=\"#000\" stroke-dasharray=\""
    );
    push_dashes(&mut svg, code);
    svg.push_str("\" d=\"M4 4.5");
    let (there, back) = (format!("h{size}v1"), format!("h-{size}v1"));
    for y in 0..size {
        svg.push_str(if y % 2 == 0 { &there } else { &back });
    }
    svg.push_str("\"/></svg>");
    svg
}

/// How long the line is dark, then light, then dark again; the first dot of every code is dark.
fn push_dashes(svg: &mut String, code: &QrCode) {
    let size = code.size();
    let (mut is_dark, mut length) = (true, 0);
    for y in 0..size {
        let row = (0..size).map(|x| code.get_module(if y % 2 == 0 { x } else { size - 1 - x }, y));
        for dot in row.chain([false]) {
            if dot != is_dark {
                push_count(svg, length);
                svg.push(' ');
                (is_dark, length) = (dot, 0);
            }
            length += 1;
        }
    }
    push_count(svg, length);
}

/// A number below a thousand: no code is longer in one colour.
fn push_count(text: &mut String, count: u32) {
    for unit in [100, 10, 1] {
        if count >= unit {
            text.extend(char::from_digit(count / unit % 10, 10));
        }
    }
}

/// `"共{n}篇" | fill(n=3)` -> `共3篇`.
fn fill(text: &str, kwargs: Kwargs, _: &State) -> String {
    kwargs.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), &shown(value))
    })
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// `"2026-03-31" | date_words` -> `2026年3月31日`; what is no day stays as it is.
fn day(value: &str, language: Language) -> String {
    match Moment::parse(value) {
        Some(moment) => date_words(moment.at.date(), language),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a drawing shows, row by row: the dashes laid along the line again.
    fn dots_of(svg: &str, size: usize) -> Vec<bool> {
        let (_, rest) = svg.split_once("dasharray=\"").expect("dashes");
        let (dashes, _) = rest.split_once('"').expect("their end");
        let lengths = dashes.split(' ').map(|length| length.parse().expect("a number"));
        let line: Vec<bool> =
            lengths.zip(0..).flat_map(|(length, at)| vec![at % 2 == 0; length]).collect();
        assert_eq!(line.len(), size * (size + 1));
        line.chunks(size + 1)
            .zip(0..)
            .flat_map(|(row, y)| {
                let mut row = row[..size].to_vec();
                if y % 2 == 1 {
                    row.reverse();
                }
                row
            })
            .collect()
    }

    #[test]
    fn the_dashes_are_the_dots() {
        for text in ["https://www.example.gov.cn/", &"https://www.example.gov.cn/a/".repeat(9)] {
            let code = QrCode::encode_text(text, QrCodeEcc::Low).expect("a code");
            let dots = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
            let expected: Vec<bool> = dots.map(|(x, y)| code.get_module(x, y)).collect();
            let size = usize::try_from(code.size()).expect("a size");
            assert_eq!(dots_of(&drawing(&code), size), expected, "{text}");
        }
    }
}
