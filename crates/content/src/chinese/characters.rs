//! 字: which characters are Han, and which take the room of one.

/// A Han character: those of the basic block and extension A, 〇, compatibility forms, which some encodings have in place
/// of ordinary ones, and the planes 2 and 3, which hold no other script and many a name (𠮷).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '〇' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3fffd}')
}

/// A mark that Chinese shares with Latin text, where it is narrow; Chinese fonts draw it as wide as a character.
pub fn is_shared_mark(c: char) -> bool {
    matches!(c, '‘' | '’' | '“' | '”' | '—' | '…' | '·')
}

/// Whether a character takes two columns where Latin letters take one: Han characters, the marks and letters that stand
/// among them, full-width forms.
pub fn is_wide(c: char) -> bool {
    let among_han = matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ff60}');
    among_han || is_han(c) || is_shared_mark(c)
}

/// A character that takes no room and says nothing: what web pages and editors leave in a text.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_plane_has_han_characters() {
        for (text, han) in [
            ("中㐀龥鿿", true),
            ("〇", true),
            ("𠮷\u{2a6df}\u{31350}\u{323af}", true),
            ("\u{f92c}\u{fa0c}", true),
            ("，。、“”（）《》", false),
            ("ａ１あア한ㄅ", false),
            ("a1é☰\u{4dc0}\u{a000}", false),
        ] {
            assert!(text.chars().all(|c| is_han(c) == han), "{text}");
        }
    }

    #[test]
    fn marks_are_as_wide_as_characters_and_latin_is_not() {
        assert!("中𠮷，。“”——……　（）１ａあㄅ·".chars().all(is_wide));
        assert!("a1 ,.()é\u{ff61}".chars().all(|c| !is_wide(c)));
    }
}
