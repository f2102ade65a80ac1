//! Files made here: whole, cut off, locked, swollen, misnamed.

use super::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NUMBER: &str = "11010519491231002X";

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

fn docx() -> Vec<u8> {
    let text = "<w:document><w:body><w:p><w:r><w:t>证号110105</w:t></w:r><w:r><w:t>19491231</w:t></w:r><w:r><w:t>&#48;02X</w:t></w:r></w:p><w:p/><w:tbl><w:tr><w:tc><w:p><w:r><w:t>李明远</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let foot = "<w:ftr><w:p><w:r><w:t>页脚</w:t></w:r></w:p></w:ftr>";
    zipped(&[
        ("word/document.xml", text.as_bytes()),
        ("word/footer1.xml", foot.as_bytes()),
        ("word/media/a.png", b"\x89PNG"),
    ])
}

fn xlsx() -> Vec<u8> {
    let workbook = r#"<workbook><sheets><sheet name="名单" sheetId="1" r:id="r1"/><sheet name="底稿" state="hidden" r:id="r2"/></sheets></workbook>"#;
    let relations = r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#;
    let shared = "<sst><si><r><t>张</t></r><r><t>某</t></r></si></sst>";
    let one = r#"<worksheet><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1.3800138E10</v></c><c r="C1" t="s"><v>9</v></c></worksheet>"#;
    let two =
        r#"<worksheet><c r="B3" t="inlineStr"><is><t>11010519491231002X</t></is></c></worksheet>"#;
    zipped(&[
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/sharedStrings.xml", shared.as_bytes()),
        ("xl/worksheets/sheet1.xml", one.as_bytes()),
        ("xl/worksheets/sheet2.xml", two.as_bytes()),
    ])
}

/// A PDF of these objects, numbered from 1; the first is its root.
fn pdf_of(objects: &[String]) -> Vec<u8> {
    let mut text = "%PDF-1.4\n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    text.push_str("trailer\n<< /Size 9 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
    text.into_bytes()
}

fn stream(entries: &str, content: &str) -> String {
    format!("<< {entries} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

const LATIN: &str =
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// A PDF of one page that is drawn so, in a font F1, with other objects from 6 on.
fn page(content: &str, font: &str, more: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X1 6 0 R >> >> >>".to_owned(),
        stream("", content),
        font.to_owned(),
    ];
    objects.extend(more.iter().map(|object| (*object).to_owned()));
    pdf_of(&objects)
}

fn pdf() -> Vec<u8> {
    page(&format!("BT /F1 12 Tf 72 720 Td (No. {NUMBER}) Tj ET"), LATIN, &[])
}

fn lines(reading: &Reading) -> Vec<String> {
    let line = |p: &Passage| format!("{}: {}", p.place.zh, p.text.trim_end());
    reading.passages.iter().map(line).collect()
}

fn why(reading: &Reading) -> Vec<String> {
    let part = |unread: &Unread| {
        let place = unread.place.as_ref().map_or("", |place| place.zh.as_str());
        format!("{place}{}", unread.why.words().zh)
    };
    reading.unread.iter().map(part).collect()
}

#[test]
fn text_of_every_kind() {
    let gbk = encoding_rs::GB18030.encode("姓名,证号\n李明远,1").0.into_owned();
    let wide: Vec<u8> = "甲\n1".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let zip = zipped(&[("名单.txt", NUMBER.as_bytes()), ("__MACOSX/a", b"x")]);
    let slides = zipped(&[
        ("ppt/slides/slide2.xml", "<p><a:p><a:t>1</a:t><a:t>2</a:t></a:p></p>".as_bytes()),
        ("ppt/slideLayouts/slideLayout1.xml", b"<p><t>x</t></p>"),
    ]);
    let odt = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        (
            "content.xml",
            "<d><text:p>甲<text:s/>乙<text:span>丙</text:span></text:p></d>".as_bytes(),
        ),
    ]);
    let ods = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", "<d><table:table table:name=\"名单\"><table:table-row><table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell office:value=\"1.10105194912310E+017\"><text:p>1.1E+17</text:p></table:table-cell></table:table-row></table:table></d>".as_bytes()),
    ]);
    let ofd = zipped(&[
        ("OFD.xml", b"<OFD/>"),
        ("Doc_0/Pages/Page_0/Content.xml", "<P><TextObject Boundary=\"10 10 5 5\"><TextCode>1</TextCode></TextObject><TextObject Boundary=\"15 10 5 5\"><TextCode>2</TextCode></TextObject><TextObject Boundary=\"30 10 5 5\"><TextCode>3</TextCode></TextObject><TextObject Boundary=\"10 20 5 5\"><TextCode>4</TextCode></TextObject></P>".as_bytes()),
    ]);
    let number = |place: &str| format!("{place}: {NUMBER}");
    let page = format!("第1页: No. {NUMBER}");
    for (name, bytes, expected) in [
        (
            "a.docx",
            docx(),
            &[&*format!("第1段: 证号{NUMBER}"), "第3段: 李明远", "word/footer1.xml 第1段: 页脚"][..],
        ),
        (
            "a.xlsx",
            xlsx(),
            &[
                "工作表“名单”A1: 张某",
                "工作表“名单”B1: 13800138000",
                &number("工作表“底稿”B3"),
            ],
        ),
        ("a.pptx", slides, &["第2张幻灯片: 12"]),
        ("a.odt", odt, &["第1段: 甲 乙丙"]),
        ("a.ods", ods, &["表格“名单”第1行第3列: 110105194912310000"]),
        ("a.ofd", ofd, &["第1页: 12 3", "第1页: 4"]),
        ("a.zip", zip, &["里面的文件名“名单.txt”: 名单", &number("“名单.txt”第1行")]),
        ("a.csv", gbk, &["第1行: 姓名,证号", "第2行: 李明远,1"]),
        ("a.txt", b"\xff\xfea\0\n\0\n\0b\0".to_vec(), &["第1行: a", "第3行: b"]),
        ("a.txt", wide, &["第1行: 甲", "第2行: 1"]),
        ("a.json", b"{\"a\": 1}".to_vec(), &["第1行: {\"a\": 1}"]),
        ("a.pdf", pdf(), &[&*page]),
        (
            "a.rtf",
            b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}1{\\b 2}\\'d5\\'d4\\par\\u36213?\\uc2\\u19968\\'d2\\'bb 3\\~4{\\pict 89504e47}}".to_vec(),
            &["第1段: 12赵", "第2段: 赵一 3 4"],
        ),
        (
            "a.html",
            "<p title=\"丁\">1<b>2</b>&#51;</p><!-- 丙 --><br>甲<input value=乙><script>var a=\"4\"</script>".into(),
            &["第1段: 丁", "第1段: 123", "第2段:  丙", "第2段: 甲", "第3段: 乙", "第3段: var a=\"4\""],
        ),
        ("a.svg", b"<svg><text>1<tspan>2</tspan></text></svg>".to_vec(), &["第1段: 12"]),
        (
            "a.mht",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>12=\r\n3=D5=D4</p>\r\n--x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nNDU2\r\n--x--\r\n".to_vec(),
            &["信头: MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"", "信头: Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable", "第1段: 123赵", "信头: Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", "第1行: 456"],
        ),
        ("a.png", b"\x89PNG".to_vec(), &[]),
        ("a.mp3", b"\xff\xfb\x90\0\0\0".to_vec(), &[]),
        ("a.txt", Vec::new(), &[]),
    ] {
        let reading = read_bytes(name, &bytes);
        assert_eq!(lines(&reading), expected, "{name}");
        assert_eq!((why(&reading), reading.mislabelled), (Vec::new(), None), "{name}");
    }
}

#[test]
fn what_word_and_excel_keep_beside_their_text() {
    let inner = xlsx();
    let parts: [(&str, &[u8]); 8] = [
        ("word/document.xml", "<d><p><t>1</t><AlternateContent><Choice><txbxContent><p><t>2</t></p></txbxContent></Choice><Fallback><p><t>2</t></p></Fallback></AlternateContent></p><p><del><delText>3</delText></del></p></d>".as_bytes()),
        ("word/comments.xml", b"<c><comment><p><t>4</t></p></comment></c>"),
        ("word/footnotes.xml", b"<c><footnote><p><t>5</t></p></footnote></c>"),
        ("word/charts/chart1.xml", b"<c><pt><v>6</v></pt></c>"),
        ("word/styles.xml", b"<s><p><t>x</t></p></s>"),
        ("docProps/core.xml", "<p><creator>李明远</creator></p>".as_bytes()),
        ("word/embeddings/a.xlsx", &inner),
        ("word/media/a.png", b"\x89PNG"),
    ];
    let reading = read_bytes("a.docx", &zipped(&parts));
    let text: Vec<&str> = reading.passages.iter().map(|p| p.text.trim()).collect();
    assert_eq!(text, ["6", "4", "12", "3", "5", "李明远", "张某", "13800138000", NUMBER]);
    assert_eq!(reading.passages[8].place.zh, "“a.xlsx”工作表“底稿”B3");

    let sheet = "<w><c r=\"A1\"><v>1.10105194912310E+17</v></c><c r=\"A2\"><v>110105194912310021</v></c><c r=\"A3\"><v>0.5</v></c><oddHeader>&amp;C甲</oddHeader></w>";
    let book = zipped(&[
        ("xl/workbook.xml", "<workbook/>".as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/comments1.xml", "<c><comment><text><t>乙</t></text></comment></c>".as_bytes()),
        ("xl/pivotCache/pivotCacheRecords1.xml", "<r><s v=\"丙\"/></r>".as_bytes()),
        ("xl/drawings/drawing1.xml", "<d><p><t>丁</t></p></d>".as_bytes()),
    ]);
    let reading = read_bytes("a.xlsx", &book);
    let text: Vec<&str> = reading.passages.iter().map(|p| p.text.as_str()).collect();
    assert_eq!(text, ["乙", "丁", "丙", "110105194912310000", "110105194912310021", "0.5", "&C甲"]);
    let rounded: Vec<bool> = reading.passages.iter().map(|p| p.is_rounded).collect();
    assert_eq!(rounded, [false, false, false, true, true, false, false]);
}

/// A font of a Chinese PDF.
fn composite(encoding: &str, more: &str) -> String {
    format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /{encoding} {more} /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>"
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn pdf_as_offices_write_it() {
    let text = format!("证号{NUMBER}");
    let gbk = hex(&encoding_rs::GB18030.encode(&text).0);
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let big5 = hex(&encoding_rs::BIG5.encode("證號13800138000").0);
    let map = stream(
        "",
        "1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0001> <000a> <0030> endbfrange 1 beginbfchar <000b> <0058> endbfchar",
    );
    let digits: String =
        NUMBER.chars().map(|c| format!("{:04x}", c.to_digit(10).unwrap_or(10) + 1)).collect();
    // The collection has ASCII from its first glyph on.
    let glyphs: String = NUMBER.bytes().map(|b| format!("{:04x}", b - 0x1f)).collect();
    let kerned: String = NUMBER.chars().map(|c| format!("({c})-40")).collect();
    let apart: String = NUMBER.chars().map(|c| format!("({c}) Tj 14 0 Td ")).collect();
    let twice: String =
        NUMBER.chars().map(|c| format!("({c}) Tj 0.3 0 Td ({c}) Tj 6.4 0 Td ")).collect();
    let form = stream(
        "/Subtype /Form /Matrix [1 0 0 1 5 5] /Resources << /Font << /F1 5 0 R >> /XObject << /X1 6 0 R >> >>",
        &format!("BT /F1 9 Tf ({NUMBER}) Tj ET /X1 Do"),
    );
    let number = format!("第1页: {NUMBER}");
    let whole = format!("第1页: {text}");
    let beside = format!("属性、批注或表单里: {NUMBER}");
    let show = |string: &str| format!("BT /F1 12 Tf 72 720 Td {string} ET");
    let kinds = [
        (
            "GBK",
            page(&show(&format!("<{gbk}> Tj")), &composite("GBK-EUC-H", ""), &[]),
            whole.as_str(),
        ),
        (
            "GB2312, upright",
            page(&show(&format!("<{gbk}> Tj")), &composite("GB-EUC-V", ""), &[]),
            &whole,
        ),
        (
            "UCS-2",
            page(&show(&format!("<{}> Tj", hex(&utf16))), &composite("UniGB-UCS2-H", ""), &[]),
            &whole,
        ),
        (
            "UTF-16",
            page(&show(&format!("<{}> Tj", hex(&utf16))), &composite("UniGB-UTF16-H", ""), &[]),
            &whole,
        ),
        (
            "Big5",
            page(&show(&format!("<{big5}> Tj")), &composite("ETen-B5-H", ""), &[]),
            "第1页: 證號13800138000",
        ),
        (
            "glyphs with their texts",
            page(
                &show(&format!("<{digits}> Tj")),
                &composite("Identity-H", "/ToUnicode 6 0 R"),
                &[&map],
            ),
            &number,
        ),
        ("kerned", page(&show(&format!("[{kerned}] TJ")), LATIN, &[]), &number),
        ("in boxes", page(&show(&apart), LATIN, &[]), &number),
        ("drawn twice", page(&show(&twice), LATIN, &[]), &number),
        (
            "turned",
            page(
                "BT /F1 12 Tf 0 1 -1 0 72 72 Tm (110105) Tj 40.03 0 Td (19491231002X) Tj ET",
                LATIN,
                &[],
            ),
            &number,
        ),
        (
            "over two lines",
            page("BT /F1 12 Tf 14 TL 72 72 Td (110105) Tj T* (19491231002X) Tj ET", LATIN, &[]),
            &number,
        ),
        ("in a drawing that draws itself", page("/X1 Do", LATIN, &[&form]), &number),
        (
            "in a comment",
            page("", LATIN, &[&format!("<< /Type /Annot /Subtype /Text /Contents ({NUMBER}) >>")]),
            &beside,
        ),
        (
            "in a field",
            page(
                "",
                LATIN,
                &[&format!(
                    "<< /FT /Tx /T (a) /V <feff{}> >>",
                    hex(&NUMBER.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>())
                )],
            ),
            &beside,
        ),
    ];
    for (what, bytes, expected) in kinds {
        let reading = read_bytes("a.pdf", &bytes);
        assert_eq!(lines(&reading), [expected], "{what}");
        assert_eq!(why(&reading), [""; 0], "{what}");
    }
    // Digits are made out where the rest is not, and that is said.
    let reading = read_bytes(
        "a.pdf",
        &page(
            &show(&format!("<{glyphs}0fff0ffe0ffd0ffc0ffb0ffa> Tj")),
            &composite("Identity-H", ""),
            &[],
        ),
    );
    assert!(reading.passages[0].text.starts_with(NUMBER));
    assert_eq!(why(&reading), ["第1页有认不出的字（字体没有带编码）"]);
}

#[test]
fn packed_objects_and_files_inside() {
    use flate2::write::ZlibEncoder;
    let object = format!("7 0 << /Title ({NUMBER}) >>");
    let mut zip = ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    zip.write_all(object.as_bytes()).expect("written");
    let packed = zip.finish().expect("packed");
    let mut bytes = page("", LATIN, &[]);
    bytes.extend_from_slice(
        format!(
            "6 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {} >> stream\n",
            packed.len()
        )
        .as_bytes(),
    );
    bytes.extend_from_slice(&packed);
    bytes.extend_from_slice(b"\nendstream endobj\n");
    let file = stream("/Type /EmbeddedFile", "13800138000");
    bytes.extend_from_slice(format!("8 0 obj << /Type /Filespec /F (a.txt) /EF << /F 9 0 R >> >> endobj 9 0 obj {file} endobj").as_bytes());
    let reading = read_bytes("a.pdf", &bytes);
    let beside = format!("属性、批注或表单里: {NUMBER}");
    assert_eq!(lines(&reading), [&*beside, "“a.txt”第1行: 13800138000"]);
}

#[test]
fn what_cannot_be_read_is_told() {
    let bomb = zipped(&[("word/document.xml", &vec![b' '; 140 << 20])]);
    let encrypted = [&[0xd0, 0xcf, 0x11, 0xe0][..], &[0; 600]].concat();
    let locked = String::from_utf8(pdf())
        .expect("text")
        .replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 9 0 R")
        .replace(
            "trailer",
            "9 0 obj << /Filter /Standard /V 2 /R 3 /O () /U () /P -4 >> endobj trailer",
        );
    let scan = page("q 9 0 0 9 0 0 cm /X1 Do Q", LATIN, &[&stream("/Subtype /Image", "")]);
    let archives = zipped(&[
        ("a.rar", b"Rar!\x1a\x07\0"),
        ("b.docx", b"PK"),
        ("c.zip", &zipped(&[("d.txt", b"1")])),
    ]);
    for (name, bytes, expected) in [
        ("a.docx", bomb, &["太大，或者解开以后太大"][..]),
        ("a.docx", encrypted.clone(), &["有密码"]),
        ("a.doc", encrypted, &["是坏的"]),
        ("a.pdf", locked.into_bytes(), &["有密码"]),
        ("a.docx", b"nothing".to_vec(), &["是坏的"]),
        ("a.docx", Vec::new(), &["是坏的"]),
        ("a.pdf", b"%PDF-1.4".to_vec(), &["是坏的"]),
        ("a.docx", zipped(&[("a.txt", b"a")]), &["是坏的"]),
        ("a.docx", zipped(&[("word/document.xml", b"<a></b>")]), &["是坏的"]),
        ("a.pdf", scan, &["第1页只有图，没有文字"]),
        ("a.rar", b"Rar!\x1a\x07\0".to_vec(), &["是打不开的压缩格式"]),
        ("a.7z", b"7z\xbc\xaf\x27\x1c".to_vec(), &["是打不开的压缩格式"]),
        ("a.xyz", b"\x01\0\0\x02".to_vec(), &["是认不出的文件类型"]),
        (
            "a.zip",
            archives,
            &["“a.rar”是打不开的压缩格式", "“b.docx”是坏的", "“c.zip”套在好几层文件里"],
        ),
    ] {
        assert_eq!(why(&read_bytes(name, &bytes)), expected, "{name}");
    }
}

#[test]
fn a_file_is_read_by_what_it_is() {
    for (name, bytes, kind) in [
        ("a.docx", pdf(), Kind::Pdf),
        ("a.xlsx", docx(), Kind::Docx),
        ("a.txt", docx(), Kind::Docx),
        ("a.jpg", docx(), Kind::Docx),
        ("a.doc", pdf(), Kind::Pdf),
        ("a.xls", format!("<table><tr><td>{NUMBER}</table>").into_bytes(), Kind::Markup),
    ] {
        let reading = read_bytes(name, &bytes);
        assert!(reading.passages.iter().any(|p| p.text.contains(NUMBER)), "{name}");
        assert_eq!((why(&reading), reading.mislabelled), (Vec::new(), Some(kind)), "{name}");
    }
}

#[test]
fn numbers_in_old_files_are_seen() {
    let wide: Vec<u8> = NUMBER.bytes().flat_map(|b| [b, 0]).collect();
    let file = [&[0xd0, 0xcf, 0x11, 0xe0, 7][..], &wide, &[1, 2]].concat();
    let reading = read_bytes("a.doc", &file);
    assert!(reading.passages.iter().any(|p| p.text.contains(NUMBER)));
    assert_eq!(why(&reading), ["是坏的"]);
}

#[test]
fn one_long_text_in_every_cell_has_an_end() {
    let long = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(1 << 18));
    let cells = "<c r=\"A1\" t=\"s\"><v>0</v></c>".repeat(1 << 14);
    let book = zipped(&[
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/sharedStrings.xml", long.as_bytes()),
        ("xl/worksheets/sheet1.xml", format!("<w>{cells}</w>").as_bytes()),
    ]);
    let reading = read_bytes("a.xlsx", &book);
    assert_eq!(why(&reading), ["太大，或者解开以后太大"]);
    assert!(reading.passages.len() < 1000);
}

/// Cut off anywhere, with any byte another: an answer, whatever it is.
#[test]
fn no_damage_breaks_the_reader() {
    let form = stream("/Subtype /Form /Filter [/ASCIIHexDecode]", "2f58312044 6f>");
    let odd = page(
        "BT /F1 12 Tf [(1)-2 <31>] TJ ET /X1 Do BI /W 1 ID x EI",
        &composite("GBK-EUC-H", ""),
        &[&form],
    );
    let rtf = b"{\\rtf1\\ansicpg936 1{\\b 2}\\'d5\\u36213?\\bin2 ab\\par}".to_vec();
    let letter =
        b"MIME-Version: 1.0\nContent-Type: multipart/x; boundary=x\n\n--x\n\n=31\n--x--".to_vec();
    for whole in [docx(), xlsx(), pdf(), odd, rtf, letter, zipped(&[("a.txt", b"1")]), table()] {
        for cut in (0..whole.len()).step_by(1 + whole.len() / 1000) {
            read_bytes("a", &whole[..cut]);
            for mask in [0x41, 0xff] {
                let mut turned = whole.clone();
                turned[cut] ^= mask;
                read_bytes("a", &turned);
            }
        }
    }
}

/// An Excel file of before 2007: a head, a table of chains, a folder, and the records.
fn table() -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).expect("a short record");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    let begin = record(0x0809, &[0, 6, 5, 0]);
    let locate = |at: u32| [&at.to_le_bytes()[..], &[0, 0, 2, 0, 0x41, 0x42]].concat();
    let strings =
        [&[1, 0, 0, 0, 2, 0, 0, 0, 6, 0, 0][..], b"138001", &[2, 0, 1, 0x2d, 0x4e, 0x0d, 0x54][..]]
            .concat();
    let number = 110_105_194_912_310_021_f64.to_le_bytes();
    let globals = |at| {
        [begin.clone(), record(0x0085, &locate(at)), record(0x00fc, &strings), record(0x000a, &[])]
            .concat()
    };
    let start = u32::try_from(globals(0).len()).expect("a short file");
    let sheet = [
        begin.clone(),
        record(0x00fd, &[0, 0, 0, 0, 0, 0, 1, 0, 0, 0]),
        record(0x0203, &[&[1, 0, 1, 0, 0, 0][..], &number].concat()),
        record(
            0x00bd,
            &[
                &[2, 0, 0, 0, 0, 0][..],
                &(7_u32 << 2 | 2).to_le_bytes(),
                &[0, 0],
                &(150_u32 << 2 | 3).to_le_bytes(),
                &[1, 0],
            ]
            .concat(),
        ),
        record(0x0006, &[3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]),
        record(0x0207, &[3, 0, 0, b'a', b'b', b'c']),
        record(0x000a, &[]),
    ];
    let mut stream = [globals(start), sheet.concat()].concat();
    stream.resize(4096, 0);
    compound(&stream)
}

/// The sectors are: a table of chains, a folder, and from 2 on one stream.
fn compound(stream: &[u8]) -> Vec<u8> {
    let mut head = vec![0; 512];
    head[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    head[30] = 9;
    head[32] = 6;
    let mut put = |at: usize, value: u32| head[at..at + 4].copy_from_slice(&value.to_le_bytes());
    put(44, 1);
    put(48, 1);
    put(60, 0xffff_fffe);
    put(68, 0xffff_fffe);
    put(76, 0);
    (1..109).for_each(|at| put(76 + at * 4, 0xffff_ffff));
    let sectors = stream.len() / 512;
    let mut chains = vec![0xffff_fffd_u32, 0xffff_fffe];
    chains.extend((1..sectors).map(|at| u32::try_from(at + 2).expect("few")));
    chains.push(0xffff_fffe);
    chains.resize(128, 0xffff_ffff);
    let chains: Vec<u8> = chains.into_iter().flat_map(u32::to_le_bytes).collect();
    let entry = |name: &str, kind: u8, start: u32, size: usize| {
        let mut entry = vec![0; 128];
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        entry[..name.len()].copy_from_slice(&name);
        entry[64] = u8::try_from(name.len()).expect("a short name");
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&u32::try_from(size).expect("short").to_le_bytes());
        entry
    };
    let mut folder =
        [entry("Root Entry", 5, 0xffff_fffe, 0), entry("Workbook", 2, 2, stream.len())].concat();
    folder.resize(512, 0);
    [&head, &chains, &folder, stream].concat()
}

#[test]
fn cells_of_old_workbooks() {
    let reading = read_bytes("a.xls", &table());
    let said = [
        "工作表“AB”A1: 中名",
        "工作表“AB”B2: 110105194912310016",
        "工作表“AB”A3: 7",
        "工作表“AB”B3: 1.5",
        "工作表“AB”A4: abc",
    ];
    assert_eq!(lines(&reading), said);
    let rounded: Vec<bool> = reading.passages.iter().map(|p| p.is_rounded).collect();
    assert_eq!(rounded, [false, true, false, false, false]);
    assert_eq!(why(&reading), [""; 0]);
}
