//! `robots.txt` (RFC 9309).

use crate::site::url::{encode_address, encode_path};

/// Lets every robot in, but not below the paths in `disallow`, and names the site map.
///
/// Robots read it at the root of a host alone: a site under a sub-path needs the portal to take its lines over.
pub(super) fn robots(sitemap: &str, disallow: &[&str]) -> String {
    let mut text = String::from("User-agent: *\n");
    for path in disallow {
        text.push_str(&format!("Disallow: {}\n", encode_path(path)));
    }
    if disallow.is_empty() {
        text.push_str("Disallow:\n");
    }
    text.push_str(&format!("\nSitemap: {}\n", encode_address(sitemap)));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_robots_may_read() {
        let sitemap = "https://www.example.gov.cn/sitemap.xml";
        for (disallow, expected) in [
            (
                &[][..],
                "User-agent: *\nDisallow:\n\nSitemap: https://www.example.gov.cn/sitemap.xml\n",
            ),
            (
                &["/search/", "/搜索/", "/a$*\nAllow: /"][..],
                "User-agent: *\nDisallow: /search/\nDisallow: /%E6%90%9C%E7%B4%A2/\nDisallow: /a%24%2A%0AAllow%3A%20/\n\nSitemap: https://www.example.gov.cn/sitemap.xml\n",
            ),
        ] {
            assert_eq!(robots(sitemap, disallow), expected);
        }
    }
}
