//! Markdown that did not take: what its author plainly meant as a mark and what a page would show raw, or not at all.
//!
//! One walk over the events; what a slip is stands beside the words that tell it. Where it is certain what was meant,
//! [`super::lines`] and [`super::indent`] have made it right, and nothing is said.

mod block;
mod inline;
mod leaf;
mod link;
mod note;
mod raw;
mod table;

use super::document::Document;
use super::parser::{ends_container, is_container};
use crate::diagnostic::Words;
use crate::say;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::collections::HashSet;
use std::ops::Range;

/// Slips of one text that are told. A text that has more was never meant as Markdown.
const MOST: usize = 100;

/// Something that the author meant as a mark, and that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// In the author's text, in bytes.
    pub span: Range<usize>,
    /// Whether words are missing from the page; otherwise they are there, with the mark or without what it was for.
    pub loses: bool,
    /// What is the matter.
    pub words: Words,
    /// How it is mended.
    pub mend: Words,
}

impl Slip {
    fn shown(span: Range<usize>, words: Words, mend: Words) -> Self {
        Slip { span, loses: false, words, mend }
    }

    fn lost(span: Range<usize>, words: Words, mend: Words) -> Self {
        Slip { span, loses: true, words, mend }
    }
}

/// The slips of a text, in their order.
pub(super) fn slips(document: &Document) -> Vec<Slip> {
    let mut finder = Finder {
        document,
        text: document.markdown(),
        slips: Vec::new(),
        inline: inline::may_hold(document.markdown()),
        bars: table::may_hold(document.markdown()),
        leaf: None,
        has_lines: false,
        prose: None,
        stars: Vec::new(),
        depth: 0,
        lists: Vec::new(),
        notes: note::Notes::default(),
        labels: HashSet::new(),
        tags: raw::Tags::default(),
    };
    let mut at = 0;
    while let Some(event) = document.event(at)
        && finder.slips.len() < MOST
    {
        at = finder.take(at, event);
    }
    match finder.slips.len() < MOST {
        true => finder.end(),
        false => finder.first(),
    }
}

struct Finder<'d> {
    document: &'d Document<'d>,
    text: &'d str,
    slips: Vec<Slip>,
    /// Whether the text holds what marks within lines are made of at all.
    inline: bool,
    /// The same of tables.
    bars: bool,
    /// The paragraph, or the text of a list item, around the current event.
    leaf: Option<Range<usize>>,
    /// Whether its lines are looked at; those of headings and tables are none of their own.
    has_lines: bool,
    /// Words that stand side by side, without what the parser understood between them.
    prose: Option<Range<usize>>,
    /// Runs of stars in the leaf that make nothing strong.
    stars: Vec<Range<usize>>,
    /// Quotes, list items and notes around the current event.
    depth: usize,
    lists: Vec<block::List>,
    notes: note::Notes,
    /// Of links that have their addresses elsewhere.
    labels: HashSet<String>,
    tags: raw::Tags,
}

impl Finder<'_> {
    /// Takes one event; the next to take is the one at the index returned.
    fn take(&mut self, at: usize, event: &Event) -> usize {
        let span = self.document.span(at);
        match event {
            Event::Text(_) => self.words(span),
            Event::Start(tag) => return self.start(at, tag, span),
            Event::End(tag) => self.close(*tag, span),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.within(span.clone());
                self.raw(span);
            }
            Event::FootnoteReference(label) => {
                self.within(span);
                self.notes.cited.insert(self.document.text(label).to_lowercase());
            }
            Event::Rule => self.end_leaf(),
            Event::TaskListMarker(_) => self.end_prose(),
            _ => self.within(span),
        }
        at + 1
    }

    fn start(&mut self, at: usize, tag: &Tag, span: Range<usize>) -> usize {
        match tag {
            Tag::Emphasis => self.emphasis(&span),
            Tag::Link { link_type, id, .. } => self.link(&span, *link_type, id),
            Tag::Image { .. } => {
                self.within(span);
                return self.document.after(at);
            }
            Tag::Strong | Tag::Strikethrough => {}
            _ => {
                self.end_leaf();
                return self.start_block(at, tag, span);
            }
        }
        self.within(span.start..span.start);
        at + 1
    }

    fn start_block(&mut self, at: usize, tag: &Tag, span: Range<usize>) -> usize {
        self.depth += usize::from(is_container(tag));
        self.has_lines = matches!(tag, Tag::Paragraph | Tag::Item);
        match tag {
            Tag::Paragraph if self.depth == 0 && self.document.directive(at).is_some() => {
                return self.document.after(at);
            }
            Tag::Heading { .. } => self.heading(span),
            Tag::CodeBlock(kind) => {
                self.code(kind, span);
                return self.document.after(at);
            }
            Tag::HtmlBlock => {
                self.raw(span);
                return self.document.after(at);
            }
            Tag::List(first) => self.lists.push(block::List::new(*first)),
            Tag::Item => self.item(span),
            Tag::Table(columns) => self.tables(at, columns.len()),
            Tag::FootnoteDefinition(label) => {
                let label = self.document.text(label).to_lowercase();
                self.notes.defined.push((label, span));
            }
            _ => {}
        }
        at + 1
    }

    fn close(&mut self, tag: TagEnd, span: Range<usize>) {
        self.depth -= usize::from(ends_container(tag));
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => {
                self.within(span.end..span.end);
            }
            TagEnd::List(_) => {
                self.end_leaf();
                self.lists.pop();
            }
            _ => self.end_leaf(),
        }
    }

    /// Words of a leaf.
    fn words(&mut self, span: Range<usize>) {
        self.lost_backslash(&span);
        match &mut self.prose {
            Some(prose) if prose.end == span.start => prose.end = span.end,
            _ => {
                self.end_prose();
                self.prose = Some(span.clone());
            }
        }
        self.extend(span);
    }

    /// `\\服务器\共享`, `D:\_归档`: before a mark a backslash is not shown, and paths have them there.
    fn lost_backslash(&mut self, span: &Range<usize>) {
        let Some(before) = self.text[..span.start].strip_suffix('\\') else {
            return;
        };
        let rest = &self.text[span.start..];
        let shared =
            rest.strip_prefix('\\').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        let drive = before
            .strip_suffix(':')
            .is_some_and(|drive| drive.ends_with(|c: char| c.is_ascii_alphabetic()));
        if drive || (shared && !before.ends_with('\\')) {
            let words = shortened(rest.split(char::is_whitespace).next().unwrap_or_default());
            let right = if shared { format!("\\\\\\{words}") } else { format!("\\\\{words}") };
            self.slips.push(Slip::lost(
                span.start - 1..span.start + 1,
                say!("这里的反斜杠页面上少一个", "pages show one backslash fewer here"),
                say!("每个反斜杠写两遍：“{right}”", "write each of them twice: `{right}`"),
            ));
        }
    }

    /// What is no words.
    fn within(&mut self, span: Range<usize>) {
        self.end_prose();
        self.extend(span);
    }

    fn extend(&mut self, span: Range<usize>) {
        let leaf = self.leaf.get_or_insert_with(|| span.clone());
        leaf.end = leaf.end.max(span.end);
    }

    fn end_prose(&mut self) {
        if let Some(prose) = self.prose.take()
            && self.inline
        {
            self.prose(prose);
        }
    }

    fn end_leaf(&mut self) {
        self.end_prose();
        if let Some(leaf) = self.leaf.take()
            && self.has_lines
        {
            self.lines(leaf);
        }
        self.unmatched_stars();
    }

    fn link(&mut self, span: &Range<usize>, link_type: LinkType, id: &str) {
        if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
            self.labels.insert(self.document.text(id).to_lowercase());
        }
        self.picture_as_link(span);
    }

    /// What only the end of the text tells.
    fn end(mut self) -> Vec<Slip> {
        self.end_leaf();
        self.unused_notes();
        self.undefined_notes();
        self.lost_definitions();
        self.open_tags();
        self.slips.sort_by_key(|slip| slip.span.start);
        match self.slips.len() < MOST {
            true => self.slips,
            false => self.first(),
        }
    }

    /// Those that are told where there are too many.
    fn first(mut self) -> Vec<Slip> {
        self.slips.truncate(MOST);
        if let Some(last) = self.slips.last_mut() {
            last.mend = say!(
                "后面还有更多，先改好前面的",
                "there are more behind it: mend those before first"
            );
        }
        self.slips
    }

    /// `[注]: 数据来自统计局` gives a link its address, and is not shown.
    fn lost_definitions(&mut self) {
        for definition in self.document.definitions() {
            if self.labels.contains(&definition.label) || link::is_target(&definition.target) {
                continue;
            }
            self.slips.push(Slip::lost(
                self.first_line(&definition.span),
                say!(
                    "这一行成了链接的网址，页面上没有",
                    "this line has become the address of a link, and no page shows it"
                ),
                say!(
                    "冒号写成全角的“：”；是注释的，写“[^1]: 说明”",
                    "put a backslash before `[`; a note is written `[^1]: …`"
                ),
            ));
        }
    }

    /// The first line of a place, which is enough to find it by.
    fn first_line(&self, span: &Range<usize>) -> Range<usize> {
        let source = &self.text[span.clone()];
        let line = source.trim_start().split(['\n', '\r']).next().unwrap_or_default();
        let start = span.end - source.trim_start().len();
        start..start + line.trim_end().len()
    }
}

/// The start of what an author wrote, on one line, as a message may quote it.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 24;
    let line = text.trim().split(['\n', '\r']).next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::facts;

    /// Each slip as the words it is told by and the place that it stands at; `-` before what is lost.
    fn told(markdown: &str) -> Vec<String> {
        let slips = facts(markdown).slips;
        let mark = |lost| if lost { "-" } else { "" };
        let told = slips
            .iter()
            .map(|s| format!("{}{} @ {}", mark(s.loses), s.words.zh, &markdown[s.span.clone()]));
        told.collect()
    }

    #[track_caller]
    fn assert_tells(cases: &[(&str, &[&str])]) {
        for (markdown, expected) in cases {
            let found = told(markdown);
            let fits = found.len() == expected.len()
                && found.iter().zip(*expected).all(|(found, expected)| {
                    let (words, place) = expected.split_once(" @ ").unwrap_or((expected, ""));
                    let (said, stands) = found.split_once(" @ ").unwrap_or_default();
                    said.contains(words) && stands == place
                });
            assert!(fits, "of {markdown:?}: {found:#?}");
        }
    }

    #[test]
    fn lines_that_begin_like_marks() {
        assert_tells(&[
            ("#总体要求", &["没有成为小标题 @ #总体要求"]),
            ("＃总体要求", &["没有成为小标题 @ ＃总体要求"]),
            ("####### 总体要求", &["没有成为小标题 @ ####### 总体要求"]),
            ("> ##一、总则", &["没有成为小标题 @ ##一、总则"]),
            ("#青禾旅游节#今日开幕", &[]),
            ("#1楼会议室", &[]),
            ("##一、总体要求", &[]),
            ("：：任务分解", &["没有换成内容块 @ ：：任务分解"]),
            ("正文\n::任务分解", &["没有换成内容块 @ ::任务分解"]),
            (":: 任务分解", &["没有换成内容块 @ :: 任务分解"]),
            ("- ::任务分解", &["没有换成内容块 @ ::任务分解"]),
            ("::任务分解", &[]),
            ("::任务分解。", &["没有换成内容块 @ ::任务分解。"]),
            ("::: tip", &["没有换成内容块 @ ::: tip"]),
            ("\u{200b}## 总则", &["看不见的字符 @ ## 总则"]),
            ("[x] 做完", &["没有成为待办 @ [x] 做完"]),
            ("- [x] 做完", &[]),
            ("-　甲", &["没有成为列表 @ -　甲"]),
            ("：请看", &[]),
            ("＞ 引用", &["没有成为引用 @ ＞ 引用"]),
            ("-甲\n-乙", &["没有成为列表 @ -甲"]),
            ("－ 甲", &["没有成为列表 @ － 甲"]),
            ("　- 甲", &["没有成为列表 @ - 甲"]),
            ("-5℃", &[]),
            ("- 甲", &[]),
            ("｀｀｀\n甲", &["没有成为代码 @ ｀｀｀"]),
            ("正文\n---", &["成了小标题 @ 正文"]),
            ("正文。\n\n---\n\n正文", &[]),
            ("总则\n===", &[]),
            ("甲。\n===", &["成了小标题 @ 甲。"]),
            ("    # 甲", &["程序代码 @ # 甲"]),
            ("    各乡镇要重视", &[]),
            ("```\n甲\n\n乙", &["没有结束 @ ```"]),
            ("```\n甲\n```\n乙", &[]),
            ("> ```\n> 甲\n> ```", &[]),
            ("1. 甲\n3. 乙\n4. 丙", &["页面上显示“2.” @ 3."]),
            ("1. 甲\n1. 乙\n1. 丙", &[]),
            ("3. 甲\n4. 乙\n\n正文\n\n5. 丙", &[]),
        ]);
    }

    #[test]
    fn tables_that_are_none() {
        assert_tells(&[
            ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |", &["-表头有 2 格，这一行有 3 格，“3” @ 3"]),
            ("| 甲 | 乙 |\n|---|---|\n| 1 | a\\|b |", &[]),
            ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | |\n| 1 |", &[]),
            ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n注：截至三月", &["成了表格的一行 @ 注：截至三月"]),
            ("| 甲 | 乙 |\n| 1 | 2 |", &["缺少分隔行 @ | 甲 | 乙 |"]),
            ("甲|乙\n1|2", &["缺少分隔行 @ 甲|乙"]),
            ("| 甲 | 乙 |", &["缺少分隔行 @ | 甲 | 乙 |"]),
            ("｜甲｜乙｜\n｜---｜---｜\n｜1｜2｜", &["全角 @ ｜---｜---｜"]),
            ("| 甲 | 乙 |\n|——|——|\n| 1 | 2 |", &["全角 @ |——|——|"]),
            ("| 甲 | 乙 |\n|---|\n| 1 | 2 |", &["表头有 2 格，分隔行有 1 格 @ |---|"]),
            ("乡镇\t完成率\n云台\t92", &["粘贴的表格 @ 乡镇\t完成率"]),
            ("　| 甲 | 乙 |\n　|---|---|", &["表格没有认出来 @ |---|---|"]),
            ("首页 | 新闻", &[]),
            ("甲|乙", &[]),
            ("电话：\t0938", &[]),
        ]);
    }

    #[test]
    fn links_and_notes() {
        assert_tells(&[
            ("详见[通知]（b.md）。", &["链接没有认出来 @ [通知]（b.md）"]),
            ("详见［通知］（b.md）。", &["链接没有认出来 @ ［通知］（b.md）"]),
            ("[通知] (b.md)", &["链接没有认出来 @ [通知] (b.md)"]),
            ("[通知](b c.md)", &["链接没有认出来 @ [通知](b c.md)"]),
            ("[通知](b.md “说明”)", &["链接没有认出来 @ [通知](b.md “说明”)"]),
            ("[通知](b.md", &["链接没有认出来 @ [通知](b.md"]),
            ("![图](会场 1.jpg)", &["图片没有认出来 @ ![图](会场 1.jpg)"]),
            ("！[图]（a.jpg）", &["图片没有认出来 @ ！[图]（a.jpg）"]),
            ("！[图](a.jpg)", &["没有显示图片 @ ！[图](a.jpg)"]),
            ("真好！[照片](a.jpg)", &[]),
            ("![图](<会场 1.jpg>)", &[]),
            ("青政发[2026]（3号）", &[]),
            ("【通知】（见附件）", &[]),
            ("好消息！【通知】（见附件）", &[]),
            ("【通知】（b.md）", &["链接没有认出来 @ 【通知】（b.md）"]),
            ("\\[通知](b c.md)", &[]),
            ("![图]", &["没有写文件名 @ ![图]"]),
            ("[TOC]", &["没有换成目录 @ [TOC]"]),
            ("数字[^1]", &["没有注释 [^1] @ [^1]"]),
            ("数字[^1]\n\n[^1]：统计", &["这条注释没有认出来 @ [^1]"]),
            ("数字[^1]\n\n[^1]: 统计", &[]),
            ("数字\n\n[^1]: 统计", &["-正文里没有用到注释 @ [^1]: 统计"]),
            ("数[^1]\n\n[^1]: 甲\n\n[^1]: 乙", &["-注释 [^1] 写了两条 @ [^1]: 乙"]),
            ("数字［^1］", &["注释号没有认出来 @ ［^1］"]),
            ("[注]: 来自统计局\n\n正文", &["-这一行成了链接的网址 @ [注]: 来自统计局"]),
            ("[a]: b.md\n\n[甲][a]", &[]),
        ]);
    }

    #[test]
    fn stars_that_show_and_stars_that_are_gone() {
        assert_tells(&[
            ("这是**重点 **内容", &["没有成为加粗 @ **"]),
            ("** 重点 **", &["没有成为加粗 @ **"]),
            ("**重点", &["没有成为加粗 @ **"]),
            ("＊＊重点＊＊", &["全角 @ ＊＊重点＊＊"]),
            ("**重点**", &[]),
            ("李**、王**、张**", &[]),
            ("138****1234、139****5678", &[]),
            ("5*8米和6*9米", &[]),
            ("长*宽*高", &["成了斜体 @ *宽*"]),
            ("李*明、王*华", &["成了斜体 @ *明、王*"]),
            ("这是*重点*内容", &[]),
            ("`a ** b`", &[]),
            ("==重点==", &["“==”原样显示 @ ==重点=="]),
            ("__重点__内容", &["“__”原样显示 @ __重点__"]),
            ("~~旧稿 ~~", &["“~~”原样显示 @ ~~旧稿 ~~"]),
            ("__年__月__日", &[]),
            ("姓名：____，电话：____", &[]),
            ("{{< video a >}}", &["别的程序的命令 @ {{< video a >}}"]),
            ("a == b", &[]),
            ("甲&nbsp；乙", &["“&nbsp”原样显示 @ &nbsp；"]),
            ("甲&nbsp;乙 A&B &ltd", &[]),
            ("\\\\server\\a", &["-这里的反斜杠页面上少一个 @ \\\\"]),
            ("D:\\_a", &["-这里的反斜杠页面上少一个 @ \\_"]),
            ("C:\\new \\* \\\\", &[]),
        ]);
    }

    #[test]
    fn raw_html() {
        assert_tells(&[
            ("甲\n\n<!-- 待核\n\n乙", &["-“<!--”没有结束 @ <!-- 待核"]),
            ("甲 <!-- 待核\n\n乙", &["批注没有认出来 @ <!-- 待核"]),
            ("<！-- 待核 -->", &["批注没有认出来 @ <！-- 待核 -->"]),
            ("<!-- 待核 -->\n\n乙", &[]),
            ("<video src=\"a.mp4\"></video>", &["-<video> 不能用 @ <video src=\"a.mp4\">"]),
            ("看 <iframe src=\"a\"></iframe>", &["-<iframe> 不能用 @ <iframe src=\"a\">"]),
            ("<font color=\"red\">急</font>", &["<font> 不起作用 @ <font color=\"red\">"]),
            (
                "<span style=\"color:red\">急</span>",
                &["“style”不起作用 @ <span style=\"color:red\">"],
            ),
            ("<div>\n\n甲", &["<div> 没有结束 @ <div>"]),
            ("<div>\n**甲**\n</div>", &["夹在标签中间 @ **甲**"]),
            ("<!-- 写成 ![图](a.png)，或者 **图** -->", &[]),
            ("甲<!-- ![图](a.png) -->乙", &[]),
            ("<div>\n\n**甲**\n\n</div>", &[]),
            ("写<name>处", &["-“<name>”被当成网页标签 @ <name>"]),
            ("甲<br>乙", &[]),
            ("3 < 5", &[]),
        ]);
    }

    #[test]
    fn lines_may_end_as_on_windows() {
        assert_tells(&[
            (
                "＞ 甲\r\n\r\n| 甲 | 乙 |\r\n| 丙 | 丁 |\r\n",
                &["引用 @ ＞ 甲", "分隔行 @ | 甲 | 乙 |"],
            ),
            ("正文\r\n---\r\n", &["成了小标题 @ 正文"]),
            ("```\r\n甲\r\n```\r\n", &[]),
            ("总数[^1]\r\n\r\n[^1]：统计\r\n", &["这条注释没有认出来 @ [^1]"]),
            ("    各乡镇。\r\n    县直各部门。\r\n", &[]),
        ]);
    }

    #[test]
    fn a_text_full_of_slips_is_told_once() {
        let found = told(&"：：甲\n\n".repeat(500));
        assert_eq!(found.len(), super::MOST);
    }
}
