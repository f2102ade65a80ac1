//! Answers: a page or file with its head, whole, in part, or not at all because the client has it.

use super::preview::{Found, Preview};
use super::request::{Asked, Refusal};
use super::{Body, client, stream};
use crate::diagnostic::{Diagnostic, Format, Language, Printer, Words};
use crate::file::{Stamp, fingerprint, mime};
use crate::markup::escaped;
use crate::render::Page;
use crate::say;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{
    ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Response, StatusCode};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::fs::File;
use std::io;
use std::ops::Range;

/// What must not stand in a `Location` as it is.
const UNSAFE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'?').add(b'#').add(b'%');

const HTML: &str = "text/html; charset=utf-8";

/// The answer to a question about the site.
pub(super) fn page(preview: &Preview, asked: &Asked, language: Language) -> Response<Body> {
    match Shown::at(preview, &asked.path, language) {
        Shown::Page(StatusCode::OK, bytes) => whole(asked, HTML, live(preview, bytes)),
        Shown::Page(status, bytes) => text(status, HTML, live(preview, bytes), asked.head_only),
        Shown::Data(bytes) => whole(asked, mime::of(&asked.path), bytes),
        Shown::File(opened) => file(asked, opened),
        Shown::Folder => to_folder(preview, asked),
    }
}

/// What a visitor of a path sees, as a number; the addresses of style sheets, which can be changed in place, are not in it.
pub(super) fn mark(preview: &Preview, path: &str, language: Language) -> u64 {
    match Shown::at(preview, path, language) {
        Shown::Page(_, bytes) => preview.mark_of(&bytes),
        Shown::Data(bytes) => fingerprint(&bytes),
        Shown::File(opened) => {
            let file = opened.metadata();
            fingerprint(&file.ok().map(|file| Stamp::of(&file)))
        }
        Shown::Folder => 0,
    }
}

/// What there is to see at a path.
enum Shown {
    /// A page, the site's or one in its stead.
    Page(StatusCode, Vec<u8>),
    /// What the site makes and is no page.
    Data(Vec<u8>),
    /// A file of the content.
    File(File),
    /// Another address.
    Folder,
}

impl Shown {
    fn at(preview: &Preview, path: &str, language: Language) -> Self {
        match preview.find(path) {
            Found::Page(Page::Bytes(bytes)) if is_page(path) => Self::Page(StatusCode::OK, bytes),
            Found::Page(Page::Bytes(bytes)) => Self::Data(bytes),
            Found::Page(Page::Copy(path)) => match preview.open(&path) {
                Ok(file) => Self::File(file),
                Err(_) => Self::nothing(preview, language),
            },
            Found::Folder => Self::Folder,
            Found::Failed(problem) => {
                Self::Page(StatusCode::INTERNAL_SERVER_ERROR, problem_page(&problem, language))
            }
            Found::Nothing => Self::nothing(preview, language),
        }
    }

    fn nothing(preview: &Preview, language: Language) -> Self {
        let page = preview.not_found();
        let page = page.unwrap_or_else(|| empty_page(preview, language));
        Self::Page(StatusCode::NOT_FOUND, page)
    }
}

/// The script that open pages run.
pub(super) fn script(asked: &Asked) -> Response<Body> {
    whole(asked, mime::of("client.js"), client::SCRIPT.into())
}

/// A refusal, in a sentence.
pub(super) fn refuse(refusal: Refusal, language: Language) -> Response<Body> {
    let words = match refusal {
        Refusal::ForeignHost => say!(
            "预览只回答 localhost 和绑定的地址。\n",
            "The preview answers to localhost and the address that it is bound to.\n"
        ),
        Refusal::Method => say!("预览只能读。\n", "The preview can only be read.\n"),
        Refusal::Path => say!("没有这样的网址。\n", "There is no such address.\n"),
        Refusal::Full => say!(
            "同时打开预览的人太多，请过一会儿再刷新。\n",
            "Too many people have the preview open; reload in a moment.\n"
        ),
        Refusal::Slow => say!(
            "这一页半分钟还没有生成，请过一会儿再刷新。\n",
            "This page was not made within half a minute; reload in a moment.\n"
        ),
    };
    let words = words.in_language(language).to_owned().into_bytes();
    let mut response = text(refusal.status(), mime::of("a.txt"), words, false);
    match refusal {
        Refusal::Method => set(&mut response, ALLOW, "GET, HEAD"),
        Refusal::Full | Refusal::Slow => set(&mut response, RETRY_AFTER, "3"),
        Refusal::ForeignHost | Refusal::Path => {}
    }
    response
}

/// What is left when an answer could not be made.
pub(super) fn failed() -> Response<Body> {
    text(StatusCode::INTERNAL_SERVER_ERROR, mime::of("a.txt"), Vec::new(), false)
}

fn is_page(path: &str) -> bool {
    path.ends_with('/') || mime::of(path) == HTML
}

/// The page with the script that keeps it up to date; only here, never in what is built.
fn live(preview: &Preview, mut page: Vec<u8>) -> Vec<u8> {
    let mark = preview.mark_of(&page);
    let script = client::PATH;
    let tag = format!("<script src=\"{script}\" data-mark=\"{mark:x}\" defer></script>");
    let end = page.windows(7).rposition(|piece| piece == b"</body>");
    let at = end.unwrap_or(page.len());
    page.splice(at..at, tag.into_bytes());
    page
}

fn whole(asked: &Asked, kind: &'static str, bytes: Vec<u8>) -> Response<Body> {
    let tag = format!("\"{:x}\"", fingerprint(&bytes));
    let size = bytes.len() as u64;
    send(asked, kind, &tag, size, |range| {
        let range = range.start as usize..range.end as usize;
        Ok(body(bytes.get(range).unwrap_or_default().to_vec()))
    })
}

fn file(asked: &Asked, file: File) -> Response<Body> {
    let Ok(meta) = file.metadata() else {
        return failed();
    };
    let tag = format!("\"{:x}\"", fingerprint(&Stamp::of(&meta)));
    let kind = mime::of(&asked.path);
    let mut response = send(asked, kind, &tag, meta.len(), |range| stream::file(file, range));
    if !mime::is_shown(&asked.path) {
        set(&mut response, CONTENT_DISPOSITION, "attachment");
    }
    response
}

/// Sends what the client lacks: all of it, a part, or nothing.
fn send(
    asked: &Asked,
    kind: &'static str,
    tag: &str,
    size: u64,
    part_of: impl FnOnce(Range<u64>) -> io::Result<Body>,
) -> Response<Body> {
    let mut head = Response::new(());
    set(&mut head, CONTENT_TYPE, kind);
    set(&mut head, ETAG, tag);
    set(&mut head, CACHE_CONTROL, "no-cache");
    set(&mut head, X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut head, ACCEPT_RANGES, "bytes");
    if asked.known.as_deref().is_some_and(|known| holds(known, tag)) {
        *head.status_mut() = StatusCode::NOT_MODIFIED;
        return head.map(|()| body(Vec::new()));
    }
    let current = asked.range_of.as_deref().is_none_or(|of| of == tag);
    let part = asked.range.as_deref().filter(|_| current);
    let range = match part.map(|range| wanted(range, size)) {
        None | Some(Part::Whole) => 0..size,
        Some(Part::Some(range)) => {
            *head.status_mut() = StatusCode::PARTIAL_CONTENT;
            let last = range.end - 1;
            set(&mut head, CONTENT_RANGE, &format!("bytes {}-{last}/{size}", range.start));
            range
        }
        Some(Part::Nothing) => {
            *head.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            set(&mut head, CONTENT_RANGE, &format!("bytes */{size}"));
            return head.map(|()| body(Vec::new()));
        }
    };
    set(&mut head, CONTENT_LENGTH, &(range.end - range.start).to_string());
    if asked.head_only {
        return head.map(|()| body(Vec::new()));
    }
    match part_of(range) {
        Ok(body) => head.map(|()| body),
        Err(_) => failed(),
    }
}

fn holds(known: &str, tag: &str) -> bool {
    let mut tags = known.split(',').map(str::trim);
    tags.any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

/// The part of a file that a `Range` means.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Some(Range<u64>),
    Nothing,
}

/// One range of bytes (RFC 9110, 14.1.2); several, and what is no range, give the whole.
fn wanted(range: &str, size: u64) -> Part {
    let parsed = || {
        let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
        let number = |text: &str| match text.trim() {
            "" => Some(None),
            digits => digits.parse::<u64>().ok().map(Some),
        };
        match (number(first)?, number(last)?) {
            (None, None) => None,
            (None, Some(length)) => Some(size.saturating_sub(length)..size),
            (Some(first), None) => Some(first..size),
            (Some(first), Some(last)) if first <= last => {
                Some(first..last.saturating_add(1).min(size))
            }
            _ => None,
        }
    };
    match parsed() {
        None => Part::Whole,
        Some(range) if range.start < range.end => Part::Some(range),
        Some(_) => Part::Nothing,
    }
}

fn to_folder(preview: &Preview, asked: &Asked) -> Response<Body> {
    let path = match asked.path.as_str() {
        "/" => preview.home(),
        path => format!("{path}/"),
    };
    let mut response = text(StatusCode::FOUND, mime::of("a.txt"), Vec::new(), asked.head_only);
    set(&mut response, LOCATION, &utf8_percent_encode(&path, UNSAFE).to_string());
    response
}

/// The page of a template that fails: the problem, until it is mended.
fn problem_page(problem: &Diagnostic, language: Language) -> Vec<u8> {
    let printer = Printer { format: Format::Human, language, color: false };
    let title = say!("这一页暂时不能生成", "This page cannot be made");
    plain_page(title.in_language(language), &printer.print(problem), language)
}

/// Before there is any site, or where it has no page for what is not there.
fn empty_page(preview: &Preview, language: Language) -> Vec<u8> {
    let words: Words = match preview.is_behind() {
        true => say!(
            "改正内容里的问题并保存，网站就会出现。",
            "Mend what is wrong in the content and save: the site will appear."
        ),
        false => say!("没有这个网址。", "There is no such address."),
    };
    let title = say!("还没有可以预览的页面", "Nothing to show yet");
    plain_page(title.in_language(language), words.in_language(language), language)
}

fn plain_page(title: &str, words: &str, language: Language) -> Vec<u8> {
    let code = match language {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    let (title, words) = (escaped(title), escaped(words));
    let page = format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title></head>\n\
         <body><h1>{title}</h1><pre>{words}</pre></body>\n</html>\n"
    );
    page.into_bytes()
}

fn text(status: StatusCode, kind: &'static str, bytes: Vec<u8>, head_only: bool) -> Response<Body> {
    let mut response = Response::new(());
    *response.status_mut() = status;
    set(&mut response, CONTENT_TYPE, kind);
    set(&mut response, CACHE_CONTROL, "no-store");
    set(&mut response, X_CONTENT_TYPE_OPTIONS, "nosniff");
    if head_only {
        set(&mut response, CONTENT_LENGTH, &bytes.len().to_string());
    }
    response.map(|()| body(if head_only { Vec::new() } else { bytes }))
}

pub(super) fn set<B>(response: &mut Response<B>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

pub(super) fn body(bytes: Vec<u8>) -> Body {
    Full::new(Bytes::from(bytes)).boxed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_as_the_standard_says() {
        for (range, expected) in [
            ("bytes=0-3", Part::Some(0..4)),
            ("bytes=8-", Part::Some(8..10)),
            ("bytes=-4", Part::Some(6..10)),
            ("bytes=-40", Part::Some(0..10)),
            ("bytes=5-99", Part::Some(5..10)),
            ("bytes=10-", Part::Nothing),
            ("bytes=-0", Part::Nothing),
            ("bytes=3-1", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=-", Part::Whole),
            ("lines=0-3", Part::Whole),
        ] {
            assert_eq!(wanted(range, 10), expected, "{range}");
        }
    }

    #[test]
    fn the_client_knows_a_page_by_its_tag() {
        for (known, expected) in [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"b\", \"a\"", true),
            ("*", true),
            ("\"ab\"", false),
            ("", false),
        ] {
            assert_eq!(holds(known, "\"a\""), expected, "{known}");
        }
    }
}
