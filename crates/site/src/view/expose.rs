//! How a view becomes what a template sees, and its fingerprint.

use crate::file::fingerprint;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use tera::Value;

/// A value that a template can see.
pub trait Expose {
    /// The template's copy.
    fn expose(&self) -> Value;
}

/// A value of which it can be told which part of it is not what it was.
pub trait Fields: Expose + fmt::Debug + Send + Sync {
    /// The hash of every field, by its name.
    fn parts(&self) -> Vec<(&'static str, u64)>;
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
        }

        impl $crate::view::Expose for $name {
            fn expose(&self) -> tera::Value {
                const FIELDS: usize = [$(stringify!($field)),*].len();
                let mut map = tera::Map::with_capacity(FIELDS);
                $(map.insert(stringify!($field).into(), $crate::view::Expose::expose(&self.$field));)*
                tera::Value::from(map)
            }
        }
    )*};
}

/// A value that many pages show: exposed and hashed once, then shared by pointer.
#[derive(Clone, Debug)]
pub struct Shared(Arc<(u64, Value)>);

impl Shared {
    /// Exposes and hashes a view.
    pub fn new(view: &(impl Expose + Hash)) -> Self {
        Self(Arc::new((fingerprint(view), view.expose())))
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

impl Expose for Shared {
    fn expose(&self) -> Value {
        self.0.1.clone()
    }
}

impl Expose for String {
    fn expose(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl Expose for bool {
    fn expose(&self) -> Value {
        Value::from(*self)
    }
}

impl Expose for u32 {
    fn expose(&self) -> Value {
        Value::from(*self)
    }
}

impl Expose for &'static str {
    fn expose(&self) -> Value {
        Value::from(*self)
    }
}

impl Expose for Arc<str> {
    fn expose(&self) -> Value {
        Value::from(&**self)
    }
}

impl<T: Expose> Expose for Option<T> {
    fn expose(&self) -> Value {
        self.as_ref().map_or_else(Value::none, Expose::expose)
    }
}

impl<T: Expose> Expose for Vec<T> {
    fn expose(&self) -> Value {
        Value::from(self.iter().map(Expose::expose).collect::<Vec<_>>())
    }
}

impl<T: Expose> Expose for Box<T> {
    fn expose(&self) -> Value {
        (**self).expose()
    }
}

/// HTML that this program made and escaped; templates print it as it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Html(pub String);

impl Expose for Html {
    fn expose(&self) -> Value {
        Value::safe_string(&self.0)
    }
}
