//! Sheets made here.

use super::*;
use crate::import::manuscript::Manuscript;
use crate::office::zipped;
use proptest::prelude::*;
use std::path::Path;

fn shown(read: &Manuscript) -> Vec<String> {
    let table = |block: &Block| match block {
        Block::Table(table) => {
            let row = |row: &Vec<Text>| row.iter().map(Text::words).collect::<Vec<_>>().join("|");
            let rows: Vec<String> = table.rows.iter().map(row).collect();
            format!("{}: {}", table.name.as_deref().unwrap_or_default(), rows.join(" / "))
        }
        other => panic!("{other:?}"),
    };
    read.blocks.iter().map(table).collect()
}

fn codes(read: &Manuscript) -> Vec<&'static str> {
    read.problems.iter().map(|problem| problem.code.name()).collect()
}

fn workbook(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
    let parts = [
        (
            "xl/workbook.xml",
            r#"<workbook><sheets><sheet name="名单" r:id="r1"/><sheet name="底稿" state="hidden" r:id="r2"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#,
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>姓名</t></si><si><r><t>李</t></r><r><t>明远</t></r><rPh><t>li</t></rPh></si></sst>",
        ),
        (
            "xl/styles.xml",
            r##"<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="10"/></cellXfs></styleSheet>"##,
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/worksheets/sheet2.xml", "<worksheet><sheetData/></worksheet>"),
    ];
    zipped(&[&parts[..], more].concat())
}

const SHEET: &str = r#"<row r="1"><c r="B1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>完成率</t></is></c></row><row r="2"/><row r="4"><c r="B4" t="s"><v>1</v></c><c r="C4" s="3"><v>0.667</v></c><c s="1"><v>41000</v></c><c s="2"><v>40999</v></c></row>"#;

#[test]
fn an_excel_file() {
    let read = read_xlsx(Path::new("a.xlsx"), &workbook(SHEET, &[]));
    assert_eq!(shown(&read), ["名单: |姓名|完成率|| / |李明远|66.70%|2012-04-01|2012-03-31"]);
    let Block::Table(table) = &read.blocks[0] else { panic!("a table") };
    assert_eq!(table.rows[1][3].place, Place::Cell("名单".into(), "D4".into()));
    assert_eq!(codes(&read), ["hidden-sheet"]);
}

#[test]
fn what_a_workbook_holds_besides_is_told() {
    let sheet =
        r#"<row r="1" hidden="1"><c r="A1" t="e"><v>#DIV/0!</v></c><c r="B1"><f>A1</f></c></row>"#;
    let more = [
        ("xl/vbaProject.bin", ""),
        ("xl/media/a.png", ""),
        ("xl/comments1.xml", ""),
        ("xl/externalLinks/externalLink1.xml", ""),
    ];
    let read = read_xlsx(Path::new("a.xlsx"), &workbook(sheet, &more));
    assert_eq!(
        codes(&read),
        [
            "hidden-sheet",
            "hidden-row",
            "cell-error",
            "cell-uncounted",
            "macros",
            "external",
            "pictures",
            "comments"
        ]
    );
    let empty = read_xlsx(Path::new("a.xlsx"), &workbook("", &[]));
    assert_eq!(codes(&empty), ["hidden-sheet", "no-text"]);
}

#[test]
fn far_cells_cost_nothing() {
    let far = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c><c r="ZZZZZZ9"><v>3</v></c><c r="B1048576"><v>4</v></c></row>"#;
    let read = read_xlsx(Path::new("a.xlsx"), &workbook(far, &[]));
    assert_eq!(shown(&read), ["名单: 1| / |4"]);
}

#[test]
fn files_that_cannot_be_read() {
    for (name, bytes, code) in [
        ("a.xlsx", b"PK\x03\x04".to_vec(), "damaged"),
        ("a.xlsx", zipped(&[("xl/workbook.xml", "<a></b>")]), "damaged"),
    ] {
        assert_eq!(codes(&read_xlsx(Path::new(name), &bytes)), [code]);
    }
}

#[test]
fn csv_files() {
    let gbk = encoding_rs::GB18030.encode("姓名,职务\n李明远,县长\n").0.into_owned();
    for (bytes, expected) in [
        (gbk, "a: 姓名|职务 / 李明远|县长"),
        (
            "\u{feff}姓名;职务\r\n李明远;\"县长；书记\"\r\n".into(),
            "a: 姓名|职务 / 李明远|县长；书记",
        ),
        ("姓名\t职务\n李,明\t县长\n".into(), "a: 姓名|职务 / 李,明|县长"),
        ("sep=|\na|b\n".into(), "a: a|b"),
        (
            "\"说“好”\"\"好\"\"\",\"一\n二\"\n'=1+1,=\"0938\"\n".into(),
            "a: 说“好”\"好\"|一\n二 / =1+1|0938",
        ),
        ("只有一列\n一\n\n二\n".into(), "a: 只有一列 / 一 / 二"),
        ("a,\"没有收尾\nb".into(), "a: a|没有收尾\nb"),
    ] {
        assert_eq!(shown(&read_csv(Path::new("a.csv"), &bytes)), [expected]);
    }
}

#[test]
fn a_quote_that_is_not_closed_takes_no_more_than_a_cell_may_hold() {
    let rows = "丙,丁\n".repeat(20_000);
    let manuscript = read_csv(Path::new("a.csv"), format!("甲,\"乙\n{rows}").as_bytes());
    let shown = shown(&manuscript).concat();
    assert!(shown.starts_with("a: 甲|\"乙 / 丙|丁 / 丙|丁"), "{}", &shown[..60]);
    assert_eq!(shown.matches("丙").count(), 20_000);
}

#[test]
fn places_of_cells() {
    for (row, column, place) in [
        (0, 0, "A1"),
        (2, 1, "B3"),
        (9, 25, "Z10"),
        (0, 26, "AA1"),
        (0, 701, "ZZ1"),
        (0, 702, "AAA1"),
    ] {
        assert_eq!(address(row, column), place);
    }
}

#[test]
fn no_damage_breaks_the_reader() {
    let whole = workbook(SHEET, &[]);
    for at in 0..whole.len() {
        assert!(!read_xlsx(Path::new("a.xlsx"), &whole[..at]).problems.is_empty());
        let mut turned = whole.clone();
        turned[at] ^= 0x41;
        read_xlsx(Path::new("a.xlsx"), &turned);
    }
}

proptest! {
    #[test]
    fn any_csv_gives_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_csv(Path::new("a.csv"), &bytes);
    }

    #[test]
    fn any_sheet_gives_an_answer(cells in prop::collection::vec(("[A-Z]{0,5}[0-9]{0,9}", "(s|b|e|str|inlineStr|n|)", "[-0-9.eE]{0,12}", 0..5_u8), 0..20)) {
        let cells: String = cells.iter().map(|(r, t, v, s)| format!("<c r=\"{r}\" t=\"{t}\" s=\"{s}\"><v>{v}</v></c>")).collect();
        read_xlsx(Path::new("a.xlsx"), &workbook(&format!("<row>{cells}</row>"), &[]));
    }
}
