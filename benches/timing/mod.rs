//! Times a step again and again, and prints the least, the median and the most of it.
//!
//! Of words behind `cargo bench --bench NAME --` the steps are timed whose names hold one of them.

use std::hint::black_box;
use std::time::{Duration, Instant};

const RUNS: usize = 10;

/// What was asked for on the command line: parts of names, or nothing for all.
pub(crate) struct Bench {
    wanted: Vec<String>,
}

impl Bench {
    pub(crate) fn from_arguments() -> Bench {
        // Cargo passes `--bench`.
        let words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
        Bench { wanted: words.collect() }
    }

    /// Times `step`; `prepare` makes what it takes each time, and what it gives is dropped outside the time. `of` is how
    /// many documents, addresses or bytes it goes through.
    pub(crate) fn time<T, R>(
        &self,
        name: &str,
        of: usize,
        mut prepare: impl FnMut() -> T,
        mut step: impl FnMut(T) -> R,
    ) {
        if !self.wanted.is_empty() && !self.wanted.iter().any(|word| name.contains(word.as_str())) {
            return;
        }
        let mut times: Vec<Duration> = (0..=RUNS)
            .map(|_| {
                let value = prepare();
                let start = Instant::now();
                let result = black_box(step(value));
                let took = start.elapsed();
                drop(result);
                took
            })
            .skip(1)
            .collect();
        times.sort();
        let [least, median, most] = [0, RUNS / 2, RUNS - 1].map(|at| times[at]);
        let each = median.as_secs_f64() * 1e6 / of as f64;
        println!(
            "{name:24} {least:>10.2?} {median:>10.2?} {most:>10.2?}   {each:.3} µs each of {of}"
        );
    }
}
