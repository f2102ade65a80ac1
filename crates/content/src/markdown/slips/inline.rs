//! Marks within lines that show, or that are gone: links, pictures, notes, stars.

use super::{Finder, Slip, shortened};
use crate::chinese::is_han;
use crate::say;
use std::ops::Range;

/// What marks within lines begin with.
const STARTS: [char; 13] = ['[', '［', '【', '*', '＊', '<', '＜', '&', '=', '~', '_', '{', '$'];

/// The first bytes of these in UTF-8: most text holds few of them.
static START_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"[*<&=~_{$\xEF\xE3";
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};

/// Where the first mark at or behind a place may begin.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().iter().enumerate().skip(from);
    let places = bytes.filter(|(_, byte)| START_BYTES[usize::from(**byte)]);
    // The first byte of three is no start of ours in most cases: it begins marks and letters alike.
    places.map(|(at, _)| at).find(|at| text[*at..].starts_with(STARTS))
}

/// Whether a text holds a character that marks within lines are made of.
pub(super) fn may_hold(text: &str) -> bool {
    let ascii = text
        .bytes()
        .any(|byte| matches!(byte, b'[' | b'*' | b'<' | b'&' | b'=' | b'~' | b'_' | b'{' | b'$'));
    ascii || ["＊＊", "［", "＜", "【"].iter().any(|mark| text.contains(mark))
}

impl Finder<'_> {
    /// Looks through words that stand side by side.
    pub(super) fn prose(&mut self, prose: Range<usize>) {
        let text = &self.text[prose.clone()];
        // Without one that closes, an opening bracket needs no look.
        let closes = text.contains([']', '］', '】']);
        let mut at = 0;
        while let Some(start) = next_start(text, at) {
            let rest = &text[start..];
            // What is written with a backslash is meant to be seen.
            let escaped = self.text[..prose.start + start].ends_with('\\');
            at = start
                + match rest.chars().next() {
                    Some(mark) if escaped => mark.len_utf8(),
                    Some('&') => self.entity(prose.start + start, rest),
                    Some(mark @ ('=' | '~' | '_' | '$')) => {
                        self.pair(prose.start + start, rest, mark)
                    }
                    Some('{') => self.shortcode(prose.start + start, rest),
                    Some(mark @ ('[' | '［' | '【')) if !closes => mark.len_utf8(),
                    Some('[' | '［' | '【') => {
                        self.bracket(prose.start + start, rest, &text[..start])
                    }
                    Some('*') => self.run(prose.start + start, rest),
                    Some('＊') => self.wide_stars(prose.start + start, rest),
                    Some(open) => self.comment(prose.start + start, rest, open),
                    None => return,
                };
        }
    }

    /// `&nbsp；`, `&nbsp`: an entity without its semicolon.
    fn entity(&mut self, start: usize, rest: &str) -> usize {
        const NAMES: [&str; 9] =
            ["nbsp", "ensp", "emsp", "lt", "gt", "amp", "quot", "middot", "mdash"];
        let name = NAMES.iter().find(|name| rest[1..].starts_with(**name));
        let Some(name) = name.filter(|name| {
            !rest[1 + name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == ';')
        }) else {
            return 1;
        };
        let wide = if rest[1 + name.len()..].starts_with('；') { '；'.len_utf8() } else { 0 };
        let length = 1 + name.len() + wide;
        self.slips.push(Slip::shown(
            start..start + length,
            say!("“&{name}”原样显示", "`&{name}` is shown as it is"),
            say!(
                "后面写半角的分号“&{name};”，或者直接写这个字符",
                "write `&{name};` with a half-width semicolon, or the character itself"
            ),
        ));
        length
    }

    /// `==重点==`, `__重点__`, `~~重点 ~~`, `$$…$$`: pairs of which other editors make something.
    fn pair(&mut self, start: usize, rest: &str, mark: char) -> usize {
        let line = near(rest);
        let inner = line.trim_start_matches(mark);
        let run = line.len() - inner.len();
        let end = inner.find(&line[..run.min(2)]).filter(|_| run == 2);
        let Some(words) = end.map(|end| &inner[..end]).filter(|words| is_marked(words, mark))
        else {
            return run;
        };
        let length = run + words.len() + 2;
        let (words, marks) = (shortened(words.trim()), &line[..2]);
        let mend = match mark {
            '~' => {
                say!("波浪号里侧不留空格：“~~{words}~~”", "write no blanks inside: `~~{words}~~`")
            }
            '$' => say!("公式写成文字，或者做成图片", "write it in words, or make a picture of it"),
            _ => say!("加粗写“**{words}**”", "bold is written `**{words}**`"),
        };
        self.slips.push(Slip::shown(
            start..start + length,
            say!("“{marks}”原样显示，不起作用", "`{marks}` is shown as it is, and has no effect"),
            mend,
        ));
        length
    }

    /// `{{< video >}}`, `{% raw %}`: commands of other programs.
    fn shortcode(&mut self, start: usize, rest: &str) -> usize {
        let line = near(rest);
        let close =
            ["{{", "{%"].iter().zip(["}}", "%}"]).find(|(open, _)| line.starts_with(**open));
        let Some(end) = close.and_then(|(_, close)| line.find(close)) else {
            return 1;
        };
        self.slips.push(Slip::shown(
            start..start + end + 2,
            say!(
                "这是别的程序的命令，原样显示",
                "this is a command of another program, and is shown as text"
            ),
            say!(
                "删去，或者改成本站的写法",
                "take it away, or write what this program knows in its place"
            ),
        ));
        end + 2
    }

    /// Whether only blanks stand before a place on its line.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end_matches([' ', '\t', '\u{3000}', '>']);
        before.is_empty() || before.ends_with(['\n', '\r'])
    }

    /// A run of stars that makes nothing strong. Those that stand for what is not said are meant to be seen.
    fn run(&mut self, start: usize, rest: &str) -> usize {
        let length = rest.bytes().take_while(|byte| *byte == b'*').count();
        if (2..=3).contains(&length) && !self.is_cover(start..start + length) {
            self.stars.push(start..start + length);
        }
        length
    }

    /// Whether stars cover a part of a name or number: `李**、`, `1101**`.
    fn is_cover(&self, run: Range<usize>) -> bool {
        let before = self.text[..run.start].chars().next_back();
        let after = self.text[run.end..].chars().next();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let covers_end = word(before) && !word(after) && self.stars.is_empty();
        covers_end || digit(before) && digit(after)
    }

    /// Tells the first of a leaf's stars.
    pub(super) fn unmatched_stars(&mut self) {
        if let Some(first) = self.stars.drain(..).next() {
            self.slips.push(Slip::shown(
                first,
                say!("这里的星号原样显示，没有成为加粗", "these stars are shown as they are, and make nothing bold"),
                say!("成对写，星号里侧不留空格：“**重点**”；就要显示星号的，写“\\*\\*”", "write them in pairs, without blanks inside: `**words**`; stars to be seen are written `\\*\\*`"),
            ));
        }
    }

    fn wide_stars(&mut self, start: usize, rest: &str) -> usize {
        let run = rest.len() - rest.trim_start_matches('＊').len();
        let end = near(&rest[run..]).find("＊＊").map(|at| run + at);
        match end {
            Some(end) if run >= 2 * '＊'.len_utf8() => {
                let words = shortened(rest[run..end].trim());
                let length = end + 2 * '＊'.len_utf8();
                self.slips.push(Slip::shown(
                    start..start + length,
                    say!(
                        "“＊＊”是全角的，没有成为加粗",
                        "`＊＊` is full-width, and makes nothing bold"
                    ),
                    say!("写半角的星号：“**{words}**”", "write half-width stars: `**{words}**`"),
                ));
                length
            }
            _ => run,
        }
    }

    /// `<!--` within a line that never ends, and `＜!--`, `<！--`.
    fn comment(&mut self, start: usize, rest: &str, open: char) -> usize {
        let inner = &rest[open.len_utf8()..];
        if inner.starts_with(['!', '！'])
            && inner.chars().nth(1).is_some_and(|c| matches!(c, '-' | '—' | '－'))
        {
            let line = near(rest);
            self.slips.push(Slip::shown(
                start..start + line.trim_end().len(),
                say!(
                    "这条批注没有认出来，读者看得到",
                    "this remark is not understood, and readers see it"
                ),
                say!(
                    "写成“<!-- 批注 -->”，都用半角，头尾都要有",
                    "write `<!-- … -->`, all of it half-width, with both its ends"
                ),
            ));
            return line.len();
        }
        open.len_utf8()
    }

    /// Emphasis that nobody meant: 长*宽*高, 李*明、王*华.
    pub(super) fn emphasis(&mut self, span: &Range<usize>) {
        let source = &self.text[span.clone()];
        let Some(inner) = source.strip_prefix('*').and_then(|rest| rest.strip_suffix('*')) else {
            return;
        };
        let word = |c: Option<char>| {
            c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '）' | ')' | '%' | '％'))
        };
        // Emphasis may stand within emphasis: what is looked at here has to be short.
        let between = inner.len() <= SHORT
            && word(self.text[..span.start].chars().next_back())
            && word(self.text[span.end..].chars().next());
        let single = inner.chars().count() <= 1;
        let joins = inner.starts_with(['和', '与', '及', '或', '、', '，']) || inner.contains('、');
        if between && (single || joins) {
            self.slips.push(Slip::shown(
                span.clone(),
                say!(
                    "这两个星号成了斜体的标记，页面上没有星号",
                    "these two stars have become marks of emphasis: pages do not show them"
                ),
                say!(
                    "要显示星号，写“\\*”；相乘写“×”",
                    "a star to be seen is written `\\*`, a product with ×"
                ),
            ));
        }
    }
}

/// Bytes between two stars that a writer may have seen together.
const SHORT: usize = 90;

/// Bytes that a mark may take: nobody's link is longer, and no text of brackets alone takes longer than its length.
const LONGEST: usize = 600;

/// What stands on the same line, as far as a mark may reach.
pub(super) fn near(text: &str) -> &str {
    let text = &text[..text.floor_char_boundary(LONGEST)];
    text.split(['\n', '\r']).next().unwrap_or_default()
}

/// Where the bracket that ends the words of a link stands.
pub(super) fn closing(text: &str) -> Option<usize> {
    near(text).find([']', '］', '】']).filter(|at| *at > 0)
}

/// Whether the words in a pair of marks were meant to be marked; `__年__月` is a form to fill in, `a == b == c` a comparison.
fn is_marked(words: &str, mark: char) -> bool {
    let long = words.chars().count() > 1;
    let tight = !words.starts_with(char::is_whitespace) && !words.ends_with(char::is_whitespace);
    match mark {
        '~' => long,
        '$' => long && tight,
        _ => long && tight && words.chars().any(is_han),
    }
}
