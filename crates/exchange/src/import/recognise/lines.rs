//! 行: the paragraphs and headings of a text in one row, with the labels that they begin with.

use super::date;
use super::slice::Slice;
use crate::chinese::levels::{self, Level};
use crate::import::manuscript::{Block, Place};
use crate::import::passage::Passage;
use std::collections::BTreeSet;

/// A paragraph, heading or item of a list.
#[derive(Clone, Debug)]
pub(super) struct Line<'t> {
    /// All of it.
    pub(super) slice: Slice<'t>,
    /// The position of the block that is nothing but this line; `None` for an item of a list.
    pub(super) block: Option<usize>,
    /// Whether it is a heading.
    pub(super) heading: bool,
    /// The level of its number, if it has one.
    pub(super) level: Option<Level>,
    /// What comes behind the number.
    pub(super) rest: Slice<'t>,
}

/// All lines of a text.
#[derive(Debug)]
pub(super) struct Lines<'t>(Vec<Line<'t>>);

/// A titled part: `一、工作目标` or `会议时间：3月31日`.
#[derive(Clone, Debug)]
pub(super) struct Section<'t> {
    /// The title, without number and colon.
    pub(super) title: Slice<'t>,
    /// What stands behind the title on its line.
    pub(super) inline: Slice<'t>,
    /// The lines below, as positions.
    pub(super) below: std::ops::Range<usize>,
}

impl<'t> Line<'t> {
    /// Whether its block is one of these.
    pub(super) fn is_in(&self, blocks: &BTreeSet<usize>) -> bool {
        self.block.is_some_and(|block| blocks.contains(&block))
    }

    /// What stands in brackets, where that is all of the line: in a text that was copied, the caption of a photo that did not come
    /// along. Files of other formats bring their photos, or the places where they were.
    pub(super) fn caption(&self) -> Option<Slice<'t>> {
        let inside = self.slice.after("（")?.before("）")?;
        let fits = (4..=80).contains(&inside.len()) && !inside.contains("）（");
        let copied = matches!(inside.whence().first, Place::Line(..));
        (fits && copied && !is_remark(&inside)).then_some(inside)
    }
}

/// Whether words in brackets are about the text: 试行, 2026年修订, 此件公开发布, 本文有删减, who wrote it.
fn is_remark(inside: &Slice<'_>) -> bool {
    const WORDS: &[&str] = &[
        "公开",
        "试行",
        "暂行",
        "修订",
        "修正",
        "征求意见",
        "草案",
        "送审",
        "讨论稿",
        "节选",
        "节录",
        "摘要",
        "摘自",
        "删减",
        "删节",
        "通过",
        "公布",
        "施行",
        "印发",
        "批准",
        "发布",
        "此件",
        "本文",
        "全文",
        "附件",
        "附后",
        "下同",
        "记者",
        "通讯员",
        "来源",
        "编辑",
        "供稿",
        "作者",
        "联系",
        "电话",
        "盖章",
        "签字",
        "签名",
        "共印",
        "完）",
        "以下简称",
        "详见",
        "另发",
        "略",
    ];
    let day = date::find(inside).is_some_and(|found| found.slice.len() + 6 >= inside.len());
    let issue = inside.contains("第") && inside.find_any(&["次", "期", "号", "届"]).is_some();
    day || issue || inside.find_any(WORDS).is_some()
}

impl<'t> Lines<'t> {
    pub(super) fn of(blocks: &'t [Block<Passage>]) -> Self {
        let mut lines = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            push(&mut lines, Some(at), block);
        }
        Self(lines)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Line<'t>> {
        self.0.iter()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Line<'t>> {
        self.0.get(at)
    }

    pub(super) fn range(&self, range: std::ops::Range<usize>) -> &[Line<'t>] {
        self.0.get(range).unwrap_or_default()
    }

    /// Every part with a number of the first level, or whose line says `名称：`.
    pub(super) fn sections(&self) -> impl Iterator<Item = Section<'t>> {
        (0..self.0.len()).filter_map(|at| self.section(at))
    }

    fn section(&self, at: usize) -> Option<Section<'t>> {
        let line = &self.0[at];
        let (title, inline) = title(line)?;
        let after = at + 1;
        let ends = |other: &Line<'t>| {
            let higher = other.level.zip(line.level).is_some_and(|(a, b)| a <= b);
            let labelled = line.level.is_none() && title_of_pair(other).is_some();
            higher || labelled || (other.heading && line.level.is_none())
        };
        let length = self.0[after..].iter().take_while(|other| !ends(other)).count();
        Some(Section { title, inline, below: after..after + length })
    }

    /// The first part whose title holds one of these words.
    pub(super) fn find(&self, words: &[&str]) -> Option<Section<'t>> {
        let mut sections = self.sections();
        sections.find(|section| {
            let title = section.title.chars().iter().filter(|c| !c.is_whitespace());
            let title: String = title.collect();
            words.iter().any(|word| title.contains(word))
        })
    }
}

/// The title of a part and what stands behind it. Offices write it on a line of its own, before a colon, or as the first sentence
/// of its paragraph.
fn title<'t>(line: &Line<'t>) -> Option<(Slice<'t>, Slice<'t>)> {
    if let Some(pair) = title_of_pair(line) {
        return Some(pair);
    }
    let whole = line.rest.trim("：");
    let short = line.heading || (line.level.is_some() && whole.len() <= 20);
    if short && !whole.contains("。") {
        return Some((whole.clone(), whole.part(0..0)));
    }
    // 一、提高认识。各乡镇要…: the first sentence is the title.
    let end = line.rest.chars().iter().position(|c| *c == '。')?;
    let run_in = line.level.is_some() && end <= 24;
    run_in.then(|| (line.rest.part(0..end), line.rest.from(end + 1)))
}

/// `会议时间：3月31日`.
fn title_of_pair<'t>(line: &Line<'t>) -> Option<(Slice<'t>, Slice<'t>)> {
    let colon = line.rest.chars().iter().take(12).position(|c| *c == '：')?;
    let name = line.rest.part(0..colon).trim("");
    let rest = line.rest.from(colon + 1).trim("");
    let plain = !name.is_empty() && !name.chars().iter().any(|c| "，。《“（".contains(*c));
    plain.then_some((name, rest))
}

fn push<'t>(lines: &mut Vec<Line<'t>>, at: Option<usize>, block: &'t Block<Passage>) {
    match block {
        Block::Heading(_, passage) => lines.push(line(passage, at, true)),
        Block::Paragraph(passage) => lines.push(line(passage, at, false)),
        Block::List(_, items) => {
            for block in items.iter().flatten() {
                push(lines, None, block);
            }
        }
        Block::Table(_) | Block::Picture(..) | Block::Attachment(..) | Block::Markdown(_) => {}
    }
}

/// No paragraph that tells of people and days is longer; what comes behind is not looked at.
const LONGEST: usize = 2000;

fn line(passage: &Passage, block: Option<usize>, heading: bool) -> Line<'_> {
    let slice = Slice::of(passage).part(0..LONGEST);
    let label = levels::label(slice.chars());
    Line {
        block,
        heading,
        level: label.map(|label| label.level),
        rest: slice.from(label.map_or(0, |label| label.length)).trim(""),
        slice,
    }
}
