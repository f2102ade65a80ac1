//! What of a document is found: its words, and the data that its page shows.

use crate::document::Document;
use crate::record::{Definition, Key, KeyPath, Record, Scalar, Shape, Tour, Visitor};

/// The text of a document's page without its title, a line for each paragraph and field.
pub(super) fn text(document: &Document, index_no: Option<&str>) -> String {
    let mut lines = Lines { text: document.facts.plain.to_string(), before: None };
    let number = document.common.doc_number.as_ref().map(|number| &*number.text);
    for line in number.into_iter().chain(index_no) {
        lines.add('\n', line);
    }
    document.kind.visit(&mut lines);
    document.common.visit(None, &mut lines);
    lines.text
}

/// Where a page shows its data in another order than that of the keys, and what nobody looks for or finds elsewhere.
const TOURS: [(&str, Tour); 14] = [
    (
        "common",
        Tour {
            first: &["recipients", "issuer", "copies", "source", "author", "image", "attachments"],
            without: &[
                "title",
                "editor",
                "summary",
                "units",
                "people",
                "doc_number",
                "index_no",
                "subject",
                "review",
                "exceptions",
                "slug",
                "aliases",
                "annotation",
            ],
        },
    ),
    (
        "meeting",
        Tour {
            first: &["name", "place", "organiser", "chair", "absent", "agenda"],
            without: &["contact"],
        },
    ),
    ("plan", Tour { first: &["basis", "goals", "safeguards"], without: &[] }),
    ("task", Tour { first: &["title", "deliverable"], without: &["id"] }),
    ("indicator", Tour { first: &[], without: &["id", "group", "unit"] }),
    ("progress", Tour { first: &[], without: &["by_unit", "spent"] }),
    ("value", Tour { first: &[], without: &["indicator", "unit"] }),
    ("task_progress", Tour { first: &[], without: &["task"] }),
    ("roster", Tour { first: &[], without: &["basis"] }),
    ("member", Tour { first: &[], without: &["unit"] }),
    ("office", Tour { first: &[], without: &["contact"] }),
    ("official", Tour { first: &[], without: &["unit"] }),
    ("picture", Tour { first: &[], without: &["alt", "credit"] }),
    ("photo", Tour { first: &[], without: &["alt", "credit"] }),
];

/// The lines so far, and the record and key of the words that were added last.
struct Lines {
    text: String,
    before: Option<(&'static Definition, &'static Key)>,
}

impl<'v> Visitor<'v> for Lines {
    fn record(&mut self, record: &'static Definition) -> Tour {
        self.before = None;
        let known = TOURS.iter().find(|(name, _)| *name == record.name);
        known.map_or(Tour::default(), |(_, tour)| *tour)
    }

    fn scalar(&mut self, path: &KeyPath<'_, 'v>, scalar: Scalar<'v>) {
        let words = match scalar {
            Scalar::Text(text) => text,
            Scalar::Unit(name) => &name.text,
            Scalar::Person(name) => &name.text,
            Scalar::Reference(_) | Scalar::File(_) | Scalar::Address(_) => return,
        };
        self.add(if self.goes_on(path) { ' ' } else { '\n' }, words);
        self.before = Some((path.record, path.key));
    }
}

impl Lines {
    fn add(&mut self, mark: char, words: &str) {
        let is_new_line = mark == '\n' && self.text.ends_with('\n');
        if !(self.text.is_empty() || is_new_line) {
            self.text.push(mark);
        }
        self.text.push_str(words);
    }

    /// Whether words stand on the line of those before them: a record inside of another fills a line, and each list in it.
    fn goes_on(&self, path: &KeyPath<'_, '_>) -> bool {
        let Some((record, before)) = self.before else {
            return false;
        };
        let is_list = |key: &Key| matches!(key.shape, Shape::List(_));
        let same = before.name == path.key.name;
        match path.names() {
            _ if record.name != path.record.name => false,
            ("common", "keywords") => same,
            ("task", "lead" | "support") => is_list(before),
            _ => path.above.is_some() && (same || !is_list(before) && !is_list(path.key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::sample::{is_key, sample};

    #[test]
    fn words_under_any_key_are_found() {
        let (_, sample) = sample(
            "follows: plans/a\nhosts: [县教育局, 县水务局]\nmotto: 春耕\n\
             guests: [{name: 李明远, post: 县长}, 周文慧]\n",
        );
        let mut lines = Lines { text: String::new(), before: None };
        sample.visit(None, &mut lines);
        assert_eq!(lines.text, "县教育局\n县水务局\n李明远 县长\n周文慧\n春耕");
    }

    #[test]
    fn tours_know_their_keys() {
        for (record, tour) in TOURS {
            for key in tour.first.iter().chain(tour.without) {
                assert!(is_key(record, key), "{record}.{key}");
            }
        }
    }
}
