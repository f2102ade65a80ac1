//! 字符引用: characters that a page wrote as `&#32676;` or `&nbsp;`, copied as they stood in its source.

use super::{Edit, Said, Step, Survey};

pub(super) const STEP: Step = Step {
    code: "entities",
    name: Said { zh: "还原网页的字符引用", en: "character references resolved" },
};

/// Those that Chinese pages use.
const NAMES: [(&str, char); 14] = [
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", '\u{3000}'),
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("middot", '·'),
    ("mdash", '—'),
    ("hellip", '…'),
];

/// The longest reference, `&#x10ffff;`.
const LONGEST: usize = 10;

pub(super) fn edits(chars: &[char], _: &Survey) -> Vec<Edit> {
    let starts = (0..chars.len()).filter(|at| chars[*at] == '&');
    let read = |at: usize| {
        let (c, length) = reference(&chars[at..])?;
        // &amp;nbsp; speaks of a reference, and would be one if this were resolved.
        let speaks = c == '&' && chars[at + length..].iter().take(LONGEST).any(|c| *c == ';');
        (!speaks).then(|| Edit::new(at..at + length, c.to_string()))
    };
    starts.filter_map(read).collect()
}

/// The character that a text begins with a reference to, and the length of that.
fn reference(chars: &[char]) -> Option<(char, usize)> {
    let end = chars.iter().take(LONGEST).position(|c| *c == ';')?;
    let name: String = chars[1..end].iter().collect();
    let number = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => digits.parse().ok(),
        },
        None => None,
    };
    let named = || NAMES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    let c = number.and_then(char::from_u32).filter(|c| !c.is_control()).or_else(named)?;
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use crate::import::clean::tests::cleaned;

    #[test]
    fn references_are_resolved() {
        for (damaged, clean) in [
            ("干部&#32676;&#x4f17;", "干部群众"),
            ("县委&nbsp;县政府", "县委 县政府"),
            ("&ldquo;六好&rdquo;", "“六好”"),
            ("A&amp;B", "A&B"),
            ("&amp;nbsp;", "&amp;nbsp;"),
            ("A&B; &#xzz; &#1; &nosuch;", "A&B; &#xzz; &#1; &nosuch;"),
        ] {
            assert_eq!(cleaned(damaged), [clean]);
        }
    }
}
