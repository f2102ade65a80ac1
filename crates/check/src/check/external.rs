//! 外部链接: whether the addresses that documents lead to still answer.
//!
//! Hosts are asked side by side, each one page at a time and not oftener than it likes: `robots.txt` is kept to, HEAD comes
//! before GET, bodies are not read, nothing waits for longer than its time. Answers are remembered in
//! `.gongbao/links.json`. What is certainly dead (404, 410, 403, no such host) is told apart from what only looks so.

use crate::diagnostic::{Code, Diagnostic, Progress, Source, Span, Words};
use crate::file::{Flush, replace};
use crate::say;
use crate::site::Site;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};
use url::Url;

/// How hosts are treated.
#[derive(Clone, Copy, Debug)]
pub struct Manners {
    /// The longest that one answer may take, redirects and all.
    pub patience: Duration,
    /// Between two questions to one host.
    pub pause: Duration,
    /// How many hosts are asked at a time.
    pub hosts: usize,
    /// How long a good answer is believed.
    pub believe: Duration,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(15),
            pause: Duration::from_millis(500),
            hosts: 16,
            believe: Duration::from_secs(7 * 24 * 3600),
        }
    }
}

/// What came of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Answer {
    /// It is there, or its host wants no programs.
    Fine,
    /// 404, 410: it is not there; 403: nobody may see it.
    Gone(u16),
    /// There is no such host.
    NoHost,
    /// 5xx and the like: it may be there at another time.
    Status(u16),
    /// No answer in time.
    Silent,
    /// It leads on and on.
    Circles,
    /// Its certificate is not valid.
    Certificate,
    /// Something else went wrong.
    Broken(String),
}

/// Addresses with what was said of them, and when (seconds since 1970).
type Memory = BTreeMap<String, (u64, Answer)>;

/// Where an address is written.
type Places = Vec<(Arc<Source>, Span)>;

/// Asks for every address that leads away; nothing is asked twice that answered lately.
pub fn check(
    site: &Site,
    root: &Path,
    manners: Manners,
    progress: &dyn Progress,
) -> Vec<Diagnostic> {
    let addresses = addresses(site);
    let file = root.join(".gongbao/links.json");
    let mut memory = remembered(&file);
    let now = seconds();
    let fresh = |entry: &(u64, Answer)| {
        entry.1 == Answer::Fine && now.saturating_sub(entry.0) < manners.believe.as_secs()
    };
    let ask: Vec<&str> = addresses
        .keys()
        .filter(|address| !memory.get(*address).is_some_and(fresh))
        .map(String::as_str)
        .collect();
    progress.begin(ask.len());
    let answers = ask_all(&ask, manners, progress);
    if is_offline(&answers) {
        return vec![offline()];
    }
    for (address, answer) in answers {
        memory.insert(address, (now, answer));
    }
    memory.retain(|address, _| addresses.contains_key(address));
    remember(&file, &memory);
    let told = addresses.iter().flat_map(|(address, places)| {
        let answer = memory.get(address).map(|(_, answer)| answer);
        let problem = answer.and_then(|answer| problem(address, answer));
        let at = move |(source, span): &(Arc<Source>, Span)| {
            problem.clone().map(|problem| problem.at(source, *span))
        };
        places.iter().filter_map(at)
    });
    told.collect()
}

/// Several hosts, and not one of them could be reached: it is not their fault.
fn is_offline(answers: &[(String, Answer)]) -> bool {
    let reached =
        |answer: &Answer| !matches!(answer, Answer::NoHost | Answer::Silent | Answer::Broken(_));
    let hosts: BTreeSet<String> = answers.iter().map(|(address, _)| origin(address)).collect();
    hosts.len() > 2 && !answers.iter().any(|(_, answer)| reached(answer))
}

fn offline() -> Diagnostic {
    Diagnostic::warning(
        Code::SuspectLink,
        say!(
            "一个网站也连不上，多半是这台机器没有联网：外部链接没有检查",
            "no site can be reached, most likely since this machine is offline: links to other sites were not looked at"
        ),
    )
    .in_file("content/")
}

/// Every `http:` and `https:` address of documents and settings, without the part after `#`; not those of this site.
fn addresses(site: &Site) -> BTreeMap<String, Places> {
    let mut all: BTreeMap<String, Places> = BTreeMap::new();
    let own = format!("{}/", site.settings.origin);
    let mut add = |address: &str, source: &Arc<Source>, span: Span| {
        // As browsers ask for it: Chinese names and paths in their encoded form.
        let Ok(mut url) = Url::parse(address) else {
            return;
        };
        url.set_fragment(None);
        if matches!(url.scheme(), "http" | "https") && !url.as_str().starts_with(&own) {
            let places = all.entry(url.into()).or_default();
            places.push((Arc::clone(source), span));
        }
    };
    for id in site.ids() {
        let document = site.document(id);
        for link in &document.facts.links {
            add(&link.target, &document.source, document.in_body(&link.span));
        }
    }
    for address in site.settings.file.addresses() {
        add(&address.text, &site.settings.source, address.span);
    }
    all
}

fn problem(address: &str, answer: &Answer) -> Option<Diagnostic> {
    let dead = |words: Words| Some(Diagnostic::error(Code::DeadLink, words));
    let suspect = |words: Words| Some(Diagnostic::warning(Code::SuspectLink, words));
    match answer {
        Answer::Fine => None,
        Answer::Gone(403) => {
            dead(say!("打不开 {address}：不让访问（403）", "{address} is closed to visitors (403)"))
        }
        Answer::Gone(status) => dead(say!(
            "打不开 {address}：没有这个网页（{status}）",
            "{address} is not there ({status})"
        )),
        Answer::NoHost => {
            dead(say!("打不开 {address}：没有这个网站", "{address}: there is no such host"))
        }
        Answer::Status(status) => suspect(say!(
            "{address} 可能打不开：服务器回答 {status}",
            "{address} may not open: the server says {status}"
        )),
        Answer::Silent => suspect(say!(
            "{address} 可能打不开：没有及时回答",
            "{address} may not open: no answer in time"
        )),
        Answer::Circles => suspect(say!(
            "{address} 可能打不开：转来转去没有尽头",
            "{address} may not open: it leads on and on"
        )),
        Answer::Certificate => suspect(say!(
            "{address} 的证书无效，浏览器会拦下",
            "{address} has no valid certificate; browsers will stop there"
        )),
        Answer::Broken(why) => {
            suspect(say!("{address} 可能打不开：{why}", "{address} may not open: {why}"))
        }
    }
}

/// Hosts side by side, their pages one after another.
fn ask_all(addresses: &[&str], manners: Manners, progress: &dyn Progress) -> Vec<(String, Answer)> {
    let mut hosts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        hosts.entry(origin(address)).or_default().push(address);
    }
    let waiting = Mutex::new(hosts.into_iter());
    let answers = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..manners.hosts {
            scope.spawn(|| {
                let agent = agent(manners);
                loop {
                    // A poisoned lock means that another thread has panicked; the scope will say so.
                    let Some((host, pages)) = waiting.lock().ok().and_then(|mut w| w.next()) else {
                        return;
                    };
                    let found = ask_host(&agent, &host, &pages, manners, progress);
                    if let Ok(mut answers) = answers.lock() {
                        answers.extend(found);
                    }
                }
            });
        }
    });
    answers.into_inner().unwrap_or_default()
}

fn agent(manners: Manners) -> Agent {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
    Agent::config_builder()
        .timeout_global(Some(manners.patience))
        .http_status_as_error(false)
        .max_redirects(10)
        .user_agent(concat!("gongbao/", env!("CARGO_PKG_VERSION"), " (link check)"))
        .tls_config(tls)
        .build()
        .new_agent()
}

/// `https://a.cn:8080/b?c` -> `https://a.cn:8080`.
fn origin(address: &str) -> String {
    let scheme = address.find("://").map_or(0, |at| at + 3);
    let end = address[scheme..].find(['/', '?']);
    address[..end.map_or(address.len(), |end| scheme + end)].to_owned()
}

/// A host that does not answer at all is asked twice, not once for every page.
fn ask_host(
    agent: &Agent,
    host: &str,
    pages: &[&str],
    manners: Manners,
    progress: &dyn Progress,
) -> Vec<(String, Answer)> {
    let forbidden = robots(agent, host);
    let mut answers: Vec<(String, Answer)> = Vec::new();
    let mut silent = 0;
    for page in pages {
        thread::sleep(manners.pause);
        let path = page.get(host.len()..).filter(|path| !path.is_empty()).unwrap_or("/");
        let answer = if forbidden.iter().any(|start| path.starts_with(start.as_str())) {
            Answer::Fine
        } else if silent > 1 {
            Answer::Silent
        } else {
            ask(agent, page, manners)
        };
        silent = if answer == Answer::Silent { silent + 1 } else { 0 };
        answers.push(((*page).to_owned(), answer));
        progress.step();
    }
    answers
}

/// HEAD, then GET where that is not liked; once more after a pause where it looks like a bad moment.
fn ask(agent: &Agent, page: &str, manners: Manners) -> Answer {
    let both = || match read(agent.head(page).call()) {
        Answer::Gone(_) | Answer::Status(_) | Answer::Broken(_) => read(agent.get(page).call()),
        answer => answer,
    };
    match both() {
        Answer::Status(429 | 500..=599) | Answer::Broken(_) => {
            thread::sleep(manners.pause * 2);
            both()
        }
        answer => answer,
    }
}

/// The body is not read: it may have no end.
fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    use ureq::Error;
    match answer {
        Ok(response) => match response.status().as_u16() {
            200..=399 => Answer::Fine,
            status @ (403 | 404 | 410) => Answer::Gone(status),
            status => Answer::Status(status),
        },
        Err(Error::HostNotFound) => Answer::NoHost,
        Err(Error::Timeout(_)) => Answer::Silent,
        Err(Error::TooManyRedirects | Error::RedirectFailed) => Answer::Circles,
        Err(Error::Tls(_) | Error::Rustls(_)) => Answer::Certificate,
        Err(Error::Io(error)) => of_io(&error),
        Err(error) => Answer::Broken(error.to_string()),
    }
}

fn of_io(error: &std::io::Error) -> Answer {
    let text = error.to_string();
    match error.kind() {
        std::io::ErrorKind::TimedOut => Answer::Silent,
        // The resolver has no error kind of its own; a bad moment of its is no answer.
        _ if text.contains("lookup address") && !text.contains("Temporary") => Answer::NoHost,
        // What a handshake refuses arrives as invalid data.
        std::io::ErrorKind::InvalidData => Answer::Certificate,
        _ => Answer::Broken(text),
    }
}

/// The beginnings of paths that `robots.txt` keeps programs from. A host without one forbids nothing.
fn robots(agent: &Agent, host: &str) -> Vec<String> {
    let answer = agent.get(format!("{host}/robots.txt")).call();
    let Some(mut answer) = answer.ok().filter(|answer| answer.status() == 200) else {
        return Vec::new();
    };
    let text = answer.body_mut().with_config().limit(256 * 1024).read_to_string();
    text.map_or_else(|_| Vec::new(), |text| disallowed(&text))
}

fn disallowed(robots: &str) -> Vec<String> {
    let (mut paths, mut ours, mut in_agents) = (Vec::new(), false, false);
    for line in robots.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "user-agent" => {
                let named = value == "*" || value.eq_ignore_ascii_case("gongbao");
                ours = named || (in_agents && ours);
                in_agents = true;
            }
            "disallow" if ours && !value.is_empty() => {
                paths.push(value.trim_end_matches('*').to_owned());
                in_agents = false;
            }
            _ => in_agents = false,
        }
    }
    paths
}

fn seconds() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// A memory that cannot be read is no memory.
fn remembered(file: &Path) -> Memory {
    let text = std::fs::read(file).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// What cannot be remembered is asked again the next time.
fn remember(file: &Path, memory: &Memory) {
    let write =
        || -> std::io::Result<()> { replace(file, &serde_json::to_vec(memory)?, Flush::Later) };
    // Nothing is lost but time.
    let _ = write();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn robots_speak_to_everybody_or_to_us() {
        let text = "User-agent: other\nDisallow: /a\n\nUser-agent: *\nDisallow: /b # no\nDisallow:\n\nUser-agent: x\nUser-agent: gongbao\nDisallow: /c*\n";
        assert_eq!(disallowed(text), ["/b", "/c"]);
        assert_eq!(disallowed("Disallow: /a\nnothing"), [""; 0]);
        // Names that follow each other share what comes then; a name behind a rule begins anew.
        let text = "User-agent: gongbao\nDisallow: /a\nUser-agent: other\nDisallow: /b\n";
        assert_eq!(disallowed(text), ["/a"]);
    }

    #[test]
    fn a_resolver_that_is_out_of_order_says_nothing_of_the_host() {
        let of = |words: &str| of_io(&std::io::Error::other(words.to_owned()));
        let gone = "failed to lookup address information: Name or service not known";
        assert_eq!(of(gone), Answer::NoHost);
        let later = "failed to lookup address information: Temporary failure in name resolution";
        assert_ne!(of(later), Answer::NoHost);
    }

    #[test]
    fn offline_is_when_nobody_answers() {
        let answers = |list: &[(&str, Answer)]| -> Vec<(String, Answer)> {
            let owned =
                |(address, answer): &(&str, Answer)| ((*address).to_owned(), answer.clone());
            list.iter().map(owned).collect()
        };
        let (a, b, c) = ("http://a.cn/", "http://b.cn/", "http://c.cn/");
        for (list, expected) in [
            (&[(a, Answer::NoHost), (b, Answer::Silent), (c, Answer::NoHost)][..], true),
            (&[(a, Answer::NoHost), (b, Answer::Gone(404)), (c, Answer::NoHost)], false),
            (&[(a, Answer::NoHost), ("http://a.cn/b", Answer::NoHost)], false),
            (&[], false),
        ] {
            assert_eq!(is_offline(&answers(list)), expected);
        }
    }

    #[test]
    fn origins() {
        for (address, expected) in [
            ("https://a.cn/b/c", "https://a.cn"),
            ("http://a.cn:8080?x", "http://a.cn:8080"),
            ("http://a.cn", "http://a.cn"),
        ] {
            assert_eq!(origin(address), expected);
        }
    }
}
