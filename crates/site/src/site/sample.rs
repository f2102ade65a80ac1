//! A record with a key of each type, for tests: what is found in it is found under any key, without further code.

use super::{Lookup, Route, registry};
use crate::diagnostic::Source;
use crate::document::{Common, Document, KindName};
use crate::read::{Registry, read_document, read_yaml};
use crate::record::{
    Definition, Field, FileName, PersonName, Record, Reference, Shape, Spanned, Text, UnitName,
    WebAddress,
};
use rapidhash::RapidHashMap;
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
    }
}

/// The sample that a text of YAML gives, with its file.
pub fn sample(text: &str) -> (Arc<Source>, Sample) {
    let source = Arc::new(Source::new("content/news/s.yaml", text));
    let sample = read_yaml(&source, &mut Vec::new()).expect("a sample");
    (source, sample)
}

/// A document without text.
pub fn document(path: &str) -> Arc<Document> {
    document_of(path, "春耕", "")
}

/// A document with a title and a text.
pub fn document_of(path: &str, title: &str, text: &str) -> Arc<Document> {
    let text = format!("---\n标题: {title}\n发布日期: 2026-04-01\n---\n{text}");
    let source = Arc::new(Source::new(format!("content/{path}.md"), text));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (document, problems) = read_document(source, path, folder, KindName::Article);
    assert!(problems.is_empty(), "{problems:?}");
    Arc::new(document.expect("a document"))
}

/// A list file.
pub fn list<T: Field>(text: &str) -> Registry<T> {
    let source = Arc::new(Source::new("content/list.yaml", text));
    let entries = read_yaml(&source, &mut Vec::new()).expect("a list");
    Registry { source, entries }
}

/// Knows the document `plans/a`, the files `news/a.pdf` and `news/b.pdf`, and the unit 县教育局.
pub fn lookup() -> Lookup {
    let units = list("[{id: jyj, name: 县教育局, kind: 部门}]");
    let (_, units) = registry::units(Some(units), &mut Vec::new());
    let files = ["news/a.pdf".to_owned(), "news/b.pdf".to_owned()];
    let (documents, routes) = ([document("plans/a")], [Route::folder("plans/a")]);
    Lookup::new(&documents, &routes, &[], RapidHashMap::default(), files.iter(), units)
}

/// Whether a record that stands in a document has a key, by their English names.
pub fn is_key(record: &str, key: &str) -> bool {
    fn within(shape: &'static Shape) -> Option<&'static Definition> {
        match shape {
            Shape::Record(definition) => Some(definition),
            Shape::List(shape) | Shape::Table(shape) => within(shape),
            _ => None,
        }
    }
    fn has(definition: &'static Definition, record: &str, key: &str) -> bool {
        let own = definition.name == record && definition.keys.iter().any(|k| k.name == key);
        own || definition.keys.iter().filter_map(|k| within(k.shape)).any(|d| has(d, record, key))
    }
    let kinds = KindName::KINDS.map(KindName::definition);
    kinds.into_iter().chain([Common::DEFINITION]).any(|definition| has(definition, record, key))
}
