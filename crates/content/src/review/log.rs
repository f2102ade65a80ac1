//! 审核记录: the log of who approved what, a line of JSON each, in which every line names the sum of the one before.
//!
//! A line proves itself: its seal covers all of it, the line before included, so it means nothing anywhere else. What
//! reviewers there are, and what they may sign, is not known here.

use super::key::SecretKey;
use super::subject::Version;
use crate::config::{PublicKey, Signature};
use crate::diagnostic::{Code, Diagnostic, Source, Span, Words};
use crate::document::common::Stage;
use crate::file::Sum;
use crate::say;
use jiff::civil::DateTime;
use rayon::prelude::*;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What begins every text that is signed: a signature of gongbao's is one for nothing else.
const SIGNED: &str = "gongbao review\n";

/// What stands where the sum of the line before the first would.
fn nothing() -> Sum {
    Sum::of(b"")
}

/// One approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// The sum of the line before, without its line break.
    pub before: Sum,
    /// Which site it was signed for ([`Settings::place`](crate::config::Settings::place)); lines of older programs don't say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The document's path from `content/`.
    pub document: String,
    /// What was approved of it.
    pub version: Version,
    /// Which review it was.
    pub stage: Stage,
    /// The reviewer's name.
    pub by: String,
    /// When, county time, to the second.
    pub time: String,
    /// The reviewer's signature; without one it is a name alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<Seal>,
}

/// A signature with the key that verifies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// The public half.
    pub key: PublicKey,
    /// Of the line without its seal.
    pub signature: Signature,
}

impl Serialize for Stage {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Stage {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        let mut stages = Self::STAGES.into_iter();
        let found = stages.find(|stage| stage.name() == name);
        found.ok_or_else(|| D::Error::custom("no stage"))
    }
}

impl LogEntry {
    /// The line, without its line break.
    pub fn line(&self) -> String {
        serde_json::to_string(self).expect("texts and sums are JSON")
    }

    /// The same entry under a reviewer's seal.
    #[must_use]
    pub fn sealed(self, key: &SecretKey) -> Self {
        let signature = key.sign(&self.signed());
        let seal = Some(Seal { key: key.public(), signature });
        Self { seal, ..self }
    }

    /// What the signature is of.
    fn signed(&self) -> Vec<u8> {
        let bare = Self { seal: None, ..self.clone() };
        [SIGNED, &bare.line()].concat().into_bytes()
    }

    /// Reads a line that was written by [`LogEntry::line`], byte for byte.
    fn parse(line: &str) -> Result<Self, Fault> {
        let entry: Self = serde_json::from_str(line).map_err(|_| Fault::NoEntry)?;
        if entry.line() != line || entry.moment().is_none() {
            return Err(Fault::NoEntry);
        }
        match entry.seal {
            Some(seal) if !seal.key.verifies(&entry.signed(), &seal.signature) => {
                Err(Fault::Forged)
            }
            _ => Ok(entry),
        }
    }

    /// When it was made.
    pub fn moment(&self) -> Option<DateTime> {
        let moment: DateTime = self.time.parse().ok()?;
        (written(moment) == self.time).then_some(moment)
    }
}

/// `2026-04-01T08:00:00`.
pub fn written(moment: DateTime) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Not a line of ours.
    NoEntry,
    /// Its signature is none.
    Forged,
    /// It names a line as the one before that stands further up: this one.
    Forked(usize),
    /// The line before is not the one that it names.
    Broken,
    /// It says that it is older than the line before.
    Older,
}

/// A line with its place.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its bytes in the file.
    pub span: Span,
    /// Of its bytes.
    pub sum: Sum,
    /// What it says, or what is wrong with it.
    entry: Result<Arc<LogEntry>, Fault>,
}

/// The whole log.
#[derive(Clone, Debug)]
pub struct Log {
    /// The file.
    pub source: Arc<Source>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Those that do not count, by their numbers from 1.
    misdated: BTreeSet<u32>,
    /// What is wrong with it; with anything wrong, nothing in it is to be believed.
    pub problems: Vec<Diagnostic>,
}

impl Log {
    /// Reads a log; lines that were read before are not verified again.
    pub fn read(source: Arc<Source>, before: Option<Self>) -> Self {
        let spans = spans(&source.text);
        let known = before.map_or_else(Vec::new, |log| log.common(&source, &spans));
        let new: Vec<Line> =
            spans[known.len()..].par_iter().map(|span| Line::read(&source, *span)).collect();
        let lines: Vec<Line> = known.into_iter().chain(new).collect();
        Self { source, lines, misdated: BTreeSet::new(), problems: Vec::new() }.judged()
    }

    /// The log with some lines, by their numbers from 1, that do not count: they were signed while a clock was wrong.
    #[must_use]
    pub fn without(self, misdated: BTreeSet<u32>) -> Self {
        match misdated.is_empty() {
            true => self,
            false => Self { misdated, ..self }.judged(),
        }
    }

    fn judged(mut self) -> Self {
        let faults = faults(&self.lines, |number| self.is_misdated(number)).into_iter();
        let told = faults.map(|(number, fault)| told(&self.source, &self.lines, number, fault));
        self.problems = told.collect();
        self
    }

    /// By its number from 0.
    fn is_misdated(&self, number: usize) -> bool {
        u32::try_from(number + 1).is_ok_and(|number| self.misdated.contains(&number))
    }

    /// The lines at the beginning that the other text has too.
    fn common(self, other: &Source, spans: &[Span]) -> Vec<Line> {
        let same = |(line, span): (&Line, &Span)| {
            line.span == *span && self.source.text[line.span.range()] == other.text[span.range()]
        };
        let count = self.lines.iter().zip(spans).take_while(|pair| same(*pair));
        let count = count.count();
        self.lines.into_iter().take(count).collect()
    }

    /// The entries that count in their order, with their places; none of a log with something wrong.
    pub fn entries(&self) -> impl Iterator<Item = (Span, &Arc<LogEntry>)> {
        let counts = |(number, _): &(usize, _)| !self.is_misdated(*number);
        self.numbered().filter(counts).map(|(_, entry)| entry)
    }

    /// All entries, those that do not count among them.
    pub fn all(&self) -> impl Iterator<Item = (Span, &Arc<LogEntry>)> {
        self.numbered().map(|(_, entry)| entry)
    }

    fn numbered(&self) -> impl Iterator<Item = (usize, (Span, &Arc<LogEntry>))> {
        let lines = match self.problems.is_empty() {
            true => self.lines.as_slice(),
            false => &[],
        };
        let lines = lines.iter().enumerate();
        lines.filter_map(|(number, line)| Some((number, (line.span, line.entry.as_ref().ok()?))))
    }

    /// What the next line names as the one before it.
    pub fn last(&self) -> Sum {
        self.lines.last().map_or_else(nothing, |line| line.sum)
    }

    /// The log with more lines.
    #[must_use]
    pub fn with<'e>(self, entries: impl IntoIterator<Item = &'e LogEntry>) -> Self {
        let mut text = self.source.text.clone();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        for entry in entries {
            text.push_str(&entry.line());
            text.push('\n');
        }
        let path = self.source.path.clone();
        let misdated = self.misdated.clone();
        Self::read(Arc::new(Source::new(path, text)), Some(self)).without(misdated)
    }
}

impl Line {
    fn read(source: &Source, span: Span) -> Self {
        let text = &source.text[span.range()];
        Self { span, sum: Sum::of(text.as_bytes()), entry: LogEntry::parse(text).map(Arc::new) }
    }
}

/// The lines without their breaks; what follows the last break is one where it is not empty.
fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        spans.push(Span::new(at, at + bare.len()));
        at += line.len();
    }
    spans
}

/// What is wrong with the lines, by their numbers from 0.
fn faults(lines: &[Line], is_misdated: impl Fn(usize) -> bool) -> Vec<(usize, Fault)> {
    let mut seen: HashMap<Sum, usize> = HashMap::new();
    let mut last = (nothing(), None);
    let mut faults = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        match &line.entry {
            Err(fault) => faults.push((number, *fault)),
            Ok(entry) => {
                let moment = entry.moment();
                if entry.before != last.0 {
                    let fork = seen.get(&entry.before).copied();
                    faults.push((number, fork.map_or(Fault::Broken, Fault::Forked)));
                } else if moment < last.1 && !is_misdated(number) {
                    faults.push((number, Fault::Older));
                }
                if !is_misdated(number) {
                    last.1 = moment;
                }
            }
        }
        last.0 = line.sum;
        seen.insert(line.sum, number);
    }
    faults
}

fn told(source: &Arc<Source>, lines: &[Line], number: usize, fault: Fault) -> Diagnostic {
    let wrong =
        |words: Words| Diagnostic::error(Code::ReviewLog, words).at(source, lines[number].span);
    match fault {
        Fault::NoEntry => no_entry(source, lines, number),
        Fault::Forged => wrong(say!(
            "这一行的签名是假的，或者签好以后被改过",
            "the signature of this line is forged, or the line was changed after it was signed"
        ))
        .hint(restore()),
        Fault::Forked(before) => {
            let line = before + 1;
            wrong(say!(
                "审核记录分了岔：这一行接的是第 {line} 行",
                "the log was forked: this line follows line {line}"
            ))
            .with(source, lines[before].span, say!("它接在这一行后面", "it follows this one"))
            .hint(say!(
                "多半是合并了两份各自签过的记录：留一份，删去另一份的行，请那些审核人重新签",
                "probably two copies that were signed apart were merged: keep one, take away the lines of the other, and let its reviewers sign again"
            ))
        }
        Fault::Broken => wrong(say!(
            "这一行接不上前一行：前面有行被改过、删去或调换了次序",
            "this line does not follow the one before it: a line above was changed, taken away or moved"
        ))
        .hint(restore()),
        Fault::Older => wrong(say!(
            "这一行的时间比前一行早",
            "this line says that it is older than the one before it"
        ))
        .hint(restore()),
    }
}

fn no_entry(source: &Arc<Source>, lines: &[Line], number: usize) -> Diagnostic {
    let span = lines[number].span;
    let text = &source.text[span.range()];
    let cut = number + 1 == lines.len() && !source.text.ends_with('\n');
    let merged = ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| text.starts_with(mark));
    let words = match cut {
        true => say!("最后一行被截断了", "the last line is cut off"),
        false => say!(
            "这一行不是审核记录，或者被改过",
            "this line is no entry of the log, or was changed"
        ),
    };
    let problem = Diagnostic::error(Code::ReviewLog, words).at(source, span);
    match merged {
        true => problem.hint(say!(
            "这是没有合并完的痕迹：留一份，删去另一份的行，请那些审核人重新签",
            "this is left of a merge: keep one copy, take away the lines of the other, and let its reviewers sign again"
        )),
        false => problem.hint(restore()),
    }
}

fn restore() -> Words {
    say!(
        "记录只能增加，不能改：从备份或版本库里恢复 reviews/log.jsonl",
        "the log only grows: restore reviews/log.jsonl from a copy or from version control"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn entry(before: Sum, document: &str, second: u32) -> LogEntry {
        LogEntry {
            before,
            site: None,
            document: document.to_owned(),
            version: Version {
                text: Sum::of(b"text"),
                files: BTreeMap::from([("a.csv".to_owned(), Sum::of(b"a"))]),
            },
            stage: Stage::First,
            by: "周文慧".to_owned(),
            time: format!("2026-04-01T08:00:{second:02}"),
            seal: None,
        }
    }

    fn log(text: &str) -> Log {
        let source = Source::new("reviews/log.jsonl".to_owned(), text.to_owned());
        Log::read(Arc::new(source), None)
    }

    /// Four lines, the second and the last under a seal.
    fn lines() -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        SecretKey::make(&path, folder.path()).expect("a key");
        let key = SecretKey::read(&path, folder.path()).expect("the key");
        let mut whole = log("");
        for second in 0..4 {
            let entry = entry(whole.last(), "news/a", second);
            let entry = match second % 2 {
                0 => entry,
                _ => entry.sealed(&key),
            };
            whole = whole.with([&entry]);
            assert!(whole.problems.is_empty());
        }
        whole.source.text.lines().map(str::to_owned).collect()
    }

    fn places(text: &str) -> Vec<usize> {
        let log = log(text);
        let line = |problem: &Diagnostic| problem.place().1.map_or(0, |place| place.line);
        log.problems.iter().map(line).collect()
    }

    #[test]
    fn every_way_of_changing_it_is_seen() {
        let lines = lines();
        let text = |lines: &[&str]| format!("{}\n", lines.join("\n"));
        let [a, b, c, d] = [0, 1, 2, 3].map(|n| lines[n].as_str());
        let renamed = a.replace("周文慧", "何书宁");
        let forged = b.replace("first", "final");
        let spaced = c.replace(",\"", ", \"");
        let late = entry(Sum::of(d.as_bytes()), "news/a", 1).line();
        for (name, text, expected) in [
            ("whole", text(&[a, b, c, d]), &[][..]),
            ("other line breaks", text(&[a, b, c, d]).replace('\n', "\r\n"), &[]),
            ("a name changed", text(&[&renamed, b, c, d]), &[2]),
            ("a sealed line changed", text(&[a, &forged, c, d]), &[2, 3]),
            ("blanks", text(&[a, b, &spaced, d]), &[3, 4]),
            ("the first gone", text(&[b, c, d]), &[1]),
            ("one gone", text(&[a, c, d]), &[2]),
            ("two swapped", text(&[a, c, b, d]), &[2, 3, 4]),
            ("one twice", text(&[a, b, b, c, d]), &[3]),
            ("forked", text(&[a, b, c, d, c]), &[5]),
            ("back in time", text(&[a, b, c, d, &late]), &[5]),
            ("an empty line", text(&[a, "", b, c, d]), &[2, 3]),
            ("a merge", text(&[a, "<<<<<<< ours", b, c, d]), &[2, 3]),
        ] {
            assert_eq!(places(&text), expected, "{name}");
        }
        let misdated = log(&text(&[a, b, c, d, &late]));
        for (numbers, expected) in [(&[5][..], 4), (&[2, 3, 4], 2), (&[1], 0)] {
            let log = misdated.clone().without(numbers.iter().copied().collect());
            assert_eq!(log.entries().count(), expected, "{numbers:?}");
        }
        for at in 1..d.len() {
            if d.is_char_boundary(at) {
                assert_eq!(places(&format!("{a}\n{b}\n{c}\n{}", &d[..at])), [4], "{at}");
            }
        }
    }

    #[test]
    fn what_was_read_before_is_kept_as_far_as_it_is_the_same() {
        let lines = lines();
        let half = log(&format!("{}\n{}\n", lines[0], lines[1]));
        let first = Arc::clone(half.entries().next().expect("an entry").1);
        let text = format!("{}\n", lines.join("\n"));
        let source = Source::new(
            "reviews/log.jsonl".to_owned(),
            text.replacen("周文慧", "何书宁", 2).replacen("何书宁", "周文慧", 1),
        );
        let changed = Log::read(Arc::new(source), Some(half.clone()));
        assert_eq!(changed.problems.len(), 2);
        let whole = Log::read(log(&text).source, Some(half));
        assert!(whole.problems.is_empty() && whole.lines.len() == 4);
        let kept = whole.entries().next().expect("an entry").1;
        assert!(Arc::ptr_eq(kept, &first));
    }
}
