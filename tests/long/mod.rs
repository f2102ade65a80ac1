//! Tests that take a short turn by themselves and go on for long where a variable asks for it: how often, how long, and the chance
//! that is the same every time.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::time::{Duration, Instant};

/// How often: what the variable says, or `usual`.
pub(crate) fn times(variable: &str, usual: usize) -> usize {
    number(variable).unwrap_or(usual)
}

/// How long: until as many seconds from now are over as the variable says, or until `usual` is.
pub(crate) fn until(variable: &str, usual: Duration) -> Instant {
    Instant::now() + number(variable).map_or(usual, |seconds| Duration::from_secs(seconds as u64))
}

fn number(variable: &str) -> Option<usize> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is a number, not `{text}`")))
}

/// Numbers that look like chance and are the same every time (xorshift64*).
pub(crate) struct Chance(u64);

impl Chance {
    /// Another row of numbers for each `turn`.
    pub(crate) fn of(turn: u64) -> Self {
        Self(turn.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `most`, or 0.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        match most {
            0 => 0,
            most => usize::try_from(self.next() % most as u64).expect("below a usize"),
        }
    }

    pub(crate) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }
}

/// What a process takes at one moment.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Taken {
    pub(crate) kilobytes: usize,
    /// The most kilobytes that it ever had.
    pub(crate) peak: usize,
    pub(crate) descriptors: usize,
    pub(crate) threads: usize,
}

impl Taken {
    /// Nothing where the system has no `/proc`.
    pub(crate) fn by(process: u32) -> Self {
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
        };
        let descriptors = std::fs::read_dir(format!("/proc/{process}/fd"));
        Self {
            kilobytes: number("VmRSS:"),
            peak: number("VmHWM:"),
            descriptors: descriptors.map_or(0, Iterator::count),
            threads: number("Threads:"),
        }
    }
}
