//! 职责: what the roles in a leading group are called, in lines and in tables.

use crate::document::roster::Role;

/// Labels of roles, without the blanks that stretch them; longer ones first.
const LABELS: [&str; 27] = [
    "办公室常务副主任",
    "第一副总指挥",
    "常务副总指挥",
    "常务副指挥长",
    "办公室副主任",
    "常务副组长",
    "第一副组长",
    "常务副主任",
    "第一总指挥",
    "第一指挥长",
    "办公室主任",
    "第一组长",
    "第一主任",
    "副指挥长",
    "副总指挥",
    "副召集人",
    "副组长",
    "副主任",
    "总指挥",
    "指挥长",
    "召集人",
    "联络员",
    "组长",
    "主任",
    "成员",
    "委员",
    "组员",
];

/// The role that a text begins with, as it is written there, and where its label ends.
pub(super) fn first(chars: &[char]) -> Option<(Role, usize)> {
    LABELS.iter().find_map(|label| Some((Role::written(label), stretched(chars, label)?)))
}

/// The role that a whole cell of a table names, or a row that stands above its members.
pub(super) fn named(text: &str) -> Option<Role> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_end_matches(['：', ':']);
    LABELS.iter().find(|label| **label == text).map(|label| Role::written(label))
}

/// Where a word ends that a text begins with, blanks between its characters allowed: 组　长 is made as wide as 副组长 below it.
fn stretched(chars: &[char], word: &str) -> Option<usize> {
    let mut at = 0;
    for letter in word.chars() {
        at += chars.get(at..)?.iter().take_while(|c| c.is_whitespace()).count();
        if chars.get(at) != Some(&letter) {
            return None;
        }
        at += 1;
    }
    Some(at)
}
