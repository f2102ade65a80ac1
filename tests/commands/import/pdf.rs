//! A writer of small PDFs, laid out as offices lay out theirs: lines as wide as the page, two characters in at a paragraph's
//! beginning, numbers of pages below.

/// A4, its margins, and the size of letters, in points.
const PAGE: (i32, i32) = (595, 842);
const LEFT: i32 = 79;
const TOP: i32 = 100;
const SIZE: i32 = 16;
const PITCH: i32 = 28;
/// Characters of a line, and lines of a page (GB/T 9704—2012 5.2.2).
const COLUMNS: usize = 28;
const LINES: usize = 22;

/// A line: where it begins, how large its letters are, and what it says.
struct Line {
    left: i32,
    size: i32,
    text: String,
}

/// Paragraphs as they are typed: those in the middle begin with `=`, titles with `>`, those at the right with `<`.
pub(crate) fn written(paragraphs: &[String]) -> Vec<u8> {
    let lines: Vec<Line> = paragraphs.iter().flat_map(|text| set(text)).collect();
    let pages: Vec<String> =
        (1..).zip(lines.chunks(LINES)).map(|(number, lines)| page(number, lines)).collect();
    file(&pages)
}

/// A page with a ruled table of two columns and two rows, and a line above it.
pub(crate) fn ruled() -> Vec<u8> {
    let mut content = page(1, &set("下表是各乡镇的任务。"));
    for y in [600, 570, 540] {
        content.push_str(&format!("79 {y} m 400 {y} l S\n"));
    }
    for x in [79, 200, 400] {
        content.push_str(&format!("{x} 540 m {x} 600 l S\n"));
    }
    for (at, text) in ["乡镇", "任务", "城关镇", "补种"].iter().enumerate() {
        let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let (x, y) = (85 + 120 * (at % 2), 580 - 30 * (at / 2));
        content.push_str(&format!("BT /F1 14 Tf {x} {y} Td <{codes}> Tj ET\n"));
    }
    file(&[content])
}

fn width(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<i32>()
}

/// A paragraph as lines.
fn set(text: &str) -> Vec<Line> {
    let edge = LEFT + i32::try_from(COLUMNS).unwrap_or(0) * SIZE;
    if let Some(text) = text.strip_prefix('>') {
        let lines = text.split('\n').map(|text| {
            let size = 22;
            Line { left: (PAGE.0 - width(text) * size / 2) / 2, size, text: text.to_owned() }
        });
        return lines.collect();
    }
    if let Some(text) = text.strip_prefix('=') {
        let left = (PAGE.0 - width(text) * SIZE / 2) / 2;
        return vec![Line { left, size: SIZE, text: text.to_owned() }];
    }
    if let Some(text) = text.strip_prefix('<') {
        let left = edge - width(text) * SIZE / 2;
        return vec![Line { left, size: SIZE, text: text.to_owned() }];
    }
    let mut lines = Vec::new();
    let indent = if text.ends_with('：') { 0 } else { 2 };
    let (mut left, mut line, mut room) =
        (LEFT + indent * SIZE, String::new(), COLUMNS - indent as usize);
    for c in text.chars() {
        // A mark may not begin a line.
        if line.chars().count() >= room && !"，。；：、）”》".contains(c) {
            lines.push(Line { left, size: SIZE, text: std::mem::take(&mut line) });
            (left, room) = (LEFT, COLUMNS);
        }
        line.push(c);
    }
    lines.push(Line { left, size: SIZE, text: line });
    lines
}

/// What draws a page, its number below.
fn page(number: usize, lines: &[Line]) -> String {
    let mut content = String::new();
    let mut draw = |left: i32, base: i32, size: i32, text: &str| {
        let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        content.push_str(&format!("BT /F1 {size} Tf {left} {base} Td <{codes}> Tj ET\n"));
    };
    for (line, at) in lines.iter().zip(0..) {
        draw(line.left, PAGE.1 - TOP - at * PITCH, line.size, &line.text);
    }
    draw(280, 60, 14, &format!("— {number} —"));
    content
}

/// A file of these pages; a reader that looks for objects needs no list of their places.
fn file(pages: &[String]) -> Vec<u8> {
    let mut out = "%PDF-1.4\n".to_owned();
    let mut object = |number: usize, text: &str| {
        out.push_str(&format!("{number} 0 obj\n{text}\nendobj\n"));
    };
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 5 + 2 * at)).collect();
    object(1, "<< /Type /Catalog /Pages 2 0 R >>");
    object(
        2,
        &format!(
            "<< /Type /Pages /MediaBox [0 0 {} {}] /Kids [{kids}] /Count {} >>",
            PAGE.0,
            PAGE.1,
            pages.len()
        ),
    );
    object(
        3,
        "<< /Type /Font /Subtype /Type0 /BaseFont /FangSong /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    );
    object(
        4,
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /FangSong /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    );
    for (at, content) in pages.iter().enumerate() {
        object(
            5 + 2 * at,
            &format!(
                "<< /Type /Page /Parent 2 0 R /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
                6 + 2 * at
            ),
        );
        object(6 + 2 * at, &format!("<< /Length {} >>\nstream\n{content}endstream", content.len()));
    }
    out.push_str("trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    out.into_bytes()
}
