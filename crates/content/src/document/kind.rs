//! What makes a record a kind of document: each says in its own file what the rest of the program asks of a kind.

use crate::record::{Record, Said};

/// A record that is a kind of document. Its names are those of the record: under them it stands in `类型`, on the command
/// line and in reports, and its template is called `NAME.html`.
pub trait KindRecord: Record {
    /// What its documents are to readers.
    const NATURE: Nature;

    /// What pages call the document.
    fn label(&self) -> Label;

    /// The text to begin with, as offices arrange theirs; the title may tell which.
    fn skeleton(title: &str) -> Said;
}

/// What documents are to readers: it decides on which lists they stand and how search engines take them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// 动态: what happened.
    News,
    /// 数据: figures of one day.
    Figures,
    /// 公文: it stands in 政府信息公开目录 without being asked.
    Official,
    /// It stays as it is: no day in its file name, in no year, with nothing newer or older beside it.
    Lasting,
}

/// What a document is called on pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Stands for the name in the search index and in addresses that readers keep: one label's alone, and the same for good.
    pub number: usize,
    /// The name.
    pub name: Said,
}

impl Label {
    pub(super) const fn new(number: usize, zh: &'static str, en: &'static str) -> Self {
        Self { number, name: Said { zh, en } }
    }
}

/// Declares the list of kinds: a kind's name alone, a kind with its data, and what can be asked of either.
macro_rules! kinds {
    ($($(#[$meta:meta])* $kind:ident,)*) => {
        /// The kind of a document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum KindName { $($(#[$meta])* $kind,)* }

        $crate::choice!(@words KindName { $(
            $kind ($kind::DEFINITION.name) ($kind::DEFINITION.alias),
        )* });

        impl KindName {
            /// Every kind in the order in which the manual explains them.
            pub const KINDS: [Self; Self::VARIANTS.len()] = [$(Self::$kind,)*];

            /// The kind's own keys; every document has those of [`Common`] too.
            pub fn definition(self) -> &'static $crate::record::Definition {
                match self { $(Self::$kind => $kind::DEFINITION,)* }
            }

            /// What documents of the kind are to readers.
            pub fn nature(self) -> Nature {
                match self { $(Self::$kind => $kind::NATURE,)* }
            }

            /// The text that a document of a title begins with.
            pub fn skeleton(self, title: &str) -> $crate::record::Said {
                match self { $(Self::$kind => $kind::skeleton(title),)* }
            }

            /// Takes the kind's keys out of a document's.
            pub fn take(
                self,
                entries: &mut $crate::record::Entries<'_, '_>,
                reader: &mut $crate::record::Reader<'_>,
            ) -> Option<Kind> {
                Some(match self {
                    $(Self::$kind => Kind::$kind(Box::new($kind::take(entries, reader)?)),)*
                })
            }
        }

        /// The data of one kind.
        #[derive(Debug, Hash)]
        pub enum Kind { $($(#[$meta])* $kind(Box<$kind>),)* }

        impl Kind {
            /// Its name.
            pub fn name(&self) -> KindName {
                match self { $(Self::$kind(_) => KindName::$kind,)* }
            }

            /// Tells a visitor what stands in its own keys.
            pub fn visit<'v>(&'v self, visitor: &mut dyn $crate::record::Visitor<'v>) {
                match self { $(Self::$kind(data) => data.visit(None, visitor),)* }
            }

            /// What pages call the document.
            pub fn label(&self) -> Label {
                match self { $(Self::$kind(data) => data.label(),)* }
            }
        }
    };
}

pub(super) use kinds;
