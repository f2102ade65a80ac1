//! How a view becomes what a template sees, and its fingerprint.

use crate::file::fingerprint;
use serde::{Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use tera::Value;

/// A view of which it can be told what a template sees, and which part of it is not what it was.
pub trait Fields: fmt::Debug + Send + Sync {
    /// The hash of every field, by its name.
    fn parts(&self) -> Vec<(&'static str, u64)>;

    /// The template's copy.
    fn value(&self) -> Value;
}

/// Declares a view: a struct whose every field is hashed and shown, by construction.
#[macro_export]
macro_rules! view {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }
    )*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Hash)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type,)* }

        impl $crate::view::Fields for $name {
            fn parts(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($field), $crate::file::fingerprint(&self.$field)),)*]
            }

            fn value(&self) -> tera::Value {
                tera::Value::from_serializable(self)
            }
        }

        // The engine copies a map that it is handed; one that its serialiser makes it keeps.
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                const FIELDS: usize = [$(stringify!($field)),*].len();
                let mut fields = serializer.serialize_struct(stringify!($name), FIELDS)?;
                $(serde::ser::SerializeStruct::serialize_field(&mut fields, stringify!($field), &self.$field)?;)*
                serde::ser::SerializeStruct::end(fields)
            }
        }
    )*};
}

/// A value that many pages show: made and hashed once, then shared by pointer.
#[derive(Clone, Debug)]
pub struct Shared(Arc<(u64, Value)>);

impl Shared {
    /// Makes the template's copy of a view, and hashes it.
    pub fn new(view: &(impl Fields + Hash)) -> Self {
        Self(Arc::new((fingerprint(view), view.value())))
    }

    /// The view's hash.
    pub fn fingerprint(&self) -> u64 {
        self.0.0
    }
}

impl Hash for Shared {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.0.hash(state);
    }
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.1.serialize(serializer)
    }
}

/// HTML that this program made and escaped; templates print it as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Html(pub String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.0).serialize(serializer)
    }
}
