//! What the module promises, from the author's text to the HTML.

#[path = "../../../../tests/skip/mod.rs"]
mod skip;
#[path = "../../../../tests/specification/mod.rs"]
mod specification;

use super::*;

/// Targets as written; `missing…` leads nowhere, `https:` leaves, images of the site have a size.
struct Site;

impl Resolve for Site {
    fn link(&self, target: &str) -> Option<LinkTarget> {
        (!target.starts_with("missing"))
            .then(|| LinkTarget { href: target.to_owned(), leaves: target.starts_with("https:") })
    }

    fn image(&self, target: &str) -> Option<ImageTarget> {
        (!target.starts_with("missing")).then(|| ImageTarget {
            choices: String::new(),
            src: target.to_owned(),
            size: (!target.contains(':')).then_some((40, 30)),
        })
    }
}

fn parts(markdown: &str) -> Vec<Part> {
    html(markdown, &Site, Options::default())
}

/// All parts as one text, directives as `[0]`.
fn render(markdown: &str) -> String {
    let part = |part| match part {
        Part::Html(html) => html,
        Part::Directive(index) => format!("[{index}]\n"),
    };
    parts(markdown).into_iter().map(part).collect()
}

#[track_caller]
fn assert_renders(cases: &[(&str, &str)]) {
    for (markdown, expected) in cases {
        assert_eq!(render(markdown), *expected, "of {markdown:?}");
    }
}

/// What is strong, emphasised or struck in a paragraph, in order.
fn marked(markdown: &str, open: &str, close: &str) -> Vec<String> {
    let html = render(markdown);
    let mut pieces = html.split(open);
    pieces.next();
    pieces.filter_map(|piece| piece.split(close).next()).map(str::to_owned).collect()
}

#[test]
fn strong_beside_cjk_punctuation() {
    for (markdown, expected) in [
        // A mark inside the run, a letter outside.
        ("**注意：**请各乡镇按时上报。", &["注意："][..]),
        ("**注意：** 请各乡镇按时上报。", &["注意："]),
        ("请看**《工作方案》**的附件。", &["《工作方案》"]),
        ("**《工作方案》**的附件。", &["《工作方案》"]),
        ("这是**“重点”**内容", &["“重点”"]),
        ("这是**‘重点’**内容", &["‘重点’"]),
        ("由**县委（办公室）**负责", &["县委（办公室）"]),
        ("由**县委(办公室)**负责", &["县委(办公室)"]),
        ("**会议通过。**会后参观。", &["会议通过。"]),
        ("他问**“几时开会？”**没人答。", &["“几时开会？”"]),
        ("达到**95%**以上", &["95%"]),
        ("增长**3.5%！**全市第一", &["3.5%！"]),
        ("共**￥500**元", &["￥500"]),
        ("**【公告】**今日停水", &["【公告】"]),
        ("参加**A（甲）**和**B（乙）**两组", &["A（甲）", "B（乙）"]),
        ("**一、**总则**二、**细则", &["一、", "二、"]),
        ("甲**（一）**乙**（二）**丙", &["（一）", "（二）"]),
        ("重点**—**其他", &["—"]),
        ("见**[方案](a.md)**全文", &["<a href=\"a.md\">方案</a>"]),
        ("用**`命令`**查看", &["<code>命令</code>"]),
        ("见**~~旧稿~~**新稿", &["<del>旧稿</del>"]),
        ("见**_新稿_**全文", &["<em>新稿</em>"]),
        // Japanese.
        ("これは**「大事」**です", &["「大事」"]),
        ("**受付は終了しました。**またどうぞ。", &["受付は終了しました。"]),
        ("数は**（約１００）**です", &["（約１００）"]),
        ("カタカナ**ｶﾅ｡**です", &["ｶﾅ｡"]),
        // Korean puts words and particles without a space after the run.
        ("**스크립트(script)**라는 말", &["스크립트(script)"]),
        ("이것은 **\"중요\"**입니다", &["\"중요\""]),
        // Ideographs beyond the basic plane, and one with a selector.
        ("𠀀**（甲）**𠀀", &["（甲）"]),
        ("葛\u{E0100}**（甲）**葛\u{E0100}城", &["（甲）"]),
        ("葛\u{E0100}**(甲)**葛城", &["(甲)"]),
        // A text selector belongs to the character before it.
        ("禰\u{FE00}**(甲)**禰宜", &["(甲)"]),
        // Escapes stand for themselves.
        (r"甲**\*注\***乙", &["*注*"]),
    ] {
        assert_eq!(marked(markdown, "<strong>", "</strong>"), expected, "{markdown}");
    }
}

#[test]
fn what_no_rule_makes_strong() {
    for markdown in [
        "a**(b)**c",
        "甲** 乙 **丙",
        r"甲\**（乙）**丙",
        "甲**（乙）",
        "`甲**（乙）**丙`",
        "a**“b”**c",
        "😀**(b)**a",
        "____",
    ] {
        assert!(!render(markdown).contains("<strong>"), "{markdown}");
    }
}

/// The specification knows no CJK, so the pass before the parser must change nothing that it says.
#[test]
fn preparing_changes_no_example_of_the_specification() {
    let Some(examples) = specification::examples() else {
        return;
    };
    // Two stars between figures are those of products: on purpose.
    for example in examples.into_iter().filter(|example| example.markdown.trim() != "5*6*78") {
        let prepared = Prepared::new(&example.markdown);
        let mut plain = String::new();
        pulldown_cmark::html::push_html(&mut plain, pulldown_cmark::Parser::new(&example.markdown));
        let mut passed = String::new();
        pulldown_cmark::html::push_html(&mut passed, pulldown_cmark::Parser::new(prepared.text()));
        let specification::Example { number, html, .. } = example;
        assert_eq!(
            prepared.restore(&passed),
            plain,
            "example {number}, by the specification {html}"
        );
    }
}

#[test]
fn underscores_keep_to_the_old_rule() {
    for markdown in ["甲_（乙）_丙", "甲__（乙）__丙", "甲__注意：__丙", "file_name_（一）_二"]
    {
        assert_eq!(render(markdown), format!("<p>{markdown}</p>\n"));
    }
    assert_eq!(render("甲 __（乙）__ 丙"), "<p>甲 <strong>（乙）</strong> 丙</p>\n");
}

#[test]
fn struck_text_needs_two_tildes() {
    assert_eq!(marked("定于~~“五一”~~六月开会", "<del>", "</del>"), ["“五一”"]);
    assert_eq!(marked("~~旧办法。~~新办法", "<del>", "</del>"), ["旧办法。"]);
    for range in ["（一）~（三）、（五）~（七）", "8:00~10:00，14:00~16:00", "~一~", "第~一~条"]
    {
        assert_eq!(render(range), format!("<p>{range}</p>\n"));
    }
}

#[test]
fn nested_emphasis() {
    assert_renders(&[
        ("这是***“重点”***内容", "<p>这是<em><strong>“重点”</strong></em>内容</p>\n"),
        ("这是*“重点”*内容", "<p>这是<em>“重点”</em>内容</p>\n"),
        ("甲**_（乙）_**丙", "<p>甲<strong><em>（乙）</em></strong>丙</p>\n"),
        ("甲**~~（乙）~~**丙", "<p>甲<strong><del>（乙）</del></strong>丙</p>\n"),
    ]);
}

#[test]
fn marks_put_in_come_out_everywhere() {
    let markdown = "\
# **（一）**总则

甲**（乙）**丙 `甲**（乙）**丙` [甲**（乙）**丙](a*（*b.md \"甲**（乙）**丙\") <b title=\"甲**（乙）**丙\">甲</b>

```甲**（乙）**丙
甲**（乙）**丙
```

    甲**（乙）**丙

| 甲**（乙）**丙 |
| --- |
| 甲**（乙）**丙 |

![甲**（乙）**丙](a**（乙）**.jpg \"甲**（乙）**丙\")

::目录 甲**（乙）**丙

见[^甲**（乙）**丙]，[甲*（乙）*丙]。

[^甲**（乙）**丙]: 甲**（乙）**丙

[甲*（乙）*丙]: b*（乙）*c.md
";
    let facts = facts(markdown);
    let everything = format!("{}{facts:?}", render(markdown));
    assert!(!everything.contains(|c| ('\u{12400}'..='\u{1247F}').contains(&c)), "{everything}");
    assert_eq!(facts.links.len(), 2);
    assert_eq!(facts.directives[0].argument.as_deref(), Some("甲**（乙）**丙"));
    assert_eq!(facts.images[0].target, "a**（乙）**.jpg");
    assert_eq!(facts.images[0].alt, "甲（乙）丙");
    assert!(everything.contains("language-甲**（乙）**丙"), "{everything}");
    for link in &facts.links {
        assert!(markdown[link.span.clone()].starts_with('['));
    }
}

#[test]
fn soft_breaks() {
    assert_renders(&[
        ("县政府\n各部门", "<p>县政府各部门</p>\n"),
        ("县政府，\r\n各部门", "<p>县政府，各部门</p>\n"),
        ("**重点**\n内容", "<p><strong>重点</strong>内容</p>\n"),
        ("**重点\n内容**", "<p><strong>重点内容</strong></p>\n"),
        ("见[方案](a.md)\n*全文*", "<p>见<a href=\"a.md\">方案</a><em>全文</em></p>\n"),
        ("他说\n“同意”", "<p>他说“同意”</p>\n"),
        ("word\nword", "<p>word\nword</p>\n"),
        ("县政府\nA区", "<p>县政府\nA区</p>\n"),
        ("한국\n사람", "<p>한국\n사람</p>\n"),
        ("甲  \n乙", "<p>甲<br>\n乙</p>\n"),
        ("甲**（乙）**\n丙", "<p>甲<strong>（乙）</strong>丙</p>\n"),
    ]);
}

/// Pages, lists of headings, summaries, the search and Word get the same parts.
#[test]
fn what_is_settled_is_settled_for_all() {
    let markdown =
        "　　请带齐：\n1、身份证\n2、户口簿\n\n##二、其他\n    共5*8米。\n\n\t另行通知。\n";
    assert_eq!(
        render(markdown),
        "<p>请带齐：</p>\n<p>1、身份证</p>\n<p>2、户口簿</p>\n<h2 id=\"二其他\">二、其他</h2>\n<p>共5*8米。</p>\n<p>另行通知。</p>\n"
    );
    let lines = ["请带齐：", "1、身份证", "2、户口簿", "二、其他", "共5*8米。", "另行通知。"];
    assert_eq!(facts(markdown).plain.lines().collect::<Vec<_>>(), lines);
    let prose: Vec<_> = prose(markdown).into_iter().map(|span| markdown[span].trim()).collect();
    assert_eq!(prose, lines);
    let sections = outline(markdown).sections;
    let sources: Vec<_> = sections.iter().map(|s| markdown[s.source.clone()].trim()).collect();
    assert_eq!(
        sources,
        ["请带齐：", "1、身份证", "2、户口簿", "##二、其他", "共5*8米。", "另行通知。"]
    );
    let facts = facts(markdown);
    assert_eq!((facts.summary.as_str(), facts.headings[0].text.as_str()), ("请带齐：", "二、其他"));
    assert!(facts.slips.is_empty());
}

#[test]
fn lines_within_lists_and_emphasis_are_broken_and_no_more() {
    assert_renders(&[
        ("- 甲：\n  （1）乙", "<ul>\n<li>甲：<br>\n（1）乙</li>\n</ul>\n"),
        ("**甲：\n1、乙**", "<p><strong>甲：<br>\n1、乙</strong></p>\n"),
        ("> 甲：\n> 1、乙", "<blockquote>\n<p>甲：</p>\n<p>1、乙</p>\n</blockquote>\n"),
        ("1. 甲\n\n        乙", "<ol>\n<li>\n<p>甲</p>\n<p>乙</p>\n</li>\n</ol>\n"),
        ("甲。\n　　\n乙。", "<p>甲。</p>\n<p>乙。</p>\n"),
        ("甲\\\n　　乙", "<p>甲<br>\n　　乙</p>\n"),
        (r"\##一、甲", "<p>##一、甲</p>\n"),
        ("##一、甲 ##", "<h2 id=\"一甲\">一、甲</h2>\n"),
    ]);
}

#[test]
fn headings() {
    let markdown = "# 一、总 体  要求\n\n### 2024年 Plan_A!\n\n## ！！\n\n# 一、总 体 要求\n\n## footnote-1\n\n### ![图](a.jpg)\n";
    let facts = facts(markdown);
    let found: Vec<_> =
        facts.headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str())).collect();
    assert_eq!(
        found,
        [
            (2, "一总-体-要求", "一、总 体 要求"),
            (4, "2024年-plan_a", "2024年 Plan_A!"),
            (3, "section", "！！"),
            (2, "一总-体-要求-2", "一、总 体 要求"),
            (3, "section-footnote-1", "footnote-1"),
            (4, "图", "图"),
        ]
    );
    let html = render(markdown);
    for heading in &facts.headings {
        assert!(html.contains(&format!("<h{} id=\"{}\">", heading.level, heading.id)), "{html}");
    }
    assert_eq!(render("##### 甲\n\n###### 乙"), "<h2 id=\"甲\">甲</h2>\n<h3 id=\"乙\">乙</h3>\n");
    assert_eq!(render("# 甲 {#id}"), "<h2 id=\"甲-id\">甲 {#id}</h2>\n");
    assert_eq!(&markdown[facts.headings[1].span.clone()].trim(), &"### 2024年 Plan_A!");
}

#[test]
fn numbered_ids_never_meet() {
    let facts = facts("# a\n# a-2\n# a\n# a\n# a-2\n");
    let ids: Vec<_> = facts.headings.iter().map(|h| h.id.as_str()).collect();
    assert_eq!(ids, ["a", "a-2", "a-3", "a-4", "a-2-2"]);
}

#[test]
fn links() {
    assert_renders(&[
        ("[甲](a.md)", "<p><a href=\"a.md\">甲</a></p>\n"),
        ("[甲](a.md \"乙\\\"丙\")", "<p><a href=\"a.md\" title=\"乙&quot;丙\">甲</a></p>\n"),
        ("[**甲**](missing.md)", "<p><strong>甲</strong></p>\n"),
        (
            "[甲](https://a.cn/?a=1&b=2)",
            "<p><a href=\"https://a.cn/?a=1&amp;b=2\" class=\"leaves\" rel=\"noopener\">甲</a></p>\n",
        ),
        ("<a@b.cn>", "<p><a href=\"mailto:a@b.cn\">a@b.cn</a></p>\n"),
        ("[甲](javascript:alert%281%29)", "<p>甲</p>\n"),
        ("[甲](JaVaScRiPt:x)", "<p>甲</p>\n"),
        ("[甲](<java\tscript:x>)", "<p>甲</p>\n"),
        ("[甲](&#1;javascript:x)", "<p>甲</p>\n"),
        ("[甲](java&#10;script:x)", "<p>甲</p>\n"),
        ("[甲](data:text/html,x)", "<p>甲</p>\n"),
        ("<javascript:x>", "<p>javascript:x</p>\n"),
        ("[甲](<a b\"c.md>)", "<p><a href=\"a%20b%22c.md\">甲</a></p>\n"),
    ]);
    let markdown = "前**（一）**中[甲][乙]后 <https://a.cn>\n\n[乙]: a\\*b&amp;c.md";
    let links = facts(markdown).links;
    let found: Vec<_> =
        links.iter().map(|l| (l.target.as_str(), &markdown[l.span.clone()])).collect();
    assert_eq!(found, [("a*b&c.md", "[甲][乙]"), ("https://a.cn", "<https://a.cn>")]);
}

#[test]
fn images() {
    const LOADING: &str = "loading=\"lazy\" decoding=\"async\">";
    let figure = |src: &str, alt: &str, caption: &str| {
        format!(
            "<figure class=\"figure\"><img src=\"{src}\" alt=\"{alt}\" width=\"40\" height=\"30\" {LOADING}{caption}</figure>\n"
        )
    };
    let (one, two) =
        (figure("a.jpg", "甲", ""), figure("b.jpg", "乙", "<figcaption>丙&lt;</figcaption>"));
    assert_renders(&[
        ("![甲](a.jpg)", &one),
        ("![乙](b.jpg \"丙<\")", &two),
        (
            "![甲](a.jpg)\n![乙](b.jpg \"丙<\")",
            &format!("<div class=\"figures\">\n{one}{two}</div>\n"),
        ),
        ("> ![甲](a.jpg)", &format!("<blockquote>\n{one}</blockquote>\n")),
        (
            "![甲](https://a.cn/a.jpg)",
            &format!(
                "<figure class=\"figure\"><img src=\"https://a.cn/a.jpg\" alt=\"甲\" {LOADING}</figure>\n"
            ),
        ),
        (
            "![甲](missing.jpg \"乙\")",
            "<figure class=\"figure figure-missing\"><figcaption>甲</figcaption></figure>\n",
        ),
        (
            "![](missing.jpg \"乙\")",
            "<figure class=\"figure figure-missing\"><figcaption>乙</figcaption></figure>\n",
        ),
        ("![](missing.jpg)", ""),
        (
            "![甲](javascript:x)",
            "<figure class=\"figure figure-missing\"><figcaption>甲</figcaption></figure>\n",
        ),
        ("见![甲](missing.jpg)图", "<p>见甲图</p>\n"),
        (
            "见![甲](a.jpg \"乙\")",
            &format!(
                "<p>见<img src=\"a.jpg\" alt=\"甲\" title=\"乙\" width=\"40\" height=\"30\" {LOADING}</p>\n"
            ),
        ),
        ("![甲 [*乙*](b.md) ![丙](c.jpg)](a.jpg)", &figure("a.jpg", "甲 乙 丙", "")),
    ]);
    assert_eq!(facts("![甲 [*乙*](b.md) ![丙](c.jpg)](a.jpg)").images.len(), 1);
}

#[test]
fn directives() {
    let markdown =
        "::目录\n\n前[^1]。\n\n  ::list-of_2  [一](a.md) \"二\" \r\n\n[^1]: 注\n\n后[^1]。\n";
    let facts = facts(markdown);
    let found: Vec<_> = facts
        .directives
        .iter()
        .map(|d| (d.name.as_str(), d.argument.as_deref(), markdown[d.span.clone()].trim()))
        .collect();
    assert_eq!(
        found,
        [
            ("目录", None, "::目录"),
            ("list-of_2", Some("[一](a.md) \"二\""), "::list-of_2  [一](a.md) \"二\""),
        ]
    );
    assert!(facts.links.is_empty());
    let parts = parts(markdown);
    assert!(matches!(
        &parts[..],
        [Part::Directive(0), Part::Html(_), Part::Directive(1), Part::Html(after)] if after.contains("<section class=\"footnotes\"")
    ));
    for text in [
        "::",
        ":: 目录",
        "::目录，一",
        "::目录\n下一行",
        "上一行\n::目录",
        "> ::目录",
        "- ::目录\n\n  甲",
        ":目录",
        "::`目录`",
    ] {
        assert!(super::facts(text).directives.is_empty(), "{text:?}");
        assert!(render(text).contains("::") || text == ":目录", "{text:?}");
    }
}

#[test]
fn a_directive_cuts_raw_html_into_balanced_parts() {
    assert_renders(&[(
        "<div>\n\n甲\n\n::目录\n\n乙\n\n</div>\n\n丙",
        "<div>\n<p>甲</p>\n</div>[0]\n<p>乙</p>\n\n<p>丙</p>\n",
    )]);
}

#[test]
fn tables() {
    assert_renders(&[
        (
            "| 甲 | 乙 |  |\n| --- | ---: | :-: |\n| 一 | **（二）**三 | 四 |",
            "<div class=\"table-scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">甲</th>\
             <th scope=\"col\" class=\"align-right\">乙</th><td class=\"align-center\"></td></tr></thead>\n<tbody>\n\
             <tr><td>一</td><td class=\"align-right\"><strong>（二）</strong>三</td><td class=\"align-center\">四</td></tr>\n\
             </tbody></table></div>\n",
        ),
        (
            "|甲|\n|-|",
            "<div class=\"table-scroll\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">甲</th></tr></thead>\n</table></div>\n",
        ),
    ]);
}

#[test]
fn lists_code_and_the_rest() {
    assert_renders(&[
        (
            "- [x] 甲\n- [ ] 乙",
            "<ul>\n<li><input type=\"checkbox\" disabled checked aria-label=\"已完成\"> 甲</li>\n\
             <li><input type=\"checkbox\" disabled aria-label=\"未完成\"> 乙</li>\n</ul>\n",
        ),
        (
            "3. 甲\n4. 乙\n   - 丙",
            "<ol start=\"3\">\n<li>甲</li>\n<li>乙\n<ul>\n<li>丙</li>\n</ul>\n</li>\n</ol>\n",
        ),
        (
            "``` a\"b c\n<甲>\n```",
            "<pre tabindex=\"0\"><code class=\"language-a&quot;b\">&lt;甲&gt;\n</code></pre>\n",
        ),
        ("甲\n\n---\n\n> 乙", "<p>甲</p>\n<hr>\n<blockquote>\n<p>乙</p>\n</blockquote>\n"),
        ("甲\u{0}\u{1}乙", "<p>甲\u{FFFD}\u{FFFD}乙</p>\n"),
    ]);
}

#[test]
fn footnotes() {
    assert_renders(&[(
        "甲[^b]乙[^a]丙[^b]\n\n[^a]: 一\n[^b]: 二[^c]\n[^c]: # 三\n[^d]: 未用\n",
        "<p>甲<sup class=\"footnote-ref\"><a id=\"footnote-ref-1\" href=\"#footnote-1\">1</a></sup>\
         乙<sup class=\"footnote-ref\"><a id=\"footnote-ref-2\" href=\"#footnote-2\">2</a></sup>\
         丙<sup class=\"footnote-ref\"><a id=\"footnote-ref-1-2\" href=\"#footnote-1\">1</a></sup></p>\n\
         <section class=\"footnotes\" aria-label=\"注释\"><ol>\n\
         <li id=\"footnote-1\"><p>二<sup class=\"footnote-ref\"><a id=\"footnote-ref-3\" href=\"#footnote-3\">3</a></sup> \
         <a class=\"footnote-back\" href=\"#footnote-ref-1\" aria-label=\"返回正文，注释1\">↩</a> \
         <a class=\"footnote-back\" href=\"#footnote-ref-1-2\" aria-label=\"返回正文，注释1-2\">↩</a></p>\n</li>\n\
         <li id=\"footnote-2\"><p>一 <a class=\"footnote-back\" href=\"#footnote-ref-2\" aria-label=\"返回正文，注释2\">↩</a></p>\n</li>\n\
         <li id=\"footnote-3\"><p><strong>三</strong> \
         <a class=\"footnote-back\" href=\"#footnote-ref-3\" aria-label=\"返回正文，注释3\">↩</a></p>\n</li>\n\
         </ol></section>\n",
    )]);
    assert!(render("甲[^无]").contains("[^无]"));
}

#[test]
fn footnotes_that_cite_themselves_end() {
    let html = render("甲[^a]\n\n[^a]: 乙[^a][^b]\n[^b]: 丙[^a]\n");
    assert_eq!(html.matches("<li id=").count(), 2);
    assert_eq!(html.matches("class=\"footnote-back\"").count(), 4);
}

#[test]
fn raw_html_is_sanitised() {
    for (markdown, expected) in [
        ("甲<b onclick=\"x()\">乙</b>", "<p>甲<b>乙</b></p>\n"),
        ("<script>alert(1)</script>\n\n甲", "\n<p>甲</p>\n"),
        ("甲<script>x</script>乙", "<p>甲乙</p>\n"),
        (
            "<p style=\"color:red\" id=\"main\" class=\"x align-right\">甲</p>",
            "<p class=\"align-right\">甲</p>",
        ),
        ("<a href=\" JAVASCRIPT:x\">甲</a>", "<p><a>甲</a></p>\n"),
        ("<a href=\"missing.md\">甲</a>", "<p><a>甲</a></p>\n"),
        (
            "<a href=\"https://a.cn/?a&amp;b\" target=\"_blank\">甲</a>",
            "<p><a href=\"https://a.cn/?a&amp;b\" class=\"leaves\" rel=\"noopener\">甲</a></p>\n",
        ),
        ("甲<img src=\"missing.jpg\" alt=\"乙\" onerror=x>", "<p>甲乙</p>\n"),
        (
            "甲<img src=b.jpg alt=\"乙&quot;\">",
            "<p>甲<img src=\"b.jpg\" alt=\"乙&quot;\" width=\"40\" height=\"30\" loading=\"lazy\" decoding=\"async\"></p>\n",
        ),
        ("<iframe src=\"https://a.cn\"></iframe>\n\n甲", "\n<p>甲</p>\n"),
        ("<form><input name=a><button>甲</button></form>", "甲"),
        ("<div>\n\n甲", "<div>\n<p>甲</p>\n</div>"),
        ("甲</div></section>", "<p>甲</p>\n"),
        (
            "<details open><summary>甲</summary>乙</details>",
            "<details open=\"\"><summary>甲</summary>乙</details>",
        ),
        (
            "<ruby>县<rt>xiàn</rt></ruby>H<sub>2</sub>O",
            "<p><ruby>县<rt>xiàn</rt></ruby>H<sub>2</sub>O</p>\n",
        ),
        ("甲<!-- 乙 -->丙", "<p>甲丙</p>\n"),
        ("<!-- 乙\n\n丙 -->\n\n甲", "<p>甲</p>\n"),
    ] {
        assert_eq!(render(markdown), expected, "of {markdown:?}");
    }
    assert_eq!(facts("<!-- 甲 -->\n\n乙<!-- 丙 -->").raw_html, None);
    assert_eq!(facts("甲\n\n<div>\n乙\n</div>\n").raw_html, Some(5..22));
}

/// Everything that Markdown makes has to come through the allow list as it is.
#[test]
fn our_own_html_survives_raw_html() {
    let markdown = "\
# 甲

甲**（一）**乙~~丙~~[^1] [丁](https://a.cn \"戊\") `己` ![庚](a.jpg)

- [x] 一
- [ ] 二

| 一 | 二 |
| -: | :-: |
| 三 | 四 |

```rust
fn main() {}
```

![甲](a.jpg \"乙\")
![甲](missing.jpg)

3. 三

> 引

---

甲  \n乙

[^1]: 注
";
    let normal =
        |html: &str| html.replace(" checked ", " checked=\"\" ").replace(" disabled ", " ");
    let mut plain = sorted_tags(&normal(&render(markdown)));
    let mut raw = sorted_tags(&normal(&render(&format!("{markdown}\n甲<br>乙\n"))));
    plain.retain(|tag| tag != "<p>" && tag != "</p>" && tag != "<br>");
    raw.retain(|tag| tag != "<p>" && tag != "</p>" && tag != "<br>");
    assert_eq!(plain, raw);
}

/// Tags in order, the attributes of each sorted.
fn sorted_tags(html: &str) -> Vec<String> {
    let tags = html.split('<').skip(1).filter_map(|piece| piece.split('>').next());
    tags.map(|tag| {
        let mut attributes: Vec<_> =
            tag.split("\" ").map(|attribute| attribute.trim_end_matches('"')).collect();
        if let Some((name, first)) = tag.split_once(' ') {
            attributes[0] = first.split("\" ").next().unwrap_or_default().trim_end_matches('"');
            attributes.sort_unstable();
            attributes.insert(0, name);
        }
        format!("<{}>", attributes.join(" "))
    })
    .collect()
}

#[test]
fn secrets_cannot_be_forged() {
    for secret in ["\u{F8D01}", "&#xF8D01;", "&#1019137", "&#x0F8D01"] {
        let html = render(&format!("<p id=\"{secret}main\">{secret}x</p>"));
        assert!(!html.contains("id=") && !html.contains("<input"), "{html}");
    }
}

#[test]
fn summaries() {
    for (markdown, expected) in [
        (
            "# 题\n\n![图](a.jpg)\n\n::目录\n\n- 项\n\n> 引\n\n| 表 |\n|-|\n\n甲**（乙）**\n丙[丁](a.md)`戊`![己](a.jpg)。\n\n后",
            "甲（乙）丙丁戊。",
        ),
        ("a\nb  \nc", "a b c"),
        ("<b>\n\n<i></i>\n\n甲", "甲"),
        ("- 项", ""),
        ("（一）~（三）", "（一）~（三）"),
    ] {
        assert_eq!(facts(markdown).summary, expected, "of {markdown:?}");
    }
    assert_eq!(facts("甲 乙\n\n`a b`\n\n::目录 丙").characters, 4);
}

#[test]
fn deep_blocks_are_shown_as_they_are() {
    for markdown in [
        format!("甲\n\n{}乙<", ">".repeat(101)),
        format!("甲\n\n{}乙<", ">".repeat(100_000)),
        format!("甲\n\n{}乙<", "- ".repeat(100_000)),
    ] {
        let facts = facts(&markdown);
        assert!(facts.too_deep.is_some());
        assert!(
            matches!(&parts(&markdown)[..], [Part::Html(html)] if html.starts_with("<pre tabindex=\"0\">") && html.ends_with("乙&lt;</pre>\n"))
        );
    }
    for markdown in [
        format!("{}甲", ">".repeat(100)),
        "- ".repeat(100_000),
        "* * ".repeat(100_000),
        "-".repeat(100_000),
    ] {
        assert_eq!(facts(&markdown).too_deep, None);
    }
}

/// Pieces that meet in real and in hostile documents; random text alone hardly ever opens anything.
const PIECES: &[&str] = &[
    "**",
    "*",
    "~~",
    "~",
    "_",
    "（",
    "）",
    "“",
    "”",
    "，",
    "。",
    "县",
    "政府",
    "a",
    "b ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "    ",
    "# ",
    "## ",
    "- ",
    "- [ ] ",
    "- [x] ",
    "1. ",
    "> ",
    "`",
    "```",
    "~~~",
    "|",
    "| - |\n",
    "|-|\n",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](a.md)",
    "](javascript:x)",
    "](a.jpg \"t\")",
    "[^1]",
    "[^1]: ",
    "[a]: b\n",
    "<",
    ">",
    "<div>",
    "</div>",
    "<script>",
    "</script>",
    "<b onclick=x>",
    "<a href=\"javascript:x\">",
    "<a href='java&#9;script:x'>",
    "<img src=x onerror=x>",
    "<svg><style>",
    "<!--",
    "-->",
    "<table>",
    "<td>",
    "<p id=\"x\">",
    "<input>",
    "&#x12470;",
    "&amp;",
    "&#xF8D01;",
    "\u{12470}",
    "\u{F8D01}x",
    "::目录",
    "::目录 一\n\n",
    "\\",
    "\t",
    "\u{0}",
    "---\n",
    "===\n",
    "葛\u{E0100}",
    "\u{FE00}",
    "한",
    "😀",
    "<https://a.cn>",
    "<javascript:x>",
    "<title>",
    "<select>",
    "<math><mi>",
    "<details>",
    "<ruby>",
    "<h2>",
    "　　",
    "　　\n",
    "\t",
    "1、",
    "（二）",
    "##",
    "＃＃",
    "：：",
    "；",
    "｜",
    "|---",
    "＊＊",
    "5*8",
    "］（",
    "[^b]：",
    "<video>",
    "<font color=red>",
    "甲：乙\n",
];

fn text() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..40)
        .prop_map(|pieces| pieces.concat());
    prop_oneof![8 => pieces, 1 => any::<String>(), 1 => "[\\PC\\n*_~`\\[\\]()<>]{0,60}"]
}

/// Every tag of the HTML as it stands, from `<` to `>`.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).map(|piece| piece.split('>').next().unwrap_or_default())
}

fn attribute_names(tag: &str) -> impl Iterator<Item = &str> {
    let names = tag.split('"').step_by(2);
    names.map(|name| name.trim_end_matches('=').rsplit(' ').next().unwrap_or_default())
}

fn assert_balanced(html: &str, markdown: &str) {
    let mut open = Vec::new();
    for tag in tags(html) {
        let name = tag.split(' ').next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "{html:?} of {markdown:?}"),
            None if ["br", "hr", "img", "input", "col"].contains(&name) => {}
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?} in {html:?} of {markdown:?}");
}

fn assert_harmless(html: &str, markdown: &str) {
    for tag in tags(html) {
        let name = tag.split([' ', '/']).find(|piece| !piece.is_empty()).unwrap_or_default();
        assert!(
            !["script", "style", "iframe", "form", "svg", "math", "title"].contains(&name),
            "{html:?} of {markdown:?}"
        );
        for attribute in attribute_names(tag) {
            assert!(
                !attribute.starts_with("on") && attribute != "style",
                "{html:?} of {markdown:?}"
            );
        }
        let compact: String =
            tag.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        assert!(
            !compact.contains("href=\"javascript:") && !compact.contains("src=\"javascript:"),
            "{html:?} of {markdown:?}"
        );
    }
}

fn assert_unique_ids(html: &str, markdown: &str) {
    let mut seen = std::collections::HashSet::new();
    for id in tags(html).filter_map(|tag| tag.split(" id=\"").nth(1)?.split('"').next()) {
        assert!(seen.insert(id), "{id} twice in {html:?} of {markdown:?}");
    }
}

fn assert_spans(facts: &Facts, markdown: &str) {
    let spans = (facts.headings.iter().map(|h| &h.span))
        .chain(facts.links.iter().map(|l| &l.span))
        .chain(facts.images.iter().map(|i| &i.span))
        .chain(facts.directives.iter().map(|d| &d.span))
        .chain(facts.slips.iter().map(|slip| &slip.span))
        .chain(&facts.raw_html)
        .chain(&facts.too_deep);
    for span in spans {
        assert!(markdown.get(span.clone()).is_some(), "{span:?} of {markdown:?}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_gives_harmless_html(markdown in text()) {
        let facts = facts(&markdown);
        assert_spans(&facts, &markdown);
        let parts = parts(&markdown);
        let indices: Vec<_> = parts.iter().filter_map(|part| match part {
            Part::Directive(index) => Some(*index),
            Part::Html(_) => None,
        }).collect();
        assert_eq!(indices, (0..facts.directives.len()).collect::<Vec<_>>());
        for part in &parts {
            if let Part::Html(html) = part {
                assert!(!html.is_empty());
                assert_balanced(html, &markdown);
                assert_harmless(html, &markdown);
            }
        }
        let html = render(&markdown);
        assert_unique_ids(&html, &markdown);
        if facts.raw_html.is_none() && facts.too_deep.is_none() {
            for heading in &facts.headings {
                assert!(html.contains(&format!("<h{} id=\"{}\">", heading.level, heading.id)), "{html:?} of {markdown:?}");
            }
        }
        let everything = format!("{html}{facts:?}");
        let may_refer = markdown.contains("&#");
        for (mark, may_stand) in [('\u{12470}', may_refer), ('\u{12471}', false), ('\u{F8D01}', may_refer), ('\u{F8D02}', false)] {
            assert!(may_stand || markdown.contains(mark) || !everything.contains(mark), "{markdown:?}");
        }
    }

    /// Taking the marks out gives the author's text back but for blanks, and with it the author's offsets.
    #[test]
    fn preparing_can_be_undone(markdown in text()) {
        let prepared = Prepared::new(&markdown);
        let (without, indent) = indent::removed(&markdown);
        assert_eq!(prepared.restore(prepared.text()), without.as_ref());
        let whole = prepared.original(&(0..prepared.text().len()));
        assert_eq!(whole, indent.original_offset(0)..markdown.len());
    }
}

/// Neither the stack nor the patience of the reader may run out.
#[test]
fn deep_inline_marks_come_to_an_end() {
    const DEEP: usize = 20_000;
    for piece in [
        "[",
        "![",
        "*a ",
        "**（",
        "[a](",
        "<b>",
        "a<b>\n\n",
        "<div>\n\n",
        "`",
        "~~a",
        "[^1]: ",
        "::a\n\n",
        "<table><td>",
        "［",
        "＊＊a",
        "＊",
        "<a ",
        "|a",
        "1、甲\n",
        "　　甲。\n",
        "    甲\n\n",
        "\r甲",
        "*甲、",
        "5*",
    ] {
        let text = piece.repeat(DEEP);
        assert!(!parts(&text).is_empty() || piece == "[^1]: ", "{piece:?}");
        facts(&text);
    }
    for (open, close) in [("*a **b ", "** c*"), ("![", "](b.jpg)"), ("[", "]"), ("<b>", "</b>")] {
        assert!(
            !parts(&format!("{}{}", open.repeat(DEEP), close.repeat(DEEP))).is_empty(),
            "{open:?}"
        );
    }
    assert!(render(&"<b>".repeat(DEEP)).contains("&lt;b&gt;"));
}
