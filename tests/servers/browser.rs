//! The preview in a real browser; the story is told in `preview/browser.mjs`.

use crate::chromium::browser;
use crate::preview::Preview;
use crate::site::{Run, example};
use std::process::Command;

#[test]
fn the_page_follows_the_files() {
    let Some(browser) = browser(&["playwright-core@1.64.1"]) else { return };
    let site = Preview::start(&[]);
    let address = format!("http://{}/yunxi/", site.address);
    let mut node = Command::new("node");
    node.arg("tests/servers/preview/browser.mjs").arg(address).arg(site.root()).arg(browser);
    Run::of(node.current_dir(example())).must_end(0);
}
