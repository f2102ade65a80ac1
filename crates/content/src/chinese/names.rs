//! 姓名: names of people as rosters set them, and posts that are written beside them.

use super::is_han;

/// What posts end with, as far as it tells them from names. No name ends so, or has one of them inside.
const POSTS: [&str; 43] = [
    "书记",
    "县长",
    "区长",
    "市长",
    "省长",
    "州长",
    "乡长",
    "镇长",
    "村长",
    "局长",
    "厅长",
    "部长",
    "处长",
    "科长",
    "股长",
    "所长",
    "站长",
    "院长",
    "校长",
    "行长",
    "社长",
    "队长",
    "组长",
    "主任",
    "主席",
    "常委",
    "秘书长",
    "检察长",
    "会长",
    "理事长",
    "董事长",
    "经理",
    "委员",
    "指挥长",
    "总指挥",
    "调研员",
    "政委",
    "司长",
    "巡视员",
    "党组成员",
    "参谋长",
    "大队长",
    "支书",
];

/// The last characters of posts: most names and units hold none of them, and need no further look.
const LAST: [char; 9] = ['记', '长', '任', '席', '委', '理', '员', '挥', '书'];

/// Blanks between Han characters taken away: two characters are set as wide as three, 张　三 and 组  长.
pub fn unspaced(text: &str) -> String {
    let chars: Vec<char> = text.trim().chars().collect();
    let blank = |c: &char| c.is_whitespace();
    let beside_han = |at: usize| {
        let before = chars[..at].iter().rfind(|c| !blank(c));
        let after = chars[at..].iter().find(|c| !blank(c));
        before.zip(after).is_some_and(|(a, b)| is_han(*a) && is_han(*b))
    };
    let kept = (0..chars.len()).filter(|at| !(blank(&chars[*at]) && beside_han(*at)));
    kept.map(|at| chars[at]).collect()
}

/// Whether a text ends as posts do.
pub fn is_post(text: &str) -> bool {
    text.ends_with(LAST) && POSTS.iter().any(|post| text.ends_with(post))
}

/// Where the last post in a text ends.
fn end_of_post(text: &str) -> Option<usize> {
    let mut ends = text.rmatch_indices(LAST).map(|(at, last)| at + last.len());
    ends.find(|end| is_post(&text[..*end]))
}

/// A post and the name beside it: `县长李明远`, `李明远（县长）`, `李明远 县长`.
pub fn post_and_name(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    if let Some((name, post)) = text.split_once(['（', '('])
        && let Some(post) = post.strip_suffix(['）', ')'])
    {
        let (name, post) = (name.trim(), post.trim());
        return (is_name(name) && !post.is_empty()).then_some((post, name));
    }
    let end = end_of_post(text)?;
    let (head, rest) = text.split_at(end);
    if !rest.is_empty() {
        let name = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '：' || c == ':');
        return is_name(name).then_some((head, name));
    }
    // 李明远县长: of the posts that the text ends with the longest, 副 before it.
    let longest =
        POSTS.iter().filter(|post| text.ends_with(**post)).map(|post| post.len()).max()?;
    let before = text[..text.len() - longest].trim_end();
    let name = before.strip_suffix('副').unwrap_or(before).trim_end();
    is_name(name).then(|| (text[name.len()..].trim_start(), name))
}

/// Two to four Han characters, none of which is of offices and places.
fn is_name(text: &str) -> bool {
    let text = unspaced(text);
    let office = |c: char| "县市省镇乡村局委办党组副各及、".contains(c);
    (2..=4).contains(&text.chars().count()) && text.chars().all(|c| is_han(c) && !office(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_however_wide_they_are_set() {
        for (text, expected) in [
            ("张　三", "张三"),
            (" 张 \u{3000} 三 ", "张三"),
            ("张\u{a0}三", "张三"),
            ("张三", "张三"),
            ("组  长", "组长"),
            ("买买提·艾合", "买买提·艾合"),
            ("John Smith", "John Smith"),
            ("李 A", "李 A"),
        ] {
            assert_eq!(unspaced(text), expected, "{text}");
        }
    }

    #[test]
    fn every_post_ends_with_a_character_that_is_looked_for() {
        for post in POSTS {
            assert!(post.ends_with(LAST), "{post}");
        }
    }

    #[test]
    fn posts_are_told_from_names() {
        for (text, expected) in [
            ("县长李明远", Some(("县长", "李明远"))),
            ("县委副书记、县长李明远", Some(("县委副书记、县长", "李明远"))),
            ("县长 李明远", Some(("县长", "李明远"))),
            ("县长：李明远", Some(("县长", "李明远"))),
            ("李明远县长", Some(("县长", "李明远"))),
            ("李明远副县长", Some(("副县长", "李明远"))),
            ("李明远 县委书记", None),
            ("李明远（县长）", Some(("县长", "李明远"))),
            ("李明远", None),
            ("县委书记", None),
            ("各乡镇党委书记", None),
            ("县教育局局长", None),
            ("li-mingyuan", None),
        ] {
            assert_eq!(post_and_name(text), expected, "{text}");
        }
    }
}
