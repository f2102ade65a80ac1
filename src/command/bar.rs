//! How far a long piece of work is, for those who wait at a terminal.

use super::Console;
use crate::diagnostic::{Format, Progress, Words};
use crate::say;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::OnceLock;

/// Sites of fewer pages are done before a bar could be read.
const BAR_FROM: usize = 500;

/// A progress bar on a terminal, for long builds.
pub(super) struct Bar {
    console: Console,
    wanted: bool,
    words: String,
    /// Work of fewer parts shows no bar.
    least: usize,
    bar: OnceLock<ProgressBar>,
}

impl Bar {
    pub(super) fn new(console: &Console, words: &Words) -> Self {
        Self::with_least(console, words, BAR_FROM)
    }

    pub(super) fn with_least(console: &Console, words: &Words, least: usize) -> Self {
        Self {
            least,
            console: *console,
            wanted: console.format == Format::Human && std::io::stderr().is_terminal(),
            words: words.in_language(console.language).to_owned(),
            bar: OnceLock::new(),
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn waiting(&self) {
        if self.console.format == Format::Human {
            self.console.note(&say!(
                "另一个 gongbao 正在写这个文件夹，等它写完再继续",
                "another gongbao is writing to this folder; waiting until it is done"
            ));
        }
    }

    fn begin(&self, total: usize) {
        if self.wanted && total >= self.least {
            let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
            let bar = ProgressBar::new(total as u64).with_message(self.words.clone());
            let bar = style.map(|style| bar.clone().with_style(style)).unwrap_or(bar);
            self.bar.get_or_init(|| bar);
        }
    }

    fn step(&self) {
        if let Some(bar) = self.bar.get() {
            bar.inc(1);
        }
    }
}
