//! Settings for the web server that shows a folder of releases: `gongbao publish --print-config`.

mod redirects;

pub use redirects::Redirect;

use crate::config::Settings;
use crate::config::{Address, Target};
use crate::diagnostic::{Code, Diagnostic, Language};
use crate::file::mime;
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

/// What of a web server's settings is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigPart {
    /// A whole server.
    Server,
    /// What stands in the settings of a server that is there already, such as a portal's.
    Location,
    /// The old addresses alone, for a server whose other settings are made by hand.
    Redirects,
}

/// Nothing but the site itself is loaded, nothing runs inline, and nobody may frame it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
    media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/// Names with a sum in them, whose bytes never change.
const LASTING: &str = r"\.[0-9a-f]{10}\.[a-z0-9]+$";

/// Of XML, what the site makes itself.
const OWN_XML: &str = r"/(?:feed|sitemap(?:-[0-9]+)?)\.xml$";

/// The settings as text, for the site in a folder.
///
/// # Errors
/// The target is a bucket: no web server of ours shows it.
pub fn settings(
    (server, part): (WebServer, ConfigPart),
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
    let place = Place { folder: &folder, site, language };
    let redirects = redirects::rules(server, &place.name(), redirects);
    let template = match (server, part) {
        (_, ConfigPart::Redirects) => return Ok(place.include(server) + &redirects),
        (WebServer::Nginx, ConfigPart::Server) => include_str!("nginx.conf"),
        (WebServer::Nginx, ConfigPart::Location) => include_str!("nginx-location.conf"),
        (WebServer::Caddy, ConfigPart::Server) => include_str!("Caddyfile"),
        (WebServer::Caddy, ConfigPart::Location) => include_str!("Caddyfile-location"),
    };
    let text = Tera::default().render_str(template, &place.context(server, &redirects), false);
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

    /// What the file of the old addresses begins with.
    fn include(&self, server: WebServer) -> String {
        let (name, zh, en) = match server {
            WebServer::Nginx => (
                "nginx",
                "在 server { } 里写 include 和这个文件的位置；换上后运行 nginx -t，再运行 nginx -s reload",
                "in a `server { }` write `include` with the place of this file; then `nginx -t` and `nginx -s reload`",
            ),
            WebServer::Caddy => (
                "caddy",
                "在站点的大括号里写 import 和这个文件的位置",
                "in the braces of a site write `import` with the place of this file",
            ),
        };
        let words = say!(
            "# 旧网址，由 gongbao publish --print-config {name} --config-part redirects 生成。\n# {zh}。旧网址变了就重新生成一次。\n",
            "# Old addresses, made by `gongbao publish --print-config {name} --config-part redirects`.\n# {en}. Make it again when they change.\n"
        );
        words.in_language(self.language).to_owned()
    }

    /// Crawlers read `robots.txt` at the root of a host alone (RFC 9309, 2.3), where a site below a path has nothing to say.
    fn robots(&self) -> String {
        let Settings { origin, prefix, .. } = self.site;
        if prefix.is_empty() {
            return String::new();
        }
        let words = say!(
            "# 搜索引擎只看 {origin}/robots.txt，不看 {prefix}/robots.txt。请在那个文件里加上一行：\n# Sitemap: {origin}{prefix}/sitemap.xml\n",
            "# Crawlers read {origin}/robots.txt and never {prefix}/robots.txt. Add this line to that file:\n# Sitemap: {origin}{prefix}/sitemap.xml\n"
        );
        words.in_language(self.language).to_owned()
    }

    /// What names of this site's own end in, so that several sites may stand in one server.
    fn name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        self.site.prefix.chars().map(plain).collect()
    }

    /// What the templates know.
    fn context(&self, server: WebServer, redirects: &str) -> Context {
        let (host, port) = self.host();
        let prefix = &self.site.prefix;
        let headers = self.headers().into_iter();
        let headers: Vec<_> =
            headers.map(|(name, value)| json!({"name": name, "value": value})).collect();
        let indent = match server {
            WebServer::Nginx => "    ",
            WebServer::Caddy => "\t",
        };
        let inside: String = redirects.lines().map(|line| format!("{indent}{line}\n")).collect();
        let mut context = Context::new();
        context.insert("chinese", &(self.language == Language::Chinese));
        context.insert("secure", &self.is_secure());
        context.insert("host", host);
        context.insert("port", &port);
        // Who is called by a number of IPv4 has no other.
        context.insert("is_number", &host.parse::<Ipv4Addr>().is_ok());
        context.insert("name", &self.name());
        context.insert("prefix", prefix);
        context.insert("prefix_only", &quoted(prefix));
        context.insert("prefix_folder", &quoted(&format!("{prefix}/")));
        context.insert("prefix_all", &quoted(&format!("{prefix}/*")));
        context.insert("root", &quoted(&format!("{}/web", self.folder)));
        context.insert("before", &quoted(&format!("{}/before", self.folder)));
        context.insert("assets", &quoted(&format!("{prefix}/assets/")));
        context.insert("assets_all", &quoted(&format!("{prefix}/assets/*")));
        context.insert("assets_pattern", &regex(&format!("{prefix}/assets/")));
        context.insert("not_found", &quoted(&format!("{prefix}/404.html")));
        context.insert("lasting", LASTING);
        context.insert("shown", &mime::SHOWN.join("|"));
        context.insert("own_xml", OWN_XML);
        context.insert("headers", &headers);
        context.insert("robots", &self.robots());
        context.insert("redirects", redirects);
        context.insert("redirects_inside", &inside);
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
