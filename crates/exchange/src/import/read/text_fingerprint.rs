//! A fingerprint of a text as it is read, by which a document of our own tells whether anybody has changed it.

use crate::import::manuscript::{Block, ListKind, Run, Text};
use std::fmt::Write;

/// The fingerprint of blocks and the notes that they refer to; places do not count.
pub fn text_fingerprint(blocks: &[Block], notes: &[Text]) -> String {
    let mut lines = String::new();
    blocks.iter().for_each(|block| push(&mut lines, block, 0));
    for note in notes {
        push_text(&mut lines, "note", note);
    }
    blake3::hash(lines.as_bytes()).to_hex()[..32].to_owned()
}

/// The first words of a block, to know it by.
pub(super) fn first_words(block: &Block) -> Option<String> {
    let words = match block {
        Block::Heading(_, text) | Block::Paragraph(text) | Block::Markdown(text) => text.words(),
        Block::Table(table) => {
            let cells = table.rows.first()?.iter().map(Text::words);
            cells.collect::<Vec<_>>().join(" ")
        }
        _ => return None,
    };
    Some(words.chars().take(20).collect())
}

fn push(lines: &mut String, block: &Block, depth: usize) {
    match block {
        Block::Heading(level, text) => push_text(lines, &format!("{depth} heading {level}"), text),
        Block::Paragraph(text) => push_text(lines, &format!("{depth} paragraph"), text),
        Block::Markdown(text) => push_text(lines, &format!("{depth} markdown"), text),
        Block::List(kind, items) => {
            let kind = match kind {
                ListKind::Bullets => "bullets".to_owned(),
                ListKind::Numbers(first) => format!("numbers {first}"),
            };
            for item in items {
                push_line(lines, &format!("{depth} {kind}"), "");
                item.iter().for_each(|block| push(lines, block, depth + 1));
            }
        }
        Block::Table(table) => {
            for row in &table.rows {
                push_line(lines, &format!("{depth} row"), "");
                row.iter().for_each(|cell| push_text(lines, "cell", cell));
            }
        }
        Block::Picture(_, alt) => {
            push_line(
                lines,
                &format!("{depth} picture"),
                &alt.as_ref().map(Text::words).unwrap_or_default(),
            );
        }
        Block::Attachment(_, title) => push_text(lines, &format!("{depth} attachment"), title),
    }
}

fn push_text(lines: &mut String, kind: &str, text: &Text) {
    let runs: Vec<String> = text.runs.iter().map(run).collect();
    push_line(lines, kind, &runs.concat());
}

fn run(run: &Run) -> String {
    let style = [(run.strong, "b"), (run.emphasis, "i")];
    let marks: String = style.iter().filter(|(on, _)| *on).map(|(_, mark)| *mark).collect();
    let link = run.link.as_deref().unwrap_or_default();
    let note = run.footnote.map(|at| at.to_string()).unwrap_or_default();
    format!("<{marks} {link} {note}>{}", run.text)
}

fn push_line(lines: &mut String, kind: &str, text: &str) {
    writeln!(lines, "{kind} {text:?}").expect("a string takes all");
}
