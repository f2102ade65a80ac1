//! PDF: the text of its pages. A scan has none.

use super::{Passage, TEXT_LIMIT, Unreadable};
use crate::say;
use lopdf::{Document, LoadOptions};
use std::panic::catch_unwind;

/// Pages after these are not read.
const PAGES: usize = 2000;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Passage>, Unreadable> {
    // The reader is not ours, and a file made to break it must not break the inspection.
    catch_unwind(|| pages(bytes)).unwrap_or(Err(Unreadable::Damaged))
}

fn pages(bytes: &[u8]) -> Result<Vec<Passage>, Unreadable> {
    let limit = usize::try_from(TEXT_LIMIT / 4).unwrap_or(usize::MAX);
    let options = LoadOptions { max_decompressed_size: Some(limit), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options);
    let document = match document {
        // What opens with no password has lost this entry by now.
        Ok(document) if document.trailer.has(b"Encrypt") => return Err(Unreadable::Encrypted),
        Ok(document) => document,
        Err(_) if contains(bytes, b"/Encrypt") => return Err(Unreadable::Encrypted),
        Err(_) => return Err(Unreadable::Damaged),
    };
    let mut left = limit;
    let mut passages = Vec::new();
    for number in document.get_pages().into_keys().take(PAGES) {
        // A page that cannot be read has nothing to look at; the others do.
        let text = document.extract_text_with_limit(&[number], left).unwrap_or_default();
        left = left.saturating_sub(text.len());
        passages.push(Passage::new(say!("第{number}页", "page {number}"), text));
    }
    Ok(passages)
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}
