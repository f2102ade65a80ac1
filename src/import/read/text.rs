//! `.txt`: the encoding is found out and told, the bytes are decoded strictly, every line that is not blank is a paragraph.

use crate::diagnostic::{Diagnostic, Source, Span};
use crate::import::manuscript::{Block, Manuscript, Place, Text};
use crate::say;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::path::Path;
use std::sync::Arc;

/// The lines of a text file, blanks at their ends as they are: indents and gaps say where a paragraph begins.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Manuscript {
    let decoded = decode(bytes);
    let text = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
    let source = Arc::new(Source {
        path: path.display().to_string(),
        text,
    });
    let mut problems = Vec::new();
    if decoded.mixed {
        problems.push(mixed(&source, decoded.encoding));
    }
    problems.extend(lost(&source));
    Manuscript {
        path: source.path.clone(),
        blocks: paragraphs(&source.text),
        encoding: Some(name(decoded.encoding)),
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

/// A text with the encoding that it was in.
struct Decoded {
    text: String,
    encoding: &'static Encoding,
    /// Some lines were in another encoding.
    mixed: bool,
}

/// Strictly in one encoding where that is possible, else line by line.
fn decode(bytes: &[u8]) -> Decoded {
    let whole = |encoding: &'static Encoding, bytes: &[u8]| Decoded {
        text: encoding.decode_without_bom_handling(bytes).0.into_owned(),
        encoding,
        mixed: false,
    };
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return whole(encoding, &bytes[mark..]);
    }
    let wide = || [UTF_16LE, UTF_16BE].into_iter().find(|e| is_wide(bytes, e));
    let strict = [UTF_8].into_iter().chain(wide()).chain(guesses(bytes));
    for encoding in strict {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            let text = text.into_owned();
            return Decoded {
                text,
                encoding,
                mixed: false,
            };
        }
    }
    by_line(bytes)
}

/// Chinese encodings, the likeliest first.
fn guesses(bytes: &[u8]) -> [&'static Encoding; 2] {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    match detector.guess(None, Utf8Detection::Deny) {
        guess if guess == BIG5 => [BIG5, GB18030],
        _ => [GB18030, BIG5],
    }
}

/// Whether bytes are UTF-16 without a mark: nearly all of it is Chinese, its punctuation, or ASCII.
fn is_wide(bytes: &[u8], encoding: &&'static Encoding) -> bool {
    if !bytes.len().is_multiple_of(2) {
        return false;
    }
    let sample = &bytes[..bytes.len().min(4096)];
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(sample) else {
        return false;
    };
    let usual = |c: &char| {
        matches!(*c, '\t' | '\n' | '\r' | ' '..='~' | '\u{3000}'..='\u{301f}' | '\u{4e00}'..='\u{9fff}'
            | '\u{ff01}'..='\u{ff5e}' | '‘'..='”' | '—' | '…')
    };
    // Two bytes of GB18030 or ASCII look like Han characters now and then, but never like these.
    let telling = |c: char| matches!(c, '\n' | ' ' | '，' | '。' | '、' | '：');
    let count = text.chars().count();
    count > 0 && text.chars().filter(usual).count() * 20 >= count * 19 && text.contains(telling)
}

/// Every line in the encoding that it is strictly in; where there is none, U+FFFD stands for what is lost.
fn by_line(bytes: &[u8]) -> Decoded {
    let [first, second] = guesses(bytes);
    let choices = [UTF_8, first, second];
    let mut counts = [0_usize; 3];
    let mut text = String::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let strict = choices.iter().position(|encoding| {
            let decoded = encoding.decode_without_bom_handling_and_without_replacement(line);
            decoded.inspect(|decoded| text.push_str(decoded)).is_some()
        });
        match strict {
            Some(_) if line.is_ascii() => {}
            Some(choice) => counts[choice] += 1,
            None => text.push_str(&first.decode_without_bom_handling(line).0),
        }
    }
    let most = (0..3).max_by_key(|at| (counts[*at], *at == 1)).unwrap_or(1);
    Decoded {
        text,
        encoding: choices[most],
        mixed: counts.iter().filter(|count| **count > 0).count() > 1,
    }
}

fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 {
        "GB18030"
    } else {
        encoding.name()
    }
}

fn mixed(source: &Source, encoding: &'static Encoding) -> Diagnostic {
    let name = name(encoding);
    Diagnostic::warning(
        "import-mixed-encodings",
        say!(
            "文件里混有几种编码，多数行是 {name}，已逐行辨认",
            "the file mixes encodings, most lines are {name}; every line was told on its own"
        ),
    )
    .in_file(source.path.clone())
    .hint(say!(
        "请通读一遍，看有没有乱码",
        "read it through for garbled text"
    ))
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
                    "import-lost-characters",
                    say!(
                        "这一行有 {count} 处读不出的字（显示为 \u{fffd}）",
                        "{count} characters of this line could not be read (shown as \u{fffd})"
                    ),
                )
                .at(source, Span::new(start + at, end))
                .hint(say!(
                    "对照原稿补上",
                    "compare with the original and put them in"
                )),
            );
        }
        start += line.len();
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (
                marked(b"\xef\xbb\xbf", SIMPLIFIED.into()),
                "UTF-8",
                SIMPLIFIED,
            ),
            (encoded(SIMPLIFIED, GB18030), "GB18030", SIMPLIFIED),
            (encoded(TRADITIONAL, GB18030), "GB18030", TRADITIONAL),
            (encoded(TRADITIONAL, BIG5), "Big5", TRADITIONAL),
            (utf_16(SIMPLIFIED, u16::to_le_bytes), "UTF-16LE", SIMPLIFIED),
            (utf_16(SIMPLIFIED, u16::to_be_bytes), "UTF-16BE", SIMPLIFIED),
            (
                marked(b"\xff\xfe", utf_16(SIMPLIFIED, u16::to_le_bytes)),
                "UTF-16LE",
                SIMPLIFIED,
            ),
            (
                marked(b"\xfe\xff", utf_16(TRADITIONAL, u16::to_be_bytes)),
                "UTF-16BE",
                TRADITIONAL,
            ),
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
        assert_eq!(manuscript.problems[0].code, "import-mixed-encodings");
    }

    #[test]
    fn what_is_lost_is_told_with_its_place() {
        let mut bytes = encoded("第一行\n县长李明远", GB18030);
        bytes.push(0xff);
        let manuscript = read(Path::new("a.txt"), &bytes);
        let [problem] = manuscript.problems.as_slice() else {
            panic!("{:?}", manuscript.problems)
        };
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
        assert_eq!(
            (first.words().as_str(), &first.place),
            ("　　甲", &Place::Line(2, 1))
        );
        assert_eq!(
            (second.words().as_str(), &second.place),
            ("乙", &Place::Line(4, 1))
        );
    }
}
