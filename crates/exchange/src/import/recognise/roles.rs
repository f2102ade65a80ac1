//! 职责: what the roles in a leading group are called, in lines and in tables.

use crate::document::roster::Role;

/// Labels of roles, without the blanks that stretch them; longer ones first.
const ROLES: &[(&str, Role)] = &[
    ("办公室常务副主任", Role::OfficeDeputy),
    ("办公室副主任", Role::OfficeDeputy),
    ("办公室主任", Role::OfficeDirector),
    ("常务副组长", Role::ExecutiveDeputy),
    ("第一副组长", Role::ExecutiveDeputy),
    ("常务副指挥长", Role::ExecutiveDeputy),
    ("第一组长", Role::FirstLeader),
    ("副组长", Role::Deputy),
    ("副指挥长", Role::Deputy),
    ("副总指挥", Role::Deputy),
    ("总指挥", Role::Leader),
    ("指挥长", Role::Leader),
    ("副主任", Role::Deputy),
    ("联络员", Role::Liaison),
    ("组长", Role::Leader),
    ("主任", Role::Leader),
    ("成员", Role::Member),
    ("委员", Role::Member),
];

/// The role that a text begins with, and where its label ends.
pub(super) fn first(chars: &[char]) -> Option<(Role, usize)> {
    ROLES.iter().find_map(|(label, role)| Some((*role, stretched(chars, label)?)))
}

/// The role that a whole cell of a table names, or a row that stands above its members.
pub(super) fn named(text: &str) -> Option<Role> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_end_matches(['：', ':']);
    let text = if text == "组员" { "成员" } else { text };
    ROLES.iter().find(|(label, _)| *label == text).map(|(_, role)| *role)
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
