//! 版式文件 (PDF, OFD): lines that stand on pages become paragraphs again.
//!
//! Chinese text has no blank where a line ends; what tells a paragraph is that it begins further in, that the line before it is
//! not full, or a gap. Numbers of pages, and what stands at the edge of every page, are no text.

use super::fault::{begin, told_unreadable};
use crate::chinese::levels::label;
use crate::chinese::marks::closes_year;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::layout::{Item, Line, Page, joined};
use crate::extract::{self, Unreadable};
use crate::import::manuscript::{Block, Manuscript, Place, Table, Text};
use crate::say;
use std::collections::HashMap;
use std::path::Path;

/// So much further in than the others a line begins a paragraph, in ems; two is usual.
const INDENT: f64 = 1.2;
/// A line that ends so near to the edge is full: a mark that may not stand first takes its neighbour along. In ems.
const FULL: f64 = 2.6;
/// A distance of so many usual ones is a gap.
const GAP: f64 = 1.45;
/// Where paragraphs do not begin further in, a smaller gap parts them.
const GAP_ALONE: f64 = 1.15;
/// Letters so much larger are those of a title.
const LARGER: f64 = 1.12;
/// Further from the top or bottom than this part of a page stands no number of it.
const EDGE: f64 = 0.16;

/// Reads a PDF or an OFD.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Manuscript {
    let mut manuscript = begin(path);
    let pages = match extract::pages(bytes) {
        Ok(pages) => pages,
        Err(why) => {
            manuscript.problems.push(told_unreadable(&why, path));
            return manuscript;
        }
    };
    if pages.iter().all(|page| page.items.is_empty()) {
        manuscript.problems.push(textless(&pages, path));
        return manuscript;
    }
    manuscript.problems = doubts(&pages, &manuscript.path);
    manuscript.blocks = blocks(pages);
    manuscript
}

/// A scan, or pages with nothing on them.
fn textless(pages: &[Page], path: &Path) -> Diagnostic {
    let is_scan = pages.iter().any(|page| page.unread == Some(Unreadable::Picture));
    let words = match is_scan {
        true => say!(
            "这是扫描件：每一页都是图，没有文字",
            "this is a scan: its pages are pictures and hold no text"
        ),
        false => say!("文件里没有文字", "the file holds no text"),
    };
    Diagnostic::error(Code::NoText, words).in_file(path.display().to_string()).hint(say!(
        "向起草的科室要 Word 原稿；没有的，用文字识别软件（WPS、扫描仪自带的）转成 Word，核对以后再导入",
        "ask its author for the Word file, or let a program recognise its characters (WPS, or that of the scanner), read it over and import that"
    ))
}

/// What of the pages did not come along, or not surely.
fn doubts(pages: &[Page], path: &str) -> Vec<Diagnostic> {
    let numbers = |wanted: &dyn Fn(&Page) -> bool| -> Vec<usize> {
        (1..).zip(pages).filter(|(_, page)| wanted(page)).map(|(number, _)| number).collect()
    };
    let mut problems = Vec::new();
    let mut tell = |pages: Vec<usize>, problem: fn(&str, &str) -> Diagnostic| {
        if !pages.is_empty() {
            let list: Vec<String> = pages.iter().map(usize::to_string).collect();
            problems.push(problem(&list.join("、"), &list.join(", ")).in_file(path));
        }
    };
    tell(numbers(&|page| page.unread == Some(Unreadable::Picture)), |zh, en| {
        let words = say!(
            "第{zh}页是图，没有文字，没有导入",
            "page {en} is a picture without text and was not imported"
        );
        Diagnostic::warning(Code::NoText, words).hint(say!(
            "对照原件，把这几页的内容补上",
            "compare with the original and put in what these pages say"
        ))
    });
    tell(numbers(&|page| page.unread == Some(Unreadable::Font)), |zh, en| {
        let words = say!(
            "第{zh}页有认不出的字（字体没有带编码），显示为 \u{fffd}",
            "page {en} has letters that cannot be made out (a font without an encoding); they show as \u{fffd}"
        );
        Diagnostic::warning(Code::ImportLostCharacters, words)
            .hint(say!("对照原件补上", "compare with the original and put them in"))
    });
    tell(numbers(&|page| page.is_recognised), |zh, en| {
        let words = say!(
            "第{zh}页是扫描的，文字是识别软件认出来的，可能有错字",
            "page {en} is a scan whose text was recognised by a program and may have slips"
        );
        Diagnostic::warning(Code::ImportLostCharacters, words).hint(say!(
            "对照原件逐字核对，数字要特别小心",
            "read it against the original, figures above all"
        ))
    });
    tell(numbers(&has_columns), |zh, en| {
        let words = say!(
            "第{zh}页有用空白分开的栏目（名单，或没有框线的表格），一行一行排在正文里",
            "page {en} has columns that are parted by blanks (a roster, or a table without rules); they stand in the text line by line"
        );
        Diagnostic::warning(Code::TextBox, words)
            .hint(say!("对照原件看顺序对不对", "compare their order with the original"))
    });
    problems.extend(across(pages).map(|problem| problem.in_file(path)));
    problems
}

/// So many lines with gaps in them are columns.
const ROWS: usize = 3;

fn has_columns(page: &Page) -> bool {
    let is_row = |item: &&Item| matches!(item, Item::Line(line) if line.text.contains("\u{3000}"));
    page.items.iter().filter(is_row).count() >= ROWS
}

/// Watermarks are no text.
fn across(pages: &[Page]) -> Option<Diagnostic> {
    let text = pages.iter().map(|page| page.across.trim()).find(|text| !text.is_empty())?;
    let text: String = text.chars().take(20).collect();
    let words = say!(
        "斜排或竖排的文字没有导入（多半是水印）：“{text}”",
        "text that runs across the page was left out (probably a watermark): {text}"
    );
    Some(
        Diagnostic::warning(Code::HiddenText, words)
            .hint(say!("是正文的，自己补上", "put it in where it belongs to the text")),
    )
}

fn blocks(pages: Vec<Page>) -> Vec<Block> {
    let usual = Measures::of(pages.iter().flat_map(|page| &page.items));
    let edges = repeated(&pages);
    let mut text = Paragraphs::default();
    for (number, page) in (1..).zip(pages) {
        let own = Measures::of(&page.items);
        // A page of few lines does not show where its text begins and ends.
        let measures = if page.items.len() >= FEW { own } else { usual };
        text.begin_page(number, measures);
        let last = page.items.len();
        for (at, item) in page.items.into_iter().enumerate() {
            let is_edge = at < EDGE_LINES || at + EDGE_LINES >= last;
            match item {
                Item::Line(line) if is_edge && is_furniture(&line, page.size.1, &edges) => {}
                Item::Line(line) => text.line(line),
                Item::Grid(grid) => text.table(grid.rows),
            }
        }
    }
    text.end()
}

/// A page of fewer lines is measured with the others.
const FEW: usize = 8;
/// So many lines at the top and at the bottom of a page may be no text.
const EDGE_LINES: usize = 2;

/// Lines at the edges of pages, without their figures, that stand on several.
fn repeated(pages: &[Page]) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for page in pages.iter().filter(|_| pages.len() > 1) {
        let edges = page.items.iter().take(EDGE_LINES);
        let edges = edges.chain(page.items.iter().skip(EDGE_LINES).rev().take(EDGE_LINES));
        for item in edges {
            if let Item::Line(line) = item
                && is_at_edge(line, page.size.1)
            {
                *counts.entry(bare(&line.text)).or_insert(0) += 1;
            }
        }
    }
    let least = (pages.len() / 3).max(2);
    counts.retain(|text: &String, count| *count >= least && !text.is_empty());
    counts
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

fn is_furniture(line: &Line, height: f64, repeated: &HashMap<String, usize>) -> bool {
    is_at_edge(line, height)
        && (is_page_number(&line.text) || repeated.contains_key(&bare(&line.text)))
}

/// Where nothing says how high the page is, any edge of the text is one of the page.
fn is_at_edge(line: &Line, height: f64) -> bool {
    height <= 0.0 || line.base < EDGE * height || line.base > (1.0 - EDGE) * height
}

/// `— 3 —`, `第3页 共12页`, `3/12`.
fn is_page_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let beside = |c: char| "—–-－─·•~～第页共/／|()（） \u{3000}".contains(c);
    (1..=8).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || beside(c))
}

/// Where the text of a page stands.
#[derive(Clone, Copy, Debug, Default)]
struct Measures {
    left: f64,
    right: f64,
    /// The height of most letters.
    size: f64,
    /// From one baseline to the next.
    pitch: f64,
    /// Whether paragraphs begin further in.
    indents: bool,
}

impl Measures {
    fn of<'i>(items: impl IntoIterator<Item = &'i Item>) -> Self {
        let line = |item: &'i Item| match item {
            Item::Line(line) => Some(line),
            Item::Grid(_) => None,
        };
        let lines: Vec<&Line> = items.into_iter().filter_map(line).collect();
        let size = usual(lines.iter().map(|line| (line.size, line.text.chars().count())));
        let text: Vec<&&Line> = lines.iter().filter(|line| is_like(line.size, size)).collect();
        let left = edge(text.iter().map(|line| line.left).collect(), size);
        let right = -edge(text.iter().map(|line| -line.right).collect(), size);
        let steps = lines.windows(2).map(|two| two[1].base - two[0].base);
        let steps = steps.filter(|step| *step > 0.8 * size && *step < 4.0 * size);
        let pitch = edge(steps.collect(), 1.0);
        let mut measures = Self { left, right, size, pitch, indents: false };
        // What stands below a line that is not full begins a paragraph.
        let begin = lines.windows(2).filter(|two| !measures.is_full(two[0], two[1]));
        let begin: Vec<f64> = begin.map(|two| two[1].left - left).collect();
        let deep = begin.iter().filter(|deep| is_indented(**deep, size)).count();
        measures.indents = deep * 2 >= begin.len() && deep > 0;
        measures
    }

    /// Whether a line reaches the edge, or would with the first word of the next.
    fn is_full(&self, line: &Line, next: &Line) -> bool {
        let word = next.text.chars().take_while(char::is_ascii_graphic).count();
        let room = FULL.max(1.5 + word.min(40) as f64 / 2.0);
        line.right > self.right - room * self.size
    }
}

fn is_indented(deep: f64, size: f64) -> bool {
    (INDENT * size..4.5 * size).contains(&deep)
}

fn is_like(size: f64, other: f64) -> bool {
    size < other * LARGER && other < size * LARGER
}

/// The value that most letters have, to half a point.
fn usual(values: impl Iterator<Item = (f64, usize)>) -> f64 {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for (value, count) in values {
        *counts.entry((value * 2.0).round() as i64).or_insert(0) += count;
    }
    let best = counts.into_iter().max_by_key(|(value, count)| (*count, *value));
    best.map_or(0.0, |(value, _)| value as f64 / 2.0)
}

/// The outermost place that is not one line's alone.
fn edge(mut places: Vec<f64>, size: f64) -> f64 {
    places.sort_by(f64::total_cmp);
    let shared = places.windows(2).find(|two| two[1] - two[0] < size).map(|two| two[0]);
    shared.or(places.first().copied()).unwrap_or(0.0)
}

/// Paragraphs as they grow.
#[derive(Default)]
struct Paragraphs {
    blocks: Vec<Block>,
    measures: Measures,
    page: u32,
    /// The line before, with the page that it stands on.
    last: Option<(u32, Line)>,
    /// The paragraph that is not yet at its end, with its page.
    open: Option<(u32, String)>,
    /// Whether nothing of this page has come yet.
    is_fresh: bool,
}

impl Paragraphs {
    fn begin_page(&mut self, page: u32, measures: Measures) {
        (self.page, self.measures, self.is_fresh) = (page, measures, true);
    }

    fn line(&mut self, line: Line) {
        self.is_fresh = false;
        let goes_on =
            self.last.as_ref().is_some_and(|(page, last)| self.goes_on(*page, last, &line));
        match self.open.as_mut().filter(|_| goes_on) {
            Some((_, text)) => *text = joined([text.as_str(), line.text.as_str()]),
            None => {
                self.close();
                self.open = Some((self.page, line.text.clone()));
            }
        }
        self.last = Some((self.page, line));
    }

    fn close(&mut self) {
        if let Some((page, text)) = self.open.take() {
            self.blocks.push(Block::Paragraph(Text::plain(text, Place::Page(page))));
        }
    }

    /// A table that begins a page goes on with that which ended the last.
    fn table(&mut self, rows: Vec<Vec<String>>) {
        self.close();
        self.last = None;
        let page = self.page;
        let cell = |text: String| Text::plain(text, Place::Page(page));
        let mut rows: Vec<Vec<Text>> =
            rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
        let is_first = std::mem::take(&mut self.is_fresh);
        match self.blocks.last_mut() {
            Some(Block::Table(above)) if is_first && above.rows[0].len() == rows[0].len() => {
                let words = |row: &[Text]| row.iter().map(Text::words).collect::<Vec<_>>();
                if words(&above.rows[0]) == words(&rows[0]) {
                    rows.remove(0);
                }
                above.rows.append(&mut rows);
            }
            _ => self.blocks.push(Block::Table(Table { heads: 0, rows, name: None })),
        }
    }

    fn goes_on(&self, page: u32, last: &Line, next: &Line) -> bool {
        let Measures { left, size, pitch, indents, .. } = self.measures;
        let gap = if indents { GAP } else { GAP_ALONE };
        let usual = pitch.max(size) * (last.size / size).max(1.0);
        let is_near = page != self.page || next.base - last.base < usual * gap;
        let stands_alone = |text: &str| is_number(text) || text.ends_with("文件");
        if !is_like(last.size, next.size) || stands_alone(&last.text) || is_number(&next.text) {
            return false;
        }
        if next.size > size * LARGER && self.is_centred(last) && self.is_centred(next) {
            let is_below = next.base - last.base < usual * GAP;
            return is_below && !ends_sentence(&last.text);
        }
        let is_columns = next.text.contains('\u{3000}') || last.text.contains("\u{3000}\u{3000}");
        let begins = next.left > left + INDENT * size || is_columns;
        let chars: Vec<char> = next.text.chars().take(12).collect();
        // Without indents a full line that ends a sentence may end its paragraph.
        let is_open = indents || !ends_sentence(&last.text) || label(&chars).is_none();
        is_near && self.measures.is_full(last, next) && !begins && is_open
    }

    fn is_centred(&self, line: &Line) -> bool {
        let Measures { left, right, size, .. } = self.measures;
        let middle = (line.left - left) - (right - line.right);
        line.left > left + INDENT * size && middle.abs() < 2.0 * size
    }

    fn end(mut self) -> Vec<Block> {
        self.close();
        self.blocks
    }
}

/// `青政发〔2026〕9号`, which stands in a line of its own above or below a title.
fn is_number(text: &str) -> bool {
    text.ends_with('号') && text.contains(closes_year) && text.chars().count() <= 30
}

fn ends_sentence(text: &str) -> bool {
    text.ends_with(['。', '！', '？', '：', '；', '”', '!', '?', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(left: f64, base: f64, text: &str) -> Item {
        let right = left + 16.0 * text.chars().count() as f64;
        Item::Line(Line { left, right, base, size: 16.0, text: text.to_owned() })
    }

    fn page(items: Vec<Item>) -> Page {
        Page { size: (595.0, 842.0), items, ..Page::default() }
    }

    fn words(pages: Vec<Page>) -> Vec<String> {
        let words = |block: Block| match block {
            Block::Paragraph(text) => text.words(),
            Block::Table(table) => {
                let cells = table.rows.iter().flatten().map(Text::words);
                cells.collect::<Vec<_>>().join("|")
            }
            other => panic!("{other:?}"),
        };
        blocks(pages).into_iter().map(words).collect()
    }

    const FULL_LINE: &str = "各乡镇要建立台账逐项明确责任按月调度进展情况确保落到实";

    #[test]
    fn indents_and_gaps_tell_paragraphs() {
        let indented = page(vec![
            line(111.0, 100.0, &FULL_LINE[..FULL_LINE.len() - 6]),
            line(79.0, 128.0, FULL_LINE),
            line(79.0, 156.0, "处。"),
            line(111.0, 184.0, "二、加强配合。"),
            line(111.0, 212.0, "三、加强督促。"),
        ]);
        let texts = words(vec![indented]);
        assert_eq!(texts.len(), 3, "{texts:?}");
        assert!(texts[0].ends_with("处。"));
        let plain = page(vec![
            line(79.0, 100.0, FULL_LINE),
            line(79.0, 126.0, &FULL_LINE[..FULL_LINE.len() - 3]),
            line(79.0, 160.0, FULL_LINE),
            line(79.0, 186.0, "一段。"),
            line(79.0, 220.0, "二段。"),
        ]);
        let texts = words(vec![plain]);
        assert_eq!(texts.len(), 3, "{texts:?}");
    }

    #[test]
    fn what_stands_at_the_edge_of_every_page_goes() {
        let one = |number: u32, text: &str| {
            page(vec![
                line(200.0, 40.0, "青禾县农业农村局编"),
                line(79.0, 300.0, text),
                line(280.0, 800.0, &format!("— {number} —")),
            ])
        };
        assert_eq!(words(vec![one(1, "一段。"), one(2, "二段。")]), ["一段。", "二段。"]);
        for (text, expected) in [
            ("— 3 —", true),
            ("第3页 共12页", true),
            ("3/12", true),
            ("2026年", false),
            ("—", false),
        ] {
            assert_eq!(is_page_number(text), expected, "{text}");
        }
    }

    #[test]
    fn a_table_goes_on_over_pages() {
        let grid = |rows: &[[&str; 2]]| {
            let rows = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
            Item::Grid(crate::extract::layout::Grid { top: 100.0, bottom: 200.0, rows })
        };
        let first = page(vec![grid(&[["序号", "任务"], ["1", "补种"]])]);
        let second = page(vec![grid(&[["序号", "任务"], ["2", "排查"]])]);
        assert_eq!(words(vec![first, second]), ["序号|任务|1|补种|2|排查"]);
    }
}
