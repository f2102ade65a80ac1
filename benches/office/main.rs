//! Reading and writing office files: a Word file of 500 pages and one of 1,000, a long roster in Excel, a large web page.
//!
//! `cargo bench --bench office` prints time and peak memory of each, in a process of its own.

use gongbao::import::manuscript::Manuscript;
use gongbao::import::read::{docx, html, sheet};
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const CASES: [&str; 4] = ["docx-500", "docx-1000", "xlsx-20000", "html-5mb"];

/// One paragraph of an official document: 140 characters, five lines.
const SENTENCE: &str = "要坚持问题导向，聚焦群众办事的难点堵点，进一步优化流程、压减环节、缩短时限，推动更多事项就近办、一次办。各乡镇、各部门要明确责任人和完成时限，建立台账，逐项销号，按月通报进展，确保各项任务落到实处、见到成效，让群众得到看得见、摸得着的实惠，并及时公开办理结果，接受监督。";

fn main() {
    // Cargo passes `--bench`; a case of our own is passed behind it.
    let case = std::env::args().skip(1).find(|argument| CASES.contains(&argument.as_str()));
    match case {
        Some(case) => run(&case),
        None => CASES.iter().for_each(|case| {
            let program = std::env::current_exe().expect("this program");
            let ended = Command::new(program).arg(case).status();
            assert!(ended.expect("it runs").success(), "{case}");
        }),
    }
}

type Reader = fn(&Path, &[u8]) -> Manuscript;

fn run(case: &str) {
    let (bytes, read): (Vec<u8>, Reader) = match case {
        "docx-500" => (word(500), docx::read),
        "docx-1000" => (word(1000), docx::read),
        "xlsx-20000" => (excel(20_000), sheet::read_xlsx),
        _ => (page(5 << 20), html::read),
    };
    let before = peak();
    let start = Instant::now();
    let manuscript = read(Path::new(case), &bytes);
    let took = start.elapsed();
    assert!(manuscript.problems.is_empty(), "{:?}", manuscript.problems);
    println!(
        "{case}: {} KiB, {} blocks, {took:.2?}, peak {} MiB (the file itself and its making: {before} MiB)",
        bytes.len() / 1024,
        manuscript.blocks.len(),
        peak(),
    );
}

/// The most memory that this process has held, in MiB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("memory");
    }
    zip.finish().expect("a zip").into_inner()
}

/// Pages of 22 lines: a heading, three paragraphs cut into runs as Word cuts them, and a table on every tenth.
fn word(pages: usize) -> Vec<u8> {
    let mut body = String::new();
    for page in 0..pages {
        write!(body, "<w:p w:rsidR=\"00A77B3E\"><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t>第{page}项任务</w:t></w:r></w:p>").expect("a string");
        for _ in 0..4 {
            body.push_str("<w:p w:rsidR=\"00A77B3E\" w:rsidRDefault=\"00B12C4F\"><w:pPr><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:rPr><w:rFonts w:ascii=\"仿宋_GB2312\" w:eastAsia=\"仿宋_GB2312\"/><w:sz w:val=\"32\"/></w:rPr></w:pPr>");
            let characters: Vec<char> = SENTENCE.chars().collect();
            for part in characters.chunks(24) {
                let text: String = part.iter().collect();
                write!(body, "<w:r w:rsidRPr=\"00C53A1D\"><w:rPr><w:rFonts w:ascii=\"仿宋_GB2312\" w:eastAsia=\"仿宋_GB2312\" w:hint=\"eastAsia\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/></w:rPr><w:t>{text}</w:t></w:r>").expect("a string");
            }
            body.push_str("</w:p>");
        }
        if page % 10 == 0 {
            body.push_str("<w:tbl>");
            for _ in 0..20 {
                body.push_str("<w:tr>");
                for cell in ["1", "规范建设服务站所", "县卫生健康局", "各乡镇", "2026-12-31"]
                {
                    write!(body, "<w:tc><w:tcPr><w:tcW w:w=\"1768\" w:type=\"dxa\"/></w:tcPr><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>").expect("a string");
                }
                body.push_str("</w:tr>");
            }
            body.push_str("</w:tbl>");
        }
    }
    zipped(&[
        ("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>")),
        ("word/styles.xml", "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>".to_owned()),
    ])
}

fn excel(rows: usize) -> Vec<u8> {
    let mut data = String::from(
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c></row>",
    );
    for row in 2..rows {
        write!(data, "<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>3</v></c><c r=\"B{row}\" t=\"inlineStr\"><is><t>县教育局局长</t></is></c><c r=\"C{row}\"><v>{row}</v></c></row>").expect("a string");
    }
    zipped(&[
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"名单\" r:id=\"r1\"/></sheets></workbook>".to_owned()),
        ("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>".to_owned()),
        ("xl/sharedStrings.xml", "<sst><si><t>姓名</t></si><si><t>职务</t></si><si><t>序号</t></si><si><t>李明远</t></si></sst>".to_owned()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{data}</sheetData></worksheet>")),
    ])
}

fn page(bytes: usize) -> Vec<u8> {
    let mut text = String::from(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>报告</title></head><body><div id=\"zoom\">",
    );
    while text.len() < bytes {
        write!(text, "<p style=\"text-indent:2em\"><span>{SENTENCE}</span></p>").expect("a string");
    }
    text.push_str("</div></body></html>");
    text.into_bytes()
}
