//! Real servers on free ports of the loopback address, and a proxy that does to a connection what networks do.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing takes this long on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Finds a program, or says how to install it; with `CI=true` it must be there.
pub(crate) fn program(name: &str, package: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let more = ["/usr/sbin", "/usr/local/sbin", "/sbin"].map(PathBuf::from);
    let found = std::env::split_paths(&folders)
        .chain(more)
        .map(|folder| folder.join(name))
        .find(|path| path.exists());
    if found.is_none() {
        let said = format!("{name} is not installed (Debian's package {package})");
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{said}");
        crate::skip::skipped(&said);
    }
    found
}

/// A port that nobody listens on.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn wait_for(port: u16, child: &mut Child, log: &Path) {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        let ended = child.try_wait().expect("a child");
        let said = || fs::read_to_string(log).unwrap_or_default();
        assert!(
            ended.is_none() && start.elapsed() < PATIENCE,
            "the server does not start: {}",
            said()
        );
        sleep(Duration::from_millis(20));
    }
}

/// OpenSSH's sshd with a throw-away key, for the user who runs the tests.
pub(crate) struct Sshd {
    folder: TempDir,
    child: Child,
    pub(crate) port: u16,
}

impl Sshd {
    pub(crate) fn start() -> Option<Self> {
        let sshd = program("sshd", "openssh-server")?;
        program("ssh", "openssh-client")?;
        let folder = TempDir::new().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for key in ["host", "id", "other"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(path(key))
                .status();
            assert!(made.expect("ssh-keygen runs").success());
        }
        fs::copy(path("id.pub"), path("authorized")).expect("a key");
        let port = free_port();
        let known = |name: &str, key: &str| {
            let key = fs::read_to_string(path(key)).expect("a key");
            fs::write(path(name), format!("[127.0.0.1]:{port} {key}")).expect("ours");
        };
        known("known", "host.pub");
        known("changed", "other.pub");
        fs::write(path("unknown"), "").expect("ours");
        // SHLVL keeps the shell from the user's own start files: the test is the same on every machine.
        let settings = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {0}/host\nAuthorizedKeysFile {0}/authorized\nStrictModes no\n\
             UsePAM no\nPidFile none\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n\
             SetEnv SHLVL=1\nMaxStartups 100\n",
            folder.path().display()
        );
        fs::write(path("config"), settings).expect("ours");
        // Debian's sshd wants this folder, which a boot would make; where it cannot be made it is there.
        drop(fs::create_dir_all("/run/sshd"));
        let mut child = Command::new(sshd)
            .args(["-D", "-f"])
            .arg(path("config"))
            .arg("-E")
            .arg(path("log"))
            .spawn()
            .expect("sshd runs");
        wait_for(port, &mut child, &path("log"));
        Some(Self { folder, child, port })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A target of `site.yaml`: folders of this server, behind ports that may be a proxy's.
    pub(crate) fn target(&self, places: &[(u16, &Path)], more: &str) -> String {
        let user = user();
        let server =
            |(port, www): &(u16, &Path)| format!("'{user}@127.0.0.1:{port}{}'", www.display());
        let servers: Vec<String> = places.iter().map(server).collect();
        let ports: Vec<u16> = places.iter().map(|(port, _)| *port).collect();
        let known = if more.contains("known_hosts") { String::new() } else { self.knows(&ports) };
        format!(
            "  - {{name: web, type: ssh, servers: [{}], key_file: '{}', check: off, {known}{more}}}\n",
            servers.join(", "),
            self.path("id").display(),
        )
    }

    /// Notes the server's key for all these ports.
    fn knows(&self, ports: &[u16]) -> String {
        let key = fs::read_to_string(self.path("host.pub")).expect("a key");
        let lines: Vec<String> =
            ports.iter().map(|port| format!("[127.0.0.1]:{port} {key}")).collect();
        let name =
            format!("known-{}", ports.iter().map(u16::to_string).collect::<Vec<_>>().join("-"));
        fs::write(self.path(&name), lines.concat()).expect("ours");
        format!("known_hosts: '{}', ", self.path(&name).display())
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn user() -> String {
    let said = Command::new("id").arg("-un").output().expect("id runs");
    String::from_utf8(said.stdout).expect("UTF-8").trim().to_owned()
}

fn end(child: &mut Child) {
    // It ends with the test in any case.
    drop(child.kill());
    drop(child.wait());
}

/// nginx with the settings that gongbao prints.
pub(crate) struct Nginx {
    #[expect(dead_code, reason = "its files are there while it runs")]
    folder: TempDir,
    child: Child,
}

impl Nginx {
    /// Starts it; `settings` stand at the http level. Whether brotli's module was found decides over `.br`.
    pub(crate) fn start(settings: &str, port: u16) -> Option<Self> {
        let nginx = program("nginx", "nginx-light")?;
        let folder = TempDir::new().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let places: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .iter()
            .map(|kind| format!("    {kind}_temp_path {};\n", path(kind)))
            .collect();
        let user = if user() == "root" { "user root;\n" } else { "" };
        let whole = format!(
            "{user}daemon off;\nworker_processes 2;\npid {};\nerror_log {} info;\nevents {{ worker_connections 256; }}\nhttp {{\n\
             {places}    access_log off;\n    include /etc/nginx/mime.types;\n    {settings}\n}}\n",
            path("pid"),
            path("log"),
        );
        fs::write(folder.path().join("nginx.conf"), whole).expect("ours");
        let said = Command::new(&nginx)
            .args(["-t", "-c", &path("nginx.conf")])
            .output()
            .expect("nginx runs");
        let said = (said.status.success(), String::from_utf8_lossy(&said.stderr).into_owned());
        assert!(said.0 && !said.1.contains("[warn]"), "{}", said.1);
        let mut child = Command::new(nginx)
            .args(["-c", &path("nginx.conf")])
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx runs");
        wait_for(port, &mut child, &folder.path().join("log"));
        Some(Self { folder, child })
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked to stop, it takes its workers with it.
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let start = Instant::now();
        while asked.is_ok()
            && start.elapsed() < PATIENCE
            && matches!(self.child.try_wait(), Ok(None))
        {
            sleep(Duration::from_millis(10));
        }
        end(&mut self.child);
    }
}

/// Caddy with the settings that gongbao prints.
pub(crate) struct Caddy {
    #[expect(dead_code, reason = "its files are there while it runs")]
    folder: TempDir,
    child: Child,
}

impl Caddy {
    pub(crate) fn start(settings: &str, port: u16) -> Option<Self> {
        let caddy = program("caddy", "caddy")?;
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("Caddyfile");
        fs::write(&file, format!("{{\n\tadmin off\n}}\n{settings}")).expect("ours");
        let log = folder.path().join("log");
        let mut child = Command::new(caddy)
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(&file)
            .env("HOME", folder.path())
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log).expect("ours"))
            .spawn()
            .expect("caddy runs");
        wait_for(port, &mut child, &log);
        Some(Self { folder, child })
    }
}

impl Drop for Caddy {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// An S3 server that forgets everything when it ends: moto, from PyPI.
pub(crate) struct Moto {
    child: Child,
    pub(crate) port: u16,
}

impl Moto {
    pub(crate) fn start() -> Option<Self> {
        let moto = program("moto_server", "none: pip install 'moto[server]'")?;
        let port = free_port();
        let mut child = Command::new(moto)
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("moto runs");
        wait_for(port, &mut child, Path::new("no log"));
        Some(Self { child, port })
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// What the proxy does to a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Harm {
    /// Nothing.
    None,
    /// It ends after so many bytes of the client.
    Cut(u64),
    /// A bit of this byte of the client is turned.
    Turn(u64),
    /// After so many bytes of the client nothing passes any more.
    Hang(u64),
    /// A request is answered with this status, and goes nowhere.
    Answer(u16),
    /// Answers end after so many bytes.
    Short(usize),
    /// Answers come so many milliseconds late.
    Late(u64),
}

/// Stands before a server. The harm befalls the first `times` connections.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    /// Bytes from clients, over all connections.
    pub(crate) passed: Arc<AtomicU64>,
}

impl Proxy {
    pub(crate) fn start(to: u16, harm: Harm, times: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let passed = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&passed);
        spawn(move || {
            for (number, client) in listener.incoming().flatten().enumerate() {
                let harm = if (number as u64) < times { harm } else { Harm::None };
                if let Harm::Answer(status) = harm {
                    spawn(move || refuse(client, status));
                    continue;
                }
                let Ok(server) = TcpStream::connect(("127.0.0.1", to)) else {
                    continue;
                };
                let counter = Arc::clone(&counter);
                let (mut answers, mut back) =
                    (server.try_clone().expect("a socket"), client.try_clone().expect("a socket"));
                let hangs = Arc::new(AtomicU64::new(0));
                let stop = Arc::clone(&hangs);
                spawn(move || {
                    let mut buffer = [0; 16_384];
                    let mut left = if let Harm::Short(most) = harm { most } else { usize::MAX };
                    while let Ok(n @ 1..) = answers.read(&mut buffer) {
                        if let Harm::Late(time) = harm {
                            sleep(Duration::from_millis(time));
                        }
                        let n = n.min(left);
                        left -= n;
                        while stop.load(Ordering::Relaxed) == 1 {
                            sleep(Duration::from_millis(50));
                        }
                        if back.write_all(&buffer[..n]).is_err() || left == 0 {
                            break;
                        }
                    }
                    drop(back.shutdown(Shutdown::Both));
                });
                spawn(move || pass(client, server, harm, &counter, &hangs));
            }
        });
        Self { port, passed }
    }
}

/// What a store says that has too much to do.
fn refuse(mut client: TcpStream, status: u16) {
    let mut buffer = [0; 16_384];
    let body = "<Error><Code>SlowDown</Code></Error>";
    let head = format!(
        "HTTP/1.1 {status} No\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // A client that has gone away needs no answer.
    drop(client.read(&mut buffer));
    drop(client.write_all(format!("{head}{body}").as_bytes()));
}

/// From the client to the server.
fn pass(
    mut client: TcpStream,
    mut server: TcpStream,
    harm: Harm,
    counter: &AtomicU64,
    hangs: &AtomicU64,
) {
    let mut seen = 0_u64;
    let mut buffer = [0; 4096];
    while let Ok(n @ 1..) = client.read(&mut buffer) {
        let mut send = n;
        let reach = seen + n as u64;
        match harm {
            Harm::Cut(at) if reach > at => send = usize::try_from(at - seen).unwrap_or(0),
            Harm::Turn(at) if (seen..reach).contains(&at) => {
                buffer[usize::try_from(at - seen).unwrap_or(0)] ^= 0x10
            }
            Harm::Hang(at) if reach > at => {
                hangs.store(1, Ordering::Relaxed);
                sleep(PATIENCE);
                break;
            }
            _ => {}
        }
        counter.fetch_add(send as u64, Ordering::Relaxed);
        if server.write_all(&buffer[..send]).is_err() || send < n {
            break;
        }
        seen = reach;
    }
    drop(server.shutdown(Shutdown::Both));
    drop(client.shutdown(Shutdown::Both));
}
