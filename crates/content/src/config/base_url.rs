//! The address of a site, taken apart: its host as a browser reads it, and the folder that it stands in.

/// Origin, host and prefix of a site's address; see [`Settings`](super::Settings).
pub(super) fn base_of(text: &str) -> Option<(String, String, String)> {
    let parts = text.split_once("://").filter(|(scheme, _)| matches!(*scheme, "https" | "http"));
    // Web servers and pages get these characters as they are.
    let in_host = |c: char| c.is_alphanumeric() || ".-:[]".contains(c);
    let in_path = |c: char| c.is_alphanumeric() || "/-_.~".contains(c);
    let is_plain = |rest: &str| {
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let is_climbing = path.split('/').any(|part| part.starts_with('.'));
        !host.is_empty() && host.chars().all(in_host) && path.chars().all(in_path) && !is_climbing
    };
    let (scheme, rest) = parts.filter(|(_, rest)| is_plain(rest))?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let segments: Vec<_> = path.split('/').filter(|s| !s.is_empty()).collect();
    let prefix = segments.iter().map(|s| format!("/{s}")).collect();
    Some((format!("{scheme}://{host}"), host.to_owned(), prefix))
}

/// Which site an address is that of, see [`Settings::place`](super::Settings::place); `None` where it is no site's.
pub(super) fn place_of(text: &str) -> Option<String> {
    base_of(text).map(|(_, host, prefix)| place(&host, &prefix))
}

pub(super) fn place(host: &str, prefix: &str) -> String {
    format!("{}{prefix}/", host.to_lowercase())
}

/// The host of an `http:` or `https:` address as a browser reads it, to whom `\` is `/` and their number nothing.
pub(super) fn host(address: &str) -> Option<&str> {
    let (scheme, rest) = match address.starts_with("//") {
        true => ("https", address),
        false => address.split_once(':')?,
    };
    let is_web = ["http", "https"].iter().any(|web| web.eq_ignore_ascii_case(scheme));
    let rest = rest.trim_start_matches(['/', '\\']);
    let place = rest.split(['/', '\\', '?', '#']).next()?;
    let place = place.rsplit('@').next()?;
    without_port(place).filter(|_| is_web)
}

/// `[::1]:8080` -> `[::1]`; `None` where nothing is left.
pub(super) fn without_port(place: &str) -> Option<&str> {
    let brackets = place.find(']').map_or(0, |at| at + 1);
    let port = place[brackets..].find(':');
    let host = port.map_or(place, |at| &place[..brackets + at]);
    Some(host).filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_as_browsers_read_them() {
        for (address, expected) in [
            ("https://www.example.gov.cn/a", Some("www.example.gov.cn")),
            ("HTTP://a.cn:8080?b", Some("a.cn")),
            ("//a.cn/b", Some("a.cn")),
            ("https:a.cn", Some("a.cn")),
            (r"https:\\a.cn\@www.example.gov.cn", Some("a.cn")),
            ("https://www.example.gov.cn@a.cn/", Some("a.cn")),
            ("https://a.cn#@www.example.gov.cn", Some("a.cn")),
            ("https://[::1]:8080/", Some("[::1]")),
            ("/units/", None),
            ("mailto:a@b.cn", None),
            ("https://", None),
        ] {
            assert_eq!(host(address), expected, "{address}");
        }
    }
}
