//! Settings for the web server that shows a folder of releases: `gongbao publish --print-config`.

use super::target::{Address, Target};
use crate::config::Settings;
use crate::diagnostic::{Diagnostic, Language};
use crate::say;
use clap::ValueEnum;

/// A web server that settings can be printed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
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

/// The settings as text.
///
/// # Errors
/// The target is a bucket: no web server of ours shows it.
pub fn settings(
    server: WebServer,
    target: &Target,
    site: &Settings,
    redirects: &[Redirect],
    language: Language,
) -> Result<String, Diagnostic> {
    let folder = match &target.address {
        Address::Directory(folder) => {
            let whole = std::path::absolute(folder);
            whole
                .unwrap_or_else(|_| folder.clone())
                .to_string_lossy()
                .into_owned()
        }
        Address::Ssh(ssh) => {
            let first = ssh.servers.first();
            first.map(|server| server.path.clone()).unwrap_or_default()
        }
        Address::Store(_) => return Err(no_server(target)),
    };
    let place = Place {
        folder: &folder,
        site,
        redirects,
        language,
    };
    Ok(match server {
        WebServer::Nginx => place.nginx(),
        WebServer::Caddy => place.caddy(),
    })
}

fn no_server(target: &Target) -> Diagnostic {
    let name = &target.name;
    Diagnostic::error(
        "target",
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
    fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

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

    fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("Content-Security-Policy", POLICY.to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            (
                "Referrer-Policy",
                "strict-origin-when-cross-origin".to_owned(),
            ),
            ("X-Frame-Options", "SAMEORIGIN".to_owned()),
        ];
        if self.is_secure() {
            headers.push(("Strict-Transport-Security", "max-age=31536000".to_owned()));
        }
        headers
    }

    fn nginx(&self) -> String {
        let (host, port) = self.host();
        let prefix = &self.site.prefix;
        let before = nginx_text(&format!("{}/before", self.folder));
        let root = nginx_text(&format!("{}/web", self.folder));
        let variable = format!("$gongbao_cache_{port}");
        let assets = regex(&format!("{prefix}/assets/"));
        let head = self.pick(
            "# 由 gongbao publish --print-config nginx 生成，放进 /etc/nginx/conf.d/（http 一级）。\n\
             # 网站设置或旧网址变了就重新生成一次；改好后运行 nginx -t，再运行 nginx -s reload。\n",
            "# Made by `gongbao publish --print-config nginx`, for /etc/nginx/conf.d/ (the http level).\n\
             # Make it again when the site's settings or old addresses change; then `nginx -t` and `nginx -s reload`.\n",
        );
        let lasting = self.pick(
            "文件名里带校验码的永远不变；其余每次向服务器核对",
            "names with a sum in them never change; the rest is asked for anew each time",
        );
        let mut text = format!(
            "{head}\n# {lasting}\nmap $uri {variable} {{\n    default \"no-cache\";\n    \
             \"~^{assets}.+{LASTING}\" \"public, max-age=31536000, immutable\";\n}}\n\n"
        );
        if self.is_secure() && port == 443 {
            text.push_str(&format!(
                "server {{\n    listen 80;\n    listen [::]:80;\n    server_name {host};\n    return 301 https://{host}$request_uri;\n}}\n\n"
            ));
        }
        text.push_str("server {\n");
        text.push_str(&self.nginx_listen(port));
        let packed = self.pick(
            "发布时已压缩好；装有 brotli_static 模块时去掉下一行的 #",
            "compressed when published; take the # away where nginx has the brotli_static module",
        );
        let current = self.pick(
            "web 指向 current：切换版本只是换一个链接，请不要打开 open_file_cache",
            "`web` leads to `current`: a switch replaces one link, so leave open_file_cache off",
        );
        text.push_str(&format!(
            "    server_name {host};\n    # {current}\n    root {root};\n    index index.html;\n    charset utf-8;\n    \
             charset_types text/html text/plain text/css text/csv text/calendar text/xml application/xml application/json \
             application/javascript application/atom+xml;\n    \
             autoindex off;\n    server_tokens off;\n    etag on;\n    error_page 404 {};\n\n    # {packed}\n    gzip_static on;\n    \
             # brotli_static on;\n\n",
            nginx_text(&format!("{prefix}/404.html"))
        ));
        for (name, value) in self.headers() {
            text.push_str(&format!("    add_header {name} \"{value}\" always;\n"));
        }
        let kept = self.pick(
            "切换前打开的网页还会来取上一版的样式",
            "a page that was opened before a switch still asks for the style of its release",
        );
        text.push_str(&format!(
            "    add_header Cache-Control {variable};\n\n    # {kept}\n    location {} {{\n        \
             try_files $uri @gongbao_before;\n    }}\n    location @gongbao_before {{\n        root {before};\n    }}\n    \
             location ~ \\.csv$ {{\n        default_type text/csv;\n        types {{ }}\n    }}\n    \
             location ~ \\.ics$ {{\n        default_type text/calendar;\n        types {{ }}\n    }}\n    \
             location ~ /\\. {{\n        return 404;\n    }}\n",
            nginx_text(&format!("{prefix}/assets/"))
        ));
        for (from, to) in self.redirects {
            let from = nginx_text(&decoded(from));
            let to = nginx_text(to);
            text.push_str(&format!(
                "    location = {from} {{\n        return 301 {to};\n    }}\n"
            ));
        }
        text.push_str("}\n");
        text
    }

    fn nginx_listen(&self, port: u16) -> String {
        if !self.is_secure() {
            return format!("    listen {port};\n    listen [::]:{port};\n");
        }
        let host = self.host().0;
        let certificate = self.pick("换成你们的证书", "put your certificate here");
        format!(
            "    listen {port} ssl http2;\n    listen [::]:{port} ssl http2;\n    # {certificate}\n    \
             ssl_certificate /etc/nginx/ssl/{host}.pem;\n    ssl_certificate_key /etc/nginx/ssl/{host}.key;\n    \
             ssl_protocols TLSv1.2 TLSv1.3;\n    ssl_session_cache shared:gongbao:10m;\n\n"
        )
    }

    fn caddy(&self) -> String {
        let (host, port) = self.host();
        let prefix = &self.site.prefix;
        let scheme = if self.is_secure() { "https" } else { "http" };
        let head = self.pick(
            "# 由 gongbao publish --print-config caddy 生成，放进 Caddyfile。网站设置或旧网址变了就重新生成一次。\n",
            "# Made by `gongbao publish --print-config caddy`, for a Caddyfile. Make it again when settings or old addresses change.\n",
        );
        let quoted =
            |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let root = quoted(&format!("{}/web", self.folder));
        let before = quoted(&format!("{}/before", self.folder));
        let assets = regex(&format!("{prefix}/assets/"));
        let mut text = format!(
            "{head}{scheme}://{host}:{port} {{\n\troot * {root}\n\theader {{\n\t\t-Server\n"
        );
        for (name, value) in self.headers() {
            text.push_str(&format!("\t\t{name} {}\n", quoted(&value)));
        }
        text.push_str(&format!(
            "\t}}\n\t@lasting path_regexp lasting ^{assets}.+{LASTING}\n\t@changing not path_regexp ^{assets}.+{LASTING}\n\t\
             header @lasting Cache-Control \"public, max-age=31536000, immutable\"\n\theader @changing Cache-Control no-cache\n"
        ));
        for (from, to) in self.redirects {
            text.push_str(&format!(
                "\tredir {} {} 301\n",
                quoted(&decoded(from)),
                quoted(to)
            ));
        }
        let kept = self.pick(
            "切换前打开的网页还会来取上一版的样式",
            "a page that was opened before a switch still asks for the style of its release",
        );
        text.push_str(&format!(
            "\t# {kept}\n\t@before {{\n\t\tpath {}\n\t\tnot file\n\t}}\n\thandle @before {{\n\t\troot * {before}\n\t\t\
             file_server {{\n\t\t\tprecompressed br gzip\n\t\t}}\n\t}}\n\thandle {{\n\t\tfile_server {{\n\t\t\t\
             precompressed br gzip\n\t\t\thide .*\n\t\t}}\n\t}}\n\thandle_errors {{\n\t\trewrite * {}\n\t\tfile_server\n\t}}\n}}\n",
            quoted(&format!("{prefix}/assets/*")),
            quoted(&format!("{prefix}/404.html")),
        ));
        text
    }
}

/// A text of nginx's language; `$` would name a variable there.
fn nginx_text(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}

fn regex(text: &str) -> String {
    let special = |c: char| ".+*?()[]{}|^$\\".contains(c);
    text.chars()
        .flat_map(|c| special(c).then_some('\\').into_iter().chain([c]))
        .collect()
}

/// As servers see a path: without its `%xx`.
fn decoded(path: &str) -> String {
    percent_encoding::percent_decode_str(path)
        .decode_utf8_lossy()
        .into_owned()
}
