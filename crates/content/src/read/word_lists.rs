//! 本站词表: `content/wordlists/*.yaml`, the words that a site forbids, prefers or keeps, and its leaders' names and posts.

use super::{ContentFile, read_record_file};
use crate::diagnostic::Diagnostic;
use crate::record::{PersonName, Text};
use std::collections::BTreeMap;

crate::record! {
    /// A word with what should stand in its place.
    pub struct Word "word" "词" short "word" {
        word: required Text, "word" "词", "要查的词", "the word", "莅临指导";
        instead: optional Text, "instead" "改为", "应当怎样写", "what to write instead", "到场指导";
        why: optional Text, "why" "说明", "为什么", "why", "公文不用敬词";
    }
}

crate::record! {
    /// A leader whose name must be right wherever the post stands before it.
    pub struct Leader "leader" "领导" {
        name: required PersonName, "name" "姓名", "姓名", "the name", "李明远";
        post: required Text, "post" "职务", "职务", "the post", "县长";
    }
}

crate::record! {
    /// One file of `content/wordlists/`.
    pub struct WordList "word_list" "词表" {
        banned: many Word, "banned" "禁用", "不许出现的词", "words that must not stand anywhere", "[{词: 莅临指导, 改为: 到场指导}]";
        preferred: many Word, "preferred" "推荐", "有更好写法的词", "words with a better form", "[{词: 一把手, 改为: 主要负责人}]";
        kept: many Text, "kept" "保留", "不算错的词", "words that are right as they are", "[登陆舰]";
        leaders: many Leader, "leaders" "领导", "领导姓名和职务", "leaders with their posts", "[{姓名: 李明远, 职务: 县长}]";
        surnames: many Text, "surnames" "姓氏", "导入时认得的姓，可以用空格隔开写几个", "surnames that an import knows, perhaps several with blanks between", "[欧阳, 尉迟]";
        posts: many Text, "posts" "职务", "导入时认得的职务，可以用空格隔开写几个", "posts that an import knows, perhaps several with blanks between", "[网格长, 驻村队员]";
    }
}

/// The lists of a site.
#[derive(Debug, Default)]
pub struct WordLists {
    /// In the order of their files' names.
    pub lists: Vec<WordList>,
    /// What is wrong with them. No page depends on a list, so it is told by those who use them and stops no build.
    pub problems: Vec<Diagnostic>,
}

/// Reads a site's lists among its files.
pub(super) fn word_lists(files: &BTreeMap<String, ContentFile>) -> WordLists {
    let mut problems = Vec::new();
    let names = files.iter().filter(|(name, _)| {
        name.strip_prefix("wordlists/")
            .is_some_and(|rest| rest.ends_with(".yaml") || rest.ends_with(".yml"))
    });
    let lists = names.filter_map(|(name, file)| {
        let above = name.split('/').count() + 1;
        let root = file.path.ancestors().nth(above)?;
        let read = read_record_file::<WordList>(root, name, &mut problems);
        read.map(|(_, list)| list)
    });
    WordLists { lists: lists.collect(), problems }
}
