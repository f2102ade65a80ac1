//! 公钥: what `site.yaml` says of reviewers, and tells that a signature is theirs. Ed25519, written in Base64.
//!
//! ring does the work: the program carries it for TLS already, so a signature adds no crate; ed25519-dalek would bring a dozen.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Declares bytes of one length that are written in Base64.
macro_rules! base64_bytes {
    ($(#[$meta:meta])* $name:ident $length:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// The Base64 text.
            pub fn parse(text: &str) -> Option<Self> {
                BASE64.decode(text).ok()?.try_into().ok().map(Self)
            }
        }

        impl From<[u8; $length]> for $name {
            fn from(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&BASE64.encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                Self::parse(&text).ok_or_else(|| D::Error::custom("not the Base64 of its length"))
            }
        }
    };
}

base64_bytes!(
    /// 公钥: what tells that a signature is a reviewer's.
    PublicKey 32
);
base64_bytes!(
    /// What only the holder of a secret key can make of a text.
    Signature 64
);

impl PublicKey {
    /// Whether the holder of the secret half signed these bytes.
    pub fn verifies(&self, bytes: &[u8], signature: &Signature) -> bool {
        let key = UnparsedPublicKey::new(&ED25519, &self.0);
        key.verify(bytes, &signature.0).is_ok()
    }
}
