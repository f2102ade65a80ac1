//! `.mht` and `.eml`: a page that a browser saved as one file, a letter with what is attached to it (RFC 2045 to 2047, 2557).
//!
//! The text is that of the first page, or else of the first plain text; pictures of the page come along, and so does what is attached.

use super::fault::begin;
use super::{assets, html, text};
use crate::diagnostic::{Code, Diagnostic};
use crate::import::manuscript::{Asset, Block, Manuscript, Place, Stated, Text};
use crate::office::message::{self, Underscore, parameter, unquoted};
use crate::say;
use encoding_rs::{Encoding, UTF_8};
use std::path::Path;

/// Parts inside of each other that are looked into, and parts at all.
const DEPTH: usize = 8;
const MOST: usize = 2_000;
/// No line of a head is longer, in bytes.
const HEADER: usize = 16 * 1024;

/// A part that is no container of others, decoded.
#[derive(Default)]
struct Part {
    /// `text/html`, in small letters.
    kind: String,
    charset: Option<String>,
    /// The name of its file, where it has one.
    name: Option<String>,
    /// Where the page says that it is: an address, or `cid:` and a name.
    addresses: Vec<String>,
    /// Whether it is attached, and no piece of the text.
    attached: bool,
    bytes: Vec<u8>,
}

/// Reads a saved page or a letter.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Manuscript {
    let mut parts = Vec::new();
    let headers = collect(bytes, 0, &mut parts);
    let text_of = |kind: &str| parts.iter().position(|part| part.kind == kind && !part.attached);
    let Some(main) = text_of("text/html").or_else(|| text_of("text/plain")) else {
        let mut manuscript = begin(path);
        manuscript.problems.push(textless(path));
        return manuscript;
    };
    let text = parts.swap_remove(main);
    let words = decoded(&text.bytes, text.charset.as_deref());
    let mut manuscript = match text.kind.as_str() {
        "text/html" => page_with(path, &words, &mut parts),
        _ => text::read(path, words.as_bytes()),
    };
    attach(&mut manuscript, parts);
    for (key, name) in [("subject", "subject"), ("from", "发件人"), ("date", "发送时间")] {
        if let Some(value) = header(&headers, key).map(words_of) {
            let is_letter =
                !manuscript.stated.iter().any(|one| one.key == "title") || name != "subject";
            let stated = Stated { key: name.to_owned(), value, place: Place::Whole };
            manuscript.stated.extend(is_letter.then_some(stated));
        }
    }
    manuscript
}

/// A page whose pictures are among the parts.
fn page_with(path: &Path, words: &str, parts: &mut [Part]) -> Manuscript {
    let mut known = Vec::new();
    for part in parts.iter_mut().filter(|part| part.kind.starts_with("image/")) {
        let short = part.addresses.iter().filter_map(|address| assets::file_name(address));
        let mut all = part.addresses.clone().into_iter().chain(short);
        let Some(origin) = all.find(|address| words.contains(address.as_str())) else { continue };
        let ending = part.kind.trim_start_matches("image/").trim_start_matches("x-");
        let name = assets::file_name(&origin).filter(|name| name.contains('.'));
        let name = name.unwrap_or_else(|| format!("image{}.{ending}", known.len() + 1));
        part.attached = false;
        known.push(Asset { name, bytes: Some(std::mem::take(&mut part.bytes)), origin });
    }
    let mut manuscript = html::read_with(path, words.as_bytes(), known);
    // What only the page around the text shows does not come along.
    let mut shown = vec![false; manuscript.assets.len()];
    mark_shown(&manuscript.blocks, &mut shown);
    for (asset, _) in manuscript.assets.iter_mut().zip(shown).filter(|(_, shown)| !shown) {
        asset.bytes = None;
    }
    manuscript
}

fn mark_shown(blocks: &[Block], shown: &mut [bool]) {
    for block in blocks {
        match block {
            Block::Picture(at, _) | Block::Attachment(at, _) => shown[*at] = true,
            Block::List(_, items) => items.iter().for_each(|item| mark_shown(item, shown)),
            _ => {}
        }
    }
}

/// Files that are attached to a letter.
fn attach(manuscript: &mut Manuscript, parts: Vec<Part>) {
    for part in parts.into_iter().filter(|part| part.attached && !part.bytes.is_empty()) {
        let Some(name) = part.name.as_deref().and_then(assets::file_name) else { continue };
        let title = Text::plain(name.clone(), Place::Whole);
        let origin = name.clone();
        manuscript.assets.push(Asset { name, bytes: Some(part.bytes), origin });
        manuscript.blocks.push(Block::Attachment(manuscript.assets.len() - 1, title));
    }
}

type Headers = Vec<(String, String)>;

/// The parts below a piece, in order; gives the headers of the piece.
fn collect(bytes: &[u8], depth: usize, parts: &mut Vec<Part>) -> Headers {
    let (headers, body) = split(bytes);
    let kind = header(&headers, "content-type").unwrap_or("text/plain").to_owned();
    let small = kind.to_ascii_lowercase();
    match parameter(&kind, "boundary").filter(|_| small.starts_with("multipart/")) {
        Some(boundary) if depth < DEPTH => {
            for piece in message::parts(body, &boundary) {
                if parts.len() < MOST {
                    collect(piece, depth + 1, parts);
                }
            }
        }
        _ => parts.push(part(&headers, &kind, body)),
    }
    headers
}

fn part(headers: &Headers, kind: &str, body: &[u8]) -> Part {
    let encoding = header(headers, "content-transfer-encoding").unwrap_or_default();
    let bytes = match encoding.trim().to_ascii_lowercase().as_str() {
        "base64" => base64_of(body),
        "quoted-printable" => unquoted(body, Underscore::Kept),
        _ => body.to_vec(),
    };
    let disposition = header(headers, "content-disposition").unwrap_or_default();
    let name = parameter(disposition, "filename").or_else(|| parameter(kind, "name"));
    let id = header(headers, "content-id")
        .map(|id| format!("cid:{}", id.trim().trim_matches(['<', '>'])));
    let location = header(headers, "content-location").map(|at| at.trim().to_owned());
    let small = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let said = disposition.trim_start().to_ascii_lowercase().starts_with("attachment");
    Part {
        attached: said || (name.is_some() && !small.starts_with("text/") && location.is_none()),
        charset: parameter(kind, "charset"),
        kind: small,
        name: name.map(|name| words_of(&name)),
        addresses: location.into_iter().chain(id).collect(),
        bytes,
    }
}

/// Headers with their lines put together, and what stands behind the empty line.
fn split(bytes: &[u8]) -> (Headers, &[u8]) {
    let mut headers: Headers = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length =
            bytes[at..].iter().position(|b| *b == b'\n').map_or(bytes.len() - at, |n| n + 1);
        let line = String::from_utf8_lossy(&bytes[at..at + length.min(HEADER)]);
        let line = line.trim_end_matches(['\r', '\n']);
        at += length;
        if line.trim().is_empty() {
            break;
        }
        match (line.starts_with([' ', '\t']), headers.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) if value.len() < HEADER => {
                value.push(' ');
                value.push_str(line.trim_start());
            }
            (false, _, Some((name, value))) => {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
            _ => {}
        }
    }
    (headers, &bytes[at..])
}

fn header<'h>(headers: &'h Headers, name: &str) -> Option<&'h str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// Base64 as far as it can be read.
fn base64_of(body: &[u8]) -> Vec<u8> {
    let good = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    let plain: Vec<u8> = body.iter().copied().filter(good).collect();
    let whole = plain.len() - usize::from(plain.len() % 4 == 1);
    message::base64(&plain[..whole]).unwrap_or_default()
}

/// A header's words: `=?gb2312?B?…?=` (RFC 2047).
fn words_of(value: &str) -> String {
    let (mut out, mut rest) = (String::new(), value);
    while let Some((before, after)) = rest.split_once("=?") {
        let mut parts = after.splitn(3, '?');
        let (Some(charset), Some(coding), Some(tail)) = (parts.next(), parts.next(), parts.next())
        else {
            break;
        };
        let Some((text, behind)) = tail.split_once("?=") else { break };
        // Blanks between coded words only part the lines.
        if !before.trim().is_empty() || out.is_empty() {
            out.push_str(before);
        }
        let bytes = match coding {
            "B" | "b" => base64_of(text.as_bytes()),
            _ => unquoted(text.as_bytes(), Underscore::Blank),
        };
        out.push_str(&decoded(&bytes, Some(charset)));
        rest = behind;
    }
    (out + rest).trim().to_owned()
}

fn decoded(bytes: &[u8], charset: Option<&str>) -> String {
    let encoding = charset.and_then(|name| Encoding::for_label(name.trim().as_bytes()));
    let encoding = encoding.or_else(|| std::str::from_utf8(bytes).is_ok().then_some(UTF_8));
    encoding.unwrap_or(encoding_rs::GB18030).decode(bytes).0.into_owned()
}

fn textless(path: &Path) -> Diagnostic {
    Diagnostic::error(Code::NoText, say!("文件里没有文字部分", "the file holds no text"))
        .in_file(path.display().to_string())
        .hint(say!(
            "打开它，把附件另存出来，再导入附件",
            "open it, save what is attached, and import that"
        ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: &str = "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E9=80=9A=E7=9F=A5?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"----b\"\r\n\r\n------b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://www.example.gov.cn/a.html\r\n\r\n<html><head><title>=E9=80=9A=E7=9F=A5=E5=85=AC=E5=91=8A=E4=B8=80=E5=88=99</title></head><body><div id=3D\"zoom\"><p>=E5=90=84=E4=B9=A1=E9=95=87=E8=A6=81=E6=8A=93=E5=A5=BD=\r\n=E6=98=A5=E8=80=95=E3=80=82</p><img src=3D\"https://www.example.gov.cn/t.png\"></div></body></html>\r\n------b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://www.example.gov.cn/t.png\r\n\r\niVBORw0KGgo=\r\n------b\r\nContent-Type: image/png\r\nContent-Location: https://www.example.gov.cn/logo.png\r\n\r\nx\r\n------b--\r\n";

    const LETTER: &str = "From: =?gb2312?B?ztLPxw==?= <a@example.gov.cn>\nSubject: =?UTF-8?B?5Lya6K6u6YCa55+l?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n各乡镇：请于4月1日前报送。\n--x\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename*=utf-8''%E5%9B%9E%E6%89%A7.docx\nContent-Transfer-Encoding: base64\n\nUEsDBA==\n--x--\n";

    #[test]
    fn pages_in_one_file_and_letters() {
        let page = read(Path::new("a.mht"), PAGE.as_bytes());
        let words: Vec<String> = page
            .blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) => text.words(),
                Block::Picture(at, _) => format!("picture {at}"),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(words, ["各乡镇要抓好春耕。", "picture 0"]);
        assert_eq!(page.assets.iter().filter(|asset| asset.bytes.is_some()).count(), 1);
        assert!(page.stated.iter().any(|one| one.value == "通知公告一则"));
        let letter = read(Path::new("a.eml"), LETTER.as_bytes());
        assert!(
            matches!(&letter.blocks[..], [Block::Paragraph(text), Block::Attachment(0, _)] if text.words().starts_with("各乡镇"))
        );
        assert_eq!(
            (letter.assets[0].name.as_str(), letter.assets[0].bytes.as_deref()),
            ("回执.docx", Some(&b"PK\x03\x04"[..]))
        );
        assert!(letter.stated.iter().any(|one| one.key == "subject" && one.value == "会议通知"));
    }

    proptest! {
        #[test]
        fn any_letter_gives_an_answer(cut in 0..PAGE.len(), turned in 0..LETTER.len(), bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            read(Path::new("a.mht"), &PAGE.as_bytes()[..cut]);
            let mut letter = LETTER.as_bytes().to_vec();
            letter.splice(turned..turned, bytes);
            read(Path::new("a.eml"), &letter);
        }
    }

    /// Containers in each other without an end, and many parts.
    #[test]
    fn letters_that_grow() {
        let nested = "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(20_000);
        read(Path::new("a.eml"), nested.as_bytes());
        let many = format!(
            "Content-Type: multipart/mixed; boundary=x\n\n{}",
            "--x\nContent-Type: text/plain\n\na\n".repeat(50_000)
        );
        read(Path::new("a.eml"), many.as_bytes());
    }
}
