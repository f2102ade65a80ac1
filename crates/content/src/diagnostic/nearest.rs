//! The nearest valid name to a wrong one.

use crate::chinese::is_han;

/// The valid name that is fewest edits from `wrong`, if it is near enough to be meant.
///
/// Near enough: at most a third of the letters differ, or one of two to four Han characters; else a name that holds the
/// whole of a word in Han characters (`日期`: `发布日期`), or is held by it (`会议地点`: `地点`).
/// Of equally near names the first given wins, so the answer does not depend on a hash.
pub fn nearest<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong: Vec<char> = wrong.trim().to_lowercase().chars().take(64).collect();
    let mut best: Option<(usize, &str)> = None;
    let mut holding = None;
    let mut held: Option<&str> = None;
    let word: String = wrong.iter().collect();
    let is_word = wrong.len() >= 2 && wrong.iter().all(|c| is_han(*c));
    for name in valid {
        if is_word && name.contains(&word) {
            holding.get_or_insert(name);
        }
        let is_part = is_word && name.chars().nth(1).is_some() && word.contains(name);
        // 会议召开日期 holds 日期, and a longer name says more.
        if is_part && held.is_none_or(|before| before.len() < name.len()) {
            held = Some(name);
        }
        let letters: Vec<char> = name.to_lowercase().chars().collect();
        let allowed = (wrong.len().max(letters.len()) / 3).max(1);
        if letters.len().abs_diff(wrong.len()) > allowed || letters.len().min(wrong.len()) < 2 {
            continue;
        }
        let distance = edits(&wrong, &letters);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name).or(holding).or(held)
}

/// Insertions, deletions, replacements and swaps of neighbours between two words.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, &y) in b.iter().enumerate() {
            let replaced = above[j] + usize::from(x != y);
            let mut least = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let valid = ["title", "date", "标题", "发布日期", "关键词", "keywords"];
        for (wrong, meant) in [
            ("titel", Some("title")),
            ("keyword", Some("keywords")),
            ("关健词", Some("关键词")),
            ("发布曰期", Some("发布日期")),
            ("标提", Some("标题")),
            ("budget", None),
            ("标", None),
            ("日期", Some("发布日期")),
            ("期关", None),
            ("会议标题", Some("标题")),
            ("文章标题和题", Some("标题")),
        ] {
            assert_eq!(nearest(wrong, valid), meant, "{wrong}");
        }
    }
}
