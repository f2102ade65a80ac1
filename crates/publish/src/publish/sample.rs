//! Asks the site's own address for some pages, and compares them with what was published.

use super::manifest::{Manifest, Sum};
use super::tree::is_page;
use crate::diagnostic::{Code, Diagnostic, Words};
use crate::say;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

/// So many pages are asked for.
const PAGES: usize = 10;

/// Every site has this page.
const HOME: &str = "index.html";

/// A page that takes longer is no good.
const PATIENCE: Duration = Duration::from_secs(20);

/// More of a page is not read.
const LARGEST: u64 = 64 << 20;

/// What may not stand in an address as it is.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What asking gave.
#[derive(Debug)]
pub(super) enum Found {
    /// Every page that was asked for is right.
    Right,
    /// A page is another one, or there is none.
    Wrong(Diagnostic),
    /// Nobody answered: from here it cannot be told.
    Unreached(Diagnostic),
}

/// Compares the home page and some of `changed`.
pub(super) fn compare(url: &str, manifest: &Manifest, changed: &[&str]) -> Found {
    let agent = agent();
    for (name, expected) in chosen(manifest, changed) {
        let path = name.strip_suffix("index.html").unwrap_or(name);
        let address = format!("{url}{}", utf8_percent_encode(path, ESCAPED));
        match fetch(&agent, &address) {
            Ok(sum) if sum == expected => {}
            Ok(_) => {
                return Found::Wrong(wrong(
                    &address,
                    &say!("内容与刚发布的不同", "it is not what was published"),
                ));
            }
            Err(ureq::Error::StatusCode(status)) => {
                let why = say!("服务器回答 {status}", "the server answers {status}");
                return Found::Wrong(wrong(&address, &why));
            }
            Err(error) => {
                let words =
                    say!("核对不了 {address}：{error}", "cannot ask for {address}: {error}");
                return Found::Unreached(Diagnostic::warning(Code::PublishCheck, words).hint(say!(
                    "网站已切换。本机访问不到这个网址时，可在 site.yaml 里写“核对网址”或“核对: 不核对”",
                    "the site has switched; where this machine cannot reach it, set `check_url` or `check: off` in site.yaml"
                )));
            }
        }
    }
    Found::Right
}

/// The home page, and changed ones, spread over all of them.
fn chosen<'m>(manifest: &'m Manifest, changed: &[&'m str]) -> Vec<(&'m str, Sum)> {
    let pages: Vec<&str> = changed.iter().copied().filter(|name| is_page(name)).collect();
    let step = pages.len().div_ceil(PAGES - 1).max(1);
    let others = pages.into_iter().step_by(step).filter(|name| *name != HOME);
    let names = std::iter::once(HOME).chain(others);
    names.filter_map(|name| Some((name, *manifest.0.get(name)?))).collect()
}

fn agent() -> Agent {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .tls_config(tls)
        .user_agent(concat!("gongbao/", env!("CARGO_PKG_VERSION")))
        .build()
        .into()
}

fn fetch(agent: &Agent, address: &str) -> Result<Sum, ureq::Error> {
    let request = agent
        .get(address)
        .header("Accept-Encoding", "identity")
        .header("Cache-Control", "no-cache");
    let mut answer = request.call()?;
    let body = answer.body_mut().with_config().limit(LARGEST).reader();
    Sum::read(body).map_err(ureq::Error::Io)
}

fn wrong(address: &str, why: &Words) -> Diagnostic {
    let Words { zh, en } = why;
    Diagnostic::warning(
        Code::PublishCheck,
        say!("网站上的 {address} 不对：{zh}", "{address} is wrong: {en}"),
    )
    .hint(say!(
        "可能是 CDN 或浏览器缓存了旧页，也可能服务器的网站根目录没有指向 current",
        "a CDN may still show the old page, or the web server's root is not `current`"
    ))
}
