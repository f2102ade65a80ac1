//! `.txt`: the encoding is found out and told, the bytes are decoded strictly, every line that is not blank is a paragraph.

use super::decode::{Decoded, UNDECODABLE, decode};
use crate::diagnostic::{Code, Diagnostic, Source, Span};
use crate::import::manuscript::{Block, Manuscript, Place, Text};
use crate::say;
use std::path::Path;
use std::sync::Arc;

/// The lines of a text file, blanks at their ends as they are: indents and gaps say where a paragraph begins.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Manuscript {
    let path = path.display().to_string();
    let Decoded { text, encoding, mut problems } = decode(&path, bytes, None);
    let source = Arc::new(Source::new(path, text));
    // What is lost is told line by line.
    problems.retain(|problem| problem.code != UNDECODABLE);
    problems.extend(lost(&source));
    Manuscript {
        path: source.path.clone(),
        blocks: paragraphs(&source.text),
        encoding: Some(encoding),
        source: Some(source),
        problems,
        ..Manuscript::default()
    }
}

fn paragraphs(text: &str) -> Vec<Block> {
    let lines = (1..).zip(text.split('\n'));
    let written = lines.filter(|(_, line)| !line.trim().is_empty());
    let paragraph =
        |(number, line): (u32, &str)| Block::Paragraph(Text::plain(line, Place::Line(number, 1)));
    written.map(paragraph).collect()
}

/// Where the decoder, or whoever saved the file, put U+FFFD for what was lost: one a line.
fn lost(source: &Arc<Source>) -> Vec<Diagnostic> {
    let mut start = 0;
    let mut problems = Vec::new();
    for line in source.text.split_inclusive('\n') {
        if let Some(at) = line.find('\u{fffd}') {
            let count = line.matches('\u{fffd}').count();
            let end = start + at + '\u{fffd}'.len_utf8();
            problems.push(
                Diagnostic::warning(
                    Code::ImportLostCharacters,
                    say!(
                        "这一行有 {count} 处读不出的字（显示为 \u{fffd}）",
                        "{count} characters of this line could not be read (shown as \u{fffd})"
                    ),
                )
                .at(source, Span::new(start + at, end))
                .hint(say!("对照原稿补上", "compare with the original and put them in")),
            );
        }
        start += line.len();
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, Encoding, GB18030};

    const SIMPLIFIED: &str =
        "云溪县召开优质服务创建动员大会。\n会议由县长李明远主持，420人参加。\n";
    const TRADITIONAL: &str =
        "雲溪縣召開優質服務創建動員大會。\n會議由縣長李明遠主持，420人參加。\n";

    fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    #[test]
    fn every_encoding_is_told_and_read() {
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        for (bytes, encoding, text) in [
            (SIMPLIFIED.into(), "UTF-8", SIMPLIFIED),
            (marked(b"\xef\xbb\xbf", SIMPLIFIED.into()), "UTF-8", SIMPLIFIED),
            (encoded(SIMPLIFIED, GB18030), "GB18030", SIMPLIFIED),
            (encoded(TRADITIONAL, GB18030), "GB18030", TRADITIONAL),
            (encoded(TRADITIONAL, BIG5), "Big5", TRADITIONAL),
            (utf_16(SIMPLIFIED, u16::to_le_bytes), "UTF-16LE", SIMPLIFIED),
            (utf_16(SIMPLIFIED, u16::to_be_bytes), "UTF-16BE", SIMPLIFIED),
            (marked(b"\xff\xfe", utf_16(SIMPLIFIED, u16::to_le_bytes)), "UTF-16LE", SIMPLIFIED),
            (marked(b"\xfe\xff", utf_16(TRADITIONAL, u16::to_be_bytes)), "UTF-16BE", TRADITIONAL),
            (b"plain\r\nascii".to_vec(), "UTF-8", "plain\nascii"),
        ] {
            let manuscript = read(Path::new("a.txt"), &bytes);
            assert_eq!(manuscript.encoding, Some(encoding), "{text}");
            let read = manuscript.source.expect("the text");
            assert_eq!(read.text, text);
            assert!(manuscript.problems.is_empty(), "{:?}", manuscript.problems);
        }
    }

    #[test]
    fn lines_of_other_encodings_are_read_and_told() {
        let bytes = [SIMPLIFIED.as_bytes(), &encoded(SIMPLIFIED, GB18030)].concat();
        let manuscript = read(Path::new("a.txt"), &bytes);
        let source = manuscript.source.expect("the text");
        assert_eq!(source.text, SIMPLIFIED.repeat(2));
        assert_eq!(manuscript.problems[0].code, Code::ImportMixedEncodings);
    }

    #[test]
    fn what_is_lost_is_told_with_its_place() {
        let mut bytes = encoded("第一行\n县长李明远", GB18030);
        bytes.push(0xff);
        let manuscript = read(Path::new("a.txt"), &bytes);
        let [problem] = manuscript.problems.as_slice() else { panic!("{:?}", manuscript.problems) };
        let place = problem.place().1.expect("a place");
        assert_eq!((place.line, place.column), (2, 6));
    }

    #[test]
    fn lines_know_their_numbers() {
        let manuscript = read(Path::new("a.txt"), "\n　　甲\n\n乙\n".as_bytes());
        let [Block::Paragraph(first), Block::Paragraph(second)] = manuscript.blocks.as_slice()
        else {
            panic!("{:?}", manuscript.blocks)
        };
        assert_eq!((first.words().as_str(), &first.place), ("　　甲", &Place::Line(2, 1)));
        assert_eq!((second.words().as_str(), &second.place), ("乙", &Place::Line(4, 1)));
    }
}
