//! Typed records from YAML: one declaration gives the struct, its reader and its entry in the key table.
//!
//! [`record!`](crate::record!) and [`choice!`](crate::choice!) declare; the JSON Schema, the scaffolds
//! and the field reference walk the [`Shape`]s that they leave behind, and a [`Visitor`] walks the values,
//! so none of them can drift.

mod entries;
mod fields;
mod macros;
mod walk;

pub use entries::{Entries, Reader};
pub use fields::{
    Amount, Count, Date, DocNumber, FileName, Keyword, Moment, Number, PersonName, Reference, Text,
    UnitName, WebAddress,
};
pub use walk::{KeyPath, Scalar, Tour, Visitor, Walk, walk_keys};

use crate::diagnostic::{Language, Span};
use crate::yaml::Node;

/// The same thing said to a Chinese and to an English reader, known when the program is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// 简体中文.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Said {
    /// In one language.
    pub fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.zh,
            Language::English => self.en,
        }
    }
}

/// Whether a key must be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Its absence is an error.
    Required,
    /// It may be left out.
    Optional,
}

/// One key of a record.
#[derive(Debug)]
pub struct Key {
    /// The English name: in code, schema and templates.
    pub name: &'static str,
    /// The Chinese name that staff may write.
    pub alias: &'static str,
    /// Whether it must be written.
    pub need: Need,
    /// What it holds.
    pub shape: &'static Shape,
    /// What it is for.
    pub help: Said,
    /// A value as a person would type it (YAML, one line).
    pub example: &'static str,
}

/// A record: what a mapping may hold.
#[derive(Debug)]
pub struct Definition {
    /// The English name.
    pub name: &'static str,
    /// The Chinese name.
    pub alias: &'static str,
    /// The keys in the order in which they are explained.
    pub keys: &'static [Key],
    /// The key that a bare value stands for, where the mapping may be left out.
    pub short: Option<&'static str>,
}

/// One value of a choice.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The English name.
    pub name: &'static str,
    /// The Chinese name that staff may write.
    pub alias: &'static str,
}

/// What a value may be.
#[derive(Debug)]
pub enum Shape {
    /// Text of one or more lines.
    Text,
    /// A keyword.
    Keyword,
    /// 单位: an id or a name from `units.yaml`.
    Unit,
    /// 人员: a name, or an id from `people.yaml`.
    Person,
    /// A document's path from `content/`, without the ending.
    Reference,
    /// A file beside the document.
    File,
    /// An address on the web.
    WebAddress,
    /// 发文字号.
    DocNumber,
    /// A day.
    Date,
    /// A day, with or without the time.
    Moment,
    /// A decimal number.
    Number,
    /// A whole number from 0.
    Count,
    /// Yuan 元.
    Amount,
    /// `true` or `false`, 是 or 否.
    Flag,
    /// One of a few words.
    Choice(&'static [Variant]),
    /// One of a few words, or another that the writer chooses.
    Words(&'static [Variant]),
    /// A mapping.
    Record(&'static Definition),
    /// Several of one shape; a single one may stand without the list.
    List(&'static Shape),
    /// Names that the writer chooses, each with a value.
    Table(&'static Shape),
}

impl Shape {
    /// Whether a value is the name of one thing, so that marks in it part several: 县教育局、县水务局. A record is where a bare
    /// value may stand for it and is a name.
    pub fn is_name(&self) -> bool {
        match self {
            Self::Keyword | Self::Unit | Self::Person => true,
            Self::Record(definition) => {
                let short = definition.keys.iter().find(|key| Some(key.name) == definition.short);
                short.is_some_and(|key| matches!(key.shape, Self::Unit | Self::Person))
            }
            _ => false,
        }
    }
}

/// A type that can be read from a YAML value.
pub trait Field: Sized {
    /// What a person may write for it.
    const SHAPE: Shape;

    /// The value, or `None` when the reader has noted why not.
    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self>;
}

/// A type that is read from the entries of a mapping, possibly beside other records.
pub trait Record: Sized {
    /// Its part of the key table.
    const DEFINITION: &'static Definition;

    /// Takes its keys out of the entries.
    fn take(entries: &mut Entries<'_, '_>, reader: &mut Reader<'_>) -> Option<Self>;

    /// Tells a visitor what stands in it; `above` is where the record itself stands in another.
    fn visit<'v>(&'v self, above: Option<&KeyPath<'_, 'v>>, visitor: &mut dyn Visitor<'v>);
}

/// A value that remembers where it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes in its file.
    pub span: Span,
}

impl<T: Field> Field for Spanned<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self { value: T::read(node, reader)?, span: node.span })
    }
}
