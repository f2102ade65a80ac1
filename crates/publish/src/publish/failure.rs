//! Why a target could not be published to, in words that say what to do; and whether trying again may help.

use crate::diagnostic::{Code, Diagnostic, Words};
use crate::say;
use std::io;
use std::time::Duration;

/// A problem with a target.
#[derive(Debug)]
pub struct Failure {
    /// What the user is told.
    pub problem: Box<Diagnostic>,
    /// The connection was lost: what was sent is there, and the rest may follow over a new one.
    pub is_cut: bool,
}

impl Failure {
    /// A problem that stays when it is tried again.
    pub(super) fn new(problem: Diagnostic) -> Self {
        Self { problem: Box::new(problem), is_cut: false }
    }

    /// A program of this machine that cannot be started.
    pub(super) fn no_program(name: &str, error: &io::Error) -> Self {
        let words = say!("运行不了 {name}：{error}", "cannot run {name}: {error}");
        let problem = Diagnostic::error(Code::Publish, words);
        Self::new(match error.kind() {
            io::ErrorKind::NotFound => problem.hint(say!(
                "请先安装 OpenSSH 客户端（Windows 在“可选功能”里添加）",
                "install the OpenSSH client first (on Windows it is an optional feature)"
            )),
            _ => problem,
        })
    }

    /// A file of this machine that cannot be read while it is sent.
    pub(super) fn unread(error: &io::Error) -> Self {
        let words = say!(
            "上传时读不了本机的文件：{error}",
            "a file of this machine could not be read while it was sent: {error}"
        );
        let hint = say!(
            "可能正在重新生成网站；等它生成完再发布一次",
            "the site may be being built; publish again when that is done"
        );
        Self::new(Diagnostic::error(Code::Publish, words).hint(hint))
    }

    /// Nothing was heard for too long.
    pub(super) fn silent(place: &str, timeout: Duration) -> Self {
        let seconds = timeout.as_secs();
        let words =
            say!("{place}：{seconds} 秒没有回应", "{place}: nothing was heard for {seconds} s");
        let hint = say!(
            "网站保持原样。服务器很慢时可在 site.yaml 里把“超时”写大一些",
            "the site is as it was; for a slow server, raise `timeout` in site.yaml"
        );
        Self { problem: Box::new(Diagnostic::error(Code::Publish, words).hint(hint)), is_cut: true }
    }

    /// There were signs of life, and no end.
    pub(super) fn endless(place: &str, whole: Duration) -> Self {
        let seconds = whole.as_secs();
        let words = say!(
            "{place}：{seconds} 秒了还没有答完，已断开",
            "{place}: the answer had no end after {seconds} s; the connection was given up"
        );
        Self::new(Diagnostic::error(Code::Publish, words).hint(say!(
            "网站保持原样。服务器很慢时可在 site.yaml 里把“超时”写大一些",
            "the site is as it was; for a slow server, raise `timeout` in site.yaml"
        )))
    }

    /// More was said than there can be to say.
    pub(super) fn babbling(place: &str) -> Self {
        let words = say!(
            "{place}：回答比应有的长得多，已断开",
            "{place}: the answer is far longer than it can be; the connection was given up"
        );
        Self::new(Diagnostic::error(Code::Publish, words).hint(other_program()))
    }

    /// What was said is no answer to what was asked.
    pub(super) fn garbled(place: &str, line: &str) -> Self {
        let line: String = line.chars().take(80).collect();
        let words = say!(
            "{place}：看不懂回答“{line}”，已断开",
            "{place}: the answer makes no sense, and the connection was given up: {line}"
        );
        Self::new(Diagnostic::error(Code::Publish, words).hint(other_program()))
    }

    /// The connection ended; `code` and `complaints` are those of ssh, or of the shell.
    pub(super) fn cut(place: &str, code: Option<i32>, complaints: &str) -> Self {
        for (sign, explain) in CONNECTING {
            if complaints.contains(sign) {
                let (words, hint) = explain(place);
                let problem = Diagnostic::error(Code::Publish, words).hint(hint);
                return Self::new(shown(problem, complaints));
            }
        }
        let words = match code {
            Some(126 | 127) => say!(
                "{place}：服务器上没有 POSIX shell（sh）或 dd",
                "{place}: the server has no POSIX shell (sh) or no dd"
            ),
            _ => say!("{place}：连接断了", "{place}: the connection was lost"),
        };
        let hint = say!(
            "网站保持原样；再发布一次，已传的文件不再传",
            "the site is as it was; publish again: what was sent is not sent again"
        );
        Self {
            problem: Box::new(
                shown(Diagnostic::error(Code::Publish, words), complaints).hint(hint),
            ),
            is_cut: !matches!(code, Some(126 | 127)),
        }
    }

    /// A store refused a request, or could not be asked.
    pub(super) fn store(place: &str, key: &str, why: &Words) -> Self {
        let Words { zh, en } = why;
        let hint = match en.rsplit(' ').next().unwrap_or_default() {
            "RequestTimeTooSkewed" => {
                say!("本机的时钟不准，请先对时", "this machine's clock is wrong: set it first")
            }
            "InvalidAccessKeyId" | "SignatureDoesNotMatch" => {
                say!("检查密钥和“地域”", "check the key and `region`")
            }
            "AccessDenied" => say!(
                "这把密钥没有读写这个存储桶的权限",
                "this key may not read and write the bucket"
            ),
            "NoSuchBucket" => say!(
                "检查“存储桶”“接口网址”和“桶的写法”",
                "check `bucket`, `endpoint` and `bucket_style`"
            ),
            _ => say!(
                "检查网络和“接口网址”；再发布一次，已传的文件不再传",
                "check the network and `endpoint`; publish again: what was sent is not sent again"
            ),
        };
        let words = say!("{place}：{key}：{zh}", "{place}: {key}: {en}");
        Self::new(Diagnostic::error(Code::Publish, words).hint(hint))
    }

    /// The agent could not do something; `why` is its word for it, `answer` what it said before.
    pub(super) fn refused(place: &str, why: &str, answer: &[String], complaints: &str) -> Self {
        let (what, detail) = why.split_once(' ').unwrap_or((why, ""));
        let problem = match what {
            "locked" => locked(place, answer),
            "lost" => Diagnostic::error(
                Code::PublishLock,
                say!(
                    "{place}：锁被别人解开了，停止发布",
                    "{place}: somebody broke the lock; this publish stops"
                ),
            ),
            "overtaken" => Diagnostic::error(
                Code::PublishLock,
                say!(
                    "{place}：连接断开的时候别人发布了别的版本，停止发布",
                    "{place}: somebody published while the connection was lost; this publish stops"
                ),
            )
            .hint(say!("看看有什么不同，再发布一次", "see what differs, and publish again")),
            "foreign" => Diagnostic::error(
                Code::Publish,
                say!(
                    "{place}：文件夹里的“{detail}”不是 gongbao 建的",
                    "{place}: `{detail}` in the folder was not made by gongbao"
                ),
            )
            .hint(say!("换一个空文件夹，或先把它移走", "name an empty folder, or move it away")),
            "tools" => Diagnostic::error(
                Code::Publish,
                say!(
                    "{place}：那里缺少命令 {detail}",
                    "{place}: the command {detail} is missing there"
                ),
            )
            .hint(say!(
                "需要 coreutils、findutils、grep、sed、awk、tar，一般的 Linux 都有",
                "coreutils, findutils, grep, sed, awk and tar are needed; any common Linux has them"
            )),
            "missing" => Diagnostic::error(
                Code::Publish,
                say!(
                    "{place}：没有完整的版本 {detail}",
                    "{place}: there is no whole release {detail}"
                ),
            ),
            _ => return Self::new(unable(place, detail, complaints)),
        };
        Self::new(problem)
    }
}

fn other_program() -> Words {
    say!(
        "网站保持原样。那里回答的可能是别的程序，请服务器管理员看看登录时运行了什么",
        "the site is as it was; another program may be answering there: ask the server's administrator what a login runs"
    )
}

type Explain = fn(&str) -> (Words, Words);

/// What ssh says when it cannot connect, the more telling first.
const CONNECTING: [(&str, Explain); 9] = [
    ("REMOTE HOST IDENTIFICATION HAS CHANGED", |place| {
        (
            say!(
                "{place}：服务器的公钥与上次不同，已拒绝连接",
                "{place}: the server's key is not the one it was; no connection was made"
            ),
            say!(
                "请先向服务器管理员核实（可能重装了系统，也可能有人冒充），再用 ssh-keygen -R 删去旧公钥",
                "ask the server's administrator first (it was reinstalled, or somebody poses as it), \
                 then remove the old key with ssh-keygen -R"
            ),
        )
    }),
    ("Host key verification failed", |place| {
        (
            say!(
                "{place}：还不认识这台服务器的公钥，已拒绝连接",
                "{place}: the server's key is not known yet; no connection was made"
            ),
            say!(
                "请在本机用 ssh 手工连接一次 {place}，与管理员核对指纹后再回答 yes",
                "connect to {place} with ssh by hand once, and compare the fingerprint with the administrator's before you answer yes"
            ),
        )
    }),
    ("Permission denied (", |place| {
        (
            say!("{place}：服务器不让登录", "{place}: the server refuses the login"),
            say!(
                "检查用户名和“密钥文件”；有口令的密钥要先用 ssh-add 交给代理。发布不使用密码",
                "check the user and `key_file`; a key with a passphrase must be in the agent (ssh-add). Passwords are never used"
            ),
        )
    }),
    ("Could not resolve hostname", |place| {
        (
            say!(
                "{place}：找不到这台服务器（域名解析失败）",
                "{place}: there is no server of that name"
            ),
            say!(
                "检查 site.yaml 里“服务器”的写法和本机网络",
                "check `servers` in site.yaml, and this machine's network"
            ),
        )
    }),
    ("Connection refused", |place| {
        (
            say!(
                "{place}：服务器没有开 ssh，或端口不对",
                "{place}: no ssh answers there, or not on this port"
            ),
            say!("检查端口，例如 deploy@主机:2222", "check the port, as in deploy@host:2222"),
        )
    }),
    ("Connection timed out", UNREACHED),
    ("No route to host", UNREACHED),
    ("Network is unreachable", UNREACHED),
    ("Bad owner or permissions", |place| {
        (
            say!(
                "{place}：ssh 的设置文件权限不对",
                "{place}: ssh's own settings have the wrong permissions"
            ),
            say!("~/.ssh 里的文件只能由本人修改", "nobody else may write the files in ~/.ssh"),
        )
    }),
];

const UNREACHED: Explain = |place| {
    (
        say!("{place}：连不上服务器", "{place}: the server cannot be reached"),
        say!(
            "检查网络、VPN 和防火墙；网站保持原样",
            "check the network, the VPN and the firewall; the site is as it was"
        ),
    )
};

/// Somebody else is at work; the agent said since when, and who.
fn locked(place: &str, answer: &[String]) -> Diagnostic {
    let line = answer.iter().find_map(|line| line.strip_prefix("locked "));
    let (seconds, owner) = line.and_then(|line| line.split_once(' ')).unwrap_or_default();
    let owner = match owner.trim() {
        "" => "?",
        owner => owner,
    };
    let minutes = seconds
        .parse::<i64>()
        .map_or_else(|_| "?".to_owned(), |seconds| (seconds.max(0) / 60).to_string());
    Diagnostic::error(
        Code::PublishLock,
        say!(
            "{place}：{owner} 正在发布（{minutes} 分钟前开始）",
            "{place}: {owner} is publishing (for {minutes} min)"
        ),
    )
    .hint(say!(
        "等对方发布完。确认对方已经停止，可加 --break-lock 解锁",
        "wait until that is done; where you know that it has stopped, --break-lock lets you in"
    ))
}

/// A tool failed: why, by what it complained about.
fn unable(place: &str, detail: &str, complaints: &str) -> Diagnostic {
    let signs = [
        ("No space left", "磁盘满了", "the disk is full"),
        ("quota exceeded", "磁盘配额用完了", "the disk quota is used up"),
        ("Permission denied", "没有写的权限", "permission denied"),
        ("Read-only file system", "磁盘是只读的", "the file system is read-only"),
        ("Not a directory", "路径中有一段不是文件夹", "a part of the path is not a folder"),
        ("File exists", "路径中有一段不是文件夹", "a part of the path is not a folder"),
        ("Too many open files", "打开的文件太多", "too many files are open"),
    ];
    let why = signs.iter().find(|(sign, ..)| complaints.contains(sign));
    let (zh, en) = why.map_or(("命令出错", "a command failed"), |(_, zh, en)| (*zh, *en));
    let (detail_zh, detail_en) = match detail {
        "" => (String::new(), String::new()),
        detail => (format!("“{detail}”："), format!("{detail}: ")),
    };
    let words = say!("{place}：{detail_zh}{zh}", "{place}: {detail_en}{en}");
    shown(Diagnostic::error(Code::Publish, words), complaints).hint(say!(
        "网站保持原样；处理之后再发布一次",
        "the site is as it was; publish again when this is mended"
    ))
}

/// The last line that a program complained with, for whoever must look further.
fn shown(problem: Diagnostic, complaints: &str) -> Diagnostic {
    let last = complaints.lines().rev().map(str::trim);
    let last = last.filter(|line| !line.is_empty()).find(|line| !line.starts_with('@'));
    match last {
        Some(line) => {
            let line: String = line.chars().take(300).collect();
            problem.hint(say!("对方的原话：{line}", "it said: {line}"))
        }
        None => problem,
    }
}
