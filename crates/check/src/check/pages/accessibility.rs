//! 无障碍: whether everyone can read a page (GB/T 37668—2019, WCAG 2.1 AA).

use super::{Finding, Seen};
use crate::diagnostic::Code;
use crate::say;
use crate::site::Resource;

pub(super) fn check(page: &Seen<'_>) -> Vec<Finding> {
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
    found
}

/// Headings go down one level at a time. Those of the text are told at its own lines.
fn heading_order(page: &Seen<'_>) -> Option<Finding> {
    if let Resource::Document(id) = page.resource
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
