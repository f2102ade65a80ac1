//! Raw HTML that a page does not show, or not so.

use super::super::sanitise::{Kept, keeps, kept, needs_end};
use super::{Finder, Slip, shortened};
use crate::say;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// Elements of HTML, of today and of former days, that say how words look or belong to forms and frames.
const FORMER: [&str; 34] = [
    "acronym", "address", "area", "base", "basefont", "bdi", "bdo", "big", "body", "button",
    "center", "dir", "dl", "fieldset", "font", "form", "frame", "frameset", "h1", "head", "html",
    "input", "label", "link", "main", "map", "marquee", "meta", "nav", "nobr", "picture", "strike",
    "tt", "u",
];

/// Tags that have been seen.
#[derive(Default)]
pub(super) struct Tags {
    /// Starts of elements that have no end yet, by name.
    open: BTreeMap<String, Vec<Range<usize>>>,
    /// Names of elements and attributes that have been told.
    told: HashSet<String>,
}

impl Finder<'_> {
    /// A block of raw HTML, or a tag within a line.
    pub(super) fn raw(&mut self, span: Range<usize>) {
        let source = &self.text[span.clone()];
        let mut between = vec![];
        let mut at = 0;
        while let Some(found) = source[at..].find('<') {
            let start = at + found;
            between.push(span.start + at..span.start + start);
            let rest = &source[start..];
            let length = match rest.strip_prefix("<!--") {
                Some(inner) => inner.find("-->").map(|end| end + 7),
                None => Some(self.tag(span.start + start, rest)),
            };
            let Some(length) = length else {
                self.open_comment(span.start + start..span.end);
                return;
            };
            at = start + length;
        }
        between.push(span.start + at..span.end);
        if !source.contains("<pre") {
            self.marks_in_html(between);
        }
    }

    fn open_comment(&mut self, span: Range<usize>) {
        self.slips.push(Slip::lost(
            self.first_line(&span),
            say!(
                "“<!--”没有结束，从这里起的文字页面上都没有",
                "`<!--` has no end: no page shows what follows"
            ),
            say!("在批注后面写“-->”", "write `-->` behind the remark"),
        ));
    }

    /// One tag; how many bytes it has.
    fn tag(&mut self, start: usize, rest: &str) -> usize {
        if !rest[1..].starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()) {
            return 1;
        }
        let length = rest.find('>').map_or(rest.len(), |end| end + 1);
        let inner = rest[1..length].trim_end_matches(['>', '/']);
        let (closes, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let end =
            inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len());
        let name = inner[..end].to_ascii_lowercase();
        let place = start..start + length;
        if name.is_empty() {
            return 1;
        }
        if closes {
            self.tags.open.get_mut(&name).and_then(Vec::pop);
            return length;
        }
        match kept(&name) {
            Kept::Shown => {
                self.attributes(&name, &inner[end..], &place);
                if needs_end(&name) && !rest[..length].ends_with("/>") {
                    self.tags.open.entry(name).or_default().push(place);
                }
            }
            Kept::Words if self.tags.told.insert(name.clone()) => self.no_effect(place, &name),
            Kept::Nothing => self.gone(place, &name),
            Kept::Words | Kept::Part => {}
        }
        length
    }

    /// What is no element of HTML was meant as text.
    fn no_effect(&mut self, place: Range<usize>, name: &str) {
        let known = FORMER.contains(&name);
        let slip = match known {
            true => Slip::shown(
                place,
                say!(
                    "标签 <{name}> 不起作用，页面上只有里面的文字",
                    "<{name}> has no effect: pages show the words in it alone"
                ),
                say!(
                    "删去；加粗写“**重点**”，小标题写“## 标题”",
                    "take it away; bold is written `**words**`, a heading `## words`"
                ),
            ),
            false => Slip::lost(
                place,
                say!(
                    "“<{name}>”被当成网页标签，页面上没有",
                    "`<{name}>` is taken for a tag, and no page shows it"
                ),
                say!("要显示尖括号，写“\\<{name}>”", "for brackets to be seen write `\\<{name}>`"),
            ),
        };
        self.slips.push(slip);
    }

    fn gone(&mut self, place: Range<usize>, name: &str) {
        let mend = match name {
            "video" | "audio" | "iframe" | "embed" | "object" => {
                say!(
                    "改写成链接：“[会议录像](网址或文件)”",
                    "write a link: `[recording](address or file)`"
                )
            }
            _ => say!(
                "删去；公开的网页不用脚本、样式和表单",
                "take it away: public pages have no scripts, styles or forms"
            ),
        };
        self.slips.push(Slip::lost(
            place,
            say!("<{name}> 不能用，页面上没有", "<{name}> cannot be used, and no page shows it"),
            mend,
        ));
    }

    /// Attributes that only make another look are told once.
    fn attributes(&mut self, element: &str, attributes: &str, place: &Range<usize>) {
        for word in attributes.split_whitespace() {
            let Some((name, _)) = word.split_once('=') else {
                continue;
            };
            let name = name.to_ascii_lowercase();
            let plain = name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
            let dropped = plain && !name.is_empty() && !keeps(element, &name);
            if dropped && self.tags.told.insert(format!("{name}=")) {
                self.slips.push(Slip::shown(
                    place.clone(),
                    say!(
                        "“{name}”不起作用：字体、颜色、大小由网站主题统一",
                        "`{name}` has no effect: the theme says how pages look"
                    ),
                    say!(
                        "删去；要突出的写“**重点**”",
                        "take it away; what matters is written `**words**`"
                    ),
                ));
            }
        }
    }

    /// Markdown between tags is read only behind an empty line; the first is told.
    fn marks_in_html(&mut self, between: Vec<Range<usize>>) {
        let first = |span: Range<usize>| {
            let marks = ["**", "](", "\n## ", "\n- ", "\n|"].iter();
            let mark = marks.filter_map(|mark| self.text[span.clone()].find(mark)).min()?;
            Some(span.start + mark..span.end)
        };
        let Some(Range { start, end }) = between.into_iter().find_map(first) else {
            return;
        };
        let line =
            self.text[start..end].trim_start().split(['\n', '\r']).next().unwrap_or_default();
        let (shown, place) = (shortened(line), self.first_line(&(start..end)));
        self.slips.push(Slip::shown(
            place,
            say!(
                "“{shown}”夹在标签中间，原样显示",
                "`{shown}` stands between tags, and is shown as it is"
            ),
            say!("在标签和正文之间空一行", "leave a line empty between tags and text"),
        ));
    }

    pub(super) fn open_tags(&mut self) {
        for (name, places) in std::mem::take(&mut self.tags.open) {
            self.slips.extend(places.into_iter().map(|place| {
                Slip::shown(
                    place,
                    say!(
                        "<{name}> 没有结束，后面的正文都在它里面",
                        "<{name}> has no end, and all that follows is in it"
                    ),
                    say!("在该结束的地方写“</{name}>”", "write `</{name}>` where it ends"),
                )
            }));
        }
    }
}
