//! How much of what is right was found, and how much of what was found is right.

use serde_yaml::Value;
use std::collections::BTreeMap;
use std::fmt;

/// Counts of what was right.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Score {
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.wanted)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.wanted += other.wanted;
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (precision, recall) = (self.precision() * 100.0, self.recall() * 100.0);
        write!(f, "precision {precision:6.2} %, recall {recall:6.2} % of {}", self.wanted)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Characters of a text, by the longest common subsequence.
pub(crate) fn characters(found: &str, wanted: &str) -> Score {
    let (found, wanted): (Vec<char>, Vec<char>) =
        (found.chars().collect(), wanted.chars().collect());
    let mut above = vec![0; wanted.len() + 1];
    for a in &found {
        let mut row = vec![0; wanted.len() + 1];
        for (at, b) in wanted.iter().enumerate() {
            row[at + 1] = if a == b { above[at] + 1 } else { above[at + 1].max(row[at]) };
        }
        above = row;
    }
    Score { right: above[wanted.len()], found: found.len(), wanted: wanted.len() }
}

/// Values of front matter, each with the keys that lead to it.
pub(crate) fn fields(found: &Value, wanted: &Value) -> Score {
    let (found, wanted) = (leaves(found), leaves(wanted));
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for leaf in &wanted {
        *left.entry(leaf).or_default() += 1;
    }
    let mut right = 0;
    for leaf in &found {
        if let Some(count) = left.get_mut(leaf.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            right += 1;
        }
    }
    Score { right, found: found.len(), wanted: wanted.len() }
}

/// `成员/姓名=李明远`; the order of lists does not count, what stands together in a record does.
pub(crate) fn leaves(value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    walk(value, "", &mut out);
    out
}

fn walk(value: &Value, path: &str, out: &mut Vec<String>) {
    match value {
        Value::Sequence(items) => items.iter().for_each(|item| walk(item, path, out)),
        Value::Mapping(entries) => {
            // The name of who it is belongs to every other value of a record.
            let own = ["姓名", "发言人", "组别", "名称"]
                .iter()
                .find_map(|key| entries.get(*key)?.as_str());
            let path = own.map_or(path.to_owned(), |own| format!("{path}[{own}]"));
            for (key, value) in entries {
                walk(value, &format!("{path}/{}", key.as_str().unwrap_or_default()), out);
            }
        }
        Value::Null => {}
        other => {
            let text = match other {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Bool(yes) => yes.to_string(),
                _ => String::new(),
            };
            out.push(format!("{path}={text}"));
        }
    }
}
