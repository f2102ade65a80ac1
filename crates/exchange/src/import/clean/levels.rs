//! 层次: paragraphs that are nothing but a numbered title become headings.

use super::{Change, Said, Step};
use crate::chinese::is_han;
use crate::chinese::levels::{Level, label};
use crate::import::manuscript::Block;
use crate::import::passage::Passage;
use std::collections::BTreeSet;

pub(super) const STEP: Step = Step {
    code: "headings",
    name: Said { zh: "把层次标题认作小标题", en: "numbered titles made headings" },
};

/// So many files at most are listed as attached.
const ATTACHED: usize = 30;

/// The highest level that a text uses becomes 2, below its title.
pub(super) fn mark(blocks: &mut [Block<Passage>], changes: &mut Vec<Change>) {
    if blocks.iter().any(|block| matches!(block, Block::Heading(2.., _))) {
        return;
    }
    let levels: Vec<Option<Level>> = (0..blocks.len()).map(|at| heading(blocks, at)).collect();
    let used: BTreeSet<Level> = levels.iter().flatten().copied().collect();
    for (block, level) in blocks.iter_mut().zip(levels) {
        let Some(rank) = level.and_then(|level| used.iter().position(|l| *l == level)) else {
            continue;
        };
        let Block::Paragraph(passage) = block else {
            continue;
        };
        let (depth, words) = (rank + 2, passage.words());
        changes.push(Change {
            step: &STEP,
            whence: passage.whence(&(0..passage.chars.len())),
            after: format!("{} {words}", "#".repeat(depth)),
            before: words,
        });
        let passage = std::mem::take(passage);
        *block = Block::Heading(u8::try_from(depth).unwrap_or(6), passage);
    }
}

fn heading(blocks: &[Block<Passage>], at: usize) -> Option<Level> {
    let (level, is_title) = labelled(&blocks[at])?;
    if level >= Level::Third && is_attached(blocks, at) {
        return None;
    }
    // 1. and （1） without text of their own below them are the items of a list.
    let list = level >= Level::Third && {
        let same = |other: Option<&Block<Passage>>| {
            other.is_none_or(|block| labelled(block).is_some_and(|(l, _)| l <= level))
        };
        same(blocks.get(at + 1))
    };
    (is_title && !list).then_some(level)
}

/// Whether a numbered line belongs to the list of what is attached (GB/T 9704—2012 7.3.4), which begins with 附件 above it.
fn is_attached(blocks: &[Block<Passage>], at: usize) -> bool {
    let above = blocks[..at].iter().rev().take(ATTACHED);
    let mut above =
        above.skip_while(|block| labelled(block).is_some_and(|(l, _)| l >= Level::Third));
    matches!(above.next(), Some(Block::Paragraph(text)) if text.chars.starts_with(&['附', '件']) && text.chars.len() <= 80)
}

fn labelled(block: &Block<Passage>) -> Option<(Level, bool)> {
    let Block::Paragraph(passage) = block else {
        return None;
    };
    let label = label(&passage.chars)?;
    Some((label.level, is_title(&passage.chars[label.length..])))
}

/// Whether a text could be the heading behind a label: short, and no sentence.
fn is_title(chars: &[char]) -> bool {
    let sentence = |c: &char| "。；！？，：;!?,:".contains(*c);
    (1..=30).contains(&chars.len())
        && chars.iter().any(|c| is_han(*c))
        && !chars.last().is_some_and(sentence)
        && !chars.iter().any(|c| "。；：".contains(*c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::clean::tests::clean_text;

    #[test]
    fn numbered_titles_are_headings_and_lists_are_not() {
        let text = "一、总体要求\n坚持服务为本。\n二、主要任务\n（一）规范服务\n1.建好站所\n站所全部达标。\n2.配齐人员\n人员全部到位。\n\
            （二）完善档案。各乡镇要建好档案。\n三、有关要求\n1.提前入场\n2.关闭手机\n四、本通知自印发之日起施行。";
        let blocks = clean_text(text).blocks;
        let found: Vec<(u8, String)> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading(level, text) => Some((*level, text.words())),
                _ => None,
            })
            .collect();
        let expected = [
            (2, "一、总体要求"),
            (2, "二、主要任务"),
            (3, "（一）规范服务"),
            (4, "1.建好站所"),
            (4, "2.配齐人员"),
            (2, "三、有关要求"),
        ];
        assert_eq!(found, expected.map(|(level, text)| (level, text.to_owned())));
    }
}
