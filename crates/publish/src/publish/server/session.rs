//! One talk with a server: commands go out, lines come back; the shell script `agent.sh` is the other side.

use super::ssh;
use crate::config::{Server, Ssh};
use crate::publish::failure::Failure;
use crate::publish::pace::Pace;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const AGENT: &str = include_str!("agent.sh");

/// Bulk goes in blocks of so many bytes.
const BLOCK: usize = 16_384;

/// So many blocks follow one line at most.
const BLOCKS: usize = 256;

/// More than this of what the tools complain about nobody reads.
const COMPLAINTS: u64 = 65_536;

/// A running agent.
pub(super) struct Session {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    complaints: Option<JoinHandle<String>>,
    /// How the user calls the other side.
    place: String,
    timeout: Duration,
    pace: Option<Pace>,
}

impl Session {
    /// Starts the agent in a shell of this machine.
    pub(super) fn local(root: &Path, timeout: Duration) -> Result<Self, Failure> {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(AGENT);
        let place = root.display().to_string();
        let mut session = Self::start(shell, place, timeout, None)?;
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        session.tell(&root.to_string_lossy())?;
        Ok(session)
    }

    /// Starts the agent in a shell of a server.
    pub(super) fn remote(
        ssh: &Ssh,
        server: &Server,
        timeout: Duration,
        bandwidth: Option<u64>,
    ) -> Result<Self, Failure> {
        let command = ssh::command(ssh, server, timeout, AGENT.len());
        let pace = bandwidth.map(Pace::new);
        let mut session = Self::start(command, server.to_string(), timeout, pace)?;
        session.write(AGENT.as_bytes())?;
        session.tell(&server.path)?;
        Ok(session)
    }

    fn start(
        mut command: Command,
        place: String,
        timeout: Duration,
        pace: Option<Pace>,
    ) -> Result<Self, Failure> {
        let child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| {
            Failure::no_program(&command.get_program().to_string_lossy(), &error)
        })?;
        let (send, lines) = channel();
        if let Some(output) = child.stdout.take() {
            std::thread::spawn(move || {
                let lines = BufReader::new(output).split(b'\n').map_while(Result::ok);
                for line in lines {
                    if send.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                        return;
                    }
                }
            });
        }
        let complaints = child.stderr.take().map(|errors| {
            std::thread::spawn(move || {
                let mut text = Vec::new();
                let mut errors = errors;
                // What cannot be read was not said; the rest is passed over, so that nobody waits for a reader.
                let _ = errors.by_ref().take(COMPLAINTS).read_to_end(&mut text);
                let _ = io::copy(&mut errors, &mut io::sink());
                String::from_utf8_lossy(&text).into_owned()
            })
        });
        Ok(Self { input: child.stdin.take(), child, lines, complaints, place, timeout, pace })
    }

    /// How the user calls the other side.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Sends a command and waits for its answer, without the `ok`.
    pub(super) fn ask(&mut self, command: &str) -> Result<Vec<String>, Failure> {
        self.tell(command)?;
        self.answer()
    }

    /// Sends a line.
    pub(super) fn tell(&mut self, line: &str) -> Result<(), Failure> {
        self.write(format!("{line}\n").as_bytes())
    }

    /// Sends what `write` writes as blocks, and their end.
    pub(super) fn send(
        &mut self,
        write: impl FnOnce(&mut Blocks<'_>) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let mut blocks =
            Blocks { session: self, buffer: Vec::with_capacity(BLOCK * BLOCKS), failure: None };
        let written = write(&mut blocks).and_then(|()| blocks.end());
        match (blocks.failure.take(), written) {
            (Some(failure), _) => Err(failure),
            (None, Err(error)) => Err(Failure::unread(&error)),
            (None, Ok(())) => Ok(()),
        }
    }

    /// Waits for the lines of an answer, without the `ok`.
    pub(super) fn answer(&mut self) -> Result<Vec<String>, Failure> {
        let mut answer = Vec::new();
        loop {
            match self.lines.recv_timeout(self.timeout) {
                Ok(line) if line == "ok" => return Ok(answer),
                // A sign of life.
                Ok(line) if line == "." => {}
                Ok(line) => match line.strip_prefix("fail ") {
                    Some(why) => return Err(self.refused(why, &answer)),
                    None => answer.push(line),
                },
                Err(RecvTimeoutError::Timeout) => {
                    let (place, timeout) = (self.place.clone(), self.timeout);
                    self.kill();
                    return Err(Failure::silent(&place, timeout));
                }
                Err(RecvTimeoutError::Disconnected) => return Err(self.cut()),
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        // Small pieces, so that a pace is even.
        let piece = self.pace.as_ref().map_or(bytes.len(), |_| BLOCK);
        for piece in bytes.chunks(piece.max(1)) {
            let Some(input) = &mut self.input else {
                return Err(self.cut());
            };
            if input.write_all(piece).and_then(|()| input.flush()).is_err() {
                // The other side may have said why before it went.
                return Err(match self.answer() {
                    Ok(_) => self.cut(),
                    Err(failure) => failure,
                });
            }
            if let Some(pace) = &mut self.pace {
                pace.sent(piece.len());
            }
        }
        Ok(())
    }

    fn refused(&mut self, why: &str, answer: &[String]) -> Failure {
        self.input = None;
        let complaints = self.complaints();
        Failure::refused(&self.place, why, answer, &complaints)
    }

    fn cut(&mut self) -> Failure {
        self.input = None;
        let status = self.child.wait();
        let complaints = self.complaints();
        let code = status.ok().and_then(|status| status.code());
        Failure::cut(&self.place, code, &complaints)
    }

    fn complaints(&mut self) -> String {
        let reader = self.complaints.take();
        reader.and_then(|reader| reader.join().ok()).unwrap_or_default()
    }

    fn kill(&mut self) {
        self.input = None;
        // It is gone already, or it is nobody's business any more.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Session {
    /// Ends the agent: without input it lets the lock go.
    fn drop(&mut self) {
        self.input = None;
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(5) {
            match self.child.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(2)),
                _ => return,
            }
        }
        self.kill();
    }
}

/// Bulk on its way, in blocks.
pub(super) struct Blocks<'s> {
    session: &'s mut Session,
    buffer: Vec<u8>,
    failure: Option<Failure>,
}

impl Blocks<'_> {
    fn pass(&mut self) -> io::Result<()> {
        self.buffer.resize(self.buffer.len().next_multiple_of(BLOCK), 0);
        let head = format!("{}\n", self.buffer.len() / BLOCK);
        let buffer = std::mem::take(&mut self.buffer);
        let sent = self.session.write(head.as_bytes());
        let sent = sent.and_then(|()| self.session.write(&buffer));
        self.buffer = buffer;
        self.buffer.clear();
        sent.map_err(|failure| {
            self.failure = Some(failure);
            io::Error::other("the other side is gone")
        })
    }

    fn end(&mut self) -> io::Result<()> {
        if !self.buffer.is_empty() {
            self.pass()?;
        }
        self.session.tell("0").map_err(|failure| {
            self.failure = Some(failure);
            io::Error::other("the other side is gone")
        })
    }
}

impl Write for Blocks<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = BLOCK * BLOCKS - self.buffer.len();
        let taken = room.min(bytes.len());
        self.buffer.extend_from_slice(&bytes[..taken]);
        if self.buffer.len() == BLOCK * BLOCKS {
            self.pass()?;
        }
        Ok(taken)
    }

    /// Nothing is sent before a block is full: half a block would be filled up with zeros.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
