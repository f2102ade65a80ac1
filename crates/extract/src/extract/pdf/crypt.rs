//! Locks (ISO 32000-1 §7.6, ISO 32000-2 §7.6): many files are locked against printing alone, and open with no password.

use super::object::{Dictionary, Object};
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::NoPadding};
use aes::{Aes128, Aes256};
use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};

/// What a password shorter than 32 bytes is filled up with.
const FILL: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cipher {
    Rc4,
    Aes128,
    Aes256,
    /// Locked in name alone.
    None,
}

/// The key of a file that opens with no password.
#[derive(Debug)]
pub(super) struct Key {
    key: Vec<u8>,
    cipher: Cipher,
}

impl Key {
    /// The key; none where a password is asked for, or the lock is of a kind that nobody knows.
    pub(super) fn without_password(lock: &Dictionary, id: &[u8]) -> Option<Self> {
        if lock.get("Filter").name() != "Standard" {
            return None;
        }
        let (version, revision) = (lock.get("V").count()?, lock.get("R").count()?);
        let cipher = match version {
            1 | 2 => Cipher::Rc4,
            4 | 5 => named(lock),
            _ => return None,
        };
        let key = match revision {
            5 | 6 => new_key(lock, revision)?,
            _ => old_key(lock, id, revision)?,
        };
        Some(Self { key, cipher })
    }

    /// Opens a string or stream of an object.
    pub(super) fn open(&self, bytes: &[u8], number: u32, generation: u16) -> Vec<u8> {
        match self.cipher {
            Cipher::None => bytes.to_vec(),
            Cipher::Rc4 => rc4(&self.of_object(number, generation, b""), bytes),
            Cipher::Aes128 => {
                let key = self.of_object(number, generation, b"sAlT");
                unlocked(bytes, |iv, data| {
                    cbc::Decryptor::<Aes128>::new_from_slices(&key, iv)
                        .ok()?
                        .decrypt_padded_vec::<NoPadding>(data)
                        .ok()
                })
            }
            Cipher::Aes256 => unlocked(bytes, |iv, data| aes_256(&self.key, iv, data)),
        }
    }

    fn of_object(&self, number: u32, generation: u16, salt: &[u8]) -> Vec<u8> {
        let mut all = self.key.clone();
        all.extend_from_slice(&number.to_le_bytes()[..3]);
        all.extend_from_slice(&generation.to_le_bytes());
        all.extend_from_slice(salt);
        let length = (self.key.len() + 5).min(16);
        Md5::digest(&all)[..length].to_vec()
    }
}

/// The cipher that the lock says streams have.
fn named(lock: &Dictionary) -> Cipher {
    let method = match (lock.get("CF"), lock.get("StmF")) {
        (Object::Dictionary(filters), Object::Name(name)) => match filters.by_bytes(name) {
            Object::Dictionary(filter) => filter.get("CFM").name(),
            _ => "None",
        },
        _ => "None",
    };
    match method {
        "V2" => Cipher::Rc4,
        "AESV2" => Cipher::Aes128,
        "AESV3" => Cipher::Aes256,
        _ => Cipher::None,
    }
}

/// Algorithms 2, 4 and 5: a key from the empty password, and whether it is the right one.
fn old_key(lock: &Dictionary, id: &[u8], revision: usize) -> Option<Vec<u8>> {
    let (owner, user) = (lock.get("O").string()?, lock.get("U").string()?);
    let permissions = lock.get("P").number()? as i64 as u32;
    let mut all = FILL.to_vec();
    all.extend_from_slice(owner.get(..32)?);
    all.extend_from_slice(&permissions.to_le_bytes());
    all.extend_from_slice(id);
    if revision >= 4 && lock.get("EncryptMetadata") == &Object::Truth(false) {
        all.extend_from_slice(&[0xff; 4]);
    }
    let length = match revision {
        2 => 5,
        _ => (lock.get("Length").count().unwrap_or(128) / 8).clamp(5, 16),
    };
    let mut key = Md5::digest(&all).to_vec();
    if revision >= 3 {
        for _ in 0..50 {
            key = Md5::digest(&key[..length]).to_vec();
        }
    }
    key.truncate(length);
    is_right(&key, user, id, revision).then_some(key)
}

fn is_right(key: &[u8], user: &[u8], id: &[u8], revision: usize) -> bool {
    if revision == 2 {
        return rc4(key, &FILL) == user;
    }
    let mut all = FILL.to_vec();
    all.extend_from_slice(id);
    let mut check = rc4(key, &Md5::digest(&all));
    for round in 1..=19_u8 {
        let key: Vec<u8> = key.iter().map(|b| b ^ round).collect();
        check = rc4(&key, &check);
    }
    user.get(..16) == Some(check.as_slice())
}

/// Algorithms 2.A and 2.B: the key lies in the file, locked by the password.
fn new_key(lock: &Dictionary, revision: usize) -> Option<Vec<u8>> {
    let (user, locked) = (lock.get("U").string()?, lock.get("UE").string()?);
    let (check, salt, key_salt) = (user.get(..32)?, user.get(32..40)?, user.get(40..48)?);
    let hash = |salt: &[u8]| match revision {
        5 => Some(Sha256::digest(salt).to_vec()),
        _ => hardened(salt),
    };
    match hash(salt)? == check {
        true => aes_256(&hash(key_salt)?, &[0; 16], locked.get(..32)?),
        false => None,
    }
}

/// Algorithm 2.B for the empty password.
fn hardened(salt: &[u8]) -> Option<Vec<u8>> {
    let mut key = Sha256::digest(salt).to_vec();
    let mut round = 0_u32;
    loop {
        let data = key.repeat(64);
        let locked = cbc::Encryptor::<Aes128>::new_from_slices(key.get(..16)?, key.get(16..32)?)
            .ok()?
            .encrypt_padded_vec::<NoPadding>(&data);
        let kind = locked[..16].iter().map(|b| u32::from(*b)).sum::<u32>() % 3;
        key = match kind {
            0 => Sha256::digest(&locked).to_vec(),
            1 => Sha384::digest(&locked).to_vec(),
            _ => Sha512::digest(&locked).to_vec(),
        };
        round += 1;
        if round >= 64 && u32::from(*locked.last()?) <= round - 32 {
            key.truncate(32);
            return Some(key);
        }
    }
}

fn aes_256(key: &[u8], iv: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    cbc::Decryptor::<Aes256>::new_from_slices(key, iv)
        .ok()?
        .decrypt_padded_vec::<NoPadding>(data)
        .ok()
}

/// The first sixteen bytes begin the chain, the last says how many at the end are none.
fn unlocked(bytes: &[u8], open: impl Fn(&[u8], &[u8]) -> Option<Vec<u8>>) -> Vec<u8> {
    let Some((iv, data)) = bytes.split_at_checked(16) else {
        return Vec::new();
    };
    let data = &data[..data.len() / 16 * 16];
    let mut open = open(iv, data).unwrap_or_default();
    let fill = open.last().map_or(0, |last| usize::from(*last)).min(16);
    open.truncate(open.len() - fill.min(open.len()));
    open
}

fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|at| at as u8);
    let mut swap = 0_u8;
    for at in 0..256 {
        swap = swap.wrapping_add(state[at]).wrapping_add(key[at % key.len().max(1)]);
        state.swap(at, usize::from(swap));
    }
    let (mut one, mut two) = (0_u8, 0_u8);
    let opened = data.iter().map(|byte| {
        one = one.wrapping_add(1);
        two = two.wrapping_add(state[usize::from(one)]);
        state.swap(usize::from(one), usize::from(two));
        let sum = state[usize::from(one)].wrapping_add(state[usize::from(two)]);
        byte ^ state[usize::from(sum)]
    });
    opened.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_cipher() {
        // RFC 6229's forerunner: the example that all implementations are tried with.
        assert_eq!(
            rc4(b"Key", b"Plaintext"),
            [0xbb, 0xf3, 0x16, 0xe8, 0xd9, 0x40, 0xaf, 0x0a, 0xd3]
        );
    }
}
