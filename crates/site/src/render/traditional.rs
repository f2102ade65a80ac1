//! 繁体版: a page in simplified characters -> the same in traditional ones, with links that stay among its like.
//!
//! Only words are changed: text, and the attributes that a reader sees or hears. Names of people keep a surname that is the
//! same in both (于, 范), and the settings list what else stays.

use crate::diagnostic::{Code, Diagnostic};
use crate::file::fingerprint;
use crate::say;
use crate::site::{Route, Site};
use aho_corasick::{AhoCorasick, MatchKind};
use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::collections::BTreeMap;

/// Surnames that a dictionary takes for another word, with their traditional form.
const SURNAMES: [(char, char); 20] = [
    ('于', '于'),
    ('范', '范'),
    ('余', '余'),
    ('后', '后'),
    ('谷', '谷'),
    ('岳', '岳'),
    ('沈', '沈'),
    ('姜', '姜'),
    ('干', '干'),
    ('郁', '郁'),
    ('涂', '涂'),
    ('向', '向'),
    ('曲', '曲'),
    ('卜', '卜'),
    ('仇', '仇'),
    ('台', '台'),
    ('柏', '柏'),
    ('宁', '甯'),
    ('钟', '鍾'),
    ('种', '种'),
];

/// Words that the dictionary does not know, or knows wrong, with their traditional forms.
const WORDS_BESIDE: &str = include_str!("traditional.txt");

/// Attributes whose values are words.
const WORDS: [&str; 6] = ["alt", "title", "aria-label", "placeholder", "content", "label"];

/// Marks a link to a page in other characters, with its words.
const FOREIGN: &str = " hreflang=\"";

/// Makes traditional pages of a site.
pub(super) struct Traditional {
    dictionary: OpenCC,
    names: AhoCorasick,
    /// What stands for each name.
    forms: Vec<String>,
    /// The hash of the names and their forms.
    pub(super) fingerprint: u64,
    /// Of what it takes from the site.
    words: u64,
}

/// People whose surnames stay: the name, the surname as it is written in traditional characters, the given name.
fn names(site: &Site) -> impl Iterator<Item = (&str, char, &str)> {
    site.people.iter().filter_map(|person| {
        let mut letters = person.name.chars();
        let surname = letters.next()?;
        let (_, form) = SURNAMES.iter().find(|(simple, _)| *simple == surname)?;
        Some((person.name.as_str(), *form, letters.as_str()))
    })
}

/// The hash of all words that a site has of its own.
fn words(site: &Site) -> u64 {
    let kept = site.settings.file.traditional_keep.iter().map(|word| &**word);
    fingerprint(&(names(site).collect::<Vec<_>>(), kept.collect::<Vec<_>>()))
}

fn words_beside() -> BTreeMap<String, String> {
    let lines = WORDS_BESIDE.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.flat_map(str::split_whitespace).filter_map(|pair| pair.split_once('='));
    pairs.map(|(simple, form)| (simple.to_owned(), form.to_owned())).collect()
}

impl Traditional {
    /// Reads the dictionary.
    ///
    /// # Errors
    /// The program was built without it, which a test would have told.
    pub(super) fn new(site: &Site) -> Result<Self, Diagnostic> {
        let failed = |error: String| {
            Diagnostic::error(
                Code::Traditional,
                say!("繁体版做不出来：{error}", "no traditional pages: {error}"),
            )
        };
        let dictionary =
            OpenCC::from_config(BuiltinConfig::S2t).map_err(|error| failed(error.to_string()))?;
        let mut forms: BTreeMap<String, String> = words_beside();
        for (name, form, given) in names(site) {
            forms.insert(name.to_owned(), format!("{form}{}", dictionary.convert(given)));
        }
        for word in &site.settings.file.traditional_keep {
            forms.insert(word.to_string(), word.to_string());
        }
        let hash = fingerprint(&forms);
        let (names, forms): (Vec<String>, Vec<String>) = forms.into_iter().unzip();
        let names = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(names)
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self { dictionary, names, forms, fingerprint: hash, words: words(site) })
    }

    /// Whether another site has the same words.
    pub(super) fn fits(&self, site: &Site) -> bool {
        self.words == words(site)
    }

    /// Words in traditional characters.
    fn words(&self, text: &str) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for name in self.names.find_iter(text) {
            out.push_str(&self.dictionary.convert(&text[at..name.start()]));
            out.push_str(&self.forms[name.pattern().as_usize()]);
            at = name.end();
        }
        out.push_str(&self.dictionary.convert(&text[at..]));
        out
    }

    /// A page that this program made, in traditional characters. `link` gives the traditional page of an address that has
    /// one; an element with `hreflang` keeps its own.
    pub(super) fn page(&self, html: &str, link: &dyn Fn(&str) -> Option<String>) -> String {
        let mut out = String::with_capacity(html.len() + html.len() / 16);
        let mut rest = html;
        let mut foreign = false;
        while let Some(at) = rest.find('<') {
            match foreign {
                true => out.push_str(&rest[..at]),
                false => out.push_str(&self.words(&rest[..at])),
            }
            rest = &rest[at..];
            let (tag, after) = rest.split_at(end_of_tag(rest));
            foreign = tag.contains(FOREIGN);
            self.tag(tag, link, &mut out);
            rest = after;
        }
        out.push_str(&self.words(rest));
        out
    }

    fn tag(&self, tag: &str, link: &dyn Fn(&str) -> Option<String>, out: &mut String) {
        let stays = tag.contains(FOREIGN);
        let mut rest = tag;
        while let Some(at) = rest.find("=\"") {
            let name_at = rest[..at].rfind(char::is_whitespace).map_or(at, |at| at + 1);
            let name = &rest[name_at..at];
            let start = at + 2;
            let Some(end) = rest[start..].find('"').map(|end| start + end) else {
                break;
            };
            let value = &rest[start..end];
            out.push_str(&rest[..start]);
            let is_link = matches!(name, "href" | "action") && !stays;
            let is_words = WORDS.contains(&name) || name.starts_with("data-");
            match is_link.then(|| link(value)).flatten() {
                Some(address) => out.push_str(&address),
                None if is_words => out.push_str(&self.words(value)),
                None => out.push_str(value),
            }
            rest = &rest[end..];
        }
        out.push_str(rest);
    }
}

/// Where the tag or comment at the start of the text ends.
fn end_of_tag(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The traditional page of an address of the site, as it stands in pages.
pub(super) fn link(site: &Site, address: &str) -> Option<String> {
    let split = address.find(['#', '?']).unwrap_or(address.len());
    let (path, rest) = address.split_at(split);
    let (origin, path) = match path.strip_prefix(&site.settings.origin) {
        Some(path) => (site.settings.origin.as_str(), path),
        None => ("", path),
    };
    let below = path.strip_prefix(&site.settings.prefix)?;
    let below = percent_encoding::percent_decode_str(below).decode_utf8().ok()?;
    let route = Route::file(&below);
    let traditional = site.traditional_route(&route);
    let known = below.starts_with('/') && site.routes.contains_key(&traditional);
    known.then(|| format!("{origin}{}{rest}", site.url(&traditional)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traditional(names: &[(&str, &str)]) -> Traditional {
        let (names, forms): (Vec<&str>, Vec<String>) =
            names.iter().map(|(a, b)| (*a, (*b).to_owned())).unzip();
        Traditional {
            dictionary: OpenCC::from_config(BuiltinConfig::S2t).expect("the dictionary"),
            names: AhoCorasick::new(names).expect("few names"),
            forms,
            fingerprint: 0,
            words: 0,
        }
    }

    #[test]
    fn words_change_and_markup_stays() {
        let pages = traditional(&[("于小范", "于小範")]);
        let html = r#"<!-- 县 --><a href="/云/" class="县" title="县政府">发展&amp;头发，于小范</a><a hreflang="zh-Hans" href="/云/">简</a>"#;
        let link = |address: &str| (address == "/云/").then(|| "/zh-hant/云/".to_owned());
        assert_eq!(
            pages.page(html, &link),
            r#"<!-- 县 --><a href="/zh-hant/云/" class="县" title="縣政府">發展&amp;頭髮，于小範</a><a hreflang="zh-Hans" href="/云/">简</a>"#
        );
    }

    #[test]
    fn words_that_the_dictionary_has_wrong_are_right() {
        let words = words_beside();
        let pages = Traditional {
            dictionary: OpenCC::from_config(BuiltinConfig::S2t).expect("the dictionary"),
            names: AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(words.keys())
                .expect("few words"),
            forms: words.into_values().collect(),
            fingerprint: 0,
            words: 0,
        };
        for (simple, form) in [
            ("委托办理，托举哥工程", "委託辦理，托舉哥工程"),
            ("抬高门槛，铲雪除冰，铲除根源", "擡高門檻，鏟雪除冰，剷除根源"),
            ("去干扰，成果干部，仙桃干部", "去干擾，成果幹部，仙桃幹部"),
            ("本周起，周边、几周岁", "本週起，周邊、幾周歲"),
            ("小面积修补", "小面積修補"),
        ] {
            assert_eq!(pages.words(simple), form.replace('擡', "抬"), "{simple}");
        }
    }

    #[test]
    fn a_sign_within_an_attribute_ends_no_tag() {
        let pages = traditional(&[]);
        let html = r#"<p title="1 > 0 县">县</p>"#;
        assert_eq!(pages.page(html, &|_| None), r#"<p title="1 > 0 縣">縣</p>"#);
    }
}
