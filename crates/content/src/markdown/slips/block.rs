//! Headings, code and lists that are not what they look like.

use super::{Finder, Slip, shortened};
use crate::say;
use pulldown_cmark::CodeBlockKind;
use std::ops::Range;

/// A list around the current event.
pub(super) struct List {
    /// What the page calls the next item; none in a list without numbers.
    next: Option<u64>,
    first: Option<u64>,
    /// Whether all items have the first one's number, which leaves the counting to the page.
    same: bool,
    told: bool,
}

impl List {
    pub(super) fn new(first: Option<u64>) -> Self {
        List { next: first, first, same: true, told: false }
    }
}

impl Finder<'_> {
    /// `正文⏎---`: to Markdown the line makes a heading of the text above.
    pub(super) fn heading(&mut self, span: Range<usize>) {
        let source = self.text[span.clone()].trim();
        let Some((above, line)) = source.rsplit_once(['\n', '\r']) else {
            return;
        };
        let (above, line) = (above.trim(), line.trim_matches([' ', '\t', '>']));
        let dashes = line.starts_with('-') && line.bytes().all(|byte| byte == b'-');
        let double = line.starts_with('=') && line.bytes().all(|byte| byte == b'=');
        let sentence =
            above.ends_with(['。', '！', '？', '；', '：', '，']) || above.contains('\n');
        if dashes || (double && sentence) {
            let text = shortened(above);
            self.slips.push(Slip::shown(
                self.first_line(&span),
                say!("下面紧接一行“{line}”，这段文字成了小标题", "a line of `{line}` follows, and makes a heading of this text"),
                say!("要分隔线，中间空一行；要小标题，写“## {text}”", "leave a line empty between them for a line across; a heading is written `## {text}`"),
            ));
        }
    }

    pub(super) fn code(&mut self, kind: &CodeBlockKind, span: Range<usize>) {
        let source = &self.text[span.clone()];
        match kind {
            CodeBlockKind::Indented => self.slips.push(Slip::shown(
                self.first_line(&span),
                say!(
                    "这一行缩进了四格以上，成了程序代码的样子",
                    "this line begins four columns in, and is shown as a program's code"
                ),
                say!(
                    "删去行首的空格；真是代码的，上下各写一行 ```",
                    "take the blanks before it away; code stands between two lines of ```"
                ),
            )),
            CodeBlockKind::Fenced(_) if !is_closed(source) => {
                let fence: String = source.chars().take_while(|c| matches!(c, '`' | '~')).collect();
                self.slips.push(Slip::shown(
                    self.first_line(&span),
                    say!("“{fence}”没有结束，后面的正文都成了程序代码的样子", "{fence} has no end: all that follows is shown as a program's code"),
                    say!("在代码后面另写一行“{fence}”；不是代码的，删去这一行", "write a line {fence} behind the code; where there is none, take this line away"),
                ));
            }
            CodeBlockKind::Fenced(_) => {}
        }
    }

    /// A list counts by itself: `1. 甲⏎3. 乙` shows 2.
    pub(super) fn item(&mut self, span: Range<usize>) {
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        let (Some(shown), Some(first)) = (list.next, list.first) else {
            return;
        };
        let source = &self.text[span.clone()];
        let digits = source.bytes().take_while(u8::is_ascii_digit).count();
        let Ok(written) = source[..digits].parse::<u64>() else {
            return;
        };
        list.next = Some(shown.saturating_add(1));
        list.same &= written == first;
        if written != shown && !list.same && !list.told {
            list.told = true;
            self.slips.push(Slip::shown(
                span.start..span.start + digits + 1,
                say!(
                    "这里写的是“{written}.”，页面上显示“{shown}.”：一个列表里编号连着数",
                    "this says {written}., and the page says {shown}.: a list counts by itself"
                ),
                say!(
                    "改正编号；不连着数的，点后面不要空格，写成“{written}.内容”",
                    "mend the number, or put a backslash before its point"
                ),
            ));
        }
    }
}

/// Whether a block of code ends with the marks that it began with.
fn is_closed(source: &str) -> bool {
    let mark = if source.starts_with('~') { '~' } else { '`' };
    let length = source.chars().take_while(|c| *c == mark).count();
    let end = source.trim_end().rsplit_once(['\n', '\r']).map_or("", |(_, line)| line);
    let end = end.trim_matches([' ', '\t', '>']);
    end.len() >= length && end.chars().all(|c| c == mark)
}
