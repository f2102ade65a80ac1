//! Pages made here, as sites of counties write them.

use super::*;
use crate::import::manuscript::{ListKind, Text};
use proptest::prelude::*;

const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8">
<meta name="SiteName" content="西部县人民政府"><meta name="ArticleTitle" content="西部县召开动员大会">
<meta name="PubDate" content="2012-04-01 16:19"><meta name="ContentSource" content="县报"><meta name="viewport" content="x">
<title>西部县召开动员大会_西部县人民政府</title><script>var a = "脚本";</script></head>
<body><div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/xw/">新闻</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/xw/">新闻</a></div>
<div class="box"><h1>西部县召开动员大会</h1>
<div class="info">发布时间：2012-04-01 16:19　来源：县报　作者：李晓禾　点击数：<span id="hits">123</span></div>
<div id="zoom"><p>　　3月31日，西部县召开
动员大会。<b>县长</b>李明远主持会议，各乡镇负责人参加。</p>
<h2>一、统一思想</h2><p>第一句。<br>&nbsp;&nbsp;&nbsp;&nbsp;第二句，见<a href="https://www.example.gov.cn/a.html">方案</a><a href="javascript:alert(1)">。</a></p>
<ul><li>甲</li><li>乙<ol start="3"><li>丙</li></ol></li></ul>
<p align="center"><img src="a_files/hui.jpg" alt="会场"><img src="https://img.example/x.gif" width="1"></p><p>（会场）</p>
<table><thead><tr><th>姓名</th><th>职务</th></tr></thead><tr><td rowspan="2">李明远</td><td>县长</td></tr><tr><td>副书记</td></tr><tr><td colspan="2">合计</td></tr></table>
<p>附件：<a href="a_files/biao.docx">登记表</a></p>
<p style="display:none">隐藏的广告词</p><p>（责任编辑：王一平）</p></div>
<div class="share"><a href="weibo">分享</a></div></div>
<div class="footer">版权所有 西部县人民政府办公室主办 备案号</div></body></html>"#;

fn read_text(text: &str) -> Manuscript {
    read(Path::new("nowhere/a.html"), text.as_bytes())
}

fn shown(text: &Text) -> String {
    let runs = text.runs.iter().map(|run| {
        let mut text = run.text.clone();
        if run.strong {
            text = format!("**{text}**");
        }
        if let Some(link) = &run.link {
            text = format!("[{text}]({link})");
        }
        text
    });
    runs.collect()
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => format!("{} {}", "#".repeat((*level).into()), shown(text)),
        Block::Paragraph(text) | Block::Markdown(text) => shown(text),
        Block::List(kind, items) => {
            let mark = match kind {
                ListKind::Bullets => "-".to_owned(),
                ListKind::Numbers(n) => format!("{n}."),
            };
            let items =
                items.iter().map(|item| item.iter().map(self::block).collect::<Vec<_>>().join(" "));
            items.map(|item| format!("({mark} {item})")).collect()
        }
        Block::Table(table) => {
            let rows = table
                .rows
                .iter()
                .map(|row| row.iter().map(Text::words).collect::<Vec<_>>().join("|"));
            format!("{}: {}", table.heads, rows.collect::<Vec<_>>().join(" / "))
        }
        Block::Picture(at, alt) => {
            format!("picture {at} {}", alt.as_ref().map(Text::words).unwrap_or_default())
        }
        Block::Attachment(at, title) => format!("attachment {at} {}", title.words()),
    }
}

fn blocks(read: &Manuscript) -> Vec<String> {
    read.blocks.iter().map(block).collect()
}

#[test]
fn the_article_of_a_page() {
    let read = read_text(PAGE);
    let stated: Vec<String> =
        read.stated.iter().map(|s| format!("{}={}", s.key, s.value)).collect();
    assert_eq!(
        stated,
        [
            "title=西部县召开动员大会",
            "SiteName=西部县人民政府",
            "ArticleTitle=西部县召开动员大会",
            "PubDate=2012-04-01 16:19",
            "ContentSource=县报",
            "发布时间=2012-04-01 16:19",
            "来源=县报",
            "作者=李晓禾",
            "责任编辑=王一平",
        ]
    );
    assert_eq!(
        blocks(&read),
        [
            "3月31日，西部县召开动员大会。**县长**李明远主持会议，各乡镇负责人参加。",
            "## 一、统一思想",
            "第一句。",
            "第二句，见[方案](https://www.example.gov.cn/a.html)。",
            "(- 甲)(- 乙 (3. 丙))",
            "picture 0 会场",
            "（会场）",
            "1: 姓名|职务 / 李明远|县长 / |副书记 / 合计|",
            "附件：",
            "attachment 1 登记表",
            "（责任编辑：王一平）",
        ]
    );
    let codes: Vec<_> = read.problems.iter().map(|p| p.code.name()).collect();
    assert_eq!(codes, ["not-fetched"]);
}

#[test]
fn pages_without_known_names() {
    let table = "<body><table><tr><td><a href=/>首页</a></td></tr><tr><td><table><tr><td><font size=3>　　第一段的文字在这里，写得足够长，人人都看得出它是正文。<br><br>　　第二段的文字也在这里。</font></td></tr></table></td></tr></table></body>";
    assert_eq!(
        blocks(&read_text(table)),
        ["第一段的文字在这里，写得足够长，人人都看得出它是正文。", "第二段的文字也在这里。"]
    );
    let facts = "<body><div><table><tr><td>索 引 号：</td><td>0139/2012-1</td><td>发文机关</td><td>西部县人民政府</td></tr><tr><td>发文字号：西政发〔2012〕3号</td><td>成文日期：2012年3月1日</td></tr></table><div class=TRS_Editor><p>各乡镇人民政府，县直各部门：</p><p>现将有关事项通知如下，请认真贯彻执行，确保完成任务。</p></div></div></body>";
    let read = read_text(facts);
    let stated: Vec<String> =
        read.stated.iter().map(|s| format!("{}={}", s.key, s.value)).collect();
    assert_eq!(
        stated,
        [
            "索引号=0139/2012-1",
            "发文机关=西部县人民政府",
            "发文字号=西政发〔2012〕3号",
            "成文日期=2012年3月1日"
        ]
    );
    assert_eq!(blocks(&read).len(), 2);
}

#[test]
fn pages_in_a_form() {
    let page = "<body><form id=aspnetForm><input type=hidden value=x><div class='overflow-hidden'>短句。</div><div class=content><p>现将有关事项通知如下，请认真贯彻执行，确保按期完成任务。</p><p>打印机由各单位自备。</p></div></form></body>";
    assert_eq!(
        blocks(&read_text(page)),
        ["现将有关事项通知如下，请认真贯彻执行，确保按期完成任务。", "打印机由各单位自备。"]
    );
}

#[test]
fn pages_that_hold_no_text_are_told() {
    for (page, code) in [
        (
            "<html><frameset cols=\"20%,80%\"><frame src=\"menu.html\"><frame src=\"text.html\"></frameset></html>",
            "frames",
        ),
        ("<html><body><h1>公告</h1><iframe src=\"text.html\"></iframe></body></html>", "frames"),
        ("<html><body><script>document.write('x')</script></body></html>", "no-text"),
    ] {
        let codes: Vec<_> = read_text(page).problems.iter().map(|p| p.code.name()).collect();
        assert_eq!(codes, [code], "{page}");
    }
}

#[test]
fn encodings_of_pages() {
    let page = PAGE.replace("utf-8", "gb2312");
    let gbk = encoding_rs::GB18030.encode(&page).0.into_owned();
    for (bytes, encoding) in [(gbk, "GB18030"), (page.clone().into_bytes(), "UTF-8")] {
        let read = read(Path::new("nowhere/a.html"), &bytes);
        assert_eq!(read.encoding, Some(encoding));
        assert_eq!(read.stated[0].value, "西部县召开动员大会");
    }
}

/// Pages that are made to grow or to go deep: an answer, and soon.
#[test]
fn pages_that_grow() {
    let fonts: String = (0..3_000).map(|n| format!("<font size={n}>")).collect();
    for page in [
        format!("{fonts}{}", "<p>".repeat(3_000)),
        "<div>".repeat(200_000),
        format!("{}文字", "<b><i>".repeat(1_500)),
        format!(
            "<table>{}</table>",
            "<tr><td rowspan=60000 colspan=1000>甲</td><td>乙</td></tr>".repeat(500)
        ),
        format!("{}{}", "<x>".repeat(100_000), "</y>".repeat(100_000)),
        "<ul><li>".repeat(5_000),
    ] {
        read_text(&page);
    }
}

proptest! {
    #[test]
    fn any_page_gives_an_answer(parts in prop::collection::vec("(<(p|div|table|tr|td|ul|li|a href=x.doc|img src=a.png|h1|br|b|/p|/table|/div|script|frame)>|来源：|文字。|&nbsp;|\\PC)", 0..60)) {
        read_text(&parts.concat());
    }

    #[test]
    fn a_page_cut_off_gives_an_answer(cut in 0..PAGE.len(), turned in 0..PAGE.len()) {
        let mut bytes = PAGE.as_bytes()[..cut].to_vec();
        if let Some(byte) = bytes.get_mut(turned) {
            *byte ^= 0x55;
        }
        read(Path::new("nowhere/a.html"), &bytes);
    }
}
