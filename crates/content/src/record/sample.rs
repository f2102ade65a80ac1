//! A record with a key of each type: what is found in it is found under any key, without further code.

use super::{Field, FileName, PersonName, Reader, Reference, Spanned, Text, UnitName, WebAddress};
use crate::diagnostic::Source;
use crate::yaml;
use std::collections::BTreeMap;
use std::sync::Arc;

crate::record! {
    /// A person in it.
    pub struct Guest "guest" "来宾" short "name" {
        name: required PersonName, "name" "姓名", "姓名", "the name", "李明远";
        post: optional Text, "post" "职务", "职务", "the post", "县长";
        unit: optional UnitName, "unit" "单位", "单位", "the unit", "县教育局";
    }
}

crate::record! {
    /// The sample.
    pub struct Sample "sample" "样例" {
        follows: optional Reference, "follows" "承接", "文档", "a document", "plans/a";
        enclosed: many FileName, "enclosed" "随附", "文件", "files", "[a.pdf]";
        hosts: many UnitName, "hosts" "承办", "单位", "units", "[县教育局]";
        guests: many Guest, "guests" "来宾", "人员", "people", "[李明远]";
        homepage: optional WebAddress, "homepage" "主页", "网址", "an address", "/units/";
        motto: optional Spanned<Text>, "motto" "口号", "文字", "words", "春耕";
        remarks: optional BTreeMap<Text, Text>, "remarks" "附记", "文字", "words", "{甲: 乙}";
    }
}

/// The sample that a text of YAML gives, with its file in `content/news`.
pub fn sample(text: &str) -> (Arc<Source>, Sample) {
    let source = Arc::new(Source { path: "content/news/s.yaml".into(), text: text.into() });
    let node = yaml::parse(&source, 0..text.len()).expect("YAML").expect("a value");
    let sample = Sample::read(&node, &mut Reader::new(&source)).expect("a sample");
    (source, sample)
}
