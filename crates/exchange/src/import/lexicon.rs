//! 识别用表: surnames and posts by which names are found, and what the site knows already: people, units, documents.

use crate::diagnostic::{Code, Diagnostic, Doing, Source};
use crate::document::KindName;
use crate::read::{Content, WordList, read_yaml};
use crate::say;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

const BUILT_IN: &str = include_str!("lexicon.yaml");

/// What recognition knows before it reads.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    surnames: BTreeSet<String>,
    /// Ends of posts, the longest first.
    posts: Vec<Vec<char>>,
    /// People whom the site knows by name: each with the id and the post, if `people.yaml` says them.
    people: BTreeMap<String, Vec<Namesake>>,
    /// Ids, names and short names of units.
    units: BTreeSet<String>,
    /// The site's documents.
    documents: Vec<Existing>,
}

/// Somebody of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Namesake {
    id: Option<String>,
    post: Option<String>,
}

/// A document that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    /// Its kind.
    pub kind: KindName,
    /// Its title.
    pub title: String,
    /// What others call it by: its path from `content/`.
    pub path: String,
    /// 发文字号.
    pub number: Option<String>,
}

impl Lexicon {
    /// The surnames and posts that come with the program.
    pub fn built_in() -> Self {
        let (list, problems) = parse("lexicon.yaml", BUILT_IN);
        assert!(problems.is_empty(), "the table is part of the program");
        let mut lexicon = Self::default();
        list.iter().for_each(|list| lexicon.add(list));
        lexicon
    }

    /// What a site knows too; what is wrong in its lists is for `check` to tell.
    pub fn add_site(&mut self, content: &Content) {
        content.words.lists.iter().for_each(|list| self.add(list));
        let registered = content.people.iter().flat_map(|people| &people.entries);
        for person in registered {
            let namesake = Namesake {
                id: Some(person.id.value.to_string()),
                post: person.post.as_deref().map(str::to_owned),
            };
            let name = person.name.text.to_string();
            self.people.entry(name).or_default().push(namesake);
        }
        for unit in content.units.iter().flat_map(|units| &units.entries) {
            let short = unit.short.iter().map(|short| short.value.to_string());
            self.units.extend(short);
            self.units.extend([unit.id.value.to_string(), unit.name.value.to_string()]);
        }
        let documents = content.documents.iter().map(|document| Existing {
            kind: document.kind.name(),
            title: document.common.title.value.to_string(),
            path: document.path.clone(),
            number: document.common.doc_number.as_ref().map(|n| n.text.to_string()),
        });
        self.documents.extend(documents);
    }

    /// Reads a list that the user names.
    ///
    /// # Errors
    /// A file that cannot be read, or that is no word list.
    pub fn add_file(&mut self, path: &Path) -> Result<(), Vec<Diagnostic>> {
        let told = |error| vec![Diagnostic::io(Doing::Read, path, &error)];
        let text = std::fs::read_to_string(path).map_err(told)?;
        let (list, problems) = parse(&path.display().to_string(), &text);
        match list {
            Some(list) if problems.is_empty() => {
                self.add(&list);
                Ok(())
            }
            _ if problems.is_empty() => Err(vec![empty(path)]),
            _ => Err(problems),
        }
    }

    fn add(&mut self, list: &WordList) {
        let words = |texts: &[crate::record::Text]| -> Vec<String> {
            let each = texts.iter().flat_map(|text| text.split_whitespace());
            each.map(str::to_owned).collect()
        };
        self.surnames.extend(words(&list.surnames));
        let posts = words(&list.posts);
        self.posts.extend(posts.iter().map(|p| p.chars().collect()));
        self.posts.sort_by_key(|post: &Vec<char>| std::cmp::Reverse(post.len()));
        self.posts.dedup();
        for leader in &list.leaders {
            let name = leader.name.text.to_string();
            self.people.entry(name).or_insert_with(|| vec![Namesake::default()]);
        }
    }

    /// Whether a text ends with a post.
    pub fn ends_with_post(&self, text: &[char]) -> bool {
        self.posts.iter().any(|post| text.ends_with(post))
    }

    /// How many characters of the start of a text are a surname: the longest that fits.
    pub fn surname(&self, text: &[char]) -> Option<usize> {
        let fits = |length: &usize| {
            let word: Option<String> = text.get(..*length).map(|chars| chars.iter().collect());
            word.is_some_and(|word| self.surnames.contains(&word))
        };
        [2, 1].into_iter().find(fits)
    }

    /// Whether the site knows somebody of this name.
    pub fn knows(&self, name: &str) -> bool {
        self.people.contains_key(name)
    }

    /// The document with this title.
    pub fn document(&self, title: &str) -> Option<&Existing> {
        self.documents.iter().find(|document| document.title == title)
    }

    /// Whether the site knows a unit.
    pub fn has_unit(&self, name: &str) -> bool {
        self.units.contains(name)
    }

    /// The ids of several people of one name, where the post does not tell which is meant.
    pub fn namesakes(&self, name: &str, post: Option<&str>) -> Vec<&str> {
        let all = self.people.get(name).map_or(&[][..], Vec::as_slice);
        let meant = all.iter().filter(|one| post.is_some() && one.post.as_deref() == post).count();
        match all.len() > 1 && meant != 1 {
            true => all.iter().filter_map(|one| one.id.as_deref()).collect(),
            false => Vec::new(),
        }
    }

    /// The document with another title that has a number already.
    pub fn numbered(&self, number: &str, title: &str) -> Option<&Existing> {
        let same = |other: &&Existing| other.number.as_deref() == Some(number);
        self.documents.iter().filter(same).find(|other| other.title != title)
    }

    /// Names that cleaning leaves as they are.
    pub fn names(&self) -> Vec<String> {
        self.people.keys().cloned().collect()
    }
}

fn parse(path: &str, text: &str) -> (Option<WordList>, Vec<Diagnostic>) {
    let source =
        Arc::new(Source::new(path.to_owned(), text.trim_start_matches('\u{feff}').to_owned()));
    let mut problems = Vec::new();
    let list = read_yaml::<WordList>(&source, &mut problems);
    (list, problems)
}

fn empty(path: &Path) -> Diagnostic {
    let words = say!("词表是空的", "the word list is empty");
    Diagnostic::error(Code::EmptyValue, words).in_file(path.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_and_posts_are_known() {
        let lexicon = Lexicon::built_in();
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        for (name, length) in [
            ("衡彬", Some(1)),
            ("令建民", Some(1)),
            ("欧阳修远", Some(2)),
            ("令狐云", Some(2)),
            ("的工作", None),
        ] {
            assert_eq!(lexicon.surname(&chars(name)), length, "{name}");
        }
        for (post, is_post) in [("县委副书记", true), ("市政府副秘书长", true), ("会议", false)]
        {
            assert_eq!(lexicon.ends_with_post(&chars(post)), is_post, "{post}");
        }
    }

    #[test]
    fn a_file_of_names_is_read_or_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("names.yaml");
        std::fs::write(&path, "姓氏: [佴 拓跋]\n职务: 网格长\n").expect("written");
        let mut lexicon = Lexicon::default();
        lexicon.add_file(&path).expect("a list");
        assert_eq!(lexicon.surname(&['拓', '跋', '云']), Some(2));
        assert!(lexicon.ends_with_post(&['网', '格', '长']));
        std::fs::write(&path, "姓: 佴\n").expect("written");
        let problems = lexicon.add_file(&path).expect_err("an unknown key");
        assert_eq!(problems[0].code, Code::UnknownKey);
    }
}
