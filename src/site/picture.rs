//! How large pictures are, so that pages keep their room before they have loaded.

use crate::diagnostic::{Diagnostic, Doing};
use crate::read::ContentFile;
use crate::say;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// An SVG's size stands in its first lines.
const SVG_HEAD: usize = 4096;

/// Width and height of every picture that is used; one that cannot be read is a problem.
pub(super) fn sizes(
    files: &BTreeMap<String, ContentFile>,
    used: &BTreeSet<String>,
    problems: &mut Vec<Diagnostic>,
) -> HashMap<String, (u32, u32)> {
    let pictures: Vec<(&String, &ContentFile)> = used
        .iter()
        .filter(|name| is_picture(name))
        .filter_map(|name| files.get_key_value(name))
        .collect();
    let measured: Vec<_> = pictures
        .into_par_iter()
        .map(|(name, file)| (name, measure(name, &file.path)))
        .collect();
    let mut sizes = HashMap::new();
    for (name, size) in measured {
        match size {
            Ok(Some(size)) => drop(sizes.insert(name.clone(), size)),
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    sizes
}

fn ending(name: &str) -> String {
    name.rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase())
        .unwrap_or_default()
}

fn is_picture(name: &str) -> bool {
    matches!(
        ending(name).as_str(),
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "svg"
    )
}

/// `None`: an SVG that leaves its size to the page.
fn measure(name: &str, path: &Path) -> Result<Option<(u32, u32)>, Diagnostic> {
    if ending(name) == "svg" {
        let bytes =
            std::fs::read(path).map_err(|error| Diagnostic::io(Doing::Read, path, &error))?;
        let head = &bytes[..bytes.len().min(SVG_HEAD)];
        return Ok(svg_size(&String::from_utf8_lossy(head)));
    }
    let size = imagesize::size(path).map_err(|_| {
        Diagnostic::error(
            "broken-picture",
            say!(
                "图片打不开，或扩展名与内容不符",
                "the picture cannot be read, or its ending is not its format"
            ),
        )
        .in_file(format!("content/{name}"))
        .hint(say!(
            "用看图软件打开检查，另存为 JPG 或 PNG",
            "open it in a viewer and save it again as JPG or PNG"
        ))
    })?;
    let pixels = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Some((pixels(size.width), pixels(size.height))))
}

/// `width` and `height` of the root element, else the size of its `viewBox`.
fn svg_size(head: &str) -> Option<(u32, u32)> {
    let start = head.find("<svg")?;
    let tag = &head[start..start + head[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}="))? + name.len() + 2;
        let quote = tag[at..].chars().next()?;
        let rest = &tag[at + 1..];
        Some(&rest[..rest.find(quote)?])
    };
    let pixels = |text: &str| {
        let number: f64 = text.trim_end_matches("px").trim().parse().ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked on the line before"
        )]
        let whole = |n: f64| n.round() as u32;
        (number.is_finite() && (1.0..=1e6).contains(&number)).then(|| whole(number))
    };
    let written = attribute("width")
        .and_then(pixels)
        .zip(attribute("height").and_then(pixels));
    written.or_else(|| {
        let mut numbers = attribute("viewBox")?
            .split([' ', ','])
            .filter(|n| !n.is_empty())
            .skip(2);
        pixels(numbers.next()?).zip(pixels(numbers.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::svg_size;

    #[test]
    fn sizes_of_drawings() {
        for (text, size) in [
            (
                r#"<svg xmlns="x" width="640" height="360px">"#,
                Some((640, 360)),
            ),
            (
                r#"<?xml version="1.0"?><svg viewBox="0 0 800 450">"#,
                Some((800, 450)),
            ),
            (
                "<svg width='100%' height='100%' viewBox='0,0,10,20'>",
                Some((10, 20)),
            ),
            ("<svg>", None),
            ("<svg width=\"NaN\" height=\"1\">", None),
            ("not an svg", None),
        ] {
            assert_eq!(svg_size(text), size, "{text}");
        }
    }
}
