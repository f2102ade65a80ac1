//! The preview server: shows the site that is now, rendering what is asked for, and tells open pages what concerns them.
//!
//! It knows nothing of files that change: whoever watches hands it one [`Preview`] after another.

mod answer;
mod client;
mod events;
mod preview;
mod request;
mod room;
mod stream;

pub use preview::Preview;

use request::{Asked, Refusal};
use room::{Place, Room};

use crate::diagnostic::{Code, Diagnostic, Language};
use crate::say;
use http_body_util::combinators::BoxBody;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// Where a preview is found when nothing else is asked for.
pub const PORT: u16 = 8710;

/// So many ports after the first are tried.
const PORTS: u16 = 50;

/// So many who find no room are told so at once; more than these are not.
const TOLD: usize = 64;

/// A client that takes longer to say what it wants is gone.
const PATIENCE: Duration = Duration::from_secs(10);

/// Nobody waits longer for a page.
const LONGEST: Duration = Duration::from_secs(30);

/// Threads that make pages and read files. Each has memory of its own, which stays with it.
const MAKERS: usize = 8;

/// What a question may take, in bytes.
const LARGEST_QUESTION: usize = 64 * 1024;

/// Every answer's body.
type Body = BoxBody<Bytes, Infallible>;

/// Where and for whom the server is.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The address to listen on.
    pub address: IpAddr,
    /// The port; `None` takes [`PORT`] or the next that is free.
    pub port: Option<u16>,
    /// The language of the server's own words.
    pub language: Language,
}

impl Default for Options {
    fn default() -> Self {
        Self { address: IpAddr::V4(Ipv4Addr::LOCALHOST), port: None, language: Language::Chinese }
    }
}

/// A running server; it ends when it is dropped.
pub struct Server {
    address: SocketAddr,
    shown: watch::Sender<Arc<Preview>>,
    /// Drives the connections.
    _runtime: Runtime,
}

/// What every connection has.
#[derive(Clone)]
struct Shared {
    shown: watch::Receiver<Arc<Preview>>,
    address: SocketAddr,
    language: Language,
}

impl Server {
    /// Listens, and shows the first preview.
    ///
    /// # Errors
    /// The port is taken, or the system refuses.
    pub fn start(options: Options, first: Preview) -> Result<Self, Diagnostic> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .max_blocking_threads(MAKERS)
            .enable_all()
            .build()
            .map_err(|error| cannot_listen(options.address, options.port, &error))?;
        let listener = runtime.block_on(listen(options))?;
        let address = listener
            .local_addr()
            .map_err(|error| cannot_listen(options.address, options.port, &error))?;
        let (shown, receiver) = watch::channel(Arc::new(first));
        let shared = Shared { shown: receiver, address, language: options.language };
        runtime.spawn(accept(listener, shared));
        Ok(Self { address, shown, _runtime: runtime })
    }

    /// From now on this is shown; open pages are told what concerns them.
    pub fn show(&self, next: Preview) {
        self.shown.send_replace(Arc::new(next));
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

async fn listen(options: Options) -> Result<TcpListener, Diagnostic> {
    let bind = |port| TcpListener::bind(SocketAddr::new(options.address, port));
    let refused = |error: &io::Error| cannot_listen(options.address, options.port, error);
    if let Some(port) = options.port {
        return match bind(port).await {
            Ok(listener) => Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                Err(taken(port, free_port(options.address, port).await))
            }
            Err(error) => Err(refused(&error)),
        };
    }
    for port in PORT..PORT + PORTS {
        match bind(port).await {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            other => return other.map_err(|error| refused(&error)),
        }
    }
    Err(taken(PORT, None))
}

async fn free_port(address: IpAddr, taken: u16) -> Option<u16> {
    for port in taken.saturating_add(1)..=taken.saturating_add(PORTS) {
        if TcpListener::bind(SocketAddr::new(address, port)).await.is_ok() {
            return Some(port);
        }
    }
    None
}

fn taken(port: u16, free: Option<u16>) -> Diagnostic {
    let problem =
        Diagnostic::error(Code::Port, say!("端口 {port} 已被占用", "port {port} is in use"));
    match free {
        Some(free) => {
            problem.hint(say!("{free} 是空的：--port {free}", "{free} is free: --port {free}"))
        }
        None => problem.hint(say!("用 --port 换一个", "name another with --port")),
    }
}

fn cannot_listen(address: IpAddr, port: Option<u16>, error: &io::Error) -> Diagnostic {
    let at = SocketAddr::new(address, port.unwrap_or(PORT));
    Diagnostic::error(
        Code::Port,
        say!("不能在 {at} 上提供预览：{error}", "cannot serve at {at}: {error}"),
    )
}

async fn accept(listener: TcpListener, shared: Shared) {
    let room = Arc::new(Room::default());
    let told = Arc::new(Semaphore::new(TOLD));
    loop {
        let (stream, visitor) = match listener.accept().await {
            Ok(newcomer) => newcomer,
            Err(_) => {
                // Out of file handles.
                room.send_one_away();
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        match room.enter(visitor.ip()) {
            Some(place) => {
                let number = place.number();
                let task = tokio::spawn(converse(stream, shared.clone(), place));
                room.ends_by(number, task.abort_handle());
            }
            None => {
                if let Ok(turn) = Arc::clone(&told).try_acquire_owned() {
                    tokio::spawn(turn_away(stream, shared.language, turn));
                }
            }
        }
    }
}

async fn converse(stream: TcpStream, shared: Shared, place: Place) {
    let place = Arc::new(place);
    let service = service_fn(move |request| respond(request, shared.clone(), Arc::clone(&place)));
    // A client that broke off has nobody to be told.
    drop(http().serve_connection(io(stream), service).await);
}

/// Says that there is no room.
async fn turn_away(stream: TcpStream, language: Language, _turn: OwnedSemaphorePermit) {
    let service = service_fn(move |_: Request<Incoming>| async move {
        Ok::<_, Infallible>(answer::refuse(Refusal::Full, language))
    });
    let mut http = http();
    let conversation = http.keep_alive(false).serve_connection(io(stream), service);
    drop(tokio::time::timeout(PATIENCE, conversation).await);
}

fn http() -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(LARGEST_QUESTION);
    http
}

fn io(stream: TcpStream) -> TokioIo<TcpStream> {
    // An answer is one write; waiting for more would only add to its way.
    drop(stream.set_nodelay(true));
    TokioIo::new(stream)
}

async fn respond(
    request: Request<Incoming>,
    shared: Shared,
    place: Arc<Place>,
) -> Result<Response<Body>, Infallible> {
    let _asking = place.ask();
    let language = shared.language;
    let asked = match Asked::of(&request, shared.address) {
        Ok(asked) => asked,
        Err(refusal) => return Ok(answer::refuse(refusal, language)),
    };
    Ok(match asked.path.as_str() {
        client::EVENTS => events::listen(&asked, shared),
        client::PATH => answer::script(&asked),
        _ => {
            let preview = Arc::clone(&shared.shown.borrow());
            let made =
                tokio::task::spawn_blocking(move || answer::page(&preview, &asked, language));
            match tokio::time::timeout(LONGEST, made).await {
                Ok(made) => made.unwrap_or_else(|_| answer::failed()),
                Err(_) => answer::refuse(Refusal::Slow, language),
            }
        }
    })
}
