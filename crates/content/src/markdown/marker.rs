//! A character that a document does not hold can mark a place in it that no author can forge.

/// The first of `candidates` that the text holds neither plainly nor as a numeric character reference.
pub(super) fn absent_from(text: &str, candidates: &[char]) -> Option<char> {
    let referred: Vec<char> = references(text).filter(|c| candidates.contains(c)).collect();
    let absent = |candidate: &&char| !referred.contains(candidate) && !text.contains(**candidate);
    candidates.iter().find(absent).copied()
}

/// The characters that the text refers to by number. In HTML a reference needs no semicolon.
fn references(text: &str) -> impl Iterator<Item = char> {
    text.match_indices('&').filter_map(|(start, _)| {
        let digits = text[start + 1..].strip_prefix('#')?;
        let number = match digits.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => leading_number(hexadecimal, 16),
            None => leading_number(digits, 10),
        };
        number.and_then(char::from_u32)
    })
}

/// `None` for no digits and for a number beyond all characters.
fn leading_number(text: &str, radix: u32) -> Option<u32> {
    let text = text.trim_start_matches('0');
    let end = text.find(|c: char| !c.is_digit(radix)).unwrap_or(text.len());
    u32::from_str_radix(&text[..end], radix).ok()
}
