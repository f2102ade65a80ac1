//! The few functions and filters that templates have beside the engine's own.

use crate::diagnostic::Language;
use crate::record::Moment;
use crate::view::make::date_words;
use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};
use std::collections::HashMap;
use tera::{Kwargs, State, Tera, TeraResult, Value};

/// Registers them all; `assets` gives the address of a theme's file by its name.
pub(super) fn register(tera: &mut Tera, language: Language, assets: HashMap<String, String>) {
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| asset(&kwargs, &assets));
    tera.register_function("qr", |kwargs: Kwargs, _: &State| qr(&kwargs));
    tera.register_filter("fill", fill);
    tera.register_filter("date_words", move |value: &str, _: Kwargs, _: &State| {
        day(value, language)
    });
}

/// `asset(name="site.css")` -> the address of a file of the theme.
fn asset(kwargs: &Kwargs, assets: &HashMap<String, String>) -> TeraResult<String> {
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

fn drawing(code: &QrCode) -> String {
    let size = code.size();
    let whole = size + 8;
    let mut svg = format!(
        "<svg class=\"qr\" aria-hidden=\"true\" viewBox=\"0 0 {whole} {whole}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/><path stroke=\"#000\" d=\""
    );
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let start = x;
            while x < size && code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                svg += &format!("M{} {}.5h{}", start + 4, y + 4, x - start);
            }
            x += 1;
        }
    }
    svg.push_str("\"/></svg>");
    svg
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
