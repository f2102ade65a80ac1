//! 旧网址: the addresses that a document had on older sites, as offices write them down.

use super::Route;
use super::url::{encode_address, encode_path};
use crate::diagnostic::Words;
use crate::markdown::scheme;
use crate::say;
use percent_encoding::percent_decode_str;

/// The longest address that the settings of a web server hold for us; old browsers go no further either.
const LONGEST: usize = 2000;

/// What leads on from an address that a document had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Former {
    /// A page of this site that is written there.
    Page(Route),
    /// The web server alone, since no file can stand there.
    Server(OldAddress),
}

/// An address as browsers ask for it, from the root of the host. It is ASCII alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OldAddress {
    /// Percent-encoded: `/yunxi/show.asp`.
    pub path: String,
    /// What stands after the `?`, as it was written: `id=123`.
    pub query: Option<String>,
}

/// Why a text is no address that could lead on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is another site's, or none at all.
    Elsewhere,
    /// It holds `.` or `..`.
    Climbs,
    /// It holds line breaks, control characters or backslashes.
    Unwritable,
    /// Its marks are those of Chinese text.
    FullWidth,
    /// It stands for many addresses.
    Pattern,
    /// A part begins with a dot.
    Hidden,
    /// No server takes it.
    TooLong,
}

impl Fault {
    /// What is wrong, and what to do about it.
    pub(super) fn words(self) -> (Words, Words) {
        match self {
            Self::Elsewhere => (
                say!("旧网址应当是本站的路径", "a former address must be a path on this site"),
                say!(
                    "只写路径，例如：/2012/04/01/123.html；别的网站上的网址要由那里的管理员转过来",
                    "write the path alone, such as /2012/04/01/123.html; who runs another site must lead on from there"
                ),
            ),
            Self::Climbs => (
                say!("旧网址里不能有“.”和“..”", "a former address holds no `.` and no `..`"),
                say!("写从“/”开始的完整路径", "write the whole path from `/`"),
            ),
            Self::Unwritable => (
                say!(
                    "旧网址里有换行、控制字符或反斜线",
                    "the former address holds line breaks, control characters or backslashes"
                ),
                say!(
                    "从浏览器的地址栏复制，一个网址写一行",
                    "copy it from the browser's address bar, one address a line"
                ),
            ),
            Self::FullWidth => (
                say!("旧网址里有全角的标点", "the former address holds full-width marks"),
                say!("“／？＆＝”改成半角的“/?&=”", "write /?&= instead of ／？＆＝"),
            ),
            Self::Pattern => (
                say!("旧网址不能用“*”代表许多网址", "`*` cannot stand for many addresses"),
                say!(
                    "有几个旧网址就写几个；整批的规律由管理员写进服务器的设置",
                    "write each of them; what holds for many belongs into the web server's settings"
                ),
            ),
            Self::Hidden => (
                say!(
                    "以“.”开头的名字留给服务器和程序",
                    "names that begin with a dot are kept for servers and programs"
                ),
                say!("去掉这个旧网址", "take this former address out"),
            ),
            Self::TooLong => (
                say!(
                    "旧网址超过 {LONGEST} 个字节",
                    "the former address has more than {LONGEST} bytes"
                ),
                say!(
                    "去掉“?”后面没有用的部分，或者去掉这个旧网址",
                    "leave out what is of no use after the `?`, or take the address out"
                ),
            ),
        }
    }
}

/// What an office wrote as a former address, as a browser shows it, with or without the host. The site stands at `host`,
/// below the path `prefix`.
///
/// # Errors
/// It is not one address of this site.
pub(super) fn former(text: &str, host: &str, prefix: &str) -> Result<Former, Fault> {
    let text = text.trim();
    refuse_characters(text)?;
    let (address, from) = below_host(text, host)?;
    // A browser keeps what follows a `#` to itself.
    let address = address.split('#').next().unwrap_or_default();
    let (path, query) = match address.split_once('?') {
        Some((path, query)) => (path, Some(query).filter(|query| !query.is_empty())),
        None => (address, None),
    };
    let decoded = percent_decode_str(path).decode_utf8().ok();
    let plain = segments(decoded.as_deref().unwrap_or(path))?;
    // What was copied from the browser holds the site's own path, which links leave out.
    let below = plain.strip_prefix(prefix).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let below = below.or((from == From::Site).then_some(plain.as_str()));
    match below.filter(|below| query.is_none() && decoded.is_some() && can_be_file(below)) {
        Some(below) => Ok(Former::Page(page(below))),
        None => {
            let whole = match (&decoded, below) {
                (Some(_), Some(below)) => encode_path(&format!("{prefix}{below}")),
                (Some(_), None) => encode_path(&plain),
                // Old sites in GBK: what is no UTF-8 is asked for with the bytes that were copied.
                (None, Some(below)) => encode_address(&format!("{prefix}{below}")),
                (None, None) => encode_address(&plain),
            };
            served(whole, query)
        }
    }
}

/// What the path of an address is seen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    /// The site, as links are.
    Site,
    /// The host, on which the site may stand below a path.
    Host,
}

fn refuse_characters(text: &str) -> Result<(), Fault> {
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    if decoded.contains(|c: char| c.is_control() || c == '\\') {
        return Err(Fault::Unwritable);
    }
    // A title in an address may hold these marks too; where the address itself needs them they are slips.
    if text.starts_with('／') || text.contains('？') && text.contains(['=', '＝']) {
        return Err(Fault::FullWidth);
    }
    match decoded.contains('*') {
        true => Err(Fault::Pattern),
        false => Ok(()),
    }
}

/// The address without this site's host.
fn below_host<'t>(text: &'t str, own: &str) -> Result<(&'t str, From), Fault> {
    let known = scheme(text);
    let is_web =
        known.is_some_and(|s| s.eq_ignore_ascii_case("http") || s.eq_ignore_ascii_case("https"));
    let named = match known {
        Some(scheme) if is_web => text[scheme.len() + 1..].strip_prefix("//"),
        Some(_) => None,
        None if text.starts_with("//") && names_host(&text[2..]) => text.strip_prefix("//"),
        // Browsers hide `https://`.
        None if names_host(text) => Some(text),
        None if text.is_empty() => None,
        None => return Ok((text, From::Site)),
    };
    let named = named.ok_or(Fault::Elsewhere)?;
    let end = named.find(['/', '?', '#']).unwrap_or(named.len());
    let (host, path) = named.split_at(end);
    match host.eq_ignore_ascii_case(own) {
        true => Ok((path, From::Host)),
        false => Err(Fault::Elsewhere),
    }
}

/// Whether a text without `/` before it begins with a host's name.
fn names_host(text: &str) -> bool {
    let first = text.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    first.starts_with("www.")
        || [".cn", ".com", ".org", ".net"].iter().any(|end| first.ends_with(end))
}

/// A path whose parts are names, with one `/` between them, and those at its ends as they are.
fn segments(path: &str) -> Result<String, Fault> {
    let mut whole = String::with_capacity(path.len() + 1);
    for part in path.split('/').filter(|part| !part.is_empty()) {
        match part {
            "." | ".." => return Err(Fault::Climbs),
            part if part.starts_with('.') => return Err(Fault::Hidden),
            part => {
                whole.push('/');
                whole.push_str(part);
            }
        }
    }
    if path.ends_with('/') || whole.is_empty() {
        whole.push('/');
    }
    Ok(whole)
}

/// Whether every disk takes the names: to Windows these characters mean something else.
fn can_be_file(path: &str) -> bool {
    !path.contains([':', '"', '<', '>', '|', '?', '#'])
}

/// Where the page that leads on is written.
fn page(path: &str) -> Route {
    let last = path.rsplit('/').next().unwrap_or_default();
    let ending = last.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match (last, ending.as_deref()) {
        ("index.html", _) => Route::folder(path.strip_suffix("index.html").unwrap_or(path)),
        (_, Some("html" | "htm")) => Route::file(path),
        _ => Route::folder(path),
    }
}

fn served(path: String, query: Option<&str>) -> Result<Former, Fault> {
    let query = query.map(|query| encode_address(query).replace('\'', "%27"));
    match path.len() + query.as_ref().map_or(0, String::len) <= LONGEST {
        true => Ok(Former::Server(OldAddress { path, query })),
        false => Err(Fault::TooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Former, Fault> {
        former(text, "www.example.gov.cn", "/yunxi")
    }

    #[test]
    fn addresses_at_which_a_page_can_stand() {
        for (text, output) in [
            ("/2012/1.html", "2012/1.html"),
            ("2012/1.htm", "2012/1.htm"),
            ("/old", "old/index.html"),
            ("/old/", "old/index.html"),
            ("/old/index.html", "old/index.html"),
            ("/index.html", "index.html"),
            ("/", "index.html"),
            ("/a.HTML", "a.HTML"),
            ("/a.asp", "a.asp/index.html"),
            ("/%E5%85%AC%E5%91%8A.html", "公告.html"),
            ("/公告.html", "公告.html"),
            ("/a%20b.html", "a b.html"),
            ("/100%.html", "100%.html"),
            ("/a//b.html", "a/b.html"),
            ("//a/b.html", "a/b.html"),
            ("/a.html#top", "a.html"),
            ("/a.html?", "a.html"),
            ("/{a};$b'c.html", "{a};$b'c.html"),
            ("/2012/公告：通知/", "2012/公告：通知/index.html"),
            ("/yunxi/a.html", "a.html"),
            ("/yunxi", "index.html"),
            ("/yunxian/a.html", "yunxian/a.html"),
            ("https://www.example.gov.cn/yunxi/a.html", "a.html"),
            ("HTTP://WWW.EXAMPLE.GOV.CN/yunxi/a.html", "a.html"),
            ("//www.example.gov.cn/yunxi/a.html", "a.html"),
            ("www.example.gov.cn/yunxi/a.html", "a.html"),
        ] {
            match read(text) {
                Ok(Former::Page(route)) => assert_eq!(route.output(), output, "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn addresses_that_the_web_server_knows_alone() {
        for (text, path, query) in [
            ("/show.asp?id=123", "/yunxi/show.asp", Some("id=123")),
            ("/yunxi/show.asp?id=123", "/yunxi/show.asp", Some("id=123")),
            ("/detail.jsp?id=7&lm=3#a", "/yunxi/detail.jsp", Some("id=7&lm=3")),
            ("/s.asp?t=公告&a='b c'", "/yunxi/s.asp", Some("t=%E5%85%AC%E5%91%8A&a=%27b%20c%27")),
            ("/s.asp?t=%b9%ab", "/yunxi/s.asp", Some("t=%b9%ab")),
            ("/go?to=http://a.cn/?b=1", "/yunxi/go", Some("to=http://a.cn/?b=1")),
            ("?p=123", "/yunxi/", Some("p=123")),
            ("/?p=123", "/yunxi/", Some("p=123")),
            ("/node:7", "/yunxi/node%3A7", None),
            ("/%B9%AB.html", "/yunxi/%B9%AB.html", None),
            ("http://www.example.gov.cn/xxgk/1.html", "/xxgk/1.html", None),
            ("http://www.example.gov.cn/xxgk/s.asp?id=1", "/xxgk/s.asp", Some("id=1")),
            ("http://www.example.gov.cn", "/", None),
        ] {
            let query = query.map(str::to_owned);
            let expected = OldAddress { path: path.to_owned(), query };
            assert_eq!(read(text), Ok(Former::Server(expected)), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_of_this_site() {
        let long = format!("/a?{}", "b".repeat(LONGEST));
        for (text, fault) in [
            ("", Fault::Elsewhere),
            ("https://elsewhere.cn/a", Fault::Elsewhere),
            ("http://example.gov.cn/a", Fault::Elsewhere),
            ("www.elsewhere.com/a.html", Fault::Elsewhere),
            ("//elsewhere.cn/a", Fault::Elsewhere),
            ("ftp://www.example.gov.cn/a", Fault::Elsewhere),
            ("mailto:a@example.gov.cn", Fault::Elsewhere),
            ("/../a", Fault::Climbs),
            ("/a/%2e%2e/b", Fault::Climbs),
            ("/a/./b", Fault::Climbs),
            ("/a\nb", Fault::Unwritable),
            ("/a%0Ab", Fault::Unwritable),
            ("/a%00", Fault::Unwritable),
            ("\\a\\b.html", Fault::Unwritable),
            ("/s.asp?a=%0d%0a", Fault::Unwritable),
            ("／old／a.html", Fault::FullWidth),
            ("/show.asp？id=1", Fault::FullWidth),
            ("/*.html", Fault::Pattern),
            ("/show.asp?id=*", Fault::Pattern),
            ("/%2A.html", Fault::Pattern),
            ("/.gongbao-output", Fault::Hidden),
            ("/a/.git/config", Fault::Hidden),
            (&long, Fault::TooLong),
        ] {
            assert_eq!(read(text), Err(fault), "{text}");
        }
    }
}
