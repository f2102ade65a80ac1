//! 清理: damage that a text took on its way is mended, step by step; what is not certain is left as it is and told.
//!
//! A step says which characters go and what stands there instead; [`Passage::apply`] does it and can take it back.
//! Doubts are looked for afterwards, in what is left: nothing is guessed silently. A clean text stays as it is.

mod annotations;
mod blanks;
mod entities;
mod furniture;
mod invisible;
mod levels;
mod lines;
mod punctuation;
mod questions;
mod simplify;
mod slips;
mod spam;

use super::manuscript::Block;
use super::passage::{Edit, NOTE, Passage, Whence};
use crate::diagnostic::{Code, Words};
use crate::record::Said;
use std::collections::BTreeMap;
use std::ops::Range;

pub use annotations::is_annotated;
pub(super) use furniture::is_tools;

/// A way in which texts are damaged, and what is done about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// A stable name, such as `pinyin`.
    pub code: &'static str,
    /// What was done, before a number: `去掉拼音注音`.
    pub name: Said,
}

/// Something that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// By which step.
    pub step: &'static Step,
    /// Where it stood in the source.
    pub whence: Whence,
    /// As it was.
    pub before: String,
    /// As it is.
    pub after: String,
}

/// Something that a person has to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What kind of doubt it is.
    pub code: Code,
    /// Where it stands in the source.
    pub whence: Whence,
    /// The position of its block; `None` in a footnote.
    pub block: Option<usize>,
    /// What it is, and what it may have been.
    pub words: Words,
}

/// A text after cleaning.
#[derive(Debug, Default)]
pub struct Cleaned {
    /// The text in its order.
    pub blocks: Vec<Block<Passage>>,
    /// Notes that passages refer to by position.
    pub footnotes: Vec<Passage>,
    /// What was mended, step by step, in the order of the text.
    pub changes: Vec<Change>,
    /// What is left to a person, in the order of the text.
    pub doubts: Vec<Doubt>,
}

/// What a whole text is like, before any step: some damage is only certain where there is much of it.
#[derive(Debug, Default)]
struct Survey {
    /// Readings that a machine put behind characters.
    annotations: annotations::Readings,
    /// Whether it is written in traditional characters.
    traditional: bool,
    /// Whether question marks stand for blanks.
    questions: bool,
    /// Words that stay as they are: names that the site knows.
    kept: Vec<Vec<char>>,
}

impl Survey {
    fn of(blocks: &[Block<Passage>], kept: &[String]) -> Self {
        let mut passages: Vec<&Passage> = Vec::new();
        visit(blocks, &mut |passage| passages.push(passage));
        let texts: Vec<&[char]> = passages.iter().map(|p| p.chars.as_slice()).collect();
        Self {
            annotations: annotations::survey(&texts),
            traditional: simplify::is_traditional(&texts),
            questions: questions::are_blanks(&texts),
            kept: kept.iter().map(|word| word.chars().collect()).collect(),
        }
    }
}

/// A step within one passage.
struct Mend {
    step: &'static Step,
    edits: fn(&[char], &Survey) -> Vec<Edit>,
}

/// The first steps.
const FIRST: &[Mend] = &[
    Mend { step: &entities::STEP, edits: entities::edits },
    Mend { step: &invisible::STEP, edits: invisible::edits },
];

/// The steps in their order, after those that look at several paragraphs: what one leaves is what the next one reads.
const MENDS: &[Mend] = &[
    Mend { step: &annotations::STEP, edits: annotations::edits },
    Mend { step: &questions::STEP, edits: questions::edits },
    Mend { step: &simplify::STEP, edits: simplify::edits },
    Mend { step: &punctuation::STEP, edits: punctuation::edits },
    Mend { step: &punctuation::STEP, edits: punctuation::usage },
    Mend { step: &punctuation::NUMBERS, edits: punctuation::numbers },
    Mend { step: &blanks::STEP, edits: blanks::edits },
];

/// Finds what is doubtful in a clean passage.
type Finder = fn(&[char], &Survey) -> Vec<Suspicion>;

const FINDERS: &[Finder] = &[
    slips::doubts,
    annotations::doubts,
    questions::doubts,
    invisible::doubts,
    simplify::doubts,
    punctuation::doubts,
];

/// A doubt with its place in the passage.
struct Suspicion {
    code: Code,
    range: Range<usize>,
    words: Words,
}

/// Lines and tables about the document, which are taken out when all else is clean.
pub(super) const FACTS: Step = Step {
    code: "facts",
    name: Said { zh: "取出要素行", en: "lines about the document taken out" },
};

/// Every step, in order, in the order in which a report lists them.
pub const STEPS: [&Step; 13] = [
    &entities::STEP,
    &invisible::STEP,
    &spam::STEP,
    &furniture::STEP,
    &FACTS,
    &lines::STEP,
    &annotations::STEP,
    &questions::STEP,
    &simplify::STEP,
    &punctuation::STEP,
    &punctuation::NUMBERS,
    &blanks::STEP,
    &levels::STEP,
];

/// The steps are taken again until they find nothing, and so often at most.
const ROUNDS: usize = 5;

/// Cleans a text; `kept` are words that stay as they are.
pub fn clean(blocks: Vec<Block<Passage>>, footnotes: Vec<Passage>, kept: &[String]) -> Cleaned {
    let mut cleaned = Cleaned { blocks, footnotes, ..Cleaned::default() };
    let mut survey = Survey::default();
    // What one step leaves may be something for an earlier one: a clean text is one that no step changes.
    for _ in 0..ROUNDS {
        let before = cleaned.changes.len();
        survey = cleaned.round(kept);
        if cleaned.changes.len() == before {
            break;
        }
    }
    let Cleaned { blocks, footnotes, changes, doubts } = &mut cleaned;
    levels::mark(blocks, changes);
    blocks.iter_mut().for_each(|block| mend_markdown(block, changes));
    for (at, block) in blocks.iter().enumerate() {
        let mut each = |passage: &Passage| doubts.extend(suspect(passage, Some(at), &survey));
        visit(std::slice::from_ref(block), &mut each);
    }
    for note in footnotes.iter() {
        doubts.extend(suspect(note, None, &survey));
    }
    shorten(doubts);
    cleaned
}

impl Cleaned {
    /// Every step once, and those within passages until they find nothing.
    fn round(&mut self, kept: &[String]) -> Survey {
        // What nobody sees may stand in the middle of anything that the other steps look for.
        FIRST.iter().for_each(|mend| self.run(mend, &Survey::default()));
        let survey = Survey::of(&self.blocks, kept);
        spam::cut(&mut self.blocks, &mut self.changes);
        furniture::cut(&mut self.blocks, &mut self.changes);
        lines::join(&mut self.blocks, &mut self.changes);
        for _ in 0..ROUNDS {
            let before = self.changes.len();
            MENDS.iter().for_each(|mend| self.run(mend, &survey));
            if self.changes.len() == before {
                break;
            }
        }
        self.blocks
            .retain(|block| !matches!(block, Block::Paragraph(text) if text.chars.is_empty()));
        survey
    }

    /// A step on every passage.
    fn run(&mut self, mend: &Mend, survey: &Survey) {
        let changes = &mut self.changes;
        let mut each = |passage: &mut Passage| run(mend, passage, survey, changes);
        visit_mut(&mut self.blocks, &mut each);
        self.footnotes.iter_mut().for_each(each);
    }
}

/// What `check --fix` would mend in Markdown that goes through as it is.
fn mend_markdown(block: &mut Block<Passage>, changes: &mut Vec<Change>) {
    let Block::Markdown(passage) = block else { return };
    for _ in 0..ROUNDS {
        let text = passage.words();
        // Characters that are no text would shift the places.
        if text.chars().count() != passage.chars.len() {
            return;
        }
        let found = punctuation::in_markdown(&text);
        if found.is_empty() {
            return;
        }
        let (mut byte, mut at) = (0, 0);
        let mut position = |to: usize| {
            at += text[byte..to].chars().count();
            byte = to;
            at
        };
        let mut edits = Vec::new();
        for (step, edit) in found {
            let range = position(edit.range.start)..position(edit.range.end);
            changes.push(Change {
                step,
                whence: passage.whence(&range),
                before: passage.words_of(range.clone()),
                after: edit.right.clone(),
            });
            edits.push(Edit::new(range, edit.right));
        }
        passage.apply(&edits);
    }
}

fn run(mend: &Mend, passage: &mut Passage, survey: &Survey, changes: &mut Vec<Change>) {
    let mut edits = (mend.edits)(&passage.chars, survey);
    if edits.is_empty() {
        return;
    }
    let fixed = fixed(&passage.chars, survey);
    edits.retain(|edit| !meets(&fixed, &edit.range));
    changes.extend(edits.iter().map(|edit| Change {
        step: mend.step,
        whence: passage.whence(&edit.range),
        before: passage.words_of(edit.range.clone()),
        after: edit.right.clone(),
    }));
    passage.apply(&edits);
}

/// What no step may touch: bytes that slipped, which only a person can read, and the words that are kept.
fn fixed(chars: &[char], survey: &Survey) -> Vec<Range<usize>> {
    let mut fixed: Vec<_> = slips::find(chars).into_iter().map(|s| s.range).collect();
    for word in survey.kept.iter().filter(|word| !word.is_empty()) {
        let starts = 0..(chars.len() + 1).saturating_sub(word.len());
        let found = starts.filter(|at| chars[*at..].starts_with(word));
        fixed.extend(found.map(|at| at..at + word.len()));
    }
    merged(fixed)
}

/// In order, those that overlap as one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Whether a range has a character in common with one of these, which are in order and apart.
fn meets(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    let after = ranges.partition_point(|other| other.end <= range.start);
    ranges.get(after).is_some_and(|other| other.start < range.end)
}

/// Whether a position is in one of these ranges, which are in order and apart.
fn covers(ranges: &[Range<usize>], at: usize) -> bool {
    meets(ranges, &(at..at + 1))
}

fn suspect(passage: &Passage, block: Option<usize>, survey: &Survey) -> Vec<Doubt> {
    let mut found: Vec<Suspicion> =
        FINDERS.iter().flat_map(|find| find(&passage.chars, survey)).collect();
    found.sort_by_key(|suspicion| suspicion.range.start);
    let doubt = |suspicion: Suspicion| Doubt {
        code: suspicion.code,
        whence: passage.whence(&suspicion.range),
        block,
        words: suspicion.words,
    };
    found.into_iter().map(doubt).collect()
}

/// Of one sort so many doubts are listed; of the others the number is told.
const LISTED: usize = 50;

fn shorten(doubts: &mut Vec<Doubt>) {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    doubts.retain(|doubt| {
        let count = counts.entry(doubt.code).or_default();
        *count += 1;
        *count <= LISTED
    });
    for (code, count) in counts {
        let Some(last) = doubts.iter_mut().rfind(|doubt| doubt.code == code) else {
            continue;
        };
        if let Some(more) = count.checked_sub(LISTED).filter(|more| *more > 0) {
            last.words.zh.push_str(&format!("（后面还有 {more} 处同样的，没有一一列出）"));
            last.words.en.push_str(&format!(" ({more} more of these follow, and are not listed)"));
        }
    }
}

/// Every passage in the order of the text; Markdown goes through as it is.
pub(super) fn visit<'b>(blocks: &'b [Block<Passage>], each: &mut impl FnMut(&'b Passage)) {
    for block in blocks {
        match block {
            Block::Heading(_, text) | Block::Paragraph(text) | Block::Attachment(_, text) => {
                each(text);
            }
            Block::List(_, items) => visit_items(items, each),
            Block::Table(table) => table.rows.iter().flatten().for_each(&mut *each),
            Block::Picture(_, text) => text.iter().for_each(&mut *each),
            Block::Markdown(_) => {}
        }
    }
}

fn visit_items<'b>(items: &'b [Vec<Block<Passage>>], each: &mut impl FnMut(&'b Passage)) {
    for item in items {
        visit(item, each);
    }
}

fn visit_mut(blocks: &mut [Block<Passage>], each: &mut impl FnMut(&mut Passage)) {
    for block in blocks {
        match block {
            Block::Heading(_, text) | Block::Paragraph(text) | Block::Attachment(_, text) => {
                each(text);
            }
            Block::List(_, items) => {
                for item in items {
                    visit_mut(item, each);
                }
            }
            Block::Table(table) => table.rows.iter_mut().flatten().for_each(&mut *each),
            Block::Picture(_, text) => text.iter_mut().for_each(&mut *each),
            Block::Markdown(_) => {}
        }
    }
}

/// The character at a position, which may be before the first or behind the last: `\0` there.
fn char_at(chars: &[char], at: usize, offset: isize) -> char {
    let at = at.checked_add_signed(offset);
    at.and_then(|at| chars.get(at)).copied().unwrap_or('\0')
}

/// Whether a character is blank, a note's mark aside.
fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != NOTE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::manuscript::{Place, Text};

    /// A text cleaned, a paragraph a line.
    pub(super) fn clean_text(text: &str) -> Cleaned {
        let lines = (1..).zip(text.split('\n'));
        let blocks = lines
            .filter(|(_, line)| !line.is_empty())
            .map(|(number, line)| {
                Block::Paragraph(Passage::of(Text::plain(line, Place::Line(number, 1))))
            })
            .collect();
        clean(blocks, Vec::new(), &[])
    }

    pub(super) fn cleaned(text: &str) -> Vec<String> {
        let cleaned = clean_text(text);
        let mut words = Vec::new();
        visit(&cleaned.blocks, &mut |passage| words.push(passage.words()));
        words
    }

    #[test]
    fn kept_words_stay() {
        let passage = Passage::of(Text::plain("縣長鄭乾瞭主持會議", Place::Line(1, 1)));
        let cleaned = clean(vec![Block::Paragraph(passage)], Vec::new(), &["鄭乾瞭".to_owned()]);
        let Block::Paragraph(passage) = &cleaned.blocks[0] else { panic!("a paragraph") };
        assert_eq!(passage.words(), "县长鄭乾瞭主持会议");
    }

    #[test]
    fn a_clean_text_stays_as_it_is() {
        let damaged = "真人娱乐城百家乐\n???　3月31日,雲溪縣(xiàn)召開(kāi)會(huì)議(yì)、領(lǐng)導(dǎo)講話(huà)(全文):";
        let once = cleaned(damaged);
        let again = clean_text(&once.join("\n"));
        assert!(again.changes.is_empty(), "{:?}", again.changes);
        assert_eq!(once, ["3月31日，云溪县召开会议、领导讲话（全文）："]);
    }

    #[test]
    fn changes_know_their_places() {
        let cleaned = clean_text("甲\n乙,丙");
        let [change] = cleaned.changes.as_slice() else { panic!("{:?}", cleaned.changes) };
        assert_eq!(change.step.code, "punctuation");
        assert_eq!(change.whence.first, Place::Line(2, 2));
        assert_eq!((change.before.as_str(), change.after.as_str()), (",", "，"));
    }
}
