//! The two declarations.

/// Declares a record: the struct, its reader, the walk through its values and its part of the key table, in one place.
///
/// A field reads: `name: need Type, "key" "键", "中文说明", "English help", "example";` where `need` is
/// `required` (`Type`), `optional` (`Option<Type>`) or `many` (`Vec<Type>`, empty when left out).
/// `short field;` names the field that a bare value stands for.
#[macro_export]
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident $en:literal $zh:literal $(short $short:literal)? {
            $(
                $field:ident: $need:ident $type:ty, $key:literal $alias:literal,
                $help_zh:literal, $help_en:literal, $example:literal;
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Hash)]
        pub struct $name {
            $(
                #[doc = concat!($alias, ": ", $help_en)]
                pub $field: $crate::record!(@type $need $type),
            )*
        }

        impl $crate::record::Record for $name {
            const DEFINITION: &'static $crate::record::Definition = &$crate::record::Definition {
                name: $en,
                alias: $zh,
                keys: &[$(
                    $crate::record::Key {
                        name: $key,
                        alias: $alias,
                        need: $crate::record!(@need $need),
                        shape: &<$crate::record!(@shape $need $type) as $crate::record::Field>::SHAPE,
                        help: $crate::record::Said { zh: $help_zh, en: $help_en },
                        example: $example,
                    },
                )*],
                short: $crate::record!(@short $($short)?),
            };

            fn take(
                entries: &mut $crate::record::Entries<'_, '_>,
                reader: &mut $crate::record::Reader<'_>,
            ) -> Option<Self> {
                // A record without keys takes nothing.
                let _ = (&entries, &reader);
                $(let $field = entries.$need($key, $alias, reader);)*
                Some(Self { $($field: $field?,)* })
            }

            fn visit<'v>(
                &'v self,
                above: Option<&$crate::record::KeyPath<'_, 'v>>,
                visitor: &mut dyn $crate::record::Visitor<'v>,
            ) {
                let values: &[&'v dyn $crate::record::Walk] = &[$(&self.$field),*];
                $crate::record::walk_keys(Self::DEFINITION, values, above, visitor);
            }
        }

        impl $crate::record::Walk for $name {
            fn walk<'v>(
                &'v self,
                path: &$crate::record::KeyPath<'_, 'v>,
                visitor: &mut dyn $crate::record::Visitor<'v>,
            ) {
                $crate::record::Record::visit(self, Some(path), visitor);
            }
        }

        impl $crate::record::Field for $name {
            const SHAPE: $crate::record::Shape =
                $crate::record::Shape::Record(<$name as $crate::record::Record>::DEFINITION);

            fn read(
                node: &$crate::yaml::Node<'_>,
                reader: &mut $crate::record::Reader<'_>,
            ) -> Option<Self> {
                $crate::record::Entries::read_whole::<Self>(node, reader)
            }
        }
    };
    (@type required $type:ty) => { $type };
    (@type optional $type:ty) => { Option<$type> };
    (@type many $type:ty) => { Vec<$type> };
    (@shape many $type:ty) => { Vec<$type> };
    (@shape $need:ident $type:ty) => { $type };
    (@need required) => { $crate::record::Need::Required };
    (@need $other:ident) => { $crate::record::Need::Optional };
    (@short $short:literal) => { Some($short) };
    (@short) => { None };
}

/// Declares a choice: the enum, its reader and its words in both languages.
#[macro_export]
macro_rules! choice {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $($variant:ident $en:literal $zh:literal,)* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $zh] $variant,)*
        }

        $crate::choice!(@words $name { $($variant $en $zh,)* });
    };
    // For an enum that is declared elsewhere, with words that are known by a constant's name.
    (@words $name:ident { $($variant:ident $en:tt $zh:tt,)* }) => {
        impl $name {
            /// Every value with its words.
            pub const VARIANTS: &'static [$crate::record::Variant] =
                &[$($crate::record::Variant { name: $en, alias: $zh },)*];

            /// Every value, in the order of [`Self::VARIANTS`].
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The English word, as templates and data files know it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $en,)* }
            }

            /// The Chinese word.
            pub fn alias(self) -> &'static str {
                match self { $(Self::$variant => $zh,)* }
            }
        }

        impl $crate::record::Field for $name {
            const SHAPE: $crate::record::Shape = $crate::record::Shape::Choice(Self::VARIANTS);

            fn read(
                node: &$crate::yaml::Node<'_>,
                reader: &mut $crate::record::Reader<'_>,
            ) -> Option<Self> {
                let index = reader.variant(node, Self::VARIANTS)?;
                Self::ALL.get(index).copied()
            }
        }

        impl $crate::record::Walk for $name {}
    };
}
