//! How lines of a paragraph begin.

use super::{Finder, Slip, shortened};
use crate::chinese::is_han;
use crate::diagnostic::Words;
use crate::say;
use std::ops::Range;

impl Finder<'_> {
    /// Looks at the lines of a paragraph, or of a list item's text.
    pub(super) fn lines(&mut self, leaf: Range<usize>) {
        let start = self.text[..leaf.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        // A paragraph's own blanks belong to it; what stands before an item is its mark.
        let blank = self.text[start..leaf.start].chars().all(|c| c.is_whitespace() || c == '>');
        let start = if blank { start } else { leaf.start };
        if self.bars && self.no_table(&leaf) {
            return;
        }
        let mut at = start;
        let mut listed = false;
        for line in self.text[start..leaf.end].split_inclusive('\n') {
            let text =
                line.trim_start_matches(|c: char| c.is_whitespace() || c == '>' || is_hidden(c));
            let (place, text) = (at + line.len() - text.len(), text.trim_end());
            at += line.len();
            let blanks = &line[..line.len()
                - line.trim_start_matches(|c: char| c.is_whitespace() || is_hidden(c)).len()];
            let wide = blanks.contains(|c: char| !c.is_ascii());
            let told = hidden(blanks, text)
                .or_else(|| begins(text))
                .or_else(|| list(text, wide).filter(|_| !std::mem::replace(&mut listed, true)));
            if let Some((words, mend)) = told {
                self.slips.push(Slip::shown(place..place + text.len(), words, mend));
            }
        }
    }
}

/// Characters that take no room: what other programs leave behind when text is copied from them.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
}

/// A mark behind a character that nobody sees.
fn hidden(blanks: &str, line: &str) -> Option<Told> {
    (blanks.contains(is_hidden) && line.starts_with(['#', '-', '+', '*', '>', '|', ':', '!', '`'])).then(|| {
        (
            say!("这一行开头有看不见的字符，标记不起作用", "a character that nobody sees stands before this line, and its mark has no effect"),
            say!("把光标放在行首，按退格键和删除键，直到与上一行相连，再按回车", "put the cursor before the line, delete back to the line above, and press Enter"),
        )
    })
}

/// What is said, and how it is mended.
type Told = (Words, Words);

/// What is wrong with the first characters of a line.
fn begins(line: &str) -> Option<Told> {
    match line.chars().next()? {
        '#' | '＃' => heading(line),
        ':' | '：' => directive(line),
        '[' | '【' if is_box(line) => Some((
            say!(
                "这一行没有成为待办事项，方框原样显示",
                "this line is no task, and its box is shown as text"
            ),
            say!(
                "写成“- [ ] 事项”，做完的写“- [x] 事项”，方框后面空一格",
                "write `- [ ] …`, or `- [x] …` for what is done, with a blank behind the box"
            ),
        )),
        '＞' => Some((
            say!("“＞”是全角的，没有成为引用", "`＞` is full-width: this is shown as text"),
            say!("写半角的“>”和一个空格", "write `> `"),
        )),
        '｀' | '～' if line.starts_with("｀｀｀") || line.starts_with("～～～") => Some((
            say!(
                "“｀｀｀”是全角的，没有成为代码",
                "these marks are full-width: this is shown as text"
            ),
            say!("写三个半角的 ```", "write ```"),
        )),
        _ => None,
    }
}

fn heading(line: &str) -> Option<Told> {
    let text = line.trim_start_matches(['#', '＃']);
    let marks = &line[..line.len() - text.len()];
    let count = marks.chars().count();
    let topic = count == 1 && text.contains(['#', '＃']);
    let number = count == 1 && !text.starts_with(|c| is_han(c) || c == '（' || c == '“');
    let text = shortened(text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '＃')));
    if topic || number || text.is_empty() {
        return None;
    }
    let right = "#".repeat(count.min(6));
    let mend = match count {
        7.. => say!(
            "小标题最多六级，写成“{right} {text}”",
            "headings have six levels at most: write `{right} {text}`"
        ),
        _ => say!(
            "小标题从行首写起，半角的 # 加一个空格：“{right} {text}”",
            "a heading begins its line with half-width # and a blank: `{right} {text}`"
        ),
    };
    Some((
        say!(
            "这一行的“{marks}”原样显示，没有成为小标题",
            "`{marks}` is shown as it is: this line is no heading"
        ),
        mend,
    ))
}

fn is_box(line: &str) -> bool {
    let boxes = ["[ ]", "[x]", "[X]", "【x】", "【 】", "[　]", "[√]"];
    boxes.iter().any(|one| {
        line.starts_with(one)
            && line.len() > one.len()
            && !line[one.len()..].starts_with(['(', '（'])
    })
}

/// `：：任务分解`: two colons and a name, which should have been a block of data.
fn directive(line: &str) -> Option<Told> {
    let name = line.trim_start_matches([':', '：']);
    let colons = line[..line.len() - name.len()].chars().count();
    let name = name.trim().trim_end_matches(['。', '；', '：', ':', '，']);
    if colons < 2 || !name.starts_with(char::is_alphanumeric) || name.contains(['。', '；', '，'])
    {
        return None;
    }
    let (line, name) = (shortened(line), shortened(name));
    Some((
        say!(
            "“{line}”原样显示，没有换成内容块",
            "`{line}` is shown as it is, and no block of data stands in its place"
        ),
        say!(
            "写两个半角冒号，后面不空格，单独一行，上下各空一行：“::{name}”",
            "write `::{name}` with no blank behind the colons, as a paragraph of its own outside lists and quotes"
        ),
    ))
}

/// `-甲`, `－ 甲`, and `- 甲` behind a full-width blank: items that are none. Of a list the first is told.
fn list(line: &str, wide_blank: bool) -> Option<Told> {
    let rest = line.strip_prefix(['-', '+', '－', '＋', '*', '＊'])?;
    let mark = &line[..line.len() - rest.len()];
    let text = rest.trim_start();
    let half = matches!(mark, "-" | "+" | "*");
    let blank = text.len() < rest.len();
    let glued = !blank && mark != "*" && mark != "＊" && text.starts_with(is_han);
    // To Markdown only an ASCII blank is one.
    let wide_blank = wide_blank || !rest.starts_with([' ', '\t']);
    if !glued && !(blank && (!half || wide_blank)) {
        return None;
    }
    let text = shortened(text);
    Some((
        say!(
            "这一行的“{mark}”原样显示，没有成为列表",
            "`{mark}` is shown as it is: this line is no item of a list"
        ),
        say!(
            "行首写半角的 - 和一个空格：“- {text}”",
            "begin the line with `- `, without other blanks before it: `- {text}`"
        ),
    ))
}
