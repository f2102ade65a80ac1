//! 正文: clean blocks as Markdown that means what the characters say.

use super::manuscript::{Block, ListKind, Run, Table};
use super::passage::{NOTE, Passage};
use crate::markdown::scheme;

/// Names for the files of assets, by their positions; `None` where there is no file.
pub type Names<'a> = &'a [Option<String>];

/// One block, without the line break behind it; empty for what belongs to the front matter.
pub fn block(block: &Block<Passage>, names: Names<'_>) -> String {
    match block {
        Block::Heading(level, text) => {
            let marks = "#".repeat(usize::from((*level).clamp(1, 6)));
            format!("{marks} {}", inline(text).replace('\n', " "))
        }
        Block::Paragraph(text) => guarded(&inline(text)),
        Block::List(kind, items) => list(*kind, items, names),
        Block::Table(rows) => table(rows),
        Block::Picture(asset, words) => picture(*asset, words.as_ref(), names),
        Block::Attachment(asset, title) => match names.get(*asset) {
            Some(Some(_)) => String::new(),
            _ => guarded(&inline(title)),
        },
        Block::Markdown(text) => text.words(),
    }
}

/// The notes that runs refer to.
pub fn notes(notes: &[Passage]) -> String {
    let note = |(at, text): (usize, &Passage)| {
        format!("[^{}]: {}\n", at + 1, inline(text).replace('\n', " "))
    };
    notes.iter().enumerate().map(note).collect()
}

fn list(kind: ListKind, items: &[Vec<Block<Passage>>], names: Names<'_>) -> String {
    let mut text = String::new();
    for (at, item) in items.iter().enumerate() {
        let mark = match kind {
            ListKind::Bullets => "- ".to_owned(),
            ListKind::Numbers(first) => format!("{}. ", u64::from(first) + at as u64),
        };
        let blocks: Vec<String> =
            item.iter().map(|b| block(b, names)).filter(|b| !b.is_empty()).collect();
        let indent = " ".repeat(mark.len());
        let body = blocks.join("\n\n").replace('\n', &format!("\n{indent}"));
        text.push_str(&format!("{mark}{body}\n"));
    }
    text.trim_end().to_owned()
}

/// The first row is the head where the source says of none.
fn table(table: &Table<Passage>) -> String {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns == 0 {
        return String::new();
    }
    let row = |cells: &[Passage]| {
        let mut line = String::from("|");
        for at in 0..columns {
            let text = cells.get(at).map(inline).unwrap_or_default();
            line.push_str(&format!(" {} |", text.replace('\n', "<br>")));
        }
        line
    };
    let mut lines: Vec<String> = table.rows.iter().map(|cells| row(cells)).collect();
    lines.insert(1, format!("|{}", " --- |".repeat(columns)));
    lines.join("\n")
}

fn picture(asset: usize, words: Option<&Passage>, names: Names<'_>) -> String {
    let words = words.map(inline).unwrap_or_default().replace('\n', " ");
    match names.get(asset) {
        Some(Some(name)) => format!("![{words}](<{name}>)"),
        _ => guarded(&words),
    }
}

/// Styled text; blanks at the ends of a style stand outside of it.
fn inline(passage: &Passage) -> String {
    let runs = passage.runs(0..passage.chars.len());
    runs.iter().map(run).collect()
}

fn run(run: &Run) -> String {
    if let Some(note) = run.footnote {
        return format!("[^{}]", note + 1);
    }
    let core = run.text.trim();
    if core.is_empty() {
        return run.text.clone();
    }
    let start = run.text.len() - run.text.trim_start().len();
    let (before, after) = (&run.text[..start], &run.text[start + core.len()..]);
    let mut text = escaped(core);
    for (is, mark) in [(run.emphasis, "*"), (run.strong, "**")] {
        if is {
            text = format!("{mark}{text}{mark}");
        }
    }
    if let Some(target) = run.link.as_deref().filter(|target| is_address(target)) {
        text = format!("[{text}](<{target}>)");
    }
    format!("{before}{text}{after}")
}

/// An address that may stand between `<` and `>`: one that people follow, or a path within the site.
fn is_address(target: &str) -> bool {
    let leads = scheme(target).is_none_or(|scheme| {
        let scheme = scheme.to_ascii_lowercase();
        matches!(scheme.as_str(), "https" | "http" | "mailto" | "tel")
    });
    let plain = |c: char| !c.is_control() && !matches!(c, '<' | '>' | '\\');
    leads && target.chars().all(plain)
}

/// Characters that Markdown would take for marks, behind a backslash.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| *c != NOTE) {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '~' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A paragraph that Markdown would take for a heading, a list or something else by how its lines begin.
fn guarded(text: &str) -> String {
    let line = |line: &str| {
        let line = line.trim_start();
        let starts = |marks: &[char]| line.starts_with(marks);
        match starts(&['#', '+', '-', '=', ':']) {
            true => format!("\\{line}"),
            false => number_guarded(line),
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// `1. 甲` would lose its number in a list that begins elsewhere.
fn number_guarded(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let mark = rest.starts_with(['.', ')']) && rest[1..].starts_with([' ', '\t'])
        || rest == "."
        || rest == ")";
    match digits > 0 && mark {
        true => format!("{}\\{rest}", &line[..digits]),
        false => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::manuscript::{Place, Text};
    use crate::markdown;

    fn passage(text: &str) -> Passage {
        Passage::of(Text::plain(text, Place::Line(1, 1)))
    }

    fn words(text: &str) -> String {
        let written = block(&Block::Paragraph(passage(text)), &[]);
        markdown::facts(&written).plain.trim_end().to_owned()
    }

    #[test]
    fn paragraphs_say_what_they_said() {
        for text in [
            "增长5%，同比*提高*",
            "# 不是标题",
            "1. 不是列表",
            "- 不是列表",
            "::参会人员",
            "<script>alert(1)</script>",
            "见[附件]和_下划线_",
            "a \\ b ` c ~~d~~ & e &amp; f",
            "---",
            "===",
            "甲 | 乙",
            "2026.",
            "> 不是引用",
        ] {
            assert_eq!(words(text), text, "{text}");
        }
    }

    #[test]
    fn blocks_of_every_form() {
        let cells = |texts: [&str; 2]| texts.map(passage).to_vec();
        for (form, expected) in [
            (Block::Heading(2, passage("一、总体要求")), "## 一、总体要求"),
            (
                Block::List(
                    ListKind::Numbers(3),
                    vec![
                        vec![Block::Paragraph(passage("甲"))],
                        vec![
                            Block::Paragraph(passage("乙")),
                            Block::List(
                                ListKind::Bullets,
                                vec![vec![Block::Paragraph(passage("丙"))]],
                            ),
                        ],
                    ],
                ),
                "3. 甲\n4. 乙\n   \n   - 丙",
            ),
            (
                Block::Table(Table {
                    heads: 1,
                    rows: vec![cells(["序号", "任务|目标"]), cells(["1", "甲\n乙"])],
                    name: None,
                }),
                "| 序号 | 任务\\|目标 |\n| --- | --- |\n| 1 | 甲<br>乙 |",
            ),
            (Block::Picture(0, Some(passage("会场"))), "![会场](<a b.jpg>)"),
            (Block::Picture(1, Some(passage("会场"))), "会场"),
            (Block::Attachment(0, passage("回执")), ""),
        ] {
            let names = [Some("a b.jpg".to_owned()), None];
            assert_eq!(block(&form, &names), expected);
        }
    }

    #[test]
    fn styles_links_and_notes() {
        let run = |text: &str| Run { text: text.to_owned(), ..Run::default() };
        let text = Text {
            runs: vec![
                Run { strong: true, ..run("加强领导。 ") },
                Run { link: Some("https://www.example.gov.cn/".into()), ..run("网站") },
                Run { footnote: Some(0), ..run("") },
                Run { link: Some("a>b".into()), ..run("坏") },
            ],
            place: Place::Paragraph(1),
        };
        let written = block(&Block::Paragraph(Passage::of(text)), &[]);
        assert_eq!(written, "**加强领导。** [网站](<https://www.example.gov.cn/>)[^1]坏");
        assert_eq!(notes(&[passage("注")]), "[^1]: 注\n");
    }
}
