//! Data that is written as YAML has it, which most is: seen at a glance, so that no line of it has to be walked through.

use super::lines::is_blank;
use crate::chinese::is_han;

/// Lists and mappings in brackets inside each other, at most: nobody writes more.
const DEEPEST: usize = 4;

/// Characters of a key's name, at most.
const LONGEST_NAME: usize = 24;

/// Whether every line is a key or an item, or both, with its value on the same line or entries below, and nothing in it has
/// to be mended or told, as long as YAML can read it.
///
/// It says no where it is in doubt.
pub(super) fn is_plain(text: &str) -> bool {
    let is_odd = |byte: u8| byte < b' ' && byte != b'\n' && byte != b'\r';
    let mut lines = Plain { deepest: usize::MAX };
    !text.bytes().any(is_odd) && text.split('\n').all(|line| lines.takes(line.trim_end()))
}

/// What is known from the lines so far.
struct Plain {
    /// The column of the last key or item, where that has a value: what stands deeper would be more of the value.
    deepest: usize,
}

impl Plain {
    fn takes(&mut self, line: &str) -> bool {
        let mut rest = line.trim_start_matches(' ');
        let mut column = line.len() - rest.len();
        if rest.is_empty() || rest.starts_with('#') {
            return !line.contains('\r');
        }
        let is_deeper = column > self.deepest;
        let mut item = None;
        while let Some(behind) = rest.strip_prefix("- ") {
            item = Some(column);
            let inner = behind.trim_start_matches(' ');
            column += rest.len() - inner.len();
            rest = inner;
        }
        let (fits, deepest) = match (key(rest), item) {
            (Some(""), _) => (true, usize::MAX),
            (Some(value), _) => (is_value(value), column),
            (None, Some(hyphen)) => (is_item(rest), hyphen),
            (None, None) => return false,
        };
        self.deepest = deepest;
        fits && !is_deeper && !line.contains('\r')
    }
}

/// What stands behind a key and its colon.
fn key(text: &str) -> Option<&str> {
    let (name, behind) = text.split_once(':')?;
    let value = behind.trim_start_matches(' ');
    let is_apart = value.len() < behind.len() || behind.is_empty();
    (is_apart && is_name(name)).then_some(value)
}

/// What names most keys.
fn is_name(text: &str) -> bool {
    let is_letter = |c: char| is_han(c) || c.is_ascii_alphabetic();
    let mut chars = text.chars();
    text.chars().all(|c| is_letter(c) || c.is_ascii_digit() || c == '_')
        && chars.clone().any(is_letter)
        && chars.nth(LONGEST_NAME).is_none()
}

/// The same for an item without a key, in which a colon would make one.
fn is_item(text: &str) -> bool {
    let is_text = text.starts_with(begins);
    is_value(text) && !(is_text && text.contains([':', '：']))
}

fn is_value(text: &str) -> bool {
    match text.chars().next() {
        Some('"' | '\'') => quoted(text) == Some(""),
        Some('[' | '{') => bracketed(text, DEEPEST) == Some(""),
        Some(first) => begins(first) && is_text(text),
        None => false,
    }
}

/// Whether text without quotes holds neither a comment nor a key.
fn is_text(text: &str) -> bool {
    let mut last = '\0';
    for c in text.chars() {
        if matches!((last, c), (' ', '#') | (':', ' ')) {
            return false;
        }
        last = c;
    }
    last != ':'
}

/// Whether text without quotes may begin with a character.
fn begins(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphanumeric(),
        false => !is_blank(c) && !"，、；：［］｛｝】".contains(c),
    }
}

/// What stands behind a text in quotes, in which nothing is written in another way than it is meant.
fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next()?;
    let (inner, behind) = text[1..].split_once(quote)?;
    (!inner.contains('\\') && !behind.starts_with(quote)).then_some(behind)
}

/// What stands behind a list or mapping in brackets.
fn bracketed(text: &str, depth: usize) -> Option<&str> {
    let is_map = text.starts_with('{');
    let close = if is_map { '}' } else { ']' };
    let mut rest = &text[1..];
    loop {
        rest = rest.trim_start_matches(' ');
        if is_map {
            rest = key(rest)?;
        }
        rest = match rest.chars().next()? {
            '[' | '{' if depth > 1 => bracketed(rest, depth - 1)?,
            '"' | '\'' => quoted(rest)?,
            first if begins(first) => behind_text(rest, is_map)?,
            _ => return None,
        };
        rest = rest.trim_start_matches(' ');
        match rest.strip_prefix(',') {
            Some(behind) => rest = behind,
            None => return rest.strip_prefix(close),
        }
    }
}

/// What stands behind text without quotes in brackets.
fn behind_text(text: &str, is_map: bool) -> Option<&str> {
    let (mut has_colon, mut has_comma, mut last) = (false, false, '\0');
    for (at, c) in text.char_indices() {
        match c {
            ',' | ']' | '}' => return (last != ':').then(|| &text[at..]),
            ' ' if last == ':' => return None,
            '[' | '{' | '"' | '\'' | '#' | '［' | '］' | '｛' | '｝' => return None,
            ':' | '：' => has_colon = true,
            '，' | '、' | '；' => has_comma = true,
            _ => {}
        }
        // Behind a full-width comma another key may follow, and in a list a colon may make one.
        if has_colon && (has_comma || !is_map) {
            return None;
        }
        last = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_data_is_plain() {
        for text in [
            "",
            "标题: 关于召开会议的通知\n发布日期: 2026-03-31 15:00\n# 注\n\n来源:\n",
            "标题: 甲\r\n来源: 县政府：办公室\r\n",
            "要求:\n  - 请提前\n  - \"8:30 到\"\n要点:\n- 甲\n- 乙\n网址: https://a.cn:8080/#x\n",
            "成员:\n  - {职责: 组长, 姓名: 李明远, 职务: 县委常委、副县长}\n  - 职责: 成员\n    姓名: 王一\n",
            "关键词: [防汛, '抗旱', 春耕，夏收]\n时间: {起: 2026-03-31 15:00, 止: 2026-04-01}\n",
            "会: {组别: 领导, 人员: [李明远, {姓名: 何书宁}]}\n",
        ] {
            assert!(is_plain(text), "{text}");
        }
    }

    #[test]
    fn what_is_in_doubt_is_not() {
        for text in [
            "标题:甲",
            "标题： 甲",
            "标题: 通知: 甲",
            "标题: 甲:",
            "标题: 甲 #1",
            "标题: # 注",
            "标题: -甲",
            "标题: *甲",
            "标题: \u{3000}甲",
            "标题:\t甲",
            "标题: |",
            "标题: \"甲\"乙",
            "标题: \"甲\\n\"",
            "标题: 'a''b'",
            "标题: 甲\n  乙: 丙",
            "标题: 甲\n  - 乙",
            "标题: 甲\n  乙",
            "- 甲\n  - 乙",
            "- 注意: 甲 #",
            "- 注意：甲",
            "- ",
            "甲\r乙: 丙",
            "关键词: [防汛, 抗旱",
            "关键词: [防汛, ]",
            "关键词: [注意: 甲]",
            "关键词: [，甲]",
            "人: {姓名:李明远}",
            "人: {姓名：李明远}",
            "人: {姓名: 李明远，职务: 县长}",
            "人: {姓名: 李明远；职务：县长}",
            "人: {姓名: 李明远]",
            "[甲, 乙]",
            "---",
        ] {
            assert!(!is_plain(text), "{text}");
        }
    }
}
