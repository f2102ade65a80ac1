//! Where a site is published: the targets of `site.yaml` as they are written, and as the program needs them.

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::record::{Count, Spanned, Text, WebAddress};
use crate::say;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

crate::choice! {
    /// What a target is.
    pub enum Place {
        Directory "directory" "目录",
        Ssh "ssh" "服务器",
        ObjectStore "object-store" "对象存储",
    }
}

crate::choice! {
    /// What becomes of the servers that have switched when another one cannot.
    pub enum OnFailure {
        RollBack "rollback" "回退",
        Stop "stop" "停止",
    }
}

crate::choice! {
    /// What is done about a page that the site's own address shows differently.
    pub enum OnMismatch {
        Off "off" "不核对",
        Warn "warn" "提醒",
        RollBack "rollback" "回退",
    }
}

crate::choice! {
    /// How a bucket is addressed.
    pub enum BucketStyle {
        Path "path" "路径",
        Host "host" "域名",
    }
}

crate::record! {
    /// A place that the site is published to.
    pub struct TargetEntry "target" "发布目标" {
        name: required Spanned<Text>, "name" "名称", "在命令里怎么称呼它", "how the commands call it", "web";
        place: required Place, "type" "类型", "目录、服务器或对象存储", "directory, ssh or object-store", "ssh";
        path: optional Spanned<Text>, "path" "路径", "目标上的文件夹（本机的可从网站文件夹写起）；对象存储则为文件名的前缀", "the folder there (on this machine, from the site's folder); in a bucket, what names begin with", "/srv/yunxi";
        servers: many Spanned<Text>, "servers" "服务器", "“用户@主机:端口”，可写多台；路径不同时后面再加“/路径”", "`user@host:port`, one or many; `/path` may follow where it differs", "[deploy@web1.example.gov.cn, deploy@web2.example.gov.cn:2222]";
        key_file: optional Text, "key_file" "密钥文件", "SSH 私钥文件；不写则用 ssh 自己的设置和代理", "the private key; else what ssh itself is set to, and its agent", "~/.ssh/gongbao";
        known_hosts: optional Text, "known_hosts" "主机公钥文件", "存放服务器公钥的文件，默认 ~/.ssh/known_hosts", "the file with the servers' keys, ~/.ssh/known_hosts by default", "~/.ssh/known_hosts";
        endpoint: optional WebAddress, "endpoint" "接口网址", "对象存储的 S3 接口网址", "the address of the store's S3 interface", "https://oss-cn-beijing.aliyuncs.com";
        region: optional Text, "region" "地域", "对象存储的地域", "the store's region", "cn-beijing";
        bucket: optional Text, "bucket" "存储桶", "对象存储的桶名", "the bucket", "yunxi-site";
        bucket_style: optional BucketStyle, "bucket_style" "桶的写法", "桶名写在域名里（默认）还是路径里", "host (the default) or path: where the bucket's name stands in addresses", "host";
        credentials: optional Text, "credentials" "凭据文件", "对象存储的凭据文件，要在网站文件夹之外；也可用环境变量", "a file outside the site with the store's key; or use the environment", "~/.config/gongbao/oss";
        keep: optional Count, "keep" "保留版本", "保留最近几个版本，默认 5", "how many releases stay, 5 by default", "5";
        max_deletes: optional Count, "max_deletes" "最多删除", "一次最多删去百分之几的网页，默认 20", "how many pages in a hundred may vanish at once, 20 by default", "20";
        compress: optional bool, "compress" "预压缩", "是否备好 .gz 和 .br，默认是", "whether .gz and .br files are made, true by default", "是";
        bandwidth: optional Count, "bandwidth" "限速", "上传每秒最多多少 KB；不写则不限", "KB that are sent a second; else as many as go", "2000";
        timeout: optional Count, "timeout" "超时", "多少秒没有回应就断开，默认 60", "seconds without an answer after which a connection is given up, 60 by default", "60";
        quiet: optional Count, "quiet" "静候", "watch --publish 在停止保存多少秒后发布，默认 10", "seconds without a save after which `watch --publish` publishes, 10 by default", "10";
        on_failure: optional OnFailure, "on_failure" "失败时", "一台切换失败时，其余回退（默认）还是停止", "what follows where one server cannot switch: rollback (the default) or stop", "rollback";
        check: optional OnMismatch, "check" "核对", "切换后访问网站核对：不核对、提醒（默认）或回退", "after the switch, compare pages of the site's address: off, warn (the default) or rollback", "warn";
        check_url: optional WebAddress, "check_url" "核对网址", "核对用的网址，默认是网站的网址", "the address to compare with, the site's own by default", "http://192.0.2.10/yunxi/";
    }
}

/// A place that the site is published to, checked.
#[derive(Clone, Debug)]
pub struct Target {
    /// How the commands call it.
    pub name: String,
    /// What it is, with all that is needed to reach it.
    pub address: Address,
    /// The path of the site's address, without `/` at its ends; mostly empty.
    pub prefix: String,
    /// How many releases stay, the current one among them; at least 2.
    pub keep: usize,
    /// So many pages in a hundred may vanish at once.
    pub max_deletes: u32,
    /// Whether `.gz` and `.br` files are made.
    pub compress: bool,
    /// Bytes a second.
    pub bandwidth: Option<u64>,
    /// So long without an answer, and a connection is given up.
    pub timeout: Duration,
    /// So long without a save, and `watch` publishes.
    pub quiet: Duration,
    /// What becomes of the servers that have switched when another one cannot.
    pub on_failure: OnFailure,
    /// What is done about a page that the site's own address shows differently.
    pub check: OnMismatch,
    /// With a `/` at its end.
    pub check_url: String,
}

/// How a target is reached.
#[derive(Clone, Debug)]
pub enum Address {
    /// A folder of this machine, from the site's folder.
    Directory(PathBuf),
    /// The same folder on servers.
    Ssh(Ssh),
    /// A bucket.
    Store(Store),
}

/// Servers that are reached by ssh, and the folder on each.
#[derive(Clone, Debug)]
pub struct Ssh {
    /// At least one.
    pub servers: Vec<Server>,
    /// The private key, where it isn't left to ssh.
    pub key_file: Option<PathBuf>,
    /// Where the servers' keys are, where it isn't left to ssh.
    pub known_hosts: Option<PathBuf>,
}

impl Ssh {
    /// The same with files below `source` where their paths are relative.
    pub fn below(&self, source: &Path) -> Self {
        let below = |file: &Option<PathBuf>| file.as_ref().map(|file| source.join(file));
        Self {
            servers: self.servers.clone(),
            key_file: below(&self.key_file),
            known_hosts: below(&self.known_hosts),
        }
    }
}

/// One server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// `user@host`, or a name of `~/.ssh/config`.
    pub login: String,
    /// Where it isn't left to ssh.
    pub port: Option<u16>,
    /// The folder there.
    pub path: String,
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.login)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// A bucket of an S3-compatible store.
#[derive(Clone, Debug)]
pub struct Store {
    /// The address of its interface.
    pub endpoint: String,
    /// Its region.
    pub region: String,
    /// Its name.
    pub bucket: String,
    /// Where the bucket's name stands.
    pub style: BucketStyle,
    /// What names begin with: empty, or ending in `/`.
    pub prefix: String,
    /// Where the key is, where it isn't in the environment.
    pub credentials: Option<PathBuf>,
}

/// Checks all targets; `base_url` is the site's, and `prefix` the path in it.
pub(super) fn check(
    source: &Arc<Source>,
    entries: &[TargetEntry],
    base_url: &str,
    prefix: &str,
) -> (Vec<Target>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut targets: Vec<Target> = Vec::new();
    for entry in entries {
        match target(entry, base_url, prefix) {
            Ok(target) if targets.iter().any(|other| other.name == target.name) => {
                let name = &target.name;
                let words = say!("有两个发布目标都叫“{name}”", "two targets are called `{name}`");
                problems.push(wrong(words).at(source, entry.name.span));
            }
            Ok(target) => targets.push(target),
            Err((problem, span)) => problems.push(problem.at(source, span)),
        }
    }
    (targets, problems)
}

fn wrong(words: crate::diagnostic::Words) -> Diagnostic {
    Diagnostic::error(Code::Target, words)
}

type Refusal = (Diagnostic, crate::diagnostic::Span);

fn target(entry: &TargetEntry, base_url: &str, prefix: &str) -> Result<Target, Refusal> {
    let check_url = entry.check_url.as_ref();
    if let Some(url) = check_url.filter(|url| !url.text.starts_with("http")) {
        let words = say!("核对网址要写完整", "check_url must be a full address");
        return Err((wrong(words), url.span));
    }
    let check_url = check_url.map_or(base_url, |url| &url.text);
    Ok(Target {
        name: name(entry)?,
        address: match entry.place {
            Place::Directory => Address::Directory(expand(needed(entry, text(&entry.path), PATH)?)),
            Place::Ssh => Address::Ssh(ssh(entry)?),
            Place::ObjectStore => Address::Store(store(entry)?),
        },
        prefix: prefix.trim_matches('/').to_owned(),
        keep: entry.keep.map_or(5, |n| n.0 as usize).clamp(2, 1000),
        max_deletes: entry.max_deletes.map_or(20, |n| n.0).min(100),
        // A store gives every visitor the same file.
        compress: entry.compress.unwrap_or(true) && entry.place != Place::ObjectStore,
        bandwidth: entry.bandwidth.map(|n| u64::from(n.0) * 1000).filter(|n| *n > 0),
        timeout: Duration::from_secs(entry.timeout.map_or(60, |n| u64::from(n.0)).clamp(3, 3600)),
        quiet: Duration::from_secs(entry.quiet.map_or(10, |n| u64::from(n.0)).clamp(1, 86_400)),
        on_failure: entry.on_failure.unwrap_or(OnFailure::RollBack),
        check: entry.check.unwrap_or(OnMismatch::Warn),
        check_url: format!("{}/", check_url.trim_end_matches('/')),
    })
}

/// A name is typed in commands, and names a folder.
fn name(entry: &TargetEntry) -> Result<String, Refusal> {
    let name: &str = &entry.name.value;
    let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if name.chars().all(plain) && !name.starts_with('-') {
        return Ok(name.to_owned());
    }
    let words = say!(
        "发布目标的名称只能用文字、数字、“-”和“_”",
        "a target's name is made of letters, digits, `-` and `_`"
    );
    Err((wrong(words).hint(say!("例如：web", "for example: web")), entry.name.span))
}

const PATH: (&str, &str) = ("路径", "path");

/// A key that this kind of target cannot do without.
fn needed<'e>(
    entry: &TargetEntry,
    value: Option<&'e str>,
    (key_zh, key_en): (&str, &str),
) -> Result<&'e str, Refusal> {
    let (zh, en) = (entry.place.alias(), entry.place.name());
    let words = say!(
        "“{zh}”这一类发布目标要写“{key_zh}”（{key_en}）",
        "a target of type {en} needs `{key_en}`"
    );
    value.ok_or_else(|| (wrong(words), entry.name.span))
}

fn text(value: &Option<Spanned<Text>>) -> Option<&str> {
    value.as_ref().map(|text| &*text.value)
}

fn ssh(entry: &TargetEntry) -> Result<Ssh, Refusal> {
    let first = entry.servers.first().map(|server| &*server.value);
    needed(entry, first, ("服务器", "servers"))?;
    let servers = entry.servers.iter().map(|written| server(entry, written));
    Ok(Ssh {
        servers: servers.collect::<Result<_, _>>()?,
        key_file: entry.key_file.as_deref().map(expand),
        known_hosts: entry.known_hosts.as_deref().map(expand),
    })
}

/// A server with its folder: its own, or that of the target.
fn server(entry: &TargetEntry, written: &Spanned<Text>) -> Result<Server, Refusal> {
    let whole: &str = &written.value;
    let Some((login, port, own)) = parse_server(whole) else {
        let words = say!("服务器写错了：{whole}", "this is no server: {whole}");
        let hint = say!(
            "例如：deploy@web1.example.gov.cn:22，或 ~/.ssh/config 里的名称；各台路径不同时在后面写上路径",
            "for example: deploy@web1.example.gov.cn:22, or a name of ~/.ssh/config; a path may follow where they differ"
        );
        return Err((wrong(words).hint(hint), written.span));
    };
    let (path, span) = match own {
        Some(path) => (path, written.span),
        None => {
            let path = needed(entry, text(&entry.path), PATH)?;
            (path, entry.path.as_ref().map_or(written.span, |path| path.span))
        }
    };
    if !path.starts_with('/') || path.trim_matches('/').is_empty() || path.contains('\n') {
        let words =
            say!("服务器上的路径要从“/”写起", "the path on the servers must begin with `/`");
        let problem = wrong(words).hint(say!("例如：/srv/yunxi", "for example: /srv/yunxi"));
        return Err((problem, span));
    }
    Ok(Server { login, port, path: path.trim_end_matches('/').to_owned() })
}

/// `deploy@web1.example.gov.cn:2222/srv/yunxi`, `[2001:db8::1]:22`, or a name of `~/.ssh/config`.
fn parse_server(whole: &str) -> Option<(String, Option<u16>, Option<&str>)> {
    let (place, path) = match whole.find('/') {
        Some(at) => (&whole[..at], Some(&whole[at..])),
        None => (whole, None),
    };
    let (user, place) = match place.rsplit_once('@') {
        Some((user, place)) => (Some(user), place),
        None => (None, place),
    };
    let (host, port) = match place.strip_prefix('[').and_then(|p| p.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, rest)) => (host, Some(rest.strip_prefix(':')?)),
        None => match place.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (place, None),
        },
    };
    // What begins with `-` ssh would take for an option.
    let plain = |text: &str, more: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c) || more.contains(c);
        !text.is_empty() && !text.starts_with('-') && text.chars().all(fits)
    };
    let port = port.map(str::parse).transpose().ok()?;
    let known = plain(host, ":%") && user.is_none_or(|user| plain(user, ""));
    known.then(|| (user.map_or(host.to_owned(), |user| format!("{user}@{host}")), port, path))
}

fn store(entry: &TargetEntry) -> Result<Store, Refusal> {
    let endpoint = entry.endpoint.as_ref().map(|url| &*url.text);
    let endpoint = needed(entry, endpoint, ("接口网址", "endpoint"))?;
    let prefix = text(&entry.path).unwrap_or_default().trim_matches('/');
    Ok(Store {
        endpoint: endpoint.trim_end_matches('/').to_owned(),
        region: needed(entry, entry.region.as_deref(), ("地域", "region"))?.to_owned(),
        bucket: needed(entry, entry.bucket.as_deref(), ("存储桶", "bucket"))?.to_owned(),
        style: entry.bucket_style.unwrap_or(BucketStyle::Host),
        prefix: match prefix {
            "" => String::new(),
            prefix => format!("{prefix}/"),
        },
        credentials: entry.credentials.as_deref().map(expand),
    })
}

/// `~/` is the home folder.
fn expand(path: &str) -> PathBuf {
    let below = path.strip_prefix("~/").zip(std::env::home_dir());
    below.map_or_else(|| PathBuf::from(path), |(rest, home)| home.join(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_as_people_write_them() {
        for (written, expected) in [
            ("web1", Some(("web1", None, None))),
            ("deploy@web1.example.gov.cn", Some(("deploy@web1.example.gov.cn", None, None))),
            ("deploy@192.0.2.7:2222", Some(("deploy@192.0.2.7", Some(2222), None))),
            ("a@[2001:db8::1]:22", Some(("a@2001:db8::1", Some(22), None))),
            ("a@b:22/srv/www", Some(("a@b", Some(22), Some("/srv/www")))),
            ("-oProxyCommand=x", None),
            ("a@-oProxyCommand=x", None),
            ("web1:port", None),
            ("we b", None),
            ("web;reboot", None),
        ] {
            let expected = expected.map(|(login, port, path)| (login.to_owned(), port, path));
            assert_eq!(parse_server(written), expected, "{written}");
        }
    }
}
