//! 外部资源和页面大小: a page loads nothing from elsewhere, and no more than a slow line brings.

use super::{Finding, Seen};
use crate::diagnostic::Code;
use crate::render::Renderer;
use crate::say;
use crate::site::{Resource, url};
use std::collections::{BTreeSet, HashMap};

/// Bytes of a page with all that it loads: what 3 Mbit/s bring in the 3 s that a page may take.
const HEAVY: usize = 1024 * 1024;

/// What the theme's files and the files of the content folder weigh. Pictures are scaled by us and cannot be heavy.
pub(super) fn sizes(renderer: &Renderer) -> HashMap<String, usize> {
    let site = renderer.site();
    let assets = renderer.theme().assets().iter();
    let mut sizes: HashMap<String, usize> =
        assets.map(|asset| (site.url(&asset.route), asset.bytes.len())).collect();
    for (route, resource) in site.routes.iter() {
        let Resource::File(name) = resource else {
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
    let mut found = outside(page);
    found.extend(weight(page, sizes));
    found
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
