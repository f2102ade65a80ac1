//! Settings for the web server that shows a folder of releases: `gongbao publish --print-config`.

use crate::config::Settings;
use crate::config::{Address, Target};
use crate::diagnostic::{Code, Diagnostic, Language};
use crate::say;
use serde_json::json;
use std::net::Ipv4Addr;
use std::path::Path;
use tera::{Context, Tera};

/// A web server that settings can be printed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebServer {
    /// nginx
    Nginx,
    /// Caddy
    Caddy,
}

/// Nothing but the site itself is loaded, nothing runs inline, and nobody may frame it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/// Names with a sum in them, whose bytes never change.
const LASTING: &str = r"\.[0-9a-f]{10}\.[a-z0-9]+$";

/// An old address and where it leads now; both are paths with the site's prefix, as they stand in links.
pub type Redirect = (String, String);

/// The settings as text, for the site in a folder.
///
/// # Errors
/// The target is a bucket: no web server of ours shows it.
pub fn settings(
    server: WebServer,
    target: &Target,
    (source, site): (&Path, &Settings),
    redirects: &[Redirect],
    language: Language,
) -> Result<String, Diagnostic> {
    let folder = match &target.address {
        Address::Directory(folder) => {
            let folder = source.join(folder);
            let whole = std::path::absolute(&folder).unwrap_or(folder);
            whole.to_string_lossy().into_owned()
        }
        Address::Ssh(ssh) => {
            let first = ssh.servers.first();
            first.map(|server| server.path.clone()).unwrap_or_default()
        }
        Address::Store(_) => return Err(no_server(target)),
    };
    let place = Place { folder: &folder, site, redirects, language };
    let template = match server {
        WebServer::Nginx => include_str!("nginx.conf"),
        WebServer::Caddy => include_str!("Caddyfile"),
    };
    let text = Tera::default().render_str(template, &place.context(), false);
    text.map_err(|error| {
        // The templates are ours, and tested.
        Diagnostic::error(
            Code::Target,
            say!("设置写不出来：{error}", "cannot write the settings: {error}"),
        )
    })
}

fn no_server(target: &Target) -> Diagnostic {
    let name = &target.name;
    Diagnostic::error(
        Code::Target,
        say!(
            "“{name}”是对象存储，不用配置网页服务器",
            "`{name}` is an object store, which needs no web server"
        ),
    )
    .hint(say!(
        "默认首页、404 页和域名在对象存储的控制台里设置，见管理员手册",
        "index page, 404 page and domain are set in the store's console; see the administrator's manual"
    ))
}

/// What the settings are about.
struct Place<'s> {
    folder: &'s str,
    site: &'s Settings,
    redirects: &'s [Redirect],
    language: Language,
}

impl Place<'_> {
    fn is_secure(&self) -> bool {
        self.site.origin.starts_with("https://")
    }

    /// `www.example.gov.cn` and the port.
    fn host(&self) -> (&str, u16) {
        let usual = if self.is_secure() { 443 } else { 80 };
        let parts = self.site.host.rsplit_once(':');
        let parts = parts.and_then(|(host, port)| Some((host, port.parse().ok()?)));
        parts.unwrap_or((&self.site.host, usual))
    }

    fn headers(&self) -> Vec<(&'static str, &'static str)> {
        let mut headers = vec![
            ("Content-Security-Policy", POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "strict-origin-when-cross-origin"),
            ("X-Frame-Options", "SAMEORIGIN"),
        ];
        if self.is_secure() {
            headers.push(("Strict-Transport-Security", "max-age=31536000"));
        }
        headers
    }

    /// What the templates know.
    fn context(&self) -> Context {
        let (host, port) = self.host();
        let prefix = &self.site.prefix;
        let headers = self.headers().into_iter();
        let headers: Vec<_> =
            headers.map(|(name, value)| json!({"name": name, "value": value})).collect();
        let redirects = self.redirects.iter();
        let redirects: Vec<_> = redirects
            .map(|(from, to)| json!({"from": quoted(&decoded(from)), "to": quoted(to)}))
            .collect();
        let mut context = Context::new();
        context.insert("chinese", &(self.language == Language::Chinese));
        context.insert("secure", &self.is_secure());
        context.insert("host", host);
        context.insert("port", &port);
        // Who is called by a number of IPv4 has no other.
        context.insert("is_number", &host.parse::<Ipv4Addr>().is_ok());
        context.insert("root", &quoted(&format!("{}/web", self.folder)));
        context.insert("before", &quoted(&format!("{}/before", self.folder)));
        context.insert("assets", &quoted(&format!("{prefix}/assets/")));
        context.insert("assets_all", &quoted(&format!("{prefix}/assets/*")));
        context.insert("assets_pattern", &regex(&format!("{prefix}/assets/")));
        context.insert("not_found", &quoted(&format!("{prefix}/404.html")));
        context.insert("lasting", LASTING);
        context.insert("headers", &headers);
        context.insert("redirects", &redirects);
        context
    }
}

/// A text in the language of both servers.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}

fn regex(text: &str) -> String {
    let special = |c: char| ".+*?()[]{}|^$\\".contains(c);
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

/// As servers see a path: without its `%xx`.
fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}
