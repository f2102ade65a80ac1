//! What a client asks for, once it is known to be a fair question.

use hyper::header::{HOST, HeaderMap, HeaderName, IF_NONE_MATCH, IF_RANGE, RANGE};
use hyper::{Method, Request, StatusCode};
use percent_encoding::percent_decode_str;
use std::net::{IpAddr, SocketAddr};

/// A question to the server.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Decoded, with `/` before it; no `..`, no empty part but the last.
    pub(super) path: String,
    /// As it came; empty where there is none.
    pub(super) query: String,
    /// Whether the client wants the head alone.
    pub(super) head_only: bool,
    /// `If-None-Match`.
    pub(super) known: Option<String>,
    /// `Range`.
    pub(super) range: Option<String>,
    /// `If-Range`.
    pub(super) range_of: Option<String>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The name in the address bar is not this server's: some other page may be asking through a name of its own.
    ForeignHost,
    /// Neither GET nor HEAD.
    Method,
    /// A path that leaves the site, or is no text.
    Path,
    /// Something is being made for everybody who is here.
    Full,
    /// It takes too long to make.
    Slow,
}

impl Refusal {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::ForeignHost => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Path => StatusCode::BAD_REQUEST,
            Self::Full | Self::Slow => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl Asked {
    /// Reads a question to the server at `address`.
    pub(super) fn of<B>(request: &Request<B>, address: SocketAddr) -> Result<Self, Refusal> {
        if !is_asked_by_own_name(request, address) {
            return Err(Refusal::ForeignHost);
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Err(Refusal::Method);
        }
        Ok(Self {
            path: plain_path(request.uri().path()).ok_or(Refusal::Path)?,
            query: request.uri().query().unwrap_or_default().to_owned(),
            head_only: request.method() == Method::HEAD,
            known: header(request.headers(), IF_NONE_MATCH),
            range: header(request.headers(), RANGE),
            range_of: header(request.headers(), IF_RANGE),
        })
    }

    /// A value of the query, decoded.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let value = self.query.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            (key == name).then_some(value)
        })?;
        percent_decode_str(value).decode_utf8().ok().map(|value| value.into_owned())
    }
}

fn header(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

/// Every name that a question gives the server, in its lines or before its path (RFC 9112, 3.2.2), has to be its own.
fn is_asked_by_own_name<B>(request: &Request<B>, address: SocketAddr) -> bool {
    let hosts = request.headers().get_all(HOST).iter().map(|host| host.to_str().unwrap_or(""));
    let mut names = hosts.chain(request.uri().authority().map(|authority| authority.as_str()));
    let is_own = |name: Option<&str>| name.is_some_and(|name| is_own_host(name, address));
    is_own(names.next()) && names.all(|name| is_own_host(name, address))
}

/// Only this machine's own names, and the address that was bound: a foreign name that leads here (DNS rebinding) would
/// let a page of the internet read drafts.
fn is_own_host(host: &str, address: SocketAddr) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, port.parse().ok()),
        _ => (host, Some(80)),
    };
    if port != Some(address.port()) {
        return false;
    }
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(ip) => ip.is_loopback() || ip == address.ip() || address.ip().is_unspecified(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

/// The path of an address, decoded once. `None` for what no address of a site looks like.
pub(super) fn plain_path(path: &str) -> Option<String> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let inner = path.strip_prefix('/')?;
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    let foul = |part: &str| part == "." || part == ".." || part.is_empty();
    let climbs = !inner.is_empty() && inner.split('/').any(foul);
    let odd = path.contains('\\') || path.chars().any(char::is_control);
    (!climbs && !odd).then(|| path.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_site() {
        for (path, expected) in [
            ("/", Some("/")),
            ("/yunxi/news/a/", Some("/yunxi/news/a/")),
            ("/%E5%85%B3/x.html", Some("/关/x.html")),
            ("/a/../b", None),
            ("/a/%2e%2e/b", None),
            ("/%2e%2e%2fetc/passwd", None),
            ("/a//b", None),
            ("//evil.example/", None),
            ("/a%00b", None),
            ("/a%5cb", None),
            ("/%ff", None),
            ("*", None),
        ] {
            assert_eq!(plain_path(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn only_the_machines_own_names_are_answered() {
        let local: SocketAddr = "127.0.0.1:8710".parse().expect("an address");
        let everywhere: SocketAddr = "0.0.0.0:8710".parse().expect("an address");
        for (host, at_home, for_all) in [
            ("localhost:8710", true, true),
            ("LOCALHOST:8710", true, true),
            ("127.0.0.1:8710", true, true),
            ("[::1]:8710", true, true),
            ("127.0.0.1:80", false, false),
            ("localhost", false, false),
            ("10.0.0.7:8710", false, true),
            ("evil.example:8710", false, false),
            ("127.0.0.1.evil.example:8710", false, false),
            ("", false, false),
        ] {
            assert_eq!(is_own_host(host, local), at_home, "{host}");
            assert_eq!(is_own_host(host, everywhere), for_all, "{host}");
        }
    }
}
