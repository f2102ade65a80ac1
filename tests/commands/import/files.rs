//! Files of other formats through the command: what each becomes, and what is said of those that cannot be read.

use super::site;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let part = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
    zipped_bytes(&parts.iter().map(part).collect::<Vec<_>>())
}

pub(super) fn zipped_bytes(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

/// A Word file with these paragraphs.
fn word(paragraphs: &[&str]) -> Vec<u8> {
    let paragraphs: String =
        paragraphs.iter().map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")).collect();
    let body = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{paragraphs}</w:body></w:document>"
    );
    zipped(&[("word/document.xml", &body)])
}

const POST: &str = "---\ntitle: 旧站文章\ndate: 2026-03-01\ntags: [春耕, 水利]\nlayout: post\n---\n\n见[旧文](/posts/old/)和[省里](https://www.example.gov.cn/a)。\n\n![图](/images/a.png)\n\n![田间](b.png)\n";

const PAGE: &str = "<html><head><meta charset=\"utf-8\"><title>春耕_云溪县</title><meta name=\"ArticleTitle\" content=\"云溪县春耕备耕有序推进\"><meta name=\"PubDate\" content=\"2026-03-05 09:30\"></head><body><div class=\"nav\"><a href=\"/\">首页</a></div><div class=\"content\"><h1>云溪县春耕备耕有序推进</h1><p>入春以来，全县各乡镇抓住晴好天气，组织群众整地备耕，见<a href=\"/old/1.html\">旧文</a>。</p><p>各乡镇已备足种子和化肥，农技人员下到田间地头。</p><p><img src=\"b.png\" alt=\"田间\"></p><script>alert(1)</script></div></body></html>";

#[test]
fn every_source_becomes_a_draft_that_builds() {
    let site = site();
    site.write("hugo.md", POST);
    site.write("page.html", PAGE);
    site.write("b.png", b"\x89PNG\r\n\x1a\n");
    site.write(
        "notice.docx",
        word(&[
            "关于召开全县春耕工作会议的通知",
            "各乡镇：",
            "一、会议时间：2026年3月9日（星期一）上午9:00",
            "二、会议地点：县政府一楼会议室",
        ]),
    );
    site.write(
        "roster.csv",
        "云溪县防汛工作领导小组,,,\n序号,组内职务,姓名,单位及职务\n1,组长,李明远,县长\n2,成员,张　伟,县交通局局长\n",
    );
    let all = ["hugo.md", "page.html", "notice.docx", "roster.csv"];
    let run = site.chinese(&[&["import"], &all[..]].concat()).must_end(0);
    run.must_complain("导入了 4 个，0 个没有导入")
        .must_complain("“/posts/old/”是原来网站里的地址，链接去掉了");
    let drafts = site.drafts();
    let text: String = drafts.values().cloned().collect();
    for part in [
        "标题: 旧站文章\n",
        "关键词: [春耕, 水利]\n",
        "# 原稿另有 layout: post",
        "见旧文和[省里](https://www.example.gov.cn/a)。",
        "标题: 云溪县春耕备耕有序推进\n发布日期: 2026-03-05 09:30\n",
        "备耕，见旧文。",
        "时间: {起: 2026-03-09 09:00}\n",
        "地点: 县政府一楼会议室\n",
        "小组名称: 云溪县防汛工作领导小组\n",
        "成员:  # 待核：按表头认出：序号 → 不用，组内职务 → 职责，姓名 → 姓名，单位及职务 → 职务\n",
        "  - {职责: 成员, 姓名: 张伟, 职务: 县交通局局长}\n",
    ] {
        assert!(text.contains(part), "no {part} in:\n{text}");
    }
    assert!(!text.contains("alert") && !text.contains("首页"), "{text}");
    site.must_build();
}

#[test]
fn what_cannot_be_read_is_told_and_gives_no_draft() {
    let site = site();
    let locked = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat();
    let bomb = zipped(&[("word/document.xml", &" ".repeat(140 << 20))]);
    let whole = word(&["一"]);
    let files: [(&str, &[u8], &str); 6] = [
        ("locked.docx", &locked, "locked.docx"),
        ("bomb.docx", &bomb, "太大"),
        ("cut.docx", &whole[..whole.len() / 2], "cut.docx"),
        ("sheet.docx", &zipped(&[("xl/workbook.xml", "<workbook/>")]), "sheet.docx"),
        ("frames.html", b"<html><frameset><frame src=\"a.html\"></frameset></html>", "frames.html"),
        ("empty.csv", b"", "文件是空的"),
    ];
    for (name, bytes, _) in files {
        site.write(name, bytes);
    }
    let names = files.map(|(name, ..)| name);
    let mut run = site.chinese(&[&["import"], &names[..]].concat()).must_end(1);
    for (.., said) in files {
        run = run.must_complain(said);
    }
    run.must_complain("导入了 0 个，6 个没有导入");
    assert!(site.drafts().is_empty());
    for (name, bytes, _) in files {
        assert_eq!(std::fs::read(site.path(name)).expect("the original"), bytes, "{name}");
    }
}
