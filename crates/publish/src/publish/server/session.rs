//! One talk with a server: commands go out, lines come back; the shell script `agent.sh` is the other side.
//!
//! Whatever is on the other side, it is left: a line, an answer, and the time for both have their limits.

use super::ssh;
use crate::config::{Server, Ssh};
use crate::publish::failure::Failure;
use crate::publish::pace::Pace;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// The agent as it is sent each time, so without what is for its readers.
fn agent() -> String {
    let lines = include_str!("agent.sh").lines();
    let said = lines.filter(|line| !line.trim_start().starts_with('#'));
    said.flat_map(|line| [line, "\n"]).collect()
}

/// What the agent says first.
const GREETING: &str = "gongbao";

/// Bulk goes in blocks of so many bytes.
const BLOCK: usize = 16_384;

/// So many blocks follow one line at most.
const BLOCKS: usize = 256;

/// So much is written at once: the other side takes it before its time is up, or is given up.
const PIECE: usize = 65_536;

/// No line of the agent is longer: one of the log, or the name of a file.
const LINE: usize = 16_384;

/// So many lines wait to be read.
const LINES: usize = 64;

/// More of what the tools complain about nobody reads: so many parts of so many bytes.
const COMPLAINTS: (usize, usize) = (16, 4096);

/// A program that was told to end does so within this time, or is ended.
const GRACE: Duration = Duration::from_secs(5);

/// What an answer may be, by what was asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// Bytes of all its lines.
    bytes: usize,
    /// So many times the target's `timeout` it may take as a whole, whatever signs of life there are.
    patience: u32,
}

impl Limit {
    /// It was done.
    pub(super) const DONE: Self = Self { bytes: 4096, patience: 2 };
    /// What is there: the releases, and the last of the log.
    pub(super) const STATUS: Self = Self { bytes: 4 << 20, patience: 2 };
    /// The list of a release: half a million files.
    pub(super) const MANIFEST: Self = Self { bytes: 64 << 20, patience: 20 };
    /// What is wrong with a release, all of which is read.
    pub(super) const FAULTS: Self = Self { bytes: 64 << 20, patience: 60 };

    /// Something said of some of these files, when all were looked at. `list` is their list's length in bytes.
    pub(super) fn of(files: usize, list: usize) -> Self {
        let more = u32::try_from(files / 2000).unwrap_or(u32::MAX);
        Self { bytes: 4096 + 2 * list, patience: more.saturating_add(5) }
    }
}

/// A running agent.
pub(super) struct Session {
    child: Child,
    input: Option<Input>,
    lines: Receiver<Vec<u8>>,
    complaints: Receiver<Vec<u8>>,
    has_greeted: bool,
    /// How the user calls the other side.
    place: String,
    timeout: Duration,
    pace: Option<Pace>,
}

impl Session {
    /// Starts the agent in a shell of this machine.
    pub(super) fn local(root: &Path, timeout: Duration) -> Result<Self, Failure> {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(agent());
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
        let agent = agent();
        let command = ssh::command(ssh, server, timeout, agent.len());
        let pace = bandwidth.map(Pace::new);
        let mut session = Self::start(command, server.to_string(), timeout, pace)?;
        session.write(agent.as_bytes())?;
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
        let (send, lines) = sync_channel(LINES);
        if let Some(output) = child.stdout.take() {
            spawn(move || read_lines(output, &send));
        }
        let (send, complaints) = sync_channel(COMPLAINTS.0);
        if let Some(errors) = child.stderr.take() {
            spawn(move || read_complaints(errors, &send));
        }
        let input = child.stdin.take().map(Input::new);
        Ok(Self { input, child, lines, complaints, has_greeted: false, place, timeout, pace })
    }

    /// How the user calls the other side.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Sends a command and waits for its answer, without the `ok`.
    pub(super) fn ask(&mut self, command: &str, limit: Limit) -> Result<Vec<String>, Failure> {
        self.tell(command)?;
        let name = command.split_ascii_whitespace().next().unwrap_or_default();
        self.answer(name, limit)
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

    /// Waits for the lines of a command's answer, without the `ok`.
    pub(super) fn answer(&mut self, command: &str, limit: Limit) -> Result<Vec<String>, Failure> {
        let whole = self.timeout * limit.patience;
        let end = Instant::now() + whole;
        let mut answer = Vec::new();
        let mut bytes = 0;
        loop {
            let line = self.line(end, whole)?;
            bytes += line.len() + 1;
            if bytes > limit.bytes || line.len() > LINE {
                return Err(self.give_up(Failure::babbling));
            }
            let line = String::from_utf8_lossy(&line).into_owned();
            if !self.has_greeted {
                // What the user's own start files say comes first.
                self.has_greeted = line == GREETING;
                continue;
            }
            match line.split_once(' ') {
                Some(("ok", of)) if of == command => return Ok(answer),
                Some(("ok", _)) => return Err(self.give_up(|place| Failure::garbled(place, &line))),
                Some(("fail", why)) => return Err(self.refused(why, &answer)),
                // A sign of life.
                None if line == "." => {}
                _ => answer.push(line),
            }
        }
    }

    /// The next line; an answer that began must end in time.
    fn line(&mut self, end: Instant, whole: Duration) -> Result<Vec<u8>, Failure> {
        let left = end.saturating_duration_since(Instant::now());
        match self.lines.recv_timeout(left.min(self.timeout)) {
            Ok(line) => Ok(line),
            Err(RecvTimeoutError::Timeout) if left < self.timeout => {
                Err(self.give_up(|place| Failure::endless(place, whole)))
            }
            Err(RecvTimeoutError::Timeout) => Err(self.silent()),
            Err(RecvTimeoutError::Disconnected) => Err(self.cut()),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        // Small pieces, so that a pace is even.
        let piece = self.pace.as_ref().map_or(PIECE, |_| BLOCK);
        for piece in bytes.chunks(piece) {
            let Some(input) = &self.input else {
                return Err(self.cut());
            };
            match input.write(piece, self.timeout) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return Err(self.silent()),
                Err(RecvTimeoutError::Disconnected) => return Err(self.gone()),
            }
            if let Some(pace) = &mut self.pace {
                pace.sent(piece.len());
            }
        }
        Ok(())
    }

    /// It listens no more; it may have said why before it went.
    fn gone(&mut self) -> Failure {
        match self.answer("send", Limit::STATUS) {
            Ok(_) => self.cut(),
            Err(failure) => failure,
        }
    }

    fn refused(&mut self, why: &str, answer: &[String]) -> Failure {
        self.input = None;
        let complaints = self.complaints();
        Failure::refused(&self.place, why, answer, &complaints)
    }

    fn cut(&mut self) -> Failure {
        let code = self.end().and_then(|status| status.code());
        let complaints = self.complaints();
        Failure::cut(&self.place, code, &complaints)
    }

    fn silent(&mut self) -> Failure {
        let timeout = self.timeout;
        self.give_up(|place| Failure::silent(place, timeout))
    }

    fn give_up(&mut self, why: impl FnOnce(&str) -> Failure) -> Failure {
        self.kill();
        why(&self.place)
    }

    /// What was complained about so far; a program that was left behind may hold the pipe open.
    fn complaints(&mut self) -> String {
        let end = Instant::now() + GRACE;
        let mut text = Vec::new();
        while let Ok(part) =
            self.complaints.recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            text.extend(part);
            if text.len() >= COMPLAINTS.0 * COMPLAINTS.1 {
                break;
            }
        }
        String::from_utf8_lossy(&text).into_owned()
    }

    /// Lets the agent end: without input it lets the lock go.
    fn end(&mut self) -> Option<ExitStatus> {
        self.input = None;
        let start = Instant::now();
        while start.elapsed() < GRACE {
            match self.child.try_wait() {
                Ok(None) => sleep(Duration::from_millis(2)),
                status => return status.ok().flatten(),
            }
        }
        self.kill();
        None
    }

    fn kill(&mut self) {
        self.input = None;
        // It is gone already, or it is nobody's business any more.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.end();
    }
}

/// Lines one by one; what comes after a line that is too long nobody reads.
fn read_lines(output: ChildStdout, send: &SyncSender<Vec<u8>>) {
    let mut output = BufReader::new(output);
    loop {
        let mut line = Vec::new();
        let read = output.by_ref().take(LINE as u64 + 2).read_until(b'\n', &mut line);
        if !read.is_ok_and(|read| read > 0) {
            return;
        }
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        let is_last = line.len() > LINE;
        if send.send(line).is_err() || is_last {
            return;
        }
    }
}

/// The first of what is said; the rest is passed over, so that nobody waits for a reader.
fn read_complaints(mut errors: ChildStderr, send: &SyncSender<Vec<u8>>) {
    let mut buffer = [0; COMPLAINTS.1];
    while let Ok(read @ 1..) = errors.read(&mut buffer) {
        // There is enough of it, or nobody wants to know.
        let _ = send.try_send(buffer[..read].to_vec());
    }
}

/// The input of the agent behind a thread of its own: whoever does not listen can be given up.
struct Input {
    pieces: SyncSender<Vec<u8>>,
    written: Receiver<()>,
}

impl Input {
    fn new(mut input: ChildStdin) -> Self {
        let (pieces, to_write) = sync_channel::<Vec<u8>>(1);
        let (done, written) = sync_channel(1);
        spawn(move || {
            for piece in to_write {
                let is_written = input.write_all(&piece).and_then(|()| input.flush()).is_ok();
                if !is_written || done.send(()).is_err() {
                    return;
                }
            }
        });
        Self { pieces, written }
    }

    /// Writes one piece.
    fn write(&self, piece: &[u8], timeout: Duration) -> Result<(), RecvTimeoutError> {
        let sent = self.pieces.send(piece.to_vec());
        sent.map_err(|_| RecvTimeoutError::Disconnected)?;
        self.written.recv_timeout(timeout)
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
