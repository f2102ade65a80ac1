//! What stands in a record, told value by value and by type, so that a new key is linked, searched and checked as it is.
//!
//! [`record!`](crate::record!) lets every record be walked. A [`Visitor`] hears of each [`Scalar`] that names something or
//! holds words, wherever it stands, and with its [`KeyPath`]; what depends on a key is an exception that the visitor makes.

use super::{
    Amount, Count, Date, Definition, DocNumber, FileName, Key, Keyword, Moment, Number, PersonName,
    Reference, Spanned, Text, UnitName, WebAddress,
};
use std::collections::BTreeMap;

/// A value that names something or holds words; numbers, days and choices do neither.
#[derive(Clone, Copy, Debug)]
pub enum Scalar<'v> {
    /// Another document.
    Reference(&'v Reference),
    /// A file.
    File(&'v FileName),
    /// 单位.
    Unit(&'v UnitName),
    /// 人员.
    Person(&'v PersonName),
    /// An address on the web or on this site.
    Address(&'v WebAddress),
    /// Words of one or more lines.
    Text(&'v str),
}

/// Where a value stands: its key, and the records around it.
#[derive(Clone, Copy)]
pub struct KeyPath<'p, 'v> {
    /// The record that has the key.
    pub record: &'static Definition,
    /// The key.
    pub key: &'static Key,
    /// The position in the key's list.
    pub index: usize,
    /// Where the record itself stands; the outermost one stands nowhere.
    pub above: Option<&'p KeyPath<'p, 'v>>,
    values: &'p [&'v dyn Walk],
}

impl<'v> KeyPath<'_, 'v> {
    /// The English names of record and key.
    pub fn names(&self) -> (&'static str, &'static str) {
        (self.record.name, self.key.name)
    }

    /// The first value under another key of the same record.
    pub fn beside(&self, key: &str) -> Option<Scalar<'v>> {
        let at = self.record.keys.iter().position(|known| known.name == key)?;
        let mut first = First(None);
        self.values[at].walk(self, &mut first);
        first.0
    }
}

struct First<'v>(Option<Scalar<'v>>);

impl<'v> Visitor<'v> for First<'v> {
    fn scalar(&mut self, _path: &KeyPath<'_, 'v>, scalar: Scalar<'v>) {
        self.0.get_or_insert(scalar);
    }
}

/// How a record is walked: by its keys in their order, but for these.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tour {
    /// The keys that come before all others.
    pub first: &'static [&'static str],
    /// The keys that are passed over, with everything below them.
    pub without: &'static [&'static str],
}

/// Who is told what stands in a record.
pub trait Visitor<'v> {
    /// A record begins. How is it to be walked?
    fn record(&mut self, _record: &'static Definition) -> Tour {
        Tour::default()
    }

    /// A value and where it stands.
    fn scalar(&mut self, path: &KeyPath<'_, 'v>, scalar: Scalar<'v>);
}

/// What may stand under a key.
pub trait Walk {
    /// Tells the visitor every scalar in it; most types hold none.
    fn walk<'v>(&'v self, _path: &KeyPath<'_, 'v>, _visitor: &mut dyn Visitor<'v>) {}
}

/// Walks the values of a record, one for each of its keys: what [`record!`](crate::record!) is made of.
pub fn walk_keys<'v>(
    record: &'static Definition,
    values: &[&'v dyn Walk],
    above: Option<&KeyPath<'_, 'v>>,
    visitor: &mut dyn Visitor<'v>,
) {
    let Tour { first, without } = visitor.record(record);
    let keys = record.keys;
    let early = first.iter().filter_map(|name| keys.iter().position(|key| key.name == *name));
    let late = (0..keys.len()).filter(|index| !first.contains(&keys[*index].name));
    for index in early.chain(late).filter(|index| !without.contains(&keys[*index].name)) {
        let path = KeyPath { record, key: &keys[index], index: 0, above, values };
        values[index].walk(&path, visitor);
    }
}

/// The types whose values are told.
macro_rules! told {
    ($($type:ident as $scalar:ident,)*) => {$(
        impl Walk for $type {
            fn walk<'v>(&'v self, path: &KeyPath<'_, 'v>, visitor: &mut dyn Visitor<'v>) {
                visitor.scalar(path, Scalar::$scalar(self));
            }
        }
    )*};
}

told! {
    Reference as Reference,
    FileName as File,
    UnitName as Unit,
    PersonName as Person,
    WebAddress as Address,
    Text as Text,
}

impl Walk for Keyword {
    fn walk<'v>(&'v self, path: &KeyPath<'_, 'v>, visitor: &mut dyn Visitor<'v>) {
        visitor.scalar(path, Scalar::Text(self));
    }
}

impl Walk for DocNumber {
    fn walk<'v>(&'v self, path: &KeyPath<'_, 'v>, visitor: &mut dyn Visitor<'v>) {
        visitor.scalar(path, Scalar::Text(&self.text));
    }
}

impl Walk for Amount {}
impl Walk for Count {}
impl Walk for Date {}
impl Walk for Moment {}
impl Walk for Number {}
impl Walk for bool {}

impl<T: Walk> Walk for Spanned<T> {
    fn walk<'v>(&'v self, path: &KeyPath<'_, 'v>, visitor: &mut dyn Visitor<'v>) {
        self.value.walk(path, visitor);
    }
}

impl<T: Walk> Walk for Option<T> {
    fn walk<'v>(&'v self, path: &KeyPath<'_, 'v>, visitor: &mut dyn Visitor<'v>) {
        if let Some(value) = self {
            value.walk(path, visitor);
        }
    }
}

impl<T: Walk> Walk for Vec<T> {
    fn walk<'v>(&'v self, path: &KeyPath<'_, 'v>, visitor: &mut dyn Visitor<'v>) {
        for (index, value) in self.iter().enumerate() {
            value.walk(&KeyPath { index, ..*path }, visitor);
        }
    }
}

impl<T: Walk> Walk for BTreeMap<Text, T> {
    fn walk<'v>(&'v self, path: &KeyPath<'_, 'v>, visitor: &mut dyn Visitor<'v>) {
        for (index, value) in self.values().enumerate() {
            value.walk(&KeyPath { index, ..*path }, visitor);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(unreachable_pub, reason = "records are declared for other rooms")]

    use super::*;
    use crate::diagnostic::Source;
    use crate::record::{Field, Reader, Record};
    use crate::yaml;
    use std::sync::Arc;

    crate::record! {
        /// A record in another.
        pub struct Guest "guest" "来宾" short "name" {
            name: required PersonName, "name" "姓名", "姓名", "the name", "李明远";
            post: optional Text, "post" "职务", "职务", "the post", "县长";
            unit: optional UnitName, "unit" "单位", "单位", "the unit", "县教育局";
        }
    }

    crate::record! {
        /// A key of each type.
        pub struct Sample "sample" "样例" {
            follows: optional Reference, "follows" "承接", "文档", "a document", "plans/a";
            enclosed: many FileName, "enclosed" "随附", "文件", "files", "[a.pdf]";
            guests: many Guest, "guests" "来宾", "人员", "people", "[李明远]";
            homepage: optional WebAddress, "homepage" "主页", "网址", "an address", "/units/";
            since: optional Date, "since" "始于", "日期", "a day", "2026-04-01";
            motto: optional Spanned<Text>, "motto" "口号", "文字", "words", "春耕";
            remarks: optional BTreeMap<Text, Text>, "remarks" "附记", "文字", "words", "{甲: 乙}";
        }
    }

    const TEXT: &str = "follows: plans/a\nenclosed: [a.pdf, b.pdf]\nsince: 2026-04-01\n\
        guests: [{name: 李明远, post: 县长, unit: 县政府}, 周文慧]\nhomepage: /units/\nmotto: 春耕\nremarks: {甲: 乙}\n";

    /// What is told, a line each: the keys that lead there, the position, the value, the post beside it.
    struct Told(Tour, Vec<String>);

    impl<'v> Visitor<'v> for Told {
        fn record(&mut self, record: &'static Definition) -> Tour {
            if record.name == "sample" { self.0 } else { Tour::default() }
        }

        fn scalar(&mut self, path: &KeyPath<'_, 'v>, scalar: Scalar<'v>) {
            let text = match scalar {
                Scalar::Reference(name) => &name.text,
                Scalar::File(name) => &name.text,
                Scalar::Unit(name) => &name.text,
                Scalar::Person(name) => &name.text,
                Scalar::Address(address) => &address.text,
                Scalar::Text(text) => text,
            };
            let above = path.above.map(|above| format!("{}[{}].", above.key.name, above.index));
            let post = match path.beside("post") {
                Some(Scalar::Text(post)) => format!(" beside {post}"),
                _ => String::new(),
            };
            let (key, index) = (path.key.name, path.index);
            self.1.push(format!("{}{key}[{index}] {text}{post}", above.unwrap_or_default()));
        }
    }

    fn told(tour: Tour) -> Vec<String> {
        let source = Arc::new(Source::new("a.yaml", TEXT));
        let node = yaml::parse(&source, 0..TEXT.len()).expect("YAML").expect("a value");
        let sample = Sample::read(&node, &mut Reader::new(&source)).expect("a sample");
        let mut told = Told(tour, Vec::new());
        sample.visit(None, &mut told);
        told.1
    }

    #[test]
    fn every_value_is_told_with_its_place() {
        assert_eq!(
            told(Tour::default()),
            [
                "follows[0] plans/a",
                "enclosed[0] a.pdf",
                "enclosed[1] b.pdf",
                "guests[0].name[0] 李明远 beside 县长",
                "guests[0].post[0] 县长 beside 县长",
                "guests[0].unit[0] 县政府 beside 县长",
                "guests[1].name[0] 周文慧",
                "homepage[0] /units/",
                "motto[0] 春耕",
                "remarks[0] 乙",
            ]
        );
    }

    #[test]
    fn a_visitor_says_what_comes_first_and_what_is_passed_over() {
        let tour =
            Tour { first: &["motto", "homepage"], without: &["guests", "enclosed", "remarks"] };
        let expected = ["motto[0] 春耕", "homepage[0] /units/", "follows[0] plans/a"];
        assert_eq!(told(tour), expected);
    }
}
