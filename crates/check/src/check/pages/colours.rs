//! 颜色对比: text that a style puts on a ground of its own, measured (WCAG 2.1, 1.4.3). Only rules that name both colours
//! are measured, each in every set of colours that the theme has; what stands on an inherited ground is left to a
//! browser's tools.

use crate::diagnostic::{Code, Diagnostic};
use crate::render::Theme;
use crate::say;
use crate::site::Site;
use std::collections::BTreeMap;

/// For text of ordinary size.
const ENOUGH: f64 = 4.5;
/// For text of 24 px and more.
const ENOUGH_LARGE: f64 = 3.0;

/// A rule of a style sheet outside of print.
#[derive(Debug, PartialEq, Eq)]
struct Rule<'c> {
    selector: &'c str,
    declarations: Vec<(&'c str, &'c str)>,
}

/// Custom properties by name.
type Tokens<'c> = BTreeMap<&'c str, &'c str>;

/// Measures the theme's styles.
pub(super) fn check(site: &Site, theme: &Theme) -> Vec<Diagnostic> {
    let name = site.settings.file.theme.as_ref();
    let name = name.map_or("county", |name| &*name.value);
    let sheets = theme.assets().iter();
    let sheets = sheets.filter(|asset| asset.route.as_str().ends_with(".css"));
    let faint = sheets.flat_map(|asset| faint(&String::from_utf8_lossy(&asset.bytes)));
    let told = faint.map(|Faint { selector, text, ground, ratio }| {
        Diagnostic::warning(
            Code::ColourContrast,
            say!(
                "样式“{selector}”的文字 {text} 在底色 {ground} 上看不清，对比度 {ratio:.1}",
                "text in {text} on {ground} is hard to read ({ratio:.1} to 1) where the style says {selector}"
            ),
        )
        .in_file(format!("themes/{name}/"))
    });
    told.collect()
}

/// Text that can hardly be read.
#[derive(Debug, PartialEq)]
struct Faint {
    selector: String,
    text: String,
    ground: String,
    ratio: f64,
}

fn faint(css: &str) -> Vec<Faint> {
    let css = without_comments(css);
    let rules = rules(&css);
    let sets = sets(&rules);
    let mut found: Vec<Faint> = Vec::new();
    for (name, tokens) in &sets {
        let in_set = |rule: &&Rule<'_>| {
            let of_another =
                |other: &&&str| !other.is_empty() && rule.selector.starts_with(**other);
            sets.keys().find(of_another).is_none_or(|other| other == name)
        };
        let measured = rules.iter().filter(in_set).filter_map(|rule| measure(rule, tokens));
        for one in measured {
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

/// The sets of colours: the theme's own, under no name, and others that a selector puts over it.
fn sets<'c>(rules: &[Rule<'c>]) -> BTreeMap<&'c str, Tokens<'c>> {
    let tokens = |rule: &Rule<'c>| -> Tokens<'c> {
        let own = rule.declarations.iter();
        own.filter(|(name, _)| name.starts_with("--")).copied().collect()
    };
    let is_root = |rule: &&Rule<'_>| matches!(rule.selector, ":root" | "html");
    let base: Tokens<'c> = rules.iter().filter(is_root).flat_map(tokens).collect();
    let mut sets = BTreeMap::from([("", base.clone())]);
    for rule in rules.iter().filter(|rule| !is_root(rule)) {
        let changed = tokens(rule);
        if changed.values().any(|value| colour(value, &base).is_some()) {
            let set = sets.entry(rule.selector).or_insert_with(|| base.clone());
            set.extend(changed);
        }
    }
    sets
}

fn measure(rule: &Rule<'_>, tokens: &Tokens<'_>) -> Option<Faint> {
    let last = |names: &[&str]| {
        let mut all = rule.declarations.iter().rev();
        all.find(|(name, _)| names.contains(name)).map(|(_, value)| *value)
    };
    let text = colour(last(&["color"])?, tokens)?;
    let ground = colour(last(&["background", "background-color"])?, tokens)?;
    let large = last(&["font-size"]).is_some_and(|size| is_large(size, tokens));
    let ratio = ratio(text, ground);
    let enough = if large { ENOUGH_LARGE } else { ENOUGH };
    (ratio < enough).then(|| Faint {
        selector: rule.selector.to_owned(),
        text: hex(text),
        ground: hex(ground),
        ratio,
    })
}

fn is_large(size: &str, tokens: &Tokens<'_>) -> bool {
    let size = resolve(size, tokens);
    let number = |unit: &str| size.strip_suffix(unit)?.parse::<f64>().ok();
    number("rem").is_some_and(|rem| rem >= 1.5) || number("px").is_some_and(|px| px >= 24.0)
}

/// `var(--ink)` -> what it stands for; so many times at most, since it may stand for itself.
fn resolve<'v>(value: &'v str, tokens: &Tokens<'v>) -> &'v str {
    let mut value = value.trim();
    for _ in 0..8 {
        let inner = value.strip_prefix("var(").and_then(|rest| rest.strip_suffix(')'));
        let Some(inner) = inner else {
            return value;
        };
        let (name, other) = inner.split_once(',').unwrap_or((inner, ""));
        value = tokens.get(name.trim()).copied().unwrap_or(other).trim();
    }
    ""
}

/// Red, green and blue of a colour that hides what is below it; none where it is a gradient, a picture or half transparent.
fn colour(value: &str, tokens: &Tokens<'_>) -> Option<[u8; 3]> {
    let value = value.trim().trim_end_matches("!important").trim();
    let value = resolve(value, tokens);
    if let Some(digits) = value.strip_prefix('#') {
        return of_digits(digits);
    }
    match value {
        "white" => Some([255; 3]),
        "black" => Some([0; 3]),
        _ => {
            let inner = value.strip_prefix("rgb(")?.strip_suffix(')')?;
            let parts: Vec<u8> = inner
                .split([',', ' '])
                .filter(|part| !part.is_empty())
                .map(|part| part.parse().ok())
                .collect::<Option<_>>()?;
            parts.try_into().ok()
        }
    }
}

fn of_digits(digits: &str) -> Option<[u8; 3]> {
    let whole = match digits.len() {
        3 => digits.chars().flat_map(|c| [c, c]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let number = u32::from_str_radix(&whole, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// From 1 to 21.
fn ratio(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, WCAG 2.1.
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        match part <= 0.04045 {
            true => part / 12.92,
            false => ((part + 0.055) / 1.055).powf(2.4),
        }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// The rules of a sheet, those inside of `@media` and `@supports` too; what is for paper or names no element is left out.
fn rules(css: &str) -> Vec<Rule<'_>> {
    let mut found = Vec::new();
    let mut rest = css;
    while let Some(open) = rest.find('{') {
        let end = matching(rest, open);
        // A statement without a block may stand before it.
        let selector = rest[..open].rsplit(['}', ';']).next().unwrap_or_default();
        let selector = selector.trim();
        let inner = &rest[open + 1..end];
        if selector.starts_with("@media") || selector.starts_with("@supports") {
            if !selector.contains("print") {
                found.extend(rules(inner));
            }
        } else if !selector.starts_with('@') {
            found.push(Rule { selector, declarations: declarations(inner) });
        }
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    found
}

/// The `}` that closes a `{`; the end where none does.
fn matching(css: &str, open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in css.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    css.len()
}

fn declarations(inner: &str) -> Vec<(&str, &str)> {
    let pairs = inner.split(';').filter_map(|one| one.split_once(':'));
    pairs.map(|(name, value)| (name.trim(), value.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(css: &str) -> Vec<String> {
        let line =
            |one: Faint| format!("{} {} {} {:.1}", one.selector, one.text, one.ground, one.ratio);
        faint(css).into_iter().map(line).collect()
    }

    #[test]
    fn what_is_faint_is_found_in_every_set_of_colours() {
        for (css, expected) in [
            (".a { color: #767676; background: #fff }", &[][..]),
            (".a { color: #777; background: #fff }", &[".a #777777 #ffffff 4.5"]),
            (".a { color: #888; background: white; font-size: 1.5rem }", &[]),
            (
                ":root { --ink: #000; --on: var(--pale); --pale: #ccc } .a { background-color: var(--on); color: #fff }",
                &[".a #ffffff #cccccc 1.6"],
            ),
            (
                ":root { --on: #000 } [data-x] { --on: #ddd } .a { background: var(--on); color: rgb(255, 255, 255) }",
                &[".a #ffffff #dddddd 1.4"],
            ),
            (
                "@media print { .a { color: #fff; background: #fff } } @charset 'x'; .b { color: #fff; background: url(a) }",
                &[],
            ),
            (
                "@media (width < 40em) { .a { color: #fff; background: #fff /* same */ } }",
                &[".a #ffffff #ffffff 1.0"],
            ),
            (":root { --a: var(--a) } .a { color: var(--a); background: #fff }", &[]),
            (".a { color: #fff; background: #fff", &[".a #ffffff #ffffff 1.0"]),
            ("} { ; .a { color", &[]),
        ] {
            assert_eq!(found(css), expected, "{css}");
        }
    }
}
