//! 硬回车: lines that were broken at the edge of a page become paragraphs again.

use super::{Change, Said, Step, is_blank, spam};
use crate::chinese::levels::label;
use crate::chinese::marks::closes_year;
use crate::chinese::{is_han, is_wide};
use crate::import::manuscript::{Block, Place, Text};
use crate::import::passage::Passage;

pub(super) const STEP: Step = Step {
    code: "wrapped-lines",
    name: Said { zh: "把断开的行接成段", en: "broken lines joined to paragraphs" },
};

/// A page's edge in columns (a Han character has two); longer lines are whole paragraphs, shorter ones are lists.
const NARROW: usize = 24;
const WIDE: usize = 160;

/// How far from the edge a line may end: a mark that may not stand first takes its neighbour to the next line.
const SLACK: usize = 4;

/// Nobody indents a paragraph further, in columns.
const INDENT: usize = 12;

/// So many lines at least must reach the edge, where nothing else tells that lines were broken.
const LEAST: usize = 2;

pub(super) fn join(blocks: &mut Vec<Block<Passage>>, changes: &mut Vec<Change>) {
    let Some(page) = Page::of(blocks) else { return };
    let mut joined: Vec<Block<Passage>> = Vec::with_capacity(blocks.len());
    let mut last_line: Option<Line> = None;
    for block in blocks.drain(..) {
        let Block::Paragraph(next) = &block else {
            last_line = None;
            joined.push(block);
            continue;
        };
        let mut line = Line::of(next);
        let above = joined.last_mut();
        match (above, last_line.as_ref().filter(|last| page.goes_on(last, &line))) {
            (Some(Block::Paragraph(above)), Some(last)) => {
                line.indented = last.indented;
                changes.push(connect(above, next));
            }
            _ => joined.push(block),
        }
        last_line = Some(line);
    }
    *blocks = joined;
}

/// Puts a line behind the one above; words of Latin get a blank between them.
fn connect(above: &mut Passage, next: &Passage) -> Change {
    let end = above.chars.iter().rposition(|c| !is_blank(*c));
    let end = end.map_or(0, |at| at + 1);
    let start = next.chars.iter().position(|c| !is_blank(*c)).unwrap_or(0);
    let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
    let words = latin(above.chars[..end].last()) && latin(next.chars.get(start));
    above.truncate(end);
    if words {
        above.append(&blank(above.place(end)));
    }
    above.append(&next.part(start..next.chars.len()));
    Change {
        step: &STEP,
        whence: next.whence(&(start..start + 1)),
        before: "\n".to_owned(),
        after: if words { " ".to_owned() } else { String::new() },
    }
}

/// A blank that stands for a line break.
fn blank(place: Place) -> Passage {
    Passage::of(Text::plain(" ", place))
}

/// What matters of a line.
struct Line {
    number: Option<u32>,
    width: usize,
    /// It begins with blanks, or goes on with a line that does.
    indented: bool,
    /// It stands in the middle or to the right, as a signature does: no paragraph begins so far in.
    aside: bool,
    labelled: bool,
    /// It is not part of any paragraph.
    spam: bool,
    ends_sentence: bool,
}

impl Line {
    fn of(passage: &Passage) -> Self {
        let chars = &passage.chars;
        let text = chars.iter().rposition(|c| !is_blank(*c)).map_or(0, |at| at + 1);
        let lead = chars.iter().take_while(|c| is_blank(**c) || **c == '?');
        let lead = lead.count();
        let last = chars[..text].last();
        let number = is_number(&chars[..text]);
        Self {
            number: match passage.place(0) {
                Place::Line(line, _) => Some(line),
                _ => None,
            },
            width: columns(&chars[..text]),
            indented: lead > 0,
            aside: number || columns(&chars[..lead]) > INDENT,
            labelled: number || is_labelled(&chars[lead..text.max(lead)]),
            spam: spam::is_spam_line(passage),
            ends_sentence: last.is_some_and(|c| "。！？：；）”!?:".contains(*c)),
        }
    }
}

/// `青政发〔2026〕9号`, and who signs beside it: a line of its own (GB/T 9704—2012 7.2.5).
fn is_number(chars: &[char]) -> bool {
    let number = chars.iter().position(|c| *c == '号').filter(|at| *at < 30);
    let year = chars.iter().position(|c| closes_year(*c));
    let rest: String = number.map_or(&[][..], |at| &chars[at + 1..]).iter().collect();
    let rest = rest.trim();
    number.is_some()
        && year < number
        && year.is_some()
        && (rest.is_empty() || rest.starts_with("签发人"))
}

/// How wide characters are.
fn columns(chars: &[char]) -> usize {
    chars.iter().map(|c| if is_wide(*c) { 2 } else { 1 }).sum()
}

/// Whether a line begins with a number, with `组长：`, or with a name and a gap: it begins something.
fn is_labelled(chars: &[char]) -> bool {
    let short = |end: char| chars.iter().take(10).any(|c| *c == end);
    let name = chars.iter().take(5).skip(1).any(|c| is_blank(*c)) && is_han(chars[0]);
    label(chars).is_some() || short('：') || short(':') || name
}

/// How a page breaks its lines.
struct Page {
    /// The column at which it does.
    edge: Option<usize>,
    /// Whether paragraphs begin with blanks.
    indents: bool,
}

impl Page {
    /// `None` where lines are whole paragraphs.
    fn of(blocks: &[Block<Passage>]) -> Option<Self> {
        let paragraphs = blocks.iter().filter_map(|block| match block {
            Block::Paragraph(passage) => Some(Line::of(passage)),
            _ => None,
        });
        let lines: Vec<Line> = paragraphs.filter(|line| line.number.is_some()).collect();
        let broken = lines.iter().filter(|line| !line.ends_sentence);
        let widths: Vec<usize> = broken.map(|line| line.width).collect();
        let reach = |edge: usize| {
            let near = edge.saturating_sub(SLACK)..=edge;
            widths.iter().filter(|width| near.contains(width)).count()
        };
        let edges = widths.iter().copied();
        let edges = edges.filter(|width| (NARROW..=WIDE).contains(width));
        let edge = edges.max_by_key(|edge| (reach(*edge), *edge));
        // A line far beyond the edge is a whole paragraph, and then so are the others.
        let within = |edge: usize| lines.iter().all(|line| line.width <= edge + SLACK);
        let page = Self {
            edge: edge.filter(|edge| reach(*edge) >= LEAST && within(*edge)),
            indents: lines.iter().filter(|line| line.indented).count() > 1,
        };
        (page.edge.is_some() || page.indents).then_some(page)
    }

    fn goes_on(&self, last: &Line, next: &Line) -> bool {
        let adjacent = last.number.map(|n| n + 1) == next.number && next.number.is_some();
        // A line that ends with a mark may be a little wider.
        let near = |edge: usize| (edge.saturating_sub(SLACK)..=edge + 2).contains(&last.width);
        let full = self.edge.is_some_and(near);
        if !adjacent || next.indented || next.labelled || next.spam || last.spam || last.aside {
            return false;
        }
        match self.indents {
            true => last.indented && last.width >= NARROW && (full || !last.ends_sentence),
            // Without indents, a full line that ends a sentence may end its paragraph.
            false => full && !last.ends_sentence,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::import::clean::tests::cleaned;

    #[test]
    fn broken_lines_are_joined() {
        let text = [
            "云溪县召开动员大会",
            "　　3月31日，云溪县召开优质服务创建动员大",
            "会。会议由县委副书记、县长李明远主持。县直",
            "各部门主要负责人参加会议。",
            "　　会议要求，各乡镇要切实增强责任感，确保",
            "各项任务落到实处，年底前完成 GDP growth",
            "report的编写。",
        ];
        assert_eq!(
            cleaned(&text.join("\n")),
            [
                "云溪县召开动员大会",
                "3月31日，云溪县召开优质服务创建动员大会。会议由县委副书记、县长李明远主持。县直各部门主要负责人参加会议。",
                "会议要求，各乡镇要切实增强责任感，确保各项任务落到实处，年底前完成 GDP growth report的编写。",
            ]
        );
    }

    #[test]
    fn indents_tell_where_paragraphs_begin() {
        let text = [
            "　　为加强领导，县政府决定成立领导小组。",
            "何云生　云台镇镇长",
            "　　领导小组办公室设在县水务局，由衡彬同志兼任办公室主任，",
            "负责日常工作。",
            "云溪县人民政府",
        ];
        let expected = [
            "为加强领导，县政府决定成立领导小组。",
            "何云生　云台镇镇长",
            "领导小组办公室设在县水务局，由衡彬同志兼任办公室主任，负责日常工作。",
            "云溪县人民政府",
        ];
        assert_eq!(cleaned(&text.join("\n")), expected);
    }

    #[test]
    fn whole_paragraphs_and_lists_stay() {
        let report = "云溪县人民政府第58次常务会议纪要\n4月20日，县委副书记、县长李明远主持召开县政府第58次常务会议，议定以下事项。\n一、关于基层服务站所规范化建设\n会议原则同意。";
        for text in [
            report,
            "组长：李明远　县委副书记、县长\n副组长：何书宁　县委常委、副县长\n成员：周文慧　县教育局局长",
            "一、统一思想，提高认识，切实增强责任感和紧迫感\n二、明确任务，突出重点，全力抓好各项任务落实\n三、加强领导，靠实责任，确保如期实现创建目标",
        ] {
            assert_eq!(cleaned(text).join("\n"), text);
        }
    }
}
