//! 垃圾文字: lines of gambling and worse that somebody put before or behind a page's text.

use super::simplify::simplified_text;
use super::{Change, Said, Step};
use crate::chinese::is_han;
use crate::import::manuscript::Block;
use crate::import::passage::Passage;

pub(super) const STEP: Step = Step {
    code: "spam",
    name: Said {
        zh: "去掉首尾的垃圾文字", en: "spam before and behind the text taken out"
    },
};

/// Words that an office does not write, not even where it writes about them.
const WORDS: &[&str] = &[
    "百家乐",
    "时时彩",
    "六合彩",
    "北京赛车",
    "老虎机",
    "娱乐城",
    "真人娱乐",
    "线上娱乐",
    "娱乐平台",
    "博彩",
    "赌场",
    "网上赌",
    "投注",
    "外围",
    "棋牌",
    "开户送",
    "注册送",
    "体验金",
    "彩金",
    "赔率",
    "裸聊",
    "成人视频",
    "成人电影",
    "成人网",
    "激情",
    "一夜情",
    "无码",
    "色情",
    "情色",
    "约炮",
    "黄色网",
    "私服",
    "外挂",
    "代开发票",
    "刻章",
    "壮阳",
];

/// One of so many characters of a line belongs to such a word.
const SHARE: usize = 5;

/// How many paragraphs at either end are looked at.
const DEPTH: usize = 3;

pub(super) fn cut(blocks: &mut Vec<Block<Passage>>, changes: &mut Vec<Change>) {
    let head = blocks.iter().take(DEPTH).take_while(|b| is_spam(b)).count();
    let rest = blocks.len() - head;
    let tail = blocks.iter().rev().take(DEPTH.min(rest));
    let tail = tail.take_while(|b| is_spam(b)).count();
    let last = blocks.split_off(blocks.len() - tail);
    for block in blocks.drain(..head).chain(last) {
        if let Block::Paragraph(passage) = block {
            changes.push(Change {
                step: &STEP,
                whence: passage.whence(&(0..passage.chars.len())),
                before: passage.words(),
                after: String::new(),
            });
        }
    }
}

fn is_spam(block: &Block<Passage>) -> bool {
    matches!(block, Block::Paragraph(passage) if is_spam_line(passage))
}

/// Whether much of a line is such words; a sentence that ends is not spam.
///
/// Han characters alone are looked at, so that what else is mended in a line does not change the answer.
pub(super) fn is_spam_line(passage: &Passage) -> bool {
    if passage.chars.contains(&'。') {
        return false;
    }
    let han: String = passage.chars.iter().filter(|c| is_han(**c)).collect();
    let text = simplified_text(&han);
    let letters = |word: &str| word.chars().count();
    let found: Vec<&&str> = WORDS.iter().filter(|word| text.contains(**word)).collect();
    let share: usize = found.iter().map(|word| letters(word)).sum();
    // A title may speak of one of them: 打击投注站.
    found.len() > 1 && share * SHARE >= letters(&text)
}

#[cfg(test)]
mod tests {
    use crate::import::clean::tests::cleaned;

    #[test]
    fn spam_goes_from_both_ends() {
        let text = "澳门百家乐-时时彩-真人娱乐城开户送彩金\n云溪县召开动员大会\n会议要求，严厉打击网络赌博。\n线上娱乐投注";
        assert_eq!(cleaned(text), ["云溪县召开动员大会", "会议要求，严厉打击网络赌博。"]);
    }

    #[test]
    fn texts_about_such_things_stay() {
        for text in [
            "云溪县开展打击六合彩、百家乐等赌博活动专项行动。\n县公安局查处投注站。",
            "关于打击投注站的通知\n各乡镇：",
            "激情广场舞大赛举行\n棋牌比赛同时开赛",
        ] {
            assert_eq!(cleaned(text).join("\n"), text);
        }
    }
}
