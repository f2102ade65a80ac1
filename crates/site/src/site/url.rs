//! Addresses as they may stand in files and links: ASCII alone (RFC 3986).

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters and `/`.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What stands nowhere in an address.
const ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A path made of names, such as a route: `/会议/` -> `/%E4%BC%9A%E8%AE%AE/`; a `%` is one in a name.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// A whole address that may hold characters outside ASCII, and may be encoded already.
///
/// Its `?`, `#`, `:` and `%E4` keep their meaning, so that encoding twice changes nothing. The host is
/// taken to be ASCII, as it is in `base_url`.
pub fn encode_address(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for (index, piece) in address.split('%').enumerate() {
        if index > 0 {
            encoded.push_str(if is_escape(piece) { "%" } else { "%25" });
        }
        encoded.extend(utf8_percent_encode(piece, ADDRESS));
    }
    encoded
}

/// Whether what follows a `%` makes it an escape.
fn is_escape(rest: &str) -> bool {
    rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths() {
        for (path, expected) in [
            ("/", "/"),
            ("", ""),
            ("/meetings/2026-03-31_a.b~c/", "/meetings/2026-03-31_a.b~c/"),
            ("/会议/", "/%E4%BC%9A%E8%AE%AE/"),
            ("/a b?c#d%e", "/a%20b%3Fc%23d%25e"),
            ("/𠮷", "/%F0%A0%AE%B7"),
            ("/a:b@c*$&'\"<>", "/a%3Ab%40c%2A%24%26%27%22%3C%3E"),
        ] {
            assert_eq!(encode_path(path), expected, "{path}");
        }
    }

    #[test]
    fn addresses() {
        for (address, expected) in [
            (
                "https://www.example.gov.cn/云溪/?a=1&b=县#节",
                "https://www.example.gov.cn/%E4%BA%91%E6%BA%AA/?a=1&b=%E5%8E%BF#%E8%8A%82",
            ),
            ("https://a/%E4%BC%9A", "https://a/%E4%BC%9A"),
            ("https://a/100%", "https://a/100%25"),
            ("https://a/1%2", "https://a/1%252"),
            ("https://a/%会", "https://a/%25%E4%BC%9A"),
            ("https://a/\"><x>\r\n y", "https://a/%22%3E%3Cx%3E%0D%0A%20y"),
            ("https://[::1]:8080/a", "https://[::1]:8080/a"),
        ] {
            assert_eq!(encode_address(address), expected, "{address}");
        }
    }

    proptest! {
        #[test]
        fn an_encoded_address_stays(address in "[a-f0-9%/ 会<\"]{0,40}") {
            let once = encode_address(&address);
            prop_assert!(once.bytes().all(|b| b.is_ascii_graphic()));
            prop_assert_eq!(encode_address(&once), once);
        }

        #[test]
        fn a_path_reads_back(path in any::<String>()) {
            let encoded = encode_path(&path);
            prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)));
            let decoded = percent_encoding::percent_decode_str(&encoded).decode_utf8_lossy();
            prop_assert_eq!(decoded, path);
        }
    }
}
