//! 垃圾文字: lines of gambling and worse that somebody put before or behind a page's text.

use super::{Change, Said, Step};
use crate::import::manuscript::Block;
use crate::import::passage::Passage;

pub(super) const STEP: Step = Step {
    code: "spam",
    name: Said {
        zh: "去掉首尾的垃圾文字",
        en: "spam before and behind the text taken out",
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
    "百家樂",
    "時時彩",
    "賭場",
    "娛樂城",
    "真人娛樂",
    "無碼",
    "裸聊",
    "博彩網",
];

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

/// Two of the words, or one that is much of the line; a sentence that ends is not spam.
fn is_spam(block: &Block<Passage>) -> bool {
    let Block::Paragraph(passage) = block else {
        return false;
    };
    let text = passage.words();
    let found: Vec<&&str> = WORDS.iter().filter(|word| text.contains(**word)).collect();
    let letters = |word: &str| word.chars().count();
    let much = found
        .first()
        .is_some_and(|word| letters(word) * 4 >= letters(&text));
    !text.contains('。') && (found.len() > 1 || much)
}

#[cfg(test)]
mod tests {
    use crate::import::clean::tests::cleaned;

    #[test]
    fn spam_goes_from_both_ends() {
        let text = "澳门百家乐-时时彩-真人娱乐城开户送彩金\n云溪县召开动员大会\n会议要求，严厉打击网络赌博。\n线上娱乐投注";
        assert_eq!(
            cleaned(text),
            ["云溪县召开动员大会", "会议要求，严厉打击网络赌博。"]
        );
    }

    #[test]
    fn texts_about_such_things_stay() {
        let text = "云溪县开展打击六合彩、百家乐等赌博活动专项行动。\n县公安局查处投注站。";
        assert_eq!(cleaned(text).join("\n"), text);
    }
}
