//! What was exported comes back: over every document of the example county.

use super::*;
use crate::diagnostic::Code;
use crate::import::manuscript::{Block, ListKind, Manuscript, Place, Run, Table, Text};
use crate::import::read::text_fingerprint::text_fingerprint;
use crate::import::read::{docx as word, sheet};
use crate::import::recognise::columns::{Columns, Listing, columns};
use crate::import::recognise::rows::{CellValue, Row, rows};
use crate::markdown::{self, Phrase, Section, Shape};
use proptest::prelude::*;
use std::path::Path;

fn county() -> Content {
    let (content, problems) =
        crate::read::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")));
    assert!(problems.is_empty(), "{problems:?}");
    content.expect("the example county")
}

fn exported(content: &Content, document: &Document, form: Form) -> Vec<u8> {
    let (files, _) = export(content, document, form, Data::Carried).expect("a file");
    files.into_iter().next().expect("one file").bytes
}

fn is_whole(read: &Manuscript, document: &Document) {
    let path = &document.path;
    let front = &document.source.text[document.front.range()];
    assert_eq!(read.front.as_deref(), Some(front), "{path}");
    let [Block::Markdown(body)] = &read.blocks[..] else { panic!("{path}: {:?}", read.blocks) };
    assert_eq!(body.words(), document.markdown(), "{path}");
    let codes: Vec<_> = read.problems.iter().map(|problem| problem.code.name()).collect();
    assert!(codes.is_empty(), "{path}: {codes:?}");
}

/// Word: front matter and Markdown to the byte, as long as nobody has changed the text.
#[test]
fn every_document_comes_back_from_word() {
    let content = county();
    assert!(content.documents.len() > 50);
    for document in &content.documents {
        let bytes = exported(&content, document, Form::Docx);
        is_whole(&word::read(Path::new("a.docx"), &bytes), document);
    }
}

#[test]
fn every_table_comes_back_from_excel() {
    let content = county();
    let mut count = 0;
    for document in &content.documents {
        let Ok((files, _)) = export(&content, document, Form::Xlsx, Data::Carried) else {
            continue;
        };
        count += 1;
        is_whole(&sheet::read_xlsx(Path::new("a.xlsx"), &files[0].bytes), document);
    }
    assert!(count > 20);
}

/// CSV carries nothing unseen: its heads say what its rows are, and every value comes back.
#[test]
fn every_csv_is_recognised_by_its_heads() {
    let content = county();
    let mut count = 0;
    for document in &content.documents {
        let names = Names::of(&content);
        for sheet in sheets(document, &names) {
            let listing = match sheet.name {
                "名单" => Listing::Roster,
                "任务分解" => Listing::Tasks,
                "指标" => Listing::Indicators,
                "指标值" => Listing::Readings,
                "任务进展" => Listing::TaskStates,
                _ => continue,
            };
            let file = csv_files(std::slice::from_ref(&sheet)).remove(0);
            let read = sheet::read_csv(Path::new("a.csv"), &file.bytes);
            let [Block::Table(table)] = &read.blocks[..] else {
                panic!("{}: {:?}", document.path, read.blocks)
            };
            let columns = columns(table).expect("heads that are known");
            assert_eq!(columns.listing, listing, "{}", document.path);
            let read = rows(table, &columns);
            assert_eq!(read.len(), sheet.rows.len(), "{} {}", document.path, sheet.name);
            for (row, written) in read.iter().zip(&sheet.rows) {
                assert_eq!(
                    values(row),
                    cells(&columns, written),
                    "{} {}",
                    document.path,
                    sheet.name
                );
                count += 1;
            }
        }
    }
    assert!(count > 100);
}

fn values(row: &Row) -> BTreeMap<&'static str, String> {
    let value = |(key, value): &(&'static str, CellValue)| match value {
        CellValue::One(text) => (*key, text.clone()),
        CellValue::Many(texts) => (*key, texts.join("、")),
    };
    assert!(row.aside.is_empty() && row.doubts.is_empty(), "{row:?}");
    row.values.iter().map(value).collect()
}

fn cells(columns: &Columns, row: &[sheets::Cell]) -> BTreeMap<&'static str, String> {
    let pairs = columns.keys.iter().zip(row);
    let known = pairs.filter_map(|((_, key), cell)| Some(((*key)?, cell.shown())));
    known.filter(|(_, text)| !text.is_empty()).collect()
}

/// Changed in Word: the same parts, words, emphasis, links and notes as the Markdown has. Pieces that show data and what
/// Word has no form for come back as they were written.
#[test]
fn every_text_is_read_back_from_what_word_shows() {
    let content = county();
    for document in &content.documents {
        let bytes = exported(&content, document, Form::Docx);
        let read = word::read(Path::new("a.docx"), &changed(&bytes));
        assert!(read.front.is_some());
        let outline = markdown::outline(document.markdown());
        let expected = blocks(&outline.sections, document.markdown());
        let notes: Vec<Text> = outline.notes.iter().map(|note| note_text(note)).collect();
        if text_fingerprint(&read.blocks, &read.footnotes) != text_fingerprint(&expected, &notes) {
            let pairs = read.blocks.iter().zip(&expected);
            let first = pairs.clone().find(|(a, b)| {
                text_fingerprint(&[(*a).clone()], &[]) != text_fingerprint(&[(*b).clone()], &[])
            });
            panic!("{}: {first:#?} {} {}", document.path, read.blocks.len(), expected.len());
        }
    }
}

/// What people change in Word: the text comes back changed, changes of data are told and do not come back.
#[test]
fn changes_in_word_are_read_or_told() {
    let content = county();
    let of = |path: &str| {
        content.documents.iter().find(|document| document.path == path).expect("a plan")
    };
    let document = of("plans/2026-water-saving");
    let bytes = exported(&content, document, Form::Docx);
    let text = edited(&bytes, "word/document.xml", "坚持节水优先", "坚持节水第一");
    let read = word::read(Path::new("a.docx"), &text);
    assert_eq!(read.front.as_deref(), Some(&document.source.text[document.front.range()]));
    let words: String = read.blocks.iter().map(|block| format!("{block:?}")).collect();
    assert!(
        words.contains("坚持节水第一")
            && words.contains("../rosters/2026-water-saving.md")
            && words.contains("::tasks")
    );
    assert!(read.problems.is_empty());
    let data =
        edited(&bytes, "word/document.xml", "完善用水总量和强度控制", "健全用水总量和强度控制");
    let read = word::read(Path::new("a.docx"), &data);
    let told = &read.problems[..];
    assert!(
        matches!(told, [problem] if problem.code == Code::DataChanged && problem.hints[0].zh.contains("编号 任务")),
        "{told:?}"
    );
    assert!(
        matches!(&read.blocks[..], [Block::Markdown(body)] if body.words() == document.markdown())
    );
    let book = exported(&content, of("rosters/2026-quality-service"), Form::Xlsx);
    let read = sheet::read_xlsx(
        Path::new("a.xlsx"),
        &edited(&book, "xl/worksheets/sheet1.xml", "李明远", "李明"),
    );
    assert!(read.front.is_some() && matches!(&read.blocks[..], [Block::Table(_)]));
    assert_eq!(read.problems[0].code, Code::DataChanged);
}

/// Another fingerprint, as if somebody had changed the text.
fn changed(bytes: &[u8]) -> Vec<u8> {
    edited(bytes, "customXml/item1.xml", "<body seen=\"", "<body seen=\"x")
}

/// A file with other words in one of its parts.
fn edited(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut package = crate::office::Package::open(bytes, 1 << 30).expect("a file");
    let mut parts = Vec::new();
    for name in package.names() {
        let bytes = package.bytes(&name).expect("a part").expect("there");
        let bytes = match name == part {
            true => {
                let text = String::from_utf8(bytes).expect("text");
                assert!(text.contains(from), "{from}");
                text.replacen(from, to, 1).into_bytes()
            }
            false => bytes,
        };
        parts.push((name, bytes));
    }
    crate::office::zipped(&parts)
}

fn blocks(sections: &[Section], markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for section in sections {
        let source = markdown[section.source.clone()].to_owned();
        let as_written = |text: &str| Block::Markdown(Text::plain(text, Place::Whole));
        match &section.shape {
            Shape::Heading(level, phrases) => {
                let mut text = text(phrases);
                text.runs.iter_mut().for_each(|run| run.strong = false);
                blocks.push(Block::Heading(*level, text));
            }
            Shape::Paragraph(phrases) => {
                let lines = phrases.split(|phrase| phrase.line_break);
                blocks.extend(lines.map(|line| Block::Paragraph(text(line))));
            }
            Shape::List(first, items) => {
                let kind = first.map_or(ListKind::Bullets, |first| {
                    ListKind::Numbers(u32::try_from(first).expect("small"))
                });
                let items = items.iter().map(|item| self::blocks(item, markdown)).collect();
                blocks.push(Block::List(kind, items));
            }
            Shape::Table(rows) => blocks.push(Block::Table(Table {
                heads: 1,
                rows: rows.iter().map(|row| row.iter().map(|cell| text(cell)).collect()).collect(),
                name: None,
            })),
            Shape::Directive(_) => blocks.push(as_written(source.trim())),
            Shape::Html => {}
            _ => blocks.push(as_written(&source)),
        }
    }
    blocks
}

fn text(phrases: &[Phrase]) -> Text {
    let mut text = Text::empty(Place::Whole);
    for phrase in phrases {
        text.push(Run {
            text: phrase.text.clone(),
            strong: phrase.strong,
            emphasis: phrase.emphasis,
            // A link within a page has no address outside of it.
            link: phrase.link.clone().filter(|link| !link.starts_with('#')),
            footnote: phrase.note,
        });
    }
    text.trimmed()
}

fn note_text(sections: &[Section]) -> Text {
    let paragraph = sections.iter().find_map(|section| match &section.shape {
        Shape::Paragraph(phrases) => Some(text(phrases)),
        _ => None,
    });
    paragraph.unwrap_or_else(|| Text::empty(Place::Whole))
}

/// A site of news with these texts.
fn site(texts: &[&str]) -> Content {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join("content").join(name);
    std::fs::create_dir_all(at("news")).expect("made");
    let write = |name: &str, text: &str| std::fs::write(at(name), text).expect("written");
    write("site.yaml", "name: 云溪县\nbase_url: https://www.example.gov.cn/\npreview: true\n");
    write("news/_index.md", "---\nname: 要闻\n---\n");
    for (number, text) in texts.iter().enumerate() {
        write(
            &format!("news/{number}.md"),
            &format!("---\ntitle: 题{number}\ndate: 2026-01-01\n---\n{text}"),
        );
    }
    let (content, _) = crate::read::read(folder.path());
    let content = content.expect("a site");
    assert_eq!(content.documents.len(), texts.len());
    content
}

fn come_back(texts: &[&str]) {
    let content = site(texts);
    for document in &content.documents {
        let bytes = exported(&content, document, Form::Docx);
        is_whole(&word::read(Path::new("a.docx"), &bytes), document);
    }
}

/// Everything that Markdown can hold goes into Word without a panic, and comes back as it was.
#[test]
fn hard_texts_come_back() {
    let texts = [
        "",
        "一\\\n二\n\n> 引文\n> - 甲\n\n```\n<代码> & ]]>\n```\n\n---\n\n<!-- 注 -->\n\n<b>粗</b>\n",
        "1. 一\n\n   又一段\n\n   > 引\n2. 二\n   - 深\n     - 更深\n       1. 最深\n",
        "- [x] 做完\n- [ ] 没做\n\n::任务分解\n\n::没有的块 甲\n",
        "见[^a][^a][^没有]\n\n[^a]: 注[^b]\n\n    - 列\n\n[^b]: 乙\n",
        "控制\u{1}\u{7}字符 ]]> <w:t> &amp; 🎉 𠮷\r\n换行\r\n",
        "![a](none.png)![b](none.svg)\n\n文字![c](none.png)\n",
        "[a](javascript:alert(1)) [b](#节) [c](../../../../etc/passwd) [d](b.md#x) <https://a.example/?a=1&b=\"2\">\n",
        "| a |\n|---|\n| **粗** [链](https://a.example/) |\n",
        "###### 六\n\n# 一\n\n标题下\n===\n",
    ];
    come_back(&texts);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn any_texts_come_back(texts in prop::collection::vec("(#{1,6} |- |1\\. |> |\\||\n|\n\n|    |\\*\\*|_|`|~~|\\[\\^1\\]|!\\[|\\]\\(a\\.md\\)|<b>|&|---|::任务|文字|\\PC){0,40}", 30)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        come_back(&texts);
    }
}
