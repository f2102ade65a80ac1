//! The preview in a real browser; the story is told in `preview/browser.mjs`.

mod preview;
mod skip;

use preview::Preview;
use std::path::Path;
use std::process::Command;

const BROWSERS: [&str; 3] =
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

#[test]
fn the_page_follows_the_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let browser = BROWSERS.into_iter().find(|path| Path::new(path).exists());
    let Some(browser) = browser else {
        skip::skipped(&format!("no Chromium in {BROWSERS:?}; on Debian: apt-get install chromium"));
        return;
    };
    if !root.join("node_modules/playwright-core").exists() {
        skip::skipped(
            "playwright-core is not installed; run: npm install --no-save playwright-core@1.64.1",
        );
        return;
    }
    let site = Preview::start(&[]);
    let address = format!("http://{}/yunxi/", site.address);
    let told = Command::new("node")
        .arg("tests/preview/browser.mjs")
        .arg(address)
        .arg(site.root())
        .arg(browser)
        .current_dir(root)
        .output()
        .expect("node runs");
    let said = String::from_utf8_lossy(&told.stdout) + String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success(), "{said}");
}
