//! Files made here: whole, cut off, locked, swollen, misnamed.

use super::*;
use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;
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

fn pdf() -> Vec<u8> {
    let content = format!("BT /F1 12 Tf 72 720 Td (No. {NUMBER}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
    ];
    let mut text = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", text.len()));
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
    }
    let start = text.len();
    text.push_str(&format!(
        "xref\n0 6\n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ));
    text.into_bytes()
}

fn attached(name: &str, bytes: &[u8]) -> Result<Vec<Passage>, Unreadable> {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    read(&path)
}

fn lines(passages: &[Passage]) -> Vec<String> {
    let line = |p: &Passage| format!("{}: {}", p.place.zh, p.text);
    passages.iter().map(line).collect()
}

#[test]
fn text_of_every_kind() {
    let gbk = encoding_rs::GB18030.encode("姓名,证号\n李明远,1").0.into_owned();
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
                &*format!("工作表“底稿”B3: {NUMBER}"),
            ],
        ),
        ("a.csv", gbk, &["第1行: 姓名,证号", "第2行: 李明远,1"]),
        ("a.txt", b"\xff\xfea\0\n\0\n\0b\0".to_vec(), &["第1行: a", "第3行: b"]),
        ("a.pdf", pdf(), &[&*page]),
        ("a.png", b"\x89PNG".to_vec(), &[]),
        ("a.txt", Vec::new(), &[]),
    ] {
        let passages = attached(name, &bytes).expect(name);
        let found: Vec<String> =
            lines(&passages).iter().map(|line| line.trim_end().to_owned()).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn what_cannot_be_read_is_told() {
    let bomb = zipped(&[("word/document.xml", &vec![b' '; 140 << 20])]);
    let encrypted = [&[0xd0, 0xcf, 0x11, 0xe0][..], &[0; 600]].concat();
    let locked = String::from_utf8(pdf())
        .expect("text")
        .replace("/Root 1 0 R", "/Root 1 0 R /Encrypt 9 0 R");
    for (name, bytes, expected) in [
        ("a.docx", bomb, Unreadable::TooLarge),
        ("a.docx", encrypted, Unreadable::Encrypted),
        ("a.pdf", locked.into_bytes(), Unreadable::Encrypted),
        ("a.docx", pdf(), Unreadable::Mislabelled(Kind::Pdf)),
        ("a.xlsx", docx(), Unreadable::Mislabelled(Kind::Docx)),
        ("a.txt", docx(), Unreadable::Mislabelled(Kind::Docx)),
        ("a.docx", b"nothing".to_vec(), Unreadable::Damaged),
        ("a.docx", Vec::new(), Unreadable::Damaged),
        ("a.pdf", b"%PDF-1.4".to_vec(), Unreadable::Damaged),
        ("a.docx", zipped(&[("a.txt", b"a")]), Unreadable::Damaged),
        ("a.docx", zipped(&[("word/document.xml", b"<a></b>")]), Unreadable::Damaged),
    ] {
        assert_eq!(attached(name, &bytes), Err(expected), "{name}");
    }
}

#[test]
fn numbers_in_old_files_are_seen() {
    let wide: Vec<u8> = NUMBER.bytes().flat_map(|b| [b, 0]).collect();
    let file = [&[0xd0, 0xcf, 0x11, 0xe0, 7][..], &wide, &[1, 2]].concat();
    let passages = attached("a.doc", &file).expect("text");
    assert!(passages.iter().any(|p| p.text.contains(NUMBER)));
}

/// Cut off anywhere, with any byte another: an answer, whatever it is.
#[test]
fn no_damage_breaks_the_reader() {
    for (named, whole) in [(Kind::Docx, docx()), (Kind::Xlsx, xlsx()), (Kind::Pdf, pdf())] {
        let mut answers = 0;
        for cut in 0..whole.len() {
            answers += usize::from(of_bytes(&whole[..cut], named).is_ok());
            let mut turned = whole.clone();
            turned[cut] ^= 0x41;
            answers += usize::from(of_bytes(&turned, named).is_ok());
        }
        assert!(answers < 2 * whole.len());
    }
}
