//! What goes wrong: every file is told on its own, the others go on, nothing that was there is harmed.

use super::{reports, site, split};
use crate::site::Site;
use proptest::prelude::*;
use std::fs;

const REPORT: &str = "3月31日，云溪县召开优质服务创建动员大会。会议由县长李明远主持。\n";

#[test]
fn a_file_that_cannot_be_read_does_not_stop_the_others() {
    let site = site();
    let bad: [(&str, &[u8], &str, &str); 6] = [
        ("a-empty.txt", b" \n", "import-empty", "文件是空的"),
        ("b-zip.txt", b"PK\x03\x04....", "import-mislabelled", "文件名说是 TXT，内容却是压缩包"),
        ("c-old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged", "文件是坏的"),
        ("d-photo.wps", b"\xff\xd8\xff\xe0", "import-mislabelled", "内容却是图片"),
        ("e-film.mp4", b"....", "import-unknown-format", "能导入的有：.txt"),
        (
            "f-protected.txt",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "import-mislabelled",
            "有密码的先去掉密码",
        ),
    ];
    for (name, bytes, ..) in bad {
        site.write(name, bytes);
    }
    site.write("good.txt", REPORT);
    let names = bad.map(|(name, ..)| name);
    let args = [&["import", "--year", "2026"], &names[..], &["good.txt", "missing.txt"]].concat();
    let mut run =
        site.chinese(&args).must_end(1).must_print("good.txt → content/meetings/2026-03-31-");
    for (name, _, code, words) in bad {
        run = run.must_complain(&format!("[{code}]")).must_complain(name).must_complain(words);
    }
    run.must_complain("没有这个文件").must_complain("导入了 1 个，7 个没有导入");
    for (name, bytes, ..) in bad {
        assert_eq!(fs::read(site.path(name)).expect("it is there"), bytes);
    }
    assert_eq!(site.drafts().len(), 1);
}

#[test]
fn a_folder_is_imported_file_by_file() {
    let site = site();
    site.write("old/2/b.txt", REPORT);
    site.write("old/a.txt", REPORT);
    site.write("old/.hidden.txt", REPORT);
    site.write("old/photo.raw", b"no text");
    site.chinese(&["import", "old", "--year", "2026", "--format", "short"])
        .must_end(0)
        .must_print("old/2/b.txt → content/meetings/2026-03-31-yun-xi-xian-zhao-kai-you-zhi-fu.md")
        .must_print("old/a.txt → content/meetings/2026-03-31-yun-xi-xian-zhao-kai-you-zhi-fu-2.md");
    site.must_build();
    fs::create_dir(site.path("nothing")).expect("our own folder");
    site.chinese(&["import", "nothing"]).must_end(1).must_complain("文件夹里没有能导入的文件");
}

#[test]
fn a_draft_is_not_written_over() {
    let site = site();
    site.write("report.txt", REPORT);
    let import = ["import", "report.txt", "--year", "2026"];
    site.chinese(&import).must_end(0);
    let (name, ..) = site.draft();
    site.write(&format!("content/{name}"), b"mine");
    site.chinese(&import).must_end(1).must_complain("已经有了，没有覆盖").must_complain("--force");
    assert_eq!(fs::read(site.path(&format!("content/{name}"))).expect("it is there"), b"mine");
    site.chinese(&[&import[..], &["--force"]].concat()).must_end(0);
    assert_eq!(site.draft().1["会议名称"], "优质服务创建动员大会");
    let folder = format!("content/{}/index.md", name.trim_end_matches(".md"));
    fs::remove_file(site.path(&format!("content/{name}"))).expect("it is there");
    site.write(&folder, b"mine");
    site.chinese(&[&import[..], &["--force"]].concat())
        .must_end(1)
        .must_complain("它占着同一个网址");
    assert_eq!(fs::read(site.path(&folder)).expect("it is there"), b"mine");
}

#[test]
fn a_rehearsal_writes_nothing() {
    let site = site();
    site.write("report.txt", REPORT);
    site.chinese(&["import", "report.txt", "--year", "2026", "--dry-run"])
        .must_end(0)
        .must_print("会议名称: 优质服务创建动员大会")
        .must_print("姓名 李明远 ‹1:28–30›  职务 县长 ‹1:26–27›")
        .must_complain("没有写入任何文件");
    assert_eq!(site.drafts().len(), 0);
}

#[test]
fn a_year_is_never_guessed() {
    let site = site();
    site.write("report.txt", REPORT);
    site.chinese(&["import", "report.txt"])
        .must_end(0)
        .must_complain("“时间”待填：原文只写“3月31日”，没有年份")
        .must_complain("report.txt:1:1");
    let (name, front, _) = site.draft();
    assert_eq!(name, "meetings/yun-xi-xian-zhao-kai-you-zhi-fu.md");
    assert!(front.get("时间").is_none());
    let text = fs::read_to_string(site.path(&format!("content/{name}"))).expect("a draft");
    assert!(text.contains("# 时间:  # 待填：原文只写“3月31日”，没有年份"), "{text}");
    assert!(text.contains("# 待核：原文没有发布日期，先写导入的日期"), "{text}");
    site.must_build();
}

#[test]
fn what_is_doubtful_is_marked_in_the_draft_and_listed() {
    let site = site();
    let text =
        "县领导到村调研\n县长李明远到单(shàn)家湾村调研有力保障??h委要求。\n(李明远在村里)\n";
    site.write("news.txt", text);
    site.chinese(&["import", "news.txt", "--kind", "文章", "--date", "2026-11-06"])
        .must_end(0)
        .must_complain("news.txt:2:8")
        .must_complain("[import-pinyin]: “单”后面的拼音（shàn）可能是作者的注音，没有删")
        .must_complain("[import-byte-slip]: “??h”可能是编码错位，原来也许是“。縣”")
        .must_complain("[import-caption]: “李明远在村里”像是图片说明，图片没有随文字来");
    let (name, _, body) = site.draft();
    let draft = fs::read_to_string(site.path(&format!("content/{name}"))).expect("a draft");
    for comment in [
        "<!-- 待核：“单”后面的拼音（shàn）可能是作者的注音，没有删 -->",
        "<!-- 待核：“??h”可能是编码错位，原来也许是“。縣” -->",
    ] {
        assert!(draft.contains(comment), "{draft}");
    }
    assert!(body.contains("县长李明远到单(shàn)家湾村调研有力保障??h委要求。"), "{body}");
    site.must_build();
}

#[test]
fn what_the_site_does_not_know_is_left_out_and_told() {
    let site = site();
    let text = "云溪县节水工作领导小组名单\n组　长：李明远　县长\n副组长：何书宁　副县长\n成　员：周文慧　县教育局局长\n办公室设在县教育局，由周文慧兼任办公室主任。\n";
    site.write("roster.txt", text);
    site.chinese(&["import", "roster.txt"])
        .must_end(0)
        .must_complain("单位表里没有“县教育局”，登记以后再填");
    let (_, front, _) = site.draft();
    assert!(front.get("办公室").is_none());
    assert_eq!(front["成员"].as_sequence().map(Vec::len), Some(3));
    site.must_build();
}

#[test]
fn a_list_of_names_teaches_surnames_and_posts() {
    let site = site();
    site.write("names.yaml", "姓氏: [乇]\n职务: [网格长]\n");
    site.write("report.txt", "3月31日，云溪县召开网格工作会议。会议由城关网格长乇大山主持。\n");
    let import = ["import", "report.txt", "--year", "2026"];
    site.chinese(&import).must_end(0);
    assert!(site.draft().1.get("主持人").is_none());
    let named = [&import[..], &["--force", "--names", "names.yaml"]].concat();
    site.chinese(&named).must_end(0);
    assert_eq!(site.draft().1["主持人"]["姓名"], "乇大山");
    assert_eq!(site.draft().1["主持人"]["职务"], "城关网格长");
    site.write("content/wordlists/names.yaml", "姓氏: [乇]\n职务: [网格长]\n");
    site.chinese(&[&import[..], &["--force"]].concat()).must_end(0);
    assert_eq!(site.draft().1["主持人"]["姓名"], "乇大山");
    site.write("names.yaml", "姓: [乇]\n");
    site.chinese(&named)
        .must_end(2)
        .must_complain("names.yaml:1:1")
        .must_complain("不认识的键“姓”");
}

#[test]
fn a_column_or_any_folder_takes_the_draft() {
    let site = site();
    site.write("report.txt", REPORT);
    site.chinese(&["import", "report.txt", "--year", "2026", "--to", "content/news"]).must_end(0);
    let (name, _, _) = site.draft();
    assert!(name.starts_with("news/2026-03-31-"), "{name}");
    let text = fs::read_to_string(site.path(&format!("content/{name}"))).expect("a draft");
    assert!(text.contains("\n类型: 会议\n"), "{text}");
    site.must_build();
    fs::create_dir(site.path("aside")).expect("our own folder");
    site.chinese(&["import", "report.txt", "--to", "aside"])
        .must_end(0)
        .must_print("→ aside/yun-xi-xian-");
    assert_eq!(site.drafts().len(), 1);
}

#[test]
fn a_report_for_programs_says_everything() {
    let site = site();
    site.write("report.txt", REPORT.replace('，', ","));
    let run = site.run(&["import", "report.txt", "--year", "2026", "--format", "json"]).must_end(0);
    let reports = reports(&run.out);
    let [report] = &reports[..] else {
        panic!("one report: {}", run.out);
    };
    assert_eq!(report["kind"], "meeting");
    assert_eq!(report["phase"], "report");
    assert_eq!(report["written"], true);
    assert_eq!(report["steps"]["punctuation"], 1);
    let change =
        serde_json::json!({ "step": "punctuation", "place": "1:6", "before": ",", "after": "，" });
    assert_eq!(report["changes"][0], change);
    let fields = report["fields"].as_array().expect("fields");
    let name = fields.iter().find(|field| field["key"] == "会议名称").expect("a name");
    let expected = serde_json::json!({ "text": "优质服务创建动员大会", "place": "1:12–21" });
    assert_eq!(name["value"], expected);
}

#[test]
fn english_readers_are_told_in_english() {
    let site = site();
    site.write("report.txt", REPORT);
    site.run(&["--lang", "en", "import", "report.txt"])
        .must_end(0)
        .must_print("meeting, report; UTF-8; 5 keys filled in, 2 places to look at")
        .must_complain("时间 is to be filled in: the text says 3月31日 without a year")
        .must_complain("imported 1, not imported 0");
}

#[cfg(unix)]
#[test]
fn a_converter_that_is_missing_or_fails_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let site = site();
    site.write("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    site.write("bin/soffice", b"#!/bin/sh\nexit 1\n");
    let program = site.path("bin/soffice");
    fs::set_permissions(program, fs::Permissions::from_mode(0o755)).expect("our own file");
    for (path, words) in [("none", "没有装 LibreOffice"), ("bin", "LibreOffice 没能转换这个文件")]
    {
        let path = site.path(path);
        let variables = [("PATH", path.to_str().expect("UTF-8"))];
        site.run_in(&["--lang", "zh", "import", "old.doc", "--convert"], &variables)
            .must_end(1)
            .must_complain(words);
    }
}

/// Pieces of which random texts are made: what the steps look for, and what might trip them.
const PIECES: &[&str] = &[
    "3月31日",
    "2026年",
    "云溪县",
    "召开",
    "动员大会",
    "。",
    "，",
    ",",
    "；",
    "：",
    ":",
    "\n",
    "\n\n",
    "　",
    "??",
    "???　",
    "?",
    "!",
    "(",
    ")",
    "（",
    "）",
    "领(lǐng)",
    "导(dǎo)",
    "會(huì)",
    "一、",
    "（一）",
    "1.",
    "（1）",
    "组　长：",
    "成员：",
    "李明远",
    "县长",
    "县委副书记、",
    "衡　彬",
    "主持",
    "会上",
    "宣读了",
    "《",
    "》",
    "“",
    "”",
    "\"",
    "著",
    "著名",
    "乾隆",
    "昇",
    "#",
    "---",
    "- ",
    "::参会人员",
    "<!--",
    "-->",
    "<script>",
    "`",
    "*",
    "_",
    "[a](b)",
    "|",
    "\u{200b}",
    "\u{feff}",
    "\u{e000}",
    "\u{fffc}",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "&nbsp;",
    "&#60;",
    "百家乐",
    "投注",
    "共420人",
    "600万元",
    "1.2.3亿元",
    "县财政安排",
    "实施步骤",
    "工作目标",
    "方案",
    "通知",
    "名单",
    "领导小组",
    "关于",
    "会议时间：",
    "地点：",
    "办公室设在",
    "来源：",
    "发布时间：",
    "云政发〔2026〕0号",
    "联系电话：",
    "138",
    "0938-0000011",
    "a",
    "B",
    "\t",
    "'",
    "{",
    "}",
    "待填",
    "№",
    "𠮷",
    "🎉",
    "e\u{301}",
];

/// Pieces of sentences with marks that are right, narrow or typed in the place of others.
const MARKS: &[&str] = &[
    "县政府",
    "云溪县",
    "优质服务",
    "李明远",
    "𠮷",
    "〇",
    "等",
    "、等",
    "、",
    "GDP",
    "a",
    "1",
    "12",
    "12号",
    "2026",
    "年",
    "3月1号",
    "08月01日",
    "63～68%",
    "2026-2030年",
    "二OO八年",
    "(试行)",
    "[2026]12号",
    "(2026)",
    "……",
    "...",
    "。。。",
    "。",
    ".",
    "，",
    ",",
    "；",
    ";",
    "：",
    ":",
    "？",
    "?",
    "!",
    "(",
    ")",
    "（",
    "）",
    "[",
    "]",
    "【",
    "】",
    "〔",
    "〕",
    "\"",
    "“",
    "”",
    "《",
    "》",
    "-",
    "~",
    "－",
    "—",
    "%",
    "·",
    "https://www.example.gov.cn/a",
    "www.example.gov.cn",
    "a@example.gov.cn",
    " ",
    "　",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat())
}

/// A draft of whatever text is read by the site without an error, and cannot say less than it should.
fn check(site: &Site, bytes: &[u8], kind: &str) {
    site.write("x.txt", bytes);
    let run = site.chinese(&["import", "x.txt", "--kind", kind, "--force", "--format", "short"]);
    let drafts = site.drafts();
    assert!(matches!(run.code, Some(0 | 1)), "{:?}: {}", run.code, run.err);
    assert_eq!(run.code == Some(0), drafts.len() == 1, "{}", run.err);
    for (name, draft) in drafts {
        split(&draft);
        let build = site.run(&["build", "--drafts", "--format", "short", "--no-search"]);
        assert_eq!(build.code, Some(0), "{}\n{draft}", build.err);
        fs::remove_file(site.path(&format!("content/{name}"))).expect("it is there");
    }
    assert_eq!(fs::read(site.path("x.txt")).expect("it is there"), bytes);
}

/// Few, for each of them runs the binary twice.
fn few() -> ProptestConfig {
    ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn a_draft_of_any_text_builds(text in text(), kind in prop::sample::select(&["会议", "实施方案", "领导小组名单", "文章"][..])) {
        check(&site(), text.as_bytes(), kind);
    }

    #[test]
    fn any_bytes_are_read_or_told(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&site(), &bytes, "文章");
    }
}

mod whole {
    //! The same without the binary, so that many more can be tried.

    use super::{MARKS, PIECES, text};
    use crate::import::site;
    use gongbao::check::style;
    use gongbao::diagnostic::Language;
    use gongbao::import::clean::{Cleaned, clean};
    use gongbao::import::draft::{self, Setting};
    use gongbao::import::lexicon::Lexicon;
    use gongbao::import::manuscript::{Block, Manuscript, Place, Text};
    use gongbao::import::passage::{Edit, Passage};
    use gongbao::import::recognise::YearHints;
    use gongbao::import::{read, understand};
    use gongbao::scaffold::NamesKind;
    use proptest::prelude::*;
    use std::path::Path;

    fn lines(text: &str) -> Vec<Block<Passage>> {
        let lines = (1..).zip(text.split('\n')).filter(|(_, line)| !line.trim().is_empty());
        let passage = |(number, line)| Passage::of(Text::plain(line, Place::Line(number, 1)));
        lines.map(|line| Block::Paragraph(passage(line))).collect()
    }

    fn words(cleaned: &Cleaned) -> String {
        let words = cleaned.blocks.iter().map(|block| match block {
            Block::Paragraph(text) | Block::Heading(_, text) => text.words(),
            _ => String::new(),
        });
        words.collect::<Vec<_>>().join("\n\n")
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn edits_are_taken_back(text in "\\PC{0,40}", edits in prop::collection::vec((0..40_usize, 0..4_usize, "\\PC{0,3}"), 0..6)) {
            let mut edits: Vec<Edit> = edits.into_iter().map(|(at, length, right)| Edit::new(at..at + length, right)).collect();
            edits.sort_by_key(|edit| edit.range.start);
            let mut passage = Passage::of(Text::plain(text, Place::Line(1, 1)));
            let before = passage.words();
            let back = passage.apply(&edits);
            passage.apply(&back);
            prop_assert_eq!(passage.words(), before);
        }

        #[test]
        fn a_clean_text_is_clean(text in text()) {
            let once = words(&clean(lines(&text), Vec::new(), &[]));
            let again = clean(lines(&once), Vec::new(), &[]);
            prop_assert_eq!(words(&again), once);
        }

        /// What `check --fix` mends, import has mended. Where import has a doubt, a person was told already.
        #[test]
        fn what_is_cleaned_is_left_by_fix(pieces in prop::collection::vec(prop::sample::select(MARKS), 0..24)) {
            let text = format!("云溪县召开动员大会\n{}\n", pieces.concat());
            let manuscript = read::read_bytes(Path::new("a.txt"), text.as_bytes()).expect("a text");
            let understood = understand(manuscript, &Lexicon::default(), YearHints::default(), None);
            prop_assume!(understood.text.doubts.is_empty());
            let setting = Setting { names_kind: NamesKind::No, today: jiff::civil::date(2026, 11, 26), language: Language::Chinese };
            let draft = draft::write(&understood, &setting).text;
            let site = site();
            site.write("content/news/a.md", &draft);
            let (content, problems) = gongbao::read::read(site.root());
            let content = content.unwrap_or_else(|| panic!("{problems:?}\n{draft}"));
            let document = content.documents.first().unwrap_or_else(|| panic!("{problems:?}\n{draft}"));
            let found: Vec<String> = style::check(document).into_iter().map(|problem| problem.message.zh).collect();
            prop_assert!(found.is_empty(), "{:?} in {}", found, draft);
        }

        /// So it is in Markdown of other generators, which goes through as it is.
        #[test]
        fn markdown_is_cleaned_too(pieces in prop::collection::vec(prop::sample::select(MARKS), 0..24)) {
            let text = format!("---\ntitle: 会议\n---\n\n云溪县**{}**，见`[2026]12号`\n", pieces.concat());
            let manuscript = read::read_bytes(Path::new("a.md"), text.as_bytes()).expect("a text");
            let understood = understand(manuscript, &Lexicon::default(), YearHints::default(), None);
            let setting = Setting { names_kind: NamesKind::No, today: jiff::civil::date(2026, 11, 26), language: Language::Chinese };
            let draft = draft::write(&understood, &setting).text;
            let site = site();
            site.write("content/news/a.md", &draft);
            let (content, problems) = gongbao::read::read(site.root());
            let content = content.unwrap_or_else(|| panic!("{problems:?}\n{draft}"));
            if let Some(document) = content.documents.first() {
                let found: Vec<String> = style::check(document).into_iter().map(|problem| problem.message.zh).collect();
                prop_assert!(found.is_empty(), "{:?} in {}", found, draft);
            }
        }

        #[test]
        fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000), pieces in prop::collection::vec(prop::sample::select(PIECES), 0..200)) {
            let lexicon = Lexicon::built_in();
            for bytes in [bytes.as_slice(), pieces.concat().as_bytes()] {
                let manuscript = read::read_bytes(Path::new("a.txt"), bytes).unwrap_or_else(|_| Manuscript::default());
                understand(manuscript, &lexicon, YearHints::default(), None);
            }
        }
    }
}
