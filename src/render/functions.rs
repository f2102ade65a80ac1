//! The few functions and filters that templates have beside the engine's own.

use crate::diagnostic::Language;
use crate::record::Moment;
use crate::view::make::date_words;
use std::collections::HashMap;
use tera::{Kwargs, State, Tera, TeraResult, Value};

/// Registers them all; `assets` gives the address of a theme's file by its name.
pub(super) fn register(tera: &mut Tera, language: Language, assets: HashMap<String, String>) {
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| {
        asset(&kwargs, &assets)
    });
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

/// `"共{n}篇" | fill(n=3)` -> `共3篇`.
fn fill(text: &str, kwargs: Kwargs, _: &State) -> String {
    kwargs.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), &shown(value))
    })
}

fn shown(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// `"2026-03-31" | date_words` -> `2026年3月31日`; what is no day stays as it is.
fn day(value: &str, language: Language) -> String {
    match Moment::parse(value) {
        Some(moment) => date_words(moment.at.date(), language),
        None => value.to_owned(),
    }
}
