//! Requests to a bucket: signed, tried again where the network or the store failed for a moment, and told in words.

use crate::config::{BucketStyle, Store};
use crate::diagnostic::{Code, Diagnostic, Doing, Words};
use crate::publish::failure::Failure;
use crate::publish::pace::Pace;
use crate::say;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use md5::{Digest, Md5};
use rusty_s3::actions::{DeleteObject, GetObject, HeadObject, PutObject};
use rusty_s3::{Bucket as Signer, Credentials, S3Action, UrlStyle};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Mutex;
use std::thread::sleep;
use std::time::{Duration, Instant};
use ureq::http::Response;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, SendBody};
use url::Url;

/// So long a signature holds.
const SIGNED: Duration = Duration::from_secs(900);

/// So often a request is made.
const TRIES: u32 = 4;

/// A file that visitors get is no larger.
pub(super) const LARGEST: u64 = 4 << 30;

/// Part of what a store says is enough for a message.
const SAID: u64 = 4096;

/// Names of errors are words such as `RequestTimeTooSkewed`.
const LONGEST_CODE: usize = 64;

/// Bytes a second that an answer brings, once the first `timeout` is over: a line as slow as this carries no website.
const SLOWEST: u64 = 1024;

/// A bucket with the key to it.
pub(super) struct Bucket {
    signer: Signer,
    style: BucketStyle,
    credentials: Credentials,
    agent: Agent,
    timeout: Duration,
    /// How the user calls it.
    pub(super) place: String,
    pace: Option<Mutex<Pace>>,
}

/// What is put into a bucket.
pub(super) enum Content<'c> {
    /// Bytes.
    Bytes(&'c [u8]),
    /// A file of this machine.
    File(&'c Path),
}

/// How a request failed.
enum Refused {
    /// It may go through another time.
    Again(Words),
    /// It will not.
    Never(u16, Words),
}

impl Bucket {
    /// Finds the key and makes ready; nothing is asked yet. `source` is the site's folder, which must not hold the key.
    pub(super) fn new(
        store: &Store,
        source: &Path,
        timeout: Duration,
        bandwidth: Option<u64>,
    ) -> Result<Self, Diagnostic> {
        let style = match store.style {
            BucketStyle::Host => UrlStyle::VirtualHost,
            BucketStyle::Path => UrlStyle::Path,
        };
        let wrong = |error: &dyn std::fmt::Display| {
            let endpoint = &store.endpoint;
            let words = say!(
                "接口网址不对：{endpoint}（{error}）",
                "the endpoint {endpoint} is wrong: {error}"
            );
            Diagnostic::error(Code::Target, words)
        };
        let endpoint = Url::parse(&store.endpoint).map_err(|error| wrong(&error))?;
        let signer = Signer::new(endpoint, style, store.bucket.clone(), store.region.clone());
        // An office's own cloud may be vouched for by an authority that only its machines know.
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let agent = Agent::config_builder()
            // None for the whole: nobody knows how long a large file takes on a slow line.
            .timeout_connect(Some(timeout))
            .timeout_send_request(Some(timeout))
            .timeout_recv_response(Some(timeout))
            .timeout_per_read(Some(timeout))
            .timeout_per_write(Some(timeout))
            // The reason stands in the body of a refusal.
            .http_status_as_error(false)
            // What is signed for one host is for no other.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .tls_config(tls)
            .user_agent(concat!("gongbao/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self {
            signer: signer.map_err(|error| wrong(&error))?,
            style: store.style,
            credentials: credentials(store, source)?,
            agent: agent.into(),
            timeout,
            place: store.bucket.clone(),
            pace: bandwidth.map(|bandwidth| Mutex::new(Pace::new(bandwidth))),
        })
    }

    /// An object's bytes, no more than `most`; `None` where there is none.
    pub(super) fn get(&self, key: &str, most: u64) -> Result<Option<Vec<u8>>, Failure> {
        self.read(key, most, |body| {
            let mut bytes = Vec::new();
            body.read_to_end(&mut bytes)?;
            Ok(bytes)
        })
    }

    /// What `read` makes of an object's bytes, no more than `most`; `None` where there is none.
    pub(super) fn read<T>(
        &self,
        key: &str,
        most: u64,
        read: impl Fn(&mut dyn Read) -> io::Result<T>,
    ) -> Result<Option<T>, Failure> {
        self.insist(key, || {
            let action = GetObject::new(&self.signer, Some(&self.credentials), key);
            let request = self.agent.get(action.sign(SIGNED).as_str());
            let mut answer = self.checked(request.call())?;
            let mut body = Watched::new(answer.body_mut().as_reader(), most, self.timeout);
            let read = read(&mut body);
            match body.excess {
                Some(why) => Err(Refused::Never(0, why)),
                None => read.map_err(|error| Refused::Again(unread(&error))),
            }
        })
    }

    /// Whether there is an object.
    pub(super) fn holds(&self, key: &str) -> Result<bool, Failure> {
        let found = self.insist(key, || {
            let action = HeadObject::new(&self.signer, Some(&self.credentials), key);
            self.checked(self.agent.head(action.sign(SIGNED).as_str()).call()).map(drop)
        });
        found.map(|found| found.is_some())
    }

    /// Puts an object, and compares the sum that the store took of it. With `new`, only where there is none: `false`
    /// says that there was one.
    pub(super) fn put(
        &self,
        key: &str,
        content: &Content<'_>,
        kind: &str,
        new: bool,
    ) -> Result<bool, Failure> {
        let told = |error: io::Error| match content {
            Content::File(path) => Failure::new(Diagnostic::io(Doing::Read, path, &error)),
            Content::Bytes(_) => Failure::unread(&error),
        };
        let (size, sum) = measure(content).map_err(told)?;
        let put = self.insist_status(key, || {
            let action = PutObject::new(&self.signer, Some(&self.credentials), key);
            let mut request = self
                .agent
                .put(action.sign(SIGNED).as_str())
                .header("Content-Type", kind)
                // Without it a reader would be sent in chunks, which S3 refuses (`411 MissingContentLength`).
                .header("Content-Length", size)
                .header("Content-MD5", BASE64_STANDARD.encode(sum));
            if new {
                request = request.header("If-None-Match", "*");
            }
            let mut reader =
                self.paced(content).map_err(|error| Refused::Again(say!("{error}", "{error}")))?;
            let answer = self.checked(request.send(SendBody::from_reader(&mut *reader)))?;
            let tag = answer.headers().get("etag").and_then(|tag| tag.to_str().ok());
            let tag = tag.map(|tag| tag.trim_matches('"').to_ascii_lowercase());
            // A store that encrypts gives another kind of tag.
            match tag.filter(|tag| tag.len() == 32 && tag.bytes().all(|b| b.is_ascii_hexdigit())) {
                Some(tag) if tag != hex(&sum) => {
                    Err(Refused::Again(say!("传过去的内容不对", "it arrived damaged")))
                }
                _ => Ok(()),
            }
        });
        match put {
            Ok(()) => Ok(true),
            // 412: there is one. 409: somebody else writes it at this moment.
            Err((409 | 412, _)) if new => Ok(false),
            Err((_, failure)) => Err(failure),
        }
    }

    /// Copies an object within the bucket, with these headers.
    pub(super) fn copy(
        &self,
        from: &str,
        to: &str,
        kind: &str,
        cache: &str,
    ) -> Result<(), Failure> {
        let from = self.signer.object_url(from);
        let name = self.signer.name();
        let source = match self.style {
            // The bucket's name is in the host.
            BucketStyle::Host => format!("/{name}{}", from.path()),
            BucketStyle::Path => from.path().to_owned(),
        };
        self.insist_status(to, || {
            let mut action = PutObject::new(&self.signer, Some(&self.credentials), to);
            // What begins with `x-amz-` has to be signed. Without REPLACE the copy keeps the headers of its source, and
            // ours are passed over.
            action.headers_mut().insert("x-amz-copy-source", &*source);
            action.headers_mut().insert("x-amz-metadata-directive", "REPLACE");
            let request = self
                .agent
                .put(action.sign(SIGNED).as_str())
                .header("x-amz-copy-source", &source)
                .header("x-amz-metadata-directive", "REPLACE")
                .header("Content-Type", kind)
                .header("Cache-Control", cache);
            let mut answer = self.checked(request.send_empty())?;
            // The store says at once that it has begun, and what went wrong later in the body.
            match self.said(&mut answer) {
                Some(code) => Err(Refused::Again(say!("{code}", "{code}"))),
                None => Ok(()),
            }
        })
        .map_err(|(_, failure)| failure)
    }

    /// Removes an object, which may be gone already: S3 answers as if it had removed it, other stores say 404.
    pub(super) fn delete(&self, key: &str) -> Result<(), Failure> {
        let gone = self.insist(key, || {
            let action = DeleteObject::new(&self.signer, Some(&self.credentials), key);
            self.checked(self.agent.delete(action.sign(SIGNED).as_str()).call()).map(drop)
        });
        gone.map(drop)
    }

    fn paced<'c>(&'c self, content: &Content<'c>) -> io::Result<Box<dyn Read + 'c>> {
        let reader: Box<dyn Read + 'c> = match content {
            Content::Bytes(bytes) => Box::new(*bytes),
            Content::File(path) => Box::new(File::open(path)?),
        };
        Ok(match &self.pace {
            Some(pace) => Box::new(Paced { reader, pace }),
            None => reader,
        })
    }

    /// Tells the answers that may be another one next time from those that stay.
    fn checked(
        &self,
        answer: Result<Response<Body>, ureq::Error>,
    ) -> Result<Response<Body>, Refused> {
        let mut answer = answer.map_err(|error| Refused::Again(self.unheard(&error)))?;
        let status = answer.status().as_u16();
        if (200..300).contains(&status) {
            return Ok(answer);
        }
        let code = self.said(&mut answer).unwrap_or_default();
        let words = say!("{status} {code}", "{status} {code}");
        match (status, code.as_str()) {
            // 400 is the line's fault where the sum of what arrived is another, or where it came too slowly.
            (408 | 429 | 500.., _) | (400, "BadDigest" | "RequestTimeout") => {
                Err(Refused::Again(words))
            }
            _ => Err(Refused::Never(status, words)),
        }
    }

    /// The name of the error that an answer tells, where it is one.
    fn said(&self, answer: &mut Response<Body>) -> Option<String> {
        let body = Watched::new(answer.body_mut().as_reader(), SAID, self.timeout);
        let mut said = Vec::new();
        // What cannot be read was not said.
        let _ = body.take(SAID).read_to_end(&mut said);
        let said = String::from_utf8_lossy(&said);
        let (code, _) = said.split_once("<Code>")?.1.split_once("</Code>")?;
        let is_word = code.len() <= LONGEST_CODE && code.bytes().all(|b| b.is_ascii_alphanumeric());
        is_word.then(|| code.to_owned())
    }

    /// Why there is no answer, or none that can be understood.
    fn unheard(&self, error: &ureq::Error) -> Words {
        let seconds = self.timeout.as_secs();
        match error {
            ureq::Error::Timeout(_) => {
                say!("{seconds} 秒没有回应", "nothing was heard for {seconds} s")
            }
            ureq::Error::HostNotFound => say!("找不到这台主机", "there is no host of that name"),
            ureq::Error::Io(error) => unread(error),
            ureq::Error::Protocol(_) | ureq::Error::Http(_) => {
                say!("回答的不是 HTTP", "what was answered is not HTTP")
            }
            ureq::Error::LargeResponseHeader(..) => too_long(),
            error => say!("{error}", "{error}"),
        }
    }

    /// `None` where there is no such object. A bucket that is not there is a 404 too.
    fn insist<T>(
        &self,
        key: &str,
        request: impl FnMut() -> Result<T, Refused>,
    ) -> Result<Option<T>, Failure> {
        match self.insist_status(key, request) {
            Ok(value) => Ok(Some(value)),
            Err((404, failure)) if !failure.problem.message.en.contains("NoSuchBucket") => Ok(None),
            Err((_, failure)) => Err(failure),
        }
    }

    fn insist_status<T>(
        &self,
        key: &str,
        mut request: impl FnMut() -> Result<T, Refused>,
    ) -> Result<T, (u16, Failure)> {
        let mut tries = 1;
        loop {
            match request() {
                Ok(value) => return Ok(value),
                Err(Refused::Again(_)) if tries < TRIES => {
                    sleep(Duration::from_millis(250 << tries));
                    tries += 1;
                }
                Err(Refused::Again(why)) => {
                    return Err((0, Failure::store(&self.place, key, &why)));
                }
                Err(Refused::Never(status, why)) => {
                    return Err((status, Failure::store(&self.place, key, &why)));
                }
            }
        }
    }
}

/// A body that is left where it is longer, or comes more slowly, than there is a reason for.
struct Watched<R> {
    body: R,
    most: u64,
    read: u64,
    start: Instant,
    timeout: Duration,
    /// What was too much.
    excess: Option<Words>,
}

impl<R: Read> Watched<R> {
    fn new(body: R, most: u64, timeout: Duration) -> Self {
        Self { body, most, read: 0, start: Instant::now(), timeout, excess: None }
    }

    fn refuse(&mut self, why: Words) -> io::Error {
        self.excess = Some(why);
        io::Error::other("the body is left")
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.body.read(buffer)?;
        self.read += read as u64;
        if self.read > self.most {
            return Err(self.refuse(too_long()));
        }
        let late = self.start.elapsed().saturating_sub(self.timeout);
        if read > 0 && self.read / SLOWEST < late.as_secs() {
            return Err(self.refuse(say!("回答来得太慢", "the answer comes too slowly")));
        }
        Ok(read)
    }
}

fn too_long() -> Words {
    say!("回答比应有的长得多", "the answer is far longer than it can be")
}

fn unread(error: &io::Error) -> Words {
    match error.kind() {
        io::ErrorKind::TimedOut => say!("太久没有回应", "nothing was heard for too long"),
        io::ErrorKind::ConnectionRefused => {
            say!("那里没有服务，或端口不对", "nothing answers there, or not on this port")
        }
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => say!("连接断了", "the connection was lost"),
        _ => say!("{error}", "{error}"),
    }
}

/// A reader that holds itself to a pace which it shares.
struct Paced<'p> {
    reader: Box<dyn Read + 'p>,
    pace: &'p Mutex<Pace>,
}

impl Read for Paced<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        // Whoever died with the pace in hand has left it in order.
        let mut pace = self.pace.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        pace.sent(read);
        Ok(read)
    }
}

fn measure(content: &Content<'_>) -> io::Result<(u64, [u8; 16])> {
    let mut hasher = Md5::new();
    match content {
        Content::Bytes(bytes) => {
            hasher.update(bytes);
            Ok((bytes.len() as u64, hasher.finalize().into()))
        }
        Content::File(path) => {
            let mut file = File::open(path)?;
            let mut buffer = vec![0; 65_536];
            let mut size = 0;
            loop {
                match file.read(&mut buffer)? {
                    0 => return Ok((size, hasher.finalize().into())),
                    n => {
                        hasher.update(&buffer[..n]);
                        size += n as u64;
                    }
                }
            }
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The key, from the environment or from a file that nobody else can read.
fn credentials(store: &Store, source: &Path) -> Result<Credentials, Diagnostic> {
    let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if let Some(path) = &store.credentials {
        return from_file(path, source);
    }
    let pairs = [
        ("GONGBAO_ACCESS_KEY_ID", "GONGBAO_ACCESS_KEY_SECRET", "GONGBAO_SESSION_TOKEN"),
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
    ];
    for (id, secret, token) in pairs {
        if let Some((id, secret)) = env(id).zip(env(secret)) {
            return Ok(with_token(id, secret, env(token)));
        }
    }
    Err(Diagnostic::error(
        Code::PublishCredentials,
        say!("没有对象存储的密钥", "there is no key to the object store"),
    )
    .hint(say!(
        "设置环境变量 GONGBAO_ACCESS_KEY_ID 和 GONGBAO_ACCESS_KEY_SECRET，或在 site.yaml 里写“凭据文件”；密钥不要写进网站文件夹",
        "set GONGBAO_ACCESS_KEY_ID and GONGBAO_ACCESS_KEY_SECRET, or name a `credentials` file in site.yaml; \
         the key itself never goes into the site's folder"
    )))
}

fn with_token(id: String, secret: String, token: Option<String>) -> Credentials {
    match token {
        Some(token) => Credentials::new_with_token(id, secret, token),
        None => Credentials::new(id, secret),
    }
}

fn from_file(path: &Path, source: &Path) -> Result<Credentials, Diagnostic> {
    let told = |error: io::Error| Diagnostic::io(Doing::Read, path, &error);
    let whole = path.canonicalize().map_err(told)?;
    let shown = path.display();
    let wrong = |words: Words| Diagnostic::error(Code::PublishCredentials, words);
    if source.canonicalize().is_ok_and(|source| whole.starts_with(source)) {
        return Err(wrong(say!(
            "凭据文件“{shown}”在网站文件夹里，会随网站一起泄露",
            "the credentials file {shown} is in the site's folder, and would leave the house with it"
        ))
        .hint(say!(
            "移到网站文件夹之外，例如 ~/.config/gongbao/",
            "move it elsewhere, such as ~/.config/gongbao/"
        )));
    }
    refuse_open(&whole, path)?;
    let text = fs::read_to_string(&whole).map_err(told)?;
    let value = |name: &str| {
        let value = |line: &str| {
            let (key, value) = line.split_once([':', '='])?;
            (key.trim() == name).then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        };
        text.lines().find_map(value).filter(|value| !value.is_empty())
    };
    match value("access_key_id").zip(value("access_key_secret")) {
        Some((id, secret)) => Ok(with_token(id, secret, value("session_token"))),
        None => Err(wrong(say!(
            "凭据文件“{shown}”里要有 access_key_id 和 access_key_secret",
            "the credentials file {shown} must say access_key_id and access_key_secret"
        ))
        .hint(say!(
            "一行一个，例如：access_key_id: LTAI…",
            "a line each, such as: access_key_id: LTAI…"
        ))),
    }
}

#[cfg(unix)]
fn refuse_open(whole: &Path, path: &Path) -> Result<(), Diagnostic> {
    use std::os::unix::fs::PermissionsExt;
    let meta = fs::metadata(whole).map_err(|error| Diagnostic::io(Doing::Read, path, &error))?;
    if meta.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    let shown = path.display();
    let words = say!("别人也能读凭据文件“{shown}”", "others can read the credentials file {shown}");
    Err(Diagnostic::error(Code::PublishCredentials, words)
        .hint(say!("运行 chmod 600 {shown}", "run chmod 600 {shown}")))
}

#[cfg(not(unix))]
fn refuse_open(_: &Path, _: &Path) -> Result<(), Diagnostic> {
    Ok(())
}
