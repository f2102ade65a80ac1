//! Word files made here: what Word and WPS write, and what damage and malice make of it.

use super::*;
use crate::office::zipped;
use proptest::prelude::*;

const STYLES: &str = r#"<w:styles>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:rPr><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="二级"/><w:pPr><w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="li"><w:name w:val="List Paragraph"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style></w:styles>"#;

const NUMBERING: &str = r#"<w:numbering>
<w:abstractNum w:abstractNumId="10"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="11"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="10"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="10"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="11"/></w:num></w:numbering>"#;

const RELATIONS: &str = r#"<Relationships>
<Relationship Id="r1" Type="http://x/hyperlink" Target="https://www.example.gov.cn/?a=1&amp;b=2" TargetMode="External"/>
<Relationship Id="r2" Type="http://x/image" Target="media/image1.png"/>
<Relationship Id="r3" Type="http://x/image" Target="https://img.example/a.png" TargetMode="External"/>
<Relationship Id="r4" Type="http://x/hyperlink" Target="javascript:alert(1)" TargetMode="External"/></Relationships>"#;

const NOTES: &str = r#"<w:footnotes><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> 见附件。</w:t></w:r></w:p></w:footnote></w:footnotes>"#;

fn file(body: &str) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}<w:sectPr/></w:body></w:document>");
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", document.as_str()),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/footnotes.xml", NOTES),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/media/image1.png", "PNG"),
        ("docProps/core.xml", "<c><dc:title>登记表</dc:title><dc:creator/></c>"),
    ])
}

fn of(body: &str) -> Manuscript {
    read(Path::new("a.docx"), &file(body))
}

fn runs(text: &Text) -> String {
    let run = |run: &Run| {
        let mut words = run.text.clone();
        if let Some(note) = run.footnote {
            words = format!("[^{note}]");
        }
        if run.strong {
            words = format!("**{words}**");
        }
        match &run.link {
            Some(link) => format!("[{words}]({link})"),
            None => words,
        }
    };
    text.runs.iter().map(run).collect()
}

fn shown(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => format!("{} {}", "#".repeat((*level).into()), runs(text)),
        Block::Paragraph(text) => runs(text),
        Block::Markdown(text) => format!("md {}", runs(text)),
        Block::List(kind, items) => {
            let mark = match kind {
                ListKind::Bullets => "-".to_owned(),
                ListKind::Numbers(first) => format!("{first}."),
            };
            let item = |item: &Vec<Block>| item.iter().map(shown).collect::<Vec<_>>().join(" ");
            items.iter().map(|i| format!("({mark} {})", item(i))).collect()
        }
        Block::Table(table) => {
            let row = |row: &Vec<Text>| row.iter().map(Text::words).collect::<Vec<_>>().join("|");
            let rows: Vec<String> = table.rows.iter().map(row).collect();
            format!("{}: {}", table.heads, rows.join(" / "))
        }
        Block::Picture(at, alt) => {
            format!("picture {at} {}", alt.as_ref().map(Text::words).unwrap_or_default())
        }
        Block::Attachment(at, _) => format!("attachment {at}"),
    }
}

fn blocks(body: &str) -> Vec<String> {
    of(body).blocks.iter().map(shown).collect()
}

fn codes(read: &Manuscript) -> Vec<&'static str> {
    read.problems.iter().map(|problem| problem.code.name()).collect()
}

fn p(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
}

#[test]
fn what_a_text_is_made_of() {
    let large = |text: &str, color: &str| {
        format!(
            r#"<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="44"/><w:color w:val="{color}"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"#
        )
    };
    for (name, body, expected) in [
        ("headings", p("1", "一、目标") + &p("own", "步骤") + &p("own", "保障"), &["## 一、目标", "### （一）步骤", "### （二）保障"][..]),
        ("a title in lines", large("云溪县人民政府文件", "FF0000") + &large("关于召开大会", "000000") + &large("的通知", "000000") + &p("a", "各乡镇："), &["云溪县人民政府文件", "# 关于召开大会的通知", "各乡镇："]),
        (
            "lists",
            p("li", "甲") + r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>子</w:t></w:r></w:p>"# + &p("li", "乙") + &p("a", "间") + &p("li", "丙")
                + r#"<w:p><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>丁</w:t></w:r></w:p>"#,
            &["(1. 甲 (- 子))(1. 乙)", "间", "(3. 丙)", "(5. 丁)"],
        ),
        (
            "runs",
            r#"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>粗</w:t></w:r><w:r><w:rPr><w:rStyle w:val="S"/></w:rPr><w:t>体</w:t></w:r><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t xml:space="preserve"> 不</w:t></w:r><w:r><w:t>见</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:hyperlink r:id="r1"><w:r><w:t>网</w:t></w:r></w:hyperlink><w:hyperlink r:id="r4"><w:r><w:t>坏</w:t></w:r></w:hyperlink></w:p>"#.to_owned(),
            &["**粗体** 不见[^0][网](https://www.example.gov.cn/?a=1&b=2)坏"],
        ),
        (
            "fields",
            r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://a.example/"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>链</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>外</w:t></w:r></w:p><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p><w:p><w:r><w:t>后</w:t></w:r></w:p>"#.to_owned(),
            &["[链](https://a.example/)外", "后"],
        ),
        ("line breaks", "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:br w:type=\"page\"/></w:r></w:p>".to_owned(), &["一", "二"]),
        ("a table of contents", p("toc", "一、……1") + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p></w:sdtContent></w:sdt>" + &p("a", "文"), &["文"]),
        (
            "tables",
            "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>职务</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>李</w:t></w:r></w:p><w:p><w:r><w:t>明</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>县长</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>".to_owned(),
            &["1: 姓名|职务| / 李\n明|县长|甲　乙 / ||"],
        ),
        ("a frame", "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>框</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".to_owned(), &["框"]),
        (
            "pictures and boxes",
            "<w:p><w:r><w:drawing><wp:docPr descr=\"会场\"/><a:blip r:embed=\"r2\"/></w:drawing></w:r></w:p><w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>旧的</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>".to_owned(),
            &["picture 0 会场", "前后", "框里"],
        ),
        (
            "changes",
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p><w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>".to_owned(),
            &["前增"],
        ),
        ("a deletion that nothing follows", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>框</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".to_owned(), &["前", "框"]),
    ] {
        assert_eq!(blocks(&body), expected, "{name}");
    }
}

#[test]
fn notes_and_properties() {
    let read = of(
        "<w:p><w:r><w:footnoteReference w:id=\"2\"/><w:footnoteReference w:id=\"2\"/><w:footnoteReference w:id=\"9\"/></w:r></w:p>",
    );
    let notes: Vec<String> = read.footnotes.iter().map(Text::words).collect();
    assert_eq!(notes, ["见附件。"]);
    assert_eq!(read.stated.len(), 1);
    assert_eq!(
        (read.stated[0].key.as_str(), read.stated[0].value.as_str()),
        ("dc:title", "登记表")
    );
}

#[test]
fn what_is_left_out_is_told() {
    let read = of(
        "<w:p><w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:drawing><a:blip r:link=\"r3\"/></w:drawing></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>",
    );
    assert_eq!(codes(&read), ["external", "revisions", "hidden-text", "formula"]);
    let macros = zipped(&[
        ("word/document.xml", "<w:document><w:body/></w:document>"),
        ("word/vbaProject.bin", "x"),
        ("word/embeddings/oleObject1.bin", "x"),
        ("word/embeddings/a.xlsx", "PK"),
        ("word/comments.xml", "<w:comments><w:comment/></w:comments>"),
    ]);
    let read = super::read(Path::new("a.docx"), &macros);
    assert_eq!(codes(&read), ["macros", "embedded", "comments"]);
    assert_eq!(read.assets.len(), 1);
}

#[test]
fn files_that_cannot_be_read() {
    let huge = vec![b' '; 600 << 20];
    let bomb = zipped(&[("word/document.xml", &huge[..])]);
    let deep = format!(
        "<w:document><w:body>{}x{}</w:body></w:document>",
        "<w:p>".repeat(50_000),
        "</w:p>".repeat(50_000)
    );
    for (bytes, code) in [
        (b"plain text".to_vec(), Some("damaged")),
        (bomb, Some("too-large")),
        (zipped(&[("a.txt", "a")]), Some("damaged")),
        (zipped(&[("word/document.xml", "<a></b>")]), Some("damaged")),
        (zipped(&[("word/document.xml", deep.as_str())]), None),
    ] {
        let read = read(Path::new("a.docx"), &bytes);
        assert_eq!(codes(&read).first().copied(), code);
        assert!(code.is_none() || read.blocks.is_empty());
    }
}

/// Cut off anywhere, with any byte another: an answer, and words about it where it is no text.
#[test]
fn no_damage_breaks_the_reader() {
    let whole =
        file(&(p("1", "一") + &p("li", "甲") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"));
    for at in 0..whole.len() {
        let cut = read(Path::new("a.docx"), &whole[..at]);
        assert!(!cut.problems.is_empty());
        let mut turned = whole.clone();
        turned[at] ^= 0x41;
        read(Path::new("a.docx"), &turned);
    }
}

proptest! {
    #[test]
    fn any_document_gives_an_answer(parts in prop::collection::vec("(<w:(p|r|t|tbl|tr|tc|ins|hyperlink r:id=\"r1\"|drawing|txbxContent|sdt|sdtContent|footnoteReference w:id=\"2\"/)>|</w:(p|r|t|tbl|tr|tc)>|文字)", 0..40)) {
        of(&parts.concat());
    }

    #[test]
    fn any_nesting_gives_an_answer(names in prop::collection::vec(prop::sample::select(vec!["p", "r", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "del", "ins", "drawing", "txbxContent", "AlternateContent", "Choice", "oMath", "ruby", "rubyBase"]), 0..60)) {
        let open: String = names.iter().map(|name| format!("<w:{name}>")).collect();
        let close: String = names.iter().rev().map(|name| format!("</w:{name}>")).collect();
        of(&format!("{open}文{close}"));
    }
}
