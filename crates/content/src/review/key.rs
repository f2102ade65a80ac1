//! The keys that reviewers sign with: Ed25519, the public half in `site.yaml`, the secret half in a file of their own.

use crate::config::{PublicKey, Signature};
use crate::diagnostic::{Code, Diagnostic, Doing, Words};
use crate::say;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// What stands before the 32 secret bytes in a PKCS#8 file (RFC 8410), so that OpenSSL reads the file too.
const PKCS8_HEAD: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

const PEM_HEAD: &str = "-----BEGIN PRIVATE KEY-----";
const PEM_END: &str = "-----END PRIVATE KEY-----";

/// No key is longer, in bytes.
const LONGEST: u64 = 4096;

/// 私钥: what a reviewer signs with.
#[derive(Debug)]
pub struct SecretKey(Ed25519KeyPair);

impl SecretKey {
    /// Makes a key in a new file that nobody else can read; `source` is the folder of the site, where it must not stand.
    ///
    /// # Errors
    /// The file is there already, stands in the site, or what the system refuses.
    pub fn make(path: &Path, source: &Path) -> Result<PublicKey, Diagnostic> {
        let told = |error: io::Error| match error.kind() {
            ErrorKind::AlreadyExists => taken(path),
            _ => Diagnostic::io(Doing::Write, path, &error),
        };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        fs::create_dir_all(folder).map_err(told)?;
        refuse_inside(&folder.canonicalize().map_err(told)?, path, source)?;
        let mut seed = [0; 32];
        SystemRandom::new()
            .fill(&mut seed)
            .map_err(|_| told(io::Error::other("no random numbers")))?;
        let key = Self::of(&[&PKCS8_HEAD[..], &seed].concat()).ok_or_else(|| no_key(path))?;
        let pem = BASE64.encode([&PKCS8_HEAD[..], &seed].concat());
        let mut file = own_file(path).map_err(told)?;
        file.write_all(format!("{PEM_HEAD}\n{pem}\n{PEM_END}\n").as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(told)?;
        Ok(key.public())
    }

    /// Reads a key from its file; `source` is the folder of the site, where it must not stand.
    ///
    /// # Errors
    /// It is no key, others can read it, it stands in the site, or what the system refuses.
    pub fn read(path: &Path, source: &Path) -> Result<Self, Diagnostic> {
        let told = |error: io::Error| Diagnostic::io(Doing::Read, path, &error);
        let whole = path.canonicalize().map_err(told)?;
        refuse_inside(&whole, path, source)?;
        let file = File::open(&whole).map_err(told)?;
        refuse_open(&file, path)?;
        let mut text = String::new();
        let read = file.take(LONGEST).read_to_string(&mut text);
        match read {
            Err(error) if error.kind() != ErrorKind::InvalidData => Err(told(error)),
            _ => Self::parse(&text).ok_or_else(|| no_key(path)),
        }
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        let bytes: Result<[u8; 32], _> = self.0.public_key().as_ref().try_into();
        PublicKey::from(bytes.expect("a public key of Ed25519 has 32 bytes"))
    }

    /// Signs bytes.
    pub fn sign(&self, bytes: &[u8]) -> Signature {
        let signature = self.0.sign(bytes);
        let bytes: Result<[u8; 64], _> = signature.as_ref().try_into();
        Signature::from(bytes.expect("a signature of Ed25519 has 64 bytes"))
    }

    fn parse(text: &str) -> Option<Self> {
        let (_, rest) = text.split_once(PEM_HEAD)?;
        let (body, _) = rest.split_once(PEM_END)?;
        let digits: String = body.split_whitespace().collect();
        Self::of(&BASE64.decode(digits).ok()?)
    }

    fn of(pkcs8: &[u8]) -> Option<Self> {
        Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).ok().map(Self)
    }
}

/// Where a reviewer's key is looked for: `~/.config/gongbao/review.key`.
pub fn usual_place() -> Option<PathBuf> {
    std::env::home_dir().map(|home| home.join(".config/gongbao/review.key"))
}

fn wrong(words: Words) -> Diagnostic {
    Diagnostic::error(Code::ReviewKey, words)
}

fn taken(path: &Path) -> Diagnostic {
    let shown = path.display();
    wrong(say!(
        "已经有文件“{shown}”，没有覆盖",
        "there is a file {shown} already; it was left alone"
    ))
    .hint(say!(
        "要换新密钥，用 --key 写另一个文件名",
        "for another key, name another file with --key"
    ))
}

fn no_key(path: &Path) -> Diagnostic {
    let shown = path.display();
    wrong(say!(
        "“{shown}”不是审核用的私钥",
        "{shown} is not a reviewer's secret key"
    ))
    .hint(say!(
        "用 gongbao review key 生成；也认 openssl genpkey -algorithm ed25519 生成的",
        "make one with `gongbao review key`; those of `openssl genpkey -algorithm ed25519` will do too"
    ))
}

fn refuse_inside(whole: &Path, path: &Path, source: &Path) -> Result<(), Diagnostic> {
    let site = source.join("content").is_dir().then(|| source.canonicalize());
    if !matches!(site, Some(Ok(site)) if whole.starts_with(&site)) {
        return Ok(());
    }
    let shown = path.display();
    Err(wrong(say!(
        "私钥文件“{shown}”在网站文件夹里，会随网站一起泄露",
        "the secret key {shown} is in the site's folder, and would leave the house with it"
    ))
    .hint(say!(
        "放到网站文件夹之外，例如 ~/.config/gongbao/review.key",
        "keep it elsewhere, such as ~/.config/gongbao/review.key"
    )))
}

#[cfg(unix)]
fn own_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn own_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(unix)]
fn refuse_open(file: &File, path: &Path) -> Result<(), Diagnostic> {
    use std::os::unix::fs::PermissionsExt;
    let meta = file.metadata();
    let meta = meta.map_err(|error| Diagnostic::io(Doing::Read, path, &error))?;
    if meta.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    let shown = path.display();
    let words = say!("别人也能读私钥文件“{shown}”", "others can read the secret key {shown}");
    Err(wrong(words).hint(say!("运行 chmod 600 {shown}", "run chmod 600 {shown}")))
}

#[cfg(not(unix))]
fn refuse_open(_: &File, _: &Path) -> Result<(), Diagnostic> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_key_signs_no_other_verifies() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = |name: &str| {
            let path = folder.path().join(name);
            let public = SecretKey::make(&path, folder.path()).expect("a key");
            let secret = SecretKey::read(&path, folder.path()).expect("the key");
            assert_eq!(secret.public(), public);
            secret
        };
        let (ours, theirs) = (key("ours"), key("theirs"));
        let signature = ours.sign("初审".as_bytes());
        for (public, text, valid) in [
            (ours.public(), "初审", true),
            (ours.public(), "终审", false),
            (theirs.public(), "初审", false),
        ] {
            assert_eq!(public.verifies(text.as_bytes(), &signature), valid);
        }
        let written = signature.to_string();
        assert_eq!(Signature::parse(&written), Some(signature));
        assert_eq!(PublicKey::parse(&written), None);
    }

    #[test]
    fn what_openssl_makes_is_read() {
        let pem = "-----BEGIN PRIVATE KEY-----\n\
                   MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
                   -----END PRIVATE KEY-----\n";
        // RFC 8032 7.1, the first test.
        let public = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        let key = SecretKey::parse(pem).expect("a key");
        assert_eq!(key.public().to_string(), public);
        for text in ["", "x", "-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----"] {
            assert!(SecretKey::parse(text).is_none(), "{text}");
        }
    }
}
