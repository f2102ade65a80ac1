//! Links and pictures that are none.

use super::inline::{closing, near};
use super::{Finder, Slip, shortened};
use crate::diagnostic::Words;
use crate::say;
use std::ops::Range;

/// Whether a text may be meant as the address of a link: it has a scheme, a slash, or the ending of a file.
pub(super) fn is_target(text: &str) -> bool {
    let text = text.trim();
    let end = text.find(['#', '?']).unwrap_or(text.len());
    let ending = text[..end].rsplit_once('.').is_some_and(|(name, ending)| {
        let plain = ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
        !name.is_empty()
            && (1..=5).contains(&ending.len())
            && plain
            && ending.bytes().any(|b| b.is_ascii_alphabetic())
    });
    let starts = ["http:", "https:", "www.", "mailto:", "tel:", "/", "./", "../", "#"];
    let sentence = text.contains(['，', '。', '；', '、']);
    !text.is_empty() && !sentence && (ending || starts.iter().any(|start| text.starts_with(start)))
}

fn is_picture(target: &str) -> bool {
    const ENDINGS: [&str; 9] = ["jpg", "jpeg", "png", "gif", "webp", "bmp", "svg", "heic", "tif"];
    let ending = target.trim().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

impl Finder<'_> {
    /// What begins with a bracket; how many bytes have been looked at.
    pub(super) fn bracket(&mut self, start: usize, rest: &str, before: &str) -> usize {
        let open = rest.chars().next().map_or(1, char::len_utf8);
        if rest[open..].starts_with(['^', '＾']) {
            return self.note(start, rest, open);
        }
        let Some(close) = closing(&rest[open..]).map(|at| at + open) else {
            return open;
        };
        let end = close + rest[close..].chars().next().map_or(0, char::len_utf8);
        let mark = before.chars().next_back().filter(|c| matches!(c, '!' | '！'));
        let (words, wide) = (&rest[open..close], !rest.starts_with('['));
        match Broken::of(words, &rest[end..], wide, mark.is_some()) {
            Some(broken) => {
                let start = start - mark.map_or(0, char::len_utf8);
                let place = start..start + mark.map_or(0, char::len_utf8) + end + broken.length;
                let length = end + broken.length;
                self.slips.push(Slip::shown(place, broken.told(), broken.mend()));
                length
            }
            None => {
                self.alone(start..start + end, words.trim_matches('['), mark == Some('!'));
                open
            }
        }
    }

    /// Brackets that no address follows: `![图]`, `[TOC]`.
    fn alone(&mut self, place: Range<usize>, words: &str, picture: bool) {
        if picture && self.begins_line(place.start - 1) {
            self.slips.push(Slip::shown(
                place.start - 1..place.end,
                say!(
                    "图片没有写文件名，原样显示",
                    "this picture names no file, and is shown as text"
                ),
                say!("写成“![图上是什么](文件名)”", "write `![what it shows](file)`"),
            ));
        } else if words.eq_ignore_ascii_case("toc") {
            self.slips.push(Slip::shown(
                place,
                say!(
                    "“[{words}]”原样显示，没有换成目录",
                    "`[{words}]` is shown as it is, and no contents stand in its place"
                ),
                say!(
                    "删去这一行：小标题有三个以上的，页面自己列出目录",
                    "take the line away: pages list their headings by themselves"
                ),
            ));
        }
    }

    /// `！[…](a.jpg)`: a link behind a mark of exclamation, and no picture.
    pub(super) fn picture_as_link(&mut self, span: &Range<usize>) {
        let before = self.text[..span.start].trim_end_matches(' ');
        let mark = if before.ends_with('！') {
            '！'.len_utf8()
        } else {
            usize::from(before.ends_with("!"))
        };
        let start = before.len() - mark;
        let source = &self.text[span.clone()];
        let target = source.rsplit_once('(').map_or("", |(_, target)| target.trim_end_matches(')'));
        let target = target.split(['"', '\'']).next().unwrap_or_default();
        if mark > 0 && is_picture(target.trim_matches([' ', '<', '>'])) && self.begins_line(start) {
            let right = shortened(source);
            self.slips.push(Slip::shown(
                start..span.end,
                say!(
                    "这里成了指向图片的链接，没有显示图片",
                    "this is a link to the picture, and does not show it"
                ),
                say!(
                    "叹号用半角，紧挨着方括号：“!{right}”",
                    "write a half-width `!` right before the bracket: `!{right}`"
                ),
            ));
        }
    }
}

/// Quotation marks, as people type them around the title of a link.
const QUOTES: [char; 6] = ['"', '\'', '“', '”', '‘', '’'];

/// What is meant as a link or a picture.
struct Broken<'t> {
    picture: bool,
    words: &'t str,
    address: &'t str,
    /// Whether a title follows the address.
    titled: bool,
    /// Bytes behind the words.
    length: usize,
}

impl<'t> Broken<'t> {
    /// What the words and all that follows them are; `wide` where the bracket before them is full-width.
    fn of(words: &'t str, rest: &'t str, wide: bool, picture: bool) -> Option<Self> {
        let line = near(rest);
        let inner = line.trim_start_matches([' ', '　']).strip_prefix(['(', '（'])?;
        let end = inner.find([')', '）']);
        let close = end.map_or(0, |at| inner[at..].chars().next().map_or(0, char::len_utf8));
        let begin = line.len() - inner.len();
        let inner = inner[..end.unwrap_or(inner.len())].trim_end_matches(['\n', '\r']);
        // A title, or what is meant as one, is no part of the address.
        let address = inner.split(QUOTES).next().unwrap_or_default().trim();
        let address = address.trim_matches(['<', '>', '《', '》']);
        let plain = !wide && rest.starts_with('(');
        let meant = is_target(address) || plain;
        let titled = inner.contains(QUOTES);
        let length = begin + inner.len() + close;
        meant.then_some(Broken { picture, words, address, titled, length })
    }

    fn told(&self) -> Words {
        match self.picture {
            true => say!(
                "图片没有认出来，原样显示",
                "this picture is not understood, and is shown as text"
            ),
            false => say!(
                "链接没有认出来，原样显示",
                "this link is not understood, and is shown as text"
            ),
        }
    }

    fn mend(&self) -> Words {
        let blanks = self.address.contains([' ', '　']);
        let mark = if self.picture { "!" } else { "" };
        let (words, address) = (shortened(self.words), self.address);
        if blanks {
            say!(
                "文件名里有空格，写成“{mark}[{words}](<{address}>)”；或者文件改名，去掉空格",
                "there are blanks in the name of the file: write `{mark}[{words}](<{address}>)`, or give it another name"
            )
        } else if self.titled {
            say!(
                "说明写在网址后面，空一格，用半角引号：“{mark}[文字](文件 \"说明\")”",
                "the title follows the address and a blank, in half-width quotes: `{mark}[…](… \"title\")`"
            )
        } else {
            say!(
                "方括号、圆括号都用半角，紧挨着写：“{mark}[{words}]({address})”",
                "brackets are half-width, with nothing between them: `{mark}[{words}]({address})`"
            )
        }
    }
}
