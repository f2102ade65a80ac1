//! Chinese prose that stands in: offices begin a paragraph two characters in, and where four blanks or a tab make them,
//! Markdown takes it for a program's code. What the parser takes so is looked at, and prose loses its blanks.
//!
//! The parser is asked twice only where such a line may be: it alone knows what lists and quotes stand around a line.

use super::parser::{DEEPEST, ends_container, extensions, is_container, too_deep_line};
use crate::chinese::{is_han, is_wide};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// Where blanks were taken out: the place in the shorter text, ascending, and how many bytes have been by then.
#[derive(Default)]
pub(super) struct Removed(Vec<(usize, usize)>);

impl Removed {
    /// Where a place of the shorter text is in the author's.
    pub(super) fn original_offset(&self, offset: usize) -> usize {
        let before = self.0.partition_point(|&(place, _)| place <= offset);
        offset + before.checked_sub(1).map_or(0, |last| self.0[last].1)
    }
}

/// The text without the blanks before prose that would be code.
pub(super) fn removed(markdown: &str) -> (Cow<'_, str>, Removed) {
    if !may_hold(markdown) || too_deep_line(markdown).is_some() {
        return (Cow::Borrowed(markdown), Removed::default());
    }
    let mut text = String::with_capacity(markdown.len());
    let mut removed = Vec::new();
    let (mut written, mut bytes) = (0, 0);
    for blanks in blanks_before_prose(markdown) {
        text.push_str(&markdown[written..blanks.start]);
        bytes += blanks.len();
        removed.push((text.len(), bytes));
        written = blanks.end;
    }
    if removed.is_empty() {
        return (Cow::Borrowed(markdown), Removed::default());
    }
    text.push_str(&markdown[written..]);
    (Cow::Owned(text), Removed(removed))
}

/// Whether a line begins as indented prose does.
fn may_hold(markdown: &str) -> bool {
    let indented = |line: &str| {
        let text = line.trim_start_matches([' ', '\t', '>']);
        let blanks = &line[..line.len() - text.len()];
        (blanks.contains('\t') || blanks.len() >= 4)
            && text.starts_with(|c: char| begins_prose(c) || c.is_ascii_alphanumeric())
    };
    markdown.split('\n').any(|line| line.starts_with([' ', '\t', '>']) && indented(line))
}

/// The blanks that make code of prose, in order.
fn blanks_before_prose(markdown: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // The lines of the block of code around the current event.
    let mut lines: Option<Vec<Range<usize>>> = None;
    let mut depth = 0;
    for (event, range) in Parser::new_ext(markdown, extensions()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => lines = Some(Vec::new()),
            Event::Text(_) => lines.iter_mut().for_each(|lines| lines.push(range.clone())),
            Event::End(TagEnd::CodeBlock) => {
                let lines = lines.take().unwrap_or_default();
                let is_code =
                    lines.is_empty() || !is_prose(lines.iter().map(|r| &markdown[r.clone()]));
                let blanks = lines.iter().filter_map(|line| blanks_before(markdown, line, depth));
                found.extend(blanks.filter(|_| !is_code));
            }
            Event::Start(tag) if is_container(&tag) => depth += 1,
            Event::End(tag) if ends_container(tag) => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST {
            return Vec::new();
        }
    }
    // A tab that reaches into the code is reported apart from the line behind it.
    found.dedup_by_key(|blanks| blanks.end);
    found
}

/// Whether the lines of a block of code are what somebody says: all begin with a Chinese character, or most of what they hold
/// is Chinese and none begins as code does.
pub(super) fn is_prose<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    let (mut chinese, mut characters, mut all_begin) = (0, 0, true);
    for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
        let first = line.chars().next().unwrap_or_default();
        if !begins_prose(first) && !first.is_ascii_alphanumeric() && first != '(' {
            return false;
        }
        all_begin &= begins_prose(first);
        chinese += line.chars().filter(|c| is_han(*c)).count();
        characters += line.chars().filter(|c| !c.is_whitespace()).count();
    }
    chinese > 0 && (all_begin || chinese * 3 >= characters)
}

fn begins_prose(c: char) -> bool {
    is_wide(c) && !matches!(c, '＞' | '＃' | '｜' | '－')
}

/// The blanks before a line of code that make it code. In lists and quotes those before them belong to these.
fn blanks_before(markdown: &str, line: &Range<usize>, depth: usize) -> Option<Range<usize>> {
    let text = markdown[line.clone()].trim_start_matches([' ', '\t']);
    let end = line.end - text.len();
    let start = markdown[..line.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let before = &markdown[start..line.start];
    let own = match depth {
        0 => before.len(),
        _ if before.ends_with("    ") => 4,
        _ if before.ends_with('\t') => 1,
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(line.start - own..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_loses_its_blanks_and_code_keeps_them() {
        for (markdown, expected) in [
            ("    各乡镇要高度重视。", "各乡镇要高度重视。"),
            ("\t各乡镇要高度重视。\n\n乙", "各乡镇要高度重视。\n\n乙"),
            (
                "甲\n\n    （一）加强领导。\n    （二）落实。",
                "甲\n\n（一）加强领导。\n（二）落实。",
            ),
            ("甲\n\n      2026年4月1日", "甲\n\n2026年4月1日"),
            ("甲\n\n    　　乙", "甲\n\n　　乙"),
            ("1. 甲\n\n       乙", "1. 甲\n\n   乙"),
            ("- 甲\n\n\t\t乙", "- 甲\n\n\t乙"),
            (">     甲", "> 甲"),
            ("    let x = 1; // 注", "    let x = 1; // 注"),
            ("    # 标题", "    # 标题"),
            ("    - 甲", "    - 甲"),
            ("    Tel 0938", "    Tel 0938"),
            ("```\n    甲\n```", "```\n    甲\n```"),
            ("甲\n    乙", "甲\n    乙"),
            ("- 甲\n\n    乙", "- 甲\n\n    乙"),
        ] {
            assert_eq!(removed(markdown).0, expected, "{markdown:?}");
        }
    }

    #[test]
    fn places_come_back() {
        let markdown = "甲\n\n    乙\n    丙\n\n丁";
        let (text, removed) = removed(markdown);
        for character in ["甲", "乙", "丙", "丁"] {
            let places = (text.find(character), markdown.find(character));
            assert_eq!(places.0.map(|at| removed.original_offset(at)), places.1, "{character}");
        }
    }
}
