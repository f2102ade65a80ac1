//! The browser that the tests drive, and the packages that they drive it with.

use crate::site::example;
use crate::skip::skipped;
use std::path::Path;

const BROWSERS: [&str; 3] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/// The browser, where it and these packages are installed; else a loud word on how to get what is missing.
pub(crate) fn browser(packages: &[&str]) -> Option<&'static str> {
    let browser = BROWSERS.into_iter().find(|path| Path::new(path).exists());
    if browser.is_none() {
        skipped(&format!(
            "no Chromium in {BROWSERS:?}; on Debian: apt-get install chromium fonts-noto-cjk"
        ));
    }
    for package in packages {
        let name = package.split('@').next().unwrap_or_default();
        if !example().join("node_modules").join(name).exists() {
            skipped(&format!("{name} is not installed; run: npm install --no-save {package}"));
            return None;
        }
    }
    browser
}
