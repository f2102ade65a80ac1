//! Footnotes that nothing refers to, and what refers to none.

use super::inline::closing;
use super::{Finder, MOST, Slip, shortened};
use crate::say;
use std::collections::HashSet;
use std::ops::Range;

/// Footnotes and what refers to them, by labels in lower case.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) defined: Vec<(String, Range<usize>)>,
    pub(super) cited: HashSet<String>,
    /// References that the parser does not know, and definitions whose colon is full-width.
    undefined: Vec<(String, Range<usize>)>,
    mistyped: HashSet<String>,
}

impl Finder<'_> {
    /// `[^1]` that no note explains, `[^1]：` that explains nothing, and brackets that are no marks.
    pub(super) fn note(&mut self, start: usize, rest: &str, open: usize) -> usize {
        let Some(close) = closing(&rest[open..]).map(|at| at + open) else {
            return open;
        };
        let end = close + rest[close..].chars().next().map_or(0, char::len_utf8);
        let label = rest[open..close].trim_start_matches(['^', '＾']).trim();
        if label.is_empty() || label.contains(char::is_whitespace) {
            return open;
        }
        let (place, key, label) = (start..start + end, label.to_lowercase(), shortened(label));
        let defines = rest[end..].trim_start().starts_with([':', '：']) && self.begins_line(start);
        if defines {
            self.notes.mistyped.insert(key);
            self.slips.push(Slip::shown(
                place,
                say!("这条注释没有认出来，原样显示", "this note is not understood, and is shown as text"),
                say!("写成“[^{label}]: 说明”，方括号、^ 和冒号都用半角，冒号后面空一格，上面空一行", "write `[^{label}]: …` with half-width marks and a blank behind the colon, below an empty line"),
            ));
        } else if rest.starts_with("[^") && rest[close..].starts_with(']') {
            if self.notes.undefined.len() < MOST {
                self.notes.undefined.push((key, place));
            }
        } else {
            self.slips.push(Slip::shown(
                place,
                say!(
                    "这里的注释号没有认出来，原样显示",
                    "this mark of a note is not understood, and is shown as text"
                ),
                say!(
                    "方括号和 ^ 都用半角：“[^{label}]”",
                    "brackets and ^ are half-width: `[^{label}]`"
                ),
            ));
        }
        end
    }

    /// Notes that no page shows, since nothing refers to them or an earlier one has their label.
    pub(super) fn unused_notes(&mut self) {
        let mut before = HashSet::new();
        for (label, span) in std::mem::take(&mut self.notes.defined) {
            let span = self.first_line(&span);
            let note = shortened(&label);
            if !self.notes.cited.contains(&label) {
                self.slips.push(Slip::lost(
                    span,
                    say!(
                        "正文里没有用到注释 [^{note}]，页面上没有这条注释",
                        "nothing refers to the note [^{note}], and so no page shows it"
                    ),
                    say!(
                        "在要加注的文字后面写 [^{note}]，或者删去这条注释",
                        "write [^{note}] behind the words that it explains, or take the note away"
                    ),
                ));
            } else if !before.insert(label) {
                self.slips.push(Slip::lost(
                    span,
                    say!(
                        "注释 [^{note}] 写了两条，页面上只有前一条",
                        "there are two notes [^{note}], and pages show the first"
                    ),
                    say!("给这一条换个编号", "give this one another label"),
                ));
            }
        }
    }

    /// A definition whose colon is full-width is told itself; what refers to it is right.
    pub(super) fn undefined_notes(&mut self) {
        for (label, span) in std::mem::take(&mut self.notes.undefined) {
            if !self.notes.mistyped.contains(&label) {
                let note = shortened(&label);
                self.slips.push(Slip::shown(
                    span,
                    say!(
                        "没有注释 [^{note}] 的说明，页面上原样显示",
                        "there is no note [^{note}]: the mark is shown as it is"
                    ),
                    say!(
                        "另起一段写“[^{note}]: 说明”，冒号用半角",
                        "write `[^{note}]: …` as a paragraph of its own"
                    ),
                ));
            }
        }
    }
}
