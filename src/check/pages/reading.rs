//! 无障碍和页面大小: whether everyone can read a page (GB/T 37668—2019, WCAG 2.1 AA), and what it weighs on a slow line.

use super::{Finding, Seen};
use crate::diagnostic::Code;
use crate::render::Renderer;
use crate::say;
use crate::site::{Target, url};
use std::collections::{BTreeSet, HashMap};

/// Bytes of a page with all that it loads: what 3 Mbit/s bring in the 3 s that a page may take.
const HEAVY: usize = 1024 * 1024;

/// What the theme's files and the files of the content folder weigh. Pictures are scaled by us and cannot be heavy.
pub(super) fn sizes(renderer: &Renderer) -> HashMap<String, usize> {
    let site = renderer.site();
    let assets = renderer.theme().assets().iter();
    let mut sizes: HashMap<String, usize> =
        assets.map(|asset| (site.url(&asset.route), asset.bytes.len())).collect();
    for (route, target) in site.routes.iter() {
        let Target::File(name) = target else {
            continue;
        };
        if let Some(file) = site.files.get(name) {
            let size = usize::try_from(file.stamp.size()).unwrap_or(usize::MAX);
            sizes.insert(site.url(route), size);
        }
    }
    sizes
}

pub(super) fn check(page: &Seen<'_>, sizes: &HashMap<String, usize>) -> Vec<Finding> {
    let mut found = Vec::new();
    let outline = &page.outline;
    if outline.language.is_empty() {
        found.push(Finding::new(
            Code::PageLanguage,
            say!("网页没有写明语言（html lang）", "the page does not say its language"),
        ));
    }
    found.extend(heading_order(page));
    found.extend(outline.unnamed_pictures.iter().map(|address| {
        Finding::new(
            Code::ImageAlt,
            say!(
                "图片 {address} 没有替代文字",
                "the picture {address} has no words for those who cannot see it"
            ),
        )
    }));
    if outline.headless_tables > 0 {
        found.push(Finding::new(
            Code::TableHead,
            say!("网页里有没有表头的表格", "a table of the page has no head"),
        ));
    }
    found.extend(outside(page));
    found.extend(weight(page, sizes));
    found
}

/// Headings go down one level at a time. Those of the text are told at its own lines.
fn heading_order(page: &Seen<'_>) -> Option<Finding> {
    if let Target::Document(id) = page.target
        && skipping(page.site.document(*id).facts.headings.iter().map(|h| h.level)).is_some()
    {
        return None;
    }
    let levels = page.outline.headings.iter().map(|(level, _)| *level);
    let (from, to, _) = skipping(levels)?;
    Some(Finding::new(
        Code::HeadingOrder,
        say!("标题从 h{from} 直接到了 h{to}", "the headings go from h{from} straight to h{to}"),
    ))
}

/// The first level that skips one, with the one before it and its position.
pub(crate) fn skipping(levels: impl Iterator<Item = u8>) -> Option<(u8, u8, usize)> {
    let mut before = None;
    for (at, level) in levels.enumerate() {
        match before {
            Some(last) if level > last + 1 => return Some((last, level, at)),
            _ => before = Some(level),
        }
    }
    None
}

/// A page asks no other host for anything.
fn outside(page: &Seen<'_>) -> Vec<Finding> {
    let own = format!("{}/", page.site.settings.origin);
    let is_outside = |address: &&String| {
        let full = address.contains("://") || address.starts_with("//");
        full && !address.starts_with(&own)
    };
    let loads = page.outline.loads.iter().filter(is_outside);
    loads
        .map(|address| {
            Finding::new(
                Code::OutsideRequest,
                say!(
                    "网页要从别的网站取 {address}",
                    "the page fetches {address} from another site"
                ),
            )
        })
        .collect()
}

fn weight(page: &Seen<'_>, sizes: &HashMap<String, usize>) -> Option<Finding> {
    let loads: BTreeSet<&String> = page.outline.loads.iter().collect();
    let loaded = loads.into_iter().filter_map(|address| {
        let size = sizes.get(address).or_else(|| sizes.get(&url::encode_address(address)));
        Some((address, *size?))
    });
    let loaded: Vec<(&String, usize)> = loaded.collect();
    let total = loaded.iter().fold(page.size, |sum, (_, size)| sum.saturating_add(*size));
    if total <= HEAVY {
        return None;
    }
    let kb = total / 1024;
    let heaviest = loaded.iter().max_by_key(|(_, size)| *size);
    let (zh, en) = match heaviest.filter(|(_, size)| *size > page.size) {
        Some((address, _)) => (format!("，最大的是 {address}"), format!(", most of it {address}")),
        None => Default::default(),
    };
    Some(Finding::new(
        Code::PageWeight,
        say!("打开这个网页要传 {kb} KB{zh}", "the page takes {kb} kB to open{en}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::skipping;

    #[test]
    fn levels() {
        for (levels, expected) in [
            (&[][..], None),
            (&[1, 2, 3, 2, 3, 1], None),
            (&[2, 4], Some((2, 4, 1))),
            (&[1, 2, 2, 5, 6], Some((2, 5, 3))),
            (&[3], None),
        ] {
            assert_eq!(skipping(levels.iter().copied()), expected, "{levels:?}");
        }
    }
}
