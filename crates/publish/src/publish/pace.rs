//! Holds what is sent to so many bytes a second.

use std::thread::sleep;
use std::time::{Duration, Instant};

/// The pace of one connection, or of several together.
#[derive(Debug)]
pub(super) struct Pace {
    bytes_a_second: f64,
    start: Instant,
    sent: f64,
}

impl Pace {
    /// Begins now.
    pub(super) fn new(bytes_a_second: u64) -> Self {
        Self { bytes_a_second: bytes_a_second as f64, start: Instant::now(), sent: 0.0 }
    }

    /// Waits until so much could have been sent.
    pub(super) fn sent(&mut self, bytes: usize) {
        self.sent += bytes as f64;
        let due = Duration::from_secs_f64(self.sent / self.bytes_a_second);
        match due.checked_sub(self.start.elapsed()) {
            Some(wait) => sleep(wait),
            // Time in which nothing was to be sent is not saved up.
            None => {
                self.start = Instant::now();
                self.sent = 0.0;
            }
        }
    }
}
