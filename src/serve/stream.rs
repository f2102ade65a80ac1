//! Bodies that are made while they are sent: a file piece by piece, the events of a page.

use super::Body;
use http_body_util::BodyExt;
use http_body_util::channel::{Channel, Sender};
use hyper::body::{Bytes, Frame};
use std::convert::Infallible;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::task::AbortHandle;

/// What is read of a file at once, in bytes.
const PIECE: usize = 64 * 1024;

/// So many pieces wait for a client.
const BACKLOG: usize = 2;

/// A client that takes nothing for so long is gone.
const PATIENCE: Duration = Duration::from_secs(30);

/// A body, and the task that fills it: both end together.
struct Fed {
    pieces: Channel<Bytes>,
    task: AbortHandle,
}

impl hyper::body::Body for Fed {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Pin::new(&mut self.pieces).poll_frame(context)
    }
}

impl Drop for Fed {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A body of what the task sends.
pub(super) fn fed<F>(backlog: usize, feed: impl FnOnce(Sender<Bytes>) -> F) -> Body
where
    F: Future<Output = ()> + Send + 'static,
{
    let (sender, pieces) = Channel::new(backlog);
    let task = tokio::spawn(feed(sender)).abort_handle();
    Fed { pieces, task }.boxed()
}

/// A part of a file; where the file has become shorter, the connection breaks off.
pub(super) fn file(mut file: File, range: Range<u64>) -> io::Result<Body> {
    file.seek(SeekFrom::Start(range.start))?;
    let part = file.take(range.end - range.start);
    Ok(fed(BACKLOG, |sender| send(part, sender)))
}

async fn send(mut part: io::Take<File>, mut sender: Sender<Bytes>) {
    loop {
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; PIECE];
            let length = part.read(&mut piece)?;
            piece.truncate(length);
            io::Result::Ok((part, piece))
        });
        let Ok(Ok((rest, piece))) = read.await else {
            return;
        };
        if piece.is_empty() {
            return;
        }
        part = rest;
        let sent = tokio::time::timeout(PATIENCE, sender.send_data(piece.into())).await;
        if !matches!(sent, Ok(Ok(()))) {
            return;
        }
    }
}
